//! Why an article stands where it stands, or is not shown at all.

use tantivy::Score;

use super::block::Block;
use super::clue::{ClueSort, Clues};
use super::filter::Refusal;
use super::weigh::Weighed;
use crate::model::Route;

/// Where something matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the question that matched best.
    Question,
    /// In category, leads, bodies, tags or id.
    Text,
}

/// A part of the query with its share of the score.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The part of the query.
    pub what: String,
    /// Where it matched.
    pub place: Place,
    /// By which way.
    pub route: Route,
    /// Its share; all shares add up to the score.
    pub score: f32,
}

/// The evidence for one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Row number of the revision that was looked at.
    pub revision: i64,
    /// The question that matched best: 0 is the standard one.
    pub question: u32,
    /// The whole score.
    pub score: f32,
    /// What matched, the greatest share first.
    pub shares: Vec<Share>,
    /// What the order of the words, and that the question is filled, multiplies.
    pub order: f32,
    /// What it multiplies that the article answers to all of the query.
    pub all: f32,
    /// Parts of the query that it does not answer to.
    pub missing: Vec<String>,
    /// Why the filter keeps it back.
    pub refusal: Option<Refusal>,
}

/// The shares of a block's evidence; `answered` has a bit for each part of the query that the article answers to. What is
/// found of the others is named for what it is: a character of a word is not the word.
pub(super) fn shares(block: &Block, clues: &Clues, answered: u64, all: Score) -> Vec<Share> {
    let mut out: Vec<Share> = Vec::new();
    let mut add = |what: String, place: Place, route: Route, score: Score| {
        if score <= 0.0 {
            return;
        }
        match out.iter_mut().find(|s| s.what == what && s.place == place && s.route == route) {
            Some(known) => known.score += score,
            None => out.push(Share { what, place, route, score }),
        }
    };
    let name = |number: usize| {
        clues.list.get(number).map_or_else(String::new, |clue| {
            let mut units = clues.units.iter().enumerate();
            let unit = units.find(|(_, u)| u.at.start <= clue.at.start && clue.at.end <= u.at.end);
            let of_unit = !matches!(clue.sort, ClueSort::Completion | ClueSort::Term);
            let whole = unit.filter(|(n, _)| of_unit && (*n >= 64 || answered & (1 << n) != 0));
            whole.map_or_else(|| clue.text.clone(), |(_, u)| u.text.clone())
        })
    };
    let route = |number: usize| match clues.list.get(number).map(|c| c.sort) {
        Some(ClueSort::Completion) => Route::Prefix,
        Some(ClueSort::Term) => Route::Term,
        Some(ClueSort::Number) => Route::Number,
        _ => Route::Text,
    };
    if let Some((_, w)) = &block.best {
        for &(number, score) in &w.matched {
            add(name(number), Place::Question, route(number), score * w.order * all);
        }
        add(heard(w, clues), Place::Question, w.by_sound(), w.sound * w.order * all);
        add(likened(w, clues), Place::Question, w.by_likeness(), w.loose * all);
    }
    for &(number, score) in &block.text_matched {
        add(name(number), Place::Text, route(number), score * all);
    }
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.what.cmp(&b.what)));
    out
}

/// The letters that were heard.
fn heard(weighed: &Weighed, clues: &Clues) -> String {
    let typed: Vec<&str> = clues
        .runs
        .iter()
        .zip(&weighed.runs)
        .filter(|(_, found)| found.is_some())
        .map(|(run, _)| run.as_str())
        .collect();
    typed.join(" ")
}

/// The characters that others stand for.
fn likened(weighed: &Weighed, clues: &Clues) -> String {
    let mut places: Vec<usize> =
        weighed.loosely.iter().flat_map(|a| &a.steps).flat_map(|s| s.typed.clone()).collect();
    places.sort_unstable();
    places.iter().filter_map(|at| clues.folded.get(*at)).collect()
}
