//! Codes of articles, tariffs and errors (kd-0012, TC_129, E1302), variables (`{{name}}`), and T+1.

use super::glyph::Line;

const LONGEST: usize = 40;

/// Names that look like codes.
const NAMES: &[&str] = &[
    "H264", "H265", "X264", "X265", "GB2312", "ISO9001", "SHA256", "AES128", "AES256", "RS232", "COVID-19",
    "GBK18030", "P2000",
];

/// The code that begins here, in capitals, and its end.
pub(super) fn code(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let mut end = at;
    while end - at < LONGEST {
        let next = line.run(end, LONGEST, |c| c.is_ascii_alphanumeric());
        let is_joined =
            line.is(next, |c| matches!(c, '-' | '_')) && line.is(next + 1, |c| c.is_ascii_alphanumeric());
        end = next;
        if !is_joined {
            break;
        }
        end += 1;
    }
    // kd-0012-30元 and the like stay whole: a code does not end in the middle of a word.
    let text = line.text(at, end);
    (is_code(&text) && !line.is(end, |c| c.is_ascii_alphanumeric())).then(|| (text.to_ascii_uppercase(), end))
}

fn is_code(text: &str) -> bool {
    let segments: Vec<&str> = text.split(['-', '_']).collect();
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return false };
    let letters = first.chars().take_while(char::is_ascii_alphabetic).count();
    let is_one_case = |s: &str| {
        let has = |f: fn(&char) -> bool| s.chars().any(|c| f(&c));
        !(has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase))
    };
    let digits = last.chars().filter(char::is_ascii_digit).count();
    if !(1..=8).contains(&letters)
        || !is_one_case(text)
        || NAMES.contains(&text.to_ascii_uppercase().as_str())
    {
        return false;
    }
    if segments.len() == 1 {
        // E1302 and TC129A; e1302 and A4 are too little to tell.
        let tail = text.chars().skip(letters).skip_while(char::is_ascii_digit).count();
        let is_upper = text.chars().all(|c| !c.is_ascii_lowercase());
        return is_upper && letters <= 6 && digits >= 3 && tail <= 1;
    }
    let starts = last.starts_with(|c: char| c.is_ascii_digit());
    starts && digits >= 2 && last.len() - digits <= 1 && segments.iter().all(|s| !s.is_empty())
}

/// `{{name}}`.
pub(super) fn variable(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let from = line.word(at, "{{")?;
    let to = line.run(from, 64, |c| c != '{' && c != '}');
    let end = line.word(to, "}}")?;
    let name = line.text(from, to);
    let name = name.trim();
    (!name.is_empty()).then(|| (format!("{{{{{name}}}}}"), end))
}

/// T+1, D+0.
pub(super) fn settlement(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let letter = line.get(at)?.to_ascii_uppercase();
    matches!(letter, 'T' | 'D').then_some(())?;
    let plus = line.gap(at + 1);
    (line.get(plus) == Some('+')).then_some(())?;
    let from = line.gap(plus + 1);
    let end = line.run(from, 3, |c| c.is_ascii_digit());
    let is_free = end > from && end - from <= 2 && !line.is(end, |c| c.is_ascii_alphanumeric() || c == '.');
    is_free.then(|| {
        let to = line.any(end, &["个工作日", "工作日", "个交易日", "交易日", "日", "天"]).unwrap_or(end);
        (format!("{letter}+{}", line.text(from, end)), to)
    })
}
