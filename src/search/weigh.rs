//! The second stage: full evidence on the few candidates, read from the question's own characters.

use tantivy::Score;

use super::align::{Alignment, Heard, How, Room, Typed, align};
use super::analyze::{GramSort, LatinWords, grams};
use super::clue::{Clue, ClueSort, Clues};
use super::query::Prepared;
use super::tuning::{BEGINS, FILLED, LOOSE, PHRASE, SOUND_PART, WHOLE};
use crate::model::Route;
use crate::text::fold::{is_han, is_word};
use crate::text::number::numbers;

/// What a question is worth to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Weighed {
    /// The whole score.
    pub score: Score,
    /// By characters and words.
    pub words: Score,
    /// By sound.
    pub sound: Score,
    /// What the order of the words multiplies.
    pub order: Score,
    /// Whether the query is the whole question.
    pub whole: bool,
    /// Numbers of the clues that match, and what each is worth.
    pub matched: Vec<(usize, Score)>,
    /// For each run of letters how it lies along the question.
    pub runs: Vec<Option<Alignment>>,
    /// What characters in order are worth that are not the same or not together, and how they lie.
    pub loose: Score,
    /// The share of what was typed that lies loosely along the question.
    pub likened: Score,
    /// Whether the loose match answers to a part of the query that nothing else answers to.
    pub loose_helps: bool,
    /// For each run of characters how it lies loosely along the question.
    pub loosely: Vec<Alignment>,
    /// The parts of the query that the question answers to, as bits.
    pub units: u64,
}

impl Weighed {
    /// How most of what was heard was typed.
    pub fn by_sound(&self) -> Route {
        let count =
            |how: How| self.runs.iter().flatten().flat_map(|a| &a.steps).filter(|s| s.how == how).count();
        if count(How::Pinyin) >= count(How::Initial) { Route::Pinyin } else { Route::Initials }
    }

    /// How the loose match is loose.
    pub fn by_likeness(&self) -> Route {
        let has = |how: How| self.loosely.iter().flat_map(|a| &a.steps).any(|s| s.how == how);
        match (has(How::Sound), has(How::Shape)) {
            (true, _) => Route::Sound,
            (_, true) => Route::Shape,
            _ => Route::Order,
        }
    }
}

/// Weighs questions for one query, one after the other.
pub(super) struct Weigher<'a> {
    prepared: &'a Prepared,
    clues: &'a Clues,
    blur: bool,
    /// What was typed without spaces, punctuation and fillers.
    core: Vec<char>,
    /// Runs of two and more Chinese characters in it, and where each begins.
    han: Vec<(usize, Typed)>,
    /// The runs that hold letters, those that cannot be pinyin left out.
    runs: Vec<Option<Typed>>,
    /// Whether some clue needs the question's Latin words.
    wants_latin: bool,
    wants_numbers: bool,
    begins: Begins,
    counts: Vec<u32>,
    covered: Vec<bool>,
    row: Vec<u16>,
    room: Room,
}

