//! Killed in the middle of work, twenty times each: the KB opens, `doctor` is content after at most a catch-up,
//! nothing acknowledged is lost, and the work can be done again.

use std::io::{BufRead as _, BufReader};
use std::path::Path;

use crate::support::env::{Env, copy_folder};

const TIMES: usize = 20;
const ROWS: usize = 2_500;

fn articles(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|n| {
            format!(
                "{{\"id\":\"k-{n}\",\"question\":\"第{n}号套餐怎么办理\",\"similar\":[\"{n}号套餐办理\"],\
                 \"internal\":\"先查{n}号套餐。\",\"customer\":\"您好，{n}号套餐可以办理。\"}}\n"
            )
        })
        .collect()
}

/// Starts the work, kills it at the given line of progress; whether the line came before the end.
fn killed_at(env: &Env, args: &[&str], line: usize) -> bool {
    let (mut child, stderr) = env.start_with_progress(args);
    let mut lines =
        BufReader::new(stderr).lines().map_while(Result::ok).filter(|l| l.starts_with("progress "));
    let came = lines.nth(line).is_some();
    child.kill().unwrap();
    let status = child.wait().unwrap();
    // Read to the end, so that the program was never held up by a full pipe.
    lines.for_each(drop);
    came && !status.success()
}

/// Kills the work once it writes, from the first page to long after the last: each round after twice as many looks at the log.
fn killed_while_writing(env: &Env, args: &[&str], log: &Path, round: usize) {
    let size = || std::fs::metadata(log).map_or(0, |meta| meta.len());
    let before = size();
    let mut child = env.command(args).stdout(std::process::Stdio::null()).spawn().unwrap();
    let mut looks = 0;
    while child.try_wait().unwrap().is_none() && looks < 1 << round {
        looks += usize::from(size() > before);
    }
    let _ = child.kill();
    child.wait().unwrap();
}

/// How many lines of progress the work prints when it is let be.
fn lines_of(env: &Env, args: &[&str]) -> usize {
    let (mut child, stderr) = env.start_with_progress(args);
    let lines =
        BufReader::new(stderr).lines().map_while(Result::ok).filter(|l| l.starts_with("progress ")).count();
    assert!(child.wait().unwrap().success(), "{args:?}");
    lines
}

/// A KB with an acknowledged import of ten articles.
fn acknowledged(env: &Env) -> String {
    let kb = env.at("kb");
    let file = env.file("ten.jsonl", articles(900_000, 10));
    env.ok(&["import", "--kb", &kb, &file]);
    kb
}

fn exported(env: &Env, kb: &str) -> usize {
    env.ok(&["export", "--kb", kb]).stdout.lines().count()
}

/// The KB is in order, after at most a search.
fn assert_in_order(env: &Env, kb: &str, what: &str) {
    let found = env.ok(&["search", "--kb", kb, "--json", "第900005号套餐怎么办理"]).json();
    assert_eq!(found[0]["id"], "k-900005", "{what}: what was acknowledged is lost");
    env.ok(&["doctor", "--kb", kb]);
}

#[test]
fn an_import_that_is_killed_has_landed_whole_or_not_at_all() {
    let env = Env::new();
    let kb = acknowledged(&env);
    let file = env.file("many.jsonl", articles(0, ROWS));
    let args = ["import", "--kb", &kb, "--stage", "published", file.as_str()];
    copy_folder(Path::new(&kb), &env.path("probe"));
    let probe = env.at("probe");
    let lines = lines_of(&env, &["import", "--kb", &probe, "--stage", "published", file.as_str()]);
    assert!(lines >= 4, "{lines} lines of progress");
    let mut killed = 0;
    for round in 0..TIMES {
        let what = format!("round {round}");
        killed += usize::from(killed_at(&env, &args, round % lines));
        assert_in_order(&env, &kb, &what);
        let count = exported(&env, &kb);
        assert!(count == 10 || count == 10 + ROWS, "{what}: {count} articles, which is half an import");
        if count > 10 {
            // It had landed. Begin anew, or the rest would only find unchanged rows.
            std::fs::remove_dir_all(&kb).unwrap();
            acknowledged(&env);
        }
    }
    assert!(killed >= TIMES / 2, "only {killed} of {TIMES} were killed in the middle");
    let done =
        env.ok(&["import", "--kb", &kb, "--stage", "published", "--json", file.as_str()]).json().remove(0);
    assert_eq!(done["added"], ROWS, "{done}");
    env.ok(&["doctor", "--kb", &kb]);
    assert_eq!(exported(&env, &kb), 10 + ROWS);
}

