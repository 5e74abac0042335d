//! Journeys on the desk in a real terminal: what only the whole program can show.

use serde_json::json;

use crate::support::desk::{Desk, Screen};
use crate::support::env::Env;

/// The demo is open when its articles are counted.
fn open(env: &Env, columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::start(env, &[], columns, rows);
    desk.until_text("条知识");
    desk
}

/// The first article id on the screen.
fn id_on(screen: &Screen<'_>) -> Option<String> {
    let text = screen.text();
    let at = text.find("yl-")?;
    Some(text[at..].chars().take(7).collect())
}

/// The two best hits, as the command line finds them.
fn best(env: &Env, query: &str) -> [String; 2] {
    let hits = env.ok(&["search", "--json", query]).json();
    [0, 1].map(|at| hits[at]["id"].as_str().unwrap().to_owned())
}

#[test]
fn typing_finds_moving_shows_and_copying_is_honest() {
    let env = Env::with_demo();
    env.file("config/settings.toml", "channel = \"sms\"\n");
    let mut desk = open(&env, 160, 48);
    let [first, second] = best(&env, "退款");
    desk.keys("退款").until("the best hit", |s| s.has("结果") && id_on(s).as_ref() == Some(&first));
    desk.keys("<down>").until("the second hit", |s| id_on(s).as_ref() == Some(&second));
    desk.keys("<enter>").until_text("OSC 52");
    let wanted = env.ok(&["show", &second, "--channel", "sms"]).stdout;
    assert_eq!(desk.clipboard().as_deref(), Some(wanted.trim_end_matches('\n')), "{}", desk.text());
    desk.until("no promise of success", |s| !s.has("已复制"));
    desk.keys("<up>").until("the first again", |s| id_on(s).as_ref() == Some(&first));
    desk.keys("<ctrl-y>").until("the internal answer copied", |s| s.has("内部口径（"));
    let internal = desk.clipboard().unwrap();
    assert!(internal.contains("口径") && internal != wanted, "{internal}");
}

#[test]
fn the_cursor_is_on_the_caret_where_the_ime_opens() {
    let env = Env::with_demo();
    let mut desk = open(&env, 120, 30);
    let at = desk.cursor();
    desk.keys("宽带a断").until("the caret behind the text", |s| {
        s.find("宽带a断").is_some_and(|(row, column)| s.cursor() == (row, column + 7))
    });
    assert_eq!(desk.cursor(), (at.0, at.1 + 7));
    for (key, cells) in
        [("<left>", 5), ("<left>", 4), ("<left>", 2), ("<home>", 0), ("<right>", 2), ("<end>", 7)]
    {
        desk.keys(key).until(key, |s| s.cursor() == (at.0, at.1 + cells));
    }
    desk.keys("<backspace><backspace>").until("two less", |s| s.cursor() == (at.0, at.1 + 4));
    desk.look(|s| assert!(!s.raw().hide_cursor()));
}

#[test]
fn palette_and_help_open_and_esc_steps_back_and_never_quits() {
    let env = Env::with_demo();
    let mut desk = open(&env, 100, 30);
    desk.keys("宽带").until("hits", |s| id_on(s).is_some());
    desk.keys("<ctrl-p>").until_text("命令面板").keys("<esc>").until("closed", |s| !s.has("命令面板"));
    for key in ["<f1>", "<ctrl-g>"] {
        desk.keys(key).until("help", |s| s.has("┌─ 帮助"));
        desk.keys("<esc>").until("closed", |s| !s.has("┌─ 帮助") && s.has("宽带"));
    }
    let caret = desk.cursor();
    desk.keys("<esc><esc><esc><esc><esc>");
    desk.press_until("<ctrl-a>", |s| s.cursor() == (caret.0, caret.1 - 4));
    desk.keys("<ctrl-p>").until_text("命令面板");
    desk.keys("<esc>").until("the query is still there", |s| !s.has("命令面板") && s.has("宽带"));
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
    desk.assert_restored();
}

