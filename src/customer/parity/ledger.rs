//! The facts of the internal text, with who may hear them, to be asked whether they bear out what a customer is told.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::marks::{Mark, Side, marked, sides};
use super::super::place::{Place, places};
use super::day::Day;
use super::likeness::{Around, Surroundings, arounds};
use super::said::{Family, Said, claims};
use crate::model::Answer;
use crate::text::facts::{Bound, Fact};

/// Who may hear a fact of the internal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::customer) enum Standing {
    /// Anybody: a line without a mark.
    Plain,
    /// 【必告】
    MustTell,
    /// 【仅内部】, and what the house aims at in 【内外有别】.
    House,
    /// What the customer is told in 【内外有别】.
    Promise,
    /// The words that 【禁说】 quotes.
    Forbidden,
}

impl Standing {
    /// Whether a customer may hear it.
    pub(in crate::customer) fn is_open(self) -> bool {
        matches!(self, Standing::Plain | Standing::MustTell | Standing::Promise)
    }
}

/// A fact of the internal text.
#[derive(Debug)]
pub(in crate::customer) struct Entry<'t> {
    pub(in crate::customer) fact: Fact,
    pub(in crate::customer) said: Said,
    pub(in crate::customer) standing: Standing,
    pub(in crate::customer) place: Place<'t>,
    /// The text it stands in: lead or body.
    pub(in crate::customer) text: &'t str,
    /// Its value, by its place among the values.
    pub(in crate::customer) value: usize,
}

impl<'t> Entry<'t> {
    /// The fact as it is written.
    pub(in crate::customer) fn raw(&self) -> &'t str {
        self.text.get(self.fact.at.clone()).unwrap_or_default()
    }

    /// The sentence that it stands in, without the mark.
    pub(in crate::customer) fn sentence(&self) -> String {
        self.up_to(&['。', '；', ';', '！', '】', '\n', '|'])
    }

    /// The clause that it stands in, with the words that bound it.
    pub(in crate::customer) fn clause(&self) -> String {
        self.up_to(&['。', '；', ';', '！', '】', '\n', '|', '，', ',', '、', '：', '（', '）', '(', ')'])
    }

    fn up_to(&self, ends: &[char]) -> String {
        let before = self.place.before.rsplit(ends).next().unwrap_or_default();
        let behind = self.place.behind.split(ends).next().unwrap_or_default();
        format!("{before}{}{behind}", self.raw())
            .trim_matches(|c: char| c.is_whitespace() || "-*>".contains(c))
            .to_owned()
    }

    /// Whether it says something that can be compared.
    pub(in crate::customer) fn is_resolved(&self) -> bool {
        self.said.family != Family::Unresolved
    }
}

/// A value of the internal text, wherever it stands.
#[derive(Debug)]
pub(in crate::customer) struct Value {
    pub(in crate::customer) said: Said,
    /// The first fact that a customer may hear.
    pub(in crate::customer) open: Option<usize>,
    /// The first that is for the house alone.
    pub(in crate::customer) house: Option<usize>,
    /// The first that must be told.
    pub(in crate::customer) must: Option<usize>,
    /// How often it stands in the text.
    pub(in crate::customer) times: usize,
    /// Whether 【内外有别】 lays it down as what the customer is told.
    pub(in crate::customer) is_promised: bool,
    /// The bounds of those that a customer may hear; `None` once one of them has none, or they differ.
    pub(in crate::customer) bound: Option<Bound>,
}

/// The facts of an internal text.
#[derive(Debug, Default)]
pub(in crate::customer) struct Ledger<'t> {
    pub(in crate::customer) entries: Vec<Entry<'t>>,
    pub(in crate::customer) values: Vec<Value>,
    /// Values by their base; those of ranges by their lower and by their upper end too.
    by_base: HashMap<String, Vec<usize>>,
    by_low: HashMap<String, Vec<usize>>,
    by_high: HashMap<String, Vec<usize>>,
    /// The first count in each unit that is put like a manner of speaking: 两条.
    spoken: HashMap<(Family, String), usize>,
    /// Dates in their pieces.
    days: Vec<(Day, usize)>,
    pub(super) surroundings: Surroundings,
}

/// More different dates than this are not held against one that says less or more of the same day, nor more ranges than
/// this against an end.
const MOST: usize = 256;

