//! Blocks become Markdown.

use super::blocks::{Block, Kind};

/// The text of a document.
pub(super) fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut before: Option<Kind> = None;
    for block in blocks {
        let text = block.text.trim().replace('\u{AD}', "");
        if text.is_empty() {
            continue;
        }
        match before {
            Some(Kind::Item) if block.kind == Kind::Item => out.push('\n'),
            Some(_) => out.push_str("\n\n"),
            None => {}
        }
        match block.kind {
            Kind::Heading(level) => {
                out.push_str(&"#".repeat(level));
                out.push(' ');
                // Signs at the end of a heading count as its own.
                match text.strip_suffix('#') {
                    Some(rest) => {
                        out.push_str(rest);
                        out.push_str("\\#");
                    }
                    None => out.push_str(&text),
                }
            }
            Kind::Item => {
                out.push_str("- ");
                push_escaped(&mut out, &text);
            }
            Kind::Paragraph => push_escaped(&mut out, &text),
        }
        before = Some(block.kind);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Adds text that begins a line. What would make something else of the line gets a backslash; numbers of lists stay.
fn push_escaped(out: &mut String, text: &str) {
    let mut letters = text.chars();
    let first = letters.next();
    let rest = letters.as_str();
    let is_rule = matches!(first, Some('-' | '*' | '_' | '='))
        && text.chars().filter(|&c| c != ' ').all(|c| Some(c) == first)
        && text.len() > 1;
    let is_special = match first {
        Some('#' | '>') => true,
        Some('+' | '*' | '-') => rest.is_empty() || rest.starts_with(' '),
        Some('`') => rest.starts_with("``"),
        Some('~') => rest.starts_with("~~"),
        Some('|') => true,
        Some('<') => rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        // It would be taken for the address of a link, and not be shown.
        Some('[') => rest.contains("]:"),
        _ => false,
    };
    if is_rule || is_special {
        out.push('\\');
    }
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - behind.len();
    // A year that ends a sentence is not the 2024th of a list.
    if (3..=9).contains(&digits) && (behind.starts_with(". ") || behind.starts_with(") ")) {
        out.push_str(text.get(..digits).unwrap_or_default());
        out.push('\\');
        out.push_str(behind);
        return;
    }
    out.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_at_line_starts_are_escaped() {
        let table = [
            ("# 号键", "\\# 号键"),
            ("> 大于", "\\> 大于"),
            ("+ 加", "\\+ 加"),
            ("+86 开头", "+86 开头"),
            ("-----", "\\-----"),
            ("<b>粗", "\\<b>粗"),
            ("< 5 元", "< 5 元"),
            ("2024. 年", "2024\\. 年"),
            ("1. 先", "1. 先"),
            ("[1]: 注", "\\[1]: 注"),
            ("普通 # > 文", "普通 # > 文"),
        ];
        for (text, expected) in table {
            let mut out = String::new();
            push_escaped(&mut out, text);
            assert_eq!(out, expected);
        }
    }
}
