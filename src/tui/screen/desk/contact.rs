//! 服务: one call or chat, with everything that belongs to it and must not reach another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::state::State;
use super::turn::{Tone, Turn};
use crate::kb::{KeptContact, KeptStep, Shown};
use crate::model::{Moment, Scope, StepKind};
use crate::text::clean::one_line;
use crate::tui::event::Moved;
use crate::tui::house::House;
use crate::tui::record::Record;
use crate::tui::widget::edit::LineEdit;

/// More are not kept apart by anybody.
pub const MOST: usize = 9;

/// A place that was looked at: what stood in the search line, and the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The search line.
    pub query: String,
    /// Row number of the article.
    pub article: Option<i64>,
}

/// One call or chat.
#[derive(Debug, Default)]
pub struct Contact {
    /// Its number on the desk, 1 for the first.
    pub number: u32,
    /// Its UUID once it has begun.
    pub uuid: String,
    /// What the softphone calls it.
    pub id: Option<String>,
    /// A hash of that, kept across a crash; empty where it has not told.
    pub told: String,
    /// What the agent sees of it: a name or a masked number.
    pub name: String,
    /// Why the customer came.
    pub reason: String,
    /// When it began; `None`: nobody is on the line yet.
    pub started: Option<Moment>,
    /// Since when it is on hold.
    pub held: Option<Moment>,
    /// How long it was on hold before that, in ms.
    pub held_ms: i64,
    /// The search line.
    pub query: LineEdit,
    /// Where the customer stands.
    pub scope: Scope,
    /// Place of the channel in the table of channels.
    pub channel: usize,
    /// The article that the agent has moved to; it stays selected across searches.
    pub followed: Option<i64>,
    /// The internal answer has the focus, not the customer's.
    pub internal_focus: bool,
    /// Values of variables that were given in this contact.
    pub values: BTreeMap<String, String>,
    /// Articles that were chosen to be compared, the first chosen first.
    pub compared: Vec<Arc<Shown>>,
    /// Answers that will be sent as one reply.
    pub stack: Vec<Arc<Shown>>,
    /// What was said last, as far as other programs have told.
    pub heard: String,
    /// What may be talked about: ids and questions.
    pub suggested: Vec<(String, String)>,
    /// What was done.
    pub trail: Vec<KeptStep>,
    /// What was looked at before; the last one came last.
    pub back: Vec<Visit>,
    /// What was gone back from.
    pub forward: Vec<Visit>,
}

impl Contact {
    /// A contact that has not begun.
    pub fn on_channel(number: u32, channel: usize) -> Contact {
        Contact { number, channel, ..Contact::default() }
    }

    /// A contact that a crash left open.
    pub fn resumed(kept: KeptContact, number: u32, house: &House) -> Contact {
        Contact {
            uuid: kept.uuid,
            told: kept.told,
            held_ms: kept.held_ms,
            name: kept.name,
            reason: kept.reason,
            started: Some(kept.started),
            scope: kept.scope,
            trail: kept.trail,
            ..Contact::on_channel(number, house.channel_place(&kept.channel).unwrap_or(0))
        }
    }

    /// Whether the softphone calls it so.
    pub fn is_called(&self, id: &str) -> bool {
        match &self.id {
            Some(own) => own == id,
            None => !self.told.is_empty() && self.told == called(id),
        }
    }

    /// Whole minutes since it began.
    pub fn minutes(&self, now: Moment) -> i64 {
        self.started.map_or(0, |started| (now.0 - started.0).max(0) / 60_000)
    }

    /// Whole minutes of it on hold.
    pub fn held_minutes(&self, now: Moment) -> i64 {
        let since = self.held.map_or(0, |held| (now.0 - held.0).max(0));
        (self.held_ms + since) / 60_000
    }

