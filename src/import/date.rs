//! Days as files have them.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::model::read_day;
use crate::text::fold::fold_str;

/// Reads a day as [`read_day`] does; a time of day behind it does not count. `None` when it is written in another
/// way or does not exist.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = fold_str(text.trim());
    // Years before 0 and after 9999 exist only in files that this program wrote.
    if text.starts_with(['-', '+']) {
        return text.parse().ok();
    }
    let (day, time) = split_time(&text);
    if time.is_some_and(|time| !is_time(time)) {
        return None;
    }
    read_day(day)
}

/// The part from the first `t` (folded) or space on, if digits and colons follow.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let at = text
        .char_indices()
        .find(|&(at, c)| (c == 't' || c == ' ') && text.get(at + 1..).is_some_and(|rest| rest.contains(':')));
    match at {
        Some((at, _)) => (text.get(..at).unwrap_or_default(), text.get(at + 1..)),
        None => (text, None),
    }
}

fn is_time(time: &str) -> bool {
    let time = time.trim();
    time.starts_with(|c: char| c.is_ascii_digit())
        && time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'z' | '+' | '-'))
}

/// What a cell for a day says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// Nothing, or 长期有效: no limit.
    None,
    /// This day.
    On(Date),
    /// Something else.
    Unreadable,
}

/// Reads a cell for a day.
pub(super) fn cell(text: &str) -> Day {
    let text = text.trim();
    if is_unlimited(text) {
        return Day::None;
    }
    match parse(text) {
        // The way some systems say "for ever".
        Some(day) if day.year() == 9999 => Day::None,
        Some(day) => Day::On(day),
        None => Day::Unreadable,
    }
}

/// The day after, which is what is stored as the end.
pub(super) fn after(day: Date) -> Option<Date> {
    day.checked_add(1.day()).ok()
}

fn is_unlimited(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '－' | '/' | '无'));
    matches!(
        text.to_ascii_lowercase().as_str(),
        "" | "长期"
            | "长期有效"
            | "長期"
            | "長期有效"
            | "永久"
            | "永久有效"
            | "不限"
            | "无限期"
            | "null"
            | "none"
            | "n/a"
            | "forever"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let expected = Date::constant(2026, 1, 5);
        for text in [
            "2026-01-05",
            "2026-1-5",
            "2026/1/5",
            "2026/01/05",
            "2026.1.5",
            "2026年1月5日",
            "2026 年 1 月 5 日",
            "2026年01月05号",
            "20260105",
            "２０２６－０１－０５",
            "2026/1/5 0:00",
            "2026-01-05 23:59:59",
            "2026-01-05T08:00:00Z",
            " 2026-01-05 ",
        ] {
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "2026-02-30",
            "2026-13-01",
            "2026-00-10",
            "20260230",
            "26-01-05",
            "1/5/2026",
            "2026-01",
            "2026年1月",
            "明年",
            "2026-01-05-06",
            "2026-01-05 上午",
            "45000",
            "",
            "2026-01-5x",
            "２０２６",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn cells_may_say_that_there_is_no_end() {
        for text in
            ["", " ", "长期有效", "长期", "永久", "永久有效", "-", "—", "无", "9999-12-31", "9999/12/31"]
        {
            assert_eq!(cell(text), Day::None, "{text}");
        }
        assert_eq!(cell("2026-02-30"), Day::Unreadable);
        assert_eq!(cell("2024-02-29"), Day::On(Date::constant(2024, 2, 29)));
        assert_eq!(after(Date::constant(2026, 12, 31)), Some(Date::constant(2027, 1, 1)));
    }
}
