//! What keys and replies change on the desk. Returns orders, never carries them out.

use std::sync::Arc;

use super::state::{Phase, State};
use super::{notes, trust};
use crate::customer::render::render;
use crate::kb::{Gap, Remark, Shown};
use crate::model::channel::Markup;
use crate::model::{Answer, Channel, CustomerAnswer, Face, Moment};
use crate::text::clean;
use crate::tui::action::Action;
use crate::tui::event::{Effect, Reply, Search, Ticket};
use crate::tui::house::House;
use crate::tui::worker::place;

/// So many rows are asked for.
pub const ROWS: usize = crate::model::DESK_ROWS;

/// So long the typing must rest before anything is said of an unfinished word.
const SETTLING_MILLIS: i64 = 900;

/// How a message sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Said quietly.
    Quiet,
    /// It worked.
    Good,
    /// To look at.
    Warn,
    /// It did not work.
    Bad,
}

/// A message in the status line; it stays until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The message.
    pub text: String,
    /// How it sounds.
    pub tone: Tone,
}

/// What one event brings about.
pub struct Turn<'a> {
    /// Words and channels.
    pub house: &'a House,
    /// When.
    pub now: Moment,
    /// Orders to workers.
    pub effects: Vec<Effect>,
    /// A message.
    pub said: Option<Said>,
}

impl Turn<'_> {
    /// Says something in the status line.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.said = Some(Said { text: text.into(), tone });
    }
}

impl State {
    /// Whether an action would do anything now. Hints and palette show the others greyed.
    pub fn can(&self, action: Action, house: &House) -> bool {
        let shown = self.shown.as_deref();
        match action {
            Action::CopyCustomer => shown.is_some_and(|s| s.article.customer.is_some()),
            Action::CopyInternal => shown.is_some_and(|s| s.article.internal.is_some()),
            Action::FlipFace | Action::Zoom | Action::PlainView => shown.is_some(),
            Action::ChannelNext | Action::ChannelPrevious => shown.is_some() && house.channels.len() > 1,
            Action::ScrollDown => self.scroll < self.scroll_most,
            Action::ScrollUp => self.scroll > 0,
            Action::Next | Action::Last => self.selected + 1 < self.rows.len(),
            Action::Previous | Action::First => self.selected > 0,
            Action::Variants => self.row().is_some_and(|r| !r.variants.is_empty()),
            Action::Scope => self.phase == Phase::Open,
            Action::ScopeClear => !self.scope.is_everywhere(),
            Action::Explain | Action::RecordGap => self.is_answered(),
            Action::ShowHidden => !self.hidden.is_empty(),
            Action::Announcements => !self.overview.announcements.is_empty(),
            Action::ClearQuery => !self.query.text().is_empty(),
            _ => true,
        }
    }

    /// Does an action of the search context.
    pub fn update(&mut self, action: Action, turn: &mut Turn<'_>) {
        if self.copy_when_shown.is_some() {
            self.copy_when_shown = None;
        }
        let stopped = self.stopped.take();
        if let Some(changed) = self.query.edit(action) {
            if changed {
                if self.query.is_blank() {
                    self.followed = None;
                }
                self.ask(turn);
            }
            return;
        }
        match action {
            Action::CopyCustomer => self.copy(Face::Customer, stopped, turn),
            Action::CopyInternal => self.copy(Face::Internal, stopped, turn),
            Action::Next => self.select(self.selected.saturating_add(1), turn),
            Action::Previous => self.select(self.selected.saturating_sub(1), turn),
            Action::First => self.select(0, turn),
            Action::Last => self.select(usize::MAX, turn),
            Action::ScrollDown => self.scroll_by(self.half_page()),
            Action::ScrollUp => self.scroll_by(-self.half_page()),
            Action::FlipFace => self.internal_focus = !self.internal_focus,
            Action::Zoom => self.turn_zoom(),
            Action::ChannelNext => self.turn_channel(1, turn.house),
            Action::ChannelPrevious => self.turn_channel(-1, turn.house),
            Action::RecordGap if self.is_answered() => {
                let query = self.query.text().trim().to_owned();
                turn.effects.push(Effect::RecordGap { query, scope: self.scope.clone(), now: turn.now });
            }
            Action::RecordGap => turn.say(Tone::Quiet, turn.house.say("gap.nothing_asked")),
            Action::ShowHidden if !self.hidden.is_empty() => {
                turn.effects.push(Effect::ShowHidden { hidden: self.hidden.clone(), now: turn.now });
            }
            Action::ShowHidden => turn.say(Tone::Quiet, turn.house.say("status.no_hidden")),
            Action::ScopeClear if !self.scope.is_everywhere() => {
                self.scope = crate::model::Scope::default();
                self.ask(turn);
            }
            Action::Back => self.zoom = false,
            _ => {}
        }
    }

