//! Out and in again, byte by byte; and snapshots.

#[cfg(unix)]
use crate::support::env::Stranger;
use crate::support::env::{Env, skip};
use crate::support::repo;
use crate::support::source::files_below;

fn round_trip(env: &Env, first: &str) {
    let out = env.at("one.jsonl");
    env.ok(&["export", "--kb", first, &out]);
    let second = env.at("second");
    env.ok(&["import", "--kb", &second, &out]);
    let again = env.at("two.jsonl");
    env.ok(&["export", "--kb", &second, &again]);
    let (one, two) = (std::fs::read(&out).unwrap(), std::fs::read(&again).unwrap());
    assert!(!one.is_empty());
    for (a, b) in String::from_utf8_lossy(&one).lines().zip(String::from_utf8_lossy(&two).lines()) {
        assert_eq!(a, b);
    }
    assert!(one == two, "{} and {} bytes", one.len(), two.len());
    assert_eq!(env.ok(&["export", "--kb", &second]).stdout.as_bytes(), one, "standard output");
    assert!(!env.path("one.jsonl.new").exists());
    env.ok(&["doctor", "--kb", &second]);
}

#[test]
fn the_demo_comes_back_byte_by_byte() {
    let env = Env::with_demo();
    let demo = std::fs::read_dir(env.path("data")).unwrap().next().unwrap().unwrap().path();
    round_trip(&env, demo.to_str().unwrap());
}

#[test]
fn rows_of_every_format_come_back_byte_by_byte() {
    let env = Env::new();
    let kb = env.at("kb");
    for name in ["good.jsonl", "table.csv", "markdown"] {
        let file = repo("tests/data/cli").join(name);
        env.ok(&["import", "--kb", &kb, "--stage", "published", file.to_str().unwrap()]);
    }
    round_trip(&env, &kb);
}

#[test]
fn an_export_that_cannot_be_written_leaves_what_was_there() {
    let env = Env::with_demo();
    env.run(&["export", &env.at("no/such/folder/out.jsonl")]).expect_code(2).complains_of(&["out.jsonl"]);
    std::fs::create_dir(env.path("folder")).unwrap();
    env.run(&["export", &env.at("folder")]).expect_code(2).complains_of(&["folder"]);
    assert_eq!(std::fs::read_dir(env.path("folder")).unwrap().count(), 0);
    assert!(!env.path("folder.new").exists(), "a draft was left behind");
}

