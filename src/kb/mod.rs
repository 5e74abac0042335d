//! Use cases over one knowledge base; the only room where store and search meet.
//!
//! A [`Kb`] owns a connection to the database and a view of the index. Whoever writes also brings the index up to
//! date ([`Kb::sync`]); whoever reads notices that others did ([`Kb::refresh`]).

mod asking;
mod beside;
mod board;
mod contacts;
pub mod demo;
pub mod doctor;
mod error;
pub mod eval;
mod explain;
mod export;
mod feedback;
mod find;
mod heads;
mod hidden;
mod intake;
mod open;
mod pin;
mod place;
mod seen;
mod snapshot;
mod sync;
#[cfg(test)]
mod tests;
mod thesaurus;
mod uses;
pub mod view;

pub use crate::search::{Place as MatchPlace, Share};
pub use crate::store::desk::{KeptContact, KeptStep, Note, Waiting};
pub use crate::store::{Decided, Who};
pub use contacts::FIRST_STEPS;
pub use error::KbError;
pub use explain::{Explanation, WhyNot};
pub use feedback::Given;
pub use intake::{Intake, IntakeOptions, IntakeRefusal, Landed};
pub use open::{Kb, Use, Wish};
pub use place::Place;
pub use snapshot::SnapshotReport;
pub use sync::{Health, Indexing};
pub use view::{Card, Found, Hidden, Notice, Overview, Relaxation, Remark, Row, Shown};
