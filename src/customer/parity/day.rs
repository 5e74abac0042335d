//! Dates that say more or less of the same day: 2026-01-01, 1月1日, 2026年.

/// A date as far as a fact says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Day {
    /// Which of [`MONTHS`].
    of: Option<u16>,
    year: Option<u16>,
    month: Option<u16>,
    day: Option<u16>,
}

/// Months that are told by the day on which they are read.
const MONTHS: [&str; 4] = ["每月", "次月", "当月", "上月"];

impl Day {
    /// Reads the value of a fact; `None` for a range such as `每月1~5日`.
    pub(super) fn of(value: &str) -> Option<Day> {
        let (of, rest) = (0..)
            .zip(MONTHS)
            .find_map(|(n, of)| Some((Some(n), value.strip_prefix(of)?)))
            .unwrap_or((None, value));
        let plain = Day { of, ..Day::default() };
        if let Some(day) = rest.strip_suffix('日') {
            return Some(Day { day: Some(day.parse().ok()?), ..plain });
        }
        if let Some(month) = rest.strip_suffix('月') {
            return Some(Day { month: Some(month.parse().ok()?), ..plain });
        }
        let mut pieces = rest.split('-').map(|piece| piece.parse::<u16>().ok());
        let day = match (pieces.next()?, pieces.next(), pieces.next()) {
            (year, Some(month), Some(day)) => Day { year, month, day, ..plain },
            (year, Some(month), None) if rest.len() == "2026-01".len() => Day { year, month, ..plain },
            (month, Some(day), None) => Day { month, day, ..plain },
            (year, None, _) => Day { year, ..plain },
        };
        (day != plain).then_some(day)
    }

    fn pieces(&self) -> [Option<u16>; 4] {
        [self.of, self.year, self.month, self.day]
    }

    /// Whether all that this says is said by the other.
    pub(super) fn is_within(&self, other: &Day) -> bool {
        self.pieces().iter().zip(other.pieces()).all(|(mine, theirs)| mine.is_none() || *mine == theirs)
    }

    /// Whether a piece of the two differs.
    pub(super) fn contradicts(&self, other: &Day) -> bool {
        self.pieces().iter().zip(other.pieces()).any(|(a, b)| a.is_some() && b.is_some() && *a != b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_can_say_less_of_the_same_day() {
        let day = |text| Day::of(text).unwrap();
        for (less, more) in [
            ("01-01", "2026-01-01"),
            ("2026", "2026-01-01"),
            ("2026-01", "2026-01-01"),
            ("01月", "2026-01"),
            ("5日", "每月5日"),
            ("05-25", "05-25"),
        ] {
            assert!(day(less).is_within(&day(more)), "{less} {more}");
        }
        for (a, b) in [("2026-01-01", "2027-01-01"), ("每月5日", "次月5日"), ("01-02", "2026-01-01")] {
            assert!(day(a).contradicts(&day(b)) && !day(a).is_within(&day(b)), "{a} {b}");
        }
        assert_eq!(Day::of("每月1~5日"), None);
    }
}
