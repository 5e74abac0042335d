//! What the desk asks of the clerk: the life of articles, on a thread of its own, so that no search ever waits for it.

use std::collections::HashSet;

use crate::customer::finding::{Finding, Part};
use crate::kb::{Atoms, Checked, InboxDecision, Look, Merged, Shelf, Shown, Talk, Task};
use crate::model::manuscript::Manuscript;
use crate::model::{Article, Decision, Face, Moment, Scope};

/// An order to the clerk.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// What is to be decided on.
    Tasks(Pile),
    /// The batches that brought something.
    Batches,
    /// What the decision on a task is made on.
    Detail(Box<Task>),
    /// A text to be written on.
    Open(Source),
    /// Look over a text while it is being written, and keep it against a crash. The newest counts.
    Look {
        /// Under which key it is kept.
        key: String,
        /// The article's id, where it has one.
        id: Option<String>,
        /// The text, as a manuscript.
        text: String,
        /// Which edition of it.
        edition: u64,
        /// It says something that is not saved yet.
        keep: bool,
    },
    /// Forget what was kept of a text.
    Forget(String),
    /// A step in the life of a text, or a decision.
    Step(Box<Step>),
}

/// A pile of things to be decided on one by one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pile {
    /// What is worth doing now.
    #[default]
    Today,
    /// Questions from outside.
    Inbox,
    /// The drafts of a batch.
    Batch(i64),
    /// The texts of an article, by its row number.
    Versions(i64),
}

/// What an editor begins with.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// The newest text of an article, by its id; with what was typed on it and never saved.
    Article(String),
    /// A new article for a question.
    New {
        /// Its standard question; empty: not known yet.
        question: String,
        /// Where it holds.
        scope: Scope,
        /// UUID of the feedback that it answers.
        answers: Option<String>,
    },
    /// What somebody proposes for an article.
    Proposal {
        /// The article's id; `None`: for a new one.
        id: Option<String>,
        /// The manuscript that is proposed.
        text: String,
        /// UUID of the feedback that brought it.
        answers: String,
    },
    /// The newest text of an article that says nothing to the customer, by its id: with a customer face drafted from the
    /// internal one.
    Customer(String),
    /// What was begun and is not saved, by its key.
    Kept(String),
}

/// A text to be written on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Under which key it is kept.
    pub key: String,
    /// The article's id; `None`: it is a new one.
    pub id: Option<String>,
    /// The text as it is in the knowledge base, as a manuscript.
    pub text: String,
    /// What is put over it as one step that can be undone: what was typed before, or what is proposed.
    pub over: Option<String>,
    /// What it answers, by UUID.
    pub answers: Option<String>,
    /// Whether what lies over it is a proposal of somebody else.
    pub is_proposal: bool,
    /// Names that are in use, to choose from.
    pub known: Known,
}

/// Names that are in use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Categories, as paths.
    pub categories: Vec<Vec<String>>,
    /// Departments that answer for articles.
    pub owners: Vec<String>,
    /// Tags, the most used first.
    pub tags: Vec<String>,
}

/// A step in the life of a text, or a decision.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The text may go out.
    Approve {
        /// UUID of the revision.
        uuid: String,
    },
    /// The text goes back to its author.
    SendBack {
        /// UUID of the revision.
        uuid: String,
        /// Why.
        note: String,
    },
    /// The text is put in use.
    Publish {
        /// UUID of the revision.
        uuid: String,
        /// The day from which on; `None`: now.
        from: Option<jiff::civil::Date>,
        /// Why what was found may stay; `None`: nothing may.
        waive: Option<String>,
    },
    /// The article is taken out of use at once.
    Withdraw {
        /// UUID of the revision.
        uuid: String,
        /// Only this text, not what follows it.
        only: bool,
        /// Why: the desk tells whoever used it.
        reason: String,
    },
    /// 临时口径: its author puts the text in use for some hours before anybody has reviewed it.
    Emergency {
        /// UUID of the revision.
        uuid: String,
        /// For so many hours.
        hours: u8,
        /// Why what was found may stay; `None`: nothing may.
        waive: Option<String>,
    },
    /// The text of an old revision becomes the newest draft.
    Restore {
        /// The article's id.
        id: String,
        /// The number of the revision.
        revision_no: u32,
    },
    /// The customer texts of an article fit the internal text as it is now; handed in.
    Confirm {
        /// The article's id.
        id: String,
    },
    /// A question becomes a similar one of an article; handed in.
    AddSimilar {
        /// The article's id.
        id: String,
        /// The question.
        question: String,
    },
    /// A query need not find an article any more.
    DropGolden {
        /// The article's id.
        id: String,
        /// The query.
        query: String,
    },
    /// Somebody looked at the text and it is still right.
    StillRight {
        /// UUID of the revision.
        uuid: String,
    },
    /// Feedback is decided on.
    Decide {
        /// Its UUID.
        uuid: String,
        /// What became of it.
        decision: Decision,
        /// What whoever gave it reads.
        reply: String,
    },
    /// Somebody is asked to review a text.
    Reassign {
        /// UUID of the revision.
        uuid: String,
        /// Whom: an account.
        reviewer: String,
    },
    /// Something is said about a text.
    Comment {
        /// UUID of the revision.
        uuid: String,
        /// What.
        text: String,
    },
    /// Questions from outside are decided on as one.
    Outside {
        /// Their numbers, the clearest first.
        numbers: Vec<i64>,
        /// What becomes of them.
        decision: InboxDecision,
        /// Whether the draft that comes of it is opened.
        open: bool,
    },
    /// A draft is handed in.
    Submit {
        /// UUID of the revision.
        uuid: String,
    },
    /// A draft is kept for the record only.
    Archive {
        /// UUID of the revision.
        uuid: String,
    },
    /// A draft goes into the one above it.
    Join {
        /// UUID of the revision above.
        above: String,
        /// UUID of the draft.
        below: String,
    },
    /// A draft is put on a shelf.
    Shelve {
        /// UUID of the revision.
        uuid: String,
        /// Which one.
        shelf: Shelf,
    },
    /// What is written is cut in two.
    Split {
        /// Under which key it is kept.
        key: String,
        /// What stays, and the revision it was made of.
        manuscript: Box<Manuscript>,
        /// The face that was cut.
        face: Face,
        /// What was cut off.
        rest: String,
    },
    /// An article goes into another one.
    Merge {
        /// Its id.
        gone: String,
        /// The other's.
        into: String,
    },
    /// Two articles are no duplicates.
    KeepApart {
        /// The one's id.
        one: String,
        /// The other's.
        other: String,
    },
    /// A text is saved, and handed in for review where that is wanted. Who may not save proposes it.
    Save {
        /// Under which key it is kept.
        key: String,
        /// The article's id; `None`: it is a new one.
        id: Option<String>,
        /// The text, and the revision it was made of.
        manuscript: Box<Manuscript>,
        /// What follows.
        then: Then,
        /// What it answers, by UUID.
        answers: Option<String>,
    },
}

