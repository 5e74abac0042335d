//! What becomes of what was chosen, typed or read in an overlay, and of what was copied.

use super::app::{App, entries_of, plain_head};
use super::clipboard::Route;
use super::event::{Effect, Ticket};
use super::fetch::Fetch;
use super::job::Pile;
use super::overlay::Overlay;
use super::overlay::list::{Kind, Value};
use super::overlay::page::Content;
use super::overlay::prompt::{Prompt, Purpose};
use super::record::Record;
use super::screen::desk::turn::{Tone, Turn};
use super::screen::desk::wrap_up;
use crate::kb::Shown;
use crate::model::Face;
use crate::tui::action::Action;
use crate::tui::widget::edit::LineEdit;

impl App {
    /// Takes what was typed into a prompt.
    pub(super) fn take_words(&mut self, turn: &mut Turn<'_>) {
        let Some(Overlay::Prompt(Prompt { purpose, line })) = self.overlay.take() else { return };
        let text = line.text();
        match purpose {
            Purpose::Feedback(kind, shown) => self.desk.give(kind, shown, text, turn),
            Purpose::Note(article) => {
                if !text.trim().is_empty() {
                    turn.record(Record::Note { article, text: text.to_owned() });
                }
            }
            Purpose::Pin(article) => self.desk.pin_for(article, text, turn),
            Purpose::Announce(new) => self.desk.announce_words(new, text, turn),
            Purpose::AnnounceUntil(new) => self.desk.announce_for(new, text, turn),
            Purpose::Value(name) => self.desk.take_value(name, text, turn),
            Purpose::Field { name, .. } => self.desk.take_field(&name, text, turn),
            Purpose::Name => self.name_contact(text, turn),
            Purpose::Words(words) => self.take_step(words, text, turn),
        }
    }

    /// Gives the contact a name; a number in it is masked.
    pub(super) fn name_contact(&mut self, name: &str, turn: &mut Turn<'_>) {
        self.desk.contact.name = crate::text::redact::mask(name.trim());
        if !self.desk.contact.name.is_empty() {
            // Who has a name is on the line.
            self.desk.begin(turn);
        }
        self.desk.keep(turn);
    }

    /// Does what a page that was read offers.
    pub(super) fn accept_page(&mut self, turn: &mut Turn<'_>) {
        let Some(Overlay::Page(page)) = &mut self.overlay else { return };
        match &page.content {
            // Nobody confirms what was never on the screen.
            Content::Announcements if !page.is_at_end() && !self.desk.unread().is_empty() => {
                page.update(Action::ScrollDown);
            }
            Content::Announcements => {
                let announcements = self.desk.unread();
                if !announcements.is_empty() {
                    turn.record(Record::Receipts { announcements });
                }
                self.overlay = self.covered.take();
            }
            Content::WrapUp(text) => {
                let text = text.clone();
                let ticket = of_text(turn.house.say("wrap_up.note"), text.clone());
                turn.effects.push(Effect::Copy(Box::new(ticket)));
                self.overlay = None;
                self.desk.end_contact(turn);
                self.last_note = Some(text);
            }
            Content::FirstSteps => self.overlay = self.covered.take(),
            Content::Changes(change) => {
                let id = change.after.article.id.clone().unwrap_or_default();
                (self.overlay, self.covered) = (None, None);
                if self.desk.shown.as_ref().is_none_or(|shown| shown.article.id.as_ref() != Some(&id)) {
                    self.desk.go_to(&id, turn);
                }
            }
            // What could not be copied, or the note of a contact that is over: once more.
            Content::Text { head, text, is_live: false } => {
                let ticket = of_text(head, text.clone());
                turn.effects.push(Effect::Copy(Box::new(ticket)));
            }
            Content::Compare(_) => {
                self.overlay = self.covered.take();
                self.desk.contact.compared.clear();
                turn.say(Tone::Quiet, turn.house.say("compare.cleared"));
            }
            Content::Help(_) | Content::Kept(_) | Content::Text { .. } => {}
        }
    }

    /// Shows what will be written of the contact before it ends. One in which nobody was on the line just goes.
    pub(super) fn end_contact(&mut self, turn: &mut Turn<'_>) {
        if self.desk.contact.started.is_none() {
            if self.desk.contact.is_blank() && self.desk.parked.is_empty() {
                turn.say(Tone::Quiet, turn.house.say("contact.not_begun"));
            } else {
                self.desk.end_contact(turn);
            }
            return;
        }
        let note = wrap_up::note(&self.desk.contact, &self.desk.zone, turn.now, turn.house);
        self.open_page(Content::WrapUp(note));
    }

