//! Batches of imported rows, and how a row without an id is recognised when it comes again.

use super::articles::ArticleRef;
use super::batches::BatchKind;
use super::error::StoreError;
use super::open::{Store, Write};

/// An article that an imported row may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportMatch {
    /// The article.
    pub article: ArticleRef,
    /// Content hash of the row that it came from last.
    pub hash: String,
}

impl Write<'_> {
    /// Begins a batch.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn begin_batch(&self, kind: BatchKind, name: &str) -> Result<i64, StoreError> {
        let at = self.at();
        self.tx
            .prepare_cached("INSERT INTO import_batch (kind, file, at, os_user) VALUES (?1, ?2, ?3, ?4)")
            .and_then(|mut s| s.insert((kind.word(), name, self.now.0, &self.who.os_user)))
            .map_err(&at)
    }

    /// Ends a batch with its counts (JSON) and writes the event.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn end_batch(&self, batch: i64, counts: &str) -> Result<(), StoreError> {
        self.tx
            .execute("UPDATE import_batch SET counts = ?2 WHERE number = ?1", (batch, counts))
            .map_err(self.at())?;
        self.event("import", None, None, Some(counts))
    }

    /// Articles that came from rows with this key, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn matches(&self, key: &str) -> Result<Vec<ImportMatch>, StoreError> {
        self.tx
            .prepare_cached(
                "SELECT k.article, (SELECT max(number) FROM revision WHERE article = k.article AND undone IS NULL), k.hash
                 FROM import_key k WHERE k.key = ?1 ORDER BY k.article",
            )
            .and_then(|mut s| {
                s.query_map([key], |r| {
                    Ok(ImportMatch {
                        article: ArticleRef { number: r.get(0)?, newest: r.get(1)? },
                        hash: r.get(2)?,
                    })
                })?
                .collect()
            })
            .map_err(self.at())
    }

    /// Remembers which article a row became.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn remember(&self, key: &str, article: i64, hash: &str, batch: i64) -> Result<(), StoreError> {
        self.tx
            .prepare_cached(
                "INSERT INTO import_key (key, article, hash, batch) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (key, article) DO UPDATE SET hash = ?3, was = hash, batch = ?4",
            )
            .and_then(|mut s| s.execute((key, article, hash, batch)))
            .map_err(self.at())?;
        Ok(())
    }
}

/// Counts (JSON) of the batches that were ended, newest first.
///
/// # Errors
/// Those of SQLite.
pub fn known_batch_counts(store: &Store) -> Result<Vec<Option<String>>, StoreError> {
    store
        .conn
        .prepare("SELECT counts FROM import_batch ORDER BY number DESC")
        .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
        .map_err(store.at())
}
