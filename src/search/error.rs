//! What can go wrong with an index. None of it loses anything: the store has the truth.

use std::path::PathBuf;

/// A failure of the index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is none.
    #[error("there is no index in {}", path.display())]
    Missing {
        /// The directory.
        path: PathBuf,
    },
    /// It was made by another version of the program, or for another KB.
    #[error("the index in {} is of another make", path.display())]
    OtherMake {
        /// The directory.
        path: PathBuf,
    },
    /// Another program is writing it.
    #[error("the index in {} is being written by another program", path.display())]
    Locked {
        /// The directory.
        path: PathBuf,
    },
    /// It cannot be read or written.
    #[error("the index in {} fails: {detail}", path.display())]
    Broken {
        /// The directory.
        path: PathBuf,
        /// Words of the library or of the system.
        detail: String,
    },
}

impl SearchError {
    /// Names the directory in an error of the library.
    pub(super) fn at(path: &std::path::Path) -> impl Fn(tantivy::TantivyError) -> SearchError + '_ {
        move |error| {
            let path = path.to_path_buf();
            match error {
                tantivy::TantivyError::LockFailure(..) => SearchError::Locked { path },
                tantivy::TantivyError::SchemaError(_) | tantivy::TantivyError::IncompatibleIndex(_) => {
                    SearchError::OtherMake { path }
                }
                other => SearchError::Broken { path, detail: other.to_string() },
            }
        }
    }

    /// Names the directory in an error of the system.
    pub(super) fn io(path: &std::path::Path) -> impl Fn(std::io::Error) -> SearchError + '_ {
        move |error| SearchError::Broken { path: path.to_path_buf(), detail: error.to_string() }
    }
}
