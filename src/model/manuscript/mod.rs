//! The manuscript (文稿): an article as a text file that people edit. Fields above, one a line; then a section of Markdown
//! for each face and each rendering. Nothing is lost between a revision's content and its manuscript.
//!
//! Names of fields are Chinese or English, and both are read. What a line cannot hold (control and invisible characters, a
//! separator inside a value) is written as `\u{hex}`; a value that is there and empty is `""`.

mod label;
mod problem;
mod reader;
#[cfg(test)]
mod tests;
mod value;
mod writer;

pub use label::{Tongue, choices, field_at, field_name, field_names, label};
pub use problem::{Problem, ProblemKind};
pub use reader::{Section, read};
pub use writer::{confirmed, heading, section_text, write};

use super::article::Article;

/// An article on its way to and from an editor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manuscript {
    /// The content. The stage is no part of it.
    pub article: Article,
    /// UUID of the revision that it was made of.
    pub based_on: Option<String>,
}
