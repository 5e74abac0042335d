//! The desk behind the lines: the very app of the screen, its knowledge base and its clipboard, on one thread.

use std::collections::VecDeque;
use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use super::command;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::config::{Glyphs, Settings};
use crate::i18n::{Language, Messages};
use crate::kb::{FIRST_STEPS, Kb};
use crate::text::clean::one_line;
use crate::tui::action::ACTIONS;
use crate::tui::app::App;
use crate::tui::clipboard::{self, Plan};
use crate::tui::event::{Effect, Event, Reply, Trouble};
use crate::tui::furnishing::Furnishing;
use crate::tui::room::Room;
use crate::tui::worker::{Desk, Slot, serve_one};

/// Where no frame is drawn a window has any size.
const SIZE: (u16, u16) = (100, 50);

/// The desk behind the lines.
pub struct Machine {
    /// What the agent does, and what became of it.
    pub app: App,
    desk: Box<dyn Desk>,
    plan: Plan,
    slot: Arc<Slot>,
    sender: Sender<Event>,
    events: Receiver<Event>,
    /// What was said and not read out yet.
    said: Vec<String>,
}

impl Machine {
    /// A desk on a knowledge base. `resume`: what was left open is taken up again.
    ///
    /// # Errors
    /// When the knowledge base cannot be read.
    pub fn open(context: &Context, kb: Kb, resume: bool) -> Result<Machine, CliError> {
        let now = context.now();
        let settings = Settings { theme: "mono".into(), glyphs: Glyphs::Ascii, ..context.settings.clone() };
        let channel = settings.channel.clone();
        let file = context.paths.settings_file();
        let furnishing = Furnishing { settings, no_color: true, file, ..Furnishing::default() };
        let mut house = furnishing.house();
        house.messages = Messages::new(context.settings.language).for_lines();
        house.commands = ACTIONS
            .iter()
            .filter_map(|spec| Some((spec.action, command::of_action(spec.action)?)))
            .map(|(action, word)| {
                let name = match context.settings.language {
                    Language::Chinese => word.zh,
                    Language::English => word.en,
                };
                (action, format!(":{name}"))
            })
            .collect();
        let mut app = App::new(house, &channel, SIZE);
        app.furnishing = furnishing;
        let mut plan = Plan::of(&context.terminal);
        // Bytes for a terminal belong on one.
        plan.terminal &= io::stdout().is_terminal();
        let (sender, events) = mpsc::channel();
        let desk = Box::new(Room::new(kb, context.who.clone(), context.messages.clone(), resume));
        let mut machine = Machine { app, desk, plan, slot: Arc::default(), sender, events, said: Vec::new() };
        let (zone, next_change) = (machine.desk.zone(), machine.desk.next_change(now));
        let contacts = machine.desk.open_contacts(now);
        let mut overview = Box::new(
            machine.desk.overview(now, &|| false).map_err(|trouble| unusable(&trouble))?.unwrap_or_default(),
        );
        // They are the screen's; here `:help` says what there is.
        overview.receipts.insert(FIRST_STEPS.to_owned());
        machine.hear(context, Event::Reply(Reply::Opened { overview, zone, next_change, contacts }))?;
        Ok(machine)
    }

    /// Takes an event, and carries out what follows from it.
    ///
    /// # Errors
    /// When nobody reads the output any more.
    pub fn hear(&mut self, context: &Context, event: Event) -> Result<(), CliError> {
        let effects = self.app.handle(event, context.now());
        self.carry_out(context, effects)
    }

    /// Tells the desk that time has passed, where it asked for that.
    ///
    /// # Errors
    /// As for [`Machine::hear`].
    pub fn catch_up(&mut self, context: &Context) -> Result<(), CliError> {
        if self.app.next_deadline().is_some_and(|deadline| deadline <= context.now()) {
            self.hear(context, Event::Deadline)?;
        }
        Ok(())
    }

    /// Carries out orders and those that follow from their answers.
    ///
    /// # Errors
    /// As for [`Machine::hear`].
    pub fn carry_out(&mut self, context: &Context, effects: Vec<Effect>) -> Result<(), CliError> {
        self.note_said();
        let mut waiting = VecDeque::from(effects);
        while let Some(effect) = waiting.pop_front() {
            let answers: Vec<Event> = match effect {
                Effect::Copy(ticket) => {
                    let route = self.plan.carry_out(&ticket.text);
                    vec![Event::Reply(Reply::Copied { ticket, route })]
                }
                Effect::ToTerminal(text) => {
                    context.print(&clipboard::for_terminal(&text))?;
                    Vec::new()
                }
                // There is no frame, no mouse, no sheet of settings; an article is written with `zhixi edit`.
                Effect::Repaint
                | Effect::Mouse(_)
                | Effect::Outside { .. }
                | Effect::SaveSettings { .. }
                | Effect::Job { .. } => Vec::new(),
                effect => {
                    self.slot.put(effect);
                    serve_one(self.desk.as_mut(), &self.slot, &self.sender);
                    self.events.try_iter().collect()
                }
            };
            for event in answers {
                waiting.extend(self.app.handle(event, context.now()));
                self.note_said();
            }
        }
        Ok(())
    }

    /// What was said since this was asked last.
    pub fn said(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    /// On the screen one message takes the place of another; here each is read out.
    fn note_said(&mut self) {
        self.said.extend(self.app.said.take().map(|said| one_line(&said.text)));
    }

    /// What the knowledge base is asked beside the desk.
    pub fn desk(&mut self) -> &mut dyn Desk {
        self.desk.as_mut()
    }
}

fn unusable(trouble: &Trouble) -> CliError {
    CliError::Unusable(trouble.message.clone(), trouble.hint.clone().unwrap_or_default())
}
