//! Writing: a new article, an edit, an old text brought back. A save is a new draft and its line in the audit trail in one
//! transaction. Drafts are not searched, so the index has nothing to catch up with until one is published.

use super::error::KbError;
use super::open::Kb;
use super::refusal::LifeError;
use super::view::Shown;
use crate::customer::lint::question_key;
use crate::model::lifecycle::Role;
use crate::model::{Answer, Article, Moment, Stage};
use crate::store::{NewRevision, RevisionRef, StoreError, Who, Write};
use crate::text::clean::is_harmful;

/// So many tags are offered.
const TAGS: usize = 300;

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The article's id.
    pub id: String,
    /// The new revision's UUID.
    pub uuid: String,
    /// Its number in the article.
    pub revision_no: u32,
}

/// What ends a save inside its transaction.
enum Halt {
    Life(LifeError),
    /// Row numbers of the revision that the edit was based on and of the newest one.
    Conflict(i64, i64),
}

impl<E: Into<LifeError>> From<E> for Halt {
    fn from(error: E) -> Self {
        Halt::Life(error.into())
    }
}

impl Kb {
    /// Writes a new article as a draft. Without an id it gets one.
    ///
    /// # Errors
    /// A role below editor, an id that is taken, an empty question, dates that make no sense, and those of the database.
    pub fn write_new(&mut self, who: &Who, article: &Article, now: Moment) -> Result<Kept, LifeError> {
        let article = drafted(article, None)?;
        let hash = article.content_hash();
        let kept = self.store.write(who, now, |w| -> Result<Kept, LifeError> {
            editor(w, who)?;
            if let Some(id) = &article.id
                && w.find_id(id)?.is_some()
            {
                return Err(LifeError::TakenId { id: id.clone() });
            }
            let added = w.add(NewRevision { article: &article, hash: &hash, based_on: None, batch: None })?;
            w.event("new", Some(added.number), Some(added.newest), None)?;
            kept(w, added.newest)
        })?;
        self.read_trees()?;
        Ok(kept)
    }

    /// Saves an edit of an article as a new draft. `based_on` is the UUID of the revision that was edited; `None` comes
    /// back where the text says what that revision or the newest one says already.
    ///
    /// What the customer is told and was rewritten is taken to be made from the internal text that is saved with it, unless
    /// it lagged behind before and the internal text stayed: then it still does.
    ///
    /// # Errors
    /// [`LifeError::Conflict`] with both texts when somebody else saved first; else as for [`Kb::write_new`].
    pub fn save(
        &mut self,
        who: &Who,
        id: &str,
        based_on: &str,
        article: &Article,
        now: Moment,
    ) -> Result<Option<Kept>, LifeError> {
        self.keep(who, id, based_on, article, "edit", now)
    }

    /// Makes the text of an older revision the newest draft; `None` when it is that already.
    ///
    /// # Errors
    /// That there is no such revision; else as for [`Kb::save`].
    pub fn restore(
        &mut self,
        who: &Who,
        id: &str,
        revision_no: u32,
        now: Moment,
    ) -> Result<Option<Kept>, LifeError> {
        let newest = self.newest_text(id, now)?;
        let old = self.revision_text(id, revision_no, now)?;
        self.keep(who, id, &newest.uuid, &old.article, "restore", now)
    }

    /// Says of an article's customer texts that they were compared with the internal text as it is now, and fit: a new draft
    /// in which nothing else is new. `None` when nothing lags behind.
    ///
    /// # Errors
    /// As for [`Kb::save`].
    pub fn still_fits(&mut self, who: &Who, id: &str, now: Moment) -> Result<Option<Kept>, LifeError> {
        let newest = self.newest_text(id, now)?;
        let mut article = newest.article;
        let hash = article.internal.as_ref().map(Answer::hash);
        if let (Some(hash), Some(customer)) = (hash, &mut article.customer) {
            let renderings = customer.channels.values_mut().map(|rendering| &mut rendering.based_on);
            for based_on in renderings.chain([&mut customer.based_on]) {
                // What was never said to be made from the internal text does not begin to be.
                if based_on.is_some() {
                    *based_on = Some(hash.clone());
                }
            }
        }
        self.keep(who, id, &newest.uuid, &article, "confirm", now)
    }

