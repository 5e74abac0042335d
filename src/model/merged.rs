//! Two people's changes to one text as one text.

use std::collections::BTreeMap;

use super::answer::{Answer, CustomerAnswer};
use super::article::Article;
use super::changes::{Change, Field, changes};
use super::scope::{Axis, Scope};
use super::validity::Validity;

/// What two people made of one text, as one: each field as whoever changed it has it. `None` where both changed the same
/// field to say different things.
pub fn merged(base: &Article, one: &Article, other: &Article) -> Option<Article> {
    let (mine, theirs) = (changes(base, one), changes(base, other));
    let clash = |change: &Change| {
        !matches!(change.field, Field::BasedOn | Field::RenderingBasedOn(_))
            && theirs.iter().any(|their| their.field == change.field && their.after != change.after)
    };
    if mine.iter().any(clash) {
        return None;
    }
    fn pick<T: Clone + PartialEq>(base: &T, one: &T, other: &T) -> T {
        if one == base { other.clone() } else { one.clone() }
    }
    fn answer(base: &Option<Answer>, one: &Option<Answer>, other: &Option<Answer>) -> Option<Answer> {
        let none = Answer::default();
        let of = |face: &Option<Answer>| face.clone().unwrap_or_else(|| none.clone());
        let (b, o, t) = (of(base), of(one), of(other));
        let merged = Answer { lead: pick(&b.lead, &o.lead, &t.lead), body: pick(&b.body, &o.body, &t.body) };
        (one.is_some() || other.is_some()).then_some(merged)
    }
    let customer = |article: &Article| article.customer.clone().unwrap_or_default();
    let (b, o, t) = (customer(base), customer(one), customer(other));
    let faces = |face: &CustomerAnswer| Some(face.answer.clone());
    let mut channels = BTreeMap::new();
    for name in b.channels.keys().chain(o.channels.keys()).chain(t.channels.keys()) {
        let of = |face: &CustomerAnswer| face.channels.get(name).cloned();
        if let Some(rendering) = pick(&of(&b), &of(&o), &of(&t)) {
            channels.insert(name.clone(), rendering);
        }
    }
    let merged = CustomerAnswer {
        answer: answer(&faces(&b), &faces(&o), &faces(&t)).unwrap_or_default(),
        based_on: pick(&b.based_on, &o.based_on, &t.based_on),
        channels,
    };
    let scope = |axis| {
        pick(&base.scope.on(axis).to_vec(), &one.scope.on(axis).to_vec(), &other.scope.on(axis).to_vec())
    };
    let valid = Validity {
        from: pick(&base.valid.from, &one.valid.from, &other.valid.from),
        until: pick(&base.valid.until, &one.valid.until, &other.valid.until),
        review_by: pick(&base.valid.review_by, &one.valid.review_by, &other.valid.review_by),
        sale_until: pick(&base.valid.sale_until, &one.valid.sale_until, &other.valid.sale_until),
        study_from: pick(&base.valid.study_from, &one.valid.study_from, &other.valid.study_from),
    };
    let has_customer = one.customer.is_some() || other.customer.is_some();
    Some(Article {
        kind: pick(&base.kind, &one.kind, &other.kind),
        question: pick(&base.question, &one.question, &other.question),
        similar: pick(&base.similar, &one.similar, &other.similar),
        category: pick(&base.category, &one.category, &other.category),
        scope: Scope {
            region: scope(Axis::Region),
            product: scope(Axis::Product),
            customer: scope(Axis::Customer),
        },
        internal: answer(&base.internal, &one.internal, &other.internal),
        customer: has_customer.then_some(merged),
        actions: pick(&base.actions, &one.actions, &other.actions),
        relations: pick(&base.relations, &one.relations, &other.relations),
        attachments: pick(&base.attachments, &one.attachments, &other.attachments),
        valid,
        confidence: pick(&base.confidence, &one.confidence, &other.confidence),
        owner: pick(&base.owner, &one.owner, &other.owner),
        source: pick(&base.source, &one.source, &other.source),
        tags: pick(&base.tags, &one.tags, &other.tags),
        ..one.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_people_changed_in_different_places_becomes_one() {
        let answer = |lead: &str, body: &str| Some(Answer { lead: lead.into(), body: body.into() });
        let base = Article {
            question: "副卡怎么收费".into(),
            internal: answer("每张 10 元。", "先查。"),
            owner: Some("市场部".into()),
            ..Article::default()
        };
        let mine = Article { internal: answer("每张 12 元。", "先查。"), ..base.clone() };
        let theirs = Article {
            owner: Some("家庭部".into()),
            internal: answer("每张 10 元。", "先查，再办。"),
            tags: vec!["高频".into()],
            ..base.clone()
        };
        let both = merged(&base, &mine, &theirs).expect("nothing clashes");
        assert_eq!(both.internal, answer("每张 12 元。", "先查，再办。"));
        assert_eq!((both.owner.as_deref(), both.tags.as_slice()), (Some("家庭部"), &["高频".to_owned()][..]));
        let clash = Article { internal: answer("每张 15 元。", "先查。"), ..base.clone() };
        assert!(merged(&base, &mine, &clash).is_none(), "both changed the same line");
        assert_eq!(merged(&base, &mine, &mine), Some(mine.clone()));
    }
}
