//! The rules of the house, checked by reading `src/`: which room may use what, and which doors there are.

use crate::support::repo;
use crate::support::source::{Source, files_below, sources};

/// What belongs to some rooms only: the beginning of a path, the rooms.
const OWN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("tantivy", &["search"]),
    ("jieba_rs", &["text"]),
    ("fast2s", &["text"]),
    ("unicode_width", &["text"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("anyhow", &["cli"]),
    ("csv", &["import"]),
    ("encoding_rs", &["import"]),
    ("calamine", &["import"]),
    ("dom_query", &["import"]),
    ("hayro_syntax", &["import"]),
    ("flate2", &["import"]),
    ("quick_xml", &["import"]),
    ("serde_saphyr", &["import", "kb"]),
    ("directories", &["config"]),
    ("nix", &["config"]),
    // The door hands the arguments on.
    ("std::env", &["config", "main"]),
    ("std::time::SystemTime::now", &["config"]),
    ("SystemTime::now", &["config"]),
    ("jiff::Timestamp::now", &["config"]),
    ("jiff::Zoned::now", &["config"]),
    ("Timestamp::now", &["config"]),
    ("Zoned::now", &["config"]),
    ("println::!", &["cli"]),
    ("print::!", &["cli"]),
    ("eprintln::!", &["cli"]),
    ("eprint::!", &["cli"]),
    ("dbg::!", &[]),
    ("std::io::stdout", &["cli", "tui"]),
    ("io::stdout", &["cli", "tui"]),
    ("std::io::stderr", &["cli", "tui"]),
    ("io::stderr", &["cli", "tui"]),
    ("std::process::exit", &[]),
    ("process::exit", &[]),
];

/// The doors: a room and what it may use of the house. What is above is not known below.
const DOORS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("i18n", &[]),
    ("config", &["i18n", "model", "text"]),
    ("store", &["model", "text"]),
    ("search", &["model", "text"]),
    ("customer", &["model", "text"]),
    ("kb", &["store", "search", "customer", "model", "text"]),
    ("import", &["kb", "customer", "model", "text", "i18n"]),
    ("serve", &["kb", "customer", "model", "text", "i18n"]),
    ("tui", &["kb", "customer", "model", "text", "i18n", "config"]),
    ("cli", &["tui", "serve", "import", "kb", "customer", "model", "text", "i18n", "config"]),
    ("main", &["cli"]),
];

/// Files that may go through a door that their room has not: path, room, reason.
const SIDE_DOORS: &[(&str, &str, &str)] = &[
    ("kb/error.rs", "i18n", "an error says itself in the person's language"),
    ("kb/refusal.rs", "i18n", "a refusal says itself in the person's language"),
];

/// Rooms that compute and do nothing: no file, no clock, no thread, no process.
const PURE: &[&str] = &["text", "model", "customer"];
const DOING: &[&str] = &["std::fs", "std::net", "std::process", "std::thread", "std::time", "std::env"];

fn begins(name: &[String], with: &str) -> bool {
    let with: Vec<&str> = with.split("::").collect();
    name.len() >= with.len() && name.iter().zip(&with).all(|(a, b)| a == b)
}

fn complain(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn offences(mut judge: impl FnMut(&Source, &[String]) -> Option<String>) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources() {
        for name in source.names() {
            if let Some(complaint) = judge(&source, &name) {
                found.push(format!("src/{}: {} — {complaint}", source.path, name.join("::")));
            }
        }
    }
    found
}

#[test]
fn each_room_uses_what_is_its_own() {
    complain(&offences(|source, name| {
        let (_, rooms) = OWN.iter().find(|(what, _)| begins(name, what))?;
        (!rooms.contains(&source.room.as_str())).then(|| format!("belongs to {rooms:?}"))
    }));
}

#[test]
fn doors_are_one_way() {
    complain(&offences(|source, name| {
        let [root, room, ..] = name else { return None };
        let root_is_house = root == "crate" || root == "zhixi";
        let known = DOORS.iter().any(|(one, _)| one == room);
        if !root_is_house || !known || *room == source.room || source.room == "lib" {
            return None;
        }
        let Some((_, doors)) = DOORS.iter().find(|(one, _)| *one == source.room) else {
            return Some(format!("{} is no room of the house", source.room));
        };
        let side = SIDE_DOORS.iter().any(|(path, to, _)| *path == source.path && to == room);
        (!doors.contains(&room.as_str()) && !side).then(|| format!("{} has no door to {room}", source.room))
    }));
}

#[test]
fn every_room_of_the_map_has_its_doors_written_down() {
    let lib = sources().into_iter().find(|s| s.path == "lib.rs").expect("src/lib.rs");
    assert!(lib.lines < 60, "lib.rs holds only the map");
    for source in sources() {
        let room = source.room.as_str();
        assert!(
            room == "lib" || DOORS.iter().any(|(one, _)| *one == room),
            "src/{}: no such room",
            source.path
        );
    }
}

#[test]
fn pure_rooms_do_nothing() {
    complain(&offences(|source, name| {
        let pure = PURE.contains(&source.room.as_str());
        (pure && DOING.iter().any(|what| begins(name, what))).then(|| "a pure room".to_owned())
    }));
}

#[test]
fn no_file_is_long_without_a_reason() {
    let long: Vec<String> = sources()
        .into_iter()
        .filter(|source| source.lines > 600 && !source.head.to_lowercase().contains("long because"))
        .map(|source| {
            format!("src/{}: {} lines and no `Long because …` at the top", source.path, source.lines)
        })
        .collect();
    complain(&long);
}

#[test]
fn no_test_file_was_forgotten() {
    let folder = repo("tests/it");
    for file in files_below(&folder, "rs") {
        let relative = file.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        if relative == "main.rs" {
            continue;
        }
        let module = relative.trim_end_matches(".rs").trim_end_matches("/mod");
        let (above, name) = module.rsplit_once('/').map_or(("", module), |(above, name)| (above, name));
        let parent =
            if above.is_empty() { folder.join("main.rs") } else { folder.join(above).join("mod.rs") };
        let text = std::fs::read_to_string(&parent).unwrap_or_default();
        let named = text.lines().any(|l| l == format!("mod {name};") || l == format!("pub mod {name};"));
        assert!(named, "tests/it/{relative} is not named in {}", parent.display());
    }
    let others: Vec<_> = std::fs::read_dir(repo("tests"))
        .unwrap()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.ends_with(".rs"))
        .collect();
    assert!(others.is_empty(), "one integration binary, but tests/ also has {others:?}");
}
