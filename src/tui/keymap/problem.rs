//! What can be wrong with a keymap file, in words.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::i18n::{Language, Messages};
use crate::tui::action::Context;

/// A complaint about a keymap file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: PathBuf,
    /// The line, 1 first; 0 when it is about the whole file.
    pub line: usize,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The file cannot be read.
    Unreadable {
        /// What the system says.
        detail: String,
    },
    /// The file is not TOML.
    Syntax {
        /// What the parser says.
        detail: String,
    },
    /// No shipped map has this name.
    UnknownKeymap {
        /// The name.
        name: String,
    },
    /// No context has this name.
    UnknownContext {
        /// The name.
        name: String,
        /// A name that looks like it.
        near: Option<&'static str>,
    },
    /// A table is written twice.
    TableTwice {
        /// Its name.
        name: String,
    },
    /// A key stands before the first table.
    OutsideContext {
        /// The key as written.
        key: String,
    },
    /// The value is not the name of an action.
    NotAName {
        /// The key as written.
        key: String,
    },
    /// No action has this name.
    UnknownAction {
        /// The name.
        name: String,
        /// A name that looks like it.
        near: Option<&'static str>,
    },
    /// The action cannot be done in that context.
    NotHere {
        /// The action's name.
        action: String,
        /// The context.
        context: Context,
        /// Where it can be done.
        contexts: &'static [Context],
    },
    /// The key cannot be read.
    BadKey {
        /// The part that cannot be read.
        key: String,
    },
    /// Two actions on one key in one context.
    TwoActions {
        /// The key.
        key: String,
        /// The action written first.
        first: String,
        /// Its line.
        first_line: usize,
        /// The action written second.
        second: String,
    },
    /// One chord is the beginning of another, which could never be pressed.
    Prefix {
        /// The shorter chord.
        short: String,
        /// Its action.
        short_action: &'static str,
        /// The longer chord.
        long: String,
        /// Its action.
        long_action: &'static str,
        /// Where both hold.
        context: Context,
    },
    /// A plain terminal cannot tell the key from another.
    Twin {
        /// The key.
        key: String,
        /// What arrives.
        twin: String,
    },
    /// Chinese input methods take the key.
    Ime {
        /// The key.
        key: String,
    },
    /// A letter or symbol where letters are typed.
    Bare {
        /// The chord.
        key: String,
        /// The context.
        context: Context,
    },
    /// Nobody could get out or on: an action that must have a key has none left.
    Needed {
        /// The action's name.
        action: &'static str,
        /// Where it has none.
        context: Context,
    },
}

impl Problem {
    pub(super) fn new(file: &Path, line: usize, kind: ProblemKind) -> Problem {
        Problem { file: file.to_owned(), line, kind }
    }

    /// The file could not be read at all.
    pub fn unreadable(file: &Path, detail: &dyn fmt::Display) -> Problem {
        Problem::new(file, 0, ProblemKind::Unreadable { detail: detail.to_string() })
    }

    pub(super) fn unknown_keymap(name: &str) -> Problem {
        Problem::new(Path::new("settings.toml"), 0, ProblemKind::UnknownKeymap { name: name.to_owned() })
    }

    /// The complaint with its place, in the language of the person.
    pub fn say(&self, messages: &Messages) -> String {
        let file = self.file.display();
        match self.line {
            0 => messages.fill("keymap.place_file", &[("file", &file), ("reason", &self.reason(messages))]),
            line => messages.fill(
                "keymap.place_line",
                &[("file", &file), ("line", &line), ("reason", &self.reason(messages))],
            ),
        }
    }

    /// The complaint alone.
    pub fn reason(&self, messages: &Messages) -> String {
        let context_name = |context: &Context| name_of(*context);
        match &self.kind {
            ProblemKind::Unreadable { detail } => messages.fill("keymap.unreadable", &[("detail", detail)]),
            ProblemKind::Syntax { detail } => messages.fill("keymap.syntax", &[("detail", detail)]),
            ProblemKind::UnknownKeymap { name } => messages.fill("keymap.unknown_keymap", &[("name", name)]),
            ProblemKind::UnknownContext { name, near } => {
                let names: Vec<&str> = Context::ALL.iter().map(|c| c.1).collect();
                let said =
                    messages.fill("keymap.unknown_context", &[("name", name), ("names", &names.join(", "))]);
                said + &guess(messages, *near)
            }
            ProblemKind::TableTwice { name } => messages.fill("keymap.table_twice", &[("name", name)]),
            ProblemKind::OutsideContext { key } => messages.fill("keymap.outside_context", &[("key", key)]),
            ProblemKind::NotAName { key } => messages.fill("keymap.not_a_name", &[("key", key)]),
            ProblemKind::UnknownAction { name, near } => {
                messages.fill("keymap.unknown_action", &[("name", name)]) + &guess(messages, *near)
            }
            ProblemKind::NotHere { action, context, contexts } => {
                let names: Vec<&str> = contexts.iter().map(context_name).collect();
                messages.fill(
                    "keymap.not_here",
                    &[("action", action), ("context", &context_name(context)), ("names", &names.join(", "))],
                )
            }
            ProblemKind::BadKey { key } => messages.fill("keymap.bad_key", &[("key", key)]),
            ProblemKind::TwoActions { key, first, first_line, second } => messages.fill(
                "keymap.two_actions",
                &[("key", key), ("first", first), ("line", first_line), ("second", second)],
            ),
            ProblemKind::Prefix { short, short_action, long, long_action, context } => messages.fill(
                "keymap.prefix",
                &[
                    ("short", short),
                    ("short_action", short_action),
                    ("long", long),
                    ("long_action", long_action),
                    ("context", &context_name(context)),
                ],
            ),
            ProblemKind::Twin { key, twin } => messages.fill("keymap.twin", &[("key", key), ("twin", twin)]),
            ProblemKind::Ime { key } => messages.fill("keymap.ime", &[("key", key)]),
            ProblemKind::Bare { key, context } => {
                messages.fill("keymap.bare", &[("key", key), ("context", &context_name(context))])
            }
            ProblemKind::Needed { action, context } => {
                messages.fill("keymap.needed", &[("action", action), ("context", &context_name(context))])
            }
        }
    }
}

impl fmt::Display for Problem {
    /// English, for logs and tests; people are told through [`Problem::say`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(&Messages::new(Language::English)))
    }
}

fn guess(messages: &Messages, near: Option<&str>) -> String {
    near.map(|name| messages.fill("keymap.did_you_mean", &[("name", &name)])).unwrap_or_default()
}

fn name_of(context: Context) -> &'static str {
    Context::ALL.iter().find(|row| row.0 == context).map_or("", |row| row.1)
}
