//! How a word is meant where it stands: negated, quoted, what something is for, a duty of somebody else, a question.

use std::ops::Range;

use super::lexicon::Marks;
use super::passage::Passage;
use super::rule::List;

/// How far back a negation reaches, in chars.
const NEGATION_REACH: usize = 12;
/// How far back a purpose or a duty reaches, in chars.
const CLAUSE_REACH: usize = 24;
/// Longest clause and sentence that is looked at, in chars.
const SENTENCE_REACH: usize = 60;
/// A quotation of at most so many chars is a word spoken of; a longer one is speech.
const MENTION_CHARS: usize = 12;

/// A text with what stands in it.
#[derive(Clone, Copy)]
pub(super) struct Sense<'p, 'a> {
    pub passage: &'p Passage<'a>,
    pub marks: &'p Marks,
}

impl Sense<'_, '_> {
    /// Whether a promise word promises nothing here.
    pub fn promises_nothing(&self, at: &Range<usize>) -> bool {
        self.is_negated(at)
            || self.is_mention(at)
            || self.is_purpose(at)
            || self.is_duty(at)
            || self.is_asked(at)
            || self.is_reported(at)
            || self.is_without_stake(at)
    }

    /// Whether the word is a promise only to somebody or of something, and the clause names neither: 保证上游有数据.
    fn is_without_stake(&self, at: &Range<usize>) -> bool {
        if self.marks.begins(List::WeakPromise, at.start) != Some(at.end) {
            return false;
        }
        let from = self.passage.clause_start(at.start, CLAUSE_REACH);
        let to = self.passage.clause_end(at.end, CLAUSE_REACH);
        let has_digit = self.passage.chars.get(from..to).is_some_and(|c| c.iter().any(char::is_ascii_digit));
        !has_digit && !self.marks.has(List::Stake, from..to)
    }

    /// Whether a word is turned into its opposite: 没法保证, 保证不了.
    pub fn is_negated(&self, at: &Range<usize>) -> bool {
        if self.marks.begins(List::NotAfter, at.end).is_some() {
            return true;
        }
        let from = self.passage.clause_start(at.start, NEGATION_REACH);
        self.marks
            .last(List::Negation, from..at.start)
            .is_some_and(|negation| !self.marks.has(List::Break, negation.end..at.start))
    }

    /// Whether the word is spoken of and not used: it stands alone in quotes.
    pub fn is_mention(&self, at: &Range<usize>) -> bool {
        let Some(open) = self.opening(at.start) else { return false };
        let end = (at.end + MENTION_CHARS).min(self.passage.chars.len());
        let close = (at.end..end).find(|&i| self.passage.get(i).is_some_and(is_closing));
        close.is_some_and(|close| close - open - 1 <= MENTION_CHARS)
    }

    /// Whether the word stands alone in quotes and the sentence says that others use it: 所谓“最低价”.
    pub fn is_spoken_of(&self, at: &Range<usize>) -> bool {
        self.is_mention(at) && self.is_reported(at)
    }

    /// The place of the quote that is open here.
    fn opening(&self, at: usize) -> Option<usize> {
        let from = at.saturating_sub(MENTION_CHARS + 1);
        let quote =
            (from..at).rev().find(|&i| self.passage.get(i).is_some_and(|c| is_quote(c) || c == '\n'))?;
        match self.passage.get(quote)? {
            '“' | '‘' | '「' | '『' | '《' => Some(quote),
            // A straight quote opens when an even number of them stand before it in the line.
            '"' => {
                let line = self.passage.chars.get(quote.saturating_sub(200)..quote).unwrap_or_default();
                let before = line.iter().rev().take_while(|c| **c != '\n').filter(|c| **c == '"').count();
                before.is_multiple_of(2).then_some(quote)
            }
            _ => None,
        }
    }

    /// Whether it says what something is for (为保证账户安全), what goes with it (在保证安全的同时), or is only tried (尽量保证).
    fn is_purpose(&self, at: &Range<usize>) -> bool {
        let from = self.passage.clause_start(at.start, CLAUSE_REACH);
        let to = self.passage.clause_end(at.end, CLAUSE_REACH);
        self.marks.ends(List::PurposeNear, at.start)
            || self.marks.has(List::Purpose, from..at.start)
            || self.marks.has(List::Hedge, from..at.start)
            || self.marks.has(List::Circumstance, at.end..to)
    }

    /// Whether somebody else has to do it: 请保证手机有电. A word that begins its clause goes on with the one before:
    /// 请添加规则，保证能访问.
    fn is_duty(&self, at: &Range<usize>) -> bool {
        let clause = self.passage.clause_start(at.start, CLAUSE_REACH);
        let from = match clause == at.start {
            true => self.passage.sentence_start(at.start, SENTENCE_REACH),
            false => clause,
        };
        self.marks.has(List::Duty, from..at.start) && !self.marks.has(List::House, from..at.start)
    }

    /// Whether the clause is a question.
    pub fn is_asked(&self, at: &Range<usize>) -> bool {
        let from = self.passage.clause_start(at.start, CLAUSE_REACH);
        let to = self.passage.clause_end(at.end, CLAUSE_REACH);
        // The question mark itself stands behind the clause.
        self.marks.has(List::Asking, from..(to + 1).min(self.passage.chars.len()))
    }

    /// Whether somebody else is said to promise it.
    fn is_reported(&self, at: &Range<usize>) -> bool {
        let from = self.passage.sentence_start(at.start, SENTENCE_REACH);
        let to = self.passage.sentence_end(at.end, SENTENCE_REACH);
        self.marks.has(List::Reported, from..to)
    }

    /// Whether the house binds itself in this clause, before the word, and asks nothing of the customer.
    pub fn commits(&self, at: &Range<usize>) -> bool {
        let from = self.passage.clause_start(at.start, CLAUSE_REACH);
        self.marks.has(List::Commit, from..at.start) && !self.marks.has(List::Duty, from..at.start)
    }

    /// Whether the sentence gives a number: then a vague word is not all there is.
    pub fn has_number(&self, at: &Range<usize>) -> bool {
        let from = self.passage.sentence_start(at.start, SENTENCE_REACH);
        let to = self.passage.sentence_end(at.end, SENTENCE_REACH);
        self.passage.chars.get(from..to).is_some_and(|c| c.iter().any(char::is_ascii_digit))
    }

    /// Whether 100% is an outcome (100%到账) and no share of a whole (按100%赔付).
    pub fn is_outcome(&self, at: &Range<usize>) -> bool {
        let behind = self.passage.run(at.end, 1, |c| c == ' ');
        !self.marks.ends(List::Share, at.start) && self.marks.begins(List::Outcome, behind).is_some()
    }
}

fn is_quote(c: char) -> bool {
    is_closing(c) || matches!(c, '“' | '‘' | '「' | '『' | '《')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '》' | '"')
}
