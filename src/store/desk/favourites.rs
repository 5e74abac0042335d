//! Articles that an agent keeps at hand.

use super::DeskStore;
use crate::model::Moment;
use crate::store::StoreError;

impl DeskStore {
    /// Ids of the favourites of a KB, the oldest first: they keep their places.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn favourites(&self, kb: &str) -> Result<Vec<String>, StoreError> {
        self.conn
            .prepare_cached("SELECT article FROM favourite WHERE kb = ?1 ORDER BY at, article")
            .and_then(|mut s| s.query_map([kb], |r| r.get(0))?.collect())
            .map_err(self.at())
    }

    /// Keeps an article at hand, or no longer; whether it is now.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn turn_favourite(&self, kb: &str, article: &str, now: Moment) -> Result<bool, StoreError> {
        let removed = self
            .conn
            .execute("DELETE FROM favourite WHERE kb = ?1 AND article = ?2", [kb, article])
            .map_err(self.at())?;
        if removed > 0 {
            return Ok(false);
        }
        self.conn
            .execute("INSERT INTO favourite (kb, article, at) VALUES (?1, ?2, ?3)", (kb, article, now.0))
            .map(|_| true)
            .map_err(self.at())
    }
}
