//! The app: takes events, returns effects, and can draw itself. No thread, no clock, no terminal.
//!
//! Long because every event, action and reply passes here on its way to what is open.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;
use std::sync::mpsc::SyncSender;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::accept::open_document;
use super::action::{Action, Context};
use super::event::{Effect, Event, Reply};
use super::fetch::Fetch;
use super::furnishing::Furnishing;
use super::house::House;
use super::job::{Job, Pile};
use super::keymap::{Key, Lookup};
use super::late;
use super::overlay::list::{Kind, List, Value};
use super::overlay::page::{Content, Page};
use super::overlay::prompt::{Prompt, Purpose};
use super::overlay::why::Why;
use super::overlay::{Overlay, entries, which_key};
use super::record::Record;
use super::screen::desk::State;
use super::screen::desk::board::Section;
use super::screen::desk::gate::copy_text;
use super::screen::desk::state::Phase;
use super::screen::desk::turn::{Said, Tone, Turn};
use super::screen::desk::{trust, view};
use super::widget::answer::forbidden;
use super::widget::paint;
use crate::config::Settings;
use crate::kb::{FIRST_STEPS, Notice, Shown};
use crate::model::told::{Answer, Told};
use crate::model::{Channel, Face, Moment};
use crate::text::clean::one_line;

const WHILE_INDEXING_MILLIS: i64 = 500;

/// A clock that goes back by more than this was set; by less it is only kept right.
const SET_BACK_MILLIS: i64 = 60_000;

/// How the desk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The person left.
    Quit,
    /// The system asked for it by this signal.
    Signal(i32),
    /// The terminal went away.
    InputLost(String),
}

/// Everything that is shown, and everything that drawing it needs.
pub struct App {
    /// Words, look, keys, channels.
    pub house: Rc<House>,
    /// The desk.
    pub desk: State,
    /// What lies over it.
    pub overlay: Option<Overlay>,
    /// What a page to read was opened from; leaving the page returns to it.
    pub(super) covered: Option<Overlay>,
    /// The message in the status line.
    pub said: Option<Said>,
    /// What waits until the message before it has been read.
    later: VecDeque<String>,
    size: (u16, u16),
    pressed: Vec<Key>,
    follow: Vec<(Key, Action)>,
    dirty: bool,
    /// The quit key was pressed once while a contact is open.
    may_quit: bool,
    /// When the desk was opened.
    pub(super) started: Moment,
    /// What the house was made of, so that it can be made anew.
    pub furnishing: Furnishing,
    /// The settings that held before those that are being tried.
    pub(super) tried: Option<Settings>,
    /// Where something was asked for that will be opened when it comes.
    pub(super) asked_at: Option<late::Place>,
    /// Announcements that must be read and were shown to the agent by themselves already.
    pub(super) offered: HashSet<String>,
    /// The wrap-up note of the contact that ended last; gone as soon as another one begins.
    pub(super) last_note: Option<String>,
    /// Who told the desk to open which article, until it is known whether there is one.
    pub(super) opening: Vec<(String, SyncSender<Answer>)>,
    end: Option<End>,
    next_change: Moment,
}

impl App {
    /// An app that has drawn nothing yet. `channel` is the name of the channel to begin with.
    pub fn new(house: House, channel: &str, size: (u16, u16)) -> App {
        let desk = State::on_channel(house.channels.iter().position(|c| c.name == channel).unwrap_or(0));
        let said = house.problems.first().map(|p| Said { text: p.clone(), tone: Tone::Bad });
        App {
            house: Rc::new(house),
            desk,
            overlay: None,
            covered: None,
            said,
            later: VecDeque::new(),
            size,
            pressed: Vec::new(),
            follow: Vec::new(),
            dirty: true,
            may_quit: false,
            started: Moment::default(),
            furnishing: Furnishing::default(),
            tried: None,
            asked_at: None,
            offered: HashSet::new(),
            last_note: None,
            opening: Vec::new(),
            end: None,
            next_change: Moment::FOREVER,
        }
    }

