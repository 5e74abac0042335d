//! What was searched, opened, copied and told.

use super::DeskStore;
use crate::model::{Face, Moment};
use crate::store::StoreError;

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
            .map_err(self.at())?;
        Ok(())
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
            .map_err(self.at())
    }

    /// What was copied or told since an instant: ids of articles and UUIDs of revisions, each once, the newest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn used_since(&self, kb: &str, since: Moment) -> Result<Vec<(String, String)>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT article, revision FROM history
                 WHERE at >= ?2 AND kb = ?1 AND article IS NOT NULL AND revision IS NOT NULL AND what IN ('copy', 'tell')
                 GROUP BY article, revision ORDER BY max(at) DESC, article LIMIT 200",
            )
            .and_then(|mut s| s.query_map((kb, since.0), |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.at())
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
            .map_err(self.at())
    }

    /// How often each article was copied or told, by its id.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn use_counts(&self, kb: &str) -> Result<std::collections::HashMap<String, u32>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT article, count(*) FROM history
                 WHERE kb = ?1 AND article IS NOT NULL AND what IN ('copy', 'tell') GROUP BY article",
            )
            .and_then(|mut s| s.query_map([kb], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.at())
    }

    /// How often something was done, for tests and for `doctor`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn count(&self) -> Result<i64, StoreError> {
        self.conn.query_row("SELECT count(*) FROM history", [], |r| r.get(0)).map_err(self.at())
    }
}