#[test]
fn the_window_may_have_any_size() {
    let env = Env::with_demo();
    let mut desk = open(&env, 160, 48);
    let [first, second] = best(&env, "宽带");
    desk.keys("宽带").until("the best hit", |s| id_on(s).as_ref() == Some(&first) && s.has("结果"));
    for (columns, rows) in [(80, 24), (60, 15), (20, 5), (1, 1), (3, 40), (300, 2), (1, 1), (160, 48)] {
        let bytes = desk.bytes();
        desk.resize(columns, rows).until_drawn_after(bytes);
        if columns >= 60 && rows >= 15 {
            desk.until("the query", |s| s.has("宽带"));
        }
    }
    desk.keys("<down>").until("it still works", |s| id_on(s).as_ref() == Some(&second));
    // What stands there is what a whole repaint would put there.
    let (text, bytes) = (desk.text(), desk.bytes());
    desk.keys("<ctrl-k><ctrl-l>")
        .until("a repaint", |s| s.text() == text)
        .until_drawn_after(bytes + text.len());
    assert_eq!(desk.text(), text);
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
}

#[test]
fn small_windows_start_and_work() {
    let env = Env::with_demo();
    for (columns, rows) in [(80, 24), (60, 15)] {
        let mut desk = Desk::start(&env, &[], columns, rows);
        desk.until_text("查").keys("宽带").until("hits", |s| s.has("结果"));
        let bytes = desk.bytes();
        desk.keys("<tab>").until_drawn_after(bytes);
        desk.keys("<ctrl-q>");
        assert_eq!(desk.wait_exit(), 0, "{columns}×{rows}");
        desk.assert_restored();
    }
    for (columns, rows) in [(20, 5), (1, 1)] {
        let mut desk = Desk::start(&env, &[], columns, rows);
        desk.until_drawn_after(0).keys("宽带<down><ctrl-q>");
        assert_eq!(desk.wait_exit(), 0, "{columns}×{rows}");
        desk.assert_restored();
    }
}

#[test]
fn pasted_lines_are_one_query_and_press_nothing() {
    let env = Env::with_demo();
    let mut desk = open(&env, 120, 30);
    let row = desk.cursor().0;
    desk.paste("宽带\n断网\r\n怎么\t办\u{1b}[31m\u{7}").until("one line", |s| {
        let line = s.row(row);
        ["宽带", "断网", "怎么", "办"].iter().all(|word| line.contains(word))
    });
    assert!(!desk.raw().contains("\x1b]52"), "a pasted line break pressed Enter");
    assert!(!desk.raw().contains('\x07'), "a pasted bell reached the terminal");
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
    desk.assert_restored();
}

#[test]
fn a_long_paste_does_not_hold_the_desk_up() {
    let env = Env::with_demo();
    let mut desk = open(&env, 120, 30);
    desk.paste(&"宽带断网怎么办。".repeat(4_000));
    desk.keys("<ctrl-u>退款").until("hits of the new query", |s| s.has("退款") && id_on(s).is_some());
}

#[test]
fn signals_end_it_and_give_the_terminal_back() {
    let env = Env::with_demo();
    for (signal, code) in [("TERM", 143), ("HUP", 129)] {
        let mut desk = open(&env, 80, 24);
        desk.keys("宽带").until("hits", |s| s.has("结果"));
        desk.signal(signal);
        assert_eq!(desk.wait_exit(), code, "SIG{signal}");
        desk.assert_restored();
    }
}

/// The first frame was painted before anything listened to signals: a SIGTERM in between left the terminal raw.
#[test]
fn a_signal_right_after_the_first_frame_gives_the_terminal_back() {
    // Nothing is unpacked yet, so it is still opening.
    let fresh = Env::new();
    let mut desk = Desk::start(&fresh, &[], 80, 24);
    desk.until_drawn_after(0).signal("TERM");
    assert_eq!(desk.wait_exit(), 143);
    desk.assert_restored();
    fresh.ok(&["search", "宽带"]);
    fresh.ok(&["doctor"]);
}

#[test]
fn without_colours_there_are_none() {
    let mut env = Env::with_demo();
    for no_color in [false, true] {
        if no_color {
            env.set("NO_COLOR", "1");
        }
        let mut desk = open(&env, 120, 30);
        desk.keys("宽带").until("hits", |s| id_on(s).is_some());
        desk.keys("<ctrl-p>").until_text("命令面板");
        // Each alone: an escape with more behind it is another key.
        desk.keys("<esc>").until("closed", |s| !s.has("命令面板")).keys("<f1>").until_text("┌─ 帮助");
        assert_eq!(colours(&desk.raw()).is_empty(), no_color, "{:?}", colours(&desk.raw()));
    }
}

