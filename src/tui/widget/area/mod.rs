//! An editable text of many lines: wrapped softly, with a caret between graphemes, steps that can be undone, and styles
//! laid over it. It holds the text and how it is shown; what the text means is not its business.
//!
//! A change costs what it touches: the rows of the line from the change on until they begin where they began before, and
//! moving on what stands behind. Drawing costs what is visible.

mod action;
mod bounds;
mod buffer;
mod change;
mod decor;
mod draw;
mod history;
mod piece;
#[cfg(test)]
mod tests;
mod wrap;

use std::borrow::Cow;
use std::ops::Range;

pub use action::AreaAction;
use buffer::{Buffer, Caret};
pub use decor::Decoration;
use history::{History, Kind, Step};

use crate::text::clean;
use crate::tui::action::Action;

/// A text grows to so many bytes at most; one that was longer when it came stays as it is.
pub const MAX_BYTES: usize = 2 << 20;

/// Width and height until a size is set, in cells.
const FIRST_SIZE: (usize, usize) = (80, 24);

/// What was to be put in has no room; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text would be {over_bytes} bytes longer than the {MAX_BYTES} that it may have")]
pub struct NoRoom {
    /// So many bytes too many.
    pub over_bytes: usize,
}

/// A place among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The row, from 0, of all rows and not only the visible ones.
    pub row: usize,
    /// The cell of the row, from 0.
    pub cell: usize,
}

/// An editable text.
#[derive(Debug, Clone)]
pub struct Area {
    buffer: Buffer,
    caret: Caret,
    history: History,
    /// The first visible row.
    top: usize,
    height: usize,
}

impl Area {
    /// Takes a text as it is, with its caret at the beginning. Only ends of lines become line feeds; what is harmful is
    /// shown as `·` and stays until it is deleted.
    pub fn new(text: &str) -> Area {
        let (width, height) = FIRST_SIZE;
        let buffer = Buffer::of(with_line_feeds(text).into_owned(), width);
        Area { buffer, caret: Caret::default(), history: History::default(), top: 0, height }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.buffer.text
    }

    /// The caret, in bytes; always between two graphemes.
    pub fn caret(&self) -> usize {
        self.caret.at
    }

    /// Where the caret stands among the rows.
    pub fn place(&self) -> Place {
        Place { row: self.buffer.row_of(self.caret), cell: self.buffer.cell_of(self.caret) }
    }

    /// How many rows the text takes; at least one.
    pub fn rows(&self) -> usize {
        self.buffer.rows.count()
    }

    /// The first visible row.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Tells the size of the area in cells. The row of the caret stays where it is on the screen, if it can.
    pub fn set_size(&mut self, width: u16, height: u16) {
        let down = self.buffer.row_of(self.caret).saturating_sub(self.top);
        if self.buffer.rows.set_width(&self.buffer.text, usize::from(width)) {
            self.top = self.buffer.row_of(self.caret).saturating_sub(down);
        }
        self.height = usize::from(height);
        self.follow();
    }

    /// Puts in what was typed, with nothing harmful in it. Returns whether anything came.
    ///
    /// # Errors
    ///
    /// There is no room for it.
    pub fn insert(&mut self, text: &str) -> Result<bool, NoRoom> {
        let at = self.caret.at;
        self.put(at..at, &clean::for_copy(text), Kind::Typing)
    }

    /// Puts in what was pasted; the same as a step of its own.
    ///
    /// # Errors
    ///
    /// There is no room for it.
    pub fn paste(&mut self, text: &str) -> Result<bool, NoRoom> {
        let at = self.caret.at;
        self.put(at..at, &clean::for_copy(text), Kind::Whole)
    }

