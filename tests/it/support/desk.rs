//! The desk in a real pty: keys as people write them, the screen as a terminal shows it, and the raw bytes.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Parser;

use super::env::{Env, PROGRAM};

/// A desk answers within milliseconds; on a busy machine and unpacking the demo, within this.
const PATIENCE: Duration = Duration::from_secs(15);

/// A running desk.
pub struct Desk {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    /// Asked and signalled by this value alone: until it has told of the child's end, the process id is the child's.
    child: Box<dyn Child + Send + Sync>,
}

/// What came from the program.
struct Seen {
    parser: Parser,
    raw: Vec<u8>,
    closed: bool,
}

/// What stands on the screen.
pub struct Screen<'a> {
    screen: &'a vt100::Screen,
}

impl Screen<'_> {
    /// All rows, without blanks at their ends.
    pub fn text(&self) -> String {
        let columns = self.screen.size().1.get();
        self.screen.rows(0, columns).map(|row| format!("{}\n", row.trim_end())).collect()
    }

    /// One row.
    pub fn row(&self, row: u16) -> String {
        let columns = self.screen.size().1.get();
        self.screen.rows(0, columns).nth(usize::from(row)).unwrap_or_default().trim_end().to_owned()
    }

    /// Whether a text stands on the screen.
    pub fn has(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Row and column of the cursor.
    pub fn cursor(&self) -> (u16, u16) {
        self.screen.cursor_position()
    }

    /// What the terminal knows.
    pub fn raw(&self) -> &vt100::Screen {
        self.screen
    }

    /// The row and the cell column at which a text begins.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        let (rows, columns) = self.screen.size();
        let wanted: Vec<char> = text.chars().collect();
        (0..rows.get()).find_map(|row| {
            let cells: Vec<(u16, String)> = (0..columns.get())
                .filter_map(|column| {
                    let cell = self.screen.cell(row, column)?;
                    (!cell.is_wide_continuation()).then(|| {
                        (
                            column,
                            if cell.has_contents() { cell.contents().to_owned() } else { " ".to_owned() },
                        )
                    })
                })
                .collect();
            (0..cells.len()).find_map(|start| {
                let there: String = cells[start..].iter().map(|c| c.1.as_str()).collect();
                there.chars().take(wanted.len()).eq(wanted.iter().copied()).then_some((row, cells[start].0))
            })
        })
    }
}

impl Desk {
    /// Starts the desk in a window of so many columns and rows.
    pub fn start(env: &Env, args: &[&str], columns: u16, rows: u16) -> Desk {
        Desk::start_by(None, env, args, columns, rows)
    }

    /// Starts it as somebody whom root names; each has a state directory of their own.
    pub fn start_by(user: Option<&str>, env: &Env, args: &[&str], columns: u16, rows: u16) -> Desk {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        command.args(args);
        command.cwd(env.path(""));
        for (name, value) in env.vars() {
            command.env(name, value);
        }
        if let Some(user) = user {
            command.env("USER", user);
            command.env("ZHIXI_STATE_DIR", env.at(&format!("state-{user}")));
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: Parser::new(cells(rows), cells(columns), 0),
                raw: Vec::new(),
                closed: false,
            }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = lock(&shared.0);
                if read == 0 {
                    seen.closed = true;
                    shared.1.notify_all();
                    return;
                }
                seen.parser.process(&buffer[..read]);
                seen.raw.extend_from_slice(&buffer[..read]);
                shared.1.notify_all();
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Desk { seen, writer, master: pair.master, child }
    }

    /// Answers as a terminal does that was asked something.
    pub fn answer(&mut self, bytes: &str) -> &mut Desk {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self
    }

