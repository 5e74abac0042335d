//! `zhixi --plain`: the desk in lines, from a pipe and in a real terminal.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::env::{Env, Output};

/// What the desk says to some lines.
fn said(env: &Env, args: &[&str], lines: &[&str]) -> Output {
    let output = env.run_with(&[args, &["--plain"]].concat(), &format!("{}\n", lines.join("\n")));
    assert_eq!(output.code, 0, "{output}");
    assert!(!output.stdout.contains('\x1b'), "nothing but lines: {output}");
    output
}

/// The lines between two others.
fn between<'o>(output: &'o Output, from: &str, to: &str) -> Vec<&'o str> {
    let lines = output.stdout.lines().skip_while(|line| !line.starts_with(from)).skip(1);
    lines.take_while(|line| !line.starts_with(to)).collect()
}

#[test]
fn a_query_lists_a_number_reads_and_a_channel_is_switched() {
    let env = Env::with_demo();
    let best = env.ok(&["search", "--json", "光猫红灯"]).json();
    let id = best[0]["id"].as_str().unwrap();
    let output = said(&env, &[], &["光猫红灯", "１", "：渠道 短信", ":internal"]);
    let listed = between(&output, "结果", "yl-");
    assert!(listed[0].starts_with("1. ") && listed[0].ends_with(id), "{output}");
    assert!(listed.iter().filter(|line| line.contains("yl-")).count() <= 9, "not all at once: {output}");
    assert!(output.stdout.contains("客户口径（电话，约"), "{output}");
    assert!(output.stdout.contains("状态：已发布"), "{output}");
    let sms = between(&output, "客户口径（短信", "内部口径").join("\n");
    let wanted = env.ok(&["show", id, "--channel", "sms"]).stdout;
    assert_eq!(sms.trim(), wanted.trim(), "as it would be copied");
    assert_eq!(output.stdout.matches("内部口径，不可读给客户").count(), 2, "{output}");
}

#[test]
fn what_is_told_flagged_and_noted_is_written_down() {
    let env = Env::with_demo();
    let output = said(
        &env,
        &[],
        &[
            ":told",
            ":start 王先生 13812345678",
            "宽带上不去网",
            "1",
            ":已告知",
            ":标记 过期 金额是旧的",
            ":flag",
            "2",
            ":favourite",
            ":end",
            "",
        ],
    );
    assert!(output.stdout.contains("先输入编号打开一条知识"), "nothing was read: {output}");
    assert!(output.stdout.contains("已告知客户口径（电话"), "{output}");
    assert!(output.stdout.contains("已收藏"), "{output}");
    let note = between(&output, "【服务小结】电话", "按回车").join("\n");
    assert!(note.contains("王先生 138******78") && note.contains("已告知 yl-"), "{output}");
    assert!(output.stdout.contains("服务 1 已结束"), "{output}");
    let kept = std::fs::read(env.path("state/desk.db")).unwrap();
    assert!(!kept.windows(11).any(|part| part == b"13812345678"), "the number is kept nowhere");
    let lines = said(&env, &[], &["x"]);
    assert!(!lines.stdout.contains("找回"), "nothing was left open: {lines}");
    let board = said(&env, &[], &[":首页"]);
    assert!(board.stdout.contains("收藏") && board.stdout.contains("yl-"), "{board}");
}

fn gated(env: &Env) -> String {
    env.kb(
        "kb",
        &[
            json!({"id": "a-1", "question": "副卡怎么收费", "internal": "副卡每张每月 5 元。",
                "customer": {"lead": "副卡每张每月 10 元。", "based_on": "0".repeat(32)}}),
            json!({"id": "a-2", "question": "套餐办理", "internal": "办理套餐。",
                "customer": {"lead": "{{称呼}}您好，{{套餐名}}已为您办理。"}}),
            json!({"id": "a-3", "question": "退款说明", "internal": "退款三天。",
                "customer": {"lead": "退款三天到账。", "body": format!("{}\n\n{}", "长".repeat(400), "文".repeat(400))}}),
        ],
    )
}

