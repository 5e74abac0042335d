//! What became of an article, and what its text was then.

use jiff::civil::Date;

use super::open::Kb;
use super::refusal::LifeError;
use super::view::Shown;
use crate::model::publication::current;
use crate::model::{Moment, Publication};
use crate::store::{Recorded, Who};

/// A line of an article's log.
#[derive(Debug, Clone, PartialEq)]
pub struct LogEntry {
    /// When it was, by the clock of then.
    pub at: Moment,
    /// Who did it.
    pub who: Who,
    /// What was done: one word, such as `edit`.
    pub what: String,
    /// The revision it was done to.
    pub revision_no: Option<u32>,
    /// More about it: a JSON object, or null.
    pub detail: serde_json::Value,
    /// Whether the clock stood before that of the line above: it had been set back. The order is that of writing.
    pub is_earlier: bool,
}

impl Kb {
    /// What became of an article, oldest first, in the order of writing.
    ///
    /// # Errors
    /// That there is no such article; those of the database.
    pub fn log(&self, id: &str) -> Result<Vec<LogEntry>, LifeError> {
        let revisions = self.revisions(id)?;
        let Some(article) = revisions.first().map(|r| r.article) else { return Ok(Vec::new()) };
        let mut log: Vec<LogEntry> = Vec::new();
        for event in self.store.events_of(article)? {
            let revision = event.revision.and_then(|number| revisions.iter().find(|r| r.number == number));
            let detail = event.detail.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            log.push(LogEntry {
                at: event.at,
                who: event.who,
                what: event.what,
                revision_no: revision.map(|r| r.ordinal),
                detail,
                is_earlier: false,
            });
        }
        // An import writes one line for all its rows.
        for revision in revisions.iter().filter(|r| r.batch.is_some()) {
            let entry = LogEntry {
                at: revision.made,
                who: Who { os_user: revision.author.clone(), agent_no: None },
                what: "import".into(),
                revision_no: Some(revision.ordinal),
                detail: serde_json::json!({ "batch": revision.batch }),
                is_earlier: false,
            };
            let behind = |e: &LogEntry| e.revision_no.is_some_and(|n| n >= revision.ordinal);
            let place = log.iter().position(behind).unwrap_or(log.len());
            log.insert(place, entry);
        }
        let mut latest = Moment::ALWAYS;
        for entry in &mut log {
            entry.is_earlier = entry.at < latest;
            latest = entry.at;
        }
        Ok(log)
    }

    /// The text of an article that was the current one at an instant; `None` when none was.
    ///
    /// The first text of an article counts from the day on which it says it holds, also where it was brought here later.
    ///
    /// # Errors
    /// That there is no such article; those of the database.
    pub fn as_of(&self, id: &str, at: Moment) -> Result<Option<Shown>, LifeError> {
        let found = self.store.find_id(id)?.ok_or_else(|| LifeError::NoArticle { id: id.to_owned() })?;
        match then(&self.store.recorded(found.number)?, at) {
            Some(publication) => Ok(self.shown(publication.revision, at)?),
            None => Ok(None),
        }
    }

    /// The instants of a day at which an article's current text changed, in order.
    ///
    /// # Errors
    /// That there is no such article; those of the database.
    pub fn turns_on(&self, id: &str, day: Date) -> Result<Vec<Moment>, LifeError> {
        let found = self.store.find_id(id)?.ok_or_else(|| LifeError::NoArticle { id: id.to_owned() })?;
        let recorded = self.store.recorded(found.number)?;
        let begin = self.zone().start_of(day);
        let end = self.zone().next_midnight(begin);
        let mut cuts: Vec<Moment> = recorded
            .iter()
            .flat_map(|r| [Some(r.publication.from), Some(r.publication.until), r.closed])
            .flatten()
            .filter(|at| begin < *at && *at < end)
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let text = |at: Moment| then(&recorded, at).map(|p| p.revision);
        cuts.retain(|at| text(*at) != text(Moment(at.0 - 1)));
        Ok(cuts)
    }

    /// When the newest line of the audit trail was written, if that is more than a minute ahead of the clock: the clock was
    /// set back. What is written then keeps its place in the order, with the time that the clock shows.
    ///
    /// # Errors
    /// Those of the database.
    pub fn clock_behind(&self, now: Moment) -> Result<Option<Moment>, LifeError> {
        const MINUTE: i64 = 60_000;
        Ok(self.store.last_event()?.filter(|last| last.0.saturating_sub(now.0) > MINUTE))
    }
}

/// The publication that was current at an instant, by what had not been taken back by then.
fn then(recorded: &[Recorded], at: Moment) -> Option<Publication> {
    let open: Vec<Publication> = recorded
        .iter()
        .filter(|r| r.closed.is_none_or(|closed| at < closed))
        .map(|r| r.publication)
        .collect();
    current(&open, at).copied()
}
