//! Values on the walk over a line: numbers with units, the numbers of a list that share one, bare numbers of a column.

use super::date::Dated;
use super::decimal::Decimal;
use super::measure::{self, Measure};
use super::numeral::{self, Script, numeral};
use super::scan::{Scan, Waiting};
use super::{Bound, Fact, Kind, bound, per, span};

impl Scan<'_> {
    /// 每月 and 每张 before a value: steps to where the value must begin.
    pub(super) fn each(&mut self, at: usize) -> usize {
        /// What may stand between 每月 and its value.
        const FILL: &[&str] = &[
            "只要",
            "只需",
            "仅需",
            "仅",
            "只",
            "才",
            "需",
            "要",
            "收取",
            "收",
            "加收",
            "另收",
            "扣除",
            "扣",
            "付",
            "交",
            "缴",
            "缴纳",
            "支付",
            "最低",
            "最高",
            "最多",
            "最少",
            "至少",
            "不超过",
            "不低于",
            "不少于",
            "可",
            "可用",
            "约",
            "送",
            "赠送",
            "赠",
            "减免",
            "减",
            "优惠",
            "返还",
            "返",
            "按",
            "固定",
            "均为",
            "为",
            "是",
            "享",
            "含",
            "能",
            "可以",
            "限",
            "限办",
            "限领",
            "限购",
            "费用",
            "月费",
            "赔",
            "赔付",
            "奖励",
            "奖",
            "补",
            "再",
            "有",
            "领",
            "领取",
            "限开",
            "消费",
            "满",
            "可改",
            "可办",
            "可领",
            "可换",
            "可查",
            "改",
            "办理",
            "办",
            "免费",
            "参加",
            "提供",
            ":",
            "，",
        ];
        let Some((name, end)) = per::every(self.line, at) else { return at + 1 };
        let mut here = self.line.gap(end);
        for _ in 0..3 {
            let Some(next) = self.line.any(here, FILL) else { break };
            here = self.line.gap(next);
        }
        self.every = Some((name, at, here));
        // What stands here is read anew: it may be a date or a number to dial.
        here
    }

    /// A number with its unit, and the numbers of its list before it.
    pub(super) fn measured(&mut self, at: usize) -> Option<usize> {
        let is_list = !self.waiting.is_empty() && self.goes_on == at;
        let first = if is_list { self.waiting.first().map_or(at, |w| w.from) } else { at };
        let every = self.every.filter(|(.., place)| *place == first);
        let mut found = measure::measure(self.line, at, every.is_some() || self.is_count(at))?;
        if found.end == at {
            return None;
        }
        let mut from = at;
        if let Some((name, begin, _)) = every
            && (matches!(found.unit.kind, Kind::Amount | Kind::Quantity | Kind::Rate)
                || found.unit.name == "分钟")
        {
            found.per = per::with(&found.per, name);
            from = if is_list { at } else { begin.max(self.floor) };
        }
        self.flush(is_list, &found);
        from = self.signed(from, at, &mut found);
        Some(self.emit(&found, from, at))
    }

    fn emit(&mut self, found: &Measure, from: usize, number: usize) -> usize {
        let kind = found.kind();
        let is_signed = from + 1 == number && self.line.get(from) == Some('-');
        let value = if is_signed { format!("-{}", found.text()) } else { found.text() };
        // A bound stands before the number or before 每.
        let is_per = from < number && !is_signed;
        let floor = if is_per { from } else { self.floor };
        let plain = bound::bound(self.line, kind, number, found.end, floor);
        let bound =
            plain.or_else(|| bound::bound(self.line, kind, from, found.end, self.floor)).or(found.bound);
        // 通话超出0.15元/分钟 is the price beyond the plan, no bound of the price.
        let bound = bound.filter(|b| found.per.is_empty() || *b != Bound::MoreThan);
        self.share_unit(found, number);
        let is_loose =
            found.unit.name == "个" && found.per.is_empty() && self.line.get(found.end) == Some('、');
        self.loose = is_loose.then_some((self.out.len(), found.end));
        self.put(Fact { kind, value, at: 0..0, bound }, from, found.end)
    }

    /// 借记卡1–3个、信用卡3–7个工作日: what was counted in 个 alone is counted in working days too.
    fn share_unit(&mut self, found: &Measure, number: usize) {
        let is_near = |end: &usize| number.saturating_sub(*end) <= 8;
        let Some((at, _)) = self.loose.take().filter(|(_, end)| is_near(end)) else { return };
        let is_length = found.unit.kind == Kind::Duration && self.line.text(number, found.end).contains('个');
        if let Some(fact) = self.out.get_mut(at).filter(|_| is_length)
            && let Some(count) = fact.value.strip_suffix('个')
        {
            (fact.kind, fact.value) = (Kind::Duration, format!("{count}{}", found.unit.name));
        }
    }

    /// −27dBm, −5℃: only where a minus makes sense.
    fn signed(&self, from: usize, at: usize, found: &mut Measure) -> usize {
        let is_sign = self.line.before(at) == Some('-')
            && from == at
            && at > self.floor
            && !at.checked_sub(2).is_some_and(|n| self.line.is(n, |c| c.is_ascii_alphanumeric()));
        if is_sign && matches!(found.unit.name, "dBm" | "dB" | "℃") { at - 1 } else { from }
    }

    /// Gives the waiting numbers the unit of the one that closes their list.
    fn flush(&mut self, is_list: bool, found: &Measure) {
        let waiting = std::mem::take(&mut self.waiting);
        let is_listed = matches!(
            found.unit.kind,
            Kind::Amount | Kind::Quantity | Kind::Duration | Kind::Discount | Kind::Rate
        );
        if !is_list || !is_listed {
            return;
        }
        for number in waiting {
            if let Some(one) = found.with(number.value) {
                let bound = bound::bound(self.line, one.kind(), number.from, number.to, self.floor);
                self.put(
                    Fact { kind: one.kind(), value: one.text(), at: 0..0, bound },
                    number.from,
                    number.to,
                );
            }
        }
    }

    /// 7、8月 and 5、15、25日.
    pub(super) fn flush_dates(&mut self, found: &Dated) {
        for number in std::mem::take(&mut self.waiting) {
            if let Some(one) = number.value.small().and_then(|n| found.with(n)) {
                self.push(Kind::Date, one.text(), number.from, number.to);
            }
        }
    }

    /// Whether 一张 counts here: beside 每, 限, 送 and the like.
    fn is_count(&self, at: usize) -> bool {
        let end = self.line.gap_back(at);
        self.line.any_back(
            end,
            &[
                "限",
                "限办",
                "仅限",
                "最多",
                "至多",
                "至少",
                "含",
                "送",
                "赠",
                "免费",
                "各",
                "享",
                "只能",
                "不超过",
                "附",
                "可带",
                "免",
                "只可",
                "仅可",
            ],
        ) || self.is_beside(at)
    }

    /// 一条500M宽带, 1000M宽带一条: beside another value an article is a count.
    fn is_beside(&self, at: usize) -> bool {
        let is_thing = self.line.is(at + 1, |c| matches!(c, '条' | '张' | '台' | '部'));
        is_thing && (self.line.is_digit(at + 2) || (self.floor > 0 && at - self.floor <= 3))
    }

    /// A number without unit: one of a list, or of a column whose heading says the unit.
    pub(super) fn bare(&mut self, at: usize) -> Option<usize> {
        let n = numeral(self.line, at).filter(|n| n.script == Script::Western)?;
        let is_name = self.line.is(n.end, |c| c.is_ascii_alphanumeric() || c == '%')
            || self
                .line
                .before(at)
                .is_some_and(|c| c.is_ascii_alphanumeric() || "骤图表例注条款项步节.".contains(c));
        if is_name {
            return None;
        }
        if let Some(end) = self.in_column(at, &n) {
            return Some(end);
        }
        let here = self.line.gap(n.end);
        let next = self.line.any(here, &["、", "/", "或", "和"]).map(|end| self.line.gap(end));
        let Some(next) = next.filter(|next| self.line.is_digit(*next)) else {
            self.waiting.clear();
            return Some(n.end);
        };
        if self.goes_on != at {
            self.waiting.clear();
        }
        self.waiting.push(Waiting { from: at, to: n.end, value: n.value });
        self.goes_on = next;
        Some(next)
    }

    fn in_column(&mut self, at: usize, n: &numeral::Numeral) -> Option<usize> {
        let heading = self.heading?;
        let is_free = |at: usize| {
            let here = self.line.gap(at);
            self.line.get(here).is_none_or(|c| !c.is_alphanumeric())
                || self
                    .line
                    .any(
                        here,
                        &[
                            "以上",
                            "及以上",
                            "以下",
                            "及以下",
                            "以内",
                            "内",
                            "起",
                            "封顶",
                            "左右",
                            "或",
                            "和",
                            "至",
                            "到",
                        ],
                    )
                    .is_some()
        };
        let bare = |value: Decimal, end: usize| {
            Measure::bare(heading.number(value)?, heading.unit, &heading.per, end)
        };
        let second = span::separator(self.line, n.end).and_then(|next| numeral(self.line, next));
        if let Some(second) = second.filter(|s| s.script == Script::Western && is_free(s.end))
            && let Some(range) = bare(second.value, second.end)?.between(heading.number(n.value)?, false)
        {
            return Some(self.emit(&range, at, at));
        }
        let is_named = self.line.before(at).is_some_and(char::is_alphanumeric)
            && !self.line.any_back(
                at,
                &[
                    "约",
                    "满",
                    "超",
                    "超过",
                    "不足",
                    "低于",
                    "最高",
                    "最低",
                    "至少",
                    "最多",
                    "不超过",
                    "月",
                    "至",
                    "到",
                    "或",
                    "和",
                    "共",
                    "各",
                ],
            );
        (is_free(n.end) && !is_named).then_some(())?;
        let found = bare(n.value, n.end)?;
        Some(self.emit(&found, at, at))
    }
}
