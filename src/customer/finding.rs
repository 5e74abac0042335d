//! What a rule found in an article.

use std::ops::Range;

use crate::model::{Face, short_hash, words};

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

    /// Its name in keys and files: `question`, `similar`, `internal.lead`, `customer.body`, `customer.sms`. Similar questions
    /// have one name, whatever their number: they are moved about.
    pub fn word(&self) -> String {
        match self {
            Part::Question => "question".to_owned(),
            Part::Similar(_) => "similar".to_owned(),
            Part::Lead(face) => format!("{face}.lead"),
            Part::Body(face) => format!("{face}.body"),
            Part::Rendering(channel) => format!("{}.{channel}", Face::Customer),
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

/// A text of more chars than this stands in a key as its hash.
const KEY_CHARS: usize = 60;

impl Finding {
    /// What a waiver names: the rule, the part and the words, not the place. It stays the same while other words of the text
    /// change, and it holds for the same words wherever they stand in the part.
    pub fn key(&self) -> String {
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = if text.chars().count() > KEY_CHARS { short_hash(text.as_bytes()) } else { text };
        format!("{} {} {text}", self.rule, self.part.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(part: Part, at: Range<usize>, text: &str) -> Finding {
        let rule = "leak.term".to_owned();
        Finding { rule, severity: Severity::Warning, part, at, text: text.to_owned(), suggestion: None }
    }

    #[test]
    fn a_key_is_of_the_words_and_not_of_the_place() {
        let body = Part::Body(Face::Customer);
        let key = finding(body.clone(), 0..6, "拆机").key();
        assert_eq!(key, "leak.term customer.body 拆机");
        assert_eq!(key, finding(body.clone(), 30..36, "拆机").key());
        assert_ne!(key, finding(Part::Lead(Face::Customer), 0..6, "拆机").key());
        assert_ne!(key, finding(body, 0..6, "移机").key());
        assert_eq!(
            finding(Part::Similar(3), 0..6, "拆机").key(),
            finding(Part::Similar(0), 0..6, "拆机").key()
        );
        assert_eq!(finding(Part::Rendering("sms".into()), 0..6, "拆机").key(), "leak.term customer.sms 拆机");
    }

    #[test]
    fn a_long_text_stands_in_a_key_as_its_hash_and_line_ends_do_not_count() {
        let long = "请您先确认没有欠费".repeat(20);
        let key = finding(Part::Question, 0..3, &long).key();
        assert_eq!(key.chars().count(), "leak.term question ".len() + 32);
        assert_ne!(key, finding(Part::Question, 0..3, &format!("{long}。")).key());
        let broken = finding(Part::Question, 0..3, "先查\n 余额").key();
        assert_eq!(broken, "leak.term question 先查 余额");
    }
}
