//! Dates: 2026年1月1日, 2026-01-01, 2026/1/1, 2026.1.1, 二〇二六年一月, 1月1日, 每月5日, 25日前.

use super::glyph::Line;
use super::numeral::{Script, small};
use super::span;

/// A date as far as it is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Dated {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    /// 每月, 次月, 当月.
    of: Option<&'static str>,
    /// The end of a range of days or months: 每月1-5日, 1-3月.
    to: Option<u32>,
    pub(super) end: usize,
}

impl Dated {
    /// The normal form.
    pub(super) fn text(&self) -> String {
        let to = self.to.map(|n| format!("~{n}")).unwrap_or_default();
        match (self.of, self.year, self.month, self.day) {
            (Some(of), .., Some(day)) => format!("{of}{day}{to}日"),
            (_, Some(y), Some(m), Some(d)) => format!("{y}-{m:02}-{d:02}"),
            (_, Some(y), Some(m), None) => format!("{y}-{m:02}"),
            (_, Some(y), None, _) => format!("{y}"),
            (_, None, Some(m), Some(d)) => format!("{m:02}-{d:02}"),
            (_, None, Some(m), None) => match self.to {
                Some(last) => format!("{m:02}~{last:02}月"),
                None => format!("{m:02}月"),
            },
            (_, None, None, Some(d)) => format!("{d}{to}日"),
            (_, None, None, None) => String::new(),
        }
    }

    /// The same of another month, or of another day where only a day is said.
    pub(super) fn with(&self, n: u32) -> Option<Dated> {
        match (self.year, self.month, self.day) {
            (None, Some(_), None) if is_month(n) => Some(Dated { month: Some(n), to: None, ..*self }),
            (None, None, Some(_)) if is_day(n, None, None) => Some(Dated { day: Some(n), to: None, ..*self }),
            _ => None,
        }
    }

    /// The end of a period takes the year, and the month, of its beginning: 2026年12月1日至1月31日 ends in 2027.
    pub(super) fn after(self, first: Dated) -> Dated {
        if self.year.is_some() || self.of.is_some() || first.of.is_some() {
            return self;
        }
        let month = self.month.or(first.month);
        let is_next = (month, self.day) < (first.month, first.day);
        let year = first.year.map(|y| if is_next { y + 1 } else { y });
        Dated { year, month, ..self }
    }
}

/// The date that begins here.
pub(super) fn date(line: Line<'_>, at: usize) -> Option<Dated> {
    match line.get(at)? {
        '每' | '次' | '下' | '当' | '本' | '上' => monthly(line, at),
        c if c.is_ascii_digit() => iso(line, at).or_else(|| long(line, at)),
        _ => long(line, at),
    }
}

fn is_year(n: u32) -> bool {
    (1900..=2100).contains(&n)
}

fn is_month(n: u32) -> bool {
    (1..=12).contains(&n)
}

fn is_day(n: u32, month: Option<u32>, year: Option<u32>) -> bool {
    let is_leap = year.is_none_or(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
    let last = match month {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if is_leap => 29,
        Some(2) => 28,
        _ => 31,
    };
    (1..=last).contains(&n)
}

fn iso(line: Line<'_>, at: usize) -> Option<Dated> {
    let (year, end, _) = small(line, at)?;
    let is_free = !line.before(at).is_some_and(|c| c == '.' || c == '-' || c.is_ascii_alphanumeric());
    (is_free && end - at == 4).then_some(())?;
    let mark = line.get(end).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, month_end, script) = small(line, end + 1)?;
    (script == Script::Western && month_end - end <= 3).then_some(())?;
    let is_plausible = is_year(year) && is_month(month);
    if line.get(month_end) == Some(mark)
        && let Some((day, day_end, Script::Western)) = small(line, month_end + 1)
    {
        let fits = day_end - month_end <= 3 && is_plausible && is_day(day, Some(month), Some(year));
        // 2026-13-45 is no day, but written as one.
        let is_written = year >= 1000 && mark == '-' && month_end - end == 3 && day_end - month_end == 3;
        let end = day_end;
        return (fits || (is_written && !line.is(end, |c| c.is_ascii_alphanumeric() || c == '-'))).then_some(
            Dated { year: Some(year), month: Some(month), day: Some(day), end, ..Dated::default() },
        );
    }
    // 2026-01 is a month; 2026.1 and 2026/1 may be anything.
    let is_month_of_year = is_plausible
        && mark == '-'
        && month_end - end == 3
        && !line.is(month_end, |c| c.is_ascii_alphanumeric());
    is_month_of_year.then_some(Dated {
        year: Some(year),
        month: Some(month),
        end: month_end,
        ..Dated::default()
    })
}

