//! What the desk wants written down, and what became of it.

use std::sync::Arc;

use super::event::Ticket;
use crate::kb::{Given, KeptContact, KeptStep, NewAnnouncement, Shown};
use crate::model::{FeedbackKind, Period, Scope};

/// Something to be written down.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// A text was copied or told.
    Used(Box<Ticket>),
    /// A contact has begun, or more is known of it.
    Contact(Box<KeptContact>),
    /// Something was done in a contact.
    Step {
        /// UUID of the contact.
        contact: String,
        /// What.
        step: KeptStep,
    },
    /// A contact has ended.
    Ended {
        /// Its UUID.
        contact: String,
    },
    /// An article is kept at hand, or no longer.
    Favourite {
        /// Its id.
        article: String,
    },
    /// A personal note.
    Note {
        /// The article that it is about, by id.
        article: Option<String>,
        /// What it says.
        text: String,
    },
    /// A note is not needed any more.
    NoteGone {
        /// Its UUID.
        uuid: String,
    },
    /// Announcements were read.
    Receipts {
        /// Their ids.
        announcements: Vec<String>,
    },
    /// The page with the keys that matter most was shown.
    FirstSteps,
    /// An article is flagged, or an edit is proposed.
    Feedback {
        /// What is said.
        what: FeedbackKind,
        /// Of which article.
        shown: Arc<Shown>,
        /// In words.
        text: String,
    },
    /// An article is pinned to every desk.
    Pin {
        /// Its id.
        article: String,
        /// For how long.
        period: Period,
    },
    /// The pin of an article is taken away.
    Unpin {
        /// Its id.
        article: String,
    },
    /// Something is announced to every desk.
    Announce(Box<NewAnnouncement>),
    /// An announcement ends.
    EndAnnouncement {
        /// Its id.
        id: String,
    },
    /// A question gets a draft.
    Draft {
        /// What was typed.
        query: String,
        /// Where the contact stands.
        scope: Scope,
    },
    /// A question has no good answer.
    Gap {
        /// What was typed.
        query: String,
        /// Where the contact stands.
        scope: Scope,
    },
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is written down.
    Done,
    /// There is no file to write it into.
    NoPlace,
    /// Feedback is kept, or handed over.
    Given(Given),
    /// The article is kept at hand.
    AtHand,
    /// It is not kept at hand any more.
    LetGo,
}
