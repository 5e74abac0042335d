//! A number with its unit, or two of them as a range: 15元, 3块5, 一个半小时, 1–3个工作日, 百分之十五, 八五折.

use super::decimal::Decimal;
use super::glyph::Line;
use super::numeral::numeral;
use super::unit::{self, Unit};
use super::{Bound, Kind, compound, per, sense, span};

/// A value that is written at a place.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    pub(super) unit: Unit,
    /// The lower end of a range.
    pub(super) low: Option<Decimal>,
    pub(super) value: Decimal,
    /// What it is for: empty, or `/月`.
    pub(super) per: String,
    pub(super) end: usize,
    /// 多 or 余 behind the number.
    pub(super) bound: Option<Bound>,
}

impl Measure {
    /// The same of another number, as in 59、79、129元.
    pub(super) fn with(&self, value: Decimal) -> Option<Measure> {
        Some(Measure { low: None, value: worth(value, self.unit)?, bound: None, ..self.clone() })
    }

    /// A number that has its unit from elsewhere.
    pub(super) fn bare(number: Decimal, unit: Unit, per: &str, end: usize) -> Option<Measure> {
        let value = worth(number, unit)?;
        Some(Measure { unit, low: None, value, per: per.to_owned(), end, bound: None })
    }

    /// The range from a number to this one. One that goes down, 9到5天, is a mistake in what is read as a range for sure;
    /// 99-50元 is a sum.
    pub(super) fn between(&self, low: Decimal, for_sure: bool) -> Option<Measure> {
        let low = worth(low, self.unit)?;
        let is_range = low < self.value || for_sure || self.unit.kind == Kind::Duration;
        is_range.then(|| Measure { low: Some(low), ..self.clone() })
    }

    pub(super) fn kind(&self) -> Kind {
        // Below this minutes are a wait, from it on they are an allowance of calls.
        let allowance = Decimal::whole(100);
        match self.unit.name {
            "分钟" if self.value >= allowance => Kind::Quantity,
            _ => self.unit.kind,
        }
    }

    /// The normal form.
    pub(super) fn text(&self) -> String {
        let (mut low, mut value, mut unit) = (self.low, self.value, self.unit.name);
        let is_fine = value.is_whole() && low.is_none_or(Decimal::is_whole);
        if unit == "小时"
            && !is_fine
            && let Some(minutes) = value.times(60)
        {
            // 1.5小时 is 90分钟, 24小时 stays what it is.
            (low, value, unit) = (low.and_then(|l| l.times(60)), minutes, "分钟");
        }
        if self.unit.kind == Kind::Discount {
            unit = "%";
        }
        match low {
            Some(low) => format!("{low}~{value}{unit}{}", self.per),
            None => format!("{value}{unit}{}", self.per),
        }
    }
}

/// What a number of a unit is worth in the named unit; 8.5折 and 85折 are both 85 percent.
pub(super) fn worth(number: Decimal, unit: Unit) -> Option<Decimal> {
    if unit.kind == Kind::Discount {
        let is_tenths = number <= Decimal::whole(10);
        let percent = if is_tenths { number.times(10)? } else { number };
        return (percent < Decimal::whole(100) && percent > Decimal::whole(0)).then_some(percent);
    }
    number.times(unit.times)?.over(unit.over)
}

/// The value that begins here, as a range if it is one, with what it is for. `count_one`: 一张 counts here.
pub(super) fn measure(line: Line<'_>, at: usize, count_one: bool) -> Option<Measure> {
    if let Some(first) = single(line, at, count_one) {
        return Some(to_second(line, &first).unwrap_or_else(|| with_per(line, first)));
    }
    let low = numeral(line, at)?;
    // 三五天, 两三个工作日: a vague range in two digits.
    if let Some((a, b)) = low.pair {
        let is_range = b == a + 1 || (a, b) == (3, 5);
        let (unit, end) = unit::at(line, line.gap(low.end))?;
        let high = Measure::bare(Decimal::whole(b), unit, "", end)?;
        return is_range.then(|| high.between(Decimal::whole(a), false)).flatten().map(|m| with_per(line, m));
    }
    let high = single(line, span::separator(line, low.end)?, true)?;
    let mut low_value = low.value;
    if low.magnitude == 1
        && let Some(second) = numeral(line, span::separator(line, low.end)?)
    {
        // 1-3万元 is ten thousand to thirty thousand.
        low_value = low_value.times(second.magnitude)?;
    }
    high.between(low_value, !span::is_dash(line, low.end)).map(|m| with_per(line, m))
}

/// 10元-20元, 3天到5天, 10元/月-20元/月.
fn to_second(line: Line<'_>, first: &Measure) -> Option<Measure> {
    let (per, end) = per::behind(line, first.end, false);
    let second = single(line, span::separator(line, end)?, true)?;
    let second = with_per(line, second);
    let is_same = second.unit.name == first.unit.name && (per.is_empty() || per == second.per);
    if !is_same {
        return None;
    }
    let is_range =
        first.value < second.value || second.unit.kind == Kind::Duration || !span::is_dash(line, end);
    is_range.then_some(Measure { low: Some(first.value), ..second })
}

