//! Doors for other programs. Now there is one: a local socket, through which a softphone, a browser plug-in or a
//! speech recogniser on the same machine tells the open desk what goes on. `zhixi tell` speaks through it too.
//!
//! The room knows neither screen nor knowledge base. Whoever opens the door hands in a closure `Fn(Told) -> Answer`;
//! it runs on one thread of the door's own, one message after the other, and may wait for the desk.
//!
//! # The protocol
//!
//! JSON, one object a line, UTF-8, at most 64 KiB a line; each message gets one answer. Version 1:
//!
//! ```json
//! {"v":1,"do":"contact-start","contact":"C123","channel":"phone","number":"13812345678","product":"家庭宽带","region":"云岭","customer":"政企","reason":"按键 3：故障"}
//! {"v":1,"do":"query","text":"宽带上不去网"}
//! {"v":1,"do":"open","id":"kd-0012"}
//! {"v":1,"do":"contact-end","contact":"C123"}
//! {"v":1,"do":"transcript","text":"我家宽带断了","contact":"C123"}
//! {"v":1,"do":"status"}
//! ```
//!
//! - `contact-start`: a customer is on the line. `contact` and `channel` are needed; a channel goes by the names and labels
//!   of `data/channels.toml`. `number` is masked before anybody sees it, and so are personal numbers in `customer` and
//!   `reason`.
//! - `query`: searches for `text`, as if it was typed. `open`: shows the article `id`.
//! - `contact-end`: the contact is over; without `contact` the current one.
//! - `transcript`: something was said; without `contact` in the current one. Personal numbers are masked.
//! - `status`: how the desk is.
//!
//! Ids and names have at most 200 characters, `text` and `reason` at most 10,000. Control and invisible characters are
//! neutralised, line ends become spaces. Fields that the desk does not know are passed over; `null` is no field; blank
//! lines are no messages.
//!
//! ```json
//! {"v":1,"ok":true}
//! {"v":1,"ok":true,"detail":"…what of it was left out, such as a scope that nobody knows…"}
//! {"v":1,"ok":true,"status":{"program":"0.1.0","kb":"demo","phase":"open","started":"2026-11-22T10:05:00Z","query_chars":4,"contacts":[{"id":"C123","channel":"phone","since":"2026-11-22T10:06:30Z","held":false,"current":true}]}}
//! {"v":1,"ok":false,"error":"busy","detail":"…what, where, what to do…"}
//! ```
//!
//! | `error` | meaning | the connection |
//! |---|---|---|
//! | `version` | `v` is not one that the desk speaks | stays |
//! | `malformed` | not JSON, not an object, a field of the wrong type | stays |
//! | `unknown` | a `do` or a channel that nobody knows | stays |
//! | `missing` | a field is missing or empty | stays |
//! | `too_long` | a text or a name over its bound; or a line over 64 KiB | stays; is closed after such a line |
//! | `busy` | 64 messages are unanswered, this one was dropped; or there are 16 connections already | stays; is closed if it is one too many |
//! | `refused` | understood, and the desk does not do it: `detail` says why | stays |
//!
//! `phase` is `opening`, `open` or `broken` (the knowledge base cannot be used). Of the query only its length is told.
//!
//! A program that waits for each answer before it sends the next line needs no more. One that does not wait puts a number
//! `"seq":7` into each message; its answer bears it too, since a refusal that needs no desk overtakes the answers before
//! it. A connection that sends nothing for 60 seconds is closed, and so is one that does not read its answers.

#[cfg(unix)]
mod client;
#[cfg(unix)]
mod connection;
#[cfg(not(unix))]
mod elsewhere;
mod error;
#[cfg(unix)]
mod outbox;
#[cfg(unix)]
mod place;
#[cfg(unix)]
mod queue;
#[cfg(unix)]
mod socket;
#[cfg(test)]
mod tests;

#[cfg(unix)]
pub use client::{send, transcript};
#[cfg(not(unix))]
pub use elsewhere::{Door, listen, listen_when_free, send, transcript};
pub use error::{SocketError, TellError};
#[cfg(unix)]
pub use socket::{Door, listen, listen_when_free};

/// Who answers at the socket.
#[derive(Debug)]
pub enum Listening {
    /// This program does, until the door is dropped.
    Here(Door),
    /// Another desk of this person does already: what is told goes there.
    Other,
}
