//! Review: handing in, approving, sending back, asking somebody. Who wrote a text never approves it.

use super::author::{at_least, editor};
use super::open::Kb;
use super::refusal::LifeError;
use crate::model::lifecycle::{Actor, Refusal, Role, Step, Verdict, transition};
use crate::model::{Moment, Stage};
use crate::store::{Approvals, Comment, Review, RevisionRef, Who, Write};

/// So many revisions back a text is looked for authors; a chain that is longer has no end.
const FARTHEST: usize = 1_000;

/// A revision that a step is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The article's id.
    pub id: String,
    /// The revision's UUID.
    pub uuid: String,
    /// Its number in the article.
    pub revision_no: u32,
    /// Where it stands.
    pub stage: Stage,
    /// Who made it.
    pub author: String,
}

/// What has been said and decided about a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// The decisions, oldest first.
    pub reviews: Vec<Review>,
    /// The comments, oldest first.
    pub comments: Vec<Comment>,
    /// How many of how many have approved.
    pub approvals: Approvals,
    /// Who is asked to review it.
    pub assigned: Option<String>,
}

impl Kb {
    /// The revision that a step is meant for where only the article is named: the newest from which the step leads
    /// anywhere, else the newest.
    ///
    /// # Errors
    /// That there is no such article or revision; those of the database.
    pub fn revision_for(
        &self,
        id: &str,
        step: Step,
        revision_no: Option<u32>,
    ) -> Result<Standing, LifeError> {
        let found = match revision_no {
            Some(number) => self.revision_no(id, number)?,
            None => {
                let all = self.revisions(id)?;
                let anybody = Actor { role: Role::Admin, is_author: false };
                let fits = all.iter().rev().find(|r| transition(r.stage, step, anybody).is_ok());
                let newest = fits.or(all.last()).cloned();
                newest.ok_or_else(|| LifeError::NoArticle { id: id.to_owned() })?
            }
        };
        Ok(Standing {
            id: found.id,
            uuid: found.uuid,
            revision_no: found.ordinal,
            stage: found.stage,
            author: found.author,
        })
    }

    /// Hands a draft in. An older text of the article that waits for a review goes back to draft: the newest counts.
    ///
    /// # Errors
    /// Those of the life cycle and of the database.
    pub fn submit(&mut self, who: &Who, uuid: &str, now: Moment) -> Result<(), LifeError> {
        self.step(who, uuid, Step::Submit, now, |w, revision, next| {
            for older in w.revisions_of(revision.article)? {
                if older.stage == Stage::InReview && older.number != revision.number {
                    w.set_stage(older.number, Stage::Draft)?;
                    w.event("supersede", Some(older.article), Some(older.number), None)?;
                }
            }
            w.set_stage(revision.number, next)?;
            w.event("submit", Some(revision.article), Some(revision.number), None)?;
            Ok(())
        })
    }

    /// Approves a text in review; it is approved when enough different people have.
    ///
    /// # Errors
    /// That it is one's own text, or a step in its making is; that one has approved it already; those of the life cycle and
    /// of the database.
    pub fn approve(
        &mut self,
        who: &Who,
        uuid: &str,
        note: &str,
        now: Moment,
    ) -> Result<Approvals, LifeError> {
        self.step(who, uuid, Step::Approve, now, |w, revision, next| {
            let reviews = w.reviews_of(revision.number)?;
            let before = Review::approvers(&reviews);
            if before.contains(&who.os_user.as_str()) {
                return Err(LifeError::ApprovedBefore { os_user: who.os_user.clone() });
            }
            let need = if w.needs_two(revision.category)? { 2 } else { 1 };
            let have = u32::try_from(before.len() + 1).unwrap_or(u32::MAX);
            w.review(revision.number, Verdict::Approve, note)?;
            let detail = serde_json::json!({ "note": note, "have": have, "need": need }).to_string();
            w.event("approve", Some(revision.article), Some(revision.number), Some(&detail))?;
            if have >= need {
                w.set_stage(revision.number, next)?;
            }
            Ok(Approvals { have, need })
        })
    }

