//! The words of the field as types: articles, answers, scopes, validity, publications, queries and hits.
//!
//! Pure: no clock, no file, no database. Time is passed in as a [`Moment`].

mod announcement;
mod answer;
#[cfg(test)]
pub(crate) mod arbitrary;
mod article;
pub mod asked;
pub mod changes;
pub mod channel;
mod day;
mod feedback;
pub mod lifecycle;
pub mod manuscript;
mod merged;
mod moment;
mod outside;
mod period;
pub mod publication;
mod query;
mod scope;
mod stage;
mod term;
pub mod told;
mod trail;
mod validity;

pub use announcement::{Announcement, Level};
pub use answer::{Answer, CustomerAnswer, Face, Rendering};
pub(crate) use article::short_hash;
pub use article::{
    Action, ActionKind, Article, Attachment, Origin, Relation, RelationKind, Similar, Source, SourceClass,
    hex,
};
pub use asked::Asked;
pub use channel::{Channel, Channels};
pub use day::{When, read_day};
pub use feedback::{Decision, FeedbackKind};
pub use merged::merged;
pub use moment::{Moment, Zone};
pub use outside::{Coverage, OutsideQuestion};
pub use period::Period;
pub use publication::Publication;
pub use query::{DESK_ROWS, Hit, Mark, Query, Route};
pub use scope::{Axis, Scope};
pub(crate) use stage::words;
pub use stage::{Confidence, Kind, Stage};
pub use term::{Term, TermKind};
pub use trail::StepKind;
pub use validity::{Trust, Validity, ValidityProblem};
