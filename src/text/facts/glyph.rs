//! Text as the recognisers read it: full width as half width, the Traditional characters of numbers and units as
//! Simplified ones, without invisible characters and Markdown's `**`; each glyph knows its bytes.

use std::ops::Range;

use super::super::clean::is_harmful;

/// One character to read and the bytes it stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) c: char,
    at: usize,
    end: usize,
}

/// The glyphs of a text. Line ends are `\n`, all other white space is a space.
pub(super) fn glyphs(text: &str) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(text.len() / 2);
    let mut chars = text.char_indices().peekable();
    while let Some((at, raw)) = chars.next() {
        let mut end = at + raw.len_utf8();
        let c = match raw {
            '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => continue,
            '\r' | '\n' => '\n',
            '*' => {
                let mut stars = 1;
                while let Some((star, _)) = chars.next_if(|(_, next)| *next == '*') {
                    stars += 1;
                    end = star + 1;
                }
                let inside = out.last().is_some_and(|g| g.c.is_ascii_digit())
                    && chars.peek().is_some_and(|(_, next)| folded(*next).is_ascii_digit());
                // Emphasis says nothing; 138****5678 is a masked number, and 7*24 a product.
                if matches!(stars, 2 | 3) && !inside {
                    continue;
                }
                '*'
            }
            c if is_harmful(c) => continue,
            c => folded(c),
        };
        out.push(Glyph { c, at, end });
    }
    out
}

/// The comma stays full width: `30GB，200分钟` groups no digits.
fn folded(c: char) -> char {
    match c {
        '，' | '｜' => c,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '￥' => '¥',
        '\t' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '─' | '━' => '-',
        '〜' | '∼' | '˜' => '~',
        '〇' | '○' => '零',
        '兩' => '两',
        '貳' => '贰',
        '參' | '叄' => '叁',
        '陸' => '陆',
        '萬' => '万',
        '億' => '亿',
        '幺' => '一',
        '塊' => '块',
        '錢' => '钱',
        '個' => '个',
        '點' => '点',
        '時' => '时',
        '鐘' => '钟',
        '號' => '号',
        '週' => '周',
        '張' => '张',
        '臺' => '台',
        '條' => '条',
        '筆' => '笔',
        '單' => '单',
        '內' => '内',
        '後' => '后',
        '過' => '过',
        '撥' => '拨',
        '熱' => '热',
        '線' => '线',
        '電' => '电',
        '話' => '话',
        '價' => '价',
        '對' => '对',
        '戶' => '户',
        '約' => '约',
        '滿' => '满',
        '歲' => '岁',
        '華' => '华',
        '幣' => '币',
        '業' => '业',
        '從' => '从',
        '發' => '发',
        '聯' => '联',
        '係' => '系',
        '詢' => '询',
        other => other,
    }
}

/// A line, or a cell, of glyphs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a>(&'a [Glyph]);

impl<'a> Line<'a> {
    pub(super) fn new(glyphs: &'a [Glyph]) -> Self {
        Line(glyphs)
    }

    pub(super) fn len(self) -> usize {
        self.0.len()
    }

    pub(super) fn get(self, at: usize) -> Option<char> {
        self.0.get(at).map(|g| g.c)
    }

    /// The glyph before a place.
    pub(super) fn before(self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    pub(super) fn is(self, at: usize, wanted: impl Fn(char) -> bool) -> bool {
        self.get(at).is_some_and(wanted)
    }

    pub(super) fn is_digit(self, at: usize) -> bool {
        self.is(at, |c| c.is_ascii_digit())
    }

    /// The end of a word that begins here; Latin letters in any case.
    pub(super) fn word(self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for c in word.chars() {
            if !self.get(end)?.eq_ignore_ascii_case(&c) {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The longest of some words that begins here, by its end.
    pub(super) fn any(self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().filter_map(|w| self.word(at, w)).max()
    }

    /// The beginning of a word that ends here.
    pub(super) fn word_back(self, end: usize, word: &str) -> Option<usize> {
        // Nearly all of what is asked ends otherwise.
        let last = word.chars().next_back()?;
        self.before(end).filter(|c| c.eq_ignore_ascii_case(&last))?;
        let from = end.checked_sub(word.chars().count())?;
        self.word(from, word).map(|_| from)
    }

    /// Whether one of some words ends here.
    pub(super) fn any_back(self, end: usize, words: &[&str]) -> bool {
        words.iter().any(|w| self.word_back(end, w).is_some())
    }

    /// Steps over up to two spaces.
    pub(super) fn gap(self, at: usize) -> usize {
        let spaces = (0..2).take_while(|n| self.get(at + n) == Some(' ')).count();
        at + spaces
    }

    /// Steps back over up to two spaces.
    pub(super) fn gap_back(self, at: usize) -> usize {
        let spaces = (1..=2).take_while(|n| at >= *n && self.get(at - n) == Some(' ')).count();
        at - spaces
    }

    /// Steps over what fits, at most `most` glyphs.
    pub(super) fn run(self, at: usize, most: usize, fits: impl Fn(char) -> bool) -> usize {
        at + (0..most).take_while(|n| self.is(at + n, &fits)).count()
    }

    /// Steps back over what fits, at most `most` glyphs.
    pub(super) fn run_back(self, at: usize, most: usize, fits: impl Fn(char) -> bool) -> usize {
        let most = most.min(at);
        at - (1..=most).take_while(|n| self.is(at - n, &fits)).count()
    }

    /// Whether the raw text has plain ASCII here.
    pub(super) fn is_raw(self, at: usize) -> bool {
        self.0.get(at).is_some_and(|g| g.end - g.at == 1)
    }

    /// As `run`, over plain ASCII only.
    pub(super) fn run_raw(self, at: usize, most: usize, fits: impl Fn(char) -> bool) -> usize {
        at + (0..most).take_while(|n| self.is_raw(at + n) && self.is(at + n, &fits)).count()
    }

    pub(super) fn text(self, from: usize, to: usize) -> String {
        self.0.get(from..to).unwrap_or_default().iter().map(|g| g.c).collect()
    }

    /// The part of a line.
    pub(super) fn part(self, from: usize, to: usize) -> Line<'a> {
        Line(self.0.get(from..to).unwrap_or_default())
    }

    /// The bytes of the raw text behind the glyphs `from..to`.
    pub(super) fn bytes(self, from: usize, to: usize) -> Option<Range<usize>> {
        let last = to.checked_sub(1)?;
        Some(self.0.get(from)?.at..self.0.get(last)?.end)
    }
}
