//! What other programs tell the desk: the softphone drives it, and never takes a key away from the agent.

use std::sync::mpsc::SyncSender;

use super::app::App;
use super::event::{Effect, Trouble};
use super::fetch::{Fetch, Fetched};
use super::overlay::Overlay;
use super::screen::desk::contact::Contact;
use super::screen::desk::state::Phase;
use super::screen::desk::turn::{Tone, Turn};
use crate::model::told::{self, Answer, ContactStart, OpenContact, Status, Told};
use crate::model::{Axis, Query};
use crate::text::clean::one_line;

/// So many characters of what was said last are looked for.
const HEARD_CHARS: usize = 120;
/// So many articles are suggested.
pub const SUGGESTIONS: usize = 3;
/// So many orders to open an article wait for its coming at once.
const MOST_OPENING: usize = 16;

impl App {
    /// Does what another program tells, and answers it.
    pub(super) fn told(&mut self, told: Told, turn: &mut Turn<'_>) -> Answer {
        if told != Told::Status {
            self.act_unasked();
        }
        match told {
            Told::Status => Answer::status(self.status()),
            Told::ContactStart(start) => self.told_start(start, turn),
            Told::ContactEnd { contact } => self.told_end(contact.as_deref(), turn),
            Told::Query { text } => {
                self.turn_to(&text, turn);
                Answer::Done
            }
            Told::Open { id } => {
                self.turn_to(&id, turn);
                Answer::Done
            }
            Told::Transcript { text, contact } => self.told_line(&text, contact.as_deref(), turn),
        }
    }

    /// Opens an article once it is known that there is one; whoever asks hears it then.
    pub(super) fn told_to_open(&mut self, id: String, answer: SyncSender<Answer>, turn: &mut Turn<'_>) {
        let id = one_line(&id);
        turn.effects.push(Effect::Fetch { what: Fetch::Standing(id.clone()), now: turn.now });
        // More than these wait for nothing: whoever asked has given up.
        if self.opening.len() >= MOST_OPENING {
            self.opening.remove(0);
        }
        self.opening.push((id, answer));
    }

    /// Opens the article that the desk was told to open, or says why not.
    pub(super) fn opens(&mut self, id: &str, found: Result<Fetched, Trouble>, turn: &mut Turn<'_>) {
        let Some(at) = self.opening.iter().position(|(waits, _)| waits == id) else { return };
        let (_, answer) = self.opening.remove(at);
        let messages = &turn.house.messages;
        let said = match found {
            Ok(Fetched::Standing(Some(is_current))) => {
                self.act_unasked();
                self.turn_to(id, turn);
                let gone = || Answer::DoneBut(messages.fill("told.not_current", &[("id", &id)]));
                if is_current { Answer::Done } else { gone() }
            }
            Ok(_) => Answer::refused(messages.fill("told.no_article", &[("id", &id)])),
            Err(trouble) => Answer::refused(trouble.message),
        };
        // Who asked may have gone; what was done is done.
        let _ = answer.try_send(said);
    }

    /// A page that came by itself makes way.
    fn act_unasked(&mut self) {
        if self.is_unasked() {
            self.overlay = None;
        }
    }

    /// Shows something else; what is being typed into stays.
    fn turn_to(&mut self, query: &str, turn: &mut Turn<'_>) {
        let is_written = |overlay: &Option<Overlay>| matches!(overlay, Some(Overlay::Editor(_)));
        let is_kept = matches!(self.overlay, Some(Overlay::Prompt(_) | Overlay::Settings(_)));
        if !is_kept && !is_written(&self.overlay) && !is_written(&self.covered) {
            self.overlay = None;
        }
        self.desk.go_to(&one_line(query), turn);
    }

    fn status(&self) -> Status {
        let desk = &self.desk;
        let contacts = desk.contacts().into_iter().filter_map(|contact| {
            Some(OpenContact {
                id: contact.id.clone().unwrap_or_else(|| contact.number.to_string()),
                channel: self.house.channels.get(contact.channel).map(|c| c.name.clone())?,
                since: contact.started?,
                held: contact.held.is_some(),
                current: contact.number == desk.contact.number,
            })
        });
        Status {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            kb: desk.overview.name.clone(),
            phase: match desk.phase {
                Phase::Opening => told::Phase::Opening,
                Phase::Open => told::Phase::Open,
                Phase::Broken(_) => told::Phase::Broken,
            },
            started: self.started,
            query_chars: desk.contact.query.text().chars().count(),
            contacts: contacts.collect(),
        }
    }

