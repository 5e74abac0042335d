//! Calls and chats with their trails, written as they happen: a crash loses none.

use super::DeskStore;
use crate::model::{Moment, Scope};
use crate::store::StoreError;
use crate::text::redact::mask;

/// A contact as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptContact {
    /// Its UUID.
    pub uuid: String,
    /// What it is called; masked.
    pub name: String,
    /// Why the customer came; masked.
    pub reason: String,
    /// Name of the channel.
    pub channel: String,
    /// Where the customer stands.
    pub scope: Scope,
    /// When it began.
    pub started: Moment,
    /// A hash of what the softphone calls it, which may be a customer's number; empty where it has not told.
    pub told: String,
    /// How long the customer was on hold, in ms.
    pub held_ms: i64,
    /// What was done, in order.
    pub trail: Vec<KeptStep>,
}

/// Something done in a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStep {
    /// When.
    pub at: Moment,
    /// What: a word of `model::trail`.
    pub what: String,
    /// The article, by id.
    pub article: Option<String>,
    /// The revision's UUID.
    pub revision: Option<String>,
    /// Name of the channel.
    pub channel: Option<String>,
    /// What was typed, or the article's question; masked.
    pub text: String,
}

impl DeskStore {
    /// Keeps a contact that has begun, or what is known of it now.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn keep_contact(&self, kb: &str, contact: &KeptContact) -> Result<(), StoreError> {
        let scope = serde_json::to_string(&contact.scope).unwrap_or_else(|_| "{}".into());
        self.conn
            .execute(
                "INSERT INTO contact (uuid, kb, channel, scope, started, name, reason, told, held_ms)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (uuid) DO UPDATE SET
                     channel = ?3, scope = ?4, name = ?6, reason = ?7, told = ?8, held_ms = ?9",
                (
                    &contact.uuid,
                    kb,
                    &contact.channel,
                    scope,
                    contact.started.0,
                    mask(&contact.name),
                    mask(&contact.reason),
                    &contact.told,
                    contact.held_ms,
                ),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Adds a step to the trail of a contact that is kept.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn keep_step(&self, contact: &str, step: &KeptStep) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "INSERT INTO trail (contact, place, at, what, article, revision, channel, text)
                 VALUES (?1, (SELECT count(*) FROM trail WHERE contact = ?1), ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut s| {
                s.execute((
                    contact,
                    step.at.0,
                    &step.what,
                    &step.article,
                    &step.revision,
                    &step.channel,
                    mask(&step.text),
                ))
            })
            .map(|_| ())
            .map_err(self.at())
    }

    /// Ends a contact.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn end_contact(&self, uuid: &str, now: Moment) -> Result<(), StoreError> {
        self.conn
            .execute("UPDATE contact SET ended = ?2 WHERE uuid = ?1 AND ended IS NULL", (uuid, now.0))
            .map(|_| ())
            .map_err(self.at())
    }

    /// The contacts with a KB that began since an instant and have not ended, oldest first: what a crash left open.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn open_contacts(&self, kb: &str, since: Moment) -> Result<Vec<KeptContact>, StoreError> {
        let at = self.at();
        let mut contacts: Vec<KeptContact> = self
            .conn
            .prepare(
                "SELECT uuid, name, reason, channel, scope, started, told, held_ms FROM contact
                 WHERE kb = ?1 AND ended IS NULL AND started >= ?2 ORDER BY started, uuid",
            )
            .and_then(|mut s| {
                s.query_map((kb, since.0), |r| {
                    Ok(KeptContact {
                        uuid: r.get(0)?,
                        name: r.get(1)?,
                        reason: r.get(2)?,
                        channel: r.get(3)?,
                        scope: serde_json::from_str(&r.get::<_, String>(4)?).unwrap_or_default(),
                        started: Moment(r.get(5)?),
                        told: r.get(6)?,
                        held_ms: r.get(7)?,
                        trail: Vec::new(),
                    })
                })?
                .collect()
            })
            .map_err(&at)?;
        for contact in &mut contacts {
            contact.trail = self
                .conn
                .prepare_cached(
                    "SELECT at, what, article, revision, channel, coalesce(text, '') FROM trail
                     WHERE contact = ?1 ORDER BY place",
                )
                .and_then(|mut s| {
                    s.query_map([&contact.uuid], |r| {
                        Ok(KeptStep {
                            at: Moment(r.get(0)?),
                            what: r.get(1)?,
                            article: r.get(2)?,
                            revision: r.get(3)?,
                            channel: r.get(4)?,
                            text: r.get(5)?,
                        })
                    })?
                    .collect()
                })
                .map_err(&at)?;
        }
        Ok(contacts)
    }
}
