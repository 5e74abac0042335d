//! Where a fact stands: its line or its cell, the first cell of its row, and the heading of its column.

use std::ops::Range;

use crate::text::facts::Fact;

/// What stands around a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place<'t> {
    /// Its line or its cell up to the fact.
    pub(super) before: &'t str,
    /// The rest of its line or its cell; of a first cell, the rest of the row.
    pub(super) behind: &'t str,
    /// The first cell of its row; empty outside of tables and in that cell itself.
    pub(super) row: &'t str,
    /// The heading of its column.
    pub(super) heading: &'t str,
    /// Number of the line, from 0.
    pub(super) line: usize,
    /// Whether its row has two cells: a name and what holds for it.
    pub(super) is_pair: bool,
    /// Whether its row is the head of a table.
    pub(super) is_head: bool,
}

/// The places of the facts of a text, one for each, in order. Linear in the text.
pub(super) fn places<'t>(text: &'t str, facts: &[Fact]) -> Vec<Place<'t>> {
    let mut out = Vec::with_capacity(facts.len());
    let mut rest = facts;
    let mut heading: Option<&str> = None;
    let mut from = 0;
    let mut lines = text.split_inclusive('\n').enumerate().peekable();
    while let Some((number, line)) = lines.next() {
        let to = from + line.len();
        let count = rest.partition_point(|fact| fact.at.start < to);
        let (these, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        let is_row = line.contains('|');
        if !is_row {
            heading = None;
            out.extend(these.iter().map(|fact| in_line(line, from, fact, number)));
        } else {
            let is_head = lines.peek().is_some_and(|(_, next)| is_rule(next));
            let count = out.len();
            in_row(line, from, these, if is_head { None } else { heading }, number, &mut out);
            if is_head {
                heading = Some(line);
                out.iter_mut().skip(count).for_each(|place| place.is_head = true);
            }
        }
        rest = behind;
        from = to;
    }
    out
}

fn in_line<'t>(line: &'t str, from: usize, fact: &Fact, number: usize) -> Place<'t> {
    let (before, behind) = around(line, from, &fact.at);
    Place { before, behind, row: "", heading: "", line: number, is_pair: false, is_head: false }
}

/// What stands before and behind some bytes in a piece of text that begins at `from`.
fn around<'t>(piece: &'t str, from: usize, at: &Range<usize>) -> (&'t str, &'t str) {
    let before = at.start.checked_sub(from).and_then(|n| piece.get(..n)).unwrap_or_default();
    let behind = at.end.checked_sub(from).and_then(|n| piece.get(n..)).unwrap_or_default();
    (before, behind)
}

fn in_row<'t>(
    line: &'t str,
    from: usize,
    facts: &[Fact],
    heading: Option<&'t str>,
    number: usize,
    out: &mut Vec<Place<'t>>,
) {
    if facts.is_empty() {
        return;
    }
    let is_pair = cells(line).count() == 2;
    let mut headings = heading.map(cells);
    let mut first = "";
    let mut rest = facts;
    for (n, (at, cell)) in cells(line).enumerate() {
        let title = headings.as_mut().and_then(Iterator::next).map_or("", |(_, title)| title.trim());
        let to = from + at + cell.len();
        let count = rest.partition_point(|fact| fact.at.start < to);
        let (these, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        for fact in these {
            let (before, behind) = around(cell, from + at, &fact.at);
            // What the first cell says is told by the rest of the row.
            let (row, behind) = if n == 0 { ("", around(line, from, &fact.at).1) } else { (first, behind) };
            out.push(Place { before, behind, row, heading: title, line: number, is_pair, is_head: false });
        }
        if n == 0 {
            first = cell.trim();
        }
        rest = behind;
    }
    out.extend(rest.iter().map(|fact| in_line(line, from, fact, number)));
}

/// The cells of a row with the byte in the line where each begins.
fn cells(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let trimmed = line.trim_end();
    let inner = trimmed.strip_suffix('|').unwrap_or(trimmed);
    let lead = inner.len() - inner.trim_start().len();
    let skip = if inner.trim_start().starts_with('|') { lead + 1 } else { 0 };
    let mut at = skip;
    inner.get(skip..).unwrap_or_default().split('|').map(move |cell| {
        let begin = at;
        at += cell.len() + 1;
        (begin, cell)
    })
}

/// `|---|:--:|`.
fn is_rule(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::facts::facts;
    use proptest::prelude::*;

    #[test]
    fn a_place_is_a_line_or_a_cell() {
        let text = "月费59元，含30GB。\n| 档位 | 月费 | 流量 |\n|---|---|---|\n| 云享79 | 月付79元 | 50GB起 |\n\n| 5元 |\n";
        let found = facts(text);
        let said: Vec<_> = places(text, &found)
            .into_iter()
            .zip(&found)
            .map(|(p, f)| (f.value.as_str(), p.before, p.behind, p.row, p.heading, p.line))
            .collect();
        assert_eq!(
            said,
            [
                ("59元", "月费", "，含30GB。\n", "", "", 0),
                ("30GB", "月费59元，含", "。\n", "", "", 0),
                ("79元", " 月付", " ", "云享79", "月费", 3),
                ("50GB", " ", "起 ", "云享79", "流量", 3),
                ("5元", " ", " |\n", "", "", 5),
            ]
        );
    }

    proptest! {
        #[test]
        fn every_fact_has_a_place(text in "([|\\-:#\\n ]|[0-9]{1,2}(元|GB|天)|[一月费，。]){0,60}") {
            let found = facts(&text);
            let places = places(&text, &found);
            prop_assert_eq!(places.len(), found.len());
            for (place, fact) in places.iter().zip(&found) {
                let at = place.before.as_ptr() as usize + place.before.len() - text.as_ptr() as usize;
                prop_assert_eq!(at, fact.at.start);
            }
        }
    }
}
