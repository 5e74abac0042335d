//! What the desk and the command line are shown: rows of a result list and one article with its standing.

use jiff::civil::Date;

pub use super::asking::Remark;
pub use super::board::{Branch, Card, Overview};
use super::explain::WhyNot;
use crate::customer::finding::Finding;
use crate::model::{Article, Hit, Kind, Mark, Moment, Scope, Stage, Trust};

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Best first; variants of one question are folded into one row.
    pub rows: Vec<Row>,
    /// What was looked for, folded, longest first: for marking matches in answers.
    pub needles: Vec<String>,
    /// Said above the rows when the answer is not the whole truth.
    pub notice: Option<Notice>,
    /// What was given up to find these rows, in a fixed order; empty when enough of them answer to all of the query.
    pub relaxed: Vec<Relaxation>,
    /// What the query did not mean as it was typed.
    pub remarks: Vec<Remark>,
}

/// An article that answers to all of a query and is kept back by time or by the contact's scope. It is no row: never
/// counted among them, and never to be told to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The article's id.
    pub id: String,
    /// Row number of the revision that answers.
    pub revision: i64,
    /// The standard question.
    pub question: String,
    /// What keeps it back.
    pub why: WhyNot,
}

/// Something given up because too few articles answer to all of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relaxation {
    /// These phrases need not occur as they were quoted.
    Phrase(Vec<String>),
    /// Words of the term table stand for those typed.
    Term,
    /// Characters that sound alike stand for those typed.
    Sound,
    /// Characters that look alike stand for those typed.
    Shape,
    /// Other characters may stand between those typed.
    Order,
    /// These parts of the query need not occur.
    Without(Vec<String>),
    /// These parts, which are all of it, need not occur as a whole.
    Partly(Vec<String>),
}

/// Why an answer may be incomplete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The index is being built; `done` of `total` articles are in it.
    Indexing {
        /// Articles indexed so far.
        done: usize,
        /// Articles to index.
        total: usize,
    },
    /// There is no usable index and none can be made here.
    NoIndex,
}

/// One row of the result list: a hit hydrated from the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The hit that it stands for.
    pub hit: Hit,
    /// The article's id.
    pub id: String,
    /// The standard question.
    pub question: String,
    /// What matched in `question`: ranges of bytes on char boundaries, in order, not overlapping.
    pub marks: Vec<Mark>,
    /// The similar question that matched better than the standard one, with its own marks.
    pub matched: Option<(String, Vec<Mark>)>,
    /// The customer lead, else the internal one, else the beginning of a body: one line.
    pub lead: String,
    /// Where it applies.
    pub scope: Scope,
    /// Path in the category tree.
    pub category: Vec<String>,
    /// What sort of knowledge it is.
    pub kind: Option<Kind>,
    /// What validity says today.
    pub trust: Trust,
    /// Whether the customer text lags the internal one.
    pub drifted: bool,
    /// How often this desk copied it after the same query.
    pub used: u32,
    /// Other articles with the same standard question, the best fit first.
    pub variants: Vec<Row>,
}

impl Shown {
    /// Whether a customer text lags the internal one.
    pub fn is_drifted(&self) -> bool {
        !self.drift.is_empty()
    }

    /// Whether it is published, or used as emergency wording, and its text may be used today.
    pub fn is_current(&self) -> bool {
        (self.stage == Stage::Published || self.unreviewed_until.is_some())
            && matches!(self.trust, Trust::Current | Trust::ReviewDue | Trust::OffSale)
    }
}

/// One article as the desk shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Row number of the article.
    pub number: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// The revision's UUID.
    pub uuid: String,
    /// 1 for the first revision of the article, and so on.
    pub revision_no: u32,
    /// The content.
    pub article: Article,
    /// Where the revision stands.
    pub stage: Stage,
    /// Until when it is in use as emergency wording (临时口径), which nobody has reviewed; `None` when it is not.
    pub unreviewed_until: Option<Moment>,
    /// What validity says today.
    pub trust: Trust,
    /// How the customer texts lag the internal one, as lint says it; nothing where they do not.
    pub drift: Vec<Finding>,
    /// When the revision was made.
    pub made: Moment,
    /// The day on which the revision was made, in the KB's zone.
    pub made_on: Date,
    /// Who made it.
    pub author: String,
    /// The articles that its relations lead to, as far as they are known here: id and standard question.
    pub linked: Vec<(String, String)>,
    /// The document that it was made of, where it is kept here.
    pub document: Option<std::path::PathBuf>,
}
