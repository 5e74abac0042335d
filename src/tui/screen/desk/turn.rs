//! One event's turn: what it says and orders.

use crate::model::Moment;
use crate::tui::event::Effect;
use crate::tui::house::House;
use crate::tui::job::{Job, Step};
use crate::tui::overlay::Overlay;
use crate::tui::record::Record;

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
    /// What is to be opened over the desk.
    pub open: Option<Overlay>,
}

impl Turn<'_> {
    /// Has something written down.
    pub fn record(&mut self, record: Record) {
        self.effects.push(Effect::Record { record, now: self.now });
    }

    /// Has the clerk do something.
    pub fn job(&mut self, job: Job) {
        self.effects.push(Effect::Job { job, now: self.now });
    }

    /// Takes a step in the life of a text.
    pub fn step(&mut self, step: Step) {
        self.job(Job::Step(Box::new(step)));
    }

    /// Says something in the status line.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.said = Some(Said { text: text.into(), tone });
    }
}
