//! What nobody has written yet: questions that found nothing, kept on the desk until they are handed on.

use super::error::KbError;
use super::open::Kb;
use crate::model::{Moment, Scope};

/// What became of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// It is recorded and waits to be handed on.
    Recorded,
    /// It was recorded before and still waits.
    Known,
    /// This desk has no file of its own: nothing is recorded.
    NoPlace,
}

impl Kb {
    /// Records that a query has no good answer here, in the user's own file, masked of personal numbers.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn record_gap(&self, query: &str, scope: &Scope, now: Moment) -> Result<Gap, KbError> {
        let Some(desk) = &self.desk else { return Ok(Gap::NoPlace) };
        let is_new = desk.record_gap(self.store.uuid(), query, scope, now)?;
        Ok(if is_new { Gap::Recorded } else { Gap::Known })
    }
}