    /// Takes an event; returns orders for the workers.
    pub fn handle(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        let was_set_back = self.desk.now.0.saturating_sub(now.0) > SET_BACK_MILLIS;
        self.in_turn(now, |app, turn| {
            let was_set_back = was_set_back && app.desk.phase == Phase::Open;
            if was_set_back {
                // What was current by the clock before need not be so now, and what waited for a time would wait too long.
                (app.desk.ticked, app.desk.settles, app.next_change) = (now, None, Moment::FOREVER);
                app.desk.ask_again(turn);
            }
            app.hear(event, turn) || was_set_back
        })
    }

    fn hear(&mut self, event: Event, turn: &mut Turn<'_>) -> bool {
        match event {
            Event::Key(key) => self.key(key, turn),
            Event::Paste(text) => self.text(&text, turn),
            Event::Resize(width, height) => {
                let changed = self.size != (width, height);
                self.size = (width, height);
                changed
            }
            Event::Mouse(mouse) => self.mouse(mouse, turn),
            Event::Deadline => {
                let settled = self.desk.settle(turn.now) | self.desk.tick(turn.now);
                if !settled || self.next_change <= turn.now {
                    self.next_change = Moment::FOREVER;
                    self.desk.ask_again(turn);
                }
                settled
            }
            Event::Signal(signal) => self.finish(End::Signal(signal)),
            Event::InputLost(why) => self.finish(End::InputLost(why)),
            Event::Mention(text) => {
                self.mention(text);
                false
            }
            Event::Told(Told::Open { id }, answer) if self.desk.phase == Phase::Open => {
                self.told_to_open(id, answer, turn);
                false
            }
            Event::Told(told, answer) => {
                let said = self.told(told, turn);
                // Who asked may have gone; what was done is done.
                let _ = answer.try_send(said);
                true
            }
            Event::Answered(width) => self.terminal_answered(width, turn),
            Event::Reply(reply) => self.reply(reply, turn),
        }
    }

    /// One turn: what is done, and what follows from it whatever it was. `act` says whether there is something to draw.
    pub(super) fn in_turn(
        &mut self,
        now: Moment,
        act: impl FnOnce(&mut App, &mut Turn<'_>) -> bool,
    ) -> Vec<Effect> {
        self.desk.now = now;
        let house = Rc::clone(&self.house);
        let mut turn = Turn { house: &house, now, effects: Vec::new(), said: None, open: None };
        let begun = self.desk.begun();
        let dirty = act(self, &mut turn);
        if turn.open.is_none() {
            self.drop_settings(&mut turn);
        }
        // Nothing of a customer stays for the next one.
        if self.desk.begun() > begun {
            self.last_note = None;
        }
        let Turn { effects, said, open, .. } = turn;
        self.note_asking(&effects);
        if let Some(open) = open {
            let is_change =
                matches!(&open, Overlay::Page(page) if matches!(page.content, Content::Changes(_)));
            // From a list of changes one after the other is looked at.
            self.covered =
                self.overlay.take().filter(|beneath| is_change && matches!(beneath, Overlay::List(_)));
            self.overlay = Some(open);
            self.dirty = true;
        }
        if said.is_some() {
            self.said = said;
            self.dirty = true;
        }
        self.say_next();
        self.dirty |= dirty;
        effects
    }

    /// Says something that nobody asked for: at once, or when what is being said was read.
    pub fn mention(&mut self, text: String) {
        self.later.push_back(text);
        self.say_next();
    }

    fn say_next(&mut self) {
        if self.said.is_none()
            && let Some(text) = self.later.pop_front()
        {
            self.said = Some(Said { text, tone: Tone::Warn });
            self.dirty = true;
        }
    }

    /// When the app wants to be woken although nothing has come in.
    pub fn next_deadline(&self) -> Option<Moment> {
        let next = self.next_change.min(self.desk.settles.unwrap_or(Moment::FOREVER));
        let next = next.min(self.desk.next_minute().unwrap_or(Moment::FOREVER));
        (self.desk.phase == Phase::Open && next < Moment::FOREVER).then_some(next)
    }

    /// Whether there is something to draw.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Whether an answer is on its way that changes most of what is to be drawn.
    pub fn awaits_answer(&self) -> bool {
        let desk = &self.desk;
        desk.phase == Phase::Open && (desk.awaited.is_some() || !(desk.is_idle() || desk.is_answered()))
    }

    /// Whether there is something to draw; asking makes it no.
    pub fn take_dirty(&mut self) -> bool {
        std::mem::take(&mut self.dirty)
    }

    /// How it ended, once it has.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// The program that opens addresses here.
    pub fn opener(&self) -> Option<&'static str> {
        self.house.opener
    }

