use std::path::Path;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use proptest::prelude::*;

use super::key::Code;
use super::*;
use crate::i18n::{Language, Messages};
use crate::tui::action::ACTIONS;

fn key(written: &str) -> Key {
    written.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn keys(written: &str) -> Vec<Key> {
    written.parse::<Chord>().unwrap_or_else(|error| panic!("{error}")).0
}

fn shipped(name: &str) -> Keymap {
    let (map, problems) = load(name, None);
    assert!(problems.is_empty(), "{name}: {}", said(&problems).join("\n"));
    map
}

fn said(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

fn with(text: &str) -> (Keymap, Vec<String>) {
    let (map, problems) = load("default", Some((Path::new("keymap.toml"), text)));
    (map, said(&problems))
}

fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    Key::from_event(&KeyEvent::new(code, modifiers))
}

// The shipped maps.

#[test]
fn every_file_in_the_folder_is_shipped_and_offered_by_the_settings() {
    let mut files: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/keymaps"))
        .expect("keymaps/")
        .filter_map(|entry| {
            entry.ok()?.file_name().into_string().ok()?.strip_suffix(".toml").map(str::to_owned)
        })
        .collect();
    files.sort();
    let names: Vec<&str> = SHIPPED.iter().map(|map| map.0).collect();
    assert_eq!(files, names);
    assert_eq!(crate::config::KEYMAPS, names);
}

#[test]
fn shipped_maps_bind_every_action_in_each_of_its_contexts() {
    for (name, _) in SHIPPED {
        let map = shipped(name);
        for spec in ACTIONS {
            for context in spec.contexts {
                assert!(
                    !map.chords(*context, spec.action).is_empty(),
                    "{name}: {} in {context:?}",
                    spec.name
                );
            }
        }
        for (context, _) in Context::ALL {
            assert!(!map.chords(*context, Action::Palette).is_empty(), "{name}: no palette in {context:?}");
        }
    }
}

#[test]
fn shipped_maps_need_no_key_that_types() {
    for (name, _) in SHIPPED {
        for (context, chord, _) in shipped(name).all() {
            assert!(chord.0.iter().all(|key| key.bare().is_none()), "{name}: {chord} in {context:?}");
        }
    }
}

/// What an agent does during a contact takes at most two keys in every shipped map, the key that picks from a list or
/// ends a line not counted.
#[test]
fn the_four_verbs_and_the_contacts_take_at_most_two_keys() {
    let often = [
        Action::Use,
        Action::Flag,
        Action::Fix,
        Action::Add,
        Action::CopyCustomer,
        Action::CopyInternal,
        Action::Stack,
        Action::ContactNext,
        Action::ContactNew,
        Action::ContactEnd,
        Action::Suggestion,
    ];
    for (name, _) in SHIPPED {
        let map = shipped(name);
        for action in often {
            let keys = map.chords(Context::Search, action).iter().map(|chord| chord.0.len()).min();
            assert!(keys.is_some_and(|keys| keys <= 2), "{name}: {action:?} {keys:?}");
        }
        // The palette, help and the way back are one key everywhere.
        for (context, _) in Context::ALL {
            for action in [Action::Palette, Action::Help, Action::Back] {
                let chords = map.chords(*context, action);
                assert!(chords.iter().any(|chord| chord.0.len() == 1), "{name}: {action:?} in {context:?}");
            }
        }
    }
}

/// With a Chinese input method switched on neither letters nor shifted signs arrive, and some chords are its own.
#[test]
fn every_key_of_a_shipped_map_passes_an_input_method() {
    for (name, _) in SHIPPED {
        for (context, chord, _) in shipped(name).all() {
            for key in &chord.0 {
                let arrives = key.bare().is_none() && !key.is_taken_by_ime() && key.twin().is_none();
                assert!(arrives, "{name}: {chord} in {context:?}");
            }
        }
    }
}

#[test]
fn the_safe_map_is_safe() {
    let forbidden: Vec<Key> = ["ctrl-a", "ctrl-b", "ctrl-s", "ctrl-q", "ctrl-z"].map(key).to_vec();
    for (context, chord, _) in shipped("safe").all() {
        for key in &chord.0 {
            let unsafe_key = key.has_alt() || key.function().is_some() || forbidden.contains(key);
            assert!(!unsafe_key, "{chord} in {context:?}");
        }
    }
}

#[test]
fn esc_only_steps_back_and_ctrl_c_never_quits() {
    for (name, _) in SHIPPED {
        let map = shipped(name);
        for (context, _) in Context::ALL {
            assert_eq!(map.lookup(*context, &keys("esc")), Lookup::Match(Action::Back), "{name}");
            assert_ne!(map.lookup(*context, &keys("ctrl-c")), Lookup::Match(Action::Quit), "{name}");
        }
    }
}

#[test]
fn the_hints_show_what_is_written_first() {
    let map = shipped("default");
    let label = |context, action| map.chords(context, action).first().map(|chord| chord.label());
    assert_eq!(label(Context::Search, Action::Use).as_deref(), Some("Enter"));
    assert_eq!(label(Context::Search, Action::Palette).as_deref(), Some("Ctrl+P"));
    assert_eq!(label(Context::Search, Action::Next).as_deref(), Some("Down"));
    assert_eq!(label(Context::Search, Action::ScopeClear).as_deref(), Some("Ctrl+K Ctrl+R"));
    assert_eq!(label(Context::Search, Action::ChannelPrevious).as_deref(), Some("Shift+Tab"));
    assert_eq!(label(Context::Search, Action::Accept), None);
}

#[test]
fn every_action_context_and_complaint_has_its_words() {
    for language in [Language::Chinese, Language::English] {
        let messages = Messages::new(language);
        for spec in ACTIONS {
            let id = format!("action.{}", spec.name);
            assert_ne!(messages.get(&id), id);
        }
        for (_, name) in Context::ALL {
            let id = format!("context.{name}");
            assert_ne!(messages.get(&id), id);
        }
    }
}

// Lookup.

#[test]
fn every_binding_is_found_and_every_beginning_waits_for_it() {
    for (name, _) in SHIPPED {
        let map = shipped(name);
        for (context, chord, action) in map.all() {
            for (place, _) in Context::ALL {
                let holds = *place == context
                    || (context == Context::Global && map.of(*place).all(|b| b.chord != *chord));
                if !holds {
                    continue;
                }
                assert_eq!(
                    map.lookup(*place, &chord.0),
                    Lookup::Match(action),
                    "{name}: {chord} in {place:?}"
                );
                for length in 1..chord.0.len() {
                    let Lookup::Pending(next) = map.lookup(*place, &chord.0[..length]) else {
                        panic!("{name}: {chord} in {place:?} does not wait after {length}");
                    };
                    assert!(next.contains(&(chord.0[length], action)), "{name}: {chord} in {place:?}");
                }
            }
        }
    }
}

#[test]
fn a_prefix_tells_what_may_follow_here_and_everywhere() {
    let map = shipped("default");
    let Lookup::Pending(next) = map.lookup(Context::Search, &keys("ctrl-k")) else {
        panic!("a prefix of the search line")
    };
    let wanted = [("ctrl-r", Action::ScopeClear), ("ctrl-l", Action::Redraw), ("ctrl-x", Action::Quit)];
    assert!(wanted.iter().all(|(k, action)| next.contains(&(key(k), *action))), "{next:?}");
    let Lookup::Pending(next) = map.lookup(Context::Page, &keys("ctrl-k")) else {
        panic!("a prefix everywhere")
    };
    assert_eq!(next.len(), 2);
    assert_eq!(map.lookup(Context::Search, &keys("ctrl-k f11")), Lookup::Miss);
    assert_eq!(map.lookup(Context::Search, &keys("ctrl-k a")), Lookup::Miss);
    assert_eq!(map.lookup(Context::Search, &[]), Lookup::Miss);
}

#[test]
fn text_is_typed_as_it_came_and_only_where_there_is_a_line() {
    let map = shipped("default");
    for c in ['a', 'Z', '9', ' ', '宽', '１', 'ａ', '\u{3000}', '：', '-'] {
        let typed = press(KeyCode::Char(c), KeyModifiers::NONE).expect("a key");
        assert_eq!(map.lookup(Context::Search, &[typed]), Lookup::Text(c));
        assert_eq!(map.lookup(Context::List, &[typed]), Lookup::Text(c));
        assert_eq!(map.lookup(Context::Page, &[typed]), Lookup::Miss);
    }
}

#[test]
fn full_width_keys_are_folded_before_lookup() {
    let (map, problems) = with("[page]\nj = \"next\"\nG = \"last\"\n\"g g\" = \"first\"\n\"?\" = \"help\"\n");
    assert!(problems.is_empty(), "{problems:?}");
    for (typed, action) in
        [('j', Action::Next), ('ｊ', Action::Next), ('Ｇ', Action::Last), ('？', Action::Help)]
    {
        let typed = press(KeyCode::Char(typed), KeyModifiers::NONE).expect("a key");
        assert_eq!(map.lookup(Context::Page, &[typed]), Lookup::Match(action));
    }
    let g = press(KeyCode::Char('ｇ'), KeyModifiers::NONE).expect("a key");
    assert_eq!(map.lookup(Context::Page, &[g]), Lookup::Pending(vec![(key("g"), Action::First)]));
    assert_eq!(map.lookup(Context::Page, &[g, g]), Lookup::Match(Action::First));
}

// The user's file.

#[test]
fn a_user_writes_only_differences() {
    let (map, problems) =
        with("[search]\nctrl-b = \"copy_customer\"\nf4 = \"none\"\nctrl-n = \"variants\"\n");
    assert!(problems.is_empty(), "{problems:?}");
    let customer = map.chords(Context::Search, Action::CopyCustomer);
    let customer: Vec<String> = customer.iter().map(|chord| chord.to_string()).collect();
    assert_eq!(customer, ["ctrl-b", "ctrl-c"], "the user's own key is shown first");
    assert_eq!(map.lookup(Context::Search, &keys("f4")), Lookup::Miss);
    assert_eq!(map.lookup(Context::Search, &keys("ctrl-n")), Lookup::Match(Action::Variants));
    assert_eq!(map.lookup(Context::List, &keys("ctrl-n")), Lookup::Match(Action::Next));
}

#[test]
fn none_in_a_context_hides_the_global_key_there_only() {
    let (map, problems) = with("[search]\nctrl-q = \"none\"\nf2 = \"zoom\"\n");
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(map.lookup(Context::Search, &keys("ctrl-q")), Lookup::Miss);
    assert_eq!(map.lookup(Context::Page, &keys("ctrl-q")), Lookup::Match(Action::Quit));
    assert_eq!(map.lookup(Context::Search, &keys("f2")), Lookup::Match(Action::Zoom));
    assert_eq!(map.lookup(Context::Page, &keys("f2")), Lookup::Match(Action::Palette));
    assert_eq!(map.chords(Context::Search, Action::Palette).len(), 1);
}

#[test]
fn a_prefix_may_become_a_key_when_its_chords_are_taken_away() {
    let Lookup::Pending(next) = shipped("default").lookup(Context::Search, &keys("ctrl-k")) else {
        panic!("a prefix of the search line")
    };
    let none = |key: &str| format!("\"ctrl-k {key}\" = \"none\"\n");
    let global = ["ctrl-l", "ctrl-x"];
    let here: String = next
        .iter()
        .map(|(k, _)| k.to_string())
        .filter(|k| !global.contains(&k.as_str()))
        .map(|k| none(&k))
        .collect();
    let file = format!("[global]\n{}[search]\n{here}ctrl-k = \"zoom\"\n", global.map(none).concat());
    let (map, problems) = with(&file);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(map.lookup(Context::Search, &keys("ctrl-k")), Lookup::Match(Action::Zoom));
}

#[test]
fn with_a_problem_the_shipped_map_alone_is_used() {
    let (map, problems) = with("[search]\nctrl-b = \"copy_customer\"\nf5 = \"teleport\"\n");
    assert_eq!(problems, ["keymap.toml:3: there is no action `teleport`."]);
    assert_eq!(map.lookup(Context::Search, &keys("ctrl-b")), Lookup::Miss);
    assert_eq!(map.lookup(Context::Search, &keys("enter")), Lookup::Match(Action::Use));
}

#[test]
fn an_unknown_map_gives_the_default_one() {
    let (map, problems) = load("emacs", None);
    assert_eq!(said(&problems), ["settings.toml: there is no keymap `emacs`; default is used."]);
    assert_eq!(map.lookup(Context::Search, &keys("ctrl-p")), Lookup::Match(Action::Palette));
}

#[test]
fn empty_and_windows_files_are_fine() {
    for text in ["", "# nothing\n", "[search]\n", "\u{feff}[search]\r\nctrl-t = \"zoom\"\r\n"] {
        let (_, problems) = with(text);
        assert!(problems.is_empty(), "{text:?}: {problems:?}");
    }
}

/// Each file of the folder is a user's file over the default map; its first lines say what must be complained about.
#[test]
fn bad_files_are_refused_with_the_expected_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/keymaps_bad");
    let (mut seen, mut wrong) = (0, String::new());
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).expect("a text");
        let expected: Vec<String> = text
            .lines()
            .map_while(|line| line.strip_prefix("# expect: "))
            .map(|reason| format!("{name}:{reason}"))
            .collect();
        assert!(!expected.is_empty(), "{name} expects nothing");
        let (map, problems) = load("default", Some((Path::new(&name), &text)));
        if said(&problems) != expected {
            wrong.push_str(&format!("{name} says\n{}\n", said(&problems).join("\n")));
        }
        let (default, _) = load("default", None);
        assert_eq!(map.all().collect::<Vec<_>>(), default.all().collect::<Vec<_>>(), "{name}");
        let chinese = Messages::new(Language::Chinese);
        for problem in &problems {
            let line = format!("{name} 第 {} 行：", problem.line);
            assert!(problem.say(&chinese).starts_with(&line), "{}", problem.say(&chinese));
        }
        seen += 1;
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(seen >= 15, "only {seen} files");
}