    /// Takes typed or pasted text.
    pub fn insert(&mut self, text: &str, turn: &mut Turn<'_>) {
        self.copy_when_shown = None;
        self.stopped = None;
        if self.query.insert(text) {
            self.ask(turn);
        }
    }

    /// Searches for what the line says now.
    pub fn ask(&mut self, turn: &mut Turn<'_>) {
        self.generation += 1;
        self.kept = None;
        if self.is_idle() {
            self.forget_hits();
            turn.effects.push(Effect::Refresh { force: false, now: turn.now });
            return;
        }
        turn.effects.push(self.search(self.shown.as_ref().map(|s| s.revision), turn.now));
    }

    /// Searches again because time has passed: what was current may not be so any more.
    pub fn ask_again(&mut self, turn: &mut Turn<'_>) {
        turn.effects.push(Effect::Refresh { force: true, now: turn.now });
        if !self.is_idle() {
            self.generation += 1;
            turn.effects.push(self.search(None, turn.now));
        }
    }

    /// Searches again because others have written. The article on the screen stays selected.
    fn ask_after_change(&mut self, turn: &mut Turn<'_>) {
        if self.is_idle() {
            return;
        }
        self.generation += 1;
        let is_answered = self.answered.as_deref() == Some(self.query.text());
        self.kept = self.row().map(|r| r.hit.article).filter(|_| is_answered);
        turn.effects.push(self.search(None, turn.now));
    }

    fn search(&self, have: Option<i64>, now: Moment) -> Effect {
        Effect::Search(Search {
            generation: self.generation,
            query: self.asked(),
            follow: self.followed.or(self.kept),
            have,
            now,
        })
    }

    fn forget_hits(&mut self) {
        self.rows.clear();
        self.needles.clear();
        self.notice = None;
        self.relaxed.clear();
        self.remarks.clear();
        self.settles = None;
        self.hidden.clear();
        self.answered = None;
        self.trouble = None;
        (self.selected, self.first_row) = (0, 0);
        (self.followed, self.awaited) = (None, None);
        self.show(None);
    }

    /// Selects a row because the agent wants it: it is followed from now on.
    pub fn select(&mut self, to: usize, turn: &mut Turn<'_>) {
        let Some(last) = self.rows.len().checked_sub(1) else { return };
        let to = to.min(last);
        let Some(row) = self.rows.get(to) else { return };
        self.followed = Some(row.hit.article);
        if to != self.selected {
            self.selected = to;
            self.want(true, turn);
        }
    }

    /// Takes a variant of the selected row to its head.
    pub fn choose_variant(&mut self, article: i64, turn: &mut Turn<'_>) {
        self.followed = Some(article);
        self.selected = place(&mut self.rows, self.followed);
        self.want(true, turn);
    }

    /// Asks for the article of the selected row. Only one that the agent has moved to may be copied unseen.
    fn want(&mut self, by_agent: bool, turn: &mut Turn<'_>) {
        let Some(revision) = self.row().map(|r| r.hit.revision) else { return };
        self.show_generation += 1;
        if self.shown.as_ref().is_some_and(|s| s.revision == revision) {
            self.awaited = None;
            return;
        }
        self.awaited = by_agent.then_some(revision);
        turn.effects.push(Effect::Show { generation: self.show_generation, revision, now: turn.now });
    }

