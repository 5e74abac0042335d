//! How lines begin that are parts of something: 第一条, 一、, （二）, 1.2, bullets, questions and answers.

/// Ways of numbering, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Numbering {
    /// 第一编, 第一部分.
    Part,
    /// 第一章.
    Chapter,
    /// 第一节.
    Section,
    /// 第一条.
    Clause,
    /// 一、
    Chinese,
    /// （一）
    ChineseInside,
    /// `1.` `1、` `1.2` `1.2.3`: by how many numbers it has.
    Numbers(usize),
    /// `(1)` `1)` ①
    Inside,
}

impl Numbering {
    /// How a line is numbered, if it is. Numbers with points need a blank behind them unless `is_sure`, as 1.5元 begins
    /// lines too.
    pub fn of(text: &str, is_sure: bool) -> Option<Numbering> {
        let mut letters = text.chars();
        match letters.next()? {
            '第' => {
                let rest = letters.as_str();
                let behind =
                    rest.trim_start_matches(|c| is_chinese_number(c) || c.is_ascii_digit() || c == ' ');
                if behind.len() == rest.len() {
                    return None;
                }
                match behind.chars().next()? {
                    '编' | '部' | '篇' => Some(Numbering::Part),
                    '章' => Some(Numbering::Chapter),
                    '节' => Some(Numbering::Section),
                    '条' => Some(Numbering::Clause),
                    _ => None,
                }
            }
            '（' | '(' => {
                let (inside, _) = letters.as_str().split_once(['）', ')'])?;
                if inside.is_empty() || inside.chars().count() > 3 {
                    None
                } else if inside.chars().all(is_chinese_number) {
                    Some(Numbering::ChineseInside)
                } else {
                    inside.chars().all(|c| c.is_ascii_digit()).then_some(Numbering::Inside)
                }
            }
            '①'..='⑳' => Some(Numbering::Inside),
            first if is_chinese_number(first) => {
                let behind = text.trim_start_matches(is_chinese_number);
                behind.starts_with(['、', '．']).then_some(Numbering::Chinese)
            }
            first if first.is_ascii_digit() => of_digits(text, is_sure),
            _ => None,
        }
    }
}

fn of_digits(text: &str, is_sure: bool) -> Option<Numbering> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, behind) = text.split_at_checked(end)?;
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    if parts.iter().any(|part| part.is_empty() || part.len() > 3) {
        return None;
    }
    let mut behind = behind.chars();
    let next = behind.next();
    match next {
        Some(')' | '）') => Some(Numbering::Inside),
        Some('、' | '．') => Some(Numbering::Numbers(parts.len())),
        Some(_) if number.ends_with('.') && parts.len() == 1 => Some(Numbering::Numbers(1)),
        Some(' ') if parts.len() > 1 || is_sure => Some(Numbering::Numbers(parts.len())),
        Some(_) if is_sure && parts.len() > 1 => Some(Numbering::Numbers(parts.len())),
        _ => None,
    }
}

fn is_chinese_number(letter: char) -> bool {
    "〇零一二三四五六七八九十百".contains(letter)
}

/// Whether a line begins a question or an answer: `Q：`, `问：`, `A1:`.
pub(super) fn is_turn(text: &str) -> bool {
    let rest = text.strip_prefix(['Q', 'A', 'q', 'a', '问', '答']);
    rest.is_some_and(|rest| {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        behind.starts_with(['：', ':', '、']) || behind.len() < rest.len() && behind.starts_with(['.', '．'])
    })
}

/// What stands behind the bullet that begins a line.
pub(super) fn behind_bullet(text: &str) -> Option<&str> {
    let mut letters = text.chars();
    let is_bullet = match letters.next()? {
        '•' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '▫' | '◼' | '➢' | '➤' | '►' | '▶' | '‣' | '⁃'
        | '✓' | '✔' | '∙' => true,
        // These begin other things too.
        '-' | '–' | '—' | '*' | '·' | '※' => letters.as_str().starts_with(' '),
        _ => false,
    };
    is_bullet.then(|| letters.as_str().trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known() {
        let table: &[(&str, Option<Numbering>)] = &[
            ("第一条 总则", Some(Numbering::Clause)),
            ("第 12 章", Some(Numbering::Chapter)),
            ("第三方支付", None),
            ("一、退款", Some(Numbering::Chinese)),
            ("一般来说", None),
            ("（二）材料", Some(Numbering::ChineseInside)),
            ("（含税）", None),
            ("1.2 范围", Some(Numbering::Numbers(2))),
            ("1.5元起", None),
            ("1. 先", Some(Numbering::Numbers(1))),
            ("3、再", Some(Numbering::Numbers(1))),
            ("2024年", None),
            ("100 元", None),
            ("(3) 后", Some(Numbering::Inside)),
            ("①", Some(Numbering::Inside)),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(Numbering::of(text, false), *expected, "{text}");
        }
        assert_eq!(Numbering::of("1.2范围", true), Some(Numbering::Numbers(2)));
        assert!(
            is_turn("Q：怎么退")
                && is_turn("A1:可以")
                && is_turn("答：好")
                && !is_turn("A类")
                && !is_turn("App")
        );
        assert_eq!(
            (behind_bullet("●先"), behind_bullet("- 再"), behind_bullet("-5℃")),
            (Some("先"), Some("再"), None)
        );
    }
}
