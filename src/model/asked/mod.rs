//! What an agent typed, taken apart: free words, quoted phrases, what to leave out, and conditions such as `分类:宽带`.
//!
//! Nothing that can be typed is an error. What cannot be understood stays plain words, or is left out and named as a
//! [`Problem`], so that a search always has something to do.

mod facet;
mod piece;
mod reader;
#[cfg(test)]
mod tests;

pub use facet::Facet;

use super::day::When;
use super::stage::Stage;

/// So many chars of words and phrases are searched for; the rest is cut and said so. A spoken sentence has fewer.
pub const LONGEST_CHARS: usize = 200;
/// So many words, those of phrases included, are searched for.
pub const MOST_WORDS: usize = 40;
/// So many conditions and exclusions are heeded.
pub const MOST_FILTERS: usize = 16;
/// Chars of a condition's value and of an excluded word: no name of the house is longer, so what is was pasted and
/// is plain text.
pub const LONGEST_VALUE_CHARS: usize = 40;

/// What was typed, taken apart. Spelling is as typed: folding is the business of who searches.
///
/// Conditions on one facet mean either, on different facets both, and a negated one excludes: see [`Asked::admits`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The free text, with single spaces and without control and invisible characters. Read again, it is the same.
    pub words: String,
    /// What stood in quotes, to be found as it stands.
    pub phrases: Vec<String>,
    /// Words and phrases of which none may occur.
    pub without: Vec<String>,
    /// Conditions, each once, as typed.
    pub conditions: Vec<Condition>,
    /// What was not understood or cut off, each once.
    pub problems: Vec<Problem>,
}

impl Asked {
    /// Takes apart what was typed, in time linear in its length.
    ///
    /// - `name:value` or `name：value` with a name of [`Facet::named`] is a condition. The value goes up to the next
    ///   space or quote, or stands in quotes. With nothing behind the colon it is still being typed and is nothing.
    /// - `"…"`, `“…”`, `「…」`, `『…』` is a phrase, also in the middle of a sentence. The double quotes are one kind,
    ///   because an input method that has lost count opens with `”`. A quote without its partner is a space.
    /// - `-` or `－` at the beginning of a word, phrase or condition excludes it; but `-5℃` at the beginning of the
    ///   whole text is a number, and inside a word (`wi-fi`) it is part of it.
    /// - A value or an excluded word with a sentence's punctuation in it, or longer than [`LONGEST_VALUE_CHARS`], is
    ///   no such thing: `客户：你好，我想退订` is a line of a pasted conversation.
    pub fn parse(text: &str) -> Asked {
        reader::read(text)
    }

    /// Whether nothing is searched for; conditions and exclusions may still say what to list.
    pub fn is_wordless(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    /// Whether the conditions let something through of which `holds` tells if one is met, negation apart.
    pub fn admits(&self, holds: impl Fn(&Condition) -> bool) -> bool {
        Facet::ALL.iter().all(|&on| {
            let (excluding, wanted): (Vec<_>, Vec<_>) =
                self.conditions.iter().filter(|c| c.on == on).partition(|c| c.not);
            let is_wanted = wanted.is_empty() || wanted.into_iter().any(&holds);
            is_wanted && !excluding.into_iter().any(&holds)
        })
    }
}

/// One condition: `分类:宽带`, or its contrary `-分类:宽带`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Condition {
    /// Of what.
    pub on: Facet,
    /// The value as typed; that the house has such a name, the caller finds out.
    pub value: String,
    /// Whether it excludes.
    pub not: bool,
}

impl Condition {
    /// The day of a condition on validity; of one that [`Asked::parse`] gave there always is one.
    pub fn when(&self) -> Option<When> {
        if self.on == Facet::On { When::read(&self.value) } else { None }
    }

    /// The stage of a condition on stage; of one that [`Asked::parse`] gave there always is one.
    pub fn stage(&self) -> Option<Stage> {
        if self.on == Facet::Stage { facet::stage_named(&self.value) } else { None }
    }
}

/// What was not understood or cut off. Texts are as typed and short enough to show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Problem {
    /// The value of a condition on validity is no day; the condition is left out.
    BadDate {
        /// The value.
        text: String,
    },
    /// The value of a condition on stage is no stage; the condition is left out.
    UnknownStage {
        /// The value.
        text: String,
    },
    /// A quote has no partner; what follows it is read as if it were not there.
    UnclosedQuote,
    /// Only the first [`LONGEST_CHARS`] chars are searched for.
    TooLong {
        /// Chars of words and phrases before the cut.
        chars: usize,
    },
    /// Only the first [`MOST_WORDS`] words are searched for.
    TooManyWords {
        /// Words, those of phrases included, before the cut.
        words: usize,
    },
    /// Only the first [`MOST_FILTERS`] different conditions and exclusions are heeded.
    TooManyFilters,
}
