//! On which side of a value the text means: 最高, 不超过, 以上, 起, 内.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::glyph::Line;
use super::{Bound, Kind};

/// Words before a value, and how many characters may stand between (最低还款额10%).
const BEFORE: &[(&str, usize, Bound)] = &[
    ("不超过", 1, Bound::AtMost),
    ("不得超过", 1, Bound::AtMost),
    ("不能超过", 1, Bound::AtMost),
    ("未超过", 1, Bound::AtMost),
    ("没超过", 1, Bound::AtMost),
    ("不高于", 1, Bound::AtMost),
    ("不多于", 1, Bound::AtMost),
    ("不大于", 1, Bound::AtMost),
    ("最高", 4, Bound::AtMost),
    ("最多", 4, Bound::AtMost),
    ("至多", 4, Bound::AtMost),
    ("最长", 3, Bound::AtMost),
    ("最大", 2, Bound::AtMost),
    ("最迟", 2, Bound::AtMost),
    ("最晚", 2, Bound::AtMost),
    ("上限", 2, Bound::AtMost),
    ("封顶", 0, Bound::AtMost),
    ("≤", 0, Bound::AtMost),
    ("不低于", 1, Bound::AtLeast),
    ("不少于", 1, Bound::AtLeast),
    ("不小于", 1, Bound::AtLeast),
    ("最低", 4, Bound::AtLeast),
    ("至少", 4, Bound::AtLeast),
    ("最少", 4, Bound::AtLeast),
    ("最短", 3, Bound::AtLeast),
    ("最快", 2, Bound::AtLeast),
    ("起步价", 1, Bound::AtLeast),
    ("满", 0, Bound::AtLeast),
    ("≥", 0, Bound::AtLeast),
    ("未满", 0, Bound::LessThan),
    ("不满", 0, Bound::LessThan),
    ("不足", 0, Bound::LessThan),
    ("不到", 0, Bound::LessThan),
    ("低于", 0, Bound::LessThan),
    ("少于", 0, Bound::LessThan),
    ("小于", 0, Bound::LessThan),
    ("<", 0, Bound::LessThan),
    ("超过", 0, Bound::MoreThan),
    ("超出", 0, Bound::MoreThan),
    ("超", 0, Bound::MoreThan),
    ("逾", 0, Bound::MoreThan),
    ("高于", 0, Bound::MoreThan),
    ("大于", 0, Bound::MoreThan),
    ("多于", 0, Bound::MoreThan),
    (">", 0, Bound::MoreThan),
    ("约", 0, Bound::About),
    ("大约", 0, Bound::About),
    ("左右", 0, Bound::About),
];

const BEFORE_DATE: &[(&str, usize, Bound)] = &[
    ("自", 0, Bound::From),
    ("从", 0, Bound::From),
    ("截至", 1, Bound::Until),
    ("截止", 1, Bound::Until),
    ("截止到", 0, Bound::Until),
    ("至", 0, Bound::Until),
    ("到", 0, Bound::Until),
    ("最晚", 2, Bound::Until),
    ("最迟", 2, Bound::Until),
];

/// Words behind a value, and the characters that make another word of them.
const BEHIND: &[(&str, &str, Bound)] = &[
    ("以上", "", Bound::AtLeast),
    ("及以上", "", Bound::AtLeast),
    ("或以上", "", Bound::AtLeast),
    ("以内", "", Bound::AtMost),
    ("之内", "", Bound::AtMost),
    ("及以内", "", Bound::AtMost),
    ("内", "部容存网外置幕", Bound::AtMost),
    ("以下", "", Bound::AtMost),
    ("及以下", "", Bound::AtMost),
    ("或以下", "", Bound::AtMost),
    ("封顶", "", Bound::AtMost),
    ("为限", "", Bound::AtMost),
    ("左右", "", Bound::About),
    ("上下", "", Bound::About),
];

/// The weakest words: 满24个月后 is 满24个月, and 300GB后 is no bound.
const BEHIND_TIME: &[(&str, &str, Bound)] =
    &[("后", "台付续期缀者", Bound::After), ("之后", "", Bound::After), ("以后", "", Bound::After)];