    /// Adds a question to the similar ones of an article, as a new draft; `None` when it is one of its questions already.
    ///
    /// # Errors
    /// As for [`Kb::save`].
    pub fn add_similar(
        &mut self,
        who: &Who,
        id: &str,
        question: &str,
        now: Moment,
    ) -> Result<Option<Kept>, LifeError> {
        let newest = self.newest_text(id, now)?;
        let key = question_key(question);
        if newest.article.questions().any(|known| question_key(known) == key) {
            return Ok(None);
        }
        let mut article = newest.article;
        article.similar.push(question.trim().into());
        self.keep(who, id, &newest.uuid, &article, "edit", now)
    }

    /// The newest text of an article, whether it is in use or not: what an edit begins with.
    ///
    /// # Errors
    /// That there is no such article; those of the database.
    pub fn newest_text(&self, id: &str, now: Moment) -> Result<Shown, LifeError> {
        let none = || LifeError::NoArticle { id: id.to_owned() };
        let found = self.store.find_id(id)?.ok_or_else(none)?;
        self.shown(found.newest, now)?.ok_or_else(none)
    }

    /// One text of an article by its number.
    ///
    /// # Errors
    /// That there is no such article or revision; those of the database.
    pub fn revision_text(&self, id: &str, revision_no: u32, now: Moment) -> Result<Shown, LifeError> {
        let found = self.revision_no(id, revision_no)?;
        self.shown(found.number, now)?
            .ok_or_else(|| LifeError::NoRevision { id: id.to_owned(), revision: revision_no.to_string() })
    }

    /// One text by its UUID.
    ///
    /// # Errors
    /// That there is no such revision; those of the database.
    pub fn text_by_uuid(&self, uuid: &str, now: Moment) -> Result<Shown, LifeError> {
        let none = || LifeError::NoRevision { id: String::new(), revision: uuid.to_owned() };
        let found = self.store.revision_by_uuid(uuid)?.ok_or_else(none)?;
        self.shown(found.number, now)?.ok_or_else(none)
    }

    /// One revision of an article by its number.
    pub(super) fn revision_no(&self, id: &str, revision_no: u32) -> Result<RevisionRef, LifeError> {
        let all = self.revisions(id)?;
        all.into_iter()
            .find(|r| r.ordinal == revision_no)
            .ok_or_else(|| LifeError::NoRevision { id: id.to_owned(), revision: revision_no.to_string() })
    }

    /// The revisions of an article, the first one first; there is at least one.
    pub(super) fn revisions(&self, id: &str) -> Result<Vec<RevisionRef>, LifeError> {
        let none = || LifeError::NoArticle { id: id.to_owned() };
        let found = self.store.find_id(id)?.ok_or_else(none)?;
        Ok(self.store.revisions_of(found.number)?)
    }

    fn keep(
        &mut self,
        who: &Who,
        id: &str,
        based_on: &str,
        article: &Article,
        what: &str,
        now: Moment,
    ) -> Result<Option<Kept>, LifeError> {
        let unknown = || LifeError::NoRevision { id: id.to_owned(), revision: based_on.to_owned() };
        let base = self.store.revision_by_uuid(based_on)?.ok_or_else(unknown)?;
        let base_text = self.shown(base.number, now)?.ok_or_else(unknown)?;
        let article = drafted(article, Some(&base_text.article))?;
        let hash = article.content_hash();
        let done = self.store.write(who, now, |w| -> Result<Option<Kept>, Halt> {
            editor(w, who)?;
            let found = w.find_id(id)?.ok_or_else(|| LifeError::NoArticle { id: id.to_owned() })?;
            if base.article != found.number {
                return Err(unknown().into());
            }
            let (newest_hash, _) = w.content_of(found.newest)?;
            // Also when somebody else has saved just this meanwhile.
            if newest_hash == hash || base.hash == hash {
                return Ok(None);
            }
            if base.number != found.newest {
                return Err(Halt::Conflict(base.number, found.newest));
            }
            let new =
                NewRevision { article: &article, hash: &hash, based_on: Some(base.number), batch: None };
            let number = w.revise(found.number, new)?;
            let detail = serde_json::json!({ "based_on": base.ordinal }).to_string();
            w.event(what, Some(found.number), Some(number), Some(&detail))?;
            Ok(Some(kept(w, number)?))
        });
        match done {
            Ok(kept) => {
                self.read_trees()?;
                Ok(kept)
            }
            Err(Halt::Life(error)) => Err(error),
            Err(Halt::Conflict(base, newest)) => {
                let text = |number| -> Result<Box<Shown>, LifeError> {
                    Ok(Box::new(self.shown(number, now)?.ok_or_else(unknown)?))
                };
                Err(LifeError::Conflict { id: id.to_owned(), base: text(base)?, newest: text(newest)? })
            }
        }
    }

