//! The text in rows: where each row begins, kept while the text changes.
//!
//! Every byte belongs to a row: nothing is dropped at a break, so that the caret has a cell for every place. A space that
//! finds no room hangs behind the end of its row, in the column that is kept free for the caret; another one begins the
//! next row. What a row begins with depends only on what stands before, so a change is wrapped from the first row that
//! looked at it to the first row that begins where one began before. In a line of thousands of rows that may be the last
//! one; so far from the change a row is ended early instead, and all behind it stay as they are.

use std::ops::Range;

use super::change::Change;
use super::piece::{Piece, Pieces};
use crate::text::wrap::break_before;

/// So many rows behind a change are wrapped again at most: more than any screen shows.
const MAX_BEHIND: usize = 256;

/// A row, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    /// Where it begins.
    start: usize,
    /// How far breaking it has looked: a change at or before this place may break it elsewhere.
    reach: usize,
}

/// All rows of a text; there is always one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows {
    room_cells: usize,
    rows: Vec<Row>,
}

impl Rows {
    /// Wraps a text for an area of a width.
    pub fn of(text: &str, width_cells: usize) -> Rows {
        let room_cells = room(width_cells);
        let rows = Wrapping::from(text, 0, room_cells).collect();
        Rows { room_cells, rows }
    }

    /// Cells of a row that text may take. One more is kept for the caret behind the end of a full row, but in an area
    /// so narrow that the caret has to stand on the last character.
    pub fn room_cells(&self) -> usize {
        self.room_cells
    }

    /// Wraps the text for another width. Returns whether anything may have changed.
    pub fn set_width(&mut self, text: &str, width_cells: usize) -> bool {
        let is_other = room(width_cells) != self.room_cells;
        if is_other {
            *self = Rows::of(text, width_cells);
        }
        is_other
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Where a row begins; the end of the text for one that is not there.
    pub fn start(&self, row: usize, text: &str) -> usize {
        self.rows.get(row).map_or(text.len(), |r| r.start)
    }

    /// The bytes of a row, without the line feed that ends it.
    pub fn range(&self, row: usize, text: &str) -> Range<usize> {
        let start = self.start(row, text);
        let end = self.start(row + 1, text);
        let has_feed = text.get(start..end).is_some_and(|t| t.ends_with('\n'));
        start..end - usize::from(has_feed)
    }

    /// Whether the row ends where the text goes on, and not at the end of a line.
    pub fn is_soft(&self, row: usize, text: &str) -> bool {
        let end = self.start(row + 1, text);
        row + 1 < self.count() && !text.get(..end).is_some_and(|t| t.ends_with('\n'))
    }

    /// The row in which a place stands; between two rows it is the later one.
    pub fn row_of(&self, at: usize) -> usize {
        self.rows.partition_point(|r| r.start <= at).saturating_sub(1)
    }

    /// Wraps again what a change may have broken elsewhere. `text` is the text after the change.
    pub fn edit(&mut self, text: &str, change: Change) {
        let first = self.rows.partition_point(|r| r.reach < change.at);
        let from = self.rows.get(first).map_or(0, |r| r.start);
        let mut fresh: Vec<Row> = Vec::new();
        // The first row from which on all rows stay, moved.
        let mut kept = self.rows.len();
        let mut next = first;
        let mut behind = 0;
        let mut wrapping = Wrapping::from(text, from, self.room_cells);
        while let Some(row) = wrapping.next() {
            if row.start >= change.new_end() {
                next = self.first_from(next, change.moved_back(row.start));
                if self.rows.get(next).is_some_and(|r| change.moved(r.start) == row.start) {
                    kept = next;
                    break;
                }
                behind += 1;
            }
            fresh.push(row);
            if behind > MAX_BEHIND
                && let Some(end) = wrapping.at
            {
                // The last one that begins where this row ends or earlier.
                let stays = self.first_from(next, change.moved_back(end) + 1);
                if stays > next {
                    kept = stays - 1;
                    break;
                }
            }
        }
        for row in self.rows.iter_mut().skip(kept) {
            row.start = change.moved(row.start);
            row.reach = change.moved(row.reach);
        }
        self.rows.splice(first.min(kept)..kept, fresh);
    }

    /// The first row from `row` on that begins at a place or behind it.
    fn first_from(&self, row: usize, at: usize) -> usize {
        row + self.rows.iter().skip(row).take_while(|r| r.start < at).count()
    }
}

/// Cells of a row for text in an area of a width.
fn room(width_cells: usize) -> usize {
    if width_cells < 3 { width_cells.max(1) } else { width_cells - 1 }
}

/// Breaks rows one after another.
struct Wrapping<'t> {
    text: &'t str,
    /// Where the next row begins.
    at: Option<usize>,
    room_cells: usize,
    /// The pieces of the row at hand.
    pieces: Vec<Piece<'t>>,
}

