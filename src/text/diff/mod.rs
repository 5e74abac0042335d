//! What changed between two texts, by words: for reviewers, who must see `15元` become `19元` and not `5` become `9`.
//!
//! Lines are compared first, then the sentences of the lines that differ, then the words of the sentences that differ, so
//! that a long text costs what its changes cost. Words are found without a dictionary (only the building of an index may
//! load one): a fact is one word, so is a run of Latin letters and digits, so is each Chinese character; characters that
//! agree by chance between two changes are then taken into them. Whoever has an index knows the words of the house's texts
//! and has them left whole. Pure, and without a clock: what bounds the work is the
//! size of what is compared word by word, never the time.

use std::collections::HashMap;
use std::ops::Range;

mod align;
mod cut;
mod tidy;
mod words;

use align::Gap;
use cut::{Cut, Unit};

/// What became of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It stands in both texts.
    Same,
    /// Only the old text has it.
    Removed,
    /// Only the new text has it.
    Added,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// What became of it.
    pub fate: Fate,
    /// Where it stands in the old text, in bytes; for what was added the empty place where it would stand.
    pub old: Range<usize>,
    /// Where it stands in the new text, in bytes; for what was removed the empty place where it would stand.
    pub new: Range<usize>,
}

/// The differences of two texts, in order and without a gap: the stretches that are not added make the old text, those
/// that are not removed the new one. What is removed comes before what is added in its place.
pub fn diff(old: &str, new: &str) -> Vec<Hunk> {
    diff_by(old, new, &|_| false)
}

/// As [`diff`], with the words that `is_word` knows left whole: it is asked for runs of two to six Chinese characters across
/// the ends of a change.
pub fn diff_by(old: &str, new: &str, is_word: &dyn Fn(&str) -> bool) -> Vec<Hunk> {
    let mut edits = Vec::new();
    compare(Cut::Lines, Side { text: old, from: 0 }, Side { text: new, from: 0 }, &mut edits);
    let edits = words::whole_words((old, new), edits, is_word);
    hunks(&edits, old.len(), new.len())
}

/// A stretch of one of the texts, to be compared with one of the other.
#[derive(Clone, Copy)]
struct Side<'a> {
    text: &'a str,
    /// Where it begins in the whole text.
    from: usize,
}

impl<'a> Side<'a> {
    /// The stretch of some of its units.
    fn part(self, units: &[Unit], which: &Range<usize>) -> Side<'a> {
        let at = bytes(units, which, self.text.len());
        Side { text: self.text.get(at.clone()).unwrap_or_default(), from: self.from + at.start }
    }

    /// Its place in the whole text.
    fn at(self) -> Range<usize> {
        self.from..self.from + self.text.len()
    }
}

/// Compares two stretches by their units, and what differs by smaller ones.
fn compare(cut: Cut, old: Side<'_>, new: Side<'_>, edits: &mut Vec<Gap>) {
    let (olds, news) = (cut.units(old.text), cut.units(new.text));
    let mut known = HashMap::new();
    let (old_ids, new_ids) = (ids(&mut known, old.text, &olds), ids(&mut known, new.text, &news));
    let mut gaps = align::gaps(&old_ids, &new_ids);
    if cut == Cut::Words {
        gaps = tidy::tidy((old.text, &olds), (new.text, &news), gaps);
    }
    for gap in gaps {
        let (before, after) = (old.part(&olds, &gap.old), new.part(&news, &gap.new));
        match cut.finer() {
            Some(finer) if !before.text.is_empty() && !after.text.is_empty() => {
                compare(finer, before, after, edits);
            }
            _ => align::push(edits, Gap { old: before.at(), new: after.at() }),
        }
    }
}

/// One number for each different unit, the same in both texts.
fn ids<'t>(known: &mut HashMap<&'t str, u32>, text: &'t str, units: &[Unit]) -> Vec<u32> {
    units
        .iter()
        .map(|unit| {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(text.get(unit.at.clone()).unwrap_or_default()).or_insert(next)
        })
        .collect()
}

/// The bytes of some units of a text; where there is none, the place where they would stand.
fn bytes(units: &[Unit], which: &Range<usize>, length: usize) -> Range<usize> {
    let from = units.get(which.start).map_or(length, |unit| unit.at.start);
    let last = which.end.checked_sub(1).filter(|_| !which.is_empty()).and_then(|at| units.get(at));
    from..last.map_or(from, |unit| unit.at.end)
}

/// The edits with what lies between them.
fn hunks(edits: &[Gap], old_length: usize, new_length: usize) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    let (mut old, mut new) = (0, 0);
    let end = Gap { old: old_length..old_length, new: new_length..new_length };
    for edit in edits.iter().chain(std::iter::once(&end)) {
        let (from, to) = (edit.old.start, edit.new.start);
        out.push(Hunk { fate: Fate::Same, old: old..from, new: new..to });
        out.push(Hunk { fate: Fate::Removed, old: edit.old.clone(), new: to..to });
        (old, new) = (edit.old.end, edit.new.end);
        out.push(Hunk { fate: Fate::Added, old: old..old, new: edit.new.clone() });
    }
    out.retain(|hunk| !hunk.old.is_empty() || !hunk.new.is_empty());
    out
}

#[cfg(test)]
mod tests;
