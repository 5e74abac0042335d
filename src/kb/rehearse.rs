//! What a publication would do to finding, asked before it is made.
//!
//! The change is made on a copy of the index that shares its files; neither the index nor the database is touched. A
//! golden query that finds its article before and not after is a regression and stops the publication. An article whose
//! similar questions do not find it when left out in turn is a warning, which may be waived.

use std::collections::HashSet;

use super::check::{Miss, Wanted, similar};
use super::error::KbError;
use super::golden::PAGE;
use super::open::Kb;
use super::sync::{Health, entries, kept_segmenter};
use crate::model::{Moment, Publication, Scope};
use crate::search::Session;
use crate::store::{Golden, NewPublication, Stored};

/// So many rows of each question are neighbours.
const NEAR_ROWS: usize = 10;
/// So many neighbours are asked for.
const NEIGHBOURS: usize = 100;

/// What a publication would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rehearsed {
    /// Golden queries asked before and after: those of the article and of what its questions find.
    pub golden: usize,
    /// Golden queries that find their article now and would not any more.
    pub regressions: Vec<Regression>,
    /// Similar questions of the new text left out and asked.
    pub similar: usize,
    /// Similar questions that do not find the new text when left out.
    pub warnings: Vec<Miss>,
}

/// A golden query that would be broken.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// The row in which its article stands now, from 1.
    pub before: usize,
    /// What it would find instead.
    pub after: Miss,
}

impl Rehearsed {
    /// Whether the publication must not be made.
    pub fn blocks(&self) -> bool {
        !self.regressions.is_empty()
    }
}

impl Kb {
    /// Says what a publication would do to finding from the instant at which it begins, without making it. The revision
    /// need not be approved yet; it must be saved.
    ///
    /// An index that is behind is brought up to date first. Nothing else is written but a directory beside the index,
    /// which goes away with the answer. It takes no lock that a writer of the index would wait for.
    ///
    /// # Errors
    /// Those of the database and of the index, and that nothing can be written beside the index. A revision that does not
    /// exist changes nothing: it is answered with no finding.
    pub fn rehearse(&mut self, new: &NewPublication, now: Moment) -> Result<Rehearsed, KbError> {
        if self.health()? != Health::InStep && !self.is_read_only() {
            match self.sync() {
                // Another session is at it: what it has not finished is not compared.
                Err(error) if error.is_index_busy() => {}
                other => other?,
            }
        }
        let at = now.max(new.from);
        let Some(stored) = self.store.load(new.revision, &self.trees.category)? else {
            return Ok(Rehearsed::default());
        };
        if similar(&stored).next().is_none() && !self.store.has_golden()? {
            // There is nothing to ask.
            return Ok(Rehearsed::default());
        }
        let segmenter = || kept_segmenter(&self.store, &self.indexing);
        let trial = self.home.trial::<KbError>(self.store.uuid(), segmenter)?;
        let golden = self.golden_near(trial.before(), &stored, at)?;
        trial.remove(new.article);
        let mut publications = self.store.publications(new.article)?;
        publications.push(Publication {
            // It comes after all that are there.
            number: i64::MAX,
            revision: new.revision,
            from: new.from,
            until: new.until,
            overlay: new.emergency,
        });
        entries(&self.store, &self.trees.category, new.article, &publications, |entry| {
            trial.add(&entry).map_err(KbError::from)
        })?;
        let tried = trial.finish()?;
        let mut report = Rehearsed { golden: golden.len(), ..Rehearsed::default() };
        for golden in &golden {
            let wanted =
                Wanted { query: &golden.text, scope: &golden.scope, article: golden.article, left_out: None };
            // What does not work now cannot be broken.
            let Some(before) = self.rank_of(&tried.before, &wanted, at)? else { continue };
            if let Some(after) = self.golden_miss(&tried.after, &wanted, at)? {
                report.regressions.push(Regression { before, after });
            }
        }
        for question in similar(&stored) {
            report.similar += 1;
            report.warnings.extend(self.similar_miss(&tried.after, &stored, question, at)?);
        }
        Ok(report)
    }

    /// The golden queries of an article and of its neighbours: what its questions find, wherever a contact stands.
    fn golden_near(&self, session: &Session, stored: &Stored, at: Moment) -> Result<Vec<Golden>, KbError> {
        let anywhere = Scope::default();
        let mut near = vec![stored.number];
        let mut known = HashSet::from([stored.number]);
        for question in stored.article.questions() {
            let wanted = Wanted { query: question, scope: &anywhere, article: stored.number, left_out: None };
            let (rows, _) = self.ask(session, &wanted, NEAR_ROWS, at)?;
            let all = rows.iter().flat_map(|row| std::iter::once(row).chain(&row.variants));
            near.extend(all.map(|row| row.hit.article).filter(|article| known.insert(*article)));
            if near.len() > NEIGHBOURS {
                break;
            }
        }
        near.truncate(NEIGHBOURS + 1);
        let mut golden = Vec::new();
        for article in near {
            golden.extend(self.store.golden_of(article)?);
            if golden.len() >= PAGE {
                break;
            }
        }
        golden.truncate(PAGE);
        Ok(golden)
    }
}