// Keys.

#[test]
fn keys_are_read_as_people_write_them() {
    for (written, printed) in [
        ("ctrl-k", "ctrl-k"),
        ("Ctrl+K", "ctrl-k"),
        ("alt-right", "alt-right"),
        ("alt-ctrl-x", "ctrl-alt-x"),
        ("Escape", "esc"),
        ("shift-tab", "back_tab"),
        ("PgDn", "page_down"),
        ("page-down", "page_down"),
        ("F12", "f12"),
        ("shift-g", "G"),
        ("ctrl--", "ctrl-minus"),
        ("ctrl-+", "ctrl-plus"),
        ("-", "minus"),
        ("space", "space"),
        ("ctrl-5", "ctrl-]"),
        ("ctrl-/", "ctrl-_"),
        ("ｆ", "f"),
    ] {
        assert_eq!(key(written).to_string(), printed, "{written}");
    }
    for bad in ["", "ctrl-", "hyper-x", "ctrl-ctrl-x", "f25", "f0", "enterr", "shift-1", "ab", "alt"] {
        assert!(bad.parse::<Key>().is_err(), "{bad}");
    }
    assert!("ctrl-k  ctrl-x".parse::<Chord>().is_ok());
    assert!(" ".parse::<Chord>().is_err());
}

#[test]
fn labels_are_for_people() {
    for (written, label) in [
        ("ctrl-k ctrl-x", "Ctrl+K Ctrl+X"),
        ("back_tab", "Shift+Tab"),
        ("alt-page_down", "Alt+PgDn"),
        ("shift-f2", "Shift+F2"),
        ("g G", "g G"),
    ] {
        assert_eq!(Chord(keys(written)).label(), label);
    }
}

