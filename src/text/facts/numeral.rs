//! Numbers as they are written: 1,234.5, 1.5万, 三百五, 一百零五, 二〇二六, 壹万贰仟, 三点五.

use super::super::numeral::Place;
use super::decimal::Decimal;
use super::glyph::Line;
use super::unit;

/// A number at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numeral {
    pub(super) value: Decimal,
    pub(super) end: usize,
    pub(super) script: Script,
    /// 三五 and 两三 are read digit by digit; two of them are mostly a vague range.
    pub(super) pair: Option<(u64, u64)>,
    /// More than two Chinese digits without 十, 百, 千: a year or a number to dial.
    pub(super) is_spelt: bool,
    /// What 万 or 千 behind Western digits multiplied them by.
    pub(super) magnitude: u64,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Western,
    Chinese,
}

fn place(c: char) -> Option<Place> {
    Place::of(c)
}

/// Whether a Chinese numeral may begin or go on with this.
pub(super) fn is_chinese(c: char) -> bool {
    place(c).is_some()
}

/// The end of the digits, or of the Chinese numerals, that begin here: what is refused is stepped over as a whole.
pub(super) fn run_end(line: Line<'_>, at: usize) -> usize {
    if line.is_digit(at) {
        line.run(at, usize::MAX - at, |c| c.is_ascii_digit())
    } else {
        line.run(at, usize::MAX - at, is_chinese)
    }
}

/// The number that begins here.
pub(super) fn numeral(line: Line<'_>, at: usize) -> Option<Numeral> {
    match line.get(at)? {
        c if c.is_ascii_digit() => western(line, at),
        c if is_chinese(c) => chinese(line, at),
        _ => None,
    }
}

/// More digits than this are no number.
const LONGEST: usize = 24;

fn western(line: Line<'_>, at: usize) -> Option<Numeral> {
    let mut end = line.run(at, LONGEST, |c| c.is_ascii_digit());
    let mut whole = line.text(at, end);
    if end - at <= 3 {
        // Three digits follow a grouping comma.
        while whole.len() < LONGEST
            && line.get(end) == Some(',')
            && (1..=3).all(|n| line.is_digit(end + n))
            && !line.is_digit(end + 4)
        {
            whole.push_str(&line.text(end + 1, end + 4));
            end += 4;
        }
    }
    let mut fraction = String::new();
    if line.get(end) == Some('.') && line.is_digit(end + 1) {
        let from = end + 1;
        end = line.run(from, LONGEST, |c| c.is_ascii_digit());
        fraction = line.text(from, end);
    }
    if line.is_digit(end) {
        return None;
    }
    let mut value = Decimal::from_digits(&whole, &fraction)?;
    let mut magnitude = 1_u64;
    // 10 万元, 10 万美元.
    if line.get(end) == Some(' ')
        && line.is(end + 1, |c| matches!(c, '千' | '万' | '亿'))
        && unit::at(line, line.run(end + 1, 2, |c| matches!(c, '千' | '万' | '亿'))).is_some()
    {
        end += 1;
    }
    while let Some(Place::Power(power @ 100..)) = line.get(end).and_then(place)
        && !is_prefix(line, end)
        && magnitude < 100_000_000
    {
        magnitude = magnitude.checked_mul(power)?;
        end += 1;
    }
    value = value.times(magnitude)?;
    Some(Numeral { value, end, script: Script::Western, pair: None, is_spelt: false, magnitude })
}

/// 千米, 千克 and 千兆 are units, 万分之五 is a rate, 万一 is a word.
fn is_prefix(line: Line<'_>, at: usize) -> bool {
    line.any(at, &["千米", "千克", "千瓦", "千卡", "千兆", "百兆", "百分", "千分", "万分", "万一"]).is_some()
}

