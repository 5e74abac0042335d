//! What answers to all of a query and is kept back by time or scope: named, when nothing that may be shown does.

use super::error::KbError;
use super::explain::WhyNot;
use super::open::Kb;
use super::view::Hidden;
use crate::model::{Moment, Query};
use crate::search::{Answer, Refusal};

/// So many are named.
const MOST: usize = 2;
/// So many are looked at: each costs a second look at its evidence.
const LOOKED_AT: usize = 6;

impl Kb {
    /// Articles that answer to all of a query and are kept back only by time or scope: to be asked for where no row
    /// does, apart from the rows, because it costs as much as they. Nothing that is not published is in the index; what
    /// begins later is named only where it may be studied already.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn kept_back(
        &self,
        query: &Query,
        now: Moment,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<Hidden>, KbError> {
        let asking = &self.asking(query, now);
        let asks = !asking.prepared.is_empty() && !asking.nothing;
        let Some(session) = self.session.as_ref().filter(|_| asks) else { return Ok(Vec::new()) };
        let Answer::Found(ranked) =
            session.rank(&asking.prepared, &asking.terms, &asking.filter.opened(), &self.taste, is_stale)?
        else {
            return Ok(Vec::new());
        };
        let today = self.zone().day_of(now);
        let mut hidden = Vec::new();
        for hit in ranked.hits.into_iter().filter(|hit| hit.is_full()).take(LOOKED_AT) {
            if hidden.len() >= MOST || is_stale() {
                break;
            }
            // Another stretch of its time may be the one that holds now: then nothing is kept back.
            let explained =
                session.explain(&asking.prepared, &asking.terms, &asking.filter, &self.taste, hit.article)?;
            let Some(found) = explained.filter(|e| e.missing.is_empty()) else { continue };
            let Some(refusal) = found.refusal.filter(|r| !matches!(r, Refusal::Wish(_))) else { continue };
            if !self.reads_as_asked(hit, asking)? {
                continue;
            }
            let Some(stored) = self.store.load(found.revision, &self.trees.category)? else { continue };
            let why = self.refused(refusal, &stored.article);
            let may_study = stored.article.valid.study_from.is_some_and(|day| day <= today);
            if matches!(why, WhyNot::From(_)) && !may_study {
                continue;
            }
            hidden.push(Hidden {
                id: stored.article.id.clone().unwrap_or_default(),
                revision: found.revision,
                question: stored.article.question,
                why,
            });
        }
        Ok(hidden)
    }
}
