//! `desk.db`: one person's history, favourites, notes, contacts and feedback. Never shared.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::migrate::DESK;
use super::open::open_or_create;
use crate::model::asked::LONGEST_CHARS;
use crate::model::{Face, Moment, Scope};

/// An open `desk.db`.
pub struct DeskStore {
    conn: Connection,
    path: PathBuf,
}

/// Something an agent did with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed<'a> {
    /// UUID of the KB.
    pub kb: &'a str,
    /// `search`, `open`, `copy` or `tell`.
    pub what: &'a str,
    /// What had been typed; masked before it is written.
    pub query: Option<&'a str>,
    /// The article's id.
    pub article: Option<&'a str>,
    /// The revision's UUID.
    pub revision: Option<&'a str>,
    /// Which face.
    pub face: Option<Face>,
    /// For which channel.
    pub channel: Option<&'a str>,
}

impl DeskStore {
    /// Opens the file, making it and its directory where absent.
    ///
    /// # Errors
    /// As for opening a KB.
    pub fn open(path: &Path) -> Result<DeskStore, StoreError> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| StoreError::CannotOpen {
                path: path.to_path_buf(),
                detail: error.to_string(),
            })?;
        }
        Ok(DeskStore { conn: open_or_create(path, &DESK)?, path: path.to_path_buf() })
    }

    /// Writes down what was done. Personal numbers in the query are masked first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn record(&self, deed: &Deed<'_>, now: Moment) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO history (uuid, at, kb, what, query, article, revision, face, channel)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut s| {
                s.execute((
                    uuid::Uuid::now_v7().to_string(),
                    now.0,
                    deed.kb,
                    deed.what,
                    deed.query.map(crate::text::redact::mask),
                    deed.article,
                    deed.revision,
                    deed.face.map(Face::word),
                    deed.channel,
                ))
            })
            .map_err(StoreError::at(&self.path))?;
        Ok(())
    }

    /// Puts a question that nothing answers among the feedback that waits to be handed on: as JSON, the query and the
    /// contact's scope. Personal numbers are masked first. False when it waits there already.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn record_gap(&self, kb: &str, query: &str, scope: &Scope, now: Moment) -> Result<bool, StoreError> {
        // No more than was looked for: what is longer was pasted, and may hold anything.
        let query: String = crate::text::redact::mask(query.trim()).chars().take(LONGEST_CHARS).collect();
        let text = serde_json::json!({ "query": query, "scope": scope }).to_string();
        self.conn
            .prepare_cached(
                "INSERT INTO feedback (uuid, at, kb, what, text) SELECT ?1, ?2, ?3, 'gap', ?4
                 WHERE NOT EXISTS (SELECT 1 FROM feedback
                                   WHERE kb = ?3 AND what = 'gap' AND text = ?4 AND sent IS NULL)",
            )
            .and_then(|mut s| s.execute((uuid::Uuid::now_v7().to_string(), now.0, kb, text)))
            .map(|rows| rows > 0)
            .map_err(StoreError::at(&self.path))
    }

    /// The gaps of a KB that wait to be handed on, oldest first: when, and what was recorded.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn waiting_gaps(&self, kb: &str) -> Result<Vec<(Moment, String)>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT at, text FROM feedback WHERE kb = ?1 AND what = 'gap' AND sent IS NULL ORDER BY at, uuid",
            )
            .and_then(|mut s| s.query_map([kb], |r| Ok((Moment(r.get(0)?), r.get(1)?)))?.collect())
            .map_err(StoreError::at(&self.path))
    }

    /// Ids of the articles used last in a KB, newest first, each once.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn recent(&self, kb: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.conn
            .prepare_cached(
                "SELECT article FROM history WHERE kb = ?1 AND article IS NOT NULL AND what IN ('copy', 'tell')
                 GROUP BY article ORDER BY max(at) DESC, max(uuid) DESC LIMIT ?2",
            )
            .and_then(|mut s| s.query_map((kb, limit), |r| r.get(0))?.collect())
            .map_err(StoreError::at(&self.path))
    }

    /// Queries after which something was copied, newest first, each with the article's id; a few thousand at most.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn uses(&self, kb: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT query, article FROM history
                 WHERE kb = ?1 AND what IN ('copy', 'tell') AND query IS NOT NULL AND article IS NOT NULL
                 ORDER BY at DESC LIMIT 5000",
            )
            .and_then(|mut s| s.query_map([kb], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(StoreError::at(&self.path))
    }

    /// How often something was done, for tests and for `doctor`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn count(&self) -> Result<i64, StoreError> {
        self.conn
            .query_row("SELECT count(*) FROM history", [], |r| r.get(0))
            .map_err(StoreError::at(&self.path))
    }
}
