//! The clipboard: a native tool, tmux, or the terminal itself (OSC 52), and an honest word about which.
//!
//! Tools run on a thread of their own with a time limit; a tool that hangs never holds up a key.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;

use super::event::{Event, Reply, Ticket};
use crate::config::TerminalEnv;

/// How a text was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// A native tool took it.
    Tool(&'static str),
    /// tmux took it and passes it on to the terminal.
    Tmux,
    /// To be sent to the terminal, which gives no receipt.
    Terminal,
}

/// A tool to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    route: Route,
    program: PathBuf,
    args: &'static [&'static str],
    utf16: bool,
}

/// What can be tried here, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Tools, best first.
    pub tools: Vec<Tool>,
    /// Whether the terminal may understand OSC 52.
    pub terminal: bool,
}

/// Terminals cut or drop longer sequences; xterm's and tmux's own limits lie above it.
const MOST_BASE64_BYTES: usize = 74_000;
/// The bytes that have a terminal fill its clipboard (OSC 52).
pub fn for_terminal(text: &str) -> String {
    let mut bytes = String::new();
    // Writing into memory does not fail.
    let _ = crossterm::Command::write_ansi(&CopyToClipboard::to_clipboard_from(text), &mut bytes);
    bytes
}

const PATIENCE: Duration = Duration::from_secs(2);

impl Plan {
    /// What this environment offers. Whether a tool is there shows when it is started.
    pub fn of(env: &TerminalEnv) -> Plan {
        let mut tools = Vec::new();
        let mut offer = |name: &'static str, args: &'static [&'static str], utf16: bool, route: Route| {
            tools.push(Tool { route, program: PathBuf::from(name), args, utf16 });
        };
        if env.wayland {
            offer("wl-copy", &[], false, Route::Tool("wl-copy"));
        }
        if env.display {
            offer("xclip", &["-selection", "clipboard", "-in"], false, Route::Tool("xclip"));
            offer("xsel", &["--clipboard", "--input"], false, Route::Tool("xsel"));
        }
        // Over SSH these would fill the clipboard of the far machine.
        if !env.ssh {
            if cfg!(target_os = "macos") {
                offer("pbcopy", &[], false, Route::Tool("pbcopy"));
            }
            if env.wsl {
                offer("clip.exe", &[], true, Route::Tool("clip.exe"));
            }
        }
        if env.tmux {
            offer("tmux", &["load-buffer", "-w", "-"], false, Route::Tmux);
        }
        let term = env.term.as_deref().unwrap_or_default();
        // The Linux console and a bare GNU screen swallow OSC 52.
        let terminal = env.tmux || !(env.screen || term == "linux" || term == "dumb");
        Plan { tools, terminal }
    }

    /// The ways in the order in which they are tried, by their names, for `doctor`.
    pub fn describe(&self) -> String {
        let names = self.tools.iter().map(|tool| match tool.route {
            Route::Tool(name) => name,
            Route::Tmux => "tmux",
            Route::Terminal => "OSC 52",
        });
        let names: Vec<&str> = names.chain(self.terminal.then_some("OSC 52")).collect();
        if names.is_empty() { "-".to_owned() } else { names.join(", ") }
    }

    /// Copies by the first way that there is; `None` when there is none.
    pub fn carry_out(&self, text: &str) -> Option<Route> {
        self.copy(text, &Tool::run)
    }

    /// Copies by the first tool that takes the text, else by the terminal; `None` when there is no way.
    pub fn copy(&self, text: &str, run: &dyn Fn(&Tool, &[u8]) -> bool) -> Option<Route> {
        let taken = self.tools.iter().find(|tool| run(tool, &tool.bytes(text)));
        taken.map(|tool| tool.route).or_else(|| {
            (self.terminal && text.len().div_ceil(3) * 4 <= MOST_BASE64_BYTES).then_some(Route::Terminal)
        })
    }
}

/// The program that opens addresses in this environment: only where there is a screen for a browser.
pub fn opener(env: &TerminalEnv) -> Option<&'static str> {
    match env {
        env if env.ssh => None,
        _ if cfg!(target_os = "macos") => Some("open"),
        env if env.display || env.wayland => Some("xdg-open"),
        _ => None,
    }
}

/// Lets a program open an address, without waiting for it.
///
/// # Errors
/// That it could not be started.
pub fn open(program: &str, address: &str) -> std::io::Result<()> {
    let quiet = || Stdio::null();
    let mut child =
        Command::new(program).arg(address).stdin(quiet()).stdout(quiet()).stderr(quiet()).spawn()?;
    // Somebody has to take note of its end.
    std::thread::spawn(move || child.wait());
    Ok(())
}

impl Tool {
    /// The text as this tool wants it.
    fn bytes(&self, text: &str) -> Vec<u8> {
        if !self.utf16 {
            return text.as_bytes().to_vec();
        }
        let text = text.replace('\n', "\r\n");
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    }

