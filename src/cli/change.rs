//! Fields that differ, as lines for people.

use std::ops::Range;

use serde::Serialize;

use crate::i18n::{Language, Messages};
use crate::model::Channels;
use crate::model::changes::{Change, Field};
use crate::text::clean::for_screen;
use crate::text::diff::{Fate, diff_by};

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
/// are left out. Of a line that stayed in part the words that differ are marked: `[-went-]`, `{+came+}`; words that `is_word`
/// knows are left whole.
pub fn lines(changes: &[Change], is_word: &dyn Fn(&str) -> bool, m: &Messages) -> String {
    let mut out = String::new();
    for change in changes {
        // Which internal text it was made from is a hash: that it is another one now is what a reader wants to know.
        if matches!(change.field, Field::BasedOn | Field::RenderingBasedOn(_)) {
            out.push_str(&format!(
                "{}\n  {}\n",
                for_screen(&field_name(&change.field, m)),
                m.get("diff.compared")
            ));
            continue;
        }
        out.push_str(&for_screen(&field_name(&change.field, m)));
        out.push('\n');
        let (before, after) = change.in_words(crate::kb::tongue(m));
        let (before, after) = (for_screen(&before), for_screen(&after));
        let (old, new): (Vec<&str>, Vec<&str>) = (split(&before), split(&after));
        let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - same;
        let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count().min(rest);
        let hunks = diff_by(&before, &after, is_word);
        let of = |fate: Fate| hunks.iter().filter(move |hunk| hunk.fate == fate);
        let went: Vec<Range<usize>> = of(Fate::Removed).map(|hunk| hunk.old.clone()).collect();
        let came: Vec<Range<usize>> = of(Fate::Added).map(|hunk| hunk.new.clone()).collect();
        for (sign, lines, differs, marks) in
            [('-', &old, &went, ("[-", "-]")), ('+', &new, &came, ("{+", "+}"))]
        {
            let mut start = 0;
            for (at, line) in lines.iter().enumerate() {
                if (same..lines.len() - tail).contains(&at) {
                    out.push_str(&format!("  {sign} {}\n", marked(line, start, differs, marks)));
                }
                start += line.len() + 1;
            }
        }
    }
    out
}

fn split(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}

/// A line with marks around what differs in it; as it is where nothing of it stayed. `start` is its place in the text whose
/// ranges differ, in bytes.
fn marked(line: &str, start: usize, differs: &[Range<usize>], marks: (&str, &str)) -> String {
    let own = |range: &Range<usize>| {
        let (from, until) = (range.start.max(start), range.end.min(start + line.len()));
        (from < until).then(|| from - start..until - start)
    };
    let differs: Vec<Range<usize>> = differs.iter().filter_map(own).collect();
    let (mut stayed, mut out, mut at) = (String::new(), String::new(), 0);
    for range in &differs {
        let (between, words) = (line.get(at..range.start), line.get(range.clone()));
        let (between, words) = (between.unwrap_or_default(), words.unwrap_or_default());
        stayed.push_str(between);
        out.push_str(&format!("{between}{}{words}{}", marks.0, marks.1));
        at = range.end;
    }
    let rest = line.get(at..).unwrap_or_default();
    stayed.push_str(rest);
    out.push_str(rest);
    if stayed.chars().any(char::is_alphanumeric) { out } else { line.to_owned() }
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
        let of = |before: &str, after: &str| lines(&[change(before, after)], &|word| word == "报障", &m);
        assert_eq!(of("一\n二\n三", "一\n新\n三"), "内部口径·正文\n  - 二\n  + 新\n");
        assert_eq!(of("", "一"), "内部口径·正文\n  + 一\n");
        assert_eq!(of("一\n一", "一"), "内部口径·正文\n  - 一\n", "nothing is counted from both ends");
        assert_eq!(
            of("一\n每张10元，月底收。\n三", "一\n每张15元，月底收。\n三"),
            "内部口径·正文\n  - [-每张10元-]，月底收。\n  + {+每张15元+}，月底收。\n",
            "by words, and a fact is one"
        );
        assert_eq!(
            of("客户来报障。", "客户来报修。"),
            "内部口径·正文\n  - 客户来[-报障-]。\n  + 客户来{+报修+}。\n",
            "a word that is known is left whole"
        );
        assert_eq!(of("甲乙", "甲乙\n丙丁"), "内部口径·正文\n  + 丙丁\n");
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
