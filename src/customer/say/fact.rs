//! How a fact is said.

use crate::text::facts::{Fact, Kind};

use super::digits::{One, number, one_by_one};
use super::signs::half;

/// A fact in the words of somebody who reads it out. `written` is its text. Groups of a long number to dial are parted by
/// blanks. A variable stays as it is: its value is said when it is known.
pub(super) fn say(fact: &Fact, written: &str) -> String {
    match fact.kind {
        Kind::Variable => written.to_owned(),
        Kind::Url => address(written),
        Kind::Phone => phone(written),
        Kind::Code => code(written),
        Kind::Date => date(&fact.value, written),
        Kind::Time => time(written),
        Kind::Discount => discount(written),
        _ => measure(written),
    }
}

/// Latin units and what is said for them; those of speed are said with 每秒 in front.
const UNITS: &[(&str, &str)] = &[
    ("GHz", "吉赫"),
    ("MHz", "兆赫"),
    ("GB", "G"),
    ("MB", "兆"),
    ("KB", "K"),
    ("TB", "T"),
    ("G", "G"),
    ("M", "兆"),
    ("h", "小时"),
    ("min", "分钟"),
    ("ms", "毫秒"),
    ("s", "秒"),
    ("km", "公里"),
    ("cm", "厘米"),
    ("mm", "毫米"),
    ("kg", "公斤"),
    ("dB", "分贝"),
];

const SPEEDS: &[(&str, &str)] = &[("Kbps", "K"), ("Mbps", "兆"), ("Gbps", "G"), ("Mbit", "兆"), ("Mb", "兆")];

const CURRENCIES: &[(&str, &str)] =
    &[("¥", "元"), ("￥", "元"), ("RMB", "元"), ("CNY", "元"), ("$", "美元"), ("€", "欧元")];

/// Behind these 2 is 二; a count of anything else is 两.
const ORDINALS: &str = "月日号%‰级路期点";

/// An amount, share, length of time or quantity: each number with its unit, what it is for in front.
fn measure(written: &str) -> String {
    let mut text: String =
        written.chars().map(half).filter(|c| !c.is_whitespace() && *c != '*' && *c != '`').collect();
    let currency = CURRENCIES.iter().find(|(sign, _)| text.to_ascii_uppercase().starts_with(sign));
    for (sign, _) in CURRENCIES {
        text = text.replace(sign, "");
    }
    if let Some((_, name)) = currency
        && !text.contains('元')
    {
        // ¥1.5万/月
        let at =
            text.find(|c: char| !c.is_ascii_digit() && !".,-~万亿千百".contains(c)).unwrap_or(text.len());
        text.insert_str(at, name);
    }
    if let Some((upper, lower)) = text.split_once('/')
        && let (Ok(_), Ok(_)) = (upper.parse::<u32>(), lower.parse::<u32>())
    {
        return format!("{}分之{}", number(lower, "二"), number(upper, "二"));
    }
    let mut parts = text.split('/');
    let base = parts.next().unwrap_or_default();
    let (front, said) = spoken_numbers(base);
    let mut each = String::new();
    for part in parts {
        match part {
            // 59/79元 came as one.
            part if part.starts_with(|c: char| c.is_ascii_digit()) => return joined(&text),
            "s" => each.push_str("每秒"),
            part => each.push_str(&format!("每{}", unit(part).map_or(part, |(name, _)| name))),
        }
    }
    format!("{front}{each}{said}")
}

fn joined(text: &str) -> String {
    text.split('/').map(measure).collect::<Vec<_>>().join("、")
}

/// What is said for a Latin unit, and whether it is one of speed. MB is no Mb, but gb is GB.
fn unit(latin: &str) -> Option<(&'static str, bool)> {
    let all = || {
        SPEEDS
            .iter()
            .map(|(name, said)| (*name, (*said, true)))
            .chain(UNITS.iter().map(|(name, said)| (*name, (*said, false))))
    };
    let exact = all().find(|(name, _)| *name == latin);
    exact.or_else(|| all().find(|(name, _)| name.eq_ignore_ascii_case(latin))).map(|(_, said)| said)
}

