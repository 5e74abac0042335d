//! Use cases over one knowledge base; the only room where store and search meet.
//!
//! A [`Kb`] owns a connection to the database and a view of the index. Whoever writes also brings the index up to
//! date ([`Kb::sync`]); whoever reads notices that others did ([`Kb::refresh`]).

mod asking;
pub mod demo;
pub mod doctor;
mod error;
pub mod eval;
mod explain;
mod export;
mod find;
mod gap;
mod heads;
mod hidden;
mod intake;
mod open;
mod place;
mod snapshot;
mod sync;
#[cfg(test)]
mod tests;
mod thesaurus;
mod uses;
pub mod view;

pub use crate::search::{Place as MatchPlace, Share};
pub use crate::store::Who;
pub use error::KbError;
pub use explain::{Explanation, WhyNot};
pub use gap::Gap;
pub use intake::{Intake, IntakeOptions, IntakeRefusal, Landed};
pub use open::{Kb, Wish};
pub use place::Place;
pub use snapshot::SnapshotReport;
pub use sync::{Health, Indexing};
pub use view::{Found, Hidden, Notice, Overview, Relaxation, Remark, Row, Shown};
