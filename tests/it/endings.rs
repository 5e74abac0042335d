//! Ends that nobody wished for: a line that goes dead, a program that is killed, a window that shrinks to nothing, a
//! paste without end.

use crate::support::desk::Desk;
use crate::support::env::Env;

fn open(env: &Env) -> Desk {
    let mut desk = Desk::start(env, &[], 120, 30);
    desk.until_text("条知识");
    desk
}

/// An SSH connection that dies hangs up on the desk: what was told a moment ago is in the trail.
#[test]
fn a_line_that_goes_dead_in_the_middle_of_a_contact_keeps_its_trail() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    desk.keys("<ctrl-k><ctrl-a>").until_text("怎么称呼").keys("王女士");
    desk.until_text("❯ 王女士").keys("<enter>").until("the name is taken", |s| !s.has("怎么称呼"));
    desk.keys("宽带上不去网").until_text("内部口径").until_text("yl-");
    desk.keys("<enter>").until_text("已告知客户口径").signal("HUP");
    assert_eq!(desk.wait_exit(), 129);
    desk.assert_restored();
    let mut desk = open(&env);
    desk.until_text("找回 1 个未结束的服务");
    desk.keys("<ctrl-t>").until_text("王女士");
    desk.keys("<f10>").until_text("【服务小结】电话").until_text("已告知 yl-").keys("<enter>");
    desk.until("it is over", |s| !s.has("王女士"));
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
    // What has ended is not offered again.
    let mut desk = open(&env);
    desk.keys("宽带").until_text("结果");
    assert!(!desk.text().contains("找回"), "{}", desk.text());
}

/// A desk that is killed removes nothing: the next one finds a socket behind which nobody is, and a lock that nobody holds.
#[test]
fn a_killed_desk_leaves_a_stale_socket_that_the_next_one_takes_over() {
    let env = Env::with_demo();
    let socket = env.path("state/tell/desk.sock");
    let mut desk = open(&env);
    desk.kill();
    assert!(socket.exists(), "the crash has left it");
    let nobody = env.run(&["tell", "status"]);
    assert_eq!(nobody.code, 3, "{nobody}");
    let mut desk = open(&env);
    assert!(!desk.text().contains("已经有一个知识台"), "{}", desk.text());
    env.ok(&["tell", "query", "移机"]);
    desk.until("it is told", |s| s.row(1).contains("移机"));
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
    assert!(!socket.exists(), "the next one tidies up");
}

/// Of two desks the one that listened is killed: the other takes the door over, as when the first is closed.
#[test]
fn the_second_desk_takes_over_when_the_first_is_killed() {
    let env = Env::with_demo();
    let mut first = open(&env);
    let mut second = open(&env);
    // A key: what is said later waits until what is being said was read.
    second.until_text("已经有一个知识台开着").keys("宽带");
    second.until("both characters are in", |s| s.row(1).contains("宽带") && s.has("结果"));
    first.kill();
    second.until_text("现在告诉的是这一个");
    env.ok(&["tell", "query", "退款"]);
    second.until("it is told", |s| s.row(1).contains("退款"));
}

#[test]
fn a_window_of_one_cell_in_the_middle_of_a_contact_comes_back_whole() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    desk.keys("宽带上不去网").until_text("内部口径  yl-").keys("<enter>").until_text("已告知客户口径");
    for key in ["<f10>", "<ctrl-p>", "<ctrl-f>"] {
        let bytes = desk.bytes();
        desk.resize(1, 1).until_drawn_after(bytes);
        desk.keys(key);
        let bytes = desk.bytes();
        desk.resize(120, 30).until_drawn_after(bytes);
        desk.until("what was opened meanwhile", |s| s.has("┌─"));
        desk.keys("<esc>").until("closed", |s| !s.has("┌─") && s.has("内部口径"));
    }
    desk.until("the contact is still open", |s| s.row(0).contains("[1 电话"));
}

/// 1 MB between the brackets of a paste: one line, cut, searched as far as anybody could mean it.
#[test]
fn a_megabyte_is_pasted_and_the_next_key_works() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    let text = "宽带断网怎么办。\n".repeat(42_000);
    assert!(text.len() > 1_000_000);
    desk.paste(&text);
    desk.until("the line takes it", |s| s.row(1).contains("宽带断网怎么办。 宽带断网怎么办。"));
    desk.until_text("只用了前 200").keys("<ctrl-u>退款").until("the next query", |s| {
        s.row(1).contains("退款") && !s.row(1).contains("断网") && s.has("结果")
    });
    let told = env.rows("state/desk.db", "SELECT max(length(query)) FROM history");
    assert_eq!(told, ["-"], "nothing of it is kept");
}

/// A terminal that puts no brackets around a paste sends each line end as Enter: none of them may tell or copy.
#[test]
fn lines_pasted_without_brackets_press_nothing() {
    let env = Env::with_demo();
    env.file("config/settings.toml", "channel = \"sms\"\nambiguous = \"narrow\"\n");
    let mut desk = open(&env);
    desk.keys("宽带断了\r怎么办\r灯是红的\r客户很急")
        .until("one line", |s| s.row(1).contains("灯是红的 客户很急"));
    desk.keys("<ctrl-u>退款").until("the next query", |s| s.row(1).contains("退款") && s.has("结果"));
    assert!(!desk.raw().contains("\x1b]52;"), "a pasted line end has copied");
    assert!(desk.look(|s| !s.row(0).contains("[1 ")), "{}", desk.text());
}
