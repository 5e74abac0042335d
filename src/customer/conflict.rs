//! Two articles that answer one question for the same customers, and state different facts.

use std::collections::{HashMap, HashSet};

use super::parity::{Alike, Around, Family, Said, Surroundings, arounds};
use super::stated::{Named, Stated, named};
use crate::model::{Article, Axis, Face, Scope};
use crate::text::facts::Kind;

/// A fact of one article that another contradicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What the first article states.
    pub here: Stated,
    /// What the other one states.
    pub there: Stated,
}

/// How much must speak for two facts being about the same thing, in percent.
const LEAST_ALIKE: u32 = 25;

/// The facts in which two articles contradict each other; none unless they hold for the same customers with equal right.
/// Whether they answer one question at one time is for the caller to know.
///
/// With equal right: where both scopes overlap, neither is narrower than the other. An article for 云州 beside one for the
/// whole province, or for 政企 beside one for everybody, is an exception, which wins where it holds. Of two scopes that are
/// each narrower on another axis, the one that is limited on more axes wins; limited on equally many, they conflict.
/// `lineage` gives a name with all its ancestors in the tree of its axis.
///
/// Of two facts of one kind and unit that only one of the articles states, those are a conflict that stand in like
/// surroundings, or that are the only ones of their unit.
pub fn conflict(
    one: &Article,
    other: &Article,
    lineage: impl Fn(Axis, &str) -> Vec<String>,
) -> Vec<Conflict> {
    if !hold_alike(&one.scope, &other.scope, lineage) {
        return Vec::new();
    }
    let (ours, theirs) = (facts_of(one), facts_of(other));
    let (here, there) = (only(&ours, &theirs), only(&theirs, &ours));
    Sides { ours: &ours, here: &here, theirs: &theirs, there: &there }.pairs()
}

/// The first places of the values that only these state.
fn only(these: &[Named<'_>], those: &[Named<'_>]) -> Vec<usize> {
    let mut theirs: HashMap<_, Vec<&Said>> = HashMap::new();
    for fact in those {
        let known = theirs.entry(fact.said.key()).or_default();
        if !known.iter().any(|said| said.per == fact.said.per) {
            known.push(&fact.said);
        }
    }
    let mut seen = HashSet::new();
    let is_said = |said: &Said| {
        theirs.get(&said.key()).is_some_and(|known| known.iter().any(|other| other.is_for_the_same(said)))
    };
    let news =
        these.iter().enumerate().filter(|(_, fact)| !is_said(&fact.said) && seen.insert(fact.said.key()));
    news.map(|(n, _)| n).collect()
}

/// What two articles state, and which of it only one of them.
struct Sides<'s, 't> {
    ours: &'s [Named<'t>],
    here: &'s [usize],
    theirs: &'s [Named<'t>],
    there: &'s [usize],
}

impl Sides<'_, '_> {
    fn pairs(&self) -> Vec<Conflict> {
        let surroundings = Surroundings::of(&around(self.theirs));
        let around_ours = around(self.ours);
        let (by_unit_here, by_unit_there) = (by_unit(self.ours, self.here), by_unit(self.theirs, self.there));
        let there: HashSet<usize> = self.there.iter().copied().collect();
        let mut alike = Alike::default();
        let mut out = Vec::new();
        for n in self.here {
            let (Some(fact), Some(around)) = (self.ours.get(*n), around_ours.get(*n)) else { continue };
            surroundings.like(around, &mut alike);
            let is_rival = |at: usize| {
                there.contains(&at) && self.theirs.get(at).is_some_and(|t| t.said.is_of_the_unit(&fact.said))
            };
            let rivals = alike.all().filter(|(at, score)| *score >= LEAST_ALIKE && is_rival(*at));
            let best = rivals.max_by_key(|(at, score)| (*score, std::cmp::Reverse(*at))).map(|(at, _)| at);
            let unit = fact.said.unit();
            let alone = || match (by_unit_here.get(&unit)?.as_slice(), by_unit_there.get(&unit)?.as_slice()) {
                ([_], [only]) if is_rival(*only) => Some(*only),
                _ => None,
            };
            if let Some(rival) = best.or_else(alone).and_then(|at| self.theirs.get(at)) {
                out.push(Conflict { here: fact.stated.clone(), there: rival.stated.clone() });
            }
        }
        out
    }
}

fn by_unit(facts: &[Named<'_>], places: &[usize]) -> HashMap<(Family, String), Vec<usize>> {
    let mut out: HashMap<(Family, String), Vec<usize>> = HashMap::new();
    for at in places {
        if let Some(fact) = facts.get(*at) {
            out.entry(fact.said.unit()).or_default().push(*at);
        }
    }
    out
}

fn around(facts: &[Named<'_>]) -> Vec<Around> {
    let said: Vec<Said> = facts.iter().map(|fact| fact.said.clone()).collect();
    let places: Vec<_> = facts.iter().map(|fact| fact.place).collect();
    arounds(&said, &places)
}

/// What the two faces state, without what only names or finds a thing.
fn facts_of(article: &Article) -> Vec<Named<'_>> {
    let mut facts = named(article, Face::Internal);
    facts.extend(named(article, Face::Customer));
    facts.retain(|fact| {
        !matches!(fact.stated.kind, Kind::Code | Kind::Url | Kind::Phone | Kind::Variable | Kind::Unresolved)
    });
    facts
}

/// How the names of one axis lie to those of another article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lie {
    Apart,
    Equal,
    Narrower,
    Wider,
    /// Each has something that the other has not.
    Across,
}

