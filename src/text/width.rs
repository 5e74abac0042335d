//! How wide text is on a terminal, in cells.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Width of a text in cells. Graphemes are measured whole, as ratatui places them.
pub fn cells(text: &str) -> usize {
    text.graphemes(true).map(grapheme_cells).sum()
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
