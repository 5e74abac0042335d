//! One line of a talk as plain text: a time, a name, words.

use super::field::Field;
use super::speaker::Speaker;

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// A turn begins: `客户：…`, `[10:03:22] 张三(坐席): …`, or only `张三 2026/3/1 10:03:22`.
    Turn { label: &'a str, speaker: Option<Speaker>, time: &'a str, text: &'a str },
    /// `会话：ID`, or a line of dashes, which has no id.
    Session(&'a str),
    /// `时间：2026-03-01` above the turns.
    Time(&'a str),
    /// A heading that says something of the talk, such as `坐席工号：1001`, or a time alone.
    Heading,
    /// More of the turn above.
    More(&'a str),
    /// Nothing.
    Blank,
}

/// Chars of a name.
const MOST_LABEL: usize = 24;

/// Reads a line.
pub(super) fn read(line: &str) -> Line<'_> {
    let line = line.trim().trim_start_matches('\u{feff}');
    if line.is_empty() {
        return Line::Blank;
    }
    if is_rule(line) {
        return Line::Session("");
    }
    // Lists and quotes of a page: - 客户：…
    let line = line.trim_start_matches(['-', '*', '•', '·', '>', ' ']);
    let (time, rest) = leading_time(line);
    if rest.is_empty() {
        return Line::Heading;
    }
    if let Some((label, text)) = label(rest) {
        return labelled(label, text, time).unwrap_or(Line::More(line));
    }
    // A name and a time on a line of their own; the words follow.
    let (label, after) = trailing_time(rest);
    let time = if time.is_empty() { after } else { time };
    let speaker = Speaker::of(label);
    let is_name = label.chars().count() <= MOST_LABEL && !label.is_empty() && !label.contains(is_stop);
    if is_name && (time.contains(':') || time.contains('：')) && (speaker.is_some() || !label.contains(' '))
    {
        return Line::Turn { label, speaker, time, text: "" };
    }
    Line::More(line)
}

fn labelled<'a>(label: &'a str, text: &'a str, time: &'a str) -> Option<Line<'a>> {
    match Field::of(label) {
        Some(Field::Session) => return Some(Line::Session(text)),
        Some(Field::Time) => return Some(Line::Time(text)),
        _ => {}
    }
    let (name, after) = trailing_time(label);
    let time = if time.is_empty() { after } else { time };
    let (inner, text) = leading_time(text);
    let time = if time.is_empty() { inner } else { time };
    let speaker = Speaker::of(name);
    if speaker.is_some() || !time.is_empty() && !name.is_empty() {
        return Some(Line::Turn { label: name, speaker, time, text });
    }
    // 坐席工号 names a role and is none.
    ["坐席", "座席", "客服", "客户", "用户", "来电"]
        .iter()
        .any(|role| name.starts_with(role))
        .then_some(Line::Heading)
}

/// A line of dashes or the like, of at least three.
fn is_rule(line: &str) -> bool {
    let dashes = |c: char| matches!(c, '-' | '=' | '*' | '_' | '—' | '─' | '–' | '~' | '#' | '＝' | '－');
    line.chars().all(dashes) && line.chars().nth(2).is_some()
}

/// What ends a name: with it in it, it is a sentence.
fn is_stop(c: char) -> bool {
    matches!(
        c,
        ',' | '，' | '。' | '？' | '?' | '！' | '!' | '；' | ';' | '、' | '"' | '“' | '|' | '\t' | '{' | '/'
    )
}

/// Cuts a name from the words: at the first colon that stands in no time and no address, or behind brackets.
fn label(line: &str) -> Option<(&str, &str)> {
    if let Some(rest) = line.strip_prefix(['[', '【', '<', '《'])
        && let Some((name, text)) = rest.split_once([']', '】', '>', '》'])
        && Speaker::of(name).is_some()
        && name.chars().count() <= MOST_LABEL
    {
        return Some((name, text.trim_start().trim_start_matches([':', '：']).trim_start()));
    }
    let bytes = line.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let (at, colon) = line.char_indices().find(|&(at, c)| {
        c == '：' && !digit(at.checked_sub(1))
            || c == ':' && !(digit(at.checked_sub(1)) && digit(Some(at + 1)))
    })?;
    let (label, text) = (line.get(..at)?.trim(), line.get(at + colon.len_utf8()..)?);
    let is_name = !label.is_empty() && label.chars().take(MOST_LABEL + 24).count() <= MOST_LABEL + 22;
    let short = trailing_time(label).0;
    let is_name = is_name && short.chars().count() <= MOST_LABEL && !short.contains(is_stop);
    (is_name && !text.starts_with("//")).then(|| (label, text.trim()))
}

/// A time at the beginning, in brackets or bare.
fn leading_time(line: &str) -> (&str, &str) {
    let opened = line.strip_prefix(['[', '(', '【', '（', '<']);
    if let Some(rest) = opened {
        if let Some((inside, after)) = rest.split_once([']', ')', '】', '）', '>'])
            && is_time(inside)
        {
            return (inside.trim(), after.trim());
        }
        return ("", line);
    }
    let end = line.char_indices().find(|(_, c)| !in_time(*c)).map_or(line.len(), |(at, _)| at);
    let time = line.get(..end).unwrap_or_default();
    if is_time(time) { (time.trim(), line.get(end..).unwrap_or_default().trim()) } else { ("", line) }
}

/// A time at the end, in brackets or bare, and what stands before it.
fn trailing_time(label: &str) -> (&str, &str) {
    let closed = label.strip_suffix([']', ')', '】', '）', '>']);
    if let Some(rest) = closed {
        if let Some((before, inside)) = rest.rsplit_once(['[', '(', '【', '（', '<'])
            && is_time(inside)
        {
            return (before.trim(), inside.trim());
        }
        return (label, "");
    }
    let start =
        label.char_indices().rev().take_while(|(_, c)| in_time(*c)).last().map_or(label.len(), |(at, _)| at);
    let mut start = start;
    let mut time = label.get(start..).unwrap_or_default();
    // The number of tb1001 belongs to the name.
    while let Some((first, rest)) = time.split_once(' ')
        && first.chars().all(|c| c.is_ascii_digit())
    {
        start += first.len() + 1;
        time = rest;
    }
    if is_time(time) { (label.get(..start).unwrap_or_default().trim(), time.trim()) } else { (label, "") }
}

fn in_time(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, ':' | '：' | '-' | '>' | '/' | '.' | ' ' | '~' | ',' | '年' | '月' | '日')
}

/// A time of day or a day, with at least two numbers.
fn is_time(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let clock = text.contains(':') || text.contains('：');
    let day = text.contains('年') || text.matches(['-', '/', '.']).count() >= 2;
    text.chars().all(in_time)
        && text.starts_with(|c: char| c.is_ascii_digit())
        && digits >= 3
        && (clock && digits <= 40 || day && (6..=24).contains(&digits))
}
