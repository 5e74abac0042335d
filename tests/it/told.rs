//! The softphone drives the desk, and a call from its beginning to the wrap-up, in a real terminal.

use crate::support::desk::Desk;
use crate::support::env::Env;

fn open(env: &Env) -> Desk {
    let mut desk = Desk::start(env, &[], 160, 48);
    desk.until_text("条知识");
    desk
}

#[test]
fn a_whole_call_from_contact_start_to_wrap_up() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    env.ok(&[
        "tell",
        "contact-start",
        "--contact",
        "C1",
        "--channel",
        "电话",
        "--number",
        "13812345678",
        "--region",
        "云州",
        "--reason",
        "宽带上不去网",
    ]);
    desk.until_text("服务 1 开始")
        .until_text("138******78")
        .until_text("地区 云州")
        .until_text("内部口径  yl-3024");
    desk.keys("<enter>").until_text("已告知客户口径");
    assert!(!desk.raw().contains("\x1b]52;"), "the clipboard is not touched");
    env.ok(&["tell", "query", "移机"]);
    desk.until_text("宽带移机怎么办理");
    let status = env.ok(&["tell", "status", "--json"]).json();
    assert_eq!(status[0]["contacts"][0]["id"], "C1", "{status:?}");
    assert_eq!(status[0]["query_chars"], 2);
    env.ok(&["tell", "contact-end", "--contact", "C1"]);
    desk.until_text("【服务小结】电话").until_text("已告知 yl-3024").until_text("诉求：宽带上不去网");
    desk.keys("<enter>").until_text("OSC 52").until("everything is cleared", |s| !s.has("138******78"));
    assert!(desk.raw().contains("\x1b]52;"), "the note is copied");
    let gone = env.run(&["tell", "contact-end", "--contact", "C1"]);
    assert_eq!(gone.code, 1, "{}", gone.stderr);
    desk.keys("<ctrl-q>");
    desk.wait_exit();
    desk.assert_restored();
    assert_eq!(env.run(&["tell", "status"]).code, 3, "no desk is open any more");
    let kept = std::fs::read(env.path("state/desk.db")).unwrap();
    let number = b"13812345678";
    assert!(!kept.windows(number.len()).any(|part| part == number), "the number is kept nowhere");
}

#[test]
fn what_the_customer_says_suggests_beside_what_the_agent_types() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    desk.keys("副卡").until_text("结果");
    let said = env.run_with(&["tell", "transcript"], "我家宽带今天突然上不去网了\n灯是红的\n");
    assert_eq!(said.code, 0, "{}", said.stderr);
    desk.until_text("通话中提到").until("the line keeps its words", |s| s.row(1).contains("副卡"));
    desk.keys("<f12>").until("the suggestion", |s| s.row(1).contains("yl-"));
}

#[test]
fn a_second_desk_works_and_says_whose_the_softphone_is() {
    let env = Env::with_demo();
    let mut first = open(&env);
    let mut second = Desk::start(&env, &[], 120, 30);
    second.until_text("已经有一个知识台开着").keys("宽带").until_text("结果");
    env.ok(&["tell", "query", "移机"]);
    first.until("the first is told", |s| s.row(1).contains("移机"));
    second.until("the second is not", |s| s.row(1).contains("宽带"));
    first.keys("<ctrl-q>");
    first.wait_exit();
    second.until_text("现在告诉的是这一个");
    env.ok(&["tell", "query", "退款"]);
    second.until("now the second is told", |s| s.row(1).contains("退款"));
    second.keys("<ctrl-q>");
    second.wait_exit();
    assert!(!env.path("state/tell/desk.sock").exists(), "it tidies up as the first would");
}

#[test]
fn a_desk_that_was_killed_gives_its_contact_back() {
    let env = Env::with_demo();
    let mut desk = open(&env);
    desk.keys("宽带上不去网").until_text("内部口径  yl-");
    desk.keys("<enter>").until_text("已告知客户口径");
    // What is written down is written in order: once this is, so is the step before it.
    desk.keys("<ctrl-k><ctrl-y>").until_text("已收藏");
    desk.kill();
    let mut desk = open(&env);
    desk.until_text("找回 1 个");
    desk.keys("<ctrl-t><f10>").until_text("【服务小结】").until_text("已告知 yl-");
    env.ok(&["tell", "status"]);
}

/// The last thing written down was lost when the desk was left right after it.
#[test]
fn what_was_done_last_is_written_down_before_the_desk_is_gone() {
    let env = Env::with_demo();
    for query in ["宽带上不去网", "移机", "副卡"] {
        let mut desk = open(&env);
        desk.keys(query)
            .until_text("结果")
            .keys("<ctrl-k><ctrl-n><ctrl-k><ctrl-a>")
            .until_text("怎么称呼这个服务");
        desk.keys(query).keys("<enter><ctrl-q><ctrl-q>");
        desk.wait_exit();
    }
    let mut desk = open(&env);
    desk.until_text("找回 3 个");
}
