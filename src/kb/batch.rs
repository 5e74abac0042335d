//! Batches: what came together is listed, looked at, handed in, decided and taken back together.

use super::author::at_least;
use super::error::KbError;
use super::open::Kb;
use super::publish::Order;
use super::refusal::LifeError;
use crate::model::lifecycle::Role;
use crate::model::{Article, Moment, Stage};
use crate::store::{Batch, Brought, Who};

/// An article of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchArticle {
    /// Its id.
    pub id: String,
    /// The revision that the batch brought last: its UUID, its number, its stage now.
    pub uuid: String,
    /// Its number within the article.
    pub revision_no: u32,
    /// Its stage now.
    pub stage: Stage,
    /// What it says.
    pub text: Article,
    /// What the article said before; `None` when the batch brought it.
    pub before: Option<Article>,
    /// Why undoing the batch would leave it alone.
    pub kept: Option<KeptWhy>,
}

/// Why undoing leaves an article alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptWhy {
    /// Somebody has written it anew since.
    Edited,
    /// Somebody has reviewed, published or validated what the batch brought.
    Decided,
}

impl KeptWhy {
    /// The word that programs read.
    pub fn word(self) -> &'static str {
        match self {
            KeptWhy::Edited => "edited",
            KeptWhy::Decided => "decided",
        }
    }
}

/// What became of a batch that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// Articles that are no longer there.
    pub removed: usize,
    /// Articles that say again what they said before.
    pub restored: usize,
    /// Questions from outside that nobody had decided on.
    pub questions: usize,
    /// Articles that were left alone, by their ids.
    pub kept: Vec<(String, KeptWhy)>,
}

/// A step that is taken for every article of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchStep {
    /// Handing in.
    Submit,
    /// Approving.
    Approve,
    /// Publishing.
    Publish,
}

fn kept_why(of: &Brought) -> Option<KeptWhy> {
    if of.newest != of.revisions.1 {
        return Some(KeptWhy::Edited);
    }
    of.is_decided.then_some(KeptWhy::Decided)
}

impl Kb {
    /// All batches, the newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn batches(&self) -> Result<Vec<Batch>, KbError> {
        Ok(self.store.batches()?)
    }

    /// One batch.
    ///
    /// # Errors
    /// That there is none; those of the database.
    pub fn batch(&self, number: i64) -> Result<Batch, LifeError> {
        self.store.batch(number)?.ok_or(LifeError::NoBatch { number })
    }

    /// The articles of a batch, one after another, as long as `each` says so.
    ///
    /// # Errors
    /// That there is no such batch; those of the database.
    pub fn batch_articles(
        &self,
        number: i64,
        each: &mut dyn FnMut(BatchArticle) -> bool,
    ) -> Result<(), LifeError> {
        self.batch(number)?;
        for of in self.store.brought(number)? {
            let Some(stored) = self.store.load(of.revisions.1, &self.trees.category)? else { continue };
            let Some(revision) = self.store.revision(of.revisions.1)? else { continue };
            let before = of.before.map(|before| self.store.load(before, &self.trees.category)).transpose()?;
            let article = BatchArticle {
                kept: kept_why(&of),
                id: of.id,
                uuid: stored.uuid,
                revision_no: stored.ordinal,
                stage: revision.stage,
                text: stored.article,
                before: before.flatten().map(|before| before.article),
            };
            if !each(article) {
                break;
            }
        }
        Ok(())
    }

    /// Takes a batch back, in one transaction: articles that it brought go, others say what they said before. Articles that
    /// somebody has edited or decided on since are left alone and named. Nothing is deleted: the history keeps it all.
    ///
    /// # Errors
    /// That there is no such batch, that it was taken back before, that the role is too low (a reviewer's where a text of the
    /// batch is in use); those of the database.
    pub fn undo_batch(&mut self, who: &Who, number: i64, now: Moment) -> Result<Undone, LifeError> {
        let done = self.store.write(who, now, |w| {
            let batch = w.batch(number)?.ok_or(LifeError::NoBatch { number })?;
            if let Some((at, by)) = batch.undone {
                return Err(LifeError::BatchUndone { number, at, by });
            }
            let all = w.brought(number)?;
            let mut undone = Undone { removed: 0, restored: 0, questions: 0, kept: Vec::new() };
            let mut needs = Role::Editor;
            for of in &all {
                if kept_why(of).is_none() && of.is_in_use {
                    needs = Role::Reviewer;
                }
            }
            at_least(needs, w, who)?;
            for of in all {
                match kept_why(&of) {
                    Some(why) => undone.kept.push((of.id, why)),
                    None => {
                        w.take_back(number, of.article)?;
                        match of.before {
                            Some(_) => undone.restored += 1,
                            None => undone.removed += 1,
                        }
                    }
                }
            }
            undone.questions = w.drop_outside(number)?;
            w.end_undo(number)?;
            let detail = serde_json::json!({
                "batch": number, "removed": undone.removed, "restored": undone.restored, "kept": undone.kept.len(),
            });
            w.event("undo", None, None, Some(&detail.to_string()))?;
            Ok::<_, LifeError>(undone)
        })?;
        if done.kept.is_empty() {
            self.drop_documents(number);
        }
        // What was taken back is, also when the trees cannot be read again just now.
        let _ = self.read_trees();
        Ok(done)
    }

    /// Takes a step for every article of a batch for which it may be taken; those for which not, with the reason.
    /// Each article is a transaction of its own, as if the step had been taken for each.
    ///
    /// # Errors
    /// That there is no such batch; those of the database.
    pub fn step_batch(
        &mut self,
        who: &Who,
        number: i64,
        step: BatchStep,
        waive: Option<&str>,
        now: Moment,
    ) -> Result<(usize, Vec<(String, LifeError)>), LifeError> {
        let mut due = Vec::new();
        self.batch_articles(number, &mut |article| {
            let is_due = match step {
                BatchStep::Submit => article.stage == Stage::Draft,
                BatchStep::Approve => article.stage == Stage::InReview,
                BatchStep::Publish => article.stage == Stage::Approved,
            };
            if is_due && article.kept != Some(KeptWhy::Edited) {
                due.push((article.id, article.uuid));
            }
            true
        })?;
        let (mut taken, mut refused) = (0, Vec::new());
        for (id, uuid) in due {
            let done = match step {
                BatchStep::Submit => self.submit(who, &uuid, now),
                BatchStep::Approve => self.approve(who, &uuid, "", now).map(|_| ()),
                BatchStep::Publish => {
                    self.publish(who, Order { uuid: &uuid, from: None, waive }, now).map(|_| ())
                }
            };
            match done {
                Ok(()) => taken += 1,
                Err(error @ LifeError::Kb(_)) => return Err(error),
                Err(error) => refused.push((id, error)),
            }
        }
        Ok((taken, refused))
    }
}
