//! The four words of the loop: an [`Event`] comes in, an [`Action`](super::action::Action) is what the person means,
//! an [`Effect`] is an order to a worker, a [`Reply`] is its answer.

use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, SyncSender};
use std::time::Duration;

use crossterm::event::{self, KeyEventKind, MouseButton, MouseEventKind};

use super::burst::Burst;
use super::clipboard::Route;
use super::fetch::{Fetch, Fetched};
use super::job::{self, Job};
use super::keymap::Key;
use super::outside::{Gate, Returned};
use super::probe;
use super::record::{Record, Recorded};
use crate::config::{Ambiguous, SaveError};
use crate::customer::finding::Finding;
use crate::kb::{Explanation, Found, Hidden, KeptContact, Overview, Shown};
use crate::model::told::{Answer, Told};
use crate::model::{Face, Moment, Query, Zone};

/// What comes in.
#[derive(Debug)]
pub enum Event {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// The window has a new size: columns, rows.
    Resize(u16, u16),
    /// The mouse, where it is read.
    Mouse(Mouse),
    /// The terminal answers how wide it shows characters of ambiguous width.
    Answered(Ambiguous),
    /// The system asks the program to end.
    Signal(i32),
    /// The terminal cannot be read any more.
    InputLost(String),
    /// The instant has passed for which the app asked to be woken.
    Deadline,
    /// Something to be said that nobody asked for.
    Mention(String),
    /// Another program tells something, and waits for the answer.
    Told(Told, SyncSender<Answer>),
    /// A worker answers.
    Reply(Reply),
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// Column of the window, from 0.
    pub column: u16,
    /// Row of the window, from 0.
    pub row: u16,
    /// Rows that the wheel was turned down, negative up; 0: the left button was pressed.
    pub wheel: i16,
}

/// What went wrong in a worker, for the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What happened.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Trouble {
    /// Both on one line.
    pub fn words(&self) -> String {
        [Some(self.message.as_str()), self.hint.as_deref()]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// How the open knowledge base stands to what lies at its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// How often another one has come to the place of the one before: row numbers hold for one of them only.
    pub turns: u32,
    /// Why what lies there now cannot be taken up; what was open stays in use.
    pub lag: Option<String>,
}

/// A search to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Later ones have higher numbers.
    pub generation: u64,
    /// What is looked for.
    pub query: Query,
    /// The article that stays selected, if it is found again.
    pub follow: Option<i64>,
    /// The revision that the desk has already; it need not come again.
    pub have: Option<i64>,
    /// When it was asked.
    pub now: Moment,
}

/// What was copied, for the message about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Which face.
    pub face: Face,
    /// Name of the channel; empty for the internal face.
    pub channel: String,
    /// What the person is told it was: face and channel in their language.
    pub what: String,
    /// Said after it, such as that the text lags.
    pub warning: Option<String>,
    /// The text.
    pub text: String,
    /// What the agent had asked for.
    pub query: String,
    /// The articles that it came from: several for a stacked reply, none for a wrap-up note.
    pub shown: Vec<std::sync::Arc<Shown>>,
    /// It is told to the customer and not copied.
    pub told: bool,
    /// What would have stopped it, where the agent went on all the same.
    pub overridden: Vec<Stop>,
    /// UUID of the contact in which the key was pressed; empty for the internal face.
    pub contact: String,
}

/// What stops a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Row number of the article because of which.
    pub article: i64,
    /// Why, in the person's language.
    pub reason: String,
}

/// An article that is not what it was when it was used or stacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its id.
    pub id: String,
    /// UUID of the revision that was looked at or used.
    pub revision: String,
    /// Its question.
    pub question: String,
    /// There is no text of it that may be used today.
    pub is_gone: bool,
    /// Why it was taken out of use; empty where nobody has said.
    pub reason: String,
    /// It was used here lately, in a contact that may have ended.
    pub is_used: bool,
}

