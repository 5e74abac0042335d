//! Text as people and terminals see it: folding for comparison, width in cells, wrapping, cleaning, masking, Markdown,
//! and what is known of the languages: how characters sound and look, what Taiwan calls a thing, what says nothing.
//!
//! Pure. The only room that knows how wide a character is and the only one that says `jieba_rs`.
//! Units are named: `_cells` are terminal columns, `_chars` are Unicode scalar values, `_bytes` are UTF-8 bytes.

pub mod asking;
pub mod clean;
pub mod clusters;
pub mod diff;
pub mod facts;
pub mod filler;
pub mod fold;
pub mod leaning;
pub mod likeness;
pub mod lookalike;
pub mod markdown;
pub mod number;
mod numeral;
pub mod pairs;
pub mod pinyin;
pub mod redact;
pub mod segment;
pub mod sketch;
pub mod syllable;
mod table;
pub mod taiwan;
pub mod title;
pub mod width;
pub mod wrap;
