//! Values of records as plain text and days.

use jiff::civil::Date;
use serde_json::Value;

use crate::import::{date, html};
use crate::model::{Moment, Zone};

/// A value as text; lists and objects have none.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => html::to_text(text),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The day of a time. Seconds and milliseconds since 1970 are taken in China's time, as the desk does by default. A time
/// of day alone has none, and is no mistake: recordings count from their beginning.
pub(super) fn day(time: &str) -> Option<Date> {
    let time = time.trim();
    if let Ok(number) = time.parse::<i64>() {
        let millis = match time.len() {
            10 => number.checked_mul(1_000)?,
            13 => number,
            _ => return date::parse(time),
        };
        return Some(Zone::default().day_of(Moment(millis)));
    }
    date::parse(time).or_else(|| {
        // What follows the day may be written in any way: 2026年3月1日 上午10点.
        let end = time.char_indices().find(|(_, c)| c.is_whitespace() || *c == 'T')?.0;
        date::parse(time.get(..end)?)
    })
}
