//! Times of day: 9:00, 18:30:00, 9点, 上午9点半, 下午3点, 零点, 18时30分; and the service hours 7×24小时.

use super::glyph::Line;
use super::measure::single;
use super::numeral::{Script, small};
use super::span;

/// A time of day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timed {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    /// Whether a word such as 下午 stood before it.
    has_period: bool,
    pub(super) end: usize,
}

impl Timed {
    /// The normal form.
    pub(super) fn text(&self) -> String {
        let Timed { hour, minute, .. } = self;
        match self.second {
            Some(second) if second > 0 => format!("{hour:02}:{minute:02}:{second:02}"),
            _ => format!("{hour:02}:{minute:02}"),
        }
    }

    /// The end of a span takes the half of the day of its beginning: 下午2点到5点 ends at 17:00.
    pub(super) fn after(self, first: Timed) -> Timed {
        let is_later =
            first.has_period && !self.has_period && self.hour < first.hour && self.hour + 12 > first.hour;
        if is_later && self.hour < 12 { Timed { hour: self.hour + 12, ..self } } else { self }
    }
}

const PERIODS: &[(&str, Half)] = &[
    ("凌晨", Half::First),
    ("清晨", Half::First),
    ("早上", Half::First),
    ("早晨", Half::First),
    ("上午", Half::First),
    ("早", Half::First),
    ("中午", Half::Noon),
    ("下午", Half::Second),
    ("午后", Half::Second),
    ("傍晚", Half::Second),
    ("晚上", Half::Second),
    ("晚间", Half::Second),
    ("夜间", Half::Second),
    ("夜里", Half::Second),
    ("晚", Half::Second),
    ("午夜", Half::First),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    First,
    Noon,
    Second,
}

/// The time that begins here, with the word for its part of the day.
pub(super) fn time(line: Line<'_>, at: usize) -> Option<Timed> {
    let period = PERIODS
        .iter()
        .filter_map(|(word, half)| Some((*half, line.word(at, word)?)))
        .max_by_key(|(_, end)| *end);
    let Some((half, end)) = period else { return digits(line, at).or_else(|| points(line, at, false)) };
    let from = line.gap(end);
    let plain = digits(line, from).or_else(|| points(line, from, true))?;
    let hour = match (half, plain.hour) {
        (Half::First, 12) if line.word(at, "上午").is_none() => 0,
        (Half::Noon, 1..=2) => plain.hour + 12,
        (Half::Second, 12) => 24,
        // 夜间2点 is after midnight.
        (Half::Second, 5..12) => plain.hour + 12,
        (Half::Second, 1..5) if line.any(at, &["下午", "午后", "傍晚"]).is_some() => plain.hour + 12,
        (_, hour) => hour,
    };
    Some(Timed { hour, has_period: true, ..plain })
}

/// 9:00 and 18:00:00; 1:10 of a mixture and 12:30GB behind a colon are no times.
fn digits(line: Line<'_>, at: usize) -> Option<Timed> {
    let (hour, end, Script::Western) = small(line, at)? else { return None };
    // 营业：9:00 begins a time, 1:2:30 goes on with one.
    let goes_on = line.before(at) == Some(':') && at.checked_sub(2).is_some_and(|n| line.is_digit(n));
    let is_free = !goes_on
        && !line.before(at).is_some_and(|c| matches!(c, '.' | '比' | '为') || c.is_ascii_alphanumeric());
    (is_free && end - at <= 2 && line.get(end) == Some(':')).then_some(())?;
    let (minute, end) = two(line, end + 1)?;
    let (second, end) = match line.get(end) {
        Some(':') => two(line, end + 1).map(|(s, end)| (Some(s), end))?,
        _ => (None, end),
    };
    let is_value = line.is(end, |c| c.is_ascii_alphanumeric() || c == '.' || c == ':')
        || (line.get(end) != Some(' ') && single(line, end - 2, false).is_some());
    // 25:00 and 9:75 are read as they are written: whoever compares them has to see them.
    (!is_value).then_some(Timed { hour, minute, second, has_period: false, end })
}

fn two(line: Line<'_>, at: usize) -> Option<(u32, usize)> {
    let (n, end, Script::Western) = small(line, at)? else { return None };
    (end == at + 2).then_some((n, end))
}

