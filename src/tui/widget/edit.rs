//! An editable line: text, and a caret between graphemes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::clean;
use crate::text::width::{cells, grapheme_cells};
use crate::tui::action::Action;

/// More than this many chars are never kept: nobody types a longer query, but someone will paste one.
pub const MAX_CHARS: usize = 10_000;

/// A line of text with a caret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineEdit {
    text: String,
    /// In bytes; always between two graphemes.
    caret: usize,
}

impl LineEdit {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing but spaces.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Takes the text away. Returns whether there was one.
    pub fn clear(&mut self) -> bool {
        let had = !self.text.is_empty();
        self.text.clear();
        self.caret = 0;
        had
    }

    /// Inserts text at the caret: one line, nothing harmful, no more than fits. Returns whether anything came.
    pub fn insert(&mut self, text: &str) -> bool {
        let room = MAX_CHARS.saturating_sub(self.text.chars().count());
        let line = clean::for_copy(text).replace('\n', " ");
        let fitting: String = line.chars().take(room).collect();
        self.text.insert_str(self.caret, &fitting);
        self.caret += fitting.len();
        // A combining mark joins the grapheme before it, so the caret may have to move behind the whole.
        self.caret = self.bounds().into_iter().find(|&b| b >= self.caret).unwrap_or(self.text.len());
        !fitting.is_empty()
    }

    /// Does an editing action. `None`: it is none; else whether the text changed.
    pub fn edit(&mut self, action: Action) -> Option<bool> {
        match action {
            Action::CaretLeft => self.caret = self.before(),
            Action::CaretRight => self.caret = self.after(),
            Action::CaretStart => self.caret = 0,
            Action::CaretEnd => self.caret = self.text.len(),
            Action::DeleteBack => return Some(self.delete(self.before()..self.caret)),
            Action::DeleteForward => return Some(self.delete(self.caret..self.after())),
            Action::DeleteWord => return Some(self.delete(self.word_start()..self.caret)),
            Action::ClearQuery => return Some(self.clear()),
            _ => return None,
        }
        Some(false)
    }

    /// The part that fits in `room_cells` with the caret in it, and the caret's cell in that part.
    /// The caret never leaves the room: at its end one cell is kept free for it.
    pub fn window(&self, room_cells: usize) -> (&str, usize) {
        let before = self.text.get(..self.caret).unwrap_or_default();
        let mut skipped = 0;
        let mut at = cells(before);
        if room_cells == 0 {
            return ("", 0);
        }
        for grapheme in before.graphemes(true) {
            if at < room_cells {
                break;
            }
            skipped += grapheme.len();
            at -= grapheme_cells(grapheme).min(at);
        }
        let rest = self.text.get(skipped..).unwrap_or_default();
        let mut used = 0;
        let mut end = 0;
        for grapheme in rest.graphemes(true) {
            used += grapheme_cells(grapheme);
            if used > room_cells {
                break;
            }
            end += grapheme.len();
        }
        (rest.get(..end).unwrap_or_default(), at.min(room_cells - 1))
    }

    fn delete(&mut self, range: Range<usize>) -> bool {
        if range.is_empty() {
            return false;
        }
        self.caret = range.start;
        self.text.replace_range(range, "");
        // What was apart may have become one grapheme.
        self.caret = self.bounds().into_iter().find(|&b| b >= self.caret).unwrap_or(self.text.len());
        true
    }

    fn bounds(&self) -> Vec<usize> {
        self.text.grapheme_indices(true).map(|(at, _)| at).chain([self.text.len()]).collect()
    }

    fn before(&self) -> usize {
        self.bounds().into_iter().rev().find(|&b| b < self.caret).unwrap_or(0)
    }

    fn after(&self) -> usize {
        self.bounds().into_iter().find(|&b| b > self.caret).unwrap_or(self.text.len())
    }

    /// Where the word before the caret begins. Between Chinese characters the word bounds of Unicode fall
    /// after each character, which is too little for one key: a run of them goes as a whole.
    fn word_start(&self) -> usize {
        let before = self.text.get(..self.caret).unwrap_or_default();
        let trimmed = before.trim_end();
        let Some(last) = trimmed.chars().next_back() else { return 0 };
        let class = class_of(last);
        trimmed.char_indices().rev().take_while(|&(_, c)| class_of(c) == class).last().map_or(0, |(at, _)| at)
    }
}

/// Kinds of characters: a run of one kind is a word for the keys.
#[derive(PartialEq, Eq, Clone, Copy)]
pub(super) enum Class {
    Space,
    Word,
    Wide,
    Other,
}

/// The kind of a character.
pub(super) fn class_of(c: char) -> Class {
    match c {
        c if c.is_whitespace() => Class::Space,
        c if crate::text::fold::is_han(c) => Class::Wide,
        c if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> LineEdit {
        let mut line = LineEdit::default();
        line.insert(text);
        line
    }

    #[test]
    fn the_caret_moves_by_graphemes() {
        let mut line = typed("宽带e\u{301}x");
        line.edit(Action::CaretLeft);
        line.edit(Action::CaretLeft);
        assert_eq!(line.edit(Action::DeleteBack), Some(true));
        assert_eq!(line.text(), "宽e\u{301}x");
        assert_eq!(line.edit(Action::DeleteForward), Some(true));
        assert_eq!(line.text(), "宽x");
    }

    #[test]
    fn a_paste_is_one_clean_line() {
        assert_eq!(typed("宽带\r\n断\u{1b}[31m网\u{200b}").text(), "宽带 断网");
        assert_eq!(typed(&"长".repeat(20_000)).text().chars().count(), MAX_CHARS);
    }

    #[test]
    fn a_word_is_a_run_of_one_kind() {
        let mut line = typed("云岭 5G套餐 ");
        line.edit(Action::DeleteWord);
        assert_eq!(line.text(), "云岭 5G");
        line.edit(Action::DeleteWord);
        assert_eq!(line.text(), "云岭 ");
        line.edit(Action::DeleteWord);
        assert_eq!(line.text(), "");
        assert_eq!(line.edit(Action::DeleteWord), Some(false));
    }

    #[test]
    fn a_long_text_scrolls_with_the_caret() {
        let line = typed("宽带上不去网怎么办");
        assert_eq!(line.window(10), ("网怎么办", 8));
        let mut line = line;
        line.edit(Action::CaretStart);
        assert_eq!(line.window(10), ("宽带上不去", 0));
        assert_eq!(line.window(0), ("", 0));
        assert_eq!(line.window(1), ("", 0));
    }

    proptest! {
        #[test]
        fn the_caret_stays_between_graphemes_and_in_the_window(
            text in "(\\PC|宽|e\u{301}|👨\u{200d}👩){0,20}",
            steps in prop::collection::vec(0usize..8, 0..20),
            room in 0usize..12,
        ) {
            let mut line = typed(&text);
            let actions = [Action::CaretLeft, Action::CaretRight, Action::CaretStart, Action::CaretEnd,
                Action::DeleteBack, Action::DeleteForward, Action::DeleteWord];
            for step in steps {
                match actions.get(step) {
                    Some(&action) => { line.edit(action); }
                    None => { line.insert("\u{301}"); }
                }
                prop_assert!(line.bounds().contains(&line.caret));
                let (shown, at) = line.window(room);
                prop_assert!(cells(shown) <= room);
                prop_assert!(at < room.max(1));
            }
        }
    }
}
