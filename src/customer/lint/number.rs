//! Numbers that are nobody's business: of persons, of colleagues, of what who may waive.

use std::ops::Range;

use super::Text;
use super::collect::Findings;
use super::passage::{Passage, ends_sentence};
use super::rule::{List, Rule};
use crate::text::redact;

/// How far behind a role its amount may stand, in chars.
const AMOUNT_REACH: usize = 16;
/// How far around a role and its amount something is said of a limit, in chars.
const LIMIT_REACH: usize = 24;

/// Finds numbers of persons: mobile, identity card, bank card.
pub(super) fn personal(text: &Text<'_>, out: &mut Findings<'_>) {
    let raw = text.passage.raw;
    if !out.wants(Rule::LeakPersonal) {
        return;
    }
    for at in redact::personal(raw) {
        let number = raw.get(at.clone()).unwrap_or_default();
        // The number of a picture in its address is nobody's.
        let is_hidden = text.passage.is_hidden(text.passage.char_of_byte(at.start));
        if is_hidden || is_example(number) || is_foreign(number) {
            continue;
        }
        out.put(Rule::LeakPersonal, &text.passage.part, at.clone(), number, None);
    }
}

/// Whether the first digit stands alone: 1-855-270-0615 is a number of another country.
fn is_foreign(number: &str) -> bool {
    number.chars().nth(1).is_some_and(|c| matches!(c, '-' | ' '))
}

/// Whether a number is made up to show a form: 13800138000, 13888888888, 123456….
fn is_example(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let tail = digits.get(3..).unwrap_or_default();
    let is_same = tail.windows(2).all(|pair| pair.first() == pair.last());
    let is_row = digits.windows(2).filter(|p| matches!(p, [a, b] if b.abs_diff(*a) == 1)).count();
    is_same || is_row + 3 >= digits.len() || number.ends_with("00138000")
}

/// Finds extensions of colleagues: 分机8021, 内线 8010, 班长 8001.
pub(super) fn extensions(text: &Text<'_>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    for lead in text.marks.all(List::Extension) {
        if let Some(digits) = digits(passage, lead.end, 3..=6)
            && !is_public_line(passage, lead.start)
        {
            out.add(Rule::LeakExtension, passage, &(lead.start..digits.end), None);
        }
    }
    for role in text.marks.all(List::Role) {
        if let Some(digits) = digits(passage, role.end, 4..=4) {
            out.add(Rule::LeakExtension, passage, &(role.start..digits.end), None);
        }
    }
}

/// Digits to dial behind a word, with little between.
fn digits(
    passage: &Passage<'_>,
    from: usize,
    count: std::ops::RangeInclusive<usize>,
) -> Option<Range<usize>> {
    let is_filler =
        |c: char| matches!(c, ':' | ' ' | '(' | '号' | '码' | '为' | '是' | '电' | '话' | '转' | '拨' | '-');
    let start = passage.run(from, 4, is_filler);
    let end = passage.run(start, 8, |c| c.is_ascii_digit());
    // 分机3000台 counts, 一线2000元 is an amount.
    let counts = passage.get(end).is_some_and(|c| {
        c.is_ascii_alphanumeric()
            || matches!(
                c,
                '.' | '%' | '元' | '台' | '个' | '块' | '万' | '年' | '人' | '家' | '款' | '名' | '次' | '-'
            )
    });
    (count.contains(&(end - start)) && !counts).then_some(start..end)
}

/// Whether a whole number to dial stands before: 0871-6666666 转分机 803 is one that the house gives out.
fn is_public_line(passage: &Passage<'_>, at: usize) -> bool {
    let from = at.saturating_sub(16);
    let before = passage.chars.get(from..at).unwrap_or_default();
    let near: Vec<char> = before
        .iter()
        .rev()
        .copied()
        .skip_while(|c| matches!(c, '转' | ',' | ' ' | '-' | '按' | '(' | '再' | '拨'))
        .collect();
    near.iter()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | ')'))
        .filter(|c| c.is_ascii_digit())
        .count()
        >= 5
}

/// Finds how much a role may waive: 班长可减免50元.
pub(super) fn limits(text: &Text<'_>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    let mut floor = 0;
    for role in text.marks.all(List::Role) {
        if role.start < floor {
            continue;
        }
        let sentence = passage.sentence_end(role.end, AMOUNT_REACH);
        let Some(amount) = amount(passage, role.end..sentence) else { continue };
        let from = role.start.saturating_sub(LIMIT_REACH);
        let from =
            (from..role.start).rev().find(|&i| passage.get(i).is_some_and(ends_sentence)).unwrap_or(from);
        if text.marks.has(List::Limit, from..passage.sentence_end(amount.end, LIMIT_REACH)) {
            out.add(Rule::LeakLimit, passage, &(role.start..amount.end), None);
            floor = amount.end;
        }
    }
}

/// The first amount of money in a range.
fn amount(passage: &Passage<'_>, within: Range<usize>) -> Option<Range<usize>> {
    let start = within.clone().find(|&i| passage.get(i).is_some_and(|c| c.is_ascii_digit()))?;
    let end = passage.run(start, 10, |c| c.is_ascii_digit() || c == '.');
    let is_money = passage.get(end).is_some_and(|c| matches!(c, '元' | '块' | '%'));
    (is_money && end < within.end).then_some(start..end + 1)
}
