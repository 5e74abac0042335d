//! Line breaking for mixed Chinese and Latin text.
//!
//! Chinese may break between any two characters but for the prohibition rules (禁则, W3C "Requirements for
//! Chinese Text Layout" 3.1.1): closing punctuation does not begin a line, opening punctuation does not end one.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::width::grapheme_cells;

/// Whether no line may begin with this character.
pub fn is_no_start(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '！'
            | '？'
            | '；'
            | '：'
            | '、'
            | '）'
            | '】'
            | '》'
            | '」'
            | '』'
            | '〉'
            | '〕'
            | '”'
            | '’'
            | '…'
            | '—'
            | '～'
            | '·'
            | '％'
            | '℃'
            | '｝'
            | '］'
            | ','
            | '.'
            | '!'
            | '?'
            | ';'
            | ':'
            | ')'
            | ']'
            | '}'
            | '%'
    )
}

/// Whether no line may end with this character.
pub fn is_no_end(c: char) -> bool {
    matches!(
        c,
        '（' | '【'
            | '《'
            | '「'
            | '『'
            | '〈'
            | '〔'
            | '“'
            | '‘'
            | '￥'
            | '¥'
            | '$'
            | '#'
            | '('
            | '['
            | '{'
            | '｛'
            | '［'
    )
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '-' | '_' | '/' | '.' | '@' | '\'' | '+' | '&' | '=' | '%' | ':' | '~')
        || (c.is_alphabetic() && (c as u32) < 0x2e80)
}

/// Ranges of bytes, one for each line of at most `width_cells`. Line feeds end lines; spaces at a break are
/// dropped. An empty text is one empty line. `width_cells` below 2 is taken as 2.
pub fn lines(text: &str, width_cells: usize) -> Vec<Range<usize>> {
    let width_cells = width_cells.max(2);
    let mut out = Vec::new();
    let mut base = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, base, width_cells, &mut out);
        base += paragraph.len() + 1;
    }
    out
}

/// One grapheme with what breaking needs of it.
struct Piece {
    at: usize,
    end: usize,
    cells: usize,
    first: char,
}

fn wrap_paragraph(text: &str, base: usize, width_cells: usize, out: &mut Vec<Range<usize>>) {
    let pieces: Vec<Piece> = text
        .grapheme_indices(true)
        .map(|(at, g)| Piece {
            at,
            end: at + g.len(),
            cells: grapheme_cells(g),
            first: g.chars().next().unwrap_or(' '),
        })
        .collect();
    let mut start = 0;
    loop {
        let mut used = 0;
        let mut end = start;
        while let Some(piece) = pieces.get(end) {
            if used + piece.cells > width_cells {
                break;
            }
            used += piece.cells;
            end += 1;
        }
        if end >= pieces.len() {
            push(&pieces, start, pieces.len(), base, out);
            return;
        }
        let cut = break_before(|at| pieces.get(at).map(|p| p.first), start, end);
        push(&pieces, start, cut, base, out);
        start = cut;
        while pieces.get(start).is_some_and(|p| p.first == ' ') {
            start += 1;
        }
        if start >= pieces.len() {
            return;
        }
    }
}

/// The best place to break a line that begins with the grapheme `start` and in which the grapheme `end` has no room any
/// more: the number of the grapheme that begins the next line, after `start`, at most `end`. `first` gives the first
/// character of a grapheme; a space may be broken at on both sides.
pub fn break_before(first: impl Fn(usize) -> Option<char>, start: usize, end: usize) -> usize {
    let allowed = |at: usize| -> bool {
        let (Some(before), Some(after)) = (at.checked_sub(1).and_then(&first), first(at)) else {
            return true;
        };
        if before == ' ' || after == ' ' {
            return true;
        }
        !(is_no_start(after) || is_no_end(before) || (is_word(before) && is_word(after)))
    };
    // A run that cannot break within half a line is cut where the line ends, but still not before 。 and friends
    // when one character earlier will do.
    let lowest = start + (end - start) / 2;
    if let Some(at) = (lowest.max(start + 1)..=end).rev().find(|&at| allowed(at)) {
        return at;
    }
    if let Some(at) = (start + 1..=end).rev().find(|&at| first(at).is_none_or(|c| !is_no_start(c))) {
        return at;
    }
    end.max(start + 1)
}

fn push(pieces: &[Piece], start: usize, end: usize, base: usize, out: &mut Vec<Range<usize>>) {
    let mut end = end;
    while end > start && pieces.get(end - 1).is_some_and(|p| p.first == ' ') {
        end -= 1;
    }
    let from = pieces.get(start).map_or_else(|| pieces.last().map_or(0, |p| p.end), |p| p.at);
    let to = if end > start { pieces.get(end - 1).map_or(from, |p| p.end) } else { from };
    out.push(base + from..base + to);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::cells;
    use proptest::prelude::*;

    fn wrapped(text: &str, width: usize) -> Vec<&str> {
        lines(text, width).into_iter().map(|r| text.get(r).unwrap_or("?")).collect()
    }

    #[test]
    fn no_line_begins_with_closing_punctuation() {
        assert_eq!(wrapped("您好，请稍等。", 6), ["您好，", "请稍", "等。"]);
        assert_eq!(wrapped("一二三，四", 6), ["一二", "三，四"]);
        assert_eq!(wrapped("一二（三）", 6), ["一二", "（三）"]);
    }

    #[test]
    fn words_and_numbers_stay_whole_where_they_can() {
        assert_eq!(wrapped("打100196查询", 8), ["打100196", "查询"]);
        assert_eq!(wrapped("hello brave world", 11), ["hello brave", "world"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn line_feeds_and_empty_lines_stay() {
        assert_eq!(wrapped("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    proptest! {
        #[test]
        fn every_line_fits_and_no_text_is_lost(text in "[一二三四，。！？（）》a-z0-9 \n]{0,60}", width in 2usize..20) {
            let parts = wrapped(&text, width);
            for line in &parts {
                prop_assert!(cells(line) <= width, "{line:?}");
            }
            let kept: String = parts.concat().chars().filter(|c| *c != ' ').collect();
            let all: String = text.chars().filter(|c| *c != ' ' && *c != '\n').collect();
            prop_assert_eq!(kept, all);
        }

        #[test]
        fn a_line_begins_with_closing_punctuation_only_when_it_must(text in "[一二三四五六]{1,3}([，。！？）》][一二三四]{2,6}){0,8}", width in 6usize..20) {
            for line in wrapped(&text, width) {
                prop_assert!(!line.starts_with(is_no_start), "{line:?}");
            }
        }
    }
}
