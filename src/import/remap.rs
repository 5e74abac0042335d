//! The mapping of the command line, applied to a JSON object.

use serde_json::{Map, Value};

use super::date::{self, Day};
use super::field::Field;
use super::reason::Reason;
use super::run::Run;

type Object = Map<String, Value>;

/// Moves what the mapping names to where it belongs. Names in the file may be dotted paths.
pub(super) fn apply(run: &mut Run<'_>, mut row: Object) -> Result<Object, Reason> {
    let mut used = Vec::new();
    // All are taken out before any is put back, so that a mapping can swap two fields.
    let mut moved = Vec::new();
    for (at, mapped) in run.mapping.iter().enumerate() {
        if let Some(value) = take(&mut row, &mapped.from) {
            moved.push((mapped.field.clone(), value));
            used.push(at);
        }
    }
    for at in used {
        run.used(at);
    }
    for (field, value) in moved {
        put(&mut row, field, value);
    }
    Ok(row)
}

fn take(row: &mut Object, path: &str) -> Option<Value> {
    if let Some(value) = row.remove(path) {
        return Some(value);
    }
    let (parent, rest) = path.split_once('.')?;
    take(row.get_mut(parent)?.as_object_mut()?, rest)
}

/// Puts a value where its field belongs.
pub(super) fn put(row: &mut Object, field: Field, value: Value) {
    match field {
        Field::Channel(name) => within(row, "customer", "body", |customer| {
            within(customer, "channels", "", |channels| {
                channels.insert(name, value);
            });
        }),
        Field::Level(_) => {
            let path = row.entry("category").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(levels) = path {
                levels.push(value);
            }
        }
        Field::LastDay => {
            let until = match value.as_str().map(date::cell) {
                Some(Day::None) => Value::Null,
                Some(Day::On(day)) => {
                    date::after(day).map_or(Value::Null, |day| Value::String(day.to_string()))
                }
                // The reader will say what is wrong with it.
                Some(Day::Unreadable) | None => value,
            };
            within(row, "valid", "", |valid| {
                valid.insert("until".to_owned(), until);
            });
        }
        field => {
            let path = field.path();
            match path.split_once('.') {
                Some((parent, name)) => {
                    let plain = if parent == "source" { "ref" } else { "body" };
                    within(row, parent, plain, |object| {
                        object.insert(name.to_owned(), value);
                    });
                }
                None => {
                    row.insert(path, value);
                }
            }
        }
    }
}

/// Changes the object under a key. A text that stands for the whole (`"customer": "…"`) becomes its part `plain`.
fn within(row: &mut Object, key: &str, plain: &str, change: impl FnOnce(&mut Object)) {
    let mut object = match row.remove(key) {
        Some(Value::Object(object)) => object,
        Some(text @ Value::String(_)) if !plain.is_empty() => {
            [(plain.to_owned(), text)].into_iter().collect()
        }
        _ => Object::new(),
    };
    change(&mut object);
    row.insert(key.to_owned(), Value::Object(object));
}
