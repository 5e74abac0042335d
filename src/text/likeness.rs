//! How much two questions ask the same: by their words, characters, pairs of them, and how they sound.
//!
//! The cosine of weighted features, each the heavier the rarer it is among the questions at hand (Salton and Buckley,
//! "Term-weighting approaches in automatic text retrieval", 1988). What callers say that says nothing does not count.

use std::collections::HashMap;

use frostem::{Algorithm, Stemmer};

use super::filler::{Weakness, weak};
use super::fold::{fold_chars, is_han, is_traditional, is_word};
use super::pinyin;
use super::taiwan::{reworded, rewordings};

/// A question as features with their weights before rarity, in the order of the features, each once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Features(Vec<(u64, f32)>);

/// What features weigh: a character says half of what a pair does; how a pair sounds only helps where it is misspelt.
const CHAR: f32 = 0.5;
const PAIR: f32 = 1.0;
const SOUND: f32 = 0.4;
const WORD: f32 = 1.0;
const WORD_PAIR: f32 = 0.7;
/// Words that ask and say little of what about: 怎么, how do I.
const ASKING: f32 = 0.3;

impl Features {
    /// The features of a question.
    pub fn of(question: &str) -> Features {
        let mut folded = fold_chars(question);
        let found = rewordings(&folded, is_traditional(question));
        if !found.is_empty() {
            folded = reworded(&folded, &found);
        }
        let mut weights = vec![1.0_f32; folded.len()];
        for (range, weakness) in weak(&folded) {
            for weight in weights.iter_mut().take(range.end).skip(range.start) {
                *weight = match weakness {
                    Weakness::Empty => 0.0,
                    Weakness::Asking => ASKING,
                };
            }
        }
        let all_weak = weights.iter().all(|weight| *weight == 0.0);
        let weight_at = |at: usize| if all_weak { 1.0 } else { weights.get(at).copied().unwrap_or(1.0) };
        let mut found: HashMap<u64, f32> = HashMap::new();
        let mut add = |sort: u8, text: &[u8], weight: f32| {
            let slot = found.entry(hash(sort, text)).or_insert(0.0);
            *slot = slot.max(weight);
        };
        let stemmer = Stemmer::new(Algorithm::English);
        let (mut at, mut before): (usize, Option<(String, f32)>) = (0, None);
        while let Some(&c) = folded.get(at) {
            if is_han(c) {
                let weight = weight_at(at);
                add(0, c.encode_utf8(&mut [0; 4]).as_bytes(), CHAR * weight);
                if let Some(&next) = folded.get(at + 1).filter(|next| is_han(**next)) {
                    let both = weight.min(weight_at(at + 1));
                    let pair: String = [c, next].iter().collect();
                    add(1, pair.as_bytes(), PAIR * both);
                    if let (Some(a), Some(b)) =
                        (pinyin::reading(&folded, at), pinyin::reading(&folded, at + 1))
                    {
                        let sound = format!("{}'{}", a.blurred(), b.blurred());
                        add(2, sound.as_bytes(), SOUND * both);
                    }
                }
                before = None;
                at += 1;
            } else if is_word(c) {
                let start = at;
                while folded.get(at).is_some_and(|c| is_word(*c) && !is_han(*c)) {
                    at += 1;
                }
                let word: String = folded.get(start..at).unwrap_or_default().iter().collect();
                let weight = weight_at(start);
                let stem = stemmer.stem(&word).to_string();
                add(3, stem.as_bytes(), WORD * weight);
                if let Some((last, last_weight)) = &before {
                    add(4, format!("{last} {stem}").as_bytes(), WORD_PAIR * weight.min(*last_weight));
                }
                before = Some((stem, weight));
            } else {
                at += 1;
            }
        }
        let mut found: Vec<(u64, f32)> = found.into_iter().filter(|(_, weight)| *weight > 0.0).collect();
        found.sort_unstable_by_key(|(feature, _)| *feature);
        Features(found)
    }
}

