//! Fields that differ, as lines for people.

use serde::Serialize;

use crate::i18n::{Language, Messages};
use crate::model::Channels;
use crate::model::changes::{Change, Field};
use crate::text::clean::for_screen;

/// A field that differs, for programs.
#[derive(Debug, Serialize)]
pub struct ChangeJson<'a> {
    field: String,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// Fields that differ, for programs; a side that says nothing is null.
pub fn json(changes: &[Change]) -> Vec<ChangeJson<'_>> {
    let side = |text: &'_ String| -> bool { !text.is_empty() };
    changes
        .iter()
        .map(|c| ChangeJson {
            // As the exchange format names a channel in a column.
            field: match &c.field {
                Field::Rendering(channel) => format!("customer.{channel}"),
                Field::RenderingBasedOn(channel) => format!("customer.{channel}.based_on"),
                field => field.name(),
            },
            before: side(&c.before).then_some(c.before.as_str()),
            after: side(&c.after).then_some(c.after.as_str()),
        })
        .collect()
}

/// The name of a field for people.
fn field_name(field: &Field, m: &Messages) -> String {
    let (channel, of) = match field {
        Field::Rendering(channel) => (channel, ""),
        Field::RenderingBasedOn(channel) => (channel, m.get("field.based_on")),
        field => return m.get(&format!("field.{}", field.name())).to_owned(),
    };
    let known = Channels::shipped().get(channel);
    let label = known.map_or(channel, |c| if m.language() == Language::English { &c.en } else { &c.zh });
    format!("{} {of}", m.fill("field.rendering", &[("channel", &label)])).trim_end().to_owned()
}

/// Fields that differ: the name, then lines that went with `-` and lines that came with `+`; lines that stayed at the ends
/// are left out.
pub fn lines(changes: &[Change], m: &Messages) -> String {
    let mut out = String::new();
    for change in changes {
        out.push_str(&for_screen(&field_name(&change.field, m)));
        out.push('\n');
        let split = |text: &String| -> Vec<String> {
            if text.is_empty() {
                Vec::new()
            } else {
                for_screen(text).split('\n').map(str::to_owned).collect()
            }
        };
        let (before, after) = (split(&change.before), split(&change.after));
        let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let rest = before.len().min(after.len()) - same;
        let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count().min(rest);
        for (sign, lines) in [('-', &before), ('+', &after)] {
            for line in lines.iter().take(lines.len() - tail).skip(same) {
                out.push_str(&format!("  {sign} {line}\n"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(before: &str, after: &str) -> Change {
        let field = Field::Body(crate::model::Face::Internal);
        Change { field, before: before.into(), after: after.into() }
    }

    #[test]
    fn only_the_lines_that_differ_are_shown() {
        let m = Messages::new(Language::Chinese);
        let of = |before: &str, after: &str| lines(&[change(before, after)], &m);
        assert_eq!(of("一\n二\n三", "一\n新\n三"), "内部口径·正文\n  - 二\n  + 新\n");
        assert_eq!(of("", "一"), "内部口径·正文\n  + 一\n");
        assert_eq!(of("一\n一", "一"), "内部口径·正文\n  - 一\n", "nothing is counted from both ends");
        assert_eq!(of("红\u{1b}[31m", "x"), "内部口径·正文\n  - 红·\n  + x\n");
    }

    #[test]
    fn every_field_has_a_name_in_both_languages() {
        use crate::model::{Answer, Article, CustomerAnswer, Rendering, Source, Validity};
        let day = "2026-01-01".parse().ok();
        let answer = || Answer { lead: "a".into(), body: "b".into() };
        let rendering = Rendering { text: "t".into(), based_on: Some("h".into()) };
        let full = Article {
            kind: Some(crate::model::Kind::Fault),
            question: "q".into(),
            similar: vec!["s".into()],
            category: vec!["c".into()],
            scope: crate::model::Scope {
                region: vec!["r".into()],
                product: vec!["p".into()],
                customer: vec!["k".into()],
            },
            internal: Some(answer()),
            customer: Some(CustomerAnswer {
                answer: answer(),
                based_on: Some("h".into()),
                channels: [("sms".to_owned(), rendering)].into(),
            }),
            actions: vec![crate::model::Action {
                kind: crate::model::ActionKind::Handle,
                target: String::new(),
                fields: vec![],
                limit: None,
            }],
            relations: vec![crate::model::Relation {
                kind: crate::model::RelationKind::Next,
                to: "x".into(),
            }],
            attachments: vec![crate::model::Attachment { name: "n".into(), sha256: "0".into() }],
            valid: Validity { from: day, until: day, review_by: day, sale_until: day, study_from: day },
            confidence: Some(crate::model::Confidence::Wip),
            owner: Some("o".into()),
            source: Some(Source {
                class: Some(crate::model::SourceClass::Web),
                reference: "r".into(),
                author: Some("a".into()),
                date: day,
                licence: Some("l".into()),
            }),
            tags: vec!["t".into()],
            ..Article::default()
        };
        let all = crate::model::changes::changes(&Article::default(), &full);
        assert!(all.len() >= 29, "{}", all.len());
        for language in [Language::Chinese, Language::English] {
            let m = Messages::new(language);
            for change in &all {
                let name = field_name(&change.field, &m);
                assert!(!name.contains('.') && !name.contains('{'), "{name}");
            }
        }
    }
}