impl<'t> Ledger<'t> {
    pub(in crate::customer) fn of(internal: &'t Answer) -> Ledger<'t> {
        let mut ledger = Ledger::default();
        let mut around: Vec<Around> = Vec::new();
        for text in [internal.lead.as_str(), internal.body.as_str()] {
            ledger.read(text, &mut around);
        }
        ledger.surroundings = Surroundings::of(&around);
        ledger
    }

    fn read(&mut self, text: &'t str, around: &mut Vec<Around>) {
        let found = claims(text);
        let places = places(text, &found);
        let said: Vec<Said> =
            found.iter().zip(&places).map(|(fact, place)| Said::of(fact).in_place(place)).collect();
        around.extend(arounds(&said, &places));
        let mut standings = Standings::of(text);
        for ((fact, said), place) in found.into_iter().zip(said).zip(places) {
            let standing = standings.at(fact.at.start);
            let value = self.value(&fact, &said);
            self.note(value, &fact, standing);
            if standing.is_open() && said.is_manner(text.get(fact.at.clone()).unwrap_or_default()) {
                self.spoken.entry(said.unit()).or_insert(self.entries.len());
            }
            self.entries.push(Entry { fact, said, standing, place, text, value });
        }
    }

    /// The value that a fact says, as a new one if it is.
    fn value(&mut self, fact: &Fact, said: &Said) -> usize {
        let is_same = |at: &usize| {
            self.values.get(*at).is_some_and(|v| v.said.family == said.family && v.said.per == said.per)
        };
        if let Some(known) = self.by_base.get(&said.base).and_then(|all| all.iter().copied().find(is_same)) {
            return known;
        }
        let at = self.values.len();
        let put = |map: &mut HashMap<String, Vec<usize>>, base: &str| {
            let all = map.entry(base.to_owned()).or_default();
            if all.len() < MOST {
                all.push(at);
            }
        };
        put(&mut self.by_base, &said.base);
        if let Some((low, high)) = &said.ends {
            put(&mut self.by_low, low);
            put(&mut self.by_high, high);
        }
        if said.family == Family::Date
            && self.days.len() < MOST
            && let Some(day) = Day::of(&fact.value)
        {
            self.days.push((day, at));
        }
        self.values.push(Value {
            said: said.clone(),
            open: None,
            house: None,
            must: None,
            times: 0,
            is_promised: false,
            bound: None,
        });
        at
    }

    fn note(&mut self, value: usize, fact: &Fact, standing: Standing) {
        let entry = self.entries.len();
        let Some(value) = self.values.get_mut(value) else { return };
        value.times += 1;
        if standing.is_open() {
            value.bound = if value.open.is_none() {
                fact.bound
            } else {
                value.bound.filter(|b| fact.bound == Some(*b))
            };
            value.open.get_or_insert(entry);
        }
        match standing {
            Standing::House => _ = value.house.get_or_insert(entry),
            Standing::MustTell => _ = value.must.get_or_insert(entry),
            Standing::Promise => value.is_promised = true,
            _ => {}
        }
    }

    /// The first fact that is put like a manner of speaking, as another one is: in its unit, else of its number in another
    /// unit. 个 counts anything, so it stands for no unit.
    pub(super) fn spoken(&self, said: &Said) -> Option<usize> {
        let unit = said.unit();
        let of_number = || {
            let is_other = |(theirs, n): &(&(Family, String), &usize)| {
                theirs.1 != "个" && self.entries.get(**n).is_some_and(|entry| said.is_rival(&entry.said))
            };
            self.spoken.iter().filter(is_other).map(|(_, n)| *n).min()
        };
        self.spoken.get(&unit).copied().or_else(|| if unit.1 == "个" { None } else { of_number() })
    }

    /// Whether some customer may hear a value from it.
    pub(in crate::customer) fn says(&self, key: (Family, &str)) -> bool {
        let mut of_base = self.by_base.get(key.1).into_iter().flatten().filter_map(|at| self.values.get(*at));
        of_base.any(|value| value.open.is_some() && value.said.family == key.0)
    }

    /// Whether a customer may hear the very same values from another text.
    pub(in crate::customer) fn says_the_same(&self, other: &Ledger<'_>) -> bool {
        let open = |ledger: &Ledger<'_>| -> HashSet<(Family, String, Vec<String>, Option<Bound>)> {
            let open = ledger.entries.iter().filter(|entry| entry.standing.is_open());
            open.map(|e| (e.said.family, e.said.base.clone(), e.said.per.clone(), e.fact.bound)).collect()
        };
        open(self) == open(other)
    }

    /// The customer's value beside the house's value of a 【内外有别】 line.
    pub(in crate::customer) fn promise_for(&self, n: usize) -> Option<usize> {
        let house = self.entries.get(n)?;
        let is_for = |at: &usize| {
            self.entries.get(*at).is_some_and(|e| {
                e.standing == Standing::Promise
                    && e.said.family == house.said.family
                    && e.place.line == house.place.line
                    && std::ptr::eq(e.text, house.text)
            })
        };
        let behind = (n + 1..self.entries.len().min(n + 5)).find(is_for);
        behind.or_else(|| (n.saturating_sub(4)..n).rev().find(is_for))
    }

