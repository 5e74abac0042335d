//! Questions that ask the same, put together.

use std::collections::HashMap;

use super::likeness::Vector;

/// Puts vectors into clusters: lists of their places, each in rising order, the clusters by their first places.
///
/// Each question goes to the cluster whose middle it is most like, if it is alike enough, else it begins one; then middles
/// that are alike are joined, the most alike first (group average linkage, Manning, Raghavan and Schütze, "Introduction to
/// Information Retrieval", 17.3). Deterministic; earlier questions count more, so the ones that are asked most come first.
pub fn clusters(vectors: &[Vector], alike: f32) -> Vec<Vec<usize>> {
    let mut groups = Groups::default();
    for (at, vector) in vectors.iter().enumerate() {
        match groups.nearest(vector, None).filter(|(_, likeness)| *likeness >= alike) {
            Some((group, _)) => groups.join(group, vector, &[at]),
            None => groups.begin(vector, at),
        }
    }
    groups.merge(alike);
    let mut out: Vec<Vec<usize>> =
        groups.all.into_iter().map(|group| group.members).filter(|m| !m.is_empty()).collect();
    for members in &mut out {
        members.sort_unstable();
    }
    out.sort_unstable();
    out
}

#[derive(Default)]
struct Groups {
    all: Vec<Group>,
    /// Groups by the features of their middles; those that have gone into another still stand here and have no members.
    by_feature: HashMap<u64, Vec<usize>>,
}

struct Group {
    sum: Vector,
    middle: Vector,
    members: Vec<usize>,
}

impl Groups {
    fn begin(&mut self, vector: &Vector, at: usize) {
        let group = self.all.len();
        self.all.push(Group { sum: vector.clone(), middle: vector.clone(), members: vec![at] });
        self.enter(group, vector);
    }

    fn enter(&mut self, group: usize, vector: &Vector) {
        for (feature, _) in vector.weights() {
            let groups = self.by_feature.entry(*feature).or_default();
            if groups.last() != Some(&group) && !groups.contains(&group) {
                groups.push(group);
            }
        }
    }

    fn join(&mut self, group: usize, vector: &Vector, members: &[usize]) {
        if let Some(into) = self.all.get_mut(group) {
            into.sum = into.sum.plus(vector);
            into.middle = into.sum.clone().unit();
            into.members.extend_from_slice(members);
        }
        self.enter(group, vector);
    }

    /// The group whose middle is most like a vector, but for one; the earlier of equal ones.
    fn nearest(&self, vector: &Vector, but: Option<usize>) -> Option<(usize, f32)> {
        let mut shared: HashMap<usize, f32> = HashMap::new();
        for (feature, weight) in vector.weights() {
            for group in self.by_feature.get(feature).into_iter().flatten() {
                *shared.entry(*group).or_insert(0.0) += weight * weight;
            }
        }
        // What shares little of its weight cannot be alike: the cosine is at most the root of the weight shared.
        let mut best: Option<(usize, f32)> = None;
        for (group, weight) in shared {
            if Some(group) == but || best.is_some_and(|(_, likeness)| weight.sqrt() < likeness) {
                continue;
            }
            let Some(of) = self.all.get(group).filter(|of| !of.members.is_empty()) else { continue };
            let likeness = of.middle.likeness(vector);
            let is_better = best.is_none_or(|(other, most)| {
                likeness.total_cmp(&most).then_with(|| other.cmp(&group)).is_gt()
            });
            if is_better {
                best = Some((group, likeness));
            }
        }
        best
    }

    /// Joins groups that are alike until none are.
    fn merge(&mut self, alike: f32) {
        loop {
            let mut pairs: Vec<(f32, usize, usize)> = (0..self.all.len())
                .filter_map(|group| {
                    let of = self.all.get(group).filter(|of| !of.members.is_empty())?;
                    let (other, likeness) = self.nearest(&of.middle, Some(group))?;
                    (likeness >= alike).then_some((likeness, group.min(other), group.max(other)))
                })
                .collect();
            if pairs.is_empty() {
                return;
            }
            pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
            let mut moved = vec![false; self.all.len()];
            for (_, into, from) in pairs {
                let (Some(false), Some(false)) = (moved.get(into).copied(), moved.get(from).copied()) else {
                    continue;
                };
                for at in [into, from] {
                    if let Some(slot) = moved.get_mut(at) {
                        *slot = true;
                    }
                }
                let Some(gone) = self.all.get_mut(from) else { continue };
                let (sum, members) = (std::mem::take(&mut gone.sum), std::mem::take(&mut gone.members));
                gone.middle = Vector::default();
                self.join(into, &sum, &members);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::likeness::{Features, Rarity};

    fn of(questions: &[&str], alike: f32) -> Vec<Vec<usize>> {
        let features: Vec<Features> = questions.iter().map(|q| Features::of(q)).collect();
        let mut rarity = Rarity::default();
        features.iter().for_each(|f| rarity.count(f));
        let vectors: Vec<Vector> = features.iter().map(|f| rarity.vector(f)).collect();
        clusters(&vectors, alike)
    }

    #[test]
    fn questions_that_ask_the_same_stand_together() {
        let asked = [
            "怎么取消套餐",
            "宽带断网了怎么办",
            "套餐如何取消",
            "请问我想取消套餐怎么弄",
            "宽带断网了咋办",
            "国际漫游收费标准",
        ];
        assert_eq!(of(&asked, 0.4), [vec![0, 2, 3], vec![1, 4], vec![5]]);
        assert_eq!(of(&asked, 1.1).len(), 6, "nothing is more alike than that");
        assert_eq!(of(&[], 0.4), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn the_same_questions_make_the_same_clusters() {
        let asked: Vec<String> =
            (0..200).map(|n| format!("套餐{}怎么{}", n % 17, ["取消", "开通"][n % 2])).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        assert_eq!(of(&asked, 0.5), of(&asked, 0.5));
        let mut all: Vec<usize> = of(&asked, 0.5).concat();
        all.sort_unstable();
        assert_eq!(all, (0..200).collect::<Vec<_>>(), "each question stands in one cluster");
    }
}