    /// Puts text in the place of a range of bytes, such as what a finding suggests; the caret comes to stand behind it.
    /// Returns whether anything changed: a range that does not lie between chars of the text changes nothing.
    ///
    /// # Errors
    ///
    /// There is no room for it.
    pub fn replace(&mut self, range: Range<usize>, text: &str) -> Result<bool, NoRoom> {
        match self.buffer.text.get(range.clone()) {
            Some(old) if old != text => self.put(range, &clean::for_copy(text), Kind::Whole),
            _ => Ok(false),
        }
    }

    /// Puts another text in the place of the whole, such as what came back from another editor. Only what differs is
    /// changed, as one step. Returns whether anything did.
    ///
    /// # Errors
    ///
    /// There is no room for it.
    pub fn set_text(&mut self, text: &str) -> Result<bool, NoRoom> {
        let old = self.text();
        if with_line_feeds(text) == old {
            return Ok(false);
        }
        let new = clean::for_copy(text);
        let (head, tail) = same_ends(old, &new);
        let range = head..old.len() - tail;
        let middle = new.get(head..new.len() - tail).unwrap_or_default();
        self.put(range, middle, Kind::Whole)
    }

    /// Does an action of the table. `None`: it means nothing here; else whether the text changed.
    pub fn edit(&mut self, action: Action) -> Option<bool> {
        AreaAction::of(action).map(|action| self.apply(action))
    }

    /// Does an editing action. Returns whether the text changed.
    pub fn apply(&mut self, action: AreaAction) -> bool {
        let text = &self.buffer.text;
        let at = self.caret.at;
        match action {
            AreaAction::NewLine => {
                self.history.close();
                self.put(at..at, "\n", Kind::Typing).unwrap_or(false)
            }
            AreaAction::DeleteBack => self.delete(bounds::before(text, at)..at, Kind::Back),
            AreaAction::DeleteWord => self.delete(bounds::word_before(text, at)..at, Kind::Back),
            AreaAction::DeleteForward => self.delete(at..bounds::after(text, at), Kind::Forward),
            AreaAction::DeleteToEnd => {
                let end = bounds::line_end(text, at);
                let end = if end == at { bounds::after(text, at) } else { end };
                self.delete(at..end, Kind::Forward)
            }
            AreaAction::Undo => self.undo(),
            AreaAction::Redo => self.redo(),
            motion => {
                self.go(motion);
                false
            }
        }
    }

    /// Moves the caret to a byte, or to the beginning of the grapheme in which it lies, and shows what stands around it.
    pub fn jump_to(&mut self, byte: usize) {
        self.history.close();
        self.caret = Caret::at(bounds::at_or_before(&self.buffer.text, byte));
        let row = self.buffer.row_of(self.caret);
        if !(self.top..self.top + self.height).contains(&row) {
            self.top = row.saturating_sub(self.height / 3);
        }
        self.follow();
    }

    /// Whether the text is another one than when it came or was saved last.
    pub fn is_changed(&self) -> bool {
        self.history.is_changed()
    }

    /// Remembers that the text is saved as it is now.
    pub fn mark_saved(&mut self) {
        self.history.mark_saved();
    }

    /// A number that each change of the text makes greater; what is computed from the text is known by it.
    pub fn edition(&self) -> u64 {
        self.buffer.decorations.edition()
    }

    /// Lays styles over ranges of the text in the place of those that lie there. They were computed from the text of that
    /// edition; what has been typed since then moves them. Returns `false`, and leaves what lies there, when too much has
    /// been typed since then to know where they belong.
    pub fn decorate(&mut self, edition: u64, decorations: Vec<Decoration>) -> bool {
        self.buffer.decorations.set(edition, decorations)
    }

    fn put(&mut self, range: Range<usize>, new: &str, kind: Kind) -> Result<bool, NoRoom> {
        if range.is_empty() && new.is_empty() {
            return Ok(false);
        }
        let length = self.buffer.text.len() - range.len() + new.len();
        if length > MAX_BYTES && new.len() > range.len() {
            return Err(NoRoom { over_bytes: length - MAX_BYTES });
        }
        let (at, caret_before) = (range.start, self.caret.at);
        let removed = self.buffer.splice(range, new);
        // A combining mark joins the grapheme before it, and what was apart may have become one grapheme.
        let caret_after = bounds::at_or_after(&self.buffer.text, at + new.len());
        self.history.record(Step { kind, at, removed, inserted: new.to_owned(), caret_before, caret_after });
        self.caret = Caret::at(caret_after);
        self.follow();
        Ok(true)
    }

