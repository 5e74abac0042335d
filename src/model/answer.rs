//! Answers: what the house knows and what the customer hears or reads.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::stage::words;

words! {
    /// Which of the two texts of an article (口径).
    Face {
        /// 内部口径: for the agent.
        Internal = "internal",
        /// 客户口径: for the customer.
        Customer = "customer",
    }
}

/// The text of one face: the first thing to say, then the body in Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The first thing to say; at most 60 chars by house rule (linted, not enforced).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead: String,
    /// Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
}

impl Answer {
    /// An answer that is only a body, as plain exports have it.
    pub fn of_body(body: impl Into<String>) -> Self {
        Answer { lead: String::new(), body: body.into() }
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.lead.trim().is_empty() && self.body.trim().is_empty()
    }

    /// The hash that customer answers and renderings record as `based_on`:
    /// 32 hex digits of SHA-256 over lead, a line feed, and body.
    pub fn hash(&self) -> String {
        let mut text = String::with_capacity(self.lead.len() + self.body.len() + 1);
        text.push_str(&self.lead);
        text.push('\n');
        text.push_str(&self.body);
        super::article::short_hash(text.as_bytes())
    }
}

/// The customer face: an answer, the internal text it was made from, and its renderings per channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerAnswer {
    /// The text.
    #[serde(flatten)]
    pub answer: Answer,
    /// [`Answer::hash`] of the internal text that this was made from; `None` when nobody recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub based_on: Option<String>,
    /// Written renderings by channel name (渠道版本).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<String, Rendering>,
}

impl CustomerAnswer {
    /// Whether this was made from another internal text than `internal`.
    /// An unrecorded origin is not a drift: nothing is known.
    pub fn is_drifted(&self, internal: Option<&Answer>) -> bool {
        drifted(self.based_on.as_deref(), internal)
    }
}

/// The customer answer written for one channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RenderingWire", into = "RenderingWire")]
pub struct Rendering {
    /// The text as it is sent or said.
    pub text: String,
    /// As for [`CustomerAnswer::based_on`].
    pub based_on: Option<String>,
}

impl Rendering {
    /// Whether this was made from another internal text than `internal`.
    pub fn is_drifted(&self, internal: Option<&Answer>) -> bool {
        drifted(self.based_on.as_deref(), internal)
    }
}

fn drifted(based_on: Option<&str>, internal: Option<&Answer>) -> bool {
    match (based_on, internal) {
        (Some(hash), Some(internal)) => hash != internal.hash(),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// In files a rendering without a recorded origin is just a string.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum RenderingWire {
    Text(String),
    Full {
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        based_on: Option<String>,
    },
}

impl From<RenderingWire> for Rendering {
    fn from(wire: RenderingWire) -> Self {
        match wire {
            RenderingWire::Text(text) => Rendering { text, based_on: None },
            RenderingWire::Full { text, based_on } => Rendering { text, based_on },
        }
    }
}

impl From<Rendering> for RenderingWire {
    fn from(rendering: Rendering) -> Self {
        match rendering.based_on {
            None => RenderingWire::Text(rendering.text),
            based_on => RenderingWire::Full { text: rendering.text, based_on },
        }
    }
}
