//! The shape of an answer: its sections, its beginning, its end.

use std::ops::Range;

use super::collect::Findings;
use super::passage::Passage;
use super::rule::{List, Rule};
use super::{Context, Text, template};
use crate::customer::finding::Part;
use crate::customer::marker::{Marker, marker};
use crate::model::{Face, Stage};

/// Looks at both faces as wholes.
pub(super) fn answers(context: &Context<'_, '_>, out: &mut Findings<'_>) {
    for face in [Face::Internal, Face::Customer] {
        sections(context, face, out);
        if let Some(first) = context.face(face).next() {
            stand_alone(first, out);
        }
    }
    match context.face(Face::Customer).last() {
        Some(last) => closing(last, out),
        None => no_customer(context, out),
    }
}

/// Sections that the template asks for and the face has not, in one finding.
fn sections(context: &Context<'_, '_>, face: Face, out: &mut Findings<'_>) {
    let Some(kind) = context.article.kind else { return };
    let mut texts = context.face(face).peekable();
    if texts.peek().is_none() {
        return;
    }
    let headings: Vec<&str> = texts.flat_map(|text| headings(text.passage.raw)).collect();
    let missing: Vec<&str> = template::sections(kind, face)
        .map(|section| section.heading.as_str())
        .filter(|wanted| !headings.iter().any(|heading| heading.starts_with(wanted)))
        .collect();
    if !missing.is_empty() {
        out.put(Rule::Section, &Part::Body(face), 0..0, &missing.join("、"), None);
    }
}

/// The headings of a text: of Markdown, a line in bold, `口径：` or `【口径】` at the head of a line.
fn headings(raw: &str) -> impl Iterator<Item = &str> {
    raw.lines().filter_map(|line| {
        let line = line.trim();
        let bare = line.trim_start_matches(['#', '*', '_', '【', '[', ' ']);
        let is_heading = line.starts_with('#')
            || (line.starts_with("**") || line.starts_with("__"))
            || line.starts_with('【')
            || line.starts_with('[')
            || bare.contains(['：', ':']);
        is_heading.then_some(bare)
    })
}

/// An answer that begins by pointing to what stood before it.
fn stand_alone(text: &Text<'_>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    let start = passage.run(0, passage.chars.len(), |c| !c.is_alphanumeric());
    if text.marks.begins(List::NoPronoun, start).is_some() {
        return;
    }
    if let Some(end) = text.marks.begins(List::Pronoun, start) {
        out.add(Rule::StandAlone, passage, &(start..end), None);
    }
}

/// An answer that just ends: its last sentence, and the one before it in the line, asks nothing, offers nothing and says
/// nothing to do.
fn closing(text: &Text<'_>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    let Some(last) = sentence_before(passage, passage.chars.len()) else { return };
    let is_same_line = |before: &Range<usize>| {
        passage.chars.get(before.end..last.start).is_some_and(|gap| !gap.contains(&'\n'))
    };
    let start = sentence_before(passage, last.start).filter(is_same_line).map_or(last.start, |s| s.start);
    // The mark that ends the sentence says whether it asks.
    let with_mark = start..(last.end + 1).min(passage.chars.len());
    // A numbered step says what to do, and so does a link.
    let line = passage.line_start(last.start);
    let is_step = marker(passage.slice(&(line..last.end))).is_some_and(|(kind, _)| kind == Marker::Number);
    let is_link = (line..passage.line_end(last.end)).any(|at| passage.is_hidden(at));
    // A command at the end is to be run.
    let is_said = passage.is_chinese(&last);
    if !text.marks.has(List::Closing, with_mark) && !is_step && !is_link && is_said {
        out.add(Rule::Closing, passage, &last, None);
    }
}

/// The last sentence before a place that says something.
fn sentence_before(passage: &Passage<'_>, at: usize) -> Option<Range<usize>> {
    let says = |i: &usize| passage.get(*i).is_some_and(char::is_alphanumeric);
    let end = (0..at).rev().find(says)? + 1;
    let end = passage.sentence_end(end, 8).min(at);
    let start = passage.sentence_start(end.checked_sub(1)?, 400);
    let start = (start..end).find(says)?;
    // A closing bracket or quote belongs to the sentence, what stands behind it does not.
    let end = (start..end).rev().find(|&i| passage.get(i).is_some_and(|c| !c.is_whitespace()))? + 1;
    Some(start..end)
}

/// Nothing for the customer in an article that is going out.
fn no_customer(context: &Context<'_, '_>, out: &mut Findings<'_>) {
    let article = context.article;
    let goes_out = matches!(article.stage, Some(Stage::Published | Stage::Approved | Stage::InReview));
    if context.face(Face::Internal).next().is_none() {
        out.put(Rule::NoAnswer, &Part::Lead(Face::Internal), 0..0, &article.question, None);
    } else if goes_out {
        out.put(Rule::NoCustomer, &Part::Lead(Face::Customer), 0..0, &article.question, None);
    }
}
