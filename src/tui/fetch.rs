//! What the desk looks up beside the rows: the text before a change, everything of a product, the same question elsewhere.

use std::sync::Arc;

use crate::kb::{Card, Changed, Hidden, Row, Shown};
use crate::model::Scope;

/// What is looked up.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetch {
    /// An article by its id, with the text that was published before it.
    Changes(String),
    /// Whether there is an article with this id.
    Standing(String),
    /// All articles that changed since the agent's last shift.
    Changed,
    /// All articles that end soon.
    Expiring,
    /// The articles of a product, by kind.
    OfProduct(String, Scope),
    /// The same standard question where the contact does not stand.
    Elsewhere(Arc<Shown>, Scope),
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Fetched {
    /// What the last change made of it; `None` when there is no such article.
    Changes(Option<Box<Changed>>),
    /// Whether it may be used today; `None` when there is none.
    Standing(Option<bool>),
    /// Articles of a list of the board.
    Cards(Vec<Card>),
    /// Rows, sorted by kind.
    OfProduct(Vec<Row>),
    /// To read, not to tell.
    Elsewhere(Vec<Hidden>),
}
