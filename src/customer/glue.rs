//! Where a text must not be cut: inside an address, a word, a number with its unit, short brackets, a variable.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::marker::marker;
use super::variables::places;

/// How fast a char holds on to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hold {
    /// A cut in front of it tears nothing.
    Free,
    /// A cut would tear what is read as one; better not.
    Held,
    /// A cut would tear what is seen as one character.
    Grapheme,
}

/// Signs that tie the letters and digits on both sides of them: times, ranges, codes, names of hosts, post addresses.
const TIES: &str = ":/.,-_~@?&=%#+*'";

/// Signs that tie digits only: between words they are punctuation.
const DIGIT_TIES: &str = "：．，－～–—至到";

/// Units of one character behind a number.
const UNITS: &str =
    "元角分块万亿千百个月日号年天周时秒点兆级档折张条次位人台部路键期岁米份户倍楼层步项款页栋室种%‰℃％";

/// Units of several characters; of those that begin alike the longest is first.
const LONG_UNITS: [&str; 19] = [
    "个工作日",
    "个自然日",
    "个营业日",
    "个小时",
    "个星期",
    "个月",
    "工作日",
    "自然日",
    "小时",
    "分钟",
    "周岁",
    "公里",
    "平方米",
    "万元",
    "亿元",
    "美元",
    "港元",
    "毫秒",
    "号线",
];

/// Units that a date or a time goes on from.
const DATE_UNITS: &str = "年月日时点";

/// Signs that stand at the head of what follows.
const OPENING: &str = "（【《「『“‘([{〔〈¥￥$€第";

/// Signs that stand at the end of what is before; a line does not begin with them.
const CLOSING: &str = "，。！？；：、）】》」』”’…—～·〕〉,.!?;:)]}%％";

/// Brackets and quotes that are kept whole when they are short.
const PAIRS: [(char, char); 8] = [
    ('（', '）'),
    ('【', '】'),
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('〔', '〕'),
    ('(', ')'),
];

/// Most chars between the two signs of a pair that is kept whole.
const MAX_PAIR_CHARS: usize = 16;

/// How fast each char of a text holds on to the one before it.
pub(super) fn glue(text: &str) -> Vec<Hold> {
    let chars: Vec<char> = text.chars().collect();
    let mut glue = Glue { holds: vec![Hold::Free; chars.len()], chars };
    glue.addresses();
    glue.neighbours();
    glue.units();
    glue.pairs();
    glue.markers(text);
    glue.variables(text);
    glue.graphemes(text);
    glue.holds
}

struct Glue {
    chars: Vec<char>,
    holds: Vec<Hold>,
}

impl Glue {
    /// Keeps the chars of a range together.
    fn keep(&mut self, range: Range<usize>) {
        for at in range.skip(1) {
            self.hold(at);
        }
    }

    fn hold(&mut self, at: usize) {
        if let Some(hold) = self.holds.get_mut(at) {
            *hold = Hold::Held.max(*hold);
        }
    }

    fn at(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\0')
    }

