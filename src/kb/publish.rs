//! Publishing: now or from a day, as emergency wording, and taking out of use. What is current when is a matter of
//! publications, so nothing has to run for a text to begin or to end.

use super::gate::{Checked, LOST, not_found, winner};
use super::open::Kb;
use super::refusal::LifeError;
use super::review::{allowed, revision, words};
use super::view::Shown;
use crate::customer::finding::{Finding, Part, Severity};
use crate::model::lifecycle::{Actor, EMERGENCY_MS, Refusal, Role, Step, Verdict, emergency, transition};
use crate::model::publication::current;
use crate::model::{Moment, SourceClass, Stage, Validity};
use crate::store::{NewPublication, Recorded, RevisionRef, Who, Withdrawal, Write};

/// An order to publish.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The revision's UUID.
    pub uuid: &'a str,
    /// From when; `None`: now.
    pub from: Option<Moment>,
    /// Why the findings that stop it may stay.
    pub waive: Option<&'a str>,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// First instant.
    pub from: Moment,
    /// The instant after the last.
    pub until: Moment,
    /// Findings that were let pass with this order.
    pub waived: usize,
    /// A text that was scheduled before and will take this one's place: its number and when.
    pub next: Option<(u32, Moment)>,
    /// Similar questions that will not find it without its own help, and that nobody let stay.
    pub warnings: Vec<Finding>,
}

/// Which of the findings that stop a text may stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MayStay {
    /// None but those that were waived before.
    Nothing,
    /// Also all for which a reason is enough: one is given.
    ByReason,
    /// None, and of those waived before no leak that the author alone has waived.
    NothingOwn,
    /// All for which a reason is enough, but no leak.
    NoLeak,
}

/// So many days after somebody found a text still right it is looked at again.
const VALIDATED_DAYS: i32 = 180;

impl Kb {
    /// Puts an approved text in use, now or from a time on, for as long as it is valid; also one that was withdrawn.
    ///
    /// # Errors
    /// [`LifeError::Blocked`] with what has to be mended or waived first; a time that is over; those of the life cycle and
    /// of the database.
    pub fn publish(&mut self, who: &Who, order: Order<'_>, now: Moment) -> Result<Published, LifeError> {
        let waive = order.waive.map(words).transpose()?;
        let may_stay = if waive.is_some() { MayStay::ByReason } else { MayStay::Nothing };
        let blocked = self.blocking(who, order.uuid, may_stay, now, |role, r| {
            // Whose text it is does not matter once others have approved it.
            transition(r.stage, Step::Publish, Actor { role, is_author: false })
        });
        let blocked = self.or_log(blocked, who, order.uuid, now)?;
        let valid = self.validity(order.uuid)?;
        let tried = self.lost(order.uuid, order.from.unwrap_or(now), false, now)?;
        let warnings = self.or_log(tried, who, order.uuid, now)?;
        let zone = self.zone().clone();
        self.step(who, order.uuid, Step::Publish, now, |w, revision, next| {
            if let Some(from) = order.from
                && from < now
                && zone.day_of(from) != zone.day_of(now)
            {
                return Err(LifeError::Past { day: zone.day_of(from) });
            }
            let (begins, until) = w.span(&valid);
            let from = order.from.unwrap_or(now).max(now).max(begins);
            if until <= from {
                return Err(over(&valid, zone.day_of(now)));
            }
            w.set_stage(revision.number, next)?;
            waive_all(w, revision, &blocked, waive)?;
            // What only warns stays with the same reason, where one is given.
            let (warned, open) = match waive {
                Some(_) => (warnings, Vec::new()),
                None => (Vec::new(), warnings.into_iter().map(|checked| checked.finding).collect()),
            };
            waive_all(w, revision, &warned, waive)?;
            let recorded = w.recorded(revision.article)?;
            make_room(w, revision.article, &recorded, from <= now, now)?;
            let (article, revision_no) = (revision.article, revision.number);
            w.publish(NewPublication { article, revision: revision_no, from, until, emergency: false })?;
            let day = |at: Moment| zone.minute_label(at);
            let detail = serde_json::json!({
                "from": day(from),
                "until": (until < Moment::FOREVER).then(|| day(until)),
                "waived": blocked.len(),
            });
            w.event("publish", Some(article), Some(revision_no), Some(&detail.to_string()))?;
            Ok(Published {
                from,
                until,
                waived: blocked.len() + warned.len(),
                next: scheduled_after(w, &recorded, from, now)?,
                warnings: open,
            })
        })
    }

