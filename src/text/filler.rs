//! What callers say that says nothing of what they want.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::fold::{is_han, is_word};

/// How little a phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It says nothing: 请问, 我想问一下.
    Empty,
    /// It asks and says little: 怎么, 为什么.
    Asking,
}

fn phrases() -> &'static (HashMap<&'static str, Weakness>, usize) {
    static TABLE: OnceLock<(HashMap<&'static str, Weakness>, usize)> = OnceLock::new();
    TABLE.get_or_init(|| {
        let phrases: HashMap<&str, Weakness> =
            super::table::rows(include_str!("../../data/language/fillers.tsv"))
                .filter_map(|mut cells| {
                    let weakness =
                        if cells.next()?.ends_with("-ask") { Weakness::Asking } else { Weakness::Empty };
                    Some((cells.next()?, weakness))
                })
                .collect();
        let longest = phrases.keys().map(|phrase| phrase.chars().count()).max().unwrap_or(0);
        (phrases, longest)
    })
}

/// The weak phrases of a folded text in chars, longest first from the left; Latin ones only as whole words.
pub fn weak(folded: &[char]) -> Vec<(Range<usize>, Weakness)> {
    let (phrases, longest) = phrases();
    let mut out = Vec::new();
    let mut at = 0;
    let is_latin = |at: usize| folded.get(at).is_some_and(char::is_ascii_alphanumeric);
    while at < folded.len() {
        let begins_inside = is_latin(at) && at.checked_sub(1).is_some_and(is_latin);
        let found = (1..=(*longest).min(folded.len() - at)).rev().find_map(|length| {
            let ends_inside = is_latin(at + length - 1) && is_latin(at + length);
            if begins_inside || ends_inside {
                return None;
            }
            // A particle stands at the end of a clause: 吧 in 贴吧啊 is none, in 贴吧 alone it cannot be told.
            let ends_clause = folded.get(at + length).is_none_or(|c| !is_word(*c));
            let begins_clause = at.checked_sub(1).and_then(|at| folded.get(at)).is_none_or(|c| !is_word(*c));
            if length == 1 && is_han(*folded.get(at)?) && !ends_clause && !begins_clause {
                return None;
            }
            let phrase: String = folded.get(at..at + length)?.iter().collect();
            phrases.get(phrase.as_str()).map(|weakness| (at..at + length, *weakness))
        });
        match found {
            Some(found) => {
                at = found.0.end;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let weak = weak(&chars);
        let is_weak =
            |at: usize| weak.iter().any(|(range, how)| range.contains(&at) && *how == Weakness::Empty);
        chars.iter().enumerate().filter(|(at, _)| !is_weak(*at)).map(|(_, c)| *c).collect()
    }

    #[test]
    fn empty_phrases_are_found_longest_first() {
        assert_eq!(left("你好请问光猫亮红灯"), "光猫亮红灯");
        assert_eq!(left("我想问一下流量包"), "流量包");
    }

    #[test]
    fn latin_phrases_are_whole_words() {
        assert_eq!(left("theory"), "theory");
    }
}
