//! Makes text from outside harmless: escape sequences, control, bidirectional and zero-width characters
//! never reach a terminal or a clipboard.

use std::borrow::Cow;

/// Whether a character may not be shown or copied as it is. A line feed and a tab are the caller's business.
pub fn is_harmful(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator.
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        // Zero-width space and joiners, marks and overrides of direction, line and paragraph separators.
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        // Word joiner, invisible operators, isolates, deprecated format characters.
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        // Tags.
        | '\u{e0000}'..='\u{e007f}')
}

/// Text for the screen: each harmful character becomes a visible, one-cell stand-in `·`, so that a reader
/// sees that something was there. Tabs become two spaces; `\r\n` and `\r` become `\n`.
pub fn for_screen(text: &str) -> Cow<'_, str> {
    clean(text, Some('·'))
}

/// Text for a clipboard: harmful characters are left out, line ends are `\n`, tabs stay out as two spaces.
pub fn for_copy(text: &str) -> Cow<'_, str> {
    clean(text, None)
}

/// Text for one line of the screen: as [`for_screen`], with line ends shown as spaces.
pub fn one_line(text: &str) -> String {
    for_screen(text).split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")
}

fn clean(text: &str, stand_in: Option<char>) -> Cow<'_, str> {
    if !text.chars().any(|c| is_harmful(c) || c == '\t' || c == '\r') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\t' => out.push_str("  "),
            // An escape sequence goes as a whole: its letters are not text.
            '\u{1b}' => {
                skip_sequence(&mut chars);
                out.extend(stand_in);
            }
            '\u{9b}' => {
                skip_csi(&mut chars);
                out.extend(stand_in);
            }
            c if is_harmful(c) => out.extend(stand_in),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Skips what follows ESC (ECMA-48, 5.3 and 5.6): a control sequence, a control string, or one or two characters.
fn skip_sequence(chars: &mut Chars<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_csi(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            // A string ends with BEL or ST; one that never ends must not swallow the text, so look first.
            let mut ahead = chars.clone();
            ahead.next();
            let mut length = 1;
            while let Some(c) = ahead.next() {
                length += 1;
                if c == '\u{7}' || c == '\u{9c}' || (c == '\u{1b}' && ahead.peek() == Some(&'\\')) {
                    let with_st = usize::from(c == '\u{1b}');
                    for _ in 0..length + with_st {
                        chars.next();
                    }
                    return;
                }
            }
            chars.next();
        }
        Some('(' | ')' | '*' | '+' | '#' | ' ') => {
            chars.next();
            chars.next();
        }
        Some('\u{30}'..='\u{7e}') => {
            chars.next();
        }
        _ => {}
    }
}

/// Skips parameters, intermediates and the final character of a control sequence.
fn skip_csi(chars: &mut Chars<'_>) {
    while chars.next_if(|c| matches!(c, '\u{20}'..='\u{3f}')).is_some() {}
    chars.next_if(|c| matches!(c, '\u{40}'..='\u{7e}'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_leave_as_a_whole() {
        assert_eq!(for_copy("a\u{1b}[31mred\u{1b}[0mb"), "aredb");
        assert_eq!(for_copy("a\u{1b}]52;c;aGk=\u{7}b"), "ab");
        assert_eq!(for_copy("a\u{1b}]0;title\u{1b}\\b"), "ab");
        assert_eq!(for_screen("a\u{1b}[2Jb"), "a·b");
    }

    #[test]
    fn a_control_string_without_end_does_not_swallow_the_text() {
        assert_eq!(for_copy("a\u{1b}]余额查询"), "a余额查询");
    }

    #[test]
    fn bidi_and_zero_width_never_pass() {
        for c in ['\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{0}', '\u{7f}', '\u{85}'] {
            assert_eq!(for_copy(&format!("退{c}款")), "退款", "{c:?}");
            assert_eq!(for_screen(&format!("退{c}款")), "退·款", "{c:?}");
        }
    }

    #[test]
    fn line_ends_are_line_feeds() {
        assert_eq!(for_screen("a\r\nb\rc"), "a\nb\nc");
        assert_eq!(one_line("a\r\n\r\n b\tc"), "a b  c");
    }
}