    /// Presses keys: `退款<down><enter><ctrl-k><ctrl-x>`; `<lt>` is `<`.
    pub fn keys(&mut self, keys: &str) -> &mut Desk {
        let bytes = bytes_of(keys);
        self.writer.write_all(&bytes).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Pastes as terminals do between brackets.
    pub fn paste(&mut self, text: &str) -> &mut Desk {
        self.writer.write_all(format!("\x1b[200~{text}\x1b[201~").as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Waits for a condition, or fails and prints the screen. A frame is looked at when it is complete.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut is_met: impl FnMut(&Screen<'_>) -> bool) -> &mut Desk {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = lock(&self.seen.0);
        loop {
            if !is_drawing(&seen.raw) && is_met(&Screen { screen: seen.parser.screen() }) {
                drop(seen);
                return self;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || seen.closed {
                let why = if seen.closed { "the desk is gone" } else { "time is up" };
                let text = Screen { screen: seen.parser.screen() }.text();
                let cursor = seen.parser.screen().cursor_position();
                drop(seen);
                panic!("waiting for “{what}”: {why}; cursor {cursor:?}\n{text}");
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Presses a key that may be pressed twice, until it has worked: behind an escape it is read as another key.
    #[track_caller]
    pub fn press_until(&mut self, key: &str, is_met: impl Fn(&Screen<'_>) -> bool) -> &mut Desk {
        let deadline = Instant::now() + PATIENCE;
        while !self.look(&is_met) {
            assert!(Instant::now() < deadline, "{key} does not work\n{}", self.text());
            self.keys(key);
            let seen = lock(&self.seen.0);
            drop(self.seen.1.wait_timeout(seen, PATIENCE / 50).unwrap_or_else(PoisonError::into_inner));
        }
        self
    }

    /// Waits until a text stands on the screen.
    #[track_caller]
    pub fn until_text(&mut self, text: &str) -> &mut Desk {
        self.until(text, |screen| screen.has(text))
    }

    /// Looks at the screen as it is.
    pub fn look<T>(&self, look: impl FnOnce(&Screen<'_>) -> T) -> T {
        look(&Screen { screen: lock(&self.seen.0).parser.screen() })
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.look(|screen| screen.text())
    }

    /// Row and column of the cursor.
    pub fn cursor(&self) -> (u16, u16) {
        self.look(|screen| screen.cursor())
    }

    /// All bytes that came, as text.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&lock(&self.seen.0).raw).into_owned()
    }

    /// What was sent to the terminal's clipboard last (OSC 52).
    pub fn clipboard(&self) -> Option<String> {
        let raw = self.raw();
        let (_, after) = raw.rsplit_once("\x1b]52;c;")?;
        let base64 = after.split(['\x07', '\x1b']).next()?;
        let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
        for c in base64.bytes().filter(|c| *c != b'=') {
            bits = bits << 6 | u32::try_from(alphabet.iter().position(|a| *a == c)?).ok()?;
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
            }
        }
        String::from_utf8(bytes).ok()
    }

    /// How many bytes have come.
    pub fn bytes(&self) -> usize {
        lock(&self.seen.0).raw.len()
    }

    /// Gives the window another size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Desk {
        lock(&self.seen.0).parser.set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
        self
    }

    /// Waits until a frame was drawn after so many bytes.
    #[track_caller]
    pub fn until_drawn_after(&mut self, bytes: usize) -> &mut Desk {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = lock(&self.seen.0);
        while seen.raw.len() <= bytes || is_drawing(&seen.raw) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !seen.closed,
                "nothing was drawn\n{}",
                seen.parser.screen().contents()
            );
            seen = self.seen.1.wait_timeout(seen, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(seen);
        self
    }

    /// Kills it, as a crash does, and waits until it is gone. The pty's own `kill` hangs up first, and a desk that is hung
    /// up on tidies up: nothing of a crash would be seen.
    pub fn kill(&mut self) {
        self.signal("KILL");
        let status = self.child.wait().unwrap();
        assert_ne!(status.signal(), None, "it ended before it was killed");
    }

    /// Sends a signal, such as `TERM`.
    pub fn signal(&mut self, name: &str) -> &mut Desk {
        assert!(self.child.try_wait().unwrap().is_none(), "SIG{name} comes too late: the desk has ended");
        // The child is not reaped yet, so its id cannot be another process's.
        let pid = self.child.process_id().unwrap().to_string();
        let status = Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(status.success(), "kill -{name}");
        self
    }

    /// Waits for the end; its exit code. All output has been read then.
    #[track_caller]
    pub fn wait_exit(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let ended = self.child.try_wait().unwrap();
            let seen = lock(&self.seen.0);
            if let (Some(status), true) = (&ended, seen.closed) {
                drop(seen);
                assert_eq!(status.signal(), None, "ended by a signal\n{:?}", self.raw());
                return status.exit_code();
            }
            let text = Screen { screen: seen.parser.screen() }.text();
            drop(self.seen.1.wait_timeout(seen, PATIENCE / 1000).unwrap_or_else(PoisonError::into_inner));
            assert!(Instant::now() < deadline, "the desk does not end: {ended:?}\n{text}");
        }
    }

    /// Wants the terminal to be as it was before: the last word on each mode is “off”, and the cursor shows.
    #[track_caller]
    pub fn assert_restored(&self) {
        let raw = self.raw();
        for (mode, on, off) in [
            ("alternate screen", "\x1b[?1049h", "\x1b[?1049l"),
            ("bracketed paste", "\x1b[?2004h", "\x1b[?2004l"),
            ("synchronized update", "\x1b[?2026h", "\x1b[?2026l"),
            ("hidden cursor", "\x1b[?25l", "\x1b[?25h"),
        ] {
            let (on_at, off_at) = (raw.rfind(on), raw.rfind(off));
            assert!(
                off_at >= on_at && off_at.is_some(),
                "{mode} was not given back: on {on_at:?}, off {off_at:?}"
            );
        }
        for mouse in ["1000", "1002", "1003", "1006"] {
            let on = raw.rfind(&format!("\x1b[?{mouse}h"));
            assert!(on.is_none() || raw.rfind(&format!("\x1b[?{mouse}l")) > on, "mouse mode {mouse}");
        }
        self.look(|screen| assert!(!screen.raw().alternate_screen() && !screen.raw().hide_cursor()));
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None))
            && let Some(pid) = self.child.process_id()
        {
            let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
            let _ = self.child.wait();
        }
    }
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a frame has begun and not ended.
fn is_drawing(raw: &[u8]) -> bool {
    let mark = b"\x1b[?2026";
    raw.windows(mark.len() + 1).rev().find(|w| w.starts_with(mark)).is_some_and(|w| w.ends_with(b"h"))
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// What a terminal sends for keys.
fn bytes_of(keys: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        match rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
            Some((name, after)) => {
                bytes.extend(bytes_of_key(name));
                rest = after;
            }
            None => {
                bytes.extend(c.to_string().as_bytes());
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    bytes
}

fn bytes_of_key(name: &str) -> Vec<u8> {
    let text = match name {
        "lt" => "<",
        "space" => " ",
        "enter" => "\r",
        "tab" => "\t",
        "back_tab" => "\x1b[Z",
        "esc" => "\x1b",
        "backspace" => "\x7f",
        "delete" => "\x1b[3~",
        "up" => "\x1b[A",
        "down" => "\x1b[B",
        "right" => "\x1b[C",
        "left" => "\x1b[D",
        "home" => "\x1b[H",
        "end" => "\x1b[F",
        "ctrl-home" => "\x1b[1;5H",
        "ctrl-end" => "\x1b[1;5F",
        "page_up" => "\x1b[5~",
        "page_down" => "\x1b[6~",
        "f1" => "\x1bOP",
        "f2" => "\x1bOQ",
        "f3" => "\x1bOR",
        "f4" => "\x1bOS",
        "f5" => "\x1b[15~",
        "f7" => "\x1b[18~",
        "f9" => "\x1b[20~",
        "f10" => "\x1b[21~",
        "f12" => "\x1b[24~",
        _ => {
            let letter = name.strip_prefix("ctrl-").and_then(|r| r.bytes().next());
            let letter = letter.filter(|l| l.is_ascii_lowercase() && name.len() == 6);
            return vec![letter.unwrap_or_else(|| panic!("no key {name}")) & 0x1f];
        }
    };
    text.as_bytes().to_vec()
}

#[test]
fn keys_are_what_a_terminal_sends() {
    assert_eq!(bytes_of("退<down><ctrl-k><lt>x"), "退\x1b[B\x0b<x".as_bytes());
}

#[test]
fn a_frame_is_complete_behind_its_envelope() {
    assert!(!is_drawing(b"abc"));
    assert!(is_drawing(b"\x1b[?2026habc"));
    assert!(!is_drawing(b"\x1b[?2026habc\x1b[?2026l"));
}
