//! The four verbs, key by key, and what each leaves behind: in the clipboard, in `desk.db`, in the KB, in the outbox.

use serde_json::{Value, json};
use zhixi::model::{Decision, Moment};
use zhixi::store::{Access, Store, StoreError, Who};

use crate::support::desk::Desk;
use crate::support::env::Env;

fn articles() -> [Value; 2] {
    [
        json!({
            "id": "kd-1", "question": "宽带断了怎么办", "internal": "先查欠费，再查光猫。",
            "customer": {"lead": "您好，请先重启光猫。", "body": "需要我帮您报修吗？",
                "channels": {"sms": "您好，请重启光猫；不行请拨 10010。"}},
        }),
        json!({"id": "kd-2", "question": "副卡怎么收费", "internal": "每张 10 元。", "customer": "每张 10 元，请问办几张？"}),
    ]
}

/// A desk over a KB that may be written, with the first article on its screen.
fn working(env: &Env, channel: &str) -> (Desk, String) {
    env.file("config/settings.toml", format!("channel = \"{channel}\"\n"));
    let kb = env.kb("kb", &articles());
    let mut desk = Desk::start(env, &["--kb", &kb], 160, 48);
    desk.until_text("条知识").keys("宽带断").until_text("内部口径  kd-1");
    (desk, kb)
}

/// A desk over a snapshot, where nothing can be written.
fn read_only(env: &Env) -> (Desk, String) {
    let kb = env.kb("kb", &articles());
    let snapshots = env.at("snapshots");
    env.ok(&["export", "--kb", &kb, "--snapshot", &snapshots]);
    let mut desk = Desk::start(env, &["--kb", &snapshots], 160, 48);
    desk.until_text("[只读]").until_text("条知识").keys("宽带断").until_text("内部口径  kd-1");
    (desk, snapshots)
}

const HISTORY: &str = "SELECT what, article, face, channel, query FROM history ORDER BY at, uuid";
const FEEDBACK: &str = "SELECT what, article, text, decision FROM feedback ORDER BY at, uuid";
const WAITS: &str = "SELECT what, sent IS NULL FROM feedback ORDER BY at, uuid";

#[test]
fn use_copies_the_rendering_of_a_text_channel() {
    let env = Env::new();
    let (mut desk, kb) = working(&env, "sms");
    desk.keys("<enter>").until_text("OSC 52");
    let rendering = env.ok(&["show", "--kb", &kb, "kd-1", "--channel", "sms"]).stdout;
    assert_eq!(desk.clipboard().as_deref(), Some(rendering.trim_end()));
    // WeChat has none of its own: it is derived, and is another text.
    desk.keys("<ctrl-l>").until_text("由客户口径生成 · 微信").keys("<enter>").until_text("（微信·");
    let derived = desk.clipboard().unwrap();
    assert!(derived.starts_with("您好，请先重启光猫。") && derived.ends_with("报修吗？"), "{derived}");
    desk.keys("<ctrl-k><ctrl-y>").until_text("已收藏");
    assert_eq!(
        env.rows("state/desk.db", HISTORY),
        ["copy|kd-1|customer|sms|宽带断", "copy|kd-1|customer|wechat|宽带断"]
    );
}

#[test]
fn use_tells_on_the_phone_and_leaves_the_clipboard_alone() {
    let env = Env::new();
    let (mut desk, _) = working(&env, "phone");
    desk.until_text("Enter 已告知")
        .keys("<enter>")
        .until_text("已告知客户口径（电话")
        .until_text("剪贴板未动");
    desk.until_text("[1 电话").keys("<ctrl-k><ctrl-y>").until_text("已收藏");
    assert!(!desk.raw().contains("\x1b]52;"));
    assert_eq!(env.rows("state/desk.db", HISTORY), ["tell|kd-1|customer|phone|宽带断"]);
    let trail =
        "SELECT what, article, trail.channel, ended FROM trail JOIN contact ON contact = contact.uuid";
    assert_eq!(env.rows("state/desk.db", trail), ["tell|kd-1|phone|-"]);
}

