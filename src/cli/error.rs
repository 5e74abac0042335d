//! What ends a verb early, and with which exit code.

use std::path::{Path, PathBuf};

use super::explain::quoted;
use crate::i18n::Messages;
use crate::import::ImportError;
use crate::kb::{KbError, LifeError};
use crate::model::Axis;
use crate::text::clean::one_line;

/// Why a verb ended early.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The KB.
    #[error(transparent)]
    Kb(#[from] KbError),
    /// The KB could not be read: what happened, and what to do, in the person's language.
    #[error("{0}")]
    Unusable(String, String),
    /// A step in the life of an article.
    #[error(transparent)]
    Life(#[from] LifeError),
    /// The input of an import.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The desk.
    #[error(transparent)]
    Desk(#[from] crate::tui::Error),
    /// The door of the desk that is open.
    #[error(transparent)]
    Tell(#[from] crate::serve::TellError),
    /// Something asked for that does not go: a key of messages and the word it is about.
    #[error("{0}: {1}")]
    Usage(&'static str, String),
    /// Something that is said already, in the person's language.
    #[error("{0}")]
    Said(String),
    /// A name for a scope that the house does not know.
    #[error("no {axis} is called {name}")]
    UnknownName {
        /// The axis.
        axis: Axis,
        /// What was written.
        name: String,
        /// Names that may be meant; none where the house has none on this axis.
        near: Vec<String>,
    },
    /// A file that cannot be read or written.
    #[error("{}: {detail}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Words of the system.
        detail: String,
    },
    /// The reader of our output went away: nobody is left to tell.
    #[error("the output was closed")]
    Closed,
}

impl CliError {
    /// Names the file in an error of the system.
    pub fn file(path: &Path) -> impl Fn(std::io::Error) -> CliError + '_ {
        move |error| CliError::File { path: path.to_path_buf(), detail: error.to_string() }
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            CliError::Kb(KbError::NeedsRole { .. }) => 2,
            CliError::Kb(_) | CliError::Unusable(..) | CliError::Life(LifeError::Kb(_)) => 3,
            CliError::Life(
                LifeError::NoArticle { .. }
                | LifeError::NoRevision { .. }
                | LifeError::NoBatch { .. }
                | LifeError::Conflict { .. }
                | LifeError::Blocked { .. },
            ) => 1,
            CliError::Life(_) => 2,
            CliError::Import(_)
            | CliError::Usage(..)
            | CliError::Said(_)
            | CliError::UnknownName { .. }
            | CliError::File { .. }
            | CliError::Tell(crate::serve::TellError::Input { .. })
            | CliError::Desk(_) => 2,
            CliError::Tell(_) => 3,
            CliError::Closed => 0,
        }
    }

    /// What happened and what to do, in the person's language.
    pub fn say(&self, messages: &Messages) -> String {
        match self {
            CliError::Kb(error) => format!("{}\n{}", error.say(messages), error.hint(messages)),
            CliError::Unusable(what, hint) => format!("{what}\n{hint}"),
            CliError::Life(error) => {
                let mut said = vec![error.say(messages)];
                if let LifeError::Blocked { findings, .. } = error {
                    said.extend(findings.iter().map(|finding| super::finding::line(finding, messages)));
                }
                said.push(error.hint(messages));
                said.join("\n")
            }
            CliError::Import(error) => error.say(messages),
            CliError::Desk(error) => error.say(messages),
            CliError::Tell(error) => error.say(messages),
            CliError::Said(said) => said.clone(),
            CliError::Usage(key, word) => messages.fill(key, &[("word", word)]),
            CliError::UnknownName { axis, name, near } => {
                let axis = format!("axis.{}", axis.word());
                let said = messages.fill(
                    "search.unknown_name",
                    &[("axis", &messages.get(&axis)), ("name", &one_line(name))],
                );
                match near.as_slice() {
                    [] => {
                        messages.fill("search.no_names", &[("said", &said), ("axis", &messages.get(&axis))])
                    }
                    near => messages
                        .fill("search.near_names", &[("said", &said), ("names", &quoted(near, messages))]),
                }
            }
            CliError::File { path, detail } => {
                messages.fill("cli.error.file", &[("path", &path.display()), ("detail", detail)])
            }
            CliError::Closed => String::new(),
        }
    }
}
