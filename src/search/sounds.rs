//! How questions sound, as tokens of the index: what all-letter queries look up.
//!
//! Syllables are blurred (zh like z, ang like an), so that one index serves who confuses them and who does not; the second
//! stage compares exactly. A token is a syllable `liu`, a pair `liu liang`, a run of two or three initials `=ll`, `=llb`, or
//! the first one of the question `^l`. Latin letters stand for themselves in a run of initials.

use crate::text::fold::is_han;
use crate::text::pinyin::{others, pieces, reading};
use crate::text::syllable::{blurred, completions};

/// One unit of sound: a Chinese character with its readings, the one of the context first, or a Latin letter or digit.
struct Unit {
    /// Blurred syllables; empty for Latin.
    syllables: Vec<&'static str>,
    /// First letters.
    initials: Vec<char>,
}

fn units(folded: &[char]) -> Vec<Unit> {
    let mut out = Vec::with_capacity(folded.len());
    for (at, &c) in folded.iter().enumerate() {
        if is_han(c) {
            let mut unit = Unit { syllables: Vec::new(), initials: Vec::new() };
            for reading in reading(folded, at).into_iter().chain(others(c)) {
                let syllable = reading.blurred();
                if !unit.syllables.contains(&syllable) {
                    unit.syllables.push(syllable);
                }
                let initial = reading.first_letter();
                if !unit.initials.contains(&initial) {
                    unit.initials.push(initial);
                }
            }
            if !unit.syllables.is_empty() {
                out.push(unit);
            }
        } else if c.is_ascii_alphanumeric() {
            out.push(Unit { syllables: Vec::new(), initials: vec![c] });
        }
    }
    out
}

/// Calls `each` with the tokens of a folded question.
pub(super) fn sounds(folded: &[char], mut each: impl FnMut(&str)) {
    let units = units(folded);
    if units.iter().all(|unit| unit.syllables.is_empty()) {
        return;
    }
    let mut token = String::new();
    let mut tell = |parts: &[&str]| {
        token.clear();
        parts.iter().for_each(|part| token.push_str(part));
        each(&token);
    };
    let letter = |c: &char| c.to_string();
    for (at, unit) in units.iter().enumerate() {
        let (next, third) = (units.get(at + 1), units.get(at + 2));
        for first in &unit.syllables {
            tell(&[first]);
            for second in next.iter().flat_map(|u| &u.syllables) {
                tell(&[first, " ", second]);
            }
        }
        for first in unit.initials.iter().map(letter) {
            if at == 0 {
                tell(&["^", &first]);
            }
            for second in next.iter().flat_map(|u| &u.initials).map(letter) {
                tell(&["=", &first, &second]);
                for third in third.iter().flat_map(|u| &u.initials).map(letter) {
                    tell(&["=", &first, &second, &third]);
                }
            }
        }
    }
}

/// At most so many sound tokens of one run of letters are looked up.
const MOST_TOKENS: usize = 48;

/// The tokens to look up for a run of letters (and digits) as pinyin, initials, or a mixture; none where it cannot be one.
pub(super) fn asked(letters: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut push = |token: String| {
        if out.len() < MOST_TOKENS && !out.contains(&token) {
            out.push(token);
        }
    };
    let (best, all) = pieces(letters);
    let text = |p: &crate::text::pinyin::Piece| letters.get(p.from..p.to).unwrap_or_default();
    for first in all.iter().filter(|p| p.whole) {
        for second in all.iter().filter(|p| p.whole && p.from == first.to) {
            push(format!("{} {}", blurred(text(first)), blurred(text(second))));
        }
    }
    let initials: Vec<char> = best.iter().filter_map(|p| text(p).chars().next()).collect();
    if best.iter().any(|p| !p.whole) || best.len() > 12 {
        windows(&initials, &mut push);
    }
    let raw: Vec<char> = letters.chars().collect();
    // Few letters to a piece: initials in which syllables happen to stand. A short run may be either.
    if raw.len() <= 4 || raw.len() * 10 < best.len() * 16 {
        windows(&raw, &mut push);
    }
    match best.as_slice() {
        [only] if only.whole => push(blurred(text(only))),
        // One letter begins too much; questions that begin with it are enough.
        [_] if letters.len() == 1 => push(format!("^{letters}")),
        [only] => completions(text(only)).iter().for_each(|syllable| push(blurred(syllable))),
        // A last syllable may go on, also where it is one already: `genggai` comes by way of `gengga`.
        [.., before, last] if before.whole => {
            let before = blurred(text(before));
            completions(text(last)).iter().for_each(|last| push(format!("{before} {}", blurred(last))));
        }
        _ => {}
    }
    out
}

fn windows(initials: &[char], push: &mut impl FnMut(String)) {
    if let [a, b] = initials {
        push(format!("={a}{b}"));
    }
    for window in initials.windows(3) {
        push(std::iter::once('=').chain(window.iter().copied()).collect());
    }
}

/// The pair of sounds of two neighbouring characters, for those who typed another character of the same sound.
pub(super) fn pairs_of(folded: &[char]) -> Vec<String> {
    let units = units(folded);
    let mut out = Vec::new();
    for pair in units.windows(2) {
        if let [a, b] = pair
            && let (Some(a), Some(b)) = (a.syllables.first(), b.syllables.first())
        {
            out.push(format!("{a} {b}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold_chars;

    fn of(question: &str) -> Vec<String> {
        let mut out = Vec::new();
        sounds(&fold_chars(question), |token| out.push(token.to_owned()));
        out
    }

    #[test]
    fn what_is_asked_is_what_was_indexed() {
        let indexed = of("查ECS流量包，怎么办");
        for letters in ["liuliang", "liuliangbao", "llb", "cecsll", "liulb", "zenmeban", "b", "zmb", "zenm"] {
            let asked = asked(letters);
            assert!(
                asked.iter().any(|token| indexed.contains(token)) || letters == "b",
                "{letters}: {asked:?} in {indexed:?}"
            );
        }
        assert!(indexed.contains(&"^c".to_owned()));
        assert!(asked("b").contains(&"^b".to_owned()));
    }

    #[test]
    fn both_readings_of_a_polyphone_are_indexed() {
        let indexed = of("重置");
        for first in ["chong", "zhong"] {
            let pair = format!("{} {}", blurred(first), blurred("zhi"));
            assert!(indexed.contains(&pair), "{pair}: {indexed:?}");
        }
    }

    #[test]
    fn a_last_syllable_that_goes_on_is_found_before_it_does() {
        // Each prefix of these is cut into whole syllables that no question holds: geng ga, shi yo.
        for (question, letters) in [("更改密码", "gengga"), ("使用说明", "shiyo"), ("托管代码", "tuogu")]
        {
            let indexed = of(question);
            assert!(asked(letters).iter().any(|token| indexed.contains(token)), "{letters}");
        }
    }

    #[test]
    fn latin_questions_have_no_sound() {
        assert!(of("Why was my card declined?").is_empty());
    }
}
