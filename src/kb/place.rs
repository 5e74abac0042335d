//! What lies at the path that someone names: a working KB, a snapshot, or nothing.

use std::path::{Path, PathBuf};

use super::error::KbError;

/// Name of the database in a KB directory.
pub(super) const DATABASE: &str = "articles.db";
/// How the names of files begin that are there only while a database is being made.
const DRAFT: &str = "articles.db.new";
/// Name of the index directory in a KB directory.
pub(super) const INDEX: &str = "index";
/// Name of the file in a directory of snapshots that names the one to use.
pub(super) const CURRENT: &str = "current";

/// Name of the list of files in a snapshot.
pub(super) const MANIFEST: &str = "manifest.json";

/// A KB directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A working KB.
    Working(PathBuf),
    /// A directory of snapshots and the one of them that is current.
    Snapshot {
        /// The directory that people name.
        root: PathBuf,
        /// The snapshot in it.
        dir: PathBuf,
    },
}

impl Place {
    /// Finds out what lies at a path.
    ///
    /// # Errors
    /// When there is no KB; each case by its own name.
    pub fn find(path: &Path) -> Result<Place, KbError> {
        let meta = std::fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => KbError::Absent { path: path.to_path_buf() },
            _ => KbError::io(path)(error),
        })?;
        if !meta.is_dir() {
            return Err(KbError::IsFile { path: path.to_path_buf() });
        }
        if path.join(DATABASE).exists() && path.join(MANIFEST).exists() {
            // One snapshot by its own name: it is never changed in place either.
            return Ok(Place::Snapshot { root: path.to_path_buf(), dir: path.to_path_buf() });
        }
        if path.join(DATABASE).exists() {
            return Ok(Place::Working(path.to_path_buf()));
        }
        match std::fs::read_to_string(path.join(CURRENT)) {
            Ok(name) => {
                let name = name.trim();
                // Only a plain name: a damaged file must not lead elsewhere.
                if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
                    return Err(KbError::NotAKb { path: path.to_path_buf() });
                }
                Ok(Place::Snapshot { root: path.to_path_buf(), dir: path.join(name) })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Reading the directory tells a closed door from an empty room.
                let mut entries = std::fs::read_dir(path).map_err(KbError::io(path))?;
                let path = path.to_path_buf();
                Err(if entries.next().is_none() { KbError::Empty { path } } else { KbError::NotAKb { path } })
            }
            Err(error) => Err(KbError::io(path)(error)),
        }
    }

    /// Whether a path is free for a new KB: absent, or an empty directory. What a crash left while a KB was being made
    /// does not count.
    pub fn is_free(path: &Path) -> bool {
        match std::fs::read_dir(path) {
            Ok(entries) => {
                entries.flatten().all(|entry| entry.file_name().to_string_lossy().starts_with(DRAFT))
            }
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        }
    }

    /// The directory with the database and the index.
    pub fn dir(&self) -> &Path {
        match self {
            Place::Working(dir) | Place::Snapshot { dir, .. } => dir,
        }
    }

    /// The directory that people name.
    pub fn root(&self) -> &Path {
        match self {
            Place::Working(dir) => dir,
            Place::Snapshot { root, .. } => root,
        }
    }
}
