//! The screen. The only room that says `ratatui` and `crossterm`.
//!
//! One loop owns all state: it blocks for an event, drains what has come, updates, and draws once if anything has
//! changed. Three threads feed it: one reads the terminal, one owns the knowledge base, one fills the clipboard.

mod accept;
pub mod action;
pub mod app;
pub mod burst;
pub mod clerk;
pub mod clipboard;
mod decide;
pub mod event;
pub mod fetch;
pub mod furnishing;
pub mod house;
pub mod job;
pub mod keymap;
mod late;
pub mod lines;
mod mouse;
mod outside;
pub mod overlay;
pub mod probe;
pub mod record;
pub mod room;
pub mod screen;
pub mod terminal;
pub mod theme;
mod told;
pub mod widget;
mod work;
pub mod worker;

#[cfg(test)]
mod tests;

use std::any::Any;
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::config::{self, Ambiguous, TerminalEnv, clock};
use crate::i18n::Messages;
use crate::kb::{Kb, KbError, Who};
use crate::model::Moment;
use crate::model::told::{Answer, Told};
use app::{App, End};
use clerk::{Clerk, Hired};
use clipboard::Plan;
use event::{Effect, Event, Trouble};
use furnishing::Furnishing;
use job::Job;
use outside::Gate;
use room::Room;
pub use terminal::Error;
use terminal::Screen;
use worker::{Desk, Open, Slot};

/// Opens the knowledge base, each time anew: the finder and the clerk have a view of their own, in their own threads.
pub type OpenKb = Arc<dyn Fn() -> Result<Kb, KbError> + Send + Sync>;

/// What the desk starts with.
pub struct Options {
    /// Settings, keys, and what was wrong with them: that is said in the status line and on the help page.
    pub furnishing: Furnishing,
    /// What the environment says about terminal and clipboard.
    pub env: TerminalEnv,
    /// Who sits at the desk.
    pub who: Who,
    /// Opens the knowledge base.
    pub open: OpenKb,
    /// Opens the door for other programs, once there is a desk behind it.
    pub door: OpenDoor,
}

/// Opens what is behind the desk; true: what was left open is taken up again.
type OpenDesk = Box<dyn FnOnce(bool) -> Result<Box<dyn Desk>, Trouble> + Send>;

/// Does what another program tells, and answers.
pub type Hear = Arc<dyn Fn(Told) -> Answer + Send + Sync>;

/// Says on the screen what becomes of the door later.
pub type Mention = Box<dyn Fn(String) + Send>;

/// Opens the door for other programs.
pub type OpenDoor = Box<dyn FnOnce(Hear, Mention) -> Doorway>;

/// How the door for other programs stands.
pub struct Doorway {
    /// Keeps it open.
    pub door: Option<Box<dyn Any>>,
    /// No other desk of the same person is open.
    pub is_alone: bool,
    /// What is to be said of it.
    pub problem: Option<String>,
}

/// How the desk ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// The person left.
    Quit,
    /// A signal asked for it; the program ends with 128 and its number.
    Signal(i32),
}

impl Exit {
    /// The exit code of the program.
    fn code(self) -> u8 {
        match self {
            Exit::Quit => 0,
            Exit::Signal(signal) => u8::try_from(signal.saturating_add(128)).unwrap_or(u8::MAX),
        }
    }
}

/// Nothing but midnight is awaited; a clock that was set or a machine that slept is noticed within the hour.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// At the end so long is waited for what is still to be written down; a disk that hangs holds nobody up.
const WRITING_AT_END: Duration = Duration::from_secs(2);

/// A key's echo waits this long for its answer, so that most keys are one frame and the search has the cores to itself;
/// a slower answer comes in a frame of its own. A quarter of a frame at 60 Hz: nobody sees it.
const ECHO_WAIT: Duration = Duration::from_millis(4);

/// Shows the desk until the person leaves; returns the exit code of the program.
///
/// # Errors
/// When there is no terminal, or it fails. The terminal is restored in every case.
pub fn run(options: Options) -> Result<u8, Error> {
    let Options { furnishing, env, who, open, door } = options;
    let messages = Messages::new(furnishing.settings.language);
    let clerk = Hired { open: Arc::clone(&open), who: who.clone(), messages: messages.clone() };
    let open: OpenDesk = Box::new(move |resume| match open() {
        Ok(kb) => Ok(Box::new(Room::new(kb, who, messages, resume)) as Box<dyn Desk>),
        Err(error) => Err(room::trouble(&error, &messages)),
    });
    Ok(show(furnishing, &env, open, clerk, door)?.code())
}

