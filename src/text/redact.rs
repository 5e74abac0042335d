//! Masks personal numbers before anything that was typed or pasted is written down.

use std::ops::Range;

/// Replaces the digits of mobile numbers, identity-card and bank-card numbers by `*`, keeping the first three and the
/// last two so that a person recognises their own. Chars keep their count.
///
/// Mobile: 11 digits, 1[3-9]…; identity card: 17 digits and a digit or X (GB 11643-1999); bank card: 13 to 19 digits
/// that pass the Luhn check (ISO/IEC 7812-1). Single spaces and hyphens between digits do not hide a number.
pub fn mask(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = chars.clone();
    for run in numbers(&chars) {
        let keep_from = run.len().saturating_sub(2);
        for (i, place) in run.iter().enumerate() {
            if i >= 3
                && i < keep_from
                && let Some(c) = out.get_mut(*place)
            {
                *c = '*';
            }
        }
    }
    out.into_iter().collect()
}

/// Where the numbers stand that [`mask`] hides, in bytes, on char boundaries.
pub fn personal(text: &str) -> Vec<Range<usize>> {
    if !text.chars().any(|c| is_digit(Some(&c))) {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    numbers(&chars)
        .into_iter()
        .filter_map(|run| {
            let from = bytes.get(*run.first()?)?;
            let to = bytes.get(*run.last()? + 1)?;
            Some(*from..*to)
        })
        .collect()
}

/// The places of the digits of each personal number.
fn numbers(chars: &[char]) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_digit(chars.get(at)) || (at > 0 && chars.get(at - 1).is_some_and(char::is_ascii_alphanumeric))
        {
            at += 1;
            continue;
        }
        let run = digits_from(chars, at);
        let end = run.last().map_or(at, |last| last + 1);
        if is_personal(chars, &run) {
            found.push(run);
        }
        at = end.max(at + 1);
    }
    found
}

fn fold_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        'Ｘ' | 'ｘ' | 'x' => 'X',
        other => other,
    }
}

fn is_digit(c: Option<&char>) -> bool {
    c.is_some_and(|&c| fold_digit(c).is_ascii_digit())
}

/// Places of the digits (and a closing X) of a number that begins here; single separators are passed over.
fn digits_from(chars: &[char], start: usize) -> Vec<usize> {
    let mut places = vec![start];
    let mut at = start + 1;
    while let Some(&c) = chars.get(at) {
        if is_digit(Some(&c)) {
            places.push(at);
        } else if fold_digit(c) == 'X' && places.len() == 17 {
            places.push(at);
            break;
        } else if !(matches!(c, ' ' | '-') && is_digit(chars.get(at + 1))) {
            break;
        }
        at += 1;
    }
    places
}

fn is_personal(chars: &[char], places: &[usize]) -> bool {
    let digits: Vec<char> = places.iter().filter_map(|&p| chars.get(p)).map(|&c| fold_digit(c)).collect();
    match digits.as_slice() {
        ['1', '3'..='9', ..] if digits.len() == 11 => true,
        ['8', '6', '1', '3'..='9', ..] if digits.len() == 13 => true,
        [..] if digits.len() == 18 => true,
        [..] => (13..=19).contains(&digits.len()) && luhn(&digits),
    }
}

fn luhn(digits: &[char]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 0 {
                d
            } else if d > 4 {
                d * 2 - 9
            } else {
                d * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_numbers_are_masked_and_others_are_not() {
        assert_eq!(mask("13812345678的余额"), "138******78的余额");
        assert_eq!(mask("138 1234 5678"), "138 **** **78");
        assert_eq!(mask("+8613812345678"), "+861********78");
        assert_eq!(mask("身份证11010519491231002X"), "身份证110*************2X");
        assert_eq!(mask("卡号4111111111111111"), "卡号411***********11");
        assert_eq!(mask("１３８１２３４５６７８"), "１３８******７８");
        for kept in ["100196", "58元套餐", "2026-11-22", "yl-1001", "订单20261122000123", "12300"] {
            assert_eq!(mask(kept), kept);
        }
    }
}
