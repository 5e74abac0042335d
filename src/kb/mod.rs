//! Use cases over one knowledge base; the only room where store and search meet.
//!
//! A [`Kb`] owns a connection to the database and a view of the index. Whoever writes also brings the index up to
//! date ([`Kb::sync`]); whoever reads notices that others did ([`Kb::refresh`]).

pub mod demo;
pub mod doctor;
mod error;
pub mod eval;
mod export;
mod find;
mod intake;
mod open;
mod place;
mod snapshot;
mod sync;
#[cfg(test)]
mod tests;
pub mod view;

pub use crate::store::Who;
pub use error::KbError;
pub use intake::{Intake, IntakeOptions, IntakeRefusal, Landed};
pub use open::{Kb, Wish};
pub use place::Place;
pub use snapshot::SnapshotReport;
pub use sync::{Health, Indexing};
pub use view::{Found, Notice, Overview, Row, Shown};
