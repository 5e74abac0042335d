//! What the characters of Chinese numbers stand for.

/// What a character of a number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A digit below ten.
    Digit(u64),
    /// A power of ten.
    Power(u64),
}

impl Place {
    /// The place of a character; `None` for what stands in no number.
    pub(super) fn of(c: char) -> Option<Place> {
        Some(match c {
            '〇' | '零' => Place::Digit(0),
            '一' | '壹' => Place::Digit(1),
            '二' | '贰' | '两' => Place::Digit(2),
            '三' | '叁' => Place::Digit(3),
            '四' | '肆' => Place::Digit(4),
            '五' | '伍' => Place::Digit(5),
            '六' | '陆' => Place::Digit(6),
            '七' | '柒' => Place::Digit(7),
            '八' | '捌' => Place::Digit(8),
            '九' | '玖' => Place::Digit(9),
            '十' | '拾' => Place::Power(10),
            '百' | '佰' => Place::Power(100),
            '千' | '仟' => Place::Power(1000),
            '万' => Place::Power(10_000),
            '亿' => Place::Power(100_000_000),
            _ => return None,
        })
    }
}