/// 9点, 九点半, 18时30分, and the first of 9-18点.
fn points(line: Line<'_>, at: usize, has_period: bool) -> Option<Timed> {
    let (hour, end, script) = small(line, at)?;
    // 当日34点 is no time, but written as one.
    let is_after_day =
        line.before(line.gap_back(at)).is_some_and(|c| "日号天".contains(c) || c.is_ascii_digit());
    let is_written = script == Script::Western && hour < 100 && (has_period || is_after_day);
    (hour <= 24 || is_written && line.get(line.gap(end)) == Some('点')).then_some(())?;
    // Windows 10 时 and v2.9点 are names.
    let is_name = line.before(at).is_some_and(|c| c == '.' || c.is_ascii_alphanumeric())
        || (!has_period && line.before(line.gap_back(at)).is_some_and(|c| c.is_ascii_alphabetic()));
    if script == Script::Western && is_name {
        return None;
    }
    let here = line.gap(end);
    let mark = line.get(here).filter(|c| matches!(c, '点' | '时'));
    let Some(mark) = mark else {
        let next = span::separator(line, end)?;
        let (last, last_end, other) = small(line, next)?;
        let is_span =
            other == script && (last > hour || has_period) && last <= 24 && is_hour(line, last_end, script);
        return is_span.then_some(Timed { hour, minute: 0, second: None, has_period, end });
    };
    let rest = here + 1;
    let plain = Timed { hour, minute: 0, second: None, has_period, end: rest };
    if let Some(end) = line.any(rest, &["半"]).filter(|_| mark == '点') {
        return Some(Timed { minute: 30, end, ..plain });
    }
    if let Some(end) = line.any(rest, &["一刻", "三刻"]).filter(|_| mark == '点') {
        return Some(Timed { minute: if line.get(rest) == Some('一') { 15 } else { 45 }, end, ..plain });
    }
    if let Some(end) = line.any(rest, &["整", "钟"]) {
        return Some(Timed { end, ..plain });
    }
    if let Some((minute, end, _)) = small(line, rest).filter(|(m, ..)| *m < 60)
        && line.get(end) == Some('分')
        && line.get(end + 1) != Some('钟')
    {
        return Some(Timed { minute, end: end + 1, ..plain });
    }
    // 以下3点, 三点建议 and 有一点 tell no time.
    let is_list = line.any_back(
        line.gap_back(at),
        &["以下", "如下", "下列", "这", "有", "几", "第", "共", "前", "后", "注意", "差", "早", "快", "晚"],
    ) && !has_period;
    // 晚一点 and 早一点 compare.
    if line.word(at, "一点").is_some() && line.before(at).is_some_and(|c| "早晚".contains(c)) {
        return None;
    }
    let is_word = line
        .any(
            rest,
            &[
                "说明", "建议", "要求", "注意", "原因", "提醒", "要", "都", "击", "数", "位", "名", "播",
                "评", "赞", "心", "五", "子", "也", "不", "没", "儿", "就",
            ],
        )
        .is_some()
        && !has_period;
    if is_list || is_word {
        return None;
    }
    let is_said = has_period
        || script == Script::Western
        || line.get(at) == Some('零')
        || end > at + 1
        || line.any(rest, &["前", "之前", "以前", "后", "之后", "以后", "开始", "起", "到", "至"]).is_some()
        || line.before(at).is_some_and(|c| matches!(c, '至' | '到' | '-' | '~'));
    // 一时 and 同时 are words, 18时 is not.
    let is_hour = mark == '点' || script == Script::Western || end > at + 1;
    (is_said && is_hour).then_some(plain)
}

fn is_hour(line: Line<'_>, at: usize, script: Script) -> bool {
    let here = line.gap(at);
    match line.get(here) {
        Some('点') => !line.is(here + 1, |c| "建说要注击数".contains(c)),
        Some('时') => script == Script::Western,
        _ => false,
    }
}

/// 7×24小时, 7*24, 24x7, and 5×8小时 where the hours are said: the value and its end.
pub(super) fn always(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if let Some(end) = line.any(at, &["7天24小时", "7天×24小时", "7天*24小时"]) {
        return Some(("7×24小时".to_owned(), end));
    }
    let number = |at: usize| {
        let end = line.run(at, 3, |c| c.is_ascii_digit());
        (end > at && end - at <= 2).then(|| (line.text(at, end), end))
    };
    let (mut days, end) = number(at)?;
    let end = line.gap(end);
    line.is(end, |c| matches!(c, '×' | 'x' | 'X' | '*' | '✕')).then_some(())?;
    let (mut hours, end) = number(line.gap(end + 1))?;
    if line.is(end, |c| c.is_ascii_alphanumeric() || c == '.') {
        return None;
    }
    if days == "24" {
        (days, hours) = (hours, days);
    }
    let hours_end = line.any(line.gap(end), &["小时", "个小时"]);
    let end = hours_end.or_else(|| (days == "7" && hours == "24").then_some(end))?;
    Some((format!("{days}×{hours}小时"), end))
}
