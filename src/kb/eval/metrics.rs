//! The measures of ranking. Pure: lists of ids in, numbers out.

use std::collections::HashMap;

/// Ranks beyond this one count for nothing in MRR and nDCG.
const DEPTH: usize = 10;

/// Where recall is taken.
const RECALL_AT: [usize; 3] = [1, 5, 10];

/// What one answer is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Judged {
    /// The first row with a relevant article, from 1; `None` when no row has one.
    pub rank: Option<usize>,
    /// Gained against the best possible order of the judged articles, in the first ten rows: 0 to 1.
    pub ndcg10: f64,
    /// The share of the relevant articles in the first 1, 5 and 10 rows: 0 to 1.
    pub recall: [f64; 3],
}

/// Judges one answer: for each row the ids that stand in it, and the grades of the relevant articles (above 0).
///
/// A row holds an article and its variants, and an agent who sees the row is one key away from each: so an article
/// counts at the rank of its row. The ideal order folds what the answer folds, else two variants in the first row would
/// gain more than the ideal.
pub fn judge(rows: &[Vec<&str>], grades: &HashMap<String, u32>) -> Judged {
    let mut missing: HashMap<&str, u32> =
        grades.iter().filter(|(_, grade)| **grade > 0).map(|(id, grade)| (id.as_str(), *grade)).collect();
    let relevant = missing.len();
    if relevant == 0 {
        return Judged::default();
    }
    let mut judged = Judged::default();
    let mut gains: Vec<f64> = Vec::new();
    let mut found = 0;
    let mut dcg = 0.0;
    for (row, rank) in rows.iter().zip(1..) {
        let here: Vec<u32> = row.iter().filter_map(|id| missing.remove(id)).collect();
        if !here.is_empty() {
            judged.rank = judged.rank.or(Some(rank));
            found += here.len();
            let gain: f64 = here.iter().copied().map(f64::from).sum();
            gains.push(gain);
            if rank <= DEPTH {
                dcg += gain / discount(rank);
            }
        }
        for (at, recall) in RECALL_AT.iter().zip(&mut judged.recall) {
            if rank <= *at {
                *recall = ratio(found, relevant);
            }
        }
    }
    gains.extend(missing.values().copied().map(f64::from));
    gains.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = gains.iter().zip(1..=DEPTH).map(|(gain, rank)| gain / discount(rank)).sum();
    judged.ndcg10 = dcg / ideal;
    judged
}

/// `log2(rank + 1)`.
fn discount(rank: usize) -> f64 {
    float(rank.saturating_add(1)).log2()
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A share; of nothing it is 0.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { float(part) / float(whole) }
}

/// The means over all judged queries; 0 where there are none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Means {
    judged: usize,
    reciprocal: f64,
    ndcg: f64,
    recall: [f64; 3],
}

impl Means {
    /// Adds one query that has a relevant article.
    pub fn add(&mut self, one: &Judged) {
        self.judged += 1;
        self.reciprocal += one.rank.filter(|rank| *rank <= DEPTH).map_or(0.0, |rank| 1.0 / float(rank));
        self.ndcg += one.ndcg10;
        for (sum, part) in self.recall.iter_mut().zip(one.recall) {
            *sum += part;
        }
    }

    /// How many queries were judged.
    pub fn judged(&self) -> usize {
        self.judged
    }

    /// Mean of 1 / rank of the first row with a relevant article, 0 beyond the tenth.
    pub fn mrr10(&self) -> f64 {
        self.mean(self.reciprocal)
    }

    /// Mean nDCG@10: gain = grade, discount `log2(rank + 1)`.
    pub fn ndcg10(&self) -> f64 {
        self.mean(self.ndcg)
    }

    /// Mean recall in the first 1, 5 and 10 rows.
    pub fn recall(&self) -> [f64; 3] {
        self.recall.map(|sum| self.mean(sum))
    }

    fn mean(&self, sum: f64) -> f64 {
        if self.judged == 0 { 0.0 } else { sum / float(self.judged) }
    }
}

