//! Whatever comes in, in windows of whatever size: no panic, and the caret is in the window.

use proptest::prelude::*;

use super::harness::{ascii, bench, unopened, wide_ambiguous};
use crate::config::Ambiguous;
use crate::tui::clipboard::Route;
use crate::tui::event::{Event, Mouse};

const KEYS: &[&str] = &[
    "enter",
    "ctrl-c",
    "ctrl-y",
    "down",
    "up",
    "page_down",
    "page_up",
    "tab",
    "ctrl-l",
    "ctrl-e",
    "ctrl-r",
    "ctrl-p",
    "f1",
    "esc",
    "ctrl-u",
    "ctrl-w",
    "backspace",
    "delete",
    "left",
    "right",
    "home",
    "end",
    "ctrl-k",
    "ctrl-x",
    "ctrl-s",
    "ctrl-o",
    "ctrl-g",
    "f3",
    "f4",
    "f6",
    "f7",
    "f8",
    "f9",
    "宽",
    "带",
    "怎",
    "么",
    "营",
    "退",
    "a",
    "5",
    "space",
];

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => (0..KEYS.len()).prop_map(|k| Event::Key(KEYS[k].parse().expect("a key"))),
        2 => ".{0,20}".prop_map(Event::Paste),
        2 => (0u16..200, 0u16..60).prop_map(|(w, h)| Event::Resize(w, h)),
        1 => (0u16..200, 0u16..60, -3i16..4)
            .prop_map(|(column, row, wheel)| Event::Mouse(Mouse { column, row, wheel })),
        1 => prop_oneof![Just(Ambiguous::Narrow), Just(Ambiguous::Wide)].prop_map(Event::Answered),
        1 => (0u8..1).prop_map(|_| Event::Deadline),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]
    #[test]
    fn any_sequence_in_any_window(
        events in prop::collection::vec(event(), 0..40),
        width in 0u16..180,
        height in 0u16..50,
        look in 0usize..3,
        route in prop::option::of(Just(Route::Terminal)),
    ) {
        let mut desk = match look {
            0 => bench(width, height),
            1 => unopened(width, height, &ascii()),
            _ => unopened(width, height, &wide_ambiguous()),
        };
        desk.open();
        desk.route = route;
        for event in events {
            desk.event(event);
            let (width, height) = desk.app.size();
            prop_assert!(desk.caret.0 < width.max(1) && desk.caret.1 < height.max(1));
            let screen = desk.screen();
            let harmful = screen.chars().any(|c| c != '\n' && crate::text::clean::is_harmful(c));
            prop_assert!(!harmful, "harmful");
        }
    }
}

#[test]
fn every_small_window() {
    for width in 0..25 {
        for height in 0..9 {
            let mut desk = bench(width, height);
            desk.keys("宽带<tab><f4><page_down><ctrl-p><esc><f1><esc><f9><esc><ctrl-r><esc><f6>x<enter><esc><f8><f7><ctrl-k>");
        }
    }
}