/// What follows a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing: it is a draft.
    Draft,
    /// It is handed in.
    Submit,
    /// It is put in use for so many hours before anybody has reviewed it.
    Emergency(u8),
}

/// What became of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// So many of so many have approved.
    Approved {
        /// So many have.
        have: u32,
        /// So many have to.
        need: u32,
        /// UUID of the revision.
        uuid: String,
    },
    /// What the rules found stops it.
    Blocked {
        /// What was found.
        findings: Vec<Checked>,
    },
    /// It does not fit: facts have changed.
    Unfit {
        /// How it lags.
        findings: Vec<Finding>,
    },
    /// In use as emergency wording until this instant.
    Unreviewed {
        /// Until when.
        until: Moment,
    },
    /// In use from this instant on.
    Published {
        /// From when.
        from: Moment,
        /// Whether that is now.
        at_once: bool,
        /// Similar questions that will not find it.
        warnings: usize,
    },
    /// Saved as this revision of the article.
    Saved {
        /// The article's id.
        id: String,
        /// The revision's number.
        revision_no: u32,
        /// Whether it was handed in for review.
        submitted: bool,
        /// UUID of the revision.
        uuid: String,
    },
    /// Somebody else saved first: the text that the edit was based on, and the newest one.
    Conflict {
        /// The text that both began with.
        base: Box<Shown>,
        /// What somebody else made of it.
        newest: Box<Shown>,
    },
    /// It was kept for the editors, and why it was not saved.
    Proposed {
        /// Why, in the person's language.
        why: String,
    },
    /// Questions from outside were decided on.
    Handled {
        /// Their numbers.
        numbers: Vec<i64>,
        /// The article that has a new draft, and the draft's number.
        draft: Option<(String, u32)>,
        /// Whether it is opened.
        open: bool,
    },
    /// A text was cut in two.
    Split(Atoms),
    /// An article went into another one.
    Merged(Merged),
    /// The text says what it said before.
    Unchanged,
    /// Done, and there is nothing more to say.
    Done,
}

/// What a decision is made on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Detail {
    /// The text in use, else the newest.
    pub current: Option<Shown>,
    /// The text that waits for a review; of two that answer the same question the other one.
    pub proposed: Option<Shown>,
    /// What the rules find in the text that waits, else in the current one.
    pub findings: Vec<Checked>,
    /// What was said about the text that waits.
    pub talk: Option<Talk>,
    /// Words that the change from the one to the other cuts.
    pub words: HashSet<String>,
    /// The text that it leans on.
    pub leans_on: Option<Shown>,
}

/// The customer's word for one of the house's, where it stands in a customer's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reword {
    /// Which text.
    pub part: Part,
    /// Where in it, in bytes.
    pub at: usize,
    /// What is said.
    pub from: String,
    /// What could be.
    pub to: String,
}

/// What is seen in a text that is being written.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// What it says.
    pub article: Box<Article>,
    /// What the rules and the index say of it.
    pub look: Look,
    /// The customer's words for the house's in the customer's texts.
    pub words: Vec<Reword>,
    /// A customer face proposed from the internal one, where there is none yet: lead and body.
    pub draft: Option<crate::model::Answer>,
}

/// A text that cannot be read as a manuscript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, in the person's language.
    pub why: String,
}

/// The clerk's answer to a job.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// What is to be decided on.
    Tasks(Vec<Task>),
    /// Batches: number, and a line that says what it is.
    Batches(Vec<(i64, String)>),
    /// What the decision is made on.
    Detail(Box<Detail>),
    /// The text to be written on.
    Opened(Box<Sheet>),
    /// What is seen in a text; of which edition the job says.
    Looked(Result<Box<Seen>, Unreadable>),
    /// What became of a step.
    Stepped(Outcome),
    /// Done.
    Done,
}
