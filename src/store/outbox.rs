//! The outbox: which articles the index is behind on. The index remembers the number up to which it has read.

use super::error::StoreError;
use super::open::{Store, Write};

impl Write<'_> {
    /// Notes that an article's documents must be made again.
    pub(super) fn outbox(&self, article: i64) -> Result<(), StoreError> {
        let at = self.at();
        let mut insert = self.tx.prepare_cached("INSERT INTO outbox (article) VALUES (?1)").map_err(&at)?;
        insert.execute([article]).map_err(&at)?;
        Ok(())
    }
}

impl Store {
    /// The newest number given so far, also when its row was tidied away; 0 when none was.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn outbox_head(&self) -> Result<i64, StoreError> {
        self.conn
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'")
            .and_then(|mut s| s.query_row([], |r| r.get(0)))
            .map_err(self.at())
    }

    /// Articles noted after a number, each once, with the newest number read. `None` when rows in between were
    /// tidied away, so that only a rebuild catches up.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn outbox_after(&self, seq: i64) -> Result<Option<(Vec<i64>, i64)>, StoreError> {
        self.outbox_between(seq, self.outbox_head()?)
    }

    /// As [`Store::outbox_after`], up to a head that was read before: rows that other sessions add meanwhile are not
    /// counted, because they would look like a gap.
    pub(super) fn outbox_between(&self, seq: i64, head: i64) -> Result<Option<(Vec<i64>, i64)>, StoreError> {
        let at = self.at();
        let count: i64 = self
            .conn
            .query_row("SELECT count(*) FROM outbox WHERE seq > ?1 AND seq <= ?2", [seq, head], |r| r.get(0))
            .map_err(&at)?;
        if seq > head || count != head - seq {
            return Ok(None);
        }
        let mut select = self
            .conn
            .prepare_cached(
                "SELECT DISTINCT article FROM outbox WHERE seq > ?1 AND seq <= ?2 ORDER BY article",
            )
            .map_err(&at)?;
        let articles = select
            .query_map((seq, head), |r| r.get(0))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<i64>>>)
            .map_err(&at)?;
        Ok(Some((articles, head)))
    }

    /// Tidies rows away that the index has read. A reader that is further behind rebuilds.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn outbox_tidy(&mut self, up_to: i64) -> Result<(), StoreError> {
        let at = StoreError::at(&self.path);
        self.conn.execute("DELETE FROM outbox WHERE seq <= ?1", [up_to]).map_err(&at)?;
        Ok(())
    }
}
