//! What a fact says, in the form in which two of them are compared.

use super::super::place::Place;
use crate::text::facts::{Fact, Kind, facts};

/// The sorts of facts that can stand for one another when one of them is wrong: 3天 for 3个工作日, 20GB for 20M.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::customer) enum Family {
    Money,
    Share,
    Date,
    Length,
    Time,
    Count,
    Phone,
    Url,
    Code,
    Variable,
    Unresolved,
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::customer) struct Said {
    pub(in crate::customer) family: Family,
    /// The value with its unit, without what it is for. Lengths that are the same are written the same: a week is seven
    /// days and an hour sixty minutes, but a day is not 24 hours, a month not 30 days, a working day no day.
    pub(in crate::customer) base: String,
    /// The two ends of a range.
    pub(in crate::customer) ends: Option<(String, String)>,
    /// What it is for: `月`, `张`.
    pub(in crate::customer) per: Vec<String>,
}

/// The facts that a text claims. 不再是25日 says of a value that it holds no more: nothing stands on it.
pub(in crate::customer) fn claims(text: &str) -> Vec<Fact> {
    const NO_MORE: &[&str] = &[
        "不再是",
        "不再按",
        "不再收",
        "不再收取",
        "不再为",
        "不再执行",
        "已不是",
        "已不再是",
        "不再是每月",
        "不再是每年",
    ];
    let holds = |fact: &Fact| {
        let before = text.get(..fact.at.start).unwrap_or_default().trim_end_matches([' ', '*', '_', '“']);
        !NO_MORE.iter().any(|words| before.ends_with(words))
    };
    facts(text).into_iter().filter(holds).collect()
}

impl Said {
    pub(in crate::customer) fn of(fact: &Fact) -> Said {
        let mut family = family(fact.kind);
        let is_length = family == Family::Length && !fact.value.starts_with(['T', 'D']);
        let base = if is_length { fact.value.split('/').next().unwrap_or_default() } else { fact.base() };
        let per = fact.value.get(base.len()..).unwrap_or_default();
        // 每兆 is a megabyte where data are paid for.
        let name = |name: &str| if name == "M" { "MB".to_owned() } else { name.to_owned() };
        let per = per.split('/').filter(|name| !name.is_empty()).map(name).collect();
        if family == Family::Date {
            return Said { family, base: base.to_owned(), ends: days(base), per: Vec::new() };
        }
        let plain = |family| Said { family, base: base.to_owned(), ends: None, per: Vec::new() };
        if !matches!(family, Family::Money | Family::Share | Family::Length | Family::Count) {
            return plain(family);
        }
        let end =
            base.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '~' | '-'))).unwrap_or(base.len());
        let Some((number, unit)) = base.split_at_checked(end).filter(|(number, _)| !number.is_empty()) else {
            return plain(family);
        };
        if unit == "分钟" {
            family = Family::Length;
        }
        let ends = number.split_once('~').map(|(low, high)| (same(low, unit), same(high, unit)));
        let base = match &ends {
            Some((low, high)) => format!("{low}~{high}"),
            None => same(number, unit),
        };
        Said { family, base, ends, per }
    }

    /// With what the place says that it is for: 15元 under 月费 is 15元/月, 500MB under 每日流量 500MB/天.
    pub(in crate::customer) fn in_place(mut self, place: &Place<'_>) -> Said {
        const NAMES: &[(&str, &str)] = &[
            ("月费", "月"),
            ("月租", "月"),
            ("月租费", "月"),
            ("包月", "月"),
            ("年费", "年"),
            ("日租", "天"),
        ];
        const EACH: &[(&str, &str)] =
            &[("每日", "天"), ("每天", "天"), ("每周", "周"), ("每月", "月"), ("每年", "年")];
        if !self.per.is_empty() {
            return self;
        }
        if self.family == Family::Count {
            // What a column of amounts of data is for: 每日高速流量.
            let each = EACH.iter().find(|(name, _)| place.heading.trim().starts_with(name));
            self.per.extend(each.map(|(_, of)| (*of).to_owned()));
            return self;
        }
        if self.family != Family::Money {
            return self;
        }
        let before = place.before.trim_end_matches([' ', '*', '：', ':', '为', '是', '约', '仅', '（', '(']);
        let named = |text: &str| NAMES.iter().find(|(name, _)| text.ends_with(name)).map(|(_, of)| *of);
        let plain = |cell: &'_ str| cell.split(['（', '(']).next().and_then(|text| named(text.trim()));
        let of =
            if before.trim().is_empty() { plain(place.heading).or(plain(place.row)) } else { named(before) };
        self.per.extend(of.map(str::to_owned));
        self
    }

    /// By what two facts are the same value.
    pub(in crate::customer) fn key(&self) -> (Family, &str) {
        (self.family, &self.base)
    }

    /// Whether a customer may expect to hear it; numbers to dial, addresses and codes are mostly the agent's.
    pub(in crate::customer) fn concerns_customers(&self) -> bool {
        !matches!(self.family, Family::Phone | Family::Url | Family::Code)
    }

    /// The number and the unit of the value, of a range those of its upper end; what has no unit is all number.
    fn parts(&self) -> (&str, &str) {
        let base = self.ends.as_ref().map_or(self.base.as_str(), |(_, high)| high);
        match self.family {
            Family::Money | Family::Share | Family::Length | Family::Count => {
                let end = base.find(|c| !is_number(c)).unwrap_or(base.len());
                base.split_at_checked(end).unwrap_or((base, ""))
            }
            _ => (base, ""),
        }
    }

    /// Whether the two count in the same unit, for the same; dates, whether they say the same pieces of one.
    pub(in crate::customer) fn is_of_the_unit(&self, other: &Said) -> bool {
        if self.family != other.family || !self.is_for_the_same(other) {
            return false;
        }
        if self.family == Family::Date {
            self.unit() == other.unit()
        } else {
            self.parts().1 == other.parts().1
        }
    }

    /// What it counts in; of a date, which pieces of one it says.
    pub(in crate::customer) fn unit(&self) -> (Family, String) {
        let unit = match self.family {
            Family::Date => self.base.chars().filter(|c| !c.is_ascii_digit()).collect(),
            _ => self.parts().1.to_owned(),
        };
        (self.family, unit)
    }

    /// Whether another value may stand by mistake where this one should: of the same unit, or the same number of another.
    pub(in crate::customer) fn is_rival(&self, other: &Said) -> bool {
        let is_same_number =
            || self.family == other.family && !self.parts().1.is_empty() && self.parts().0 == other.parts().0;
        self.base != other.base && (self.is_of_the_unit(other) || is_same_number())
    }

    /// Whether it is rather a manner of speaking, by how it is written: 两个优惠 and 算一个月 count nothing that a house
    /// lays down.
    pub(in crate::customer) fn is_manner(&self, raw: &str) -> bool {
        let is_spoken = matches!(self.family, Family::Count | Family::Length)
            && raw.starts_with(|c| "一二两三四五六七八九".contains(c))
            && !raw.contains("工作日");
        is_spoken || self.base == "1个"
    }

    /// Whether what the two are for can be the same: 10元 under 月费 is 10元/月, but 10元/月 is not 10元/年.
    pub(in crate::customer) fn is_for_the_same(&self, other: &Said) -> bool {
        let within = |a: &Said, b: &Said| a.per.iter().all(|name| b.per.contains(name));
        within(self, other) || within(other, self)
    }
}