    /// Takes the answer of a worker. Returns whether anything on the screen may have changed.
    pub fn reply(&mut self, reply: Reply, turn: &mut Turn<'_>) -> bool {
        match reply {
            Reply::Opened { overview, zone, .. } => {
                self.overview = *overview;
                self.zone = zone;
                self.phase = Phase::Open;
            }
            Reply::Overview { overview, .. } => self.overview = *overview,
            Reply::NotOpened(trouble) => self.phase = Phase::Broken(trouble),
            Reply::Failed(trouble) => {
                self.trouble = Some(trouble);
                (self.awaited, self.copy_when_shown) = (None, None);
            }
            Reply::Changed => {
                self.ask_after_change(turn);
                return false;
            }
            Reply::Checked { ticket, stands: true, .. } => {
                turn.effects.push(Effect::Copy(ticket));
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
                self.answered = Some(self.query.text().to_owned());
                self.trouble = None;
                self.stale = true;
                let kept = self.kept.take();
                self.selected = place(&mut self.rows, self.followed.or(kept));
                let article = self.row().map(|r| r.hit.article);
                if self.copy_when_shown.is_some() && article != self.followed {
                    // The article that was meant is not there any more; no other may be copied for it.
                    self.copy_when_shown = None;
                    turn.say(Tone::Warn, turn.house.say("copy.changed"));
                }
                if self.row().is_none_or(|r| Some(r.hit.article) != self.followed) {
                    self.followed = None;
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
            Reply::Explained { .. } | Reply::HiddenShown(_) | Reply::Copied { .. } => return false,
            Reply::GapRecorded(done) => {
                match done {
                    Ok(Gap::Recorded) => turn.say(Tone::Good, turn.house.say("gap.recorded")),
                    Ok(Gap::Known) => turn.say(Tone::Quiet, turn.house.say("gap.known")),
                    Ok(Gap::NoPlace) => turn.say(Tone::Bad, turn.house.say("gap.no_place")),
                    Err(trouble) => {
                        let why: (&str, &dyn std::fmt::Display) = ("why", &trouble.message);
                        turn.say(Tone::Bad, turn.house.messages.fill("gap.failed", &[why]));
                    }
                }
                return false;
            }
        }
        true
    }

    /// Takes remarks. What is said of the end of the line waits until the typing rests: it may be half a date.
    fn hear(&mut self, remarks: Vec<Remark>, now: Moment) {
        let is_news = remarks != self.remarks || self.answered.as_deref() != Some(self.query.text());
        let unfinished = remarks.iter().any(|remark| !notes::is_finished(remark, self.query.text()));
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

    /// The text that a copy key meant has been replaced: nothing is copied, the new one is shown.
    fn overtaken(&mut self, ticket: &Ticket, latest: Option<Box<Shown>>, turn: &mut Turn<'_>) {
        self.stopped = None;
        if self.shown.as_ref().is_some_and(|s| s.number == ticket.shown.number)
            && let Some(latest) = latest
        {
            self.show_generation += 1;
            self.show(Some(*latest));
        }
        turn.say(Tone::Warn, turn.house.say("copy.changed"));
    }

    fn arrived(&mut self, shown: Shown, turn: &mut Turn<'_>) {
        self.awaited = None;
        self.show_generation += 1;
        self.show(Some(shown));
        if let Some(face) = self.copy_when_shown.take()
            && let Some(shown) = self.shown.clone()
        {
            self.copy_of(&shown, face, None, turn);
        }
    }

    fn show(&mut self, shown: Option<Shown>) {
        let article = |s: &Option<Arc<Shown>>| s.as_ref().map(|s| s.number);
        let shown = shown.map(Arc::new);
        if article(&shown) != article(&self.shown) {
            self.scroll = 0;
            self.fresh = true;
        }
        if shown.is_none() {
            self.zoom = false;
        }
        self.shown = shown;
        self.stale = true;
    }

    fn half_page(&self) -> isize {
        let rows = self.layout.internal.height.max(self.layout.customer.height);
        isize::try_from(rows / 2).unwrap_or(1).max(1)
    }

    /// Scrolls both answers.
    pub fn scroll_by(&mut self, lines: isize) {
        self.scroll = self.scroll.saturating_add_signed(lines).min(self.scroll_most);
    }

    /// Of two faces the one with a text gets the width.
    fn turn_zoom(&mut self) {
        self.zoom = !self.zoom && self.shown.is_some();
        if let Some(shown) = self.shown.as_deref().filter(|_| self.zoom) {
            let has_internal = shown.article.internal.as_ref().is_some_and(|a| !a.is_empty());
            let has_customer = shown
                .article
                .customer
                .as_ref()
                .is_some_and(|c| !c.answer.is_empty() || !c.channels.is_empty());
            if has_internal != has_customer {
                self.internal_focus = has_internal;
            }
        }
    }

    fn turn_channel(&mut self, by: isize, house: &House) {
        let count = isize::try_from(house.channels.len()).unwrap_or(1).max(1);
        let here = isize::try_from(self.channel).unwrap_or(0);
        self.channel = usize::try_from((here + by).rem_euclid(count)).unwrap_or(0);
        self.internal_focus = false;
        self.stale = true;
    }

    /// A copy key means the article that was on the screen when it was pressed. An article that the agent
    /// has just moved to is on its way: that one is meant, and it is copied when it comes.
    fn copy(&mut self, face: Face, stopped: Option<(Face, i64)>, turn: &mut Turn<'_>) {
        if self.awaited.is_some() {
            self.copy_when_shown = Some(face);
            return;
        }
        match self.on_screen.clone() {
            Some(shown) => self.copy_of(&shown, face, stopped, turn),
            None => turn.say(Tone::Warn, turn.house.say("copy.nothing")),
        }
    }

    fn copy_of(&mut self, shown: &Arc<Shown>, face: Face, stopped: Option<(Face, i64)>, turn: &mut Turn<'_>) {
        let house = turn.house;
        let Some((text, channel)) = copy_text(shown, face, self.channel, house) else {
            turn.say(
                Tone::Warn,
                house.say(match face {
                    Face::Internal => "copy.no_internal",
                    Face::Customer => "copy.no_customer",
                }),
            );
            return;
        };
        let reason = trust::stops_copy(shown).filter(|_| face == Face::Customer);
        if let Some(reason) = reason
            && stopped != Some((face, shown.revision))
        {
            self.stopped = Some((face, shown.revision));
            turn.say(Tone::Bad, house.messages.fill("copy.stopped", &[("reason", &house.say(reason))]));
            return;
        }
        let what = match (&channel, face) {
            (Some(channel), Face::Customer) => house.messages.fill(
                "copy.customer",
                &[("channel", &house.channel_label(channel)), ("chars", &text.chars().count())],
            ),
            _ => house.messages.fill("copy.internal", &[("chars", &text.chars().count())]),
        };
        let over = channel.as_ref().and_then(|c| c.max_chars).filter(|&most| text.chars().count() > most);
        let warning = if face == Face::Internal {
            None
        } else if let Some(reason) = reason {
            Some(house.say(reason).to_owned())
        } else if let Some(most) = over {
            Some(house.messages.fill("copy.too_long", &[("most", &most)]))
        } else if shown.drifted {
            Some(house.say("trust.drifted").to_owned())
        } else {
            None
        };
        let channel = channel.filter(|_| face == Face::Customer).map(|c| c.name).unwrap_or_default();
        let query = self.query.text().to_owned();
        let ticket = Ticket { face, channel, what, warning, text, query, shown: Arc::clone(shown) };
        let ticket = Box::new(ticket);
        turn.effects.push(match self.phase {
            // Nobody is there to look whether the text still stands.
            Phase::Broken(_) => Effect::Copy(ticket),
            _ => Effect::Check { ticket, now: turn.now },
        });
    }
}

/// The text that a copy key puts into the clipboard, and the channel that it is for.
pub fn copy_text(
    shown: &Shown,
    face: Face,
    channel: usize,
    house: &House,
) -> Option<(String, Option<Channel>)> {
    let (answer, channel) = match face {
        Face::Customer => (
            shown.article.customer.clone().filter(|c| !c.answer.is_empty() || !c.channels.is_empty())?,
            house.channels.get(channel)?,
        ),
        // The internal answer goes into tickets and notes, which know no Markdown.
        Face::Internal => (
            as_customer(shown.article.internal.as_ref().filter(|a| !a.is_empty())?),
            house
                .channels
                .iter()
                .find(|c| c.markup == Markup::Plain && !c.spoken && c.max_chars.is_none())?,
        ),
    };
    let text = clean::for_copy(&render(&answer, channel).text).trim_end().to_owned();
    Some((text, Some(channel.clone())))
}

fn as_customer(answer: &Answer) -> CustomerAnswer {
    CustomerAnswer { answer: answer.clone(), ..CustomerAnswer::default() }
}
