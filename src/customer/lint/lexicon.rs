//! All words of the rules in one automaton: a text is walked once, whatever the number of words.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::MAX_WORD_CHARS;
use super::draft::{Draft, Word};
use super::passage::Passage;
use super::rule::{List, Shield};
use crate::text::fold::fold_str;

/// What a pattern of the automaton stands for; several words may have one pattern.
#[derive(Debug, Clone, Default)]
struct Entry {
    /// Words of rules, by their number.
    words: Vec<u32>,
    /// For which rules it is a longer, harmless word.
    harmless: Vec<Shield>,
    /// The lists in which it stands.
    lists: Vec<List>,
}

/// The compiled words.
#[derive(Debug, Clone)]
pub(super) struct Lexicon {
    automaton: Option<AhoCorasick>,
    entries: Vec<Entry>,
    words: Vec<Word>,
}

/// A word where it stands in a text, in chars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Met {
    /// Its number.
    pub word: u32,
    /// Where.
    pub at: Range<usize>,
}

/// What stands in a text.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Words of rules, whole ones that no longer harmless word holds, in order.
    pub words: Vec<Met>,
    /// For each list where its words stand, in order.
    lists: Vec<Vec<(u32, u32)>>,
}

impl Lexicon {
    pub fn new(draft: &Draft) -> Lexicon {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut patterns: Vec<String> = Vec::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut entry = |word: &str| {
            let pattern = pattern(word);
            *numbers.entry(pattern.clone()).or_insert_with(|| {
                patterns.push(pattern);
                entries.push(Entry::default());
                entries.len() - 1
            })
        };
        let mut places: Vec<(usize, What)> = Vec::new();
        for (word, number) in draft.words.iter().zip(0_u32..) {
            places.push((entry(&word.word), What::Word(number)));
        }
        for (shield, word) in &draft.harmless {
            places.push((entry(word), What::Harmless(*shield)));
        }
        for (list, words) in &draft.lists {
            for word in words {
                places.push((entry(word), What::List(*list)));
            }
        }
        for (at, what) in places {
            let Some(entry) = entries.get_mut(at) else { continue };
            match what {
                // A later word of the same rule takes the place of an earlier one.
                What::Word(number) => {
                    let rule = draft.words.get(number as usize).map(|w| w.rule);
                    entry.words.retain(|n| draft.words.get(*n as usize).map(|w| w.rule) != rule);
                    entry.words.push(number);
                }
                What::Harmless(shield) => entry.harmless.push(shield),
                What::List(list) => entry.lists.push(list),
            }
        }
        // Building fails only above the size of an address space; then nothing is found.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(patterns).ok();
        Lexicon { automaton, entries, words: draft.words.clone() }
    }

    /// The word with a number.
    pub fn word(&self, number: u32) -> Option<&Word> {
        self.words.get(number as usize)
    }

    /// Everything that stands in a text.
    pub fn marks(&self, passage: &Passage<'_>) -> Marks {
        let mut marks = Marks { words: Vec::new(), lists: vec![Vec::new(); List::ALL.len()] };
        let Some(automaton) = &self.automaton else { return marks };
        let mut met: Vec<Met> = Vec::new();
        let mut shields: Vec<(Range<usize>, u32)> = Vec::new();
        for found in automaton.find_overlapping_iter(passage.text.as_str()) {
            let number = found.pattern().as_u32();
            let Some(entry) = self.entries.get(number as usize) else { continue };
            let at = passage.char_at(found.start())..passage.char_at(found.end());
            if !passage.is_whole(&at) {
                continue;
            }
            met.extend(entry.words.iter().map(|word| Met { word: *word, at: at.clone() }));
            if !entry.harmless.is_empty() {
                shields.push((at.clone(), number));
            }
            for list in &entry.lists {
                if let Some(places) = marks.lists.get_mut(*list as usize) {
                    places.push((as_u32(at.start), as_u32(at.end)));
                }
            }
        }
        for places in &mut marks.lists {
            places.sort_unstable();
        }
        marks.hide_plain();
        shields.sort_unstable_by_key(|(at, _)| at.start);
        met.retain(|met| !self.is_shielded(met, &shields));
        met.sort_by_key(|met| (met.at.start, met.at.end));
        marks.words = met;
        marks
    }

