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
const BETWEEN: usize = 2;

/// Draws the box above the last row.
pub fn draw(pressed: &[Key], next: &[(Key, Action)], house: &House, buf: &mut Buffer) {
    let window = buf.area;
    let title = pressed.iter().map(Key::label).collect::<Vec<_>>().join(" ");
    let rows: Vec<(String, String)> =
        next.iter().map(|(key, action)| (key.label(), house.title(*action))).collect();
    let key_cells = rows.iter().map(|r| cells(&r.0)).max().unwrap_or(0);
    if window.is_empty() {
        return;
    }
    let column = rows.iter().map(|r| key_cells + 2 + cells(&r.1)).max().unwrap_or(0).max(cells(&title) + 2);
    // What does not stand below each other stands beside each other, as far as the window is wide.
    let most_rows = usize::from(window.height.saturating_sub(3)).max(1);
    let most_columns = (usize::from(window.width).saturating_sub(4) + BETWEEN) / (column + BETWEEN);
    let columns = rows.len().div_ceil(most_rows).clamp(1, most_columns.max(1));
    let in_column = rows.len().div_ceil(columns);
    let width = columns * (column + BETWEEN) - BETWEEN + 4;
    let width = u16::try_from(width).unwrap_or(u16::MAX).min(window.width);
    let height = u16::try_from(in_column + 2).unwrap_or(u16::MAX).min(window.height.saturating_sub(1).max(1));
    let place = Rect {
        x: window.right() - width,
        y: window.bottom().saturating_sub(height + 1).max(window.y),
        width,
        height: height.min(window.height),
    };
    let inside = paint::framed(buf, place, &title, &house.look);
    for (at, (key, what)) in rows.iter().enumerate() {
        let (across, down) = (at / in_column, u16::try_from(at % in_column).unwrap_or(u16::MAX));
        let left = u16::try_from(across * (column + BETWEEN)).unwrap_or(u16::MAX);
        let inside = Rect {
            x: inside.x.saturating_add(left).min(inside.right()),
            width: inside.width.saturating_sub(left).min(u16::try_from(column).unwrap_or(u16::MAX)),
            ..inside
        };
        if down >= inside.height {
            continue;
        }
        let gap = " ".repeat(key_cells.saturating_sub(cells(key)) + 2);
        let line = Line::from(vec![
            Span::styled(key.clone(), house.look.theme.key),
            Span::raw(gap),
            Span::styled(what.clone(), Style::default()),
        ]);
        paint::line(
            buf,
            inside,
            down,
            &paint::cut_line(line, usize::from(inside.width), house.look.glyphs.cut),
        );
    }
}
