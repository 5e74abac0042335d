//! A query made ready: what was typed is taken apart, names are looked up in the house, words are prepared.

use std::ops::Range;

use super::open::Kb;
use crate::model::asked::{Condition, Facet, Problem};
use crate::model::{Asked, Axis, Channels, Moment, Query, Stage};
use crate::search::{Filter, Prepared, Trait};
use crate::text::fold::{fold_chars, fold_str};

/// What a query did not mean as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Something in the text itself.
    Typed(Problem),
    /// The house has no such name; the words are looked for instead.
    UnknownName {
        /// Of what.
        on: Facet,
        /// The name.
        name: String,
    },
    /// Only published articles are searched.
    OnlyPublished,
}

/// A query made ready.
#[derive(Clone)]
pub(super) struct Asking {
    pub prepared: Prepared,
    /// Words that the term table adds.
    pub terms: Vec<(Range<usize>, String)>,
    pub filter: Filter,
    /// Folded phrases that must occur.
    pub phrases: Vec<Vec<char>>,
    /// Folded words that must not occur.
    pub without: Vec<Vec<char>>,
    pub remarks: Vec<Remark>,
    /// Whether conditions alone say what to list.
    pub lists: bool,
    /// Whether nothing can be found, because what is asked for is not searched.
    pub nothing: bool,
    /// Whether what this desk copied after the same query stands in front of its equals.
    pub heeds_use: bool,
}

impl Kb {
    /// Makes a query ready.
    pub(super) fn asking(&self, query: &Query, now: Moment) -> Asking {
        let asked = Asked::parse(&query.text);
        let mut remarks: Vec<Remark> = asked.problems.iter().cloned().map(Remark::Typed).collect();
        let mut words = asked.words.clone();
        for phrase in &asked.phrases {
            words.push(' ');
            words.push_str(phrase);
        }
        let mut filter = self.filter(&query.scope, now);
        let mut nothing = false;
        for &on in Facet::ALL {
            for not in [false, true] {
                let of = |c: &&Condition| c.on == on && c.not == not;
                let mut names = Vec::new();
                for condition in asked.conditions.iter().filter(of) {
                    let found = self.names(condition);
                    if found.is_empty() && !matches!(on, Facet::On | Facet::Stage) {
                        remarks.push(Remark::UnknownName { on, name: condition.value.clone() });
                        words.push(' ');
                        words.push_str(&condition.value);
                    }
                    names.extend(found);
                    if let Some(day) = condition.when().and_then(|w| w.day(self.zone().day_of(now))) {
                        filter.now = self.zone().start_of(day);
                    }
                    if condition.stage().is_some_and(|stage| (stage == Stage::Published) == not) {
                        nothing = true;
                    }
                }
                let of = match on {
                    Facet::Category => Trait::Category,
                    Facet::Tag => Trait::Tag,
                    Facet::Channel => Trait::Channel,
                    Facet::Product => Trait::Scope(Axis::Product),
                    Facet::Region => Trait::Scope(Axis::Region),
                    Facet::Customer => Trait::Scope(Axis::Customer),
                    Facet::On | Facet::Stage => continue,
                };
                if !names.is_empty() {
                    filter.wish(of, names, not);
                }
            }
        }
        if nothing {
            remarks.push(Remark::OnlyPublished);
        }
        let prepared = Prepared::new(&words);
        Asking {
            terms: self.thesaurus.added(&prepared.folded),
            lists: prepared.is_empty() && !asked.conditions.is_empty(),
            phrases: asked.phrases.iter().map(|p| fold_chars(p)).collect(),
            without: asked.without.iter().map(|w| fold_chars(w)).collect(),
            prepared,
            filter,
            remarks,
            nothing,
            heeds_use: true,
        }
    }

    /// The names in the house that a condition's value may mean: that name, else those that hold it.
    fn names(&self, condition: &Condition) -> Vec<String> {
        let value = fold_str(condition.value.trim());
        let meant = |names: &mut dyn Iterator<Item = &str>| -> Vec<String> {
            let all: Vec<&str> = names.collect();
            let exact: Vec<String> =
                all.iter().filter(|n| fold_str(n) == value).map(|n| (*n).to_owned()).collect();
            if exact.is_empty() {
                all.iter().filter(|n| fold_str(n).contains(&value)).map(|n| (*n).to_owned()).collect()
            } else {
                exact
            }
        };
        let on_axis = |axis: Axis| {
            let tree = self.trees.on(axis);
            let found = meant(&mut tree.names());
            // What holds for a part is wanted with the whole, and what holds for the whole holds for its parts.
            let parts = tree.names().filter(|name| {
                let above = tree.with_ancestors(name);
                found.iter().any(|f| above.contains(f))
            });
            let mut all: Vec<String> = parts.map(str::to_owned).collect();
            if !condition.not {
                all.extend(found.iter().flat_map(|name| tree.with_ancestors(name)));
            }
            all
        };
        match condition.on {
            Facet::Category => {
                meant(&mut self.trees.category.names()).iter().map(|name| fold_str(name)).collect()
            }
            Facet::Product => on_axis(Axis::Product),
            Facet::Region => on_axis(Axis::Region),
            Facet::Customer => on_axis(Axis::Customer),
            // There is no table of tags: one that nobody set finds nothing, which is true.
            Facet::Tag => vec![value],
            Facet::Channel => Channels::shipped()
                .list
                .iter()
                .filter(|c| [&c.name, &c.zh, &c.en].into_iter().any(|n| fold_str(n) == value))
                .map(|c| c.name.clone())
                .collect(),
            Facet::On | Facet::Stage => Vec::new(),
        }
    }
}
