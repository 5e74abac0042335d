//! Answers of one connection that wait to be written.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// So many answers may wait before no more lines are read.
const MOST_WAITING: usize = 64;

/// Answers that wait to be written. The thread that answers never waits for a client; the one that reads does, so that a
/// client which does not read its answers is not read either.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    lines: VecDeque<String>,
    /// Messages that the desk has not answered yet.
    owed: usize,
    /// No more messages will come.
    is_last: bool,
    /// Nothing will be written any more.
    is_closed: bool,
}

impl Outbox {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    fn wait_while(&self, condition: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let state = self.state();
        self.changed.wait_while(state, |state| condition(state)).unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts an answer of the reading thread; waits while there are many.
    pub(super) fn put(&self, line: String) {
        let mut state = self.wait_while(|state| state.lines.len() >= MOST_WAITING && !state.is_closed);
        if !state.is_closed {
            state.lines.push_back(line);
        }
        drop(state);
        self.changed.notify_all();
    }

    /// Promises an answer of the desk.
    pub(super) fn owe(self: &Arc<Outbox>) -> Debt {
        self.change(|state| state.owed += 1);
        Debt { outbox: Arc::clone(self), line: None }
    }

    /// Says that no more messages will come: what is owed is still written.
    pub(super) fn last(&self) {
        self.change(|state| state.is_last = true);
    }

    /// Ends it at once.
    pub(super) fn close(&self) {
        self.change(|state| {
            state.is_closed = true;
            state.lines.clear();
        });
    }

    /// Waits for the next answer; `None` when there will be none.
    pub(super) fn next(&self) -> Option<String> {
        let is_over = |state: &State| state.is_closed || (state.is_last && state.owed == 0);
        let mut state = self.wait_while(|state| state.lines.is_empty() && !is_over(state));
        let line = state.lines.pop_front();
        drop(state);
        self.changed.notify_all();
        line
    }
}

/// An answer that is owed. Dropped without one, nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Debt {
    outbox: Arc<Outbox>,
    line: Option<String>,
}

impl Debt {
    /// Pays it.
    pub(super) fn pay(mut self, line: String) {
        self.line = Some(line);
    }
}

impl Drop for Debt {
    fn drop(&mut self) {
        let line = self.line.take();
        self.outbox.change(|state| {
            state.owed = state.owed.saturating_sub(1);
            if !state.is_closed {
                state.lines.extend(line);
            }
        });
    }
}
