//! How a customer's word is written the first time and afterwards, and where a word stands by itself.

use std::ops::Range;

/// The two forms of a customer's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// The first time: with its explanation.
    pub(super) first: String,
    /// Afterwards.
    pub(super) later: String,
}

impl Form {
    /// The forms of a customer's word. In 宽带的“小盒子”（光猫） and 网址解析服务（DNS） the name stands in the brackets: the
    /// note allows it alone, or it is the house's word itself. Any other bracket explains what stands before it.
    pub(super) fn of(word: &str, customer: &str, note: &str) -> Form {
        let first = customer.to_owned();
        let parts = customer.strip_suffix('）').and_then(|rest| rest.rsplit_once('（'));
        let later = match parts {
            Some((_, name))
                if is_same(name, word) || (note.contains("后文") && note.contains(&format!("“{name}”"))) =>
            {
                name.to_owned()
            }
            Some((before, _)) if !before.trim().is_empty() => before.trim_end().to_owned(),
            _ => first.clone(),
        };
        Form { first, later }
    }
}

/// 固定IP and 固定 IP are the same.
fn is_same(one: &str, other: &str) -> bool {
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    solid(one) == solid(other)
}

/// The longer words that a note sets apart from its word: `“到账期限”一类不算`, `费用名“光猫押金”照旧`.
pub(super) fn set_apart(note: &str, word: &str) -> Vec<String> {
    note.split(['；', '。', '，'])
        .filter(|clause| ["不算", "照旧", "不在此列"].iter().any(|says| clause.contains(says)))
        .flat_map(|clause| clause.split('“').skip(1))
        .filter_map(|rest| rest.split_once('”'))
        .map(|(quoted, _)| quoted)
        .filter(|quoted| quoted.len() > word.len() && quoted.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Whether a word of Latin letters or digits stands by itself: ONT is not in CONTACT, 1Mbps not in 11Mbps or 0.1Mbps.
pub(super) fn stands_alone(text: &str, at: &Range<usize>) -> bool {
    let word = text.get(at.clone()).unwrap_or_default();
    let before = text.get(..at.start).unwrap_or_default().chars().next_back();
    let after = text.get(at.end..).unwrap_or_default().chars().next();
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let digit = word.starts_with(|c: char| c.is_ascii_digit());
    let held = |c: char| is_latin(c) || matches!(c, '_' | '-') || (digit && matches!(c, '.' | ','));
    let head = word.starts_with(is_latin) && before.is_some_and(held);
    let tail = word.ends_with(is_latin) && after.is_some_and(|c| is_latin(c) || matches!(c, '_' | '-'));
    !head && !tail
}

/// Whether it is the whole of what a quotation says, so that it may have to be typed or looked for: 回复“报障”.
pub(super) fn is_typed(text: &str, at: &Range<usize>) -> bool {
    let before = text.get(..at.start).unwrap_or_default().chars().next_back();
    let after = text.get(at.end..).unwrap_or_default().chars().next();
    [('“', '”'), ('「', '」'), ('"', '"'), ('‘', '’'), ('`', '`')]
        .contains(&(before.unwrap_or(' '), after.unwrap_or(' ')))
}

/// How far back an open bracket is looked for.
const MOST_CHARS: usize = 40;

/// Whether a bracket is open in front of a place, on its line.
pub(super) fn in_brackets(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    for c in before.chars().rev().take(MOST_CHARS) {
        match c {
            '（' | '(' => return true,
            '）' | ')' | '\n' => return false,
            _ => {}
        }
    }
    false
}
