//! Listening at the socket.

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::client::{ANSWER_WITHIN, connect};
use super::outbox::Outbox;
use super::place::Place;
use super::queue::Queue;
use super::{Listening, SocketError, connection};
use crate::model::told::{Answer, Told};

/// What clients may take of us.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    /// Connections at once.
    pub(super) connections: usize,
    /// Messages that the desk has not answered.
    pub(super) unanswered: usize,
    /// A connection that sends nothing for so long is closed.
    pub(super) idle: Duration,
    /// One that takes no answer for so long too.
    pub(super) write: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 16,
            unanswered: 64,
            idle: Duration::from_secs(60),
            write: Duration::from_secs(5),
        }
    }
}

/// When the system has no more handles, to ask again at once would only burn the processor.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);

/// Opens the door: messages told at the socket go to `desk`, on a thread of their own, one after the other.
///
/// # Errors
/// When no socket can be made at the path, or none that is safe.
pub fn listen(path: &Path, desk: impl Fn(Told) -> Answer + Send + 'static) -> Result<Listening, SocketError> {
    listen_within(Limits::default(), path, false, desk)
}

/// As [`listen`], and waits before until no other desk of this person listens any more.
///
/// # Errors
/// As for [`listen`].
pub fn listen_when_free(
    path: &Path,
    desk: impl Fn(Told) -> Answer + Send + 'static,
) -> Result<Listening, SocketError> {
    listen_within(Limits::default(), path, true, desk)
}

pub(super) fn listen_within(
    limits: Limits,
    path: &Path,
    waits: bool,
    desk: impl Fn(Told) -> Answer + Send + 'static,
) -> Result<Listening, SocketError> {
    let Some((place, listener)) = Place::take(path, waits)? else { return Ok(Listening::Other) };
    let io = |error: io::Error| SocketError::Io { path: path.into(), detail: error.to_string() };
    let queue = Queue::start(limits.unanswered, desk).map_err(io)?;
    let hall = Arc::new(Hall { limits, queue, visitors: Mutex::default() });
    // A listening socket can be shut down like a stream; only the standard library has no name for that.
    let stopper = UnixStream::from(OwnedFd::from(listener.try_clone().map_err(io)?));
    let inside = Arc::clone(&hall);
    let acceptor = thread::Builder::new()
        .name("zhixi-door".into())
        .spawn(move || inside.receive(&listener))
        .map_err(io)?;
    Ok(Listening::Here(Door { hall, stopper, acceptor: Some(acceptor), place }))
}

/// The open door. Dropping it closes the connections and removes the socket, if it is still ours. A message that the desk
/// is busy with is not waited for.
#[derive(Debug)]
pub struct Door {
    hall: Arc<Hall>,
    stopper: UnixStream,
    acceptor: Option<JoinHandle<()>>,
    place: Place,
}

impl Door {
    /// Where it is.
    pub fn path(&self) -> &Path {
        self.place.path()
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.hall.close();
        // Linux wakes the acceptor by this; elsewhere it takes a visitor.
        let is_woken = self.stopper.shutdown(Shutdown::Both).is_ok()
            || (self.place.is_ours() && connect(self.place.path(), ANSWER_WITHIN).is_ok());
        if let Some(acceptor) = self.acceptor.take().filter(|_| is_woken) {
            let _ = acceptor.join();
        }
    }
}

/// Those who are connected.
#[derive(Debug)]
struct Hall {
    limits: Limits,
    queue: Queue,
    visitors: Mutex<Visitors>,
}

#[derive(Debug, Default)]
struct Visitors {
    is_closed: bool,
    last: u64,
    present: HashMap<u64, (Arc<UnixStream>, Arc<Outbox>)>,
}

impl Hall {
    fn visitors(&self) -> MutexGuard<'_, Visitors> {
        self.visitors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn receive(self: &Arc<Hall>, listener: &UnixListener) {
        for visitor in listener.incoming() {
            if self.visitors().is_closed {
                return;
            }
            match visitor {
                Ok(stream) => self.admit(stream),
                Err(_) => thread::sleep(PAUSE_AFTER_FAILURE),
            }
        }
    }

    fn admit(self: &Arc<Hall>, stream: UnixStream) {
        let (stream, outbox) = (Arc::new(stream), Arc::new(Outbox::default()));
        let Some(number) = self.enter(&stream, &outbox) else { return turn_away(&stream) };
        let (inside, visitor) = (Arc::clone(self), Arc::clone(&stream));
        let served = thread::Builder::new().name("zhixi-line".into()).spawn(move || {
            // How a connection ended is of no use to anybody.
            let _ = connection::serve(&visitor, &outbox, &inside.queue, &inside.limits);
            inside.visitors().present.remove(&number);
        });
        if served.is_err() {
            self.visitors().present.remove(&number);
            turn_away(&stream);
        }
    }

    /// A number for the visitor; `None` when the hall is full or closed.
    fn enter(&self, stream: &Arc<UnixStream>, outbox: &Arc<Outbox>) -> Option<u64> {
        let mut visitors = self.visitors();
        if visitors.is_closed || visitors.present.len() >= self.limits.connections {
            return None;
        }
        visitors.last += 1;
        let number = visitors.last;
        visitors.present.insert(number, (Arc::clone(stream), Arc::clone(outbox)));
        Some(number)
    }

    /// Sends everybody home; nobody comes in any more.
    fn close(&self) {
        self.queue.close();
        let mut visitors = self.visitors();
        visitors.is_closed = true;
        for (stream, outbox) in visitors.present.values() {
            outbox.close();
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// One short line into an empty buffer: it never waits.
fn turn_away(mut stream: &UnixStream) {
    let _ = stream.write_all(Answer::busy().line(None).as_bytes());
    let _ = stream.shutdown(Shutdown::Both);
}
