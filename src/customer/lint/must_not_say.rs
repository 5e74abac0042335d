//! What the internal face says must not be said (【禁说】), in a customer text all the same.

use aho_corasick::{AhoCorasick, MatchKind};

use super::Context;
use super::collect::Findings;
use super::meaning::Sense;
use super::passage::Passage;
use super::rule::Rule;
use crate::customer::finding::Part;
use crate::model::Face;
use crate::text::fold::is_word;

/// The mark at the head of a line.
const MARK: &str = "【禁说】";
/// A saying of fewer chars stands in too many harmless sentences.
const LEAST_CHARS: usize = 3;
/// The same for one that is not in quotes.
const LEAST_UNQUOTED: usize = 4;
/// What leads to the saying.
const LEADS: &[&str] = &["不得说", "不要说", "不能说", "不可说", "不许说", "禁止说", "勿说", "别说", "不说"];
/// A line that begins so says what not to do, and quotes nothing.
const ORDERS: &[&str] = &[
    "不得",
    "不要",
    "不能",
    "不可",
    "不许",
    "禁止",
    "严禁",
    "勿",
    "不透露",
    "不承诺",
    "让",
    "请",
    "向",
    "对",
    "避免",
    "不",
];

/// Finds the sayings in the customer texts.
pub(super) fn sentences(context: &Context<'_, '_>, out: &mut Findings<'_>) {
    if !out.wants(Rule::LeakMustNotSay) {
        return;
    }
    let sayings: Vec<String> =
        context.face(Face::Internal).flat_map(|text| sayings(text.passage.raw)).collect();
    if sayings.is_empty() {
        return;
    }
    let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&sayings) else {
        return;
    };
    for text in context.texts.iter().filter(|t| t.passage.part.face() == Some(Face::Customer)) {
        let sense = Sense { passage: &text.passage, marks: &text.marks };
        for found in automaton.find_iter(text.passage.text.as_str()) {
            let at = text.passage.char_at(found.start())..text.passage.char_at(found.end());
            if text.passage.is_whole(&at) && !sense.is_negated(&at) && !sense.is_spoken_of(&at) {
                out.add(Rule::LeakMustNotSay, &text.passage, &at, None);
            }
        }
    }
}

/// The sayings of the marked lines: what they quote, or what stands there without quotes and is no order.
fn sayings(internal: &str) -> Vec<String> {
    let mut sayings = Vec::new();
    for line in internal.lines() {
        let Some((_, said)) = line.split_once(MARK) else { continue };
        let quotes: Vec<&str> = quoted(said);
        if quotes.is_empty() {
            let said = said.trim().trim_end_matches(|c: char| !is_word(c));
            let said = LEADS.iter().find_map(|lead| said.strip_prefix(lead)).unwrap_or(said);
            let is_order = ORDERS.iter().any(|order| said.starts_with(order));
            if !is_order {
                sayings.extend(saying(said, LEAST_UNQUOTED));
            }
        } else {
            sayings.extend(quotes.into_iter().filter_map(|quote| saying(quote, LEAST_CHARS)));
        }
    }
    sayings
}

/// A saying as it is looked for; `None` when it is too short.
fn saying(text: &str, least: usize) -> Option<String> {
    let text = text.trim_matches(|c: char| !is_word(c));
    let folded = Passage::new(Part::Question, text).text;
    (folded.chars().filter(|c| is_word(*c)).count() >= least).then_some(folded)
}

/// What stands in quotes.
fn quoted(text: &str) -> Vec<&str> {
    let pairs = [('“', '”'), ('「', '」'), ('"', '"')];
    pairs
        .iter()
        .flat_map(|(open, close)| {
            let mut quotes = Vec::new();
            let mut rest = text;
            while let Some((_, behind)) = rest.split_once(*open) {
                let Some((inner, tail)) = behind.split_once(*close) else { break };
                quotes.push(inner);
                rest = tail;
            }
            quotes
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_said_and_orders_are_not() {
        let cases: &[(&str, &[&str])] = &[
            ("- 【禁说】不得说“宽带永久免费”。", &["宽带永久免费"]),
            ("【禁说】“无限流量”“随便用”。", &["无限流量", "随便用"]),
            ("【禁说】“肯定能退”，也不得透露机主信息。", &["肯定能退"]),
            ("【禁说】一定能在今天修好", &["一定能在今天修好"]),
            ("【禁说】不说免费安装", &["免费安装"]),
            ("【禁说】不得承诺开通时间；不得建议移机。", &[]),
            ("【禁说】让客户把验证码念给坐席。", &[]),
            ("【必告】“次月生效”", &[]),
            ("【禁说】“好”", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(sayings(line), *expected, "{line}");
        }
    }
}
