//! How long a text takes to say.

/// How fast somebody speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Chinese characters a minute, pauses apart. The house says 240: unhurried, as one speaks to a customer.
    pub chars_per_minute: u32,
}

impl Default for Rate {
    fn default() -> Self {
        Rate { chars_per_minute: 240 }
    }
}

/// Tenths of a second at the end of a sentence or a line. Between sentences 0.6 s sound most natural in read Mandarin
/// (Lin et al., "The influence of comma- and period-pause duration", Kyushu University); half of it is taken for a comma.
const STOP_TENTHS: u32 = 6;

/// Tenths of a second at a comma and its like.
const COMMA_TENTHS: u32 = 3;

/// Syllables of a word of Latin letters.
const WORD_SYLLABLES: u32 = 2;

/// What becomes of a char when a text is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    /// So many syllables.
    Syllables(u32),
    /// A pause in tenths of a second.
    Pause(u32),
    /// A letter of a word.
    Letter,
    /// Nothing.
    Silent,
}

/// An estimate of the time to say a text, in tenths of a second.
///
/// It rests on a count of syllables at a steady rate, and pauses: a Chinese character and a digit are one each (一百二十九
/// has five for three digits, 一千 two for four), a word in capitals one a letter (GB), any other Latin word two (App),
/// signs that are read what their words have (% as 百分之). Signs of lists, brackets and quotes are not read. Of pauses
/// in a row the longest counts, and none at the end. A voice differs from this by a quarter easily.
pub fn tenths(text: &str, rate: Rate) -> u32 {
    let chars: Vec<char> = text.chars().map(half).collect();
    let (mut syllables, mut pauses, mut pause) = (0_u32, 0_u32, 0_u32);
    let mut word = Word::default();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let sound = sound(before, c, chars.get(at + 1).copied());
        if sound == Sound::Letter {
            word.take(c);
        } else {
            syllables = syllables.saturating_add(word.end());
        }
        match sound {
            Sound::Pause(tenths) => pause = pause.max(tenths),
            Sound::Silent => {}
            Sound::Letter | Sound::Syllables(_) => {
                // A pause before the first word is no pause.
                if syllables > 0 {
                    pauses = pauses.saturating_add(pause);
                }
                pause = 0;
                if let Sound::Syllables(n) = sound {
                    syllables = syllables.saturating_add(n);
                }
            }
        }
    }
    syllables = syllables.saturating_add(word.end());
    let spoken = u64::from(syllables) * 600;
    let spoken = spoken.div_ceil(u64::from(rate.chars_per_minute.max(1)));
    u32::try_from(spoken).unwrap_or(u32::MAX).saturating_add(pauses)
}

/// What a char becomes between its neighbours.
fn sound(before: Option<char>, c: char, after: Option<char>) -> Sound {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let between_digits = digit(before) && digit(after);
    match c {
        '0'..='9' => Sound::Syllables(1),
        // 8:30 and 0.15 have a 点, 1,000 has nothing, 3-5 has a 到.
        ':' | '.' | '-' | '~' | '–' | '—' if between_digits => Sound::Syllables(1),
        ',' if between_digits => Sound::Silent,
        // The point of an address; a point before a blank ends a sentence.
        '.' if after.is_some_and(|c| c.is_ascii_alphanumeric()) => Sound::Syllables(1),
        '。' | '!' | '?' | ';' | '.' | '…' | '\n' => Sound::Pause(STOP_TENTHS),
        ',' | '、' | ':' | '—' | '→' => Sound::Pause(COMMA_TENTHS),
        '+' | '×' | '=' | '≈' | '&' | '@' | '¥' | '￥' | '$' | '€' | '/' | '①'..='⑩' => {
            Sound::Syllables(1)
        }
        // Keys of a telephone and of service codes (*100#) are read; stars of Markdown are not.
        '*' | '#' if digit(before) || digit(after) => Sound::Syllables(1),
        '≥' | '≤' => Sound::Syllables(4),
        '%' | '‰' | '℃' => Sound::Syllables(3),
        c if is_latin(c) => Sound::Letter,
        c if c.is_alphanumeric() => Sound::Syllables(1),
        _ => Sound::Silent,
    }
}

/// Letters of which many make a syllable: all that are not written for East Asian languages.
fn is_latin(c: char) -> bool {
    c.is_alphabetic() && c < '\u{2e80}'
}

/// The half-width twin of a full-width char.
fn half(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// A run of Latin letters.
#[derive(Default)]
struct Word {
    letters: u32,
    small: bool,
}

impl Word {
    fn take(&mut self, c: char) {
        self.letters += 1;
        self.small |= c.is_lowercase();
    }

    /// The syllables of the run, which is over.
    fn end(&mut self) -> u32 {
        let Word { letters, small } = std::mem::take(self);
        if small { WORD_SYLLABLES.min(letters) } else { letters }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Tenths at a rate of one syllable in a tenth of a second.
    fn count(text: &str) -> u32 {
        tenths(text, Rate { chars_per_minute: 600 })
    }

    #[test]
    fn what_is_said_of_a_text() {
        let cases = [
            ("", 0),
            ("\n。，", 0),
            ("您好", 2),
            ("您好。", 2),
            ("您好，您好", 4 + COMMA_TENTHS),
            ("您好。您好", 4 + STOP_TENTHS),
            ("您好！！\n\n您好……", 4 + STOP_TENTHS),
            ("您好，\n您好", 4 + STOP_TENTHS),
            ("129元", 4),
            ("１２９元", 4),
            ("0.15元/分钟", 8),
            ("1,000元", 5),
            ("8:30-21:30", 10),
            ("8折，即9.5%", 9 + COMMA_TENTHS),
            ("5G", 2),
            ("100GB", 5),
            ("云岭生活App", 6),
            ("（打开）“设置”", 4),
            ("· 余额\n- 话费", 4 + STOP_TENTHS),
            ("拨*100#", 6),
            ("**重要**", 2),
            ("OK. Fine", 4 + STOP_TENTHS),
            ("谢谢😀～", 2),
        ];
        for (text, expected) in cases {
            assert_eq!(count(text), expected, "{text}");
        }
    }

    #[test]
    fn the_house_rate_is_four_characters_a_second() {
        assert_eq!(tenths(&"话".repeat(240), Rate::default()), 600);
        assert_eq!(tenths("话", Rate::default()), 3);
    }

    #[test]
    fn a_rate_of_nothing_is_no_division_by_nothing() {
        assert_eq!(tenths("话", Rate { chars_per_minute: 0 }), 600);
    }

    proptest! {
        #[test]
        fn slower_is_never_shorter(text in "\\PC{0,60}", rate in 1_u32..600) {
            let slow = tenths(&text, Rate { chars_per_minute: rate });
            let fast = tenths(&text, Rate { chars_per_minute: rate + 1 });
            prop_assert!(slow >= fast);
        }

        #[test]
        fn no_text_is_too_odd(text in any::<String>()) {
            tenths(&text, Rate::default());
        }
    }
}
