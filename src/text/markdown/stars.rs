//! Two stars around Chinese punctuation. CommonMark (rule 7 of its section 6.2) knows only languages with spaces: in
//! `**说明：**请` the second pair stands between punctuation and a letter and would end no emphasis.

use std::borrow::Cow;

/// Put inside of a pair it is neither a space nor punctuation; a character that no text may have (Unicode 23.7).
const PROP: char = '\u{fdd0}';

/// The source with something for its stars to lean on, where a line has them in pairs.
pub(super) fn leaning(source: &str) -> Cow<'_, str> {
    if !source.contains("**") {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len() + 32);
    for line in source.split_inclusive('\n') {
        let places: Vec<usize> = pairs(line).collect();
        if places.len() % 2 == 1 || !places.chunks(2).all(|pair| is_around_words(line, pair)) {
            out.push_str(line);
            continue;
        }
        let mut done = 0;
        for (number, at) in places.into_iter().enumerate() {
            out.push_str(line.get(done..at).unwrap_or_default());
            if number % 2 == 0 {
                out.push_str("**");
                out.push(PROP);
            } else {
                out.push(PROP);
                out.push_str("**");
            }
            done = at + 2;
        }
        out.push_str(line.get(done..).unwrap_or_default());
    }
    Cow::Owned(out)
}

/// A text without what was put in.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    if text.contains(PROP) { Cow::Owned(text.replace(PROP, "")) } else { Cow::Borrowed(text) }
}

/// Where two stars stand, not more, and not escaped: 138****1234 is a masked number.
fn pairs(line: &str) -> impl Iterator<Item = usize> {
    let is = |at: usize, byte: u8| line.as_bytes().get(at) == Some(&byte);
    let alone = move |at: &usize| {
        let before = at.checked_sub(1);
        !is(at + 2, b'*') && !before.is_some_and(|before| is(before, b'*') || is(before, b'\\'))
    };
    line.match_indices("**").map(|(at, _)| at).filter(alone)
}

/// Whether the words between two pairs touch both.
fn is_around_words(line: &str, pair: &[usize]) -> bool {
    let &[from, to] = pair else { return false };
    let inner = line.get(from + 2..to).unwrap_or_default();
    !inner.is_empty() && !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use crate::text::markdown::{Block, parse, plain};

    #[test]
    fn stars_around_chinese_punctuation_are_emphasis() {
        let said = |source: &str| {
            let blocks = parse(source);
            let [Block::Paragraph(spans)] = blocks.as_slice() else { panic!("{source} {blocks:?}") };
            spans
                .iter()
                .map(|s| if s.strong { format!("[{}]", s.text) } else { s.text.clone() })
                .collect::<String>()
        };
        for (source, want) in [
            ("**说明：**请留意**“费用”**。", "[说明：]请留意[“费用”]。"),
            ("先看**费用。**再办", "先看[费用。]再办"),
            ("**“费用”**是多少", "[“费用”]是多少"),
            ("月费**59元**起", "月费[59元]起"),
            ("138****1234和**一半", "138****1234和**一半"),
            ("138****1234和**重点：**请看", "138****1234和[重点：]请看"),
            ("a ** b ** c", "a ** b ** c"),
            ("\\*\\*说明：\\*\\*请", "**说明：**请"),
            ("`**`说明`**`", "**说明**"),
            ("**前一行\n后一行**", "[前一行后一行]"),
        ] {
            assert_eq!(said(source), want, "{source}");
        }
        let Some(Block::Code(code)) = parse("```\n**甲：**乙\n```").pop() else { panic!() };
        assert_eq!(code, "**甲：**乙");
        let Some(Block::Table { rows, .. }) = parse("|a|b|\n|-|-|\n|**甲。**乙|**丙**|").pop() else {
            panic!()
        };
        assert_eq!(rows[0].iter().map(|cell| plain(cell)).collect::<Vec<_>>(), ["甲。乙", "丙"]);
    }
}