#[test]
fn events_become_keys() {
    let none = KeyModifiers::NONE;
    let (ctrl, alt, shift) = (KeyModifiers::CONTROL, KeyModifiers::ALT, KeyModifiers::SHIFT);
    for (code, modifiers, written) in [
        (KeyCode::Char('k'), ctrl, "ctrl-k"),
        (KeyCode::Char('K'), ctrl | shift, "ctrl-k"),
        (KeyCode::Char('K'), ctrl, "ctrl-k"),
        (KeyCode::Char('H'), alt | shift, "alt-h"),
        (KeyCode::Char('g'), shift, "G"),
        (KeyCode::Char('G'), shift, "G"),
        (KeyCode::Char('?'), shift, "?"),
        (KeyCode::Char(' '), shift, "space"),
        (KeyCode::Char('5'), ctrl, "ctrl-]"),
        (KeyCode::Char(']'), ctrl, "ctrl-]"),
        (KeyCode::BackTab, shift, "back_tab"),
        (KeyCode::BackTab, none, "back_tab"),
        (KeyCode::Tab, shift, "back_tab"),
        (KeyCode::Enter, shift, "enter"),
        (KeyCode::Enter, ctrl, "enter"),
        (KeyCode::Char('h'), ctrl, "backspace"),
        (KeyCode::Char('j'), ctrl, "enter"),
        (KeyCode::Char('i'), ctrl, "tab"),
        (KeyCode::Char('['), ctrl, "esc"),
        (KeyCode::Home, ctrl, "ctrl-home"),
        (KeyCode::F(4), none, "f4"),
    ] {
        assert_eq!(press(code, modifiers), Some(key(written)), "{code:?} {modifiers:?}");
    }
    assert_eq!(press(KeyCode::Char('ａ'), none).and_then(|k| k.text()), Some('ａ'), "text is never folded");
    assert_eq!(press(KeyCode::Char('1'), ctrl).and_then(|k| k.text()), None, "a control key never types");
    assert_eq!(press(KeyCode::Char('a'), alt).and_then(|k| k.text()), None);
    for code in [KeyCode::CapsLock, KeyCode::Null, KeyCode::F(99), KeyCode::Char('\u{7}')] {
        assert_eq!(press(code, none), None, "{code:?}");
    }
    assert_eq!(press(KeyCode::Char('a'), KeyModifiers::SUPER), None);
    let mut event = KeyEvent::new(KeyCode::Enter, none);
    event.kind = KeyEventKind::Repeat;
    assert!(Key::from_event(&event).is_some());
    event.kind = KeyEventKind::Release;
    assert_eq!(Key::from_event(&event), None);
}