fn chinese(line: Line<'_>, at: usize) -> Option<Numeral> {
    let mut places = Vec::new();
    let mut end = at;
    while let Some(place) = line.get(end).and_then(place) {
        // 五千兆 may be 5千 times 兆, but 三百分钟 and 五万分之一 are not read past their number.
        places.push(place);
        end += 1;
        if places.len() > LONGEST {
            return None;
        }
    }
    (!places.is_empty()).then_some(())?;
    let digits: Vec<u64> =
        places.iter().map_while(|p| if let Place::Digit(d) = p { Some(*d) } else { None }).collect();
    let is_spelt_out = digits.len() == places.len();
    let mut value = if is_spelt_out {
        let text: String = digits.iter().map(u64::to_string).collect();
        Decimal::from_digits(&text, "")?
    } else {
        Decimal::whole(counted(&places)?)
    };
    let pair = match digits.as_slice() {
        [a, b] if is_spelt_out => Some((*a, *b)),
        _ => None,
    };
    if line.get(end) == Some('点') && pair.is_none() {
        let fraction: String = (end + 1..end + 4)
            .map_while(|n| match line.get(n).and_then(place) {
                Some(Place::Digit(d)) => Some(d.to_string()),
                _ => None,
            })
            .collect();
        let after = end + 1 + fraction.len();
        // 三点五十 is a time of day.
        if !fraction.is_empty() && !line.is(after, is_chinese) {
            value = value.plus(Decimal::from_digits("", &fraction)?)?;
            end = after;
        }
    }
    Some(Numeral {
        value,
        end,
        script: Script::Chinese,
        pair,
        is_spelt: is_spelt_out && digits.len() > 2,
        magnitude: 1,
    })
}

/// The value of a numeral with powers of ten: each power takes the digit before it, 万 and 亿 all that is before them.
fn counted(places: &[Place]) -> Option<u64> {
    let (mut total, mut section, mut last) = (0_u64, 0_u64, u64::MAX);
    let mut digit: Option<u64> = None;
    let mut after_zero = false;
    for (n, place) in places.iter().enumerate() {
        match *place {
            Place::Digit(0) => {
                if digit.is_some() {
                    return None;
                }
                after_zero = true;
            }
            Place::Digit(d) => {
                if digit.replace(d).is_some() {
                    return None;
                }
            }
            Place::Power(power @ 10_000..) => {
                section = section.checked_add(digit.take().unwrap_or(0))?;
                if section == 0 {
                    return None;
                }
                total = if power == 10_000 {
                    total.checked_add(section.checked_mul(power)?)?
                } else {
                    total.checked_add(section)?.checked_mul(power)?
                };
                (section, last, after_zero) = (0, power, false);
            }
            Place::Power(power) => {
                // 百元 and 千兆 count nothing; only 十 stands for one of itself.
                let d = match digit.take() {
                    Some(d) => d,
                    None if power == 10 && (n == 0 || after_zero) => 1,
                    None => return None,
                };
                if power >= last {
                    return None;
                }
                section = section.checked_add(d.checked_mul(power)?)?;
                (last, after_zero) = (power, false);
            }
        }
    }
    if let Some(rest) = digit {
        // 一百五 is 150: a last digit stands one place below the last power unless a zero came between.
        let rest =
            if (100..u64::MAX).contains(&last) && !after_zero { rest.checked_mul(last / 10)? } else { rest };
        section = section.checked_add(rest)?;
    }
    total.checked_add(section)
}

/// A whole number below ten thousand for a date or a time: its value, its end and its script.
pub(super) fn small(line: Line<'_>, at: usize) -> Option<(u32, usize, Script)> {
    if line.is_digit(at) {
        let end = line.run(at, 5, |c| c.is_ascii_digit());
        (end - at <= 4).then_some(())?;
        let value = (at..end).filter_map(|n| line.get(n)?.to_digit(10)).fold(0, |sum, d| sum * 10 + d);
        return Some((value, end, Script::Western));
    }
    let end = line.run(at, 6, is_chinese);
    let n = chinese(line.part(at, end), 0)?;
    Some((n.value.small().filter(|v| *v < 10_000)?, end, Script::Chinese))
}
