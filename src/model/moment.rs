//! Instants and days. The rooms are told what time it is; only the edge of the program asks a clock.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// An instant: milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub i64);

impl Moment {
    /// Later than every date that people write.
    pub const FOREVER: Moment = Moment(i64::MAX);
    /// Earlier than every date that people write.
    pub const ALWAYS: Moment = Moment(i64::MIN);
}

/// The time zone of a knowledge base, in which its dates are meant.
#[derive(Debug, Clone)]
pub struct Zone(TimeZone);

impl Default for Zone {
    /// China Standard Time.
    fn default() -> Self {
        Zone(TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC))
    }
}

impl Zone {
    /// Finds a zone by its IANA name.
    pub fn named(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(Zone)
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant at which a day begins.
    pub fn start_of(&self, day: Date) -> Moment {
        day.to_zoned(self.0.clone()).map_or(Moment::FOREVER, |z| Moment(z.timestamp().as_millisecond()))
    }

    /// The instant of a time of day; `None` for a time that no clock shows.
    pub fn at(&self, day: Date, hour: i8, minute: i8) -> Option<Moment> {
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        let zoned = day.to_datetime(time).to_zoned(self.0.clone()).ok()?;
        Some(Moment(zoned.timestamp().as_millisecond()))
    }

    /// The day that an instant falls on; days outside what a calendar can say are clamped.
    pub fn day_of(&self, moment: Moment) -> Date {
        let stamp = Timestamp::from_millisecond(moment.0).unwrap_or(if moment.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        stamp.to_zoned(self.0.clone()).date()
    }

    /// The next midnight after an instant: when what is current may change.
    pub fn next_midnight(&self, moment: Moment) -> Moment {
        match self.day_of(moment).checked_add(1.day()) {
            Ok(tomorrow) => self.start_of(tomorrow),
            Err(_) => Moment::FOREVER,
        }
    }

    /// `2026-11-22 18:05` in this zone.
    pub fn minute_label(&self, moment: Moment) -> String {
        Timestamp::from_millisecond(moment.0)
            .map(|t| t.to_zoned(self.0.clone()).strftime("%Y-%m-%d %H:%M").to_string())
            .unwrap_or_default()
    }
}
