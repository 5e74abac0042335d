//! How the signs between the words are said, and the numbers that are no facts.

use super::digits::{One, number, one_by_one};
use super::fact::{number_end, share_behind, trimmed};

/// What becomes of a stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sound {
    /// It is said as it stands.
    AsIs,
    /// It is said so.
    Said(String),
    /// Nothing is said.
    Silent,
    /// A short pause: what is in brackets, what follows a colon.
    Pause,
    /// The end of a clause: `，` or `、`.
    Clause(char),
    /// The end of a sentence.
    Stop(char),
    /// The end of a line.
    Line,
}

/// The half-width twin of a letter, digit or sign; punctuation that ends a clause stays as it is.
pub(super) fn half(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '＋'
        | '－'
        | '～'
        | '／'
        | '．'
        | '＝'
        | '＊'
        | '＃'
        | '＠'
        | '＆'
        | '＜'
        | '＞'
        | '＄'
        | '：' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        other => other,
    }
}

/// A text around a place: chars of any width, and which of them are of facts.
pub(super) struct Around<'a> {
    pub(super) chars: &'a [char],
    pub(super) of_fact: &'a [bool],
}

impl Around<'_> {
    fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied().map(half)
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.at(at))
    }

    fn is(&self, at: usize, what: impl Fn(char) -> bool) -> bool {
        self.at(at).is_some_and(what)
    }

    /// Whether a number or a fact ends in front of a place, and one begins behind it.
    fn between_values(&self, at: usize) -> bool {
        let value = |at: usize| self.is(at, |c| c.is_ascii_digit()) || self.of_fact.get(at) == Some(&true);
        at.checked_sub(1).is_some_and(value) && value(at + 1)
    }

    fn between_digits(&self, at: usize) -> bool {
        self.before(at).is_some_and(|c| c.is_ascii_digit()) && self.is(at + 1, |c| c.is_ascii_digit())
    }

    fn between_latin(&self, at: usize) -> bool {
        let latin = |c: char| c.is_ascii_alphanumeric();
        self.before(at).is_some_and(latin) && self.is(at + 1, latin)
    }

    /// Whether a line begins here, white space apart.
    fn begins_line(&self, at: usize) -> bool {
        self.chars.iter().take(at).rev().take_while(|c| **c != '\n').all(|c| c.is_whitespace())
    }

    /// What is said of the stretch that begins here, and its end. No fact begins here.
    pub(super) fn sound(&self, at: usize) -> (Sound, usize) {
        let Some(c) = self.at(at) else { return (Sound::Silent, at + 1) };
        if let Some(found) = self.marker(at) {
            return found;
        }
        match c {
            '*' | '#' if self.is_key(at) => self.keys(at),
            '0'..='9' if self.is_key(at) => self.keys(at),
            '0'..='9' => self.number(at),
            'I' if !self.before(at).is_some_and(|c| c.is_ascii_alphanumeric()) => self.roman(at),
            _ => (self.sign(c, at), at + 1),
        }
    }

    /// The sign of an item of a list: `1.` is 第一, a bullet is nothing.
    fn marker(&self, at: usize) -> Option<(Sound, usize)> {
        if !self.begins_line(at) {
            return None;
        }
        let digits = (at..at + 3).take_while(|at| self.is(*at, |c| c.is_ascii_digit())).count();
        let end = at + digits;
        if (1..=2).contains(&digits)
            && self.is(end, |c| matches!(c, '.' | '、' | ')' | '）'))
            && !self.is(end + 1, |c| c.is_ascii_digit())
        {
            let written: String = (at..end).filter_map(|at| self.at(at)).collect();
            return Some((Sound::Said(format!("第{}，", number(&written, "二"))), end + 1));
        }
        let bullet = self.is(at, |c| "·-*•+>".contains(c)) && self.is(at + 1, char::is_whitespace);
        bullet.then_some((Sound::Silent, at + 1))
    }

    /// Whether keys of a telephone stand here, such as `*100#` and `##002#`.
    fn is_key(&self, at: usize) -> bool {
        let end = self.keys_end(at);
        let run = || (at..end).filter_map(|at| self.at(at));
        end - at >= 3
            && run().any(|c| c.is_ascii_digit())
            && run().any(|c| matches!(c, '*' | '#'))
            // **129** is bold, 7*24 a product.
            && (run().next().is_some_and(|c| !c.is_ascii_digit()) && run().next_back() != Some('*') || run().next_back() == Some('#'))
            && !self.before(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '*' | '#'))
    }

    fn keys_end(&self, at: usize) -> usize {
        let is_key = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#');
        at + self.chars.iter().skip(at).take_while(|c| is_key(half(**c))).count()
    }

    fn keys(&self, at: usize) -> (Sound, usize) {
        let end = self.keys_end(at);
        let said = (at..end).filter_map(|at| self.at(at)).map(|c| match c {
            '*' => "星号".to_owned(),
            '#' => "井号".to_owned(),
            digit => one_by_one(&digit.to_string(), One::Dialled),
        });
        (Sound::Said(said.collect()), end)
    }

    /// A number that is no fact.
    fn number(&self, at: usize) -> (Sound, usize) {
        // Numbers are short: what a number looks at is bounded by the longest that is said.
        let ahead: Vec<char> = self.chars.iter().skip(at).take(64).map(|c| half(*c)).collect();
        let length = number_end(&ahead, 0).max(1);
        let written: String = ahead.iter().take(length).collect();
        let plain = written.bytes().all(|b| b.is_ascii_digit());
        // Office 2019, H264: of a name.
        let word = if self.before(at) == Some(' ') { at.saturating_sub(1) } else { at };
        let after_letter = self.before(word).is_some_and(|c| c.is_ascii_alphabetic());
        let said = if plain && (length >= 5 || (length >= 2 && written.starts_with('0'))) {
            one_by_one(&written, One::Dialled)
        } else if (plain && after_letter && length >= 3)
            || (plain && length == 4 && ahead.get(length) == Some(&'年'))
        {
            one_by_one(&written, One::Plain)
        } else if let Some(share) = share_behind(&ahead, length) {
            format!("{share}{}", number(trimmed(&written), "二"))
        } else {
            let counted = ahead
                .get(length)
                .is_some_and(|c| "个种张条次天周元块人位台部份件类档步项套万千".contains(*c));
            let alone = if counted && self.before(at) != Some('第') { "两" } else { "二" };
            number(&written, alone)
        };
        (Sound::Said(said), at + length)
    }

    /// I, II, III in front of 类 and 级.
    fn roman(&self, at: usize) -> (Sound, usize) {
        let end = at + (at..at + 4).take_while(|at| self.is(*at, |c| c == 'I')).count();
        let next = end + usize::from(self.is(end, |c| c == ' '));
        let said = match end - at {
            1 => "一",
            2 => "二",
            3 => "三",
            _ => return (Sound::AsIs, at + 1),
        };
        if self.is(next, |c| matches!(c, '类' | '级')) {
            (Sound::Said(said.to_owned()), next)
        } else {
            (Sound::AsIs, at + 1)
        }
    }

    fn sign(&self, c: char, at: usize) -> Sound {
        let said = |word: &str| Sound::Said(word.to_owned());
        match c {
            '\n' => Sound::Line,
            '。' | '！' | '？' | '；' => Sound::Stop(c),
            '!' => Sound::Stop('！'),
            '?' => Sound::Stop('？'),
            ';' => Sound::Stop('；'),
            '…' => Sound::Stop('。'),
            '，' | '、' => Sound::Clause(c),
            ',' => Sound::Clause('，'),
            // Of an address, a version, .com; two in a row end a sentence.
            '.' if self.before(at) != Some('.') && self.is(at + 1, |c| c.is_ascii_alphanumeric()) => {
                said("点")
            }
            '.' => Sound::Stop('。'),
            ':' if self.between_digits(at) => said("比"),
            '-' | '~' | '–' | '—' if self.between_values(at) => said("到"),
            '-' if self.between_latin(at) => Sound::Silent,
            '/' => Sound::Clause('、'),
            '+' if self.at(at + 1).is_some_and(char::is_alphanumeric) => said("加"),
            '=' => said("等于"),
            '≈' => said("约等于"),
            '≥' => said("大于等于"),
            '≤' => said("小于等于"),
            '>' if self.is(at + 1, |c| c.is_ascii_digit()) => said("大于"),
            '<' if self.is(at + 1, |c| c.is_ascii_digit()) => said("小于"),
            '±' => said("正负"),
            '×' => said("乘"),
            '÷' => said("除以"),
            '°' => said("度"),
            '℃' => said("摄氏度"),
            '&' => said("和"),
            '@' if self.between_latin(at) => said("艾特"),
            'Ⅰ'..='Ⅹ' => said(&number(&(u32::from(c) - 0x215f).to_string(), "二")),
            '①'..='⑳' => said(&format!("第{}，", number(&(u32::from(c) - 0x245f).to_string(), "二"))),
            ':' | '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '〔' | '〕' | '{' | '}' | '—' | '–'
            | '→' | '>' | '|' | '·' => Sound::Pause,
            c if c.is_whitespace() => {
                if self.between_latin(at) {
                    Sound::AsIs
                } else {
                    Sound::Silent
                }
            }
            c if c.is_alphanumeric() => Sound::AsIs,
            _ => Sound::Silent,
        }
    }
}