fn show(
    furnishing: Furnishing,
    env: &TerminalEnv,
    open: OpenDesk,
    clerk: Hired,
    door: OpenDoor,
) -> Result<Exit, Error> {
    // Before the terminal is changed: a signal in between would leave it raw.
    let (sender, events) = mpsc::channel();
    let away = Arc::new(AtomicBool::new(false));
    signals(&sender, &away);
    let settings = &furnishing.settings;
    let mut screen = Screen::take(env.term.as_deref(), settings.mouse)?;
    let is_asked = cfg!(unix) && settings.ambiguous == Ambiguous::Auto && env.is_utf8();
    if is_asked {
        screen.ask_width()?;
    }
    let mut app = App::new(furnishing.house(), &settings.channel, screen.size());
    app.furnishing = furnishing;
    app.started = clock::now();
    // Paint first, open second: the line takes text before there is anything to search.
    draw(&mut app, &mut screen)?;

    let Doorway { door: _door, is_alone, problem } = door(hear(sender.clone()), mention(sender.clone()));
    if let Some(problem) = problem {
        app.mention(problem);
    }
    let workers =
        Workers::start(&sender, Box::new(move || open(is_alone)), clerk, Plan::of(env), is_asked, away);
    let end = event_loop(&mut app, &mut screen, &events, &workers);
    workers.wait_written();
    match end? {
        End::Quit => Ok(Exit::Quit),
        End::Signal(signal) => Ok(Exit::Signal(signal)),
        End::InputLost(why) => Err(Error::InputLost(why)),
    }
}

/// Hands what other programs tell to the loop, and its answers back. A desk that does not answer in time is busy.
fn hear(events: Sender<Event>) -> Hear {
    Arc::new(move |told| {
        let (reply, answer) = mpsc::sync_channel(1);
        if events.send(Event::Told(told, reply)).is_err() {
            return Answer::busy();
        }
        answer.recv_timeout(Duration::from_secs(2)).unwrap_or_else(|_| Answer::busy())
    })
}

fn mention(events: Sender<Event>) -> Mention {
    Box::new(move |text| {
        // Once the loop is gone there is no screen to say it on.
        let _ = events.send(Event::Mention(text));
    })
}

struct Workers {
    finder: Arc<Slot>,
    clipboard: Sender<Box<event::Ticket>>,
    events: Sender<Event>,
    jobs: RefCell<Option<Sender<(Job, Moment)>>>,
    /// Where the reader of keys stands aside.
    gate: Arc<Gate>,
    /// Whether another program has the terminal: what is pressed there is not meant for the desk.
    away: Arc<AtomicBool>,
    /// Threads that write something; each hangs up when it is done.
    saving: RefCell<Vec<Receiver<()>>>,
}

impl Workers {
    fn start(
        events: &Sender<Event>,
        open: Open,
        clerk: Hired,
        plan: Plan,
        is_asked: bool,
        away: Arc<AtomicBool>,
    ) -> Workers {
        let sender = events.clone();
        let gate = Arc::new(Gate::default());
        let at_gate = Arc::clone(&gate);
        thread::spawn(move || event::read_terminal(&sender, is_asked, &at_gate));
        let finder = Arc::new(Slot::default());
        let (slot, sender) = (Arc::clone(&finder), events.clone());
        thread::spawn(move || worker::serve(open, clock::now(), &slot, &sender));
        let (clipboard, tickets) = mpsc::channel();
        let sender = events.clone();
        thread::spawn(move || clipboard::serve(&plan, &tickets, &sender));
        let (jobs, ordered) = mpsc::channel();
        let (at_work, done) = mpsc::channel::<()>();
        let sender = events.clone();
        thread::spawn(move || {
            Clerk::new(clerk).serve(&ordered, &sender);
            drop(at_work);
        });
        let (jobs, saving) = (RefCell::new(Some(jobs)), RefCell::new(vec![done]));
        Workers { finder, clipboard, events: events.clone(), jobs, gate, away, saving }
    }

    /// Writes settings on a thread of its own: a home directory on a network may take its time.
    fn save(&self, file: PathBuf, changes: Vec<(&'static str, String)>) {
        let (at_work, done) = mpsc::channel::<()>();
        let events = self.events.clone();
        thread::spawn(move || {
            let outcome = config::save(&file, &changes);
            let _ = events.send(Event::Reply(event::Reply::SettingsSaved(outcome)));
            drop(at_work);
        });
        self.saving.borrow_mut().push(done);
    }

    /// Waits for what is still being written down: a program that ends takes its threads with it.
    fn wait_written(&self) {
        self.finder.close();
        // Without orders the clerk ends when the last one is done.
        self.jobs.take();
        let _ = self.finder.settle(WRITING_AT_END);
        for done in self.saving.borrow().iter() {
            // Nothing is ever sent; it hangs up.
            let _ = done.recv_timeout(WRITING_AT_END);
        }
    }
}

/// Signals come in as events, so that the loop ends as it always does. Without them the program would still
/// run; a system that refuses handlers is no reason not to start.
#[cfg(unix)]
fn signals(events: &Sender<Event>, away: &Arc<AtomicBool>) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    let wanted = [SIGTERM, SIGHUP, SIGINT, SIGWINCH];
    let Ok(mut signals) = signal_hook::iterator::Signals::new(wanted) else { return };
    let (sender, away) = (events.clone(), Arc::clone(away));
    thread::spawn(move || {
        for signal in signals.forever() {
            // crossterm 0.29 returns a key and forgets a change of size that its poll has found with it, so the size is
            // also asked for here. (Its other reader forgets keys as well; hence the feature `use-dev-tty`.)
            let event = match signal {
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((columns, rows)) => Event::Resize(columns, rows),
                    Err(_) => continue,
                },
                // For whatever has the terminal now.
                SIGINT if away.load(Ordering::SeqCst) => continue,
                signal => Event::Signal(signal),
            };
            if sender.send(event).is_err() {
                return;
            }
        }
    });
}

