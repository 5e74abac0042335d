//! Reviews: what was decided, by whom, who is asked, and what was said meanwhile.

use rusqlite::{Connection, OptionalExtension as _};

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::Moment;
use crate::model::lifecycle::Verdict;

/// One decision on a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who decided.
    pub reviewer: String,
    /// What.
    pub verdict: Verdict,
    /// And why.
    pub note: String,
    /// When.
    pub at: Moment,
}

/// Something said about a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Who says it.
    pub author: String,
    /// When.
    pub at: Moment,
    /// What.
    pub text: String,
}

/// How many of how many reviewers have approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approvals {
    /// So many have, since it was sent back last.
    pub have: u32,
    /// So many have to.
    pub need: u32,
}

fn reviews_of(conn: &Connection, revision: i64) -> rusqlite::Result<Vec<(String, String, String, i64)>> {
    conn.prepare_cached(
        "SELECT reviewer, decision, note, at FROM review WHERE revision = ?1 ORDER BY number",
    )?
    .query_map([revision], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
    .collect()
}

fn read(rows: Vec<(String, String, String, i64)>) -> Result<Vec<Review>, StoreError> {
    rows.into_iter()
        .map(|(reviewer, word, note, at)| {
            let verdict =
                Verdict::from_word(&word).ok_or(StoreError::Value { what: "a decision", value: word })?;
            Ok(Review { reviewer, verdict, note, at: Moment(at) })
        })
        .collect()
}

fn needs_two(conn: &Connection, category: Option<i64>) -> rusqlite::Result<bool> {
    let Some(category) = category else { return Ok(false) };
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM category_of_two WHERE category = ?1)")?
        .query_row([category], |r| r.get(0))
}

impl Review {
    /// Who has approved since it was sent back last, each once.
    pub fn approvers(reviews: &[Review]) -> Vec<&str> {
        let since = reviews.iter().rposition(|r| r.verdict == Verdict::Return).map_or(0, |at| at + 1);
        let mut names: Vec<&str> = reviews.iter().skip(since).map(|r| r.reviewer.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Store {
    /// The decisions on a revision, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn reviews_of(&self, revision: i64) -> Result<Vec<Review>, StoreError> {
        read(reviews_of(&self.conn, revision).map_err(self.at())?)
    }

    /// How many reviewers have approved a revision of a category, of how many.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn approvals(&self, revision: i64, category: Option<i64>) -> Result<Approvals, StoreError> {
        let have = Review::approvers(&self.reviews_of(revision)?).len();
        let two = needs_two(&self.conn, category).map_err(self.at())?;
        Ok(Approvals { have: u32::try_from(have).unwrap_or(u32::MAX), need: if two { 2 } else { 1 } })
    }

    /// Who is asked to review a revision.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn assigned(&self, revision: i64) -> Result<Option<String>, StoreError> {
        self.conn
            .prepare_cached("SELECT reviewer FROM assignment WHERE revision = ?1")
            .and_then(|mut s| s.query_row([revision], |r| r.get(0)).optional())
            .map_err(self.at())
    }

    /// What was said about a revision, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn comments_of(&self, revision: i64) -> Result<Vec<Comment>, StoreError> {
        self.conn
            .prepare_cached("SELECT author, at, text FROM comment WHERE revision = ?1 ORDER BY number")
            .and_then(|mut s| {
                s.query_map([revision], |r| {
                    Ok(Comment { author: r.get(0)?, at: Moment(r.get(1)?), text: r.get(2)? })
                })?
                .collect()
            })
            .map_err(self.at())
    }

    /// The categories that ask for two reviewers, by row number; all below them do too.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn second_review(&self) -> Result<Vec<i64>, StoreError> {
        self.conn
            .prepare_cached("SELECT category FROM second_review ORDER BY category")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .map_err(self.at())
    }
}

impl Write<'_> {
    /// The decisions on a revision, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn reviews_of(&self, revision: i64) -> Result<Vec<Review>, StoreError> {
        read(reviews_of(&self.tx, revision).map_err(self.at())?)
    }

    /// Whether a category asks for two reviewers.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn needs_two(&self, category: Option<i64>) -> Result<bool, StoreError> {
        needs_two(&self.tx, category).map_err(self.at())
    }

    /// Writes a decision down.
    ///
    /// # Errors
    /// Those of SQLite; that it is one's own text, or not in review, are among them.
    pub fn review(&self, revision: i64, verdict: Verdict, note: &str) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO review (revision, reviewer, decision, note, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                (revision, &self.who.os_user, verdict.word(), note, self.now.0),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Asks somebody to review a revision.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn assign(&self, revision: i64, reviewer: &str) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO assignment (revision, reviewer, by, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (revision) DO UPDATE SET reviewer = ?2, by = ?3, at = ?4",
                (revision, reviewer, &self.who.os_user, self.now.0),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Says something about a revision.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn comment(&self, revision: i64, text: &str) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO comment (revision, author, at, text) VALUES (?1, ?2, ?3, ?4)",
                (revision, &self.who.os_user, self.now.0, text),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Asks for two reviewers in a category and all below it, or does not any more; whether that changes anything.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn set_second_review(&self, category: i64, two: bool) -> Result<bool, StoreError> {
        let rows = if two {
            self.tx.execute(
                "INSERT OR IGNORE INTO second_review (category, by, at) VALUES (?1, ?2, ?3)",
                (category, &self.who.os_user, self.now.0),
            )
        } else {
            self.tx.execute("DELETE FROM second_review WHERE category = ?1", [category])
        };
        rows.map(|rows| rows > 0).map_err(self.at())
    }
}
