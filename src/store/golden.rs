//! Golden queries: what must find its article, now and after every change.

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::{Decision, FeedbackKind, Scope};

/// A query that must find its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Golden {
    /// Row number.
    pub number: i64,
    /// What is typed.
    pub text: String,
    /// Row number of the article.
    pub article: i64,
    /// The article's id.
    pub id: String,
    /// Where the contact stands.
    pub scope: Scope,
}

/// The columns of a [`Golden`], of golden queries `g` and articles `a`.
macro_rules! golden {
    ($rest:literal) => {
        concat!(
            "SELECT g.number, g.text, g.article, a.id, g.scope FROM golden_query g
             JOIN article a ON a.number = g.article ",
            $rest
        )
    };
}

type Columns = (i64, String, i64, String, String);

fn columns(row: &rusqlite::Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn read((number, text, article, id, scope): Columns) -> Result<Golden, StoreError> {
    let scope =
        serde_json::from_str(&scope).map_err(|_| StoreError::Value { what: "a scope", value: scope })?;
    Ok(Golden { number, text, article, id, scope })
}

impl Store {
    /// Whether there is any golden query.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn has_golden(&self) -> Result<bool, StoreError> {
        self.conn.query_row("SELECT EXISTS (SELECT 1 FROM golden_query)", (), |r| r.get(0)).map_err(self.at())
    }

    /// The golden queries after a row number, in the order of coming, at most so many.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn golden(&self, after: i64, limit: usize) -> Result<Vec<Golden>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<Columns> = self
            .conn
            .prepare_cached(golden!("WHERE g.number > ?1 ORDER BY g.number LIMIT ?2"))
            .and_then(|mut s| s.query_map((after, limit), columns)?.collect())
            .map_err(self.at())?;
        rows.into_iter().map(read).collect()
    }

    /// The golden queries of an article, in the order of coming.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn golden_of(&self, article: i64) -> Result<Vec<Golden>, StoreError> {
        let rows: Vec<Columns> = self
            .conn
            .prepare_cached(golden!("WHERE g.article = ?1 ORDER BY g.number"))
            .and_then(|mut s| s.query_map([article], columns)?.collect())
            .map_err(self.at())?;
        rows.into_iter().map(read).collect()
    }

    /// Searches that agents flagged for want of an answer, and that an article answers since: what was recorded of the
    /// search, and the article's id.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn solved_searches(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT text, article FROM feedback
                 WHERE what IN (?1, ?2) AND decision = ?3 AND article IS NOT NULL ORDER BY decided, uuid",
            )
            .and_then(|mut s| {
                let of = (FeedbackKind::Gap.word(), FeedbackKind::Add.word(), Decision::Done.word());
                s.query_map(of, |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
            })
            .map_err(self.at())
    }
}

impl Write<'_> {
    /// The golden queries of an article: text and scope.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn golden_of(&self, article: i64) -> Result<Vec<Golden>, StoreError> {
        let rows: Vec<Columns> = self
            .tx
            .prepare_cached(golden!("WHERE g.article = ?1 ORDER BY g.number"))
            .and_then(|mut s| s.query_map([article], columns)?.collect())
            .map_err(self.at())?;
        rows.into_iter().map(read).collect()
    }

    /// Adds a golden query; whether it is new.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add_golden(&self, text: &str, article: i64, scope: &Scope) -> Result<bool, StoreError> {
        let scope = serde_json::to_string(scope).unwrap_or_else(|_| "{}".into());
        self.tx
            .prepare_cached(
                "INSERT OR IGNORE INTO golden_query (text, article, scope, made) VALUES (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut s| s.execute((text, article, scope, self.now.0)))
            .map(|rows| rows > 0)
            .map_err(self.at())
    }

    /// Takes a golden query away; whether it was there.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn remove_golden(&self, number: i64) -> Result<bool, StoreError> {
        self.tx
            .prepare_cached("DELETE FROM golden_query WHERE number = ?1")
            .and_then(|mut s| s.execute([number]))
            .map(|rows| rows > 0)
            .map_err(self.at())
    }

    /// Writes that an article answers what an agent searched for in vain; whether that feedback waited for a decision.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn solve(&self, uuid: &str, article: &str, reply: &str) -> Result<bool, StoreError> {
        self.tx
            .execute(
                "UPDATE feedback SET article = ?2, decision = ?3, reply = ?4, decided = ?5, decider = ?6
                 WHERE uuid = ?1 AND decision IS NULL",
                (uuid, article, Decision::Done.word(), reply, self.now.0, &self.who.os_user),
            )
            .map(|rows| rows > 0)
            .map_err(self.at())
    }
}
