//! What the mouse means, where it is read: a click selects the row under it, the wheel moves what lies under it.

use super::action::Action;
use super::app::App;
use super::event::Mouse;
use super::overlay::Overlay;
use super::screen::desk::turn::Turn;
use crate::model::Face;

impl App {
    /// Does what the mouse asks for. Returns whether there is something to draw.
    pub(super) fn mouse(&mut self, mouse: Mouse, turn: &mut Turn<'_>) -> bool {
        match mouse.wheel {
            0 => self.click(mouse, turn),
            rows => self.wheel(mouse, rows, turn),
        }
    }

    fn click(&mut self, Mouse { column, row, .. }: Mouse, turn: &mut Turn<'_>) -> bool {
        let (width, height) = self.size();
        match &mut self.overlay {
            Some(Overlay::List(list)) => list.select_at(row, width, height),
            Some(Overlay::Settings(sheet)) => sheet.select_at(row, width, height),
            Some(
                Overlay::Page(_)
                | Overlay::Why(_)
                | Overlay::Prompt(_)
                | Overlay::Work(_)
                | Overlay::Editor(_),
            ) => false,
            None => {
                if let Some(at) = self.desk.row_at(column, row) {
                    self.desk.select(at, turn);
                    return true;
                }
                match self.desk.face_at(column, row) {
                    Some(face) => {
                        self.desk.contact.internal_focus = face == Face::Internal;
                        true
                    }
                    None => false,
                }
            }
        }
    }

    fn wheel(&mut self, Mouse { column, row, .. }: Mouse, rows: i16, turn: &mut Turn<'_>) -> bool {
        let action = if rows > 0 { Action::Next } else { Action::Previous };
        match &mut self.overlay {
            Some(Overlay::Page(page)) => (0..rows.unsigned_abs()).fold(false, |_, _| page.update(action)),
            Some(Overlay::List(list)) => list.update(action),
            Some(Overlay::Why(why)) => why.update(action),
            Some(Overlay::Settings(sheet)) => sheet.update(action),
            Some(Overlay::Work(work)) => work.update(action).is_some(),
            Some(Overlay::Editor(editor)) => editor.update(action).is_some(),
            Some(Overlay::Prompt(_)) => false,
            None if self.desk.is_over_results(column, row) => {
                self.desk.update(action, turn);
                true
            }
            None => self.desk.scroll_by(isize::from(rows)),
        }
    }
}
