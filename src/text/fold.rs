//! Folds text so that what people mean to be equal compares equal: NFKC, lower case, full width to half width,
//! Traditional to Simplified characters.

use std::sync::atomic::{AtomicU32, Ordering};

use unicode_normalization::UnicodeNormalization as _;

use super::clean::is_harmful;

/// A folded text that remembers where each of its chars came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The folded chars.
    pub chars: Vec<char>,
    /// For each folded char the byte range in the source that it came from.
    origin: Vec<(u32, u32)>,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// The bytes of the source from which the folded chars `from..to` came; `None` for an empty or impossible range.
    pub fn source_range(&self, from: usize, to: usize) -> Option<std::ops::Range<usize>> {
        let first = self.origin.get(from)?;
        let last = self.origin.get(to.checked_sub(1)?)?;
        (from < to).then_some(first.0 as usize..last.1 as usize)
    }
}

/// Folds a text and keeps the way back, for marking.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    for (at, c) in text.char_indices() {
        let range = (as_u32(at), as_u32(at + c.len_utf8()));
        each_folded(c, |f| {
            folded.chars.push(f);
            folded.origin.push(range);
        });
    }
    folded
}

/// Folds a text into chars, without the way back.
pub fn fold_chars(text: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len() / 2);
    for c in text.chars() {
        each_folded(c, |f| out.push(f));
    }
    out
}

/// Whether a text is written in Traditional characters: one of them that is not Simplified too is enough.
pub fn is_traditional(text: &str) -> bool {
    text.chars().any(|c| is_han(c) && simplify(c) != c)
}

/// Folds a text without the way back.
pub fn fold_str(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        each_folded(c, |f| out.push(f));
    }
    out
}

fn as_u32(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Folding goes char by char so that the way back stays exact; composition across chars is not needed for
/// Chinese and costs Latin accents nothing but their mark, which is dropped.
fn each_folded(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        if !is_harmful(c) {
            push(c.to_ascii_lowercase());
        }
        return;
    }
    if is_harmful(c) {
        return;
    }
    if is_han(c) {
        push(simplify(c));
        return;
    }
    for n in std::iter::once(c).nfkc() {
        if is_mark(n) {
            continue;
        }
        for l in n.to_lowercase() {
            // NFKD of é is e and an accent; only the letter is kept.
            let base = std::iter::once(l).nfd().next().unwrap_or(l);
            if !is_mark(base) {
                push(if is_han(base) { simplify(base) } else { base });
            }
        }
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a char is a Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Whether a char belongs to a word: a letter, a digit, a Chinese character. As `char::is_alphanumeric`, which looks long
/// for a Chinese one.
pub fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_han(c) || c.is_alphanumeric() }
}

/// The Simplified character for a Traditional one; every other char as it is.
fn simplify(c: char) -> char {
    /// The block of the common characters. A character is looked up in the table once and kept: the look-up makes a
    /// string, and an index of 100 MB asks forty million times.
    const FIRST: u32 = 0x4e00;
    const COUNT: usize = 0xa000 - 0x4e00;
    static KEPT: [AtomicU32; COUNT] = [const { AtomicU32::new(0) }; COUNT];
    let place = u32::from(c).checked_sub(FIRST).and_then(|at| usize::try_from(at).ok());
    let Some(slot) = place.and_then(|at| KEPT.get(at)) else { return simplified(c) };
    match char::from_u32(slot.load(Ordering::Relaxed)) {
        Some(kept) if kept != '\0' => kept,
        _ => {
            let simple = simplified(c);
            slot.store(u32::from(simple), Ordering::Relaxed);
            simple
        }
    }
}

fn simplified(c: char) -> char {
    let mut buffer = [0; 4];
    fast2s::convert(c.encode_utf8(&mut buffer)).chars().next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn widths_cases_and_scripts_fold() {
        assert_eq!(fold_str("５Ｇ套餐 ＡＰＰ"), "5g套餐 app");
        assert_eq!(fold_str("寬頻斷線"), "宽频断线");
        assert_eq!(fold_str("①ﬁé"), "1fie");
        assert_eq!(fold_str("退\u{200b}款"), "退款");
    }

    #[test]
    fn what_is_kept_is_what_the_table_says() {
        for c in ('\u{4e00}'..='\u{9fff}').chain(['\u{3400}', '〇', '\u{a000}']) {
            assert_eq!(simplify(c), simplified(c));
            assert_eq!(simplify(c), simplified(c), "again");
        }
    }

    #[test]
    fn the_way_back_is_exact() {
        let text = "A①寬頻";
        let folded = fold(text);
        assert_eq!(folded.text(), "a1宽频");
        assert_eq!(folded.source_range(2, 4).and_then(|r| text.get(r)), Some("寬頻"));
        assert_eq!(folded.source_range(1, 2).and_then(|r| text.get(r)), Some("①"));
        assert_eq!(folded.source_range(1, 1), None);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold_str(&text);
            prop_assert_eq!(fold_str(&once), once);
        }

        #[test]
        fn origins_lie_on_char_boundaries(text in ".{0,40}") {
            let folded = fold(&text);
            for i in 0..folded.chars.len() {
                let range = folded.source_range(i, i + 1).expect("in range");
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
