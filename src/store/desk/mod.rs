//! `desk.db`: one person's history, favourites, notes, contacts and feedback. Never shared.

mod contacts;
mod favourites;
mod feedback;
mod history;
mod notes;
mod shift;
mod writing;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::migrate::DESK;
use super::open::open_or_create;

pub use contacts::{KeptContact, KeptStep};
pub use feedback::Waiting;
pub use history::Deed;
pub use notes::Note;
pub use writing::Writing;

/// An open `desk.db`.
pub struct DeskStore {
    conn: Connection,
    path: PathBuf,
}

impl DeskStore {
    /// Opens the file, making it and its directory where absent.
    ///
    /// # Errors
    /// As for opening a KB.
    pub fn open(path: &Path) -> Result<DeskStore, StoreError> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| StoreError::CannotOpen {
                path: path.to_path_buf(),
                detail: error.to_string(),
            })?;
        }
        Ok(DeskStore { conn: open_or_create(path, &DESK)?, path: path.to_path_buf() })
    }

    fn at(&self) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
        StoreError::at(&self.path)
    }
}
