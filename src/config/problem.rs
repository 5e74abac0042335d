//! What can be wrong with a settings file, in words.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::i18n::{Language, Messages};

/// A complaint about a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsProblem {
    /// The file.
    pub file: PathBuf,
    /// The line, 1 first; 0 when it is about the whole file.
    pub line: usize,
    /// What is wrong.
    pub kind: SettingsProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsProblemKind {
    /// The file cannot be read; the defaults are used.
    Unreadable {
        /// What the system says.
        detail: String,
    },
    /// The file is not TOML; the defaults are used.
    Syntax {
        /// What the parser says.
        detail: String,
    },
    /// No setting has this name; it is left out.
    UnknownKey {
        /// The name.
        key: String,
        /// A name that looks like it.
        near: Option<&'static str>,
    },
    /// The value is of another type; the default is used.
    WrongType {
        /// The setting.
        key: &'static str,
        /// What it takes.
        wanted: Wanted,
    },
    /// The value is none of those there are; the default is used.
    UnknownValue {
        /// The setting.
        key: &'static str,
        /// The value.
        value: String,
        /// Those there are.
        choices: Vec<String>,
    },
}

/// The type of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Text in quotes.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number between these two.
    Number(u32, u32),
}

impl SettingsProblem {
    /// The file could not be read at all.
    pub fn unreadable(file: &Path, detail: &dyn fmt::Display) -> SettingsProblem {
        let kind = SettingsProblemKind::Unreadable { detail: detail.to_string() };
        SettingsProblem { file: file.to_owned(), line: 0, kind }
    }

    /// The complaint with its place, in the language of the person.
    pub fn say(&self, messages: &Messages) -> String {
        let (file, reason) = (self.file.display(), self.reason(messages));
        match self.line {
            0 => messages.fill("settings.place_file", &[("file", &file), ("reason", &reason)]),
            line => {
                messages.fill("settings.place_line", &[("file", &file), ("line", &line), ("reason", &reason)])
            }
        }
    }

    /// The complaint alone.
    pub fn reason(&self, messages: &Messages) -> String {
        match &self.kind {
            SettingsProblemKind::Unreadable { detail } => {
                messages.fill("settings.unreadable", &[("detail", detail)])
            }
            SettingsProblemKind::Syntax { detail } => messages.fill("settings.syntax", &[("detail", detail)]),
            SettingsProblemKind::UnknownKey { key, near } => {
                let said = messages.fill("settings.unknown_key", &[("key", key)]);
                said + &near
                    .map(|n| messages.fill("settings.did_you_mean", &[("name", &n)]))
                    .unwrap_or_default()
            }
            SettingsProblemKind::WrongType { key, wanted: Wanted::Text } => {
                messages.fill("settings.wants_text", &[("key", key)])
            }
            SettingsProblemKind::WrongType { key, wanted: Wanted::Flag } => {
                messages.fill("settings.wants_flag", &[("key", key)])
            }
            SettingsProblemKind::WrongType { key, wanted: Wanted::Number(least, most) } => {
                messages.fill("settings.wants_number", &[("key", key), ("least", least), ("most", most)])
            }
            SettingsProblemKind::UnknownValue { key, value, choices } => messages.fill(
                "settings.unknown_value",
                &[("key", key), ("value", value), ("choices", &choices.join(", "))],
            ),
        }
    }
}

impl fmt::Display for SettingsProblem {
    /// English, for logs and tests; people are told through [`SettingsProblem::say`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(&Messages::new(Language::English)))
    }
}