impl<'a> Weigher<'a> {
    pub fn new(prepared: &'a Prepared, clues: &'a Clues, blur: bool) -> Weigher<'a> {
        let says = |at: &usize| prepared.content.get(*at) == Some(&true);
        let core: Vec<char> =
            prepared.folded.iter().enumerate().filter(|(at, _)| says(at)).map(|(_, c)| *c).collect();
        let mut han: Vec<(usize, Vec<char>)> = Vec::new();
        for (at, c) in prepared.folded.iter().enumerate().filter(|(at, c)| says(at) && is_han(**c)) {
            match han.last_mut().filter(|(from, run)| from + run.len() == at) {
                Some((_, run)) => run.push(*c),
                None => han.push((at, vec![*c])),
            }
        }
        han.retain(|(_, run)| run.len() > 1);
        let han = han.into_iter().map(|(at, run)| (at, Typed::new(&run))).collect();
        let sounding = prepared.runs.iter().zip(&clues.sounds);
        let runs =
            sounding.map(|(run, tokens)| (!tokens.is_empty()).then(|| Typed::new(&run.typed))).collect();
        let latin = |c: &Clue| c.question.is_some() && !c.chars.iter().all(|c| is_han(*c));
        Weigher {
            wants_latin: clues.list.iter().any(latin),
            wants_numbers: clues.list.iter().any(|c| c.chars.first().is_some_and(char::is_ascii_digit)),
            begins: Begins::of(clues),
            prepared,
            clues,
            blur,
            core,
            han,
            runs,
            counts: Vec::new(),
            covered: Vec::new(),
            row: Vec::new(),
            room: Room::default(),
        }
    }

    /// What a question is worth. `grams_norm` and `words_norm` are the ids of its lengths.
    pub fn question(&mut self, letters: &[char], grams_norm: u8, words_norm: u8) -> Weighed {
        self.count(letters);
        let mut weighed = Weighed::default();
        for (number, (clue, &count)) in self.clues.list.iter().zip(&self.counts).enumerate() {
            let Some((_, weight)) = clue.question.as_ref().filter(|_| count > 0) else { continue };
            let norm = if clue.sort == ClueSort::Word { words_norm } else { grams_norm };
            let score = weight.score(norm, count);
            weighed.words += score;
            weighed.matched.push((number, score));
        }
        if self.runs.iter().any(Option::is_some) {
            let heard = Heard::new(letters);
            for run in &self.runs {
                let Some(run) = run else {
                    weighed.runs.push(None);
                    continue;
                };
                let found = align(run, &heard, self.blur, false, &mut self.room)
                    .filter(|a| a.used * 10 >= run.len() * 7);
                if let Some(a) = &found {
                    let length = 1.0 / (0.6 + 0.4 * score_of(heard.len()) / 12.0);
                    let all = if a.used == run.len() { 1.0 } else { SOUND_PART };
                    weighed.sound += a.worth * length * all * self.clues.sound_weight;
                }
                weighed.runs.push(found);
            }
        }
        let (longest, at) = self.longest_common(letters);
        let core = self.core.len().max(1);
        let question = letters.iter().filter(|c| is_word(**c)).count().max(1);
        let share = score_of(longest) / score_of(core);
        let covered = self.covered.iter().filter(|c| **c).count().min(core);
        let filled = score_of(covered.max(longest)) / score_of(question);
        let answered = score_of(covered.max(longest)) / score_of(core);
        weighed.whole = longest == core && longest == question;
        weighed.order = 1.0 + PHRASE * share * share + FILLED * answered * filled;
        if at == 0 {
            weighed.order += BEGINS * share * share;
        }
        if weighed.whole {
            weighed.order += WHOLE;
        }
        weighed.score = (weighed.words + weighed.sound) * weighed.order;
        weighed.units = self.units(letters, &weighed);
        weighed
    }

    /// Adds what characters in order are worth that are not the same, or not together.
    pub fn loosen(&mut self, letters: &[char], weighed: &mut Weighed) {
        let heard = Heard::new(letters);
        for (from, run) in &self.han {
            let enough = |used: usize| used == run.len() || (run.len() > 3 && used * 4 >= run.len() * 3);
            if !enough(heard.at_most(run)) {
                continue;
            }
            let Some(mut found) = align(run, &heard, self.blur, true, &mut self.room) else { continue };
            let unlike = found.steps.iter().filter(|s| s.how != How::Same).count();
            // Picked characters must lie near one another, or they are no abbreviation.
            let near = found.gaps <= 1 + run.len() / 2;
            if !enough(found.used) || !near || (unlike == 0 && found.gaps == 0) || unlike * 2 > run.len() {
                continue;
            }
            for step in &mut found.steps {
                step.typed = step.typed.start + from..step.typed.end + from;
            }
            let length = 1.0 / (0.6 + 0.4 * score_of(heard.len()) / 12.0);
            weighed.loose += found.worth * length * LOOSE * self.clues.sound_weight;
            weighed.loosely.push(found);
        }
        if weighed.loose > 0.0 {
            let used: usize = weighed.loosely.iter().map(|a| a.used).sum();
            weighed.likened = score_of(used) / score_of(self.core.len().max(1));
            weighed.score += weighed.loose;
            let before = weighed.units;
            weighed.units = self.units(letters, weighed);
            weighed.loose_helps = weighed.units != before;
        }
    }

    /// The parts of the query that a question answers to, as bits.
    fn units(&self, letters: &[char], weighed: &Weighed) -> u64 {
        let mut bits = 0;
        for (number, unit) in self.clues.units.iter().enumerate().take(64) {
            let by_itself = unit.is_han() && stands_in(letters, &unit.chars);
            let by_clue = || {
                weighed
                    .matched
                    .iter()
                    .filter_map(|(n, _)| self.clues.list.get(*n))
                    .any(|clue| clue.stands_for(unit))
            };
            let by_sound = || {
                self.prepared.runs.iter().zip(&weighed.runs).any(|(run, found)| {
                    found.as_ref().is_some_and(|a| {
                        a.used == run.typed.len() && unit.at.clone().all(|at| run.places.contains(&at))
                    })
                })
            };
            let loosely = || {
                let steps = weighed.loosely.iter().flat_map(|a| &a.steps);
                let typed: Vec<usize> = steps.flat_map(|s| s.typed.clone()).collect();
                unit.at.clone().all(|at| typed.contains(&at))
            };
            if by_itself || by_clue() || by_sound() || loosely() {
                bits |= 1 << number;
            }
        }
        bits
    }

    /// How often each clue stands in the question.
    fn count(&mut self, letters: &[char]) {
        let counts = &mut self.counts;
        counts.clear();
        counts.resize(self.clues.list.len(), 0);
        let covered = &mut self.covered;
        covered.clear();
        covered.resize(letters.len(), false);
        for (at, c) in letters.iter().enumerate() {
            for number in self.begins.with(*c) {
                let Some(clue) = self.clues.list.get(number) else { continue };
                if letters.get(at..at + clue.chars.len()) != Some(&clue.chars) {
                    continue;
                }
                counts.get_mut(number).into_iter().for_each(|count| *count += 1);
                if clue.sort == ClueSort::Two {
                    covered.iter_mut().skip(at).take(2).for_each(|c| *c = true);
                }
            }
        }
        if !self.wants_latin && !self.wants_numbers {
            return;
        }
        let mut tell = |token: &[char]| {
            let mut known = false;
            for (clue, count) in self.clues.list.iter().zip(counts.iter_mut()) {
                if clue.question.is_some() && clue.chars == token {
                    *count += 1;
                    known = true;
                }
            }
            known
        };
        let mut latin = LatinWords::default();
        for gram in grams(letters).into_iter().filter(|g| g.sort == GramSort::Latin) {
            let Some(token) = letters.get(gram.at.clone()) else { continue };
            if tell(token) {
                covered.iter_mut().take(gram.at.end).skip(gram.at.start).for_each(|c| *c = true);
            }
            latin.next(&gram.at, token, |extra, _| {
                tell(extra);
            });
        }
        if self.wants_numbers {
            for number in numbers(letters) {
                tell(&number.digits.chars().collect::<Vec<char>>());
            }
        }
    }

    /// The longest run of the query that stands in the question, in chars, and where in the question it begins.
    /// Spaces and punctuation count on neither side.
    fn longest_common(&mut self, letters: &[char]) -> (usize, usize) {
        let n = self.core.len();
        self.row.clear();
        self.row.resize(n + 1, 0);
        let (mut best, mut end) = (0, 0);
        for (j, c) in letters.iter().filter(|c| is_word(**c)).enumerate() {
            for (i, q) in self.core.iter().enumerate().rev() {
                let before = self.row.get(i).copied().unwrap_or(0);
                let now = if q == c { before + 1 } else { 0 };
                if let Some(slot) = self.row.get_mut(i + 1) {
                    *slot = now;
                }
                if now > best {
                    best = now;
                    end = j + 1;
                }
            }
        }
        (usize::from(best), end - usize::from(best).min(end))
    }
}

