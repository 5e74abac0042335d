//! The term table: the house's words and the customer's.

use serde::{Deserialize, Serialize};

use super::stage::words;

words! {
    /// What a row of the term table says about its word.
    TermKind {
        /// An internal word with the customer's word for it.
        Term = "term",
        /// A word that no customer may read.
        Forbidden = "forbidden",
        /// A word that promises more than the house can keep.
        Promise = "promise",
    }
}

/// One row of the term table (术语).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// What the row says.
    pub kind: TermKind,
    /// The house's word.
    pub term: String,
    /// The customer's word; empty when there is none.
    #[serde(default)]
    pub customer: String,
    /// Why.
    #[serde(default)]
    pub note: String,
}
