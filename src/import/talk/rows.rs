//! Rows of exports as sessions: one turn a row, or one session a row.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::field::Field;
use super::session::{Session, Turn};
use super::speaker::Speaker;
use super::{Talks, cell, text};

type Row = Map<String, Value>;
/// A row and where it stands, as the readers of exports make them.
pub(super) type Read = (u64, Result<Row, String>);

/// Rows that are looked at before it is decided what an export is.
const LOOKED_AT: usize = 20;

/// Whether most of the first rows are turns or sessions of talks.
pub(in crate::import) fn looks_like_talk(rows: &[Read]) -> bool {
    let looked = rows.iter().filter_map(|(_, row)| row.as_ref().ok()).take(LOOKED_AT);
    let (mut all, mut talks) = (0, 0);
    for row in looked {
        all += 1;
        talks += usize::from(is_session(row) || is_turn(row));
    }
    all > 0 && talks * 2 >= all
}

/// Whether a heading means something in records of talks, which helps to find the delimiter of a table.
pub(in crate::import) fn is_heading(heading: &str) -> bool {
    Field::of(heading).is_some()
}

/// An element of a list that is no object: a session that is a bare list of turns, or a bare turn of name and words.
/// `None` when it is neither.
pub(in crate::import) fn wrapped(value: Value) -> Option<Row> {
    let Value::Array(items) = &value else { return None };
    let mut row = Row::new();
    if let Some((speaker, said)) = pair(items) {
        row.insert("speaker".into(), Value::String(speaker.to_owned()));
        row.insert("text".into(), Value::String(said.to_owned()));
    } else if items.iter().any(|item| turn(item, 0).is_some()) {
        row.insert("turns".into(), value);
    } else {
        return None;
    }
    Some(row)
}

fn fields(row: &Row) -> impl Iterator<Item = (Field, &Value)> {
    row.iter().filter_map(|(name, value)| Some((Field::of(name)?, value)))
}

fn is_turn(row: &Row) -> bool {
    let has = |wanted: Field| fields(row).any(|(field, _)| field == wanted);
    let from = || fields(row).any(|(field, value)| field == Field::From && is_speaker(value));
    let said =
        has(Field::Text) || fields(row).any(|(field, value)| field == Field::Turns && value.is_string());
    let sided = has(Field::Role) || from() || has(Field::From) && has(Field::Session);
    said && sided && !has(Field::Question)
}

fn is_speaker(value: &Value) -> bool {
    value.as_str().is_some_and(|label| Speaker::of(label).is_some())
}

fn is_session(row: &Row) -> bool {
    match turns(row) {
        Some(Value::Array(items)) => items.iter().take(LOOKED_AT).any(|item| turn(item, 0).is_some()),
        Some(_) => true,
        None => false,
    }
}

/// Where the turns of a session stand: a list, or a text in which speakers are named.
fn turns(row: &Row) -> Option<&Value> {
    let texts = || {
        let texts = fields(row).filter(|(field, _)| matches!(field, Field::Turns | Field::Text));
        texts.map(|(_, value)| value).find(|value| value.is_string() && text::is_talk(&cell::text(value)))
    };
    // One level down: {"transcript": {"segments": […]}}.
    let inner = || row.values().filter_map(Value::as_object).find_map(listed);
    listed(row).or_else(inner).or_else(texts)
}

/// The longest list of turns; some exports hold a talk twice.
fn listed(row: &Row) -> Option<&Value> {
    let lists = fields(row).filter(|(field, _)| *field == Field::Turns).map(|(_, value)| value);
    let lists = lists.filter(|value| {
        value.as_array().is_some_and(|items| items.iter().take(LOOKED_AT).any(|item| turn(item, 0).is_some()))
    });
    lists.max_by_key(|value| value.as_array().map_or(0, Vec::len))
}

/// Reads rows into sessions. Rows of one session may lie apart; a row without an id belongs to the one above it, and
/// where there are no ids at all a gap between rows or another day begins a new session.
pub(in crate::import) fn sessions(rows: Vec<Read>) -> Talks {
    let mut talks = Talks::default();
    let mut open: Vec<Session> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut above: Option<usize> = None;
    let mut last = 0;
    for (line, row) in rows {
        let gap = line > last + 1;
        last = line;
        let row = match row {
            Ok(row) => row,
            Err(detail) => {
                talks.refuse(line, detail);
                continue;
            }
        };
        if is_session(&row) {
            open.push(whole(&row, line, &mut talks));
            above = None;
            continue;
        }
        let Some(turn) = turn_of(&row, line) else {
            talks.refuse(line, "no turn: who spoke (角色, speaker, role) and what (内容, text, content)");
            continue;
        };
        let id = id_of(&row);
        let at = match (id.as_str(), above) {
            ("", Some(at)) if continues(open.get(at), &turn, gap) => at,
            ("", _) => begin(&mut open, "", line),
            (id, _) => *known.entry(id.to_owned()).or_insert_with(|| begin(&mut open, id, line)),
        };
        above = Some(at);
        if let Some(session) = open.get_mut(at) {
            session.push(turn, &mut talks);
        }
    }
    for session in open {
        session.end(&mut talks);
    }
    talks
}

