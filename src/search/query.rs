//! What an agent typed, cut into what the index can be asked.

use std::ops::Range;

use super::analyze::{GramSort, LatinWords, grams};
use crate::text::filler::{Weakness, weak};
use crate::text::fold::{fold_chars, is_han, is_traditional, is_word};
use crate::text::number::{Number, numbers};
use crate::text::pinyin::pieces;
use crate::text::taiwan::{reworded, rewordings};

/// So many chars of a query are looked at; the rest is cut and said so. A spoken sentence has fewer.
pub const LONGEST_CHARS: usize = 200;

/// One thing to look up, and where it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The folded token.
    pub text: String,
    /// What it is.
    pub sort: TokenSort,
    /// Where it stands in the prepared query, in chars.
    pub at: Range<usize>,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenSort {
    /// One Chinese character.
    One,
    /// Two neighbouring Chinese characters, or the stems of two neighbouring Latin words.
    Two,
    /// A Latin word, or digits.
    Latin,
    /// The stem of an English word.
    Stem,
    /// A number that was written otherwise.
    Number,
}

/// A query, folded and cut into tokens, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prepared {
    /// The folded text, Taiwan wording replaced where the query is written in Traditional characters.
    pub folded: Vec<char>,
    /// For each char whether it says something: no space, no punctuation, no filler.
    pub content: Vec<bool>,
    /// For each char whether it belongs to a word that asks: 怎么, 为什么.
    pub asking: Vec<bool>,
    /// What to look up.
    pub tokens: Vec<Token>,
    /// Mainland words for what Taiwan calls otherwise, looked up beside what was typed.
    pub rewordings: Vec<(Range<usize>, Vec<&'static str>)>,
    /// Runs that hold letters, which may be pinyin or initials.
    pub runs: Vec<Run>,
    /// The last Latin word, when the query ends in it: it may be unfinished.
    pub unfinished: Option<String>,
    /// Whether something was cut off.
    pub was_cut: bool,
}

/// A run of typed characters with letters in it; spaces between syllables are taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub typed: Vec<char>,
    /// Where each of them stands in the prepared query.
    pub places: Vec<usize>,
}

impl Run {
    /// The stretches of letters and digits in it.
    pub fn letters(&self) -> Vec<String> {
        self.typed
            .split(|c| is_han(*c))
            .filter(|stretch| stretch.iter().any(char::is_ascii_lowercase))
            .map(|stretch| stretch.iter().filter(|c| c.is_ascii_alphanumeric()).collect())
            .collect()
    }
}

impl Prepared {
    /// Prepares what was typed.
    pub fn new(text: &str) -> Prepared {
        let trimmed = text.trim();
        let was_cut = trimmed.chars().nth(LONGEST_CHARS).is_some();
        let cut: String = trimmed.chars().take(LONGEST_CHARS).collect();
        let mut folded = fold_chars(&cut);
        // Again: folding takes invisible characters away, behind which there may be spaces.
        while folded.last().is_some_and(|c| c.is_whitespace()) {
            folded.pop();
        }
        folded.drain(..folded.iter().take_while(|c| c.is_whitespace()).count());
        folded = in_digits(folded);
        let traditional = is_traditional(&cut);
        let mut prepared = Prepared { was_cut, ..Prepared::default() };
        let found = rewordings(&folded, traditional);
        if traditional {
            folded = reworded(&folded, &found);
        } else {
            prepared.rewordings = found.into_iter().map(|r| (r.at, r.mainland)).collect();
        }
        prepared.weigh_chars(&folded);
        prepared.cut_tokens(&folded);
        prepared.runs = runs(&folded);
        prepared.folded = folded;
        prepared
    }

    fn weigh_chars(&mut self, folded: &[char]) {
        self.content = folded.iter().map(|c| is_word(*c)).collect();
        self.asking = vec![false; folded.len()];
        let set = |list: &mut [bool], range: Range<usize>, value| {
            range.for_each(|at| {
                if let Some(slot) = list.get_mut(at) {
                    *slot = value;
                }
            });
        };
        for (range, weakness) in weak(folded) {
            match weakness {
                Weakness::Empty => set(&mut self.content, range, false),
                Weakness::Asking => set(&mut self.asking, range, true),
            }
        }
        // A query of nothing but fillers means them.
        if !self.content.contains(&true) {
            self.content = folded.iter().map(|c| is_word(*c)).collect();
        }
    }

