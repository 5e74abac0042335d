//! Calls and chats, kept as they happen in the user's own file.

use super::error::KbError;
use super::open::Kb;
use crate::model::Moment;
use crate::store::desk::{KeptContact, KeptStep};

/// The id by which the page with the first steps is confirmed as seen, among those of announcements.
pub const FIRST_STEPS: &str = "zhixi:first-steps";

/// Whoever used an answer so lately may still reach the customer.
const LATELY_MILLIS: i64 = 24 * 3_600_000;
/// What a crash left open is offered again for so many milliseconds: twelve hours.
const RESUMED_MILLIS: i64 = 12 * 3600 * 1000;

impl Kb {
    /// Keeps a contact that has begun, or what is known of it now. Personal numbers are masked.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn keep_contact(&self, contact: &KeptContact) -> Result<(), KbError> {
        self.own(|desk, kb| desk.keep_contact(kb, contact))
    }

    /// Adds a step to the trail of a contact.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn keep_step(&self, contact: &str, step: &KeptStep) -> Result<(), KbError> {
        self.own(|desk, _| desk.keep_step(contact, step))
    }

    /// Ends a contact.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn end_contact(&self, uuid: &str, now: Moment) -> Result<(), KbError> {
        self.own(|desk, _| desk.end_contact(uuid, now))
    }

    /// The contacts that a desk which is not there any more has left open, oldest first.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn open_contacts(&self, now: Moment) -> Result<Vec<KeptContact>, KbError> {
        self.own(|desk, kb| desk.open_contacts(kb, Moment(now.0.saturating_sub(RESUMED_MILLIS))))
    }

    /// What was copied or told on this desk within a day: ids of articles and UUIDs of revisions.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn used_lately(&self, now: Moment) -> Result<Vec<(String, String)>, KbError> {
        self.own(|desk, kb| desk.used_since(kb, Moment(now.0.saturating_sub(LATELY_MILLIS))))
    }

    /// Keeps an article at hand, or no longer; whether it is now. `None` without a file of one's own.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn turn_favourite(&self, article: &str, now: Moment) -> Result<Option<bool>, KbError> {
        self.own(|desk, kb| desk.turn_favourite(kb, article, now).map(Some))
    }

    /// Writes a personal note; whether there is a file to write it into.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn add_note(&self, article: Option<&str>, text: &str, now: Moment) -> Result<bool, KbError> {
        self.own(|desk, kb| desk.add_note(kb, article, text, now).map(|()| true))
    }

    /// Takes a personal note away.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn remove_note(&self, uuid: &str) -> Result<(), KbError> {
        self.own(|desk, _| desk.remove_note(uuid))
    }

    /// Confirms that an announcement was read.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn confirm(&self, announcement: &str, now: Moment) -> Result<(), KbError> {
        self.own(|desk, kb| desk.confirm(kb, announcement, now))
    }
}
