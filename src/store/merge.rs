//! Articles that were merged into others, and those that were held beside each other and kept apart.

use std::collections::HashSet;

use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::open::{Store, Write};

/// Two articles by their row numbers, the smaller one first.
pub type Pair = (i64, i64);

impl Store {
    /// Articles that somebody found to be no duplicates of each other.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn kept_apart(&self) -> Result<HashSet<Pair>, StoreError> {
        self.conn
            .prepare_cached("SELECT one, other FROM kept_apart")
            .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.at())
    }
}

impl Write<'_> {
    /// The id of the article that another one was merged into; `None` for one that was not.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn merged_into(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.tx
            .prepare_cached(
                "SELECT b.id FROM article a JOIN article b ON b.number = a.merged_into WHERE a.id = ?1",
            )
            .and_then(|mut s| s.query_row([id], |r| r.get(0)).optional())
            .map_err(self.at())
    }

    /// The id of the article that the one with this row number was merged into.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn taken_in_by(&self, article: i64) -> Result<Option<String>, StoreError> {
        self.tx
            .prepare_cached(
                "SELECT b.id FROM article a JOIN article b ON b.number = a.merged_into WHERE a.number = ?1",
            )
            .and_then(|mut s| s.query_row([article], |r| r.get(0)).optional())
            .map_err(self.at())
    }

    /// Lets the id of an article lead to another, and to that also those that were merged into it before.
    ///
    /// # Errors
    /// Those of SQLite; that one of them is merged already is one of them.
    pub fn merge(&self, gone: i64, into: i64) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE article SET merged_into = ?2 WHERE number = ?1 AND merged_into IS NULL",
                [gone, into],
            )
            .map_err(self.at())?;
        self.outbox(gone)
    }

    /// Remembers that two articles are no duplicates; whether that is new.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn keep_apart(&self, (one, other): Pair) -> Result<bool, StoreError> {
        self.tx
            .execute(
                "INSERT INTO kept_apart (one, other, by, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                (one.min(other), one.max(other), &self.who.os_user, self.now.0),
            )
            .map(|count| count > 0)
            .map_err(self.at())
    }
}
