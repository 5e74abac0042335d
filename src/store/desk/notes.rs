//! What an agent writes down for themselves.

use super::DeskStore;
use crate::model::Moment;
use crate::store::StoreError;
use crate::text::redact::mask;

/// A personal note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its UUID.
    pub uuid: String,
    /// The article that it is about, by id.
    pub article: Option<String>,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Moment,
}

impl DeskStore {
    /// The notes on a KB, newest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn notes(&self, kb: &str) -> Result<Vec<Note>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT uuid, article, text, at FROM note WHERE kb = ?1 ORDER BY at DESC, uuid DESC",
            )
            .and_then(|mut s| {
                s.query_map([kb], |r| {
                    Ok(Note { uuid: r.get(0)?, article: r.get(1)?, text: r.get(2)?, at: Moment(r.get(3)?) })
                })?
                .collect()
            })
            .map_err(self.at())
    }

    /// Writes a note; personal numbers are masked first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add_note(
        &self,
        kb: &str,
        article: Option<&str>,
        text: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        self.conn
            .execute(
                "INSERT INTO note (uuid, kb, article, text, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                (uuid::Uuid::now_v7().to_string(), kb, article, mask(text.trim()), now.0),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Takes a note away.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn remove_note(&self, uuid: &str) -> Result<(), StoreError> {
        self.conn.execute("DELETE FROM note WHERE uuid = ?1", [uuid]).map(|_| ()).map_err(self.at())
    }
}