/// The editor's answer, as issue 5's queue will write it.
fn decide(kb: &str, reply: &str) {
    let mut store = Store::open(&std::path::Path::new(kb).join("articles.db"), Access::ReadWrite).unwrap();
    let uuid = {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let conn = rusqlite::Connection::open_with_flags(store.path(), flags).unwrap();
        conn.query_row("SELECT uuid FROM feedback", [], |row| row.get::<_, String>(0)).unwrap()
    };
    let editor = Who { os_user: "editor".into(), agent_no: None };
    let done = store.write(&editor, Moment(1_800_000_000_000), |write| -> Result<bool, StoreError> {
        write.decide(&uuid, Decision::Done, reply, None)
    });
    assert!(done.unwrap());
}

#[test]
fn a_flag_reaches_the_kb_and_its_decision_comes_back_to_the_board() {
    let env = Env::new();
    let (mut desk, kb) = working(&env, "phone");
    desk.keys("<ctrl-f>")
        .until_text("已经过时")
        .keys("<down>现在先查光猫 13812345678<enter>")
        .until_text("已交给采编");
    assert_eq!(env.rows("kb/articles.db", FEEDBACK), ["outdated|kd-1|现在先查光猫 138******78|-"]);
    assert_eq!(env.rows("state/desk.db", WAITS), ["outdated|0"]);
    assert_eq!(env.ok(&["export", "--kb", &kb, "--feedback"]).stdout, "", "nothing waits");
    decide(&kb, "已改为先查光猫");
    // Other sessions' commits are noticed on the next key.
    desk.keys("<ctrl-u>").until_text("反馈结果").until_text("[已采纳] 已改为先查光猫");
}

#[test]
fn a_fix_opens_the_article_and_hands_in_what_was_written() {
    let env = Env::new();
    let (mut desk, _) = working(&env, "phone");
    desk.keys("<ctrl-x>").until_text("修改 kd-1").keys("<ctrl-end>，再查光猫").until_text("未保存");
    desk.keys("<f10>").until_text("第2版并送审");
    let stages = "SELECT ordinal, stage FROM revision JOIN article a ON a.number = article WHERE id = 'kd-1' ORDER BY ordinal";
    assert_eq!(env.rows("kb/articles.db", stages), ["1|published", "2|in_review"]);
}

#[test]
fn add_turns_the_query_into_a_draft_with_the_query_as_its_question() {
    let env = Env::new();
    let (mut desk, kb) = working(&env, "phone");
    desk.keys("<ctrl-u>火星漫游多少钱")
        .until_text("没有找到")
        .keys("<ctrl-k><ctrl-f>")
        .until_text("已建草稿");
    let all = env.ok(&["export", "--kb", &kb]).json();
    let draft = all.iter().find(|article| article["question"] == "火星漫游多少钱").expect("a draft");
    assert_eq!(draft["stage"], "draft", "{draft}");
    assert_eq!(env.run(&["search", "--kb", &kb, "火星漫游多少钱"]).code, 1, "no agent is told a draft");
    assert!(env.rows("kb/articles.db", FEEDBACK).is_empty());
}

#[test]
fn where_nothing_can_be_written_every_verb_waits_in_the_outbox() {
    let env = Env::new();
    let (mut desk, snapshots) = read_only(&env);
    desk.keys("<ctrl-f>").until_text("内容有错").keys("金额<enter>").until_text("已记录，等待导出");
    desk.keys("<ctrl-x>").until_text("修改 kd-1").keys("<ctrl-end>改成 5 元").until_text("未保存");
    desk.keys("<f10>").until_text("作为修改建议");
    desk.keys("<ctrl-u>火星漫游")
        .until_text("没有找到")
        .keys("<ctrl-k><ctrl-f>")
        .until_text("已记录，等待导出");
    desk.keys("<f7>").until_text("已记录，等待导出").keys("<f7>").until_text("已经记录过");
    let waiting = env.ok(&["export", "--kb", &snapshots, "--feedback"]).json();
    let said: Vec<(&str, &str)> =
        waiting.iter().map(|one| (one["what"].as_str().unwrap(), one["text"].as_str().unwrap())).collect();
    assert_eq!(said.len(), 4, "{waiting:?}");
    assert_eq!(said[0], ("wrong", "金额"));
    assert!(said[1].0 == "fix" && said[1].1.contains("改成 5 元"), "{said:?}");
    assert_eq!((said[2].0, said[3].0), ("add", "gap"));
    assert!(said[2..].iter().all(|(_, text)| text.contains("\"query\":\"火星漫游\"")), "{said:?}");
    assert_eq!((waiting[0]["id"].as_str(), waiting[2]["id"].as_str()), (Some("kd-1"), None));
}
