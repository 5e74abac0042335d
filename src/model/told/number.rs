//! The number of a customer, which nobody sees whole.

use std::fmt;

use serde::Serialize;

use crate::text::clean::one_line;

/// The number a customer calls from. Only its masked form exists: the first three and the last two digits, of a number
/// with fewer than nine the last two. Unlike [`mask`](crate::text::redact::mask), which must leave amounts and order
/// numbers alone, it hides every kind of number: landlines, short numbers, SIP addresses.
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Number(String);

impl Number {
    /// Masks a number. Masking it again changes nothing.
    pub fn masked(number: &str) -> Number {
        let number = one_line(number);
        let is_punctuation = |c: char| matches!(c, '+' | '-' | ' ' | '(' | ')' | '/' | '.');
        let count = number.chars().filter(|&c| !is_punctuation(c)).count();
        let (first, last) = if count < 9 { (0, 2) } else { (3, 2) };
        let mut place = 0;
        let hide = |c: char| {
            if is_punctuation(c) {
                return c;
            }
            let is_kept = place < first || (place + last >= count && count > last);
            place += 1;
            // Letters are of a name: `sip:wang@…`.
            if is_kept && c.is_numeric() { c } else { '*' }
        };
        Number(number.chars().map(hide).collect())
    }

    /// The masked number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
