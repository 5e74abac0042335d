//! How wide this terminal shows characters of ambiguous width: it is asked, and nobody waits for the answer.
//!
//! The question goes out with the bytes that open the screen: three such characters, "where is the cursor?", and the row
//! wiped again; the first frame follows at once. The answer comes in among the keys, and only the thread that reads keys may
//! take it. crossterm 0.29 keeps it for whoever asks for the cursor's position and never shows it to who reads keys. So this
//! thread waits until something can be read and lets crossterm read it. If that were keys they are passed on as ever; if
//! not, it was the answer, and asking for the position now returns it without waiting. (Asking sends a question of its own;
//! the answer to that one stays in crossterm's queue and harms nobody.)
//!
//! No key is lost and none waits for the answer, and a terminal that never answers is not waited for: after some seconds keys
//! are read as if nothing had been asked. Where the answer comes in one read with a key it is not noticed; then, as with a
//! terminal that is silent, characters count as narrow.

use std::io::{self, IsTerminal as _, Write};

use crossterm::cursor::MoveTo;
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{self, Clear, ClearType};

use super::outside::Gate;
use crate::config::Ambiguous;

/// Characters of ambiguous width, of those that terminals are known to treat apart: a quotation mark, a line, a dot.
const SAMPLE: &str = "“─·";
/// How many cells they take where each takes one.
const NARROW_CELLS: u16 = 3;
/// Asks for the position of the cursor.
const WHERE: &str = "\u{1b}[6n";

/// Asks, on a screen that is empty and will be drawn whole; it is as empty afterwards.
///
/// # Errors
/// Those of the writer.
pub fn ask(out: &mut impl Write) -> io::Result<()> {
    queue!(out, MoveTo(0, 0), Print(SAMPLE), Print(WHERE), MoveTo(0, 0), Clear(ClearType::CurrentLine))
}

/// What the column says in which the cursor stood after the sample.
fn width_of(column: u16) -> Ambiguous {
    if column > NARROW_CELLS { Ambiguous::Wide } else { Ambiguous::Narrow }
}

/// Passes on what is read until the terminal has answered or its time is up. `None`: it has not answered.
///
/// # Errors
/// When the terminal cannot be read.
#[cfg(unix)]
pub fn read_until_answered(
    pass_on: &dyn Fn(crossterm::event::Event) -> bool,
    gate: &Gate,
) -> io::Result<Option<Ambiguous>> {
    use crossterm::event;
    use std::time::{Duration, Instant};

    // Keys go on as they come; to wait longer costs nothing.
    const PATIENCE: Duration = Duration::from_secs(10);
    const A_WHILE: Duration = Duration::from_millis(200);
    // crossterm reads only while it has some time; what can be read is there already.
    const A_MOMENT: Duration = Duration::from_millis(5);
    // Keys that came together have been read already and only have to be looked at; no key waits longer for another one.
    const A_GLANCE: Duration = Duration::from_micros(100);

    let until = Instant::now() + PATIENCE;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        gate.pass();
        if left.is_zero() {
            break;
        }
        // Nobody wakes this thread from waiting here, so it looks up now and then.
        if !can_be_read(left.min(A_WHILE)) {
            continue;
        }
        if !event::poll(A_MOMENT)? {
            return Ok(crossterm::cursor::position().ok().map(|(column, _)| width_of(column)));
        }
        // Several keys may have come in one read, and crossterm looks at those that wait only while it has some time: with
        // none at all it sees nothing and they would stay until the next key. An answer that comes while somebody asks for
        // more keys would be kept by crossterm and missed here, so nobody asks after a key was passed on: what it does may
        // take a while.
        let mut keys = vec![event::read()?];
        while event::poll(A_GLANCE)? {
            keys.push(event::read()?);
        }
        for key in keys {
            if !pass_on(key) {
                return Ok(None);
            }
        }
    }
    Ok(None)
}

/// Waits until there is something to read; false when the time is up. Reads nothing.
#[cfg(unix)]
fn can_be_read(mut patience: std::time::Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::time::Instant;

    let input = io::stdin();
    let until = Instant::now() + patience;
    loop {
        let mut fds = [PollFd::new(&input, PollFlags::IN)];
        let timeout = Timespec {
            tv_sec: i64::try_from(patience.as_secs()).unwrap_or(0),
            tv_nsec: patience.subsec_nanos().into(),
        };
        match poll(&mut fds, Some(&timeout)) {
            Ok(count) => return count > 0,
            // A signal, such as that of a window that changes its size.
            Err(rustix::io::Errno::INTR) => patience = until.saturating_duration_since(Instant::now()),
            Err(_) => return false,
        }
    }
}

/// Elsewhere the answer cannot be told from keys, so nobody listens for it.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn read_until_answered(
    _: &dyn Fn(crossterm::event::Event) -> bool,
    _: &Gate,
) -> io::Result<Option<Ambiguous>> {
    Ok(None)
}

/// Asks and waits for the answer, for `doctor`. `None` where there is no terminal or it does not answer within two seconds.
/// What is typed meanwhile is lost, so the desk does not ask in this way.
pub fn ask_and_wait() -> Option<Ambiguous> {
    let mut out = io::stdout();
    if !(io::stdin().is_terminal() && out.is_terminal()) {
        return None;
    }
    // Else the answer would be echoed, and would wait for the end of a line.
    terminal::enable_raw_mode().ok()?;
    let asked = write!(out, "\r{SAMPLE}").and_then(|()| out.flush());
    let answer = asked.and_then(|()| crossterm::cursor::position());
    let _ = queue!(out, Print("\r"), Clear(ClearType::CurrentLine)).and_then(|()| out.flush());
    let _ = terminal::disable_raw_mode();
    answer.ok().map(|(column, _)| width_of(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_tells_the_width() {
        assert_eq!(crate::text::width::cells(SAMPLE), usize::from(NARROW_CELLS), "we count them as narrow");
        for (column, width) in [(3, Ambiguous::Narrow), (4, Ambiguous::Wide), (6, Ambiguous::Wide)] {
            assert_eq!(width_of(column), width, "{column}");
        }
    }

    #[test]
    fn the_question_leaves_an_empty_row() {
        let mut out = Vec::new();
        ask(&mut out).expect("memory");
        let mut terminal = vt100::Parser::new(
            std::num::NonZero::new(2).expect("not zero"),
            std::num::NonZero::new(9).expect("not zero"),
            0,
        );
        terminal.process(&out);
        assert_eq!((terminal.screen().contents().trim(), terminal.screen().cursor_position()), ("", (0, 0)));
        assert!(String::from_utf8(out).expect("UTF-8").contains(WHERE));
    }
}
