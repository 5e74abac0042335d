//! Flags, proposals and gaps that wait until they are handed to the KB.

use super::DeskStore;
use crate::model::asked::LONGEST_CHARS;
use crate::model::{FeedbackKind, Moment, Scope};
use crate::store::StoreError;
use crate::text::redact::mask;

/// One that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its UUID, the same in the KB.
    pub uuid: String,
    /// When it was given.
    pub at: Moment,
    /// What it is.
    pub what: FeedbackKind,
    /// The article that it is about, by id.
    pub article: Option<String>,
    /// The revision's UUID.
    pub revision: Option<String>,
    /// What it says; for a gap or a draft JSON.
    pub text: String,
}

impl DeskStore {
    /// Keeps feedback until it is handed over, masked of personal numbers; its UUID.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add_feedback(
        &self,
        kb: &str,
        what: FeedbackKind,
        about: Option<(&str, &str)>,
        text: &str,
        now: Moment,
    ) -> Result<String, StoreError> {
        let uuid = uuid::Uuid::now_v7().to_string();
        let (article, revision) = about.unzip();
        self.conn
            .execute(
                "INSERT INTO feedback (uuid, at, kb, article, revision, what, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                (&uuid, now.0, kb, article, revision, what.word(), mask(text.trim())),
            )
            .map_err(self.at())?;
        Ok(uuid)
    }

    /// Puts a question that nothing answers among the feedback that waits: as JSON, the query and the contact's scope.
    /// Personal numbers are masked first. False when it waits there already.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn record_gap(&self, kb: &str, query: &str, scope: &Scope, now: Moment) -> Result<bool, StoreError> {
        // No more than was looked for: what is longer was pasted, and may hold anything.
        let query: String = mask(query.trim()).chars().take(LONGEST_CHARS).collect();
        let text = serde_json::json!({ "query": query, "scope": scope }).to_string();
        self.conn
            .prepare_cached(
                "INSERT INTO feedback (uuid, at, kb, what, text) SELECT ?1, ?2, ?3, 'gap', ?4
                 WHERE NOT EXISTS (SELECT 1 FROM feedback
                                   WHERE kb = ?3 AND what = 'gap' AND text = ?4 AND sent IS NULL)",
            )
            .and_then(|mut s| s.execute((uuid::Uuid::now_v7().to_string(), now.0, kb, text)))
            .map(|rows| rows > 0)
            .map_err(self.at())
    }

    /// The feedback on a KB that waits to be handed over, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn waiting(&self, kb: &str) -> Result<Vec<Waiting>, StoreError> {
        type Columns = (String, i64, String, Option<String>, Option<String>, String);
        let rows: Vec<Columns> = self
            .conn
            .prepare_cached(
                "SELECT uuid, at, what, article, revision, text FROM feedback
                 WHERE kb = ?1 AND sent IS NULL ORDER BY at, uuid",
            )
            .and_then(|mut s| {
                s.query_map([kb], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)))?
                    .collect()
            })
            .map_err(self.at())?;
        rows.into_iter()
            .map(|(uuid, at, word, article, revision, text)| {
                let what = FeedbackKind::from_word(&word)
                    .ok_or(StoreError::Value { what: "a kind of feedback", value: word })?;
                Ok(Waiting { uuid, at: Moment(at), what, article, revision, text })
            })
            .collect()
    }

    /// UUIDs of the feedback on a KB that was handed over, newest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn handed_over(&self, kb: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT uuid FROM feedback WHERE kb = ?1 AND sent IS NOT NULL ORDER BY at DESC LIMIT ?2",
            )
            .and_then(|mut s| {
                s.query_map((kb, i64::try_from(limit).unwrap_or(i64::MAX)), |r| r.get(0))?.collect()
            })
            .map_err(self.at())
    }

    /// Notes that feedback was handed over.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn sent(&self, uuid: &str, now: Moment) -> Result<(), StoreError> {
        self.conn
            .execute("UPDATE feedback SET sent = ?2 WHERE uuid = ?1 AND sent IS NULL", (uuid, now.0))
            .map(|_| ())
            .map_err(self.at())
    }
}
