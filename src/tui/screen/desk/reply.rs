//! What the answers of workers change on the desk.

use std::sync::Arc;

use super::notes;
use super::state::{Phase, State};
use super::turn::{Tone, Turn};
use crate::kb::{Remark, Shown};
use crate::model::{Moment, StepKind};
use crate::text::clean::one_line;
use crate::tui::event::{Effect, Reply, Stop, Ticket};
use crate::tui::record::Record;
use crate::tui::worker::place;

/// So long the typing must rest before anything is said of an unfinished word.
const SETTLING_MILLIS: i64 = 900;

impl State {
    /// Takes the answer of a worker. Returns whether anything on the screen may have changed.
    pub fn reply(&mut self, reply: Reply, turn: &mut Turn<'_>) -> bool {
        match reply {
            Reply::Opened { overview, zone, contacts, .. } => {
                self.overview = *overview;
                self.zone = zone;
                self.phase = Phase::Open;
                self.resume(contacts, turn);
            }
            Reply::Overview { overview, .. } => {
                self.overview = *overview;
                self.hold_board_place();
            }
            Reply::Stands { standing, zone } => {
                self.zone = zone;
                let before = std::mem::replace(&mut self.standing, standing);
                self.say_lag(before.lag.as_deref(), turn);
                // Whichever order noticed the change: who goes on typing is told as well.
                let reading = self.on_screen.as_ref().filter(|_| !self.is_idle()).and_then(|shown| {
                    let id = shown.article.id.clone()?;
                    Some((id, shown.uuid.clone()))
                });
                let mut articles = self.at_stake();
                articles.extend(reading.filter(|read| !articles.contains(read)));
                turn.effects.push(Effect::Watch { articles, told: self.warned.clone(), now: turn.now });
                if before.turns == self.standing.turns {
                    return before.lag != self.standing.lag;
                }
                self.forget_numbers(turn);
            }
            Reply::NotOpened(trouble) => self.phase = Phase::Broken(trouble),
            Reply::Failed(trouble) => {
                (self.awaited, self.copy_when_shown) = (None, None);
                if self.is_idle() || !self.rows.is_empty() {
                    // What is on the screen is worth more than a page about it.
                    turn.say(Tone::Bad, trouble.words());
                } else {
                    self.trouble = Some(trouble);
                }
            }
            Reply::Changed => {
                self.ask_after_change(turn);
                return false;
            }
            Reply::Moved(moved) => {
                self.warn_of(moved, turn);
                return false;
            }
            Reply::Checked { ticket, stands: true, leaks, .. } => {
                let stops: Vec<Stop> = leaks
                    .iter()
                    .map(|(article, finding)| Stop {
                        article: *article,
                        reason: crate::tui::overlay::finding::words(finding, turn.house),
                    })
                    .collect();
                if stops.iter().any(|stop| !ticket.overridden.contains(stop)) {
                    let mut all = ticket.overridden.clone();
                    all.extend(stops.into_iter().filter(|stop| !ticket.overridden.contains(stop)));
                    self.stop((ticket.face, ticket.told), &ticket.shown, all, turn);
                    return true;
                }
                if ticket.told {
                    self.told(ticket, turn);
                } else {
                    turn.effects.push(Effect::Copy(ticket));
                }
                return false;
            }
            Reply::Checked { ticket, latest, .. } => self.overtaken(&ticket, latest, turn),
            Reply::Found { generation, found, shown, .. } => {
                if generation != self.generation {
                    return false;
                }
                self.rows = found.rows;
                self.needles = found.needles;
                self.notice = found.notice;
                self.relaxed = found.relaxed;
                self.hear(found.remarks, turn.now);
                if self.full_matches() > 0 {
                    self.hidden.clear();
                } else {
                    // What was named stays until it is known what is to be named now: the rows do not jump twice.
                    let (generation, query) = (self.generation, self.asked());
                    turn.effects.push(Effect::KeptBack { generation, query, now: turn.now });
                }
                self.answered = Some(self.contact.query.text().to_owned());
                self.trouble = None;
                self.stale = true;
                let kept = self.kept.take();
                self.selected = place(&mut self.rows, self.contact.followed.or(kept));
                let article = self.row().map(|r| r.hit.article);
                self.is_swapped = kept.is_some() && article != kept;
                if self.copy_when_shown.is_some() && article != self.contact.followed {
                    // The article that was meant is not there any more; no other may be copied for it.
                    self.copy_when_shown = None;
                    turn.say(Tone::Warn, turn.house.say("copy.changed"));
                }
                if self.row().is_none_or(|r| Some(r.hit.article) != self.contact.followed) {
                    self.contact.followed = None;
                }
                match self.row().map(|r| r.hit.revision) {
                    None => {
                        self.awaited = None;
                        self.show(None);
                    }
                    // The index can lag behind a text that was shown because a copy key asked for it.
                    Some(revision) if self.has_newer(revision) => self.awaited = None,
                    Some(revision) => match shown {
                        Some(shown) if shown.revision == revision => self.arrived(*shown, turn),
                        _ => self.want(false, turn),
                    },
                }
            }
            Reply::Shown { generation, shown } => {
                if generation != self.show_generation {
                    return false;
                }
                match shown {
                    Some(shown) => self.arrived(*shown, turn),
                    None => {
                        self.awaited = None;
                        self.show(None);
                    }
                }
            }
            Reply::KeptBack { generation, hidden } => {
                let is_news = generation == self.generation && self.hidden != hidden;
                if is_news {
                    self.hidden = hidden;
                }
                return is_news;
            }
            Reply::Fetched { what, found } => self.fetched(&what, found, turn),
            Reply::NotOpenedLink(why) => turn.say(Tone::Bad, why),
            Reply::Explained { .. }
            | Reply::HiddenShown(_)
            | Reply::Outside(_)
            | Reply::Worked { .. }
            | Reply::SettingsSaved(_)
            | Reply::Copied { .. } => return false,
            Reply::Suggested { contact, rows } => {
                let mut all = std::iter::once(&mut self.contact).chain(&mut self.parked);
                let Some(found) = all.find(|one| one.number == contact) else { return false };
                found.suggested = rows;
                return contact == self.contact.number;
            }
            Reply::Recorded { record, outcome } => {
                self.recorded(&record, outcome, turn);
                return false;
            }
        }
        true
    }

