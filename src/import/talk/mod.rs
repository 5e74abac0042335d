//! Records of chats and calls: who said what, the customer's questions in it, and what the agent answered.
//!
//! Rows (one turn a row, or one session a row) and plain text become [`Session`]s; [`candidates()`] takes from each
//! what the customer asked. Numbers, names and addresses of persons are masked before anything leaves this room, and
//! nothing of a session is kept but its questions and answers. Same file, same candidates: no clock, no chance.

mod answer;
mod ask;
mod candidates;
mod cell;
mod field;
mod line;
mod mask;
mod phrase;
mod rows;
mod session;
mod speaker;
#[cfg(test)]
mod suite;
mod text;
mod word;

use super::feedback::Unreadable;

pub(in crate::import) use candidates::candidates;
pub(in crate::import) use rows::{is_heading, looks_like_talk, sessions, wrapped};
pub(in crate::import) use session::Session;
pub(in crate::import) use text::{begins_json, is_talk, sessions as sessions_of_text};

/// Turns of a session that are read.
const MOST_TURNS: usize = 5_000;
/// Chars of a turn; a longer one is no turn of a talk.
const MOST_TURN: usize = 20_000;
/// How long a question may be: so many Chinese characters, or twice as many letters. A longer one is cut to where it asks.
const MOST_QUESTION: usize = 60;

/// What was read, and what could not be.
#[derive(Debug, Default)]
pub(in crate::import) struct Talks {
    /// The sessions, in the order of the file.
    pub sessions: Vec<Session>,
    /// Rows, lines and turns that were left out.
    pub unreadable: Vec<Unreadable>,
}

impl Talks {
    fn refuse(&mut self, line: u64, detail: impl Into<String>) {
        self.unreadable.push(Unreadable { line, detail: detail.into() });
    }
}
