//! What comes in: lines that are typed, and what other programs tell.

use std::io::{self, BufRead, Read as _};
use std::sync::mpsc::{self, Sender, SyncSender};
use std::thread;
use std::time::Duration;

use crate::model::told::{Answer, Told};

/// Of a line no more than so many bytes are taken; nobody types more, but somebody may feed a file without line ends.
const LONGEST_BYTES: u64 = 1 << 20;
/// Who tells something waits so long for the answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What comes in.
#[derive(Debug)]
pub enum Heard {
    /// A line.
    Line(String),
    /// Another program tells something, and waits for the answer.
    Told(Told, SyncSender<Answer>),
    /// There are no more lines.
    End,
}

/// Reads the lines of standard input, on a thread of its own.
pub fn read(sender: Sender<Heard>) {
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(line) = next_line(&mut input) {
            if sender.send(Heard::Line(line)).is_err() {
                return;
            }
        }
        let _ = sender.send(Heard::End);
    });
}

/// The next line without its end. What is not UTF-8 in it is replaced, and what is too long is cut; `None` at the end, or
/// where nothing can be read.
fn next_line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    let count = input.by_ref().take(LONGEST_BYTES).read_until(b'\n', &mut bytes).ok()?;
    if count == 0 {
        return None;
    }
    if bytes.last() != Some(&b'\n') && u64::try_from(count).is_ok_and(|count| count >= LONGEST_BYTES) {
        skip_line(input);
    }
    Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
}

/// Passes over the rest of a line without keeping it.
fn skip_line(input: &mut impl BufRead) {
    while let Ok(bytes) = input.fill_buf() {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(bytes.len(), |end| end + 1);
        if used == 0 {
            return;
        }
        input.consume(used);
        if end.is_some() {
            return;
        }
    }
}

/// Hands on what another program tells, and waits for the answer.
pub fn ask(sender: &Sender<Heard>, told: Told) -> Option<Answer> {
    let (reply, answer) = mpsc::sync_channel(1);
    sender.send(Heard::Told(told, reply)).ok()?;
    answer.recv_timeout(PATIENCE).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_in_any_way_and_need_not_be_utf8() {
        let mut input: &[u8] = "宽带\r\n\n".as_bytes();
        assert_eq!(next_line(&mut input).as_deref(), Some("宽带"));
        assert_eq!(next_line(&mut input).as_deref(), Some(""));
        assert_eq!(next_line(&mut input), None);
        let mut input: &[u8] = b"a\xffb";
        assert_eq!(next_line(&mut input).as_deref(), Some("a\u{fffd}b"));
        assert_eq!(next_line(&mut input), None);
    }

    #[test]
    fn of_an_endless_line_the_beginning_is_taken_and_the_next_one_is_a_line_again() {
        let long = usize::try_from(LONGEST_BYTES).expect("small") * 2 + 7;
        let text = format!("{}\n退款\n", "x".repeat(long));
        let mut input = text.as_bytes();
        assert_eq!(next_line(&mut input).map(|line| line.len()), usize::try_from(LONGEST_BYTES).ok());
        assert_eq!(next_line(&mut input).as_deref(), Some("退款"));
    }
}
