//! What differs between two texts of an article, field by field.

use super::answer::Answer;
use super::article::{Article, Origin, Similar};
use super::scope::Axis;

/// One field that differs. Names are those of the exchange format, with dots: `internal.body`, `customer.sms`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field.
    pub field: String,
    /// What it says before; `None` where there is nothing.
    pub before: Option<String>,
    /// What it says after.
    pub after: Option<String>,
}

/// The fields that differ between two texts, in the order of the exchange format. The id and the stage are no content.
pub fn changes(before: &Article, after: &Article) -> Vec<Change> {
    let (before, after) = (fields(before), fields(after));
    let mut names: Vec<&String> = before.iter().map(|(name, _)| name).collect();
    for (at, (name, _)) in after.iter().enumerate() {
        if !names.contains(&name) {
            // Behind the field that stands before it on its own side.
            let left = at.checked_sub(1).and_then(|at| after.get(at)).map(|(name, _)| name);
            let place = left.and_then(|left| names.iter().position(|n| *n == left)).map_or(0, |p| p + 1);
            names.insert(place, name);
        }
    }
    let value = |all: &[(String, String)], name: &str| {
        all.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone())
    };
    names
        .into_iter()
        .map(|name| Change { field: name.clone(), before: value(&before, name), after: value(&after, name) })
        .filter(|change| change.before != change.after)
        .collect()
}

/// The fields of an article that say something, each as text; of a list one line an entry.
fn fields(article: &Article) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            all.push((name.to_owned(), value));
        }
    };
    let lines = |list: Vec<String>| (!list.is_empty()).then(|| list.join("\n"));
    let a = article;
    put("kind", a.kind.map(|k| k.word().into()));
    put("question", Some(a.question.clone()));
    let similar = |s: &Similar| match s.origin {
        Origin::Author => s.text.clone(),
        origin => format!("{} ({origin})", s.text),
    };
    put("similar", lines(a.similar.iter().map(similar).collect()));
    put("category", (!a.category.is_empty()).then(|| a.category.join("/")));
    for &axis in Axis::ALL {
        put(&format!("scope.{axis}"), lines(a.scope.on(axis).to_vec()));
    }
    answer(&mut put, "internal", a.internal.as_ref());
    answer(&mut put, "customer", a.customer.as_ref().map(|c| &c.answer));
    if let Some(customer) = &a.customer {
        put("customer.based_on", customer.based_on.clone());
        for (channel, rendering) in &customer.channels {
            put(&format!("customer.{channel}"), Some(rendering.text.clone()));
            put(&format!("customer.{channel}.based_on"), rendering.based_on.clone());
        }
    }
    put("actions", lines(a.actions.iter().map(|x| serde_json::to_string(x).unwrap_or_default()).collect()));
    put("relations", lines(a.relations.iter().map(|r| format!("{} {}", r.kind, r.to)).collect()));
    put("attachments", lines(a.attachments.iter().map(|f| format!("{} {}", f.name, f.sha256)).collect()));
    for (name, day) in [
        ("valid.from", a.valid.from),
        ("valid.until", a.valid.until),
        ("valid.review_by", a.valid.review_by),
        ("valid.sale_until", a.valid.sale_until),
        ("valid.study_from", a.valid.study_from),
    ] {
        put(name, day.map(|day| day.to_string()));
    }
    put("confidence", a.confidence.map(|c| c.word().into()));
    put("owner", a.owner.clone());
    if let Some(source) = &a.source {
        put("source.class", source.class.map(|c| c.word().into()));
        put("source.ref", Some(source.reference.clone()));
        put("source.author", source.author.clone());
        put("source.date", source.date.map(|d| d.to_string()));
        put("source.licence", source.licence.clone());
    }
    put("tags", lines(a.tags.clone()));
    all
}

fn answer(put: &mut impl FnMut(&str, Option<String>), face: &str, answer: Option<&Answer>) {
    let Some(answer) = answer else { return };
    if answer.lead.is_empty() && answer.body.is_empty() {
        put(face, Some(String::new()));
    }
    put(&format!("{face}.lead"), (!answer.lead.is_empty()).then(|| answer.lead.clone()));
    put(&format!("{face}.body"), (!answer.body.is_empty()).then(|| answer.body.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CustomerAnswer;
    use proptest::prelude::*;

    fn names(before: &Article, after: &Article) -> Vec<String> {
        changes(before, after).into_iter().map(|c| c.field).collect()
    }

    #[test]
    fn each_field_that_differs_is_named_once_in_order() {
        let before = Article {
            question: "甲".into(),
            internal: Some(Answer { lead: "首".into(), body: "体".into() }),
            tags: vec!["a".into()],
            ..Article::default()
        };
        let after = Article {
            question: "甲".into(),
            similar: vec!["乙".into()],
            internal: Some(Answer { lead: "首".into(), body: "新".into() }),
            customer: Some(CustomerAnswer { answer: Answer::of_body("客"), ..CustomerAnswer::default() }),
            ..Article::default()
        };
        assert_eq!(names(&before, &after), ["similar", "internal.body", "customer.body", "tags"]);
        let body = &changes(&before, &after)[1];
        assert_eq!((body.before.as_deref(), body.after.as_deref()), (Some("体"), Some("新")));
        assert_eq!(changes(&before, &after)[3].after, None);
    }

    proptest! {
        #[test]
        fn texts_that_differ_in_content_differ_in_a_field(
            a in crate::model::arbitrary::article(), b in crate::model::arbitrary::article()
        ) {
            prop_assert!(changes(&a, &a).is_empty());
            let forth: Vec<_> = changes(&a, &b);
            prop_assert_eq!(forth.is_empty(), a.content_hash() == b.content_hash());
            let mut back: Vec<_> = changes(&b, &a)
                .into_iter()
                .map(|c| Change { before: c.after, after: c.before, ..c })
                .collect();
            let mut forth = forth;
            forth.sort_by(|x, y| x.field.cmp(&y.field));
            back.sort_by(|x, y| x.field.cmp(&y.field));
            prop_assert_eq!(forth, back);
        }
    }
}
