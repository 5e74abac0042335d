//! Finding: the tantivy index and what is asked of it. The only room that says `tantivy`.
//!
//! The index is a cache of the store that knows its age. One block of documents stands for one stretch of time in
//! which one revision is an article's text: first a document for category, leads and bodies, then one for each question.
//! A block is added and deleted as a whole, so its documents keep consecutive numbers.

mod align;
mod analyze;
mod block;
mod clue;
mod directory;
mod error;
mod explain;
mod filter;
mod gather;
mod index;
mod query;
mod rank;
mod schema;
mod segment;
mod session;
mod snippet;
mod sounds;
mod trial;
mod tuning;
mod weigh;

pub use clue::Unit;
pub use error::SearchError;
pub use explain::{Explained, Place, Share};
pub use filter::{Filter, LeftOut, Refusal, Trait};
pub use index::{Builder, Entry, Home, Stamp, Updater};
pub use query::Prepared;
pub use rank::Ranked;
pub use session::{Answer, Session};
pub use snippet::{heard_marks, marks, merged, needles};
pub use trial::{Trial, Tried};
pub use tuning::Taste;
