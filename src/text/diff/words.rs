//! Widens differences to whole words: 报修 for 报障 and not 修 for 障, where somebody knows that both are words.

use std::ops::Range;

use super::align::Gap;
use crate::text::fold::is_han;

/// So many characters of a word may stand on one side of where a change begins or ends; words have four at most.
const REACH: usize = 3;

/// The differences (in bytes, in order) with what belongs to the same word on either side taken in. Differences that meet
/// then are one.
pub(super) fn whole_words(
    (old, new): (&str, &str),
    gaps: Vec<Gap>,
    is_word: &dyn Fn(&str) -> bool,
) -> Vec<Gap> {
    let mut out: Vec<Gap> = Vec::new();
    let starts: Vec<usize> = gaps.iter().map(|gap| gap.old.start).chain([old.len()]).collect();
    for (gap, &next) in gaps.into_iter().zip(starts.iter().skip(1)) {
        let free = out.last().map_or(0, |last| last.old.end);
        let (before, after) = (old.get(free..gap.old.start), old.get(gap.old.end..next));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let sides = [(old, &gap.old), (new, &gap.new)];
        let left = sides.iter().map(|(text, at)| reach_left(before, text.get((*at).clone()), is_word)).max();
        let right = sides.iter().map(|(text, at)| reach_right(after, text.get((*at).clone()), is_word)).max();
        let (left, right) = (left.unwrap_or(0), right.unwrap_or(0));
        let wide = |at: &Range<usize>| at.start - left..at.end + right;
        let gap = Gap { old: wide(&gap.old), new: wide(&gap.new) };
        match out.last_mut() {
            Some(last) if last.old.end == gap.old.start && last.new.end == gap.new.start => {
                (last.old.end, last.new.end) = (gap.old.end, gap.new.end);
            }
            _ => out.push(gap),
        }
    }
    out
}

/// How many bytes at the end of what stayed belong to a word that goes on in what changed.
fn reach_left(stayed: &str, changed: Option<&str>, is_word: &dyn Fn(&str) -> bool) -> usize {
    let changed = changed.unwrap_or_default();
    let tails: Vec<usize> =
        stayed.char_indices().rev().take_while(|(_, c)| is_han(*c)).take(REACH).map(|(at, _)| at).collect();
    let heads: Vec<usize> = ends(changed);
    for tail in tails.into_iter().rev() {
        let tail = stayed.get(tail..).unwrap_or_default();
        if heads.iter().any(|end| is_word(&format!("{tail}{}", changed.get(..*end).unwrap_or_default()))) {
            return tail.len();
        }
    }
    0
}

/// How many bytes at the beginning of what stayed belong to a word that began in what changed.
fn reach_right(stayed: &str, changed: Option<&str>, is_word: &dyn Fn(&str) -> bool) -> usize {
    let changed = changed.unwrap_or_default();
    let starts: Vec<usize> =
        changed.char_indices().rev().take_while(|(_, c)| is_han(*c)).take(REACH).map(|(at, _)| at).collect();
    for end in ends(stayed).into_iter().rev() {
        let head = stayed.get(..end).unwrap_or_default();
        if starts.iter().any(|start| is_word(&format!("{}{head}", changed.get(*start..).unwrap_or_default())))
        {
            return head.len();
        }
    }
    0
}

/// Where the first characters of a text end, in bytes, the first one first.
fn ends(text: &str) -> Vec<usize> {
    let han = text.char_indices().take_while(|(_, c)| is_han(*c)).take(REACH);
    han.map(|(at, c)| at + c.len_utf8()).collect()
}
