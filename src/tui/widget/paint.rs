//! Painting into a buffer: lines cut to their place, fills, boxes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::width::{cells, cut, grapheme_cells};
use crate::tui::theme::{Look, cousin};

use unicode_segmentation::UnicodeSegmentation as _;

/// Writes text at a place, cut to the width of the area. Returns the cells used.
pub fn text(
    buf: &mut Buffer,
    area: Rect,
    x_cells: u16,
    row: u16,
    text: &str,
    style: Style,
    mark: &str,
) -> u16 {
    let room = area.width.saturating_sub(x_cells);
    if row >= area.height || room == 0 {
        return 0;
    }
    let fitting = cut(text, usize::from(room), mark);
    buf.set_stringn(area.x + x_cells, area.y + row, &fitting, usize::from(room), style);
    u16::try_from(cells(&fitting)).unwrap_or(u16::MAX)
}

/// Writes a line on a row of the area; cut at its right end.
pub fn line(buf: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row < area.height && area.width > 0 {
        buf.set_line(area.x, area.y + row, line, area.width);
    }
}

/// A line cut to a width, with the mark where something is missing.
pub fn cut_line(line: Line<'static>, width_cells: usize, mark: &str) -> Line<'static> {
    if line.spans.iter().map(|span| cells(&span.content)).sum::<usize>() <= width_cells {
        return line;
    }
    let room = width_cells.saturating_sub(cells(mark));
    let mut used = 0;
    let mut spans: Vec<Span<'static>> = Vec::new();
    'all: for span in line.spans {
        let mut kept = String::new();
        for grapheme in span.content.graphemes(true) {
            let width = grapheme_cells(grapheme);
            if used + width > room {
                let style = span.style;
                spans.push(Span::styled(kept, style));
                if used + cells(mark) <= width_cells {
                    spans.push(Span::styled(mark.to_owned(), style));
                }
                break 'all;
            }
            used += width;
            kept.push_str(grapheme);
        }
        spans.push(Span::styled(kept, span.style));
    }
    Line::from(spans)
}

/// Empties an area.
pub fn clear(buf: &mut Buffer, area: Rect) {
    let area = area.intersection(buf.area);
    // A wide character that reaches into the area from the left would be half covered.
    if let Some(left) = area.x.checked_sub(1) {
        for y in area.top()..area.bottom() {
            if let Some(cell) = buf.cell_mut((left, y))
                && cells(cell.symbol()) > 1
            {
                cell.set_symbol(" ");
            }
        }
    }
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// A vertical line.
pub fn bar(buf: &mut Buffer, x: u16, rows: std::ops::Range<u16>, look: &Look) {
    for y in rows {
        if let Some(cell) = buf.cell_mut((x, y)) {
            cell.set_symbol(look.glyphs.bar).set_style(look.theme.rule);
        }
    }
}

/// A horizontal line.
pub fn dash(buf: &mut Buffer, area: Rect, row: u16, look: &Look) {
    if row >= area.height {
        return;
    }
    for x in area.left()..area.right() {
        if let Some(cell) = buf.cell_mut((x, area.y + row)) {
            cell.set_symbol(look.glyphs.dash).set_style(look.theme.rule);
        }
    }
}

/// A box with a title, emptied inside. Returns the inside; without a border where there is no room for one.
pub fn framed(buf: &mut Buffer, area: Rect, title: &str, look: &Look) -> Rect {
    clear(buf, area);
    if area.width < 6 || area.height < 4 {
        return area;
    }
    let (style, glyphs) = (look.theme.frame, &look.glyphs);
    for row in [0, area.height - 1] {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, area.y + row)) {
                cell.set_symbol(glyphs.dash).set_style(style);
            }
        }
    }
    for x in [area.left(), area.right() - 1] {
        for y in area.top()..area.bottom() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.set_symbol(glyphs.bar).set_style(style);
            }
        }
    }
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    let places = [(area.x, area.y), (right, area.y), (area.x, bottom), (right, bottom)];
    for (place, corner) in places.into_iter().zip(glyphs.corners) {
        if let Some(cell) = buf.cell_mut(place) {
            cell.set_symbol(corner);
        }
    }
    if !title.is_empty() {
        let room = usize::from(area.width).saturating_sub(4);
        let title = cut(&format!(" {title} "), room, glyphs.cut);
        buf.set_stringn(area.x + 2, area.y, &title, room, look.theme.title);
    }
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}

/// On both sides of a box at least so many cells of what it lies over can be made out, or none.
const SEEN_CELLS: u16 = 5;

/// A box of that size in the middle of an area, as wide as the area where next to nothing would be seen beside it.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let height = height.min(area.height);
    let width = if area.width < width.saturating_add(2 * SEEN_CELLS) { area.width } else { width };
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// Draws every character of ambiguous width by a cousin of one cell, for terminals that give it two.
pub fn spare_ambiguous(buf: &mut Buffer) {
    for cell in &mut buf.content {
        if !cell.symbol().is_ascii()
            && let Some(cousin) = cousin(cell.symbol())
        {
            cell.set_symbol(cousin);
        }
    }
}
