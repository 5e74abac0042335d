//! What workers answer after a while: it opens where it was asked for and over nothing else.

use super::app::App;
use super::event::{Effect, Reply};
use super::fetch::Fetch;
use super::overlay::Overlay;
use super::overlay::list::Kind;
use super::overlay::page::Content;
use super::screen::desk::turn::{Tone, Turn};

/// The contact and the line at which something was asked for.
pub(super) type Place = (u32, String);

impl App {
    /// Remembers where something was asked for that will be opened when it comes.
    pub(super) fn note_asking(&mut self, effects: &[Effect]) {
        let opens = |effect: &Effect| match effect {
            // Another program asked; nothing opens of it.
            Effect::Fetch { what: Fetch::Standing(_), .. } => false,
            Effect::Fetch { .. } | Effect::ShowHidden { .. } => true,
            _ => false,
        };
        if effects.iter().any(opens) {
            self.asked_at = Some(self.place());
        }
    }

    fn place(&self) -> Place {
        (self.desk.contact.number, self.desk.contact.query.text().to_owned())
    }

    /// Whether an answer would open over something that has been opened or typed since it was asked for.
    pub(super) fn comes_too_late(&self, reply: &Reply) -> bool {
        let opens = matches!(reply, Reply::Fetched { found: Ok(_), .. } | Reply::HiddenShown(Ok(_)));
        let answers_list =
            self.lists_board() && matches!(reply, Reply::Fetched { what: Fetch::Changes(_), .. });
        let is_told = matches!(reply, Reply::Fetched { what: Fetch::Standing(_), .. });
        let is_in_the_way = self.is_busy() && !answers_list;
        opens && !is_told && (is_in_the_way || self.asked_at.as_ref() != Some(&self.place()))
    }

    /// Whether a list of the board is open, over which a change that was picked there may open.
    fn lists_board(&self) -> bool {
        matches!(&self.overlay, Some(Overlay::List(list)) if matches!(list.kind, Kind::Board(_)))
    }

    /// Whether the agent is in the middle of something that a page would cover: it must stay where it is.
    fn is_busy(&self) -> bool {
        self.is_in_chord() || (self.overlay.is_some() && !self.is_unasked())
    }

    /// Takes back what an answer wants to open over something else: a copy that waited for its text asks for a value then.
    pub(super) fn hold_back(&mut self, turn: &mut Turn<'_>) {
        let is_change =
            matches!(&turn.open, Some(Overlay::Page(p)) if matches!(p.content, Content::Changes(_)));
        if self.is_busy() && !(is_change && self.lists_board()) && turn.open.take().is_some() {
            self.desk.waiting_copy = None;
            turn.say(Tone::Warn, turn.house.say("copy.not_now"));
        }
    }

    /// Shows a text that could not be copied, for selection by mouse. Parts are copied out of a list, which is returned
    /// to; over anything else that is open it is only said.
    pub(super) fn show_uncopied(&mut self, head: String, text: String) {
        let is_of_parts = matches!(&self.overlay, Some(Overlay::List(list)) if list.kind == Kind::Parts);
        if is_of_parts || !self.is_busy() {
            self.open_over(Content::Text { head, text, is_live: false });
        }
    }
}