    /// Sends a text back to its author with a note. An emergency wording of the article goes out of use with that.
    ///
    /// # Errors
    /// A note without words; those of the life cycle and of the database.
    pub fn send_back(&mut self, who: &Who, uuid: &str, note: &str, now: Moment) -> Result<(), LifeError> {
        let note = words(note)?;
        self.step(who, uuid, Step::Return, now, |w, revision, next| {
            w.review(revision.number, Verdict::Return, note)?;
            w.set_stage(revision.number, next)?;
            for recorded in w.recorded(revision.article)? {
                let publication = recorded.publication;
                if publication.overlay && recorded.closed.is_none() && now < publication.until {
                    w.close_publication(revision.article, publication.number)?;
                }
            }
            let detail = serde_json::json!({ "note": note }).to_string();
            w.event("return", Some(revision.article), Some(revision.number), Some(&detail))?;
            Ok(())
        })
    }

    /// Asks somebody to review a text, whoever was asked before.
    ///
    /// # Errors
    /// That they may not: they are no reviewer, or it is their own text; those of the database.
    pub fn reassign(&mut self, who: &Who, uuid: &str, reviewer: &str, now: Moment) -> Result<(), LifeError> {
        self.store.write(who, now, |w| {
            editor(w, who)?;
            let revision = revision(w, uuid)?;
            let has = w.role_of(reviewer)?;
            if has < Role::Reviewer || wrote(w, &revision, reviewer)? {
                return Err(LifeError::CannotReview { os_user: reviewer.to_owned(), has });
            }
            w.assign(revision.number, reviewer)?;
            let detail = serde_json::json!({ "reviewer": reviewer }).to_string();
            w.event("reassign", Some(revision.article), Some(revision.number), Some(&detail))?;
            Ok(())
        })
    }

    /// Says something about a text without deciding anything.
    ///
    /// # Errors
    /// A comment without words, a role below editor; those of the database.
    pub fn comment(&mut self, who: &Who, uuid: &str, text: &str, now: Moment) -> Result<(), LifeError> {
        let text = words(text)?;
        self.store.write(who, now, |w| {
            editor(w, who)?;
            let revision = revision(w, uuid)?;
            w.comment(revision.number, text)?;
            w.event("comment", Some(revision.article), Some(revision.number), None)?;
            Ok(())
        })
    }

    /// What has been said and decided about a revision.
    ///
    /// # Errors
    /// That there is no such revision; those of the database.
    pub fn talk(&self, uuid: &str) -> Result<Talk, LifeError> {
        let revision = self.store.revision_by_uuid(uuid)?.ok_or_else(|| unknown(uuid))?;
        Ok(Talk {
            reviews: self.store.reviews_of(revision.number)?,
            comments: self.store.comments_of(revision.number)?,
            approvals: self.store.approvals(revision.number, revision.category)?,
            assigned: self.store.assigned(revision.number)?,
        })
    }

    /// Asks for two reviewers (会签) in a category and all below it, or does not any more; whether that changes anything.
    ///
    /// # Errors
    /// That there is no such category, a role below admin; those of the database.
    pub fn ask_second_review(
        &mut self,
        who: &Who,
        category: &[String],
        two: bool,
        now: Moment,
    ) -> Result<bool, LifeError> {
        let path = || category.join("/");
        let node =
            self.trees.category.find(category).ok_or_else(|| LifeError::NoCategory { path: path() })?;
        self.store.write(who, now, |w| {
            at_least(Role::Admin, w, who)?;
            let changed = w.set_second_review(node, two)?;
            if changed {
                let detail = serde_json::json!({ "category": category, "two": two }).to_string();
                w.event("second_review", None, None, Some(&detail))?;
            }
            Ok(changed)
        })
    }

