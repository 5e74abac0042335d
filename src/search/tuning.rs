//! The numbers that ranking was tuned to, judged by `zhixi eval`, and what a house or a judge may choose.

use std::sync::Arc;

use tantivy::Score;

use crate::text::segment::Segmenter;

/// What a house may choose, and what only `eval` does.
#[derive(Clone)]
pub struct Taste {
    /// Whether confused pairs of sounds (zh z, n l, ang an …) are taken for one another.
    pub blur: bool,
    /// Cuts queries into words with the dictionary itself, as the index was; without it the index's own words serve.
    /// For comparison only: loading a dictionary costs more than a thousand queries.
    pub segmenter: Option<Arc<Segmenter>>,
}

impl Default for Taste {
    fn default() -> Taste {
        Taste { blur: true, segmenter: None }
    }
}

/// Questions fetched by characters and words.
pub(super) const QUESTIONS: usize = 100;
/// Texts fetched.
pub(super) const TEXTS: usize = 50;
/// Questions fetched by sound.
pub(super) const HEARD: usize = 80;
/// At most so many postings of questions, and as many of texts, are read to fetch candidates; the rarest tokens first.
pub(super) const POSTINGS: u64 = 20_000;
/// But at least so many tokens of questions.
pub(super) const FEWEST: usize = 4;
/// Single characters help to fetch questions as long as they are in so few together.
pub(super) const ONES_POSTINGS: u64 = 20_000;
/// What the longest run in common adds, as its share of the query squared.
pub(super) const PHRASE: Score = 0.5;
/// What it adds that the query fills the question.
pub(super) const FILLED: Score = 0.8;
/// What it adds that the longest run begins the question.
pub(super) const BEGINS: Score = 0.1;
/// What the whole question adds.
pub(super) const WHOLE: Score = 0.5;
/// What it adds that the article answers to all that was typed, as its share squared.
pub(super) const ALL: Score = 0.5;
/// Weight of a match by likeness, or by picked characters, beside a match by sound.
pub(super) const LOOSE: Score = 0.5;
/// Share that counts where not all letters stand for something.
pub(super) const SOUND_PART: Score = 0.6;
/// Weight of pairs of Latin words beside the words themselves.
pub(super) const LATIN_PAIR: Score = 0.5;
/// Hits below this share of the best score are noise.
pub(super) const FLOOR: Score = 0.12;
