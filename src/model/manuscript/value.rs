//! Values on a line: what cannot stand there is written as `\u{hex}`.

use crate::text::clean::is_harmful;

/// A value that is there and empty.
pub(super) const EMPTY: &str = "\"\"";

fn put_code(out: &mut String, c: char) {
    use std::fmt::Write as _;
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

/// Whether a backslash at the beginning of this text would be read as the beginning of a code.
fn begins_code(text: &str) -> bool {
    text.starts_with("\\u{")
}

/// Escapes harmful characters, some others, and backslashes that would be read as codes.
pub(super) fn escape(text: &str, others: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_code = c == '\\' && text.get(at..).is_some_and(begins_code);
        if is_code || is_harmful(c) || others.contains(&c) {
            put_code(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// A value for a line of its own or a part of one; never empty, and without blanks at its ends.
pub(super) fn on_line(text: &str, separators: &[char]) -> String {
    if text.is_empty() {
        return EMPTY.into();
    }
    let mut others = separators.to_vec();
    others.push('\n');
    let middle = text.trim();
    let (before, after) = match text.find(middle).filter(|_| !middle.is_empty()) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at + middle.len()..).unwrap_or_default()),
        None => (text, ""),
    };
    let mut out = String::new();
    before.chars().for_each(|c| put_code(&mut out, c));
    // What would be read as an empty value, or as a comment or an entry, is said in another way.
    match middle.chars().next() {
        Some(first @ ('"' | '#' | '-')) if out.is_empty() => {
            put_code(&mut out, first);
            out.push_str(&escape(middle.get(first.len_utf8()..).unwrap_or_default(), &others));
        }
        _ => out.push_str(&escape(middle, &others)),
    }
    after.chars().for_each(|c| put_code(&mut out, c));
    out
}

/// Puts the characters back that codes stand for; what is no code stays as it is.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u{") {
        let (before, code) = rest.split_at(at);
        out.push_str(before);
        let inside = code.get(3..).unwrap_or_default();
        let read = inside.find('}').filter(|end| *end <= 6).and_then(|end| {
            let c = u32::from_str_radix(inside.get(..end)?, 16).ok().and_then(char::from_u32)?;
            Some((c, inside.get(end + 1..)?))
        });
        match read {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push_str("\\u{");
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// A value as it is read from a line; `None` for nothing.
pub(super) fn from_line(text: &str) -> Option<String> {
    match text.trim() {
        "" => None,
        EMPTY => Some(String::new()),
        text => Some(unescape(text)),
    }
}

/// The parts of a line between separators, each as by [`from_line`]; nothing for a blank line.
pub(super) fn parts(text: &str, separators: &[char]) -> Vec<Option<String>> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    text.split(separators).map(from_line).collect()
}

/// A text of several lines. Lines that begin a section are escaped, and blank ends, which an editor drops.
pub(super) fn block(text: &str) -> String {
    let is_blank = |line: &str| line.trim().is_empty();
    let count = text.split('\n').count();
    let mut out = String::with_capacity(text.len());
    let mut code_first = text.split('\n').next().is_some_and(is_blank) && !text.is_empty();
    let code_last = count > 1 && text.split('\n').next_back().is_some_and(is_blank);
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    let mut begins_line = true;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let is_code = c == '\\' && begins_code(rest);
        let is_section = begins_line && rest.starts_with("===");
        if code_first || (code_last && at == last) || is_code || is_section || (is_harmful(c)) {
            put_code(&mut out, c);
        } else {
            out.push(c);
        }
        code_first = false;
        begins_line = c == '\n';
    }
    out
}