/// What stands before the first number, and the rest as it is said.
fn spoken_numbers(text: &str) -> (String, String) {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let first = chars.iter().position(char::is_ascii_digit).unwrap_or(chars.len());
    let first =
        if first > 0 && matches!(chars.get(first - 1), Some('-' | '−')) { first - 1 } else { first };
    let front = before_number(chars.get(..first).unwrap_or_default());
    let (mut out, mut at, mut speed) = (String::new(), first, false);
    while let Some(&c) = chars.get(at) {
        if digit(at) {
            let end = number_end(&chars, at);
            let written: String = chars.iter().skip(at).take(end - at).collect();
            let is_share = share_behind(&chars, end);
            if let Some(share) = is_share {
                out.push_str(share);
            }
            let next = chars.get(end).copied().unwrap_or('%');
            let alone = if ORDINALS.contains(next) { "二" } else { "两" };
            let written = trimmed(&written);
            out.push_str(&match (is_share, written) {
                (Some("百分之"), "100") => "百".to_owned(),
                _ => number(written, alone),
            });
            at = end;
        } else if is_span(c) && digit(at + 1) {
            out.push_str(if at == first { minus(text) } else { "到" });
            at += 1;
        } else if c.is_ascii_alphabetic() {
            let end = at + chars.iter().skip(at).take_while(|c| c.is_ascii_alphabetic()).count();
            let latin: String = chars.iter().skip(at).take(end - at).collect();
            match unit(&latin) {
                Some((said, is_speed)) => {
                    speed |= is_speed;
                    out.push_str(said);
                }
                None => out.push_str(&latin),
            }
            at = end;
        } else {
            match c {
                '%' | '‰' => {}
                '+' => out.push('加'),
                '×' | '*' => out.push('乘'),
                '℃' => out.push_str("摄氏度"),
                '㎡' => out.push_str("平方米"),
                '〇' => out.push('零'),
                ',' | '、' => out.push('、'),
                c if is_span(c) => out.push('到'),
                c => out.push(c),
            }
            at += 1;
        }
    }
    if speed { (format!("{front}每秒"), out) } else { (front, out) }
}

/// What stands before the first number: 每GB is 每G, T+ is T加.
fn before_number(chars: &[char]) -> String {
    let mut out = String::new();
    let mut latin = String::new();
    for c in chars.iter().chain([&' ']) {
        if c.is_ascii_alphabetic() {
            latin.push(*c);
            continue;
        }
        let word = std::mem::take(&mut latin);
        // One letter is a name: T+1.
        let said = unit(&word).filter(|_| word.len() > 1).map_or(word.as_str(), |(said, _)| said);
        out.push_str(said);
        match c {
            '〇' => out.push('零'),
            '+' => out.push('加'),
            ' ' => {}
            c => out.push(*c),
        }
    }
    out
}

/// A minus before a number: degrees are below zero.
fn minus(text: &str) -> &'static str {
    if text.contains('℃') { "零下" } else { "负" }
}

fn is_span(c: char) -> bool {
    matches!(c, '-' | '~' | '–' | '—' | '−' | '至' | '到')
}

/// 百分之 or 千分之, where the number that ends here, or the range that it begins, is a share.
pub(super) fn share_behind(chars: &[char], end: usize) -> Option<&'static str> {
    let sign = |at: usize| match chars.get(at) {
        Some('%') => Some("百分之"),
        Some('‰') => Some("千分之"),
        _ => None,
    };
    sign(end).or_else(|| {
        let next = chars.get(end).filter(|c| is_span(**c)).map(|_| end + 1)?;
        chars.get(next).filter(|c| c.is_ascii_digit())?;
        sign(number_end(chars, next))
    })
}

/// The end of the number that begins here: digits, grouping commas, one point.
pub(super) fn number_end(chars: &[char], from: usize) -> usize {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let (mut at, mut point) = (from, false);
    while let Some(&c) = chars.get(at) {
        let goes_on = match c {
            '0'..='9' => true,
            ',' => !point && (1..=3).all(|n| digit(at + n)) && !digit(at + 4),
            '.' => !std::mem::replace(&mut point, true) && digit(at + 1),
            _ => false,
        };
        if !goes_on {
            break;
        }
        at += 1;
    }
    at
}

/// 15.00 is said as 15.
pub(super) fn trimmed(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

/// 8.5折 and 85折 are 八五折.
fn discount(written: &str) -> String {
    let text: String = written.chars().map(half).filter(|c| !c.is_whitespace() && *c != '*').collect();
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => out.push_str(&one_by_one(&c.to_string(), One::Plain)),
            '.' => {}
            c if is_span(c) => out.push('到'),
            c => out.push(c),
        }
    }
    out
}

/// 2026-01-01 and 2026年1月1日 are 二零二六年一月一日.
fn date(value: &str, written: &str) -> String {
    let text: String = written.chars().map(half).filter(|c| !c.is_whitespace() && *c != '*').collect();
    if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.')) {
        let parts: Vec<&str> = value.trim_end_matches(['月', '日']).split('-').collect();
        let of = |part: &str, unit: &str| format!("{}{unit}", number(part, "二"));
        return match parts.as_slice() {
            [year, month, day] => {
                format!("{}年{}{}", one_by_one(year, One::Plain), of(month, "月"), of(day, "日"))
            }
            [year, month] if year.len() == 4 => {
                format!("{}年{}", one_by_one(year, One::Plain), of(month, "月"))
            }
            [month, day] => format!("{}{}", of(month, "月"), of(day, "日")),
            // One of several days that share their unit: 7 of 7、8月.
            _ => number(&text, "二"),
        };
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let (head, tail) = rest.split_at_checked(digits.max(c.len_utf8())).unwrap_or((rest, ""));
        match c {
            '0'..='9' if tail.starts_with('年') && (digits == 4 || digits == 2) => {
                out.push_str(&one_by_one(head, One::Plain));
            }
            '0'..='9' => out.push_str(&number(head, "二")),
            '〇' => out.push('零'),
            c if is_span(c) => out.push('到'),
            c => out.push(c),
        }
        rest = tail;
    }
    out
}

