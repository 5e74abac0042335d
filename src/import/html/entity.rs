//! Character references.

use std::borrow::Cow;

/// The references that exports use. Without the semicolon they are text: `?a=1&copy=2`.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("zwnj", ""),
    ("zwj", ""),
    ("shy", ""),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("hellip", "…"),
    ("mdash", "—"),
    ("ndash", "–"),
    ("middot", "·"),
    ("bull", "•"),
    ("times", "×"),
    ("divide", "÷"),
    ("deg", "°"),
    ("plusmn", "±"),
    ("le", "≤"),
    ("ge", "≥"),
    ("ne", "≠"),
    ("yen", "¥"),
    ("euro", "€"),
    ("pound", "£"),
    ("cent", "¢"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("sect", "§"),
    ("para", "¶"),
    ("larr", "←"),
    ("rarr", "→"),
    ("uarr", "↑"),
    ("darr", "↓"),
    ("radic", "√"),
    ("permil", "‰"),
    ("frac12", "½"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
];

/// Decodes references; what is none stays.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        rest = after;
        let name_bytes = after.bytes().take(12).position(|b| b == b';');
        let name = name_bytes.and_then(|end| after.get(..end));
        match name.and_then(meaning) {
            Some(meaning) => {
                out.push_str(&meaning);
                rest = name_bytes.and_then(|end| after.get(end + 1..)).unwrap_or_default();
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn meaning(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let c = char::from_u32(code)?;
        // A reference to a control character means nothing in HTML, and nothing good in a terminal.
        return Some(match c {
            '\u{a0}' => Cow::Borrowed(" "),
            '\t' | '\n' => Cow::Owned(c.to_string()),
            c if crate::text::clean::is_harmful(c) => Cow::Borrowed(""),
            c => Cow::Owned(c.to_string()),
        });
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, text)| Cow::Borrowed(*text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once() {
        assert_eq!(
            decode("&amp;lt; &#20320;&#x597D; &#27;[2J &hellip; ?a=1&copy=2 &foo; & &"),
            "&lt; 你好 [2J … ?a=1&copy=2 &foo; & &"
        );
    }
}
