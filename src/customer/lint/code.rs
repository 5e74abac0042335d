//! Codes of the house and numbers of its documents: YF-2301, KD-LC-203, 云岭市场〔2026〕8号.

use std::ops::Range;

use super::collect::Findings;
use super::passage::Passage;
use super::rule::{List, Rule};
use super::{Context, Text};
use crate::text::fold::is_han;

/// How far before a code the word may stand that says what it is, in chars.
const LEAD_REACH: usize = 4;
/// Longest name of who gave out a document, in chars.
const ISSUER_CHARS: usize = 10;

/// Finds codes and document numbers in a text.
pub(super) fn codes(context: &Context<'_, '_>, text: &Text<'_>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    let own = own_prefix(context.article.id.as_deref());
    let mut at = 0;
    while at < passage.chars.len() {
        match passage.get(at) {
            Some(c) if c.is_ascii_alphabetic() && !passage.before(at).is_some_and(is_code_char) => {
                let end = passage.run(at, 40, is_code_char);
                if is_house_code(text, &(at..end), own.as_deref()) {
                    out.add(Rule::LeakCode, passage, &(at..end), None);
                }
                at = end.max(at + 1);
            }
            Some('〔' | '[' | '【' | '(') => {
                if let Some(found) = document(text, at) {
                    out.add(Rule::LeakDocument, passage, &found, None);
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
}

fn is_code_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// The letters before the first hyphen of the article's own id: others of its house look the same.
fn own_prefix(id: Option<&str>) -> Option<String> {
    let (prefix, rest) = id?.split_once('-')?;
    let is_id = prefix.chars().all(|c| c.is_ascii_alphabetic())
        && (1..=8).contains(&prefix.len())
        && rest.chars().all(|c| c.is_ascii_digit())
        && rest.len() >= 3;
    is_id.then(|| prefix.to_ascii_lowercase())
}

fn is_house_code(text: &Text<'_>, at: &Range<usize>, own: Option<&str>) -> bool {
    let passage = &text.passage;
    let folded: String = passage.chars.get(at.clone()).unwrap_or_default().iter().collect();
    let segments: Vec<&str> = folded.split(['-', '_']).collect();
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return false };
    let letters = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphabetic());
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).count();
    if digits(last) < 2 || text.marks.has(List::Standard, at.clone()) {
        return false;
    }
    let is_upper = passage.slice(at).chars().all(|c| !c.is_ascii_lowercase());
    // KD-LC-203 is nothing else.
    let is_flow = segments.len() == 3
        && segments.iter().take(2).all(|s| letters(s) && (2..=5).contains(&s.len()))
        && last.chars().all(|c| c.is_ascii_digit())
        && is_upper;
    let is_own = segments.len() == 2
        && own.is_some_and(|own| own == *first)
        && last.len() >= 3
        && last.chars().all(|c| c.is_ascii_digit());
    is_flow || is_own || is_named(text, at.start)
}

/// Whether 流程码 or the like stands right before.
fn is_named(text: &Text<'_>, at: usize) -> bool {
    let is_filler = |c: char| matches!(c, ':' | '(' | '“' | '"' | '为' | '是' | ' ' | '【' | '「');
    let from = at.saturating_sub(LEAD_REACH);
    let fillers = text.passage.chars.get(from..at).unwrap_or_default();
    let gap = fillers.iter().rev().take_while(|c| is_filler(**c)).count();
    text.marks.ends(List::Code, at - gap)
}

/// A document number around an opening bracket: a year in brackets, a number behind it.
fn document(text: &Text<'_>, open: usize) -> Option<Range<usize>> {
    let passage = &text.passage;
    let close = passage.run(open + 1, 4, |c| c.is_ascii_digit());
    let is_year = close == open + 5
        && passage
            .get(open + 1)
            .zip(passage.get(open + 2))
            .is_some_and(|y| matches!(y, ('1', '9') | ('2', '0')));
    let is_closed = passage.get(close).is_some_and(|c| matches!(c, '〕' | ']' | '】' | ')'));
    if !is_year || !is_closed {
        return None;
    }
    let from = close + 1 + usize::from(passage.get(close + 1) == Some('第'));
    let number = passage.run(from, 5, |c| c.is_ascii_digit());
    let is_numbered = number > from && passage.get(number) == Some('号');
    let start = issuer(passage, open);
    if !(is_numbered || passage.get(open) == Some('〔')) || start == open || is_public(text, start..open) {
        return None;
    }
    let end = if is_numbered { number + 1 } else { number.max(close + 1) };
    Some(start..end)
}

/// Where the name of who gave it out begins.
fn issuer(passage: &Passage<'_>, open: usize) -> usize {
    let from = open.saturating_sub(ISSUER_CHARS);
    let name = passage.chars.get(from..open).unwrap_or_default();
    open - name.iter().rev().take_while(|c| is_han(**c)).count()
}

fn is_public(text: &Text<'_>, issuer: Range<usize>) -> bool {
    text.marks.has(List::PublicIssuer, issuer)
}
