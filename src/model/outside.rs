//! Questions that customers ask elsewhere: on public question sites, in chats, in other channels.

use jiff::civil::Date;

use super::stage::words;

/// A question from outside, with what somebody answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutsideQuestion {
    /// The question.
    pub text: String,
    /// The best answer that somebody gave; empty without one. Raw material, never an answer of the house.
    pub answer: String,
    /// How many found it good, or asked the same there.
    pub votes: i64,
    /// How often it was asked.
    pub times: u32,
    /// When.
    pub day: Option<Date>,
    /// Where: an address or the name of a site.
    pub source: String,
    /// Under which licence.
    pub licence: Option<String>,
}

words! {
    /// How a question from outside stands to the KB.
    Coverage {
        /// An article answers it.
        Covered = "covered",
        /// An article answers something near.
        Near = "near",
        /// Nothing answers it.
        Gap = "gap",
    }
}
