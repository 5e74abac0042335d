//! How much what stands around two facts is alike: by it a customer fact finds its counterpart in the internal text.

use std::collections::HashMap;
use std::hash::Hasher as _;

use super::super::place::Place;
use super::hash::{Mixed, Mixer};
use super::said::Said;

/// Significant chars that are looked at before a fact, and behind it, in its row and in its heading.
const BEFORE_CHARS: usize = 14;
const BEHIND_CHARS: usize = 8;

/// Facts of the same line that are looked at on each side.
const NEIGHBOURS: usize = 3;

/// What is shared by more facts than this tells nothing apart; it also bounds the work.
const MOST_SHARED: usize = 24;

/// Less than this around a fact is too little to speak for anything.
const LEAST_TOLD: u32 = 48;

/// What stands around a fact, in pieces: pairs of chars, and the values of its neighbours, each with its weight.
#[derive(Debug, Clone, Default)]
pub(in crate::customer) struct Around {
    pieces: Vec<(u64, u32)>,
}

/// The surroundings of the facts of a text, one for each.
pub(in crate::customer) fn arounds(said: &[Said], places: &[Place<'_>]) -> Vec<Around> {
    let values: Vec<u64> = said.iter().map(value).collect();
    let mut out = Vec::with_capacity(places.len());
    for (n, place) in places.iter().enumerate() {
        let mut around = Around { pieces: Vec::with_capacity(32) };
        around.pairs(place.before.chars().rev(), BEFORE_CHARS);
        around.pairs(place.behind.chars(), BEHIND_CHARS);
        around.pairs(place.row.chars(), BEFORE_CHARS);
        around.pairs(place.heading.chars(), BEFORE_CHARS);
        let beside = |at: &usize| places.get(*at).is_some_and(|other| other.line == place.line);
        let before = (1..=NEIGHBOURS).map_while(|step| n.checked_sub(step)).take_while(beside);
        let behind = (1..=NEIGHBOURS).map(|step| n + step).take_while(beside);
        for value in before.chain(behind).filter_map(|at| values.get(at)) {
            around.put(*value, 4);
        }
        out.push(around);
    }
    out
}

fn value(said: &Said) -> u64 {
    let mut hasher = Mixer::default();
    hasher.write_u64(said.family as u64);
    hasher.write(said.base.as_bytes());
    hasher.finish()
}

impl Around {
    /// Pairs of neighbouring chars, the nearest first; what is near tells more. Which of a pair comes first tells nothing:
    /// 月费59元 and 59元月费 are the same.
    fn pairs(&mut self, chars: impl Iterator<Item = char>, most: usize) {
        let mut last: Option<char> = None;
        for (n, c) in chars.filter(|c| is_han(*c) || c.is_alphanumeric()).take(most).enumerate() {
            let c = c.to_ascii_lowercase();
            if let Some(last) = last {
                let (a, b) = if last < c { (last, c) } else { (c, last) };
                let weight = match n {
                    1..=3 => 4,
                    4..=7 => 3,
                    _ => 2,
                };
                self.put((u64::from(u32::from(a)) << 32) | u64::from(u32::from(b)), weight);
            }
            last = Some(c);
        }
    }

    fn put(&mut self, piece: u64, weight: u32) {
        match self.pieces.iter_mut().find(|(known, _)| *known == piece) {
            Some((_, known)) => *known = weight.max(*known),
            None => self.pieces.push((piece, weight)),
        }
    }
}

/// The surroundings of the internal facts, by piece.
#[derive(Debug, Default)]
pub(in crate::customer) struct Surroundings {
    by_piece: HashMap<u64, Sharing, Mixed>,
    /// The facts that share a piece, each with the place of the one before it.
    links: Vec<(usize, usize)>,
    facts: usize,
}

/// How many facts share a piece, and the place of the last of them.
#[derive(Debug, Clone, Copy)]
struct Sharing {
    count: usize,
    last: usize,
}

/// What speaks for each internal fact, in percent; to be used again for the next one.
#[derive(Debug, Default)]
pub(in crate::customer) struct Alike {
    scores: Vec<u32>,
    touched: Vec<usize>,
}

impl Alike {
    /// What speaks for an internal fact.
    pub(in crate::customer) fn of(&self, n: usize) -> u32 {
        self.scores.get(n).copied().unwrap_or(0)
    }

    /// The internal facts for which anything speaks.
    pub(in crate::customer) fn all(&self) -> impl Iterator<Item = (usize, u32)> {
        self.touched.iter().map(|n| (*n, self.of(*n)))
    }
}

impl Surroundings {
    pub(in crate::customer) fn of(arounds: &[Around]) -> Surroundings {
        let pieces = arounds.iter().map(|around| around.pieces.len()).sum();
        let mut by_piece: HashMap<u64, Sharing, Mixed> =
            HashMap::with_capacity_and_hasher(pieces, Mixed::default());
        let mut links = Vec::with_capacity(pieces);
        for (n, around) in arounds.iter().enumerate() {
            for (piece, _) in &around.pieces {
                let sharing = by_piece.entry(*piece).or_insert(Sharing { count: 0, last: usize::MAX });
                links.push((n, sharing.last));
                *sharing = Sharing { count: sharing.count + 1, last: links.len() - 1 };
            }
        }
        Surroundings { by_piece, links, facts: arounds.len() }
    }

    /// Tells for the internal facts that share something with what stands around a fact how much of all that is shared with
    /// any of them speaks for each.
    pub(in crate::customer) fn like(&self, around: &Around, alike: &mut Alike) {
        alike.scores.resize(self.facts, 0);
        for n in alike.touched.drain(..) {
            if let Some(score) = alike.scores.get_mut(n) {
                *score = 0;
            }
        }
        let mut whole = 0;
        for (piece, weight) in &around.pieces {
            let Some(sharing) = self.by_piece.get(piece).filter(|s| s.count <= MOST_SHARED) else { continue };
            let told = weight * rarity(sharing.count);
            whole += told;
            let mut at = sharing.last;
            while let Some((n, before)) = self.links.get(at) {
                if let Some(score) = alike.scores.get_mut(*n) {
                    if *score == 0 {
                        alike.touched.push(*n);
                    }
                    *score += told;
                }
                at = *before;
            }
        }
        for n in &alike.touched {
            if let Some(score) = alike.scores.get_mut(*n) {
                *score = *score * 100 / whole.max(LEAST_TOLD);
            }
        }
    }
}

/// Most of what stands around a fact; the whole table of letters is slow to look up.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// What few facts share tells more.
fn rarity(known: usize) -> u32 {
    match known {
        1 => 4,
        2 => 3,
        3 | 4 => 2,
        _ => 1,
    }
}
