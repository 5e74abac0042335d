//! When a revision holds, and what that means for the agent who reads it today.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::moment::{Moment, Zone};

/// 有效期: the half-open `[from, until)` in the KB's time zone, and the dates around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Validity {
    /// First valid day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The day after the last valid day. People see and write the last valid day (失效日期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// When someone has to look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Date>,
    /// After this day the product is no longer sold; the article stays, marked 停售·在网适用.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_until: Option<Date>,
    /// From this day the coming internal face may be read, marked 未生效·不得对外.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study_from: Option<Date>,
}

/// What is wrong with the dates of a validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValidityProblem {
    /// `until` is not after `from`.
    #[error("it ends ({until}) before it begins ({from})")]
    EndsBeforeItBegins {
        /// First valid day.
        from: Date,
        /// The day after the last valid day.
        until: Date,
    },
    /// `study_from` is after `from`.
    #[error("it may be studied from {study_from}, after it is valid from {from}")]
    StudyAfterStart {
        /// First day of study.
        study_from: Date,
        /// First valid day.
        from: Date,
    },
}

impl Validity {
    /// Whether no date is set at all.
    pub fn is_open(&self) -> bool {
        *self == Validity::default()
    }

    /// Checks that the dates make sense together.
    ///
    /// # Errors
    /// The first problem found.
    pub fn check(&self) -> Result<(), ValidityProblem> {
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until <= from
        {
            return Err(ValidityProblem::EndsBeforeItBegins { from, until });
        }
        if let (Some(study_from), Some(from)) = (self.study_from, self.from)
            && study_from > from
        {
            return Err(ValidityProblem::StudyAfterStart { study_from, from });
        }
        Ok(())
    }

    /// The last valid day, as people write it.
    pub fn last_day(&self) -> Option<Date> {
        self.until.and_then(|until| until.yesterday().ok())
    }

    /// Whether the day lies in `[from, until)`.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// The instants at which it begins and ends in a zone.
    pub fn span(&self, zone: &Zone) -> (Moment, Moment) {
        (
            self.from.map_or(Moment::ALWAYS, |day| zone.start_of(day)),
            self.until.map_or(Moment::FOREVER, |day| zone.start_of(day)),
        )
    }

    /// What an agent must know about it on this day.
    pub fn trust(&self, day: Date) -> Trust {
        if self.until.is_some_and(|until| until <= day) {
            Trust::Expired
        } else if self.from.is_some_and(|from| day < from) {
            if self.study_from.is_some_and(|study| study <= day) { Trust::Study } else { Trust::Future }
        } else if self.sale_until.is_some_and(|sale| sale < day) {
            Trust::OffSale
        } else if self.review_by.is_some_and(|review| review < day) {
            Trust::ReviewDue
        } else {
            Trust::Current
        }
    }
}

/// What validity says about a text on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trust {
    /// Valid.
    Current,
    /// Valid, but its review date has passed.
    ReviewDue,
    /// Valid for customers who have it; no longer sold.
    OffSale,
    /// Not valid yet; may be read inside the house.
    Study,
    /// Not valid yet.
    Future,
    /// No longer valid.
    Expired,
}
