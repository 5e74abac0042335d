//! Documents that are read as a whole and cut into pieces: those of Word, and PDF files with a text layer.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use super::item::{Note, RawRow};
use super::pieces::Pieces;
use super::reason::Reason;
use super::run::Run;
use super::whole;
use super::{docx, html, pdf};
use crate::model::{Article, Source};
use crate::text::title::title;

/// Bytes that a document may have: the largest manuals are mostly pictures.
const MOST_BYTES: usize = 64 << 20;

/// Reads a document of Word; `relative` is its path below the folder that is imported, with `/` between.
pub(super) fn word(run: &mut Run<'_>, path: &Path, relative: &str) -> io::Result<ControlFlow<()>> {
    let document = match whole::bytes_within(path, MOST_BYTES)?.map(|bytes| docx::read(&bytes)) {
        Ok(Ok(document)) => document,
        Ok(Err(broken)) => {
            let reason = match broken {
                docx::Broken::Compound => Reason::Encrypted,
                docx::Broken::TooLarge => Reason::Bomb,
                docx::Broken::TooDeep => Reason::TooDeep { limit: docx::MOST_DEEP },
                docx::Broken::Damaged(detail) => Reason::BrokenDocument(detail),
            };
            return Ok(run.refuse(1, reason, RawRow::File));
        }
        Err(reason) => return Ok(run.refuse(1, reason, RawRow::File)),
    };
    let body = html::to_page(&document.html);
    if body.trim().is_empty() {
        return Ok(run.refuse(1, Reason::NoText, RawRow::File));
    }
    if document.pictures > 0 {
        run.note(Note::Pictures(document.pictures));
    }
    Ok(pieces(document.title, body, relative).tell(run))
}

/// Reads a PDF file; `relative` is its path below the folder that is imported, with `/` between.
pub(super) fn pdf(run: &mut Run<'_>, path: &Path, relative: &str) -> io::Result<ControlFlow<()>> {
    let pages = match whole::bytes_within(path, MOST_BYTES)?.map(|bytes| pdf::read(&bytes)) {
        Ok(Ok(pages)) => pages,
        Ok(Err(broken)) => return Ok(run.refuse(1, reason(broken), RawRow::File)),
        Err(reason) => return Ok(run.refuse(1, reason, RawRow::File)),
    };
    if pages.markdown.trim().is_empty() {
        return Ok(run.refuse(1, Reason::Scanned, RawRow::File));
    }
    if !pages.without_text.is_empty() {
        run.note(Note::Scanned { pages: pages.without_text, of: pages.pages });
    }
    Ok(pieces(pages.title, pages.markdown, relative).tell(run))
}

fn reason(broken: pdf::Broken) -> Reason {
    match broken {
        pdf::Broken::NotPdf => Reason::BrokenDocument("no PDF header".into()),
        pdf::Broken::Encrypted => Reason::Encrypted,
        pdf::Broken::TooLarge => Reason::Bomb,
        pdf::Broken::Damaged(detail) => Reason::BrokenDocument(detail),
    }
}

/// A document by its title, else by the name of its file.
fn pieces(named: Option<String>, body: String, relative: &str) -> Pieces {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let question = named.map(|named| title(&named)).filter(|named| !named.is_empty());
    let folders = relative.split('/').rev().skip(1).map(str::to_owned);
    let mut category: Vec<String> = folders.collect();
    category.reverse();
    let whole = Article {
        question: question.unwrap_or_else(|| stem.to_owned()),
        category,
        source: Some(Source { reference: relative.to_owned(), ..Source::default() }),
        ..Article::default()
    };
    Pieces { whole, file: relative.to_owned(), body, ..Pieces::default() }
}