/// Only as standard output, opened for writing: as the name of a file to export to it would be replaced, see
/// `an_export_never_replaces_what_is_no_file`.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_on_standard_output_is_told() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        return skip("there is no /dev/full");
    };
    if full.metadata().unwrap().is_file() {
        return skip("/dev/full is a file here");
    }
    let env = Env::with_demo();
    let output = env.command(&["export"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Exporting to a device or a pipe renamed the draft over it: run as root, `zhixi export /dev/full` destroyed the
/// device. Tested with a pipe of its own, never with a device of the machine.
#[cfg(unix)]
#[test]
fn an_export_never_replaces_what_is_no_file() {
    use std::os::unix::fs::FileTypeExt as _;
    let env = Env::with_demo();
    let pipe = env.at("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let path = env.path("pipe");
    // A reader that takes everything, so that a program which writes into the pipe does not wait.
    std::thread::spawn(move || std::fs::read(path));
    env.run(&["export", &pipe]);
    let kind = std::fs::symlink_metadata(env.path("pipe")).unwrap().file_type();
    assert!(kind.is_fifo(), "the pipe was replaced by a file");
}

#[test]
fn a_snapshot_says_what_the_kb_says_and_is_never_written() {
    let env = Env::with_demo();
    let snapshots = env.at("snapshots");
    env.ok(&["export", "--snapshot", &snapshots]);
    let wanted = env.ok(&["search", "--json", "宽带"]).stdout;
    let list = |()| -> Vec<(std::path::PathBuf, u64)> {
        files_below(&env.path("snapshots"), "")
            .into_iter()
            .map(|f| (f.clone(), std::fs::metadata(&f).unwrap().len()))
            .collect()
    };
    let before = list(());
    assert_eq!(env.ok(&["search", "--kb", &snapshots, "--json", "宽带"]).stdout, wanted);
    env.ok(&["doctor", "--kb", &snapshots]);
    env.run(&["reindex", "--kb", &snapshots]).expect_code(3);
    let file = env.file("more.jsonl", "{\"question\":\"好的\"}\n");
    env.run(&["import", "--kb", &snapshots, &file]).expect_code(3).complains_of(&["snapshots"]);
    assert_eq!(env.ok(&["export", "--kb", &snapshots]).stdout, env.ok(&["export"]).stdout);
    assert_eq!(list(()), before, "a snapshot was changed");
    // A second one beside it takes over.
    env.ok(&["export", "--snapshot", &snapshots]);
    let folders =
        std::fs::read_dir(env.path("snapshots")).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir());
    assert_eq!(folders.count(), 2);
    assert_eq!(env.ok(&["search", "--kb", &snapshots, "--json", "宽带"]).stdout, wanted);
}

#[test]
fn a_changed_snapshot_is_seen_by_doctor() {
    let env = Env::with_demo();
    let snapshots = env.at("snapshots");
    env.ok(&["export", "--snapshot", &snapshots]);
    let store = files_below(&env.path("snapshots"), "store").remove(0);
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[10] ^= 1;
    std::fs::write(&store, bytes).unwrap();
    env.run(&["doctor", "--kb", &snapshots]).expect_code(1);
    std::fs::write(env.path("snapshots/current"), "../elsewhere\n").unwrap();
    env.run(&["search", "--kb", &snapshots, "宽带"]).expect_code(3);
    std::fs::write(env.path("snapshots/current"), "s-not-there\n").unwrap();
    env.run(&["search", "--kb", &snapshots, "宽带"]).expect_code(3);
}

#[test]
fn a_snapshot_never_lands_in_a_working_kb() {
    let env = Env::new();
    let kb = env.kb("kb", &[serde_json::json!({"id": "a", "question": "宽带", "internal": "x"})]);
    let before = files_below(&env.path("kb"), "").len();
    let output = env.run(&["export", "--kb", &kb, "--snapshot", &kb]);
    assert!(output.code >= 2, "{output}");
    assert_eq!(files_below(&env.path("kb"), "").len(), before);
}

/// A shared snapshot: made by one user, read by others who may write nothing there.
#[cfg(unix)]
#[test]
fn a_snapshot_opens_for_others_where_nothing_can_be_written() {
    let env = Env::with_demo();
    let snapshots = env.at("snapshots");
    env.ok(&["export", "--snapshot", &snapshots]);
    let wanted = env.ok(&["search", "--kb", &snapshots, "--json", "宽带"]).stdout;
    let Some(other) = Stranger::of(&env) else { return };
    let found = other.run(&["search", "--kb", &snapshots, "--json", "宽带"]).expect_code(0);
    assert_eq!(found.stdout, wanted);
    other.run(&["doctor", "--kb", &snapshots]).expect_code(0);
}

#[test]
fn what_desks_export_for_the_editors_is_taken_over_once() {
    let env = Env::new();
    let kb = env.at("kb");
    env.ok(&["import", "--kb", &kb, repo("tests/data/cli/good.jsonl").to_str().unwrap()]);
    let line = |uuid: &str| {
        format!(
            r#"{{"uuid":"{uuid}","at":1780000000000,"by":"wang","agent_no":"1","what":"gap","text":"{{\"query\":\"无人机\"}}"}}"#
        )
    };
    let given = env.at("given.jsonl");
    let (one, two) = ("0192a0c0-0000-7000-8000-000000000001", "0192a0c0-0000-7000-8000-000000000002");
    std::fs::write(&given, format!("{}\n{}\n", line(one), line(two))).unwrap();
    let first = env.ok(&["import", "--kb", &kb, "--feedback", "--json", &given]);
    assert!(first.stdout.contains(r#""added":2"#), "{}", first.stdout);
    let again = env.ok(&["import", "--kb", &kb, "--feedback", "--json", &given]);
    assert!(
        again.stdout.contains(r#""added":0,"#) && again.stdout.contains(r#""unchanged":2"#),
        "{}",
        again.stdout
    );
    std::fs::write(&given, "{}\n").unwrap();
    let bad = env.run(&["import", "--kb", &kb, "--feedback", &given]);
    assert_eq!(bad.code, 1);
    assert!(bad.stderr.contains("第 1 行"), "{}", bad.stderr);
}