    fn delete(&mut self, range: Range<usize>, kind: Kind) -> bool {
        self.put(range, "", kind).unwrap_or(false)
    }

    fn undo(&mut self) -> bool {
        let Some(step) = self.history.undo() else { return false };
        self.buffer.splice(step.at..step.at + step.inserted.len(), &step.removed);
        self.caret = Caret::at(step.caret_before);
        self.follow();
        true
    }

    fn redo(&mut self) -> bool {
        let Some(step) = self.history.redo() else { return false };
        self.buffer.splice(step.at..step.at + step.removed.len(), &step.inserted);
        self.caret = Caret::at(step.caret_after);
        self.follow();
        true
    }

    /// Moves the caret.
    fn go(&mut self, motion: AreaAction) {
        self.history.close();
        let (text, at) = (&self.buffer.text, self.caret.at);
        let row = self.buffer.row_of(self.caret);
        let page = self.height.saturating_sub(1).max(1);
        self.caret = match motion {
            AreaAction::Left => Caret::at(bounds::before(text, at)),
            AreaAction::Right => Caret::at(bounds::after(text, at)),
            AreaAction::WordLeft => Caret::at(bounds::word_before(text, at)),
            AreaAction::WordRight => Caret::at(bounds::word_after(text, at)),
            AreaAction::First => Caret::default(),
            AreaAction::Last => Caret::at(text.len()),
            AreaAction::RowStart => {
                let start = self.buffer.rows.start(row, text);
                Caret::at(if start == at { bounds::line_start(text, at) } else { start })
            }
            AreaAction::RowEnd => {
                let end = self.buffer.row_end(row);
                if end.at == at { Caret::at(bounds::line_end(text, at)) } else { end }
            }
            AreaAction::Up => self.across(row.saturating_sub(1)),
            AreaAction::Down => self.across(row + 1),
            AreaAction::PageUp => {
                self.top = self.top.saturating_sub(page);
                self.across(row.saturating_sub(page))
            }
            AreaAction::PageDown => {
                self.top += page;
                self.across(row + page)
            }
            _ => return,
        };
        self.follow();
    }

    /// The caret in another row, as near as can be to the cell that it seeks.
    fn across(&self, row: usize) -> Caret {
        let row = row.min(self.rows() - 1);
        if row == self.buffer.row_of(self.caret) {
            return self.caret;
        }
        let wanted = self.caret.wanted_cell.unwrap_or_else(|| self.buffer.cell_of(self.caret));
        Caret { wanted_cell: Some(wanted), ..self.buffer.caret_in(row, wanted) }
    }

    /// Keeps the caret in view.
    fn follow(&mut self) {
        self.top = top_for(self.top, self.buffer.row_of(self.caret), self.rows(), self.height);
    }
}

/// The first visible row, as near as can be to `top`, so that the row of the caret is visible and no room is left below
/// the text while some of it is hidden above.
fn top_for(top: usize, row: usize, rows: usize, height: usize) -> usize {
    let height = height.max(1);
    top.min(rows.saturating_sub(height)).min(row).max((row + 1).saturating_sub(height))
}

fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// How many bytes two texts have in common at their beginnings and, behind that, at their ends; whole chars only.
fn same_ends(old: &str, new: &str) -> (usize, usize) {
    let mut head = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(head) || !new.is_char_boundary(head) {
        head -= 1;
    }
    let most = old.len().min(new.len()) - head;
    let mut tail = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - tail) || !new.is_char_boundary(new.len() - tail) {
        tail -= 1;
    }
    (head, tail)
}
