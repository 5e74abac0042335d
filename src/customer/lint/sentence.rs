//! What is too long to be said, and dates that nobody can resolve.

use std::ops::Range;

use super::collect::Findings;
use super::passage::Passage;
use super::rule::{Limit, List, Rule};
use super::{Context, Text};
use crate::customer::finding::Part;
use crate::text::facts::{Fact, Kind, facts};
use crate::text::fold::is_han;

/// Longest sentence that is looked at, in chars.
const SENTENCE_REACH: usize = 60;
/// What a date that cannot be resolved has somewhere: only then the facts of a text are asked.
const VAGUE: &[&str] = &[
    "即日",
    "月底",
    "月末",
    "年底",
    "年末",
    "季末",
    "季度末",
    "本周",
    "下周",
    "上周",
    "这周",
    "近日",
    "不日",
    "日前",
];
/// Ends of periods: 流量用到月底 holds in every month, 活动到月底 holds once.
const ENDS: &[&str] = &["月底", "月末", "年底", "年末", "季末", "季度末"];

/// A lead that is too long.
pub(super) fn lead(context: &Context<'_, '_>, text: &Text<'_>, out: &mut Findings<'_>) {
    if !matches!(text.passage.part, Part::Lead(_)) {
        return;
    }
    let raw = text.passage.raw;
    let lead = raw.trim();
    if lead.chars().count() > context.lint.rules.limit(Limit::LeadChars) {
        let start = raw.len() - raw.trim_start().len();
        out.put(Rule::LongLead, &text.passage.part, start..start + lead.len(), lead, None);
    }
}

/// Sentences that are too long to be said: in the customer answer and in renderings that are spoken.
pub(super) fn said(context: &Context<'_, '_>, text: &Text<'_>, out: &mut Findings<'_>) {
    let channels = context.lint.channels;
    let is_said = match text.passage.part.channel() {
        Some(name) => channels.get(name).is_some_and(|channel| channel.spoken),
        // What has a rendering for the phone is not said itself.
        None => !context.article.customer.as_ref().is_some_and(|c| c.channels.contains_key("phone")),
    };
    if !is_said {
        return;
    }
    let (sentence, breath) =
        (context.lint.rules.limit(Limit::SentenceChars), context.lint.rules.limit(Limit::BreathChars));
    let passage = &text.passage;
    let mut start = 0;
    while start < passage.chars.len() {
        let end = passage.sentence_end(start, usize::MAX);
        // Rows of a table are not read out as they stand.
        let is_row = passage.before(start) == Some('|') || passage.get(end) == Some('|');
        let chars = start..end;
        let trimmed = trim(passage, &chars);
        let is_long =
            || spoken_chars(passage, &trimmed) > sentence || longest_breath(passage, &trimmed) > breath;
        if !is_row && is_chinese(passage, &trimmed) && is_long() {
            out.add(Rule::LongSentence, passage, &trimmed, None);
        }
        start = end + 1;
    }
}

/// Whether a stretch is Chinese; a command or another language is not said.
fn is_chinese(passage: &Passage<'_>, chars: &Range<usize>) -> bool {
    let chars = passage.chars.get(chars.clone()).unwrap_or_default();
    let han = chars.iter().filter(|c| is_han(**c)).count();
    han * 2 >= chars.iter().filter(|c| c.is_alphanumeric()).count()
}

/// How long some chars are to say: Latin letters are read as words, so they count for less.
fn said_chars<'c>(chars: impl Iterator<Item = &'c char>) -> usize {
    let (mut latin, mut others) = (0, 0);
    for c in chars.filter(|c| !c.is_whitespace() && !c.is_control()) {
        match c.is_ascii_alphabetic() {
            true => latin += 1,
            false => others += 1,
        }
    }
    others + latin / 3
}

/// How many chars of a stretch are said.
fn spoken_chars(passage: &Passage<'_>, chars: &Range<usize>) -> usize {
    said_chars(passage.chars.get(chars.clone()).unwrap_or_default().iter())
}

/// The most chars between two places where one breathes.
fn longest_breath(passage: &Passage<'_>, chars: &Range<usize>) -> usize {
    let chars = passage.chars.get(chars.clone()).unwrap_or_default();
    let is_pause = |c: &char| !(c.is_alphanumeric() || matches!(c, '.' | '%' | '/' | '-' | '·' | '“' | '”'));
    chars.split(is_pause).map(|breath| said_chars(breath.iter())).max().unwrap_or_default()
}

/// A stretch without the signs of a list at its head and the space around it.
fn trim(passage: &Passage<'_>, chars: &Range<usize>) -> Range<usize> {
    let is_sign = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '-' | '*' | '#' | '>' | '·');
    let start = passage.run(chars.start, chars.len(), is_sign).min(chars.end);
    let end = (start..chars.end)
        .rev()
        .find(|&i| passage.get(i).is_some_and(|c| !c.is_whitespace() && !c.is_control()))
        .map_or(start, |i| i + 1);
    start..end
}

/// Dates that nobody can resolve later.
pub(super) fn dates(text: &Text<'_>, out: &mut Findings<'_>) {
    let raw = text.passage.raw;
    if !out.wants(Rule::UnresolvedDate)
        || text.passage.part.face().is_none()
        || !VAGUE.iter().any(|word| text.passage.text.contains(word))
    {
        return;
    }
    let is_unresolved = |fact: &Fact| {
        let is_end = ENDS.iter().any(|end| fact.value.ends_with(end)) && !fact.value.starts_with("即日");
        fact.kind == Kind::Unresolved && (!is_end || is_of_campaign(text, fact.at.start))
    };
    for fact in facts(raw).into_iter().filter(is_unresolved) {
        let found = raw.get(fact.at.clone()).unwrap_or_default();
        out.put(Rule::UnresolvedDate, &text.passage.part, fact.at.clone(), found, None);
    }
}

/// Whether the sentence around a byte speaks of something that is once: 活动, 报名, 截止.
fn is_of_campaign(text: &Text<'_>, byte: usize) -> bool {
    let passage = &text.passage;
    let at = passage.char_of_byte(byte);
    let around = passage.sentence_start(at, SENTENCE_REACH)..passage.sentence_end(at, SENTENCE_REACH);
    text.marks.has(List::Campaign, around)
}
