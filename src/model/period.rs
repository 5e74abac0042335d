//! Stretches of days as people write them.

use jiff::civil::Date;

use super::day::When;
use crate::text::fold::fold_str;

/// From a first day to a last one, both of them in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Period {
    /// `None`: from today.
    pub first: Option<Date>,
    /// `None`: without end.
    pub last: Option<Date>,
}

/// What stands between the two days, folded.
const BETWEEN: &[&str] = &["..", "~", "至", "到", " to "];

impl Period {
    /// Reads `12月1日至12月31日` (`到`, `~`, `..` and `to` are as good), `12月1日起`, a last day alone, or nothing at all,
    /// which is today without end. `None` when a day is none, or the last day comes before the first or is over.
    pub fn read(text: &str, today: Date) -> Option<Period> {
        let folded = fold_str(text.trim());
        let text = folded.trim();
        let day = |text: &str| When::read(text).and_then(|when| when.day(today));
        if text.is_empty() {
            return Some(Period::default());
        }
        let text = text.strip_prefix('从').or_else(|| text.strip_prefix("from ")).unwrap_or(text);
        let begins = text.strip_suffix('起').or_else(|| text.strip_suffix("..")).map(|text| (text, None));
        let cut = || BETWEEN.iter().find_map(|mark| text.split_once(mark)).map(|(a, b)| (a, Some(b)));
        let period = match begins.or_else(cut) {
            Some((first, None)) => Period { first: Some(day(first)?), last: None },
            Some((first, Some(last))) => Period { first: Some(day(first)?), last: Some(day(last)?) },
            None => Period { first: None, last: Some(day(text)?) },
        };
        let begins = period.first.unwrap_or(today);
        period.last.is_none_or(|last| begins <= last && today <= last).then_some(period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 30);

    #[test]
    fn periods_are_read_as_people_write_them() {
        let (first, last) = (Some(Date::constant(2026, 12, 1)), Some(Date::constant(2026, 12, 31)));
        for text in [
            "12月1日至12月31日",
            "明天到12月31日",
            "2026-12-01..2026-12-31",
            "２０２６－１２－０１～２０２６－１２－３１",
            "从12月1日 至 12月31日",
            "from tomorrow to 2026-12-31",
        ] {
            assert_eq!(Period::read(text, TODAY), Some(Period { first, last }), "{text}");
        }
        assert_eq!(Period::read("12月1日起", TODAY), Some(Period { first, last: None }));
        assert_eq!(Period::read(" 12月31日 ", TODAY), Some(Period { first: None, last }));
        assert_eq!(Period::read("", TODAY), Some(Period::default()));
    }

    #[test]
    fn what_is_no_period_is_none() {
        for text in
            ["一阵子", "12月1日至", "至12月1日", "12月31日至12月1日", "昨天", "11月1日至11月2日", "起"]
        {
            assert_eq!(Period::read(text, TODAY), None, "{text}");
        }
    }
}
