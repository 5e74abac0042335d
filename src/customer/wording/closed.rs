//! Where no word is replaced: in variables, addresses, codes, targets of links, and code.

use std::ops::Range;

use crate::text::facts::{Kind, facts};

/// The closed places of a text. To be asked in the order of the text.
pub(super) struct Closed {
    places: std::iter::Peekable<std::vec::IntoIter<Range<usize>>>,
}

impl Closed {
    pub(super) fn of(text: &str) -> Closed {
        let mut places: Vec<Range<usize>> = facts(text)
            .into_iter()
            .filter(|fact| matches!(fact.kind, Kind::Variable | Kind::Url | Kind::Code))
            .map(|fact| fact.at)
            .chain(between(text, "](", ")"))
            .chain(between(text, "`", "`"))
            .collect();
        places.sort_by_key(|at| at.start);
        Closed { places: places.into_iter().peekable() }
    }

    /// Whether a place touches a closed one. Places have to come in order.
    pub(super) fn covers(&mut self, at: &Range<usize>) -> bool {
        while self.places.next_if(|place| place.end <= at.start).is_some() {}
        self.places.peek().is_some_and(|place| place.start < at.end)
    }
}

/// What stands between two signs on one line.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text.get(from..)?.find(open)? + open.len();
            let line = text.get(start..)?.split('\n').next().unwrap_or_default();
            match line.find(close) {
                Some(length) => {
                    from = start + length + close.len();
                    return Some(start..start + length);
                }
                None => from = start,
            }
        }
    })
}