    /// Feeds the tool; true when it ended well in time.
    fn run(&self, input: &[u8]) -> bool {
        let child = Command::new(&self.program)
            .args(self.args)
            .stdin(Stdio::piped())
            // xclip stays alive holding the selection; it must not hold our terminal as well.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = child else { return false };
        if let Some(mut stdin) = child.stdin.take() {
            let input = input.to_vec();
            // On its own thread: a tool that does not read would block a full pipe for ever.
            std::thread::spawn(move || {
                let _ = stdin.write_all(&input);
            });
        }
        let until = Instant::now() + PATIENCE;
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(3)),
                Ok(None) | Err(_) => {
                    let _ = child.kill();
                    let _ = child.wait();
                    return false;
                }
            }
        }
    }
}

/// The body of the clipboard's thread.
pub fn serve(plan: &Plan, tickets: &Receiver<Box<Ticket>>, events: &Sender<Event>) {
    for ticket in tickets {
        let route = plan.carry_out(&ticket.text);
        if events.send(Event::Reply(Reply::Copied { ticket, route })).is_err() {
            return;
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    /// A tool that is this script.
    fn script(script: &str) -> (tempfile::TempDir, Tool) {
        let dir = tempfile::tempdir().expect("a directory");
        let program = dir.path().join("xclip");
        fs::write(&program, script).expect("a script");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
        (dir, Tool { route: Route::Tool("xclip"), program, args: &[], utf16: false })
    }

    fn routes(env: &TerminalEnv) -> Vec<Route> {
        Plan::of(env).tools.iter().map(|t| t.route).collect()
    }

    fn linux() -> TerminalEnv {
        TerminalEnv { term: Some("xterm-256color".into()), ssh: true, ..TerminalEnv::default() }
    }

    #[test]
    fn a_tool_needs_its_display() {
        assert_eq!(Plan::of(&linux()), Plan { tools: vec![], terminal: true });
        assert_eq!(
            routes(&TerminalEnv { display: true, ..linux() }),
            [Route::Tool("xclip"), Route::Tool("xsel")]
        );
    }

    #[test]
    fn what_fails_is_followed_by_the_next() {
        let plan = Plan::of(&TerminalEnv { display: true, wayland: true, tmux: true, ..linux() });
        assert_eq!(plan.copy("退款", &|_, _| true), Some(Route::Tool("wl-copy")));
        assert_eq!(plan.copy("退款", &|t, _| t.route == Route::Tmux), Some(Route::Tmux));
        assert_eq!(plan.copy("退款", &|_, _| false), Some(Route::Terminal));
        assert_eq!(plan.copy(&"退".repeat(30_000), &|_, _| false), None, "too long for OSC 52");
        let console = Plan { terminal: false, ..plan };
        assert_eq!(console.copy("退款", &|_, _| false), None);
    }

    #[test]
    fn the_far_clipboard_is_not_taken_for_the_near_one() {
        let far = TerminalEnv { wsl: true, ..linux() };
        assert!(routes(&far).is_empty());
        let near = Plan::of(&TerminalEnv { ssh: false, ..far });
        let clip = near.tools.iter().find(|t| t.route == Route::Tool("clip.exe")).expect("clip.exe");
        assert_eq!(clip.bytes("a\n"), [0xff, 0xfe, b'a', 0, b'\r', 0, b'\n', 0]);
    }

    #[test]
    fn a_bare_console_or_screen_has_no_osc_52() {
        for (env, terminal) in [
            (TerminalEnv { screen: true, ..linux() }, false),
            (TerminalEnv { screen: true, tmux: true, ..linux() }, true),
            (TerminalEnv { term: Some("linux".into()), ..linux() }, false),
        ] {
            assert_eq!(Plan::of(&env).terminal, terminal);
        }
    }

    #[test]
    fn a_tool_gets_the_text_and_its_failure_or_absence_is_noticed() {
        let (dir, tool) = script("#!/bin/sh\ncat > \"$(dirname \"$0\")/got\"\n");
        let absent = Tool { program: dir.path().join("absent"), route: Route::Tmux, ..tool.clone() };
        let plan = Plan { tools: vec![absent, tool], terminal: true };
        assert_eq!(plan.copy("您好，退款3天到账。", &Tool::run), Some(Route::Tool("xclip")));
        let got = fs::read_to_string(dir.path().join("got")).expect("what the tool got");
        assert_eq!(got, "您好，退款3天到账。");
        let (_dir, failing) = script("#!/bin/sh\nexit 1\n");
        let plan = Plan { tools: vec![failing], terminal: true };
        assert_eq!(plan.copy("x", &Tool::run), Some(Route::Terminal));
    }
}
