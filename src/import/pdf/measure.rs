//! What is usual in a document: the size of its text, how far lines stand apart, where they begin and end.

use std::collections::HashMap;

use super::lines::{Column, Line};

/// A line and its page, from 0.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub line: Line,
    pub page: usize,
}

/// Where the lines of a column begin and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub left: f64,
    pub right: f64,
}

/// What is usual.
pub(super) struct Measures {
    /// The size of most letters.
    pub body: f64,
    /// From baseline to baseline within a paragraph, in sizes.
    pub leading: f64,
    /// Whether bold letters tell nothing, as most are.
    pub is_mostly_bold: bool,
    edges: HashMap<(usize, Column), Edge>,
}

/// Lines that a column needs to tell where they begin.
const FEWEST: usize = 4;

impl Measures {
    /// Of a whole document.
    pub fn of(pages: &[Vec<Line>]) -> Measures {
        let mut letters: HashMap<i64, usize> = HashMap::new();
        let (mut bold, mut all) = (0, 0);
        for line in pages.iter().flatten() {
            let count = line.text.chars().count();
            *letters.entry(halves(line.size)).or_default() += count;
            all += count;
            bold += if line.is_bold { count } else { 0 };
        }
        let most = letters.into_iter().max_by_key(|&(size, count)| (count, -size));
        #[expect(clippy::cast_precision_loss, reason = "sizes are below a million")]
        let body = most.map_or(10.0, |(size, _)| size as f64 / 2.0);
        Measures {
            body,
            leading: leading(pages, body),
            is_mostly_bold: bold * 2 > all,
            edges: edges(pages, body),
        }
    }

    /// Where lines begin and end in the column of this one.
    pub fn edge(&self, placed: &Placed) -> Edge {
        let own = Edge { left: placed.line.x0, right: placed.line.x1 };
        self.edges.get(&(placed.page, placed.line.column)).copied().unwrap_or(own)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
fn halves(size: f64) -> i64 {
    (size * 2.0).round() as i64
}

/// The smaller of the usual distances: the larger ones are between paragraphs.
fn leading(pages: &[Vec<Line>], body: f64) -> f64 {
    let mut drops: Vec<f64> = Vec::new();
    for lines in pages {
        for (above, below) in lines.iter().zip(lines.iter().skip(1)) {
            let drop = (above.y - below.y) / body;
            let is_text = (above.size - body).abs() < 0.1 * body && (below.size - body).abs() < 0.1 * body;
            if is_text && above.column == below.column && (0.9..3.0).contains(&drop) {
                drops.push(drop);
            }
        }
    }
    at(&mut drops, 3).unwrap_or(1.6)
}

/// Of each column of each page. A page of short lines is as wide as the others are.
fn edges(pages: &[Vec<Line>], body: f64) -> HashMap<(usize, Column), Edge> {
    let mut out = HashMap::new();
    for column in [Column::Whole, Column::Left, Column::Right] {
        let mut all: (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        let mut widths = Vec::new();
        let mut own: Vec<Option<Edge>> = Vec::new();
        for lines in pages {
            let of_text =
                || lines.iter().filter(|l| l.column == column && (l.size - body).abs() < 0.15 * body);
            let mut starts: Vec<f64> = of_text().map(|l| l.x0).collect();
            let mut ends: Vec<f64> = of_text().map(|l| l.x1).collect();
            all.0.extend(&starts);
            all.1.extend(&ends);
            let edge = at(&mut starts, 0).zip(at(&mut ends, 10)).map(|(left, right)| Edge { left, right });
            let edge = edge.filter(|_| starts.len() >= FEWEST);
            widths.extend(edge.map(|e| e.right - e.left));
            own.push(edge);
        }
        let Some((left, right)) = at(&mut all.0, 0).zip(at(&mut all.1, 10)) else { continue };
        let width = at(&mut widths, 8).unwrap_or(right - left);
        for (page, edge) in own.into_iter().enumerate() {
            let edge =
                edge.map_or(Edge { left, right }, |e| Edge { right: e.right.max(e.left + width), ..e });
            out.insert((page, column), edge);
        }
    }
    out
}

/// The value at so many tenths; at both ends a fiftieth is left out, as something always sticks out.
fn at(values: &mut [f64], tenths: usize) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let place = match tenths {
        0 => last / 50,
        10 => last - last / 50,
        _ => last * tenths / 10,
    };
    values.get(place).copied()
}
