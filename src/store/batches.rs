//! Batches: revisions that came together, and can be taken back together.

use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::{Moment, Stage, words};

words! {
    /// What a batch brings.
    BatchKind {
        /// Articles.
        Import = "import",
        /// Questions from outside.
        Questions = "questions",
    }
}

/// A batch as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its number.
    pub number: i64,
    /// What came with it.
    pub kind: BatchKind,
    /// The files that were read.
    pub name: String,
    /// When it began.
    pub at: Moment,
    /// Who.
    pub by: String,
    /// Its counts as JSON.
    pub counts: Option<String>,
    /// When it was taken back, and who did.
    pub undone: Option<(Moment, String)>,
}

/// An article that a batch brought a revision of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Row number of the article.
    pub article: i64,
    /// Its id.
    pub id: String,
    /// The first and the last revision that the batch brought.
    pub revisions: (i64, i64),
    /// The newest revision before; `None` when the batch brought the article.
    pub before: Option<i64>,
    /// The newest revision now.
    pub newest: i64,
    /// Whether somebody has reviewed, published or validated what it brought, or merged it.
    pub is_decided: bool,
    /// Whether taking it back changes what is in use: its text is, or it took another out of use.
    pub is_in_use: bool,
}

const BATCHES: &str = "SELECT number, kind, file, at, os_user, counts, undone, undone_by FROM import_batch";

fn batch(r: &rusqlite::Row<'_>) -> rusqlite::Result<Batch> {
    let undone = r.get::<_, Option<i64>>(6)?.map(Moment);
    let by: Option<String> = r.get(7)?;
    // The table lets no other word in.
    let kind = BatchKind::from_word(&r.get::<_, String>(1)?).unwrap_or(BatchKind::Import);
    Ok(Batch {
        number: r.get(0)?,
        kind,
        name: r.get(2)?,
        at: Moment(r.get(3)?),
        by: r.get(4)?,
        counts: r.get(5)?,
        undone: undone.map(|at| (at, by.unwrap_or_default())),
    })
}

fn one(conn: &rusqlite::Connection, number: i64) -> rusqlite::Result<Option<Batch>> {
    conn.prepare_cached(&format!("{BATCHES} WHERE number = ?1"))?.query_row([number], batch).optional()
}

/// Row numbers decide what came later: revisions are numbered in the order in which they are made.
const BROUGHT: &str = "
    WITH b AS (SELECT article, min(number) AS first, max(number) AS last FROM revision
               WHERE batch = ?1 AND undone IS NULL GROUP BY article)
    SELECT b.article, a.id, b.first, b.last,
        (SELECT max(number) FROM revision WHERE article = b.article AND number < b.first AND undone IS NULL),
        (SELECT max(number) FROM revision WHERE article = b.article AND undone IS NULL),
        a.merged_into IS NOT NULL OR EXISTS (SELECT 1 FROM article WHERE merged_into = b.article)
        OR EXISTS (SELECT 1 FROM revision r WHERE r.article = b.article AND r.batch = ?1 AND (
            EXISTS (SELECT 1 FROM review WHERE revision = r.number)
            OR EXISTS (SELECT 1 FROM validation WHERE revision = r.number)
            OR EXISTS (SELECT 1 FROM publication WHERE article = r.article AND revision = r.number AND at > r.made))),
        EXISTS (SELECT 1 FROM publication p JOIN revision r ON r.number = p.revision WHERE p.article = b.article
            AND (p.closed IS NULL AND r.batch = ?1 OR p.closed = (SELECT at FROM import_batch WHERE number = ?1)))
    FROM b JOIN article a ON a.number = b.article ORDER BY b.article";

fn brought(conn: &rusqlite::Connection, number: i64) -> rusqlite::Result<Vec<Brought>> {
    conn.prepare_cached(BROUGHT)?
        .query_map([number], |r| {
            Ok(Brought {
                article: r.get(0)?,
                id: r.get(1)?,
                revisions: (r.get(2)?, r.get(3)?),
                before: r.get(4)?,
                newest: r.get(5)?,
                is_decided: r.get(6)?,
                is_in_use: r.get(7)?,
            })
        })?
        .collect()
}

