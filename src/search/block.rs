//! One stretch of an article's time as a candidate: the evidence for it and what that comes to.

use tantivy::{DocId, Score};

use super::clue::{ClueSort, Clues};
use super::tuning::ALL;
use super::weigh::Weighed;
use crate::model::Route;

/// One stretch of an article's time with the evidence for it.
pub(super) struct Block {
    /// Number of the segment.
    pub segment: usize,
    /// The text's document, the first of the block.
    pub first: DocId,
    /// The best question and what it is worth.
    pub best: Option<(DocId, Weighed)>,
    /// What the text is worth.
    pub text: Score,
    /// Numbers of the clues that match in the text, and what each is worth.
    pub text_matched: Vec<(usize, Score)>,
}

impl Block {
    /// A block of which nothing is known yet.
    pub fn new(segment: usize, first: DocId) -> Block {
        Block { segment, first, best: None, text: 0.0, text_matched: Vec::new() }
    }

    /// The parts of the query that it answers to, as bits.
    pub fn units(&self, clues: &Clues) -> u64 {
        self.best.as_ref().map_or(0, |(_, w)| w.units) | clues.units_in_text(&self.text_matched)
    }

    /// What it multiplies that all of the query, or so much of it, is answered.
    pub fn answers(&self, clues: &Clues) -> Score {
        let typed = || clues.list.iter().enumerate().filter(|(_, c)| c.is_typed());
        let matched = |at: usize| {
            self.best.as_ref().is_some_and(|(_, w)| w.matched.iter().any(|(n, _)| *n == at))
                || self.text_matched.iter().any(|(n, _)| *n == at)
        };
        let all: Score = typed().map(|(_, c)| c.tells).sum();
        let told: Score = typed().filter(|(at, _)| matched(*at)).map(|(_, c)| c.tells).sum();
        let loosely = self.best.as_ref().map_or(0.0, |(_, w)| w.likened);
        let share = (told / all.max(0.001)).max(loosely);
        1.0 + ALL * share * share
    }

    /// The whole score.
    pub fn score(&self, clues: &Clues) -> Score {
        let best = self.best.as_ref().map_or(0.0, |(_, weighed)| weighed.score);
        (best + self.text) * self.answers(clues)
    }

    /// The way by which most of the evidence came.
    pub fn route(&self, clues: &Clues) -> Route {
        let weighed = self.best.as_ref().map(|(_, weighed)| weighed);
        if weighed.is_some_and(|w| w.whole) {
            return Route::Exact;
        }
        if let Some(w) = weighed.filter(|w| w.loose_helps) {
            return w.by_likeness();
        }
        let words = weighed.map_or(0.0, |w| w.words) + self.text;
        if let Some(w) = weighed.filter(|w| w.sound > words) {
            return w.by_sound();
        }
        let matched = || {
            let in_question = weighed.into_iter().flat_map(|w| &w.matched);
            in_question.chain(&self.text_matched).filter_map(|(n, _)| clues.list.get(*n)).map(|c| c.sort)
        };
        let only = |sort: ClueSort| matched().all(|s| s == sort);
        if only(ClueSort::Completion) {
            Route::Prefix
        } else if only(ClueSort::Term) {
            Route::Term
        } else if only(ClueSort::Number) {
            Route::Number
        } else {
            Route::Text
        }
    }
}
