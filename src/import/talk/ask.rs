//! What a customer asks in a turn.
//!
//! A sentence asks when [`asks`] says so, when one of its clauses does, or when it begins a question (我想问, 咨询, "I was
//! wondering"). It must have four letters or Chinese characters, and say something beside words that only ask. A sentence
//! that says too little by itself (怎么办？) or leans on the one before (那要多少钱？) takes that one along. A turn that asks
//! once and is short is kept whole. A turn that asks nothing but names a trouble or a wish is a question if the agent
//! did not ask for it and answers at some length; that is for the caller to see.

use super::MOST_QUESTION;
use super::phrase::{clauses, content, is_small, letters, sentences, without_pictures};
use super::word::{BEGINS, LEADS, LEANS, LOOSE_LEADS, NO_ASKING, TROUBLE};
use crate::text::asking::asks;
use crate::text::fold::{fold_str, is_han};

/// What was found in what a customer said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// Questions.
    Questions(Vec<String>),
    /// A trouble or a wish.
    Trouble(String),
    Nothing,
}

/// Letters or Chinese characters of the shortest question.
const LEAST: usize = 4;

/// Finds what is asked in what a customer said in one go; a line end stands between turns.
pub(super) fn asked(block: &str) -> Asked {
    let block = without_pictures(block);
    let parts: Vec<Part> = sentences(&block).into_iter().filter_map(Part::of).collect();
    let asking: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.asks)
        .filter_map(|(at, part)| {
            let before = at.checked_sub(1).and_then(|at| parts.get(at)).filter(|before| before.says());
            match before {
                Some(before) if !before.asks && (part.leans() || !part.says()) => {
                    let joint = join([before.text.as_str(), part.text.as_str()]);
                    Some(if fits(&joint) { joint } else { shortened(&joint) })
                }
                _ => part.says().then(|| shortened(&part.text)),
            }
        })
        .filter(|question| letters(question) >= LEAST)
        .collect();
    // Two characters between questions are an answer to the agent: 微信.
    let telling = parts.iter().filter(|part| part.asks || letters(&part.text) >= LEAST);
    let whole = || join(telling.clone().map(|part| part.text.as_str()));
    match asking.as_slice() {
        [] => trouble(&parts, &whole()),
        [_] if fits(&whole()) => Asked::Questions(vec![whole()]),
        _ => Asked::Questions(asking),
    }
}

fn trouble(parts: &[Part], whole: &str) -> Asked {
    let Some(first) = parts.iter().find(|part| part.says() && is_trouble(&part.text)) else {
        return Asked::Nothing;
    };
    if letters(&first.text) < LEAST {
        return Asked::Nothing;
    }
    Asked::Trouble(if fits(whole) { whole.to_owned() } else { shortened(&first.text) })
}

fn is_trouble(text: &str) -> bool {
    let folded = fold_str(text);
    TROUBLE.iter().any(|word| folded.contains(word))
}

fn fits(text: &str) -> bool {
    size(text) <= 2 * MOST_QUESTION
}

/// Half Chinese characters.
fn size(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(!c.is_ascii())).sum()
}

/// A sentence without what says nothing around it.
struct Part {
    text: String,
    asks: bool,
}

impl Part {
    /// `None` for small talk and for numbers alone.
    fn of(sentence: &str) -> Option<Part> {
        let mut kept: Vec<&str> = clauses(sentence);
        while kept
            .first()
            .is_some_and(|clause| is_small(clause) || letters(clause) == 0 || introduces(clause))
        {
            kept.remove(0);
        }
        while kept.len() > 1 && kept.last().is_some_and(|clause| is_small(clause)) {
            kept.pop();
        }
        let said = glue(&kept);
        let text = without_leads(&said);
        if letters(text) == 0 || is_small(text) {
            return None;
        }
        Some(Part { asks: is_asking(&said), text: text.to_owned() })
    }

    fn says(&self) -> bool {
        content(&self.text) >= LEAST
    }

    fn leans(&self) -> bool {
        let folded = fold_str(&self.text);
        LEANS.iter().any(|word| folded.starts_with(word))
            && !folded.starts_with("这个月")
            && !folded.starts_with("那个月")
    }
}