    /// 临时口径: its author alone puts a text in use for some hours, marked as not reviewed. It is handed in with that and
    /// waits first of all. Until a reviewer has decided, an article has a day of emergency wording in all.
    ///
    /// A reason of the author's own lets nothing pass that would leak internal text: nobody else has read it.
    ///
    /// # Errors
    /// As for [`Kb::publish`]; that it is another's text; that the day is used up.
    pub fn publish_unreviewed(
        &mut self,
        who: &Who,
        uuid: &str,
        hours: u8,
        waive: Option<&str>,
        now: Moment,
    ) -> Result<Published, LifeError> {
        if !(1..=24).contains(&hours) {
            return Err(LifeError::Hours);
        }
        let waive = waive.map(words).transpose()?;
        let rule =
            |role, r: &RevisionRef| emergency(r.stage, Actor { role, is_author: r.author == who.os_user });
        let may_stay = if waive.is_some() { MayStay::NoLeak } else { MayStay::NothingOwn };
        let blocked = self.blocking(who, uuid, may_stay, now, rule);
        let blocked = self.or_log(blocked, who, uuid, now)?;
        let text = self.text_by_uuid(uuid, now)?.article;
        // What somebody answered elsewhere is no answer of the house until a second person has looked at it.
        if text.source.as_ref().and_then(|source| source.class) == Some(SourceClass::External) {
            let refused = Err(LifeError::OthersWords { id: text.id.unwrap_or_default() });
            return self.or_log(refused, who, uuid, now);
        }
        let valid = text.valid;
        // What customers ask must be found in an hour of emergency too.
        let tried = self.lost(uuid, now, true, now)?;
        let warnings = self.or_log(tried, who, uuid, now)?;
        let zone = self.zone().clone();
        let done = self.store.write(who, now, |w| {
            let revision = revision(w, uuid)?;
            let next = allowed(w, who, &revision, |actor| rule(actor.role, &revision))?;
            if w.reviews_of(revision.number)?.iter().any(|r| r.verdict == Verdict::Return) {
                return Err(LifeError::SentBack);
            }
            let recorded = w.recorded(revision.article)?;
            let deadline = match alone_since(w, revision.article, &recorded)? {
                Some(since) if since.0.saturating_add(EMERGENCY_MS) <= now.0 => {
                    return Err(LifeError::EmergencyOver { since });
                }
                Some(since) => since.0.saturating_add(EMERGENCY_MS),
                None => i64::MAX,
            };
            let (begins, ends) = w.span(&valid);
            let hours = i64::from(hours) * (EMERGENCY_MS / 24);
            let until = Moment(now.0.saturating_add(hours).min(deadline)).min(ends);
            if until <= now || now < begins {
                return Err(over(&valid, zone.day_of(now)));
            }
            if revision.stage != next {
                w.set_stage(revision.number, next)?;
            }
            waive_all(w, &revision, &blocked, waive)?;
            // The newest wording is the one in use.
            for old in recorded.iter().filter(|r| r.publication.overlay && r.closed.is_none()) {
                w.close_publication(revision.article, old.publication.number)?;
            }
            w.publish(NewPublication {
                article: revision.article,
                revision: revision.number,
                from: now,
                until,
                emergency: true,
            })?;
            let detail = serde_json::json!({ "until": zone.minute_label(until), "waived": blocked.len() });
            w.event("emergency", Some(revision.article), Some(revision.number), Some(&detail.to_string()))?;
            let warnings = warnings.into_iter().map(|checked| checked.finding).collect();
            Ok(Published { from: now, until, waived: blocked.len(), next: None, warnings })
        });
        self.or_log(done, who, uuid, now)
    }