    fn told_start(&mut self, start: ContactStart, turn: &mut Turn<'_>) -> Answer {
        let house = turn.house;
        let Some(channel) = house.channel_place(&start.channel) else {
            return Answer::refused(house.messages.fill("told.no_channel", &[("name", &start.channel)]));
        };
        if self.desk.contacts().iter().any(|contact| contact.is_called(&start.contact)) {
            return Answer::refused(house.messages.fill("told.known", &[("id", &start.contact)]));
        }
        // A desk that waits takes the customer at once; one in the middle of something keeps what is on the screen.
        let takes = self.desk.contact.is_blank() && self.overlay.is_none();
        let here = self.desk.contact.number;
        if !takes && !self.desk.open_blank(turn) {
            return Answer::refused(house.say("told.too_many"));
        }
        // What was set for nobody must not hold for somebody.
        self.desk.contact = Contact::on_channel(self.desk.contact.number, channel);
        let contact = &mut self.desk.contact;
        contact.id = Some(one_line(&start.contact));
        contact.name = start.number.map(|number| number.to_string()).unwrap_or_default();
        contact.reason = crate::text::redact::mask(&one_line(start.reason.as_deref().unwrap_or_default()));
        let mut unknown: Vec<String> = Vec::new();
        for (axis, name) in
            [(Axis::Region, start.region), (Axis::Product, start.product), (Axis::Customer, start.customer)]
        {
            let Some(name) = name else { continue };
            // A name that the house does not know would let nothing through.
            if self.desk.overview.on(axis).contains(&name) {
                self.desk.contact.scope.on_mut(axis).push(name);
            } else {
                unknown.push(one_line(&name));
            }
        }
        let reason = self.desk.contact.reason.trim().to_owned();
        self.desk.contact.query.insert(&reason);
        self.desk.begin(turn);
        let number = self.desk.contact.number;
        // The agent sees that the scope is wider than the softphone meant, and the softphone that it was not understood.
        let detail = (!unknown.is_empty())
            .then(|| house.messages.fill("told.unknown_scope", &[("names", &unknown.join(" "))]));
        if takes {
            self.desk.ask(turn);
            let begun = house.messages.fill("contact.begun", &[("number", &number)]);
            match &detail {
                None => turn.say(Tone::Good, begun),
                Some(detail) => turn.say(Tone::Warn, format!("{begun}{detail}")),
            }
        } else {
            self.desk.show_number(here, turn);
            let key = house.chord(super::action::Context::Search, super::action::Action::ContactNext);
            let text = house.messages.fill("contact.waits", &[("number", &number), ("key", &key)]);
            turn.say(Tone::Warn, format!("{text}{}", detail.as_deref().unwrap_or_default()));
        }
        detail.map_or(Answer::Done, Answer::DoneBut)
    }

    fn told_end(&mut self, id: Option<&str>, turn: &mut Turn<'_>) -> Answer {
        let is_it = |contact: &&Contact| match id {
            Some(id) => contact.is_called(id),
            None => true,
        };
        let found = std::iter::once(&self.desk.contact).chain(&self.desk.parked).find(is_it);
        let Some(number) = found.filter(|contact| contact.started.is_some()).map(|contact| contact.number)
        else {
            let id = id.unwrap_or_default();
            return Answer::refused(turn.house.messages.fill("told.no_contact", &[("id", &id)]));
        };
        if number == self.desk.contact.number && self.overlay.is_none() {
            self.end_contact(turn);
        } else {
            turn.say(Tone::Warn, turn.house.messages.fill("contact.hung_up", &[("number", &number)]));
        }
        Answer::Done
    }

    /// A line of what is being said: looked for beside everything else, for the contact in which it is said.
    fn told_line(&mut self, text: &str, id: Option<&str>, turn: &mut Turn<'_>) -> Answer {
        let mut all = std::iter::once(&mut self.desk.contact).chain(&mut self.desk.parked);
        let found = match id {
            Some(id) => all.find(|contact| contact.is_called(id)),
            None => all.next(),
        };
        let Some(contact) = found else {
            let id = id.unwrap_or_default();
            return Answer::refused(turn.house.messages.fill("told.no_contact", &[("id", &id)]));
        };
        contact.heard.push_str(&one_line(text));
        contact.heard.push(' ');
        let surplus = contact.heard.chars().count().saturating_sub(HEARD_CHARS);
        contact.heard = contact.heard.chars().skip(surplus).collect();
        let query =
            Query { text: contact.heard.trim().to_owned(), scope: contact.scope.clone(), limit: SUGGESTIONS };
        if !query.text.is_empty() {
            turn.effects.push(Effect::Suggest { contact: contact.number, query, now: turn.now });
        }
        Answer::Done
    }
}