#[cfg(not(unix))]
fn signals(_: &Sender<Event>, _: &Arc<AtomicBool>) {}

fn event_loop(
    app: &mut App,
    screen: &mut Screen,
    events: &Receiver<Event>,
    workers: &Workers,
) -> Result<End, Error> {
    let mut echo_by: Option<Instant> = None;
    loop {
        let first = next_event(events, app.next_deadline(), echo_by);
        for event in first.into_iter().chain(events.try_iter()) {
            if let Event::Resize(columns, rows) = event {
                screen.resize(columns, rows);
            }
            for effect in app.handle(event, clock::now()) {
                carry_out(effect, app, screen, workers)?;
            }
            if let Some(end) = app.end() {
                return Ok(end.clone());
            }
        }
        if !app.is_dirty() {
            echo_by = None;
            continue;
        }
        let now = Instant::now();
        if app.awaits_answer() && now < *echo_by.get_or_insert(now + ECHO_WAIT) {
            continue;
        }
        echo_by = None;
        draw(app, screen)?;
    }
}

fn next_event(events: &Receiver<Event>, deadline: Option<Moment>, echo_by: Option<Instant>) -> Option<Event> {
    let mut wait = deadline.map_or(LONGEST_WAIT, |deadline| {
        let millis = deadline.0.saturating_sub(clock::now().0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(LONGEST_WAIT)
    });
    if let Some(echo_by) = echo_by {
        wait = wait.min(echo_by.saturating_duration_since(Instant::now()));
    }
    match events.recv_timeout(wait) {
        Ok(event) => Some(event),
        Err(RecvTimeoutError::Timeout) => deadline.filter(|d| *d <= clock::now()).map(|_| Event::Deadline),
        Err(RecvTimeoutError::Disconnected) => Some(Event::InputLost("no more events".to_owned())),
    }
}

fn carry_out(effect: Effect, app: &mut App, screen: &mut Screen, workers: &Workers) -> Result<(), Error> {
    match effect {
        Effect::Copy(ticket) => {
            // The thread lives as long as the loop; were it gone, the answer would be that nothing was copied.
            if let Err(mpsc::SendError(ticket)) = workers.clipboard.send(ticket) {
                let reply = event::Reply::Copied { ticket, route: None };
                app.handle(Event::Reply(reply), clock::now());
            }
        }
        Effect::ToTerminal(text) => screen.to_clipboard(&text)?,
        Effect::Open(link) => {
            if let Some(opener) = app.opener()
                && let Err(error) = clipboard::open(opener, &link)
            {
                app.not_opened(opener, &error, clock::now());
            }
        }
        Effect::Repaint => screen.forget()?,
        Effect::Mouse(is_read) => screen.read_mouse(is_read)?,
        Effect::Outside { name, text } => {
            workers.away.store(true, Ordering::SeqCst);
            let written = outside::write(screen, &workers.gate, &app.furnishing.edit_dir, &name, &text);
            workers.away.store(false, Ordering::SeqCst);
            let (columns, rows) = screen.size();
            app.handle(Event::Resize(columns, rows), clock::now());
            for effect in app.handle(Event::Reply(event::Reply::Outside(written?)), clock::now()) {
                carry_out(effect, app, screen, workers)?;
            }
        }
        Effect::SaveSettings { file, changes } => {
            workers.save(file, changes);
        }
        Effect::Job { job, now } => {
            if let Some(jobs) = &*workers.jobs.borrow() {
                // The clerk lives as long as the loop.
                let _ = jobs.send((job, now));
            }
        }
        effect => workers.finder.put(effect),
    }
    Ok(())
}

fn draw(app: &mut App, screen: &mut Screen) -> Result<(), Error> {
    app.prepare();
    app.take_dirty();
    screen.draw(|frame| {
        let caret = app.draw(frame.buffer_mut());
        frame.set_cursor_position(caret);
    })?;
    app.painted();
    Ok(())
}