    /// Takes an article out of use at once, with what was to follow; with a revision only that one, and what would come back
    /// in its place. How many texts went.
    ///
    /// # Errors
    /// No reason; nothing in use; those of the life cycle and of the database.
    pub fn withdraw(
        &mut self,
        who: &Who,
        uuid: &str,
        only: bool,
        reason: &str,
        now: Moment,
    ) -> Result<usize, LifeError> {
        let reason = words(reason)?;
        let done = self.store.write(who, now, |w| {
            let named = revision(w, uuid)?;
            let open: Vec<Recorded> = w
                .recorded(named.article)?
                .into_iter()
                .filter(|r| r.closed.is_none() && now < r.publication.until)
                .collect();
            let is_open = open.iter().any(|r| r.publication.revision == named.number);
            let is_coming =
                open.iter().any(|r| r.publication.revision == named.number && now < r.publication.from);
            let goes = |r: &&Recorded| {
                let is_it = r.publication.revision == named.number;
                // A text that has begun replaced the ones before it for good: they must not come back.
                !only || is_it || (is_open && !is_coming && r.publication.from <= now)
            };
            let mut gone: Vec<RevisionRef> = Vec::new();
            for recorded in open.iter().filter(goes) {
                if !gone.iter().any(|g| g.number == recorded.publication.revision)
                    && let Some(revision) = w.revision(recorded.publication.revision)?
                {
                    gone.push(revision);
                }
            }
            if gone.is_empty() {
                allowed(w, who, &named, |actor| transition(named.stage, Step::Withdraw, actor))?;
                gone.push(named.clone());
            }
            for revision in &gone {
                // Whoever used an emergency wording of their own may take it back themselves.
                let is_own_emergency = revision.stage != Stage::Published && revision.author == who.os_user;
                if !is_own_emergency {
                    allowed(w, who, revision, |actor| match revision.stage {
                        Stage::Published => transition(revision.stage, Step::Withdraw, actor),
                        stage if actor.role >= Role::Reviewer => Ok(stage),
                        _ => Err(Refusal::NeedsRole { step: Step::Withdraw, needs: Role::Reviewer }),
                    })?;
                }
                if revision.stage == Stage::Published {
                    w.set_stage(revision.number, Stage::Withdrawn)?;
                }
                w.withdrawn(revision.article, revision.number, reason)?;
                let detail = serde_json::json!({ "reason": reason }).to_string();
                w.event("withdraw", Some(revision.article), Some(revision.number), Some(&detail))?;
            }
            for recorded in open.iter().filter(goes) {
                w.close_publication(named.article, recorded.publication.number)?;
            }
            Ok(gone.len())
        });
        if let Err(error) = &done {
            self.log_refusal(who, uuid, Step::Withdraw, error, now);
        }
        done
    }

    /// The regular text of an article that is in use or lies beneath its emergency wording; `None` where there is none.
    ///
    /// # Errors
    /// Those of the database.
    pub fn reviewed_before(&self, id: &str, now: Moment) -> Result<Option<Shown>, LifeError> {
        let Some(found) = self.store.find_id(id)? else { return Ok(None) };
        let mut regular = self.store.publications(found.number)?;
        regular.retain(|publication| !publication.overlay);
        match current(&regular, now) {
            Some(publication) => Ok(self.shown(publication.revision, now)?),
            None => Ok(None),
        }
    }

    /// Keeps a text for the record only.
    ///
    /// # Errors
    /// Those of the life cycle and of the database.
    pub fn archive(&mut self, who: &Who, uuid: &str, now: Moment) -> Result<(), LifeError> {
        self.step(who, uuid, Step::Archive, now, |w, revision, next| {
            w.set_stage(revision.number, next)?;
            w.event("archive", Some(revision.article), Some(revision.number), None)?;
            Ok(())
        })
    }

    /// Why an article was taken out of use last; `None` when it never was.
    ///
    /// # Errors
    /// That there is no such article; those of the database.
    pub fn withdrawal(&self, id: &str) -> Result<Option<Withdrawal>, LifeError> {
        let found = self.store.find_id(id)?.ok_or_else(|| LifeError::NoArticle { id: id.to_owned() })?;
        Ok(self.store.withdrawal_of(found.number)?)
    }

