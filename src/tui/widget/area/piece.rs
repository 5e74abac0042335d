//! A line cut into pieces: its graphemes, each with the cells that it takes and what is drawn for it.

use std::borrow::Cow;

use ratatui::buffer::CellWidth as _;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::clean;
use crate::text::width::plain_char_cells;

/// Stands for a grapheme that would show nothing by itself, as for a harmful character.
const STAND_IN: &str = "·";

/// A grapheme of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'t> {
    /// Where it begins in the text, in bytes.
    pub at: usize,
    /// The grapheme.
    pub text: &'t str,
    /// What it takes of a row: at least one cell, at most the whole room.
    pub cells: usize,
    /// Its first character.
    pub first: char,
}

impl<'t> Piece<'t> {
    /// Where it ends in the text, in bytes.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Whether it is a space that may stand behind the end of a row.
    pub fn is_space(&self) -> bool {
        matches!(self.text, " " | "\t")
    }

    /// What is drawn for it: a tab as spaces, `·` for what is harmful or has no width.
    pub fn shown(&self) -> Cow<'t, str> {
        shown(self.text)
    }
}

fn shown(grapheme: &str) -> Cow<'_, str> {
    let clean = clean::for_screen(grapheme);
    if clean.graphemes(true).all(|g| g.cell_width() == 0) { Cow::Borrowed(STAND_IN) } else { clean }
}

/// Width in cells of what is shown for a grapheme, measured as the buffer places it.
fn cells_shown(grapheme: &str) -> usize {
    match shown(grapheme) {
        // As it stands in the text it is one grapheme.
        Cow::Borrowed(one) => usize::from(one.cell_width()),
        Cow::Owned(text) => text.graphemes(true).map(|g| usize::from(g.cell_width())).sum(),
    }
}

/// The pieces from a place, which is between two graphemes, to the end of its line.
#[derive(Debug, Clone)]
pub(super) struct Pieces<'t> {
    text: &'t str,
    at: usize,
    room_cells: usize,
}

impl<'t> Pieces<'t> {
    /// The pieces of the line from `at` on, in rows of so many cells.
    pub fn from(text: &'t str, at: usize, room_cells: usize) -> Pieces<'t> {
        Pieces { text, at, room_cells: room_cells.max(1) }
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let rest = self.text.get(self.at..)?;
        let mut chars = rest.chars();
        let first = chars.next().filter(|&c| c != '\n')?;
        let is_alone = chars.next().is_none_or(|c| c == '\n' || plain_char_cells(c).is_some());
        let (text, cells) = match plain_char_cells(first) {
            Some(cells) if is_alone => (rest.get(..first.len_utf8())?, cells),
            _ => {
                let grapheme = rest.graphemes(true).next()?;
                (grapheme, cells_shown(grapheme))
            }
        };
        let piece = Piece { at: self.at, text, cells: cells.min(self.room_cells), first };
        self.at = piece.end();
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<(&str, usize)> {
        Pieces::from(text, 0, 80).map(|p| (p.text, p.cells)).collect()
    }

    #[test]
    fn each_grapheme_is_a_piece_with_its_cells() {
        let table: &[(&str, &[(&str, usize)])] = &[
            ("", &[]),
            ("a宽，", &[("a", 1), ("宽", 2), ("，", 2)]),
            ("e\u{301}宽", &[("e\u{301}", 1), ("宽", 2)]),
            ("宽\u{301}x", &[("宽\u{301}", 2), ("x", 1)]),
            ("a\nb", &[("a", 1)]),
            ("a\tb", &[("a", 1), ("\t", 2), ("b", 1)]),
            ("“…”", &[("“", 1), ("…", 1), ("”", 1)]),
            ("👨\u{200d}👩", &[("👨\u{200d}👩", 5)]),
        ];
        for (text, expected) in table {
            assert_eq!(pieces(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_has_a_sign() {
        for harmful in ["\u{301}", "\u{200b}", "\u{1b}", "\u{202e}", "\u{1160}", "\u{2028}"] {
            let text = format!("退\n{harmful}");
            let piece = Pieces::from(&text, "退\n".len(), 80).next().unwrap();
            assert_eq!((piece.text, &*piece.shown(), piece.cells), (harmful, "·", 1), "{harmful:?}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_cuts_where_graphemes_end(text in "(\\PC|[a-z ，。宽带]|e\u{301}|👨\u{200d}👩|🇨🇳|\u{200d}|\u{301}){0,12}") {
            let cut: Vec<&str> = Pieces::from(&text, 0, 80).map(|p| p.text).collect();
            prop_assert_eq!(cut, text.graphemes(true).collect::<Vec<_>>());
        }

        #[test]
        fn a_piece_takes_one_cell_at_least_and_the_room_at_most(text in "\\PC{0,12}", room in 0usize..4) {
            for piece in Pieces::from(&text, 0, room) {
                prop_assert!(piece.cells >= 1 && piece.cells <= room.max(1));
            }
        }
    }
}
