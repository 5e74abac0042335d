//! What other programs tell the desk, and what it answers: JSON, one object a line, with a version.
//!
//! The words of the protocol are explained, with an example of each, where the door is: `serve`.

mod answer;
mod envelope;
mod number;
mod reader;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use answer::{Answer, Code, NoAnswer, OpenContact, Phase, Refusal, Status};
pub use envelope::{Envelope, Unread};
pub use number::Number;

/// The version of the protocol that this program speaks.
pub const VERSION: u64 = 1;
/// A line has at most so many bytes, its end not counted.
pub const MOST_LINE_BYTES: usize = 64 * 1024;
/// A text (`text`, `reason`) has at most so many chars.
pub const MOST_TEXT_CHARS: usize = 10_000;
/// An id or a name has at most so many chars.
pub const MOST_NAME_CHARS: usize = 200;

/// A message to the desk. What was read by [`Envelope::read`] holds no control characters and is within bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Told {
    /// A customer is on the line.
    ContactStart(ContactStart),
    /// Search for this.
    Query {
        /// What to search for, as if it was typed.
        text: String,
    },
    /// Show an article.
    Open {
        /// The article's id.
        id: String,
    },
    /// A contact is over.
    ContactEnd {
        /// Which one; without it the current one.
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<String>,
    },
    /// Something was said.
    Transcript {
        /// The words, with personal numbers masked.
        text: String,
        /// In which contact; without it the current one.
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<String>,
    },
    /// How the desk is.
    Status,
}

impl Told {
    /// Every `do`.
    pub const NAMES: [&str; 6] = ["contact-start", "query", "open", "contact-end", "transcript", "status"];

    /// Its `do`.
    pub fn name(&self) -> &'static str {
        match self {
            Told::ContactStart(_) => "contact-start",
            Told::Query { .. } => "query",
            Told::Open { .. } => "open",
            Told::ContactEnd { .. } => "contact-end",
            Told::Transcript { .. } => "transcript",
            Told::Status => "status",
        }
    }
}

/// How a contact begins.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ContactStart {
    /// What the other program calls the contact.
    pub contact: String,
    /// Name of the channel, one of [`Channels`](crate::model::Channels).
    pub channel: String,
    /// The customer's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// Name of a product, for the scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Name of a region, for the scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Type of the customer, for the scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Why the customer calls, such as what was chosen in the voice menu; personal numbers are masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
