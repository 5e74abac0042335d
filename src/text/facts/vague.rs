//! Dates that nobody can resolve from the text alone: 即日起至月底, 年底前, 下周三.

use super::glyph::Line;
use super::span;

const ENDS: &[&str] = &[
    "月底",
    "月末",
    "本月底",
    "本月末",
    "本月月底",
    "这个月底",
    "下月底",
    "下月末",
    "年底",
    "年末",
    "今年底",
    "今年年底",
    "本年底",
    "明年底",
    "季末",
    "季度末",
    "本季度末",
];

const WEEKS: &[&str] = &["本周", "下周", "上周", "这周"];

const NEAR: &[&str] = &["近日", "不日", "日前"];

/// The words that stand here, and their end.
pub(super) fn vague(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if let Some(end) = line.any(at, &["即日起", "即日"]) {
        let to = span::separator(line, end).and_then(|n| line.any(n, ENDS)).unwrap_or(end);
        return Some((plain(line, at, to), to));
    }
    let before = line.before(at);
    if let Some(end) = line.any(at, ENDS) {
        // 每月月底 and 3月底 can be resolved, 当月月底 goes by the customer's own month.
        let is_known = before.is_some_and(|c| {
            "每当月年次该个".contains(c) || c.is_ascii_digit() || super::numeral::is_chinese(c)
        });
        let window = line.part(line.run_back(at, 8, |c| !matches!(c, '。' | '；' | '\n')), at);
        let is_known =
            is_known || (0..window.len()).any(|n| window.any(n, &["当月", "每月", "次月", "下月"]).is_some());
        return (!is_known).then(|| (plain(line, at, end), end));
    }
    if let Some(end) = line.any(at, WEEKS) {
        let day = line.is(end, |c| "一二三四五六日天末".contains(c)).then_some(end + 1)?;
        return Some((plain(line, at, day), day));
    }
    let end = line.any(at, NEAR)?;
    // 到期日前, 还款日前: before a day that the customer knows.
    (!before.is_some_and(|c| "最临工节每假生当次期止效款账息割权易牌".contains(c) || c.is_ascii_digit()))
        .then(|| (plain(line, at, end), end))
}

fn plain(line: Line<'_>, from: usize, to: usize) -> String {
    line.text(from, to).replace(['到', '-', '~'], "至").replace(' ', "")
}
