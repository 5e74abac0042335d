//! What is done in a contact.

use super::stage::words;

words! {
    /// A step of a trail.
    StepKind {
        /// An answer was copied.
        Copy = "copy",
        /// An answer was told: 已告知.
        Tell = "tell",
        /// A copy was stopped, with the reason.
        Stop = "stop",
        /// A copy was stopped, and the agent went on all the same.
        Override = "override",
        /// An article was flagged, or an edit proposed.
        Flag = "flag",
        /// A question had no good answer.
        Gap = "gap",
        /// A ticket form was copied.
        Ticket = "ticket",
    }
}
