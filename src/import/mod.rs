//! Reads files of others into drafts and row errors: JSON Lines, CSV and TSV, workbooks, Markdown, HTML.
//!
//! Readers only: no store, no index, no clock. One bad row never stops the rest, memory is bounded by
//! [`MAX_ROW_BYTES`] whatever a file holds, and every refused row keeps its place, its reason and its text,
//! so that [`Rejects`] can write it out to be mended. What becomes of a draft is decided by `kb`.

mod array;
mod cell;
#[cfg(test)]
mod corpora;
mod csv;
mod date;
mod decode;
mod delimiter;
mod document;
mod docx;
mod encoding;
pub mod feedback;
mod field;
mod front;
mod heading;
mod html;
mod item;
mod jsonl;
mod lines;
mod markdown;
mod object;
mod options;
pub mod outside;
mod page;
mod pdf;
mod pieces;
mod read;
mod reason;
mod records;
mod rejects;
mod remap;
mod row;
mod rows;
mod run;
mod say;
mod split;
mod suggest;
#[cfg(test)]
mod suite;
mod table;
mod talk;
mod tidy;
mod value;
mod whole;
mod workbook;

pub use item::{Draft, Item, Note, Place, RawRow, RowError, Summary, Unknown};
pub use options::{Format, Options};
pub use read::read;
pub use reason::{ImportError, Reason};
pub use rejects::{Rejects, Written};

/// The most bytes that one row may have; a longer one is refused without being held.
pub const MAX_ROW_BYTES: usize = 16 << 20;