    /// Says that the program which opens addresses could not be started.
    pub fn not_opened(&mut self, opener: &str, error: &std::io::Error, now: Moment) {
        let why = self.house.messages.fill("link.failed", &[("opener", &opener), ("why", error)]);
        self.handle(Event::Reply(Reply::NotOpenedLink(why)), now);
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Makes ready what the next frame shows.
    pub fn prepare(&mut self) {
        let (width, height) = self.size;
        self.desk.accept_hint = match &self.overlay {
            Some(Overlay::List(list)) if list.kind == Kind::Scope => Some("hint.toggle"),
            Some(Overlay::List(list)) if list.kind == Kind::Stack => match list.picked().map(|e| &e.value) {
                Some(Value::Stack) => Some("hint.use"),
                Some(Value::Unstack(_)) => Some("hint.take_off"),
                _ => None,
            },
            Some(Overlay::Why(_)) => Some("hint.explain"),
            Some(Overlay::Settings(_)) => Some("hint.save"),
            Some(Overlay::Prompt(_)) => Some("hint.confirm"),
            Some(Overlay::Work(_)) => Some("hint.decide"),
            Some(Overlay::Page(page)) => match page.content {
                Content::Announcements if !self.desk.unread().is_empty() => {
                    Some(if page.is_at_end() { "hint.receipt" } else { "hint.read_on" })
                }
                Content::Text { is_live: false, .. } => Some("hint.use"),
                Content::Compare(_) => Some("hint.start_afresh"),
                Content::WrapUp(_) => Some("hint.copy_and_end"),
                Content::FirstSteps => Some("hint.begin"),
                Content::Changes(_) => Some("hint.open"),
                _ => Some(""),
            },
            _ => None,
        };
        self.desk.is_ordering =
            matches!(&self.overlay, Some(Overlay::List(list)) if list.kind == Kind::Stack);
        self.desk.is_prompting = matches!(self.overlay, Some(Overlay::Prompt(_)));
        self.desk.prepare(width, height, &self.house);
        // What a list or a question was opened from stays in sight beneath it.
        match &mut self.covered {
            Some(Overlay::Work(work)) => work.prepare(width, height, &self.desk, &self.house),
            Some(Overlay::Editor(editor)) => editor.prepare(width, height, &self.house),
            _ => {}
        }
        match &mut self.overlay {
            Some(Overlay::Page(page)) => page.prepare(width, height, &self.desk, &self.house),
            Some(Overlay::List(list)) => list.prepare(width, height),
            Some(Overlay::Why(why)) => why.prepare(width, height, &self.house),
            Some(Overlay::Settings(sheet)) => sheet.prepare(width, height),
            Some(Overlay::Work(work)) => work.prepare(width, height, &self.desk, &self.house),
            Some(Overlay::Editor(editor)) => editor.prepare(width, height, &self.house),
            Some(Overlay::Prompt(_)) | None => {}
        }
    }

    /// Draws a frame; returns where the caret is.
    pub fn draw(&self, buf: &mut Buffer) -> Position {
        if buf.area.is_empty() {
            return Position::ORIGIN;
        }
        let mut caret = view::draw(&self.desk, self.said.as_ref(), self.context(), &self.house, buf);
        match &self.covered {
            Some(Overlay::Work(work)) => work.draw(&self.desk.zone, &self.house, None, buf),
            Some(Overlay::Editor(editor)) => {
                editor.draw(&self.house, None, buf);
            }
            _ => {}
        }
        match &self.overlay {
            Some(Overlay::Page(page)) => page.draw(&self.house, self.said.as_ref(), buf),
            Some(Overlay::List(list)) => caret = list.draw(&self.house, buf),
            Some(Overlay::Why(why)) => caret = why.draw(&self.house, buf),
            Some(Overlay::Prompt(prompt)) => caret = prompt.draw(&self.house, self.said.as_ref(), buf),
            Some(Overlay::Settings(sheet)) => caret = sheet.draw(&self.furnishing, &self.house, buf),
            Some(Overlay::Work(work)) => work.draw(&self.desk.zone, &self.house, self.said.as_ref(), buf),
            Some(Overlay::Editor(editor)) => caret = editor.draw(&self.house, self.said.as_ref(), buf),
            None => {}
        }
        if !self.follow.is_empty() {
            which_key::draw(&self.pressed, &self.follow, &self.house, buf);
        }
        if self.house.look.spare_ambiguous {
            paint::spare_ambiguous(buf);
        }
        Position { x: caret.x.min(buf.area.right() - 1), y: caret.y.min(buf.area.bottom() - 1) }
    }

    /// The frame is on the screen: from now on a copy key means what it shows.
    pub fn painted(&mut self) {
        self.desk.on_screen = self.desk.shown.clone();
        if let Some(stopped) = &mut self.desk.stopped {
            stopped.was_seen = true;
        }
    }

    fn context(&self) -> Context {
        self.overlay.as_ref().map_or(Context::Search, Overlay::context)
    }

    fn finish(&mut self, end: End) -> bool {
        self.end.get_or_insert(end);
        false
    }

    fn key(&mut self, key: Key, turn: &mut Turn<'_>) -> bool {
        let had = self.said.take().is_some() || !self.follow.is_empty();
        self.follow.clear();
        self.pressed.push(key);
        let keymap = &turn.house.keymap;
        let mut meant = keymap.lookup(self.context(), &self.pressed);
        if meant == Lookup::Miss && self.is_unasked() {
            meant = keymap.lookup(Context::Search, &self.pressed);
            if meant != Lookup::Miss {
                (self.overlay, self.covered) = (None, None);
            }
        }
        match meant {
            Lookup::Match(action) => {
                self.pressed.clear();
                self.act(action, turn);
                true
            }
            Lookup::Pending(follow) => {
                self.follow = follow;
                true
            }
            Lookup::Text(c) => {
                self.pressed.clear();
                self.text(c.encode_utf8(&mut [0; 4]), turn) || had
            }
            Lookup::Miss => {
                let chord = std::mem::take(&mut self.pressed);
                if chord.len() < 2 {
                    return had;
                }
                let keys = chord.iter().map(Key::label).collect::<Vec<_>>().join(" ");
                turn.say(Tone::Quiet, turn.house.messages.fill("status.no_chord", &[("keys", &keys)]));
                true
            }
        }
    }

    /// Whether the first keys of a chord are pressed.
    pub(super) fn is_in_chord(&self) -> bool {
        !self.pressed.is_empty()
    }

    /// Whether a page is open that came by itself: it makes way for whatever the agent does.
    pub(super) fn is_unasked(&self) -> bool {
        matches!(&self.overlay, Some(Overlay::Page(page)) if page.unasked)
    }

    fn text(&mut self, text: &str, turn: &mut Turn<'_>) -> bool {
        self.may_quit = false;
        match &mut self.overlay {
            Some(Overlay::List(list)) => list.insert(text),
            Some(Overlay::Why(why)) => {
                why.line.insert(text);
            }
            Some(Overlay::Prompt(prompt)) => {
                prompt.line.insert(text);
            }
            // Nothing is typed there, and what is being tried is not lost by a slip.
            Some(Overlay::Settings(_) | Overlay::Work(_)) => return false,
            Some(Overlay::Editor(_)) => self.write(text, turn),
            // A page has no line to type into; the text belongs to the search, so the page makes way.
            Some(Overlay::Page(_)) | None => {
                (self.overlay, self.covered) = (None, None);
                self.desk.insert(text, turn);
            }
        }
        true
    }

    pub(super) fn act(&mut self, action: Action, turn: &mut Turn<'_>) {
        self.may_quit &= action == Action::Quit;
        match action {
            Action::Quit => {
                if self.desk.has_begun() && !self.may_quit {
                    self.may_quit = true;
                    turn.say(Tone::Warn, turn.house.say("contact.still_open"));
                    return;
                }
                self.finish(End::Quit);
                return;
            }
            Action::Redraw => {
                turn.effects.push(Effect::Repaint);
                return;
            }
            Action::Back if matches!(self.overlay, Some(Overlay::Editor(_))) => {
                return self.close_editor(turn);
            }
            Action::Back if self.overlay.is_some() => {
                if let Some(pile) = self.back_to() {
                    return self.open_work(pile, turn);
                }
                self.overlay = self.covered.take();
                (self.desk.waiting_copy, self.desk.form) = (None, None);
                self.renew(turn);
                return;
            }
            Action::Help => {
                let here = self.overlay.as_ref().map_or(Context::Search, Overlay::context);
                return self.open_over(Content::Help(here));
            }
            Action::Announcements => return self.open_over(Content::Announcements),
            Action::Palette => return self.open_list(Kind::Palette, turn.house),
            _ => {}
        }
        match &mut self.overlay {
            Some(Overlay::List(list)) => match action {
                action if matches!(list.kind, Kind::Board(_)) && Section::of(action).is_some() => {
                    if let Some(section) = Section::of(action) {
                        self.overlay = self.covered.take();
                        self.desk.open_section(section, turn);
                    }
                }
                Action::Accept => self.accept(turn),
                Action::MoveUp | Action::MoveDown => self.move_stacked(action, turn),
                _ => {
                    list.update(action);
                }
            },
            Some(Overlay::Why(why)) => {
                if action != Action::Accept {
                    why.update(action);
                } else if let Some(id) = why.turn_to_line() {
                    turn.effects.push(Effect::Explain { id, query: why.query.clone(), now: turn.now });
                }
            }
            Some(Overlay::Prompt(prompt)) => {
                if action == Action::Accept {
                    self.take_words(turn);
                } else {
                    prompt.update(action);
                }
            }
            Some(Overlay::Work(_)) => self.act_in_work(action, turn),
            Some(Overlay::Editor(_)) => self.act_in_editor(action, turn),
            Some(Overlay::Settings(sheet)) => match action {
                Action::Accept => self.keep_settings(turn),
                Action::CaretLeft | Action::CaretRight => {
                    self.turn_setting(action == Action::CaretRight, turn);
                }
                _ => {
                    sheet.update(action);
                }
            },
            Some(Overlay::Page(page)) => {
                if action == Action::Accept {
                    return self.accept_page(turn);
                }
                if page.update(action) || !page.is_live() {
                    return;
                }
                match action {
                    Action::FlipFace => {
                        self.desk.update(action, turn);
                        self.open_plain(turn);
                    }
                    _ => self.desk.update(action, turn),
                }
            }
            None => match action {
                Action::Variants if !self.desk.can(action, turn.house) => {
                    turn.say(Tone::Quiet, turn.house.say("status.no_variants"));
                }
                Action::Variants => {
                    if self.desk.contact.scope.is_everywhere() {
                        self.desk.elsewhere.clear();
                        self.open_list(Kind::Variants, turn.house);
                    } else {
                        self.desk.ask_elsewhere(turn);
                    }
                }
                Action::Scope => self.open_list(Kind::Scope, turn.house),
                Action::Announce => self.open_list(Kind::Announce, turn.house),
                Action::Flag => self.open_if(Action::Flag, Kind::Flag, "flag.nothing", turn),
                Action::Pieces => self.open_if(Action::Pieces, Kind::Pieces, "copy.nothing", turn),
                Action::StackList => self.open_if(Action::StackList, Kind::Stack, "stack.empty", turn),
                Action::Related => self.open_if(Action::Related, Kind::Related, "related.none", turn),
                Action::TicketForm => self.desk.begin_form(turn),
                Action::ContactName => {
                    let prompt = Prompt::new(Purpose::Name, &self.desk.contact.name);
                    self.overlay = Some(Overlay::Prompt(prompt));
                }
                Action::ContactEnd => self.end_contact(turn),
                Action::LastNote => match self.last_note.clone() {
                    Some(text) => self.show_uncopied(turn.house.say("wrap_up.note").to_owned(), text),
                    None => turn.say(Tone::Quiet, turn.house.say("wrap_up.none")),
                },
                Action::Work => self.open_work(Pile::Today, turn),
                Action::Inbox => self.open_work(Pile::Inbox, turn),
                Action::Batches => turn.job(Job::Batches),
                Action::Versions => self.open_versions(turn),
                Action::OpenSource => {
                    let shown = self.desk.on_screen.clone();
                    open_document(shown.as_deref(), turn);
                }
                Action::Fix => self.begin_fix(turn),
                Action::TakeOut => self.begin_take_out(turn),
                Action::StillRight => self.note_still_right(turn),
                Action::Write => self.begin_new(turn),
                Action::Settings => self.open_settings(),
                Action::FirstSteps => self.open_page(Content::FirstSteps),
                Action::Explain => self.open_why(turn),
                Action::PlainView => self.open_plain(turn),
                _ => match Section::of(action) {
                    Some(section) => self.desk.open_section(section, turn),
                    None => self.desk.update(action, turn),
                },
            },
        }
    }

    /// Moves the selected answer of the stack among the others; the selection goes with it.
    fn move_stacked(&mut self, action: Action, turn: &mut Turn<'_>) {
        let Some(Overlay::List(list)) = &mut self.overlay else { return };
        let stack = &mut self.desk.contact.stack;
        let Some(Value::Unstack(at)) = list.picked().map(|entry| entry.value.clone()) else { return };
        let to = if action == Action::MoveUp { at.checked_sub(1) } else { Some(at + 1) };
        let Some(to) = to.filter(|to| *to < stack.len() && at < stack.len()) else { return };
        stack.swap(at, to);
        list.replace(entries_of(Kind::Stack, &self.desk, turn.house));
        list.select_value(&Value::Unstack(to));
    }

    fn open_if(&mut self, action: Action, kind: Kind, otherwise: &str, turn: &mut Turn<'_>) {
        let is_there = self.desk.can(action, turn.house) && (!self.desk.is_idle() || kind == Kind::Stack);
        if is_there {
            self.open_list(kind, turn.house);
        } else {
            turn.say(Tone::Quiet, turn.house.say(otherwise));
        }
    }

    pub(super) fn open_page(&mut self, content: Content) {
        self.covered = None;
        self.overlay = Some(Overlay::Page(Page::new(content)));
    }

    /// Opens a page to read over what is open already.
    pub(super) fn open_over(&mut self, content: Content) {
        let covered = match self.take_work() {
            Some(work) => Some(work),
            None => {
                let open = self.overlay.take();
                open.filter(|o| !matches!(o, Overlay::Page(p) if !p.plain)).or(self.covered.take())
            }
        };
        self.open_page(content);
        self.covered = covered;
    }

    /// What somebody works on, wherever it lies: whatever opens over it, it is there again afterwards.
    fn take_work(&mut self) -> Option<Overlay> {
        let is_work =
            |overlay: &Option<Overlay>| matches!(overlay, Some(Overlay::Work(_) | Overlay::Editor(_)));
        if is_work(&self.overlay) {
            return self.overlay.take();
        }
        if is_work(&self.covered) { self.covered.take() } else { None }
    }

    /// Makes what is open say what the desk says now: a list or a text of what has changed under it would lie.
    fn renew(&mut self, turn: &mut Turn<'_>) {
        match &mut self.overlay {
            Some(Overlay::List(list))
                if !matches!(
                    list.kind,
                    Kind::Palette | Kind::Parts | Kind::Options | Kind::Batches | Kind::Board(_)
                ) =>
            {
                let kind = list.kind;
                list.replace(entries_of(kind, &self.desk, turn.house));
            }
            Some(Overlay::Page(page)) if matches!(page.content, Content::Text { is_live: true, .. }) => {
                match plain_text(&self.desk, turn.house) {
                    Some(content) => page.replace(content),
                    None => self.overlay = None,
                }
            }
            _ => {}
        }
    }

    fn open_list(&mut self, kind: Kind, house: &House) {
        self.covered = self.take_work();
        let beneath = self.covered.as_ref().map_or(Context::Search, Overlay::context);
        let list = match kind {
            Kind::Palette => entries::palette(beneath, &self.desk, house),
            kind => entries_of(kind, &self.desk, house),
        };
        self.overlay = Some(Overlay::List(List::new(kind, list)));
    }

    /// Asks why the selected article was found; without one only the line for an id is there.
    fn open_why(&mut self, turn: &mut Turn<'_>) {
        if !self.desk.is_answered() {
            turn.say(Tone::Quiet, turn.house.say("explain.nothing_asked"));
            return;
        }
        let query = self.desk.asked();
        let id = self.desk.row().map(|row| row.id.clone());
        if let Some(id) = id.clone() {
            turn.effects.push(Effect::Explain { id, query: query.clone(), now: turn.now });
        }
        self.covered = None;
        self.overlay = Some(Overlay::Why(Why::new(query, id)));
    }

    fn open_plain(&mut self, turn: &mut Turn<'_>) {
        match plain_text(&self.desk, turn.house) {
            Some(content) => self.open_page(content),
            None => turn.say(Tone::Warn, turn.house.say("copy.nothing")),
        }
    }

    /// Whoever opens the demo for the first time is shown the keys that matter, unless they have begun already.
    fn offer_first_steps(&mut self, turn: &mut Turn<'_>) {
        let overview = &self.desk.overview;
        let is_news = overview.is_demo && !overview.receipts.contains(FIRST_STEPS);
        if is_news && self.is_at_rest() {
            self.open_page(Content::FirstSteps);
            turn.record(Record::FirstSteps);
        }
    }

    /// Whoever waits for a customer is shown what must be read; once, and only then.
    fn offer_must_read(&mut self) {
        let unread: Vec<String> = self.desk.unread();
        if self.desk.phase == Phase::Open
            && self.is_at_rest()
            && unread.iter().any(|id| !self.offered.contains(id))
        {
            self.offered.extend(unread);
            self.open_page(Content::Announcements);
            if let Some(Overlay::Page(page)) = &mut self.overlay {
                page.unasked = true;
            }
        }
    }

    /// Whether nobody is served and nothing is looked at.
    fn is_at_rest(&self) -> bool {
        let desk = &self.desk;
        self.overlay.is_none() && desk.contact.is_blank() && desk.parked.is_empty() && desk.board_at.is_none()
    }

    fn reply(&mut self, reply: Reply, turn: &mut Turn<'_>) -> bool {
        if self.comes_too_late(&reply) {
            return false;
        }
        match reply {
            Reply::Outside(returned) => {
                self.came_back(returned, turn);
                return true;
            }
            Reply::Copied { ticket, route } => {
                self.copied(ticket, route, turn);
                return true;
            }
            Reply::Explained { id, explanation } => {
                return match &mut self.overlay {
                    Some(Overlay::Why(why)) => why.hear(&id, explanation),
                    _ => false,
                };
            }
            Reply::Fetched { what: Fetch::Standing(id), found } => {
                self.opens(&id, found, turn);
                return true;
            }
            Reply::Worked { job, answer } => return self.worked(*job, answer, turn),
            Reply::SettingsSaved(outcome) => {
                self.saved_settings(outcome, turn);
                return true;
            }
            Reply::HiddenShown(Ok(kept)) => {
                if kept.is_empty() {
                    turn.say(Tone::Quiet, turn.house.say("status.no_hidden"));
                } else {
                    self.open_page(Content::Kept(kept));
                }
                return true;
            }
            Reply::HiddenShown(Err(trouble)) => {
                turn.say(Tone::Bad, trouble.message);
                return true;
            }
            // The index grows while nobody types: the rows are asked for again until it is whole.
            Reply::Found { ref found, .. } if matches!(found.notice, Some(Notice::Indexing { .. })) => {
                self.next_change = Moment(turn.now.0.saturating_add(WHILE_INDEXING_MILLIS));
            }
            Reply::Opened { next_change, .. }
            | Reply::Found { next_change, .. }
            | Reply::Overview { next_change, .. } => self.next_change = self.next_change.min(next_change),
            _ => {}
        }
        let is_opened = matches!(reply, Reply::Opened { .. });
        let may_be_news = is_opened || matches!(reply, Reply::Overview { .. });
        let dirty = self.desk.reply(reply, turn);
        self.hold_back(turn);
        if is_opened {
            self.offer_first_steps(turn);
        }
        if may_be_news {
            self.offer_must_read();
        }
        if dirty {
            self.renew(turn);
        }
        dirty
    }
}

/// The text that a copy key would copy, for selection by mouse.
fn plain_text(desk: &State, house: &House) -> Option<Content> {
    let (shown, face) = (desk.shown.as_deref()?, desk.face());
    let (text, channel) = copy_text(shown, face, desk.contact.channel, house)?;
    Some(Content::Text { head: plain_head(shown, face, Some(&channel), house), text, is_live: true })
}

/// Which face, channel and article a text is.
pub(super) fn plain_head(shown: &Shown, face: Face, channel: Option<&Channel>, house: &House) -> String {
    let channel = channel.filter(|_| face == Face::Customer).map(|c| house.channel_label(c));
    let id = shown.article.id.as_deref().map(one_line);
    let parts = [Some(house.say(view::face_key(face))), channel, id.as_deref()];
    let mut head =
        parts.into_iter().flatten().collect::<Vec<_>>().join(&format!(" {} ", house.look.glyphs.between));
    // What the desk warns of is not left behind with its borders.
    for (word, _) in trust::of_shown(shown, house) {
        head.push_str(&format!("  [{word}]"));
    }
    let never = shown.article.internal.as_ref().filter(|_| face == Face::Customer).map(forbidden);
    for text in never.unwrap_or_default() {
        head.push_str(&format!("  {}{}", house.say("desk.never"), one_line(&text)));
    }
    head
}

pub(super) fn entries_of(kind: Kind, desk: &State, house: &House) -> Vec<super::overlay::list::Entry> {
    match kind {
        Kind::Palette => entries::palette(Context::Search, desk, house),
        Kind::Variants => entries::variants(desk, house),
        Kind::Scope => entries::scope(desk, house),
        Kind::Flag => entries::flags(house),
        Kind::Announce => entries::announcements(desk, house),
        Kind::Pieces => entries::pieces(desk, house),
        Kind::Parts | Kind::Options | Kind::Batches | Kind::Board(_) => Vec::new(),
        Kind::Tickets => entries::tickets(desk),
        Kind::Stack => entries::stack(desk, house),
        Kind::Related => entries::related(desk, house),
        Kind::Product => entries::of_product(desk, house),
    }
}
