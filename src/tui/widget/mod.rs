//! Pieces of a screen that know nothing of the desk: an editable line, an editable text, Markdown as lines, painting
//! helpers.

pub mod answer;
pub mod area;
pub mod edit;
pub mod paint;
pub mod rich;
#[cfg(test)]
pub mod screen_text;
pub mod table;
