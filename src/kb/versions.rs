//! The texts of one article beside each other: which is in use, which follows it and when, which were before.

use super::open::Kb;
use super::refusal::LifeError;
use super::today::{Task, TaskKind, of};
use crate::model::publication::{Stretch, timeline};
use crate::model::{Moment, Publication, Stage};
use crate::store::Recorded;

/// When a text is the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InUse {
    /// It is now.
    Now,
    /// It will be.
    Later,
    /// It was.
    Before,
    /// It never was, and nothing is arranged.
    Never,
}

/// One of an article's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first one of the article, and so on.
    pub revision_no: u32,
    /// Where it stands.
    pub stage: Stage,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub made: Moment,
    /// When it is the current one.
    pub in_use: InUse,
    /// From when, and the instant after the last: of now, else of what follows next, else of what was last.
    pub span: Option<(Moment, Moment)>,
    /// Whether that is as emergency wording (临时口径), which nobody has reviewed.
    pub is_unreviewed: bool,
    /// Whether no text of the article is newer.
    pub is_newest: bool,
}

impl Kb {
    /// The texts of an article, the newest first, as what could be decided on; by its row number.
    ///
    /// # Errors
    /// Those of the database.
    pub fn version_tasks(&self, article: i64, now: Moment) -> Result<Vec<Task>, LifeError> {
        let recorded = self.store.recorded(article)?;
        let stretches = timeline(&in_force(&recorded));
        let revisions = self.store.revisions_of(article)?;
        let newest = revisions.iter().map(|revision| revision.number).max();
        let used = std::collections::HashMap::new();
        let mut tasks = Vec::with_capacity(revisions.len());
        for revision in revisions.into_iter().rev() {
            let own: Vec<&Stretch> = stretches.iter().filter(|s| s.revision == revision.number).collect();
            let (in_use, stretch) = when(&own, now);
            let overlays = |r: &&Recorded| {
                let publication = &r.publication;
                publication.overlay && publication.revision == revision.number
            };
            let question = self.store.question_at(revision.number)?.unwrap_or_default();
            let mut task = of(TaskKind::Version, None, &used, Some(revision.id), question);
            task.uuid = Some(revision.uuid);
            task.version = Some(Box::new(Version {
                revision_no: revision.ordinal,
                stage: revision.stage,
                author: revision.author,
                made: revision.made,
                in_use,
                span: stretch.map(|stretch| (stretch.from, stretch.until)),
                is_unreviewed: revision.stage != Stage::Published && recorded.iter().any(|r| overlays(&r)),
                is_newest: Some(revision.number) == newest,
            }));
            tasks.push(task);
        }
        Ok(tasks)
    }
}

/// The publications as they were in force: one that was closed ended then, and one closed before it began never was.
fn in_force(recorded: &[Recorded]) -> Vec<Publication> {
    let ended = |r: &Recorded| {
        let until = r.closed.map_or(r.publication.until, |closed| closed.min(r.publication.until));
        Publication { until, ..r.publication }
    };
    recorded.iter().map(ended).filter(|publication| publication.from < publication.until).collect()
}

/// Of the stretches of one text the one that says most: now, else the next, else the last.
fn when<'s>(own: &[&'s Stretch], now: Moment) -> (InUse, Option<&'s Stretch>) {
    if let Some(stretch) = own.iter().find(|s| s.from <= now && now < s.until) {
        return (InUse::Now, Some(stretch));
    }
    if let Some(stretch) = own.iter().find(|s| now < s.from) {
        return (InUse::Later, Some(stretch));
    }
    match own.last() {
        Some(stretch) => (InUse::Before, Some(stretch)),
        None => (InUse::Never, None),
    }
}
