//! What is being written and is not saved in the KB yet.

use rusqlite::OptionalExtension as _;

use super::DeskStore;
use crate::model::Moment;
use crate::store::StoreError;

/// A text that somebody was writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// The article's id; for a new one a name of its own.
    pub key: String,
    /// The manuscript as it was typed.
    pub text: String,
    /// When it was kept last.
    pub at: Moment,
}

impl DeskStore {
    /// Keeps a text in the place of the one before it.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn keep_writing(&self, kb: &str, key: &str, text: &str, now: Moment) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO writing (kb, key, text, at) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut s| s.execute((kb, key, text, now.0)))
            .map(|_| ())
            .map_err(self.at())
    }

    /// The text kept under a key.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn writing(&self, kb: &str, key: &str) -> Result<Option<Writing>, StoreError> {
        self.conn
            .query_row("SELECT key, text, at FROM writing WHERE kb = ?1 AND key = ?2", (kb, key), |r| {
                Ok(Writing { key: r.get(0)?, text: r.get(1)?, at: Moment(r.get(2)?) })
            })
            .optional()
            .map_err(self.at())
    }

    /// Everything that is kept, the newest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn writings(&self, kb: &str) -> Result<Vec<Writing>, StoreError> {
        self.conn
            .prepare_cached("SELECT key, text, at FROM writing WHERE kb = ?1 ORDER BY at DESC, key")
            .and_then(|mut s| {
                s.query_map([kb], |r| Ok(Writing { key: r.get(0)?, text: r.get(1)?, at: Moment(r.get(2)?) }))?
                    .collect()
            })
            .map_err(self.at())
    }

    /// Forgets a text: it is saved elsewhere, or not wanted any more.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn forget_writing(&self, kb: &str, key: &str) -> Result<(), StoreError> {
        self.conn
            .execute("DELETE FROM writing WHERE kb = ?1 AND key = ?2", (kb, key))
            .map(|_| ())
            .map_err(self.at())
    }
}
