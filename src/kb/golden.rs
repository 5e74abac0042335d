//! Golden queries: what must find its article, kept with the knowledge base and grown from what it holds.
//!
//! They come from three places: the questions of the articles themselves, searches that agents flagged and an editor
//! solved, and files. What single agents searched and used stays on their desks and is no source.

use std::collections::HashSet;

use serde::Deserialize;

use super::error::KbError;
use super::open::Kb;
use crate::model::asked::LONGEST_CHARS;
use crate::model::lifecycle::Role;
use crate::model::publication::current;
use crate::model::{Moment, Scope};
use crate::store::{Golden, Stored, Who, Write};
use crate::text::clean::one_line;
use crate::text::fold::{fold_str, is_word};
use crate::text::redact::mask;

/// So many articles are grown from in one transaction: others may write in between.
const TOGETHER: usize = 1_000;
/// So many golden queries are read at a time.
pub(super) const PAGE: usize = 5_000;

/// A golden query to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGolden {
    /// What is typed.
    pub text: String,
    /// The id of the article that it must find.
    pub article: String,
    /// Where the contact stands.
    pub scope: Scope,
}

/// How many golden queries were added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Grown {
    /// New ones.
    pub added: usize,
    /// Those that were there already, but for spelling that search does not tell apart.
    pub known: usize,
    /// Those that name no article here, or hold nothing to search for.
    pub left_out: usize,
}

/// What is recorded of a search that found no answer.
#[derive(Deserialize)]
struct Searched {
    query: String,
    #[serde(default)]
    scope: Scope,
}

impl Kb {
    /// The golden queries of an article by its id, or those of all after a row number; in the order of coming, at most
    /// so many.
    ///
    /// # Errors
    /// Those of the database.
    pub fn golden(&self, article: Option<&str>, after: i64, limit: usize) -> Result<Vec<Golden>, KbError> {
        let Some(id) = article else { return Ok(self.store.golden(after, limit)?) };
        let Some(article) = self.store.find_id(id)? else { return Ok(Vec::new()) };
        let mut all = self.store.golden_of(article.number)?;
        all.retain(|golden| golden.number > after);
        all.truncate(limit);
        Ok(all)
    }

    /// Keeps golden queries, masked of personal numbers, each once.
    ///
    /// # Errors
    /// A role below editor; those of the database.
    pub fn add_golden(&mut self, who: &Who, new: &[NewGolden], now: Moment) -> Result<Grown, KbError> {
        self.may_edit(who)?;
        Ok(self.store.write(who, now, |write| {
            let mut grown = Grown::default();
            for golden in new {
                match write.find_id(&golden.article)? {
                    Some(article) => put(write, &golden.text, article.number, &golden.scope, &mut grown)?,
                    None => grown.left_out += 1,
                }
            }
            log(write, "golden", "file", &grown).map(|()| grown)
        })?)
    }

    /// Takes golden queries away: those of the same article and scope that search does not tell from these. How many.
    ///
    /// # Errors
    /// A role below editor; those of the database.
    pub fn remove_golden(&mut self, who: &Who, gone: &[NewGolden], now: Moment) -> Result<usize, KbError> {
        self.may_edit(who)?;
        Ok(self.store.write(who, now, |write| {
            let mut removed = 0;
            for golden in gone {
                let Some(article) = write.find_id(&golden.article)? else { continue };
                let key = fold_str(&kept(&golden.text));
                for known in write.golden_of(article.number)? {
                    if known.scope == golden.scope && fold_str(&known.text) == key {
                        removed += usize::from(write.remove_golden(known.number)?);
                    }
                }
            }
            let detail = serde_json::json!({ "removed": removed }).to_string();
            write.event("golden", None, None, Some(&detail))?;
            Ok::<_, crate::store::StoreError>(removed)
        })?)
    }

    /// Grows golden queries: each current article's questions within its own scope, and each search that was flagged and
    /// solved. `watch` is told articles done and in all.
    ///
    /// # Errors
    /// A role below editor; those of the database.
    pub fn grow_golden(
        &mut self,
        who: &Who,
        now: Moment,
        watch: &mut dyn FnMut(usize, usize),
    ) -> Result<Grown, KbError> {
        self.may_edit(who)?;
        let mut grown = Grown::default();
        let articles = self.store.article_numbers()?;
        let total = articles.len();
        let mut done = 0;
        for some in articles.chunks(TOGETHER) {
            watch(done, total);
            let mut texts = Vec::with_capacity(some.len());
            for article in some {
                texts.extend(self.current_text(*article, now)?);
            }
            let mut here = Grown::default();
            self.store.write(who, now, |write| {
                for stored in &texts {
                    for question in stored.article.questions() {
                        put(write, question, stored.number, &stored.article.scope, &mut here)?;
                    }
                }
                if here.added > 0 { log(write, "golden", "questions", &here) } else { Ok(()) }
            })?;
            grown.add(here);
            done += some.len();
        }
        watch(total, total);
        let solved = self.store.solved_searches()?;
        let searched = |(text, article): (String, String)| {
            let Searched { query, scope } = serde_json::from_str(&text).ok()?;
            Some(NewGolden { text: query, article, scope })
        };
        let new: Vec<NewGolden> = solved.into_iter().filter_map(searched).collect();
        if !new.is_empty() {
            grown.add(self.add_golden(who, &new, now)?);
        }
        Ok(grown)
    }

    /// The text of an article that is in use and holds now.
    pub(super) fn current_text(&self, article: i64, now: Moment) -> Result<Option<Stored>, KbError> {
        let publications = self.store.publications(article)?;
        let Some(publication) = current(&publications, now) else { return Ok(None) };
        let stored = self.store.load(publication.revision, &self.trees.category)?;
        Ok(stored.filter(|stored| {
            let (from, until) = stored.article.valid.span(self.zone());
            from <= now && now < until
        }))
    }

    fn may_edit(&self, who: &Who) -> Result<(), KbError> {
        let has = self.store.role_of(&who.os_user)?;
        if has < Role::Editor {
            let what = "changing the golden queries";
            return Err(KbError::NeedsRole { what, needs: Role::Editor, has, os_user: who.os_user.clone() });
        }
        Ok(())
    }
}

impl Grown {
    /// Counts others in.
    pub fn add(&mut self, other: Grown) {
        self.added += other.added;
        self.known += other.known;
        self.left_out += other.left_out;
    }
}

/// What is kept of a text: one line, no personal numbers, no more than is searched for.
fn kept(text: &str) -> String {
    mask(one_line(text).trim()).chars().take(LONGEST_CHARS).collect::<String>().trim().to_owned()
}

fn put(
    write: &Write<'_>,
    text: &str,
    article: i64,
    scope: &Scope,
    grown: &mut Grown,
) -> Result<(), crate::store::StoreError> {
    let text = kept(text);
    if !text.chars().any(is_word) {
        grown.left_out += 1;
        return Ok(());
    }
    let known: HashSet<String> = write
        .golden_of(article)?
        .into_iter()
        .filter(|known| known.scope == *scope)
        .map(|known| fold_str(&known.text))
        .collect();
    if known.contains(&fold_str(&text)) {
        grown.known += 1;
    } else {
        grown.added += usize::from(write.add_golden(&text, article, scope)?);
    }
    Ok(())
}

fn log(write: &Write<'_>, what: &str, source: &str, grown: &Grown) -> Result<(), crate::store::StoreError> {
    let detail =
        serde_json::json!({ "from": source, "added": grown.added, "known": grown.known }).to_string();
    write.event(what, None, None, Some(&detail))
}
