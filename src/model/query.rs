//! What was asked and what was found.

use super::scope::Scope;
use super::stage::words;

/// So many rows the desk asks for: enough for any window, few enough to be hydrated at once.
pub const DESK_ROWS: usize = 30;

/// A search: what the agent typed, where the contact stands, how many rows are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub text: String,
    /// The contact's scope; an empty axis does not filter.
    pub scope: Scope,
    /// At most so many rows.
    pub limit: usize,
}

impl Query {
    /// A query without scope.
    pub fn of(text: &str, limit: usize) -> Query {
        Query { text: text.to_owned(), scope: Scope::default(), limit }
    }
}

words! {
    /// The way by which a hit was found.
    Route {
        /// By its id.
        Id = "id",
        /// The whole question.
        Exact = "exact",
        /// By words and characters.
        Text = "text",
        /// By a word still being typed.
        Prefix = "prefix",
        /// By letters that spell it out.
        Pinyin = "pinyin",
        /// By first letters.
        Initials = "initials",
        /// By a number written otherwise.
        Number = "number",
        /// By a word of the term table, or the Mainland's word for Taiwan's.
        Term = "term",
        /// By characters in the same order, with others between them.
        Order = "order",
        /// By characters that sound alike.
        Sound = "sound",
        /// By characters that look alike.
        Shape = "shape",
    }
}

/// An index result: which revision, how good, and by which way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Row number of the article.
    pub article: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// Which question matched best: 0 is the standard question, n the nth similar one.
    pub question: u32,
    /// Articles with the same standard question share a group: variants.
    pub group: u64,
    /// Comparable within one query only.
    pub score: f32,
    /// The parts of the query that it does not answer to, as bits: the lowest is the first part.
    pub missing: u64,
    /// The way.
    pub route: Route,
}

impl Hit {
    /// Whether it answers to all of the query, and by what was typed: nothing was given up to find it.
    pub fn is_full(&self) -> bool {
        self.missing == 0 && !matches!(self.route, Route::Order | Route::Sound | Route::Shape | Route::Term)
    }
}

/// A stretch of text that matched, as a range of bytes on char boundaries.
pub type Mark = std::ops::Range<usize>;