fn begin(open: &mut Vec<Session>, id: &str, line: u64) -> usize {
    open.push(Session::new(id, line));
    open.len() - 1
}

/// Whether a turn without an id goes on with the session above it.
fn continues(session: Option<&Session>, turn: &Turn, gap: bool) -> bool {
    let Some(session) = session else { return false };
    let day = session.turns.last().and_then(|last| last.day);
    let same_day = day.is_none() || turn.day.is_none() || day == turn.day;
    // Ids that stand only in the first row of their session go on over gaps.
    !session.id.is_empty() || !gap && same_day
}

/// A session in one row.
fn whole(row: &Row, line: u64, talks: &mut Talks) -> Session {
    let mut session = Session::new(&id_of(row), line);
    session.day = day_of(row);
    match turns(row) {
        Some(Value::Array(items)) => {
            for (item, number) in items.iter().zip(1..) {
                match turn(item, line) {
                    Some(turn) => session.push(turn, talks),
                    None if says_nothing(item) => {}
                    None => talks.refuse(line, format!("turn {number}: no speaker or no text")),
                }
            }
        }
        Some(value) => {
            for mut turn in text::turns(&cell::text(value)) {
                turn.line = line;
                session.push(turn, talks);
            }
        }
        None => {}
    }
    session
}

/// Pictures, calls of tools and empty turns are no mistakes.
fn says_nothing(item: &Value) -> bool {
    match item {
        Value::Null => true,
        Value::Object(row) => {
            fields(row).all(|(field, value)| field != Field::Text || cell::text(value).is_empty())
        }
        _ => false,
    }
}

fn turn(item: &Value, line: u64) -> Option<Turn> {
    match item {
        Value::Object(row) => turn_of(row, line),
        Value::Array(items) => {
            let (label, said) = pair(items)?;
            Some(Turn {
                line,
                speaker: Speaker::of(label),
                label: label.to_owned(),
                time: String::new(),
                day: None,
                text: cell::text(&Value::String(said.to_owned())),
            })
        }
        _ => None,
    }
}

/// `["customer", "…"]`: a name that is a role, and words.
fn pair(items: &[Value]) -> Option<(&str, &str)> {
    let [speaker, said] = items else { return None };
    let (speaker, said) = (speaker.as_str()?, said.as_str()?);
    Speaker::of(speaker).filter(|_| speaker.chars().count() <= 20).map(|_| (speaker, said))
}

fn turn_of(row: &Row, line: u64) -> Option<Turn> {
    let mut found: Option<(Option<Speaker>, String)> = None;
    let (mut said, mut written, mut time) = (None, None, String::new());
    for (field, value) in fields(row) {
        match field {
            // Of several, such as a name and a role, the one that says a role.
            Field::Role | Field::From => {
                let label = cell::text(value).trim().to_owned();
                let speaker = Speaker::of(&label);
                let better = found.as_ref().is_none_or(|(known, _)| known.is_none() && speaker.is_some());
                if better && !label.is_empty() {
                    found = Some((speaker, label));
                }
            }
            Field::Text if said.as_ref().is_none_or(String::is_empty) => said = spoken(value),
            // 通话内容 may hold one turn; beside a column of words `conversation` is a name.
            Field::Turns if written.is_none() => written = spoken(value),
            Field::Time if time.is_empty() => time = cell::text(value).trim().to_owned(),
            _ => {}
        }
    }
    let (speaker, label) = found?;
    Some(Turn { line, speaker, label, day: cell::day(&time), time, text: said.or(written)? })
}

/// What was said: a text, or the texts among parts such as `[{"type":"text","text":"…"}]`.
fn spoken(value: &Value) -> Option<String> {
    match value {
        Value::String(_) | Value::Number(_) => Some(cell::text(value)),
        Value::Array(parts) => {
            let texts = parts.iter().filter_map(|part| part.get("text").map(cell::text));
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        _ => None,
    }
}

/// The session's id. `conversation` and `id` name one only where their value is short and no talk itself.
fn id_of(row: &Row) -> String {
    let short = |value: &Value| {
        let id = cell::text(value).trim().to_owned();
        (id.chars().count() <= 100 && !id.contains('\n')).then_some(id)
    };
    let named =
        |wanted: Field| fields(row).find(|(field, _)| *field == wanted).and_then(|(_, value)| short(value));
    let listed = turns(row).is_some();
    let bare = || row.get("id").filter(|_| listed).and_then(short);
    // Beside a column of words `conversation` is the name of a session.
    let says = fields(row).any(|(field, _)| field == Field::Text);
    let talk = || if says && !listed { named(Field::Turns) } else { None };
    named(Field::Session).or_else(talk).or_else(bare).unwrap_or_default()
}

fn day_of(row: &Row) -> Option<jiff::civil::Date> {
    fields(row)
        .filter(|(field, _)| *field == Field::Time)
        .find_map(|(_, value)| cell::day(&cell::text(value)))
}
