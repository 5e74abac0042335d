//! Finds the facts (事实项) of an answer: amounts, rates, discounts, dates, durations, times of day, quantities, phone
//! numbers, addresses, codes and variables, each in one form, so that equal facts compare equal however they are written.
//!
//! Pure, and linear in the length of the text: every recogniser looks a bounded way around itself, and what it refuses
//! is stepped over. Offsets inside the folder are glyphs (see `glyph`); what leaves it is bytes of the raw text.

use std::ops::Range;

mod address;
mod bound;
mod clock;
mod code;
mod compound;
mod date;
mod decimal;
mod glyph;
mod measure;
mod numeral;
mod per;
mod phone;
mod scan;
mod sense;
mod sheet;
mod span;
mod unit;
mod vague;
mod values;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod cases_form;
#[cfg(test)]
mod cases_more;
#[cfg(test)]
mod cases_time;
#[cfg(test)]
mod laws;

/// One fact of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fact {
    /// What sort of fact it is.
    pub kind: Kind,
    /// Its normal form: `15元`, `19.9元/月`, `1~3工作日`, `2026-01-01`, `20GB`, `85%`, `10086`, `https://…`.
    pub value: String,
    /// Where it stands, in bytes of the raw text, on char boundaries.
    pub at: Range<usize>,
    /// On which side of the value the text means, where it says so.
    pub bound: Option<Bound>,
}

/// The sorts of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Money: `15元`, `0.15元/分钟`, `10~20元`.
    Amount,
    /// A share of a whole: `15%`, `0.05%/天`, `1/3`.
    Rate,
    /// What is left to pay after a discount: 八五折 is `85%`.
    Discount,
    /// A day, month or year: `2026-01-01`, `01-01`, `2026-01`, `01月`, `2026`, `每月5日`, `25日`.
    Date,
    /// A length of time: `3工作日`, `3天`, `6个月`, `24小时`, `30分钟`, `T+1`.
    Duration,
    /// A time of day: `09:30`; also the service hours `7×24小时`.
    Time,
    /// A count or size with its unit: `20GB`, `100M`, `3次`, and allowances of minutes: `300分钟`.
    Quantity,
    /// A number to dial or to send a message to, digits only: `10086`, `4001234567`.
    Phone,
    /// A web address, or an electronic mail address as `mailto:…`.
    Url,
    /// The number of an article, a tariff, an error, in capitals: `KD-0012`, `E1302`.
    Code,
    /// A place to be filled in: `{{name}}`.
    Variable,
    /// A date that cannot be resolved from the text: `即日起至月底`.
    Unresolved,
}

/// On which side of its value a fact lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// 最低, 至少, 满, 以上, 起 beside an amount.
    AtLeast,
    /// 最高, 不超过, 以内, 内, 以下, 封顶.
    AtMost,
    /// 超过, 高于, 多 behind a number.
    MoreThan,
    /// 不足, 低于, 未满.
    LessThan,
    /// 自, 从, 起 beside a date or a time.
    From,
    /// 截至, 前, 止.
    Until,
    /// 后.
    After,
    /// 约, 左右.
    About,
}

impl Fact {
    /// The value without what it is for: `59元` of `59元/月`, as a price under 月费 often goes without it.
    pub fn base(&self) -> &str {
        match self.kind {
            Kind::Amount | Kind::Quantity if !self.value.ends_with("/s") => {
                self.value.split_once('/').map_or(self.value.as_str(), |(base, _)| base)
            }
            _ => &self.value,
        }
    }
}

/// The facts of a text, in order, not overlapping. Knows Markdown: heading lines and list numbers are no facts, and the
/// cells of a table take the unit of their heading as in [`of_cell`].
pub fn facts(text: &str) -> Vec<Fact> {
    let glyphs = glyph::glyphs(text);
    let mut out = Vec::new();
    sheet::walk(&glyphs, &mut out);
    out
}

/// The facts of a table cell: a bare number takes the unit in its heading (月费（元） over 59 is `59元`).
pub fn of_cell(cell: &str, heading: &str) -> Vec<Fact> {
    let (cell, heading) = (glyph::glyphs(cell), glyph::glyphs(heading));
    let mut out = Vec::new();
    sheet::cell(&cell, sheet::Heading::of(glyph::Line::new(&heading)).as_ref(), &mut out);
    out
}