/// FNV-1a, which is the same on every machine: the order of clusters must not change with the compiler.
fn hash(sort: u8, text: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in std::iter::once(&sort).chain(text) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// How rare features are among many questions.
#[derive(Debug, Clone, Default)]
pub struct Rarity {
    count: HashMap<u64, u32>,
    questions: u32,
}

impl Rarity {
    /// Counts a question.
    pub fn count(&mut self, features: &Features) {
        self.questions += 1;
        for (feature, _) in &features.0 {
            *self.count.entry(*feature).or_insert(0) += 1;
        }
    }

    /// The question as a vector of length 1.
    pub fn vector(&self, features: &Features) -> Vector {
        let all = f64::from(self.questions) + 1.0;
        let weigh = |(feature, weight): &(u64, f32)| {
            let seen = f64::from(self.count.get(feature).copied().unwrap_or(0));
            (*feature, (f64::from(*weight) * (1.0 + all / (1.0 + seen)).ln()) as f32)
        };
        Vector(features.0.iter().map(weigh).collect()).unit()
    }
}

/// Features with their weights, in the order of the features.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Vector(Vec<(u64, f32)>);

impl Vector {
    /// The cosine of two vectors of length 1: 1 for the same question, 0 where nothing is shared.
    pub fn likeness(&self, other: &Vector) -> f32 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((x, v)), Some((y, w))) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += v * w;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }

    /// Its features with their weights.
    pub fn weights(&self) -> &[(u64, f32)] {
        &self.0
    }

    /// The sum of two vectors.
    #[must_use]
    pub fn plus(&self, other: &Vector) -> Vector {
        let mut sum: HashMap<u64, f32> = self.0.iter().copied().collect();
        for (feature, weight) in &other.0 {
            *sum.entry(*feature).or_insert(0.0) += weight;
        }
        let mut sum: Vec<(u64, f32)> = sum.into_iter().collect();
        sum.sort_unstable_by_key(|(feature, _)| *feature);
        Vector(sum)
    }

    /// The same direction with length 1.
    #[must_use]
    pub fn unit(mut self) -> Vector {
        let length = self.0.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            for (_, weight) in &mut self.0 {
                *weight /= length;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> f32 {
        let (a, b) = (Features::of(a), Features::of(b));
        let mut rarity = Rarity::default();
        rarity.count(&a);
        rarity.count(&b);
        rarity.vector(&a).likeness(&rarity.vector(&b))
    }

    #[test]
    fn the_same_in_other_words_is_alike() {
        let pairs = [
            ("请问宽带怎么开通", "宽带如何开通"),
            ("怎么取消套餐", "我想问一下套餐怎么取消"),
            ("寬頻怎麼開通", "宽频怎么开通"),
            ("安裝應用程式", "安装应用程序"),
            ("How do I cancel my card?", "how can i cancel the card"),
        ];
        for (a, b) in pairs {
            assert!(likeness(a, b) > 0.5, "{a} {b}: {}", likeness(a, b));
        }
        for (a, b) in [("宽带怎么开通", "话费怎么查询"), ("How do I cancel my card?", "how do i top up")]
        {
            assert!(likeness(a, b) < 0.3, "{a} {b}: {}", likeness(a, b));
        }
        assert!((likeness("怎么取消套餐", "怎么取消套餐") - 1.0).abs() < 1e-5);
        assert_eq!(likeness("", "宽带"), 0.0);
        // A character that only sounds alike costs less than another one.
        assert!(likeness("浙将套餐", "浙江套餐") > likeness("浙北套餐", "浙江套餐"));
    }

    #[test]
    fn what_is_rare_says_more() {
        let mut rarity = Rarity::default();
        let all = ["套餐怎么取消", "套餐怎么开通", "套餐怎么查询", "套餐怎么变更", "彩铃怎么取消"]
            .map(Features::of);
        all.iter().for_each(|one| rarity.count(one));
        let vector = |text: &str| rarity.vector(&Features::of(text));
        let asked = vector("彩铃套餐");
        assert!(asked.likeness(&vector("彩铃怎么取消")) > asked.likeness(&vector("套餐怎么开通")));
    }
}
