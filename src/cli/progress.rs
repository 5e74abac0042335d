//! Progress of long work: a bar on a terminal, plain lines for programs that ask for them, else nothing.

use std::io::Write as _;

use indicatif::{ProgressBar, ProgressStyle};

use super::context::Context;

/// How a watcher is told.
enum Show {
    Bar(ProgressBar),
    Lines,
    Nothing,
}

/// Progress of one piece of work.
pub struct Progress {
    name: &'static str,
    show: Show,
    last: usize,
}

/// A plain line is printed every so many steps.
const STEP: usize = 500;

impl Progress {
    /// Begins. `name` is a message `progress.NAME` and the word in plain lines.
    pub fn new(name: &'static str, context: &Context) -> Progress {
        let show = if context.terminal.progress_lines {
            Show::Lines
        } else if context.is_watched() && !context.terminal.is_dumb() {
            let bar = ProgressBar::new(0);
            let template = "{msg} {bar:30} {pos}/{len} {per_sec}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_message(context.messages.get(&format!("progress.{name}")).to_owned());
            Show::Bar(bar)
        } else {
            Show::Nothing
        };
        Progress { name, show, last: 0 }
    }

    /// So much of so much is done.
    pub fn set(&mut self, done: usize, total: usize) {
        match &self.show {
            Show::Bar(bar) => {
                bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
                bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
            }
            Show::Lines if done == 0 || done >= self.last + STEP || done == total => {
                self.last = done;
                let _ = writeln!(std::io::stderr(), "progress {} {done} {total}", self.name);
            }
            Show::Lines | Show::Nothing => {}
        }
    }

    /// Ends; a bar goes away.
    pub fn finish(self) {
        match self.show {
            Show::Bar(bar) => bar.finish_and_clear(),
            Show::Lines => {
                let _ = writeln!(std::io::stderr(), "progress {} done", self.name);
            }
            Show::Nothing => {}
        }
    }
}
