//! The sign at the head of a line that makes it an item of a list.

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// `1.`, `2、`, `（3）`, `④`, `五、`: tells which of several.
    Number,
    /// `·`, `-`, `•`: tells only that there are several.
    Bullet,
}

/// Bullets of Markdown, of our own plain lines, and of messengers.
const BULLETS: &str = "·-*+•●○▪■◆◇–—▶►✓✔√";

/// Digits of Chinese numbers.
const CHINESE: &str = "一二三四五六七八九十";

/// What can be around or behind a number.
const OPENING: &str = "(（";
const CLOSING: &str = ".．、)）";

/// The marker of a line and what stands behind it; `None` when the line is no item. White space in front is no part of either.
pub(super) fn marker(line: &str) -> Option<(Marker, &str)> {
    let line = line.trim_start();
    let mut chars = line.chars();
    let first = chars.next()?;
    let behind = chars.as_str();
    let (kind, rest) = if is_circled(first) {
        (Marker::Number, behind)
    } else if BULLETS.contains(first) {
        // `-5元` and `**月费**` are text; bullets that nothing else is written with need no blank.
        let spaced = behind.starts_with(char::is_whitespace);
        (Marker::Bullet, if spaced || !"-*+–—√".contains(first) { behind } else { return None })
    } else {
        (Marker::Number, numbered(line)?)
    };
    let rest = rest.trim();
    (!rest.is_empty()).then_some((kind, rest))
}

/// What stands behind a number of at most two digits and its sign.
fn numbered(line: &str) -> Option<&str> {
    let bracketed = line.starts_with(|c| OPENING.contains(c));
    let line = line.trim_start_matches(|c| OPENING.contains(c));
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() == line.len() { line.trim_start_matches(|c| CHINESE.contains(c)) } else { rest };
    let number = line.len().checked_sub(rest.len()).and_then(|n| line.get(..n))?;
    if number.is_empty() || number.chars().count() > 2 {
        return None;
    }
    let mut chars = rest.chars();
    let sign = chars.next().filter(|&c| CLOSING.contains(c))?;
    let rest = chars.as_str();
    // A number in brackets needs the other bracket; 3.5元 and 10、20元 are no items; 一.and 一) nobody writes.
    let closed = !bracketed || ")）".contains(sign);
    let text = !rest.starts_with(|c: char| c.is_ascii_digit());
    (closed && text).then_some(rest)
}

fn is_circled(c: char) -> bool {
    matches!(c, '①'..='⑳' | '⑴'..='⒇' | '❶'..='❿' | '㈠'..='㈩')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_item() {
        use Marker::{Bullet, Number};
        let cases = [
            ("1. 打开App", Some((Number, "打开App"))),
            ("1.打开", Some((Number, "打开"))),
            ("12、打开", Some((Number, "打开"))),
            ("（3）打开", Some((Number, "打开"))),
            ("(3) 打开", Some((Number, "打开"))),
            ("3) 打开", Some((Number, "打开"))),
            ("① 59元", Some((Number, "59元"))),
            ("①59元", Some((Number, "59元"))),
            ("十一、打开", Some((Number, "打开"))),
            ("  · 余额", Some((Bullet, "余额"))),
            ("- 余额", Some((Bullet, "余额"))),
            ("•余额", Some((Bullet, "余额"))),
            ("-5元", None),
            ("**月费**59元", None),
            ("3.5元", None),
            ("10、20元两档", None),
            ("129、打开", None),
            ("59元：30GB", None),
            ("（3", None),
            ("(含税)", None),
            ("一共五档", None),
            ("1. ", None),
            ("·", None),
            ("", None),
        ];
        for (line, expected) in cases {
            assert_eq!(marker(line), expected, "{line}");
        }
    }
}
