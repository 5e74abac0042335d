//! The text with its rows and what lies over it, and where the caret stands among them.

use std::ops::Range;

use super::change::Change;
use super::decor::Decorations;
use super::piece::{Piece, Pieces};
use super::wrap::Rows;

/// Where text comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Caret {
    /// In bytes; always between two graphemes.
    pub at: usize,
    /// Between two rows of a line it stands behind the end of the first one, not before the second one.
    pub is_at_row_end: bool,
    /// The cell that it seeks on its way up and down.
    pub wanted_cell: Option<usize>,
}

impl Caret {
    /// A caret at a place between two graphemes.
    pub fn at(at: usize) -> Caret {
        Caret { at, ..Caret::default() }
    }
}

/// A text in rows.
#[derive(Debug, Clone)]
pub(super) struct Buffer {
    pub text: String,
    pub rows: Rows,
    pub decorations: Decorations,
}

impl Buffer {
    /// A text for an area of a width; its lines end in line feeds only.
    pub fn of(text: String, width_cells: usize) -> Buffer {
        let rows = Rows::of(&text, width_cells);
        Buffer { text, rows, decorations: Decorations::default() }
    }

    /// Puts text in the place of a range, which lies between chars. Returns what stood there.
    pub fn splice(&mut self, range: Range<usize>, new: &str) -> String {
        let removed = self.text.get(range.clone()).unwrap_or_default().to_owned();
        let change = Change { at: range.start, removed: removed.len(), inserted: new.len() };
        self.text.replace_range(range, new);
        self.rows.edit(&self.text, change);
        self.decorations.change(change);
        removed
    }

    /// The pieces of a row.
    pub fn pieces(&self, row: usize) -> impl Iterator<Item = Piece<'_>> {
        let range = self.rows.range(row, &self.text);
        Pieces::from(&self.text, range.start, self.rows.room_cells())
            .take_while(move |piece| piece.at < range.end)
    }

    /// The row in which a caret stands.
    pub fn row_of(&self, caret: Caret) -> usize {
        let row = self.rows.row_of(caret.at);
        match row.checked_sub(1) {
            Some(above)
                if caret.is_at_row_end
                    && self.rows.start(row, &self.text) == caret.at
                    && self.rows.is_soft(above, &self.text) =>
            {
                above
            }
            _ => row,
        }
    }

    /// The cell of its row before which a caret stands.
    pub fn cell_of(&self, caret: Caret) -> usize {
        self.pieces(self.row_of(caret)).take_while(|piece| piece.at < caret.at).map(|piece| piece.cells).sum()
    }

    /// The last place of a row before or at a cell.
    pub fn caret_in(&self, row: usize, cell: usize) -> Caret {
        let mut used = 0;
        for piece in self.pieces(row) {
            used += piece.cells;
            if used > cell {
                return Caret::at(piece.at);
            }
        }
        self.row_end(row)
    }

    /// The last place of a row; before the space that hangs behind it.
    pub fn row_end(&self, row: usize) -> Caret {
        let end = self.rows.range(row, &self.text).end;
        if !self.rows.is_soft(row, &self.text) {
            return Caret::at(end);
        }
        let (used, last) = self.pieces(row).fold((0, end), |(used, _), piece| (used + piece.cells, piece.at));
        if used > self.rows.room_cells() {
            return Caret::at(last);
        }
        Caret { is_at_row_end: true, ..Caret::at(end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    #[test]
    fn the_end_of_a_full_row_is_not_the_beginning_of_the_next() {
        let buffer = Buffer::of("宽带故障报修".to_owned(), 7);
        let end = buffer.row_end(0);
        assert_eq!((end.at, buffer.row_of(end), buffer.cell_of(end)), (9, 0, 6));
        let begin = Caret::at(9);
        assert_eq!((buffer.row_of(begin), buffer.cell_of(begin)), (1, 0));
        // Before the space that hangs behind the row.
        let buffer = Buffer::of("hello world".to_owned(), 6);
        assert_eq!(buffer.row_end(0), Caret::at(5));
    }

    proptest! {
        #[test]
        fn every_place_has_its_own_cell_and_the_cell_its_place(
            text in "([一二，。（）a-z \t]|e\u{301}|👨\u{200d}👩|🇨🇳|\u{301}|\u{200b}|\\PC|\n){0,30}", width in 3usize..14,
        ) {
            let buffer = Buffer::of(text.clone(), width);
            let mut taken = std::collections::BTreeSet::new();
            for at in text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]) {
                let caret = Caret::at(at);
                let (row, cell) = (buffer.row_of(caret), buffer.cell_of(caret));
                prop_assert!(cell < width, "cell {} of {}", cell, width);
                prop_assert!(taken.insert((row, cell)), "two places in row {row}, cell {cell}");
                prop_assert_eq!(buffer.caret_in(row, cell), caret);
            }
            for row in 0..buffer.rows.count() {
                let end = buffer.row_end(row);
                prop_assert_eq!(buffer.row_of(end), row);
                prop_assert!(buffer.cell_of(end) < width);
                prop_assert_eq!(buffer.caret_in(row, width), end);
            }
        }
    }
}
