//! How wide text is on a terminal, in cells.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Width of a text in cells. Graphemes are measured whole, as ratatui places them.
pub fn cells(text: &str) -> usize {
    plain_cells(text).unwrap_or_else(|| text.graphemes(true).map(grapheme_cells).sum())
}

/// The same for a text of nothing but plain characters.
fn plain_cells(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |sum, c| Some(sum + plain_char_cells(c)?))
}

/// Width in cells of a plain character: printable ASCII, a common Chinese character or its punctuation. Beside others of
/// its kind each is a grapheme of its own; nearly all that a frame measures is so, and cutting into graphemes is most of
/// what measuring costs.
pub fn plain_char_cells(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}' => Some(2),
        _ => None,
    }
}

/// Width of one grapheme in cells; never more than two.
pub fn grapheme_cells(grapheme: &str) -> usize {
    grapheme.width().min(2)
}

/// The beginning of a text that fits in `max_cells`, ending in `mark` (such as `…`) when it was cut.
pub fn cut(text: &str, max_cells: usize, mark: &str) -> String {
    if cells(text) <= max_cells {
        return text.to_owned();
    }
    let room = max_cells.saturating_sub(cells(mark));
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let width = grapheme_cells(grapheme);
        if used + width > room {
            break;
        }
        out.push_str(grapheme);
        used += width;
    }
    if used + cells(mark) <= max_cells {
        out.push_str(mark);
    }
    out
}

/// The text cut or filled with spaces to exactly `to_cells`.
pub fn pad(text: &str, to_cells: usize, mark: &str) -> String {
    let mut out = cut(text, to_cells, mark);
    let used = cells(&out);
    out.extend(std::iter::repeat_n(' ', to_cells.saturating_sub(used)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_of_measuring_is_right(text in "[ -~\u{4e00}-\u{9fff}\u{3001}-\u{3011}！-～]{0,30}") {
            let long: usize = text.graphemes(true).map(grapheme_cells).sum();
            prop_assert_eq!(plain_cells(&text), Some(long));
        }

        #[test]
        fn what_is_not_plain_is_measured_by_graphemes(text in "\\PC{0,20}") {
            prop_assert_eq!(cells(&text), text.graphemes(true).map(grapheme_cells).sum::<usize>());
        }
    }

    #[test]
    fn cut_never_splits_a_wide_character() {
        assert_eq!(cut("宽带故障", 5, "…"), "宽带…");
        assert_eq!(cut("宽带故障", 8, "…"), "宽带故障");
        assert_eq!(cut("宽带", 1, "…"), "…");
        assert_eq!(cut("宽带", 0, "…"), "");
        assert_eq!(pad("宽带", 6, "…"), "宽带  ");
        assert_eq!(cells(&pad("宽带故障", 5, "…")), 5);
    }
}
