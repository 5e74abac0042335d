//! The screen. The only room that says `ratatui` and `crossterm`.

pub mod action;
pub mod keymap;
