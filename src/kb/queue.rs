//! The queue of what waits for a reviewer, what matters most first.

use std::collections::HashMap;

use super::open::Kb;
use super::refusal::LifeError;
use super::rulebook::Rulebook;
use crate::customer::finding::Severity;
use crate::model::{FeedbackKind, Moment, Stage};
use crate::store::{Approvals, RevisionRef};

/// A text that waits for a reviewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// The article's id.
    pub id: String,
    /// Its standard question.
    pub question: String,
    /// The revision's UUID.
    pub uuid: String,
    /// Its number in the article.
    pub revision_no: u32,
    /// Who wrote it.
    pub author: String,
    /// Since when it waits.
    pub since: Moment,
    /// Until when it is in use as emergency wording, if it is.
    pub emergency_until: Option<Moment>,
    /// How many of how many have approved.
    pub approvals: Approvals,
    /// Who is asked to review it.
    pub assigned: Option<String>,
    /// Errors found in it that nobody has waived.
    pub errors: usize,
    /// How often this desk used the article, and five for one that is pinned (热点).
    pub used: u32,
    /// Feedback on the article that nobody has decided on.
    pub flags: u32,
    /// Use × age × severity.
    pub weight: u64,
}

/// What an article that is pinned counts for, in uses.
const PINNED: u32 = 5;
/// A day in ms.
const DAY: i64 = 86_400_000;

/// Use × age × severity. What nobody used or flagged counts a little, and so does what came today.
pub fn weight(used: u32, days: i64, severity: u32) -> u64 {
    let days = u64::try_from(days.max(0)).unwrap_or(0);
    (u64::from(used) + 1).saturating_mul(days.saturating_add(1)).saturating_mul(u64::from(severity))
}

/// How grave it is that an article waits: by the worst that agents say of what is in use meanwhile.
pub fn severity(flags: &[(FeedbackKind, u32)]) -> u32 {
    let of = |kind: &FeedbackKind| match kind {
        FeedbackKind::Wrong => 4,
        FeedbackKind::Outdated => 3,
        FeedbackKind::Unclear | FeedbackKind::Fix | FeedbackKind::Other => 2,
        FeedbackKind::Gap | FeedbackKind::Add => 1,
    };
    flags.iter().map(|(kind, _)| of(kind)).max().unwrap_or(1)
}

impl Kb {
    /// What waits for a reviewer: emergency wording first, what ends soonest before the rest; then by use × age × severity.
    ///
    /// # Errors
    /// Those of the database.
    pub fn queue(&self, now: Moment) -> Result<Vec<Waits>, LifeError> {
        let used = self.own(|desk, kb| desk.use_counts(kb)).unwrap_or_default();
        let pinned = self.store.hot(self.zone().day_of(now))?;
        let rules = self.rulebook()?;
        let mut all = Vec::new();
        let waiting = self.store.standing(Stage::InReview)?;
        let mut newest: HashMap<i64, i64> = HashMap::new();
        for revision in &waiting {
            newest
                .entry(revision.article)
                .and_modify(|n| *n = revision.number.max(*n))
                .or_insert(revision.number);
        }
        for revision in &waiting {
            // Emergency wording was written over a text that waits: the newer one is what is decided on.
            if newest.get(&revision.article) != Some(&revision.number) {
                continue;
            }
            let own = used.get(&revision.id).copied().unwrap_or(0);
            let hot = if pinned.contains(&revision.id) { PINNED } else { 0 };
            all.push(self.waits(revision, &rules, own + hot, now)?);
        }
        all.sort_by(|a, b| {
            let ends = |w: &Waits| w.emergency_until.unwrap_or(Moment::FOREVER);
            ends(a)
                .cmp(&ends(b))
                .then(b.weight.cmp(&a.weight))
                .then(a.since.cmp(&b.since))
                .then(a.id.cmp(&b.id))
        });
        Ok(all)
    }

    fn waits(
        &self,
        revision: &RevisionRef,
        rules: &Rulebook,
        used: u32,
        now: Moment,
    ) -> Result<Waits, LifeError> {
        let number = revision.number;
        let since = self
            .store
            .events_of(revision.article)?
            .iter()
            .rev()
            .find(|e| e.revision == Some(number) && matches!(e.what.as_str(), "submit" | "emergency"))
            .map_or(revision.made, |e| e.at);
        let emergency_until = self
            .store
            .publications(revision.article)?
            .iter()
            .filter(|p| p.overlay && p.revision == number && p.from <= now && now < p.until)
            .map(|p| p.until)
            .max();
        let flags = self.store.undecided_of(&revision.id)?;
        // What it says beside the others is looked at when it is opened: that goes through all of them.
        let text = self.store.load(number, &self.trees.category)?;
        let found = text.as_ref().map(|text| self.checked(revision.article, rules.findings(&text.article)));
        let errors = found.transpose()?.map_or(0, |checked| {
            checked.iter().filter(|c| c.waiver.is_none() && c.finding.severity == Severity::Error).count()
        });
        let days = now.0.saturating_sub(since.0) / DAY;
        Ok(Waits {
            id: revision.id.clone(),
            question: text.map(|text| text.article.question).unwrap_or_default(),
            uuid: revision.uuid.clone(),
            revision_no: revision.ordinal,
            author: revision.author.clone(),
            since,
            emergency_until,
            approvals: self.store.approvals(number, revision.category)?,
            assigned: self.store.assigned(number)?,
            errors,
            used,
            flags: flags.iter().map(|(_, count)| count).sum(),
            weight: weight(used, days, severity(&flags)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_is_use_times_age_times_severity() {
        assert_eq!(weight(0, 0, 1), 1);
        assert_eq!(weight(9, 0, 1), 10);
        assert_eq!(weight(9, 4, 1), 50);
        assert_eq!(weight(9, 4, 3), 150);
        assert_eq!(weight(0, -5, 2), 2, "a clock that was set back makes nothing negative");
        assert_eq!(weight(u32::MAX, i64::MAX, 4), u64::MAX);
    }

    #[test]
    fn the_worst_flag_says_how_grave_it_is() {
        assert_eq!(severity(&[]), 1);
        assert_eq!(severity(&[(FeedbackKind::Unclear, 9), (FeedbackKind::Wrong, 1)]), 4);
        assert_eq!(severity(&[(FeedbackKind::Outdated, 1)]), 3);
    }
}
