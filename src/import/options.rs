//! What the caller may say about a file.

use std::path::Path;

use crate::model::Face;

/// How files are read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where a plain body goes that does not say whose it is (`body`, `answer`, 答案, a Markdown text).
    pub face: Face,
    /// Whether a row with an unknown field is refused.
    pub strict: bool,
    /// Pairs of a heading or field in the file and the field it means, such as `("话术", "customer.phone")`.
    pub mapping: Vec<(String, String)>,
    /// The format; else it is told by the ending and the content of the file.
    pub format: Option<Format>,
    /// Whether documents are cut along their questions and headings. Pages of questions always are.
    pub atoms: bool,
    /// Names of the known channels. When empty, every name under `customer.channels` is taken.
    pub channels: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            face: Face::Internal,
            strict: false,
            mapping: Vec::new(),
            format: None,
            atoms: false,
            channels: Vec::new(),
        }
    }
}

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// JSON: one article a line, or an array of articles, bare or wrapped in an object.
    Jsonl,
    /// A table as text, with any of the usual delimiters.
    Csv,
    /// A workbook: XLSX, XLSM, XLSB, XLS or ODS.
    Workbook,
    /// One article a file, with or without YAML front matter.
    Markdown,
    /// A saved page: one article, or one for each of its questions.
    Html,
    /// A document of Word: DOCX.
    Word,
    /// A PDF file with a text layer.
    Pdf,
}

impl Format {
    /// The format that a file's ending promises.
    pub fn of_ending(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "jsonl" | "ndjson" | "json" => Some(Format::Jsonl),
            "csv" | "tsv" | "tab" => Some(Format::Csv),
            "xlsx" | "xlsm" | "xlsb" | "xls" | "et" | "ods" => Some(Format::Workbook),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" | "shtml" => Some(Format::Html),
            "docx" | "docm" => Some(Format::Word),
            "pdf" => Some(Format::Pdf),
            _ => None,
        }
    }

    /// The format that the first bytes of a file look like.
    pub(super) fn of_content(head: &[u8]) -> Option<Format> {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if head.starts_with(b"PK\x03\x04") && contains(head, b"word/document.xml") {
            return Some(Format::Word);
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"\xd0\xcf\x11\xe0") {
            return Some(Format::Workbook);
        }
        if head.starts_with(b"%PDF-") {
            return Some(Format::Pdf);
        }
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Some(Format::Csv);
        }
        let start = head.iter().position(|b| !b.is_ascii_whitespace())?;
        let text = head.get(start..)?;
        if text.starts_with(b"{") || text.starts_with(b"[") {
            return Some(Format::Jsonl);
        }
        let begins = |with: &[u8]| text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with));
        if begins(b"<!doctype html") || begins(b"<html") || begins(b"<?xml") && contains(text, b"<html") {
            return Some(Format::Html);
        }
        if text.starts_with(b"---\n") || text.starts_with(b"---\r\n") || text.starts_with(b"# ") {
            return Some(Format::Markdown);
        }
        let line = text.split(|&b| b == b'\n').next()?;
        line.iter().any(|b| b",;\t|".contains(b)).then_some(Format::Csv)
    }
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}