/// 9:00 is 九点, 8:05 is 八点零五分.
fn time(written: &str) -> String {
    let text: String = written.chars().map(half).filter(|c| !c.is_whitespace() && *c != '*').collect();
    // 7*24小时 has lost its sign.
    if written.contains(['×', '*', 'x', 'X']) {
        return measure(&written.replace(['*', 'x', 'X'], "×"));
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_ascii_digit() {
            let end = at + chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
            let digits: String = chars.iter().skip(at).take(end - at).collect();
            if at > 0 && chars.get(at - 1) == Some(&':') {
                out.push_str(&minutes(&digits, chars.get(end) == Some(&':')));
            } else {
                out.push_str(&number(&digits, if chars.get(end) == Some(&'分') { "二" } else { "两" }));
            }
            at = end;
            continue;
        }
        match c {
            ':' => out.push('点'),
            c if is_span(c) => out.push('到'),
            c => out.push(c),
        }
        at += 1;
    }
    out
}

/// What follows the hour: nothing at the full hour, else with a zero before a single minute.
fn minutes(digits: &str, goes_on: bool) -> String {
    match digits.trim_start_matches('0') {
        "" if !goes_on => String::new(),
        "" => "零".to_owned(),
        rest if rest.len() < digits.len() => format!("零{}分", number(rest, "二")),
        rest => format!("{}分", number(rest, "二")),
    }
}

/// A number to dial, digit by digit, in the groups in which it is written, else in those in which it is said.
fn phone(written: &str) -> String {
    let text: String = written.chars().map(half).collect();
    let (number, extension) = match text.find(['转', '分']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default()),
        None => (text.as_str(), ""),
    };
    let number = number.trim_start_matches('+');
    let groups: Vec<&str> =
        number.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let groups: Vec<String> = match groups.as_slice() {
        [one] => grouped(one),
        many => many.iter().map(|group| (*group).to_owned()).collect(),
    };
    let mut said: Vec<String> = groups.iter().map(|group| one_by_one(group, One::Dialled)).collect();
    if !extension.is_empty() {
        let word = if extension.contains("分机") { "转分机" } else { "转" };
        said.push(format!("{word}{}", one_by_one(extension, One::Dialled)));
    }
    said.join(" ")
}

/// The groups of a number: 138 1234 5678, 400 123 4567, 0871 6316 1234; short ones have one.
fn grouped(digits: &str) -> Vec<String> {
    let area = if digits.starts_with("010") || digits.starts_with("02") { 3 } else { 4 };
    let sizes: &[usize] = match (digits.len(), digits.as_bytes().first()) {
        (11, Some(b'1')) => &[3, 4, 4],
        (10, Some(b'4' | b'8')) => &[3, 3, 4],
        (11, Some(b'0')) if area == 3 => &[3, 4, 4],
        (11, Some(b'0')) => &[4, 3, 4],
        (12, Some(b'0')) => &[4, 4, 4],
        (8, _) => &[4, 4],
        _ => return vec![digits.to_owned()],
    };
    let mut rest = digits;
    sizes
        .iter()
        .map(|size| {
            let (group, tail) = rest.split_at_checked(*size).unwrap_or((rest, ""));
            rest = tail;
            group.to_owned()
        })
        .collect()
}

/// Letters as they are, digits one by one: KD-0012 is KD杠零零幺二.
fn code(written: &str) -> String {
    written
        .chars()
        .map(half)
        .map(|c| match c {
            '0'..='9' => one_by_one(&c.to_string(), One::Dialled),
            '-' => "杠".to_owned(),
            '_' => "下划线".to_owned(),
            c if c.is_ascii_alphabetic() => c.to_ascii_uppercase().to_string(),
            _ => String::new(),
        })
        .collect()
}

/// Most chars of the path of an address that is spelt; of a longer one only the host is said.
const MOST_PATH: usize = 12;

/// An address as it is spelt: the host, and what follows it where that is short.
fn address(written: &str) -> String {
    let text: String = written.chars().map(half).collect();
    let text = ["https://", "http://", "ftp://", "mailto:"]
        .iter()
        .find_map(|scheme| {
            text.get(..scheme.len())
                .filter(|head| head.eq_ignore_ascii_case(scheme))
                .and(text.get(scheme.len()..))
        })
        .unwrap_or(&text);
    let (host, path) =
        text.find(['/', '?', '#']).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    let path = path.trim_end_matches('/');
    let is_short =
        path.len() <= MOST_PATH && path.chars().all(|c| c.is_ascii_alphanumeric() || "/-._".contains(c));
    let spelt = if is_short { format!("{host}{path}") } else { host.to_owned() };
    spelt
        .chars()
        .map(|c| match c {
            '0'..='9' => one_by_one(&c.to_string(), One::Dialled),
            '.' => "点".to_owned(),
            '/' => "斜杠".to_owned(),
            '-' => "杠".to_owned(),
            '_' => "下划线".to_owned(),
            '@' => "艾特".to_owned(),
            ':' => "冒号".to_owned(),
            c => c.to_string(),
        })
        .collect()
}
