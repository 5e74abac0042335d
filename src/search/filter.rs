//! What may be found: asked of every document before it is ranked, counted or suggested.

use tantivy::DocId;
use tantivy::columnar::Column;

use super::schema::name_hash;
use super::segment::Segment;
use crate::model::{Axis, Moment, Scope};

/// What a wish of the agent is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// A category on the article's path.
    Category,
    /// A tag.
    Tag,
    /// A channel that has a rendering of its own.
    Channel,
    /// A name on an axis of the scope.
    Scope(Axis),
}

/// A wish: one of these names, or none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    of: Trait,
    names: Vec<u64>,
    not: bool,
}

/// A question that an article is taken not to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Row number of the article.
    pub article: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// 0 is the standard question, n the nth similar one.
    pub question: u32,
}

/// What may be found: current at an instant, in a contact's scope, and as the agent wishes.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The instant.
    pub now: Moment,
    /// For each axis of a scope the names that fit, hashed; `None` lets everything through.
    allowed: [Option<Vec<u64>>; 3],
    wishes: Vec<Wish>,
    /// Lets everything through that is published at any time, for any contact.
    open: bool,
    left_out: Option<LeftOut>,
}

impl Filter {
    /// A filter for an instant and a scope; `lineage` gives a name with all its ancestors in the tree of its axis,
    /// because what holds for a whole region holds in each of its parts.
    pub fn new(now: Moment, scope: &Scope, lineage: impl Fn(Axis, &str) -> Vec<String>) -> Filter {
        let mut filter = Filter { now, ..Filter::default() };
        for (slot, &axis) in filter.allowed.iter_mut().zip(Axis::ALL) {
            let names = scope.on(axis);
            if !names.is_empty() {
                *slot = Some(
                    names.iter().flat_map(|name| lineage(axis, name)).map(|name| name_hash(&name)).collect(),
                );
            }
        }
        filter
    }

    /// The same wishes at any time and for any contact: to name what is kept back, never to show it as a row.
    pub fn opened(&self) -> Filter {
        Filter { open: true, ..self.clone() }
    }

    /// Lets through only what has one of the names, or with `not` only what has none of them.
    pub fn wish(&mut self, of: Trait, names: impl IntoIterator<Item = String>, not: bool) {
        self.wishes.push(Wish { of, names: names.into_iter().map(|name| name_hash(&name)).collect(), not });
    }

    /// Ranks as if an article did not have one of its questions: whether the rest of it is found without.
    pub fn leave_out(&mut self, question: LeftOut) {
        self.left_out = Some(question);
    }

    /// The question that is left out.
    pub(super) fn left_out(&self) -> Option<&LeftOut> {
        self.left_out.as_ref()
    }

    /// Whether a document is the question that is left out.
    pub(super) fn leaves_out(&self, segment: &Segment, doc: DocId) -> bool {
        self.left_out.as_ref().is_some_and(|question| segment.is_question(doc, question))
    }

    /// Why a document does not pass; `None` when it does.
    pub(super) fn refusal(&self, segment: &Segment, doc: DocId) -> Option<Refusal> {
        if self.open {
            return self
                .wishes
                .iter()
                .find(|wish| !wish.grants(segment, doc))
                .map(|wish| Refusal::Wish(wish.of));
        }
        let now = self.now.0;
        let (from, until) = (segment.from.first(doc)?, segment.until.first(doc)?);
        if now < from {
            return Some(Refusal::Later(Moment(from)));
        }
        if until <= now {
            return Some(Refusal::Past(Moment(until)));
        }
        for ((column, allowed), &axis) in segment.axes.iter().zip(&self.allowed).zip(Axis::ALL) {
            if allowed.as_ref().is_some_and(|allowed| !fits(column, doc, allowed)) {
                return Some(Refusal::Scope(axis));
            }
        }
        self.wishes.iter().find(|wish| !wish.grants(segment, doc)).map(|wish| Refusal::Wish(wish.of))
    }

    /// Whether a document is current, in scope and wished for.
    pub(super) fn passes(&self, segment: &Segment, doc: DocId) -> bool {
        if self.leaves_out(segment, doc) {
            return false;
        }
        if self.open {
            return self.wishes.iter().all(|wish| wish.grants(segment, doc));
        }
        let now = self.now.0;
        segment.from.first(doc).is_some_and(|from| from <= now)
            && segment.until.first(doc).is_some_and(|until| now < until)
            && segment
                .axes
                .iter()
                .zip(&self.allowed)
                .all(|(column, allowed)| allowed.as_ref().is_none_or(|allowed| fits(column, doc, allowed)))
            && self.wishes.iter().all(|wish| wish.grants(segment, doc))
    }
}

/// Why the filter keeps an article back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It begins later.
    Later(Moment),
    /// It ended.
    Past(Moment),
    /// It does not hold for the contact on this axis.
    Scope(Axis),
    /// The agent wished for something else.
    Wish(Trait),
}

/// Nothing named means everywhere.
fn fits(column: &Column<u64>, doc: DocId, allowed: &[u64]) -> bool {
    let mut names = column.values_for_doc(doc).peekable();
    names.peek().is_none() || names.any(|name| allowed.contains(&name))
}

impl Wish {
    fn grants(&self, segment: &Segment, doc: DocId) -> bool {
        let has = |column: &Column<u64>| column.values_for_doc(doc).any(|name| self.names.contains(&name));
        let axis = |axis: Axis| Axis::ALL.iter().position(|a| *a == axis).and_then(|at| segment.axes.get(at));
        match self.of {
            Trait::Category => has(&segment.category) != self.not,
            Trait::Tag => has(&segment.tag) != self.not,
            Trait::Channel => has(&segment.channel) != self.not,
            // What holds everywhere holds there too, and is not excluded with it.
            Trait::Scope(of) if self.not => axis(of).is_none_or(|column| !has(column)),
            Trait::Scope(of) => axis(of).is_none_or(|column| fits(column, doc, &self.names)),
        }
    }
}
