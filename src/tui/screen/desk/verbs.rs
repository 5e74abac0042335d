//! flag, fix and add, and what an agent keeps for themselves.

use super::contact::Visit;
use super::state::State;
use super::turn::{Tone, Turn};
use crate::kb::{Given, Shown};
use crate::model::{FeedbackKind, StepKind};
use crate::tui::event::Trouble;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose};
use crate::tui::record::{Record, Recorded};

/// The message for a kind of feedback on an article.
pub fn flag_key(kind: FeedbackKind) -> &'static str {
    match kind {
        FeedbackKind::Wrong => "flag.wrong",
        FeedbackKind::Outdated => "flag.outdated",
        FeedbackKind::Unclear => "flag.unclear",
        FeedbackKind::Fix => "flag.fix",
        FeedbackKind::Other | FeedbackKind::Gap | FeedbackKind::Add => "flag.other",
    }
}

impl State {
    /// Asks for the words of a flag or of a proposal for the article on the screen.
    pub fn ask_feedback(&mut self, kind: FeedbackKind, turn: &mut Turn<'_>) {
        match self.on_screen.clone() {
            Some(shown) => {
                turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Feedback(kind, shown), "")));
            }
            None => turn.say(Tone::Warn, turn.house.say("flag.nothing")),
        }
    }

    /// *flag*: says this of the article on the screen.
    pub fn flag(&mut self, kind: FeedbackKind, words: &str, turn: &mut Turn<'_>) {
        match self.on_screen.clone() {
            Some(shown) => self.give(kind, shown, words, turn),
            None => turn.say(Tone::Warn, turn.house.say("flag.nothing")),
        }
    }

    /// Gives feedback. A flag may go without words, a proposal says nothing without.
    pub fn give(
        &mut self,
        kind: FeedbackKind,
        shown: std::sync::Arc<Shown>,
        text: &str,
        turn: &mut Turn<'_>,
    ) {
        if text.trim().is_empty() && matches!(kind, FeedbackKind::Fix | FeedbackKind::Other) {
            turn.say(Tone::Warn, turn.house.say("flag.no_words"));
            turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Feedback(kind, shown), "")));
            return;
        }
        if self.contact.started.is_some() {
            // Which kind of flag it is says as much as its words.
            let kind = turn.house.say(flag_key(kind));
            let said =
                if text.trim().is_empty() { kind.to_owned() } else { format!("{kind}：{}", text.trim()) };
            self.step(StepKind::Flag, Some(&shown), &said, turn);
        }
        turn.record(Record::Feedback { what: kind, shown, text: text.trim().to_owned() });
    }

    /// *add*: the query becomes a draft, or a request for one.
    pub(super) fn add(&mut self, turn: &mut Turn<'_>) {
        if let Some(query) = self.question_without_answer(turn) {
            turn.record(Record::Draft { query, scope: self.contact.scope.clone() });
        }
    }

    pub(super) fn record_gap(&mut self, turn: &mut Turn<'_>) {
        if let Some(query) = self.question_without_answer(turn) {
            turn.record(Record::Gap { query, scope: self.contact.scope.clone() });
        }
    }

    /// What was asked, written into the trail of a contact that has begun; says so when nothing was.
    fn question_without_answer(&mut self, turn: &mut Turn<'_>) -> Option<String> {
        if !self.is_answered() {
            turn.say(Tone::Quiet, turn.house.say("gap.nothing_asked"));
            return None;
        }
        let query = self.contact.query.text().trim().to_owned();
        if self.contact.started.is_some() {
            self.step(StepKind::Gap, None, &query, turn);
        }
        Some(query)
    }

    pub(super) fn turn_favourite(&mut self, turn: &mut Turn<'_>) {
        match self.on_screen.as_ref().and_then(|shown| shown.article.id.clone()) {
            Some(article) => turn.record(Record::Favourite { article }),
            None => turn.say(Tone::Warn, turn.house.say("flag.nothing")),
        }
    }

    pub(super) fn ask_note(&mut self, turn: &mut Turn<'_>) {
        let article = self.on_screen.as_ref().and_then(|shown| shown.article.id.clone());
        turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Note(article), "")));
    }

    /// Opens an article by its id, or whatever else the search line would say. What stood there before is one key back.
    pub fn go_to(&mut self, query: &str, turn: &mut Turn<'_>) {
        let here = self.here();
        if here.query.trim() != query {
            self.contact.back.push(here);
            self.contact.forward.clear();
        }
        self.visit(Visit { query: query.to_owned(), article: None }, turn);
    }

    /// Goes back to what was looked at before, or forward again.
    pub(super) fn go(&mut self, back: bool, turn: &mut Turn<'_>) {
        let here = self.here();
        let contact = &mut self.contact;
        let (from, to) = if back {
            (&mut contact.back, &mut contact.forward)
        } else {
            (&mut contact.forward, &mut contact.back)
        };
        match from.pop() {
            Some(visit) => {
                to.push(here);
                self.visit(visit, turn);
            }
            None => turn.say(Tone::Quiet, turn.house.say(if back { "go.no_back" } else { "go.no_forward" })),
        }
    }

    /// What stood on the screen when the line was emptied can be gone back to: it was looked at.
    pub(super) fn left_behind(&mut self, before: Visit) {
        let was_read = before.article.is_some() && self.contact.query.is_blank();
        if was_read && self.contact.back.last() != Some(&before) {
            self.contact.back.push(before);
            self.contact.forward.clear();
        }
    }

    pub(super) fn here(&self) -> Visit {
        Visit {
            query: self.contact.query.text().to_owned(),
            article: self.row().map(|row| row.hit.article).filter(|_| self.is_answered()),
        }
    }

    fn visit(&mut self, visit: Visit, turn: &mut Turn<'_>) {
        self.contact.query.clear();
        self.contact.query.insert(&visit.query);
        (self.board_at, self.copy_when_shown, self.stopped) = (None, None, None);
        self.forget_hits();
        self.contact.followed = visit.article;
        self.ask(turn);
    }

    /// Says what became of something that was to be written down.
    pub(super) fn recorded(
        &mut self,
        record: &Record,
        outcome: Result<Recorded, Trouble>,
        turn: &mut Turn<'_>,
    ) {
        // What goes on beside the agent's own doing is only said when it fails.
        let is_quiet = matches!(
            record,
            Record::Used(_) | Record::Contact(_) | Record::Step { .. } | Record::Ended { .. }
        );
        if *record == Record::FirstSteps {
            // Where it could not be written down, the page comes again; that says enough.
            return;
        }
        let (tone, key) = match outcome {
            Err(trouble) => {
                let why: (&str, &dyn std::fmt::Display) = ("why", &trouble.message);
                return turn.say(Tone::Bad, turn.house.messages.fill("record.failed", &[why]));
            }
            Ok(_) if is_quiet => return,
            Ok(Recorded::NoPlace) => (Tone::Bad, "record.no_place"),
            Ok(Recorded::AtHand) => (Tone::Good, "favourite.on"),
            Ok(Recorded::LetGo) => (Tone::Quiet, "favourite.off"),
            Ok(Recorded::Given(given)) => match (given, record) {
                (Given::Known, _) => (Tone::Quiet, "gap.known"),
                (Given::Drafted, _) => (Tone::Good, "given.drafted"),
                (Given::HandedOver, _) => (Tone::Good, "given.handed_over"),
                (_, Record::Gap { .. }) => (Tone::Good, "gap.recorded"),
                _ => (Tone::Good, "given.kept"),
            },
            Ok(Recorded::Done) => match record {
                Record::Note { .. } => (Tone::Good, "note.kept"),
                Record::NoteGone { .. } => (Tone::Quiet, "note.gone"),
                Record::Receipts { .. } => (Tone::Good, "receipt.given"),
                Record::Pin { .. } => (Tone::Good, "pin.pinned"),
                Record::Unpin { .. } => (Tone::Quiet, "pin.unpinned"),
                Record::Announce(_) => (Tone::Good, "announce.made"),
                Record::EndAnnouncement { .. } => (Tone::Quiet, "announce.ended_it"),
                _ => return,
            },
        };
        turn.say(tone, turn.house.say(key));
    }
}
