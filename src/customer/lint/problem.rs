//! What can be wrong with a file of rules.

use std::fmt;

use super::draft::TABLES;
use super::rule::{Limit, List, Rule};

/// A complaint about a file of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesProblem {
    /// The file.
    pub file: String,
    /// The line, 1 first.
    pub line: usize,
    /// What is wrong.
    pub kind: RulesProblemKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesProblemKind {
    /// The file is not TOML.
    Syntax {
        /// What the parser says.
        detail: String,
    },
    /// There is no such table.
    UnknownTable {
        /// Its name.
        name: String,
    },
    /// No rule has this name.
    UnknownRule {
        /// The name.
        name: String,
    },
    /// No list has this name.
    UnknownList {
        /// The name.
        name: String,
    },
    /// No limit has this name.
    UnknownLimit {
        /// The name.
        name: String,
    },
    /// A severity is `error`, `warning`, `hint` or `off`.
    UnknownSeverity {
        /// What stands there.
        value: String,
    },
    /// The value is of another type.
    WrongType {
        /// Where it stands.
        name: String,
        /// What it takes.
        wanted: Wanted,
    },
    /// A word without a character.
    EmptyWord,
    /// A word that is a sentence.
    LongWord {
        /// The word.
        word: String,
        /// Most chars.
        most: usize,
    },
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A table.
    Table,
    /// Text in quotes.
    Text,
    /// A list of texts.
    Texts,
    /// A table of words, each with what could stand there instead.
    Words,
    /// A whole number from 1.
    Number,
}

impl Wanted {
    /// The key of its name in the messages.
    pub fn message_key(self) -> &'static str {
        match self {
            Wanted::Table => "lint.wanted_table",
            Wanted::Text => "lint.wanted_text",
            Wanted::Texts => "lint.wanted_texts",
            Wanted::Words => "lint.wanted_words",
            Wanted::Number => "lint.wanted_number",
        }
    }
}

impl RulesProblemKind {
    /// The key of the message. Its place `{name}` takes [`RulesProblemKind::name`], `{choices}` [`RulesProblemKind::choices`],
    /// `{wanted}` the message of [`Wanted`].
    pub fn message_key(&self) -> &'static str {
        match self {
            RulesProblemKind::Syntax { .. } => "lint.problem_syntax",
            RulesProblemKind::UnknownTable { .. } => "lint.problem_table",
            RulesProblemKind::UnknownRule { .. } => "lint.problem_rule",
            RulesProblemKind::UnknownList { .. } => "lint.problem_list",
            RulesProblemKind::UnknownLimit { .. } => "lint.problem_limit",
            RulesProblemKind::UnknownSeverity { .. } => "lint.problem_severity",
            RulesProblemKind::WrongType { .. } => "lint.problem_type",
            RulesProblemKind::EmptyWord => "lint.problem_empty",
            RulesProblemKind::LongWord { .. } => "lint.problem_long",
        }
    }

    /// What could be written instead, for the place `{choices}` of the message; empty when anything could.
    pub fn choices(&self) -> String {
        let all = |names: Vec<&str>| names.join("、");
        match self {
            RulesProblemKind::UnknownTable { .. } => all(TABLES.to_vec()),
            RulesProblemKind::UnknownLimit { .. } => all(Limit::ALL.iter().map(|l| l.word()).collect()),
            RulesProblemKind::UnknownList { .. } => all(List::ALL.iter().map(|l| l.word()).collect()),
            RulesProblemKind::UnknownRule { name } => {
                // The rules of the family that was meant; all of them would fill a page.
                let family = name.split('.').next().unwrap_or_default();
                let of_family: Vec<&str> =
                    Rule::ALL.iter().filter(|r| r.family() == family).map(|r| r.word()).collect();
                match of_family.is_empty() {
                    true => {
                        let mut families: Vec<&str> = Rule::ALL.iter().map(|r| r.family()).collect();
                        families.dedup();
                        all(families)
                    }
                    false => all(of_family),
                }
            }
            _ => String::new(),
        }
    }

    /// The name, the value or the detail that the complaint is about.
    pub fn name(&self) -> &str {
        match self {
            RulesProblemKind::Syntax { detail } => detail,
            RulesProblemKind::UnknownTable { name }
            | RulesProblemKind::UnknownRule { name }
            | RulesProblemKind::UnknownList { name }
            | RulesProblemKind::UnknownLimit { name }
            | RulesProblemKind::WrongType { name, .. } => name,
            RulesProblemKind::UnknownSeverity { value } => value,
            RulesProblemKind::EmptyWord => "",
            RulesProblemKind::LongWord { word, .. } => word,
        }
    }
}

impl fmt::Display for RulesProblem {
    /// English, for logs and tests; people are told through the messages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: ", self.file, self.line)?;
        let (name, choices) = (self.kind.name(), self.kind.choices());
        match &self.kind {
            RulesProblemKind::Syntax { .. } => write!(f, "this is no TOML: {name}"),
            RulesProblemKind::UnknownTable { .. } => {
                write!(f, "no table is called {name}: write one of {choices}")
            }
            RulesProblemKind::UnknownRule { .. } => {
                write!(f, "no rule is called {name}: write one of {choices}")
            }
            RulesProblemKind::UnknownList { .. } => {
                write!(f, "no list is called {name}: write one of {choices}")
            }
            RulesProblemKind::UnknownLimit { .. } => {
                write!(f, "no limit is called {name}: write one of {choices}")
            }
            RulesProblemKind::UnknownSeverity { .. } => {
                write!(f, "{name} is no severity: write error, warning, hint or off")
            }
            RulesProblemKind::WrongType { wanted, .. } => {
                let wanted = match wanted {
                    Wanted::Table => "a table",
                    Wanted::Text => "text in quotes",
                    Wanted::Texts => "a list of texts",
                    Wanted::Words => "a table of words",
                    Wanted::Number => "a whole number from 1 to 100000",
                };
                write!(f, "{name} takes {wanted}")
            }
            RulesProblemKind::EmptyWord => f.write_str("a word is empty"),
            RulesProblemKind::LongWord { most, .. } => {
                write!(f, "{name} has more than {most} characters")
            }
        }
    }
}

impl std::error::Error for RulesProblem {}
