//! Makes the differences of two rows of words readable: what agrees by chance between two changes goes into them, and what
//! was put in or taken out lies where a reader would say it does.

use std::ops::Range;

use super::align::Gap;
use super::cut::{Sort, Unit};

/// A text with its words.
type Words<'a> = (&'a str, &'a Vec<Unit>);

/// The readable form of some differences.
pub(super) fn tidy(old: Words<'_>, new: Words<'_>, gaps: Vec<Gap>) -> Vec<Gap> {
    let mut gaps = gaps;
    let end = Gap { old: old.1.len()..old.1.len(), new: new.1.len()..new.1.len() };
    let mut before = Gap { old: 0..0, new: 0..0 };
    for at in 0..gaps.len() {
        let after = gaps.get(at + 1).unwrap_or(&end).clone();
        if let Some(gap) = gaps.get_mut(at) {
            slide(old, new, gap, (&before, &after));
            before = gap.clone();
        }
    }
    let merged = merged(old.1, new.1, gaps);
    if is_other(old.1, new.1, &merged) {
        return vec![Gap { old: 0..old.1.len(), new: 0..new.1.len() }];
    }
    merged
}

/// Takes in what agrees by chance between two changes.
fn merged(old: &[Unit], new: &[Unit], gaps: Vec<Gap>) -> Vec<Gap> {
    let mut out: Vec<Gap> = Vec::new();
    for gap in gaps {
        let mut gap = gap;
        // Taken in, it makes the change before it larger, which may take in what stands before that.
        while let Some(last) = out.last()
            && is_chance(old, new, last, &gap)
        {
            gap = Gap { old: last.old.start..gap.old.end, new: last.new.start..gap.new.end };
            out.pop();
        }
        out.push(gap);
    }
    out
}

/// Whether what lies between two changes agrees by chance: it is small beside both, and neither a fact nor the end of a
/// clause is in it.
fn is_chance(old: &[Unit], new: &[Unit], one: &Gap, other: &Gap) -> bool {
    let between = old.get(one.old.end..other.old.start).unwrap_or_default();
    if between.iter().any(|unit| matches!(unit.sort, Sort::Word | Sort::Stop | Sort::Line)) {
        return false;
    }
    let size = |gap: &Gap| weight(old, &gap.old).max(weight(new, &gap.new));
    let least = size(one).min(size(other));
    let same = between.iter().filter(|unit| unit.sort == Sort::Character).count();
    // 您 between two words that were put in agrees not by chance; in 换卡费 for 补卡要 the 卡 does.
    let only_added = one.old.is_empty() && other.old.is_empty();
    let only_removed = one.new.is_empty() && other.new.is_empty();
    let small = if only_added || only_removed { same == 0 } else { same <= 1 };
    small || same * 2 <= least
}

/// How many words a range has that say something.
fn weight(units: &[Unit], at: &Range<usize>) -> usize {
    units.get(at.clone()).unwrap_or_default().iter().filter(|unit| is_said(unit)).count()
}

fn is_said(unit: &Unit) -> bool {
    matches!(unit.sort, Sort::Word | Sort::Character)
}

/// Whether so little agrees that the new words are another text: a reader would rather read one after the other.
fn is_other(old: &[Unit], new: &[Unit], gaps: &[Gap]) -> bool {
    let whole = weight(old, &(0..old.len())).max(weight(new, &(0..new.len())));
    let changed: usize = gaps.iter().map(|gap| weight(old, &gap.old)).sum();
    let same = weight(old, &(0..old.len())).saturating_sub(changed);
    gaps.len() > 1 && same * 4 < whole
}

/// Moves what was only put in, or only taken out, to the best of the places between its neighbours where it says the same:
/// 甲。乙。 into 甲。丙。乙。 puts in 丙。 and not 。丙.
fn slide(old: Words<'_>, new: Words<'_>, gap: &mut Gap, (before, after): (&Gap, &Gap)) {
    let (words, at) = match (gap.old.is_empty(), gap.new.is_empty()) {
        (true, false) => (new, gap.new.clone()),
        (false, true) => (old, gap.old.clone()),
        _ => return,
    };
    let is_same = |one: usize, other: usize| {
        let word = |n: usize| words.1.get(n).and_then(|unit| words.0.get(unit.at.clone()));
        word(one).is_some() && word(one) == word(other)
    };
    // It moves on while the word that it leaves is the one that it takes in.
    let room = gap.old.start.saturating_sub(before.old.end).min(MOST_STEPS);
    let back = (0..room).take_while(|n| is_same(at.start - n - 1, at.end - n - 1)).count();
    let room = after.old.start.saturating_sub(gap.old.end).min(MOST_STEPS);
    let on = (0..room).take_while(|n| is_same(at.start + n, at.end + n)).count();
    let first = at.start - back;
    let length = at.end - at.start;
    // Of places that are equally good the first that the comparison did not move.
    let best = (first..=at.start + on).max_by_key(|start| {
        (edge(words.1, *start) + edge(words.1, start + length), std::cmp::Reverse(start.abs_diff(at.start)))
    });
    let start = best.unwrap_or(at.start);
    let moved = |place: usize| (place + start).saturating_sub(at.start);
    gap.old = moved(gap.old.start)..moved(gap.old.end);
    gap.new = moved(gap.new.start)..moved(gap.new.end);
}

/// More than the words of any sentence; what repeats for longer has no better place.
const MOST_STEPS: usize = 64;

/// How good a place is for the edge of a change: the word before it decides.
fn edge(units: &[Unit], at: usize) -> u8 {
    let Some(before) = at.checked_sub(1).and_then(|n| units.get(n)) else { return 4 };
    match before.sort {
        Sort::Line => 4,
        Sort::Stop => 3,
        Sort::Space => 2,
        Sort::Word => 1,
        Sort::Character | Sort::Sign => 0,
    }
}
