//! `--kb` that is not what it should be: named, with what to do, exit 3, and nothing changed.

use crate::support::env::Env;
#[cfg(unix)]
use crate::support::env::Stranger;
use serde_json::json;

const USES: &[&[&str]] = &[&["search", "宽带"], &["show", "x"], &["export"], &["reindex"], &["doctor"]];

fn refused(env: &Env, kb: &str, words: &[&str]) {
    for verb in USES {
        let args: Vec<&str> = ["--kb", kb].into_iter().chain(verb.iter().copied()).collect();
        env.run(&args).expect_code(3).complains_of(words).complains_of(&[kb]);
    }
}

/// Offsets in the header of an SQLite file.
const USER_VERSION: usize = 60;
const APPLICATION_ID: usize = 68;

fn patch(path: &std::path::Path, at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut contents = std::fs::read(path).unwrap();
    contents[at..at + bytes.len()].copy_from_slice(bytes);
    std::fs::write(path, &contents).unwrap();
    contents
}

fn one(env: &Env) -> String {
    env.kb("kb", &[json!({"id": "a", "question": "宽带怎么装", "internal": "打电话"})])
}

#[test]
fn an_absent_directory() {
    let env = Env::new();
    let kb = env.at("not-there");
    refused(&env, &kb, &["zhixi import --kb"]);
    assert!(!env.path("not-there").exists());
}

#[test]
fn a_file() {
    let env = Env::new();
    let kb = env.file("kb.jsonl", "{}\n");
    refused(&env, &kb, &["zhixi import --kb"]);
    env.run(&["import", "--kb", &kb, &kb]).expect_code(3);
    assert_eq!(std::fs::read_to_string(&kb).unwrap(), "{}\n");
}

#[test]
fn an_empty_directory_and_one_that_holds_other_things() {
    let env = Env::new();
    for (name, entries) in [("empty", 0), ("full", 1)] {
        std::fs::create_dir(env.path(name)).unwrap();
        if entries > 0 {
            env.file("full/letter.txt", "hello");
        }
        refused(&env, &env.at(name), &["zhixi import --kb"]);
        assert_eq!(std::fs::read_dir(env.path(name)).unwrap().count(), entries, "{name}");
    }
    let file = env.file("in.jsonl", "{\"question\":\"好的\"}\n");
    env.run(&["import", "--kb", &env.at("full"), &file]).expect_code(3);
    env.ok(&["import", "--kb", &env.at("empty"), &file]);
    assert_eq!(std::fs::read_dir(env.path("full")).unwrap().count(), 1);
}

#[test]
fn a_newer_schema_is_refused_untouched() {
    let env = Env::new();
    let kb = one(&env);
    let database = env.path("kb/articles.db");
    let before = patch(&database, USER_VERSION, &99_u32.to_be_bytes());
    refused(&env, &kb, &[]);
    let file = env.file("more.jsonl", "{\"question\":\"好的\"}\n");
    env.run(&["import", "--kb", &kb, &file]).expect_code(3);
    assert!(std::fs::read(&database).unwrap() == before, "the refusal changed the file");
}

#[test]
fn a_database_of_another_program_is_refused_untouched() {
    let env = Env::new();
    let kb = one(&env);
    let database = env.path("kb/articles.db");
    let before = patch(&database, APPLICATION_ID, b"ABCD");
    refused(&env, &kb, &[]);
    assert!(std::fs::read(&database).unwrap() == before, "the refusal changed the file");
}

#[test]
fn a_damaged_database_is_named_and_left_alone() {
    let env = Env::new();
    let kb = one(&env);
    let database = env.path("kb/articles.db");
    let whole = std::fs::read(&database).unwrap();
    let mut scrambled = whole.clone();
    for byte in scrambled.iter_mut().skip(4096).step_by(3) {
        *byte ^= 0x5a;
    }
    for (what, contents) in [
        ("empty", Vec::new()),
        ("not SQLite", b"hello, this is a letter\n".repeat(200)),
        ("truncated", whole[..whole.len() / 2].to_vec()),
        ("cut within a page", whole[..5000].to_vec()),
        ("scrambled", scrambled),
    ] {
        std::fs::write(&database, &contents).unwrap();
        for verb in [&["search", "宽带"][..], &["doctor"], &["export"], &["reindex"]] {
            let args: Vec<&str> = ["--kb", &kb].into_iter().chain(verb.iter().copied()).collect();
            let output = env.run(&args);
            assert!(!output.stderr.contains("panicked"), "{what}: {output}");
            // Doctor may see the damage and report it as a finding.
            let codes: &[i32] = if verb == ["doctor"] { &[1, 3] } else { &[3] };
            assert!(codes.contains(&output.code), "{what}: {output}");
            assert!(!output.stderr.trim().is_empty() || verb == ["doctor"], "{what}: {output}");
        }
        assert!(std::fs::read(&database).unwrap() == contents, "{what}: the file was changed");
    }
}

