//! Numbers as their format shows them, as far as that says more than the number: per cent, currencies, units.

/// A number as text, with the 15 digits that a spreadsheet keeps: 0.1 + 0.2 is 0.3.
pub(super) fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number:.0}");
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// What a format makes of a number: `0.00%` of 0.15 is `15%`, `¥#,##0.00` of 15 is `¥15`, `0"元/月"` is `15元/月`.
/// `None` when the format shows nothing but the number. Codes as in ECMA-376 part 1, 18.8.31; only the first section
/// counts, and how many digits it shows does not: the value is what the house knows.
pub(super) fn shown(number: f64, code: &str) -> Option<String> {
    let section = code.split(';').next().unwrap_or_default();
    if section.eq_ignore_ascii_case("general") || section == "@" {
        return None;
    }
    let (mut before, mut behind) = (String::new(), String::new());
    let (mut in_digits, mut is_rate) = (false, false);
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        let literal = match c {
            '0' | '#' | '?' => {
                in_digits = true;
                continue;
            }
            '%' => {
                is_rate = true;
                continue;
            }
            '"' => chars.by_ref().take_while(|&c| c != '"').collect(),
            '\\' => chars.next().map(String::from).unwrap_or_default(),
            // `_x` leaves a gap as wide as x, `*x` fills with it.
            '_' | '*' => {
                chars.next();
                continue;
            }
            // `[$¥-804]` names a currency, `[Red]` and `[>100]` only how it looks.
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                inside
                    .strip_prefix('$')
                    .map(|sign| sign.split('-').next().unwrap_or_default().to_owned())
                    .unwrap_or_default()
            }
            '¥' | '￥' | '$' | '€' | '£' => c.to_string(),
            _ if is_wide(c) => c.to_string(),
            _ => continue,
        };
        if in_digits { &mut behind } else { &mut before }.push_str(&literal);
    }
    if !in_digits || (before.trim().is_empty() && behind.trim().is_empty() && !is_rate) {
        return None;
    }
    let value = if is_rate { plain(number * 100.0) + "%" } else { plain(number) };
    Some(format!("{}{value}{}", before.trim(), behind.trim()))
}

/// Units such as 元 stand in formats without quotes, too.
fn is_wide(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_rates_currencies_and_units() {
        let table: &[(f64, &str, Option<&str>)] = &[
            (0.15, "0%", Some("15%")),
            (0.003, "0.00%", Some("0.3%")),
            (15.0, "¥#,##0.00", Some("¥15")),
            (15.5, "[$¥-804]#,##0.00;[Red]-[$¥-804]#,##0.00", Some("¥15.5")),
            (15.0, "0\"元/月\"", Some("15元/月")),
            (15.0, "0元", Some("15元")),
            (15.0, "_ * #,##0_ ", None),
            (15.0, "General", None),
            (15.0, "0.00", None),
            (15.0, "#,##0", None),
            (15.0, "@", None),
            (15.0, "yyyy", None),
            (15.0, "0\"", None),
        ];
        for (number, code, text) in table {
            assert_eq!(shown(*number, code).as_deref(), *text, "{code}");
        }
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(1e21), "1000000000000000000000");
        assert_eq!(plain(-2.50), "-2.5");
    }
}
