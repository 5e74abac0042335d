//! What the columns of somebody's tables mean, kept under a name.

use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::open::{Store, Write};

/// Pairs of a heading and a field.
pub type Pairs = Vec<(String, String)>;

impl Store {
    /// A mapping by its name.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn mapping(&self, name: &str) -> Result<Option<Pairs>, StoreError> {
        let text: Option<String> = self
            .conn
            .prepare_cached("SELECT pairs FROM import_mapping WHERE name = ?1")
            .and_then(|mut s| s.query_row([name], |r| r.get(0)).optional())
            .map_err(self.at())?;
        text.map(|text| {
            serde_json::from_str(&text)
                .map_err(|_| StoreError::Value { what: "a mapping", value: text.clone() })
        })
        .transpose()
    }

    /// The names of all mappings.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn mapping_names(&self) -> Result<Vec<String>, StoreError> {
        self.conn
            .prepare_cached("SELECT name FROM import_mapping ORDER BY name")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .map_err(self.at())
    }
}

impl Write<'_> {
    /// Keeps a mapping under a name, in place of one that was there.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn keep_mapping(&self, name: &str, pairs: &[(String, String)]) -> Result<(), StoreError> {
        let text = serde_json::to_string(pairs)
            .map_err(|_| StoreError::Value { what: "a mapping", value: name.to_owned() })?;
        self.tx
            .execute(
                "INSERT INTO import_mapping (name, pairs, by, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (name) DO UPDATE SET pairs = ?2, by = ?3, at = ?4",
                (name, text, &self.who.os_user, self.now.0),
            )
            .map_err(self.at())?;
        self.event("mapping", None, None, Some(&serde_json::json!({ "name": name }).to_string()))
    }
}
