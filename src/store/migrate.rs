//! The ladder of schemas: numbered SQL, one transaction, the version in `user_version`.
//!
//! A released step is never edited. A newer file is refused untouched.

use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

use super::error::StoreError;

/// One kind of database file: its mark in the header and its steps.
pub(super) struct Ladder {
    /// `application_id` in the header of the file.
    pub application_id: i32,
    /// SQL of each step, in order.
    pub steps: &'static [&'static str],
}

/// `articles.db`: "ZXKB".
pub(super) const ARTICLES: Ladder = Ladder {
    application_id: 0x5a58_4b42,
    steps: &[
        include_str!("migrations/0001_house.sql"),
        include_str!("migrations/0002_desk.sql"),
        include_str!("migrations/0003_life.sql"),
        include_str!("migrations/0004_sources.sql"),
        include_str!("migrations/0005_heads.sql"),
        include_str!("migrations/0006_merge.sql"),
        include_str!("migrations/0007_brought.sql"),
    ],
};

/// `desk.db`: "ZXDK".
pub(super) const DESK: Ladder = Ladder {
    application_id: 0x5a58_444b,
    steps: &[
        include_str!("desk_migrations/0001_desk.sql"),
        include_str!("desk_migrations/0002_shift.sql"),
        include_str!("desk_migrations/0003_writing.sql"),
        include_str!("desk_migrations/0004_softphone.sql"),
    ],
};

impl Ladder {
    /// The newest schema that this program knows.
    pub fn known(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }

    /// Checks that the file is ours and not newer; returns its schema, 0 for an empty file.
    pub fn found(&self, conn: &Connection, path: &Path) -> Result<i64, StoreError> {
        let at = StoreError::at(path);
        let id: i32 = conn.pragma_query_value(None, "application_id", |r| r.get(0)).map_err(&at)?;
        let version: i64 = conn.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(&at)?;
        let tables: i64 =
            conn.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)).map_err(&at)?;
        if id != self.application_id && !(id == 0 && version == 0 && tables == 0) {
            return Err(StoreError::Foreign { path: path.to_path_buf() });
        }
        if version > self.known() {
            return Err(StoreError::Newer { path: path.to_path_buf(), found: version, known: self.known() });
        }
        if version < 0 {
            return Err(StoreError::Damaged {
                path: path.to_path_buf(),
                detail: format!("user_version is {version}"),
            });
        }
        Ok(version)
    }

    /// Brings the file up to date in one transaction.
    pub fn climb(&self, conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
        if self.found(conn, path)? == self.known() {
            return Ok(());
        }
        let at = StoreError::at(path);
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&at)?;
        // Asked again under the lock: another program may have climbed meanwhile.
        let found = self.found(&tx, path)?;
        for step in self.steps.iter().skip(usize::try_from(found).unwrap_or(0)) {
            tx.execute_batch(step).map_err(&at)?;
        }
        tx.pragma_update(None, "application_id", self.application_id).map_err(&at)?;
        tx.pragma_update(None, "user_version", self.known()).map_err(&at)?;
        tx.commit().map_err(&at)
    }
}
