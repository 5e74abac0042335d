//! Writing articles out in the exchange format.

use std::io::Write;
use std::path::Path;

use super::error::KbError;
use super::open::Kb;
use crate::model::Moment;

impl Kb {
    /// Writes every article, one JSON object a line, in the order in which they came: its current text, else its newest.
    /// How many were written.
    ///
    /// # Errors
    /// Those of the database, and `path` when it cannot be written.
    pub fn export(&self, out: &mut dyn Write, path: &Path, now: Moment) -> Result<usize, KbError> {
        let io = KbError::io(path);
        let numbers = self.store.article_numbers()?;
        let mut count = 0;
        for number in numbers {
            let Some(revision) = self.best_revision(number, now)? else { continue };
            let Some(stored) = self.store.load(revision, &self.trees.category)? else { continue };
            serde_json::to_writer(&mut *out, &stored.article)
                .map_err(|error| io(std::io::Error::from(error)))?;
            out.write_all(b"\n").map_err(&io)?;
            count += 1;
        }
        out.flush().map_err(&io)?;
        Ok(count)
    }
}
