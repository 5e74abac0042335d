//! Telling a desk something.

use std::io::{self, BufRead, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::TellError;
use super::place::MOST_PATH_BYTES;
use crate::model::told::{Answer, Envelope, MOST_LINE_BYTES, Told};

/// So long an answer is waited for.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// The desk closes a connection after a minute of silence; before that a new one is made.
const FRESH_FOR: Duration = Duration::from_secs(30);

/// A spoken line longer than this is told in pieces. Even in tabs, which become two spaces each, a piece is within the
/// bound of a text.
const PIECE_BYTES: u64 = 5_000;

/// Tells the desk one message.
///
/// # Errors
/// When no desk listens at the path, or none answers within five seconds.
pub fn send(path: &Path, envelope: &Envelope) -> Result<Answer, TellError> {
    Line::new(path, ANSWER_WITHIN).tell(envelope)
}

/// Tells the desk each line of a reader as it comes, blank ones left out, and hands on what it answers.
///
/// # Errors
/// When the reader fails, or as for [`send`].
pub fn transcript(
    path: &Path,
    contact: Option<&str>,
    reader: &mut dyn BufRead,
    heard: &mut dyn FnMut(&Answer),
) -> Result<(), TellError> {
    let mut line = Line::new(path, ANSWER_WITHIN);
    let mut piece = Vec::new();
    loop {
        let read = reader.take(PIECE_BYTES - piece.len() as u64).read_until(b'\n', &mut piece);
        let count = read.map_err(|error| TellError::Input { detail: error.to_string() })?;
        let (text, rest) = whole_chars(&piece, count == 0);
        if !text.trim().is_empty() {
            let contact = contact.map(str::to_owned);
            heard(&line.tell(&Envelope::new(Told::Transcript { text, contact }))?);
        }
        if count == 0 {
            return Ok(());
        }
        piece = rest;
    }
}

/// The text of a piece, and the bytes of a char that the next piece completes.
fn whole_chars(piece: &[u8], is_last: bool) -> (String, Vec<u8>) {
    let cut = match std::str::from_utf8(piece) {
        Err(error) if error.error_len().is_none() && !is_last => error.valid_up_to(),
        _ => piece.len(),
    };
    let (whole, rest) = piece.split_at(cut);
    (String::from_utf8_lossy(whole).into_owned(), rest.to_vec())
}

/// Connects within a time; a desk that is stopped takes no connections, and the system itself would wait for ever.
pub(super) fn connect(path: &Path, within: Duration) -> io::Result<UnixStream> {
    let (sender, connected) = mpsc::sync_channel(1);
    let path = path.to_owned();
    thread::Builder::new().spawn(move || sender.send(UnixStream::connect(path)))?;
    connected.recv_timeout(within).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// A line to the desk: one message, then its answer.
pub(super) struct Line {
    path: PathBuf,
    within: Duration,
    open: Option<(UnixStream, Instant)>,
}

impl Line {
    pub(super) fn new(path: &Path, within: Duration) -> Line {
        Line { path: path.into(), within, open: None }
    }

    pub(super) fn tell(&mut self, envelope: &Envelope) -> Result<Answer, TellError> {
        let bytes = self.path.as_os_str().len();
        if bytes > MOST_PATH_BYTES {
            return Err(TellError::TooLong { path: self.path.clone(), bytes, most: MOST_PATH_BYTES });
        }
        let deadline = Instant::now() + self.within;
        let fresh = self.open.take().filter(|(_, used)| used.elapsed() < FRESH_FOR);
        let mut stream = match fresh {
            Some((stream, _)) => stream,
            None => connect(&self.path, self.within).map_err(|error| self.unreached(&error))?,
        };
        let sent = stream
            .set_write_timeout(Some(self.within))
            .and_then(|()| stream.write_all(envelope.line().as_bytes()));
        // A desk that hangs up has often said why.
        let line = match (sent, read_line(&mut stream, deadline)) {
            (_, Ok(line)) if line.ends_with(b"\n") => line,
            (Err(error), _) | (_, Err(error)) => return Err(self.lost(&error)),
            (Ok(()), Ok(_)) => return Err(TellError::Ended { path: self.path.clone() }),
        };
        let (_, answer) = Answer::read(&line)
            .map_err(|no| TellError::Malformed { path: self.path.clone(), detail: no.detail })?;
        self.open = Some((stream, Instant::now()));
        Ok(answer)
    }

    /// Why there is no connection.
    fn unreached(&self, error: &io::Error) -> TellError {
        let path = self.path.clone();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => TellError::NoDesk { path },
            io::ErrorKind::PermissionDenied => TellError::NotAllowed { path },
            _ => self.lost(error),
        }
    }

    /// Why there is no answer.
    fn lost(&self, error: &io::Error) -> TellError {
        let path = self.path.clone();
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                TellError::Silent { path, seconds: self.within.as_secs() }
            }
            io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => TellError::Ended { path },
            _ => TellError::Io { path, detail: error.to_string() },
        }
    }
}

/// Reads a line, end included, or what there is of it when the other side ends.
fn read_line(stream: &mut UnixStream, deadline: Instant) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut block = [0; 4096];
    while !line.ends_with(b"\n") && line.len() <= MOST_LINE_BYTES {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut block) {
            Ok(0) => break,
            Ok(count) => line.extend(block.iter().take(count)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(line)
}