#[test]
fn a_missing_or_damaged_index_is_built_again() {
    let env = Env::with_demo();
    let wanted = env.ok(&["search", "--json", "宽带"]).stdout;
    let demo = std::fs::read_dir(env.path("data")).unwrap().next().unwrap().unwrap().path();
    let index = demo.join("index");
    std::fs::remove_dir_all(&index).unwrap();
    env.run(&["doctor"]).expect_code(1);
    assert_eq!(env.ok(&["search", "--json", "宽带"]).stdout, wanted, "after the index was removed");
    env.ok(&["doctor"]);
    for (at, damage) in ["empty", "garbage"].into_iter().enumerate() {
        let files = crate::support::source::files_below(&index, "");
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e != "lock")) {
            std::fs::write(file, if at == 0 { &b""[..] } else { &b"garbage garbage garbage"[..] }).unwrap();
        }
        assert_eq!(env.ok(&["search", "--json", "宽带"]).stdout, wanted, "{damage}");
        env.ok(&["doctor"]);
    }
    std::fs::write(index.join("CURRENT"), "../../elsewhere").unwrap();
    assert_eq!(env.ok(&["search", "--json", "宽带"]).stdout, wanted, "CURRENT leads elsewhere");
    env.ok(&["reindex"]);
    assert_eq!(env.ok(&["search", "--json", "宽带"]).stdout, wanted, "reindex");
}

/// Bits that rot in one file of the index must not crash a search, and `doctor` sees them.
#[test]
fn a_rotten_index_file_is_seen_by_doctor_and_mended_by_reindex() {
    let env = Env::with_demo();
    let demo = std::fs::read_dir(env.path("data")).unwrap().next().unwrap().unwrap().path();
    for extension in ["idx", "store", "term", "fast", "fieldnorm"] {
        let files = crate::support::source::files_below(&demo.join("index"), extension);
        let file = files.first().unwrap_or_else(|| panic!("no .{extension} in the index"));
        let mut bytes = std::fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        for byte in bytes.iter_mut().skip(middle.saturating_sub(50)).take(100) {
            *byte = !*byte;
        }
        std::fs::write(file, bytes).unwrap();
        let search = env.run(&["search", "宽带"]);
        assert!(!search.stderr.contains("panicked"), "{extension}: {search}");
        let doctor = env.run(&["doctor"]);
        assert!(doctor.code == 1 && doctor.stdout.contains("reindex"), "{extension}: {doctor}");
        env.ok(&["reindex"]);
        env.ok(&["doctor"]);
    }
}

#[test]
fn a_writer_that_holds_the_lock_is_named_and_readers_go_on() {
    let env = Env::new();
    let kb = one(&env);
    let before = env.ok(&["export", "--kb", &kb]).stdout;
    #[expect(clippy::disallowed_methods, reason = "another program has no store::open")]
    let holder = rusqlite::Connection::open(env.path("kb/articles.db")).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    env.ok(&["search", "--kb", &kb, "宽带"]);
    env.ok(&["show", "--kb", &kb, "a"]);
    let file = env.file("more.jsonl", "{\"question\":\"好的\"}\n");
    env.run(&["import", "--kb", &kb, &file]).expect_code(3).complains_of(&["articles.db"]);
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(env.ok(&["export", "--kb", &kb]).stdout, before);
}

#[cfg(unix)]
#[test]
fn somebody_who_may_only_read_reads_and_is_told_when_writing() {
    let env = Env::new();
    let kb = one(&env);
    let file = env.file("more.jsonl", "{\"question\":\"好的\"}\n");
    let Some(other) = Stranger::of(&env) else { return };
    other.run(&["search", "--kb", &kb, "宽带"]).expect_code(0);
    other.run(&["doctor", "--kb", &kb]).expect_code(0);
    other.run(&["import", "--kb", &kb, &file]).expect_code(3).complains_of(&[&kb]);
    other.run(&["reindex", "--kb", &kb]).expect_code(3).complains_of(&[&kb]);
    other.run(&["import", "--kb", &env.at("new"), &file]).expect_code(3).complains_of(&["new"]);
    // And one who may not even look.
    std::fs::set_permissions(&kb, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    other.run(&["search", "--kb", &kb, "宽带"]).expect_code(3).complains_of(&[&kb]);
    other.run(&["import", "--kb", &kb, &file]).expect_code(3).complains_of(&[&kb]);
}
