//! Three customers at once: what belongs to one is never seen, offered or copied in another.

use serde_json::json;

use crate::support::desk::Desk;
use crate::support::env::Env;

fn open(env: &Env) -> Desk {
    env.file("config/settings.toml", "channel = \"sms\"\n");
    let article = |id: &str, question: &str, customer: &str| json!({"id": id, "question": question, "internal": format!("{question}的内部口径。"), "customer": customer});
    let kb = env.kb(
        "kb",
        &[
            article("kd-1", "宽带断了怎么办", "{{姓名}}您好，请先重启光猫。需要报修吗？"),
            article("mv-1", "副卡怎么收费", "{{姓名}}您好，副卡每张 10 元。您想办几张？"),
            article("tk-1", "退款多久到账", "退款 3 天到账，请留意短信。"),
        ],
    );
    let mut desk = Desk::start(env, &["--kb", &kb], 160, 48);
    desk.until_text("条知识");
    desk
}

/// Shows the next contact and waits until it is the one that stands out.
fn switch(desk: &mut Desk, query: &str) {
    desk.keys("<ctrl-t>").until(query, |s| s.row(1).contains(&format!("❯ {query}")));
}

#[test]
fn three_interleaved_chats_share_nothing() {
    let env = Env::new();
    let mut desk = open(&env);
    // The first: a name is filled in, and the answer is stacked.
    desk.keys("宽带断").until_text("内部口径  kd-1").keys("<enter>").until_text("姓名 是？");
    desk.keys("王先生<enter>").until_text("OSC 52").keys("<f5>").until_text("共 1 条");
    assert!(desk.clipboard().unwrap().starts_with("王先生您好，请先重启光猫。"));
    // The second, on another channel: nothing of the first is offered.
    desk.keys("<ctrl-k><ctrl-n>")
        .until_text("服务 2 开始")
        .until("an empty line", |s| s.row(1).contains("输入客户的话"));
    desk.keys("副卡").until_text("内部口径  mv-1").keys("<ctrl-l>").until_text("· 微信 ·");
    desk.keys("<enter>").until_text("姓名 是？");
    assert!(!desk.text().contains("王先生"), "a value of another customer is offered\n{}", desk.text());
    desk.keys("李女士<enter>").until_text("（微信·").until_text("OSC 52");
    assert!(desk.clipboard().unwrap().starts_with("李女士您好，副卡"));
    // The third asks while both wait.
    desk.keys("<ctrl-k><ctrl-n>").until_text("服务 3 开始").keys("退款").until_text("内部口径  tk-1");
    desk.keys("<f5>").until_text("共 1 条");
    desk.until_text("[1 短信 0分 ＋1] [2 微信 0分] [3 短信 0分 ＋1]");
    // Round: each comes back as it was left.
    switch(&mut desk, "宽带断");
    desk.until_text("内部口径  kd-1").until_text("· 短信 ·").keys("<enter>").until_text("姓名 是？");
    desk.until("the value of this contact is offered", |s| s.has("❯ 王先生")).keys("<esc>");
    desk.until("closed", |s| !s.has("姓名 是？"));
    switch(&mut desk, "副卡");
    desk.until_text("内部口径  mv-1").until_text("· 微信 ·");
    // The end of the second: its note speaks of nobody else, and it takes nothing with it.
    desk.keys("<f10>").until_text("【服务小结】微信").until_text("mv-1");
    desk.keys("<enter>").until_text("OSC 52").until_text("[1 短信 0分 ＋1] [3 短信 0分 ＋1]");
    let note = desk.clipboard().unwrap();
    assert!(note.contains("mv-1") && !note.contains("kd-1") && !note.contains("王先生"), "{note}");
    assert!(!desk.text().contains("李女士"), "{}", desk.text());
    // What is stacked in the first is one answer, not the third's; and the third's copy has no name in it.
    let here = desk.look(|s| if s.row(1).contains("宽带断") { 1 } else { 3 });
    if here == 3 {
        switch(&mut desk, "宽带断");
    }
    desk.keys("<ctrl-k><ctrl-c>").until_text("复制全部 1 条").until_text("宽带断了怎么办");
    assert!(!desk.look(|s| s.has("退款多久到账")), "{}", desk.text());
    desk.keys("<esc>").until("closed", |s| !s.has("复制全部"));
    switch(&mut desk, "退款");
    desk.keys("<ctrl-k><ctrl-c>").until_text("复制全部 1 条").keys("<enter>").until_text("（短信·");
    desk.until_text("OSC 52");
    assert_eq!(desk.clipboard().unwrap().replace('\n', ""), "退款 3 天到账，请留意短信。");
    // A new one begins with nothing of those before, also by the number of the one that has ended.
    desk.keys("<ctrl-k><ctrl-n>")
        .until_text("服务 2 开始")
        .keys("副卡")
        .until_text("内部口径  mv-1")
        .until_text("· 短信 ·");
    desk.keys("<enter>").until_text("姓名 是？");
    assert!(!desk.look(|s| s.has("李女士") || s.has("王先生")), "{}", desk.text());
    desk.keys("<esc>").until("closed", |s| !s.has("姓名 是？"));
    desk.keys("<ctrl-k><ctrl-c>").until_text("组合回复是空的");
    // Each trail is its own.
    let trails = "SELECT channel.channel, group_concat(step.what || ' ' || step.article, ',') FROM contact channel
                  JOIN trail step ON step.contact = channel.uuid GROUP BY channel.uuid ORDER BY channel.started, channel.uuid";
    assert_eq!(env.rows("state/desk.db", trails), ["sms|copy kd-1", "wechat|copy mv-1", "sms|copy tk-1"]);
}