/// Whether a clause only says who speaks; the name is hidden by now.
fn introduces(clause: &str) -> bool {
    let start = fold_str(clause.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let named = ["我叫", "我姓", "我是", "本人", "my name", "name is", "this is"]
        .iter()
        .any(|word| start.starts_with(word));
    named && start.contains('*') && start.chars().nth(24).is_none()
}

fn is_asking(said: &str) -> bool {
    let folded = fold_str(said);
    let marked = folded.contains('?');
    if !marked && NO_ASKING.iter().any(|word| folded.contains(word)) {
        return false;
    }
    let begins = BEGINS.iter().any(|word| folded.contains(word));
    marked && asks(said) || begins || any_clause_asks(said)
}

/// A full stop does not keep a spoken sentence from asking (怎么退款。), but 呢 and 嘛 ask only at its end.
fn any_clause_asks(said: &str) -> bool {
    let all = clauses(said);
    all.iter().zip(1..).any(|(clause, number)| {
        let clause = clause.trim_end_matches(['，', ',', '、', '。', '.']);
        asks(if number == all.len() { clause } else { clause.trim_end_matches(['呢', '嘛', '么']) })
    })
}

/// A sentence that is too long, cut to its last clause that asks and as many before it as fit.
fn shortened(text: &str) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let all: Vec<&str> = sentences(text).into_iter().flat_map(clauses).collect();
    let last = all.iter().rposition(|clause| is_asking(clause));
    let last = last.or_else(|| all.iter().position(|clause| is_trouble(clause))).unwrap_or(0);
    let mut out = String::new();
    for clause in all.get(..=last).unwrap_or_default().iter().rev() {
        let longer = glue(&[clause, &out]);
        if !out.is_empty() && !fits(&longer) {
            break;
        }
        out = longer;
    }
    // One clause without an end keeps its end, where spoken Chinese asks; no word is cut.
    let mut rest = out.as_str();
    while !fits(rest) {
        let mut chars = rest.chars();
        let was_letter = chars.next().is_some_and(|c| c.is_ascii_alphanumeric());
        rest = chars.as_str();
        if was_letter {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        }
    }
    rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, '，' | ',' | '、')).to_owned()
}

/// Takes fillers and leads off the beginning while something is left that says as much as they did.
fn without_leads(said: &str) -> &str {
    let mut rest = said;
    loop {
        let start = rest.trim_start_matches(|c: char| {
            !c.is_alphanumeric() && !matches!(c, '“' | '"' | '《' | '(' | '（' | '*' | '¥' | '$')
        });
        let Some(next) = LEADS.iter().find_map(|lead| strip(start, lead)).or_else(|| loose(start)) else {
            return start;
        };
        let lead = start.strip_suffix(next).unwrap_or_default();
        // 我想了解一下门店 asks by its lead alone, so that stays.
        let asks_alone =
            !BEGINS.iter().any(|word| lead.contains(word)) || any_clause_asks(next) || is_lead(next);
        if letters(next) < 2 || !asks_alone {
            return start;
        }
        rest = next;
    }
}

fn is_lead(text: &str) -> bool {
    LEADS.iter().any(|lead| strip(text, lead).is_some())
}

fn loose(start: &str) -> Option<&str> {
    LOOSE_LEADS.iter().find_map(|lead| {
        let next = start.strip_prefix(lead)?;
        let comma = next.starts_with(['，', ',', ' ', '…', '.', '、']);
        let person = !matches!(*lead, "我" | "对") && next.starts_with(['我', '你', '您', '咱']);
        (comma || person || is_lead(next)).then_some(next)
    })
}

/// Takes a lead off; a Latin one only as a whole word, whatever its case.
fn strip<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    let head = text.get(..lead.len())?;
    let next = text.get(lead.len()..)?;
    let latin = lead.is_ascii();
    let whole = !latin || !next.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '-' | '’'));
    (head.eq_ignore_ascii_case(lead) && whole).then_some(next)
}

/// Clauses as they stood: Latin ones had a blank between.
fn glue(clauses: &[&str]) -> String {
    let mut out = String::new();
    for clause in clauses {
        if out.ends_with(',') && !clause.is_empty() {
            out.push(' ');
        }
        out.push_str(clause);
    }
    out
}

/// Sentences on one line; between two Chinese ones without a mark a comma stands.
fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for part in parts {
        match out.chars().last() {
            None => {}
            Some(c) if is_han(c) && part.starts_with(is_han) => out.push('，'),
            Some(c) if "，。！？；、…".contains(c) => {}
            Some(_) => out.push(' '),
        }
        out.extend(part.split_whitespace().flat_map(|word| [" ", word]).skip(1));
    }
    out
}
