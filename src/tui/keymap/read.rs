//! Reads one keymap file into rows, and says what is wrong with each line.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check;
use super::problem::{Problem, ProblemKind};
use super::{Binding, Chord};
use crate::config::nearest;
use crate::tui::action::{ACTIONS, Action, Context};

/// Takes a key away.
const NONE: &str = "none";

/// The rows of a file in the order in which they are written.
pub(super) fn read(file: &Path, text: &str, own: bool) -> (Vec<Binding>, Vec<Problem>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let table = table.into_inner();
    if !errors.is_empty() {
        let problems = errors.iter().map(|error| broken(file, text, &table, error)).collect();
        return (Vec::new(), problems);
    }
    let mut reader = Reader { file, text, own, rows: Vec::new(), problems: Vec::new() };
    for (name, value) in in_order(&table) {
        reader.context(name, value);
    }
    (reader.rows, reader.problems)
}

struct Reader<'a> {
    file: &'a Path,
    text: &'a str,
    own: bool,
    rows: Vec<Binding>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn complain(&mut self, offset: usize, kind: ProblemKind) {
        self.problems.push(Problem::new(self.file, line_of(self.text, offset), kind));
    }

    fn context(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let written = name.get_ref().to_string();
        let Some(table) = value.get_ref().as_table() else {
            return self.complain(name.span().start, ProblemKind::OutsideContext { key: written });
        };
        let Some(context) = Context::ALL.iter().find(|row| row.1 == written).map(|row| row.0) else {
            let near = nearest(&written, Context::ALL.iter().map(|row| row.1));
            return self.complain(name.span().start, ProblemKind::UnknownContext { name: written, near });
        };
        for (key, value) in in_order(table) {
            let offset = key.span().start;
            match self.row(context, key.get_ref(), value.get_ref(), line_of(self.text, offset)) {
                Ok(row) => self.rows.push(row),
                Err(kind) => self.complain(offset, kind),
            }
        }
    }

    fn row(
        &self,
        context: Context,
        key: &str,
        value: &DeValue<'_>,
        line: usize,
    ) -> Result<Binding, ProblemKind> {
        let name = value.as_str().ok_or_else(|| ProblemKind::NotAName { key: key.to_owned() })?;
        let chord: Chord = key.parse().map_err(|bad: super::NoKey| ProblemKind::BadKey { key: bad.0 })?;
        let action = match name {
            NONE => None,
            _ => Some(Action::named(name).ok_or_else(|| ProblemKind::UnknownAction {
                name: name.to_owned(),
                near: nearest(name, ACTIONS.iter().map(|spec| spec.name)),
            })?),
        };
        if let Some(action) = action {
            check::row(context, &chord, action)?;
        }
        if let Some(first) = self.rows.iter().find(|row| row.context == context && row.chord == chord) {
            return Err(ProblemKind::TwoActions {
                key: chord.to_string(),
                first: first.action.map_or(NONE, |a| a.spec().name).to_owned(),
                first_line: first.line,
                second: name.to_owned(),
            });
        }
        Ok(Binding { context, chord, action, line, own: self.own })
    }
}

/// The entries of a table by their place in the file; the parser sorts them by name.
fn in_order<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t Spanned<std::borrow::Cow<'i, str>>, &'t Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

/// A syntax error. TOML itself refuses a key that is written twice; then both actions are named.
fn broken(file: &Path, text: &str, table: &DeTable<'_>, error: &toml::de::Error) -> Problem {
    let offset = error.span().map_or(0, |span| span.start);
    let line = line_of(text, offset);
    let kind = twice(text, table, line, error)
        .unwrap_or_else(|| ProblemKind::Syntax { detail: error.message().to_owned() });
    Problem::new(file, line, kind)
}

fn twice(text: &str, table: &DeTable<'_>, line: usize, error: &toml::de::Error) -> Option<ProblemKind> {
    // The parser has no kind for this error, only its words; a test notices when they change.
    if error.message() != "duplicate key" {
        return None;
    }
    let source = text.lines().nth(line.checked_sub(1)?)?;
    let alone = DeTable::parse(source).ok()?.into_inner();
    let (key, value) = alone.iter().next()?;
    if value.get_ref().is_table() {
        return Some(ProblemKind::TableTwice { name: key.get_ref().to_string() });
    }
    // The context is the last table that begins above this line.
    let (_, entries) = table
        .iter()
        .filter_map(|(name, value)| {
            Some((line_of(text, value.span().start), value.get_ref().as_table()?, name))
        })
        .filter(|(begins, ..)| *begins < line)
        .max_by_key(|(begins, ..)| *begins)
        .map(|(begins, entries, _)| (begins, entries))?;
    let (first, first_value) = entries.iter().find(|(name, _)| name.get_ref() == key.get_ref())?;
    Some(ProblemKind::TwoActions {
        key: key.get_ref().to_string(),
        first: first_value.get_ref().as_str()?.to_owned(),
        first_line: line_of(text, first.span().start),
        second: value.get_ref().as_str()?.to_owned(),
    })
}

/// The line of a byte, 1 first.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
