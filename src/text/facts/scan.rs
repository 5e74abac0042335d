//! The walk over one line: asks the recognisers at each place, steps over what is no fact, and keeps what a later
//! number needs to know of an earlier one (59、79、129元; 1月1日至3日; 下午2点到5点; 每月).

use super::clock::{self, Timed};
use super::date::{self, Dated};
use super::decimal::Decimal;
use super::glyph::Line;
use super::measure;
use super::numeral::{self, numeral};
use super::sheet::Heading;
use super::{Bound, Fact, Kind, address, bound, code, per, phone, span, vague};

/// The list number that was read last, so that `2、` behind it is known as one.
#[derive(Debug, Default)]
pub(super) struct Markers {
    last: u32,
    in_cell: bool,
}

impl Markers {
    /// A cell that begins with `1.` may be a number.
    pub(super) fn in_cell() -> Self {
        Markers { last: 0, in_cell: true }
    }
}

/// A bare number that waits for the unit at the end of its list.
pub(super) struct Waiting {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: Decimal,
}

pub(super) struct Scan<'a> {
    pub(super) line: Line<'a>,
    pub(super) heading: Option<&'a Heading>,
    markers: &'a mut Markers,
    pub(super) out: &'a mut Vec<Fact>,
    pub(super) waiting: Vec<Waiting>,
    /// Where the next of the waiting numbers must stand.
    pub(super) goes_on: usize,
    /// 每月 before a value: what it is for, where it begins, where the value must begin.
    pub(super) every: Option<(&'static str, usize, usize)>,
    date: Option<Dated>,
    time: Option<Timed>,
    /// The end of the last fact.
    pub(super) floor: usize,
    /// A count in 个 before `、`, by its place among the facts and its end: the next one may name its unit.
    pub(super) loose: Option<(usize, usize)>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(
        line: Line<'a>,
        heading: Option<&'a Heading>,
        markers: &'a mut Markers,
        out: &'a mut Vec<Fact>,
    ) -> Self {
        Scan {
            line,
            heading,
            markers,
            out,
            waiting: Vec::new(),
            goes_on: 0,
            every: None,
            date: None,
            time: None,
            floor: 0,
            loose: None,
        }
    }

    /// Reads the line to its end.
    pub(super) fn run(mut self) {
        let mut at = self.marker();
        while let Some(c) = self.line.get(at) {
            let end = self.step(c, at);
            at = end.max(at + 1);
        }
    }

    /// Steps over `- `, `> ` and a list number at the beginning of the line.
    fn marker(&mut self) -> usize {
        let from = self.line.run(0, usize::MAX, |c| matches!(c, ' ' | '>' | '-' | '*' | '+' | '•' | '·'));
        if self.markers.in_cell {
            return 0;
        }
        let Some(end) = self.list_number(from) else { return from.saturating_sub(1) };
        self.line.gap(end)
    }

    /// The end of `1. `, `2)` or `3、` here, when it is the number of an item. Before `、` it must go on from the last one:
    /// 59、79元 begins a list of prices.
    fn list_number(&mut self, at: usize) -> Option<usize> {
        let end = self.line.run(at, 3, |c| c.is_ascii_digit());
        let n: u32 = self.line.text(at, end).parse().ok()?;
        let is_next = n == 1 || n == self.markers.last + 1;
        let is_item = match self.line.get(end)? {
            '.' => !self.line.is_digit(end + 1) && (is_next || self.line.get(end + 1) == Some(' ')),
            ')' => true,
            '、' => is_next,
            _ => false,
        };
        is_item.then(|| {
            self.markers.last = n;
            end + 1
        })
    }

    fn step(&mut self, c: char, at: usize) -> usize {
        match c {
            '{' => self.simple(Kind::Variable, at, code::variable(self.line, at)),
            '0'..='9' => self.western(at),
            'A'..='Z' | 'a'..='z' => self.letters(at),
            '¥' | '$' => self.measured(at).unwrap_or(at + 1),
            '+' | '(' => self.simple(Kind::Phone, at, phone::phone(self.line, at)),
            '每' => self.dated(at).unwrap_or_else(|| self.each(at)),
            '半' => self.measured(at).unwrap_or(at + 1),
            '对' if self.line.get(at + 1) == Some('折') => {
                self.simple(Kind::Discount, at, Some(("50%".to_owned(), at + 2)))
            }
            '次' | '当' | '本' | '下' | '上' => {
                self.dated(at).or_else(|| self.timed(at)).unwrap_or_else(|| self.vague(at))
            }
            '凌' | '清' | '早' | '中' | '午' | '傍' | '晚' | '夜' => self.timed(at).unwrap_or(at + 1),
            '即' | '月' | '年' | '今' | '明' | '季' | '近' | '不' | '日' | '这' => self.vague(at),
            '人' if self.line.word(at, "人民币").is_some() => self.measured(at).unwrap_or(at + 3),
            '第' => self.ordinal(at),
            c if numeral::is_chinese(c) => self.chinese(at),
            _ => at + 1,
        }
    }

    pub(super) fn push(&mut self, kind: Kind, value: String, from: usize, to: usize) -> usize {
        let bound = bound::bound(self.line, kind, from, to, self.floor);
        self.put(Fact { kind, value, at: 0..0, bound }, from, to)
    }

    pub(super) fn put(&mut self, fact: Fact, from: usize, to: usize) -> usize {
        if let Some(at) = self.line.bytes(from, to) {
            self.out.push(Fact { at, ..fact });
            self.floor = to;
        }
        to
    }

    fn simple(&mut self, kind: Kind, at: usize, found: Option<(String, usize)>) -> usize {
        match found {
            Some((value, end)) => self.push(kind, value, at, end),
            None => at + 1,
        }
    }

    fn vague(&mut self, at: usize) -> usize {
        self.simple(Kind::Unresolved, at, vague::vague(self.line, at))
    }

    fn letters(&mut self, at: usize) -> usize {
        if let Some((url, end)) = address::address(self.line, at) {
            return self.push(Kind::Url, url, at, end);
        }
        if let Some(end) = self.measured(at) {
            return end;
        }
        if let Some((value, end)) = code::settlement(self.line, at) {
            return self.push(Kind::Duration, value, at, end);
        }
        let letters = self.line.run(at, usize::MAX - at, |c| c.is_ascii_alphabetic());
        let is_price = self.line.is_digit(letters)
            && measure::single(self.line, letters, false).is_some_and(|m| m.unit.kind == Kind::Amount);
        if is_price {
            return letters;
        }
        if let Some((value, end)) = code::code(self.line, at) {
            return self.push(Kind::Code, value, at, end);
        }
        self.line.run(at, usize::MAX - at, |c| c.is_ascii_alphanumeric())
    }

    fn western(&mut self, at: usize) -> usize {
        if self.line.before(self.line.gap_back(at)).is_some_and(|c| ":;。!?(".contains(c))
            && self.line.get(at + 1) == Some('、')
            && let Some(end) = self.list_number(at)
        {
            return end;
        }
        if let Some((url, end)) = address::address(self.line, at) {
            return self.push(Kind::Url, url, at, end);
        }
        if let Some((value, end)) = clock::always(self.line, at) {
            return self.push(Kind::Time, value, at, end);
        }
        if let Some((value, end)) = phone::phone(self.line, at) {
            return self.push(Kind::Phone, value, at, end);
        }
        self.dated(at)
            .or_else(|| self.timed(at))
            .or_else(|| self.measured(at))
            .or_else(|| self.fraction(at))
            .or_else(|| self.dialled(at))
            .or_else(|| self.bare(at))
            .unwrap_or_else(|| {
                self.line.run(numeral::run_end(self.line, at), usize::MAX / 2, |c| c.is_ascii_alphanumeric())
            })
    }

    fn chinese(&mut self, at: usize) -> usize {
        let end = numeral::run_end(self.line, at);
        // 周一 and 星期三 are days of the week, 之一 is a part.
        if self.line.any_back(at, &["周", "星期", "礼拜", "之", "统", "唯", "专", "如"]) {
            return at + 1;
        }
        // 安装费一次200元 is paid once.
        if let Some((name, to)) = per::one(self.line, at)
            && self.line.before(at) != Some('费')
        {
            let from = self.line.any(to, &["只要", "只需", "才", "仅", "仅需", "就"]).unwrap_or(to);
            let is_price = measure::measure(self.line, self.line.gap(from), false)
                .is_some_and(|m| m.unit.kind == Kind::Amount && m.per.is_empty());
            if is_price {
                self.every = Some((name, at, self.line.gap(from)));
                return self.line.gap(from);
            }
        }
        self.dated(at)
            .or_else(|| self.timed(at))
            .or_else(|| self.measured(at))
            .or_else(|| self.fraction(at))
            .unwrap_or(end)
    }

    /// 第3步, 第二张, 第1至3个月: an order, and no count.
    fn ordinal(&mut self, at: usize) -> usize {
        let Some(mut n) = numeral(self.line, self.line.gap(at + 1)) else { return at + 1 };
        if let Some(second) = span::separator(self.line, n.end).and_then(|next| numeral(self.line, next)) {
            n = second;
        }
        let here = self.line.gap(n.end);
        super::unit::at(self.line, here).map_or(n.end, |(_, end)| end)
    }

    fn dated(&mut self, at: usize) -> Option<usize> {
        let mut found = date::date(self.line, at)?;
        let first = self.date.filter(|first| self.is_span(first.end, at));
        if let Some(first) = first {
            found = found.after(first);
        }
        if self.goes_on == at {
            self.flush_dates(&found);
        }
        self.date = Some(found);
        let bound = bound::bound(self.line, Kind::Date, at, found.end, self.floor);
        let bound = bound.or(first.map(|_| Bound::Until));
        Some(self.put(Fact { kind: Kind::Date, value: found.text(), at: 0..0, bound }, at, found.end))
    }

    fn timed(&mut self, at: usize) -> Option<usize> {
        let mut found = clock::time(self.line, at)?;
        let first = self.time.filter(|first| self.is_span(first.end, at));
        if let Some(first) = first {
            found = found.after(first);
        }
        self.time = Some(found);
        let bound = bound::bound(self.line, Kind::Time, at, found.end, self.floor);
        let bound = bound.or(first.map(|_| Bound::Until));
        Some(self.put(Fact { kind: Kind::Time, value: found.text(), at: 0..0, bound }, at, found.end))
    }

    /// Whether what ends and what begins there are the two ends of a span.
    fn is_span(&self, end: usize, at: usize) -> bool {
        let rest = self.line.any(end, &["起", "日", "(含)"]).unwrap_or(end);
        span::separator(self.line, rest) == Some(at)
    }

    /// 三分之一.
    fn fraction(&mut self, at: usize) -> Option<usize> {
        let low = numeral(self.line, at)?;
        let high = numeral(self.line, self.line.word(low.end, "分之")?)?;
        Some(self.push(Kind::Rate, format!("{}/{}", high.value, low.value), at, high.end))
    }

    fn dialled(&mut self, at: usize) -> Option<usize> {
        let found = phone::short_code(self.line, at);
        // 110或119: what is joined to a number to dial is one too.
        let is_joined = self.out.last().is_some_and(|f| f.kind == Kind::Phone)
            && self
                .line
                .any(self.line.gap(self.floor), &["或", "、", "和", "及", "/"])
                .map(|end| self.line.gap(end))
                == Some(at);
        let joined = || {
            let end = self.line.run(at, 12, |c| c.is_ascii_digit());
            let is_code = (3..=11).contains(&(end - at)) && !self.line.is(end, |c| c.is_ascii_alphanumeric());
            is_code.then(|| (self.line.text(at, end), end))
        };
        let (value, end) = found.or_else(|| if is_joined { joined() } else { None })?;
        Some(self.push(Kind::Phone, value, at, end))
    }
}
