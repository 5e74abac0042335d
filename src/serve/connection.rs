//! One connection: its lines in, its answers out.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;

use super::outbox::Outbox;
use super::queue::Queue;
use super::socket::Limits;
use crate::model::told::{Answer, Envelope, MOST_LINE_BYTES, Refusal};

/// Serves a connection until it ends. Answers are written by a thread of its own, so that a message which is answered
/// at once need not wait for one that is not.
pub(super) fn serve(
    stream: &UnixStream,
    outbox: &Arc<Outbox>,
    queue: &Queue,
    limits: &Limits,
) -> io::Result<()> {
    stream.set_read_timeout(Some(limits.idle))?;
    stream.set_write_timeout(Some(limits.write))?;
    let done = thread::scope(|scope| {
        let writer = thread::Builder::new().name("zhixi-answers".into());
        writer.spawn_scoped(scope, || write(stream, outbox))?;
        let read = read(stream, outbox, queue);
        match read {
            Ok(()) => outbox.last(),
            Err(_) => outbox.close(),
        }
        read
    });
    let _ = stream.shutdown(Shutdown::Both);
    done
}

/// Writes answers as they come. A client that does not take them is done with.
fn write(mut stream: &UnixStream, outbox: &Outbox) {
    while let Some(line) = outbox.next() {
        if stream.write_all(line.as_bytes()).is_err() {
            outbox.close();
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// Reads lines until the client ends, falls silent or sends one without end.
fn read(stream: &UnixStream, outbox: &Arc<Outbox>, queue: &Queue) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    // Room for an end of two bytes.
    let most = MOST_LINE_BYTES + 2;
    loop {
        line.clear();
        let count = (&mut reader).take(most as u64).read_until(b'\n', &mut line)?;
        if count == 0 {
            return Ok(());
        }
        let content = line.strip_suffix(b"\n").unwrap_or(&line);
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        if content.len() > MOST_LINE_BYTES {
            // Where the next message begins is anybody's guess.
            outbox.put(Answer::Refused(Refusal::too_long_line()).line(None));
            return Ok(());
        }
        if content.trim_ascii().is_empty() {
            continue;
        }
        match Envelope::read(content) {
            Ok(envelope) => queue.put(envelope, outbox),
            Err(unread) => outbox.put(Answer::Refused(unread.refusal).line(unread.seq)),
        }
    }
}
