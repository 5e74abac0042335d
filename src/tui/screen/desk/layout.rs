//! Where things are, for every size of window.

use ratatui::layout::Rect;

use crate::model::Face;

/// How much room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Results and both answers side by side.
    Wide,
    /// Results on the left, one answer.
    Left,
    /// Results above, one answer below.
    #[default]
    Above,
    /// Results above, one answer below, without strips and headings.
    Small,
}

/// The places of one frame; an empty place is not drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// Which arrangement.
    pub shape: Shape,
    /// Name of the knowledge base, announcements.
    pub top: Rect,
    /// Search line and scope.
    pub search: Rect,
    /// Everything between the lines above and below.
    pub body: Rect,
    /// Result list.
    pub results: Rect,
    /// Internal answer.
    pub internal: Rect,
    /// Customer answer.
    pub customer: Rect,
    /// Trust signals or a message.
    pub trust: Rect,
    /// Key hints; with an empty `trust` also the message.
    pub hints: Rect,
    /// Rows that one result takes.
    pub result_rows: u16,
    /// Rows above the results that say something about them.
    pub notes: u16,
    /// Rows at the foot of the results, or of the board, that say what may be talked about.
    pub foot: u16,
    /// Whether panes have a heading row.
    pub heads: bool,
    /// Column of the line right of the results, and of the one between the answers.
    pub bars: [Option<u16>; 2],
}

/// From this width on the three panes stand side by side.
pub const WIDE_CELLS: u16 = 120;
const LEFT_CELLS: u16 = 96;
const MEDIUM_CELLS: u16 = 76;
const FULL_ROWS: u16 = 18;

impl Layout {
    /// The places for a window of that size; `zoom`: the focused answer has everything.
    pub fn of(width: u16, height: u16, face: Face, zoom: bool) -> Layout {
        let shape = match (width, height) {
            (WIDE_CELLS.., FULL_ROWS..) => Shape::Wide,
            (LEFT_CELLS.., FULL_ROWS..) => Shape::Left,
            (MEDIUM_CELLS.., FULL_ROWS..) => Shape::Above,
            _ => Shape::Small,
        };
        let mut layout = Layout { shape, result_rows: 1, ..Layout::default() };
        let full = Rect::new(0, 0, width, height);
        let row = |y: u16| Rect { y, height: 1, ..full };
        let body = if shape == Shape::Small {
            let search = u16::from(height > 0);
            layout.search = Rect { height: search, ..full };
            let hints = u16::from(height > 2);
            layout.hints = Rect { y: height - hints, height: hints, ..full };
            Rect { y: search, height: height - search - hints, ..full }
        } else {
            layout.top = row(0);
            layout.search = row(1);
            layout.trust = row(height - 2);
            layout.hints = row(height - 1);
            Rect { y: 2, height: height - 4, ..full }
        };
        layout.heads = height >= 12;
        layout.body = body;
        layout.place(body, face, zoom);
        layout
    }

    fn place(&mut self, body: Rect, face: Face, zoom: bool) {
        let mut answer = body;
        if !zoom {
            match self.shape {
                Shape::Wide | Shape::Left => {
                    let width = (body.width * 3 / 10).clamp(30, 46);
                    self.results = Rect { width, ..body };
                    self.result_rows = 2;
                    self.bars[0] = Some(body.x + width);
                    answer.x += width + 1;
                    answer.width -= width + 1;
                }
                Shape::Above | Shape::Small => {
                    let least = u16::from(body.height > 1);
                    let height = (body.height / 3).clamp(least, 7).min(body.height);
                    let height = if body.height == 1 { 1 } else { height };
                    self.results = Rect { height, ..body };
                    answer.y += height;
                    answer.height -= height;
                }
            }
            if self.shape == Shape::Wide {
                let half = answer.width / 2;
                self.internal = Rect { width: half, ..answer };
                self.bars[1] = Some(answer.x + half);
                self.customer = Rect { x: answer.x + half + 1, width: answer.width - half - 1, ..answer };
                return;
            }
        }
        match face {
            Face::Internal => self.internal = answer,
            Face::Customer => self.customer = answer,
        }
    }

    /// The rows under a pane's heading, with a cell of air on both sides where there is room.
    pub fn inside(&self, pane: Rect) -> Rect {
        let head = u16::from(self.heads).min(pane.height);
        let air = u16::from(pane.width > 20);
        Rect { x: pane.x + air, y: pane.y + head, width: pane.width - 2 * air, height: pane.height - head }
    }

    /// The rows of the results, under their notes and above the foot.
    pub fn result_list(&self) -> Rect {
        let inside = self.inside(self.results);
        let notes = self.notes.min(inside.height);
        let height = (inside.height - notes).saturating_sub(self.foot);
        Rect { y: inside.y + notes, height, ..inside }
    }

    /// How many results fit.
    pub fn results_shown(&self) -> usize {
        let rows = self.result_list().height;
        usize::from(rows / self.result_rows.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_lies_in_the_window() {
        for width in (0..200).chain([1000]) {
            for height in (0..60).chain([400]) {
                for (face, zoom) in [(Face::Internal, false), (Face::Customer, false), (Face::Customer, true)]
                {
                    let l = Layout::of(width, height, face, zoom);
                    let window = Rect::new(0, 0, width, height);
                    for place in
                        [l.top, l.search, l.body, l.results, l.internal, l.customer, l.trust, l.hints]
                    {
                        assert!(
                            place.is_empty() || window.contains(place.as_position()),
                            "{width}×{height} {l:?}"
                        );
                        assert!(
                            place.is_empty() || place.right() <= width && place.bottom() <= height,
                            "{width}×{height} {l:?}"
                        );
                        let inside = l.inside(place);
                        assert!(inside.right() <= place.right().max(inside.x), "{width}×{height}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_usual_windows_have_the_usual_shapes() {
        let shape = |w, h| Layout::of(w, h, Face::Customer, false).shape;
        assert_eq!(shape(160, 48), Shape::Wide);
        assert_eq!(shape(100, 30), Shape::Left);
        assert_eq!(shape(80, 24), Shape::Above);
        assert_eq!(shape(60, 15), Shape::Small);
        let tiny = Layout::of(20, 5, Face::Customer, false);
        assert_eq!(
            (tiny.search.height, tiny.results.height, tiny.customer.height, tiny.hints.height),
            (1, 1, 2, 1)
        );
    }
}
