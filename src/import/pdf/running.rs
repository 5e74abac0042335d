//! Running headers, footers and page numbers: what stands at the same height of many pages and differs in digits at most.

use std::collections::HashMap;

use super::lines::Line;

/// A page and its height.
pub(super) struct Sheet {
    pub lines: Vec<Line>,
    pub height: f64,
}

/// Pages from which on something can be told to run.
const FEWEST_PAGES: usize = 3;
/// How far down or up a page such lines stand.
const MARGIN: f64 = 0.13;
/// Rows at the top and at the bottom that may run.
const MOST_ROWS: usize = 3;
/// How far they may move between pages.
const SAME_HEIGHT: f64 = 4.0;

/// Takes them out.
pub(super) fn drop_running(sheets: &mut [Sheet]) {
    let with_text = sheets.iter().filter(|sheet| !sheet.lines.is_empty()).count();
    if with_text < FEWEST_PAGES {
        return;
    }
    drop_counted(sheets);
    let mut heights: HashMap<String, Vec<f64>> = HashMap::new();
    for sheet in sheets.iter() {
        let edge = Edge::of(sheet);
        for line in sheet.lines.iter().filter(|line| edge.has(line)) {
            heights.entry(key(&line.text)).or_default().push(line.y);
        }
    }
    for found in heights.values_mut() {
        found.sort_by(f64::total_cmp);
    }
    for sheet in sheets {
        let edge = Edge::of(sheet);
        sheet.lines.retain(|line| {
            let among = heights.get(&key(&line.text)).filter(|_| edge.has(line));
            let times = among.map_or(0, |found| {
                found.partition_point(|&y| y <= line.y + SAME_HEIGHT)
                    - found.partition_point(|&y| y < line.y - SAME_HEIGHT)
            });
            times < 2 || times * 2 < with_text
        });
    }
}

/// Takes out what counts pages wherever it stands at the edges: bare numbers, as chapters begin without the usual header, and
/// headers with a number at an end, as they name the chapter and so differ.
fn drop_counted(sheets: &mut [Sheet]) {
    let (mut bare, mut ends): (HashMap<i64, usize>, HashMap<i64, usize>) = Default::default();
    for (page, sheet) in (0_i64..).zip(sheets.iter()) {
        let edge = Edge::of(sheet);
        for line in sheet.lines.iter().filter(|line| edge.has(line)) {
            for shift in end_numbers(&line.text).map(|number| number - page) {
                *ends.entry(shift).or_default() += 1;
                *bare.entry(shift).or_default() += usize::from(is_bare(&line.text));
            }
        }
    }
    let half = sheets.len().div_ceil(2);
    for (page, sheet) in (0_i64..).zip(sheets.iter_mut()) {
        let edge = Edge::of(sheet);
        sheet.lines.retain(|line| {
            let mut shifts = end_numbers(&line.text).map(|number| number - page);
            let counts = shifts.any(|shift| {
                let times = |of: &HashMap<i64, usize>| of.get(&shift).copied().unwrap_or(0);
                is_bare(&line.text) && times(&bare) >= FEWEST_PAGES || times(&ends) >= half
            });
            !counts || !edge.has(line)
        });
    }
}

/// The numbers that a line begins and ends with.
fn end_numbers(text: &str) -> impl Iterator<Item = i64> {
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '·' | '|' | '/'));
    let mut words = words.by_ref().filter(|word| !word.is_empty());
    let first = words.next().and_then(number);
    let last = words.last().and_then(number);
    first.into_iter().chain(last)
}

fn number(word: &str) -> Option<i64> {
    word.parse().ok().filter(|number| (0..100_000).contains(number))
}

fn is_bare(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '–' | '—' | '·'))
}

/// The heights of a page at which something may run.
struct Edge {
    below: f64,
    above: f64,
}

impl Edge {
    fn of(sheet: &Sheet) -> Edge {
        let mut rows: Vec<f64> = sheet.lines.iter().map(|line| line.y).collect();
        rows.sort_by(f64::total_cmp);
        rows.dedup_by(|b, a| *b - *a < SAME_HEIGHT);
        let lowest = rows.get(MOST_ROWS - 1).or(rows.last()).copied().unwrap_or(0.0);
        let highest = rows.iter().rev().nth(MOST_ROWS - 1).or(rows.first()).copied().unwrap_or(0.0);
        Edge {
            below: lowest.min(MARGIN * sheet.height) + SAME_HEIGHT,
            above: highest.max((1.0 - MARGIN) * sheet.height) - SAME_HEIGHT,
        }
    }

    fn has(&self, line: &Line) -> bool {
        line.y < self.below || line.y > self.above
    }
}

/// The text without what counts pages.
fn key(text: &str) -> String {
    text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect()
}
