//! Numbers and bullets before paragraphs (17.9).

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Broken, attribute, damaged};

/// Levels of a list (17.9.6).
const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// Such as `第%1条`.
    text: String,
    start: Option<u32>,
}

/// What stands before a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    /// A plain number, as lists of Markdown have: `1.`
    Number,
    /// Anything else, as it reads: 见第三条 must still lead somewhere.
    Label(String),
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: HashMap<String, Vec<Level>>,
    /// Which list a number means.
    lists: HashMap<String, String>,
    counted: HashMap<String, [u32; LEVELS]>,
}

impl Numbering {
    pub fn read(bytes: &[u8]) -> Result<Numbering, Broken> {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        let mut all = Numbering::default();
        let (mut list, mut number, mut level) = (None, None, 0_usize);
        loop {
            match reader.read_event().map_err(|error| damaged(&error))? {
                Event::Start(e) => {
                    let value = || attribute(&e, "w:val").unwrap_or_default();
                    let name = e.local_name();
                    let is = |wanted: &str| name.as_ref() == wanted;
                    if is("abstractNum") {
                        list = attribute(&e, "w:abstractNumId");
                    } else if is("num") {
                        number = attribute(&e, "w:numId");
                    } else if is("abstractNumId") {
                        if let Some(number) = &number {
                            all.lists.insert(number.clone(), value());
                        }
                    } else if is("lvl") {
                        level = attribute(&e, "w:ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
                    } else if let Some(list) = list.as_ref().filter(|_| level < LEVELS) {
                        let levels =
                            all.levels.entry(list.clone()).or_insert_with(|| vec![Level::default(); LEVELS]);
                        let Some(here) = levels.get_mut(level) else { continue };
                        if is("numFmt") {
                            here.format = value();
                        } else if is("lvlText") {
                            here.text = value();
                        } else if is("start") {
                            here.start = value().parse().ok();
                        }
                    }
                }
                Event::End(e) if e.local_name().as_ref() == "abstractNum" => list = None,
                Event::End(e) if e.local_name().as_ref() == "num" => number = None,
                Event::Eof => return Ok(all),
                _ => {}
            }
        }
    }

    /// Counts one on, and says what stands before that paragraph; `None` for no list.
    pub fn next(&mut self, number: &str, level: usize) -> Option<Mark> {
        let list = self.lists.get(number)?;
        let levels = self.levels.get(list)?;
        let here = levels.get(level)?;
        let counted = self.counted.entry(list.clone()).or_insert([0; LEVELS]);
        for (at, count) in counted.iter_mut().enumerate() {
            if at == level {
                let first = here.start.unwrap_or(1);
                *count = if *count == 0 { first } else { count.saturating_add(1) };
            } else if at > level {
                *count = 0;
            }
        }
        match here.format.as_str() {
            "bullet" => return Some(Mark::Bullet),
            "none" => return None,
            "decimal" if matches!(here.text.trim(), "%1." | "%2." | "%3." | "%4." | "%5.") => {
                return Some(Mark::Number);
            }
            _ => {}
        }
        let mut label = here.text.clone();
        for (at, (level, count)) in levels.iter().zip(counted.iter()).enumerate() {
            label = label.replace(&format!("%{}", at + 1), &written(*count, &level.format));
        }
        let label = label.trim().to_owned();
        (!label.is_empty()).then_some(Mark::Label(label))
    }
}

/// A number as a format writes it (17.18.59).
fn written(number: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital" => chinese(number),
        "upperLetter" | "lowerLetter" => {
            let at = u8::try_from((number.max(1) - 1) % 26).unwrap_or(0);
            let letter = char::from(if format == "upperLetter" { b'A' } else { b'a' } + at);
            letter.to_string().repeat(usize::try_from((number.max(1) - 1) / 26 + 1).unwrap_or(1).min(9))
        }
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            char::from_u32(0x2460 + number.max(1) - 1)
                .filter(|_| (1..=20).contains(&number))
                .map_or_else(|| number.to_string(), String::from)
        }
        _ => number.to_string(),
    }
}

fn chinese(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or_default();
    match number {
        0..=9 => digit(number).to_owned(),
        10..=99 => {
            let (tens, ones) = (number / 10, number % 10);
            let tens = if tens == 1 { "" } else { digit(tens) };
            format!("{tens}十{}", if ones == 0 { "" } else { digit(ones) })
        }
        100..=999 => {
            let (hundreds, rest) = (number / 100, number % 100);
            let rest = match rest {
                0 => String::new(),
                1..=9 => format!("零{}", digit(rest)),
                10..=19 => format!("一{}", chinese(rest)),
                _ => chinese(rest),
            };
            format!("{}百{rest}", digit(hundreds))
        }
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number.min(4_999);
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_format_has_them() {
        for (number, format, expected) in [
            (3, "chineseCounting", "三"),
            (10, "chineseCountingThousand", "十"),
            (21, "chineseCounting", "二十一"),
            (105, "chineseCounting", "一百零五"),
            (110, "chineseCounting", "一百一十"),
            (4, "upperRoman", "IV"),
            (28, "lowerLetter", "bb"),
            (2, "decimalEnclosedCircle", "②"),
            (7, "decimal", "7"),
        ] {
            assert_eq!(written(number, format), expected, "{format}");
        }
    }
}
