//! The copy gate: what leaves the desk, in which words, and what stops it.

use std::sync::Arc;

use super::state::{Phase, State};
use super::trust;
use super::turn::{Tone, Turn};
use crate::customer::budget::cost;
use crate::customer::parts::parts;
use crate::customer::pieces::{Piece, facts_of, pieces};
use crate::customer::render::render;
use crate::customer::{stack, variables};
use crate::kb::Shown;
use crate::model::channel::Markup;
use crate::model::{Answer, Channel, CustomerAnswer, Face, Moment, StepKind};
use crate::text::clean::{self, one_line};
use crate::tui::event::{Effect, Stop, Ticket};
use crate::tui::house::House;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose};
use crate::tui::widget::answer::apart;

/// A text on its way out.
#[derive(Debug, Clone)]
pub struct Copying {
    /// Which face.
    pub face: Face,
    /// It is told and not copied.
    pub told: bool,
    /// The articles that it comes from.
    pub shown: Vec<Arc<Shown>>,
    /// The text, its variables not filled yet.
    pub text: String,
    /// The channel that it is for.
    pub channel: Channel,
    /// Of its variables so many have been asked for.
    pub asked: usize,
    /// Which piece or part it is, in words; `None`: the whole.
    pub piece: Option<String>,
    /// It is known to be too long, and wanted in one all the same.
    pub whole: bool,
    /// What stopped it once; the same key again lets it pass.
    pub overridden: Vec<Stop>,
}

/// A copy that was stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    /// Which face.
    face: Face,
    /// The revisions that were to be copied.
    revisions: Vec<i64>,
    /// Why, for each article.
    stops: Vec<Stop>,
    /// When that was said.
    at: Moment,
    /// Whether it has been on the screen.
    pub was_seen: bool,
}

/// A key that comes again sooner was pressed once: keys bounce, and some terminals send them twice. Nobody reads a reason
/// in less.
const READ_MS: i64 = 300;

impl Stopped {
    /// It was said in a line of its own, and what comes next is typed and ended with Enter: no key bounces that long.
    pub fn was_said(&mut self) {
        (self.was_seen, self.at) = (true, Moment(0));
    }

    fn is_of(&self, face: Face, shown: &[Arc<Shown>]) -> bool {
        self.face == face && self.revisions.iter().copied().eq(shown.iter().map(|shown| shown.revision))
    }

    /// Whether a key pressed now says: all the same.
    fn is_confirmed_at(&self, now: Moment) -> bool {
        // A clock that was set back has no say.
        self.was_seen && !(0..READ_MS).contains(&now.0.saturating_sub(self.at.0))
    }
}

impl Copying {
    /// The whole of a text, nothing asked and nothing stopped yet.
    fn whole(face: Face, shown: Vec<Arc<Shown>>, text: String, channel: Channel) -> Copying {
        Copying {
            face,
            told: false,
            shown,
            text,
            channel,
            asked: 0,
            piece: None,
            whole: false,
            overridden: Vec::new(),
        }
    }
}

impl State {
    /// Whether something was stopped that the next key may let pass.
    pub fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// A copy key means the article that was on the screen when it was pressed. An article that the agent
    /// has just moved to is on its way: that one is meant, and it is copied when it comes.
    pub(super) fn copy(&mut self, face: Face, told: bool, stopped: Option<Stopped>, turn: &mut Turn<'_>) {
        if self.awaited.is_some() {
            self.copy_when_shown = Some((face, told));
            return;
        }
        match self.on_screen.clone() {
            Some(shown) => self.copy_of(&shown, face, told, stopped, turn),
            None => turn.say(Tone::Warn, turn.house.say("copy.nothing")),
        }
    }

    /// *use*: told where the channel is spoken, copied everywhere else.
    pub(super) fn use_it(&mut self, stopped: Option<Stopped>, turn: &mut Turn<'_>) {
        let spoken = turn.house.channels.get(self.contact.channel).is_some_and(|channel| channel.spoken);
        self.copy(Face::Customer, spoken, stopped, turn);
    }

