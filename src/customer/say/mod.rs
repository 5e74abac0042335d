//! How a text is said in Chinese: what a person reads out, and what a voice that knows nothing of telephones has to be told.
//!
//! Facts are found by `text::facts` and said by their kind; signs that are not read become pauses or nothing. Words of
//! Latin letters stay as they are. Pure, and linear in the length of the text.

mod digits;
mod fact;
mod signs;

use signs::{Around, Sound};

use crate::text::clean::for_copy;
use crate::text::facts::{Kind, facts};

/// A piece of a text that is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bit {
    /// Words said as they are written.
    Text(String),
    /// What is written, and what is said for it.
    Said {
        /// As it is written.
        written: String,
        /// As it is said.
        said: String,
    },
    /// A short pause.
    Pause,
    /// The end of a clause, with its sign.
    Clause(char),
    /// The end of a sentence, with its sign.
    Stop(char),
    /// The end of a line that no sentence ended.
    Line,
    /// A blank line.
    Paragraph,
}

impl Bit {
    /// How long a pause it is; 0 for words.
    fn rest(&self) -> u8 {
        match self {
            Bit::Text(_) | Bit::Said { .. } => 0,
            Bit::Pause => 1,
            Bit::Clause('、') => 2,
            Bit::Clause(_) => 3,
            Bit::Stop(_) => 4,
            Bit::Line => 5,
            Bit::Paragraph => 6,
        }
    }
}

/// A text as it is said, without Markdown: 129元/月 is 每月一百二十九元, 10086 is 幺零零八六, 15% is 百分之十五. Lines stay
/// lines, and each but the last ends like a sentence. Variables stay as they are.
pub fn spoken(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for bit in bits(text) {
        match bit {
            Bit::Text(text) | Bit::Said { said: text, .. } => out.push_str(&text),
            Bit::Pause => out.push('，'),
            Bit::Clause(sign) | Bit::Stop(sign) => out.push(sign),
            Bit::Line | Bit::Paragraph => {
                if !out.ends_with(['。', '！', '？', '；']) {
                    out.push('。');
                }
                out.push_str(if bit == Bit::Line { "\n" } else { "\n\n" });
            }
        }
    }
    out
}

/// The pieces of a text: words, and one pause at most between them; none at the beginning, no line end at the end.
pub(super) fn bits(text: &str) -> Vec<Bit> {
    let text = for_copy(text);
    let chars: Vec<char> = text.chars().collect();
    let mut of_fact = vec![false; chars.len()];
    // The facts by the chars where they begin and end.
    let mut found = Vec::new();
    let mut places = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).enumerate().peekable();
    for fact in facts(&text) {
        let mut char_of = |byte: usize| {
            while places.next_if(|(_, place)| *place < byte).is_some() {}
            places.peek().map_or(chars.len(), |(at, _)| *at)
        };
        let (from, to) = (char_of(fact.at.start), char_of(fact.at.end));
        of_fact.iter_mut().take(to).skip(from).for_each(|of| *of = true);
        found.push((from, to, fact));
    }
    let around = Around { chars: &chars, of_fact: &of_fact };
    let mut bits = Bits::default();
    let mut facts = found.into_iter().peekable();
    let mut at = 0;
    while at < chars.len() {
        if let Some((_, to, fact)) = facts.next_if(|(from, ..)| *from == at) {
            let written: String = chars.iter().take(to).skip(at).collect();
            let in_brackets = |at: usize| chars.get(at).is_some_and(|c| "（()）<>〈〉".contains(*c));
            let aside =
                fact.kind == Kind::Url && at.checked_sub(1).is_some_and(in_brackets) && in_brackets(to);
            // An address in brackets is for the eye.
            if !aside {
                let said = match is_ratio(&chars, at, to) {
                    Some(said) => said,
                    None => fact::say(&fact, &written),
                };
                bits.say(written, said);
            }
            at = to;
            continue;
        }
        let (sound, end) = around.sound(at);
        // What is said of a stretch must not run over a fact.
        let end = facts.peek().map_or(end, |(from, ..)| end.min(*from).max(at + 1));
        let written: String = chars.iter().take(end).skip(at).collect();
        match sound {
            Sound::AsIs => bits.text(&written),
            Sound::Said(said) => bits.said(written, said),
            Sound::Silent => {}
            Sound::Pause => bits.rest(Bit::Pause),
            Sound::Clause(sign) => bits.rest(Bit::Clause(sign)),
            Sound::Stop(sign) => bits.rest(Bit::Stop(sign)),
            Sound::Line => bits.rest(Bit::Line),
        }
        at = end;
    }
    bits.done()
}

/// 1:10 behind 按 or 比例 is a ratio and no time of day.
fn is_ratio(chars: &[char], from: usize, to: usize) -> Option<String> {
    let written: String = chars.iter().take(to).skip(from).collect();
    let (one, other) = written.split_once([':', '：'])?;
    let number = |text: &str| text.parse::<u32>().ok().map(|n| digits::number(&n.to_string(), "二"));
    let head: String = chars.iter().take(from).skip(from.saturating_sub(3)).collect();
    let tail: String = chars.iter().skip(to).take(3).collect();
    let said = head.ends_with(['按', '例', '以']) || tail.starts_with("兑换") || tail.starts_with("的比例");
    said.then_some(format!("{}比{}", number(one)?, number(other)?))
}

#[derive(Default)]
struct Bits(Vec<Bit>);

impl Bits {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Bit::Text(last)) => last.push_str(text),
            _ => self.0.push(Bit::Text(text.to_owned())),
        }
    }

    /// What is written and what is said; when both are the same it is text.
    fn say(&mut self, written: String, said: String) {
        if said == written {
            self.text(&written);
        } else if !said.is_empty() {
            self.0.push(Bit::Said { written, said });
        }
    }

    /// As `say`, for what may end with a pause: 第一，
    fn said(&mut self, written: String, said: String) {
        match said.strip_suffix('，') {
            Some(words) => {
                self.say(written, words.to_owned());
                self.rest(Bit::Clause('，'));
            }
            None => self.say(written, said),
        }
    }

    /// Of pauses in a row the longest stays; there is none before the first word.
    fn rest(&mut self, bit: Bit) {
        match self.0.last_mut() {
            None => {}
            Some(last) if last.rest() == 0 => self.0.push(bit),
            Some(last @ (Bit::Line | Bit::Paragraph)) if bit == Bit::Line => *last = Bit::Paragraph,
            Some(Bit::Line | Bit::Paragraph) => {}
            // The sign that ends a sentence stays in front of the line end.
            Some(Bit::Stop(_)) => {
                if matches!(bit, Bit::Line) {
                    self.0.push(bit);
                }
            }
            Some(last) if bit.rest() > last.rest() => *last = bit,
            Some(_) => {}
        }
    }

    fn done(mut self) -> Vec<Bit> {
        while self.0.pop_if(|last| !matches!(last.rest(), 0 | 4)).is_some() {}
        self.0
    }
}

#[cfg(test)]
pub(super) mod tests;
