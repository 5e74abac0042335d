//! Numbers as they are said in Chinese.

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const PLACES: [&str; 4] = ["", "十", "百", "千"];
const SECTIONS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// Most digits of a number that is said as one; longer ones are said digit by digit.
const MOST_DIGITS: usize = 16;

/// How the digit 1 is said where digits follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum One {
    /// 一: years, versions.
    Plain,
    /// 幺: numbers to dial and codes, where 一 is too near to 七.
    Dialled,
}

/// Digits one by one; what is no digit is left out.
pub(super) fn one_by_one(digits: &str, one: One) -> String {
    let said = |digit: u32| match (digit, one) {
        (1, One::Dialled) => "幺",
        _ => usize::try_from(digit).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default(),
    };
    digits.chars().filter_map(|c| c.to_digit(10)).map(said).collect()
}

/// A number such as `129`, `0.15` or `12,000`, as it is counted; `alone` is what 2 by itself is: 二 or 两.
pub(super) fn number(number: &str, alone: &str) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = match (whole.as_str(), fraction.is_empty()) {
        ("2", true) => alone.to_owned(),
        (whole, _) => cardinal(whole),
    };
    if fraction.is_empty() { whole } else { format!("{whole}点{}", one_by_one(fraction, One::Plain)) }
}

/// A whole number: `129` is 一百二十九, `2000` is 两千, `10` is 十.
fn cardinal(digits: &str) -> String {
    let digits = match digits.trim_start_matches('0') {
        "" => return "零".to_owned(),
        digits if digits.len() > MOST_DIGITS => return one_by_one(digits, One::Plain),
        digits => digits,
    };
    let values: Vec<usize> =
        digits.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| usize::try_from(d).ok()).collect();
    let mut out = String::new();
    let mut zero = false;
    let mut section = String::new();
    for (at, value) in values.iter().enumerate() {
        let place = values.len() - 1 - at;
        match (*value, PLACES.get(place % 4), DIGITS.get(*value)) {
            (0, ..) => zero = !out.is_empty() || !section.is_empty(),
            (_, Some(unit), Some(digit)) => {
                if std::mem::take(&mut zero) {
                    section.push('零');
                }
                // 十五, not 一十五; but 一百一十五. 两千 and 两万 lead, 二 follows.
                let leads = out.is_empty() && section.is_empty();
                let digit = match (*value, *unit) {
                    (1, "十") if leads => "",
                    (2, "百" | "千") if leads => "两",
                    (2, "") if leads && place >= 4 => "两",
                    _ => digit,
                };
                section.push_str(digit);
                section.push_str(unit);
            }
            _ => {}
        }
        if place.is_multiple_of(4) && !section.is_empty() {
            out.push_str(&std::mem::take(&mut section));
            out.push_str(SECTIONS.get(place / 4).copied().unwrap_or_default());
            // Zeros at the end of a section are not said: 一百万二千.
            zero = false;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_they_are_counted() {
        for (written, want) in [
            ("0", "零"),
            ("00", "零"),
            ("2", "二"),
            ("10", "十"),
            ("12", "十二"),
            ("20", "二十"),
            ("100", "一百"),
            ("105", "一百零五"),
            ("110", "一百一十"),
            ("115", "一百一十五"),
            ("129", "一百二十九"),
            ("200", "两百"),
            ("222", "两百二十二"),
            ("1000", "一千"),
            ("1005", "一千零五"),
            ("1050", "一千零五十"),
            ("2000", "两千"),
            ("2200", "两千二百"),
            ("10000", "一万"),
            ("12000", "一万二千"),
            ("20000", "两万"),
            ("20005", "两万零五"),
            ("100000", "十万"),
            ("120000", "十二万"),
            ("1002003", "一百万二千零三"),
            ("100000000", "一亿"),
            ("100000001", "一亿零一"),
            ("12,000", "一万二千"),
            ("1.5", "一点五"),
            ("0.15", "零点一五"),
            ("2.05", "二点零五"),
            ("12345678901234567890", "一二三四五六七八九零一二三四五六七八九零"),
        ] {
            assert_eq!(number(written, "二"), want, "{written}");
        }
        assert_eq!(number("2", "两"), "两");
        assert_eq!(number("2.5", "两"), "二点五");
    }

    #[test]
    fn one_by_one_a_dialled_1_is_not_taken_for_7() {
        assert_eq!(one_by_one("10086", One::Dialled), "幺零零八六");
        assert_eq!(one_by_one("2026", One::Plain), "二零二六");
    }
}
