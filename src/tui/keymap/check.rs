//! The rules that terminals and input methods make, and those that keep a map whole.

use std::path::Path;

use super::problem::{Problem, ProblemKind};
use super::{Binding, Chord, Keymap};
use crate::tui::action::{Action, Context};

/// What must have a key, and where: without them nobody finds the rest, or gets out.
const NEEDED: &[Action] = &[Action::Palette, Action::Back];

/// The rules for one row.
pub(super) fn row(context: Context, chord: &Chord, action: Action) -> Result<(), ProblemKind> {
    for key in &chord.0 {
        if key.is_taken_by_ime() {
            return Err(ProblemKind::Ime { key: key.to_string() });
        }
        if let Some(twin) = key.twin() {
            return Err(ProblemKind::Twin { key: key.to_string(), twin: twin.to_string() });
        }
    }
    // Global keys hold where people type, too.
    let typing = context == Context::Global || super::takes_text(context);
    if typing && chord.0.iter().any(|key| key.bare().is_some()) {
        return Err(ProblemKind::Bare { key: chord.to_string(), context });
    }
    let contexts = action.spec().contexts;
    if contexts.contains(&context) || contexts.contains(&Context::Global) {
        Ok(())
    } else {
        Err(ProblemKind::NotHere { action: action.spec().name.to_owned(), context, contexts })
    }
}

/// The rules for the whole map after a file was laid over another.
pub(super) fn whole(map: &Keymap, base: &Keymap, file: &Path) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (context, _) in Context::ALL {
        prefixes(map, *context, file, &mut problems);
        let accept = (*context == Context::List).then_some(&Action::Accept);
        for action in NEEDED.iter().chain(accept) {
            let had = base.chords(*context, *action);
            if *context == Context::Global || !map.chords(*context, *action).is_empty() {
                continue;
            }
            // The line to blame took away a key that the action had.
            let blamed =
                map.bindings.iter().filter(|row| row.own && had.contains(&&row.chord)).map(|row| row.line);
            let line = blamed.max().unwrap_or(0);
            // A global key that is taken away is missing everywhere; saying so once is enough.
            let name = action.spec().name;
            let is_said =
                |p: &Problem| matches!(p.kind, ProblemKind::Needed { action, .. } if action == name);
            if !problems.iter().any(|problem| problem.line == line && is_said(problem)) {
                problems.push(Problem::new(
                    file,
                    line,
                    ProblemKind::Needed { action: name, context: *context },
                ));
            }
        }
    }
    problems
}

fn prefixes(map: &Keymap, context: Context, file: &Path, problems: &mut Vec<Problem>) {
    let rows: Vec<(&Binding, Action)> =
        map.rows(context).filter_map(|row| Some((row, row.action?))).collect();
    for (short, short_action) in &rows {
        for (long, long_action) in &rows {
            // A pair of global rows is named once, not once for each context.
            let news = short.context == context || long.context == context;
            if !news || !short.chord.begins(&long.chord) {
                continue;
            }
            let line = match (short.own, long.own) {
                (true, false) => short.line,
                (false, true) => long.line,
                _ => short.line.max(long.line),
            };
            let kind = ProblemKind::Prefix {
                short: short.chord.to_string(),
                short_action: short_action.spec().name,
                long: long.chord.to_string(),
                long_action: long_action.spec().name,
                context,
            };
            problems.push(Problem::new(file, line, kind));
        }
    }
}
