//! How well questions find their articles, in numbers.
//!
//! Queries and judgements come from files ([`read_queries`], [`read_qrels`]); what [`super::Kb::find`] answers is judged
//! by [`judge`] and added up in [`Means`]; [`Typed`] does the same for a question that is still being typed. Nothing here
//! asks, reads or measures by itself: whoever asks does so over the very code that the desk runs.

mod files;
mod metrics;
mod typed;

pub use files::{Asked, BadLine, Judgements, LineProblem, read_qrels, read_queries};
pub use metrics::{Judged, Means, judge, percentile};
pub use typed::{Entered, TOPS, Typed, prefixes};