const TORN: &[&str] = &[
    "[search]",
    "[list]",
    "[[search]]",
    "[search.down]",
    "[search",
    "down = \"next\"",
    "down = 1",
    "down.up = \"next\"",
    "search.down = \"next\"",
    "search = 1",
    "\"down\" = \"none\"",
    "down = [",
    "}",
    "down = { up = 1, up = 2 }",
    "\"",
    "\"\"\"",
    "=",
    "# 键",
    "键 = \"next\"",
    "\"ctrl-k up\" = \"first\"",
    "\u{0}",
];

fn any_code() -> impl Strategy<Value = Code> {
    let named = vec![
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::BackTab,
        Code::Backspace,
        Code::Delete,
        Code::Insert,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::Char(' '),
    ];
    prop_oneof![
        prop::sample::select(named),
        (1..=24u8).prop_map(Code::F),
        proptest::char::range('!', '~').prop_map(Code::Char),
        proptest::char::range('一', '龟').prop_map(Code::Char),
    ]
}

fn any_key() -> impl Strategy<Value = Key> {
    (any_code(), any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(code, ctrl, alt, shift)| Key::new(code, ctrl, alt, shift))
}

proptest! {
    #[test]
    fn keys_read_what_they_print(key in any_key()) {
        let printed = key.to_string();
        prop_assert_eq!(printed.parse::<Key>(), Ok(key), "{}", printed);
        prop_assert!(!key.label().is_empty());
    }

    #[test]
    fn chords_read_what_they_print(keys in prop::collection::vec(any_key(), 1..4)) {
        let chord = Chord(keys);
        prop_assert_eq!(chord.to_string().parse::<Chord>(), Ok(chord));
    }

    #[test]
    fn a_twin_has_no_twin(key in any_key()) {
        if let Some(twin) = key.twin() {
            prop_assert_eq!(twin.twin(), None, "{} {}", key, twin);
        }
    }

    #[test]
    fn reading_never_fails_hard(written in ".{0,12}") {
        let _ = written.parse::<Chord>();
        let _ = with(&written);
    }

    /// The file is read on after an error, to name what is written twice; nothing that people write may stop that.
    #[test]
    fn torn_files_never_fail_hard(lines in prop::collection::vec(prop::sample::select(TORN), 0..8)) {
        for end in ["\n", "\r\n", ""] {
            let _ = with(&lines.join(end));
        }
    }
}

/// What a terminal can send is never refused by the loader for being like another key, except to spare input methods.
#[test]
fn what_arrives_has_no_twin() {
    let all = [KeyModifiers::CONTROL, KeyModifiers::ALT, KeyModifiers::SHIFT];
    for c in
        (' '..='~').map(KeyCode::Char).chain([KeyCode::Enter, KeyCode::Tab, KeyCode::BackTab, KeyCode::Esc])
    {
        for bits in 0..8 {
            let held = all.iter().enumerate().filter(|(at, _)| bits & (1 << at) != 0);
            let modifiers = held.fold(KeyModifiers::NONE, |sum, (_, modifier)| sum | *modifier);
            let Some(key) = press(c, modifiers) else { continue };
            let types = key.twin().is_some_and(|twin| twin.bare().is_some());
            assert!(key.twin().is_none() || types, "{c:?} {modifiers:?} gives {key}");
        }
    }
}
