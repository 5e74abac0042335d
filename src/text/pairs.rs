//! All pairs of questions that are alike, without holding each beside each.
//!
//! Prefix filtering (Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", 2007): with the rarest features
//! first, two vectors that are alike enough share one of those features without which the rest cannot reach the threshold.

use std::collections::HashMap;

use super::likeness::Vector;

/// More vectors with one of their rarest features in common are taken from the nearest places only: what a thousand share
/// tells nothing apart.
const MOST_SHARING: usize = 500;

/// The places of vectors of length 1 whose cosine is at least `least`, the smaller place first, in rising order.
pub fn alike(vectors: &[Vector], least: f32) -> Vec<(usize, usize, f32)> {
    let mut seen: HashMap<u64, u32> = HashMap::new();
    for (feature, _) in vectors.iter().flat_map(Vector::weights) {
        *seen.entry(*feature).or_insert(0) += 1;
    }
    let mut by_feature: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut out = Vec::new();
    for (at, vector) in vectors.iter().enumerate() {
        let rare = rarest(vector, &seen, least);
        let mut near: Vec<usize> = Vec::new();
        for feature in &rare {
            let sharing = by_feature.entry(*feature).or_default();
            near.extend(sharing.iter().rev().take(MOST_SHARING));
            sharing.push(at);
        }
        near.sort_unstable();
        near.dedup();
        for other in near {
            let likeness = vectors.get(other).map_or(0.0, |other| other.likeness(vector));
            if likeness >= least {
                out.push((other, at, likeness));
            }
        }
    }
    out.sort_unstable_by_key(|(one, other, _)| (*one, *other));
    out
}

/// The features of a vector, rarest first, until what is left is shorter than `least`.
fn rarest(vector: &Vector, seen: &HashMap<u64, u32>, least: f32) -> Vec<u64> {
    let mut order: Vec<(u32, u64, f32)> = vector
        .weights()
        .iter()
        .map(|(feature, weight)| (seen.get(feature).copied().unwrap_or(0), *feature, *weight))
        .collect();
    order.sort_unstable_by_key(|(count, feature, _)| (*count, *feature));
    let mut left: f32 = order.iter().map(|(.., weight)| weight * weight).sum();
    let mut out = Vec::new();
    for (_, feature, weight) in order {
        // A hair wider than exact: sums of floats differ in their last digits.
        if left < least * least - 1e-4 {
            break;
        }
        out.push(feature);
        left -= weight * weight;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::likeness::{Features, Rarity};
    use super::*;

    fn vectors(questions: &[String]) -> Vec<Vector> {
        let features: Vec<Features> = questions.iter().map(|q| Features::of(q)).collect();
        let mut rarity = Rarity::default();
        features.iter().for_each(|f| rarity.count(f));
        features.iter().map(|f| rarity.vector(f)).collect()
    }

    fn questions(all: &[&str]) -> Vec<String> {
        all.iter().map(|q| (*q).to_owned()).collect()
    }

    #[test]
    fn what_asks_the_same_is_paired() {
        let all = vectors(&questions(&["宽带怎么开通", "流量包怎么退订", "请问宽带如何开通", "副卡多少钱"]));
        let found: Vec<(usize, usize)> = alike(&all, 0.5).into_iter().map(|(a, b, _)| (a, b)).collect();
        assert_eq!(found, [(0, 2)]);
    }

    proptest! {
        #[test]
        fn no_pair_is_missed(
            questions in proptest::collection::vec("[宽带开通退订流量包副卡资费查询怎么多少]{2,8}", 2..24),
            least in 0.3_f32..0.95,
        ) {
            let all = vectors(&questions);
            let mut wanted = Vec::new();
            for (at, one) in all.iter().enumerate() {
                for (before, other) in all.iter().enumerate().take(at) {
                    if other.likeness(one) >= least {
                        wanted.push((before, at));
                    }
                }
            }
            wanted.sort_unstable();
            let found: Vec<(usize, usize)> = alike(&all, least).into_iter().map(|(a, b, _)| (a, b)).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
