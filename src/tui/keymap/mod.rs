//! Which key does what. A keymap is data: the shipped ones pass through the parser that reads the user's.
//!
//! A user's file holds only differences. With any problem in it the shipped map alone is used, and the problems say so:
//! half of somebody's keys would be worse than keys that the help page shows.

mod check;
mod chord;
mod key;
mod problem;
mod read;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use super::action::{Action, Context};
pub use chord::Chord;
pub use key::{Key, NoKey};
pub use problem::{Problem, ProblemKind};

/// The shipped maps: name and text of the file in `keymaps/`.
pub const SHIPPED: &[(&str, &str)] = &[
    ("default", include_str!("../../../keymaps/default.toml")),
    ("safe", include_str!("../../../keymaps/safe.toml")),
    ("vim", include_str!("../../../keymaps/vim.toml")),
];

/// What some keys mean in a context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// They mean this.
    Match(Action),
    /// They begin something: the keys that may follow, each with the action it leads to.
    Pending(Vec<(Key, Action)>),
    /// One key that types this character, as it came. Only where there is a line to type in.
    Text(char),
    /// They mean nothing.
    Miss,
}

/// One row of a map. `None` hides a key of [`Context::Global`].
#[derive(Debug, Clone)]
struct Binding {
    context: Context,
    chord: Chord,
    action: Option<Action>,
    /// The line in the file that bound it, and whether that is the user's.
    line: usize,
    own: bool,
}

/// The keys of a session.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// What keys mean. The context's own keys win over those of [`Context::Global`].
    pub fn lookup(&self, context: Context, keys: &[Key]) -> Lookup {
        let pressed: Vec<Key> = keys.iter().map(|key| key.folded()).collect();
        if pressed.is_empty() {
            return Lookup::Miss;
        }
        let mut next = Vec::new();
        for (chord, action) in self.effective(context) {
            match chord.0.get(pressed.len()) {
                None if chord.0 == pressed => return Lookup::Match(action),
                Some(&key) if chord.0.starts_with(&pressed) => next.push((key, action)),
                _ => {}
            }
        }
        match keys {
            _ if !next.is_empty() => Lookup::Pending(next),
            [key] if takes_text(context) => key.text().map_or(Lookup::Miss, Lookup::Text),
            _ => Lookup::Miss,
        }
    }

    /// The chords of an action in a context, the one to show first; a user's come before the shipped.
    pub fn chords(&self, context: Context, action: Action) -> Vec<&Chord> {
        self.effective(context).filter(|row| row.1 == action).map(|row| row.0).collect()
    }

    /// Every binding as written, context by context.
    pub fn all(&self) -> impl Iterator<Item = (Context, &Chord, Action)> {
        Context::ALL.iter().flat_map(move |(context, _)| {
            self.of(*context).filter_map(|b| b.action.map(|action| (b.context, &b.chord, action)))
        })
    }

    /// The rows of one context alone, hiding ones included.
    fn of(&self, context: Context) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |b| b.context == context)
    }

    /// The rows that hold in a context: its own, then the global ones that it does not replace.
    fn rows(&self, context: Context) -> impl Iterator<Item = &Binding> {
        let global = self
            .of(Context::Global)
            .filter(move |g| context != Context::Global && self.of(context).all(|own| own.chord != g.chord));
        self.of(context).chain(global)
    }

    fn effective(&self, context: Context) -> impl Iterator<Item = (&Chord, Action)> {
        self.rows(context).filter_map(|b| b.action.map(|action| (&b.chord, action)))
    }

    /// Lays rows over the map; they come first among the chords of their actions.
    fn lay(&mut self, rows: Vec<Binding>) {
        self.bindings
            .retain(|old| !rows.iter().any(|new| new.context == old.context && new.chord == old.chord));
        self.bindings.splice(0..0, rows);
    }
}

/// Whether a context has a line to type in.
fn takes_text(context: Context) -> bool {
    matches!(context, Context::Search | Context::List | Context::Edit)
}

/// Loads a shipped map by name and lays the user's file over it.
///
/// An unknown name gives the default map and a problem.
pub fn load(name: &str, user: Option<(&Path, &str)>) -> (Keymap, Vec<Problem>) {
    let mut problems = Vec::new();
    let (name, text) = SHIPPED.iter().find(|map| map.0 == name).copied().unwrap_or_else(|| {
        problems.push(Problem::unknown_keymap(name));
        SHIPPED[0]
    });
    let file = PathBuf::from(format!("{name}.toml"));
    let (shipped, found) = over(&Keymap::default(), &file, text, false);
    problems.extend(found);
    let Some((file, text)) = user else { return (shipped, problems) };
    let (merged, found) = over(&shipped, file, text, true);
    if found.is_empty() {
        (merged, problems)
    } else {
        problems.extend(found);
        (shipped, problems)
    }
}

/// Reads a file and lays it over a map.
fn over(base: &Keymap, file: &Path, text: &str, own: bool) -> (Keymap, Vec<Problem>) {
    let (rows, mut problems) = read::read(file, text, own);
    let mut map = base.clone();
    map.lay(rows);
    // What follows from rows that are already refused would only be noise.
    if problems.is_empty() {
        problems = check::whole(&map, base, file);
    }
    (map, problems)
}