    pub(super) fn accept(&mut self, turn: &mut Turn<'_>) {
        let Some(Overlay::List(list)) = &mut self.overlay else { return };
        let Some(entry) = list.picked().cloned() else { return };
        match entry.value {
            Value::Run(action) => {
                self.overlay = self.covered.take();
                self.act(action, turn);
            }
            Value::Elsewhere(_) => turn.say(Tone::Quiet, entry.note),
            Value::Variant(article) => {
                self.overlay = None;
                self.desk.choose_variant(article, turn);
            }
            Value::Toggle(axis, name) => {
                let names = self.desk.contact.scope.on_mut(axis);
                match names.iter().position(|n| *n == name) {
                    Some(at) => {
                        names.remove(at);
                    }
                    None => names.push(name),
                }
                list.replace(entries_of(Kind::Scope, &self.desk, turn.house));
                self.desk.keep(turn);
                self.desk.ask(turn);
            }
            Value::Flag(kind) => {
                let words = list.filter.text().to_owned();
                self.overlay = None;
                self.desk.flag(kind, &words, turn);
            }
            Value::Ticket(at) => {
                self.overlay = None;
                self.desk.fill_form(at, turn);
            }
            Value::Announce(level) => {
                self.overlay = None;
                self.desk.ask_announcement(level, turn);
            }
            Value::EndAnnouncement(id) => {
                self.overlay = None;
                turn.record(Record::EndAnnouncement { id });
            }
            Value::Piece(at) => {
                let list = self.overlay.take();
                self.desk.copy_piece(at, turn);
                // What was stopped is confirmed where it was picked.
                if self.desk.is_stopped() {
                    self.overlay = list;
                }
            }
            // The list stays: the next part is copied after this one was sent.
            Value::Part(at) => {
                list.update(Action::Next);
                self.desk.copy_part(at, turn);
            }
            Value::Stack => {
                self.overlay = None;
                self.desk.copy_stack(turn);
            }
            Value::Unstack(at) => {
                if at < self.desk.contact.stack.len() {
                    self.desk.contact.stack.remove(at);
                }
                if self.desk.contact.stack.is_empty() {
                    self.overlay = None;
                } else {
                    list.replace(entries_of(Kind::Stack, &self.desk, turn.house));
                }
            }
            Value::Product(name) => {
                self.overlay = None;
                self.desk.ask_product(name, turn);
            }
            Value::Put(put) => self.put_in(put, turn),
            Value::Batch(number) => self.open_work(Pile::Batch(number), turn),
            Value::Peek(hidden) => {
                self.overlay = None;
                turn.effects.push(Effect::ShowHidden { hidden: vec![hidden], now: turn.now });
            }
            Value::Link(link) => {
                self.overlay = None;
                open_link(link, turn);
            }
            Value::Channel(place) => {
                self.desk.turn_to_channel(place, turn);
                let entries = entries_of(Kind::Stack, &self.desk, turn.house);
                if let Some(Overlay::List(list)) = &mut self.overlay {
                    list.filter = LineEdit::default();
                    list.replace(entries);
                    list.select_value(&Value::Stack);
                }
            }
            Value::Category(name) => {
                self.overlay = None;
                self.desk.within(&name, turn);
            }
            // The list stays beneath: one change after the other is looked at.
            Value::Change(id) => {
                turn.effects.push(Effect::Fetch { what: Fetch::Changes(id), now: turn.now });
            }
            Value::Go(query) => {
                self.overlay = None;
                self.desk.go_to(&query, turn);
            }
        }
    }

    /// Says how a text was copied. Where there was no way, it is shown for selection by mouse.
    pub(super) fn copied(&mut self, ticket: Box<Ticket>, route: Option<Route>, turn: &mut Turn<'_>) {
        let messages = &turn.house.messages;
        let what: (&str, &dyn std::fmt::Display) = ("what", &ticket.what);
        let mut text = match route {
            Some(Route::Tool(tool)) => messages.fill("copy.by_tool", &[what, ("tool", &tool)]),
            Some(Route::Tmux) => messages.fill("copy.by_tmux", &[what]),
            Some(Route::Terminal) => messages.fill("copy.by_terminal", &[what]),
            None => messages.fill("copy.by_none", &[what]),
        };
        if let Some(warning) = &ticket.warning {
            // In front: the end of a long message is cut off in a narrow window.
            text.insert_str(0, &messages.fill("copy.warning", &[("warning", warning)]));
        }
        let sure = ticket.warning.is_none() && !matches!(route, None | Some(Route::Terminal | Route::Tmux));
        turn.say(if sure { Tone::Good } else { Tone::Warn }, text);
        match route {
            Some(Route::Terminal) => turn.effects.push(Effect::ToTerminal(ticket.text.clone())),
            None => {
                self.desk.contact.internal_focus = ticket.face == Face::Internal;
                let channel = turn.house.channels.iter().find(|c| c.name == ticket.channel);
                let head = match ticket.shown.first() {
                    Some(shown) => plain_head(shown, ticket.face, channel, turn.house),
                    None => ticket.what.clone(),
                };
                self.show_uncopied(head, ticket.text.clone());
            }
            Some(_) => {}
        }
        if route.is_some() && !ticket.shown.is_empty() {
            self.desk.used(&ticket, turn);
            turn.record(Record::Used(ticket));
        }
    }
}

/// A text that comes from no article.
fn of_text(what: &str, text: String) -> Ticket {
    Ticket {
        face: Face::Internal,
        channel: String::new(),
        what: what.to_owned(),
        warning: None,
        text,
        query: String::new(),
        shown: Vec::new(),
        told: false,
        overridden: Vec::new(),
        contact: String::new(),
    }
}

/// Opens the document that an article was made of.
pub(super) fn open_document(shown: Option<&Shown>, turn: &mut Turn<'_>) {
    match shown.and_then(|shown| shown.document.as_deref()) {
        Some(path) => open_link(path.display().to_string(), turn),
        None => turn.say(Tone::Quiet, turn.house.say("link.no_document")),
    }
}

/// Gives an address to the system's viewer; where there is none, as over SSH, it is copied.
fn open_link(link: String, turn: &mut Turn<'_>) {
    match turn.house.opener {
        Some(opener) => {
            let what = [("opener", &opener as &dyn std::fmt::Display), ("link", &link)];
            turn.say(Tone::Good, turn.house.messages.fill("link.opened", &what));
            turn.effects.push(Effect::Open(link));
        }
        None => turn.effects.push(Effect::Copy(Box::new(of_text(turn.house.say("link.kind"), link)))),
    }
}
