//! One change to many articles: a field that is set, a fact or a phrase that is replaced, over whatever a search finds. What
//! comes of it is a batch of drafts, so that it is looked at, reviewed, published and taken back as one.

use std::collections::HashSet;
use std::ops::Range;

use super::author::{drafted, editor};
use super::open::Kb;
use super::refusal::LifeError;
use crate::model::manuscript::{Manuscript, Problem, Tongue, field_at, field_name, read, write};
use crate::model::{Article, Moment, Query, Scope};
use crate::store::{BatchKind, NewRevision, Who};
use crate::text::facts::{Fact, facts};

/// More articles are not changed at once: nobody looks through them.
pub const MOST: usize = 10_000;

/// The names of the condition that asks for a fact.
const FACT: &[&str] = &["事实", "fact"];

/// A change to every article that is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// A field of the manuscript, by its name in either language, and its value; an empty one takes the field away.
    Set(String, String),
    /// The one for the other in both faces and every rendering. A fact stands for every way of writing it.
    Replace(String, String),
}

/// A value that a field does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadEdit {
    /// No field is called so.
    Field(String),
    /// The field takes no such value.
    Value(Problem),
    /// There is nothing to be replaced.
    Nothing,
}

/// An article that would be changed, or was.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// Its id.
    pub id: String,
    /// What it says now.
    pub before: Article,
    /// What it says then.
    pub after: Article,
    /// Row numbers of the article and of the revision that this was made of.
    of: (i64, i64),
}

impl Kb {
    /// What an edit would make of the newest texts of what is found; those that it leaves as they are do not count.
    ///
    /// The query is as on the desk, with `事实:15元` besides: articles that say this fact, however it is written.
    ///
    /// # Errors
    /// A field or a value that there is not; those of the database and of the index.
    pub fn preview_edits(
        &mut self,
        query: &str,
        edits: &[Edit],
        now: Moment,
    ) -> Result<Result<Vec<Edited>, BadEdit>, LifeError> {
        let mut out = Vec::new();
        for id in self.meant(query, now)? {
            let newest = self.newest_text(&id, now)?;
            let mut article = newest.article.clone();
            for edit in edits {
                article = match edited(&article, edit) {
                    Ok(article) => article,
                    Err(bad) => return Ok(Err(bad)),
                };
            }
            if article.content_hash() != newest.article.content_hash() {
                let of = (newest.number, newest.revision);
                out.push(Edited { id, before: newest.article, after: article, of });
            }
        }
        Ok(Ok(out))
    }

    /// Saves previewed edits as drafts of one batch, in one transaction; its number.
    ///
    /// # Errors
    /// A role below editor; that somebody has saved one of the articles meanwhile; those of the database.
    pub fn save_edits(
        &mut self,
        who: &Who,
        name: &str,
        edits: &[Edited],
        now: Moment,
    ) -> Result<i64, LifeError> {
        let mut ready = Vec::with_capacity(edits.len());
        for edit in edits {
            let article = drafted(&edit.after, Some(&edit.before))?;
            let hash = article.content_hash();
            ready.push((edit, article, hash));
        }
        let batch = self.store.write(who, now, |w| -> Result<i64, LifeError> {
            editor(w, who)?;
            let batch = w.begin_batch(BatchKind::Import, name)?;
            for (edit, article, hash) in &ready {
                let (number, base) = edit.of;
                let new = NewRevision { article, hash, based_on: Some(base), batch: Some(batch) };
                let revision = w.revise(number, new)?;
                w.event("edit", Some(number), Some(revision), None)?;
            }
            let counts = serde_json::json!({ "read": ready.len(), "added": 0, "revised": ready.len(), "unchanged": 0, "refused": 0 });
            w.end_batch(batch, &counts.to_string())?;
            Ok(batch)
        })?;
        let _ = self.read_trees();
        Ok(batch)
    }