    fn cut_tokens(&mut self, folded: &[char]) {
        let mut push = |text: String, sort: TokenSort, at: Range<usize>| {
            if !self.tokens.iter().any(|t| t.text == text && t.sort == sort) {
                self.tokens.push(Token { text, sort, at });
            }
        };
        let all = grams(folded);
        let mut latin = LatinWords::default();
        for gram in &all {
            let Some(token) = folded.get(gram.at.clone()) else { continue };
            let text: String = token.iter().collect();
            let sort = match gram.sort {
                GramSort::One => TokenSort::One,
                GramSort::Two => TokenSort::Two,
                GramSort::Latin => TokenSort::Latin,
            };
            push(text, sort, gram.at.clone());
            if sort == TokenSort::Latin {
                latin.next(&gram.at, token, |extra, at| {
                    let sort = if at == gram.at { TokenSort::Stem } else { TokenSort::Two };
                    push(extra.iter().collect(), sort, at);
                });
            }
        }
        for number in numbers(folded) {
            push(number.digits, TokenSort::Number, number.at);
        }
        self.unfinished = all
            .last()
            .filter(|g| g.sort == GramSort::Latin && g.at.end == folded.len())
            .and_then(|g| folded.get(g.at.clone()))
            .map(|chars| chars.iter().collect());
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// For every Chinese character with a neighbour the runs of two to `longest` that begin there, longest first, with
    /// the place of the first character: what a word may be.
    pub fn words_from(&self, longest: usize) -> Vec<(usize, Vec<String>)> {
        let mut out = Vec::new();
        for at in 0..self.folded.len() {
            let run = self.folded.iter().skip(at).take(longest).take_while(|c| is_han(**c)).count();
            if run >= 2 {
                let words = (2..=run)
                    .rev()
                    .filter_map(|n| Some(self.folded.get(at..at + n)?.iter().collect()))
                    .collect();
                out.push((at, words));
            }
        }
        out
    }
}

/// Chinese numerals that count something, in digits: 五十八块 asks for what 58块 asks for, and pieces of it (五十) for
/// something else. The index knows numbers in texts by their digits, however they are written there.
fn in_digits(folded: Vec<char>) -> Vec<char> {
    let is_numeral = |number: &Number| {
        number.at.len() > 1
            && folded.get(number.at.clone()).is_some_and(|chars| chars.iter().all(|c| is_han(*c)))
    };
    let found: Vec<Number> = numbers(&folded).into_iter().filter(is_numeral).collect();
    if found.is_empty() {
        return folded;
    }
    let mut out = Vec::with_capacity(folded.len());
    let mut at = 0;
    for number in found {
        out.extend(folded.get(at..number.at.start).into_iter().flatten());
        out.extend(number.digits.chars());
        at = number.at.end;
    }
    out.extend(folded.get(at..).into_iter().flatten());
    out
}

/// The runs that hold letters. Syllables typed with spaces between them are one run.
fn runs(folded: &[char]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    for (at, &c) in folded.iter().enumerate() {
        if is_word(c) {
            let run = open.get_or_insert_with(|| Run { typed: Vec::new(), places: Vec::new() });
            run.typed.push(c);
            run.places.push(at);
        } else if let Some(run) = open.take() {
            out.push(run);
        }
    }
    out.extend(open);
    let mut joined: Vec<Run> = Vec::new();
    for run in out {
        // Two words of several syllables each may stand anywhere; single syllables are the pieces of one word.
        let joins = |last: &&mut Run| match (syllables(last), syllables(&run)) {
            (Some(a), Some(b)) => a == 1 || b == 1,
            _ => false,
        };
        match joined.last_mut().filter(joins) {
            Some(last) => {
                last.typed.extend(run.typed);
                last.places.extend(run.places);
            }
            None => joined.push(run),
        }
    }
    joined.into_iter().flat_map(near_letters).collect()
}

/// So many characters beside letters are looked at together with them; what stands farther off speaks for itself.
const BESIDE: usize = 2;

/// The stretches of a run that hold letters, with a few neighbours.
fn near_letters(run: Run) -> Vec<Run> {
    let letter = |at: usize| run.typed.get(at).is_some_and(char::is_ascii_lowercase);
    let near = |at: usize| (at.saturating_sub(BESIDE)..=at + BESIDE).any(letter);
    let mut out: Vec<Run> = Vec::new();
    let mut after = None;
    for (at, (c, place)) in run.typed.iter().zip(&run.places).enumerate().filter(|(at, _)| near(*at)) {
        match out.last_mut().filter(|_| after == Some(at)) {
            Some(last) => {
                last.typed.push(*c);
                last.places.push(*place);
            }
            None => out.push(Run { typed: vec![*c], places: vec![*place] }),
        }
        after = Some(at + 1);
    }
    out
}

/// How many syllables a run spells that is nothing but letters; the last may be unfinished. `None` for all others.
fn syllables(run: &Run) -> Option<usize> {
    if !run.typed.iter().all(char::is_ascii_lowercase) {
        return None;
    }
    let letters: String = run.typed.iter().collect();
    let (best, _) = pieces(&letters);
    let is_spelled = !best.is_empty() && best.iter().all(|p| p.whole || p.to == letters.len());
    is_spelled.then_some(best.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, sort: TokenSort) -> Vec<String> {
        Prepared::new(text).tokens.into_iter().filter(|t| t.sort == sort).map(|t| t.text).collect()
    }

    #[test]
    fn tokens_are_listed_once_by_sort() {
        let text = " 断网断网 LOS灯 apps 五十八块";
        assert_eq!(of(text, TokenSort::One), ["断", "网", "灯", "块"]);
        assert_eq!(of(text, TokenSort::Two), ["断网", "网断", "app 58"]);
        assert_eq!(of(text, TokenSort::Latin), ["los", "apps", "58"]);
        assert_eq!(of(text, TokenSort::Stem), ["app"]);
        assert_eq!(of("12,000元", TokenSort::Number), ["12000"]);
        assert_eq!(Prepared::new("los apps").unfinished.as_deref(), Some("apps"));
    }

    #[test]
    fn taiwan_wording_is_replaced_in_traditional_queries() {
        assert_eq!(Prepared::new("軟體更新").folded, fold_chars("软件更新"));
        assert_eq!(Prepared::new("软体更新").folded, fold_chars("软体更新"));
        assert_eq!(Prepared::new("软体更新").rewordings, [(0..2, vec!["软件"])]);
    }

    #[test]
    fn a_finished_word_is_not_unfinished() {
        assert_eq!(Prepared::new("app怎么下").unfinished, None);
    }

    #[test]
    fn long_queries_are_cut_and_say_so() {
        let p = Prepared::new(&"退".repeat(10_000));
        assert!(p.was_cut);
        assert_eq!(p.folded.len(), LONGEST_CHARS);
        assert!(Prepared::new("，。！?").is_empty());
    }

    #[test]
    fn words_are_the_substrings_longest_first() {
        let p = Prepared::new("宽带断a网");
        assert_eq!(
            p.words_from(4),
            [(0, vec!["宽带断".to_owned(), "宽带".to_owned()]), (1, vec!["带断".to_owned()])]
        );
    }

    #[test]
    fn syllables_with_spaces_are_one_run_and_english_is_not() {
        let typed = |text: &str| -> Vec<String> {
            Prepared::new(text).runs.iter().map(|r| r.typed.iter().collect()).collect()
        };
        assert_eq!(typed("liu liang b"), ["liuliangb"]);
        assert_eq!(typed("chongzhi mima"), ["chongzhi", "mima"]);
        assert_eq!(typed("流量b"), ["流量b"]);
        assert_eq!(typed("怎么订流量b"), ["流量b"]);
        assert_eq!(typed("card declined"), ["card", "declined"]);
        assert_eq!(typed("129 元"), Vec::<String>::new());
    }

    #[test]
    fn fillers_say_nothing_unless_they_are_all_there_is() {
        let p = Prepared::new("请问流量包");
        assert_eq!(p.content, [false, false, true, true, true]);
        assert!(Prepared::new("请问").content.iter().all(|c| *c));
    }
}
