//! Capital letters that nobody explains.

use std::collections::HashSet;
use std::ops::Range;

use super::collect::Findings;
use super::passage::Passage;
use super::rule::{List, Rule};
use super::{Context, Text};
use crate::model::Face;
use crate::text::fold::is_han;

/// Longest abbreviation in chars.
const MAX_CHARS: usize = 8;
/// How far before letters the word may stand that says that they are typed or printed.
const LABEL_REACH: usize = 3;

/// Finds the abbreviations of the customer texts: each once in what is read in one go.
pub(super) fn abbreviations(context: &Context<'_, '_>, out: &mut Findings<'_>) {
    if !out.wants(Rule::Abbreviation) {
        return;
    }
    let mut seen = HashSet::new();
    for text in context.face(Face::Customer) {
        find(context, text, &mut seen, out);
    }
    for text in context.texts.iter().filter(|t| t.passage.part.channel().is_some()) {
        find(context, text, &mut HashSet::new(), out);
    }
}

fn find(context: &Context<'_, '_>, text: &Text<'_>, seen: &mut HashSet<String>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    if !is_chinese(passage) {
        return;
    }
    let mut at = 0;
    while at < passage.chars.len() {
        if !passage.get(at).is_some_and(|c| c.is_ascii_alphabetic())
            || passage.before(at).is_some_and(|c| c.is_ascii_alphanumeric() || "-_.+/@#*&".contains(c))
        {
            at += 1;
            continue;
        }
        let end = passage.run(at, 40, |c| c.is_ascii_alphanumeric() || "-_".contains(c));
        let letters = at..end;
        at = end.max(at + 1);
        let folded: String = passage.chars.get(letters.clone()).unwrap_or_default().iter().collect();
        if !is_abbreviation(passage.slice(&letters))
            || is_in_latin(passage, &letters)
            || !seen.insert(folded.clone())
        {
            continue;
        }
        let is_term =
            text.marks.words.iter().any(|met| met.at.start <= letters.start && letters.end <= met.at.end);
        let is_known = context.lint.rules.known.contains(&folded)
            || is_term
            || is_label(text, &letters)
            || is_explained(text, &letters)
            || context.texts.iter().any(|t| t.passage.part.face().is_none() && holds(&t.passage, &folded));
        if !is_known {
            out.add(Rule::Abbreviation, passage, &letters, None);
        }
    }
}

/// Two capital letters or more, at most one small one, at most one digit and none at the end: HDMI2 and GB5 say what is meant.
fn is_abbreviation(raw: &str) -> bool {
    let count = |f: fn(&char) -> bool| raw.chars().filter(f).count();
    let capitals = count(char::is_ascii_uppercase);
    let small = count(char::is_ascii_lowercase);
    let digits = count(char::is_ascii_digit);
    // eSIM is one, MySQL is a name.
    let is_name = raw.chars().skip(1).any(|c| c.is_ascii_lowercase());
    raw.chars().count() <= MAX_CHARS
        && capitals >= 2
        && small <= 1
        && !is_name
        && digits <= 1
        && raw.chars().all(|c| c.is_ascii_alphanumeric())
        && !raw.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether other Latin words stand beside it: then it is a piece of a name.
fn is_in_latin(passage: &Passage<'_>, letters: &Range<usize>) -> bool {
    let is_joint = |c: char| matches!(c, ' ' | '.' | '/' | '+' | '&' | '_' | '@' | '#');
    let before = passage.before(letters.start).is_some_and(is_joint)
        && passage.before(letters.start - 1).is_some_and(|c| c.is_ascii_alphanumeric());
    let behind = passage.get(letters.end).is_some_and(is_joint)
        && passage.get(letters.end + 1).is_some_and(|c| c.is_ascii_alphanumeric());
    before || behind
}

/// Whether the letters are what is printed or typed: in quotes or bold, 发送 CXXZ, LOS灯.
fn is_label(text: &Text<'_>, letters: &Range<usize>) -> bool {
    let passage = &text.passage;
    let is_frame = |c: char| "“”‘’\"'「」『』*`[]【】<>#→|".contains(c);
    if passage.before(letters.start).is_some_and(is_frame) || passage.get(letters.end).is_some_and(is_frame) {
        return true;
    }
    let from = letters.start.saturating_sub(LABEL_REACH);
    (from..=letters.start).rev().any(|at| {
        let between = passage.chars.get(at..letters.start).unwrap_or_default();
        between.iter().all(|c| matches!(c, ' ' | ':' | '为' | '是' | '到' | '出' | '了' | '('))
            && text.marks.ends(List::LabelBefore, at)
    }) || text.marks.begins(List::LabelAfter, letters.end).is_some()
        || is_sent(passage, letters.end)
}

/// Whether 到 or 至 and a number follow: CXXZ 到 100196 is what is sent.
fn is_sent(passage: &Passage<'_>, at: usize) -> bool {
    let at = passage.run(at, 1, |c| c == ' ');
    passage.get(at).is_some_and(|c| matches!(c, '到' | '至'))
        && passage.get(passage.run(at + 1, 1, |c| c == ' ')).is_some_and(|c| c.is_ascii_digit())
}

/// Whether the meaning stands beside the letters: 接入点（APN）, APN（接入点）, APN即接入点.
fn is_explained(text: &Text<'_>, letters: &Range<usize>) -> bool {
    let passage = &text.passage;
    let opens = passage.before(letters.start) == Some('(');
    let meaning = passage
        .chars
        .get(..letters.start.saturating_sub(1))
        .and_then(|before| before.iter().rev().take(3).find(|c| !matches!(c, ' ' | '*' | '”' | '"')));
    let is_behind_meaning = opens && meaning.is_some_and(|c| c.is_alphanumeric());
    is_behind_meaning || text.marks.begins(List::Meaning, letters.end).is_some()
}

fn holds(passage: &Passage<'_>, folded: &str) -> bool {
    passage.text.contains(folded)
}

/// Whether a text is Chinese: capital letters in an English one are its own business.
fn is_chinese(passage: &Passage<'_>) -> bool {
    let han = passage.chars.iter().filter(|c| is_han(**c)).count();
    let latin = passage.chars.iter().filter(|c| c.is_ascii_alphabetic()).count();
    han * 2 >= latin
}