/// An order to a worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Look for something.
    Search(Search),
    /// Fetch one article.
    Show {
        /// Later ones have higher numbers.
        generation: u64,
        /// Row number of the revision.
        revision: i64,
        /// When it was asked.
        now: Moment,
    },
    /// Look whether something has changed; `force`: send the overview even if not.
    Refresh {
        /// Also when nothing has changed.
        force: bool,
        /// When it was asked.
        now: Moment,
    },
    /// Look whether the text on the screen still stands, before it is copied.
    Check {
        /// What would be copied.
        ticket: Box<Ticket>,
        /// When it was asked.
        now: Moment,
    },
    /// Put a text into the clipboard.
    Copy(Box<Ticket>),
    /// Send a text to the terminal's clipboard (OSC 52).
    ToTerminal(String),
    /// Write something down.
    Record {
        /// What.
        record: Record,
        /// When.
        now: Moment,
    },
    /// Explain an article to a query.
    Explain {
        /// The article's id.
        id: String,
        /// What was asked.
        query: Query,
        /// When.
        now: Moment,
    },
    /// Look whether articles are still what they were: ids and UUIDs of revisions.
    Watch {
        /// Which.
        articles: Vec<(String, String)>,
        /// Of these the agent has been told already.
        told: Vec<(String, String)>,
        /// When.
        now: Moment,
    },
    /// Look for what is being talked about, when there is nothing else to do.
    Suggest {
        /// Number of the contact.
        contact: u32,
        /// What was heard.
        query: Query,
        /// When.
        now: Moment,
    },
    /// Look for what answers fully and is kept back.
    KeptBack {
        /// Of the search that found nothing better.
        generation: u64,
        /// What was asked.
        query: Query,
        /// When.
        now: Moment,
    },
    /// Fetch what is kept back, to read.
    ShowHidden {
        /// What.
        hidden: Vec<Hidden>,
        /// When it was asked.
        now: Moment,
    },
    /// Look something up beside the rows.
    Fetch {
        /// What.
        what: Fetch,
        /// When.
        now: Moment,
    },
    /// Have the clerk do something.
    Job {
        /// What.
        job: Job,
        /// When.
        now: Moment,
    },
    /// Let the system's viewer open an address.
    Open(String),
    /// Draw everything again.
    Repaint,
    /// Read the mouse, or no longer.
    Mouse(bool),
    /// Take sounds that are often confused for one another, or no longer.
    BlurSounds(bool),
    /// Give a text to the person's own editor.
    Outside {
        /// What its file is called.
        name: String,
        /// The text.
        text: String,
    },
    /// Write values, as TOML writes them, into the settings file.
    SaveSettings {
        /// The file.
        file: PathBuf,
        /// Names and values.
        changes: Vec<(&'static str, String)>,
    },
}

/// The answer of a worker.
#[derive(Debug)]
pub enum Reply {
    /// The knowledge base is open.
    Opened {
        /// What it holds.
        overview: Box<Overview>,
        /// Its time zone.
        zone: Zone,
        /// When what is current may change.
        next_change: Moment,
        /// Contacts that a desk which is not there any more has left open.
        contacts: Vec<KeptContact>,
    },
    /// It could not be opened.
    NotOpened(Trouble),
    /// Something failed; the next order may work.
    Failed(Trouble),
    /// Hits.
    Found {
        /// Of the search.
        generation: u64,
        /// Rows.
        found: Box<Found>,
        /// The article of the row that is selected, unless the desk has it.
        shown: Option<Box<Shown>>,
        /// When what is current may change.
        next_change: Moment,
    },
    /// One article; `None` when it is not there any more.
    Shown {
        /// Of the order.
        generation: u64,
        /// The article.
        shown: Option<Box<Shown>>,
    },
    /// What the knowledge base holds has changed.
    Overview {
        /// What it holds now.
        overview: Box<Overview>,
        /// When what is current may change.
        next_change: Moment,
    },
    /// How the knowledge base stands, after a change.
    Stands {
        /// To what lies at its place.
        standing: Standing,
        /// The time zone of what is open now.
        zone: Zone,
    },
    /// Others have written: what is on the screen may be old.
    Changed,
    /// Whether a text still stands.
    Checked {
        /// What would be copied.
        ticket: Box<Ticket>,
        /// Whether it is still the text of all its articles.
        stands: bool,
        /// The articles whose text does not stand, as they are now; without those that are gone.
        latest: Vec<Shown>,
        /// What of the house's would leave it with the text, each with the row number of its article.
        leaks: Vec<(i64, Finding)>,
    },
    /// Articles that are not what they were.
    Moved(Vec<Moved>),
    /// What may be talked about.
    Suggested {
        /// Number of the contact.
        contact: u32,
        /// Ids and questions, the likeliest first.
        rows: Vec<(String, String)>,
    },
    /// Why an article was found or not.
    Explained {
        /// The id that was asked for.
        id: String,
        /// `None` when there is no such article.
        explanation: Result<Option<Box<Explanation>>, Trouble>,
    },
    /// What answers fully and is kept back.
    KeptBack {
        /// Of the search.
        generation: u64,
        /// What.
        hidden: Vec<Hidden>,
    },
    /// The system's viewer could not be started.
    NotOpenedLink(String),
    /// What was looked up beside the rows.
    Fetched {
        /// What was asked.
        what: Fetch,
        /// What was found.
        found: Result<Fetched, Trouble>,
    },
    /// What became of a job.
    Worked {
        /// What was asked.
        job: Box<Job>,
        /// What became of it.
        answer: Result<job::Answer, Trouble>,
    },
    /// What is kept back, with its texts.
    HiddenShown(Result<Vec<(Hidden, Shown)>, Trouble>),
    /// Something was written down, or not.
    Recorded {
        /// What.
        record: Record,
        /// What became of it.
        outcome: Result<Recorded, Trouble>,
    },
    /// A text came back from the person's editor.
    Outside(Returned),
    /// The settings were written, or not.
    SettingsSaved(Result<(), SaveError>),
    /// A text was copied, or not.
    Copied {
        /// What.
        ticket: Box<Ticket>,
        /// By which way; `None`: by none.
        route: Option<Route>,
    },
}

