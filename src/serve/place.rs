//! Where the socket is: a directory that nobody else may write, a lock that says whose it is, a socket that nobody else
//! may use.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use super::SocketError;
use super::client::{ANSWER_WITHIN, connect};

/// The shortest bound of the systems: 104 bytes with the closing zero on BSD and macOS; Linux has 108.
pub(super) const MOST_PATH_BYTES: usize = 103;

/// Sockets are born in here, where nobody else can reach them before they have their permissions.
const NURSERY: &str = ".new";

/// A socket that is ours.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    /// Device and inode: another desk may have put its own there since.
    identity: (u64, u64),
    /// Held as long as the desk lives; the system gives it back when the desk crashes. `None` where the file system has
    /// no locks.
    _lock: Option<File>,
}

impl Place {
    /// Takes the place, unless a live desk has it. What a crashed one left behind is replaced. `waits`: until the desk
    /// that has it ends, where the file system has locks.
    pub(super) fn take(path: &Path, waits: bool) -> Result<Option<(Place, UnixListener)>, SocketError> {
        let dir = match path.parent() {
            Some(dir) if !dir.as_os_str().is_empty() => dir,
            _ => Path::new("."),
        };
        let born = dir.join(NURSERY).join("s");
        let bytes = path.as_os_str().len().max(born.as_os_str().len());
        if bytes > MOST_PATH_BYTES {
            return Err(SocketError::TooLong { path: path.into(), bytes, most: MOST_PATH_BYTES });
        }
        let io = |error: io::Error| SocketError::Io { path: path.into(), detail: error.to_string() };
        let owner = private(dir, io)?;
        let lock = match lock(&path.with_extension("lock"), waits) {
            Ok(lock) => lock,
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(io(error)),
        };
        if is_alive(path, io)? {
            return Ok(None);
        }
        let (listener, born_owner, identity) = bind(&born, path).map_err(io)?;
        let place = Place { path: path.into(), identity, _lock: lock };
        // What we make belongs to us, which is the one portable way to learn who we are. The place is left on return.
        if born_owner != owner {
            return Err(SocketError::NotOurs { dir: dir.into() });
        }
        Ok(Some((place, listener)))
    }

    /// The socket.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the socket at the path is still ours.
    pub(super) fn is_ours(&self) -> bool {
        fs::symlink_metadata(&self.path).is_ok_and(|now| (now.dev(), now.ino()) == self.identity)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.is_ours() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Makes the directory where it is missing, refuses one that others may write; its owner.
fn private(dir: &Path, io: impl Fn(io::Error) -> SocketError) -> Result<u32, SocketError> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(&io)?;
    let found = fs::metadata(dir).map_err(&io)?;
    let mode = found.mode() & 0o7777;
    if mode & 0o022 != 0 {
        return Err(SocketError::OthersWrite { dir: dir.into(), mode });
    }
    Ok(found.uid())
}

/// Two desks that start at once must not both take over what a third left behind.
fn lock(path: &Path, waits: bool) -> Result<Option<File>, TryLockError> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(TryLockError::Error)?;
    let locked = if waits { file.lock().map_err(TryLockError::Error) } else { file.try_lock() };
    match locked {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
        // A network file system may have no locks; then only the socket itself tells.
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Whether somebody listens at the path.
fn is_alive(path: &Path, io: impl Fn(io::Error) -> SocketError) -> Result<bool, SocketError> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(io(error)),
        Ok(found) if !found.file_type().is_socket() => {
            return Err(SocketError::NotASocket { path: path.into() });
        }
        Ok(_) => {}
    }
    match connect(path, ANSWER_WITHIN) {
        Ok(_) => Ok(true),
        Err(error) => match error.kind() {
            io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => Ok(false),
            // A desk that is stopped takes no connections, and lives.
            io::ErrorKind::TimedOut => Ok(true),
            _ => Err(io(error)),
        },
    }
}

/// Binds where only we can reach, sets the permissions, then moves the socket to its place over what was there: at no
/// time, under no umask can others connect. The listener, its owner and its identity.
fn bind(born: &Path, path: &Path) -> io::Result<(UnixListener, u32, (u64, u64))> {
    let nursery = born.parent().unwrap_or(born);
    let _ = fs::remove_dir_all(nursery);
    DirBuilder::new().mode(0o700).create(nursery)?;
    let bound = UnixListener::bind(born).and_then(|listener| {
        fs::set_permissions(born, Permissions::from_mode(0o600))?;
        let made = fs::symlink_metadata(born)?;
        fs::rename(born, path)?;
        Ok((listener, made.uid(), (made.dev(), made.ino())))
    });
    let _ = fs::remove_dir_all(nursery);
    bound
}
