//! Texts that say nearly the same: found by sketches, told by the share of what they have in common.
//!
//! A sketch keeps the least hash of each of some bins (one permutation hashing: Li, Owen and Zhang, 2012); two texts agree in
//! a bin about as often as they share runs of characters (resemblance: Broder, 1997).

use std::collections::{HashMap, HashSet};

use super::fold::fold_chars;

/// Runs of so many letters are compared.
const RUN: usize = 5;
/// Texts with fewer letters say too little to be the same by more than chance.
const LEAST_CHARS: usize = 40;
/// Bins of a sketch: `BANDS` bands of `ROWS` each. Texts that share nine runs in ten meet in a band almost surely, those that
/// share half of them seldom.
const BANDS: usize = 8;
const ROWS: usize = 4;
/// A text is held beside so many before it that meet it in a band.
const BEFORE: usize = 3;

/// The letters of a text as they are compared; empty where there are too few.
fn letters(text: &str) -> Vec<char> {
    let letters: Vec<char> = fold_chars(text).into_iter().filter(|c| c.is_alphanumeric()).collect();
    if letters.len() < LEAST_CHARS { Vec::new() } else { letters }
}

/// FNV-1a with a last mixing: the same on every machine.
fn hash(run: &[char]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in run {
        hash = (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Texts by their sketches.
#[derive(Debug, Default)]
pub struct Sketches {
    /// The last that met in a band, by the band and what its bins hold.
    bands: HashMap<u64, [Option<u32>; BEFORE]>,
}

impl Sketches {
    /// Enters a text under a number; the numbers of those before it that may say the same.
    pub fn enter(&mut self, number: u32, text: &str) -> Vec<u32> {
        let mut bins = [u64::MAX; BANDS * ROWS];
        for run in letters(text).windows(RUN) {
            let hash = hash(run);
            let bin = usize::try_from(hash % (BANDS * ROWS) as u64).unwrap_or(0);
            if let Some(least) = bins.get_mut(bin) {
                *least = (*least).min(hash);
            }
        }
        let mut met = Vec::new();
        for (at, band) in (0_u64..).zip(bins.chunks_exact(ROWS)) {
            // Empty bins are no agreement.
            if band.contains(&u64::MAX) {
                continue;
            }
            let key = band
                .iter()
                .fold(at, |key, bin| (key.rotate_left(23) ^ bin).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let here = self.bands.entry(key).or_default();
            met.extend(here.iter().flatten().copied());
            here.rotate_right(1);
            if let Some(first) = here.first_mut() {
                *first = Some(number);
            }
        }
        met.sort_unstable();
        met.dedup();
        met
    }
}

/// The share of the runs of two texts that both have, from 0 to 1; 0 where one of them says too little.
pub fn resemblance(one: &str, other: &str) -> f32 {
    let runs = |text: &str| -> HashSet<u64> { letters(text).windows(RUN).map(hash).collect() };
    let (one, other) = (runs(one), runs(other));
    let both = one.intersection(&other).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f32 / all as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "先查欠费停机，再查光猫的LOS灯；红灯亮说明光路断了，重启没有用，请看尾纤有没有松脱、折弯、被压，\
                        然后派单给装维，二十四小时内上门，客户要在家，上门前会先打电话，请保持手机畅通。";

    #[test]
    fn nearly_the_same_text_is_met_and_told() {
        let mut sketches = Sketches::default();
        assert_eq!(sketches.enter(0, TEXT), Vec::<u32>::new());
        let other = "副卡每张每月十元，最多可办三张，与主卡共享套餐内的流量和语音，不共享宽带和电视，\
                     办理要带主卡和副卡两个人的证件原件到营业厅，线上也能办。";
        assert_eq!(sketches.enter(1, other), Vec::<u32>::new());
        let reworded = TEXT.replace("请保持手机畅通", "请接听电话").replace('；', "。\n\n- ");
        assert_eq!(sketches.enter(2, &reworded), [0]);
        assert!(resemblance(TEXT, &reworded) > 0.8, "{}", resemblance(TEXT, &reworded));
        assert!(resemblance(TEXT, other) < 0.1);
        assert_eq!(resemblance(TEXT, &format!("**{TEXT}**\n")), 1.0, "marks of Markdown say nothing");
    }

    #[test]
    fn short_texts_are_never_the_same_by_chance() {
        let mut sketches = Sketches::default();
        assert!(sketches.enter(0, "请参见下表。").is_empty());
        assert!(sketches.enter(1, "请参见下表。").is_empty());
        assert_eq!(resemblance("请参见下表。", "请参见下表。"), 0.0);
        assert_eq!(resemblance("", ""), 0.0);
    }
}
