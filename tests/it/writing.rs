//! A text from its first word to its end, at two desks, without leaving the keyboard.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::env::Env;

fn articles() -> Vec<serde_json::Value> {
    vec![
        json!({"id": "kd-1", "question": "副卡怎么收费", "internal": "每张 10 元。", "customer": "每张 10 元，请问办几张？"}),
    ]
}

/// A KB with a writer and a reviewer; `None` where several people cannot be played.
fn house(env: &Env) -> Option<String> {
    env.has_people().then(|| {
        env.file("config/settings.toml", "channel = \"sms\"\n");
        let kb = env.kb("kb", &articles());
        env.ok(&["role", "--kb", &kb, "zhang", "editor"]);
        env.ok(&["role", "--kb", &kb, "li", "reviewer"]);
        kb
    })
}

#[test]
fn a_text_is_written_customerized_reviewed_published_found_and_withdrawn() {
    let env = Env::new();
    let Some(kb) = house(&env) else { return };
    let mut zhang = Desk::start_by(Some("zhang"), &env, &["--kb", &kb], 160, 48);
    zhang.until_text("条知识").keys("火星漫游多少钱").until_text("没有找到");
    zhang.keys("<ctrl-k><home>").until_text("新建知识").until_text("火星漫游多少钱");
    // The internal face, then the customer's: what is wrong in it is said while it is typed.
    zhang.keys("<tab><ctrl-end> 查套餐，每天 30 元。").until_text("每天 30 元。");
    zhang.keys("<tab><ctrl-end> 您好，每天 50 元。").until_text("[错误]");
    zhang.keys("<ctrl-z>").until("the figure is taken back", |s| !s.has("50 元"));
    zhang.keys("<ctrl-end> 您好，每天 30 元，请问您哪天出发？").until_text("请问您哪天出发");
    zhang.keys("<f10>").until_text("第1版并送审");
    // Somebody else decides on it: both faces are before them.
    let mut li = Desk::start_by(Some("li"), &env, &["--kb", &kb], 160, 48);
    li.until_text("条知识").keys("<ctrl-k><ctrl-s>").until_text("[待审核]").until_text("每天 30 元");
    li.keys("<enter>").until_text("从哪天起生效").keys("<enter>").until_text("已发布");
    // It is found on a desk that was open all the time.
    zhang.keys("<ctrl-u>火星漫游").until_text("请问您哪天出发");
    let id =
        env.ok(&["search", "--kb", &kb, "--json", "火星漫游"]).json()[0]["id"].as_str().unwrap().to_owned();
    env.ok(&["search", "--kb", &kb, "火星漫游"]);
    // And gone when it is withdrawn, for the one who reads it too.
    li.keys("<esc>").until_text("条知识").keys("火星漫游").until_text("请问您哪天出发");
    li.keys("<ctrl-k><delete>").until_text("下线的原因").keys("不再提供<enter>");
    zhang.until("that it is gone", |s| s.has(&format!("刚才在看的 {id}")) && s.has("已失效"));
    zhang.keys("<ctrl-u>火星漫游多少").until_text("没有找到");
}

#[test]
fn a_long_text_is_written_in_the_persons_own_editor() {
    let mut env = Env::new();
    env.file("config/settings.toml", "channel = \"sms\"\n");
    let kb = env.kb("kb", &articles());
    // Only with what a shell has itself: nothing else is on the path.
    let script = "out=\nwhile IFS= read -r line; do\n  [ \"$line\" = '每张 10 元。' ] && line='每张 18 元。'\n  \
                  out=\"$out$line\n\"\ndone <\"$1\"\nprintf '%s' \"$out\" >\"$1\"\n[ ! -e \"$FAILS\" ]";
    env.program("pen", script);
    let (pen, fails) = (env.at("bin/pen"), env.at("fails"));
    env.set("EDITOR", pen).set("FAILS", fails);
    let mut desk = Desk::start(&env, &["--kb", &kb], 120, 40);
    desk.until_text("条知识")
        .keys("副卡")
        .until_text("内部口径  kd-1")
        .keys("<ctrl-x>")
        .until_text("修改 kd-1");
    desk.keys("<ctrl-k><ctrl-e>").until("it is back and looked over", |s| s.has("已取回") || s.has("18 元"));
    desk.until_text("每张 18 元")
        .until_text("[错误]")
        .keys("<ctrl-z>")
        .until("it is taken back", |s| !s.has("18 元"));
    // One that fails leaves the text here as it was, and what it wrote in a file.
    env.file("fails", "");
    desk.keys("<ctrl-k><ctrl-e>").until_text("出错");
    assert!(!desk.text().contains("18 元"));
    let kept = std::fs::read_dir(env.path("state/edit")).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<String> = kept.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(kept.len() == 1 && kept[0].contains("每张 18 元。"), "{kept:?}");
    // Keys reach the desk again.
    desk.keys("<ctrl-s>")
        .until("that nothing was to be saved, or a draft", |s| s.has("没有改动") || s.has("草稿"));
    desk.keys("<ctrl-q>");
    assert_eq!(desk.wait_exit(), 0);
    desk.assert_restored();
}