/// Whether two scopes overlap with neither being an exception from the other.
pub fn hold_alike(a: &Scope, b: &Scope, lineage: impl Fn(Axis, &str) -> Vec<String>) -> bool {
    let lies: Vec<Lie> =
        Axis::ALL.iter().map(|&axis| lie(a.on(axis), b.on(axis), |name| lineage(axis, name))).collect();
    let has = |wanted: Lie| lies.contains(&wanted);
    if has(Lie::Apart) {
        return false;
    }
    match (has(Lie::Narrower), has(Lie::Wider)) {
        (false, false) => true,
        (true, true) => a.specificity() == b.specificity(),
        // Narrower here, and across elsewhere: in the common part neither is the exception.
        _ => has(Lie::Across),
    }
}

fn lie(a: &[String], b: &[String], lineage: impl Fn(&str) -> Vec<String>) -> Lie {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Lie::Equal,
        (true, false) => return Lie::Wider,
        (false, true) => return Lie::Narrower,
        (false, false) => {}
    }
    let is_under = |name: &String, those: &[String]| {
        lineage(name).iter().chain([name]).any(|above| those.contains(above))
    };
    let within = |these: &[String], those: &[String]| these.iter().all(|name| is_under(name, those));
    match (within(a, b), within(b, a)) {
        (true, true) => Lie::Equal,
        (true, false) => Lie::Narrower,
        (false, true) => Lie::Wider,
        (false, false)
            if a.iter().any(|name| is_under(name, b)) || b.iter().any(|name| is_under(name, a)) =>
        {
            Lie::Across
        }
        (false, false) => Lie::Apart,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Answer;

    fn article(body: &str) -> Article {
        Article {
            question: "副卡多少钱？".into(),
            internal: Some(Answer::of_body(body)),
            ..Article::default()
        }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    fn scope(region: &[&str], product: &[&str], customer: &[&str]) -> Scope {
        Scope { region: names(region), product: names(product), customer: names(customer) }
    }

    /// 云州 and 岭安 lie in 云岭.
    fn lineage(_: Axis, name: &str) -> Vec<String> {
        match name {
            "云州" | "岭安" => names(&["云岭", name]),
            _ => names(&[name]),
        }
    }

    fn said(a: &Article, b: &Article) -> Vec<(String, String)> {
        let found = conflict(a, b, lineage);
        let back: Vec<_> = conflict(b, a, lineage).into_iter().map(|c| (c.there.text, c.here.text)).collect();
        let found: Vec<_> = found.into_iter().map(|c| (c.here.text, c.there.text)).collect();
        assert_eq!(found, back, "a conflict has two sides");
        found
    }

    fn pair(a: &str, b: &str) -> Vec<(String, String)> {
        vec![(a.to_owned(), b.to_owned())]
    }

    #[test]
    fn different_facts_for_the_same_customers_at_the_same_time_conflict() {
        let a = article("副卡每张5元/月，最多3张。");
        assert_eq!(said(&a, &article("副卡每张10元/月，最多3张。")), pair("每张5元/月", "每张10元/月"));
        assert_eq!(said(&a, &article("最多3张，副卡每张五元每月。")), [], "the same in other words");
        assert_eq!(said(&a, &article("副卡每张5元/月，最多3张，满18周岁可办。")), [], "one says more");
    }

    #[test]
    fn an_exception_is_no_conflict() {
        let everywhere = scope(&[], &[], &[]);
        let cases: &[(Scope, Scope, bool)] = &[
            (everywhere.clone(), everywhere.clone(), true),
            (scope(&["云州"], &[], &[]), everywhere.clone(), false),
            (scope(&["云州"], &[], &[]), scope(&["云岭"], &[], &[]), false),
            (scope(&["云州"], &[], &[]), scope(&["岭安"], &[], &[]), false),
            (scope(&["云州", "岭安"], &[], &[]), scope(&["岭安", "云州"], &[], &[]), true),
            (scope(&["云州", "岭安"], &[], &[]), scope(&["岭安", "澜川"], &[], &[]), true),
            (scope(&["云州"], &[], &[]), scope(&[], &[], &["政企"]), true),
            (scope(&["云州"], &["宽带"], &[]), scope(&[], &[], &["政企"]), false),
            (scope(&["云州"], &[], &["政企"]), scope(&[], &[], &["政企"]), false),
            (scope(&["云州"], &[], &["政企", "个人"]), scope(&[], &[], &["政企", "家庭"]), true),
            (scope(&["云州"], &["宽带"], &[]), scope(&["云州"], &["移动"], &[]), false),
        ];
        for (a, b, conflicts) in cases {
            let a = Article { scope: a.clone(), ..article("副卡5元。") };
            let b = Article { scope: b.clone(), ..article("副卡10元。") };
            assert_eq!(!said(&a, &b).is_empty(), *conflicts, "{:?} {:?}", a.scope, b.scope);
        }
    }

    #[test]
    fn each_fact_is_held_against_its_like() {
        let a = article("|项目|标准|\n|-|-|\n|月费|59元|\n|调测费|100元|\n|押金|50元|");
        let b = article("|项目|标准|\n|-|-|\n|押金|80元|\n|月费|69元|\n|调测费|100元|");
        let found: Vec<_> =
            conflict(&a, &b, lineage).into_iter().map(|c| (c.here.text, c.there.text)).collect();
        assert_eq!(found, [("59元".to_owned(), "69元".to_owned()), ("50元".to_owned(), "80元".to_owned())]);
    }
}