/// Clues of Chinese characters by the first of them: a question is gone through once and not once for every clue.
struct Begins {
    /// In order of the characters.
    clues: Vec<(char, usize)>,
    /// Remainders of the characters, as bits: most of a question's are not among them.
    some: u64,
}

impl Begins {
    fn of(clues: &Clues) -> Begins {
        let is_han = |clue: &Clue| clue.chars.iter().all(|c| is_han(*c));
        let asked = clues.list.iter().enumerate().filter(|(_, clue)| clue.question.is_some() && is_han(clue));
        let mut clues: Vec<(char, usize)> =
            asked.filter_map(|(number, clue)| Some((*clue.chars.first()?, number))).collect();
        clues.sort_unstable();
        Begins { some: clues.iter().fold(0, |some, (c, _)| some | Begins::bit(*c)), clues }
    }

    fn bit(c: char) -> u64 {
        1 << (u32::from(c) % 64)
    }

    /// The numbers of the clues that begin with a character.
    fn with(&self, c: char) -> impl Iterator<Item = usize> {
        let from = if self.some & Begins::bit(c) == 0 {
            self.clues.len()
        } else {
            self.clues.partition_point(|(first, _)| *first < c)
        };
        let begun = self.clues.iter().skip(from).take_while(move |(first, _)| *first == c);
        begun.map(|(_, number)| *number)
    }
}

/// Whether a token stands in a text.
fn stands_in(text: &[char], token: &[char]) -> bool {
    !token.is_empty() && text.windows(token.len()).any(|part| part == token)
}

pub(super) fn score_of(n: usize) -> Score {
    Score::from(u16::try_from(n).unwrap_or(u16::MAX))
}
