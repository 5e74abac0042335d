//! What the tests stand on.

#[cfg(unix)]
pub mod desk;
pub mod env;
pub mod source;

use std::path::PathBuf;

/// A path in the repository.
pub fn repo(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}