    /// All categories, as paths.
    pub fn category_paths(&self) -> Vec<Vec<String>> {
        self.trees.category.order.iter().map(|node| self.trees.category.path(*node)).collect()
    }

    /// Departments that answer for articles.
    ///
    /// # Errors
    /// Those of the database.
    pub fn owners(&self) -> Result<Vec<String>, KbError> {
        Ok(self.store.owners()?)
    }

    /// Tags that articles in use bear, the most used first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn tags_in_use(&self, now: Moment) -> Result<Vec<String>, KbError> {
        Ok(self.store.tags_in_use(now, TAGS)?)
    }

    /// What someone may do here.
    ///
    /// # Errors
    /// Those of the database.
    pub fn role_of(&self, who: &Who) -> Result<Role, KbError> {
        Ok(self.store.role_of(&who.os_user)?)
    }
}

pub(super) fn kept(w: &Write<'_>, number: i64) -> Result<Kept, LifeError> {
    let made =
        w.revision(number)?.ok_or(StoreError::Value { what: "a revision", value: number.to_string() })?;
    Ok(Kept { id: made.id, uuid: made.uuid, revision_no: made.ordinal })
}

/// Whoever writes is an editor.
pub(super) fn editor(w: &Write<'_>, who: &Who) -> Result<Role, LifeError> {
    at_least(Role::Editor, w, who)
}

/// Asks for a role.
pub(super) fn at_least(needs: Role, w: &Write<'_>, who: &Who) -> Result<Role, LifeError> {
    let has = w.own_role()?;
    if has < needs {
        return Err(LifeError::NeedsRole { needs, has, os_user: who.os_user.clone() });
    }
    Ok(has)
}

/// An article as it is saved: a draft, checked, its customer texts with what they were made from.
pub(super) fn drafted(article: &Article, base: Option<&Article>) -> Result<Article, LifeError> {
    if !article.question.chars().any(|c| !c.is_whitespace() && !is_harmful(c)) {
        return Err(LifeError::NoQuestion);
    }
    article.valid.check()?;
    let mut article = Article { stage: Some(Stage::Draft), ..article.clone() };
    record_origin(&mut article, base);
    Ok(article)
}

/// Records of customer texts that were written anew which internal text they were made from.
fn record_origin(article: &mut Article, base: Option<&Article>) {
    let Some(internal) = &article.internal else { return };
    let hash = internal.hash();
    let old_internal = base.and_then(|base| base.internal.as_ref());
    let internal_stays = old_internal == Some(internal);
    let old = base.and_then(|base| base.customer.as_ref());
    let Some(customer) = &mut article.customer else { return };
    let is_new = match old {
        None => customer.based_on.is_none() && !customer.answer.is_empty(),
        Some(old) => {
            old.answer != customer.answer
                && old.based_on == customer.based_on
                && !(internal_stays && old.is_drifted(old_internal))
        }
    };
    if is_new {
        customer.based_on = Some(hash.clone());
    }
    for (channel, rendering) in &mut customer.channels {
        let is_new = match old.and_then(|old| old.channels.get(channel)) {
            None => rendering.based_on.is_none(),
            Some(old) => {
                old.text != rendering.text
                    && old.based_on == rendering.based_on
                    && !(internal_stays && old.is_drifted(old_internal))
            }
        };
        if is_new {
            rendering.based_on = Some(hash.clone());
        }
    }
}
