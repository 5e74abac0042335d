//! Values in more than one unit: 3块5, 一毛五, 15元5角, 两年半, 2小时30分钟, 一年零三个月.

use super::decimal::Decimal;
use super::glyph::Line;
use super::measure::{Measure, half_of_one, named, worth};
use super::numeral::{Numeral, is_chinese, numeral};
use super::unit;

/// 3块5, 一毛五, 15元5角, 两年半, 2小时30分钟, 一年零三个月.
pub(super) fn compound(line: Line<'_>, first: Measure) -> Measure {
    match first.unit.name {
        "元" => small_change(line, &first),
        "小时" | "个月" | "天" | "周" => longer(line, &first),
        _ => None,
    }
    .unwrap_or(first)
}

fn small_change(line: Line<'_>, first: &Measure) -> Option<Measure> {
    let word = line.before(first.end)?;
    let tenth = match word {
        '块' | '元' => 10,
        '毛' | '角' => 100,
        _ => return None,
    };
    // One digit only: 一毛五一条 is 一毛五 and 一条.
    let is_digit = line.is(first.end, is_chinese);
    if is_digit && line.is(first.end + 1, |c| "十百千万".contains(c)) {
        return None;
    }
    let n = if is_digit {
        let one = numeral(line.part(first.end, first.end + 1), 0)?;
        Numeral { end: first.end + 1, ..one }
    } else {
        numeral(line, first.end)?
    };
    let digit = n.value.small().filter(|v| (1..10).contains(v) && n.magnitude == 1)?;
    if let Some((unit, end)) = unit::at(line, n.end).filter(|(u, _)| u.name == "元" && u.over == tenth) {
        let value = first.value.plus(worth(Decimal::whole(u64::from(digit)), unit)?)?;
        let so_far = Measure { value, end, ..first.clone() };
        return Some(small_change(line, &so_far).unwrap_or(so_far));
    }
    let is_minor = tenth == 100 && line.get(n.end) == Some('分');
    // 3块5 goes without a unit, 15元5 does not, and 3块5张 are two things.
    let is_bare = word != '元'
        && word != '角'
        && unit::at(line, line.gap(n.end)).is_none()
        && !line.is(n.end, |c| c == '折' || c == '个' || c.is_ascii_alphanumeric() || c == ':');
    (is_minor || is_bare).then_some(())?;
    let value = first.value.plus(Decimal::whole(u64::from(digit)).over(tenth)?)?;
    Some(Measure { value, end: if is_minor { n.end + 1 } else { n.end }, ..first.clone() })
}

fn longer(line: Line<'_>, first: &Measure) -> Option<Measure> {
    if let Some(end) =
        line.word(first.end, "半").filter(|end| !line.is(*end, |c| "价折年天月小个数夜径".contains(c)))
    {
        let unit = first.unit;
        return Some(Measure {
            value: first.value.plus(worth(half_of_one()?, unit)?)?,
            end,
            ..first.clone()
        });
    }
    if first.unit.name == "天" || first.unit.name == "周" {
        return None;
    }
    let from = line.any(first.end, &["零", "又"]).unwrap_or(first.end);
    let n = numeral(line, line.gap(from))?;
    let (second, end) = match first.unit.name {
        "小时" => (named("分钟")?, line.any(line.gap(n.end), &["分钟", "分"])?),
        _ if first.unit.times == 12 => (named("个月")?, line.any(line.gap(n.end), &["个月"])?),
        _ => return None,
    };
    let whole = if first.unit.name == "小时" { first.value.times(60)? } else { first.value };
    let value = whole.plus(n.value)?;
    Some(Measure { unit: second, value, end, ..first.clone() })
}
