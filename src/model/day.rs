//! Days as people write them.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::text::fold::fold_str;

/// Reads a day with its year: `2026-01-31`, `2026/1/31`, `2026.1.31`, `2026年1月31日`, `20260131`, in full width
/// too. `None` when it is written in another way or does not exist.
pub fn read_day(text: &str) -> Option<Date> {
    written(&fold_str(text.trim()))
}

fn written(folded: &str) -> Option<Date> {
    let day = folded.trim();
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        return date(day.get(0..4)?, day.get(4..6)?, day.get(6..8)?);
    }
    if let Some((year, rest)) = day.split_once('年') {
        let (month, day) = month_and_day(rest)?;
        return date(year, month, day);
    }
    let joint = day.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = day.split(joint);
    let found = date(parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() { None } else { found }
}

/// `1月31日`, `1月31号`, `1月31`.
fn month_and_day(folded: &str) -> Option<(&str, &str)> {
    let (month, rest) = folded.split_once('月')?;
    Some((month, rest.trim().strip_suffix(['日', '号']).unwrap_or(rest)))
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    // Two digits are no year: nobody could say which century.
    if year.trim().len() != 4 {
        return None;
    }
    let (month, day) = (number(month, 2)?, number(day, 2)?);
    Date::new(number(year, 4)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn number(text: &str, most_digits: usize) -> Option<i16> {
    let text = text.trim();
    let is_number = !text.is_empty() && text.len() <= most_digits && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// A day as an agent names it, who may leave the year or the whole calendar to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// A day of the calendar.
    Day(Date),
    /// A day of today's year.
    ThisYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31; that the month has it, [`When::day`] finds out.
        day: i8,
    },
    /// So many days from today; yesterday is -1.
    FromToday(i8),
}

/// Names of days near today, folded.
const NEAR: &[(&str, i8)] = &[
    ("今天", 0),
    ("今日", 0),
    ("today", 0),
    ("明天", 1),
    ("明日", 1),
    ("tomorrow", 1),
    ("后天", 2),
    ("昨天", -1),
    ("昨日", -1),
    ("yesterday", -1),
    ("前天", -2),
];

impl When {
    /// Reads a day: as [`read_day`], or `12月1日`, or `今天`, `明天`, `后天`, `昨天`, `前天`, `today`, `tomorrow`,
    /// `yesterday`. `None` when it is written in another way or can be no day of any year.
    pub fn read(text: &str) -> Option<When> {
        let folded = fold_str(text.trim());
        if let Some(&(_, days)) = NEAR.iter().find(|(name, _)| *name == folded) {
            return Some(When::FromToday(days));
        }
        if let Some(day) = written(&folded) {
            return Some(When::Day(day));
        }
        let (month, day) = month_and_day(&folded)?;
        let (month, day) = (number(month, 2)?, number(day, 2)?);
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        // A leap year has every day that any year has.
        Date::new(2000, month, day).ok().map(|_| When::ThisYear { month, day })
    }

    /// Which day that is; `None` for the 29th of February in a year that has none and beyond the calendar's end.
    pub fn day(self, today: Date) -> Option<Date> {
        match self {
            When::Day(day) => Some(day),
            When::ThisYear { month, day } => Date::new(today.year(), month, day).ok(),
            When::FromToday(days) => today.checked_add(i32::from(days).days()).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Date = Date::constant(2026, 11, 30);

    #[test]
    fn days_with_a_year_are_read_as_people_write_them() {
        let expected = Some(Date::constant(2026, 12, 1));
        for text in [
            "2026-12-01",
            "2026-12-1",
            "2026/12/1",
            "2026.12.1",
            "20261201",
            "2026年12月1日",
            "2026年12月1号",
            "2026 年 12 月 01 日",
            "２０２６－１２－０１",
            " 2026/12/01 ",
        ] {
            assert_eq!(read_day(text), expected, "{text}");
            assert_eq!(When::read(text).and_then(|when| when.day(TODAY)), expected, "{text}");
        }
    }

    #[test]
    fn days_that_lean_on_today_are_read() {
        for (text, expected) in [
            ("今天", "2026-11-30"),
            ("明天", "2026-12-01"),
            ("后天", "2026-12-02"),
            ("後天", "2026-12-02"),
            ("昨天", "2026-11-29"),
            ("前天", "2026-11-28"),
            ("Tomorrow", "2026-12-01"),
            ("12月1日", "2026-12-01"),
            ("12月1号", "2026-12-01"),
            ("１月３１", "2026-01-31"),
        ] {
            let day = When::read(text).and_then(|when| when.day(TODAY));
            assert_eq!(day.map(|day| day.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "-",
            "2026",
            "2026-12",
            "2026-02-30",
            "2026-13-01",
            "26-12-01",
            "12/1/2026",
            "2026-12-01-02",
            "20260230",
            "13月1日",
            "2月30日",
            "月日",
            "1月",
            "明年",
            "下周一",
            "99999999999999999999月1日",
        ] {
            assert_eq!(When::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_leap_day_is_a_day_of_leap_years_only() {
        let leap_day = When::read("2月29日").unwrap();
        assert_eq!(leap_day.day(TODAY), None);
        assert_eq!(leap_day.day(Date::constant(2028, 1, 1)), Some(Date::constant(2028, 2, 29)));
        assert_eq!(When::FromToday(1).day(Date::MAX), None);
    }

    proptest! {
        #[test]
        fn every_day_is_read_back(day in super::super::arbitrary::date()) {
            let (year, month, number) = (day.year(), day.month(), day.day());
            for text in [day.to_string(), format!("{year:04}年{month}月{number}日"), day.strftime("%Y%m%d").to_string()] {
                prop_assert_eq!(When::read(&text), Some(When::Day(day)), "{}", text);
            }
            let text = format!("{month}月{number}日");
            prop_assert_eq!(When::read(&text).and_then(|when| when.day(day)), Some(day), "{}", text);
        }

        #[test]
        fn no_text_panics(text in super::super::arbitrary::text()) {
            let _ = When::read(&text).map(|when| when.day(TODAY));
        }
    }
}
