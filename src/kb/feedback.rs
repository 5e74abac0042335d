//! What agents say of the knowledge base: kept on the desk at once, handed over where the KB can be written.

use super::error::KbError;
use super::intake::{Intake, IntakeOptions, IntakeRefusal};
use super::open::Kb;
use super::refusal::LifeError;
use super::view::Shown;
use crate::model::lifecycle::Role;
use crate::model::manuscript::Manuscript;
use crate::model::{Article, Decision, FeedbackKind, Moment, Scope, Stage};
use crate::store::desk::Waiting;
use crate::store::{Access, DESK_BATCH, StoreError, Who};
use crate::text::redact::mask;

/// What became of feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// It is kept on the desk and waits to be exported.
    Kept,
    /// It is in the knowledge base, where an editor finds it.
    HandedOver,
    /// A draft was made of it.
    Drafted,
    /// It was given before and still waits.
    Known,
    /// This desk has no file of its own: nothing is recorded.
    NoPlace,
}

/// How many of one's own are looked up for decisions.
const REMEMBERED: usize = 50;

impl Kb {
    /// Flags an article, proposes an edit, or asks for an answer to be written. Personal numbers are masked.
    ///
    /// # Errors
    /// Those of the user's file. That the KB could not be written is none: it waits then.
    pub fn give(
        &mut self,
        who: &Who,
        what: FeedbackKind,
        about: Option<&Shown>,
        text: &str,
        now: Moment,
    ) -> Result<Given, KbError> {
        let Some(desk) = &self.desk else { return Ok(Given::NoPlace) };
        let about = about.and_then(|shown| Some((shown.article.id.as_deref()?, shown.uuid.as_str())));
        desk.add_feedback(self.store.uuid(), what, about, text, now)?;
        Ok(self.hand_on(who, now))
    }

    /// Keeps for the editors what somebody wrote and may not save: the text as a manuscript, and what it was made of.
    ///
    /// # Errors
    /// That what it was made of is not there, or that this desk has no file; those of both databases.
    pub fn propose(
        &mut self,
        who: &Who,
        manuscript: &Manuscript,
        text: &str,
        now: Moment,
    ) -> Result<Given, LifeError> {
        let given = match &manuscript.based_on {
            Some(uuid) => {
                let about = self.text_by_uuid(uuid, now)?;
                self.give(who, FeedbackKind::Fix, Some(&about), text, now)?
            }
            None => {
                let article = &manuscript.article;
                let asked =
                    serde_json::json!({ "query": article.question, "scope": article.scope, "text": text });
                self.give(who, FeedbackKind::Add, None, &asked.to_string(), now)?
            }
        };
        if given == Given::NoPlace {
            return Err(LifeError::NoPlace);
        }
        Ok(given)
    }

