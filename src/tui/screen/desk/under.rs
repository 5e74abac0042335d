//! What of the desk lies under a cell of the window.

use ratatui::layout::{Position, Rect};

use super::state::{Phase, State};
use crate::model::Face;

impl State {
    /// The place of the result under a cell, where results are shown.
    pub fn row_at(&self, column: u16, row: u16) -> Option<usize> {
        let list = self.layout.result_list();
        if !self.shows_results() || !list.contains(Position { x: column, y: row }) {
            return None;
        }
        let at = usize::from((row - list.y) / self.layout.result_rows.max(1));
        let at = (at < self.layout.results_shown()).then_some(self.first_row + at)?;
        (at < self.rows.len()).then_some(at)
    }

    /// Whether the results lie under a cell; on a desk on which nothing was typed, the board.
    pub fn is_over_results(&self, column: u16, row: u16) -> bool {
        let pane = if self.shows_results() { self.layout.results } else { self.layout.body };
        pane.contains(Position { x: column, y: row })
    }

    /// The face whose answer lies under a cell.
    pub fn face_at(&self, column: u16, row: u16) -> Option<Face> {
        let lies_in = |pane: Rect| pane.contains(Position { x: column, y: row });
        if !self.shows_results() {
            None
        } else if lies_in(self.layout.internal) {
            Some(Face::Internal)
        } else {
            lies_in(self.layout.customer).then_some(Face::Customer)
        }
    }

    fn shows_results(&self) -> bool {
        self.phase == Phase::Open && self.trouble.is_none() && !self.is_idle()
    }
}
