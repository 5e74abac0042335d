//! Capital letters that nobody explains.

use std::collections::HashSet;
use std::ops::Range;

use super::collect::Findings;
use super::passage::Passage;
use super::rule::{List, Rule};
use super::{Context, Text};
use crate::model::Face;
use crate::text::fold::fold_str;

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
    // Capital letters in a text of another language are its own business.
    if !passage.is_chinese(&(0..passage.chars.len())) {
        return;
    }
    let code = code(passage);
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
        let is_code = code
            .get(code.partition_point(|code| code.end <= letters.start))
            .is_some_and(|code| code.contains(&letters.start));
        if is_code
            || !is_abbreviation(passage.slice(&letters))
            || is_in_latin(passage, &letters)
            || !seen.insert(folded.clone())
        {
            continue;
        }
        let is_term = text.marks.is_in_word(&letters);
        let is_known = context.lint.rules.known.contains(&folded)
            || is_term
            || is_label(text, &letters)
            || is_explained(text, &letters)
            || is_asked_for(context, &folded);
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
    // Of a path, a variable of the system or a formula.
    let is_part = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '\\' | '%' | '$' | '=' | '{' | '}' | '^' | '~' | '!'))
    };
    if is_part(passage.before(letters.start)) || is_part(passage.get(letters.end)) {
        return true;
    }
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
    let behind = passage.run(letters.end, 1, |c| c == ' ');
    is_behind_meaning || text.marks.begins(List::Meaning, behind).is_some()
}

/// Whether it is what the article is about: it stands in a question, or names its product or category.
fn is_asked_for(context: &Context<'_, '_>, folded: &str) -> bool {
    let article = context.article;
    let mut names = article.scope.product.iter().chain(&article.category).chain(&article.tags);
    let in_question = |t: &Text<'_>| t.passage.part.face().is_none() && t.passage.text.contains(folded);
    context.texts.iter().any(in_question) || names.any(|name| fold_str(name).contains(folded))
}

/// Where code stands: between backticks in a line, and between lines of three.
fn code(passage: &Passage<'_>) -> Vec<Range<usize>> {
    let mut code = Vec::new();
    let mut open = None;
    let (mut at, mut fence) = (0, false);
    while at < passage.chars.len() {
        let end = passage.run(at, 3, |c| c == '`');
        match (passage.get(at), end - at) {
            (Some('`'), 3) => {
                fence = open.is_none();
                code.extend(open.take().map(|from| from..at));
                open = fence.then_some(end);
            }
            (Some('`'), _) if !fence => match open.take() {
                Some(from) => code.push(from..at),
                None => open = Some(end),
            },
            // What is opened and not closed in its line is no code.
            (Some('\n'), _) if !fence => open = None,
            _ => {}
        }
        at = end.max(at + 1);
    }
    code
}