/// The colours that were asked for.
fn colours(raw: &str) -> Vec<String> {
    raw.split("\x1b[")
        .skip(1)
        .filter_map(|after| {
            let end = after.find(|c: char| c.is_ascii_alphabetic() || c == '~')?;
            (after[end..].starts_with('m')).then(|| after[..end].to_owned())
        })
        .filter(|parameters| {
            parameters
                .split(';')
                .any(|p| matches!(p.parse(), Ok(30..=38_u16 | 40..=48 | 90..=97 | 100..=107)))
        })
        .collect()
}

#[test]
fn what_is_typed_before_the_kb_is_open_is_searched() {
    // Nothing is unpacked yet, so opening takes a second.
    let env = Env::new();
    let mut desk = Desk::start(&env, &[], 120, 30);
    desk.until("the first frame", |s| s.has("查")).keys("退款");
    desk.until("hits", |s| id_on(s).is_some() && s.has("退款"));
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
}

#[test]
fn a_newer_snapshot_is_picked_up_on_the_next_key() {
    let env = Env::new();
    let kb =
        env.kb("kb", &[json!({"id": "yl-0001", "question": "夜间流量包怎么算", "internal": "夜里算。"})]);
    let snapshots = env.at("snapshots");
    env.ok(&["export", "--kb", &kb, "--snapshot", &snapshots]);
    let mut desk = Desk::start(&env, &["--kb", &snapshots], 120, 30);
    desk.until_text("条知识").keys("青柠").until("no hit", |s| s.has("没有找到"));
    let more = env.file(
        "more.jsonl",
        "{\"id\":\"yl-0002\",\"question\":\"青柠套餐多少钱\",\"internal\":\"十九元。\"}\n",
    );
    env.ok(&["import", "--kb", &kb, "--stage", "published", &more]);
    env.ok(&["export", "--kb", &kb, "--snapshot", &snapshots]);
    desk.keys("套").until_text("青柠套餐多少钱");
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
}

#[test]
fn what_others_commit_is_seen_on_the_next_key() {
    let env = Env::new();
    let kb =
        env.kb("kb", &[json!({"id": "yl-0001", "question": "夜间流量包怎么算", "internal": "夜里算。"})]);
    let mut desk = Desk::start(&env, &["--kb", &kb], 120, 30);
    desk.until_text("条知识").keys("青柠").until("no hit", |s| s.has("没有找到"));
    let more = env.file(
        "more.jsonl",
        "{\"id\":\"yl-0002\",\"question\":\"青柠套餐多少钱\",\"internal\":\"十九元。\"}\n",
    );
    env.ok(&["import", "--kb", &kb, "--stage", "published", &more]);
    desk.keys("套").until_text("青柠套餐多少钱");
}

/// It was seen on the next key only: an agent who reads an answer to a customer presses none.
#[test]
fn what_is_announced_and_withdrawn_is_seen_where_nothing_is_pressed() {
    let env = Env::new();
    let kb =
        env.kb("kb", &[json!({"id": "yl-0001", "question": "夜间流量包怎么算", "internal": "夜里算。"})]);
    let mut desk = Desk::start(&env, &["--kb", &kb], 120, 30);
    desk.until_text("条知识");
    env.ok(&["announce", "--kb", &kb, "城南断网", "--level", "must-read"]);
    desk.until_text("城南断网").keys("夜间流量包").until_text("内部口径  yl-0001");
    env.ok(&["withdraw", "--kb", &kb, "yl-0001", "--reason", "停办"]);
    desk.until("that it is gone", |s| s.has("刚才在看的 yl-0001") && s.has("已失效"));
}