    /// Says that what lies at the place of the knowledge base cannot be taken up, or that it can again.
    fn say_lag(&self, before: Option<&str>, turn: &mut Turn<'_>) {
        match self.standing.lag.as_deref() {
            lag if lag == before => {}
            Some(why) => turn.say(Tone::Bad, turn.house.messages.fill("lag.begun", &[("why", &why)])),
            None => turn.say(Tone::Good, turn.house.say("lag.over")),
        }
    }

    /// Another knowledge base has come to the place of the one before: row numbers mean other articles there.
    fn forget_numbers(&mut self, turn: &mut Turn<'_>) {
        for contact in std::iter::once(&mut self.contact).chain(&mut self.parked) {
            contact.followed = None;
            for visit in contact.back.iter_mut().chain(&mut contact.forward) {
                visit.article = None;
            }
        }
        (self.copy_when_shown, self.stopped) = (None, None);
        self.forget_hits();
        if !self.is_idle() {
            self.ask(turn);
        }
    }

    /// Takes remarks. What is said of the end of the line waits until the typing rests: it may be half a date.
    fn hear(&mut self, remarks: Vec<Remark>, now: Moment) {
        let is_news = remarks != self.remarks || self.answered.as_deref() != Some(self.contact.query.text());
        let unfinished = remarks.iter().any(|remark| !notes::is_finished(remark, self.contact.query.text()));
        if is_news {
            self.settles = unfinished.then_some(Moment(now.0.saturating_add(SETTLING_MILLIS)));
        }
        self.remarks = remarks;
    }

    /// Says what waited for the typing to rest; whether there was something.
    pub fn settle(&mut self, now: Moment) -> bool {
        self.settles.take_if(|at| *at <= now).is_some()
    }

    fn has_newer(&self, revision: i64) -> bool {
        let article = self.row().map(|r| r.hit.article);
        self.copy_when_shown.is_none()
            && self.shown.as_ref().is_some_and(|s| Some(s.number) == article && s.revision > revision)
    }

    /// An answer was told: 已告知. The clipboard stays as it is.
    fn told(&mut self, ticket: Box<Ticket>, turn: &mut Turn<'_>) {
        let messages = &turn.house.messages;
        let mut text = messages.fill("copy.told", &[("what", &ticket.what)]);
        if let Some(warning) = &ticket.warning {
            text.insert_str(0, &messages.fill("copy.warning", &[("warning", warning)]));
        }
        turn.say(if ticket.warning.is_none() { Tone::Good } else { Tone::Warn }, text);
        self.used(&ticket, turn);
        turn.record(Record::Used(ticket));
    }

    /// Writes what was copied or told into the trail of the contact in which the key was pressed.
    pub fn used(&mut self, ticket: &Ticket, turn: &mut Turn<'_>) {
        let kind = if ticket.told { StepKind::Tell } else { StepKind::Copy };
        for shown in &ticket.shown {
            self.step_in(&ticket.contact, kind, Some(shown), &shown.article.question, turn);
        }
        for stop in &ticket.overridden {
            let of = ticket.shown.iter().find(|shown| shown.number == stop.article);
            self.step_in(&ticket.contact, StepKind::Override, of.map(Arc::as_ref), &stop.reason, turn);
        }
    }

    /// The text that a copy key meant has been replaced: nothing is copied, the new one is shown, and stands on the stack.
    fn overtaken(&mut self, ticket: &Ticket, latest: Vec<Shown>, turn: &mut Turn<'_>) {
        self.stopped = None;
        let mut named: Vec<String> = Vec::new();
        for latest in latest {
            named.push(one_line(latest.article.id.as_deref().unwrap_or_default()));
            for stacked in self.contact.stack.iter_mut().filter(|stacked| stacked.number == latest.number) {
                *stacked = Arc::new(latest.clone());
            }
            if self.shown.as_ref().is_some_and(|s| s.number == latest.number) {
                self.show_generation += 1;
                self.show(Some(latest));
            }
        }
        if ticket.shown.len() == 1 || named.is_empty() {
            turn.say(Tone::Warn, turn.house.say("copy.changed"));
        } else {
            let ids = named.join(" ");
            turn.say(Tone::Warn, turn.house.messages.fill("copy.changed_in_stack", &[("ids", &ids)]));
        }
    }

    fn arrived(&mut self, shown: Shown, turn: &mut Turn<'_>) {
        self.awaited = None;
        self.show_generation += 1;
        self.show(Some(shown));
        if let Some((face, told)) = self.copy_when_shown.take()
            && let Some(shown) = self.shown.clone()
        {
            self.copy_of(&shown, face, told, None, turn);
        }
    }

    pub(super) fn show(&mut self, shown: Option<Shown>) {
        let article = |s: &Option<Arc<Shown>>| s.as_ref().map(|s| s.number);
        let shown = shown.map(Arc::new);
        if article(&shown) != article(&self.shown) {
            self.scroll.begin(0);
            self.match_at = None;
            (self.fresh, self.from_column) = (true, 0);
        }
        if shown.is_none() {
            self.zoom = false;
        }
        self.shown = shown;
        self.stale = true;
    }
}