    fn starts_with(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.at(at + i) == c)
    }

    /// Web addresses: a stretch of their chars with a scheme or `www.`, less the punctuation behind it.
    fn addresses(&mut self) {
        let mut from = 0;
        while from < self.chars.len() {
            let to = from + self.chars.iter().skip(from).take_while(|c| is_address(**c)).count();
            let has = |word| (from..to).any(|at| self.starts_with(at, word));
            if has("://") || self.starts_with(from, "www.") {
                let tail = (from..to).rev().take_while(|&at| ".,;:!?'".contains(self.at(at))).count();
                self.keep(from..to - tail);
            }
            from = to.max(from + 1);
        }
    }

    /// Words, numbers, and punctuation with what it belongs to.
    fn neighbours(&mut self) {
        for at in 1..self.chars.len() {
            let (before, c, after) = (self.at(at - 1), self.at(at), self.at(at + 1));
            if is_word(before) && is_word(c) {
                self.hold(at);
            }
            let tied = (TIES.contains(c) && is_word(before) && is_word(after))
                || (DIGIT_TIES.contains(c) && is_digit(before) && is_digit(after))
                // 元/月
                || (c == '/' && !before.is_whitespace() && !after.is_whitespace());
            if tied {
                self.hold(at);
                self.hold(at + 1);
            }
            let solid = !before.is_whitespace() && !c.is_whitespace();
            if solid && (OPENING.contains(before) || CLOSING.contains(c)) {
                self.hold(at);
            }
        }
        // Keys such as *100# have their signs outside.
        for at in 1..self.chars.len() {
            let (before, c) = (self.at(at - 1), self.at(at));
            if ("*+-".contains(before) && is_digit(c)) || ("*#+".contains(c) && is_word(before)) {
                self.hold(at);
            }
        }
    }

    /// Numbers with their units, also with a blank between them (`5 GB`), and dates.
    fn units(&mut self) {
        for last in 0..self.chars.len() {
            if !is_digit(self.at(last)) {
                continue;
            }
            let from = last + if self.at(last + 1) == ' ' { 2 } else { 1 };
            let long = LONG_UNITS.iter().find(|unit| self.starts_with(from, unit));
            let length = match long {
                Some(unit) => unit.chars().count(),
                None if UNITS.contains(self.at(from)) || self.at(from).is_ascii_alphabetic() => 1,
                None => continue,
            };
            self.keep(last..from + length);
            if DATE_UNITS.contains(self.at(from)) && is_digit(self.at(from + 1)) {
                self.hold(from + 1);
            }
        }
    }

    /// Short brackets and quotes.
    fn pairs(&mut self) {
        for from in 0..self.chars.len() {
            let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == self.at(from)) else { continue };
            let inner = self.chars.iter().skip(from + 1).take(MAX_PAIR_CHARS + 1);
            let length = inner.take_while(|c| *c != close && **c != '\n').count();
            if self.at(from + 1 + length) == *close {
                self.keep(from..from + length + 2);
            }
        }
    }

    /// The sign of an item with the first char of its text.
    fn markers(&mut self, text: &str) {
        let mut from = 0;
        for line in text.split('\n') {
            let length = line.chars().count();
            if let Some((_, rest)) = marker(line) {
                let indent = line.chars().take_while(|c| c.is_whitespace()).count();
                let rest =
                    line.find(rest).and_then(|at| line.get(..at)).map_or(0, |head| head.chars().count());
                self.keep(from + indent..from + rest + 1);
            }
            from += length + 1;
        }
    }

    fn variables(&mut self, text: &str) {
        let (mut bytes, mut chars) = (0, 0);
        for place in places(text) {
            let length = |from, to| text.get(from..to).map_or(0, |t: &str| t.chars().count());
            let start = chars + length(bytes, place.bytes.start);
            let end = start + length(place.bytes.start, place.bytes.end);
            self.keep(start..end);
            (bytes, chars) = (place.bytes.end, end);
        }
    }

    fn graphemes(&mut self, text: &str) {
        let mut at = 0;
        for grapheme in text.graphemes(true) {
            let length = grapheme.chars().count();
            for hold in self.holds.iter_mut().skip(at).take(length).skip(1) {
                *hold = Hold::Grapheme;
            }
            at += length;
        }
    }
}

/// A letter or digit that is not written for East Asian languages, of any width.
fn is_word(c: char) -> bool {
    (c.is_alphanumeric() && c < '\u{2e80}' && !matches!(c, '\u{2460}'..='\u{24ff}'))
        || matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn is_address(c: char) -> bool {
    c.is_ascii_graphic() && !"\"<>()[]{}|\\^`".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text with `|` wherever it can be cut.
    fn shown(text: &str) -> String {
        let holds = glue(text);
        let mut out = String::new();
        for (at, (c, hold)) in text.chars().zip(holds).enumerate() {
            if at > 0 && hold == Hold::Free {
                out.push('|');
            }
            out.push(c);
        }
        out
    }

    #[test]
    fn what_holds_together() {
        let cases = [
            ("您好，请", "您|好，|请"),
            ("见https://a.example/b?c=1，", "见|https://a.example/b?c=1，"),
            ("用www.a.example.", "用|www.a.example."),
            ("发a_b@c.example问", "发|a_b@c.example|问"),
            ("付129元钱", "付|129元|钱"),
            ("1,000.50元/月/张费", "1,000.50元/月/张|费"),
            ("3至5个工作日内", "3至5个工作日|内"),
            ("8:30－21:30开", "8:30－21:30|开"),
            ("2026年1月1日起", "2026年1月1日|起"),
            ("约5 GB吧", "约|5 GB|吧"),
            ("拨*100#查", "拨|*100#|查"),
            ("点“我的套餐”吧", "点|“我的套餐”|吧"),
            ("第3步做", "第3步|做"),
            ("【云岭通信】您", "【云岭通信】|您"),
            ("您{{套餐 名}}好", "您|{{套餐 名}}|好"),
            ("1. 打开\n2. 点", "1. 打|开|\n|2. 点"),
            ("· 余额", "· 余|额"),
            ("好👨‍👩‍👧吗", "好|👨‍👩‍👧|吗"),
            ("打开App看", "打|开|App|看"),
            ("ok go", "ok| |go"),
            ("等等……好", "等|等……|好"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected);
        }
    }

    proptest! {
        #[test]
        fn each_char_has_a_hold(text in "[\\PC\n]{0,60}") {
            prop_assert_eq!(glue(&text).len(), text.chars().count());
        }

        #[test]
        fn signs_in_any_order_are_no_trouble(text in "[1 .元月/{}（）a\n:、-]{0,40}") {
            prop_assert_eq!(glue(&text).len(), text.chars().count());
        }
    }
}