fn with_per(line: Line<'_>, measure: Measure) -> Measure {
    if matches!(measure.unit.kind, Kind::Discount) {
        return measure;
    }
    let (per, end) = per::behind(line, measure.end, measure.unit.kind == Kind::Amount);
    Measure { per, end, ..measure }
}

/// One value, without range and without what it is for.
pub(super) fn single(line: Line<'_>, at: usize, count_one: bool) -> Option<Measure> {
    match line.get(at)? {
        '¥' | '$' | 'R' | 'r' | 'C' | 'c' | '人' => money(line, at),
        '百' | '千' | '万' => share(line, at),
        '半' => half(line, at),
        _ => counted(line, at, count_one),
    }
}

/// The unit of the table by its spelling.
pub(super) fn named(name: &str) -> Option<Unit> {
    let glyphs = super::glyph::glyphs(name);
    unit::at(Line::new(&glyphs), 0).map(|(unit, _)| unit)
}

/// ¥15.00, RMB 15, $15.
fn money(line: Line<'_>, at: usize) -> Option<Measure> {
    let (end, name) = if line.get(at) == Some('$') {
        // rw=$4 is a part of a command.
        line.before(at).is_none_or(|c| !matches!(c, '=' | '{' | '(' | '/')).then_some(())?;
        (at + 1, "美元")
    } else {
        (line.any(at, &["¥", "RMB", "CNY", "人民币"])?, "元")
    };
    let n = numeral(line, line.gap(end))?;
    let unit = named(name)?;
    // ¥15元 says it twice.
    let after = line.gap(n.end);
    let end =
        unit::at(line, after).filter(|(u, _)| u.name == name && u.times == u.over).map_or(n.end, |(_, e)| e);
    Measure::bare(n.value, unit, "", end)
}

/// 百分之十五, 千分之3, 万分之五.
fn share(line: Line<'_>, at: usize) -> Option<Measure> {
    let (spelling, end) = [("百分之", "%"), ("千分之", "‰"), ("万分之", "‱")]
        .into_iter()
        .find_map(|(words, unit)| Some((unit, line.word(at, words)?)))?;
    let unit = named(spelling)?;
    if let Some(end) = line.word(end, "百").filter(|_| spelling == "%") {
        return Measure::bare(Decimal::whole(100), unit, "", end);
    }
    let n = numeral(line, end)?;
    Measure::bare(n.value, unit, "", n.end)
}

/// 半年, 半小时, 半个月; 半天 is a manner of speaking.
fn half(line: Line<'_>, at: usize) -> Option<Measure> {
    let rest = at + 1;
    if let Some(end) = line.word(at, "半价") {
        return Measure::bare(Decimal::whole(5), named("折")?, "", end);
    }
    let (unit, end) = unit::at(line, rest)?;
    let is_time = unit.kind == Kind::Duration && !matches!(unit.name, "天" | "秒");
    let is_said = line.word(rest, "月").is_none() && !line.is(end, |c| "会报底刊".contains(c));
    let double = Measure::bare(Decimal::whole(1), unit, "", end)?;
    (is_time && is_said).then_some(())?;
    Some(Measure { value: double.value.over(2)?, ..double })
}

fn counted(line: Line<'_>, at: usize, count_one: bool) -> Option<Measure> {
    let n = numeral(line, at)?;
    let mut here = line.gap(n.end);
    let mut number = n.value;
    let mut bound = None;
    // 100多元, 30余天, 3个多月.
    if let Some(end) = line.any(here, &["多", "余", "来"]) {
        (here, bound) = (end, Some(Bound::MoreThan));
    } else if let Some(end) =
        line.word(here, "个多").filter(|end| line.any(*end, &["月", "小时", "星期"]).is_some())
    {
        (here, bound) = (end, Some(Bound::MoreThan));
    } else if let Some(end) = line.any(here, &["个半"]) {
        (here, number) = (end, number.plus(half_of_one()?)?);
    }
    let (unit, end) = unit_at(line, here)?;
    sense::allowed(line, at, &n, unit, count_one).then_some(())?;
    let plain = Measure { bound, ..Measure::bare(number, unit, "", end)? };
    Some(compound::compound(line, plain))
}

pub(super) fn half_of_one() -> Option<Decimal> {
    Decimal::whole(1).over(2)
}

/// A unit here; 月 without 个 is a duration where it cannot be a month.
fn unit_at(line: Line<'_>, at: usize) -> Option<(Unit, usize)> {
    unit::at(line, at).map(|(unit, end)| {
        if unit.name == "M" && line.word(line.gap(end), "流量").is_some() {
            // 100M of data are bytes, 100M of broadband are not.
            return (Unit { name: "MB", ..unit }, end);
        }
        (unit, end)
    })
}
