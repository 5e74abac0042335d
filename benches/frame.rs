//! The desk at 160×48 without a terminal: what a frame costs, and a key from event to settled screen over the demo.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops at the first thing that is wrong"
)]

mod common;

use std::hint::black_box;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use common::figures::{Times, tell};
use common::{NOW, Subject};
use criterion::{BatchSize, Criterion};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use zhixi::config::Settings;
use zhixi::i18n::Messages;
use zhixi::kb::{Found, Shown};
use zhixi::tui::app::App;
use zhixi::tui::event::{Effect, Event, Reply};
use zhixi::tui::house::House;
use zhixi::tui::keymap::{self, Key};
use zhixi::tui::room::Room;
use zhixi::tui::theme::Look;
use zhixi::tui::worker::{Desk, Slot, serve_one};

const SIZE: (u16, u16) = (160, 48);
/// Two queries whose results differ in every row.
const QUERIES: [&str; 2] = ["宽带", "套餐资费"];

fn main() {
    let mut criterion = common::criterion(2);
    first(&mut criterion);
    result(&mut criterion);
    echo(&mut criterion);
    settled(&mut criterion);
    criterion.final_summary();
}

/// The desk, drawn as the program draws it.
struct Seat {
    app: App,
    terminal: Terminal<TestBackend>,
    room: Option<Room>,
    slot: Slot,
}

impl Seat {
    /// A desk that has drawn nothing.
    fn new() -> Seat {
        let settings = Settings::default();
        let (keymap, problems) = keymap::load(&settings.keymap, None);
        assert!(problems.is_empty(), "the shipped keymap has no problems");
        let house = House::new(settings.language, Look::of(&settings, false), keymap, Vec::new());
        let terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a terminal in memory");
        let app = App::new(house, &settings.channel, SIZE);
        Seat { app, terminal, room: None, slot: Slot::default() }
    }

    /// A desk on which the demo is open.
    fn open() -> (Seat, Vec<String>, impl Sized) {
        let Subject { kb, questions, dir, .. } = common::demo_kb();
        let mut room =
            Room::new(kb, zhixi::kb::Who::default(), Messages::new(Settings::default().language), false);
        let overview = Box::new(room.overview(NOW, &|| false).expect("an overview").expect("nobody waits"));
        let (zone, next_change) = (room.zone(), room.next_change(NOW));
        let mut seat = Seat { room: Some(room), ..Seat::new() };
        seat.event(Event::Reply(Reply::Opened { overview, zone, next_change, contacts: Vec::new() }));
        seat.draw();
        (seat, questions, dir)
    }

    fn draw(&mut self) {
        self.app.prepare();
        self.app.take_dirty();
        let app = &self.app;
        let drawn = self.terminal.draw(|frame| {
            let caret = app.draw(frame.buffer_mut());
            frame.set_cursor_position(caret);
        });
        black_box(drawn.expect("a frame"));
        self.app.painted();
    }

    /// Takes an event and carries out what it brings about, as the finder's thread would.
    fn event(&mut self, event: Event) {
        for effect in self.app.handle(event, NOW) {
            let Some(room) = self.room.as_mut().filter(|_| !is_for_others(&effect)) else { continue };
            let (sender, replies) = mpsc::channel();
            self.slot.put(effect);
            serve_one(room, &self.slot, &sender);
            for reply in replies.try_iter().collect::<Vec<_>>() {
                self.event(reply);
            }
        }
    }

    /// The answer to a query that stands in the search line, as often as it is wanted.
    fn answer(&mut self, text: &str) -> Answer {
        self.event(Event::Key(key("ctrl-u")));
        let effects = self.app.handle(Event::Paste(text.to_owned()), NOW);
        let search = effects.into_iter().find_map(|effect| match effect {
            Effect::Search(search) => Some(search),
            _ => None,
        });
        let search = search.expect("a paste searches");
        let room = self.room.as_mut().expect("an open desk");
        let found =
            room.find(&search.query, NOW, &|| false).expect("an answer").expect("nothing overtakes it");
        let revision = found.rows.first().expect("the demo knows it").hit.revision;
        let shown = room.shown(revision, NOW).expect("an article").expect("it is there");
        Answer { generation: search.generation, found, shown }
    }
}

/// What a reply is made of: replies go into the desk and are gone.
struct Answer {
    generation: u64,
    found: Found,
    shown: Shown,
}

