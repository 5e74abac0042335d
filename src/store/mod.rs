//! SQLite: the truth. The only room that says `rusqlite`.
//!
//! Two files that never mix: `articles.db` in the KB directory ([`Store`]) and `desk.db` in the user's own state
//! directory ([`desk::DeskStore`]). PRAGMAs belong to `open`, SQL belongs to this room, values are always bound.

mod announcements;
mod articles;
mod batches;
mod board;
pub mod desk;
mod error;
mod events;
mod feedback;
mod golden;
mod hot;
mod import;
mod load;
mod mappings;
mod merge;
mod meta;
mod migrate;
mod open;
mod outbox;
mod outside;
mod publications;
mod reviews;
mod revisions;
mod roles;
mod terms;
#[cfg(test)]
pub(crate) mod tests;
mod trees;
mod verdicts;
mod worklist;

pub use articles::{ArticleRef, NewRevision};
pub use batches::{Batch, BatchKind, Brought};
pub use error::StoreError;
pub use events::{Event, Who};
pub use feedback::Decided;
pub use golden::Golden;
pub use import::{ImportMatch, known_batch_counts};
pub use load::{Head, Stored};
pub use mappings::Pairs;
pub use merge::Pair;
pub use open::{Access, Steady, Store, Write};
pub use outside::{CameIn, WaitingQuestion};
pub use publications::{NewPublication, OpenText, Recorded};
pub use reviews::{Approvals, Comment, Review};
pub use revisions::RevisionRef;
pub use trees::{Nodes, Tree};
pub use verdicts::{Validation, Waiver, Withdrawal};
pub use worklist::{DESK_BATCH, Undecided};
