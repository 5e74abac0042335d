//! A text with styles on ranges of bytes: marked, wrapped, and turned into lines of the screen.

use std::ops::Range;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::fold::{fold, fold_str};
use crate::text::wrap;

/// A text whose stretches have styles; later ones lie over earlier ones.
#[derive(Debug, Clone, Default)]
pub struct Rich {
    /// The text.
    pub text: String,
    runs: Vec<(Range<usize>, Style)>,
}

impl Rich {
    /// A text in one style.
    pub fn of(text: &str, style: Style) -> Rich {
        let mut rich = Rich::default();
        rich.push(text, style);
        rich
    }

    /// Adds text in a style.
    pub fn push(&mut self, text: &str, style: Style) {
        let from = self.text.len();
        self.text.push_str(text);
        if style != Style::default() && from < self.text.len() {
            self.runs.push((from..self.text.len(), style));
        }
    }

    /// Adds another rich text at the end.
    pub fn join(&mut self, other: &Rich) {
        let from = self.text.len();
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|(r, style)| (r.start + from..r.end + from, *style)));
    }

    /// Lays a style over a range.
    pub fn mark(&mut self, range: Range<usize>, style: Style) {
        if !range.is_empty() {
            self.runs.push((range, style));
        }
    }

    /// Lays a style over every place where one of the folded needles stands. Returns how many there were.
    pub fn mark_needles(&mut self, needles: &[String], style: Style) -> usize {
        let found = find_needles(&self.text, needles);
        let count = found.len();
        for range in found {
            self.mark(range, style);
        }
        count
    }

    /// The stretch as spans; each piece in the patch of all styles that lie over it.
    pub fn spans(&self, range: Range<usize>) -> Vec<Span<'static>> {
        let mut cuts: Vec<usize> = self
            .runs
            .iter()
            .flat_map(|(r, _)| [r.start, r.end])
            .chain([range.start, range.end])
            .filter(|&at| range.start <= at && at <= range.end)
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut spans: Vec<Span<'static>> = Vec::new();
        for pair in cuts.windows(2) {
            let &[from, to] = pair else { continue };
            let Some(text) = self.text.get(from..to) else { continue };
            let style = self
                .runs
                .iter()
                .filter(|(r, _)| r.start <= from && to <= r.end)
                .fold(Style::default(), |style, (_, s)| style.patch(*s));
            match spans.last_mut() {
                Some(last) if last.style == style => last.content.to_mut().push_str(text),
                _ => spans.push(Span::styled(text.to_owned(), style)),
            }
        }
        spans
    }

    /// Everything on one line.
    pub fn line(&self) -> Line<'static> {
        Line::from(self.spans(0..self.text.len()))
    }

    /// Wrapped to a width; the first line begins with `first`, the others with `rest`, which are of equal width.
    pub fn wrapped(
        &self,
        width_cells: usize,
        first: &Span<'static>,
        rest: &Span<'static>,
    ) -> Vec<Line<'static>> {
        let room = width_cells.saturating_sub(first.width());
        wrap::lines(&self.text, room)
            .into_iter()
            .enumerate()
            .map(|(i, range)| {
                let mut spans = self.spans(range);
                let lead = if i == 0 { first } else { rest };
                if !lead.content.is_empty() {
                    spans.insert(0, lead.clone());
                }
                Line::from(spans)
            })
            .collect()
    }
}

/// Where the folded needles stand in a text: ranges of bytes in order, none overlapping.
pub fn find_needles(text: &str, needles: &[String]) -> Vec<Range<usize>> {
    if needles.is_empty() || text.is_empty() {
        return Vec::new();
    }
    let folded = fold(text);
    let mut taken = vec![false; folded.chars.len()];
    for needle in needles {
        let needle: Vec<char> = fold_str(needle).chars().collect();
        if needle.iter().all(|c| c.is_whitespace()) {
            continue;
        }
        let mut at = 0;
        while let Some(window) = folded.chars.get(at..at + needle.len()) {
            if window == needle.as_slice() && stands_alone(&folded.chars, at, &needle) {
                taken.iter_mut().skip(at).take(needle.len()).for_each(|t| *t = true);
                at += needle.len();
            } else {
                at += 1;
            }
        }
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut from = None;
    for at in 0..=taken.len() {
        match (from, taken.get(at).copied().unwrap_or(false)) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                ranges.extend(folded.source_range(start, at));
                from = None;
            }
            _ => {}
        }
    }
    ranges
}

/// A bare number is not a piece of a longer number: 58 does not stand in 158.
fn stands_alone(chars: &[char], at: usize, needle: &[char]) -> bool {
    let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    if !needle.iter().all(char::is_ascii_digit) {
        return true;
    }
    let before = at.checked_sub(1).and_then(|i| chars.get(i));
    !is_digit(before) && !is_digit(chars.get(at + needle.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, needles: &[&str]) -> Vec<&'a str> {
        let needles: Vec<String> = needles.iter().map(|n| (*n).to_owned()).collect();
        find_needles(text, &needles).into_iter().filter_map(|r| text.get(r)).collect()
    }

    #[test]
    fn needles_are_found_whatever_their_width_and_script() {
        assert_eq!(found("全家享５Ｇ套餐與寬帶", &["5g套餐", "宽带"]), ["５Ｇ套餐", "寬帶"]);
        assert_eq!(found("流量流量包", &["流量包", "流量"]), ["流量流量包"]);
        assert_eq!(found("退款", &["", " "]), Vec::<&str>::new());
    }

    #[test]
    fn a_number_is_not_a_piece_of_a_longer_one() {
        assert_eq!(found("158元、58元", &["58"]), ["58"]);
    }

    #[test]
    fn a_longer_style_lies_over_a_shorter_one() {
        let bold = Style::new().bold();
        let mut rich = Rich::of("宽带断网", Style::default());
        rich.mark(0.."宽带".len(), bold);
        let spans = rich.spans(0.."宽带断".len());
        assert_eq!(spans.len(), 2);
        assert_eq!(spans[0], Span::styled("宽带", bold));
        assert_eq!(spans[1], Span::raw("断"));
    }

    proptest! {
        #[test]
        fn marks_lie_on_boundaries(text in ".{0,30}", needles in prop::collection::vec(".{0,4}", 0..4)) {
            let mut last = 0;
            for range in find_needles(&text, &needles) {
                prop_assert!(range.start >= last && text.get(range.clone()).is_some());
                last = range.end;
            }
        }
    }
}
