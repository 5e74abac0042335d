//! Finding: the tantivy index and what is asked of it. The only room that says `tantivy`.
//!
//! The index is a cache of the store that knows its age. One block of documents stands for one stretch of time in
//! which one revision is an article's text: first a document for category, leads and bodies, then one for each question.
//! A block is added and deleted as a whole, so its documents keep consecutive numbers.

mod analyze;
mod collect;
mod directory;
mod error;
mod index;
mod query;
mod rank;
mod schema;
mod session;
mod snippet;

pub use error::SearchError;
pub use index::{Builder, Entry, Home, Stamp, Updater};
pub use query::Prepared;
pub use rank::Filter;
pub use session::{Ranked, Session};
pub use snippet::{marks, needles};