const BEHIND_DATE: &[(&str, &str, Bound)] = &[
    ("起", "来草诉码初", Bound::From),
    ("开始", "", Bound::From),
    ("前", "台往期置端提", Bound::Until),
    ("之前", "", Bound::Until),
    ("以前", "", Bound::Until),
    ("止", "", Bound::Until),
    ("为止", "", Bound::Until),
];

const BEHIND_VALUE: &[(&str, &str, Bound)] = &[
    ("起", "来草诉码初步", Bound::AtLeast),
    ("起步", "", Bound::AtLeast),
    ("前", "台往期置端提缀", Bound::Until),
];

/// The bound of the value at `from..to`; what stands before `floor` belongs to another fact.
pub(super) fn bound(line: Line<'_>, kind: Kind, from: usize, to: usize, floor: usize) -> Option<Bound> {
    let is_date = matches!(kind, Kind::Date | Kind::Time);
    if !is_date
        && !matches!(kind, Kind::Amount | Kind::Rate | Kind::Discount | Kind::Duration | Kind::Quantity)
    {
        return None;
    }
    let own = if is_date { BEHIND_DATE } else { BEHIND_VALUE };
    behind(line, to, own).or_else(|| behind(line, to, BEHIND)).or_else(|| {
        let own = if is_date { before(line, from, floor, &DATE) } else { None };
        let any = own.or_else(|| before(line, from, floor, &ANY));
        any.or_else(|| if is_date || kind == Kind::Duration { behind(line, to, BEHIND_TIME) } else { None })
    })
}

/// Words before a value by their last char: nearly all of what stands there ends otherwise.
type ByLast = HashMap<char, Vec<(&'static str, usize, Bound)>>;

fn by_last(words: &[(&'static str, usize, Bound)]) -> ByLast {
    let mut all = ByLast::new();
    for word in words {
        if let Some(last) = word.0.chars().next_back() {
            all.entry(last).or_default().push(*word);
        }
    }
    all
}

static ANY: LazyLock<ByLast> = LazyLock::new(|| by_last(BEFORE));
static DATE: LazyLock<ByLast> = LazyLock::new(|| by_last(BEFORE_DATE));

fn behind(line: Line<'_>, to: usize, words: &[(&str, &str, Bound)]) -> Option<Bound> {
    let mut at = line.gap(to);
    at = line.any(at, &["(含)", "(不含)", "(含本数)"]).unwrap_or(at);
    words
        .iter()
        .filter_map(|(word, not, bound)| {
            let end = line.word(at, word)?;
            (!line.is(end, |c| not.contains(c))).then_some((end, *bound))
        })
        .max_by_key(|(end, _)| *end)
        .map(|(_, bound)| bound)
}

fn before(line: Line<'_>, from: usize, floor: usize, words: &ByLast) -> Option<Bound> {
    let mut end = line.gap_back(from);
    for gap in 0..=4 {
        let ending = line.before(end).and_then(|last| words.get(&last)).into_iter().flatten();
        let found = ending
            .filter(|(_, most, _)| {
                gap <= *most || (gap == 1 && line.is(end, |c| matches!(c, '为' | '是' | '了' | ':')))
            })
            .filter_map(|(word, _, bound)| {
                let at = line.word_back(end, word).filter(|at| *at >= floor)?;
                // 合约24个月 is not about 24 months.
                let is_other =
                    *word == "约" && line.before(at).is_some_and(|c| "合预签续解节履违协".contains(c));
                (!is_other).then_some((at, *bound))
            })
            .min_by_key(|(at, _)| *at);
        if let Some((_, bound)) = found {
            return Some(bound);
        }
        let goes_on = end > floor
            && line.before(end).is_some_and(|c| ((is_han(c) || c.is_alphabetic()) && c != '的') || c == ':');
        if !goes_on {
            return None;
        }
        end -= 1;
    }
    None
}

/// Most of what stands before a value; the whole table of letters is slow to look up.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
