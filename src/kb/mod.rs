//! Use cases over one knowledge base; the only room where store and search meet.
//!
//! A [`Kb`] owns a connection to the database and a view of the index. Whoever writes also brings the index up to
//! date ([`Kb::sync`]); whoever reads notices that others did ([`Kb::refresh`]).

mod announce;
mod asking;
mod atoms;
mod author;
mod batch;
mod beside;
mod board;
mod check;
mod contacts;
pub mod demo;
pub mod doctor;
mod documents;
mod edit_all;
mod error;
pub mod eval;
mod explain;
mod export;
mod feedback;
mod find;
pub mod gate;
mod golden;
mod golden_file;
mod heads;
mod hidden;
mod history;
mod inbox;
mod intake;
mod lint;
mod literal;
mod look;
mod merge;
mod open;
mod outgoing;
mod pin;
mod place;
mod publish;
pub mod queue;
mod refusal;
mod rehearse;
mod review;
mod role;
pub mod rulebook;
mod seen;
mod snapshot;
mod sync;
mod tables;
#[cfg(test)]
mod tests;
mod thesaurus;
mod today;
mod twins;
mod uses;
mod versions;
pub mod view;

pub use crate::search::{Place as MatchPlace, Share};
pub use crate::store::desk::{KeptContact, KeptStep, Note, Waiting, Writing};
pub use crate::store::{
    Approvals, Batch, BatchKind, Comment, Decided, Golden, NewPublication, Review, WaitingQuestion, Waiver,
    Who, Withdrawal,
};
pub use announce::NewAnnouncement;
pub use atoms::{Atoms, CutOff, Shelf};
pub use author::Kept;
pub use batch::{BatchArticle, BatchStep, KeptWhy, Undone};
pub use beside::Changed;
pub use check::{CheckOptions, CheckReport, Evidence, FIRST_ROWS, FindRule, Miss, Watch, Winner};
pub use contacts::FIRST_STEPS;
pub use edit_all::{BadEdit, Edit, Edited, MOST as MOST_EDITED};
pub use error::KbError;
pub use explain::{Explanation, WhyNot};
pub use feedback::Given;
pub use gate::Checked;
pub use golden::{Grown, NewGolden};
pub use golden_file::{BadGolden, GoldenProblem};
pub use history::LogEntry;
pub use inbox::{Cluster, Handled, InboxDecision, Received};
pub use intake::{Intake, IntakeOptions, IntakeRefusal, Landed};
pub use lint::Linted;
pub use look::{Look, Near};
pub use merge::Merged;
pub use open::{Kb, Use, Wish};
pub use outgoing::{KeptBack, Outgoing, OutgoingOptions, Outward};
pub use place::Place;
pub use publish::{Order, Published};
pub use queue::Waits;
pub use refusal::{LifeError, say_finding, say_manuscript, tongue};
pub use rehearse::{Regression, Rehearsed};
pub use review::{Standing, Talk};
pub use snapshot::SnapshotReport;
pub use sync::{Health, Indexing};
pub use tables::TableChange;
pub use today::{Task, TaskKind};
pub use twins::{TwinKind, Twins};
pub use versions::{InUse, Version};
pub use view::{Branch, Card, Found, Hidden, Notice, Overview, Relaxation, Remark, Row, Shown};
