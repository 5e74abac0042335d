//! What one run of chars without a space or a quote is.

use super::{Facet, LONGEST_VALUE_CHARS};

/// One run of chars without a space or a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Part of the free text.
    Word,
    /// A minus alone: in front of a quoted phrase it excludes it.
    Minus,
    /// A word to be excluded, its minus taken off.
    Without(&'t str),
    /// A condition whose value is yet to come: in quotes, or not typed yet.
    Open { on: Facet, not: bool },
    /// A condition.
    Condition { on: Facet, value: &'t str, not: bool },
}

impl<'t> Piece<'t> {
    /// Says what a run is. A minus and a digit at the beginning of the whole text, `leads`, are a number.
    pub(super) fn of(run: &'t str, leads: bool) -> Piece<'t> {
        let (not, rest) = match run.strip_prefix(['-', '－']) {
            Some("") => return Piece::Minus,
            Some(rest) if leads && rest.starts_with(is_digit) => return Piece::Word,
            Some(rest) => (true, rest),
            None => (false, run),
        };
        if let Some((name, value)) = rest.split_once([':', '：'])
            && let Some(on) = Facet::named(name)
        {
            return match value {
                "" => Piece::Open { on, not },
                _ if is_value(value) => Piece::Condition { on, value, not },
                _ => Piece::Word,
            };
        }
        if not && is_value(rest) && !rest.starts_with(['-', '－']) {
            Piece::Without(rest)
        } else {
            Piece::Word
        }
    }
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// Whether a run can be a name of the house or a word to exclude: short, with something to read, and neither a
/// sentence nor an address.
fn is_value(run: &str) -> bool {
    run.chars().nth(LONGEST_VALUE_CHARS).is_none()
        && run.contains(char::is_alphanumeric)
        && !run.contains(['，', '。', '？', '！', '；', '、', '…'])
        && !run.starts_with("//")
        && !run.starts_with('\\')
}
