//! Which units two lists have in common, in the same order.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Where two lists differ: units of the old one that the new one has others for. Either may be empty, not both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// Most units of both lists together that are compared by Myers' method: its cost grows with their square when they have
/// little in common. Larger lists are first parted at units that both have once (the idea of the patience diff); what is
/// left between them and still larger has nothing in common that a reader would look for.
const MOST: usize = 2_000;

/// How often a list is parted again at units that are single only within their part.
const MOST_DEPTH: usize = 4;

/// The places where two lists differ, in order.
pub(super) fn gaps(old: &[u32], new: &[u32]) -> Vec<Gap> {
    let mut out: Vec<Gap> = Vec::new();
    within(old, new, &Gap { old: 0..old.len(), new: 0..new.len() }, MOST_DEPTH, &mut out);
    out
}

fn within(old: &[u32], new: &[u32], region: &Gap, depth: usize, out: &mut Vec<Gap>) {
    let region = trimmed(old, new, region);
    let (olds, news) = (part(old, &region.old), part(new, &region.new));
    if olds.is_empty() || news.is_empty() {
        push(out, region);
        return;
    }
    if olds.len() + news.len() <= MOST {
        for op in capture_diff_slices(Algorithm::Myers, olds, news) {
            let (tag, from, to) = op.as_tag_tuple();
            if tag != DiffTag::Equal {
                push(out, Gap { old: moved(&from, region.old.start), new: moved(&to, region.new.start) });
            }
        }
        return;
    }
    let anchors = if depth == 0 { Vec::new() } else { anchors(olds, news) };
    if anchors.is_empty() {
        push(out, region);
        return;
    }
    let (mut old_at, mut new_at) = (region.old.start, region.new.start);
    for (from, to) in anchors {
        let (from, to) = (region.old.start + from, region.new.start + to);
        within(old, new, &Gap { old: old_at..from, new: new_at..to }, depth - 1, out);
        (old_at, new_at) = (from + 1, to + 1);
    }
    within(old, new, &Gap { old: old_at..region.old.end, new: new_at..region.new.end }, depth - 1, out);
}

/// Adds a gap; one that touches the last goes on with it.
pub(super) fn push(out: &mut Vec<Gap>, gap: Gap) {
    if gap.old.is_empty() && gap.new.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(last) if last.old.end == gap.old.start && last.new.end == gap.new.start => {
            (last.old.end, last.new.end) = (gap.old.end, gap.new.end);
        }
        _ => out.push(gap),
    }
}

/// A region without what its two parts have in common at both ends.
fn trimmed(old: &[u32], new: &[u32], region: &Gap) -> Gap {
    let (olds, news) = (part(old, &region.old), part(new, &region.new));
    let head = olds.iter().zip(news).take_while(|(a, b)| a == b).count();
    let (olds, news) = (olds.get(head..).unwrap_or_default(), news.get(head..).unwrap_or_default());
    let tail = olds.iter().rev().zip(news.iter().rev()).take_while(|(a, b)| a == b).count();
    Gap {
        old: region.old.start + head..region.old.end - tail,
        new: region.new.start + head..region.new.end - tail,
    }
}

/// Pairs of places of the units that both lists have exactly once, in the order of both: the longest such row.
fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let mut places: HashMap<u32, [Option<usize>; 2]> = HashMap::new();
    let mut repeated: [HashMap<u32, ()>; 2] = [HashMap::new(), HashMap::new()];
    for (side, list) in [old, new].into_iter().enumerate() {
        for (at, unit) in list.iter().enumerate() {
            let known = places.entry(*unit).or_default();
            if let (Some(place), Some(repeated)) = (known.get_mut(side), repeated.get_mut(side))
                && place.replace(at).is_some()
            {
                repeated.insert(*unit, ());
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = places
        .iter()
        .filter(|(unit, _)| repeated.iter().all(|side| !side.contains_key(unit)))
        .filter_map(|(_, [from, to])| from.zip(*to))
        .collect();
    pairs.sort_unstable();
    rising(&pairs)
}

/// The longest row of pairs that rise on both sides, of pairs sorted by the first.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For each length the pair that ends a row of it lowest; and for each pair the one before it in its row.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let to = |at: usize| pairs.get(at).map_or(usize::MAX, |pair| pair.1);
    for at in 0..pairs.len() {
        let length = ends.partition_point(|end| to(*end) < to(at));
        before.push(length.checked_sub(1).and_then(|n| ends.get(n)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut row = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        row.extend(pairs.get(at));
        next = before.get(at).copied().flatten();
    }
    row.reverse();
    row
}

fn part<'a>(list: &'a [u32], at: &Range<usize>) -> &'a [u32] {
    list.get(at.clone()).unwrap_or_default()
}

fn moved(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_too_long_for_myers_are_parted_at_what_is_single() {
        let old: Vec<u32> = (0..5_000).collect();
        let mut new = old.clone();
        new.remove(4_000);
        new.splice(1_000..1_001, [9_001, 9_002]);
        assert_eq!(
            gaps(&old, &new),
            [Gap { old: 1_000..1_001, new: 1_000..1_002 }, Gap { old: 4_000..4_001, new: 4_001..4_001 }]
        );
    }

    #[test]
    fn long_lists_with_nothing_single_differ_as_a_whole_between_their_ends() {
        let old: Vec<u32> = (0..3_000).map(|n| n % 2).collect();
        let new: Vec<u32> = (0..3_000).map(|n| 2 + n % 2).collect();
        assert_eq!(gaps(&old, &new), [Gap { old: 0..3_000, new: 0..3_000 }]);
        assert_eq!(gaps(&old, &old), []);
    }

    #[test]
    fn the_longest_rising_row_is_kept() {
        assert_eq!(rising(&[(0, 5), (1, 1), (2, 2), (3, 0), (4, 3)]), [(1, 1), (2, 2), (4, 3)]);
    }
}
