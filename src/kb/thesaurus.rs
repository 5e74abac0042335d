//! The term table as search uses it: the customer's word leads to the house's, and a short one back.

use std::ops::Range;

use crate::model::{Term, TermKind};
use crate::text::fold::{fold_chars, is_han};

/// Which words lead to which others.
#[derive(Debug, Clone, Default)]
pub(super) struct Thesaurus {
    /// Folded words and what they lead to.
    leads: Vec<(Vec<char>, String)>,
}

/// A customer's wording longer than this is an explanation, and no word to look for.
const LONGEST_WORD_CHARS: usize = 8;

impl Thesaurus {
    pub fn of(terms: &[Term]) -> Thesaurus {
        let mut leads = Vec::new();
        let mut lead = |from: &str, to: &str| {
            let from = fold_chars(from);
            let entry = (from, to.to_owned());
            if !leads.contains(&entry) {
                leads.push(entry);
            }
        };
        for term in terms.iter().filter(|t| t.kind == TermKind::Term) {
            for word in words(&term.customer) {
                if word != term.term {
                    lead(word, &term.term);
                    lead(&term.term, word);
                }
            }
        }
        Thesaurus { leads }
    }

    /// The words that a folded query leads to, each with the place of the word that does.
    pub fn added(&self, folded: &[char]) -> Vec<(Range<usize>, String)> {
        let mut out = Vec::new();
        for (from, to) in &self.leads {
            if let Some(at) = place(folded, from) {
                out.push((at..at + from.len(), to.clone()));
            }
        }
        out
    }
}

/// The words of a customer's wording: what stands between punctuation, when it is short, and no half sentence.
fn words(wording: &str) -> impl Iterator<Item = &str> {
    wording.split(|c: char| !c.is_alphanumeric()).filter(|word| {
        let length = word.chars().count();
        (2..=LONGEST_WORD_CHARS).contains(&length) && !word.ends_with('的') && !word.contains('您')
    })
}

/// Where a word stands: Latin ones only whole.
fn place(text: &[char], word: &[char]) -> Option<usize> {
    let latin = |at: Option<usize>| {
        at.and_then(|at| text.get(at)).is_some_and(|c| c.is_alphanumeric() && !is_han(*c))
    };
    (0..text.len()).find(|&at| {
        let end = at + word.len();
        let cuts_before = word.first().is_some_and(|c| !is_han(*c)) && latin(at.checked_sub(1));
        let cuts_after = word.last().is_some_and(|c| !is_han(*c)) && latin(Some(end));
        text.get(at..end) == Some(word) && !cuts_before && !cuts_after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(term: &str, customer: &str) -> Term {
        Term { kind: TermKind::Term, term: term.into(), customer: customer.into(), note: String::new() }
    }

    fn added(query: &str) -> Vec<String> {
        let table = [
            term("光猫", "宽带的“小盒子”（光猫）"),
            term("IMEI", "手机串号"),
            term("套外", "超出套餐的部分"),
        ];
        Thesaurus::of(&table).added(&fold_chars(query)).into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn the_customers_word_leads_to_the_houses_and_back() {
        assert_eq!(added("小盒子亮红灯"), ["光猫"]);
        assert_eq!(added("查imei"), ["手机串号"]);
        assert_eq!(added("手机串号"), ["IMEI"]);
    }

    #[test]
    fn pieces_of_words_and_half_sentences_lead_nowhere() {
        assert_eq!(added("imeis"), Vec::<String>::new());
        assert_eq!(added("宽带的"), Vec::<String>::new());
    }
}