fn long(line: Line<'_>, at: usize) -> Option<Dated> {
    let (n, end, script) = small(line, at)?;
    let here = line.gap(end);
    match line.get(here)? {
        '年' => {
            let rest = line.gap(here + 1);
            if let Some(written) = written_out(line, at) {
                return Some(written);
            }
            let month = month_day(line, rest);
            let is_long = end - at == 4 && is_year(n);
            let is_short = script == Script::Western && end - at == 2 && n < 100 && month.is_some();
            (is_long || is_short).then_some(())?;
            let year = if is_long { n } else { 2000 + n };
            let dated = month.unwrap_or(Dated { end: here + 1, ..Dated::default() });
            let fits = dated.day.is_none_or(|d| is_day(d, dated.month, Some(year)));
            fits.then_some(Dated { year: Some(year), ..dated })
        }
        '月' => {
            let found = month_day(line, at)?;
            // 1月租金, 12月均价 and 三月一次 say no month.
            let is_word = line.is(found.end, |c| "租费付薪结均卡光饼嫂".contains(c))
                || (script == Script::Chinese && line.is(found.end, |c| "一三".contains(c)));
            (found.day.is_some() || !(is_word || is_count_of_months(line, at))).then_some(found)
        }
        '日' | '号' => day_alone(line, at, n, here),
        _ => {
            // 1-3月, 1-2日.
            let next = span::separator(line, end)?;
            let (last, last_end, _) = small(line, next)?;
            let mark = line.gap(last_end);
            if matches!(line.get(mark), Some('日' | '号')) && is_day(n, None, None) && n < last {
                let found = day_alone(line, at, last, mark)?;
                return Some(Dated { day: Some(n), to: Some(last), ..found });
            }
            let is_span = is_month(n) && n < last && is_month(last) && line.get(last_end) == Some('月');
            let is_plain = month_day(line, next).is_some_and(|d| d.day.is_none());
            (is_span && is_plain).then_some(Dated {
                month: Some(n),
                to: Some(last),
                end: last_end + 1,
                ..Dated::default()
            })
        }
    }
}

/// 2026年13月45日: a day that is none, but written as one.
fn written_out(line: Line<'_>, at: usize) -> Option<Dated> {
    let part = |at: usize, most: usize, mark: &str| {
        let (n, end, script) = small(line, at)?;
        let fits = script == Script::Western && end - at <= most;
        let after = line.gap(end);
        let next = mark.chars().any(|c| line.get(after) == Some(c)).then(|| line.gap(after + 1))?;
        fits.then_some((n, after + 1, next))
    };
    let (year, _, next) = part(at, 4, "年").filter(|(year, ..)| *year >= 1000)?;
    let (month, _, next) = part(next, 2, "月")?;
    let (day, end, _) = part(next, 2, "日号")?;
    Some(Dated { year: Some(year), month: Some(month), day: Some(day), end, ..Dated::default() })
}

/// 近三月 and 满6月 count months.
pub(super) fn is_count_of_months(line: Line<'_>, at: usize) -> bool {
    line.any_back(
        line.gap_back(at),
        &[
            "近", "前", "续", "首", "不足", "不满", "未满", "足", "按", "满", "达", "逾", "超过", "过去",
            "为期", "合约", "最短", "最长", "至少",
        ],
    )
}