    /// The ids of the articles in use that a query means: those that answer to all of it.
    fn meant(&mut self, query: &str, now: Moment) -> Result<Vec<String>, LifeError> {
        let (asked, wanted) = split(query);
        let ids: Vec<String> = if asked.is_empty() {
            self.store.current_questions(now)?.into_iter().map(|(id, _)| id).collect()
        } else {
            let query = Query { text: asked, scope: Scope::default(), limit: MOST };
            let rows = self.find(&query, now, &|| false)?.unwrap_or_default().rows;
            let all = rows.into_iter().flat_map(|mut row| {
                let variants = std::mem::take(&mut row.variants);
                std::iter::once(row).chain(variants)
            });
            all.filter(|row| row.hit.is_full()).map(|row| row.id).collect()
        };
        let mut seen = HashSet::new();
        let mut out = Vec::new();
        for id in ids.into_iter().filter(|id| seen.insert(id.clone())) {
            let says = |text: &Article| wanted.iter().all(|fact| texts(text).any(|t| says_fact(t, fact)));
            if wanted.is_empty() || self.by_id(&id, now)?.is_some_and(|shown| says(&shown.article)) {
                out.push(id);
                if out.len() == MOST {
                    break;
                }
            }
        }
        Ok(out)
    }
}

/// A query without its conditions on facts, and these in their normal form.
fn split(query: &str) -> (String, Vec<String>) {
    let (mut asked, mut wanted) = (Vec::new(), Vec::new());
    for word in query.split_whitespace() {
        let fact =
            word.split_once([':', '：']).filter(|(name, _)| FACT.contains(name)).map(|(_, value)| value);
        match fact {
            Some(value) => {
                let normal =
                    facts(value).into_iter().next().map_or_else(|| value.to_owned(), |fact| fact.value);
                wanted.push(normal);
            }
            None => asked.push(word),
        }
    }
    (asked.join(" "), wanted)
}

/// All that an article says, but for its questions.
fn texts(article: &Article) -> impl Iterator<Item = &str> {
    let internal = article.internal.iter().flat_map(|answer| [answer.lead.as_str(), answer.body.as_str()]);
    let customer = article.customer.iter().flat_map(|customer| {
        let answer = [customer.answer.lead.as_str(), customer.answer.body.as_str()];
        answer.into_iter().chain(customer.channels.values().map(|rendering| rendering.text.as_str()))
    });
    internal.chain(customer)
}

fn says_fact(text: &str, normal: &str) -> bool {
    facts(text).iter().any(|fact| is_value(&fact.value, normal))
}