    /// Notes that a text was looked at and is still right, and when to look again; without a day in half a year.
    ///
    /// # Errors
    /// A role below editor; those of the database.
    pub fn still_right(
        &mut self,
        who: &Who,
        uuid: &str,
        review_by: Option<jiff::civil::Date>,
        now: Moment,
    ) -> Result<(), LifeError> {
        let next = self.zone().day_of(now).checked_add(jiff::Span::new().days(VALIDATED_DAYS)).ok();
        let review_by = review_by.or(next);
        self.store.write(who, now, |w| {
            super::author::editor(w, who)?;
            let revision = revision(w, uuid)?;
            w.validated(revision.article, revision.number, review_by)?;
            let detail = serde_json::json!({ "review_by": review_by }).to_string();
            w.event("validate", Some(revision.article), Some(revision.number), Some(&detail))?;
            Ok(())
        })
    }

    /// What stops a text from being published by these rules; nothing where all of it may be waived and is.
    fn blocking(
        &self,
        who: &Who,
        uuid: &str,
        may_stay: MayStay,
        now: Moment,
        rule: impl FnOnce(Role, &RevisionRef) -> Result<Stage, Refusal>,
    ) -> Result<Vec<Checked>, LifeError> {
        let unknown = || LifeError::NoRevision { id: String::new(), revision: uuid.to_owned() };
        let revision = self.store.revision_by_uuid(uuid)?.ok_or_else(unknown)?;
        let has = self.store.role_of(&who.os_user)?;
        // Who may not publish at all is not told what to mend.
        rule(has, &revision).map_err(|refusal| LifeError::Refused {
            id: revision.id.clone(),
            revision_no: revision.ordinal,
            refusal,
            has,
        })?;
        let mut blocking = self.check(uuid, now)?;
        let is_alone = matches!(may_stay, MayStay::NoLeak | MayStay::NothingOwn);
        let leaks = |c: &Checked| is_alone && c.leaks();
        let is_waived =
            |c: &Checked| c.waiver.as_ref().is_some_and(|waiver| !leaks(c) || waiver.by != who.os_user);
        blocking.retain(|c| c.finding.severity == Severity::Error && !is_waived(c));
        let by_reason = matches!(may_stay, MayStay::ByReason | MayStay::NoLeak);
        let stops = |c: &Checked| !by_reason || !c.may_be_waived() || leaks(c);
        if blocking.iter().any(stops) {
            let is_alone = blocking.iter().any(|c| stops(c) && leaks(c));
            let findings = blocking.into_iter().filter(stops).map(|c| c.finding).collect();
            return Err(LifeError::Blocked { findings, leaks: is_alone });
        }
        Ok(blocking)
    }

    /// Stops a text that would break what is found now: the rehearsal on a copy of the index says so. Else what it warns of
    /// and nobody let stay.
    fn lost(
        &mut self,
        uuid: &str,
        from: Moment,
        emergency: bool,
        now: Moment,
    ) -> Result<Result<Vec<Checked>, LifeError>, LifeError> {
        let Some(revision) = self.store.revision_by_uuid(uuid)? else { return Ok(Ok(Vec::new())) };
        let until = Moment::FOREVER;
        let (article, revision) = (revision.article, revision.number);
        let new = NewPublication { article, revision, from, until, emergency };
        let rehearsed = match self.rehearse(&new, now) {
            Ok(rehearsed) => rehearsed,
            // Without any golden query nothing can be lost, and a warning stops nothing.
            Err(_) if !self.store.has_golden()? => return Ok(Ok(Vec::new())),
            Err(error) => return Err(error.into()),
        };
        if !rehearsed.blocks() {
            let mut warnings = self.checked(article, rehearsed.warnings.iter().map(not_found).collect())?;
            warnings.retain(|checked| checked.waiver.is_none());
            return Ok(Ok(warnings));
        }
        let findings = rehearsed.regressions.into_iter().map(|regression| {
            let after = regression.after;
            let scope = after.scope.label();
            let place = if scope.is_empty() { String::new() } else { format!(" [{scope}]") };
            let text = format!("{} {}{place}", after.id, after.query);
            Finding {
                rule: LOST.into(),
                severity: Severity::Error,
                part: Part::Question,
                at: 0..0,
                text,
                suggestion: Some(winner(&after)),
            }
        });
        Ok(Err(LifeError::Blocked { findings: findings.collect(), leaks: false }))
    }

