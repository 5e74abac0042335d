//! What the desk answers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{MOST_LINE_BYTES, VERSION};
use crate::model::Moment;
use crate::text::clean::one_line;
use crate::text::redact::mask;

/// What the desk answers to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It was done.
    Done,
    /// It was done, and something of it was left out: what, in words for people.
    DoneBut(String),
    /// How the desk is. Make it with [`Answer::status`].
    Status(Status),
    /// It was not done.
    Refused(Refusal),
}

/// Why a message was refused, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Of a version that the desk does not speak.
    Version,
    /// Not JSON, not an object, or a field of the wrong type.
    Malformed,
    /// A `do` or a channel that nobody knows.
    Unknown,
    /// A field is missing or empty.
    Missing,
    /// A line, text or name is over its bound.
    TooLong,
    /// The desk has too much to do; the message was dropped.
    Busy,
    /// The desk understood and does not do it.
    #[serde(other)]
    Refused,
}

impl Code {
    /// Every code.
    pub const ALL: [Code; 7] = [
        Code::Version,
        Code::Malformed,
        Code::Unknown,
        Code::Missing,
        Code::TooLong,
        Code::Busy,
        Code::Refused,
    ];

    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Code::Version => "version",
            Code::Malformed => "malformed",
            Code::Unknown => "unknown",
            Code::Missing => "missing",
            Code::TooLong => "too_long",
            Code::Busy => "busy",
            Code::Refused => "refused",
        }
    }
}

/// Why a message was not done: a code for programs, words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The kind.
    pub code: Code,
    /// What, where, what to do.
    pub detail: String,
}

impl Refusal {
    /// A refusal with its words.
    pub fn new(code: Code, detail: impl Into<String>) -> Refusal {
        Refusal { code, detail: detail.into() }
    }

    /// That a line has no end within bounds.
    pub fn too_long_line() -> Refusal {
        let detail = format!("the line is longer than {MOST_LINE_BYTES} bytes. Send shorter ones.");
        Refusal::new(Code::TooLong, detail)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.word(), self.detail)
    }
}

/// How far the desk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The knowledge base is being opened.
    Opening,
    /// It answers.
    Open,
    /// The knowledge base cannot be used.
    Broken,
}

impl Phase {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Opening => "opening",
            Phase::Open => "open",
            Phase::Broken => "broken",
        }
    }
}

/// How the desk is. Nothing of what a customer said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Version of the program.
    pub program: String,
    /// Name of the knowledge base.
    pub kb: String,
    /// How far the desk is.
    pub phase: Phase,
    /// When the desk was opened.
    #[serde(with = "stamp")]
    pub started: Moment,
    /// Length of the query on the search line; never its words.
    pub query_chars: usize,
    /// The contacts, in the order of their beginning.
    pub contacts: Vec<OpenContact>,
}

/// A contact that has begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenContact {
    /// What the other program calls it.
    pub id: String,
    /// Name of its channel.
    pub channel: String,
    /// When it began.
    #[serde(with = "stamp")]
    pub since: Moment,
    /// Whether the customer is on hold.
    pub held: bool,
    /// Whether it is the one on the screen.
    pub current: bool,
}

/// An answer as it is written.
#[derive(Serialize, Deserialize)]
struct Wire {
    v: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    ok: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<Code>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

/// That a line is no answer that this program understands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an answer of version {VERSION}: {detail}")]
pub struct NoAnswer {
    /// What is wrong with it.
    pub detail: String,
}

impl Answer {
    /// How the desk is. Programs that call a contact by the customer's number do not get the number back.
    pub fn status(mut status: Status) -> Answer {
        for contact in &mut status.contacts {
            contact.id = mask(&contact.id);
        }
        Answer::Status(status)
    }

    /// That the desk does not do it, in words for people: what, where, what to do.
    pub fn refused(detail: impl Into<String>) -> Answer {
        Answer::Refused(Refusal::new(Code::Refused, detail))
    }

    /// That the desk has too much to do.
    pub fn busy() -> Answer {
        let detail = "the desk has too much to do; this message was dropped. Send it again in a moment.";
        Answer::Refused(Refusal::new(Code::Busy, detail))
    }

    /// Whether it was done.
    pub fn is_fine(&self) -> bool {
        !matches!(self, Answer::Refused(_))
    }

    /// The line with its end, under the number of the message.
    pub fn line(&self, seq: Option<u64>) -> String {
        let mut wire = Wire { v: VERSION, seq, ok: self.is_fine(), error: None, detail: None, status: None };
        match self {
            Answer::Done => {}
            Answer::DoneBut(detail) => wire.detail = Some(detail.clone()),
            Answer::Status(status) => wire.status = Some(status.clone()),
            Answer::Refused(refusal) => {
                wire.error = Some(refusal.code);
                wire.detail = Some(refusal.detail.clone());
            }
        }
        // Maps with text keys always have a JSON form.
        let mut line = serde_json::to_string(&wire).unwrap_or_default();
        line.push('\n');
        line
    }

    /// Reads an answer and the number of its message. A refusal is understood in every version: it may be about the
    /// version.
    ///
    /// # Errors
    /// When the line is not an answer.
    pub fn read(line: &[u8]) -> Result<(Option<u64>, Answer), NoAnswer> {
        let wire: Wire = serde_json::from_slice(line)
            .map_err(|error| NoAnswer { detail: one_line(&error.to_string()) })?;
        if !wire.ok {
            let detail = one_line(&wire.detail.unwrap_or_default());
            let code = wire.error.unwrap_or(Code::Refused);
            return Ok((wire.seq, Answer::Refused(Refusal { code, detail })));
        }
        if wire.v != VERSION {
            return Err(NoAnswer { detail: format!("its version is {}", wire.v) });
        }
        let done = wire.detail.map_or(Answer::Done, |detail| Answer::DoneBut(one_line(&detail)));
        Ok((wire.seq, wire.status.map_or(done, Answer::Status)))
    }
}

/// Instants as programs read them: `2026-11-22T10:05:00Z`.
mod stamp {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::model::Moment;

    pub(super) fn serialize<S: Serializer>(moment: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
        let edge = if moment.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
        serializer.collect_str(&Timestamp::from_millisecond(moment.0).unwrap_or(edge))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        Timestamp::deserialize(deserializer).map(|stamp| Moment(stamp.as_millisecond()))
    }
}
