//! When somebody worked, and what they have read.

use std::collections::HashSet;

use rusqlite::OptionalExtension as _;

use super::DeskStore;
use crate::model::Moment;
use crate::store::StoreError;

/// A break of so many milliseconds ends a shift: four hours.
const BREAK_MILLIS: i64 = 4 * 3600 * 1000;

impl DeskStore {
    /// Says that somebody is at work now; when the shift before this one ended, if there was one.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn at_work(&self, kb: &str, now: Moment) -> Result<Option<Moment>, StoreError> {
        let at = self.at();
        let known: Option<(i64, i64, Option<i64>)> = self
            .conn
            .prepare_cached("SELECT began, last, since FROM shift WHERE kb = ?1")
            .and_then(|mut s| s.query_row([kb], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional())
            .map_err(&at)?;
        let (began, since) = match known {
            Some((began, last, since)) if now.0 - last < BREAK_MILLIS => (began, since),
            Some((_, last, _)) => (now.0, Some(last)),
            None => (now.0, None),
        };
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO shift (kb, began, last, since) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut s| s.execute((kb, began, now.0, since)))
            .map_err(&at)?;
        Ok(since.map(Moment))
    }

    /// Ids of the announcements whose reading was confirmed.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn receipts(&self, kb: &str) -> Result<HashSet<String>, StoreError> {
        self.conn
            .prepare_cached("SELECT announcement FROM receipt WHERE kb = ?1")
            .and_then(|mut s| s.query_map([kb], |r| r.get(0))?.collect())
            .map_err(self.at())
    }

    /// Confirms that an announcement was read.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn confirm(&self, kb: &str, announcement: &str, now: Moment) -> Result<(), StoreError> {
        self.conn
            .execute(
                "INSERT OR IGNORE INTO receipt (kb, announcement, at) VALUES (?1, ?2, ?3)",
                (kb, announcement, now.0),
            )
            .map(|_| ())
            .map_err(self.at())
    }
}
