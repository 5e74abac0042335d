//! The publish gate: what is found in a text before it goes out, and what of that may stay.

use std::collections::{HashMap, HashSet};

use super::check::Miss;
use super::open::Kb;
use super::refusal::LifeError;
use crate::customer::conflict::conflict;
use crate::customer::finding::{Finding, Part, Severity};
use crate::customer::lint::question_key;
use crate::model::publication::timeline;
use crate::model::{Article, Moment};
use crate::store::{NewPublication, RevisionRef, Stored, Waiver};

/// Two texts in use contradict one another.
pub const CONFLICT: &str = "conflict.facts";

/// Two texts in use answer the same question for the same customers.
pub const TWICE: &str = "conflict.same";

/// A similar question does not find its article without its own help.
pub const FINDABLE: &str = "findable.similar";

/// A golden query that finds its article now would not find it any more.
pub const LOST: &str = "golden.lost";

/// A finding, and why it may stay, where somebody has said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What was found.
    pub finding: Finding,
    /// Why it may stay.
    pub waiver: Option<Waiver>,
}

impl Checked {
    /// The part of the article that it stands in, in one word.
    pub fn part(&self) -> String {
        match &self.finding.part {
            Part::Question => "question".into(),
            Part::Similar(_) => "similar".into(),
            Part::Lead(face) => format!("{face}.lead"),
            Part::Body(face) => format!("{face}.body"),
            Part::Rendering(channel) => format!("customer.{channel}"),
        }
    }

    /// Whether internal text would go out with it.
    pub fn leaks(&self) -> bool {
        let rule = self.finding.rule.as_str();
        rule.starts_with("leak.") || rule == "parity.internal_only"
    }

    /// Whether a reason is enough to let it pass. Dates that cannot be are mended.
    pub fn may_be_waived(&self) -> bool {
        may_be_waived(&self.finding)
    }
}

/// Whether a reason is enough to let a finding pass.
pub(super) fn may_be_waived(finding: &Finding) -> bool {
    !finding.rule.starts_with("form.validity") && finding.rule != LOST
}

impl Kb {
    /// What is found in a revision before it is published: by itself, and beside what is in use.
    ///
    /// # Errors
    /// That there is no such revision; those of the database.
    pub fn check(&self, uuid: &str, now: Moment) -> Result<Vec<Checked>, LifeError> {
        let unknown = || LifeError::NoRevision { id: String::new(), revision: uuid.to_owned() };
        let revision = self.store.revision_by_uuid(uuid)?.ok_or_else(unknown)?;
        let stored = self.store.load(revision.number, &self.trees.category)?.ok_or_else(unknown)?;
        let asked = self.questions_of(&stored.article, now)?;
        let by_another = |key: &str| asked.get(key).cloned();
        let mut found = self.rulebook()?.findings_among(&stored.article, Some(&by_another));
        found.extend(self.conflicts(&revision, &stored.article, now)?);
        self.checked(revision.article, found)
    }

    /// The questions of a text that are another article's standard question, by their keys: that article's id.
    fn questions_of(&self, article: &Article, now: Moment) -> Result<HashMap<String, String>, LifeError> {
        let own: HashSet<String> = article.questions().map(question_key).collect();
        let current = self.store.current_questions(now)?.into_iter();
        let others = current.filter(|(id, _)| Some(id) != article.id.as_ref());
        Ok(others
            .map(|(id, question)| (question_key(&question), id))
            .filter(|(key, _)| own.contains(key))
            .collect())
    }

    /// The similar questions of a saved text that would not find it without its own help, as findings. Nothing where
    /// nothing can be tried: without an index, or beside one that cannot be written.
    ///
    /// # Errors
    /// Those of the database.
    pub fn findable(&mut self, uuid: &str, now: Moment) -> Result<Vec<Checked>, LifeError> {
        let Some(revision) = self.store.revision_by_uuid(uuid)? else { return Ok(Vec::new()) };
        let (article, number) = (revision.article, revision.number);
        let new =
            NewPublication { article, revision: number, from: now, until: Moment::FOREVER, emergency: false };
        let Ok(rehearsed) = self.rehearse(&new, now) else { return Ok(Vec::new()) };
        self.checked(article, rehearsed.warnings.iter().map(not_found).collect())
    }

    /// Findings with what was said of them before.
    pub(super) fn checked(&self, article: i64, found: Vec<Finding>) -> Result<Vec<Checked>, LifeError> {
        let waivers = self.store.waivers_of(article)?;
        Ok(found
            .into_iter()
            .map(|finding| {
                let mut checked = Checked { finding, waiver: None };
                let (part, finding) = (checked.part(), &checked.finding);
                let is_it = |w: &&Waiver| w.rule == finding.rule && w.part == part && w.text == finding.text;
                checked.waiver = waivers.iter().rev().find(is_it).cloned();
                checked
            })
            .collect())
    }

