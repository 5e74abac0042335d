//! Small facts about the KB, by name.

use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::open::{Store, Write};

impl Store {
    /// A fact by name.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.conn
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |r| r.get(0))
            .optional()
            .map_err(self.at())
    }
}

impl Write<'_> {
    /// Sets a fact.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
                (key, value),
            )
            .map_err(self.at())?;
        Ok(())
    }
}
