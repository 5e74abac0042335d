//! A file that is one row as a whole.

use std::io::{self, Read as _};
use std::{fs, path::Path};

use super::MAX_ROW_BYTES;
use super::reason::Reason;

/// The bytes of a file, or why it is refused: it is longer than a row may be, and then it is not held.
///
/// # Errors
/// When it cannot be read.
pub(super) fn bytes(path: &Path) -> io::Result<Result<Vec<u8>, Reason>> {
    bytes_within(path, MAX_ROW_BYTES)
}

/// As [`bytes`], with a limit of its own.
///
/// # Errors
/// When it cannot be read.
pub(super) fn bytes_within(path: &Path, limit: usize) -> io::Result<Result<Vec<u8>, Reason>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() > limit { Err(Reason::TooLong { limit }) } else { Ok(bytes) })
}
