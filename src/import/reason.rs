//! Why a row or a file is refused, in words that say what to mend.

use std::io;
use std::path::PathBuf;

use super::item::Place;
use crate::model::ValidityProblem;
use crate::text::clean;

/// Why a row is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A row longer than [`super::MAX_ROW_BYTES`].
    #[error("longer than {} MiB; split it or leave the row out", limit >> 20)]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Bytes that are no text in the file's encoding.
    #[error("not valid {encoding} at byte {byte} of the file")]
    Encoding {
        /// The encoding of the file.
        encoding: &'static str,
        /// Bytes before the first bad one, from the start of the file.
        byte: u64,
    },
    /// A page without text.
    #[error("no text is in the page besides what leads elsewhere")]
    NoText,
    /// HTML whose elements stand too deep in one another.
    #[error("elements stand more than {limit} deep in one another")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// Text that is not JSON.
    #[error("not valid JSON at line {line}, column {column}: {problem}")]
    Json {
        /// Line in the file.
        line: u64,
        /// Column in bytes, from 1.
        column: u64,
        /// What the parser says.
        problem: String,
    },
    /// JSON that is no object.
    #[error("a row must be a JSON object, not {found}")]
    NotAnObject {
        /// What it is.
        found: &'static str,
    },
    /// Front matter that is not YAML.
    #[error("front matter is not valid YAML at line {line}: {problem}")]
    Yaml {
        /// Line in the file.
        line: u64,
        /// What the parser says.
        problem: String,
    },
    /// Front matter that never ends.
    #[error("front matter begins with --- at line 1 and never ends; close it with a line of ---")]
    OpenFrontMatter,
    /// No question, or a blank one.
    #[error("the question (`question` or `title`) is missing or blank")]
    NoQuestion,
    /// A table in which no column holds the question.
    #[error(
        "no column is known as the question; name one `question` or 标准问, or map it. The columns are: {headings}"
    )]
    NoQuestionColumn {
        /// The headings, in a row.
        headings: String,
    },
    /// A value of another type than the field's.
    #[error("{field} must be {expected}, not {found}")]
    WrongType {
        /// Path of the field.
        field: String,
        /// What is expected.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// A word that is not one of the field's set.
    #[error("{field} is “{found}”; expected one of {expected}")]
    UnknownWord {
        /// Path of the field.
        field: String,
        /// What is there.
        found: String,
        /// All that is possible.
        expected: String,
    },
    /// A part without which the whole means nothing.
    #[error("{field} is missing")]
    MissingPart {
        /// Path of the field.
        field: String,
    },
    /// A date that does not exist, or is written in a way that is not known.
    #[error("{field} is “{found}”, which is not a date; expected a day of the calendar such as 2026-01-31")]
    NotADate {
        /// Path of the field.
        field: String,
        /// What is there.
        found: String,
    },
    /// Dates that make no sense together.
    #[error("{}", dates(*.0))]
    Validity(ValidityProblem),
    /// An id that an earlier row has.
    #[error("the id “{id}” is already used in {}, row {}", first.file.display(), first.row)]
    DuplicateId {
        /// The id.
        id: String,
        /// Where it was met first.
        first: Place,
    },
    /// A field that means nothing here, in a strict import.
    #[error("unknown field `{field}`{}", hint(suggestion.as_deref()))]
    UnknownField {
        /// Path of the field.
        field: String,
        /// The field that it looks like.
        suggestion: Option<String>,
    },
    /// A workbook or document under a password.
    #[error("it is protected by a password; open it, save it without one, and import that")]
    Encrypted,
    /// A document that cannot be read.
    #[error("the document is damaged ({0}); open it in the program that made it and save it anew")]
    BrokenDocument(String),
    /// A document of pictures.
    #[error("none of its pages has text, as when they were scanned; have the text recognised first")]
    Scanned,
    /// A workbook that cannot be opened.
    #[error("the workbook is damaged ({0}); open it in the program that made it and save it anew")]
    BrokenWorkbook(String),
    /// A file whose content is no workbook.
    #[error(
        "the ending says workbook but the content is not one, perhaps a web page or text by that name; save it as .xlsx"
    )]
    NotAWorkbook,
    /// A workbook that is too large to open.
    #[error("the workbook is larger than {mib} MiB; save its sheets as CSV, which has no such limit")]
    LargeWorkbook {
        /// The limit in MiB.
        mib: u64,
    },
    /// A file that unpacks to far more than any person wrote.
    #[error("it unpacks to more than the memory may hold, like a zip bomb; it was not opened")]
    Bomb,
    /// A cell that holds an error.
    #[error("the cell under {column} is {error}; mend the formula or put the value there")]
    CellError {
        /// The heading of its column.
        column: String,
        /// The error as the workbook shows it.
        error: String,
    },
    /// A record with more fields than headings.
    #[error("{found} fields under {expected} headings; is a delimiter inside a field without quotes?")]
    TooManyFields {
        /// Fields of the record.
        found: usize,
        /// Headings.
        expected: usize,
    },
    /// A record after an open quote, of which nobody knows where it begins.
    #[error("{found} fields under {expected} headings, after a quotation mark that is never closed")]
    AfterOpenQuote {
        /// Fields of the record.
        found: usize,
        /// Headings.
        expected: usize,
    },
    /// A quote that never closes.
    #[error("a quotation mark opens a field here and is never closed")]
    OpenQuote,
    /// A file in a folder that cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A later step refused it.
    #[error("{0}")]
    Other(String),
}

/// People write the last valid day, so that is the day they are told.
fn dates(problem: ValidityProblem) -> String {
    match problem {
        ValidityProblem::EndsBeforeItBegins { from, until } => {
            let last = until.yesterday().unwrap_or(until);
            format!(
                "valid.until: the last valid day {last} lies before the first, {from} (valid.from); expected the same day or a later one"
            )
        }
        ValidityProblem::StudyAfterStart { study_from, from } => format!(
            "valid.study_from: {study_from} lies after the first valid day {from} (valid.from); expected the same day or an earlier one"
        ),
    }
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map(|s| format!("; did you mean `{s}`?")).unwrap_or_default()
}

/// A piece of a file as it may be shown in a message: one short, harmless line.
pub(super) fn shown(text: &str) -> String {
    const MOST_CHARS: usize = 60;
    let line = clean::one_line(text);
    if line.chars().count() <= MOST_CHARS {
        return line;
    }
    line.chars().take(MOST_CHARS).chain(['…']).collect()
}

/// Why nothing can be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Neither the ending nor the content says what it is.
    #[error(
        "{} is neither JSON Lines, CSV, a workbook nor Markdown by its ending or content; say which with --format",
        path.display()
    )]
    UnknownFormat {
        /// Which.
        path: PathBuf,
    },
    /// A folder without anything to read.
    #[error("{} holds no .md, .jsonl, .csv, .tsv, .xlsx, .xls or .ods file", path.display())]
    EmptyFolder {
        /// Which.
        path: PathBuf,
    },
    /// A mapping to a field that does not exist.
    #[error("the mapping {from}={to} names no field{}", hint(suggestion.as_deref()))]
    Mapping {
        /// The heading.
        from: String,
        /// The name that is no field.
        to: String,
        /// The field that it looks like.
        suggestion: Option<String>,
    },
}