fn family(kind: Kind) -> Family {
    match kind {
        Kind::Amount => Family::Money,
        Kind::Rate | Kind::Discount => Family::Share,
        Kind::Date => Family::Date,
        Kind::Duration => Family::Length,
        Kind::Time => Family::Time,
        Kind::Quantity => Family::Count,
        Kind::Phone => Family::Phone,
        Kind::Url => Family::Url,
        Kind::Code => Family::Code,
        Kind::Variable => Family::Variable,
        Kind::Unresolved => Family::Unresolved,
    }
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '-' | '~')
}

/// The ends of `每月1~5日` and of `1~2日`.
fn days(value: &str) -> Option<(String, String)> {
    let (low, high) = value.split_once('~')?;
    let (high, of) = (high.strip_suffix('日')?, low.trim_end_matches(|c: char| c.is_ascii_digit()));
    Some((format!("{low}日"), format!("{of}{high}日")))
}

/// A number of a unit, in the unit that equal values share.
fn same(number: &str, unit: &str) -> String {
    let whole = number.parse::<u64>().ok();
    let times = |n: u64, unit: &str| whole.and_then(|w| w.checked_mul(n)).map(|w| format!("{w}{unit}"));
    match unit {
        "小时" => times(60, "分钟"),
        "周" => times(7, "天"),
        "秒" => whole.filter(|w| w % 60 == 0 && *w > 0).map(|w| format!("{}分钟", w / 60)),
        "分" => Some(format!("{number}积分")),
        // 100M of data are megabytes, of a line megabits: mostly only the context says which.
        "MB" | "Mbps" => Some(format!("{number}M")),
        _ => None,
    }
    .unwrap_or_else(|| format!("{number}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> String {
        facts(text).first().map(|fact| Said::of(fact).base).unwrap_or_default()
    }

    #[test]
    fn equal_values_are_said_the_same() {
        for (a, b) in [
            ("24小时", "一千四百四十分钟"),
            ("1周", "7天"),
            ("120秒", "2分钟"),
            ("八五折", "85%"),
            ("100M流量", "100M"),
            ("1-2小时", "60~120分钟"),
            ("59元/月", "59元"),
            ("200分钟", "200分钟/月"),
        ] {
            assert_eq!(base(a), base(b), "{a} {b}");
        }
        for (a, b) in [("24小时", "1天"), ("1个月", "30天"), ("3个工作日", "3天"), ("1.5元", "15元")]
        {
            assert_ne!(base(a), base(b), "{a} {b}");
        }
    }
}
