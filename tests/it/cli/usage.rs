//! Help, exit codes, and surroundings that are not a friendly terminal.

use std::process::Stdio;

use crate::support::env::{Env, finish};

const VERBS: &[&str] = &[
    "search",
    "show",
    "new",
    "edit",
    "today",
    "diff",
    "log",
    "review",
    "publish",
    "withdraw",
    "role",
    "import",
    "announce",
    "pin",
    "inbox",
    "merge",
    "batch",
    "house",
    "export",
    "eval",
    "check",
    "lint",
    "reindex",
    "doctor",
    "keys",
    "completions",
    "man",
    "tell",
];

#[test]
fn every_verb_explains_itself_in_both_languages() {
    let mut env = Env::new();
    for (locale, word) in [("zh_CN.UTF-8", "知识"), ("en_GB.UTF-8", "knowledge base")] {
        env.set("LANG", locale);
        let all = env.ok(&["--help"]);
        for verb in VERBS {
            assert!(all.stdout.contains(verb), "{verb} is not in {all}");
            let help = env.ok(&[verb, "--help"]);
            assert!(help.stdout.contains("--kb"), "{help}");
            assert!(help.stdout.lines().next().is_some_and(|l| l.len() > 5), "{help}");
        }
        assert!(all.stdout.contains(word), "{word} is not in {all}");
    }
}

#[test]
fn no_verb_is_missing_from_this_test() {
    let env = Env::new();
    let script = env.ok(&["completions", "fish"]);
    for line in
        script.stdout.lines().filter(|l| l.contains("__fish_zhixi_needs_command") && l.contains(" -a "))
    {
        let verb = line.split(" -a \"").nth(1).and_then(|r| r.split('"').next()).unwrap_or_default();
        assert!(VERBS.contains(&verb) || verb == "help", "{verb} has no test here");
    }
}

#[test]
fn help_and_version_succeed_and_write_nothing() {
    let env = Env::new();
    assert!(env.ok(&["--version"]).stdout.starts_with("zhixi "));
    env.ok(&["--help"]);
    for folder in ["data", "state", "config", "home"] {
        let entries = std::fs::read_dir(env.path(folder)).unwrap().count();
        assert_eq!(entries, 0, "--help wrote into {folder}");
    }
}

#[test]
fn bad_usage_is_exit_code_2() {
    let env = Env::new();
    for args in [
        &["frobnicate"][..],
        &["--no-such-flag"],
        &["search"],
        &["search", "--limit", "many", "宽带"],
        &["show"],
        &["import"],
        &["eval"],
        &["import", "--map", "nonsense", "x.csv"],
        &["import", "--format", "docx", "x"],
        &["completions", "basic"],
        &["keys", "--keymap", "emacs"],
        &["export", "file", "--snapshot", "dir"],
        &["new", "--from", "x", "问题"],
        &["new", "--kind", "poem", "问题"],
        &["edit"],
        &["edit", "a", "--print", "--from", "x"],
        &["diff", "a", "1", "2", "3"],
        &["diff", "a", "one"],
        &["show", "a", "--as-of", "2026-01-01", "--revision", "1"],
        &["review", "--approve"],
        &["review", "a", "--approve", "--submit"],
        &["review", "a", "--note", "x"],
        &["publish"],
        &["publish", "a", "--emergency=25"],
        &["publish", "a", "--emergency", "--from", "明天"],
        &["withdraw", "a"],
        &["role", "li"],
        &["role", "li", "king"],
    ] {
        let output = env.run(args).expect_code(2);
        assert!(output.stdout.is_empty() && !output.stderr.trim().is_empty(), "{output}");
    }
    env.run(&["import", "x.jsonl"]).expect_code(2).complains_of(&["--kb"]);
    let kb = env.at("kb");
    env.run(&["import", "--kb", &kb, "not-there.jsonl"]).expect_code(2).complains_of(&["not-there.jsonl"]);
    assert!(!env.path("kb").exists(), "a KB was made for an import that had nothing to read");
}

#[test]
fn nothing_found_is_exit_code_1() {
    let env = Env::with_demo();
    let output = env.run(&["search", "龘靐齉"]).expect_code(1);
    assert!(output.stdout.is_empty(), "{output}");
    env.run(&["search", "--json", "龘靐齉"]).expect_code(1);
    env.run(&["show", "no-such-id"]).expect_code(1).complains_of(&["no-such-id"]);
}

#[test]
fn the_desk_wants_a_terminal_and_says_so() {
    let env = Env::with_demo();
    let output = env.run::<&str>(&[]).expect_code(2).complains_of(&["zhixi search"]);
    assert!(output.stdout.is_empty(), "{output}");
}

