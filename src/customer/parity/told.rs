//! What a customer is told, fact by fact, and whether the internal text bears it out.

use std::collections::{HashMap, HashSet};

use super::super::finding::Part;
use super::super::house::House;
use super::super::place::{Place, places};
use super::ledger::{Entry, Ledger};
use super::likeness::{Alike, Around, arounds};
use super::said::{Family, Said, claims};
use crate::text::facts::{Bound, Fact};

/// A fact that a customer is told.
#[derive(Debug)]
pub(in crate::customer) struct Heard<'t> {
    pub(in crate::customer) fact: Fact,
    pub(in crate::customer) part: Part,
    /// As it is written.
    pub(in crate::customer) raw: &'t str,
    said: Said,
    around: Around,
    place: Place<'t>,
}

/// The facts of a text that a customer reads as a whole: lead and body, or a rendering.
#[derive(Debug, Default)]
pub(in crate::customer) struct Told<'t> {
    pub(in crate::customer) facts: Vec<Heard<'t>>,
}

/// What becomes of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::customer) enum Verdict {
    /// The internal text says so, or it is a contact of the house.
    Fine,
    /// The internal text says so, for the house alone: which of its facts.
    HouseOnly(usize),
    /// The internal text says something else here: which of its facts.
    Wrong(usize),
    /// The internal text has the value on the other side: 最高50元 for 50元起.
    Turned(usize),
    /// The internal text says nothing of the kind.
    Added,
    /// As `Added`, but a manner of speaking rather than a fact: 两个优惠, 算一个月.
    Manner,
}

/// What there is to say of a text.
#[derive(Debug, Default)]
pub(in crate::customer) struct Judgement {
    /// For each fact of the text, in order.
    pub(in crate::customer) verdicts: Vec<Verdict>,
    /// The internal values that it says, or tries to say.
    pub(in crate::customer) said: HashSet<usize>,
}

/// How much must speak for another internal fact, in percent of what speaks for any, before it is the counterpart of a
/// customer fact that the internal text does not say at all.
const LEAST_ALIKE: u32 = 20;

/// The same where the customer fact is only a manner of speaking, and the internal one counts in another unit.
const MANNER_OTHER: u32 = 60;

/// A value that the internal text says, but of something else: how much must speak for its counterpart, and how much more
/// than for where the value does stand. Measured on the demo: less flags texts that are right.
const ELSEWHERE: &[(u32, u32)] = &[(40, 30), (95, 20)];

/// The same where the value is only an end of a range: 3个工作日 of 1–3个工作日.
const END: &[(u32, u32)] = &[(20, 15)];

/// The same where the customer is told the value more often than the internal text says it, and the counterpart never.
const SURPLUS: &[(u32, u32)] = &[(20, 0)];

/// The same where the customer is told the counterpart too, in another place of the text; not where the internal text lays
/// down what the customer is told.
const TWICE: &[(u32, u32)] = &[(90, 80)];

impl Judgement {
    /// What it says, however it puts it.
    pub(in crate::customer) fn said_keys<'l>(&self, ledger: &'l Ledger<'_>) -> HashSet<(Family, &'l str)> {
        self.said.iter().filter_map(|at| ledger.values.get(*at)).map(|value| value.said.key()).collect()
    }
}

