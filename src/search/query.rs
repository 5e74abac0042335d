//! What an agent typed, cut into what the index can be asked.

use crate::text::fold::fold_str;

use super::analyze::{Gram, GramSort, grams};

/// So many chars of a query are looked at; the rest is cut and said so. A spoken sentence has fewer.
pub const LONGEST_CHARS: usize = 200;

/// A query, folded and cut into tokens, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prepared {
    /// The folded text.
    pub folded: String,
    /// Single Chinese characters.
    pub ones: Vec<String>,
    /// Pairs of neighbouring Chinese characters.
    pub twos: Vec<String>,
    /// Latin words and numbers.
    pub latin: Vec<String>,
    /// The last Latin word, when the query ends in it: it may be unfinished.
    pub unfinished: Option<String>,
    /// Whether something was cut off.
    pub was_cut: bool,
}

impl Prepared {
    /// Prepares what was typed.
    pub fn new(text: &str) -> Prepared {
        let trimmed = text.trim();
        let was_cut = trimmed.chars().nth(LONGEST_CHARS).is_some();
        let folded = fold_str(&trimmed.chars().take(LONGEST_CHARS).collect::<String>());
        // Again: folding takes invisible characters away, behind which there may be spaces.
        let folded = folded.trim().to_owned();
        let mut prepared = Prepared { was_cut, ..Prepared::default() };
        let all = grams(&folded);
        for Gram { at, sort } in &all {
            let Some(token) = folded.get(at.clone()) else { continue };
            let list = match sort {
                GramSort::One => &mut prepared.ones,
                GramSort::Two => &mut prepared.twos,
                GramSort::Latin => &mut prepared.latin,
            };
            if !list.iter().any(|t| t == token) {
                list.push(token.to_owned());
            }
        }
        prepared.unfinished = all
            .last()
            .filter(|g| g.sort == GramSort::Latin && g.at.end == folded.len())
            .and_then(|g| folded.get(g.at.clone()))
            .map(str::to_owned);
        prepared.folded = folded;
        prepared
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.ones.is_empty() && self.latin.is_empty()
    }

    /// For every Chinese character with a neighbour the runs of two to `longest` that begin there, longest first:
    /// what a word may be.
    pub fn runs(&self, longest: usize) -> Vec<Vec<&str>> {
        self.folded
            .split(|c| !crate::text::fold::is_han(c))
            .filter(|run| run.chars().nth(1).is_some())
            .flat_map(|run| {
                let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
                (0..starts.len().saturating_sub(1))
                    .map(|from| {
                        (from + 2..starts.len().min(from + longest + 1))
                            .rev()
                            .filter_map(|to| run.get(*starts.get(from)?..*starts.get(to)?))
                            .collect::<Vec<&str>>()
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_listed_once_by_sort() {
        let p = Prepared::new(" 寬頻寬頻 LOS灯 app");
        assert_eq!(p.folded, "宽频宽频 los灯 app");
        assert_eq!(p.ones, ["宽", "频", "灯"]);
        assert_eq!(p.twos, ["宽频", "频宽"]);
        assert_eq!(p.latin, ["los", "app"]);
        assert_eq!(p.unfinished.as_deref(), Some("app"));
    }

    #[test]
    fn a_finished_word_is_not_unfinished() {
        assert_eq!(Prepared::new("app怎么下").unfinished, None);
    }

    #[test]
    fn long_queries_are_cut_and_say_so() {
        let p = Prepared::new(&"退".repeat(10_000));
        assert!(p.was_cut);
        assert_eq!(p.folded.chars().count(), LONGEST_CHARS);
        assert!(Prepared::new("，。！?").is_empty());
    }

    #[test]
    fn runs_are_the_substrings_longest_first() {
        let p = Prepared::new("宽带断a网");
        assert_eq!(p.runs(4), [vec!["宽带断", "宽带"], vec!["带断"], vec![]]);
    }
}
