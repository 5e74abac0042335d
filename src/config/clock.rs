//! The clock on the wall. Everybody else is told what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::model::Moment;

/// Now.
#[allow(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
pub fn now() -> Moment {
    let millis = |span: std::time::Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    // A clock before 1970 is wrong, but it is no reason to stop.
    Moment(match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => millis(since),
        Err(before) => -millis(before.duration()),
    })
}
