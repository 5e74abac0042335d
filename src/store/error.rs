//! What can go wrong with a database file, told apart by what a person can do about it.

use std::path::PathBuf;

use super::migrate::{ARTICLES, DESK};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("{} does not exist", path.display())]
    Missing {
        /// The database file.
        path: PathBuf,
    },
    /// It is a SQLite database of something else, or not a database.
    #[error("{} is not a zhixi database", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A newer program wrote it. Nothing was changed.
    #[error("{} has schema {found}; this program knows up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// An older schema in a place where nothing can be written.
    #[error("{} has the older schema {found} and cannot be upgraded without write permission", path.display())]
    OlderReadOnly {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
    },
    /// The file is damaged or cut off.
    #[error("{} is damaged: {detail}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// Another program is writing.
    #[error("{} is being written by another program", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be opened.
    #[error("{} cannot be opened: {detail}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// Nothing may be written there.
    #[error("{} cannot be written: it is read-only", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// No room or a failing disk; the transaction was rolled back.
    #[error("writing {} failed ({detail}); nothing was changed", path.display())]
    NotWritten {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        detail: String,
    },
    /// The text was changed by someone else since it was read.
    #[error("article {id} has moved on: revision {current} is newer than {based_on}")]
    Conflict {
        /// The article's id.
        id: String,
        /// Number of the revision that the edit was based on.
        based_on: i64,
        /// Number of the newest revision.
        current: i64,
    },
    /// A value in the database that the program does not understand.
    #[error("the database holds {value:?} where {what} is expected")]
    Value {
        /// What was expected.
        what: &'static str,
        /// What is there.
        value: String,
    },
    /// Anything else that SQLite says.
    #[error("the database says: {0}")]
    Sql(rusqlite::Error),
}

impl StoreError {
    /// Names the file in an error of SQLite.
    pub(super) fn at(path: &std::path::Path) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
        move |error| {
            use rusqlite::ErrorCode as C;
            let path = path.to_path_buf();
            let detail = error.to_string();
            match error.sqlite_error_code() {
                Some(C::NotADatabase) if has_our_mark(&path) => StoreError::Damaged { path, detail },
                Some(C::NotADatabase) => StoreError::Foreign { path },
                Some(C::DatabaseCorrupt) => StoreError::Damaged { path, detail },
                Some(C::DatabaseBusy | C::DatabaseLocked | C::FileLockingProtocolFailed) => {
                    StoreError::Locked { path }
                }
                Some(C::CannotOpen | C::PermissionDenied) => StoreError::CannotOpen { path, detail },
                Some(C::ReadOnly) => StoreError::ReadOnly { path },
                Some(C::SystemIoFailure) if is_of_reading(&error) => StoreError::CannotOpen { path, detail },
                Some(C::DiskFull | C::SystemIoFailure | C::TooBig | C::OutOfMemory) => {
                    StoreError::NotWritten { path, detail }
                }
                _ => StoreError::Sql(error),
            }
        }
    }
}

/// Whether an I/O error came while reading: nothing was being written then.
fn is_of_reading(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    matches!(error.sqlite_error(), Some(e) if matches!(
        e.extended_code,
        ffi::SQLITE_IOERR_READ
            | ffi::SQLITE_IOERR_SHORT_READ
            | ffi::SQLITE_IOERR_FSTAT
            | ffi::SQLITE_IOERR_ACCESS
            | ffi::SQLITE_IOERR_MMAP
            | ffi::SQLITE_IOERR_CORRUPTFS
    ))
}

/// Whether a file begins as our databases do: what SQLite then cannot read was one of them.
fn has_our_mark(path: &std::path::Path) -> bool {
    use std::io::Read as _;
    let mut head = [0; 72];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    let id = head.last_chunk::<4>().map(|id| i32::from_be_bytes(*id));
    read.is_ok()
        && head.starts_with(b"SQLite format 3\0")
        && id.is_some_and(|id| [ARTICLES.application_id, DESK.application_id].contains(&id))
}