    /// What was looked for first in it, as far as that is still known; empty when nothing was.
    pub fn asked_first(&self) -> &str {
        let visited = self.back.iter().map(|visit| visit.query.as_str());
        visited.chain([self.query.text()]).find(|query| !query.trim().is_empty()).unwrap_or_default().trim()
    }

    /// Whether there is nothing in it that could be lost.
    pub fn is_blank(&self) -> bool {
        self.started.is_none() && self.query.is_blank() && self.stack.is_empty()
    }

    /// As it is kept.
    pub fn kept(&self, house: &House) -> KeptContact {
        KeptContact {
            uuid: self.uuid.clone(),
            name: self.name.clone(),
            reason: self.reason.clone(),
            channel: house.channels.get(self.channel).map(|c| c.name.clone()).unwrap_or_default(),
            scope: self.scope.clone(),
            started: self.started.unwrap_or(Moment(0)),
            told: self.id.as_deref().map_or_else(|| self.told.clone(), called),
            held_ms: self.held_ms,
            trail: Vec::new(),
        }
    }
}

/// What is kept of a name that the softphone gave.
fn called(id: &str) -> String {
    crate::model::short_hash(id.as_bytes())
}

/// So many of the texts that have changed are remembered.
const MOST_MOVED: usize = 200;

impl State {
    /// Every open contact in the order of their numbers.
    pub fn contacts(&self) -> Vec<&Contact> {
        let mut all: Vec<&Contact> = std::iter::once(&self.contact).chain(&self.parked).collect();
        all.sort_by_key(|contact| contact.number);
        all
    }

    /// Whether somebody is on the line in any contact.
    pub fn has_begun(&self) -> bool {
        self.begun() > 0
    }

    /// In how many contacts somebody is on the line.
    pub fn begun(&self) -> usize {
        self.contacts().iter().filter(|contact| contact.started.is_some()).count()
    }

    /// When a contact's minutes on the screen change next.
    pub fn next_minute(&self) -> Option<Moment> {
        let started = self.contacts().into_iter().filter_map(|contact| contact.started);
        started.map(|at| Moment(at.0 + (self.ticked.0.max(at.0) - at.0) / 60_000 * 60_000 + 60_000)).min()
    }

    /// Notes that a minute has passed; whether one has.
    pub fn tick(&mut self, now: Moment) -> bool {
        let is_due = self.next_minute().is_some_and(|next| next <= now);
        if is_due {
            self.ticked = now;
        }
        is_due
    }

    /// Begins the contact on the screen, unless it has begun.
    pub fn begin(&mut self, turn: &mut Turn<'_>) {
        if self.contact.started.is_some() {
            return;
        }
        self.contact.started = Some(turn.now);
        self.ticked = turn.now;
        self.contact.uuid = uuid::Uuid::now_v7().to_string();
        turn.record(Record::Contact(Box::new(self.contact.kept(turn.house))));
    }

    /// Begins another contact and shows it. One that is blank is taken instead.
    pub fn begin_another(&mut self, turn: &mut Turn<'_>) {
        if !self.contact.is_blank() && !self.open_blank(turn) {
            return;
        }
        self.begin(turn);
        let number = self.contact.number;
        turn.say(Tone::Good, turn.house.messages.fill("contact.begun", &[("number", &number)]));
    }

    /// Shows a contact in which nothing has happened; false when there are too many.
    pub fn open_blank(&mut self, turn: &mut Turn<'_>) -> bool {
        if let Some(at) = self.parked.iter().position(Contact::is_blank) {
            self.show_parked(at, turn);
            return true;
        }
        if self.parked.len() + 1 >= MOST {
            turn.say(Tone::Warn, turn.house.messages.fill("contact.too_many", &[("most", &MOST)]));
            return false;
        }
        let taken: Vec<u32> = self.contacts().iter().map(|contact| contact.number).collect();
        let number = (1..).find(|number| !taken.contains(number)).unwrap_or(1);
        self.parked.push(Contact::on_channel(number, self.home_channel));
        self.show_parked(self.parked.len() - 1, turn);
        true
    }