    /// The categories that ask for two reviewers, as paths.
    ///
    /// # Errors
    /// Those of the database.
    pub fn second_review(&self) -> Result<Vec<Vec<String>>, LifeError> {
        let nodes = self.store.second_review()?;
        Ok(nodes.into_iter().map(|node| self.trees.category.path(node)).collect())
    }

    /// Takes one step in the life of a revision, in one transaction. A step that someone's role or authorship forbids
    /// leaves a line in the audit trail.
    pub(super) fn step<T>(
        &mut self,
        who: &Who,
        uuid: &str,
        step: Step,
        now: Moment,
        then: impl FnOnce(&Write<'_>, &RevisionRef, Stage) -> Result<T, LifeError>,
    ) -> Result<T, LifeError> {
        let done = self.store.write(who, now, |w| {
            let revision = revision(w, uuid)?;
            let next = allowed(w, who, &revision, |actor| transition(revision.stage, step, actor))?;
            then(w, &revision, next)
        });
        if let Err(error) = &done {
            self.log_refusal(who, uuid, step, error, now);
        }
        done
    }

    /// Writes down who tried what they may not.
    pub(super) fn log_refusal(&mut self, who: &Who, uuid: &str, step: Step, error: &LifeError, now: Moment) {
        let why = match error {
            LifeError::Refused { refusal: Refusal::OwnText { .. }, .. } => "own_text",
            LifeError::Refused { refusal: Refusal::OthersText, .. } => "others_text",
            LifeError::Refused { refusal: Refusal::NeedsRole { .. }, .. } | LifeError::NeedsRole { .. } => {
                "role"
            }
            LifeError::ApprovedBefore { .. } => "approved_before",
            _ => return,
        };
        // It was refused either way; where even the line cannot be written, nothing else could have been.
        let _ = self.store.write(who, now, |w| -> Result<(), LifeError> {
            let revision = revision(w, uuid)?;
            let detail = serde_json::json!({ "step": step.word(), "why": why }).to_string();
            w.event("refuse", Some(revision.article), Some(revision.number), Some(&detail))?;
            Ok(())
        });
    }
}

fn unknown(uuid: &str) -> LifeError {
    LifeError::NoRevision { id: String::new(), revision: uuid.to_owned() }
}

/// A revision by its UUID, inside a transaction.
pub(super) fn revision(w: &Write<'_>, uuid: &str) -> Result<RevisionRef, LifeError> {
    w.revision_by_uuid(uuid)?.ok_or_else(|| unknown(uuid))
}

/// What was said, without blanks around it; at least a word.
pub(super) fn words(text: &str) -> Result<&str, LifeError> {
    let text = text.trim();
    if text.is_empty() { Err(LifeError::NoReason) } else { Ok(text) }
}

/// Asks a rule of the life cycle.
pub(super) fn allowed(
    w: &Write<'_>,
    who: &Who,
    revision: &RevisionRef,
    rule: impl FnOnce(Actor) -> Result<Stage, Refusal>,
) -> Result<Stage, LifeError> {
    let role = w.own_role()?;
    let actor = Actor { role, is_author: wrote(w, revision, &who.os_user)? };
    rule(actor).map_err(|refusal| LifeError::Refused {
        id: revision.id.clone(),
        revision_no: revision.ordinal,
        refusal,
        has: role,
    })
}

/// Whether somebody wrote a revision, or one of those that it was made of since a reviewer last let one pass: a comma by
/// somebody else does not make a text another's.
pub(super) fn wrote(w: &Write<'_>, revision: &RevisionRef, os_user: &str) -> Result<bool, LifeError> {
    let mut at = revision.clone();
    for _ in 0..FARTHEST {
        if at.author == os_user {
            return Ok(true);
        }
        let Some(before) = at.based_on else { return Ok(false) };
        let Some(before) = w.revision(before)? else { return Ok(false) };
        if matches!(before.stage, Stage::Approved | Stage::Published | Stage::Withdrawn) {
            return Ok(false);
        }
        at = before;
    }
    Ok(true)
}
