//! Publications, and which of several is the current one.

use super::moment::Moment;

/// That a revision is an article's text from one instant to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publication {
    /// Row number of the publication; later ones have higher numbers.
    pub number: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// First instant.
    pub from: Moment,
    /// The instant after the last.
    pub until: Moment,
}

/// A stretch of time in which one revision is the current text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Row number of the revision.
    pub revision: i64,
    /// First instant.
    pub from: Moment,
    /// The instant after the last.
    pub until: Moment,
}

/// The publication that covers `now`: of several, the one that began last, then the newest.
///
/// So a scheduled text takes over when its day comes, and a text with an end gives way again to the one
/// under it.
pub fn current(publications: &[Publication], now: Moment) -> Option<&Publication> {
    publications.iter().filter(|p| p.from <= now && now < p.until).max_by_key(|p| (p.from, p.number))
}

/// Cuts time into stretches, each with the revision that is current throughout it, in order.
///
/// The index carries one set of documents per stretch, so an open desk switches at the right instant
/// without being told.
pub fn timeline(publications: &[Publication]) -> Vec<Stretch> {
    let mut cuts: Vec<Moment> = publications.iter().flat_map(|p| [p.from, p.until]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut stretches: Vec<Stretch> = Vec::new();
    for pair in cuts.windows(2) {
        let &[from, until] = pair else { continue };
        let Some(winner) = current(publications, from) else { continue };
        match stretches.last_mut() {
            Some(last) if last.revision == winner.revision && last.until == from => last.until = until,
            _ => stretches.push(Stretch { revision: winner.revision, from, until }),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(number: i64, from: i64, until: i64) -> Publication {
        Publication { number, revision: number * 10, from: Moment(from), until: Moment(until) }
    }

    #[test]
    fn a_scheduled_text_takes_over_and_a_temporary_one_gives_way_again() {
        let all = [p(1, 0, i64::MAX), p(2, 50, 60), p(3, 100, i64::MAX)];
        let line: Vec<_> = timeline(&all).iter().map(|s| (s.revision, s.from.0, s.until.0)).collect();
        assert_eq!(line, [(10, 0, 50), (20, 50, 60), (10, 60, 100), (30, 100, i64::MAX)]);
    }

    #[test]
    fn nothing_is_current_outside_every_publication() {
        assert!(current(&[p(1, 10, 20)], Moment(20)).is_none());
        assert!(current(&[p(1, 10, 20)], Moment(9)).is_none());
        assert_eq!(current(&[p(1, 10, 20)], Moment(10)).map(|p| p.number), Some(1));
    }

    #[test]
    fn of_two_that_begin_together_the_newer_one_wins() {
        assert_eq!(current(&[p(1, 0, 9), p(2, 0, 9)], Moment(5)).map(|p| p.number), Some(2));
        assert_eq!(timeline(&[p(1, 0, 9), p(2, 0, 9)]).len(), 1);
    }
}
