//! A change of the text: bytes that went and bytes that came at one place.

use std::ops::Range;

/// One change, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    /// Where.
    pub at: usize,
    /// How many bytes went.
    pub removed: usize,
    /// How many bytes came instead.
    pub inserted: usize,
}

impl Change {
    /// Where what went ended, in the text before.
    pub fn old_end(self) -> usize {
        self.at + self.removed
    }

    /// Where what came ends, in the text after.
    pub fn new_end(self) -> usize {
        self.at + self.inserted
    }

    /// Where a place is after the change that stood at or behind what went.
    pub fn moved(self, place: usize) -> usize {
        place.saturating_sub(self.removed) + self.inserted
    }

    /// Where a place stood before the change that stands at or behind what came.
    pub fn moved_back(self, place: usize) -> usize {
        place.saturating_sub(self.inserted) + self.removed
    }

    /// Where a range is after the change; what went is cut off it. Text that comes within it belongs to it, text that
    /// comes at its ends does not. `None`: nothing is left.
    pub fn moved_range(self, range: &Range<usize>) -> Option<Range<usize>> {
        let start = match range.start {
            start if start >= self.old_end() => self.moved(start),
            start if start >= self.at => self.new_end(),
            start => start,
        };
        let end = match range.end {
            end if end <= self.at => end,
            end if end >= self.old_end() => self.moved(end),
            _ => self.at,
        };
        (start < end).then_some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_move_with_the_text() {
        let came = |at, inserted| Change { at, removed: 0, inserted };
        let went = |at, removed| Change { at, removed, inserted: 0 };
        let table: &[(Change, Option<Range<usize>>)] = &[
            // Text before, at the beginning, within, at the end, behind.
            (came(0, 3), Some(13..23)),
            (came(10, 3), Some(13..23)),
            (came(15, 3), Some(10..23)),
            (came(20, 3), Some(10..20)),
            (came(30, 3), Some(10..20)),
            // What goes: before, over the beginning, within, over the end, all, behind.
            (went(2, 4), Some(6..16)),
            (went(8, 4), Some(8..16)),
            (went(12, 4), Some(10..16)),
            (went(18, 4), Some(10..18)),
            (went(5, 20), None),
            (went(10, 10), None),
            (went(20, 4), Some(10..20)),
            // One thing for another.
            (Change { at: 8, removed: 4, inserted: 6 }, Some(14..22)),
            (Change { at: 18, removed: 4, inserted: 6 }, Some(10..18)),
        ];
        for (change, expected) in table {
            assert_eq!(change.moved_range(&(10..20)), *expected, "{change:?}");
        }
    }
}
