//! What a line does.

use super::Plain;
use super::command::{self, Does, Line, WORDS, Word};
use crate::cli::error::CliError;
use crate::cli::explain;
use crate::cli::scope;
use crate::model::{Face, FeedbackKind, Scope};
use crate::text::clean::one_line;
use crate::tui::action::Action;
use crate::tui::event::{Effect, Trouble};
use crate::tui::overlay::Overlay;

impl Plain<'_> {
    /// Does what a line means.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub(super) fn take(&mut self, line: &str) -> Result<(), CliError> {
        self.machine.catch_up(self.context)?;
        let meant = command::read(line);
        match (&self.machine.app.overlay, &meant) {
            (None | Some(Overlay::Why(_) | Overlay::Settings(_)), _) => self.mean(meant),
            (Some(_), Line::Command(word, _)) if word.does == Does::Cancel => self.perform(Action::Back),
            (Some(Overlay::Prompt(_)), _) => {
                let effects = self.machine.app.fill_in(line.trim(), self.context.now());
                self.after(effects)
            }
            (Some(Overlay::List(_)), Line::Number(number, _)) => {
                if *number > self.machine.app.open_entries().len() {
                    return self.line(self.say("plain.no_such_number"));
                }
                let effects = self.machine.app.take_entry(number - 1, self.context.now());
                self.after(effects)
            }
            (Some(Overlay::Page(_)), Line::Empty) => self.perform(Action::Accept),
            (Some(_), Line::Empty) => self.perform(Action::Back),
            // Something else is wanted.
            (Some(_), _) => {
                let effects = self.machine.app.perform(Action::Back, self.context.now());
                self.machine.carry_out(self.context, effects)?;
                self.mean(meant)
            }
        }
    }

    fn mean(&mut self, meant: Line<'_>) -> Result<(), CliError> {
        match meant {
            Line::Empty => Ok(()),
            Line::Number(number, text) => self.number(number, text),
            Line::Query(text) => self.find(text),
            Line::Command(word, behind) => self.command_word(word, behind),
            Line::Unknown(name, near) => {
                let said = self.fill("plain.unknown", "name", &one_line(name));
                let near = near.map(|word| self.fill("plain.did_you_mean", "name", &self.name(word)));
                self.line(&format!("{said}{}", near.unwrap_or_default()))
            }
        }
    }

    /// A number opens what stands in the list before it; a greater one is looked for.
    fn number(&mut self, number: usize, text: &str) -> Result<(), CliError> {
        let desk = &self.machine.app.desk;
        if number <= self.on_board {
            let effects = self.machine.app.open_board(number - 1, self.context.now());
            return self.after(effects);
        }
        if desk.is_idle() || number > desk.rows.len() {
            return self.find(text);
        }
        let effects = self.machine.app.select_row(number - 1, self.context.now());
        self.machine.carry_out(self.context, effects)?;
        self.read(None)
    }

    fn find(&mut self, text: &str) -> Result<(), CliError> {
        if text.is_empty() {
            return self.line(self.say("plain.what_to_find"));
        }
        let effects = self.machine.app.look_for(text, self.context.now());
        self.machine.carry_out(self.context, effects)?;
        self.before = self.here();
        self.spoken()?;
        self.results()
    }

    fn command_word(&mut self, word: &Word, behind: &str) -> Result<(), CliError> {
        let now = self.context.now();
        match word.does {
            Does::Help => self.help(),
            Does::Quit => self.perform(Action::Quit),
            Does::Cancel => self.line(self.say("plain.nothing_to_cancel")),
            Does::Find => self.find(behind),
            Does::Open => self.open(behind),
            Does::More => self.more(),
            Does::Read(face) => self.read(face),
            Does::Channel => self.channel(behind),
            Does::Scope => self.scope(behind),
            Does::Told => self.told(),
            Does::Flag => {
                let (kind, text) = command::flag(behind);
                if behind.is_empty() {
                    return self.perform_on_article(Action::Flag);
                }
                let effects = self.machine.app.say_of(kind, text, now);
                self.after(effects)
            }
            Does::Fix => {
                let effects = self.machine.app.say_of(FeedbackKind::Fix, behind, now);
                self.after(effects)
            }
            Does::Note if behind.is_empty() => self.perform(Action::Note),
            Does::Note => {
                let effects = self.machine.app.write_note(behind, now);
                self.after(effects)
            }
            Does::Start => {
                let effects = self.machine.app.begin_contact(behind, now);
                self.after(effects)
            }
            Does::Name if behind.is_empty() => self.perform(Action::ContactName),
            Does::Name => {
                let effects = self.machine.app.call_contact(behind, now);
                self.machine.carry_out(self.context, effects)?;
                self.contacts()
            }
            Does::Contacts => self.contacts(),
            Does::Board => self.board(),
            Does::Why => self.why(behind),
            Does::Settings => {
                self.line(&self.fill("plain.settings", "file", &self.machine.app.house.settings_file))
            }
            Does::Act(action, true) => self.perform_on_article(action),
            Does::Act(action, false) => self.perform(action),
        }
    }

    /// Does what a key would, with the article that was read.
    fn perform_on_article(&mut self, action: Action) -> Result<(), CliError> {
        if self.machine.app.desk.on_screen.is_none() {
            return self.line(self.say("plain.open_first"));
        }
        self.perform(action)
    }

    /// Does what a key would.
    fn perform(&mut self, action: Action) -> Result<(), CliError> {
        let effects = self.machine.app.perform(action, self.context.now());
        self.after(effects)
    }

    /// Carries out what follows from something, and reads out what has come of it.
    pub(super) fn after(&mut self, effects: Vec<Effect>) -> Result<(), CliError> {
        self.machine.carry_out(self.context, effects)?;
        self.report()
    }

    /// Reads out what has come of something: words, the results where another contact or query is before one now, and what
    /// is open.
    pub(super) fn report(&mut self) -> Result<(), CliError> {
        self.spoken()?;
        // What was said may be about it.
        if matches!(self.machine.app.overlay, Some(Overlay::Page(_))) {
            self.overlay()?;
        }
        let now = self.here();
        if now != self.before {
            self.machine.app.was_read(false);
            if !now.1.trim().is_empty() {
                self.line(&self.fill("plain.query", "query", &one_line(&now.1)))?;
                self.results()?;
            }
            self.before = now;
        }
        match self.machine.app.overlay {
            Some(Overlay::Page(_)) => Ok(()),
            _ => self.overlay(),
        }
    }

    /// What is before one: the number of the contact and its query.
    pub(super) fn here(&self) -> (u32, String) {
        let contact = &self.machine.app.desk.contact;
        (contact.number, contact.query.text().to_owned())
    }

    /// Says what the desk says.
    pub(super) fn spoken(&mut self) -> Result<(), CliError> {
        for text in self.machine.said() {
            self.line(&text)?;
        }
        Ok(())
    }

    fn open(&mut self, id: &str) -> Result<(), CliError> {
        if let Line::Number(number, _) = command::read(id)
            && number <= self.machine.app.desk.rows.len()
        {
            return self.number(number, id);
        }
        self.find(id)?;
        let is_it = self.machine.app.desk.row().is_some_and(|row| row.id.eq_ignore_ascii_case(id));
        if is_it { self.read(None) } else { Ok(()) }
    }

    /// Changes the channel, and reads out the answer for it; without a name says which there are.
    fn channel(&mut self, name: &str) -> Result<(), CliError> {
        let house = &self.machine.app.house;
        let known = crate::model::Channels::shipped().named(name).map(|channel| channel.name.clone());
        let place = known.and_then(|name| house.channel_place(&name)).filter(|_| !name.is_empty());
        let Some(place) = place else {
            let all: Vec<&str> = house.channels.iter().map(|channel| house.channel_label(channel)).collect();
            let all = all.join(self.say("plain.between"));
            if !name.is_empty() {
                self.line(
                    &self.machine.app.house.messages.fill("told.no_channel", &[("name", &one_line(name))]),
                )?;
            }
            let here = self.channel_label();
            let places = [("here", &here as &dyn std::fmt::Display), ("all", &all)];
            return self.line(&self.machine.app.house.messages.fill("plain.channels", &places));
        };
        let effects = self.machine.app.switch_channel(place, self.context.now());
        self.machine.carry_out(self.context, effects)?;
        self.line(&self.fill("plain.channel", "channel", &self.channel_label()))?;
        if self.machine.app.desk.on_screen.is_some() { self.read(Some(Face::Customer)) } else { Ok(()) }
    }

    /// Adds names to the scope, or clears it; without a name says what holds and which there are.
    fn scope(&mut self, names: &str) -> Result<(), CliError> {
        let desk = &self.machine.app.desk;
        if names.is_empty() {
            self.line(&self.fill("plain.scope", "scope", &self.scope_words()))?;
            return self.perform(Action::Scope);
        }
        let scope = if matches!(names, "clear" | "清除" | "all" | "全部") {
            Scope::default()
        } else {
            match scope::joined(&desk.contact.scope, names.split_whitespace(), &desk.overview) {
                Ok(scope) => scope,
                Err(error) => return self.line(&error.say(&self.machine.app.house.messages)),
            }
        };
        let effects = self.machine.app.switch_scope(scope, self.context.now());
        self.machine.carry_out(self.context, effects)?;
        self.line(&self.fill("plain.scope", "scope", &self.scope_words()))?;
        if self.machine.app.desk.is_idle() { Ok(()) } else { self.results() }
    }

    /// *use* on a channel that is spoken; on another nothing is told.
    fn told(&mut self) -> Result<(), CliError> {
        let (desk, house) = (&self.machine.app.desk, &self.machine.app.house);
        let channel = house.channels.get(desk.contact.channel);
        if channel.is_some_and(|channel| !channel.spoken) {
            return self.line(&self.fill("plain.not_spoken", "channel", &self.channel_label()));
        }
        self.perform_on_article(Action::Use)
    }

    fn why(&mut self, id: &str) -> Result<(), CliError> {
        let desk = &self.machine.app.desk;
        if !desk.is_answered() {
            return self.line(self.say("explain.nothing_asked"));
        }
        let query = desk.asked();
        let id = if id.is_empty() {
            desk.row().map(|row| row.id.clone()).unwrap_or_default()
        } else {
            id.to_owned()
        };
        let explained = self.machine.desk().explain(&query, &id, self.context.now());
        match explained {
            Ok(Some(explanation)) => {
                self.line(&format!("{} {}", one_line(&explanation.id), one_line(&explanation.question)))?;
                for line in explain::lines(&explanation, &self.machine.app.house.messages) {
                    self.line(&line)?;
                }
                Ok(())
            }
            Ok(None) => self
                .line(&self.machine.app.house.messages.fill("explain.no_such_id", &[("id", &one_line(&id))])),
            Err(Trouble { message, .. }) => self.line(&one_line(&message)),
        }
    }

    fn help(&self) -> Result<(), CliError> {
        self.line(self.say("plain.help_head"))?;
        for word in WORDS {
            let key = format!("plain.help.{}", word.en.replace('-', "_"));
            let does = self.machine.app.house.messages.get(&key);
            self.line(&format!(":{}  :{}  {does}", word.zh, word.en))?;
        }
        Ok(())
    }
}
