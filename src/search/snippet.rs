//! Which parts of a text matched.

use super::analyze::{GramSort, grams};
use super::query::{Prepared, TokenSort};
use crate::model::Mark;
use crate::text::fold::fold;

/// What to mark for a query: its runs of Chinese characters and its Latin words, and the pairs within the runs;
/// folded, longest first.
pub fn needles(prepared: &Prepared) -> Vec<String> {
    let of = |sort: TokenSort| prepared.tokens.iter().filter(move |t| t.sort == sort).map(|t| t.text.clone());
    let mut all: Vec<String> = of(TokenSort::Latin).collect();
    all.extend(of(TokenSort::Two));
    // A single character marks itself only when it is all there is.
    if of(TokenSort::Two).next().is_none() {
        all.extend(of(TokenSort::One));
    }
    all.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then_with(|| a.cmp(b)));
    all.dedup();
    all
}

/// Ranges of bytes in `text` that match a needle, joined where they touch.
///
/// Latin needles match at the beginning of words only; numbers match whole.
pub fn marks(text: &str, needles: &[String]) -> Vec<Mark> {
    if needles.is_empty() {
        return Vec::new();
    }
    let folded = fold(text);
    let mut hit = vec![false; folded.chars.len()];
    let mut token = String::new();
    for gram in grams(&folded.chars) {
        token.clear();
        token.extend(folded.chars.get(gram.at.clone()).into_iter().flatten());
        let matched = match gram.sort {
            GramSort::One | GramSort::Two => needles.iter().find(|n| n.as_str() == token.as_str()),
            GramSort::Latin => needles.iter().find(|n| {
                let is_number = n.chars().all(|c| c.is_ascii_digit());
                n.as_str() == token.as_str() || (!is_number && token.starts_with(n.as_str()))
            }),
        };
        let Some(needle) = matched else { continue };
        let from = gram.at.start;
        hit.iter_mut().skip(from).take(needle.chars().count()).for_each(|h| *h = true);
    }
    let mut out: Vec<Mark> = Vec::new();
    for (i, _) in hit.iter().enumerate().filter(|(_, h)| **h) {
        let Some(range) = folded.source_range(i, i + 1) else { continue };
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked<'t>(text: &'t str, query: &str) -> Vec<&'t str> {
        marks(text, &needles(&Prepared::new(query))).into_iter().filter_map(|r| text.get(r)).collect()
    }

    #[test]
    fn pairs_join_into_runs_and_keep_the_source() {
        assert_eq!(marked("寬頻上不去網怎麼辦", "宽频上网"), ["寬頻上"]);
        assert_eq!(marked("５Ｇ套餐资费", "5g 资费"), ["５Ｇ", "资费"]);
    }

    #[test]
    fn numbers_match_whole_and_words_from_their_beginning() {
        assert_eq!(marked("158元和58元", "58"), ["58"]);
        assert_eq!(marked("application app", "app"), ["app", "app"]);
        assert_eq!(marked("snap", "ap"), Vec::<&str>::new());
    }

    #[test]
    fn a_single_character_marks_itself_only_alone() {
        assert_eq!(marked("停机保号", "停"), ["停"]);
        assert_eq!(marked("停机保号与停电", "停机"), ["停机"]);
    }
}