impl Store {
    /// All batches, the newest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn batches(&self) -> Result<Vec<Batch>, StoreError> {
        self.conn
            .prepare_cached(&format!("{BATCHES} ORDER BY number DESC"))
            .and_then(|mut s| s.query_map([], batch)?.collect())
            .map_err(self.at())
    }

    /// One batch.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn batch(&self, number: i64) -> Result<Option<Batch>, StoreError> {
        one(&self.conn, number).map_err(self.at())
    }

    /// What a batch brought and was not taken back, in the order of the articles.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn brought(&self, number: i64) -> Result<Vec<Brought>, StoreError> {
        brought(&self.conn, number).map_err(self.at())
    }
}

impl Write<'_> {
    /// One batch.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn batch(&self, number: i64) -> Result<Option<Batch>, StoreError> {
        one(&self.tx, number).map_err(self.at())
    }

    /// What a batch brought.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn brought(&self, number: i64) -> Result<Vec<Brought>, StoreError> {
        brought(&self.tx, number).map_err(self.at())
    }

    /// Takes back what a batch brought of one article: its publications are closed, its revisions put away, and they count
    /// as if they had never been made. What was in use before is in use again.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn take_back(&self, number: i64, article: i64) -> Result<(), StoreError> {
        let at = self.at();
        let revisions: Vec<(i64, String)> = self
            .tx
            .prepare_cached(
                "SELECT number, stage FROM revision WHERE article = ?1 AND batch = ?2 AND undone IS NULL",
            )
            .and_then(|mut s| s.query_map((article, number), |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(&at)?;
        for (revision, word) in revisions {
            self.tx
                .prepare_cached(
                    "UPDATE publication SET closed = ?3 WHERE article = ?1 AND revision = ?2 AND closed IS NULL",
                )
                .and_then(|mut s| s.execute((article, revision, self.now.0)))
                .map_err(&at)?;
            // The steps that the life of a revision has, one after another.
            let steps: &[Stage] = match Stage::from_word(&word) {
                Some(Stage::Published) => &[Stage::Withdrawn, Stage::Archived],
                Some(Stage::InReview) => &[Stage::Draft, Stage::Archived],
                Some(Stage::Archived) | None => &[],
                Some(Stage::Draft | Stage::Approved | Stage::Withdrawn) => &[Stage::Archived],
            };
            for stage in steps {
                self.set_stage(revision, *stage)?;
            }
            self.tx
                .prepare_cached("UPDATE revision SET undone = ?2 WHERE number = ?1")
                .and_then(|mut s| s.execute((revision, self.now.0)))
                .map_err(&at)?;
        }
        // Publications that the batch closed, because its row said that the article is out of use, hold again. A closed
        // one stays closed, so that they are recorded anew.
        self.tx
            .prepare_cached(
                "INSERT INTO publication (article, revision, from_ms, until_ms, by, at, emergency)
                 SELECT p.article, p.revision, p.from_ms, p.until_ms, ?3, ?4, 0 FROM publication p
                 JOIN import_batch b ON b.number = ?2 JOIN revision r ON r.number = p.revision
                 WHERE p.article = ?1 AND p.closed = b.at AND p.emergency = 0 AND r.stage = 'published'
                     AND ?4 < p.until_ms AND r.batch IS NOT ?2",
            )
            .and_then(|mut s| s.execute((article, number, &self.who.os_user, self.now.0)))
            .map_err(&at)?;
        self.tx
            .prepare_cached("DELETE FROM import_key WHERE article = ?1 AND batch = ?2 AND was IS NULL")
            .and_then(|mut s| s.execute((article, number)))
            .map_err(&at)?;
        self.tx
            .prepare_cached(
                "UPDATE import_key SET hash = was, was = NULL, batch = NULL WHERE article = ?1 AND batch = ?2",
            )
            .and_then(|mut s| s.execute((article, number)))
            .map_err(&at)?;
        self.outbox(article)?;
        self.event("undo", Some(article), None, Some(&format!("{{\"batch\":{number}}}")))
    }

    /// Records that a batch was taken back.
    ///
    /// # Errors
    /// Those of SQLite; that it was taken back before is one of them.
    pub fn end_undo(&self, number: i64) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE import_batch SET undone = ?2, undone_by = ?3 WHERE number = ?1",
                (number, self.now.0, &self.who.os_user),
            )
            .map(|_| ())
            .map_err(self.at())
    }
}