/// Whether a normal form is this value, also where it says what it is for: 15元/月 is 15元.
fn is_value(value: &str, normal: &str) -> bool {
    value.strip_prefix(normal).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where in the words of a fact its value stands without what it is for: 15元 in 每月15元.
fn core(raw: &str, normal: &str) -> Option<Range<usize>> {
    let bounds: Vec<usize> = raw.char_indices().map(|(at, _)| at).chain([raw.len()]).collect();
    let all = bounds.iter().flat_map(|from| bounds.iter().map(move |to| *from..*to));
    let is_it = |part: &Range<usize>| {
        let text = raw.get(part.clone()).unwrap_or_default();
        matches!(facts(text).as_slice(), [fact] if fact.at == (0..text.len()) && fact.value == normal)
    };
    all.filter(|part| part.start < part.end).filter(is_it).max_by_key(|part| part.len())
}

/// One edit of one article.
fn edited(article: &Article, edit: &Edit) -> Result<Article, BadEdit> {
    match edit {
        Edit::Set(name, value) => set(article, name, value),
        Edit::Replace(old, new) => {
            let old = old.trim();
            if old.is_empty() {
                return Err(BadEdit::Nothing);
            }
            let put = |text: &str| replaced(text, old, new.trim());
            let mut article = article.clone();
            if let Some(internal) = &mut article.internal {
                (internal.lead, internal.body) = (put(&internal.lead), put(&internal.body));
            }
            if let Some(customer) = &mut article.customer {
                let answer = &mut customer.answer;
                (answer.lead, answer.body) = (put(&answer.lead), put(&answer.body));
                for rendering in customer.channels.values_mut() {
                    rendering.text = put(&rendering.text);
                }
            }
            Ok(article)
        }
    }
}

/// A text with the new for the old. Where the old is a fact, every fact of that value is it, and `15元` in `115元` is not.
fn replaced(text: &str, old: &str, new: &str) -> String {
    let of_old = facts(old);
    let [fact] = of_old.as_slice() else { return text.replace(old, new) };
    if fact.at != (0..old.len()) {
        return text.replace(old, new);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let same = |found: &Fact| found.kind == fact.kind && is_value(&found.value, &fact.value);
    for found in facts(text).into_iter().filter(same) {
        let raw = text.get(found.at.clone()).unwrap_or_default();
        // In a column headed 月费（元） only the number stands: its unit is the heading's.
        let number = || Some((0..raw.len(), new.strip_suffix(old.strip_prefix(raw)?)?));
        let Some((part, put)) = core(raw, &fact.value).map(|part| (part, new)).or_else(number) else {
            continue;
        };
        out.push_str(text.get(at..found.at.start + part.start).unwrap_or_default());
        out.push_str(put);
        at = found.at.start + part.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// An article with another value in a field, as if it had been typed into its manuscript.
fn set(article: &Article, name: &str, value: &str) -> Result<Article, BadEdit> {
    let unknown = || BadEdit::Field(name.to_owned());
    let field = field_name(name.trim()).ok_or_else(unknown)?;
    // What says which text it is, or takes more than a line, is no value.
    if matches!(field, "id" | "based_on" | "question" | "similar" | "relations" | "actions") {
        return Err(unknown());
    }
    let text = write(&Manuscript { article: article.clone(), based_on: None }, Tongue::English, true);
    let line = format!("{field}: {}", value.trim());
    let text = match field_at(&text, field) {
        Some(start) => {
            // Entries of a list stand below its name.
            let mut end =
                text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| start + at);
            while text.get(end + 1..).is_some_and(|rest| rest.trim_start_matches(' ').starts_with("- ")) {
                end = text
                    .get(end + 1..)
                    .and_then(|rest| rest.find('\n'))
                    .map_or(text.len(), |at| end + 1 + at);
            }
            let (before, after) =
                (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            format!("{before}{line}{after}")
        }
        None => text.replacen("---\n", &format!("---\n{line}\n"), 1),
    };
    let read = read(&text).map_err(BadEdit::Value)?.article;
    Ok(Article { id: article.id.clone(), stage: article.stage, ..read })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_replaced_however_it_is_written_and_a_phrase_as_it_is() {
        assert_eq!(replaced("月租15元，十五元整；共115元。", "15元", "19元"), "月租19元，19元；共115元。");
        assert_eq!(replaced("每月15元，每个15元/月", "15元", "19元"), "每月19元，每个19元/月");
        assert_eq!(
            replaced("| 档 | 月费（元） |\n|---|---|\n| 一 | 15 |\n| 二 | 115 |", "15元", "19元"),
            "| 档 | 月费（元） |\n|---|---|\n| 一 | 19 |\n| 二 | 115 |"
        );
        assert_eq!(replaced("请拨打人工台。", "人工台", "客服热线"), "请拨打客服热线。");
        assert_eq!(replaced("每天15元起", "20元", "25元"), "每天15元起");
    }

    #[test]
    fn a_query_is_parted_from_its_facts() {
        assert_eq!(
            split("副卡 事实:十五元 分类:资费"),
            ("副卡 分类:资费".to_owned(), vec!["15元".to_owned()])
        );
        assert_eq!(split("fact:3个工作日"), (String::new(), vec!["3工作日".to_owned()]));
    }

    #[test]
    fn a_field_is_set_and_the_rest_stays() {
        let article = Article {
            id: Some("a".into()),
            question: "甲".into(),
            tags: vec!["旧".into()],
            internal: Some(crate::model::Answer { lead: "一".into(), body: "二".into() }),
            ..Article::default()
        };
        let with = |name: &str, value: &str| set(&article, name, value);
        let changed = with("责任部门", "家庭部").expect("a field");
        assert_eq!(changed.owner.as_deref(), Some("家庭部"));
        assert_eq!(Article { owner: None, ..changed }, article);
        assert_eq!(with("tags", "新、高频").expect("tags").tags, ["新", "高频"]);
        assert_eq!(with("category", "宽带 / 故障").expect("a shelf").category, ["宽带", "故障"]);
        assert!(with("last_day", "2026-12-31").expect("a day").valid.until.is_some());
        assert!(matches!(with("last_day", "下周一"), Err(BadEdit::Value(_))));
        assert_eq!(with("question", "乙"), Err(BadEdit::Field("question".into())));
        assert_eq!(with("颜色", "红"), Err(BadEdit::Field("颜色".into())));
    }
}