#[test]
fn what_was_typed_survives_a_desk_that_is_killed() {
    let env = Env::new();
    let kb = env.kb("kb", &articles());
    let mut desk = Desk::start(&env, &["--kb", &kb], 120, 40);
    desk.until_text("条知识").keys("副卡").until_text("内部口径  kd-1");
    // What is found in it was found after it was kept.
    desk.keys("<ctrl-x>").until_text("修改 kd-1").keys("<tab><ctrl-end>押金 99 元").until_text("“99 元”");
    desk.kill();
    let mut again = Desk::start(&env, &["--kb", &kb], 120, 40);
    again.until_text("条知识").keys("副卡").until_text("内部口径  kd-1");
    again.keys("<ctrl-x>").until_text("已恢复").keys("<tab>").until_text("押金 99 元");
}

#[test]
fn a_text_that_lags_in_words_only_is_confirmed_where_it_is_written() {
    let env = Env::new();
    env.file("config/settings.toml", "channel = \"sms\"\n");
    let kb = env.kb("kb", &articles());
    // Made from the internal text, which is worded anew then.
    for (name, from, to) in
        [("first", "=== 客户口径", "=== 客户口径 @当前"), ("second", "每张 10 元。", "一张 10 元。")]
    {
        let text = env.ok(&["edit", "--kb", &kb, "kd-1", "--print"]).stdout.replacen(from, to, 1);
        let file = env.file(name, text);
        env.ok(&["edit", "--kb", &kb, "kd-1", "--from", &file]);
    }
    let mut desk = Desk::start(&env, &["--kb", &kb], 160, 48);
    desk.until_text("条知识").keys("副卡").until_text("内部口径  kd-1").keys("<ctrl-x>").until_text("[警告]");
    desk.keys("<tab><ctrl-o>")
        .until("the text stays in sight beneath", |s| s.has("已核对") && s.has("修改 kd-1"))
        .keys("<enter>");
    desk.until("nothing lags", |s| s.has("修改 kd-1") && !s.has("[警告]"))
        .keys("<ctrl-s>")
        .until_text("版草稿");
    let now = env.ok(&["edit", "--kb", &kb, "kd-1", "--print"]).stdout;
    let based_on =
        "SELECT count(DISTINCT based_on) FROM answer WHERE face = 'customer' AND based_on IS NOT NULL";
    assert_eq!(env.rows("kb/articles.db", based_on), ["2"], "{now}");
}

#[test]
fn whoever_saves_second_sees_both_and_overwrites_nothing_unasked() {
    let env = Env::new();
    let Some(kb) = house(&env) else { return };
    let mut zhang = Desk::start_by(Some("zhang"), &env, &["--kb", &kb], 160, 48);
    zhang
        .until_text("条知识")
        .keys("副卡")
        .until_text("内部口径  kd-1")
        .keys("<ctrl-x>")
        .until_text("修改 kd-1");
    let theirs =
        env.ok(&["edit", "--kb", &kb, "kd-1", "--print"]).stdout.replace("每张 10 元。", "每张 12 元。");
    let file = env.file("theirs.md", theirs);
    env.by("li", &["edit", "--kb", &kb, "kd-1", "--from", &file]).expect_code(0);
    zhang.keys("<ctrl-end>最多五张").until_text("最多五张").keys("<ctrl-s>").until_text("li 先存了第2版");
    zhang.until_text("12 元").until_text("最多五张");
    let count = "SELECT count(*) FROM revision";
    assert_eq!(env.rows("kb/articles.db", count), ["2"]);
    zhang.keys("<ctrl-s>").until_text("第3版草稿");
}
