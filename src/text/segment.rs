//! Words of Chinese text, for building an index. Loading the dictionary costs about 0.1 s and 32 MB, so only the
//! building of an index may ask for a [`Segmenter`].

use std::sync::Arc;

use jieba_rs::Jieba;

use super::fold::is_han;

/// Cuts folded text into words with jieba's dictionary and the house's own words.
#[derive(Clone)]
pub struct Segmenter {
    jieba: Arc<Jieba>,
}

impl Segmenter {
    /// Loads the dictionary and adds the house's words (products, terms); they are folded by the caller.
    pub fn new<'a>(house_words: impl IntoIterator<Item = &'a str>) -> Segmenter {
        let mut jieba = Jieba::new();
        for word in house_words {
            if word.chars().count() > 1 && word.chars().all(is_han) {
                jieba.add_word(word, None, None);
            }
        }
        Segmenter { jieba: Arc::new(jieba) }
    }

    /// Calls `each` with every word of two or more Chinese characters in folded text.
    ///
    /// Single characters and Latin words are the business of the character grams. The hidden Markov model stays off:
    /// it invents words that a query cannot look up.
    pub fn words<'t>(&self, folded: &'t str, mut each: impl FnMut(&'t str)) {
        for run in folded.split(|c| !is_han(c)) {
            if run.chars().nth(1).is_none() {
                continue;
            }
            for token in self.jieba.cut(run, false) {
                if token.word.chars().nth(1).is_some() {
                    each(token.word);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn house_words_stay_whole() {
        let plain = Segmenter::new([]);
        let house = Segmenter::new(["云享套餐"]);
        let words = |s: &Segmenter| {
            let mut out = Vec::new();
            s.words("办理云享套餐5g", |w| out.push(w.to_owned()));
            out
        };
        assert!(!words(&plain).contains(&"云享套餐".to_owned()));
        assert_eq!(words(&house), ["办理", "云享套餐"]);
    }
}
