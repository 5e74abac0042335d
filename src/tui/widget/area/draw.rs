//! Drawing what is visible of an editable text.

use ratatui::buffer::Buffer as Screen;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Area, Decoration, top_for};
use crate::tui::theme::Look;

impl Area {
    /// Draws the visible rows into an area that holds nothing else. Returns the cell of the caret, which lies in the area
    /// unless that is empty; the terminal's own cursor belongs there. The area is meant to be of the size that was set; in
    /// a smaller one the caret is visible all the same.
    pub fn draw(&self, area: Rect, screen: &mut Screen, look: &Look) -> Position {
        let inside = area.intersection(screen.area);
        if inside.is_empty() {
            return area.as_position();
        }
        let place = self.place();
        let top = top_for(self.top, place.row, self.rows(), usize::from(inside.height));
        let end = top.saturating_add(usize::from(inside.height)).min(self.rows());
        let (text, rows) = (&self.buffer.text, &self.buffer.rows);
        let visible = self.buffer.decorations.over(&(rows.start(top, text)..rows.start(end, text)));
        for (row, y) in (top..end).zip(inside.top()..) {
            self.draw_row(row, &visible, Rect { y, height: 1, ..inside }, screen, look);
        }
        let down = u16::try_from(place.row - top).unwrap_or(u16::MAX);
        let right = u16::try_from(place.cell).unwrap_or(u16::MAX);
        Position::new(inside.x + right.min(inside.width - 1), inside.y + down.min(inside.height - 1))
    }

    fn draw_row(&self, row: usize, over: &[&Decoration], line: Rect, screen: &mut Screen, look: &Look) {
        let mut x = line.x;
        for piece in self.buffer.pieces(row) {
            let left = usize::from(line.right().saturating_sub(x));
            if left == 0 {
                return;
            }
            let style = over
                .iter()
                .filter(|d| d.range.start < piece.end() && piece.at < d.range.end)
                .fold(Style::default(), |style, d| style.patch(d.style));
            let room = piece.cells.min(left);
            let (end, _) = screen.set_stringn(x, line.y, piece.shown(), room, style);
            if end == x {
                // A wide character in a room of one cell.
                screen.set_stringn(x, line.y, look.glyphs.sides.1, room, style);
            }
            x = x.saturating_add(u16::try_from(room).unwrap_or(u16::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::tui::widget::area::AreaAction;
    use crate::tui::widget::screen_text::screen_text;

    fn look() -> Look {
        Look::of(&Settings::default(), false)
    }

    fn drawn(area: &Area, width: u16, height: u16) -> (Screen, Position) {
        let rect = Rect::new(0, 0, width, height);
        let mut screen = Screen::empty(rect);
        let caret = area.draw(rect, &mut screen, &look());
        (screen, caret)
    }

    fn sized(text: &str, width: u16, height: u16) -> Area {
        let mut area = Area::new(text);
        area.set_size(width, height);
        area
    }

    #[test]
    fn what_is_drawn_is_the_text_in_rows() {
        let mut area = sized("宽带\t上不去网，先查。\n\u{200b}x", 11, 5);
        area.apply(AreaAction::Last);
        let (screen, caret) = drawn(&area, 11, 5);
        assert_eq!(screen_text(&screen), "宽带  上不\n去网，先\n查。\n·x\n\n");
        assert_eq!(caret, Position::new(2, 3));
    }

    #[test]
    fn the_caret_has_a_cell_behind_a_full_row() {
        let mut area = sized("宽带故障", 9, 2);
        area.apply(AreaAction::Last);
        assert_eq!(drawn(&area, 9, 2).1, Position::new(8, 0));
        area.insert("报修").unwrap();
        area.apply(AreaAction::First);
        area.apply(AreaAction::RowEnd);
        assert_eq!(drawn(&area, 9, 2).1, Position::new(8, 0));
    }

    #[test]
    fn a_wide_character_without_room_is_drawn_as_more() {
        let (screen, caret) = drawn(&sized("宽a", 1, 2), 1, 2);
        assert_eq!(screen_text(&screen), "›\na\n");
        assert_eq!(caret, Position::new(0, 0));
    }

    #[test]
    fn decorations_lie_over_each_other_and_move_with_the_text() {
        let mut area = sized("月租19元", 20, 1);
        let (bold, red) = (Style::new().bold(), Style::new().red());
        let fact = "月租".len().."月租19元".len();
        let list =
            vec![Decoration { range: 0..fact.end, style: red }, Decoration { range: fact, style: bold }];
        assert!(area.decorate(area.edition(), list));
        let styles = |area: &Area| {
            let (screen, _) = drawn(area, 20, 1);
            let at =
                |x: u16| (screen[(x, 0)].symbol().to_owned(), screen[(x, 0)].modifier, screen[(x, 0)].fg);
            [at(0), at(2), at(4), at(6)]
        };
        let before = styles(&area);
        assert_eq!(before[0].1, Style::new().add_modifier, "{before:?}");
        assert_eq!((before[2].1, Some(before[2].2)), (bold.add_modifier, red.fg));
        area.apply(AreaAction::First);
        area.insert("约").unwrap();
        let after = styles(&area);
        assert_eq!(after[0].0, "约");
        assert_eq!(Some(after[1].2), red.fg);
        assert_eq!(after[1].1, Style::new().add_modifier);
        assert_eq!((after[3].0.as_str(), after[3].1), ("1", bold.add_modifier));
    }

    #[test]
    fn a_smaller_area_than_was_set_still_shows_the_caret() {
        let mut area = sized("一二三四五六七八\n九\n十", 20, 9);
        area.apply(AreaAction::Last);
        let (screen, caret) = drawn(&area, 3, 1);
        assert_eq!((screen_text(&screen).as_str(), caret), ("十\n", Position::new(2, 0)));
        area.apply(AreaAction::First);
        area.apply(AreaAction::RowEnd);
        assert_eq!(drawn(&area, 3, 1).1, Position::new(2, 0));
        assert_eq!(
            area.draw(Rect::new(5, 5, 0, 3), &mut Screen::empty(Rect::new(0, 0, 2, 2)), &look()),
            Position::new(5, 5)
        );
    }
}