#[test]
fn the_copy_gate_stops_asks_and_parts() {
    let env = Env::new();
    let kb = gated(&env);
    let output = said(&env, &["--kb", &kb], &["副卡", "1", ":渠道 微信", ":复制", ":复制"]);
    assert!(output.stdout.contains("再输入一次同样的命令"), "{output}");
    let (_, after) = output.stdout.split_once("同样的命令仍要复制").unwrap();
    assert!(after.contains("没有复制。全文如下：\n副卡每张每月 10 元。"), "{output}");

    let output = said(&env, &["--kb", &kb], &["套餐", "1", ":渠道 qq", ":copy", "王女士", "", "云享129"]);
    assert!(output.stdout.contains("还没有填写") || output.stdout.contains("套餐名"), "{output}");
    assert!(output.stdout.contains("全文如下：\n王女士您好，云享129已为您办理。"), "{output}");

    let output = said(&env, &["--kb", &kb], &["退款", "1", ":渠道 sms", ":copy", "1", ":cancel"]);
    assert!(output.stdout.contains("(1/2)") && !output.stdout.contains("(2/2)全"), "{output}");
}

#[test]
fn a_number_that_is_none_of_the_list_is_looked_for_and_slips_are_named() {
    let env = Env::new();
    let kb = gated(&env);
    let output = said(
        &env,
        &["--kb", &kb],
        &["770", ":chanel sms", ":渠道 传真", ":scope 火星", ":查", ":范围", ":more", "", ":打开 a-3"],
    );
    for part in [
        "没有找到“770”",
        "没有“chanel”这个命令",
        "是不是 :渠道",
        "传真",
        "可选：电话；短信",
        "火星",
        "要查什么",
        "范围：不限",
        "a-3 退款说明",
    ] {
        assert!(output.stdout.contains(part), "{part}: {output}");
    }
}

#[test]
fn it_speaks_english_and_lists_its_commands() {
    let mut env = Env::with_demo();
    env.set("LANG", "en_US.UTF-8");
    let output = said(&env, &[], &[":help", ":settings", "broadband", ":quit", "never read"]);
    for part in ["Type what the customer says", ":渠道  :channel  ", "settings.toml"] {
        assert!(output.stdout.contains(part), "{part}: {output}");
    }
    assert!(!output.stdout.contains("never read"), "{output}");
    let refused = env.run(&["--plain", "search", "x"]);
    assert_eq!(refused.code, 2, "{refused}");
    assert!(env.ok(&["--help"]).stdout.contains(":channel sms"));
}

#[test]
fn a_terminal_that_can_only_print_will_do() {
    let mut env = Env::with_demo();
    env.set("TERM", "dumb");
    let mut desk = Desk::start(&env, &["--plain"], 100, 40);
    desk.until_text("电话>").keys("光猫红灯<enter>").until_text("1. ").until_text(":更多");
    desk.keys("1<enter>").until_text("状态：").keys(":copy<enter>").until_text("没有剪贴板");
    desk.keys(":标记 wrong<enter>").until_text("？").keys("金额不对<enter>").until_text("电话>");
    desk.keys(":q<enter>").until_text("再输入一次").keys(":q<enter>");
    assert_eq!(desk.wait_exit(), 0);
    let raw = desk.raw();
    assert!(!raw.contains('\x1b'), "{raw:?}");
    let refused = env.run(&["doctor"]);
    assert!(refused.stdout.contains("zhixi --plain"), "{refused}");
}

#[test]
fn on_a_terminal_the_copy_is_sent_to_it_and_said_to_be_unsure() {
    let env = Env::with_demo();
    let mut desk = Desk::start(&env, &["--plain"], 100, 40);
    desk.until_text("电话>").keys("光猫红灯<enter>").until_text("1. ").keys("1<enter>").until_text("状态：");
    desk.keys(":copy<enter>").until_text("OSC 52");
    assert!(desk.raw().contains("\x1b]52;c;"));
    let others = desk.raw().replace("\x1b]52;c;", "").replace("\x1b\\", "");
    assert!(!others.contains('\x1b'), "no other sequence: {others:?}");
}

#[test]
fn the_softphone_drives_it_too() {
    let env = Env::with_demo();
    let mut desk = Desk::start(&env, &["--plain"], 100, 60);
    desk.until_text("电话>");
    env.ok(&["tell", "contact-start", "--contact", "C1", "--channel", "电话", "--reason", "宽带上不去网"]);
    desk.until_text("服务 1 开始").until_text("查询：宽带上不去网").until_text("1. ");
    env.ok(&["tell", "transcript", "--contact", "C1"]);
    desk.keys("1<enter>").until_text("状态：").keys(":告知<enter>").until_text("已告知客户口径");
    env.ok(&["tell", "query", "移机"]);
    desk.until_text("查询：移机").until_text("移机怎么办理");
    env.ok(&["tell", "contact-end", "--contact", "C1"]);
    desk.until_text("【服务小结】电话").until_text("已告知 yl-");
    desk.keys("<enter>").until_text("服务 1 已结束").keys(":quit<enter>");
    assert_eq!(desk.wait_exit(), 0);
}
