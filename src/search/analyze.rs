//! Cuts folded text into the tokens of the index.

use std::ops::Range;
use std::sync::Arc;

use frostem::{Algorithm, Stemmer};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::sounds::sounds;
use crate::text::fold::{fold_chars, fold_str, is_han, is_word};
use crate::text::number::numbers;
use crate::text::segment::Segmenter;

/// A token of folded text, as a range of its chars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gram {
    /// Where it stands, in chars.
    pub at: Range<usize>,
    /// What it is.
    pub sort: GramSort,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GramSort {
    /// One Chinese character.
    One,
    /// Two neighbouring Chinese characters.
    Two,
    /// A run of Latin letters and digits, or of another script.
    Latin,
}

/// Characters, pairs of neighbours and Latin words of folded text, in order.
pub(super) fn grams(folded: &[char]) -> Vec<Gram> {
    let mut out = Vec::with_capacity(folded.len() * 2);
    let mut before: Option<usize> = None;
    let mut word: Option<usize> = None;
    for (at, &c) in folded.iter().enumerate() {
        let is_word = !is_han(c) && is_word(c);
        if !is_word && let Some(start) = word.take() {
            out.push(Gram { at: start..at, sort: GramSort::Latin });
        }
        if is_han(c) {
            if let Some(start) = before {
                out.push(Gram { at: start..at + 1, sort: GramSort::Two });
            }
            out.push(Gram { at: at..at + 1, sort: GramSort::One });
            before = Some(at);
        } else {
            before = None;
            if is_word && word.is_none() {
                word = Some(at);
            }
        }
    }
    if let Some(start) = word {
        out.push(Gram { at: start..folded.len(), sort: GramSort::Latin });
    }
    out
}

/// The stem of an English word where it differs from the word (Porter's second algorithm, "English" of Snowball).
pub(super) fn stem(word: &str) -> Option<String> {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let stem = Stemmer::new(Algorithm::English).stem(word);
    (stem != word).then(|| stem.into_owned())
}

/// Tokens longer than this are not indexed: nobody types them.
const LONGEST_CHARS: usize = 40;

/// Calls `each` with every token of the gram fields, some twice where they occur twice.
pub(super) fn each_token(folded: &[char], mut each: impl FnMut(&[char])) {
    let mut latin = LatinWords::default();
    for gram in grams(folded) {
        let Some(token) = folded.get(gram.at.clone()).filter(|t| t.len() <= LONGEST_CHARS) else { continue };
        each(token);
        if gram.sort == GramSort::Latin {
            latin.next(&gram.at, token, |extra, _| each(extra));
        }
    }
    for number in numbers(folded).into_iter().filter(|n| n.digits.len() <= LONGEST_CHARS) {
        each(&number.digits.chars().collect::<Vec<char>>());
    }
}

/// What Latin words add to themselves: stems, and pairs of neighbours, which tell as much as pairs of characters do.
#[derive(Default)]
pub(super) struct LatinWords {
    /// The stem of the word before, and where that word stands.
    before: Option<(Vec<char>, Range<usize>)>,
    pair: Vec<char>,
}

impl LatinWords {
    /// Takes the next word; `each` is told what it adds and where that stands: the stem when it differs from the word, and
    /// the pair of stems with the word before when only one sign stands between them.
    pub fn next(&mut self, at: &Range<usize>, word: &[char], mut each: impl FnMut(&[char], Range<usize>)) {
        let text: String = word.iter().collect();
        let stem: Vec<char> = match stem(&text) {
            Some(stem) => {
                let stem: Vec<char> = stem.chars().collect();
                each(&stem, at.clone());
                stem
            }
            None => word.to_vec(),
        };
        if let Some((before, place)) = self.before.take()
            && place.end + 1 == at.start
        {
            self.pair.clear();
            self.pair.extend(before);
            self.pair.push(' ');
            self.pair.extend(&stem);
            each(&self.pair, place.start..at.end);
        }
        self.before = Some((stem, at.clone()));
    }
}

/// The tokenizer of the gram fields.
#[derive(Debug, Clone, Default)]
pub(super) struct GramTokenizer;

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let mut tokens = Tokens::default();
        each_token(&fold_chars(text), |token| tokens.push(token.iter().copied()));
        tokens
    }
}

/// The tokenizer of the sounds of questions.
#[derive(Debug, Clone, Default)]
pub(super) struct SoundTokenizer;

impl Tokenizer for SoundTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let mut tokens = Tokens::default();
        sounds(&fold_chars(text), |token| tokens.push(token.chars()));
        tokens
    }
}

/// The tokenizer of the word field. Without a segmenter, as readers register it, it gives nothing.
#[derive(Clone, Default)]
pub(super) struct WordTokenizer {
    pub segmenter: Option<Arc<Segmenter>>,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Tokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Tokens {
        let mut tokens = Tokens::default();
        if let Some(segmenter) = &self.segmenter {
            segmenter.words(&fold_str(text), |word| tokens.push(word.chars()));
        }
        tokens
    }
}

/// A stream of tokens that lie one behind the other in one text.
#[derive(Default)]
pub(super) struct Tokens {
    text: String,
    ends: Vec<usize>,
    next: usize,
    token: Token,
}

impl Tokens {
    fn push(&mut self, chars: impl Iterator<Item = char>) {
        self.text.extend(chars);
        self.ends.push(self.text.len());
    }
}

impl TokenStream for Tokens {
    fn advance(&mut self) -> bool {
        let Some(&end) = self.ends.get(self.next) else { return false };
        let start = self.next.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.token.position = self.next;
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(self.text.get(start..end).unwrap_or_default());
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        each_token(&fold_chars(text), |token| out.push(token.iter().collect()));
        out
    }

    #[test]
    fn characters_pairs_and_words_in_order() {
        assert_eq!(tokens("查5g流量los灯"), ["查", "5g", "流", "流量", "量", "los", "灯"]);
    }

    #[test]
    fn a_gap_is_no_pair() {
        assert_eq!(tokens("流 量，包"), ["流", "量", "包"]);
    }

    #[test]
    fn stems_and_numbers_are_tokens_of_their_own() {
        assert_eq!(tokens("Declined cards"), ["declined", "declin", "cards", "card", "declin card"]);
        assert_eq!(tokens("五十八块"), ["五", "五十", "十", "十八", "八", "八块", "块", "58"]);
        assert_eq!(tokens("158"), ["158"]);
    }
}
