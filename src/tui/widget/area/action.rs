//! What a key does in an editable text.

use crate::tui::action::Action;

/// What a person means by a key in an editable text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AreaAction {
    /// Moves the caret one grapheme back.
    Left,
    /// Moves it one grapheme on.
    Right,
    /// Moves it one row up, in its column.
    Up,
    /// Moves it one row down.
    Down,
    /// Moves it to the beginning of the row, and from there to that of the line.
    RowStart,
    /// Moves it to the end of the row, and from there to that of the line.
    RowEnd,
    /// Moves it to the beginning of the word.
    WordLeft,
    /// Moves it to the beginning of the next word.
    WordRight,
    /// Moves it a page up.
    PageUp,
    /// Moves it a page down.
    PageDown,
    /// Moves it to the beginning of the text.
    First,
    /// Moves it to the end of the text.
    Last,
    /// Begins a new line.
    NewLine,
    /// Deletes the grapheme before the caret.
    DeleteBack,
    /// Deletes the grapheme behind the caret.
    DeleteForward,
    /// Deletes the word before the caret.
    DeleteWord,
    /// Deletes to the end of the line; there, what ends the line.
    DeleteToEnd,
    /// Takes the last step back.
    Undo,
    /// Does again what was taken back.
    Redo,
}

impl AreaAction {
    /// What an action of the table means here, if anything.
    pub fn of(action: Action) -> Option<AreaAction> {
        Some(match action {
            Action::CaretLeft => AreaAction::Left,
            Action::CaretRight => AreaAction::Right,
            Action::CaretStart => AreaAction::RowStart,
            Action::CaretEnd => AreaAction::RowEnd,
            Action::Previous => AreaAction::Up,
            Action::Next => AreaAction::Down,
            Action::ScrollUp => AreaAction::PageUp,
            Action::ScrollDown => AreaAction::PageDown,
            Action::First => AreaAction::First,
            Action::Last => AreaAction::Last,
            Action::DeleteBack => AreaAction::DeleteBack,
            Action::DeleteForward => AreaAction::DeleteForward,
            Action::DeleteWord => AreaAction::DeleteWord,
            _ => return None,
        })
    }
}
