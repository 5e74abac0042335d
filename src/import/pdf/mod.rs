//! PDF files with a text layer: what they say, as Markdown.
//!
//! `hayro-syntax` reads the objects of the file and the steps of its drawings; what the letters are, where they stand, and
//! what lines, paragraphs and headings they make is found out here. Pages that are pictures say nothing and are named.
//!
//! The library mends what it can and seldom panics, but promises nothing about that, nor about memory or time; so files are
//! looked at first ([`guard`]), streams are decoded here within a budget ([`filter`]), and all of it runs on a thread of
//! its own with a deep stack and an end to the patience. A panic there becomes [`Broken::Damaged`]. The hook of the process
//! runs before that; it may tell by the name [`THREAD`] that nobody needs to hear of it.

mod blocks;
mod charset;
mod cmap;
mod content;
mod filter;
mod font;
mod guard;
mod lines;
mod measure;
mod numbering;
mod running;
#[cfg(test)]
mod suite;
mod title;
mod truetype;
mod write;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use hayro_syntax::{LoadPdfError, Pdf};

use self::content::Fonts;
use self::filter::Budget;
use self::running::Sheet;

/// What a PDF says.
#[derive(Debug)]
pub(in crate::import) struct Pages {
    /// What the file says of itself, else its first heading.
    pub title: Option<String>,
    /// Headings by font size, paragraphs, items of lists.
    pub markdown: String,
    /// How many there are.
    pub pages: usize,
    /// From 1: pages with pictures but without letters, as scanned ones are, or with letters that nobody can read.
    pub without_text: Vec<usize>,
}

/// Why a PDF cannot be read.
#[derive(Debug, PartialEq)]
pub(in crate::import) enum Broken {
    /// It does not begin like one.
    NotPdf,
    /// It asks for a password, or is encrypted in a way that is not known.
    Encrypted,
    /// It, or what is packed in it, or its pages are more than is read.
    TooLarge,
    /// With what is wrong, in English.
    Damaged(String),
}

/// The name of the thread that reads.
pub(in crate::import) const THREAD: &str = "pdf";

/// Bytes that a file may have.
const MOST_BYTES: usize = 64 << 20;
/// Pages that it may have.
const MOST_PAGES: usize = 5_000;
/// Bytes that all its streams may have, decoded; a drawing counts each time it is drawn.
const MOST_DECODED: usize = 256 << 20;
/// Bytes of text that are kept, with what a line costs.
const MOST_TEXT: usize = 128 << 20;
const LINE_COST: usize = 96;
/// How near its beginning a file says that it is one.
const HEADER_WITHIN: usize = 1024;
/// The library goes 512 objects deep at most, and the drawings here twelve; a test goes there.
const STACK: usize = 32 << 20;
/// The largest files take some seconds. Broken ones could take the library hours, as it may look for each lost end
/// through the whole file.
const PATIENCE: Duration = Duration::from_secs(90);

/// Reads a file.
///
/// # Errors
/// When it is none, or not one that can be read.
pub(in crate::import) fn read(bytes: &[u8]) -> Result<Pages, Broken> {
    if bytes.len() > MOST_BYTES {
        return Err(Broken::TooLarge);
    }
    if guard::find(bytes.get(..HEADER_WITHIN).unwrap_or(bytes), b"%PDF-").is_none() {
        return Err(Broken::NotPdf);
    }
    let bytes = bytes.to_vec();
    in_a_room(PATIENCE, move |is_given_up| read_here(bytes, is_given_up))
}

/// Does it on a thread of its own. One that takes too long is left behind; it ends at its next page.
fn in_a_room<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce(&AtomicBool) -> Result<T, Broken> + Send + 'static,
) -> Result<T, Broken> {
    let is_given_up = Arc::new(AtomicBool::new(false));
    let theirs = Arc::clone(&is_given_up);
    let (tell, told) = mpsc::sync_channel(1);
    let thread = std::thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK);
    let thread = thread.spawn(move || {
        // Nobody listens when the patience has ended, and then nothing is lost.
        let _ = tell.send(work(&theirs));
    });
    let thread = thread.map_err(|error| Broken::Damaged(error.to_string()))?;
    match told.recv_timeout(patience) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => {
            is_given_up.store(true, Ordering::Relaxed);
            Err(Broken::Damaged("reading it takes too long".to_owned()))
        }
        Err(RecvTimeoutError::Disconnected) => {
            // The payload of the panic is of no use to anybody who has the file.
            let _ = thread.join();
            Err(Broken::Damaged("its structure cannot be followed".to_owned()))
        }
    }
}

fn read_here(bytes: Vec<u8>, is_given_up: &AtomicBool) -> Result<Pages, Broken> {
    guard::check(&bytes)?;
    // Where the library repairs a file it says only that it could not.
    let is_locked = guard::find(&bytes, b"/Encrypt").is_some();
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Invalid if !is_locked => {
            Broken::Damaged("it has no pages that can be found".to_owned())
        }
        LoadPdfError::Invalid | LoadPdfError::Decryption(_) => Broken::Encrypted,
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Broken::TooLarge);
    }
    if pages.is_empty() {
        return Err(Broken::Damaged("it has no pages".to_owned()));
    }
    let mut budget = Budget::new(MOST_DECODED);
    let mut fonts = Fonts::new();
    let (mut sheets, mut pictures, mut without_text) = (Vec::new(), Vec::new(), Vec::new());
    let mut size = 0_usize;
    for (number, page) in (1..).zip(pages.iter()) {
        if is_given_up.load(Ordering::Relaxed) {
            return Err(Broken::Damaged(String::new()));
        }
        let mut drawn = content::draw(page, &mut fonts, &mut budget);
        if drawn.unknown > drawn.glyphs.len() {
            // The few letters between would be read as if they were the text.
            drawn.glyphs.clear();
            without_text.push(number);
        }
        pictures.push(drawn.pictures);
        let lines = lines::lines(drawn.glyphs);
        size = lines.iter().fold(size, |size, line| size.saturating_add(line.text.len() + LINE_COST));
        if budget.is_spent || size > MOST_TEXT {
            return Err(Broken::TooLarge);
        }
        sheets.push(Sheet { lines, height: drawn.height });
    }
    running::drop_running(&mut sheets);
    let is_bare = |(sheet, pictures): (&Sheet, &usize)| sheet.lines.is_empty() && *pictures > 0;
    let bare = (1..).zip(sheets.iter().zip(&pictures)).filter(|(_, both)| is_bare(*both));
    without_text.extend(bare.map(|(number, _)| number));
    without_text.sort_unstable();
    without_text.dedup();
    let count = sheets.len();
    let blocks = blocks::blocks(sheets.into_iter().map(|sheet| sheet.lines).collect());
    let said = pdf.metadata().title.as_deref().and_then(title::said);
    let title = said.or_else(|| title::heading(&blocks));
    Ok(Pages { title, markdown: write::markdown(&blocks), pages: count, without_text })
}
