//! The audit trail.

use rusqlite::Connection;

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::Moment;
use crate::model::lifecycle::Role;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    /// The operating-system user.
    pub os_user: String,
    /// 工号, where set.
    pub agent_no: Option<String>,
}

pub(super) fn write(
    conn: &Connection,
    who: &Who,
    now: Moment,
    what: &str,
    article: Option<i64>,
    revision: Option<i64>,
    detail: Option<&str>,
) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO event (uuid, at, os_user, agent_no, what, article, revision, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    insert.execute((
        uuid::Uuid::now_v7().to_string(),
        now.0,
        &who.os_user,
        &who.agent_no,
        what,
        article,
        revision,
        detail,
    ))?;
    Ok(())
}

impl Write<'_> {
    /// Adds a line to the audit trail.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn event(
        &self,
        what: &str,
        article: Option<i64>,
        revision: Option<i64>,
        detail: Option<&str>,
    ) -> Result<(), StoreError> {
        write(&self.tx, self.who, self.now, what, article, revision, detail).map_err(self.at())
    }
}

impl Store {
    /// The role of an operating-system user; people without a row are agents.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn role_of(&self, os_user: &str) -> Result<Role, StoreError> {
        use rusqlite::OptionalExtension as _;
        let word: Option<String> = self
            .conn
            .query_row("SELECT role FROM role WHERE os_user = ?1", [os_user], |r| r.get(0))
            .optional()
            .map_err(self.at())?;
        match word {
            None => Ok(Role::Agent),
            Some(word) => Role::from_word(&word).ok_or(StoreError::Value { what: "a role", value: word }),
        }
    }

    /// How many lines the audit trail has.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn event_count(&self) -> Result<i64, StoreError> {
        self.conn.query_row("SELECT count(*) FROM event", [], |r| r.get(0)).map_err(self.at())
    }
}
