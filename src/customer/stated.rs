//! A fact where an article states it, and what it is called there.

use std::ops::Range;

use super::finding::Part;
use super::marker::{Marker, marker};
use super::parity::{Said, Standing, Standings};
use super::place::{Place, places};
use crate::model::{Article, Face};
use crate::text::facts::{Fact, Kind, facts};

/// A fact that an article states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What sort of fact it is.
    pub kind: Kind,
    /// Its normal form.
    pub value: String,
    /// As it is written.
    pub text: String,
    /// The text that it stands in.
    pub part: Part,
    /// Where in that text, in bytes.
    pub at: Range<usize>,
}

/// A fact with what is needed to hold it beside others.
#[derive(Debug)]
pub(super) struct Named<'t> {
    pub(super) stated: Stated,
    pub(super) said: Said,
    pub(super) place: Place<'t>,
    /// What the text calls it: 月费, 流量; empty when it calls it nothing.
    pub(super) name: String,
    /// Whether it only names something, as in the head of a table, or tells the agent what to do: a numbered step, or a
    /// section of steps, systems and sources.
    pub(super) is_aside: bool,
}

/// The facts of a face in order, lead first, without what 【禁说】 quotes.
pub(super) fn named(article: &Article, face: Face) -> Vec<Named<'_>> {
    let answer = match face {
        Face::Internal => article.internal.as_ref(),
        Face::Customer => article.customer.as_ref().map(|customer| &customer.answer),
    };
    let Some(answer) = answer else { return Vec::new() };
    let mut out = Vec::new();
    for (part, text) in [(Part::Lead(face), answer.lead.as_str()), (Part::Body(face), answer.body.as_str())] {
        let found = facts(text);
        let mut standings = Standings::of(text);
        let asides = asides(text);
        let mut last = 0;
        for (fact, place) in found.iter().zip(places(text, &found)) {
            let end = std::mem::replace(&mut last, fact.at.end);
            if standings.at(fact.at.start) == Standing::Forbidden {
                continue;
            }
            let Fact { kind, value, at, .. } = fact.clone();
            // What stands before an earlier fact belongs to that.
            let since = text.get(end..at.start).unwrap_or_default();
            let before = if since.len() < place.before.len() { since } else { place.before };
            let is_aside = place.is_head || asides.get(place.line).copied().unwrap_or(false);
            let said = Said::of(fact).in_place(&place);
            let written = text.get(at.clone()).unwrap_or_default().to_owned();
            let stated = Stated { kind, value, text: written, part: part.clone(), at };
            out.push(Named { stated, said, place, name: name(&place, before), is_aside });
        }
    }
    out
}

/// For each line whether it tells the agent what to do.
fn asides(text: &str) -> Vec<bool> {
    const SECTIONS: &[&str] = &["步骤", "操作", "依据", "升级"];
    let mut in_section = false;
    text.lines()
        .map(|line| {
            let line = line.trim_start();
            if line.starts_with('#') {
                in_section = SECTIONS.iter().any(|word| line.contains(word));
            }
            in_section || matches!(marker(line), Some((Marker::Number, _)))
        })
        .collect()
}

/// Most chars of a name.
const LONGEST_NAME: usize = 10;

/// What the text calls a fact: the heading of its column or the first cell of its row, else the words before it in its
/// clause, else those behind it.
fn name(place: &Place<'_>, text_before: &str) -> String {
    let before = before(text_before);
    if place.heading.is_empty() && place.row.is_empty() {
        return if before.is_empty() { behind(place.behind) } else { before };
    }
    if place.is_pair {
        // 语音0.15元；短信0.1元 in one cell are told by their own words.
        return [before, plain(place.row), plain(place.heading)]
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
    }
    let (row, heading) = (plain(place.row), plain(place.heading));
    if row.is_empty() { heading } else { format!("{row} {heading}").trim_end().to_owned() }
}

/// A cell without its unit in brackets: 月费（元） is 月费.
fn plain(cell: &str) -> String {
    cell.split(['（', '(']).next().unwrap_or_default().replace("**", "").trim().to_owned()
}

/// Words between a name and its fact.
const BETWEEN: &[&str] = &[
    "为",
    "是",
    "约",
    "需",
    "收",
    "仅",
    "只",
    "要",
    "共",
    "含",
    "送",
    "有",
    "达",
    "满",
    "按",
    "每",
    "各",
    "可",
    "最高",
    "最低",
    "最多",
    "最少",
    "最长",
    "不超过",
    "超过",
    "超出",
    "不足",
    "至少",
    "收取",
    "低于",
    "不低于",
    "至",
    "到",
    "和",
    "或",
    "与",
    "起",
    "的",
];

fn before(text: &str) -> String {
    const ENDS: &[char] = &[
        '，', '。', '；', ';', '、', '（', '(', '）', ')', '！', '？', '\n', '|', '·', '→', '“', '”', '+',
        '＋', '/',
    ];
    let mut rest = text.trim_end();
    loop {
        let shorter = rest.trim_end_matches([' ', '*', '：', ':', '=', '×']);
        let shorter = BETWEEN.iter().find_map(|word| shorter.strip_suffix(word)).unwrap_or(shorter);
        if shorter.len() == rest.len() {
            break;
        }
        rest = shorter;
    }
    let clause = rest.rsplit(ENDS).next().unwrap_or_default();
    // What names a whole list is not the name of its first.
    let clause = clause.rsplit(['：', ':', '】']).next().unwrap_or_default();
    let clause = clause.trim_start_matches(['-', '*', '>', '#', '.', ' ']).trim();
    let skip = clause.chars().count().saturating_sub(LONGEST_NAME);
    clause.chars().skip(skip).collect()
}

fn behind(text: &str) -> String {
    let rest = text.trim_start_matches(['*', ' ', '的', '起', '内', '后', '前']);
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).take(LONGEST_NAME).collect();
    let end =
        ["和", "或", "以", "及", "就"].iter().filter_map(|stop| word.find(stop)).min().unwrap_or(word.len());
    word.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Answer;

    fn names(body: &str) -> Vec<(String, String)> {
        let article = Article { internal: Some(Answer::of_body(body)), ..Article::default() };
        named(&article, Face::Internal).into_iter().map(|n| (n.name, n.stated.value)).collect()
    }

    #[test]
    fn a_fact_is_called_what_the_text_calls_it() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            ("月费：59元，含30GB国内流量", &[("月费", "59元"), ("国内流量", "30GB")]),
            ("套外：流量5元/GB，通话超出0.15元/分钟", &[("流量", "5元/GB"), ("通话", "0.15元/分钟")]),
            ("- 副卡最多3张", &[("副卡", "3张")]),
            (
                "|项目|59元档|\n|-|-|\n|月费（元）|59|\n|流量|30GB|",
                &[("项目", "59元"), ("月费", "59元"), ("流量", "30GB")],
            ),
            (
                "|档位|月费|流量|\n|-|-|-|\n|云享59|59元|30GB|",
                &[("云享59 月费", "59元"), ("云享59 流量", "30GB")],
            ),
            ("|月费|流量|\n|-|-|\n|59元|30GB|", &[("月费", "59元"), ("59元", "30GB")]),
        ];
        for (body, expected) in cases {
            let found = names(body);
            let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(found, *expected, "{body}");
        }
    }
}
