//! What a rule found in an article.

use std::ops::Range;

use crate::model::{Face, words};

words! {
    /// How grave a finding is.
    Severity {
        /// Worth a look; nothing is held up.
        Hint = "hint",
        /// Should be mended before it is published.
        Warning = "warning",
        /// Must be mended or waived with a reason.
        Error = "error",
    }
}

/// The text of an article that a finding stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The standard question.
    Question,
    /// A similar question, by its place from 0.
    Similar(usize),
    /// The lead line of a face.
    Lead(Face),
    /// The body of a face.
    Body(Face),
    /// The rendering written for a channel, by its name.
    Rendering(String),
}

impl Part {
    /// The face that the text belongs to; `None` for questions.
    pub fn face(&self) -> Option<Face> {
        match self {
            Part::Question | Part::Similar(_) => None,
            Part::Lead(face) | Part::Body(face) => Some(*face),
            Part::Rendering(_) => Some(Face::Customer),
        }
    }

    /// The channel, for a rendering.
    pub fn channel(&self) -> Option<&str> {
        match self {
            Part::Rendering(channel) => Some(channel),
            _ => None,
        }
    }
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, its family first: `leak.term`, `parity.value`.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// The text it stands in.
    pub part: Part,
    /// Where in that text: bytes of the raw text, on char boundaries; empty where something is missing.
    pub at: Range<usize>,
    /// The words found, or the words missing.
    pub text: String,
    /// What could stand there instead.
    pub suggestion: Option<String>,
}