/// The smallest value that at least `percent` of the values do not exceed (nearest rank); `None` of none. Sorts them.
pub fn percentile<T: Ord + Copy>(values: &mut [T], percent: usize) -> Option<T> {
    values.sort_unstable();
    let rank = values.len().saturating_mul(percent).div_ceil(100).max(1);
    values.get(rank.min(values.len()).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grades(list: &[(&str, u32)]) -> HashMap<String, u32> {
        list.iter().map(|(id, grade)| ((*id).to_owned(), *grade)).collect()
    }

    fn rows(text: &str) -> Vec<Vec<&str>> {
        text.split_whitespace().map(|row| row.split('+').collect()).collect()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    #[test]
    fn one_answer_at_a_time() {
        let log3 = 3f64.log2();
        type Case<'a> = (&'a str, &'a [(&'a str, u32)], Option<usize>, f64, [f64; 3]);
        let table: &[Case<'_>] = &[
            // rows, grades, rank, nDCG, recall at 1, 5, 10
            ("", &[("a", 2)], None, 0.0, [0.0; 3]),
            ("x y", &[("a", 2)], None, 0.0, [0.0; 3]),
            ("a x", &[("a", 2)], Some(1), 1.0, [1.0; 3]),
            ("x a", &[("a", 2)], Some(2), 1.0 / log3, [0.0, 1.0, 1.0]),
            ("x a", &[("a", 2), ("x", 0)], Some(2), 1.0 / log3, [0.0, 1.0, 1.0]),
            ("a b", &[("a", 1), ("b", 1)], Some(1), 1.0, [0.5, 1.0, 1.0]),
            // The better one comes second: 1 + 2/log2(3) of 2 + 1/log2(3).
            ("b a", &[("a", 2), ("b", 1)], Some(1), (1.0 + 2.0 / log3) / (2.0 + 1.0 / log3), [0.5, 1.0, 1.0]),
            ("a", &[("a", 1), ("b", 1)], Some(1), 1.0 / (1.0 + 1.0 / log3), [0.5; 3]),
            ("1 2 3 4 5 a", &[("a", 2)], Some(6), 1.0 / 7f64.log2(), [0.0, 0.0, 1.0]),
            ("1 2 3 4 5 6 7 8 9 10 a", &[("a", 2)], Some(11), 0.0, [0.0; 3]),
            // Variants stand in one row and gain no more than the ideal.
            ("a+b x", &[("a", 2), ("b", 2)], Some(1), 1.0, [1.0; 3]),
            ("x a+b", &[("a", 2), ("b", 2)], Some(2), 1.0 / log3, [0.0, 1.0, 1.0]),
            ("x+a", &[("a", 2)], Some(1), 1.0, [1.0; 3]),
            // An article that stood twice would count once.
            ("a a", &[("a", 2)], Some(1), 1.0, [1.0; 3]),
            ("a b", &[("a", 0)], None, 0.0, [0.0; 3]),
            ("a b", &[], None, 0.0, [0.0; 3]),
        ];
        for (text, judgements, rank, ndcg, recall) in table {
            let judged = judge(&rows(text), &grades(judgements));
            assert_eq!(judged.rank, *rank, "{text:?}");
            assert!(near(judged.ndcg10, *ndcg), "{text:?}: {} {ndcg}", judged.ndcg10);
            assert_eq!(judged.recall, *recall, "{text:?}");
        }
    }

    #[test]
    fn the_ideal_goes_ten_deep() {
        let all: Vec<String> = (0..12).map(|n| format!("a{n}")).collect();
        let grades: HashMap<String, u32> = all.iter().map(|id| (id.clone(), 1)).collect();
        let rows: Vec<Vec<&str>> = all.iter().map(|id| vec![id.as_str()]).collect();
        let judged = judge(&rows, &grades);
        assert!(near(judged.ndcg10, 1.0));
        assert!(near(judged.recall[2], 10.0 / 12.0));
    }

    #[test]
    fn means_are_over_what_was_judged() {
        assert_eq!((Means::default().mrr10(), Means::default().recall()), (0.0, [0.0; 3]));
        let mut means = Means::default();
        let grades = grades(&[("a", 2)]);
        for answer in ["a", "x a", "x y z", "1 2 3 4 5 6 7 8 9 10 a"] {
            means.add(&judge(&rows(answer), &grades));
        }
        assert_eq!(means.judged(), 4);
        assert!(near(means.mrr10(), 1.5 / 4.0));
        assert!(near(means.ndcg10(), (1.0 + 1.0 / 3f64.log2()) / 4.0));
        assert_eq!(means.recall(), [0.25, 0.5, 0.5]);
    }

    #[test]
    fn percentiles_are_values_that_occurred() {
        let table: &[(&[u32], usize, Option<u32>)] = &[
            (&[], 50, None),
            (&[7], 50, Some(7)),
            (&[7], 99, Some(7)),
            (&[4, 1, 3, 2], 50, Some(2)),
            (&[4, 1, 3, 2], 51, Some(3)),
            (&[4, 1, 3, 2], 90, Some(4)),
            (&[4, 1, 3, 2], 0, Some(1)),
            (&[4, 1, 3, 2], 100, Some(4)),
        ];
        for (values, percent, wanted) in table {
            assert_eq!(percentile(&mut values.to_vec(), *percent), *wanted, "{values:?} {percent}");
        }
    }
}