    /// Shows the next contact by number; with only one, a blank one.
    pub fn next_contact(&mut self, turn: &mut Turn<'_>) {
        let here = self.contact.number;
        let next = self
            .parked
            .iter()
            .enumerate()
            .min_by_key(|(_, contact)| (contact.number <= here, contact.number))
            .map(|(at, _)| at);
        match next {
            Some(at) => self.show_parked(at, turn),
            None => {
                if self.contact.is_blank() {
                    turn.say(Tone::Quiet, turn.house.say("contact.only_one"));
                } else {
                    self.open_blank(turn);
                }
            }
        }
    }

    /// Shows a contact that is not on the screen; it and only it comes back as it was left.
    pub fn show_parked(&mut self, at: usize, turn: &mut Turn<'_>) {
        let Some(parked) = self.parked.get_mut(at) else { return };
        std::mem::swap(&mut self.contact, parked);
        // Two blank ones need not stand side by side.
        let here = self.contact.number;
        self.parked.retain(|contact| !contact.is_blank() || contact.number == here);
        self.renew_contact(turn);
    }

    /// Shows a contact by its number.
    pub fn show_number(&mut self, number: u32, turn: &mut Turn<'_>) {
        if let Some(at) = self.parked.iter().position(|contact| contact.number == number) {
            self.show_parked(at, turn);
        }
    }

    /// Keeps the contact on the screen as it is known now, if it has begun.
    pub fn keep(&mut self, turn: &mut Turn<'_>) {
        if self.contact.started.is_some() {
            turn.record(Record::Contact(Box::new(self.contact.kept(turn.house))));
        }
    }

    /// The contact on the screen is another one: nothing of the one before stays.
    fn renew_contact(&mut self, turn: &mut Turn<'_>) {
        let followed = self.contact.followed;
        self.copy_when_shown = None;
        self.stopped = None;
        self.waiting_copy = None;
        self.zoom = false;
        self.board_at = None;
        self.forget_hits();
        self.contact.followed = followed;
        self.ask(turn);
    }

    /// What was used or stacked in the open contacts: ids and UUIDs of revisions, each once.
    pub(super) fn at_stake(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        let held = |shown: &Arc<Shown>| Some((shown.article.id.clone()?, shown.uuid.clone()));
        for contact in self.contacts() {
            let stacked = contact.stack.iter().chain(&contact.compared).filter_map(held);
            let used = contact.trail.iter().filter_map(|s| Some((s.article.clone()?, s.revision.clone()?)));
            for one in stacked.chain(used) {
                if !self.warned.contains(&one) && !all.contains(&one) {
                    all.push(one);
                }
            }
        }
        all
    }

