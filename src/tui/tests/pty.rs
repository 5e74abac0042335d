//! The real loop on a real terminal: what no lower test can see. The desk runs in a child, which is this very test
//! binary asked for one of the ignored tests below.

use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::fixture::Fake;
use crate::config::{Settings, TerminalEnv};
use crate::i18n::Messages;
use crate::kb::{KbError, Who};
use crate::tui::clerk::Hired;
use crate::tui::furnishing::Furnishing;
use crate::tui::{Doorway, Error, show, terminal::Screen};

const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal with the desk in it.
struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    input: Box<dyn std::io::Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
}

fn some(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("not zero")
}

fn start(test: &str, rows: u16, cols: u16) -> Pty {
    let pair =
        native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("a pty");
    let this = Path::new("/proc/self/exe").read_link().expect("this binary");
    let mut command = CommandBuilder::new(this);
    command.args([
        "--exact",
        &format!("tui::tests::pty::{test}"),
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    command.env("TERM", "xterm-256color");
    let child = pair.slave.spawn_command(command).expect("a child");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let input = pair.master.take_writer().expect("a writer");
    let (sender, output) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 65_536];
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            if sender.send(bytes[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    Pty {
        child,
        master: pair.master,
        input,
        output,
        parser: vt100::Parser::new(some(rows), some(cols), 0),
        raw: Vec::new(),
    }
}

impl Pty {
    fn until(&mut self, what: &str, done: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !done(self.parser.screen()) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => {
                    self.parser.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("waited for {what}:\n{}", self.parser.screen().contents());
                }
            }
        }
        self
    }

    /// Presses a key until a text is there: one that comes too soon after what is said about it counts for nothing.
    fn presses(&mut self, key: &str, text: &str) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while !self.parser.screen().contents().contains(text) {
            assert!(Instant::now() < end, "waited for {text}:\n{}", self.parser.screen().contents());
            self.send(key);
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(400)) {
                self.parser.process(&bytes);
                self.raw.extend(bytes);
            }
        }
        self
    }

    fn sees(&mut self, text: &str) -> &mut Self {
        self.until(text, |screen| screen.contents().contains(text))
    }

    fn send(&mut self, keys: &str) -> &mut Self {
        self.input.write_all(keys.as_bytes()).expect("the pty takes keys");
        self
    }

    fn signal(&self, signal: &str) {
        let pid = self.child.process_id().expect("a process").to_string();
        let sent = std::process::Command::new("kill").args(["-s", signal, &pid]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits for the end of the child; what it wrote meanwhile is on the screen.
    fn ended(&mut self) -> u32 {
        let status = self.child.wait().expect("an end");
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.parser.process(&bytes);
            self.raw.extend(bytes);
        }
        status.exit_code()
    }

    /// What a terminal looks like that nobody has touched.
    fn assert_restored(&self) {
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    }
}

fn desk() -> Result<crate::tui::Exit, Error> {
    let env = TerminalEnv { term: Some("xterm-256color".into()), ..TerminalEnv::default() };
    let settings = Settings { channel: "sms".into(), ..Settings::default() };
    // Without tools on the way: the terminal's own clipboard.
    let env = TerminalEnv { ssh: true, ..env };
    let door = |_, _| Doorway { door: None, is_alone: true, problem: None };
    let furnishing = Furnishing { settings, ..Furnishing::default() };
    let hired = Hired {
        open: Arc::new(|| Err(KbError::no_index(PathBuf::new()))),
        who: Who { os_user: "li".into(), agent_no: None },
        messages: Messages::new(furnishing.settings.language),
    };
    show(furnishing, &env, Box::new(|_| Ok(Box::new(Fake::demo()))), hired, Box::new(door))
}

#[test]
#[ignore = "the child of the tests below"]
fn child_desk() {
    let exit = desk().expect("the desk");
    std::process::exit(i32::from(exit.code()));
}

#[test]
#[ignore = "the child of a test below"]
fn child_panics() {
    let mut screen = Screen::take(Some("xterm"), false).expect("a terminal");
    screen.draw(|_| {}).expect("a frame");
    panic!("boom");
}

#[test]
fn typing_moving_copying_resizing_pasting() {
    let mut pty = start("child_desk", 24, 80);
    pty.sees("公告").send("怎么").sees("结果 3");
    // The caret is set after the last cell of a frame, which may come in pieces.
    pty.until("the caret where the IME will open", |s| s.cursor_position() == (1, 10));
    assert!(!pty.parser.screen().hide_cursor());
    pty.send("\u{1b}[B\u{1b}[B").sees("副卡每张").send("\r").sees("已改为").presses("\r", "OSC 52");
    pty.until("the text in the terminal's clipboard", |_| true);
    assert!(String::from_utf8_lossy(&pty.raw).contains("\u{1b}]52;c;"), "sent to the terminal");
    pty.send("\u{10}").sees("命令面板").send("\u{1b}");
    pty.master.resize(PtySize { rows: 48, cols: 160, pixel_width: 0, pixel_height: 0 }).expect("a new size");
    pty.parser.screen_mut().set_size(some(48), some(160));
    pty.sees("mv-0077 副卡怎么收费");
    pty.send("\u{15}\u{1b}[200~宽带\r\n断了\u{1b}[201~").sees("宽带 断了");
    // The copy has begun a contact, so the first time it asks.
    pty.send("\u{11}").sees("再按一次").send("\u{11}");
    assert_eq!(pty.ended(), 0);
    pty.assert_restored();
}

#[test]
fn a_signal_ends_it_with_its_number_and_a_clean_terminal() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut pty = start("child_desk", 24, 80);
        pty.sees("公告");
        assert!(pty.parser.screen().alternate_screen());
        pty.signal(signal);
        assert_eq!(pty.ended(), code, "{signal}");
        pty.assert_restored();
    }
}

#[test]
fn a_panic_leaves_a_clean_terminal_and_its_message() {
    let mut pty = start("child_panics", 24, 80);
    pty.ended();
    pty.assert_restored();
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    let (_, after) = raw.split_once("\u{1b}[?1049l").expect("back from the alternate screen");
    assert!(after.contains("boom"), "{raw}");
}

#[test]
fn a_key_on_the_search_line_costs_few_bytes_and_silence_none() {
    let mut pty = start("child_desk", 48, 160);
    // A query that finds nothing: from then on only the search line changes.
    pty.sees("公告").send("zzz").sees("没有找到“zzz”");
    pty.send("\u{1b}[D\u{1b}[D\u{1b}[D").until("the caret", |s| s.cursor_position() == (1, 6));
    let before = pty.raw.len();
    pty.send("\u{1b}[C").until("the caret", |s| s.cursor_position() == (1, 7));
    let bytes = pty.raw.len() - before;
    assert!(bytes <= 100, "{bytes} bytes: {:?}", String::from_utf8_lossy(&pty.raw[before..]));
    // Keys without meaning, then one that ends it: nothing but the end is written in between.
    let before = pty.raw.len();
    pty.send("\u{2}\u{2}\u{2}\u{11}");
    pty.ended();
    let rest = String::from_utf8_lossy(&pty.raw[before..]).into_owned();
    assert!(!rest.contains("\u{1b}[?2026h"), "a frame was drawn: {rest:?}");
}