impl<'t> Told<'t> {
    pub(in crate::customer) fn of(texts: impl IntoIterator<Item = (Part, &'t str)>) -> Told<'t> {
        let mut told = Told::default();
        for (part, text) in texts {
            let found = claims(text);
            let places = places(text, &found);
            let said: Vec<Said> =
                found.iter().zip(&places).map(|(fact, place)| Said::of(fact).in_place(place)).collect();
            let around = arounds(&said, &places);
            let all = found.into_iter().zip(said).zip(around).zip(places);
            told.facts.extend(all.map(|(((fact, said), around), place)| {
                let raw = text.get(fact.at.clone()).unwrap_or_default();
                Heard { fact, part: part.clone(), raw, said, around, place }
            }));
        }
        told
    }

    /// Holds every fact against the internal text.
    pub(in crate::customer) fn judge(&self, ledger: &Ledger<'_>, house: &House) -> Judgement {
        let same: Vec<Vec<usize>> =
            self.facts.iter().map(|heard| ledger.same(&heard.fact, &heard.said, &heard.place)).collect();
        let mut said: HashSet<usize> = same.iter().flatten().copied().collect();
        let mut times: HashMap<(Family, &str), usize> = HashMap::new();
        for heard in &self.facts {
            *times.entry(heard.said.key()).or_default() += 1;
        }
        let mut alike = Alike::default();
        let mut verdicts = Vec::with_capacity(self.facts.len());
        for (heard, same) in self.facts.iter().zip(&same) {
            let times = times.get(&heard.said.key()).copied().unwrap_or(1);
            verdicts.push(Bench { ledger, said: &said, heard, same, times }.verdict(house, &mut alike));
        }
        for verdict in &verdicts {
            if let Verdict::Wrong(n) | Verdict::Turned(n) = verdict {
                said.extend(ledger.entries.get(*n).map(|entry| entry.value));
            }
        }
        Judgement { verdicts, said }
    }
}

/// One fact before its judge.
struct Bench<'j, 't> {
    ledger: &'j Ledger<'t>,
    /// The values that the text says.
    said: &'j HashSet<usize>,
    heard: &'j Heard<'j>,
    /// The values that say the same as the fact.
    same: &'j [usize],
    /// How often the text says it.
    times: usize,
}

impl<'t> Bench<'_, 't> {
    fn verdict(&self, house: &House, alike: &mut Alike) -> Verdict {
        let heard = self.heard;
        if heard.said.family == Family::Unresolved || house.has(&heard.fact) {
            return Verdict::Fine;
        }
        let values = || self.same.iter().filter_map(|at| self.ledger.values.get(*at));
        if let Some(first) = values().find_map(|value| value.open) {
            let elsewhere = self.elsewhere(alike).map(Verdict::Wrong);
            return elsewhere.unwrap_or(if self.is_turned() {
                Verdict::Turned(first)
            } else {
                Verdict::Fine
            });
        }
        if let Some(n) = values().find_map(|value| value.house) {
            return Verdict::HouseOnly(n);
        }
        let is_manner = heard.said.is_manner(heard.raw);
        match self.counterpart(alike) {
            Some((n, score)) if !is_manner && score >= LEAST_ALIKE => Verdict::Wrong(n),
            Some((n, score)) if is_manner && (self.is_rival(n) || score >= MANNER_OTHER) => Verdict::Wrong(n),
            _ if is_manner => self.spoken().map_or(Verdict::Manner, Verdict::Wrong),
            _ => Verdict::Added,
        }
    }

    fn is_rival(&self, n: usize) -> bool {
        self.entry(n).is_some_and(|e| self.heard.said.is_rival(&e.said))
    }

    /// The count that the internal text puts in the same way: 两条 where the customer is told 三条, or 两次.
    fn spoken(&self) -> Option<usize> {
        self.ledger.spoken(&self.heard.said)
    }

    fn entry(&self, n: usize) -> Option<&Entry<'t>> {
        self.ledger.entries.get(n)
    }

    /// The internal fact that stands where this one should, and how much speaks for it.
    fn counterpart(&self, alike: &mut Alike) -> Option<(usize, u32)> {
        self.ledger.surroundings.like(&self.heard.around, alike);
        let said = &self.heard.said;
        let ranked = alike.all().filter_map(|(n, score)| {
            let entry = self.entry(n).filter(|e| e.said.family == said.family && e.standing.is_open())?;
            let rank = score
                + 15 * u32::from(said.is_rival(&entry.said))
                + 10 * u32::from(!self.said.contains(&entry.value));
            Some((rank, std::cmp::Reverse(n), score))
        });
        ranked.max().map(|(_, n, score)| (n.0, score))
    }

    /// The internal fact that this one was meant to be, where its value stands in the internal text by chance.
    fn elsewhere(&self, alike: &mut Alike) -> Option<usize> {
        self.ledger.surroundings.like(&self.heard.around, alike);
        let (mut own, mut best) = (0, None);
        for (n, score) in alike.all() {
            let Some(entry) = self.entry(n).filter(|e| e.standing.is_open()) else { continue };
            if self.same.contains(&entry.value) {
                own = own.max(score);
            } else if self.heard.said.is_rival(&entry.said) {
                best = best.max(Some((score, std::cmp::Reverse(n))));
            }
        }
        let (score, std::cmp::Reverse(n)) = best?;
        let entry = self.entry(n)?;
        let is_laid_down = self.ledger.values.get(entry.value).is_some_and(|value| value.is_promised);
        let steps: &[(u32, u32)] = if self.said.contains(&entry.value) && !is_laid_down {
            TWICE
        } else if self.is_end_of_range() {
            END
        } else if self.is_surplus() && !self.said.contains(&entry.value) {
            SURPLUS
        } else {
            ELSEWHERE
        };
        steps.iter().any(|(least, more)| score >= *least && score >= own + more).then_some(n)
    }

    /// Whether the customer is told the value more often than the internal text says it.
    fn is_surplus(&self) -> bool {
        let values = self.same.iter().filter_map(|at| self.ledger.values.get(*at));
        self.times > values.map(|value| value.times).sum()
    }

    /// Whether the internal text has the value only as an end of a range.
    fn is_end_of_range(&self) -> bool {
        let mut values = self.same.iter().filter_map(|at| self.ledger.values.get(*at));
        self.heard.said.ends.is_none() && values.all(|value| value.said.ends.is_some())
    }

    /// Whether the internal text has the value only on the other side.
    fn is_turned(&self) -> bool {
        let Some(bound) = side(self.heard.fact.bound) else { return false };
        let open = self.same.iter().filter_map(|at| self.ledger.values.get(*at)).filter(|v| v.open.is_some());
        open.map(|value| side(value.bound)).all(|theirs| theirs.is_some_and(|theirs| theirs != bound))
    }
}

/// The bounds that contradict each other: at most, and at least. 满18周岁 and 未满18周岁 can both be said of one rule.
fn side(bound: Option<Bound>) -> Option<Bound> {
    bound.filter(|bound| matches!(bound, Bound::AtMost | Bound::AtLeast))
}