    pub(super) fn copy_of(
        &mut self,
        shown: &Arc<Shown>,
        face: Face,
        told: bool,
        stopped: Option<Stopped>,
        turn: &mut Turn<'_>,
    ) {
        let Some((text, channel)) = copy_text(shown, face, self.contact.channel, turn.house) else {
            let key = match face {
                Face::Internal => "copy.no_internal",
                Face::Customer => "copy.no_customer",
            };
            return turn.say(Tone::Warn, turn.house.say(key));
        };
        let copying = Copying { told, ..Copying::whole(face, vec![Arc::clone(shown)], text, channel) };
        self.pass(copying, stopped, turn);
    }

    /// Lets a text pass, or says why not, or asks for what is missing.
    pub(super) fn pass(&mut self, mut copying: Copying, stopped: Option<Stopped>, turn: &mut Turn<'_>) {
        let house = turn.house;
        let is_customer = copying.face == Face::Customer;
        if let Some(stopped) = stopped.filter(|stopped| stopped.is_of(copying.face, &copying.shown)) {
            if !stopped.is_confirmed_at(turn.now) {
                // The same press once more: what was said stands.
                self.stopped = Some(stopped);
                return;
            }
            copying.overridden = stopped.stops;
        }
        let stops: Vec<Stop> = copying
            .shown
            .iter()
            .filter(|_| is_customer)
            .filter_map(|shown| {
                let reason = trust::stops_copy(shown, &copying.channel.name, house)?;
                Some(Stop { article: shown.number, reason })
            })
            .collect();
        if stops.iter().any(|stop| !copying.overridden.contains(stop)) {
            return self.stop((copying.face, copying.told), &copying.shown, stops, turn);
        }
        let names = if is_customer { variables::names(&copying.text) } else { Vec::new() };
        if let Some(name) = names.get(copying.asked).cloned() {
            let known = self.contact.values.get(&name).cloned().unwrap_or_default();
            turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Value(name), &known)));
            self.waiting_copy = Some(copying);
            return;
        }
        copying.text = clean::for_copy(&variables::fill(&copying.text, &self.contact.values)).into_owned();
        let chars = copying.text.chars().count();
        let over = room(&copying.text, &copying.channel, house).filter(|&most| is_customer && chars > most);
        if over.is_some() && !copying.whole && !copying.told {
            self.waiting_copy = Some(copying);
            turn.open = Some(Overlay::List(crate::tui::overlay::entries::parts(self, house)));
            return;
        }
        self.send(copying, turn);
    }

    /// Says why a text does not pass, and remembers it: the same key again lets it.
    pub(super) fn stop(
        &mut self,
        (face, told): (Face, bool),
        shown: &[Arc<Shown>],
        stops: Vec<Stop>,
        turn: &mut Turn<'_>,
    ) {
        let of = |article: i64| shown.iter().find(|shown| shown.number == article);
        for stop in &stops {
            self.step(StepKind::Stop, of(stop.article).map(Arc::as_ref), &stop.reason, turn);
        }
        let reason = match stops.as_slice() {
            [one] if shown.len() == 1 => one.reason.clone(),
            // Of a stack each article is named.
            several => several
                .iter()
                .map(|stop| {
                    let id =
                        of(stop.article).and_then(|shown| shown.article.id.as_deref()).unwrap_or_default();
                    format!("{} {}", one_line(id), stop.reason)
                })
                .collect::<Vec<_>>()
                .join("；"),
        };
        let revisions = shown.iter().map(|shown| shown.revision).collect();
        self.stopped = Some(Stopped { face, revisions, stops, at: turn.now, was_seen: false });
        let key = if told { "copy.stopped_telling" } else { "copy.stopped" };
        turn.say(Tone::Bad, turn.house.messages.fill(key, &[("reason", &reason)]));
    }

    fn send(&mut self, copying: Copying, turn: &mut Turn<'_>) {
        let house = turn.house;
        let chars = copying.text.chars().count();
        let is_customer = copying.face == Face::Customer;
        let label = house.channel_label(&copying.channel);
        let what = match (&copying.piece, is_customer) {
            (Some(piece), _) => {
                house.messages.fill("copy.piece", &[("piece", piece), ("channel", &label), ("chars", &chars)])
            }
            (None, true) if copying.shown.len() > 1 => house.messages.fill(
                "copy.stack",
                &[("count", &copying.shown.len()), ("channel", &label), ("chars", &chars)],
            ),
            (None, true) => house.messages.fill("copy.customer", &[("channel", &label), ("chars", &chars)]),
            (None, false) => house.messages.fill("copy.internal", &[("chars", &chars)]),
        };
        let warning = if !is_customer {
            None
        } else if let Some(stop) = copying.overridden.first() {
            Some(stop.reason.clone())
        } else if let Some(reason) =
            too_long(&copying.text, &copying.channel, house).filter(|_| !copying.told)
        {
            Some(reason)
        } else if copying.shown.iter().any(|shown| shown.is_drifted()) {
            Some(house.say("trust.drifted").to_owned())
        } else {
            None
        };
        if is_customer {
            self.begin(turn);
        }
        let ticket = Box::new(Ticket {
            face: copying.face,
            channel: if is_customer { copying.channel.name } else { String::new() },
            what,
            warning,
            text: copying.text,
            query: self.contact.query.text().to_owned(),
            shown: copying.shown,
            told: copying.told,
            overridden: copying.overridden,
            contact: if is_customer { self.contact.uuid.clone() } else { String::new() },
        });
        turn.effects.push(match self.phase {
            // Nobody is there to look whether the text still stands.
            Phase::Broken(_) => Effect::Copy(ticket),
            _ => Effect::Check { ticket, now: turn.now },
        });
    }

    /// Takes a value for the variable that was asked for, and goes on with the copy.
    pub fn take_value(&mut self, name: String, value: &str, turn: &mut Turn<'_>) {
        let Some(mut copying) = self.waiting_copy.take() else { return };
        if value.trim().is_empty() {
            turn.say(Tone::Warn, turn.house.messages.fill("copy.no_value", &[("name", &name)]));
            turn.open = Some(Overlay::Prompt(Prompt::new(Purpose::Value(name), "")));
            self.waiting_copy = Some(copying);
            return;
        }
        self.contact.values.insert(name, value.trim().to_owned());
        copying.asked += 1;
        self.pass(copying, None, turn);
    }

    /// The parts of the text that waits because it is too long.
    pub fn waiting_parts(&self, house: &House) -> Vec<String> {
        match &self.waiting_copy {
            Some(copying) => {
                let most = room(&copying.text, &copying.channel, house);
                parts(&copying.text, most.unwrap_or(usize::MAX))
            }
            None => Vec::new(),
        }
    }

    /// Copies one part of the text that waits, from 0; behind the last the whole of it.
    pub fn copy_part(&mut self, at: usize, turn: &mut Turn<'_>) {
        let Some(copying) = self.waiting_copy.clone() else { return };
        let all = self.waiting_parts(turn.house);
        let copying = match all.get(at) {
            Some(part) => Copying {
                text: part.clone(),
                piece: Some(format!("{}/{}", at + 1, all.len())),
                whole: true,
                ..copying
            },
            None => {
                let mut copying = Copying { whole: true, ..copying };
                let reason = too_long(&copying.text, &copying.channel, turn.house).unwrap_or_default();
                let first = copying.shown.first().map(|shown| shown.number);
                copying.overridden.extend(first.map(|article| Stop { article, reason }));
                copying
            }
        };
        // Its variables are filled already, and a value is not to be filled again.
        self.send(copying, turn);
    }

    /// What of the text on the screen can be copied alone.
    pub fn pieces(&self, house: &House) -> Vec<Piece> {
        let shown = self.shown.as_deref();
        let customer = shown.and_then(|shown| shown.article.customer.as_ref());
        let channel = house.channels.get(self.contact.channel);
        let mut all =
            customer.zip(channel).map(|(customer, channel)| pieces(customer, channel)).unwrap_or_default();
        let facts = facts_of(&all);
        all.extend(facts);
        all
    }

    /// Copies a piece of the customer answer alone.
    pub fn copy_piece(&mut self, at: usize, turn: &mut Turn<'_>) {
        let all = self.pieces(turn.house);
        let channel = turn.house.channels.get(self.contact.channel).cloned();
        let (Some(piece), Some(shown), Some(channel)) = (all.get(at), self.shown.clone(), channel) else {
            return;
        };
        let text = clean::for_copy(&piece.text).trim_end().to_owned();
        let copying = Copying {
            piece: Some(format!("{}/{}", at + 1, all.len())),
            ..Copying::whole(Face::Customer, vec![shown], text, channel)
        };
        let stopped = self.stopped.take();
        self.pass(copying, stopped, turn);
    }

    /// Puts the article on the screen on the stack, or takes it off.
    pub(super) fn turn_stack(&mut self, turn: &mut Turn<'_>) {
        let Some(shown) = self.on_screen.clone().filter(|shown| shown.article.customer.is_some()) else {
            return turn.say(Tone::Warn, turn.house.say("copy.no_customer"));
        };
        let key = match self.contact.stack.iter().position(|s| s.number == shown.number) {
            Some(at) => {
                self.contact.stack.remove(at);
                "stack.taken_off"
            }
            None => {
                self.contact.stack.push(shown);
                "stack.put_on"
            }
        };
        let count = self.contact.stack.len();
        turn.say(Tone::Quiet, turn.house.messages.fill(key, &[("count", &count)]));
    }

    /// The stacked answers as one reply for the contact's channel, variables not filled.
    pub fn stacked_text(&self, house: &House) -> Option<(String, Channel)> {
        self.stacked_for(self.contact.channel, house)
    }

    /// The same for a channel by its place.
    pub fn stacked_for(&self, place: usize, house: &House) -> Option<(String, Channel)> {
        let channel = house.channels.get(place)?;
        let texts: Vec<String> = self
            .contact
            .stack
            .iter()
            .filter_map(|shown| copy_text(shown, Face::Customer, place, house))
            .map(|(text, _)| text)
            .collect();
        (!texts.is_empty()).then(|| (stack::join(&texts, channel), channel.clone()))
    }

    /// Copies the stacked answers as one reply.
    pub fn copy_stack(&mut self, turn: &mut Turn<'_>) {
        let Some((text, channel)) = self.stacked_text(turn.house) else {
            return turn.say(Tone::Warn, turn.house.say("stack.empty"));
        };
        let copying = Copying::whole(Face::Customer, self.contact.stack.clone(), text, channel);
        let stopped = self.stopped.take();
        self.pass(copying, stopped, turn);
    }
}