    /// Whether a longer harmless word holds a word.
    fn is_shielded(&self, met: &Met, shields: &[(Range<usize>, u32)]) -> bool {
        let Some(word) = self.word(met.word) else { return false };
        let from = shields.partition_point(|(at, _)| at.start + MAX_WORD_CHARS < met.at.start);
        let rest = shields.get(from..).unwrap_or_default();
        rest.iter().take_while(|(at, _)| at.start <= met.at.start).any(|(at, number)| {
            let is_longer = at.end >= met.at.end && at.len() > met.at.len();
            is_longer
                && self
                    .entries
                    .get(*number as usize)
                    .is_some_and(|entry| entry.harmless.iter().any(|shield| shield.covers(word.rule)))
        })
    }
}

enum What {
    Word(u32),
    Harmless(Shield),
    List(List),
}

impl Marks {
    /// Whether a word of a rule holds some chars.
    pub fn is_in_word(&self, chars: &Range<usize>) -> bool {
        let from = self.words.partition_point(|met| met.at.start + MAX_WORD_CHARS < chars.start);
        let near = self.words.get(from..).unwrap_or_default();
        near.iter().take_while(|met| met.at.start <= chars.start).any(|met| chars.end <= met.at.end)
    }

    /// The last place of a list's word within a range.
    pub fn last(&self, list: List, within: Range<usize>) -> Option<Range<usize>> {
        let places = self.places(list);
        let end = places.partition_point(|(start, _)| (*start as usize) < within.end);
        let before = places.get(..end).unwrap_or_default();
        before
            .iter()
            .rev()
            .take_while(|(start, _)| *start as usize >= within.start)
            .find(|(_, end)| *end as usize <= within.end)
            .map(|(start, end)| *start as usize..*end as usize)
    }

    /// Whether a list's word stands within a range.
    pub fn has(&self, list: List, within: Range<usize>) -> bool {
        self.last(list, within).is_some()
    }

    /// The end of the longest of a list's words that begin at a place.
    pub fn begins(&self, list: List, at: usize) -> Option<usize> {
        let places = self.places(list);
        let from = places.partition_point(|(start, _)| (*start as usize) < at);
        let here =
            places.get(from..).unwrap_or_default().iter().take_while(|(start, _)| *start as usize == at);
        here.map(|(_, end)| *end as usize).max()
    }

    /// Whether one of a list's words ends at a place.
    pub fn ends(&self, list: List, at: usize) -> bool {
        let from = at.saturating_sub(MAX_WORD_CHARS);
        let places = self.places(list);
        let first = places.partition_point(|(start, _)| (*start as usize) < from);
        let rest = places.get(first..).unwrap_or_default();
        rest.iter().take_while(|(start, _)| (*start as usize) < at).any(|(_, end)| *end as usize == at)
    }

    /// All places of a list's words, in order.
    pub fn all(&self, list: List) -> impl Iterator<Item = Range<usize>> + '_ {
        self.places(list).iter().map(|(start, end)| *start as usize..*end as usize)
    }

    fn places(&self, list: List) -> &[(u32, u32)] {
        self.lists.get(list as usize).map_or(&[], Vec::as_slice)
    }

    /// Takes away what a longer plain word holds: the 不 of 不仅, the 以 of 可以.
    fn hide_plain(&mut self) {
        let plain = self.lists.get(List::Plain as usize).cloned().unwrap_or_default();
        if plain.is_empty() {
            return;
        }
        for list in [
            List::Negation,
            List::Purpose,
            List::PurposeNear,
            List::Duty,
            List::Commit,
            List::House,
            List::Break,
            List::Asking,
        ] {
            let Some(places) = self.lists.get_mut(list as usize) else { continue };
            places.retain(|(start, end)| {
                let first =
                    plain.partition_point(|(from, _)| *from as usize + MAX_WORD_CHARS < *start as usize);
                let around = plain.get(first..).unwrap_or_default();
                !around
                    .iter()
                    .take_while(|(from, _)| from <= start)
                    .any(|(from, to)| to >= end && to - from > end - start)
            });
        }
    }
}

/// How a word is looked for: folded, without the space between Chinese and Latin.
fn pattern(word: &str) -> String {
    let folded = fold_str(word);
    Passage::new(crate::customer::finding::Part::Question, &folded).text
}

fn as_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
