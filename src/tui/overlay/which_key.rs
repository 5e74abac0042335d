//! After the first key of a chord: which keys may follow, and what they do.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::width::cells;
use crate::tui::action::Action;
use crate::tui::house::House;
use crate::tui::keymap::Key;
use crate::tui::widget::paint;

/// Cells between two columns.
const GAP_CELLS: usize = 2;

/// Draws the box above the last row.
pub fn draw(pressed: &[Key], next: &[(Key, Action)], house: &House, buf: &mut Buffer) {
    let window = buf.area;
    let title = pressed.iter().map(Key::label).collect::<Vec<_>>().join(" ");
    let rows: Vec<(String, String)> =
        next.iter().map(|(key, action)| (key.label(), house.title(*action))).collect();
    if window.is_empty() {
        return;
    }
    let key_cells = rows.iter().map(|r| cells(&r.0)).max().unwrap_or(0);
    let one = rows.iter().map(|r| key_cells + 2 + cells(&r.1)).max().unwrap_or(0);
    // Side by side where the window is too low for one column, as far as it is wide enough.
    let high = usize::from(window.height.saturating_sub(3)).max(1);
    let wide = (usize::from(window.width.saturating_sub(4)) + GAP_CELLS) / (one + GAP_CELLS);
    let columns = rows.len().div_ceil(high).min(wide).max(1);
    let each = rows.len().div_ceil(columns);
    let width = (columns * (one + GAP_CELLS) - GAP_CELLS).max(cells(&title) + 2) + 4;
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(window.width);
    let height = u16::try_from(each + 2).unwrap_or(u16::MAX).min(window.height.saturating_sub(1).max(1));
    let place = Rect {
        x: window.right() - width,
        y: window.bottom().saturating_sub(height + 1).max(window.y),
        width,
        height: height.min(window.height),
    };
    let inside = paint::framed(buf, place, &title, &house.look);
    for (at, (key, what)) in rows.iter().enumerate() {
        let (column, row) = (at / each.max(1), at % each.max(1));
        let x = u16::try_from(column * (one + GAP_CELLS)).unwrap_or(u16::MAX);
        let (Ok(row), true) = (u16::try_from(row), x < inside.width) else { continue };
        let inside = Rect { x: inside.x + x, width: inside.width - x, ..inside };
        let gap = " ".repeat(key_cells.saturating_sub(cells(key)) + 2);
        let line = Line::from(vec![
            Span::styled(key.clone(), house.look.theme.key),
            Span::raw(gap),
            Span::styled(what.clone(), Style::default()),
        ]);
        paint::line(
            buf,
            inside,
            row,
            &paint::cut_line(line, usize::from(inside.width), house.look.glyphs.cut),
        );
    }
}
