//! How soon a question that is still being typed finds its article. Pure.

use unicode_segmentation::UnicodeSegmentation as _;

use super::metrics::{percentile, ratio};

/// The first rows in which an article is wanted.
pub const TOPS: [usize; 3] = [1, 3, 5];

/// So few keystrokes an agent has.
const FEW: usize = 6;

/// Every growing beginning of a text, grapheme by grapheme, the whole text last.
pub fn prefixes(text: &str) -> impl Iterator<Item = &str> {
    text.grapheme_indices(true).filter_map(|(at, grapheme)| text.get(..at + grapheme.len()))
}

/// What became of one query while it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entered {
    /// Graphemes typed when a relevant article first stood in the first 1, 3, 5 rows; `None` if it never did.
    pub after: [Option<usize>; 3],
    /// The beginnings that were asked.
    pub prefixes: usize,
    /// The beginnings that found nothing.
    pub nothing: Vec<String>,
}

impl Entered {
    /// Adds the next longer beginning: the rank of the first relevant row, and whether there was any row at all.
    pub fn step(&mut self, prefix: &str, rank: Option<usize>, found_any: bool) {
        self.prefixes += 1;
        for (top, after) in TOPS.iter().zip(&mut self.after) {
            if after.is_none() && rank.is_some_and(|rank| rank <= *top) {
                *after = Some(self.prefixes);
            }
        }
        if !found_any {
            self.nothing.push(prefix.to_owned());
        }
    }
}

/// The same over all queries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    after: [Vec<usize>; 3],
    /// Beginnings asked, of unjudged queries too.
    pub prefixes: usize,
    /// Beginnings that found nothing, of unjudged queries too.
    pub nothing: usize,
}

/// In place of a count of graphemes: never. Greater than every count, so that percentiles tell the truth.
const NEVER: usize = usize::MAX;

impl Typed {
    /// Adds one query; one without a relevant article has no say in how soon articles are found.
    pub fn add(&mut self, one: &Entered, is_judged: bool) {
        self.prefixes += one.prefixes;
        self.nothing += one.nothing.len();
        if is_judged {
            for (all, after) in self.after.iter_mut().zip(one.after) {
                all.push(after.unwrap_or(NEVER));
            }
        }
    }

    /// After how many graphemes `percent` of the judged queries had their article in the first `TOPS[top]` rows; `None`
    /// when fewer of them ever had.
    pub fn after(&mut self, top: usize, percent: usize) -> Option<usize> {
        percentile(self.after.get_mut(top)?, percent).filter(|after| *after != NEVER)
    }

    /// How many judged queries never had their article in the first `TOPS[top]` rows.
    pub fn never(&self, top: usize) -> usize {
        self.after.get(top).map_or(0, |all| all.iter().filter(|after| **after == NEVER).count())
    }

    /// The share of judged queries with their article in the first 3 rows within 6 graphemes: 0 to 1.
    pub fn within6_top3(&self) -> f64 {
        let [_, top3, _] = &self.after;
        ratio(top3.iter().filter(|after| **after <= FEW).count(), top3.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_grow_by_graphemes() {
        let of = |text: &'static str| prefixes(text).collect::<Vec<_>>();
        assert_eq!(of(""), Vec::<&str>::new());
        assert_eq!(of("宽带b"), ["宽", "宽带", "宽带b"]);
        assert_eq!(of("e\u{301}x"), ["e\u{301}", "e\u{301}x"]);
    }

    #[test]
    fn the_first_time_counts() {
        let mut one = Entered::default();
        for (prefix, rank) in
            [("a", None), ("ab", Some(5)), ("abc", Some(2)), ("abcd", Some(4)), ("abcde", Some(1))]
        {
            one.step(prefix, rank, rank.is_some());
        }
        assert_eq!(one.after, [Some(5), Some(3), Some(2)]);
        assert_eq!((one.prefixes, one.nothing.as_slice()), (5, &["a".to_owned()][..]));
    }

    #[test]
    fn never_is_later_than_every_count() {
        let mut all = Typed::default();
        let entered = |after| Entered { after: [after; 3], prefixes: 8, nothing: vec!["x".to_owned()] };
        for after in [Some(2), Some(6), Some(7), None] {
            all.add(&entered(after), true);
        }
        all.add(&entered(None), false);
        assert_eq!((all.after(1, 50), all.after(1, 75), all.after(1, 90)), (Some(6), Some(7), None));
        assert_eq!((all.never(1), all.never(9)), (1, 0));
        assert!((all.within6_top3() - 0.5).abs() < 1e-9);
        assert_eq!((all.prefixes, all.nothing), (40, 5));
        assert_eq!(Typed::default().within6_top3(), 0.0);
    }
}