#[test]
fn a_dumb_terminal_gets_plain_text() {
    let mut env = Env::with_demo();
    env.set("TERM", "dumb");
    let output = env.ok(&["search", "宽带"]);
    assert!(!output.stdout.contains('\x1b') && !output.stderr.contains('\x1b'), "{output}");
    // What wants doing is a finding.
    let report = env.run(&["doctor"]).expect_code(1);
    assert!(report.stdout.contains("dumb") && !report.stdout.contains('\x1b'), "{report}");
    env.unset("TERM");
    env.ok(&["search", "宽带"]);
}

#[test]
fn nothing_but_path_in_the_environment() {
    let mut env = Env::new();
    for name in ["HOME", "LANG", "TERM", "ZHIXI_CONFIG_DIR", "ZHIXI_DATA_DIR", "ZHIXI_STATE_DIR"] {
        env.unset(name);
    }
    env.set("HOME", env.path("home"));
    env.ok(&["keys"]);
    env.set("HOME", env.path("no-such-home"));
    env.ok(&["keys"]);
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf8_are_no_panic() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let env = Env::with_demo();
    let bad = OsStr::from_bytes(b"\xff\xfe\xe5\xae");
    let of = |args: &[&str]| -> Vec<std::ffi::OsString> {
        args.iter().map(|a| if *a == "?" { bad.to_owned() } else { (*a).into() }).collect()
    };
    for (args, code) in [
        (of(&["?"]), 2),
        (of(&["search", "?"]), 1),
        (of(&["search", "--json", "宽带", "--region", "?"]), 2),
        (of(&["show", "?"]), 1),
        (of(&["show", "yl-1001", "--channel", "?"]), 2),
        (of(&["--kb", "?", "search", "宽带"]), 3),
        (of(&["--kb", "?"]), 3),
        (of(&["import", "--kb", "kb", "?"]), 2),
        (of(&["import", "--kb", "kb", "--map", "?", "x.csv"]), 2),
        (of(&["keys", "--keymap", "?"]), 2),
        (of(&["completions", "?"]), 2),
    ] {
        env.run(&args).expect_code(code);
    }
    // Names of files may be anything: they are used as they are.
    let kb = env.path("").join(OsStr::from_bytes(b"kb-\xff"));
    let file = env.path("").join(OsStr::from_bytes(b"in-\xff.jsonl"));
    std::fs::write(&file, "{\"question\":\"好的\",\"internal\":\"好\"}\n").unwrap();
    let kb = kb.as_os_str().to_owned();
    env.run(&["import".into(), "--kb".into(), kb.clone(), file.into_os_string()]).expect_code(0);
    env.run(&["search".into(), "--kb".into(), kb.clone(), "好的".into()]).expect_code(0);
    let out = env.path("").join(OsStr::from_bytes(b"out-\xff.jsonl")).into_os_string();
    env.run(&["export".into(), "--kb".into(), kb.clone(), out]).expect_code(0);
    // SQLite's `VACUUM INTO` takes text: such a place for a snapshot may be refused, but no other one be written.
    let snapshot = env.path("").join(OsStr::from_bytes(b"snap-\xff")).into_os_string();
    let made = env.run(&["export".into(), "--kb".into(), kb, "--snapshot".into(), snapshot.clone()]);
    assert!(!env.path("snap-\u{fffd}").exists(), "a snapshot was made in another place: {made}");
    match made.code {
        0 => drop(env.run(&["search".into(), "--kb".into(), snapshot, "好的".into()]).expect_code(0)),
        code => assert_eq!(code, 3, "{made}"),
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_nobodys_error() {
    let env = Env::with_demo();
    for args in [
        &["export"][..],
        &["search", "--json", "-n", "100", "宽带"],
        &["keys"],
        &["keys", "--json"],
        &["--help"],
        &["import", "--help"],
        &["completions", "bash"],
        &["man"],
        &["show", "yl-1001"],
        &["doctor"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = env.command(args);
        command.stdout(Stdio::from(writer)).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(command);
        let mut said = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
        let code = child.wait().unwrap().code();
        assert!(said.is_empty(), "{args:?} said {said}");
        assert_eq!(code, Some(0), "{args:?}");
    }
}

#[test]
fn manual_pages_and_completions_are_written() {
    let env = Env::new();
    assert!(env.ok(&["man"]).stdout.contains(".TH"));
    env.ok(&["man", &env.at("man")]);
    let pages: Vec<_> = std::fs::read_dir(env.path("man")).unwrap().collect();
    assert!(pages.len() > VERBS.len(), "{} pages", pages.len());
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = env.ok(&["completions", shell]);
        for verb in VERBS {
            assert!(script.stdout.contains(verb), "{shell}: {verb}");
        }
    }
}

#[test]
fn keys_lists_what_holds_and_names_what_is_wrong() {
    let env = Env::new();
    let list = env.ok(&["keys"]);
    assert!(list.stdout.contains("Ctrl+P"), "{list}");
    let json = env.ok(&["keys", "--json"]).json();
    for entry in &json {
        let keys: Vec<&str> = entry.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["action", "context", "keys", "title"]);
    }
    for name in ["default", "safe", "vim"] {
        env.ok(&["keys", "--keymap", name]);
    }
    let file = env.file("config/keymap.toml", "[search]\nctrl-y = \"copy_custmer\"\n");
    env.run(&["keys"]).expect_code(1).complains_of(&[&file, "第 2 行", "copy_custmer", "copy_customer"]);
    let report = env.run(&["doctor"]).expect_code(1);
    assert!(report.stdout.contains("copy_custmer"), "{report}");
}

#[test]
fn doctor_prints_one_object_for_each_check() {
    let env = Env::with_demo();
    let checks = env.ok(&["doctor", "--json"]).json();
    for check in &checks {
        let keys: Vec<&str> = check.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["advice", "detail", "name", "ok"]);
    }
    for wanted in
        ["version", "settings", "keymap", "terminal", "clipboard", "kb", "integrity", "schema", "index"]
    {
        assert!(checks.iter().any(|c| c["name"] == wanted), "{wanted} is not among {checks:?}");
    }
}