/// Reads the terminal until nobody listens any more. Errors become an event: this thread never panics.
///
/// `is_asked`: the terminal was asked how wide it shows ambiguous characters; its answer comes in among the keys.
///
/// At the gate it stands aside while another program reads the keyboard.
pub fn read_terminal(events: &Sender<Event>, is_asked: bool, gate: &Gate) {
    if let Err(error) = read_while_heard(events, is_asked, gate) {
        let _ = events.send(Event::InputLost(error.to_string()));
    }
}

/// So long is looked whether a key has another right behind it. Not no time at all: then crossterm does not even look at what
/// it has read already.
const A_MOMENT: Duration = Duration::from_micros(100);

fn read_while_heard(events: &Sender<Event>, is_asked: bool, gate: &Gate) -> std::io::Result<()> {
    let burst = RefCell::new(Burst::default());
    // Also while an answer is awaited, a line end in the middle of pasted text presses nothing.
    let pass_on = |came: event::Event| {
        let mut burst = burst.borrow_mut();
        let came = match came {
            event::Event::Key(key) if key.kind != KeyEventKind::Release => match Key::from_event(&key) {
                Some(key) => burst.take(key, event::poll(A_MOMENT).unwrap_or(false)),
                None => burst.release(),
            },
            other => {
                let mut came = burst.release();
                came.extend(heard(other));
                came
            }
        };
        came.into_iter().all(|event| events.send(event).is_ok())
    };
    if is_asked
        && let Some(width) = probe::read_until_answered(&pass_on, gate)?
        && events.send(Event::Answered(width)).is_err()
    {
        return Ok(());
    }
    loop {
        gate.pass();
        match event::read() {
            Ok(came) => {
                if !pass_on(came) {
                    return Ok(());
                }
            }
            Err(error) => {
                for event in burst.borrow_mut().release() {
                    let _ = events.send(event);
                }
                return Err(error);
            }
        }
    }
}

/// What of the terminal's events means something here.
fn heard(came: event::Event) -> Option<Event> {
    match came {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => Key::from_event(&key).map(Event::Key),
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Resize(columns, rows) => Some(Event::Resize(columns, rows)),
        event::Event::Mouse(mouse) => {
            let wheel = match mouse.kind {
                MouseEventKind::ScrollDown => 3,
                MouseEventKind::ScrollUp => -3,
                MouseEventKind::Down(MouseButton::Left) => 0,
                _ => return None,
            };
            Some(Event::Mouse(Mouse { column: mouse.column, row: mouse.row, wheel }))
        }
        _ => None,
    }
}
