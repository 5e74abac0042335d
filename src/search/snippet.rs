//! Which parts of a text matched.

use super::align::{Heard, How, Room, Typed, align};
use super::analyze::{GramSort, grams};
use super::query::{Prepared, TokenSort};
use crate::model::{Mark, Route};
use crate::text::fold::{Folded, fold, is_han};

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
    ranges(&folded, &hit)
}

/// Ranges of bytes in a question whose characters were spelled in letters, or, where the hit came that way, for which
/// characters were typed that sound alike, look alike or leave others out.
pub fn heard_marks(text: &str, prepared: &Prepared, route: Route) -> Vec<Mark> {
    let by_likeness = matches!(route, Route::Sound | Route::Shape | Route::Order);
    if prepared.runs.is_empty() && !by_likeness {
        return Vec::new();
    }
    let folded = fold(text);
    let heard = Heard::new(&folded.chars);
    let mut room = Room::default();
    let mut hit = vec![false; folded.chars.len()];
    let mut set = |at: usize| hit.get_mut(at).into_iter().for_each(|h| *h = true);
    for run in &prepared.runs {
        let Some(found) = align(&Typed::new(&run.typed), &heard, true, false, &mut room) else { continue };
        // A word typed for itself is not torn into first letters unless the hit was found by them.
        let torn = found.steps.iter().any(|s| s.how == How::Initial)
            && route == Route::Text
            && !run.typed.iter().any(|c| is_han(*c));
        if found.used * 10 >= run.typed.len() * 7 && !torn {
            found.steps.iter().for_each(|step| set(step.at));
        }
    }
    if by_likeness {
        let says = |at: usize, c: char| is_han(c) && prepared.content.get(at) == Some(&true);
        let mut run: Vec<char> = Vec::new();
        let chars = prepared.folded.iter().enumerate().map(|(at, &c)| says(at, c).then_some(c));
        for c in chars.chain([None]) {
            match c {
                Some(c) => run.push(c),
                None => {
                    if run.len() > 1
                        && let Some(found) = align(&Typed::new(&run), &heard, true, true, &mut room)
                    {
                        found.steps.iter().for_each(|step| set(step.at));
                    }
                    run.clear();
                }
            }
        }
    }
    ranges(&folded, &hit)
}

/// Two lists of marks in order as one.
pub fn merged(mut marks: Vec<Mark>, more: Vec<Mark>) -> Vec<Mark> {
    if more.is_empty() {
        return marks;
    }
    marks.extend(more);
    marks.sort_by_key(|mark| mark.start);
    let mut out: Vec<Mark> = Vec::new();
    for mark in marks {
        match out.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => out.push(mark),
        }
    }
    out
}

/// The places that were hit, joined where they touch, in the source.
fn ranges(folded: &Folded, hit: &[bool]) -> Vec<Mark> {
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

    fn heard<'t>(text: &'t str, query: &str, route: Route) -> Vec<&'t str> {
        heard_marks(text, &Prepared::new(query), route).into_iter().filter_map(|r| text.get(r)).collect()
    }

    #[test]
    fn letters_mark_the_characters_that_they_spell() {
        assert_eq!(heard("怎么訂流量包？", "liuliangbao", Route::Pinyin), ["流量包"]);
        assert_eq!(heard("怎么订流量包", "llb", Route::Initials), ["流量包"]);
        assert_eq!(heard("怎么订流量包", "流量b", Route::Text), ["流量包"]);
        assert_eq!(heard("安排票务", "app", Route::Text), Vec::<&str>::new());
        assert_eq!(heard("浙江用户携号转网", "浙将", Route::Sound), ["浙江"]);
        assert_eq!(heard("携号转网", "携转", Route::Order), ["携", "转"]);
        assert_eq!(heard("携号转网", "携转", Route::Text), Vec::<&str>::new());
    }

    #[test]
    fn marks_merge_in_order() {
        assert_eq!(merged(vec![0..2, 6..8], vec![2..4, 7..9]), [0..4, 6..9]);
    }

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
