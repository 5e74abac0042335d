//! What keeps a KB from being used, with what to do about it.

use std::path::PathBuf;

use super::intake::IntakeRefusal;
use crate::i18n::Messages;
use crate::model::ValidityProblem;
use crate::model::lifecycle::Role;
use crate::search::SearchError;
use crate::store::StoreError;
use crate::text::clean::one_line;

/// A failure of a use case.
#[derive(Debug, thiserror::Error)]
pub enum KbError {
    /// There is nothing at the path.
    #[error("there is no knowledge base at {}", path.display())]
    Absent {
        /// The directory asked for.
        path: PathBuf,
    },
    /// The path is a file.
    #[error("{} is a file; a knowledge base is a directory", path.display())]
    IsFile {
        /// The path asked for.
        path: PathBuf,
    },
    /// The directory holds neither a working KB nor a snapshot.
    #[error("the directory {} holds no knowledge base", path.display())]
    NotAKb {
        /// The directory asked for.
        path: PathBuf,
    },
    /// An empty directory: nothing yet, and room for a KB.
    #[error("the directory {} is empty", path.display())]
    Empty {
        /// The directory asked for.
        path: PathBuf,
    },
    /// A snapshot was to be made inside a working KB.
    #[error("{} is a working knowledge base; snapshots need a directory of their own", path.display())]
    SnapshotInKb {
        /// The directory asked for.
        path: PathBuf,
    },
    /// The directory cannot be read or written.
    #[error("{} cannot be used: {detail}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// Words of the system.
        detail: String,
    },
    /// Something that may not be done with a role.
    #[error("{what} needs the role {needs}; {os_user} has the role {has}")]
    NeedsRole {
        /// What was asked.
        what: &'static str,
        /// The lowest role that may.
        needs: Role,
        /// The user's role.
        has: Role,
        /// The operating-system user.
        os_user: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl KbError {
    /// Names the path in an error of the system.
    pub(super) fn io(path: &std::path::Path) -> impl Fn(std::io::Error) -> KbError + '_ {
        move |error| KbError::Io { path: path.to_path_buf(), detail: error.to_string() }
    }

    /// That there is no usable index at a path.
    pub fn no_index(path: PathBuf) -> KbError {
        SearchError::Missing { path }.into()
    }

    /// That nothing may be written at a path.
    pub fn read_only(path: PathBuf) -> KbError {
        StoreError::ReadOnly { path }.into()
    }

    /// Whether another session is bringing the index up to date just now.
    pub fn is_index_busy(&self) -> bool {
        matches!(self, KbError::Search(SearchError::Locked { .. }))
    }

    /// The name under which messages speak of it: `error.NAME` says what happened, `error.NAME_hint` what to do.
    fn name(&self) -> &'static str {
        match self {
            KbError::Absent { .. } => "absent",
            KbError::IsFile { .. } => "is_file",
            KbError::NotAKb { .. } => "not_a_kb",
            KbError::Empty { .. } => "empty",
            KbError::SnapshotInKb { .. } => "snapshot_in_kb",
            KbError::Io { .. } => "io",
            KbError::NeedsRole { needs: Role::Reviewer, .. } => "needs_role",
            KbError::NeedsRole { .. } => "needs_editor",
            KbError::Store(store) => match store {
                StoreError::Missing { .. } => "absent",
                StoreError::Foreign { .. } => "foreign",
                StoreError::Newer { .. } => "newer",
                StoreError::OlderReadOnly { .. } => "older_read_only",
                StoreError::Damaged { .. } | StoreError::Value { .. } => "damaged",
                StoreError::Locked { .. } => "locked",
                StoreError::CannotOpen { .. } => "cannot_open",
                StoreError::ReadOnly { .. } => "read_only",
                StoreError::NotWritten { .. } => "not_written",
                StoreError::Conflict { .. } => "conflict",
                StoreError::Sql(_) => "sql",
            },
            KbError::Search(search) => match search {
                SearchError::Missing { .. } | SearchError::OtherMake { .. } => "index_missing",
                SearchError::Locked { .. } => "index_locked",
                SearchError::Broken { .. } => "index_broken",
            },
        }
    }

    /// The thing it is about.
    fn path(&self) -> String {
        let path = match self {
            KbError::Absent { path }
            | KbError::IsFile { path }
            | KbError::NotAKb { path }
            | KbError::Empty { path }
            | KbError::SnapshotInKb { path }
            | KbError::Io { path, .. } => path,
            KbError::Store(
                StoreError::Missing { path }
                | StoreError::Foreign { path }
                | StoreError::Newer { path, .. }
                | StoreError::OlderReadOnly { path, .. }
                | StoreError::Damaged { path, .. }
                | StoreError::Locked { path }
                | StoreError::CannotOpen { path, .. }
                | StoreError::ReadOnly { path }
                | StoreError::NotWritten { path, .. },
            ) => path,
            KbError::Search(
                SearchError::Missing { path }
                | SearchError::OtherMake { path }
                | SearchError::Locked { path }
                | SearchError::Broken { path, .. },
            ) => path,
            KbError::NeedsRole { .. }
            | KbError::Store(StoreError::Conflict { .. } | StoreError::Value { .. } | StoreError::Sql(_)) => {
                return String::new();
            }
        };
        path.display().to_string()
    }

    /// What happened, to which thing, in the person's language.
    pub fn say(&self, messages: &Messages) -> String {
        let detail = self.to_string();
        if let KbError::NeedsRole { needs, has, os_user, .. } = self {
            let role = |role: &Role| messages.get(&format!("role.{role}")).to_owned();
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("needs", &role(needs)), ("has", &role(has)), ("user", os_user)];
            return messages.fill("error.needs_role", &values);
        }
        messages.fill(&format!("error.{}", self.name()), &[("path", &self.path()), ("detail", &detail)])
    }

    /// What to do next, in the person's language.
    pub fn hint(&self, messages: &Messages) -> String {
        let mut path = self.path();
        if let Some(dir) = path.strip_suffix("/articles.db") {
            path = dir.to_owned();
        }
        messages.fill(&format!("error.{}_hint", self.name()), &[("path", &path)])
    }
}

impl IntakeRefusal {
    /// Why the article was not taken in, in the person's language.
    pub fn say(&self, messages: &Messages) -> String {
        match self {
            IntakeRefusal::NeedsReviewer => messages.get("reason.intake_needs_reviewer").to_owned(),
            IntakeRefusal::NoQuestion => messages.get("reason.intake_no_question").to_owned(),
            IntakeRefusal::TakenId { id } => messages.fill("reason.intake_taken_id", &[("id", id)]),
            IntakeRefusal::Merged { id, into } => {
                messages.fill("reason.intake_merged", &[("id", &one_line(id)), ("into", &one_line(into))])
            }
            IntakeRefusal::Validity(problem) => match problem {
                ValidityProblem::EndsBeforeItBegins { from, until } => {
                    let last = until.yesterday().unwrap_or(*until);
                    messages.fill("reason.ends_before_it_begins", &[("last", &last), ("from", from)])
                }
                ValidityProblem::StudyAfterStart { study_from, from } => {
                    messages.fill("reason.study_after_start", &[("study_from", study_from), ("from", from)])
                }
            },
            // It ends the intake, and with it all that was written.
            IntakeRefusal::Store(error) => messages.fill("error.not_written", &[("detail", error)]),
        }
    }
}