/// So many chars of a text go through a channel at once; `None` without limit. Where seconds are counted, as many as can be
/// said in them at the text's own pace; a tenth is kept back, for no two sentences are said alike.
fn room(text: &str, channel: &Channel, house: &House) -> Option<usize> {
    let cost = cost(text, channel, house.rate);
    let by_time = channel.max_seconds.filter(|_| cost.over_seconds.is_some()).zip(cost.seconds());
    let by_time = by_time.map(|(most, all)| {
        let (most, all) = (usize::try_from(most).unwrap_or(1), usize::try_from(all).unwrap_or(1).max(1));
        (cost.chars * most * 9 / (all * 10)).max(1)
    });
    [channel.max_chars, by_time].into_iter().flatten().min()
}

/// Why a text does not go through a channel at once.
fn too_long(text: &str, channel: &Channel, house: &House) -> Option<String> {
    let cost = cost(text, channel, house.rate);
    if let Some(most) = channel.max_chars.filter(|_| cost.over.is_some()) {
        return Some(house.messages.fill("copy.too_long", &[("most", &most)]));
    }
    let most = channel.max_seconds.filter(|_| cost.over_seconds.is_some())?;
    Some(house.messages.fill("copy.too_long_to_say", &[("most", &most)]))
}

/// The text that a copy key puts into the clipboard, and the channel that it is for.
pub fn copy_text(shown: &Shown, face: Face, channel: usize, house: &House) -> Option<(String, Channel)> {
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
    Some((text, channel.clone()))
}

/// A marked line stays a line of its own, as on the screen.
fn as_customer(answer: &Answer) -> CustomerAnswer {
    let answer = Answer { lead: answer.lead.clone(), body: apart(&answer.body) };
    CustomerAnswer { answer, ..CustomerAnswer::default() }
}
