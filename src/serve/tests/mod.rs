//! Real sockets in directories of their own. Nothing sleeps: whoever waits, waits for an answer or for an end, and a wait
//! that would never end fails by its time limit.

// Not on the declaration: clippy knows tests by a plain `cfg(test)`.
#![cfg(unix)]

mod client;
mod connection;
mod flood;
mod place;

use std::fs::{self, Permissions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use tempfile::TempDir;

use super::socket::{Limits, listen_within};
use super::*;
use crate::i18n::{Language, Messages};
use crate::model::told::{Answer, Envelope, Told};

/// Longer than anything here may take.
const LONG: Duration = Duration::from_secs(30);

/// A directory for a socket.
struct Spot {
    _dir: TempDir,
    path: PathBuf,
}

fn spot() -> Spot {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("state").join("desk.sock");
    Spot { _dir: dir, path }
}

/// The socket's directory, as safe as the desk would make it, whatever the umask is.
fn make_dir(path: &Path) {
    let dir = path.parent().unwrap();
    fs::create_dir_all(dir).unwrap();
    fs::set_permissions(dir, Permissions::from_mode(0o700)).unwrap();
}

fn here(listening: Result<Listening, SocketError>) -> Door {
    match listening {
        Ok(Listening::Here(door)) => door,
        other => panic!("not here: {other:?}"),
    }
}

/// A desk that does everything it is told.
fn willing(path: &Path) -> Door {
    here(listen(path, |_| Answer::Done))
}

/// A desk that does everything and passes on what it was told.
fn recording(path: &Path) -> (Door, Receiver<Told>) {
    let (sender, told) = mpsc::channel();
    let desk = move |message| {
        sender.send(message).map_or_else(|_| Answer::refused("nobody records."), |()| Answer::Done)
    };
    (here(listen(path, desk)), told)
}

/// A client that can do wrong.
struct Raw {
    reader: BufReader<UnixStream>,
}

impl Raw {
    fn connect(path: &Path) -> Raw {
        let stream = UnixStream::connect(path).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.set_write_timeout(Some(LONG)).unwrap();
        Raw { reader: BufReader::new(stream) }
    }

    fn stream(&self) -> &UnixStream {
        self.reader.get_ref()
    }

    fn write(&self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream().write_all(bytes)
    }

    /// The next answer and its number; `None` at the end.
    fn answer(&mut self) -> Option<(Option<u64>, Answer)> {
        let mut line = String::new();
        match self.reader.read_line(&mut line) {
            Ok(0) => None,
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => None,
            Ok(_) => Some(Answer::read(line.as_bytes()).unwrap()),
            Err(error) => panic!("no answer: {error}"),
        }
    }

    /// The code of the answer to a line, `ok` if it is none.
    fn ask(&mut self, line: &str) -> &'static str {
        self.write(format!("{line}\n").as_bytes()).unwrap();
        match self.answer().expect("an answer").1 {
            Answer::Refused(refusal) => refusal.code.word(),
            _ => "ok",
        }
    }
}

const STATUS: &str = r#"{"v":1,"do":"status"}"#;

#[test]
fn the_documented_messages_and_answers_are_read() {
    let lines: Vec<&str> =
        include_str!("../mod.rs").lines().filter_map(|line| line.strip_prefix("//! {")).collect();
    let (mut messages, mut answers) = (Vec::new(), 0);
    for line in lines {
        let line = format!("{{{line}");
        if line.contains("\"do\"") {
            messages.push(Envelope::read(line.as_bytes()).expect(&line).told.name());
        } else {
            Answer::read(line.as_bytes()).expect(&line);
            answers += 1;
        }
    }
    assert_eq!(messages, ["contact-start", "query", "open", "contact-end", "transcript", "status"]);
    assert_eq!(answers, 4);
}

#[test]
fn every_error_says_itself_in_both_languages() {
    let (path, detail) = (PathBuf::from("/s/desk.sock"), "odd".to_owned());
    let socket = [
        SocketError::TooLong { path: path.clone(), bytes: 200, most: 103 },
        SocketError::OthersWrite { dir: path.clone(), mode: 0o777 },
        SocketError::NotOurs { dir: path.clone() },
        SocketError::NotASocket { path: path.clone() },
        SocketError::Io { path: path.clone(), detail: detail.clone() },
        SocketError::NotHere,
    ];
    let tell = [
        TellError::NoDesk { path: path.clone() },
        TellError::TooLong { path: path.clone(), bytes: 200, most: 103 },
        TellError::NotAllowed { path: path.clone() },
        TellError::Silent { path: path.clone(), seconds: 5 },
        TellError::Ended { path: path.clone() },
        TellError::Malformed { path: path.clone(), detail: detail.clone() },
        TellError::Io { path: path.clone(), detail: detail.clone() },
        TellError::Input { detail },
        TellError::NotHere,
    ];
    for language in [Language::Chinese, Language::English] {
        let messages = Messages::new(language);
        let said = socket.iter().map(|error| (error.say(&messages), error.to_string()));
        for (said, plain) in said.chain(tell.iter().map(|error| (error.say(&messages), error.to_string()))) {
            assert!(!said.contains('{') && said.ends_with(['。', '.']), "{said}");
            assert_eq!(said.contains("/s/desk.sock"), plain.contains("/s/desk.sock"), "{said}");
        }
    }
}