/// The first import, which makes the KB: afterwards there is a KB or a place for one, and importing works.
#[test]
fn a_first_import_that_is_killed_can_be_done_again() {
    let env = Env::new();
    let file = env.file("many.jsonl", articles(0, ROWS));
    for round in 0..TIMES {
        let kb = env.at(&format!("kb-{round}"));
        killed_at(&env, &["import", "--kb", &kb, &file], round % 8);
        if round % 4 == 0 {
            let done = env.ok(&["import", "--kb", &kb, "--json", &file]).json().remove(0);
            let landed = done["added"].as_u64().unwrap() + done["unchanged"].as_u64().unwrap();
            assert_eq!(landed, ROWS as u64, "round {round}: {done}");
            let hits = env.ok(&["search", "--kb", &kb, "--json", "第77号套餐怎么办理"]).json();
            assert_eq!(hits[0]["id"], "k-77", "round {round}: imported anew, and not published");
        } else if Path::new(&kb).join("articles.db").exists() {
            env.run(&["search", "--kb", &kb, "第77号套餐怎么办理"]);
        }
        if Path::new(&kb).join("articles.db").exists() {
            env.ok(&["doctor", "--kb", &kb]);
        }
    }
}

#[test]
fn an_indexing_that_is_killed_costs_a_catch_up() {
    let env = Env::new();
    let kb = acknowledged(&env);
    let file = env.file("many.jsonl", articles(0, ROWS));
    env.ok(&["import", "--kb", &kb, "--stage", "published", &file]);
    // Hits of one score come in the order in which the index holds them, which differs from build to build.
    let find = || env.ok(&["search", "--kb", &kb, "--json", "第77号套餐怎么办理"]).json().remove(0);
    let wanted = find();
    let lines = lines_of(&env, &["reindex", "--kb", &kb]);
    let mut killed = 0;
    for round in 0..TIMES {
        let what = format!("round {round}");
        if round % 3 == 2 {
            // Without an index to fall back on.
            std::fs::remove_dir_all(Path::new(&kb).join("index")).unwrap();
        }
        killed += usize::from(killed_at(&env, &["reindex", "--kb", &kb], round % lines));
        assert_in_order(&env, &kb, &what);
        assert_eq!(find(), wanted, "{what}");
    }
    assert!(killed >= TIMES / 2, "only {killed} of {TIMES} were killed in the middle");
    env.ok(&["reindex", "--kb", &kb]);
    let folders = std::fs::read_dir(Path::new(&kb).join("index"))
        .unwrap()
        .filter(|e| e.as_ref().unwrap().path().is_dir());
    assert!(folders.count() <= 2, "indexes of killed runs are left lying about");
}

#[test]
fn a_snapshot_that_is_killed_leaves_the_one_before() {
    let env = Env::new();
    let kb = acknowledged(&env);
    let file = env.file("many.jsonl", articles(0, ROWS));
    env.ok(&["import", "--kb", &kb, "--stage", "published", &file]);
    let root = env.at("snapshots");
    let args = ["export", "--kb", kb.as_str(), "--snapshot", root.as_str()];
    let lines = lines_of(&env, &args);
    assert!(lines >= 1, "a snapshot prints no progress");
    for round in 0..TIMES {
        let what = format!("round {round}");
        killed_at(&env, &args, round % lines);
        assert_in_order(&env, &root, &what);
        assert_in_order(&env, &kb, &what);
    }
    env.ok(&args);
    assert_in_order(&env, &root, "the last one");
}

