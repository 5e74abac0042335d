//! Places in a text where the caret may stand: between graphemes, at the ends of words and lines. All in bytes; every
//! place that goes in stands between two graphemes, but where it is said otherwise.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use crate::tui::widget::edit::{Class, class_of};

/// Where the line begins in which a place stands.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |feed| feed + 1)
}

/// Where that line ends; a line feed comes there or nothing.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |feed| at + feed)
}

/// The place one grapheme before; a line feed is one.
pub(super) fn before(text: &str, at: usize) -> usize {
    let grapheme = before_in_line(text, at).graphemes(true).next_back();
    at.saturating_sub(grapheme.map_or(1, str::len))
}

/// The place one grapheme behind.
pub(super) fn after(text: &str, at: usize) -> usize {
    let grapheme = rest_of_line(text, at).graphemes(true).next();
    (at + grapheme.map_or(1, str::len)).min(text.len())
}

/// Where the word before begins; at the beginning of a line, the end of the line before.
pub(super) fn word_before(text: &str, at: usize) -> usize {
    let line = before_in_line(text, at);
    if line.is_empty() {
        return before(text, at);
    }
    let mut graphemes = line.graphemes(true).rev().map(|g| (g.len(), class(g))).peekable();
    let mut start = at;
    while let Some((len, _)) = graphemes.next_if(|&(_, c)| c == Class::Space) {
        start -= len;
    }
    if let Some(&(_, word)) = graphemes.peek() {
        start -= graphemes.take_while(|&(_, c)| c == word).map(|(len, _)| len).sum::<usize>();
    }
    start
}

/// Where the next word begins; at the end of a line, the beginning of the next line.
pub(super) fn word_after(text: &str, at: usize) -> usize {
    let line = rest_of_line(text, at);
    if line.is_empty() {
        return after(text, at);
    }
    let mut graphemes = line.graphemes(true).map(|g| (g.len(), class(g))).peekable();
    let mut end = at;
    if let Some(&(_, word)) = graphemes.peek() {
        while let Some((len, _)) = graphemes.next_if(|&(_, c)| c == word) {
            end += len;
        }
    }
    end + graphemes.take_while(|&(_, c)| c == Class::Space).map(|(len, _)| len).sum::<usize>()
}

/// The first place between two graphemes at or behind any place between two chars.
pub(super) fn at_or_after(text: &str, at: usize) -> usize {
    let start = line_start(text, at);
    let line = text.get(start..line_end(text, at)).unwrap_or_default();
    let mut cursor = GraphemeCursor::new(at - start, line.len(), true);
    if cursor.is_boundary(line, 0).unwrap_or(true) {
        return at;
    }
    start + cursor.next_boundary(line, 0).ok().flatten().unwrap_or(line.len())
}

/// The last place between two graphemes at or before any byte.
pub(super) fn at_or_before(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = line_start(text, at);
    let line = text.get(start..line_end(text, at)).unwrap_or_default();
    let mut cursor = GraphemeCursor::new(at - start, line.len(), true);
    if cursor.is_boundary(line, 0).unwrap_or(true) {
        return at;
    }
    start + cursor.prev_boundary(line, 0).ok().flatten().unwrap_or(0)
}

fn before_in_line(text: &str, at: usize) -> &str {
    text.get(line_start(text, at)..at).unwrap_or_default()
}

fn rest_of_line(text: &str, at: usize) -> &str {
    text.get(at..line_end(text, at)).unwrap_or_default()
}

fn class(grapheme: &str) -> Class {
    grapheme.chars().next().map_or(Class::Space, class_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_end_where_the_kind_of_character_changes() {
        // `|`: all places that the keys stop at.
        let table = [
            "|打|100196|，|查询",
            "|云岭 |5G|套餐 |",
            "|cafe\u{301} |au|，|lait|",
            "|一|\n|二 |\n|\n|three |",
        ];
        for marked in table {
            let text = marked.replace('|', "");
            let mut stops = vec![0];
            while *stops.last().unwrap() < text.len() {
                stops.push(word_after(&text, *stops.last().unwrap()));
            }
            let mut shown = text.clone();
            for stop in stops.iter().rev().filter(|&&s| s < text.len() || marked.ends_with('|')) {
                shown.insert(*stop, '|');
            }
            assert_eq!(shown, marked);
        }
    }

    #[test]
    fn a_word_before_takes_the_spaces_behind_it() {
        let table = [
            ("云岭 5G套餐 ", "云岭 5G"),
            ("云岭 5G", "云岭 "),
            ("云岭 ", ""),
            ("a\n", "a"),
            ("a\n  ", "a\n"),
            ("", ""),
        ];
        for (text, kept) in table {
            assert_eq!(text.split_at(word_before(text, text.len())).0, kept, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn places_are_those_of_the_graphemes(text in "([a-z一，]| |\n|e\u{301}|\u{301}|👨\u{200d}👩|🇨🇳|\u{200d}|\\PC){0,20}") {
            let all: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            for pair in all.windows(2) {
                prop_assert_eq!(after(&text, pair[0]), pair[1]);
                prop_assert_eq!(before(&text, pair[1]), pair[0]);
            }
            prop_assert_eq!((before(&text, 0), after(&text, text.len())), (0, text.len()));
            for byte in 0..text.len() + 2 {
                prop_assert_eq!(Some(&at_or_before(&text, byte)), all.iter().rfind(|&&at| at <= byte));
                if text.is_char_boundary(byte) {
                    prop_assert_eq!(Some(&at_or_after(&text, byte)), all.iter().find(|&&at| at >= byte));
                }
            }
            for &at in &all {
                let (back, on) = (word_before(&text, at), word_after(&text, at));
                prop_assert!(all.contains(&back) && all.contains(&on));
                prop_assert!((back < at || at == 0) && (on > at || at == text.len()));
            }
        }
    }
}
