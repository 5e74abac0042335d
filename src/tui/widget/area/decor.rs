//! Styles laid over ranges of the text: facts, findings, marks. They move with the text while somebody types, and what
//! was computed from an earlier text is brought to where it stands now.

use std::collections::VecDeque;
use std::ops::Range;

use ratatui::style::Style;

use super::change::Change;

/// So many changes are remembered; what was computed from a text that is older comes too late.
const MAX_TRAIL: usize = 1024;

/// A style over a range of bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoration {
    /// The bytes.
    pub range: Range<usize>,
    /// The style; patches what lies below it.
    pub style: Style,
}

/// What lies over a text; later ones lie over earlier ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Decorations {
    list: Vec<Decoration>,
    /// The last changes, oldest first.
    trail: VecDeque<Change>,
    /// How many changes there were.
    edition: u64,
}

impl Decorations {
    /// How many changes the text has had.
    pub fn edition(&self) -> u64 {
        self.edition
    }

    /// Lays these over the text instead of what lies there. They were computed from the text that had that edition.
    /// Returns `false` and changes nothing when that is not known any more.
    pub fn set(&mut self, edition: u64, mut list: Vec<Decoration>) -> bool {
        let missed = self.edition.checked_sub(edition).and_then(|missed| usize::try_from(missed).ok());
        let Some(missed) = missed.filter(|&missed| missed <= self.trail.len()) else { return false };
        for &change in self.trail.iter().skip(self.trail.len() - missed) {
            shift(&mut list, change);
        }
        self.list = list;
        true
    }

    /// Moves what lies over the text with a change.
    pub fn change(&mut self, change: Change) {
        shift(&mut self.list, change);
        if self.trail.len() == MAX_TRAIL {
            self.trail.pop_front();
        }
        self.trail.push_back(change);
        self.edition += 1;
    }

    /// Those that lie over some of these bytes, in their order.
    pub fn over(&self, bytes: &Range<usize>) -> Vec<&Decoration> {
        self.list.iter().filter(|d| d.range.start < bytes.end && bytes.start < d.range.end).collect()
    }
}

fn shift(list: &mut Vec<Decoration>, change: Change) {
    list.retain_mut(|decoration| match change.moved_range(&decoration.range) {
        Some(range) => {
            decoration.range = range;
            true
        }
        None => false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(range: Range<usize>) -> Vec<Decoration> {
        vec![Decoration { range, style: Style::new().bold() }]
    }

    #[test]
    fn what_comes_late_is_brought_to_where_it_stands_now() {
        let mut decorations = Decorations::default();
        assert!(decorations.set(0, over(4..6)));
        decorations.change(Change { at: 0, removed: 0, inserted: 3 });
        assert_eq!(decorations.list, over(7..9));
        decorations.change(Change { at: 1, removed: 2, inserted: 0 });
        assert!(decorations.set(1, over(7..10)));
        assert_eq!(decorations.list, over(5..8));
        assert_eq!(decorations.edition(), 2);
    }

    #[test]
    fn what_comes_too_late_changes_nothing() {
        let mut decorations = Decorations::default();
        for _ in 0..=MAX_TRAIL {
            decorations.change(Change { at: 0, removed: 0, inserted: 1 });
        }
        assert!(!decorations.set(0, over(0..1)));
        assert!(!decorations.set(5_000, over(0..1)), "from a text that is not there yet");
        assert!(decorations.list.is_empty());
        assert!(decorations.set(1, over(0..1)));
    }
}
