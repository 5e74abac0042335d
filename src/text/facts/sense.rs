//! Whether a numeral counts its unit, or is a part of a word or a name: 一块, 一天到晚, 二次, 5G.

use super::Kind;
use super::date;
use super::decimal::Decimal;
use super::glyph::Line;
use super::numeral::{Numeral, Script, is_chinese};
use super::unit::{self, Numerals, Unit};

/// Whether this numeral may count this unit here.
pub(super) fn allowed(line: Line<'_>, at: usize, n: &Numeral, unit: Unit, count_one: bool) -> bool {
    let is_bare_month = line.get(line.gap(n.end)) == Some('月');
    let is_year = n.value <= Decimal::whole(12) || n.script == Script::Chinese;
    if is_bare_month && line.before(at) == Some('年') {
        return false;
    }
    if is_bare_month && is_year && !date::is_count_of_months(line, at) {
        return false;
    }
    if unit.name == "个" && n.value == Decimal::whole(1) && n.script == Script::Chinese && !count_one {
        return false;
    }
    if n.script == Script::Western {
        return !is_generation(line, at, n, unit);
    }
    if n.is_spelt || (n.pair.is_some() && unit.kind != Kind::Discount) {
        return false;
    }
    let is_one = n.value == Decimal::whole(1);
    let is_vague = line.before(at).is_some_and(|c| "这那哪某几其同之".contains(c))
        || (unit.kind == Kind::Duration && line.before(at).is_some_and(|c| "过有另隔改头".contains(c)));
    match unit.numerals {
        _ if is_vague => false,
        Numerals::Any if is_one && unit.kind == Kind::Duration => is_length(line, at, n.end, unit),
        Numerals::Any => !(is_one && is_idiom(line, at)),
        Numerals::FromTwo if is_one => count_one && !is_idiom(line, at),
        // 二次 and 二期 are adjectives, 两次 counts.
        Numerals::FromTwo => line.get(at) != Some('二') || n.end > at + 1,
        Numerals::Western => false,
    }
}

/// 一个月 is a length of time where the text says so (一个月内, 满一年, 试用一个月), and else a manner of speaking.
fn is_length(line: Line<'_>, at: usize, from: usize, unit: Unit) -> bool {
    if is_idiom(line, at) || line.any_back(at, &["最后", "当", "前", "的"]) && !line.any_back(at, &["提前"])
    {
        return false;
    }
    let Some((_, end)) = unit::at(line, line.gap(from)) else { return false };
    let behind = line.get(line.gap(end));
    matches!(unit.name, "工作日" | "交易日" | "自然月" | "账期")
        || behind
            .is_none_or(|c| !c.is_alphanumeric() || "内以之后前左上起的有免试合期到至半零又或".contains(c))
        || line
            .before(line.gap_back(at))
            .is_some_and(|c| "满期近约为续长效送免够停延保留需等共达至到在限短提赠少多月超足按".contains(c))
}

/// 一块, 一角, 一毛 are a piece, a corner and nothing at all unless money is said; 一天到晚 is no length of time.
fn is_idiom(line: Line<'_>, at: usize) -> bool {
    let no_money = ["一块", "一角", "一圆"].iter().any(|w| {
        line.word(at, w)
            .is_some_and(|end| !line.is(end, |c| c == '钱' || is_chinese(c) || c.is_ascii_digit()))
    });
    no_money
        || line
            .any(
                at,
                &[
                    "一毛不拔",
                    "一天到晚",
                    "一年到头",
                    "一年四季",
                    "一天天",
                    "一次性",
                    "一条龙",
                    "一元化",
                    "一张口",
                    "一个劲",
                    "一周岁",
                    "一时",
                ],
            )
            .is_some()
}

/// 5G, 2.4G and 2.5G网口 are names, except of data that is given or used: 送5G流量.
fn is_generation(line: Line<'_>, at: usize, n: &Numeral, unit: Unit) -> bool {
    if unit.name != "GB"
        || !line.is(line.gap(n.end) + 1, |c| !c.eq_ignore_ascii_case(&'b'))
            && line.get(line.gap(n.end) + 1).is_some()
    {
        return false;
    }
    // -size=5G is a size.
    if line.before(at) == Some('=') {
        return false;
    }
    let text = n.value.to_string();
    let is_band = matches!(text.as_str(), "2.4" | "5.8" | "5.2");
    let is_network = matches!(text.as_str(), "2" | "3" | "4" | "5" | "6");
    let end = line.gap(n.end) + 1;
    let is_data = line.word(line.gap(end), "流量").is_some()
        && line.any_back(
            line.gap_back(at),
            &[
                "送", "赠", "赠送", "含", "包含", "共", "满", "超", "超过", "剩", "剩余", "用", "每月",
                "每天", "每日", "有", "达", "享", "得", "领", "国内", "流量",
            ],
        );
    // 2.5G网口, 10G PON: how fast a port is belongs to its name.
    const PORTS: &[&str] = &["网口", "光口", "端口", "电口", "光猫", "PON", "pon", "网卡", "交换机"];
    let is_port = PORTS.iter().any(|name| line.word(line.gap(end), name).is_some());
    is_band || is_port || (is_network && !is_data)
}
