//! The lines of a text: Markdown headings are passed over, the cells of a table are read with their headings.

use super::Fact;
use super::decimal::Decimal;
use super::glyph::{Glyph, Line};
use super::per;
use super::scan::{Markers, Scan};
use super::unit::{self, Unit};

/// What the heading of a column says about its bare numbers.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub(super) unit: Unit,
    pub(super) per: String,
    magnitude: u64,
}

impl Heading {
    /// The unit in brackets, or behind a slash or `单位：`: 月费（元/月）, 流量(GB), 金额/元.
    pub(super) fn of(line: Line<'_>) -> Option<Heading> {
        let places = (0..line.len())
            .rev()
            .take(40)
            .filter(|n| line.is(*n, |c| matches!(c, '(' | '[' | '〔' | '/' | ':')));
        let mut best = None;
        for at in places {
            best = Heading::spelt(line, line.gap(at + 1)).or(best);
        }
        best
    }

    fn spelt(line: Line<'_>, at: usize) -> Option<Heading> {
        let at = line.any(at, &["单位:", "单位"]).map_or(at, |end| line.gap(end));
        let (magnitude, from) = match line.get(at)? {
            '万' => (10_000, at + 1),
            '千' if line.get(at + 1) == Some('元') => (1000, at + 1),
            '亿' => (100_000_000, at + 1),
            _ => (1, at),
        };
        let (unit, end) = unit::at(line, from)?;
        let (per, end) = per::behind(line, end, true);
        let is_whole = line.get(end).is_none_or(|c| !c.is_alphanumeric());
        is_whole.then_some(Heading { unit, per, magnitude })
    }

    /// A bare number under this heading.
    pub(super) fn number(&self, n: Decimal) -> Option<Decimal> {
        n.times(self.magnitude)
    }
}

/// Reads a whole text.
pub(super) fn walk(glyphs: &[Glyph], out: &mut Vec<Fact>) {
    let lines: Vec<&[Glyph]> = glyphs.split(|g| g.c == '\n').collect();
    let mut markers = Markers::default();
    let mut headings: Option<Vec<Option<Heading>>> = None;
    for (n, glyphs) in lines.iter().enumerate() {
        let line = Line::new(glyphs);
        let is_row = glyphs.iter().any(|g| g.c == '|');
        if is_row && lines.get(n + 1).is_some_and(|next| is_rule(next)) {
            headings = Some(cells(glyphs).map(|cell| Heading::of(Line::new(cell))).collect());
        } else if !is_row {
            headings = None;
        } else if let Some(headings) = &headings {
            row(glyphs, headings, out);
            continue;
        }
        if is_heading(line) || is_rule(glyphs) {
            continue;
        }
        Scan::new(line, None, &mut markers, out).run();
    }
}

/// Reads one cell.
pub(super) fn cell(glyphs: &[Glyph], heading: Option<&Heading>, out: &mut Vec<Fact>) {
    let mut markers = Markers::in_cell();
    for line in glyphs.split(|g| g.c == '\n') {
        Scan::new(Line::new(line), heading, &mut markers, out).run();
    }
}

/// A bare number takes the unit of its column, or else the one in the first cell of its row.
fn row(glyphs: &[Glyph], headings: &[Option<Heading>], out: &mut Vec<Fact>) {
    let mut label = None;
    for (n, part) in cells(glyphs).enumerate() {
        let own = headings.get(n).and_then(Option::as_ref);
        cell(part, own.or(label.as_ref()), out);
        if n == 0 {
            label = Heading::of(Line::new(part));
        }
    }
}

/// The cells of a row; the empty ones outside the first and the last bar are no cells.
fn cells(glyphs: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    let is_blank = |g: &Glyph| g.c == ' ';
    let from = glyphs.iter().position(|g| !is_blank(g)).unwrap_or(glyphs.len());
    let to = glyphs.iter().rposition(|g| !is_blank(g)).map_or(from, |n| n + 1);
    let mut inner = glyphs.get(from..to).unwrap_or_default();
    if let [first, rest @ ..] = inner
        && first.c == '|'
    {
        inner = rest;
    }
    if let [rest @ .., last] = inner
        && last.c == '|'
    {
        inner = rest;
    }
    inner.split(|g| g.c == '|')
}

/// `|---|:--:|`.
fn is_rule(glyphs: &[Glyph]) -> bool {
    let has = |wanted: char| glyphs.iter().any(|g| g.c == wanted);
    has('-') && has('|') && glyphs.iter().all(|g| matches!(g.c, '|' | '-' | ':' | ' '))
}

/// `## 资费`.
fn is_heading(line: Line<'_>) -> bool {
    let from = line.run(0, 3, |c| c == ' ');
    let end = line.run(from, 7, |c| c == '#');
    (1..=6).contains(&(end - from)) && line.get(end).is_none_or(|c| c == ' ')
}
