//! Reading the two answers: scrolling them together or apart, jumping to what matched, zooming.

use super::state::State;
use super::turn::{Tone, Turn};
use crate::model::Face;
use crate::text::fold::fold_str;

/// How far the answers are scrolled, in lines of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    /// First line of the internal answer.
    internal: usize,
    /// First line of the customer answer.
    customer: usize,
    /// The most for the internal answer.
    internal_most: usize,
    /// The most for the customer answer.
    customer_most: usize,
    /// A scroll key moves the focused answer only.
    pub apart: bool,
}

impl Scroll {
    /// First line of a face. Scrolled together, a short one stops at its own end and stays in sight.
    pub fn of(&self, face: Face) -> usize {
        match face {
            Face::Internal => self.internal.min(self.internal_most),
            Face::Customer => self.customer.min(self.customer_most),
        }
    }

    /// The most that a face can be scrolled.
    pub fn most(&self, face: Face) -> usize {
        match face {
            Face::Internal => self.internal_most,
            Face::Customer => self.customer_most,
        }
    }

    /// Says how far each face can be scrolled.
    pub fn limit(&mut self, internal: usize, customer: usize) {
        (self.internal_most, self.customer_most) = (internal, customer);
        let (internal, customer) =
            if self.apart { (internal, customer) } else { (internal.max(customer), internal.max(customer)) };
        (self.internal, self.customer) = (self.internal.min(internal), self.customer.min(customer));
    }

    /// Both answers from a line on.
    pub fn begin(&mut self, line: usize) {
        (self.internal, self.customer) = (line, line);
    }

    /// Brings a face, or both, to a line.
    fn go(&mut self, face: Face, line: usize) {
        if !self.apart {
            let line = line.min(self.internal_most.max(self.customer_most));
            return self.begin(line);
        }
        match face {
            Face::Internal => self.internal = line.min(self.internal_most),
            Face::Customer => self.customer = line.min(self.customer_most),
        }
    }

    /// Where a scroll key would go on from: together, the further one leads.
    fn here(&self, face: Face) -> usize {
        if self.apart { self.of(face) } else { self.internal.max(self.customer) }
    }
}

impl State {
    pub(super) fn half_page(&self) -> isize {
        let rows = self.layout.internal.height.max(self.layout.customer.height);
        isize::try_from(rows / 2).unwrap_or(1).max(1)
    }

    /// Scrolls both answers, or the focused one where they are apart. Whether anything moved.
    pub fn scroll_by(&mut self, lines: isize) -> bool {
        let before = self.scroll;
        let face = self.face();
        self.scroll.go(face, self.scroll.here(face).saturating_add_signed(lines));
        self.scroll != before
    }

    pub(super) fn can_scroll_down(&self) -> bool {
        let scroll = &self.scroll;
        let most = if scroll.apart {
            scroll.most(self.face())
        } else {
            scroll.most(Face::Internal).max(scroll.most(Face::Customer))
        };
        scroll.here(self.face()) < most
    }

    pub(super) fn can_scroll_up(&self) -> bool {
        self.scroll.here(self.face()) > 0
    }

    /// Moves tables that are too wide by columns; their first one stands still.
    pub(super) fn move_table(&mut self, by: isize, turn: &mut Turn<'_>) {
        if self.pages.columns_beyond == 0 {
            return turn.say(Tone::Quiet, turn.house.say("scroll.no_table"));
        }
        let to = self.from_column.saturating_add_signed(by).min(self.pages.columns_beyond);
        self.stale |= to != self.from_column;
        self.from_column = to;
    }

    /// Scrolls the answers apart from now on, or together again.
    pub(super) fn turn_apart(&mut self, turn: &mut Turn<'_>) {
        let line = self.scroll.here(self.face());
        self.scroll.apart = !self.scroll.apart;
        if !self.scroll.apart {
            self.scroll.begin(line);
        }
        let key = if self.scroll.apart { "scroll.apart" } else { "scroll.together" };
        turn.say(Tone::Quiet, turn.house.say(key));
    }

    /// Brings the next line of the focused answer that has a match into view, or the one before; round at the ends.
    pub(super) fn jump(&mut self, by: isize, turn: &mut Turn<'_>) {
        let face = self.face();
        let lines = match face {
            Face::Internal => &self.pages.internal,
            Face::Customer => &self.pages.customer,
        };
        let has_match = |text: String| {
            let text = fold_str(&text);
            self.needles.iter().any(|needle| text.contains(needle.as_str()))
        };
        let matches: Vec<usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| has_match(line.to_string()))
            .map(|(at, _)| at)
            .collect();
        let count = isize::try_from(matches.len()).unwrap_or(0);
        if count == 0 {
            return turn.say(Tone::Quiet, turn.house.say("match.none"));
        }
        let place = match self.match_at.filter(|at| at.0 == face) {
            Some((_, at)) => (isize::try_from(at).unwrap_or(0) + by).rem_euclid(count),
            None if by < 0 => count - 1,
            None => 0,
        };
        let place = usize::try_from(place).unwrap_or(0);
        self.match_at = Some((face, place));
        let Some(&line) = matches.get(place) else { return };
        let rows = usize::from(self.layout.internal.height.max(self.layout.customer.height));
        self.scroll.go(face, line.saturating_sub(rows / 3));
        turn.say(
            Tone::Quiet,
            turn.house.messages.fill("match.at", &[("at", &(place + 1)), ("count", &count)]),
        );
    }

    /// Of two faces the one with a text gets the width.
    pub(super) fn turn_zoom(&mut self) {
        self.zoom = !self.zoom && self.shown.is_some();
        if let Some(shown) = self.shown.as_deref().filter(|_| self.zoom) {
            let has_internal = shown.article.internal.as_ref().is_some_and(|a| !a.is_empty());
            let has_customer = shown
                .article
                .customer
                .as_ref()
                .is_some_and(|c| !c.answer.is_empty() || !c.channels.is_empty());
            if has_internal != has_customer {
                self.contact.internal_focus = has_internal;
            }
        }
    }
}
