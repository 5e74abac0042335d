//! One text of an article, folded for looking words up, with the way back to its bytes.

use std::ops::Range;

use crate::customer::finding::Part;
use crate::text::fold::{Folded, fold, is_han, is_word};

/// Stands where the text is an address, a tag or a variable: no word, no end of a clause.
const HIDDEN: char = '\u{1}';

/// Longest tag or address in chars that is hidden; what is longer is text.
const MAX_HIDDEN_CHARS: usize = 400;

/// A text of an article. Offsets are chars of the folded text unless a name says bytes.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    /// Which text of the article it is.
    pub part: Part,
    /// As it is written.
    pub raw: &'a str,
    /// Folded, spaces between Chinese and Latin left out, addresses, tags and variables hidden.
    pub chars: Vec<char>,
    folded: Folded,
    /// For each char its place in `folded`.
    places: Vec<u32>,
    /// The chars as UTF-8.
    pub text: String,
    /// For each char the byte of `text` at which it begins, and the end.
    starts: Vec<u32>,
}

impl<'a> Passage<'a> {
    pub fn new(part: Part, raw: &'a str) -> Passage<'a> {
        let folded = fold(raw);
        let mut chars = Vec::with_capacity(folded.chars.len());
        let mut places = Vec::with_capacity(folded.chars.len());
        for (at, &c) in folded.chars.iter().enumerate() {
            if c == ' ' && is_gap(chars.last(), folded.chars.get(at + 1)) {
                continue;
            }
            chars.push(c);
            places.push(as_u32(at));
        }
        hide(&mut chars);
        let mut text = String::with_capacity(raw.len());
        let mut starts = Vec::with_capacity(chars.len() + 1);
        for &c in &chars {
            starts.push(as_u32(text.len()));
            text.push(c);
        }
        starts.push(as_u32(text.len()));
        Passage { part, raw, chars, folded, places, text, starts }
    }

    /// The char that begins at a byte of [`Passage::text`].
    pub fn char_at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| (*start as usize) < byte)
    }

    /// The bytes of the raw text from which some chars came.
    pub fn bytes(&self, chars: &Range<usize>) -> Range<usize> {
        let from = self.places.get(chars.start).map(|at| *at as usize);
        let to = chars.end.checked_sub(1).and_then(|last| self.places.get(last)).map(|at| *at as usize + 1);
        from.zip(to).and_then(|(from, to)| self.folded.source_range(from, to)).unwrap_or(0..0)
    }

    /// The char that came from a byte of the raw text, or the next one behind it.
    pub fn char_of_byte(&self, byte: usize) -> usize {
        let (mut low, mut high) = (0, self.chars.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.bytes(&(middle..middle + 1)).end <= byte {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// The raw text of some chars.
    pub fn slice(&self, chars: &Range<usize>) -> &'a str {
        self.raw.get(self.bytes(chars)).unwrap_or_default()
    }

    /// The char at a place.
    pub fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Whether an address, a tag or a variable stands at a place.
    pub fn is_hidden(&self, at: usize) -> bool {
        self.get(at) == Some(HIDDEN)
    }

    /// The char before a place.
    pub fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    /// Where the clause around a place begins: behind the last comma or full stop, at most `most` chars before.
    pub fn clause_start(&self, at: usize, most: usize) -> usize {
        self.back(at, most, |c, at| ends_clause(c) && !self.is_in_number(at))
    }

    /// Where the clause around a place ends: before the next comma or full stop, at most `most` chars behind.
    pub fn clause_end(&self, at: usize, most: usize) -> usize {
        self.ahead(at, most, |c, at| ends_clause(c) && !self.is_in_number(at))
    }

    /// Where the sentence around a place begins, at most `most` chars before.
    pub fn sentence_start(&self, at: usize, most: usize) -> usize {
        self.back(at, most, |c, _| ends_sentence(c))
    }

    /// Where the sentence around a place ends, at most `most` chars behind.
    pub fn sentence_end(&self, at: usize, most: usize) -> usize {
        self.ahead(at, most, |c, _| ends_sentence(c))
    }

    /// Where the line around a place begins, at most 400 chars before.
    pub fn line_start(&self, at: usize) -> usize {
        self.back(at, 400, |c, _| c == '\n')
    }

    fn back(&self, at: usize, most: usize, is_end: impl Fn(char, usize) -> bool) -> usize {
        let floor = at.saturating_sub(most);
        (floor..at).rev().find(|&i| self.get(i).is_some_and(|c| is_end(c, i))).map_or(floor, |i| i + 1)
    }

    fn ahead(&self, at: usize, most: usize, is_end: impl Fn(char, usize) -> bool) -> usize {
        let ceiling = self.chars.len().min(at.saturating_add(most));
        (at..ceiling).find(|&i| self.get(i).is_some_and(|c| is_end(c, i))).unwrap_or(ceiling)
    }

    /// Whether a comma or colon stands between two digits.
    fn is_in_number(&self, at: usize) -> bool {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        is_digit(self.before(at)) && is_digit(self.get(at + 1))
    }

    /// Whether a word could begin or end here without cutting a Latin one in two.
    pub fn is_whole(&self, chars: &Range<usize>) -> bool {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !(latin(self.get(chars.start)) && latin(self.before(chars.start))
            || latin(self.before(chars.end)) && latin(self.get(chars.end)))
    }

    /// The end of the run of chars from a place.
    pub fn run(&self, at: usize, most: usize, is_in: impl Fn(char) -> bool) -> usize {
        self.ahead(at, most, |c, _| !is_in(c))
    }
}

/// Whether a space here only parts Chinese from Latin.
fn is_gap(before: Option<&char>, behind: Option<&char>) -> bool {
    let wide = |c: &char| is_han(*c) || matches!(c, '〔' | '〕' | '【' | '】' | '“' | '”' | '：' | '。');
    let latin = |c: &char| c.is_ascii_alphanumeric();
    match (before, behind) {
        (Some(a), Some(b)) => wide(a) && latin(b) || latin(a) && wide(b),
        _ => false,
    }
}

/// Whether a char ends a sentence, or stands where one must end.
pub(super) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | ';' | '\n' | '|')
}

fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, ',' | ':' | '…' | '—')
}

/// Hides what is no text for a reader: addresses, targets of links, tags, variables.
fn hide(chars: &mut [char]) {
    let mut at = 0;
    while at < chars.len() {
        let rest = chars.get(at..).unwrap_or_default();
        let length = match rest.first() {
            Some('h' | 'w') => address(rest, at.checked_sub(1).and_then(|i| chars.get(i))),
            Some(']') if rest.get(1) == Some(&'(') => closed(rest, 2, ')').map(|end| (2, end)),
            Some('{') if rest.get(1) == Some(&'{') => closed(rest, 2, '}').map(|end| (2, end)),
            Some('<') if rest.get(1).is_some_and(|c| c.is_ascii_alphabetic() || *c == '/') => {
                closed(rest, 1, '>').map(|end| (1, end))
            }
            _ => None,
        };
        let Some((from, to)) = length else {
            at += 1;
            continue;
        };
        for c in chars.iter_mut().take(at + to).skip(at + from) {
            *c = HIDDEN;
        }
        at += to.max(1);
    }
}

/// An address at the beginning: what of it is hidden.
fn address(rest: &[char], before: Option<&char>) -> Option<(usize, usize)> {
    let begins = |word: &str| word.chars().zip(rest).filter(|(a, b)| a == *b).count() == word.len();
    if before.is_some_and(char::is_ascii_alphanumeric)
        || !(begins("http://") || begins("https://") || begins("www."))
    {
        return None;
    }
    let is_in = |c: &&char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | ')' | ']' | '|');
    Some((0, rest.iter().take(MAX_HIDDEN_CHARS * 4).take_while(is_in).count()))
}

/// The place of the closing char, in the same line.
fn closed(rest: &[char], from: usize, close: char) -> Option<usize> {
    let found = rest.iter().take(MAX_HIDDEN_CHARS).skip(from).position(|c| *c == close || *c == '\n')? + from;
    (rest.get(found) == Some(&close)).then_some(found)
}

/// A text folded for comparing whole questions: letters, digits and Chinese characters only.
pub(super) fn bare(text: &str) -> String {
    fold(text).chars.into_iter().filter(|c| is_word(*c)).collect()
}

fn as_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(raw: &str) -> Passage<'_> {
        Passage::new(Part::Question, raw)
    }

    #[test]
    fn a_word_is_found_across_the_space_between_scripts_and_leads_back() {
        let p = passage("请拨分机 8021。");
        assert_eq!(p.text, "请拨分机8021。");
        let at = p.text.find("分机8021").unwrap();
        let chars = p.char_at(at)..p.char_at(at + "分机8021".len());
        assert_eq!(p.slice(&chars), "分机 8021");
    }

    #[test]
    fn addresses_tags_and_variables_are_no_words() {
        for raw in
            ["https://yf.example/onu", "[点我](crm/onu)", "{{onu}}", "<a href=\"onu\">", "www.onu.example"]
        {
            assert!(!passage(raw).text.contains("onu"), "{raw}");
        }
        for raw in ["onu", "{{onu", "[点我](onu", "< onu >", "httponu"] {
            assert!(passage(raw).text.contains("onu"), "{raw}");
        }
    }

    #[test]
    fn a_clause_ends_at_a_comma_but_not_inside_a_number() {
        let p = passage("您好，月费1,200元，可退。");
        assert_eq!(p.slice(&(p.clause_start(6, 40)..p.clause_end(6, 40))), "月费1,200元");
    }
}
