//! 术语: the customer's words for the house's, as proposals that a person accepts. Pure; nothing is replaced unasked.
//!
//! What decides is the term table: a row of kind `term` with the customer's word. The longest word wins, so a row without
//! a customer's word protects whatever it names, and so do the words that a note sets apart (`“到账期限”一类不算`). A word
//! that explains itself in brackets (网址解析服务（DNS）) is written out once and then short.

use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Term, TermKind};

mod closed;
mod form;

use form::Form;

/// A replacement that a person may accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Where the house's word stands, in bytes of the raw text, on char boundaries.
    pub at: Range<usize>,
    /// The house's word, as it is written there.
    pub from: String,
    /// The customer's word.
    pub to: String,
    /// What the term table notes on it; may be empty.
    pub why: String,
}

/// The words of a term table, ready to be looked for. Made once for many texts.
#[derive(Debug)]
pub struct Wording {
    /// `None` when there is nothing to look for.
    words: Option<AhoCorasick>,
    /// What each word is, in the order of the automaton.
    roles: Vec<Role>,
    rows: Vec<Row>,
}

/// A row that has a customer's word.
#[derive(Debug)]
struct Row {
    form: Form,
    why: String,
}

#[derive(Debug, Clone, Copy)]
enum Role {
    /// The house's word of a row.
    House(usize),
    /// The customer's word of a row, written out: after it the short form is enough.
    Customer(usize),
    /// A word that no customer may read.
    Forbidden,
    /// A longer word that only looks as if it had one in it.
    Kept,
}

impl Wording {
    /// The words of a term table.
    pub fn new(terms: &[Term]) -> Wording {
        let (mut words, mut roles, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        let (mut kept, mut forbidden) = (Vec::new(), Vec::new());
        for term in terms {
            let (word, customer) = (term.term.trim(), term.customer.trim());
            if word.is_empty() {
                continue;
            }
            kept.extend(form::set_apart(&term.note, word));
            if term.kind == TermKind::Term && !customer.is_empty() {
                words.push(word.to_owned());
                roles.push(Role::House(rows.len()));
                rows.push(Row { form: Form::of(word, customer, &term.note), why: term.note.clone() });
            } else if term.kind == TermKind::Forbidden {
                forbidden.push(word.to_owned());
            } else {
                kept.push(word.to_owned());
            }
        }
        // Of equal words the first counts.
        roles.extend(forbidden.iter().map(|_| Role::Forbidden));
        words.extend(forbidden);
        for (at, row) in rows.iter().enumerate() {
            words.push(row.form.first.clone());
            roles.push(Role::Customer(at));
        }
        roles.extend(kept.iter().map(|_| Role::Kept));
        words.extend(kept);
        // It fails only beyond two thousand million states.
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&words)
            .ok();
        Wording { words, roles, rows }
    }

    /// Where words stand that no customer may read, in order. Negation is not looked at: a draft is better without.
    pub(super) fn forbidden(&self, text: &str) -> Vec<Range<usize>> {
        let Some(words) = &self.words else { return Vec::new() };
        let is_forbidden = |pattern: usize| matches!(self.roles.get(pattern), Some(Role::Forbidden));
        words
            .find_iter(text)
            .filter(|found| is_forbidden(found.pattern().as_usize()))
            .map(|found| found.range())
            .filter(|at| form::stands_alone(text, at))
            .collect()
    }

    /// What could be said otherwise in a text, in order and not overlapping. The short form of a word is proposed behind its
    /// long one on the supposition that all are accepted.
    ///
    /// Variables, addresses, codes, targets of links and what stands in code or is to be typed (回复“报障”) are left alone.
    pub fn propose(&self, text: &str) -> Vec<Proposal> {
        let Some(words) = &self.words else { return Vec::new() };
        let mut closed = closed::Closed::of(text);
        let mut known: HashSet<&str> = HashSet::new();
        let mut proposals = Vec::new();
        for found in words.find_iter(text) {
            let at = found.range();
            if closed.covers(&at) || !form::stands_alone(text, &at) {
                continue;
            }
            let row = match self.roles.get(found.pattern().as_usize()) {
                Some(Role::House(row)) => self.rows.get(*row),
                Some(Role::Customer(row)) => {
                    known.extend(self.rows.get(*row).map(|row| row.form.first.as_str()));
                    None
                }
                Some(Role::Forbidden | Role::Kept) | None => None,
            };
            let (Some(row), Some(from)) = (row, text.get(at.clone())) else { continue };
            if form::is_typed(text, &at) {
                continue;
            }
            // Brackets in brackets are not read: what stands in some is written short.
            let short = known.contains(row.form.first.as_str()) || form::in_brackets(text, at.start);
            let to = if short { &row.form.later } else { &row.form.first };
            if !short {
                known.insert(&row.form.first);
            }
            if to != from {
                proposals.push(Proposal { at, from: from.to_owned(), to: to.clone(), why: row.why.clone() });
            }
        }
        proposals
    }
}

/// What could be said otherwise in one text; see [`Wording::propose`].
pub fn propose(text: &str, terms: &[Term]) -> Vec<Proposal> {
    Wording::new(terms).propose(text)
}

/// The text with the accepted proposals in place. One that does not fit the text any more, or overlaps one before it, is
/// left out.
pub fn apply(text: &str, accepted: &[Proposal]) -> String {
    let mut in_order: Vec<&Proposal> = accepted.iter().collect();
    in_order.sort_by_key(|proposal| proposal.at.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for proposal in in_order {
        if proposal.at.start < done || text.get(proposal.at.clone()) != Some(proposal.from.as_str()) {
            continue;
        }
        out.push_str(text.get(done..proposal.at.start).unwrap_or_default());
        out.push_str(&proposal.to);
        done = proposal.at.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests;
