//! Letters become lines, in the order in which one reads them: by baseline, and where a page has two columns, the left first.

use super::content::Glyph;

/// Where a line stands on a page of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Whole,
    Left,
    Right,
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
    pub is_bold: bool,
    /// How wide its first word is, or its first two Chinese letters: whether that had fitted on the line before.
    pub head: f64,
    pub column: Column,
}

/// The lines of a page, in reading order.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            // Raised figures belong to their line; the next line is farther off than that.
            Some(row) if row.first().is_some_and(|f| f.y - glyph.y <= 0.36 * f.size.max(glyph.size)) => {
                row.push(glyph);
            }
            _ => rows.push(vec![glyph]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        row.dedup_by(|b, a| is_same(a, b));
    }
    rows.retain(|row| row.iter().any(|g| g.letter != ' '));
    let Some(cut) = cut(&rows) else {
        return rows.iter().filter_map(|row| line(row, Column::Whole)).collect();
    };
    let (mut out, mut right) = (Vec::new(), Vec::new());
    for row in &rows {
        if is_across(row, cut) {
            out.append(&mut right);
            out.extend(line(row, Column::Whole));
        } else {
            let at = row.partition_point(|g| g.x0 < cut);
            out.extend(row.get(..at).and_then(|part| line(part, Column::Left)));
            right.extend(row.get(at..).and_then(|part| line(part, Column::Right)));
        }
    }
    out.append(&mut right);
    out
}

/// Whether a letter is drawn a second time, a little beside the first: how some programs fake bold letters.
fn is_same(a: &Glyph, b: &Glyph) -> bool {
    a.letter == b.letter
        && a.letter != ' '
        && (a.x0 - b.x0).abs() < 0.2 * a.size
        && (a.y - b.y).abs() < 0.2 * a.size
}

/// The place between two columns, if the page has them: hardly a line runs across it, and the lines on both sides fill
/// their columns, which those of tables do not.
fn cut(rows: &[Vec<Glyph>]) -> Option<f64> {
    const STEPS: u32 = 40;
    let inked = || rows.iter().flatten().filter(|g| g.letter != ' ');
    let left = inked().map(|g| g.x0).min_by(f64::total_cmp)?;
    let right = inked().map(|g| g.x1).max_by(f64::total_cmp)?;
    let mut best: Option<(usize, f64)> = None;
    for step in 0..=STEPS {
        let x = left + (right - left) * (0.35 + 0.3 * f64::from(step) / f64::from(STEPS));
        let across = rows.iter().filter(|row| is_across(row, x)).count();
        if across * 4 > rows.len() || best.is_some_and(|(least, _)| least <= across) {
            continue;
        }
        let fill = |part: fn(&[Glyph], f64) -> &[Glyph]| {
            let widths: Vec<f64> = rows
                .iter()
                .filter(|row| !is_across(row, x))
                .filter_map(|row| {
                    let mut part = part(row, x).iter().filter(|g| g.letter != ' ');
                    let first = part.next()?;
                    Some(part.next_back().unwrap_or(first).x1 - first.x0)
                })
                .collect();
            let widest = widths.iter().copied().max_by(f64::total_cmp).unwrap_or(0.0);
            let full = widths.iter().filter(|&&w| w > 0.7 * widest).count();
            (widths.len() >= 5 && full * 10 >= widths.len() * 6).then_some(widest)
        };
        let before = fill(|row, x| row.get(..row.partition_point(|g| g.x0 < x)).unwrap_or_default());
        let behind = fill(|row, x| row.get(row.partition_point(|g| g.x0 < x)..).unwrap_or_default());
        if before.zip(behind).is_some_and(|(a, b)| a.min(b) > 0.6 * a.max(b)) {
            best = Some((across, x));
        }
    }
    best.map(|(_, x)| x)
}

/// Whether a row has ink at that place, or so near that there is no gap between columns.
fn is_across(row: &[Glyph], x: f64) -> bool {
    let near = row.first().map_or(0.0, |g| 0.5 * g.size);
    let at = row.partition_point(|g| g.x0 < x);
    let before = row.iter().take(at).rev().find(|g| g.letter != ' ');
    let behind = row.iter().skip(at).find(|g| g.letter != ' ');
    match (before, behind) {
        (Some(a), Some(b)) => b.x0 - a.x1 < 2.0 * near || a.x1 > x || b.x0 < x,
        (Some(a), None) => a.x1 > x,
        (None, Some(b)) => b.x0 < x,
        (None, None) => false,
    }
}

/// The line of letters that stand in one row.
fn line(row: &[Glyph], column: Column) -> Option<Line> {
    let inked: Vec<&Glyph> = row.iter().filter(|g| g.letter != ' ').collect();
    let (first, last) = (inked.first()?, inked.last()?);
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    let mut is_apart = false;
    for glyph in row {
        if glyph.letter == ' ' {
            is_apart = true;
            continue;
        }
        if let Some(before) = before
            && (is_apart || glyph.x0 - before.x1 > gap(before, glyph))
        {
            text.push(' ');
        }
        text.push(glyph.letter);
        is_apart = false;
        before = Some(glyph);
    }
    let mut sizes: Vec<f64> = inked.iter().map(|g| g.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied()?;
    let bold = inked.iter().filter(|g| g.is_bold).count();
    let y = inked.iter().find(|g| g.size >= size).map_or(first.y, |g| g.y);
    let head = match text.chars().next() {
        Some(letter) if is_cjk(letter) => 2.0 * size,
        _ => {
            let word = text.split(' ').next().unwrap_or_default().chars().take_while(|&c| !is_cjk(c)).count();
            inked.get(word.saturating_sub(1)).map_or(size, |g| g.x1 - first.x0)
        }
    };
    let is_bold = bold * 10 > inked.len() * 7;
    Some(Line { text, x0: first.x0, x1: last.x1, y, size, is_bold, head, column })
}

/// From which gap on two letters stand apart. Programs put a quarter of a letter between Chinese and Latin ones, which is
/// no space.
fn gap(a: &Glyph, b: &Glyph) -> f64 {
    let size = a.size.min(b.size);
    size * match (is_cjk(a.letter), is_cjk(b.letter)) {
        (true, true) => 0.7,
        (true, false) | (false, true) => 0.4,
        (false, false) => 0.17,
    }
}

/// Whether a letter is written without spaces around it: Chinese, Japanese, and the punctuation that is theirs alone.
pub(super) fn is_cjk(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}
