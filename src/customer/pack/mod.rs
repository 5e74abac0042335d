//! What leaves the house for a channel: rows, prompts, a robot's pack, a site. Pure writers over articles that the caller has
//! chosen: published, valid, and free of findings.
//!
//! They take a [`PublicArticle`], which is made from the customer's parts of an article and from nothing else, so that
//! internal text has no way into them.

mod faq;
mod names;
mod prompts;
mod public;
mod rows;
mod site;
mod table;

pub use faq::{Faq, FaqEntry, LeftOut};
pub use prompts::prompts;
pub use public::{PublicArticle, Unfit};
pub use rows::{jsonl_row, text_row};
pub use site::{Site, Words};
pub use table::{csv_head, csv_row};

/// A file of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder of the pack: small ASCII letters, digits, `-`, `_`, `.` and `/` only, the same for the
    /// same article each time.
    pub path: String,
    /// What it holds.
    pub text: String,
}

#[cfg(test)]
mod tests;
