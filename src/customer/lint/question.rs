//! The questions of an article: one thing asked, and asked once.

use std::collections::HashMap;
use std::ops::Range;

use super::collect::Findings;
use super::rule::{List, Rule};
use super::{Context, Text, question_key};
use crate::customer::finding::Part;

/// Looks at the standard question and the similar ones.
pub(super) fn questions(context: &Context<'_, '_>, out: &mut Findings<'_>) {
    if let Some(text) = context.texts.iter().find(|t| t.passage.part == Part::Question) {
        two(text, out);
    }
    let standard = question_key(&context.article.question);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (number, similar) in context.article.similar.iter().enumerate() {
        let key = question_key(&similar.text);
        if key.is_empty() {
            continue;
        }
        let part = Part::Similar(number);
        let mut put = |rule, suggestion: Option<&str>| {
            out.put(rule, &part, 0..similar.text.len(), &similar.text, suggestion);
        };
        if key == standard {
            put(Rule::SimilarSame, None);
        } else if seen.contains_key(&key) {
            put(Rule::SimilarTwice, None);
        } else if let Some(other) = context.lint.asked_by.and_then(|asked_by| asked_by(&key))
            && context.article.id.as_deref() != Some(other.as_str())
        {
            put(Rule::SimilarElsewhere, Some(&other));
        }
        seen.entry(key).or_insert(number);
    }
}

/// 会有通知吗，怎么通知: whether, and then how; whoever answers one answers both.
fn asks_how_of_the_same(first: &str, last: &str) -> bool {
    const HOW: &[&str] = &["怎么", "如何", "怎样"];
    let last = last.trim();
    let verb = HOW.iter().find_map(|how| last.strip_prefix(how));
    let verb =
        verb.map(|verb| verb.trim_end_matches(['呢', '啊', '?', '？', '的']).trim()).unwrap_or_default();
    first.contains('吗') && verb.chars().count() >= 2 && first.contains(verb)
}

/// Two questions in one: two parts that each ask something.
fn two(text: &Text<'_>, out: &mut Findings<'_>) {
    let passage = &text.passage;
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for gap in text.marks.all(List::QuestionBreak) {
        if gap.start >= start {
            parts.push(start..gap.start);
            // 和怎么 parts two questions, and the 怎么 is of the second.
            let is_sign = !passage.get(gap.start).is_some_and(char::is_alphanumeric);
            start = if is_sign || !text.marks.has(List::QuestionWord, gap.clone()) {
                gap.end
            } else {
                gap.start + 1
            };
        }
    }
    parts.push(start..passage.chars.len());
    let asking = parts.into_iter().filter(|part| {
        text.marks.has(List::QuestionWord, part.clone()) && !text.marks.has(List::NoQuestion, part.clone())
    });
    let asking: Vec<Range<usize>> = asking.collect();
    if let [first, .., last] = asking.as_slice() {
        let (first_words, last_words) = (passage.slice(first), passage.slice(last));
        let is_said_again = first_words.trim() == last_words.trim();
        if !is_said_again && !asks_how_of_the_same(first_words, last_words) {
            out.add(Rule::TwoQuestions, passage, &(first.start..last.end), None);
        }
    }
}
