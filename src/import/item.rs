//! What reading yields: drafts, refused rows, and a summary.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::reason::Reason;
use crate::model::Article;

/// Where a row lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// The sheet, of a workbook.
    pub sheet: Option<Arc<str>>,
    /// From 1: the line for JSON Lines, the element for a JSON array, the record for a table (its heading is
    /// row 1), the row that a workbook shows, the piece of a document.
    pub row: u64,
}

/// An article as a row says it; the store gives it what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it lies.
    pub place: Place,
    /// What it says. Stage, kind and confidence stay `None` where the row says nothing.
    pub article: Article,
    /// What identifies the row besides an id: the relative path of a Markdown file, else the source's reference.
    /// Several rows of a table may share a reference (one page, many questions): then the question tells them apart.
    pub source_key: Option<String>,
    /// The row as it was, for the file of rejects if a later step refuses it.
    pub raw: RawRow,
}

impl Draft {
    /// Refuses the draft after all.
    pub fn refuse(self, reason: Reason) -> RowError {
        RowError { place: self.place, reason, raw: self.raw }
    }
}

/// A refused row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Where it lies.
    pub place: Place,
    /// Why.
    pub reason: Reason,
    /// The row as it was.
    pub raw: RawRow,
}

/// One row, read or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An article.
    Draft(Box<Draft>),
    /// A row that cannot be one.
    Refused(RowError),
}

/// A row as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawRow {
    /// The bytes of a JSON row, without its line end.
    Json(Vec<u8>),
    /// The fields of a record.
    Record {
        /// The heading of its file.
        table: Arc<Table>,
        /// Its fields, decoded.
        fields: Vec<String>,
    },
    /// The whole file, which lies where it lay.
    File,
    /// Not held: too long, or not readable.
    Gone,
}

/// What the records of a table have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The headings as they are.
    pub headings: Vec<String>,
    /// The delimiter.
    pub delimiter: u8,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows, good and refused; blank ones and headings are not counted.
    pub read: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Files that were opened.
    pub files: u64,
    /// Fields and headings that mean nothing here, and were left out.
    pub unknown: BTreeMap<String, Unknown>,
    /// Headings or fields of the mapping that no row had.
    pub unused_mappings: Vec<String>,
    /// What else the person should hear of a file.
    pub notes: Vec<Note>,
    /// Whether the caller stopped before the end.
    pub stopped: bool,
}

/// Something that was left out of a file, or left alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// A hidden sheet of a workbook, by its name.
    HiddenSheet(String),
    /// A sheet without a column for the question, by its name.
    NoTable(String),
    /// A workbook with macros, which were not looked at.
    Macros,
    /// So many pictures of a document, which were only named.
    Pictures(usize),
    /// Pages of a document that hold no text, as scanned ones: their numbers from 1, of how many.
    Scanned {
        /// Their numbers.
        pages: Vec<usize>,
        /// How many pages there are.
        of: usize,
    },
    /// A piece of a document that leans on what stands elsewhere in it.
    Leaning {
        /// The document, below the folder that is imported.
        file: String,
        /// The question of the piece.
        question: String,
        /// The words: 如上.
        words: String,
    },
}

/// A field or heading that means nothing here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unknown {
    /// In how many rows it said something.
    pub count: u64,
    /// The field that it looks like.
    pub suggestion: Option<String>,
}
