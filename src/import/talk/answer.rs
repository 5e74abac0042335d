//! What the house answered.

use super::phrase::{clauses, is_small, letters, sentences, without_pictures};
use crate::text::asking::asks;
use crate::text::fold::fold_str;

/// What asks a customer for something without a question mark.
const REQUESTS: &[&str] = &[
    "请提供",
    "请您提供",
    "麻烦提供",
    "麻烦您提供",
    "您提供一下",
    "请报一下",
    "报一下",
    "请说一下",
    "请告诉我",
    "请告知",
    "请描述",
    "请详细",
    "please provide",
    "please give me",
    "please tell me",
    "can i have",
    "may i have",
    "could i have",
    "can i get",
    "give me your",
    "give me the",
    "i'll need your",
    "i need your",
    "i'd just need your",
];

/// The answer in what was said between one question and the next: without greetings, closings and requests to wait, and
/// without what asked the customer back before the last statement. What asks only is no answer.
pub(super) fn of<'a>(turns: impl IntoIterator<Item = &'a str>) -> String {
    // Line ends stay: an answer may be a list of steps.
    let mut said: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for turn in turns {
        for line in without_pictures(turn).lines() {
            at += 1;
            said.extend(
                sentences(line).into_iter().filter_map(without_small_talk).map(|sentence| (at, sentence)),
            );
        }
    }
    let Some(last) = said.iter().rposition(|(_, sentence)| !asks_back(sentence)) else {
        return String::new();
    };
    let mut out = String::new();
    let mut line = None;
    for (number, (at, sentence)) in said.iter().enumerate() {
        if number < last && asks_back(sentence) {
            continue;
        }
        if line.is_some_and(|line| line != *at) {
            out.push('\n');
        } else if out.ends_with(|c: char| c.is_ascii()) {
            out.push(' ');
        }
        line = Some(*at);
        out.push_str(sentence);
    }
    out
}

/// Whether the last thing that was said asks the customer for something.
pub(super) fn ends_asking(turn: &str) -> bool {
    let mut all = sentences(turn).into_iter().filter_map(without_small_talk);
    all.next_back().is_some_and(|sentence| asks_back(&sentence))
}

/// Whether an answer says something at some length.
pub(super) fn is_long(answer: &str) -> bool {
    let least = if answer.chars().any(crate::text::fold::is_han) { 12 } else { 30 };
    letters(answer) >= least
}

fn asks_back(sentence: &str) -> bool {
    let folded = fold_str(sentence);
    // Polite particles ask nothing: 可以退的呢.
    asks(sentence.trim_end_matches(['呢', '嘛'])) || REQUESTS.iter().any(|request| folded.contains(request))
}

/// A sentence without the clauses at its ends that are small talk.
fn without_small_talk(sentence: &str) -> Option<String> {
    let mut kept = clauses(sentence);
    while kept.first().is_some_and(|clause| is_small(clause)) {
        kept.remove(0);
    }
    let all = kept.len();
    while kept.last().is_some_and(|clause| is_small(clause)) {
        kept.pop();
    }
    let mut out = String::new();
    for clause in &kept {
        if out.ends_with(',') {
            out.push(' ');
        }
        out.push_str(clause);
    }
    if kept.len() < all {
        out.truncate(out.trim_end_matches([',', '，', '、']).len());
    }
    out.chars().any(char::is_alphanumeric).then_some(out)
}