    fn or_log<T>(
        &mut self,
        done: Result<T, LifeError>,
        who: &Who,
        uuid: &str,
        now: Moment,
    ) -> Result<T, LifeError> {
        if let Err(error) = &done {
            self.log_refusal(who, uuid, Step::Publish, error, now);
        }
        done
    }

    fn validity(&self, uuid: &str) -> Result<Validity, LifeError> {
        let unknown = || LifeError::NoRevision { id: String::new(), revision: uuid.to_owned() };
        let revision = self.store.revision_by_uuid(uuid)?.ok_or_else(unknown)?;
        let stored = self.store.load(revision.number, &self.trees.category)?.ok_or_else(unknown)?;
        Ok(stored.article.valid)
    }
}

fn over(valid: &Validity, today: jiff::civil::Date) -> LifeError {
    match (valid.from, valid.last_day()) {
        (Some(from), _) if today < from => LifeError::NotYet { from },
        (_, last) => LifeError::Over { last: last.unwrap_or(today) },
    }
}

fn waive_all(
    w: &Write<'_>,
    revision: &RevisionRef,
    blocked: &[Checked],
    reason: Option<&str>,
) -> Result<(), LifeError> {
    for checked in blocked {
        let part = checked.part();
        let what = (checked.finding.rule.as_str(), part.as_str(), checked.finding.text.as_str());
        w.waive((revision.article, revision.number), what, reason.unwrap_or_default())?;
    }
    Ok(())
}

/// Closes what would cover the text that is published. An emergency wording gives way to a reviewed text at once. And a
/// clock that was set back leaves texts whose beginning, once now, lies ahead: they would take the new one's place.
fn make_room(
    w: &Write<'_>,
    article: i64,
    recorded: &[Recorded],
    at_once: bool,
    now: Moment,
) -> Result<(), LifeError> {
    for old in recorded.iter().filter(|r| r.closed.is_none() && now < r.publication.until) {
        let covers =
            if old.publication.overlay { at_once } else { old.was_immediate() && now < old.publication.from };
        if covers {
            w.close_publication(article, old.publication.number)?;
        }
    }
    Ok(())
}

/// The nearest text that was scheduled to begin after a time.
fn scheduled_after(
    w: &Write<'_>,
    recorded: &[Recorded],
    from: Moment,
    now: Moment,
) -> Result<Option<(u32, Moment)>, LifeError> {
    let open = recorded.iter().filter(|r| r.closed.is_none() && !r.publication.overlay);
    let coming =
        open.filter(|r| from < r.publication.from && !(r.was_immediate() && now < r.publication.from));
    let Some(next) = coming.min_by_key(|r| r.publication.from) else { return Ok(None) };
    let revision = w.revision(next.publication.revision)?;
    Ok(revision.map(|r| (r.ordinal, next.publication.from)))
}

/// Since when an article has had emergency wording that no reviewer has decided on.
fn alone_since(w: &Write<'_>, article: i64, recorded: &[Recorded]) -> Result<Option<Moment>, LifeError> {
    // What counts as a decision: any review of the article, and a text published the regular way.
    let mut decided: Option<Moment> = recorded.iter().filter(|r| !r.publication.overlay).map(|r| r.at).max();
    for revision in w.revisions_of(article)? {
        for review in w.reviews_of(revision.number)? {
            decided = decided.max(Some(review.at));
        }
    }
    let undecided = recorded.iter().filter(|r| r.publication.overlay && decided.is_none_or(|d| d < r.at));
    Ok(undecided.map(|r| r.publication.from).min())
}
