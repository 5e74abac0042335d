//! Two published texts that answer one question differently for the same customers at the same time.

use std::collections::BTreeSet;

use crate::model::{Article, Axis, Moment, Scope};
use crate::text::facts::{Fact, Kind, facts};
use crate::text::fold::fold_str;

/// A text that is, or is to be, in use.
pub(super) struct Claim<'a> {
    /// The text.
    pub article: &'a Article,
    /// When it is in use: from one instant to another, not over one another.
    pub spans: &'a [(Moment, Moment)],
}

/// Whether two standard questions are one.
pub(super) fn is_same_question(a: &str, b: &str) -> bool {
    a == b || fold_str(a).trim() == fold_str(b).trim()
}

/// What two texts that answer the same question say differently where they hold alike: facts of the one and of the other.
/// `None` where nobody can get both, where the scope of one is the more specific (an exception), or where they agree.
pub(super) fn clash(
    a: &Claim<'_>,
    b: &Claim<'_>,
    ancestors: &dyn Fn(Axis, &str) -> Vec<String>,
) -> Option<(String, String)> {
    let meet = a.spans.iter().any(|(from, until)| b.spans.iter().any(|(f, u)| from < u && f < until));
    if !meet
        || !is_same_question(&a.article.question, &b.article.question)
        || !is_equally_specific(&a.article.scope, &b.article.scope, ancestors)
    {
        return None;
    }
    differing(&texts(a.article, false), &texts(b.article, false))
        .or_else(|| differing(&texts(a.article, true), &texts(b.article, true)))
}

fn texts(article: &Article, customer: bool) -> Vec<&str> {
    let answer =
        if customer { article.customer.as_ref().map(|c| &c.answer) } else { article.internal.as_ref() };
    answer.into_iter().flat_map(|answer| [answer.lead.as_str(), answer.body.as_str()]).collect()
}

/// Facts that contradict one another: both texts have some of a kind, and neither has all of the other's.
fn differing(a: &[&str], b: &[&str]) -> Option<(String, String)> {
    let of = |texts: &[&str]| -> Vec<Fact> { texts.iter().flat_map(|text| facts(text)).collect() };
    let (a, b) = (of(a), of(b));
    let told =
        [Kind::Amount, Kind::Rate, Kind::Discount, Kind::Date, Kind::Duration, Kind::Time, Kind::Quantity];
    told.into_iter().find_map(|kind| {
        let set = |facts: &[Fact]| -> BTreeSet<String> {
            facts.iter().filter(|f| f.kind == kind).map(|f| f.base().to_owned()).collect()
        };
        let (a, b) = (set(&a), set(&b));
        let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            one.difference(other).cloned().collect::<Vec<_>>().join(" ")
        };
        let (left, right) = (only(&a, &b), only(&b, &a));
        (!left.is_empty() && !right.is_empty()).then_some((left, right))
    })
}

/// Whether two scopes have customers in common and neither is the more specific.
fn is_equally_specific(a: &Scope, b: &Scope, ancestors: &dyn Fn(Axis, &str) -> Vec<String>) -> bool {
    let (mut narrower_a, mut narrower_b) = (false, false);
    for &axis in Axis::ALL {
        let (on_a, on_b) = (a.on(axis), b.on(axis));
        match (on_a.is_empty(), on_b.is_empty()) {
            (true, true) => {}
            (false, true) => narrower_a = true,
            (true, false) => narrower_b = true,
            (false, false) if on_a.iter().any(|name| on_b.contains(name)) => {}
            (false, false) => {
                let below = |one: &[String], other: &[String]| {
                    one.iter().any(|name| ancestors(axis, name).iter().any(|up| other.contains(up)))
                };
                match (below(on_a, on_b), below(on_b, on_a)) {
                    (false, false) => return false,
                    (true, false) => narrower_a = true,
                    (false, true) => narrower_b = true,
                    (true, true) => {}
                }
            }
        }
    }
    narrower_a == narrower_b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Answer;

    fn says(body: &str, scope: Scope) -> Article {
        Article {
            question: "副卡多少钱".into(),
            internal: Some(Answer::of_body(body)),
            scope,
            ..Article::default()
        }
    }

    fn scope(region: &[&str], product: &[&str]) -> Scope {
        let names = |of: &[&str]| of.iter().map(|n| (*n).to_owned()).collect();
        Scope { region: names(region), product: names(product), customer: Vec::new() }
    }

    /// 岭安 lies in 云州.
    fn tree(_: Axis, name: &str) -> Vec<String> {
        if name == "岭安" { vec!["岭安".into(), "云州".into()] } else { vec![name.into()] }
    }

    const ALWAYS: &[(Moment, Moment)] = &[(Moment::ALWAYS, Moment::FOREVER)];

    fn between(a: &Article, b: &Article) -> Option<(String, String)> {
        clash(&Claim { article: a, spans: ALWAYS }, &Claim { article: b, spans: ALWAYS }, &tree)
    }

    #[test]
    fn other_facts_for_the_same_customers_clash() {
        let everywhere = Scope::default();
        let (a, b) = (says("每月10元。", everywhere.clone()), says("每月十五元。", everywhere.clone()));
        assert_eq!(between(&a, &b), Some(("10元".into(), "15元".into())));
        assert_eq!(between(&a, &says("10元/月", everywhere.clone())), None, "the same in other words");
        assert_eq!(between(&a, &says("3天生效", everywhere.clone())), None, "another kind of fact");
        assert_eq!(
            between(&a, &says("10元，另收5元", everywhere.clone())),
            None,
            "it says more, nothing else"
        );
        let other = Article { question: "副卡 多少钱？".into(), ..b.clone() };
        assert_eq!(between(&a, &other), None, "another question");
        let wide = Article { question: "副卡多少钱 ".into(), ..b };
        assert!(between(&a, &wide).is_some());
    }

    #[test]
    fn a_more_specific_scope_is_an_exception() {
        for (one, other, clashes) in [
            (scope(&[], &[]), scope(&["云州"], &[]), false),
            (scope(&["云州"], &[]), scope(&["岭安"], &[]), false),
            (scope(&["云州"], &[]), scope(&["云州"], &[]), true),
            (scope(&["云州", "澜江"], &[]), scope(&["澜江"], &[]), true),
            (scope(&["云州"], &[]), scope(&["澜江"], &[]), false),
            (scope(&["云州"], &[]), scope(&[], &["副卡"]), true),
            (scope(&["岭安"], &["副卡"]), scope(&["云州"], &[]), false),
            (scope(&["岭安"], &[]), scope(&["云州"], &["副卡"]), true),
            (scope(&["澜江"], &["副卡"]), scope(&["云州"], &["副卡"]), false),
        ] {
            let (a, b) = (says("10元", one.clone()), says("15元", other.clone()));
            assert_eq!(between(&a, &b).is_some(), clashes, "{one:?} {other:?}");
            assert_eq!(between(&b, &a).is_some(), clashes, "{other:?} {one:?}");
        }
    }

    #[test]
    fn texts_that_follow_one_another_do_not_clash() {
        let (a, b) = (says("10元", Scope::default()), says("15元", Scope::default()));
        let at = |from, until| [(Moment(from), Moment(until))];
        let meet = |x: &[(Moment, Moment)], y: &[(Moment, Moment)]| {
            clash(&Claim { article: &a, spans: x }, &Claim { article: &b, spans: y }, &tree).is_some()
        };
        assert!(!meet(&at(0, 10), &at(10, 20)), "half-open");
        assert!(meet(&at(0, 11), &at(10, 20)));
        assert!(!meet(&[], &at(0, 9)));
    }
}
