//! `zhixi --plain`: the desk in lines, for screen readers, for terminals that can only print, and for pipes.
//!
//! A query and Enter lists numbered results; a number reads an article; a colon, Chinese or not, begins a command. Nothing
//! but lines is written: no cursor moves, nothing has a colour. It is the desk all the same: what is typed goes to the same
//! app as the keys of the screen, so that the same rules hold for what may be copied, for contacts and their trails.

mod act;
mod article;
mod command;
mod input;
mod list;
mod machine;

use std::fmt::Display;
use std::io::{self, IsTerminal as _};
use std::sync::mpsc;

use super::context::Context;
use super::error::CliError;
use crate::i18n::Language;
use crate::kb::Wish;
use crate::model::told::Answer;
use crate::serve::{self, Listening};
use crate::text::clean::one_line;
use crate::tui::action::{Action, Context as Place};
use crate::tui::event::Event;
use crate::tui::overlay::Overlay;
use command::Word;
use input::Heard;
use machine::Machine;

/// The desk in lines.
struct Plain<'c> {
    context: &'c Context,
    machine: Machine,
    /// So many results were read out.
    listed: usize,
    /// So many entries of the board were read out, and nothing else since.
    on_board: usize,
    /// The contact, by number, and the query that was before one when something was said last.
    before: (u32, String),
    /// What is asked for stands before the line that is typed, on a terminal.
    prompts: bool,
}

pub fn run(context: &mut Context) -> Result<u8, CliError> {
    let mut kb = context.open_kb(Wish::Read)?;
    context.sync(&mut kb)?;
    for problem in &context.settings_problems {
        context.say(&problem.say(&context.messages));
    }
    // Without the person's own file the desk still answers; it only forgets.
    let _ = kb.use_desk(&context.paths.desk_db());

    let (sender, heard) = mpsc::channel();
    let told = sender.clone();
    let door = serve::listen(
        &context.paths.desk_socket(),
        Box::new(move |message| input::ask(&told, message).unwrap_or_else(Answer::busy)),
    );
    let (_door, is_alone) = match door {
        Ok(Listening::Here(door)) => (Some(door), true),
        Ok(Listening::Other) => {
            context.say(context.messages.get("serve.other"));
            (None, false)
        }
        Err(error) => {
            context.say(&error.say(&context.messages));
            (None, true)
        }
    };
    let machine = Machine::open(context, kb, is_alone)?;
    let prompts = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut plain = Plain { context, machine, listed: 0, on_board: 0, before: (1, String::new()), prompts };
    plain.greet()?;
    input::read(sender);
    plain.serve(&heard)?;
    Ok(0)
}

impl Plain<'_> {
    /// Takes one line after the other until the last.
    fn serve(&mut self, heard: &mpsc::Receiver<Heard>) -> Result<(), CliError> {
        self.prompt()?;
        for heard in heard {
            match heard {
                Heard::Line(line) => self.take(&line)?,
                Heard::Told(told, answer) => {
                    if self.prompts {
                        // Away from the line that is being typed.
                        self.line("")?;
                    }
                    let suggested = self.machine.app.desk.contact.suggested.clone();
                    self.machine.hear(self.context, Event::Told(told, answer))?;
                    self.report()?;
                    if self.machine.app.desk.contact.suggested != suggested {
                        self.suggestions()?;
                    }
                }
                Heard::End => return Ok(()),
            }
            if self.machine.app.end().is_some() {
                return Ok(());
            }
            self.prompt()?;
        }
        Ok(())
    }

    /// Says where one is, and how to go on.
    fn greet(&mut self) -> Result<(), CliError> {
        let (desk, house) = (&self.machine.app.desk, &self.machine.app.house);
        let name = if desk.overview.is_demo {
            house.say("desk.demo").to_owned()
        } else {
            one_line(&desk.overview.name)
        };
        let places = [("name", &name as &dyn Display), ("count", &desk.overview.articles)];
        self.line(&house.messages.fill("plain.greeting", &places))?;
        let unread = desk.unread().len();
        if unread > 0 {
            self.line(&self.fill("plain.unread", "count", &unread))?;
        }
        self.spoken()
    }

    /// What stands before the line that is typed: what is asked for, else the channel. Only where somebody types.
    fn prompt(&self) -> Result<(), CliError> {
        let asked = match &self.machine.app.overlay {
            Some(Overlay::Prompt(prompt)) => Some(prompt.question(&self.machine.app.house)),
            _ => None,
        };
        match (asked, self.prompts) {
            (Some(question), true) => {
                // What is offered is what an empty line means.
                let known = match &self.machine.app.overlay {
                    Some(Overlay::Prompt(prompt)) => prompt.line.text().to_owned(),
                    _ => String::new(),
                };
                let offered =
                    if known.is_empty() { String::new() } else { format!("[{}] ", one_line(&known)) };
                self.context.print(&format!("{question} {offered}"))
            }
            (Some(question), false) => self.line(&question),
            (None, true) => self.context.print(&format!("{}> ", self.channel_label())),
            (None, false) => Ok(()),
        }
    }

    /// Writes a line.
    fn line(&self, text: &str) -> Result<(), CliError> {
        self.context.line(text)
    }

    /// A message.
    fn say(&self, key: &'static str) -> &str {
        self.machine.app.house.say(key)
    }

    /// A message with one place filled.
    fn fill(&self, key: &str, name: &str, value: &dyn Display) -> String {
        self.machine.app.house.messages.fill(key, &[(name, value)])
    }

    /// The command that does what the key of an action does, as it is typed.
    fn command(&self, action: Action) -> String {
        self.machine.app.house.chord(Place::Search, action)
    }

    /// A command as it is typed in the person's language.
    fn name(&self, word: &Word) -> String {
        match self.machine.app.house.messages.language() {
            Language::Chinese => format!(":{}", word.zh),
            Language::English => format!(":{}", word.en),
        }
    }

    /// The name of the channel of the contact.
    fn channel_label(&self) -> String {
        let (desk, house) = (&self.machine.app.desk, &self.machine.app.house);
        house
            .channels
            .get(desk.contact.channel)
            .map(|channel| house.channel_label(channel).to_owned())
            .unwrap_or_default()
    }
}
