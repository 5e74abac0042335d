//! Who may do what.

use rusqlite::{Connection, OptionalExtension as _};

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::lifecycle::Role;

fn role_of(conn: &Connection, os_user: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT role FROM role WHERE os_user = ?1")?
        .query_row([os_user], |r| r.get(0))
        .optional()
}

fn read(word: Option<String>) -> Result<Role, StoreError> {
    match word {
        None => Ok(Role::Agent),
        Some(word) => Role::from_word(&word).ok_or(StoreError::Value { what: "a role", value: word }),
    }
}

impl Store {
    /// The role of an operating-system user; people without a row are agents.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn role_of(&self, os_user: &str) -> Result<Role, StoreError> {
        read(role_of(&self.conn, os_user).map_err(self.at())?)
    }

    /// Who has a role here, the highest first, then by name.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn roles(&self) -> Result<Vec<(String, Role)>, StoreError> {
        let rows: Vec<(String, String)> = self
            .conn
            .prepare_cached("SELECT os_user, role FROM role ORDER BY os_user")
            .and_then(|mut s| s.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.at())?;
        let mut all: Vec<(String, Role)> = rows
            .into_iter()
            .map(|(user, word)| Ok((user, read(Some(word))?)))
            .collect::<Result<_, StoreError>>()?;
        all.sort_by_key(|(_, role)| std::cmp::Reverse(*role));
        Ok(all)
    }
}

impl Write<'_> {
    /// The role of an operating-system user, as [`Store::role_of`].
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn role_of(&self, os_user: &str) -> Result<Role, StoreError> {
        read(role_of(&self.tx, os_user).map_err(self.at())?)
    }

    /// The role of whoever acts.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn own_role(&self) -> Result<Role, StoreError> {
        self.role_of(&self.who.os_user)
    }

    /// How many admins there are, besides one.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn admins_besides(&self, os_user: &str) -> Result<i64, StoreError> {
        self.tx
            .query_row("SELECT count(*) FROM role WHERE role = 'admin' AND os_user <> ?1", [os_user], |r| {
                r.get(0)
            })
            .map_err(self.at())
    }

    /// Gives a role; an agent needs no row.
    ///
    /// # Errors
    /// Those of SQLite; that the last admin would go is one of them.
    pub fn set_role(&self, os_user: &str, role: Role) -> Result<(), StoreError> {
        let at = self.at();
        if role == Role::Agent {
            self.tx.execute("DELETE FROM role WHERE os_user = ?1", [os_user]).map_err(&at)?;
        } else {
            self.tx
                .execute(
                    "INSERT INTO role (os_user, role) VALUES (?1, ?2) ON CONFLICT (os_user) DO UPDATE SET role = ?2",
                    (os_user, role.word()),
                )
                .map_err(&at)?;
        }
        Ok(())
    }
}