/// The program is killed as soon as it has begun to write, twenty times over a text that goes in and out of use.
#[test]
fn a_text_whose_publication_is_killed_is_published_or_is_not() {
    let env = Env::new();
    if !env.has_people() {
        return;
    }
    let kb = acknowledged(&env);
    env.ok(&["role", "--kb", &kb, "zhang", "editor"]);
    let text = "---\n标准问: 云海套餐怎么办理\n---\n\n=== 内部口径\n到营业厅办理。\n\n=== 客户口径\n请您到营业厅办理。\n";
    let file = env.file("new.md", text);
    let made = env.by("zhang", &["new", "--kb", &kb, "--json", "--from", &file]).expect_code(0).json();
    let id = made[0]["id"].as_str().unwrap().to_owned();
    env.by("zhang", &["review", "--kb", &kb, &id, "--submit"]).expect_code(0);
    env.ok(&["review", "--kb", &kb, &id, "--approve"]);
    let log = Path::new(&kb).join("articles.db-wal");
    let stage = || {
        let shown = env.ok(&["show", "--kb", &kb, "--json", &id]).json().remove(0);
        shown["stage"].as_str().unwrap().to_owned()
    };
    let mut landed = [0, 0];
    for round in 0..TIMES {
        let before = stage();
        let args: &[&str] = if before == "published" {
            &["withdraw", "--kb", &kb, &id, "--reason", "停"]
        } else {
            &["publish", "--kb", &kb, &id, "--revision", "1"]
        };
        killed_while_writing(&env, args, &log, round);
        let after = stage();
        landed[usize::from(after != before)] += 1;
        // What was committed is what a search shows, whatever the index had been told.
        let hits = env.run(&["search", "--kb", &kb, "--json", "云海套餐怎么办理"]).json();
        assert_eq!(hits.iter().any(|hit| hit["id"] == id.as_str()), after == "published", "round {round}");
        let lines = env.ok(&["log", "--kb", &kb, "--json", &id]).json();
        let told = lines.iter().filter(|l| l["what"] == "publish" || l["what"] == "withdraw").count();
        assert_eq!(told, landed[1], "round {round}: a line for each step that landed, and for no other");
        env.ok(&["doctor", "--kb", &kb]);
    }
    assert!(landed[0] > 0 && landed[1] > 0, "it was always killed too early or too late: {landed:?}");
}

/// One change to many articles, and its undoing: all of it or nothing.
#[test]
fn a_batch_of_edits_that_is_killed_is_whole_or_absent_and_so_is_its_undoing() {
    let env = Env::new();
    let kb = acknowledged(&env);
    let file = env.file("some.jsonl", articles(0, 200));
    env.ok(&["import", "--kb", &kb, "--stage", "published", &file]);
    let before = env.ok(&["export", "--kb", &kb]).stdout;
    let log = Path::new(&kb).join("articles.db-wal");
    let count = |sql: &str| env.rows("kb/articles.db", sql)[0].parse::<usize>().unwrap();
    let edits = "SELECT coalesce(max(number), 0) FROM import_batch WHERE file LIKE '%→%' AND undone IS NULL";
    let (mut made, mut taken_back) = ([0, 0], [0, 0]);
    for round in 0..TIMES {
        let what = format!("round {round}");
        let open = count(edits);
        if open == 0 {
            let args = ["batch", "--kb", &kb, "--edit", "", "--set", "责任部门=家庭部"];
            killed_while_writing(&env, &args, &log, round);
            let number = count(edits);
            made[usize::from(number > 0)] += 1;
            let brought = count(&format!("SELECT count(*) FROM revision WHERE batch = {number}"));
            assert!(brought == 210 || number == 0, "{what}: half a batch, {brought}");
            assert_eq!(
                count("SELECT count(*) FROM revision WHERE owner IS NOT NULL AND undone IS NULL"),
                brought
            );
        } else {
            let number = open.to_string();
            let args = ["batch", "--kb", &kb, &number, "--undo"];
            killed_while_writing(&env, &args, &log, round);
            let is_gone = count(edits) == 0;
            taken_back[usize::from(is_gone)] += 1;
            let left = count("SELECT count(*) FROM revision WHERE owner IS NOT NULL AND undone IS NULL");
            assert_eq!(left, if is_gone { 0 } else { 210 }, "{what}: half an undoing");
        }
        assert_in_order(&env, &kb, &what);
    }
    assert!(made[0] + taken_back[0] > 0 && made[1] > 0 && taken_back[1] > 0, "{made:?} {taken_back:?}");
    let open = count(edits);
    if open > 0 {
        env.ok(&["batch", "--kb", &kb, &open.to_string(), "--undo"]);
    }
    assert_eq!(env.ok(&["export", "--kb", &kb]).stdout, before, "what was taken back left nothing");
}
