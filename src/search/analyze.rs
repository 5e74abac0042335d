//! Cuts folded text into the tokens of the index.

use std::ops::Range;
use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::fold::{fold_str, is_han};
use crate::text::segment::Segmenter;

/// A token of folded text, as a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gram {
    /// Where it stands.
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
pub(super) fn grams(folded: &str) -> Vec<Gram> {
    let mut out = Vec::with_capacity(folded.len() / 2);
    let mut before: Option<usize> = None;
    let mut word: Option<usize> = None;
    for (at, c) in folded.char_indices() {
        let end = at + c.len_utf8();
        let is_word = !is_han(c) && c.is_alphanumeric();
        if !is_word && let Some(start) = word.take() {
            out.push(Gram { at: start..at, sort: GramSort::Latin });
        }
        if is_han(c) {
            if let Some(start) = before {
                out.push(Gram { at: start..end, sort: GramSort::Two });
            }
            out.push(Gram { at: at..end, sort: GramSort::One });
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

/// Tokens longer than this are not indexed: nobody types them.
const LONGEST_BYTES: usize = 64;

/// The tokenizer of the gram fields.
#[derive(Debug, Clone, Default)]
pub(super) struct GramTokenizer;

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = Ranges;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Ranges {
        let folded = fold_str(text);
        let ranges = grams(&folded).into_iter().map(|g| g.at).filter(|r| r.len() <= LONGEST_BYTES).collect();
        Ranges::new(folded, ranges)
    }
}

/// The tokenizer of the word fields. Without a segmenter, as readers register it, it gives nothing.
#[derive(Clone, Default)]
pub(super) struct WordTokenizer {
    pub segmenter: Option<Arc<Segmenter>>,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Ranges;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Ranges {
        let folded = fold_str(text);
        let mut ranges = Vec::new();
        if let Some(segmenter) = &self.segmenter {
            let start = folded.as_ptr() as usize;
            segmenter.words(&folded, |word| {
                let at = word.as_ptr() as usize - start;
                ranges.push(at..at + word.len());
            });
        }
        Ranges::new(folded, ranges)
    }
}

/// A stream over ranges of a folded text.
pub(super) struct Ranges {
    folded: String,
    ranges: Vec<Range<usize>>,
    next: usize,
    token: Token,
}

impl Ranges {
    fn new(folded: String, ranges: Vec<Range<usize>>) -> Ranges {
        Ranges { folded, ranges, next: 0, token: Token::default() }
    }
}

impl TokenStream for Ranges {
    fn advance(&mut self) -> bool {
        let Some(range) = self.ranges.get(self.next) else { return false };
        self.token.position = self.next;
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(self.folded.get(range.clone()).unwrap_or_default());
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

    #[test]
    fn characters_pairs_and_words_in_order() {
        let text = "查5g流量los灯";
        let all: Vec<&str> = grams(text).iter().filter_map(|g| text.get(g.at.clone())).collect();
        assert_eq!(all, ["查", "5g", "流", "流量", "量", "los", "灯"]);
    }

    #[test]
    fn a_gap_is_no_pair() {
        let text = "流 量，包";
        assert!(grams(text).iter().all(|g| g.sort == GramSort::One));
    }
}