/// 1月1日, 1月1号, 1月, 1月份.
fn month_day(line: Line<'_>, at: usize) -> Option<Dated> {
    let (month, end, _) = small(line, at)?;
    let here = line.gap(end);
    (is_month(month) && line.get(here) == Some('月')).then_some(())?;
    let end = line.word(here + 1, "份").unwrap_or(here + 1);
    let dated = Dated { month: Some(month), end, ..Dated::default() };
    let day = small(line, line.gap(end)).and_then(|(day, end, _)| {
        let here = line.gap(end);
        let is_said = line.is(here, |c| matches!(c, '日' | '号'));
        // 4月31日 is no day, but written as one.
        (is_said && (1..100).contains(&day)).then_some(Dated { day: Some(day), end: here + 1, ..dated })
    });
    Some(day.unwrap_or(dated))
}

/// A day without its month: 25日. 3日内 and 满30日 are lengths of time, 5号线 is a name.
fn day_alone(line: Line<'_>, at: usize, day: u32, mark: usize) -> Option<Dated> {
    let end = mark + 1;
    is_day(day, None, None).then_some(())?;
    let before = line.before(line.gap_back(at));
    if line.get(mark) == Some('号') {
        let is_date = line
            .any(
                end,
                &[
                    "前", "之前", "以前", "起", "后", "之后", "以后", "到", "至", "生效", "出账", "扣",
                    "还款", "零点", "0点", "开始",
                ],
            )
            .is_some()
            && !before
                .is_some_and(|c| matches!(c, '〕' | ']' | ')' | '第' | '路') || c.is_ascii_alphanumeric())
            || before.is_some_and(|c| matches!(c, '至' | '到' | '-' | '~'));
        return is_date.then_some(Dated { day: Some(day), end, ..Dated::default() });
    }
    let is_length = line
        .any(
            end,
            &[
                "内",
                "以内",
                "之内",
                "后",
                "之后",
                "以后",
                "以上",
                "以下",
                "左右",
                "无理由",
                "未",
                "游",
                "有效",
                "不",
            ],
        )
        .is_some()
        || before.is_some_and(|c| "满期续近过逾共达长多第超每前后隔短少于足".contains(c));
    let is_word =
        line.is(end, |c| "期常历报均租志本元子用程光".contains(c)) || (day == 1 && !line.is_digit(at));
    (!is_length && !is_word).then_some(Dated { day: Some(day), end, ..Dated::default() })
}

/// 每月5日, 次月1号, 每月1-5日.
fn monthly(line: Line<'_>, at: usize) -> Option<Dated> {
    const MONTHS: &[(&str, &str)] = &[
        ("每月", "每月"),
        ("每个月", "每月"),
        ("次月", "次月"),
        ("下月", "次月"),
        ("下个月", "次月"),
        ("当月", "当月"),
        ("本月", "当月"),
        ("上月", "上月"),
        ("上个月", "上月"),
    ];
    let (of, end) = MONTHS.iter().find_map(|(words, of)| Some((*of, line.word(at, words)?)))?;
    let from = line.gap(line.word(end, "的").unwrap_or(end));
    let (day, end, _) = small(line, from)?;
    let is_mark = |at: usize| line.is(at, |c| matches!(c, '日' | '号'));
    let here = line.gap(end);
    let next = if is_mark(here) { here + 1 } else { end };
    let last = span::separator(line, next).and_then(|from| {
        let (last, end, _) = small(line, from)?;
        (last > day && is_day(last, None, None) && is_mark(line.gap(end))).then(|| (last, line.gap(end) + 1))
    });
    let is_word = line.is(here + 1, |c| "期常历报均租志用".contains(c));
    (is_day(day, None, None) && ((is_mark(here) && !is_word) || last.is_some())).then_some(())?;
    let dated = Dated { of: Some(of), day: Some(day), end: next, ..Dated::default() };
    Some(match last {
        Some((last, end)) => Dated { to: Some(last), end, ..dated },
        None => dated,
    })
}
