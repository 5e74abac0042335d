//! Drives the app without threads: effects are carried out at once, or kept back where a test wants a slow worker.

use std::sync::Arc;
use std::sync::mpsc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::fixture::{Fake, NOW};
use crate::config::{Ambiguous, Glyphs, SaveError, Settings};
use crate::i18n::Language;
use crate::model::Moment;
use crate::model::told::Envelope;
use crate::tui::app::App;
use crate::tui::clipboard::Route;
use crate::tui::event::{Effect, Event, Reply, Ticket, Trouble};
use crate::tui::furnishing::Furnishing;
use crate::tui::job::Job;
use crate::tui::keymap::Key;
use crate::tui::record::Record;
use crate::tui::widget::screen_text::screen_text;
use crate::tui::worker::{Desk, Slot, serve_one};

/// Where the settings would be kept; no test here writes anything.
const SETTINGS: &str = "/srv/person/.config/zhixi/settings.toml";

/// The desk in a test.
pub struct Bench {
    pub app: App,
    pub fake: Fake,
    pub now: Moment,
    /// Effects wait here instead of being carried out.
    pub slow: Option<Vec<Effect>>,
    pub route: Option<Route>,
    pub tickets: Vec<Ticket>,
    pub to_terminal: Vec<String>,
    /// What was to be written into the settings file: each time.
    pub saved: Vec<Vec<(&'static str, String)>>,
    pub may_save: bool,
    /// What the clerk was to do.
    pub jobs: Vec<Job>,
    /// Whether the mouse is to be read: each time that was said.
    pub mouse: Vec<bool>,
    pub caret: (u16, u16),
    slot: Arc<Slot>,
}

/// A desk of that size with the small knowledge base open.
pub fn bench(width: u16, height: u16) -> Bench {
    let mut bench = unopened(width, height, &Settings::default());
    bench.open();
    bench
}

/// A desk whose knowledge base is still being opened.
pub fn unopened(width: u16, height: u16, settings: &Settings) -> Bench {
    let furnishing =
        Furnishing { settings: settings.clone(), file: SETTINGS.into(), ..Furnishing::default() };
    let mut app = App::new(furnishing.house(), "sms", (width, height));
    app.furnishing = furnishing;
    // It has come by itself; a test of that takes it back.
    app.offered.insert("a1".into());
    let mut bench = Bench {
        app,
        fake: Fake::demo(),
        now: NOW,
        slow: None,
        route: Some(Route::Tool("xclip")),
        tickets: Vec::new(),
        to_terminal: Vec::new(),
        saved: Vec::new(),
        may_save: true,
        jobs: Vec::new(),
        mouse: Vec::new(),
        caret: (0, 0),
        slot: Arc::new(Slot::default()),
    };
    bench.paint();
    bench
}

pub fn english() -> Settings {
    Settings { language: Language::English, ..Settings::default() }
}

pub fn ascii() -> Settings {
    Settings { glyphs: Glyphs::Ascii, ..Settings::default() }
}

pub fn english_ascii() -> Settings {
    Settings { glyphs: Glyphs::Ascii, ..english() }
}

pub fn wide_ambiguous() -> Settings {
    Settings { ambiguous: Ambiguous::Wide, ..Settings::default() }
}

impl Bench {
    pub fn open(&mut self) {
        let overview = Box::new(self.fake.overview.clone());
        let (zone, next_change) = (self.fake.zone(), self.fake.next_change(self.now));
        let contacts = self.fake.open_contacts(self.now);
        self.reply(Reply::Opened { overview, zone, next_change, contacts });
    }

    pub fn fail_to_open(&mut self, message: &str, hint: &str) {
        self.reply(Reply::NotOpened(Trouble { message: message.into(), hint: Some(hint.into()) }));
    }

    /// Keys as people write them: `宽带<down><ctrl-k ctrl-x>`. A frame is drawn after each.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            if let Some((names, tail)) = rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
                for name in names.split(' ') {
                    // Time for reading what is said.
                    if name == "wait" {
                        self.now = Moment(self.now.0 + 1_000);
                        continue;
                    }
                    self.event(Event::Key(name.parse::<Key>().expect("a key")));
                }
                rest = tail;
            } else {
                let name = if c == ' ' { "space".to_owned() } else { c.to_string() };
                self.event(Event::Key(name.parse::<Key>().expect("a key")));
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
        self
    }

