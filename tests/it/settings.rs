//! Settings changed on the desk, what the terminal answers, and the first start, in a real terminal.

use crate::support::desk::Desk;
use crate::support::env::Env;

const MINE: &str = "# 我的设置\nfuture = 1 # for a newer zhixi\nchannel = 'sms'   # 在线组\n\n# the end\n";

fn open(env: &Env) -> Desk {
    let mut desk = Desk::start(env, &[], 100, 30);
    desk.until_text("条知识");
    desk
}

#[test]
fn a_setting_is_seen_saved_and_holds_at_the_next_start() {
    let env = Env::with_demo();
    let file = env.file("config/settings.toml", MINE);
    let mut desk = open(&env);
    desk.keys("<ctrl-k><ctrl-o>").until_text("界面语言").until_text("settings.toml");
    desk.keys("<right>").until_text("Language").until("behind the sheet, too", |s| s.row(1).contains("Find"));
    desk.keys("<down><down><down><down><down><right>").until_text("WeChat");
    // Who leaves at once has saved all the same.
    desk.keys("<enter><ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
    let wanted = MINE.replace("'sms'", "\"wechat\"").replace("在线组\n", "在线组\nlanguage = \"en\"\n");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), wanted);
    let mut desk = Desk::start(&env, &[], 100, 30);
    desk.until_text("articles").keys("退款").until_text("Results").keys("<enter>").until_text("WeChat");
}

#[test]
fn esc_puts_everything_back_and_writes_nothing() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    desk.keys("<ctrl-k><ctrl-o>").until_text("界面语言").keys("<right>").until_text("Language");
    desk.keys("<esc>").until("the old words", |s| s.row(1).contains('查') && !s.has("Language"));
    assert!(!env.path("config/settings.toml").exists());
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_the_choice_holds_for_the_session() {
    let env = Env::with_demo();
    let file = env.file("config/settings.toml", MINE);
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    let mut desk = open(&env);
    desk.keys("<ctrl-k><ctrl-o><right>").until_text("Language").keys("<enter>");
    desk.until("the file is named", |s| s.has("settings.toml cannot be written"));
    desk.until("the choice holds", |s| s.row(1).contains("Find"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), MINE);
}

#[test]
fn the_mouse_is_read_as_soon_as_it_is_wanted_and_given_back() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    assert!(!desk.raw().contains("\x1b[?1000h"), "off by default");
    desk.keys("<ctrl-k><ctrl-o><up><right>").until_text("鼠标");
    desk.until("the terminal is told", |s| s.raw().mouse_protocol_mode() != vt100::MouseProtocolMode::None);
    desk.keys("<enter>").until_text("已保存到");
    // At once: each letter would search, and another list would come under the click.
    desk.paste("怎么").until_text("结果 30");
    // The second result: each takes two rows below the heading.
    desk.answer("\x1b[<0;5;6M\x1b[<0;5;6m");
    desk.until("the second row is selected", |s| s.row(5).starts_with(" ▌"));
    desk.keys("<ctrl-q>");
    desk.wait_exit();
    desk.assert_restored();
}

#[test]
fn the_terminal_is_asked_and_its_answer_changes_the_chrome_without_losing_a_key() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    assert!(desk.raw().contains("“─·\x1b[6n"), "it is asked");
    desk.until("nothing of the question is left", |s| s.row(0).starts_with(" 知席"));
    // Between keys, as it comes over a slow line.
    desk.keys("宽").until("a key before it", |s| s.row(1).contains('宽'));
    desk.answer("\x1b[1;7R");
    desk.until("plain chrome", |s| !s.has("│") && s.has("|"));
    desk.keys("带<down>").until("keys after it", |s| s.row(1).contains("宽带"));
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
}

#[test]
fn a_narrow_answer_changes_nothing_and_a_setting_is_not_asked() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    desk.answer("\x1b[1;4R").keys("宽带").until("lines", |s| s.row(1).contains("宽带") && s.has("│"));
    env.file("config/settings.toml", "ambiguous = \"wide\"\n");
    let mut desk = open(&env);
    assert!(!desk.raw().contains("\x1b[6n"));
    desk.keys("宽带").until("plain chrome", |s| s.has("结果 30") && !s.has("│"));
}

#[test]
fn doctor_says_what_the_terminal_answers() {
    let env = Env::new();
    let kb = env.kb("kb", &[serde_json::json!({"id": "a", "question": "宽带", "internal": "x"})]);
    env.file("config/settings.toml", "ambiguous = \"narrow\"\n");
    let mut doctor = Desk::start(&env, &["--kb", &kb, "doctor"], 100, 40);
    doctor.until("the question", |s| s.has("“─·"));
    doctor.answer("\x1b[1;7R").until_text("终端回答：两格").until_text("ambiguous = \"auto\"");
    doctor.until("the sample is wiped", |s| !s.has("“─·"));
    assert_eq!(doctor.wait_exit(), 1, "it wants something done");
    // Into a pipe nothing is asked.
    let said = env.run(&["--kb", &kb, "doctor"]);
    assert!(said.stdout.contains("终端回答：没有回答") && !said.stdout.contains('\x1b'), "{}", said.stdout);
}

#[test]
fn the_first_start_on_the_demo_shows_ten_keys_once() {
    let env = Env::new();
    env.ok(&["search", "宽带"]);
    let mut desk = Desk::start(&env, &[], 80, 24);
    desk.until_text("上手：十个键").until_text("Ctrl+P");
    desk.keys("宽").until("the letter is not lost", |s| s.row(1).contains('宽') && s.has("结果 30"));
    desk.until("the page is gone", |s| !s.has("上手：十个键"));
    desk.keys("<ctrl-q>");
    desk.wait_exit();
    let mut desk = Desk::start(&env, &[], 80, 24);
    desk.until_text("公告").until("it was seen", |s| !s.has("上手：十个键"));
    desk.keys("<ctrl-k><ctrl-g>").until_text("上手：十个键").keys("<esc>");
    desk.until("closed", |s| !s.has("上手：十个键"));
}
