//! Exact decimal numbers, so that 0.1元 ten times is 1元 and 15.00 is 15.

use std::fmt;

/// A number that is not negative, in thousand-millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal(u128);

const ONE: u128 = 1_000_000_000;
const FRACTION_DIGITS: usize = 9;
const WHOLE_DIGITS: usize = 18;

impl Decimal {
    pub(super) fn whole(n: u64) -> Self {
        Decimal(u128::from(n) * ONE)
    }

    /// From the digits before and behind the point; `None` for more of them than a fact has.
    pub(super) fn from_digits(whole: &str, fraction: &str) -> Option<Self> {
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        if whole.len() > WHOLE_DIGITS || fraction.len() > FRACTION_DIGITS {
            return None;
        }
        let whole: u128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let padded = format!("{fraction:0<FRACTION_DIGITS$}");
        Some(Decimal(whole * ONE + padded.parse::<u128>().ok()?))
    }

    pub(super) fn times(self, n: u64) -> Option<Self> {
        self.0.checked_mul(u128::from(n)).map(Decimal)
    }

    /// The exact quotient; `None` where it would be rounded.
    pub(super) fn over(self, n: u64) -> Option<Self> {
        let n = u128::from(n);
        (n > 0 && self.0.is_multiple_of(n)).then(|| Decimal(self.0 / n))
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Decimal)
    }

    /// The number, if it is whole and small.
    pub(super) fn small(self) -> Option<u32> {
        self.0.is_multiple_of(ONE).then(|| u32::try_from(self.0 / ONE).ok()).flatten()
    }

    pub(super) fn is_whole(self) -> bool {
        self.0.is_multiple_of(ONE)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / ONE, self.0 % ONE);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{fraction:0>FRACTION_DIGITS$}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}