impl<'t> Wrapping<'t> {
    fn from(text: &'t str, at: usize, room_cells: usize) -> Wrapping<'t> {
        Wrapping { text, at: Some(at), room_cells, pieces: Vec::new() }
    }

    /// Fills the row with what has room. Returns the first piece that has none, if the line goes on.
    fn fill(&mut self, start: usize) -> Option<Piece<'t>> {
        self.pieces.clear();
        let mut used = 0;
        for piece in Pieces::from(self.text, start, self.room_cells) {
            used += piece.cells;
            if used > self.room_cells {
                return Some(piece);
            }
            self.pieces.push(piece);
        }
        None
    }
}

impl Iterator for Wrapping<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let start = self.at?;
        let Some(over) = self.fill(start) else {
            let end = self.pieces.last().map_or(start, Piece::end);
            // Here is the end of the text or a line feed.
            self.at = (end < self.text.len()).then_some(end + 1);
            return Some(Row { start, reach: end });
        };
        let end = self.pieces.len();
        self.pieces.push(over);
        self.at = if over.is_space() {
            Some(over.end())
        } else {
            let first = |at: usize| {
                let piece = self.pieces.get(at)?;
                Some(if piece.is_space() { ' ' } else { piece.first })
            };
            self.pieces.get(break_before(first, 0, end)).map(|piece| piece.at)
        };
        Some(Row { start, reach: over.end() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        let rows = Rows::of(text, width);
        (0..rows.count()).filter_map(|row| text.get(rows.range(row, text))).collect()
    }

    #[test]
    fn rows_end_where_a_reader_expects_it() {
        let table: &[(&str, usize, &[&str])] = &[
            ("", 10, &[""]),
            ("\n", 10, &["", ""]),
            ("a\n\nb", 10, &["a", "", "b"]),
            ("您好，请稍等。", 7, &["您好，", "请稍", "等。"]),
            ("一二（三）", 7, &["一二", "（三）"]),
            ("打100196查询", 9, &["打100196", "查询"]),
            // The space hangs behind a full row.
            ("hello brave world", 6, &["hello ", "brave ", "world"]),
            ("hello  x", 6, &["hello ", " x"]),
            // A line that ends with a hanging space goes on, so that the caret has a cell.
            ("hello \nx", 6, &["hello ", "", "x"]),
            ("abcdefghij", 5, &["abcd", "efgh", "ij"]),
            ("宽a带", 1, &["宽", "a", "带"]),
            ("宽a带", 2, &["宽", "a", "带"]),
        ];
        for (text, width, expected) in table {
            assert_eq!(wrapped(text, *width), *expected, "{text:?} at {width}");
        }
    }

    #[test]
    fn a_change_may_break_an_earlier_row() {
        let mut rows = Rows::of("一二三四五六", 7);
        let text = "一二三。四五六";
        rows.edit(text, Change { at: "一二三".len(), removed: 0, inserted: "。".len() });
        assert_eq!(rows, Rows::of(text, 7));
        assert_eq!(rows.range(0, text), 0.."一二".len());
    }

    /// What is wrong with the rows of a text.
    fn fault(rows: &Rows, text: &str) -> Option<String> {
        for row in 0..rows.count() {
            let range = rows.range(row, text);
            let pieces: Vec<Piece<'_>> = Pieces::from(text, range.start, rows.room_cells())
                .take_while(|piece| piece.at < range.end)
                .collect();
            let used: usize = pieces.iter().map(|piece| piece.cells).sum();
            let hangs = pieces.last().filter(|_| used > rows.room_cells());
            if used - hangs.map_or(0, |piece| piece.cells) > rows.room_cells()
                || hangs.is_some_and(|p| !p.is_space())
            {
                return Some(format!("row {row} has no room for {pieces:?}"));
            }
            if pieces.last().is_some_and(|piece| piece.end() != range.end)
                || text.get(range.clone())?.contains('\n')
            {
                return Some(format!("row {row} does not end at {}", range.end));
            }
            let (this, next) = (rows.rows.get(row)?, rows.rows.get(row + 1));
            if this.reach < range.end
                || next.is_some_and(|next| next.start <= this.start || next.reach < this.reach)
            {
                return Some(format!("row {row}: {this:?} before {next:?}"));
            }
        }
        None
    }

    #[test]
    fn a_change_in_a_line_of_thousands_of_rows_wraps_only_some() {
        let mut text = "一二三四五六七八九十".repeat(1_000);
        let mut rows = Rows::of(&text, 11);
        text.insert(0, '零');
        rows.edit(&text, Change { at: 0, removed: 0, inserted: "零".len() });
        assert_eq!(fault(&rows, &text), None);
        assert_eq!(rows.count(), 2_001);
        assert_eq!(rows.range(MAX_BEHIND, &text).len(), "一二三四五".len());
        // The row that ends early takes up what comes before it.
        assert_eq!(rows.range(MAX_BEHIND + 1, &text).len(), "一".len());
        text.insert(0, '零');
        rows.edit(&text, Change { at: 0, removed: 0, inserted: "零".len() });
        assert_eq!(rows.range(MAX_BEHIND + 1, &text).len(), "一二".len());
        assert_eq!(rows.count(), 2_001);
    }

    const LINES: &str = "([一二三，。（）a-z0-9 \t]|e\u{301}|👨\u{200d}👩|🇨🇳|\u{301}|\u{200b}|\\PC|\n){0,40}";

    proptest! {
        #[test]
        fn rows_joined_give_the_text(text in LINES, width in 0usize..14) {
            let rows = Rows::of(&text, width);
            let mut joined = String::new();
            for row in 0..rows.count() {
                joined.push_str(text.get(rows.range(row, &text)).unwrap_or("?"));
                if row + 1 < rows.count() && !rows.is_soft(row, &text) {
                    joined.push('\n');
                }
            }
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn a_row_has_room_for_all_but_one_space(text in LINES, width in 0usize..14) {
            prop_assert_eq!(fault(&Rows::of(&text, width), &text), None);
        }

        #[test]
        fn rows_far_behind_a_change_stay(
            changes in prop::collection::vec((0usize..2_000, 0usize..4, "([一。 a\n]|e\u{301}){0,4}"), 1..12), width in 3usize..8,
        ) {
            let mut text = "一二，三 four。".repeat(200);
            let mut rows = Rows::of(&text, width);
            for (from, len, new) in changes {
                let place = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
                let (from, to) = (place(from), place(from + len));
                let before = rows.clone();
                text.replace_range(from..to, &new);
                let change = Change { at: from, removed: to - from, inserted: new.len() };
                rows.edit(&text, change);
                prop_assert_eq!(fault(&rows, &text), None);
                let stay = before.rows.iter().rev().zip(rows.rows.iter().rev());
                let stay = stay.take_while(|(old, new)| old.start > change.at && change.moved(old.start) == new.start).count();
                prop_assert!(rows.count() - stay <= rows.row_of(change.new_end()) + MAX_BEHIND + 2);
            }
        }

        #[test]
        fn a_change_gives_the_rows_of_the_whole(
            text in LINES, new in "([一。 a\n]|e\u{301}|\u{301}|🇨🇳){0,6}", from in 0usize..60, len in 0usize..12, width in 1usize..14,
        ) {
            let place = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
            let (from, to) = (place(from), place(from + len));
            let mut rows = Rows::of(&text, width);
            let mut edited = text.clone();
            edited.replace_range(from..to, &new);
            rows.edit(&edited, Change { at: from, removed: to - from, inserted: new.len() });
            prop_assert_eq!(rows, Rows::of(&edited, width));
        }

        #[test]
        fn no_row_begins_with_closing_punctuation(text in "[一二三四五六]{1,3}([，。！？）》][一二三四]{2,6}){0,8}", width in 7usize..20) {
            for row in wrapped(&text, width) {
                prop_assert!(!row.starts_with(crate::text::wrap::is_no_start), "{row:?}");
            }
        }
    }
}
