//! What an editor has to look at, as far as the database tells.

use super::error::StoreError;
use super::open::Store;
use super::publications::is_current;
use crate::model::{FeedbackKind, Moment};

/// Feedback that nobody has decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// Its UUID.
    pub uuid: String,
    /// When it was given.
    pub at: Moment,
    /// Who gave it.
    pub os_user: String,
    /// What it is.
    pub what: FeedbackKind,
    /// The article that it is about, by id.
    pub article: Option<String>,
    /// What it says; for a gap or a draft JSON.
    pub text: String,
}

/// A draft that waits for somebody to finish it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingDraft {
    /// The article's id.
    pub id: String,
    /// UUID of the revision.
    pub uuid: String,
    /// Its standard question.
    pub question: String,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub made: Moment,
}

/// The name of the batch of a draft that was made of what an agent looked for.
pub const DESK_BATCH: &str = "desk";

/// A current article: id, question, row number of the revision.
pub type CurrentArticle = (String, String, i64);

/// Current articles of which the rest is true; `?1` is now, `?2` today, `?3` how many.
macro_rules! current_where {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, r.question, r.number FROM publication p JOIN revision r ON r.number = p.revision
                 JOIN article a ON a.number = r.article
             WHERE ",
            is_current!(),
            " AND ",
            $rest,
            " LIMIT ?3"
        )
    };
}

impl Store {
    /// Feedback that waits for a decision, oldest first.
    ///
    /// Proposals come with the manuscript that was proposed.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn undecided(&self, limit: usize) -> Result<Vec<Undecided>, StoreError> {
        type Columns = (String, i64, String, String, Option<String>, String);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<Columns> = self
            .conn
            .prepare_cached(
                "SELECT uuid, at, os_user, what, article, text FROM feedback WHERE decision IS NULL
                 ORDER BY at LIMIT ?1",
            )
            .and_then(|mut s| {
                s.query_map([limit], |r| {
                    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
                })?
                .collect()
            })
            .map_err(self.at())?;
        rows.into_iter()
            .map(|(uuid, at, os_user, what, article, text)| {
                let what = FeedbackKind::from_word(&what)
                    .ok_or(StoreError::Value { what: "a kind of feedback", value: what })?;
                Ok(Undecided { uuid, at: Moment(at), os_user, what, article, text })
            })
            .collect()
    }

    /// Drafts that are the newest text of their article, the newest first: those that somebody wrote or an agent asked for.
    /// What a file brought is looked through batch by batch.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn drafts(&self, limit: usize) -> Result<Vec<StandingDraft>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.conn
            .prepare_cached(
                "SELECT a.id, r.uuid, r.question, r.author, r.made FROM revision r
                     JOIN article a ON a.number = r.article LEFT JOIN import_batch b ON b.number = r.batch
                 WHERE r.stage = 'draft' AND r.undone IS NULL AND (r.batch IS NULL OR b.file = ?2)
                     AND r.number = (SELECT max(number) FROM revision WHERE article = r.article AND undone IS NULL)
                 ORDER BY r.number DESC LIMIT ?1",
            )
            .and_then(|mut s| {
                s.query_map((limit, DESK_BATCH), |r| {
                    Ok(StandingDraft {
                        id: r.get(0)?,
                        uuid: r.get(1)?,
                        question: r.get(2)?,
                        author: r.get(3)?,
                        made: Moment(r.get(4)?),
                    })
                })?
                .collect()
            })
            .map_err(self.at())
    }

    /// Departments that answer for articles, in the order of their names.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn owners(&self) -> Result<Vec<String>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT DISTINCT owner FROM revision WHERE owner IS NOT NULL ORDER BY owner LIMIT 500",
            )
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .map_err(self.at())
    }

    /// Tags that current articles bear, the most used first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn tags_in_use(&self, now: Moment, limit: usize) -> Result<Vec<String>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let day = self.zone().day_of(now).to_string();
        self.conn
            .prepare_cached(concat!(
                "SELECT t.name FROM tag t JOIN revision r ON r.number = t.revision
                     JOIN publication p ON p.revision = r.number
                 WHERE ",
                is_current!(),
                " GROUP BY t.name ORDER BY count(*) DESC, t.name LIMIT ?3"
            ))
            .and_then(|mut s| s.query_map((now.0, day, limit), |r| r.get(0))?.collect())
            .map_err(self.at())
    }

    /// Current articles that say nothing to the customer.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn without_customer_face(
        &self,
        now: Moment,
        limit: usize,
    ) -> Result<Vec<CurrentArticle>, StoreError> {
        let sql = current_where!(
            "NOT EXISTS (SELECT 1 FROM answer c WHERE c.revision = r.number AND c.face = 'customer'
                 AND (trim(c.lead) <> '' OR trim(c.body) <> ''))
             AND NOT EXISTS (SELECT 1 FROM rendering d WHERE d.revision = r.number)"
        );
        self.current(sql, now, limit)
    }

    /// Current articles whose customer texts remember what they were made from: those that can lag behind.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn made_from_internal(&self, now: Moment, limit: usize) -> Result<Vec<CurrentArticle>, StoreError> {
        let sql = current_where!(
            "(EXISTS (SELECT 1 FROM answer c WHERE c.revision = r.number AND c.based_on IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM rendering d WHERE d.revision = r.number AND d.based_on IS NOT NULL))"
        );
        self.current(sql, now, limit)
    }

    /// Current articles that somebody should have looked at again by a day, the longest overdue first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn review_due(&self, now: Moment, limit: usize) -> Result<Vec<CurrentArticle>, StoreError> {
        let sql = current_where!(
            "coalesce((SELECT v.review_by FROM validation v WHERE v.article = r.article AND v.revision = r.number
                 ORDER BY v.number DESC LIMIT 1), r.review_by) <= ?2
             ORDER BY r.review_by, r.number"
        );
        self.current(sql, now, limit)
    }

    fn current(&self, sql: &str, now: Moment, limit: usize) -> Result<Vec<CurrentArticle>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let day = self.zone().day_of(now).to_string();
        self.conn
            .prepare_cached(sql)
            .and_then(|mut s| {
                s.query_map((now.0, day, limit), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect()
            })
            .map_err(self.at())
    }
}