    /// The values that bear a fact out, whoever may hear them.
    pub(super) fn same(&self, fact: &Fact, said: &Said, place: &Place<'_>) -> Vec<usize> {
        let by = |map: &HashMap<String, Vec<usize>>, base: &str| -> Vec<usize> {
            let is_family = |at: &usize| self.values.get(*at).is_some_and(|v| v.said.family == said.family);
            map.get(base).into_iter().flatten().copied().filter(is_family).collect()
        };
        let mut found = by(&self.by_base, &said.base);
        if let Some((low, high)) = &said.ends {
            // 10元到20元 where the house says 最低10元 and 最高20元.
            let (lows, highs) = (by(&self.by_base, low), by(&self.by_base, high));
            if !lows.is_empty() && !highs.is_empty() {
                found.extend(lows.into_iter().chain(highs));
            }
        } else if !is_tail(place) {
            // The end of a range says less than the range; its beginning only as 最快 or 起.
            let is_least =
                matches!(fact.bound, Some(Bound::AtLeast | Bound::MoreThan | Bound::From | Bound::About));
            found.extend(by(if is_least { &self.by_low } else { &self.by_high }, &said.base));
        }
        if said.family == Family::Date && found.is_empty() {
            found.extend(self.same_day(&fact.value));
        }
        self.for_the_same(said, found)
    }

    /// Dates that say less or more of the same day. A year or a month may be added only where nothing contradicts it.
    fn same_day(&self, value: &str) -> Vec<usize> {
        let Some(day) = Day::of(value) else { return Vec::new() };
        let all = |fits: &dyn Fn(&Day) -> bool| -> Vec<usize> {
            self.days.iter().filter(|(known, _)| fits(known)).map(|(_, at)| *at).collect()
        };
        let more = all(&|known| day.is_within(known));
        if !more.is_empty() {
            return more;
        }
        all(&|known| {
            let is_extended = |other: &Day| known.is_within(other) && other.contradicts(&day);
            known.is_within(&day) && !self.days.iter().any(|(other, _)| is_extended(other))
        })
    }

    /// 10元/年 is not borne out by 10元/月; by 10元 alone it is.
    fn for_the_same(&self, said: &Said, found: Vec<usize>) -> Vec<usize> {
        let value = |at: &usize| self.values.get(*at);
        let fits = |at: &usize| value(at).is_some_and(|v| v.said.is_for_the_same(said));
        let is_said = |at: &usize| value(at).is_some_and(|v| !v.said.per.is_empty());
        let fitting: Vec<usize> = found.iter().copied().filter(fits).collect();
        if said.per.is_empty() || !found.iter().any(is_said) || fitting.iter().any(is_said) {
            return fitting;
        }
        Vec::new()
    }
}

/// Whether a fact is what is left of a range that is none: 50元 of 99-50元.
fn is_tail(place: &Place<'_>) -> bool {
    let rest = place.before.trim_end();
    rest.strip_suffix(['-', '–', '—', '－'])
        .is_some_and(|rest| rest.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// Who may hear what, by place.
#[derive(Debug)]
pub(in crate::customer) struct Standings {
    stretches: Vec<(Range<usize>, Standing)>,
    next: usize,
}

impl Standings {
    pub(in crate::customer) fn of(text: &str) -> Standings {
        let mut stretches = Vec::new();
        for one in marked(text) {
            match one.mark {
                Mark::MustTell => stretches.push((one.at, Standing::MustTell)),
                Mark::InternalOnly => stretches.push((one.at, Standing::House)),
                Mark::Forbidden => {
                    stretches.extend(quoted(text, one.at).into_iter().map(|at| (at, Standing::Forbidden)))
                }
                Mark::Differs => {
                    stretches.extend(sides(text, one.at).into_iter().map(|(side, at)| match side {
                        Side::House => (at, Standing::House),
                        Side::Customer => (at, Standing::Promise),
                    }))
                }
            }
        }
        Standings { stretches, next: 0 }
    }

    /// The standing of a byte; they are asked in order.
    pub(in crate::customer) fn at(&mut self, byte: usize) -> Standing {
        while self.stretches.get(self.next).is_some_and(|(at, _)| at.end <= byte) {
            self.next += 1;
        }
        match self.stretches.get(self.next) {
            Some((at, standing)) if at.contains(&byte) => *standing,
            _ => Standing::Plain,
        }
    }
}

/// What a 【禁说】 line quotes; a line without quotation marks is all of it.
fn quoted(text: &str, at: Range<usize>) -> Vec<Range<usize>> {
    let inner = text.get(at.clone()).unwrap_or_default();
    let mut out = Vec::new();
    let mut open = None;
    for (n, c) in inner.char_indices() {
        match c {
            '“' | '「' => open = Some(n),
            '”' | '」' => out.extend(open.take().map(|from: usize| at.start + from..at.start + n)),
            _ => {}
        }
    }
    if out.is_empty() { vec![at] } else { out }
}
