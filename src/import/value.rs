//! Values of JSON as typed pieces, with errors that name the field.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::date;
use super::reason::{Reason, shown};

/// What a value is, in words.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

pub(super) fn wrong(field: &str, expected: &'static str, found: &Value) -> Reason {
    Reason::WrongType { field: field.to_owned(), expected, found: type_name(found) }
}

/// A text; null is none.
pub(super) fn text(field: &str, value: Value) -> Result<Option<String>, Reason> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text)),
        other => Err(wrong(field, "text", &other)),
    }
}

/// A text or a number that stands for one, such as an id. A number too large to be exact is refused.
pub(super) fn label(field: &str, value: Value) -> Result<Option<String>, Reason> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match &value {
        Value::Number(number) => match number.as_f64() {
            _ if number.is_i64() || number.is_u64() => Ok(Some(number.to_string())),
            // `12.0` is how some spreadsheets write 12.
            Some(float) if float.fract() == 0.0 && float.abs() < EXACT => Ok(Some(format!("{float:.0}"))),
            Some(float) if float.abs() < EXACT => Ok(Some(number.to_string())),
            _ => Err(Reason::WrongType {
                field: field.to_owned(),
                expected: "text where a number is too large to be exact",
                found: "a number",
            }),
        },
        Value::String(_) | Value::Null => text(field, value),
        other => Err(wrong(field, "text or a number", other)),
    }
}

/// An object; null is an empty one.
pub(super) fn object(field: &str, value: Value) -> Result<Option<Map<String, Value>>, Reason> {
    match value {
        Value::Null => Ok(None),
        Value::Object(map) => Ok(Some(map)),
        other => Err(wrong(field, "an object", &other)),
    }
}

/// A list; null is an empty one.
pub(super) fn list(field: &str, value: Value) -> Result<Vec<Value>, Reason> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => Ok(items),
        other => Err(wrong(field, "a list", &other)),
    }
}

/// A list of texts; a single text is cut into its parts by `split`.
pub(super) fn texts(
    field: &str,
    value: Value,
    split: fn(&str) -> Vec<String>,
) -> Result<Vec<String>, Reason> {
    match value {
        Value::String(single) => Ok(split(&single)),
        Value::Null | Value::Array(_) => {
            let mut texts = Vec::new();
            for (at, item) in list(field, value)?.into_iter().enumerate() {
                let place = format!("{field}[{at}]");
                match label(&place, item)? {
                    Some(text) => texts.push(text),
                    None => return Err(Reason::MissingPart { field: place }),
                }
            }
            Ok(texts)
        }
        other => Err(wrong(field, "a list of texts", &other)),
    }
}

/// A day; null is none.
pub(super) fn day(field: &str, value: Value) -> Result<Option<Date>, Reason> {
    let Some(text) = text(field, value)? else { return Ok(None) };
    match date::parse(&text) {
        Some(day) => Ok(Some(day)),
        None => Err(Reason::NotADate { field: field.to_owned(), found: shown(&text) }),
    }
}

/// One word of a closed set; null is none.
pub(super) fn word<T: Copy>(
    field: &str,
    value: Value,
    read: fn(&str) -> Option<T>,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<Option<T>, Reason> {
    let Some(text) = text(field, value)? else { return Ok(None) };
    match read(&text) {
        Some(found) => Ok(Some(found)),
        None => Err(unknown_word(field, &text, all, name)),
    }
}

pub(super) fn unknown_word<T: Copy>(
    field: &str,
    found: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Reason {
    let expected = all.iter().map(|&one| name(one)).collect::<Vec<_>>().join(", ");
    Reason::UnknownWord { field: field.to_owned(), found: shown(found), expected }
}
