//! What desks have handed over.

use super::desk::Waiting;
use super::error::StoreError;
use super::events::Who;
use super::open::{Store, Write};
use crate::model::{Decision, FeedbackKind, Moment};

/// Feedback that an editor has decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its UUID.
    pub uuid: String,
    /// What it was.
    pub what: FeedbackKind,
    /// The article that it was about, by id.
    pub article: Option<String>,
    /// What the agent wrote.
    pub text: String,
    /// What became of it.
    pub decision: Decision,
    /// What the editor answers.
    pub reply: String,
    /// When it was decided.
    pub at: Moment,
}

impl Store {
    /// The decisions on some feedback, newest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn decisions(&self, uuids: &[String]) -> Result<Vec<Decided>, StoreError> {
        type Columns = (String, Option<String>, String, String, Option<String>, i64);
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached(
                "SELECT what, article, text, decision, reply, decided FROM feedback
                 WHERE uuid = ?1 AND decision IS NOT NULL",
            )
            .map_err(&at)?;
        let mut found = Vec::new();
        for uuid in uuids {
            use rusqlite::OptionalExtension as _;
            let row: Option<Columns> = select
                .query_row([uuid], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)))
                .optional()
                .map_err(&at)?;
            let Some((what, article, text, decision, reply, decided)) = row else { continue };
            found.push(Decided {
                uuid: uuid.clone(),
                what: FeedbackKind::from_word(&what)
                    .ok_or(StoreError::Value { what: "a kind of feedback", value: what })?,
                article,
                text,
                decision: Decision::from_word(&decision)
                    .ok_or(StoreError::Value { what: "a decision", value: decision })?,
                reply: reply.unwrap_or_default(),
                at: Moment(decided),
            });
        }
        found.sort_by_key(|decided| std::cmp::Reverse(decided.at));
        Ok(found)
    }

    /// The feedback on an article that waits for a decision: how much of each kind.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn undecided_of(&self, article: &str) -> Result<Vec<(FeedbackKind, u32)>, StoreError> {
        let rows: Vec<(String, u32)> = self
            .conn
            .prepare_cached(
                "SELECT what, count(*) FROM feedback WHERE article = ?1 AND decision IS NULL GROUP BY what",
            )
            .and_then(|mut s| s.query_map([article], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.at())?;
        rows.into_iter()
            .map(|(word, count)| {
                let kind = FeedbackKind::from_word(&word)
                    .ok_or(StoreError::Value { what: "a kind of feedback", value: word })?;
                Ok((kind, count))
            })
            .collect()
    }

    /// How much feedback waits for a decision.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn undecided_count(&self) -> Result<i64, StoreError> {
        self.conn
            .query_row("SELECT count(*) FROM feedback WHERE decision IS NULL", [], |r| r.get(0))
            .map_err(self.at())
    }
}

impl Write<'_> {
    /// Takes over what somebody gave on a desk; what is there already stays as it is. Whether it is new.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn take_feedback(&self, waiting: &Waiting, by: &Who) -> Result<bool, StoreError> {
        self.tx
            .execute(
                "INSERT OR IGNORE INTO feedback (uuid, at, os_user, agent_no, what, article, revision, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                (
                    &waiting.uuid,
                    waiting.at.0,
                    &by.os_user,
                    &by.agent_no,
                    waiting.what.word(),
                    &waiting.article,
                    &waiting.revision,
                    &waiting.text,
                ),
            )
            .map(|rows| rows > 0)
            .map_err(self.at())
    }

    /// Writes what an editor decided, with the article that answers it where it named none; whether there is such feedback
    /// that was not decided yet.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn decide(
        &self,
        uuid: &str,
        decision: Decision,
        reply: &str,
        article: Option<&str>,
    ) -> Result<bool, StoreError> {
        self.tx
            .execute(
                "UPDATE feedback SET decision = ?2, reply = ?3, decided = ?4, decider = ?5,
                     article = coalesce(article, ?6)
                 WHERE uuid = ?1 AND decision IS NULL",
                (uuid, decision.word(), reply, self.now.0, &self.who.os_user, article),
            )
            .map(|rows| rows > 0)
            .map_err(self.at())
    }
}