    /// Says which of them are not what they were, each once; and whether what was being read is not.
    pub(super) fn warn_of(&mut self, moved: Vec<Moved>, turn: &mut Turn<'_>) {
        let stake = self.at_stake();
        let words: Vec<String> = moved
            .iter()
            .map(|one| {
                let is_used = one.is_used || stake.iter().any(|(id, _)| *id == one.id);
                let key = match (is_used, one.is_gone) {
                    (true, true) => "moved.gone",
                    (true, false) => "moved.changed",
                    (false, true) => "moved.read_gone",
                    (false, false) => "moved.read_changed",
                };
                let reason = one_line(&one.reason);
                let why = match reason.as_str() {
                    "" => String::new(),
                    reason => turn.house.messages.fill("moved.why", &[("reason", &reason)]),
                };
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("id", &one_line(&one.id)), ("question", &one_line(&one.question)), ("why", &why)];
                turn.house.messages.fill(key, &values)
            })
            .collect();
        self.moved.extend(moved.iter().cloned());
        let surplus = self.moved.len().saturating_sub(MOST_MOVED);
        self.moved.drain(..surplus);
        let lately = moved.iter().filter(|one| one.is_used).map(|one| (one.id.clone(), one.revision.clone()));
        self.warned.extend(lately);
        self.warned.extend(stake.into_iter().filter(|(id, _)| moved.iter().any(|one| one.id == *id)));
        turn.say(Tone::Bad, words.join(" "));
    }

    /// The message for what has become of a text since it was looked at; `None` while it stands.
    pub fn fate_of(&self, shown: &Shown) -> Option<&'static str> {
        let is_it = |one: &&Moved| shown.article.id.as_ref() == Some(&one.id) && one.revision == shown.uuid;
        let moved = self.moved.iter().rev().find(is_it)?;
        Some(if moved.is_gone { "moved.mark_gone" } else { "moved.mark_changed" })
    }

    /// Puts the contact on hold, or takes it up again.
    pub fn hold(&mut self, turn: &mut Turn<'_>) {
        if self.contact.started.is_none() {
            turn.say(Tone::Quiet, turn.house.say("contact.not_begun"));
            return;
        }
        let key = match self.contact.held.take() {
            Some(since) => {
                self.contact.held_ms += (turn.now.0 - since.0).max(0);
                "contact.resumed"
            }
            None => {
                self.contact.held = Some(turn.now);
                "contact.held"
            }
        };
        self.keep(turn);
        turn.say(Tone::Quiet, turn.house.say(key));
    }

    /// Ends the contact on the screen: everything of it is cleared. The next one that is open is shown, else a blank one.
    pub fn end_contact(&mut self, turn: &mut Turn<'_>) {
        if self.contact.started.is_some() {
            turn.record(Record::Ended { contact: self.contact.uuid.clone() });
        }
        let number = self.contact.number;
        self.parked.sort_by_key(|contact| contact.number);
        self.contact = if self.parked.is_empty() {
            Contact::on_channel(1, self.home_channel)
        } else {
            self.parked.remove(0)
        };
        self.renew_contact(turn);
        turn.say(Tone::Good, turn.house.messages.fill("contact.ended", &[("number", &number)]));
    }

    /// Takes up what a crash left open.
    pub fn resume(&mut self, kept: Vec<KeptContact>, turn: &mut Turn<'_>) {
        let count = kept.len().min(MOST - 1);
        for (number, kept) in (2..).zip(kept.into_iter().take(count)) {
            self.parked.push(Contact::resumed(kept, number, turn.house));
        }
        if count > 0 {
            turn.say(Tone::Warn, turn.house.messages.fill("contact.recovered", &[("count", &count)]));
        }
    }

    /// Writes a step into the trail of the contact on the screen; one that has not begun begins with it.
    pub fn step(&mut self, kind: StepKind, shown: Option<&Shown>, text: &str, turn: &mut Turn<'_>) {
        self.begin(turn);
        let here = self.contact.uuid.clone();
        self.step_in(&here, kind, shown, text, turn);
    }

    /// Writes a step into the trail of a contact by its UUID, wherever it is now; one that has ended is left alone.
    pub fn step_in(
        &mut self,
        contact: &str,
        kind: StepKind,
        shown: Option<&Shown>,
        text: &str,
        turn: &mut Turn<'_>,
    ) {
        let all = std::iter::once(&mut self.contact).chain(&mut self.parked);
        let Some(found) = all.into_iter().find(|c| !contact.is_empty() && c.uuid == contact) else { return };
        let step = KeptStep {
            at: turn.now,
            what: kind.word().to_owned(),
            article: shown.and_then(|shown| shown.article.id.clone()),
            revision: shown.map(|shown| shown.uuid.clone()),
            channel: turn.house.channels.get(found.channel).map(|c| c.name.clone()),
            text: crate::text::redact::mask(text),
        };
        found.trail.push(step.clone());
        turn.record(Record::Step { contact: contact.to_owned(), step });
    }
}
