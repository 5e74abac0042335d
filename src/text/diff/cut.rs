//! The units by which texts are compared: lines, sentences, words.

use std::ops::Range;

use crate::text::facts::facts;

/// How a text is cut into units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    Lines,
    Sentences,
    Words,
}

/// A unit of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its bytes.
    pub(super) at: Range<usize>,
    pub(super) sort: Sort,
}

/// What a unit is; lines and sentences are words here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A fact, or a word of Latin letters and digits.
    Word,
    /// One character of a language written without spaces.
    Character,
    /// Punctuation that parts nothing: brackets, quotes, signs.
    Sign,
    /// White space in a line.
    Space,
    /// Punctuation that ends a clause or a sentence.
    Stop,
    /// A line end.
    Line,
}

impl Cut {
    /// The next smaller cut.
    pub(super) fn finer(self) -> Option<Cut> {
        match self {
            Cut::Lines => Some(Cut::Sentences),
            Cut::Sentences => Some(Cut::Words),
            Cut::Words => None,
        }
    }

    /// The units of a text, in order and without a gap.
    pub(super) fn units(self, text: &str) -> Vec<Unit> {
        match self {
            Cut::Lines => behind(text, |c| c == '\n'),
            Cut::Sentences => {
                behind(text, |c| matches!(c, '\n' | '。' | '！' | '？' | '；' | '!' | '?' | ';' | '|'))
            }
            Cut::Words => words(text),
        }
    }
}

/// Cuts behind runs of the chars that end a unit.
fn behind(text: &str, ends: impl Fn(char) -> bool) -> Vec<Unit> {
    let mut units = Vec::new();
    let (mut from, mut ended) = (0, false);
    for (at, c) in text.char_indices() {
        let end = ends(c);
        if ended && !end {
            units.push(Unit { at: from..at, sort: Sort::Word });
            from = at;
        }
        ended = end;
        // Blank lines part paragraphs: each line end is a unit of its own.
        if c == '\n' {
            units.push(Unit { at: from..at + 1, sort: Sort::Word });
            (from, ended) = (at + 1, false);
        }
    }
    if from < text.len() {
        units.push(Unit { at: from..text.len(), sort: Sort::Word });
    }
    units
}

fn words(text: &str) -> Vec<Unit> {
    let mut facts = facts(text).into_iter().map(|fact| fact.at).filter(|at| !at.is_empty()).peekable();
    let mut units: Vec<Unit> = Vec::new();
    let mut fact_end = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if at < fact_end {
            continue;
        }
        while facts.next_if(|fact| fact.start < at).is_some() {}
        if let Some(fact) = facts.next_if(|fact| fact.start == at) {
            fact_end = fact.end;
            units.push(Unit { at: fact, sort: Sort::Word });
            continue;
        }
        let sort = sort(c);
        match units.last_mut() {
            // A word goes on, white space too; what follows a fact is not of it.
            Some(last) if last.sort == sort && last.at.end > fact_end && goes_on(sort) => last.at.end = end,
            // A character goes on with what is laid over it.
            Some(last) if is_laid_over(c) => last.at.end = end,
            _ => units.push(Unit { at: at..end, sort }),
        }
    }
    units
}

fn goes_on(sort: Sort) -> bool {
    matches!(sort, Sort::Word | Sort::Space)
}

fn sort(c: char) -> Sort {
    match c {
        '\n' => Sort::Line,
        '，' | '。' | '！' | '？' | '；' | '：' | '、' | ',' | ';' | ':' | '!' | '?' | '|' => {
            Sort::Stop
        }
        c if c.is_whitespace() => Sort::Space,
        c if c.is_alphanumeric()
            && (c < '\u{2e80}' || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')) =>
        {
            Sort::Word
        }
        c if c.is_alphanumeric() => Sort::Character,
        _ => Sort::Sign,
    }
}

/// Joiners, variation selectors, combining marks and skin tones: a hunk must not begin with one.
fn is_laid_over(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(how: Cut, text: &str) -> Vec<&str> {
        how.units(text).into_iter().map(|unit| &text[unit.at]).collect()
    }

    #[test]
    fn words_are_facts_latin_words_and_characters() {
        assert_eq!(
            cut(Cut::Words, "月费15元，App限2026年1月1日前  办\n"),
            ["月", "费", "15元", "，", "App", "限", "2026年1月1日", "前", "  ", "办", "\n"]
        );
        assert_eq!(cut(Cut::Words, "59元30GB用VoLTE2"), ["59元", "30GB", "用", "VoLTE2"]);
        assert_eq!(cut(Cut::Words, "好👍🏽e\u{301}"), ["好", "👍🏽", "e\u{301}"]);
    }

    #[test]
    fn lines_and_sentences_keep_their_ends() {
        assert_eq!(cut(Cut::Lines, "甲。乙\n\n丙"), ["甲。乙\n", "\n", "丙"]);
        assert_eq!(cut(Cut::Sentences, "甲。乙！？丙\n丁；"), ["甲。", "乙！？", "丙\n", "丁；"]);
        assert_eq!(cut(Cut::Sentences, "|甲|乙|"), ["|", "甲|", "乙|"]);
    }
}