#[test]
fn a_broken_keymap_is_named_and_the_shipped_keys_hold() {
    let env = Env::with_demo();
    env.file("config/keymap.toml", "[search]\nctrl-y = \"copy_custmer\"\n");
    let mut desk = open(&env, 160, 48);
    desk.until_text("keymap.toml").until("what is wrong", |s| s.has("copy_custmer"));
    desk.keys("<ctrl-p>").until_text("命令面板").keys("<esc>").until("closed", |s| !s.has("命令面板"));
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
}

#[test]
fn a_kb_that_cannot_be_used_is_named() {
    let env = Env::new();
    let kb = env.kb("kb", &[json!({"id": "a", "question": "宽带", "internal": "x"})]);
    std::fs::write(env.path("kb/articles.db"), b"hello, this is a letter\n".repeat(200)).unwrap();
    let mut desk = Desk::start(&env, &["--kb", &kb], 120, 30);
    desk.until_text("知识库用不了").until_text("articles.db");
    desk.keys("宽带<down><enter>").until("the line takes text", |s| s.has("宽带"));
    desk.keys("<ctrl-q>");
    desk.wait_exit();
    desk.assert_restored();
    // One that is not there is told without taking the screen.
    let mut desk = Desk::start(&env, &["--kb", &env.at("not-there")], 120, 30);
    assert_eq!(desk.wait_exit(), 3);
    assert!(desk.raw().contains("not-there") && !desk.raw().contains("\x1b[?1049h"), "{}", desk.raw());
}

#[test]
fn a_dumb_terminal_is_told_in_plain_words() {
    let mut env = Env::with_demo();
    env.set("TERM", "dumb");
    let mut desk = Desk::start(&env, &[], 80, 24);
    assert_eq!(desk.wait_exit(), 2);
    assert!(desk.raw().contains("TERM") && !desk.raw().contains('\x1b'), "{}", desk.raw());
}

#[test]
fn escape_sequences_in_articles_never_reach_the_terminal() {
    let env = Env::new();
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[31m红\u{202e}\u{200b}";
    let kb = env.kb(
        "kb",
        &[json!({
            "id": "yl-0001", "question": format!("转义{evil}序列"), "category": [format!("类{evil}")],
            "owner": format!("部{evil}"), "internal": {"lead": format!("头{evil}"), "body": format!("体{evil}")},
            "customer": {"lead": format!("客{evil}"), "body": format!("户{evil}")},
        })],
    );
    let mut desk = Desk::start(&env, &["--kb", &kb], 160, 48);
    desk.until_text("条知识").keys("转义").until("the article", |s| s.has("内部口径  yl-0001"));
    desk.keys("<ctrl-c>").until_text("OSC 52");
    assert!(!desk.raw().contains("owned\x07") && !desk.raw().contains('\u{202e}'), "raw text on the screen");
    let copied = desk.clipboard().unwrap();
    assert!(!copied.contains(['\x1b', '\u{7}', '\u{202e}', '\u{200b}']), "{copied:?}");
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let env = Env::with_demo();
    let mut desk = open(&env, 120, 30);
    desk.keys("宽带").until("hits", |s| id_on(s).is_some());
    // A key that changes nothing on a screen that changes nothing: the next key's frame is all that is written.
    let before = desk.bytes();
    desk.keys("<end><end><end>a").until("the letter", |s| s.has("宽带a"));
    assert!(desk.bytes() - before < 20_000, "{} bytes", desk.bytes() - before);
}

/// Names of a channel and a theme that do not exist: named with their lines, and the desk opens with the defaults.
#[test]
fn unknown_names_in_the_settings_are_named_with_their_lines() {
    let env = Env::with_demo();
    env.file("config/settings.toml", "# mine\ntheme = \"pink\"\nkeymap = \"safe\"\nchannel = \"fax\"\n");
    let mut desk = open(&env, 160, 48);
    desk.until_text("settings.toml")
        .until("the line and what there is", |s| s.has("第 2 行") && s.has("pink") && s.has("high-contrast"));
    desk.keys("<ctrl-g>")
        .until("both on the help page", |s| s.has("第 2 行") && s.has("第 4 行") && s.has("fax"));
    desk.keys("<esc>")
        .until("closed", |s| !s.has("第 4 行"))
        .keys("宽带")
        .until("hits", |s| id_on(s).is_some());
    desk.until_text("Enter 已告知");
}
