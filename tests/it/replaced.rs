//! The KB changes as a whole under an open desk: it says so, goes on with what it has, and recovers.

use std::path::Path;

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::env::Env;

fn article(id: &str, lead: &str) -> serde_json::Value {
    json!({"id": id, "question": "宽带断了怎么办", "internal": lead, "customer": "您好，请先重启光猫。"})
}

fn open(env: &Env) -> (Desk, String) {
    env.file("config/settings.toml", "channel = \"sms\"\n");
    let kb = env.kb("kb", &[article("kd-1", "先查欠费。")]);
    let mut desk = Desk::start(env, &["--kb", &kb], 120, 30);
    desk.until_text("条知识").keys("宽带").until_text("内部口径  kd-1");
    (desk, kb)
}

fn change_places(one: &str, other: &str) {
    let between = format!("{one}-between");
    std::fs::rename(one, &between).unwrap();
    std::fs::rename(other, one).unwrap();
    std::fs::rename(between, other).unwrap();
}

/// Says that a newer program has written the file.
fn raise_schema(kb: &str) {
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE;
    let conn = rusqlite::Connection::open_with_flags(Path::new(kb).join("articles.db"), flags).unwrap();
    conn.pragma_update(None, "user_version", 99).unwrap();
}

#[test]
fn another_kb_in_its_place_is_on_the_screen_with_the_next_key() {
    let env = Env::new();
    let (mut desk, kb) = open(&env);
    let other = env.kb("other", &[article("kd-9", "先查光猫。")]);
    change_places(&kb, &other);
    // A desk that looked by itself just before says that kd-1 is gone; nothing else of it is left.
    desk.keys("断")
        .until_text("kd-9")
        .until("nothing of the old one", |s| !s.has("内部口径  kd-1") && !s.has("先查欠费"));
    // A favourite is answered when it is written, and what was copied is written before it.
    desk.keys("<enter>").until_text("OSC 52").keys("<ctrl-k><ctrl-y>").until_text("已收藏");
    assert_eq!(env.rows("state/desk.db", "SELECT article FROM history"), ["kd-9"]);
}

#[test]
fn one_by_a_newer_program_is_named_marked_and_over_when_it_is_back() {
    let env = Env::new();
    let (mut desk, kb) = open(&env);
    let other = env.kb("other", &[article("kd-9", "先查光猫。")]);
    raise_schema(&other);
    change_places(&kb, &other);
    desk.keys("断").until_text("更新版本的知席").until_text("[仍用旧内容]");
    desk.keys("了").until("it still finds and shows", |s| s.has("kd-1") && s.has("[仍用旧内容]"));
    // What is given now waits: it is not written into what this program does not know.
    desk.keys("<ctrl-f>").until_text("内容有错").keys("<enter>").until_text("已记录，等待导出");
    change_places(&kb, &other);
    desk.keys("怎").until_text("知识库恢复了").until("no mark any more", |s| !s.has("[仍用旧内容]"));
}

#[test]
fn one_that_is_taken_away_answers_on_and_is_found_again() {
    let env = Env::new();
    let (mut desk, kb) = open(&env);
    let away = env.at("away");
    std::fs::rename(&kb, &away).unwrap();
    desk.keys("断").until_text("[仍用旧内容]").until_text("kd-1").keys("<enter>").until_text("OSC 52");
    std::fs::rename(&away, &kb).unwrap();
    desk.keys("了").until_text("知识库恢复了").until_text("kd-1");
}

#[test]
fn a_snapshot_that_is_half_there_is_named_and_the_one_before_stays() {
    let env = Env::new();
    let kb = env.kb("kb", &[article("kd-1", "先查欠费。")]);
    let snapshots = env.at("snapshots");
    env.ok(&["export", "--kb", &kb, "--snapshot", &snapshots]);
    let mut desk = Desk::start(&env, &["--kb", &snapshots], 120, 30);
    desk.until_text("条知识").keys("宽带").until_text("内部口径  kd-1");
    let current = std::fs::read_to_string(env.path("snapshots/current")).unwrap();
    std::fs::write(env.path("snapshots/current"), "s-on-its-way\n").unwrap();
    desk.keys("断").until_text("s-on-its-way").until_text("[仍用旧内容]").until_text("kd-1");
    std::fs::write(env.path("snapshots/current"), current).unwrap();
    desk.keys("了").until_text("知识库恢复了");
}

#[test]
fn one_that_is_damaged_or_cannot_be_read_is_named_and_the_desk_answers_on() {
    let env = Env::new();
    let (mut desk, kb) = open(&env);
    let damaged = env.kb("damaged", &[article("kd-8", "别的。")]);
    std::fs::write(Path::new(&damaged).join("articles.db"), vec![0x5a; 64 * 1024]).unwrap();
    change_places(&kb, &damaged);
    desk.keys("断").until_text("[仍用旧内容]").until_text("kd-1").keys("<enter>").until_text("OSC 52");
    change_places(&kb, &damaged);
    desk.keys("了").until_text("知识库恢复了").until_text("kd-1");
    // A folder stands where the file should be: nobody can read that, not even the superuser.
    let unreadable = env.kb("unreadable", &[article("kd-7", "别的。")]);
    std::fs::remove_file(Path::new(&unreadable).join("articles.db")).unwrap();
    std::fs::create_dir(Path::new(&unreadable).join("articles.db")).unwrap();
    change_places(&kb, &unreadable);
    desk.keys("怎").until_text("[仍用旧内容]").until_text("kd-1");
    change_places(&kb, &unreadable);
    desk.keys("么").until_text("知识库恢复了").until_text("kd-1");
}