    /// Lets what is found in a revision stay, with a reason that the reviewer sees; how many findings that are.
    ///
    /// # Errors
    /// A reason without words, a role below editor; those of the database.
    pub fn waive(
        &mut self,
        who: &crate::store::Who,
        uuid: &str,
        reason: &str,
        now: Moment,
    ) -> Result<usize, LifeError> {
        let reason = super::review::words(reason)?;
        let mut open = self.check(uuid, now)?;
        open.extend(self.findable(uuid, now)?);
        open.retain(|c| c.waiver.is_none() && c.may_be_waived() && c.finding.severity >= Severity::Warning);
        if open.is_empty() {
            return Err(LifeError::NothingToWaive);
        }
        self.store.write(who, now, |w| {
            super::author::editor(w, who)?;
            let revision = super::review::revision(w, uuid)?;
            for checked in &open {
                let (part, finding) = (checked.part(), &checked.finding);
                let what = (finding.rule.as_str(), part.as_str(), finding.text.as_str());
                w.waive((revision.article, revision.number), what, reason)?;
            }
            if !open.is_empty() {
                let detail = serde_json::json!({ "reason": reason, "count": open.len() }).to_string();
                w.event("waive", Some(revision.article), Some(revision.number), Some(&detail))?;
            }
            Ok(open.len())
        })
    }

    /// Texts in use that say something else to the same question for the same customers.
    fn conflicts(
        &self,
        revision: &RevisionRef,
        article: &Article,
        now: Moment,
    ) -> Result<Vec<Finding>, LifeError> {
        let (begins, ends) = article.valid.span(self.zone());
        let own = [(begins.max(now), ends)];
        let question = question_key(&article.question);
        let mut found = Vec::new();
        for text in self.store.open_texts(now)? {
            if text.article == revision.article
                || question.is_empty()
                || question_key(&text.question) != question
            {
                continue;
            }
            let Some(other) = self.store.load(text.revision, &self.trees.category)? else { continue };
            if !meet(&own, &self.in_use(&other, now)?) {
                continue;
            }
            let lineage = |axis, name: &str| self.trees.on(axis).with_ancestors(name);
            let differing: Vec<String> = conflict(article, &other.article, lineage)
                .iter()
                .map(|c| format!("{} ≠ {}", c.here.text, c.there.text))
                .collect();
            let id = other.article.id.as_deref().unwrap_or_default();
            if differing.is_empty() && article.scope != other.article.scope {
                continue;
            }
            if differing.is_empty() {
                // Nothing is wrong yet; it will be when one of them is changed.
                found.push(Finding {
                    rule: TWICE.into(),
                    severity: Severity::Warning,
                    part: Part::Question,
                    at: 0..article.question.len(),
                    text: id.to_owned(),
                    suggestion: None,
                });
                continue;
            }
            found.push(Finding {
                rule: CONFLICT.into(),
                severity: Severity::Error,
                part: Part::Question,
                at: 0..article.question.len(),
                text: format!("{} ({id})", differing.join("，")),
                suggestion: None,
            });
        }
        Ok(found)
    }

    /// When a revision is in use from now on.
    pub(super) fn in_use(&self, stored: &Stored, now: Moment) -> Result<Vec<(Moment, Moment)>, LifeError> {
        let (begins, ends) = stored.article.valid.span(self.zone());
        let line = timeline(&self.store.publications(stored.number)?);
        Ok(line
            .into_iter()
            .filter(|stretch| stretch.revision == stored.revision)
            .map(|stretch| (stretch.from.max(begins).max(now), stretch.until.min(ends)))
            .filter(|(from, until)| from < until)
            .collect())
    }
}

/// A similar question that does not find its article, as a finding: what wins instead, and why, is the suggestion.
pub(super) fn not_found(miss: &Miss) -> Finding {
    Finding {
        rule: FINDABLE.into(),
        severity: Severity::Warning,
        part: Part::Question,
        at: 0..0,
        text: miss.query.clone(),
        suggestion: Some(winner(miss)),
    }
}

/// What is found instead, and by which words.
pub(super) fn winner(miss: &Miss) -> String {
    let Some(winner) = &miss.winner else { return "—".into() };
    let shares: Vec<String> = winner.evidence.shares.iter().map(|share| share.what.clone()).collect();
    let why = if shares.is_empty() { String::new() } else { format!(" ({})", shares.join("、")) };
    format!("{} {}{why}", winner.id, winner.question)
}

/// Whether any two of these stretches of time, half-open, have an instant in common.
pub(super) fn meet(one: &[(Moment, Moment)], other: &[(Moment, Moment)]) -> bool {
    one.iter().any(|(from, until)| other.iter().any(|(f, u)| from < u && f < until))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_follow_one_another_do_not_meet() {
        let at = |from, until| [(Moment(from), Moment(until))];
        assert!(!meet(&at(0, 10), &at(10, 20)), "half-open");
        assert!(meet(&at(0, 11), &at(10, 20)));
        assert!(meet(&at(10, 20), &at(0, 11)));
        assert!(!meet(&[], &at(0, 9)));
    }
}
