//! Numbers as people write them, in one form: digits without grouping, and Chinese numerals before a unit.

use std::ops::Range;

use super::numeral::Place;

/// A number in a folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Where it stands, in chars.
    pub at: Range<usize>,
    /// Its digits, with a point where it has a fraction: `58`, `1.5`, `12000`.
    pub digits: String,
}

/// The numbers of a folded text that its words do not show by themselves: Chinese numerals that count something (五十八块,
/// 一百五), grouped digits (12,000), fractions (19.9), and digits that stick to letters (20gb, e1302).
pub fn numbers(folded: &[char]) -> Vec<Number> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = folded.get(at) {
        let end = if c.is_ascii_digit() {
            western(folded, at, &mut out)
        } else if place(*c).is_some() {
            chinese(folded, at, &mut out)
        } else {
            at + 1
        };
        at = end.max(at + 1);
    }
    out
}

fn western(text: &[char], from: usize, out: &mut Vec<Number>) -> usize {
    let digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let mut end = from;
    let mut digits = String::new();
    let mut point = false;
    while let Some(&c) = text.get(end) {
        let next_is_digit = digit(end + 1);
        match c {
            '0'..='9' => digits.push(c),
            // Three digits follow a grouping comma.
            ',' if !point && (1..=3).all(|n| digit(end + n)) && !digit(end + 4) => {}
            '.' if !point && next_is_digit => {
                point = true;
                digits.push(c);
            }
            _ => break,
        }
        end += 1;
    }
    let sticks = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(char::is_ascii_alphabetic);
    let plain = end - from == digits.len() && !point;
    let stuck = sticks(from.checked_sub(1)) || sticks(Some(end));
    // 5g and g4 are names; 20gb is twenty of something.
    if !plain || (stuck && digits.len() > 1) {
        out.push(Number { at: from..end, digits: trimmed(digits) });
    }
    end
}

/// 19.90 is 19.9, and 15.00 is 15.
fn trimmed(digits: String) -> String {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.').to_owned() } else { digits }
}

/// What a numeral stands for. Nobody searches for numbers with 亿 in them.
fn place(c: char) -> Option<Place> {
    Place::of(c).filter(|place| !matches!(place, Place::Power(100_000_000)))
}

/// Counted by what follows: a numeral that counts nothing is a part of a word (万一, 一定, 十分).
const UNITS: &[char] = &[
    '元', '块', '毛', '角', '分', '兆', '折', '号', '月', '日', '天', '年', '周', '个', '条', '次', '位',
    '张', '台', '人', '户', '小', '秒', '级', '档', '岁', '倍', '笔', '期', 'g', 'm', 'k', '%',
];

/// Those that stand behind any noun.
const CLASSIFIERS: &[char] = &['个', '条', '次', '位', '张', '台', '人', '户', '小', '分', '笔', '周'];

fn chinese(text: &[char], from: usize, out: &mut Vec<Number>) -> usize {
    let places: Vec<Place> = text.iter().skip(from).map_while(|c| place(*c)).collect();
    let end = from + places.len();
    let is_counted = text.get(end).is_some_and(|c| UNITS.contains(c));
    let before = from.checked_sub(1).and_then(|at| text.get(at));
    let is_ordinal = before == Some(&'第');
    // 一百五 and 一二三零六 say their number by themselves.
    let is_long = places.len() >= 3;
    // 千兆 and 百兆 are names, 万一 is a conjunction, 十分 is an adverb, 一个 and 两次 count nothing that anybody looks for.
    let is_word = match places.as_slice() {
        [Place::Power(100..), ..] => true,
        [Place::Power(_)] => text.get(end) == Some(&'分'),
        [Place::Digit(_)] => text.get(end).is_some_and(|c| CLASSIFIERS.contains(c)),
        _ => false,
    };
    let counts = is_counted || is_long || (places.len() == 2 && end == text.len());
    if counts
        && !is_ordinal
        && !is_word
        && let Some(digits) = value(&places)
    {
        out.push(Number { at: from..end, digits });
    }
    end
}

fn value(places: &[Place]) -> Option<String> {
    if places.iter().all(|p| matches!(p, Place::Digit(_))) {
        // Spoken digit by digit: 一二三零六, 幺 apart.
        return Some(
            places
                .iter()
                .filter_map(|p| if let Place::Digit(d) = p { Some(d.to_string()) } else { None })
                .collect(),
        );
    }
    let (mut total, mut section, mut digit, mut last_power) = (0_u64, 0_u64, None::<u64>, 0_u64);
    let mut after_zero = false;
    for place in places {
        match *place {
            Place::Digit(d) => {
                // Two digits in a row beside a power: 一二百 is no number.
                if digit.is_some_and(|before| before != 0) {
                    return None;
                }
                after_zero = d == 0;
                if d > 0 || digit.is_none() {
                    digit = Some(d);
                }
                if after_zero {
                    digit = None;
                    last_power = 10;
                }
            }
            Place::Power(10_000) => {
                total = total
                    .checked_add(section)?
                    .checked_add(digit.take().unwrap_or(0))?
                    .checked_mul(10_000)?;
                section = 0;
                last_power = 10_000;
            }
            Place::Power(power) => {
                section = section.checked_add(digit.take().unwrap_or(1) * power)?;
                last_power = power;
            }
        }
    }
    if let Some(rest) = digit {
        // 一百五 is 150: a last digit stands one place below the last power unless a zero came between.
        let rest = if last_power >= 100 && !after_zero { rest * (last_power / 10) } else { rest };
        section = section.checked_add(rest)?;
    }
    Some(total.checked_add(section)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        numbers(&chars).into_iter().map(|n| n.digits).collect()
    }

    #[test]
    fn numbers_take_one_form() {
        for (text, want) in [
            ("五十八块的套餐", vec!["58"]),
            ("一百二十九元", vec!["129"]),
            ("一百五", vec!["150"]),
            ("一百零五元", vec!["105"]),
            ("一万二", vec!["12000"]),
            ("壹万贰仟元", vec!["12000"]),
            ("两千兆", vec!["2000"]),
            ("十五天", vec!["15"]),
            ("二十g", vec!["20"]),
            ("一二三零六", vec!["12306"]),
            ("12,000元", vec!["12000"]),
            ("19.90元", vec!["19.9"]),
            ("15.00", vec!["15"]),
            ("20gb", vec!["20"]),
            ("e1302", vec!["1302"]),
            ("5g", vec![]),
            ("58元", vec![]),
        ] {
            assert_eq!(found(text), want, "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_numbers_are_none() {
        for text in [
            "万一",
            "一定",
            "十分清楚",
            "第一时间",
            "千万别",
            "一些",
            "一个",
            "两次",
            "千兆宽带",
            "百兆",
            "一起",
        ] {
            let got = found(text);
            assert!(got.is_empty(), "{text} {got:?}");
        }
    }

    #[test]
    fn a_numeral_too_great_to_count_is_none() {
        assert_eq!(
            found("一千八百四十四万六千七百四十四万零七百三十七万零九百五十五万九千元"),
            Vec::<String>::new()
        );
    }

    proptest! {
        #[test]
        fn places_lie_in_the_text(text in "[0-9一二三十百千万零两元块,.gａ-ｚ]{0,20}") {
            let chars: Vec<char> = text.chars().collect();
            for number in numbers(&chars) {
                prop_assert!(number.at.end <= chars.len() && !number.digits.is_empty());
            }
        }
    }
}