impl Answer {
    fn reply(&self) -> Event {
        Event::Reply(Reply::Found {
            generation: self.generation,
            found: Box::new(self.found.clone()),
            shown: Some(Box::new(self.shown.clone())),
            next_change: NOW,
        })
    }
}

fn is_for_others(effect: &Effect) -> bool {
    matches!(effect, Effect::Copy(_) | Effect::ToTerminal(_) | Effect::Repaint)
}

fn key(name: &str) -> Key {
    name.parse().expect("the name of a key")
}

/// From nothing but the settings to the first frame: keymap, words and theme are read on the way.
fn first(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    group.bench_function("first", |bencher| {
        bencher.iter(|| {
            let mut seat = Seat::new();
            seat.draw();
            seat
        });
    });
    group.bench_function("first_draw_only", |bencher| {
        let draw = |seat: &mut Seat| seat.draw();
        bencher.iter_batched_ref(Seat::new, draw, BatchSize::SmallInput);
    });
    group.finish();
}

/// Hits come in and everything changes: rows, both answers, the line of trust.
fn result(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    let mut open = None;
    group.bench_function("result", |bencher| {
        let (seat, answers, _) = open.get_or_insert_with(|| {
            let (mut seat, _, dir) = Seat::open();
            let answers = QUERIES.map(|text| seat.answer(text));
            // Only answers to the newest search are shown.
            let generation = answers.iter().map(|a| a.generation).max().unwrap_or_default();
            let answers = answers.map(|answer| Answer { generation, ..answer });
            (seat, answers, dir)
        });
        let mut turn = 0;
        bencher.iter_batched(
            || {
                turn += 1;
                answers[turn % answers.len()].reply()
            },
            |reply| {
                // Not `event`: a search that it may cause is not part of this frame.
                seat.app.handle(reply, NOW);
                seat.draw();
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// The frame that a key gets at once, before there is an answer.
fn echo(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    let mut open = None;
    group.bench_function("echo", |bencher| {
        let (seat, _dir) = open.get_or_insert_with(|| {
            let (mut seat, _, dir) = Seat::open();
            seat.event(Event::Paste(QUERIES[0].to_owned()));
            seat.draw();
            (seat, dir)
        });
        let keys = ["带", "backspace"].map(key);
        let mut turn = 0;
        bencher.iter(|| {
            seat.app.handle(Event::Key(keys[turn % keys.len()]), NOW);
            seat.draw();
            turn += 1;
        });
    });
    group.finish();
}

/// Key, echo, search over the demo, reply, result: the whole way but for threads and terminal.
fn settled(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("frame");
    let mut open = None;
    // Criterion calls the closure once for each sample; the next one goes on where the last has ended.
    let mut at = 0;
    group.bench_function("settled", |bencher| {
        let (seat, strokes, _) = open.get_or_insert_with(|| {
            let (mut seat, questions, dir) = Seat::open();
            // A stroke is a key, or the clearing of the line before the next question.
            let strokes: Vec<Key> = questions
                .iter()
                .step_by(5)
                .flat_map(|question| {
                    let typed = question.chars().filter(|c| !c.is_whitespace()).map(|c| key(&c.to_string()));
                    std::iter::once(key("ctrl-u")).chain(typed).collect::<Vec<_>>()
                })
                .collect();
            let all = strokes.len();
            let times = strokes.iter().map(|&stroke| press(&mut seat, stroke)).collect();
            tell("frame/settled", format!("{} over {all} keys", Times::of(times)));
            (seat, strokes, dir)
        });
        bencher.iter(|| {
            at = (at + 1) % strokes.len();
            press(seat, strokes[at])
        });
    });
    group.finish();
}

fn press(seat: &mut Seat, stroke: Key) -> Duration {
    let start = Instant::now();
    let effects = seat.app.handle(Event::Key(stroke), NOW);
    seat.draw();
    let (sender, replies) = mpsc::channel();
    let room = seat.room.as_mut().expect("an open desk");
    for effect in effects.into_iter().filter(|effect| !is_for_others(effect)) {
        seat.slot.put(effect);
        serve_one(room, &seat.slot, &sender);
    }
    for reply in replies.try_iter() {
        seat.app.handle(reply, NOW);
    }
    if seat.app.take_dirty() {
        seat.draw();
    }
    start.elapsed()
}
