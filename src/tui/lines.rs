//! The desk without a screen: what a front end of plain lines asks of it. Each of these is what a key would do; the rules of
//! the desk, the copy gate among them, are the same.

use super::action::Action;
use super::app::App;
use super::event::Effect;
use super::house::House;
use super::overlay::Overlay;
use super::overlay::list::Entry;
use super::record::Record;
use super::screen::desk::pages::more_lines;
use super::screen::desk::turn::Tone;
use super::widget::answer::Drawing;
use crate::kb::Shown;
use crate::model::{FeedbackKind, Moment, Scope};
use crate::text::clean::one_line;

/// Wide enough for any line that is not to be broken.
const WIDE_CELLS: usize = 4_000;

/// What stands under an internal answer, a line for each: what to do, what belongs to it, where it is from.
pub fn belongings(shown: &Shown, house: &House) -> Vec<String> {
    let drawing =
        Drawing { needles: &[], width_cells: WIDE_CELLS, look: &house.look, facts: None, from_column: 0 };
    // The first line is a rule.
    let lines = more_lines(shown, &drawing, house).into_iter().skip(1);
    lines.map(|line| line.spans.iter().map(|span| span.content.as_ref()).collect()).collect()
}

impl App {
    /// Does an action as its key would.
    pub fn perform(&mut self, action: Action, now: Moment) -> Vec<Effect> {
        if let Some(stopped) = &mut self.desk.stopped {
            stopped.was_said();
        }
        self.in_turn(now, |app, turn| {
            app.act(action, turn);
            true
        })
    }

    /// Looks for something else; what was looked at before is one step back.
    pub fn look_for(&mut self, query: &str, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            app.overlay = None;
            app.desk.go_to(query, turn);
            true
        })
    }

    /// Selects a row, from 0.
    pub fn select_row(&mut self, at: usize, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            app.desk.select(at, turn);
            true
        })
    }

    /// Takes an entry of the list that is open, from 0.
    pub fn take_entry(&mut self, at: usize, now: Moment) -> Vec<Effect> {
        if let Some(stopped) = &mut self.desk.stopped {
            stopped.was_said();
        }
        self.in_turn(now, |app, turn| {
            if let Some(Overlay::List(list)) = &mut app.overlay
                && list.select(at)
            {
                app.accept(turn);
            }
            true
        })
    }

    /// Fills in what is asked for. What stood in the line already is what an empty text means.
    pub fn fill_in(&mut self, text: &str, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            if let Some(Overlay::Prompt(prompt)) = &mut app.overlay {
                if !text.is_empty() {
                    prompt.line.clear();
                    prompt.line.insert(text);
                }
                app.take_words(turn);
            }
            true
        })
    }

    /// Says something of the article that was read last.
    pub fn say_of(&mut self, kind: FeedbackKind, text: &str, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            app.desk.ask_feedback(kind, turn);
            if let Some(Overlay::Prompt(prompt)) = &mut turn.open {
                prompt.line.insert(text);
            }
            if !text.is_empty()
                && let Some(open) = turn.open.take()
            {
                app.overlay = Some(open);
                app.take_words(turn);
            }
            true
        })
    }

    /// Shows the answers for another channel, by its place.
    pub fn switch_channel(&mut self, place: usize, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            app.desk.contact.channel = place;
            app.desk.contact.internal_focus = false;
            app.desk.stale = true;
            app.desk.keep(turn);
            true
        })
    }

    /// Has only what holds there found; searches again where something was looked for.
    pub fn switch_scope(&mut self, scope: Scope, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            app.desk.contact.scope = scope;
            app.desk.keep(turn);
            if !app.desk.is_idle() {
                app.desk.ask(turn);
            }
            true
        })
    }

    /// Begins the contact, or another where it has begun; with a name, where one is given.
    pub fn begin_contact(&mut self, name: &str, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            if app.desk.contact.started.is_some() {
                app.desk.begin_another(turn);
            } else {
                app.desk.begin(turn);
                let number = app.desk.contact.number;
                turn.say(Tone::Good, turn.house.messages.fill("contact.begun", &[("number", &number)]));
            }
            if !name.is_empty() {
                app.name_contact(name, turn);
            }
            true
        })
    }

    /// Gives the contact a name.
    pub fn call_contact(&mut self, name: &str, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            app.name_contact(name, turn);
            true
        })
    }

    /// Writes a note for oneself, on the article that was read last.
    pub fn write_note(&mut self, text: &str, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| {
            let article = app.desk.on_screen.as_ref().and_then(|shown| shown.article.id.clone());
            turn.record(Record::Note { article, text: one_line(text) });
            true
        })
    }

    /// Opens an entry of the board, from 0.
    pub fn open_board(&mut self, at: usize, now: Moment) -> Vec<Effect> {
        self.in_turn(now, |app, turn| app.desk.open_on_board(at, turn))
    }

    /// The article was read out: from now on *use* and *copy* mean it. `false`: nothing was, so they mean nothing.
    pub fn was_read(&mut self, is_read: bool) {
        self.desk.on_screen = if is_read { self.desk.shown.clone() } else { None };
    }

    /// The entries of the list that is open.
    pub fn open_entries(&self) -> Vec<&Entry> {
        match &self.overlay {
            Some(Overlay::List(list)) => list.entries(),
            _ => Vec::new(),
        }
    }
}