#[test]
fn a_damaged_settings_file_is_named_and_the_defaults_hold() {
    let env = Env::with_demo();
    let file = env.file("config/settings.toml", "theme = \"default\"\nkeymap = 7\ncolour = \"red\"\n");
    let report = env.run(&["doctor"]).expect_code(1);
    for word in [file.as_str(), "第 2 行", "第 3 行", "colour"] {
        assert!(report.stdout.contains(word), "{word} is not in {report}");
    }
    env.ok(&["search", "宽带"]);
}

#[test]
fn the_first_start_unpacks_the_demo_once() {
    let env = Env::new();
    let first = env.ok(&["search", "--json", "宽带"]);
    let second = env.ok(&["search", "--json", "宽带"]);
    assert_eq!(first.stdout, second.stdout);
    let made: Vec<_> = std::fs::read_dir(env.path("data")).unwrap().filter_map(Result::ok).collect();
    assert_eq!(made.len(), 1, "{made:?}");
}

#[test]
fn two_first_starts_at_once_leave_one_whole_demo() {
    let env = Env::new();
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| finish(env.command(&["search", "宽带"]), "search 宽带".into())))
            .collect();
        for run in runs {
            run.join().unwrap().expect_code(0);
        }
    });
    let made: Vec<_> = std::fs::read_dir(env.path("data")).unwrap().filter_map(Result::ok).collect();
    assert_eq!(made.len(), 1, "{made:?}");
    env.ok(&["doctor"]);
}

#[test]
fn the_key_card_fits_a_sheet_and_says_the_keys_that_hold() {
    let mut env = Env::new();
    let card = env.ok(&["keys", "--card"]).stdout;
    let rows: Vec<&str> = card.lines().collect();
    assert!(rows.len() > 20 && rows.len() < 60, "{card}");
    let widths: Vec<usize> = rows.iter().map(|row| unicode_width::UnicodeWidthStr::width(*row)).collect();
    assert!(widths.iter().all(|width| *width == widths[0] && *width <= 80), "{widths:?}");
    let key_of = |card: &str, title: &str| -> String {
        let row = card.lines().find(|row| row.contains(title)).unwrap_or_else(|| panic!("{title}: {card}"));
        row.split('|').nth(1).unwrap().trim().to_owned()
    };
    assert_eq!(key_of(&card, "反馈"), "Ctrl+F");
    env.file("config/keymap.toml", "[search]\nctrl-f = \"none\"\nctrl-b = \"flag\"\n");
    assert_eq!(key_of(&env.ok(&["keys", "--card"]).stdout, "反馈"), "Ctrl+B", "their own keys");
    let safe = env.ok(&["keys", "--card", "--keymap", "safe"]).stdout;
    assert!(!safe.contains("Alt") && !safe.contains("F1"), "{safe}");
    env.set("LANG", "en_GB.UTF-8");
    let english = env.ok(&["keys", "--card"]).stdout;
    assert!(english.is_ascii(), "{english}");
}
