//! Why the door cannot be opened, and why nobody answers behind it, with what to do about it.

use std::path::{Path, PathBuf};

use crate::i18n::Messages;

/// Why the door cannot be opened. The desk works without it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SocketError {
    /// The system takes no socket at so long a path.
    #[error("the socket's path {} has {bytes} bytes; at most {most} are possible", path.display())]
    TooLong {
        /// The socket.
        path: PathBuf,
        /// Length of the path.
        bytes: usize,
        /// The most that every system takes.
        most: usize,
    },
    /// Whoever may write in the directory could put a socket of their own there.
    #[error("others may write in {} (mode {mode:o})", dir.display())]
    OthersWrite {
        /// The socket's directory.
        dir: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The directory is another person's.
    #[error("{} belongs to another user", dir.display())]
    NotOurs {
        /// The socket's directory.
        dir: PathBuf,
    },
    /// Something else lies where the socket goes.
    #[error("{} exists and is not a socket", path.display())]
    NotASocket {
        /// The socket.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("no socket can be made at {}: {detail}", path.display())]
    Io {
        /// The socket.
        path: PathBuf,
        /// Words of the system.
        detail: String,
    },
    /// There are no local sockets on this system.
    #[error("local sockets are not available on this system")]
    NotHere,
}

impl SocketError {
    /// What happened and what to do, in the person's language.
    pub fn say(&self, messages: &Messages) -> String {
        match self {
            SocketError::TooLong { path, bytes, most } => too_long(path, *bytes, *most, messages),
            SocketError::OthersWrite { dir, mode } => {
                let mode = format!("{mode:o}");
                messages.fill("serve.others_write", &[("path", &dir.display()), ("mode", &mode)])
            }
            SocketError::NotOurs { dir } => messages.fill("serve.not_ours", &[("path", &dir.display())]),
            SocketError::NotASocket { path } => {
                messages.fill("serve.not_a_socket", &[("path", &path.display())])
            }
            SocketError::Io { path, detail } => {
                messages.fill("serve.io", &[("path", &path.display()), ("detail", detail)])
            }
            SocketError::NotHere => messages.get("serve.not_here").to_owned(),
        }
    }
}

/// Why nothing could be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TellError {
    /// Nobody listens.
    #[error("no desk listens at {}", path.display())]
    NoDesk {
        /// The socket.
        path: PathBuf,
    },
    /// No desk can listen at so long a path.
    #[error("the socket's path {} has {bytes} bytes; at most {most} are possible", path.display())]
    TooLong {
        /// The socket.
        path: PathBuf,
        /// Length of the path.
        bytes: usize,
        /// The most that every system takes.
        most: usize,
    },
    /// The socket is another person's.
    #[error("{} may not be used", path.display())]
    NotAllowed {
        /// The socket.
        path: PathBuf,
    },
    /// No answer came in time.
    #[error("the desk at {} has not answered for {seconds} s", path.display())]
    Silent {
        /// The socket.
        path: PathBuf,
        /// How long it was waited for.
        seconds: u64,
    },
    /// The desk ended before it answered.
    #[error("the desk at {} ended before it answered", path.display())]
    Ended {
        /// The socket.
        path: PathBuf,
    },
    /// Somebody else answers, or a desk of another version.
    #[error("what {} answers is not understood: {detail}", path.display())]
    Malformed {
        /// The socket.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The system refuses.
    #[error("{} cannot be reached: {detail}", path.display())]
    Io {
        /// The socket.
        path: PathBuf,
        /// Words of the system.
        detail: String,
    },
    /// What was to be told cannot be read.
    #[error("the input cannot be read: {detail}")]
    Input {
        /// Words of the system.
        detail: String,
    },
    /// There are no local sockets on this system.
    #[error("local sockets are not available on this system")]
    NotHere,
}

impl TellError {
    /// What happened and what to do, in the person's language.
    pub fn say(&self, messages: &Messages) -> String {
        match self {
            TellError::NoDesk { path } => messages.fill("tell.no_desk", &[("path", &path.display())]),
            TellError::TooLong { path, bytes, most } => too_long(path, *bytes, *most, messages),
            TellError::NotAllowed { path } => messages.fill("tell.not_allowed", &[("path", &path.display())]),
            TellError::Silent { path, seconds } => {
                messages.fill("tell.silent", &[("path", &path.display()), ("seconds", seconds)])
            }
            TellError::Ended { path } => messages.fill("tell.ended", &[("path", &path.display())]),
            TellError::Malformed { path, detail } => {
                messages.fill("tell.malformed", &[("path", &path.display()), ("detail", detail)])
            }
            TellError::Io { path, detail } => {
                messages.fill("tell.io", &[("path", &path.display()), ("detail", detail)])
            }
            TellError::Input { detail } => messages.fill("tell.input", &[("detail", detail)]),
            TellError::NotHere => messages.get("serve.not_here").to_owned(),
        }
    }
}

fn too_long(path: &Path, bytes: usize, most: usize, messages: &Messages) -> String {
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("path", &path.display()), ("bytes", &bytes), ("most", &most)];
    messages.fill("serve.socket_too_long", &values)
}
