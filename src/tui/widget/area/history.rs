//! What was changed, step by step, to be undone and done again.
//!
//! A run of typing is one step, and so is a run of deletions in one direction; anything else is a step of its own. A run
//! ends when the caret goes elsewhere, at a new line, and when the text is saved.

use std::collections::VecDeque;

/// The steps may hold so many bytes; the oldest ones are given up, the last one never.
const MAX_HISTORY_BYTES: usize = 4 << 20;

/// How a step came, which decides what may join it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Typed.
    Typing,
    /// Deleted before the caret.
    Back,
    /// Deleted behind the caret.
    Forward,
    /// Pasted or put in by the program.
    Whole,
}

/// One step: what stood at a place, and what stands there after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// How it came.
    pub kind: Kind,
    /// Where, in bytes.
    pub at: usize,
    /// What went.
    pub removed: String,
    /// What came.
    pub inserted: String,
    /// Where the caret was.
    pub caret_before: usize,
    /// Where it came to stand.
    pub caret_after: usize,
}

impl Step {
    fn bytes(&self) -> usize {
        self.removed.len() + self.inserted.len() + size_of::<Entry>()
    }

    /// Takes in a step that came right after it. Gives it back where it is none of the same run.
    fn join(&mut self, next: Step) -> Result<(), Step> {
        let continues = self.kind == next.kind
            && match next.kind {
                Kind::Typing => next.removed.is_empty() && self.at + self.inserted.len() == next.at,
                Kind::Back => next.at + next.removed.len() == self.at,
                Kind::Forward => next.at == self.at,
                Kind::Whole => false,
            };
        if !continues {
            return Err(next);
        }
        match next.kind {
            Kind::Back => self.removed.insert_str(0, &next.removed),
            _ => self.removed.push_str(&next.removed),
        }
        self.inserted.push_str(&next.inserted);
        self.at = next.at.min(self.at);
        self.caret_after = next.caret_after;
        Ok(())
    }
}

#[derive(Debug, Clone)]
struct Entry {
    step: Step,
    /// The states of the text before and after it.
    states: (u64, u64),
}

/// The steps.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    entries: VecDeque<Entry>,
    /// How many of them are done; the others were undone.
    done: usize,
    bytes: usize,
    /// The last step may take in the next one.
    is_open: bool,
    /// Number of the state in which the text is; no two states have the same.
    state: u64,
    last_state: u64,
    saved: u64,
}

impl History {
    /// Notes a step that was done. What was undone before cannot be done again.
    pub fn record(&mut self, step: Step) {
        while self.entries.len() > self.done {
            self.bytes -= self.entries.pop_back().map_or(0, |e| e.step.bytes());
        }
        let before = self.state;
        self.last_state += 1;
        self.state = self.last_state;
        self.bytes += step.bytes();
        let run = self.entries.back_mut().filter(|_| self.is_open);
        self.is_open = step.kind != Kind::Whole;
        let step = match run {
            None => Err(step),
            Some(run) => run.step.join(step).map(|()| {
                run.states.1 = self.state;
                self.bytes -= size_of::<Entry>();
            }),
        };
        if let Err(step) = step {
            self.entries.push_back(Entry { step, states: (before, self.state) });
            self.done = self.entries.len();
        }
        while self.bytes > MAX_HISTORY_BYTES && self.done > 1 {
            self.bytes -= self.entries.pop_front().map_or(0, |e| e.step.bytes());
            self.done -= 1;
        }
    }

    /// Ends the run: the next step is one of its own.
    pub fn close(&mut self) {
        self.is_open = false;
    }

    /// The step to be undone.
    pub fn undo(&mut self) -> Option<&Step> {
        self.close();
        let entry = self.entries.get(self.done.checked_sub(1)?)?;
        self.done -= 1;
        self.state = entry.states.0;
        Some(&entry.step)
    }

    /// The step to be done again.
    pub fn redo(&mut self) -> Option<&Step> {
        self.close();
        let entry = self.entries.get(self.done)?;
        self.done += 1;
        self.state = entry.states.1;
        Some(&entry.step)
    }

    /// Remembers that the text is saved as it is now.
    pub fn mark_saved(&mut self) {
        self.close();
        self.saved = self.state;
    }

    /// Whether the text is another one than when it was saved.
    pub fn is_changed(&self) -> bool {
        self.state != self.saved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(kind: Kind, at: usize, removed: &str, inserted: &str) -> Step {
        let (removed, inserted) = (removed.to_owned(), inserted.to_owned());
        Step { kind, at, removed, inserted, caret_before: at, caret_after: at }
    }

    fn steps(history: &mut History) -> Vec<(usize, String, String)> {
        std::iter::from_fn(|| history.undo().map(|s| (s.at, s.removed.clone(), s.inserted.clone()))).collect()
    }

    #[test]
    fn runs_join() {
        let mut history = History::default();
        for (at, typed) in [(0, "宽"), (3, "带"), (6, "x")] {
            history.record(step(Kind::Typing, at, "", typed));
        }
        history.record(step(Kind::Back, 6, "x", ""));
        history.record(step(Kind::Back, 3, "带", ""));
        history.record(step(Kind::Forward, 0, "a", ""));
        history.record(step(Kind::Forward, 0, "b", ""));
        history.record(step(Kind::Whole, 0, "", "p"));
        history.record(step(Kind::Whole, 1, "", "q"));
        let found = steps(&mut history);
        let expected = [(1, "", "q"), (0, "", "p"), (0, "ab", ""), (3, "带x", ""), (0, "", "宽带x")]
            .map(|(at, r, i)| (at, r.to_owned(), i.to_owned()));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_run_ends_where_it_is_closed_or_goes_on_elsewhere() {
        let mut history = History::default();
        history.record(step(Kind::Typing, 0, "", "a"));
        history.record(step(Kind::Typing, 5, "", "b"));
        history.close();
        history.record(step(Kind::Typing, 6, "", "c"));
        assert_eq!(steps(&mut history).len(), 3);
    }

    #[test]
    fn what_was_undone_is_gone_after_a_new_step() {
        let mut history = History::default();
        history.record(step(Kind::Whole, 0, "", "a"));
        history.record(step(Kind::Whole, 1, "", "b"));
        history.undo();
        history.record(step(Kind::Whole, 1, "", "c"));
        assert!(history.redo().is_none());
        assert_eq!(steps(&mut history).len(), 2);
    }

    #[test]
    fn saved_is_the_text_and_not_the_number_of_steps() {
        let mut history = History::default();
        history.record(step(Kind::Typing, 0, "", "a"));
        history.mark_saved();
        assert!(!history.is_changed());
        history.record(step(Kind::Typing, 1, "", "b"));
        assert!(history.is_changed());
        history.undo();
        assert!(!history.is_changed(), "a run does not grow over a save");
        history.undo();
        history.record(step(Kind::Typing, 0, "", "c"));
        assert!(history.is_changed(), "another way of the same length");
    }

    #[test]
    fn old_steps_are_given_up_and_the_last_one_never() {
        let mut history = History::default();
        let long = "x".repeat(MAX_HISTORY_BYTES / 4);
        for at in 0..10 {
            history.record(step(Kind::Whole, at, "", &long));
            assert!(history.bytes <= MAX_HISTORY_BYTES);
        }
        assert_eq!(steps(&mut history).len(), 3);
        history.record(step(Kind::Whole, 0, "", &"x".repeat(MAX_HISTORY_BYTES * 2)));
        assert_eq!(steps(&mut history).len(), 1);
    }
}
