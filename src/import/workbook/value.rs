//! What a cell holds, and how it reads as text.

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType};

use super::format;

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Value {
    /// Nothing.
    #[default]
    Blank,
    /// Text.
    Text(String),
    /// A number, and how its format shows it where that says more than the number: `15%`, `¥15`.
    Number(f64, Option<String>),
    /// A date, a time of day or a duration, as a serial number of days.
    Moment(ExcelDateTime),
    /// An error such as `#N/A`.
    Wrong(String),
}

/// Serial numbers that a number in a column for days may be: 1954 to 2119. `20260105` is no serial number.
const SERIALS: std::ops::RangeInclusive<f64> = 20_000.0..=80_000.0;

impl Value {
    /// From a cell that borrows shared texts; `code` is the code of its number format, if known.
    pub fn of_ref(data: DataRef<'_>, code: Option<&str>) -> Value {
        match data {
            DataRef::SharedString(text) => Value::of_text(text),
            DataRef::String(text) => Value::of_text(&text),
            DataRef::Int(number) => Value::of(Data::Int(number), code),
            DataRef::Float(number) => Value::of(Data::Float(number), code),
            DataRef::Bool(is) => Value::of(Data::Bool(is), code),
            DataRef::DateTime(moment) => Value::Moment(moment),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                Value::of(Data::DateTimeIso(text), code)
            }
            DataRef::Error(error) => Value::of(Data::Error(error), code),
            DataRef::Empty => Value::Blank,
        }
    }

    /// From a cell; `code` is the code of its number format, if known.
    pub fn of(data: Data, code: Option<&str>) -> Value {
        match data {
            Data::Int(number) => Value::of_number(number as f64, code),
            Data::Float(number) => Value::of_number(number, code),
            Data::String(text) => Value::of_text(&text),
            Data::Bool(is) => Value::Text(if is { "TRUE" } else { "FALSE" }.to_owned()),
            Data::DateTime(moment) => Value::Moment(moment),
            // 2026-01-05T00:00:00 is a day.
            Data::DateTimeIso(text) => Value::of_text(text.strip_suffix("T00:00:00").unwrap_or(&text)),
            Data::DurationIso(text) => Value::of_text(&text),
            Data::Error(error) => Value::Wrong(error.to_string()),
            Data::Empty => Value::Blank,
        }
    }

    fn of_number(number: f64, code: Option<&str>) -> Value {
        Value::Number(number, code.and_then(|code| format::shown(number, code)))
    }

    /// Excel writes a carriage return in a text as `_x000D_`.
    fn of_text(text: &str) -> Value {
        let text = text.replace("_x000D_\n", "\n").replace("_x000D_", "\n");
        if text.trim().is_empty() { Value::Blank } else { Value::Text(text) }
    }

    /// Whether it holds nothing.
    pub fn is_blank(&self) -> bool {
        *self == Value::Blank
    }

    /// As text.
    pub fn text(&self) -> String {
        match self {
            Value::Blank => String::new(),
            Value::Text(text) | Value::Wrong(text) => text.clone(),
            Value::Number(_, Some(shown)) => shown.clone(),
            Value::Number(number, None) => format::plain(*number),
            Value::Moment(moment) => moment_text(*moment),
        }
    }

    /// As text in a column for days: a number is a serial day there.
    pub fn day(&self) -> String {
        match self {
            Value::Number(number, _) if SERIALS.contains(number) => {
                moment_text(ExcelDateTime::new(number.trunc(), ExcelDateTimeType::DateTime, false))
            }
            _ => self.text(),
        }
    }
}

/// A date, a time of day or both, as a person would write it; a duration in hours and minutes.
fn moment_text(moment: ExcelDateTime) -> String {
    let days = moment.as_f64();
    if moment.is_duration() {
        let minutes = (days * 1_440.0).round();
        return format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let second = if second == 0 { String::new() } else { format!(":{second:02}") };
    let time = format!("{hour}:{minute:02}{second}");
    if days < 1.0 {
        time
    } else if days.fract() == 0.0 {
        date
    } else {
        format!("{date} {time}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::{DateTime as Point, TimeDelta};

    use super::*;

    #[test]
    fn cells_read_as_a_person_sees_them() {
        let moment = |days, is_1904| Value::Moment(ExcelDateTime::new(days, Point, is_1904));
        let table: &[(Value, &str)] = &[
            (Value::of(Data::Int(58), None), "58"),
            (Value::of(Data::Float(58.0), None), "58"),
            (Value::of(Data::Float(0.1 + 0.2), None), "0.3"),
            (Value::of(Data::Float(13_800_138_000.0), None), "13800138000"),
            (Value::of(Data::Float(0.15), Some("0%")), "15%"),
            (Value::of(Data::Bool(true), None), "TRUE"),
            (Value::of(Data::String("一_x000D_\n二".into()), None), "一\n二"),
            (Value::of(Data::String(" \n".into()), None), ""),
            (Value::of(Data::DateTimeIso("2026-01-05T00:00:00".into()), None), "2026-01-05"),
            (moment(46_027.0, false), "2026-01-05"),
            (moment(46_027.0 - 1_462.0, true), "2026-01-05"),
            (moment(46_027.395_833_333_336, false), "2026-01-05 9:30"),
            (moment(0.375, false), "9:00"),
            (moment(1.0, false), "1900-01-01"),
            (Value::Moment(ExcelDateTime::new(1.5, TimeDelta, false)), "36:00"),
            (Value::of(Data::Error(calamine::CellErrorType::NA), None), "#N/A"),
        ];
        for (value, text) in table {
            assert_eq!(value.text(), *text, "{value:?}");
        }
    }

    #[test]
    fn a_number_in_a_column_for_days_is_a_serial_day() {
        assert_eq!(Value::of(Data::Float(46_027.0), None).day(), "2026-01-05");
        assert_eq!(Value::of(Data::Int(20_260_105), None).day(), "20260105");
        assert_eq!(Value::of(Data::String("长期有效".into()), None).day(), "长期有效");
        assert_eq!(Value::of(Data::Float(58.0), None).day(), "58");
    }
}