    pub fn reply(&mut self, reply: Reply) {
        self.event(Event::Reply(reply));
    }

    /// One event, everything it brings about, and a frame.
    pub fn event(&mut self, event: Event) {
        let effects = self.app.handle(event, self.now);
        match &mut self.slow {
            Some(waiting) => waiting.extend(effects),
            None => effects.into_iter().for_each(|e| self.carry_out(e)),
        }
        self.paint();
    }

    /// Another program tells something.
    pub fn tell(&mut self, line: &str) {
        let told = Envelope::read(line.as_bytes()).expect("a message").told;
        self.event(Event::Told(told, mpsc::sync_channel(1).0));
    }

    /// Says what was wrong with keymap and settings, as at the start.
    pub fn complain(&mut self, problems: &[&str]) {
        let house = std::rc::Rc::get_mut(&mut self.app.house).expect("its only owner");
        house.problems = problems.iter().map(|problem| (*problem).to_owned()).collect();
        self.app.mention(problems[0].to_owned());
    }

    /// The slow worker catches up: what waits is carried out.
    pub fn catch_up(&mut self) {
        for effect in self.slow.take().unwrap_or_default() {
            self.carry_out(effect);
        }
        self.paint();
    }

    fn carry_out(&mut self, effect: Effect) {
        let reply = match effect {
            Effect::Copy(ticket) => {
                self.tickets.push((*ticket).clone());
                Reply::Copied { ticket, route: self.route }
            }
            Effect::ToTerminal(text) => return self.to_terminal.push(text),
            Effect::Repaint => return,
            Effect::Job { job, .. } => return self.jobs.push(job),
            Effect::Mouse(is_read) => return self.mouse.push(is_read),
            Effect::SaveSettings { file, changes } => {
                self.saved.push(changes);
                let source = std::io::ErrorKind::PermissionDenied.into();
                let cannot = SaveError::Unwritable { path: file, source };
                Reply::SettingsSaved(if self.may_save { Ok(()) } else { Err(cannot) })
            }
            effect => {
                // The very code of the finder's thread.
                let (sender, events) = mpsc::channel();
                self.slot.put(effect);
                while !self.slot.is_empty() {
                    serve_one(&mut self.fake, &self.slot, &sender);
                }
                for event in events.try_iter().collect::<Vec<_>>() {
                    let effects = self.app.handle(event, self.now);
                    effects.into_iter().for_each(|e| self.carry_out(e));
                }
                return;
            }
        };
        let effects = self.app.handle(Event::Reply(reply), self.now);
        effects.into_iter().for_each(|e| self.carry_out(e));
    }

    fn paint(&mut self) {
        self.buffer();
        self.app.painted();
    }

    pub fn buffer(&mut self) -> Buffer {
        let (width, height) = self.app.size();
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        self.app.prepare();
        let caret = self.app.draw(&mut buf);
        self.app.take_dirty();
        self.caret = (caret.x, caret.y);
        buf
    }

    pub fn screen(&mut self) -> String {
        screen_text(&self.buffer())
    }

    /// What was recorded as used: article, face, channel.
    pub fn used(&self) -> Vec<(i64, crate::model::Face, String)> {
        let ticket = |record: &Record| match record {
            Record::Used(ticket) => Some((ticket.shown[0].number, ticket.face, ticket.channel.clone())),
            _ => None,
        };
        self.fake.records.iter().filter_map(ticket).collect()
    }

    /// The last row but the hints: trust signals or the message.
    pub fn said(&self) -> &str {
        self.app.said.as_ref().map_or("", |s| &s.text)
    }

    pub fn selected(&self) -> &str {
        self.app.desk.row().map_or("", |r| &r.id)
    }

    pub fn shown(&self) -> &str {
        self.app.desk.shown.as_ref().and_then(|s| s.article.id.as_deref()).unwrap_or_default()
    }
}
