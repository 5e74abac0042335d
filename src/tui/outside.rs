//! The person's own editor, on the terminal that the desk lends it.
//!
//! Only one may read the keyboard. The thread that reads keys waits inside crossterm, where nothing but input or a change of
//! the window's size ends its wait: so it is asked to stand aside and told of a change of size that was none.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::terminal::Screen;
use crate::config::{editor, put_aside, start_editor};

/// Where the reader of keys stands aside while somebody else reads them.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Somebody else wants to read.
    is_wanted: bool,
    /// The reader stands aside.
    is_aside: bool,
}

/// So long the reader may take to stand aside; it needs a moment.
const PATIENCE: Duration = Duration::from_secs(1);

impl Gate {
    /// For the reader, between two reads: stands aside as long as that is wanted.
    pub fn pass(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.is_wanted {
            state.is_aside = true;
            self.changed.notify_all();
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_aside = false;
    }

    /// Whether somebody else reads or wants to.
    pub fn is_wanted(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_wanted
    }

    /// Asks the reader to stand aside; whether it does.
    fn close(&self) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_wanted = true;
        drop(state);
        wake_reader();
        state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(state, PATIENCE, |state| !state.is_aside);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn open(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_wanted = false;
        self.changed.notify_all();
    }
}

#[cfg(unix)]
fn wake_reader() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH);
}

#[cfg(not(unix))]
fn wake_reader() {}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// The text as it is now; `None`: as it went.
    Text(Option<String>),
    /// No editor is set.
    NoEditor,
    /// The keyboard could not be lent.
    Busy,
    /// The editor failed; what it had written, if anything, stays in the file.
    Failed {
        /// The editor.
        editor: String,
        /// How.
        detail: String,
        /// Where the text is, when it was changed.
        file: Option<PathBuf>,
    },
}

/// Gives a text to the person's editor and waits for its end. The screen is the editor's meanwhile.
///
/// # Errors
/// The terminal cannot be taken back.
pub fn write(
    screen: &mut Screen,
    gate: &Gate,
    dir: &Path,
    name: &str,
    text: &str,
) -> Result<Returned, super::Error> {
    let Some(editor) = editor() else { return Ok(Returned::NoEditor) };
    let failed = |detail: String, file| Returned::Failed { editor: editor.clone(), detail, file };
    let file = match put_aside(dir, name, text) {
        Ok(file) => file,
        Err((path, error)) => return Ok(failed(format!("{}: {error}", path.display()), None)),
    };
    if !gate.close() {
        gate.open();
        let _ = std::fs::remove_file(&file);
        return Ok(Returned::Busy);
    }
    screen.lend();
    let done = start_editor(&editor, &file);
    let taken = screen.take_back();
    gate.open();
    taken?;
    let after = std::fs::read(&file).map_err(|error| error.to_string());
    let is_as_it_was = after.as_ref().is_ok_and(|after| after == text.as_bytes());
    let detail = match (&done, after.map(String::from_utf8)) {
        (Ok(status), Ok(Ok(after))) if status.success() => {
            let _ = std::fs::remove_file(&file);
            return Ok(Returned::Text((!is_as_it_was).then_some(after)));
        }
        (Ok(status), Ok(Ok(_))) => status.to_string(),
        (Err(error), _) => error.to_string(),
        (Ok(_), Ok(Err(error))) => error.to_string(),
        (Ok(_), Err(error)) => error,
    };
    if is_as_it_was {
        let _ = std::fs::remove_file(&file);
        return Ok(failed(detail, None));
    }
    Ok(failed(detail, Some(file)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;

    use super::*;

    #[test]
    fn the_reader_stands_aside_until_the_keyboard_is_given_back() {
        let gate = Arc::new(Gate::default());
        gate.pass();
        let reader = Arc::clone(&gate);
        let thread = thread::spawn(move || {
            while !reader.is_wanted() {
                thread::yield_now();
            }
            reader.pass();
        });
        assert!(gate.close(), "it stands aside");
        assert!(!thread.is_finished());
        gate.open();
        thread.join().unwrap();
        assert!(!gate.is_wanted());
    }
}