    /// Turns a question that has no answer into a draft, where the user may write drafts; else it is given as feedback.
    ///
    /// # Errors
    /// Those of the user's file and of the database.
    pub fn add_draft(
        &mut self,
        who: &Who,
        query: &str,
        scope: &Scope,
        now: Moment,
    ) -> Result<Given, KbError> {
        let question = mask(query.trim());
        let may_write = !self.lags
            && self.store.access() == Access::ReadWrite
            && self.store.role_of(&who.os_user).is_ok_and(|role| role >= Role::Editor);
        let draft = Article {
            question: question.clone(),
            scope: scope.clone(),
            stage: Some(Stage::Draft),
            ..Article::default()
        };
        let options = IntakeOptions { name: DESK_BATCH.into(), stage: Some(Stage::Draft), dry_run: false };
        let drafted = may_write
            && self
                .intake(who, now, &options, |intake: &mut Intake<'_>| {
                    let landed = match intake.take(&draft, None, false) {
                        Ok(_) => true,
                        Err(IntakeRefusal::Store(error)) => return Err(KbError::from(error)),
                        // A question of signs only is none; what was typed is kept all the same.
                        Err(_) => false,
                    };
                    Ok((landed, "{}".to_owned()))
                })?
                .0;
        if drafted {
            return Ok(Given::Drafted);
        }
        let text = serde_json::json!({ "query": question, "scope": scope }).to_string();
        self.give(who, FeedbackKind::Add, None, &text, now)
    }

    /// Records that a query has no good answer here, masked of personal numbers.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn record_gap(
        &mut self,
        who: &Who,
        query: &str,
        scope: &Scope,
        now: Moment,
    ) -> Result<Given, KbError> {
        let Some(desk) = &self.desk else { return Ok(Given::NoPlace) };
        if !desk.record_gap(self.store.uuid(), query, scope, now)? {
            return Ok(Given::Known);
        }
        Ok(self.hand_on(who, now))
    }

    /// Hands over what can be; what cannot waits.
    fn hand_on(&mut self, who: &Who, now: Moment) -> Given {
        if self.hand_over(who, now).unwrap_or(0) > 0 { Given::HandedOver } else { Given::Kept }
    }

    /// Hands what waits on this desk to the KB, in one transaction; how much there was. Nothing where the KB can only be
    /// read, or where another lies in its place that cannot be taken up.
    ///
    /// # Errors
    /// Those of both databases; what was not handed over still waits.
    pub fn hand_over(&mut self, who: &Who, now: Moment) -> Result<usize, KbError> {
        let Some(desk) = &self.desk else { return Ok(0) };
        let waiting = desk.waiting(self.store.uuid())?;
        if waiting.is_empty() || self.lags || self.store.access() != Access::ReadWrite {
            return Ok(0);
        }
        self.store.write(who, now, |write| -> Result<(), StoreError> {
            for one in &waiting {
                write.take_feedback(one, who)?;
                write.event(
                    "feedback",
                    None,
                    None,
                    Some(&serde_json::json!({ "uuid": one.uuid }).to_string()),
                )?;
            }
            Ok(())
        })?;
        // A crash in between hands it over again, and it is known there by its UUID.
        for one in &waiting {
            desk.sent(&one.uuid, now)?;
        }
        Ok(waiting.len())
    }

    /// Takes over what desks have exported that cannot write this KB, in one transaction: each with who gave it. How many of
    /// them are new.
    ///
    /// # Errors
    /// That this KB is not writable; those of the database.
    pub fn take_exported(
        &mut self,
        who: &Who,
        given: &[(Waiting, Who)],
        now: Moment,
    ) -> Result<usize, KbError> {
        if self.store.access() != Access::ReadWrite {
            return Err(KbError::read_only(self.place.root().to_path_buf()));
        }
        self.store
            .write(who, now, |write| -> Result<usize, StoreError> {
                let mut new = 0;
                for (one, by) in given {
                    if write.take_feedback(one, by)? {
                        new += 1;
                        let detail = serde_json::json!({ "uuid": one.uuid, "by": by.os_user }).to_string();
                        write.event("feedback", None, None, Some(&detail))?;
                    }
                }
                Ok(new)
            })
            .map_err(KbError::from)
    }

    /// Decides on feedback; whoever gave it reads the reply. `article` is what answers it, where it named none.
    ///
    /// # Errors
    /// That it is decided already; a role below editor; those of the database.
    pub fn decide(
        &mut self,
        who: &Who,
        uuid: &str,
        decision: Decision,
        reply: &str,
        article: Option<&str>,
        now: Moment,
    ) -> Result<(), LifeError> {
        self.store.write(who, now, |w| {
            super::author::editor(w, who)?;
            if !w.decide(uuid, decision, reply.trim(), article)? {
                return Err(LifeError::Decided);
            }
            let detail =
                serde_json::json!({ "uuid": uuid, "decision": decision.word(), "reply": reply.trim() });
            w.event("decide", None, None, Some(&detail.to_string()))?;
            Ok(())
        })
    }

    /// What waits on this desk to be handed over, oldest first.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn waiting(&self) -> Result<Vec<Waiting>, KbError> {
        match &self.desk {
            Some(desk) => Ok(desk.waiting(self.store.uuid())?),
            None => Ok(Vec::new()),
        }
    }

    /// What became of what this desk has handed over, newest first.
    ///
    /// # Errors
    /// Those of both databases.
    pub fn decisions(&self) -> Result<Vec<crate::store::Decided>, KbError> {
        match &self.desk {
            Some(desk) => Ok(self.store.decisions(&desk.handed_over(self.store.uuid(), REMEMBERED)?)?),
            None => Ok(Vec::new()),
        }
    }
}
