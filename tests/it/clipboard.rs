//! Each way into the clipboard, with a helper program in its place: what it is given, and what the screen says of it.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::env::Env;

const ANSWER: &str = "您好，请先重启光猫。需要我帮您报修吗？";

/// A desk on a text channel with the one article on its screen.
fn open(env: &mut Env, surroundings: &[(&str, &str)]) -> Desk {
    env.file("config/settings.toml", "channel = \"sms\"\n");
    let article = json!({
        "id": "kd-1", "question": "宽带断了怎么办", "internal": "先查欠费。",
        "customer": {"lead": "您好，请先重启光猫。", "body": "需要我帮您报修吗？"},
    });
    let kb = env.kb("kb", &[article]);
    for (name, value) in surroundings {
        env.set(name, value);
    }
    let mut desk = Desk::start(env, &["--kb", &kb], 120, 30);
    desk.until_text("条知识").keys("宽带断").until_text("内部口径  kd-1");
    desk
}

/// A helper that keeps what it is given, and with which words it was called.
fn helper(env: &Env, name: &str) {
    let (got, words) = (env.at(&format!("{name}.got")), env.at(&format!("{name}.words")));
    env.program(name, &format!("echo \"$*\" > {words}\nexec /bin/cat > {got}"));
}

fn read(env: &Env, name: &str) -> String {
    std::fs::read_to_string(env.path(name)).unwrap()
}

fn used(env: &Env) -> Vec<String> {
    env.rows("state/desk.db", "SELECT what, article, channel FROM history")
}

#[test]
fn a_native_helper_takes_it_and_is_named() {
    for (display, name, words) in [
        ("WAYLAND_DISPLAY", "wl-copy", ""),
        ("DISPLAY", "xclip", "-selection clipboard -in"),
        ("DISPLAY", "xsel", "--clipboard --input"),
    ] {
        let mut env = Env::new();
        helper(&env, name);
        if name == "xsel" {
            // The one before it is there and has no display to talk to.
            env.program("xclip", "exit 1");
        }
        let mut desk = open(&mut env, &[(display, ":7")]);
        desk.keys("<enter>")
            .until_text(&format!("已复制客户口径（短信·{}字），经 {name}", ANSWER.chars().count()));
        assert_eq!(read(&env, &format!("{name}.got")).replace('\n', ""), ANSWER, "{name}");
        assert_eq!(read(&env, &format!("{name}.words")).trim_end(), words);
        assert!(!desk.raw().contains("\x1b]52;"), "{name}: and nothing goes through the terminal");
        desk.keys("<ctrl-k><ctrl-y>").until_text("已收藏");
        assert_eq!(used(&env), ["copy|kd-1|sms"]);
    }
}

#[test]
fn tmux_takes_it_and_passes_it_on() {
    let mut env = Env::new();
    helper(&env, "tmux");
    let mut desk = open(&mut env, &[("TMUX", "/tmp/tmux-1/default,1,0")]);
    desk.keys("<enter>").until_text("已放进 tmux").until_text("没有回音");
    assert_eq!(read(&env, "tmux.got").replace('\n', ""), ANSWER);
    assert_eq!(read(&env, "tmux.words").trim_end(), "load-buffer -w -");
}

/// Whether the terminal takes OSC 52 nobody can know: it gives no receipt.
#[test]
fn the_terminal_itself_is_never_said_to_have_copied() {
    for surroundings in [&[][..], &[("SSH_TTY", "/dev/pts/1")], &[("TMUX", "x")]] {
        let mut env = Env::new();
        // Inside tmux too, when tmux refuses.
        env.program("tmux", "exit 1");
        let mut desk = open(&mut env, surroundings);
        desk.keys("<enter>").until_text("OSC 52").until_text("终端不回执，请粘贴核对");
        assert!(!desk.text().contains("已复制"), "{}", desk.text());
        assert_eq!(desk.clipboard().unwrap().replace('\n', ""), ANSWER);
    }
}

#[test]
fn without_any_way_the_text_is_shown_for_the_mouse_and_counts_as_not_used() {
    let mut env = Env::new();
    let mut desk = open(&mut env, &[("TERM", "linux")]);
    desk.keys("<enter>").until_text("没有可用的剪贴板").until_text("未复制，请用鼠标选取");
    let rows: Vec<String> = desk.text().lines().map(str::to_owned).collect();
    assert_eq!(rows[0], "客户口径 · 短信 · kd-1");
    assert!(rows.iter().any(|row| row.starts_with("您好，请先重启光猫。")), "{rows:?}");
    assert!(!desk.text().contains(['│', '─', '┌']), "no borders to select with it: {}", desk.text());
    assert!(!desk.raw().contains("\x1b]52;"));
    desk.keys("<esc>")
        .until("the desk is back", |s| s.has("│"))
        .keys("<ctrl-k><ctrl-y>")
        .until_text("已收藏");
    assert!(used(&env).is_empty(), "{:?}", used(&env));
}

/// A helper that never ends must hold up neither keys nor the way after it.
#[test]
fn a_helper_that_hangs_is_given_up() {
    let mut env = Env::new();
    env.program("wl-copy", "exec /bin/sleep 600");
    let mut desk = open(&mut env, &[("WAYLAND_DISPLAY", ":7")]);
    desk.keys("<enter>").keys("<ctrl-u>欠费").until("typing goes on", |s| s.row(1).contains("欠费"));
    desk.until_text("OSC 52");
}
