//! Text as people and terminals see it: folding for comparison, width in cells, wrapping, cleaning, masking, Markdown.
//!
//! Pure. The only room that knows how wide a character is and the only one that says `jieba_rs`.
//! Units are named: `_cells` are terminal columns, `_chars` are Unicode scalar values, `_bytes` are UTF-8 bytes.

pub mod clean;
pub mod fold;
pub mod markdown;
pub mod redact;
pub mod segment;
pub mod width;
pub mod wrap;
