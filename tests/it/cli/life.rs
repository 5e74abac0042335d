//! The life of an article on the command line: written, reviewed by somebody else, published, found, withdrawn, gone.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::support::env::{Env, Output, PROGRAM};

const ASK: &str = "家庭宽带怎么移机";

/// A KB with an article in use, and who works in it: the admin who made it, zhang who writes, li and wang who review.
struct House {
    env: Env,
    kb: String,
}

impl House {
    /// `None` where several people cannot be played.
    fn new() -> Option<House> {
        let env = Env::new();
        env.has_people().then(|| {
            let article = json!({"id": "a-1", "question": ASK, "category": ["宽带", "移机"],
                "internal": {"lead": "旧口径。", "body": "移机费100元。"},
                "customer": {"lead": "移机费100元。"}});
            let kb = env.kb("kb", &[article]);
            for (user, role) in [("zhang", "editor"), ("li", "reviewer"), ("wang", "reviewer")] {
                env.ok(&["role", "--kb", &kb, user, role]);
            }
            House { env, kb }
        })
    }

    fn by(&self, user: &str, args: &[&str]) -> Output {
        let args: Vec<&str> = [&args[..1], &["--kb", &self.kb], &args[1..]].concat();
        self.env.by(user, &args)
    }

    fn ok(&self, user: &str, args: &[&str]) -> Output {
        self.by(user, args).expect_code(0)
    }

    fn json(&self, user: &str, args: &[&str]) -> Value {
        self.ok(user, &[args, &["--json"]].concat()).json().remove(0)
    }

    /// Writes the article's text with some words exchanged into a file; its path.
    fn text(&self, name: &str, id: &str, from: &str, to: &str) -> String {
        let text = self.ok("zhang", &["edit", id, "--print"]).stdout;
        assert!(text.contains(from), "{from} is not in {text}");
        self.env.file(name, text.replace(from, to))
    }

    /// What a search finds first: its internal lead.
    fn found(&self) -> Option<String> {
        let args = ["search", "--kb", &self.kb, "--json", ASK];
        let hits = self.env.run(&args).json();
        hits.first().and_then(|hit| hit["internal"]["lead"].as_str()).map(str::to_owned)
    }

    fn log(&self, id: &str) -> Vec<String> {
        let lines = self.ok("zhang", &["log", id, "--json"]).json();
        lines.iter().map(|line| line["what"].as_str().unwrap().to_owned()).collect()
    }

    /// An editor that is a shell script; the file it is given is `$1`.
    fn editor(&mut self, script: &str) {
        let path = self.env.file("editor.sh", format!("#!/bin/sh\n{script}\n"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        self.env.set("EDITOR", path);
    }
}

#[test]
fn a_whole_life() {
    let Some(house) = House::new() else { return };
    // Written.
    let made = house.json(
        "zhang",
        &[
            "new",
            "云享套餐",
            "怎么退订",
            "--kind",
            "procedure",
            "--category",
            "套餐/退订",
            "--similar",
            "套餐不要了",
            "--internal",
            "登录鹰眼办理，次月生效。",
            "--customer",
            "您好，次月生效。",
        ],
    );
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["revision"], 1);
    let search =
        |code| house.env.run(&["search", "--kb", &house.kb, "--json", "云享套餐 怎么退订"]).expect_code(code);
    let hits = |output: &Output| output.json().iter().any(|hit| hit["id"] == id);
    assert!(
        !hits(&house.env.run(&["search", "--kb", &house.kb, "--json", "云享套餐 怎么退订"])),
        "a draft is found"
    );
    // Edited.
    let file = house.text("e.md", id, "次月生效。", "当月生效。");
    let saved = house.json("zhang", &["edit", id, "--from", &file]);
    assert_eq!((&saved["saved"], &saved["revision"]), (&json!(true), &json!(2)), "{saved}");
    let diff = house.json("zhang", &["diff", id, "1", "2"]);
    assert!(diff["changes"].as_array().unwrap().iter().any(|c| c["field"] == "internal.body"), "{diff}");
    // Reviewed by somebody else.
    house.ok("zhang", &["review", id, "--submit"]);
    let queue = house.json("li", &["review"]);
    assert_eq!(
        (&queue["id"], &queue["revision"], &queue["author"]),
        (&json!(id), &json!(2), &json!("zhang"))
    );
    let page = house.ok("li", &["review", id]);
    assert!(page.stdout.contains("当月生效"), "{page}");
    let approved = house.json("li", &["review", id, "--approve", "--note", "好"]);
    assert_eq!(approved["stage"], "approved");
    house.by("li", &["review"]).expect_code(1);
    // Published, and found.
    let published = house.json("li", &["publish", id]);
    assert_eq!((&published["published"], &published["until"]), (&json!(true), &Value::Null));
    assert!(hits(&search(0)));
    // Withdrawn, and gone.
    house.ok("li", &["withdraw", id, "--reason", "口径有误"]);
    assert!(!hits(&house.env.run(&["search", "--kb", &house.kb, "--json", "云享套餐 怎么退订"])));
    let log = house.log(id);
    assert_eq!(log, ["new", "edit", "submit", "approve", "publish", "withdraw"]);
    let said = house.ok("zhang", &["log", id]).stdout;
    for word in ["zhang", "li", "送审", "通过", "发布", "撤回", "口径有误", "第2版"] {
        assert!(said.contains(word), "{word} is not in {said}");
    }
    let archived = house.json("li", &["withdraw", id, "--archive"]);
    assert_eq!(archived["archived"], 1, "{archived}");
    house.env.ok(&["doctor", "--kb", &house.kb]);
}

#[test]
fn nobody_approves_their_own_text_and_each_step_needs_its_role() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    house.ok("li", &["edit", "a-1", "--from", &file]);
    house.ok("li", &["review", "a-1", "--submit"]);
    house.by("li", &["review", "a-1", "--approve"]).expect_code(2).complains_of(&["a-1", "自己"]);
    house.by("zhang", &["review", "a-1", "--approve"]).expect_code(2).complains_of(&[
        "审核",
        "采编",
        "zhixi role",
    ]);
    let refused = house.ok("li", &["log", "a-1", "--json"]).json();
    let refused: Vec<&Value> = refused.iter().filter(|line| line["what"] == "refuse").collect();
    assert_eq!((&refused[0]["user"], &refused[0]["detail"]["why"]), (&json!("li"), &json!("own_text")));
    assert_eq!((&refused[1]["user"], &refused[1]["detail"]["why"]), (&json!("zhang"), &json!("role")));
    house.ok("wang", &["review", "a-1", "--approve"]);
    house.by("zhang", &["publish", "a-1"]).expect_code(2);
    house.by("zhang", &["withdraw", "a-1", "--reason", "x"]).expect_code(2);
    assert_eq!(house.found().as_deref(), Some("旧口径。"));
    // An agent writes nothing, whichever way.
    house.by("agent", &["new", "问题"]).expect_code(2).complains_of(&["采编"]);
    house.by("agent", &["review", "a-1", "--comment", "x"]).expect_code(2);
    house.by("agent", &["role", "agent", "admin"]).expect_code(2).complains_of(&["管理员"]);
}

#[test]
fn no_name_from_the_environment_makes_anybody_else_of_an_account() {
    let Some(house) = House::new() else { return };
    let Some(other) = crate::support::env::Stranger::of(&house.env) else { return };
    let said = other.run_with(&["role", "--kb", &house.kb], "USER", "li");
    assert!(said.stderr.contains("nobody") && !said.stderr.contains("li："), "{said}");
}

#[test]
fn what_is_sent_back_is_mended_and_comes_again() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    house.ok("zhang", &["edit", "a-1", "--from", &file]);
    house.by("li", &["review", "a-1", "--approve"]).expect_code(2).complains_of(&["草稿"]);
    house.ok("zhang", &["review", "a-1", "--submit"]);
    house.by("zhang", &["review", "a-1", "--reassign", "nobody"]).expect_code(2).complains_of(&["nobody"]);
    house.ok("zhang", &["review", "a-1", "--reassign", "wang"]);
    house.ok("li", &["review", "a-1", "--comment", "金额核过吗"]);
    assert_eq!(house.json("li", &["review"])["assigned"], "wang");
    house.by("wang", &["review", "a-1", "--return", " "]).expect_code(2);
    house
        .by("wang", &["review", "a-1", "--return", "金额要核", "--revision", "1"])
        .expect_code(2)
        .complains_of(&["第 1 版"]);
    house.ok("wang", &["review", "a-1", "--return", "金额要核", "--revision", "2"]);
    let page = house.json("zhang", &["review", "a-1"]);
    assert_eq!((&page["stage"], &page["reviews"][0]["note"]), (&json!("draft"), &json!("金额要核")));
    assert_eq!(page["comments"][0]["text"], "金额核过吗");
    assert_eq!(page["against"], 1, "beside the text in use");
    let said = house.ok("zhang", &["review", "a-1"]).stdout;
    assert!(
        said.contains("金额要核") && said.contains("- [-旧-]口径。") && said.contains("+ {+新+}口径。"),
        "{said}"
    );
}

#[test]
fn a_category_of_two_asks_for_a_second_person() {
    let Some(house) = House::new() else { return };
    house.by("li", &["review", "--second", "宽带"]).expect_code(2);
    house.by("root", &["review", "--second", "没有"]).expect_code(2).complains_of(&["没有"]);
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    house.ok("zhang", &["edit", "a-1", "--from", &file]);
    house.ok("zhang", &["review", "a-1", "--submit"]);
    assert_eq!(house.json("root", &["review", "--second", "宽带"])["second_review"], json!([["宽带"]]));
    let first = house.json("li", &["review", "a-1", "--approve"]);
    assert_eq!((&first["stage"], &first["approvals"]), (&json!("in_review"), &json!({"have": 1, "need": 2})));
    house.by("li", &["review", "a-1", "--approve"]).expect_code(2).complains_of(&["li"]);
    assert!(house.ok("wang", &["review"]).stdout.contains("1/2"));
    assert_eq!(house.json("wang", &["review", "a-1", "--approve"])["stage"], "approved");
    assert_eq!(house.json("root", &["review", "--no-second", "宽带"])["second_review"], json!([]));
}

#[test]
fn a_scheduled_text_and_a_past_one_are_both_at_hand() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    house.ok("zhang", &["edit", "a-1", "--from", &file]);
    house.ok("zhang", &["review", "a-1", "--submit"]);
    house.ok("li", &["review", "a-1", "--approve"]);
    house.by("li", &["publish", "a-1", "--from", "昨天"]).expect_code(2).complains_of(&["过去"]);
    house.by("li", &["publish", "a-1", "--from", "下周"]).expect_code(2).complains_of(&["下周"]);
    house.ok("li", &["publish", "a-1", "--from", "明天"]);
    assert_eq!(house.found().as_deref(), Some("旧口径。"), "until tomorrow the old one");
    let lead = |args: &[&str]| {
        let shown: Value = serde_json::from_str(&house.ok("li", args).stdout).unwrap();
        shown["internal"]["lead"].as_str().unwrap().to_owned()
    };
    assert_eq!(lead(&["show", "a-1", "--json", "--as-of", "明天"]), "新口径。");
    assert_eq!(lead(&["show", "a-1", "--json", "--as-of", "今天"]), "旧口径。");
    assert_eq!(
        lead(&["show", "a-1", "--json", "--as-of", "2020-01-01 09:30"]),
        "旧口径。",
        "it says no first day"
    );
    assert_eq!(lead(&["show", "a-1", "--json", "--revision", "2"]), "新口径。");
    for bad in ["不是日期", "2026-02-30", "2026-01-01 25:00", "2026-01-01 noon"] {
        house.by("li", &["show", "a-1", "--as-of", bad]).expect_code(2).complains_of(&[bad]);
    }
    house.by("li", &["show", "a-1", "--revision", "9"]).expect_code(1).complains_of(&["9"]);
    let new = house.json("zhang", &["new", "还没发布的问题"]);
    let id = new["id"].as_str().unwrap();
    house.by("li", &["show", id, "--as-of", "今天"]).expect_code(1).complains_of(&[id]);
    // What was to come is taken back; what is in use stays.
    house.ok("li", &["withdraw", "a-1", "--revision", "2", "--reason", "改期"]);
    assert_eq!(lead(&["show", "a-1", "--json", "--as-of", "明天"]), "旧口径。");
    assert_eq!(house.found().as_deref(), Some("旧口径。"));
}

#[test]
fn an_emergency_wording_is_used_alone_and_waits_first() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "旧口径。", "大面积故障，正在抢修。");
    house.ok("zhang", &["edit", "a-1", "--from", &file]);
    house.by("li", &["publish", "a-1", "--emergency"]).expect_code(2).complains_of(&["作者"]);
    let done = house.json("zhang", &["publish", "a-1", "--emergency=3"]);
    assert_eq!((&done["published"], &done["emergency"]), (&json!(true), &json!(true)), "{done}");
    assert_eq!(house.found().as_deref(), Some("大面积故障，正在抢修。"));
    assert!(house.ok("li", &["show", "a-1"]).stdout.contains("未审核"));
    let first = house.ok("li", &["review"]).stdout;
    assert!(first.lines().next().unwrap().contains("临时口径"), "{first}");
    house.ok("li", &["review", "a-1", "--return", "没有这回事"]);
    assert_eq!(house.found().as_deref(), Some("旧口径。"), "what is sent back is out of use");
}

#[test]
fn what_the_rules_find_stops_a_text_until_somebody_gives_a_reason() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "=== 客户口径", "=== 客户口径 @当前");
    let text = std::fs::read_to_string(&file).unwrap();
    let file = house.env.file("f.md", text.replacen("首句: 移机费100元。", "首句: 移机费80元。", 1));
    house.ok("zhang", &["edit", "a-1", "--from", &file]);
    house.ok("zhang", &["review", "a-1", "--submit"]);
    let page = house.json("li", &["review", "a-1"]);
    let is_error = |finding: &Value| finding["severity"] == "error";
    assert!(page["findings"].as_array().unwrap().iter().any(is_error), "{page}");
    house.ok("li", &["review", "a-1", "--approve"]);
    house.by("li", &["publish", "a-1"]).expect_code(1).complains_of(&["80元", "--waive"]);
    let stopped = house.by("li", &["publish", "a-1", "--json"]).expect_code(1).json().remove(0);
    assert_eq!(stopped["published"], false);
    assert!(stopped["findings"][0]["text"].as_str().unwrap().contains("80元"), "{stopped}");
    assert_eq!(house.found().as_deref(), Some("旧口径。"), "what is stopped changes nothing");
    let done = house.json("li", &["publish", "a-1", "--waive", "八月活动价，另有通知"]);
    assert_eq!(done["waived"], stopped["findings"].as_array().unwrap().len());
    let page = house.ok("wang", &["review", "a-1"]).stdout;
    assert!(page.contains("八月活动价") && page.contains("li"), "{page}");
}

#[test]
fn the_editor_gets_the_text_and_what_comes_back_is_saved() {
    let Some(mut house) = House::new() else { return };
    house.editor("printf '\\n=== sms\\n移机请拨打热线。\\n' >> \"$1\"");
    let saved = house.json("zhang", &["edit", "a-1"]);
    assert_eq!((&saved["saved"], &saved["revision"]), (&json!(true), &json!(2)), "{saved}");
    let text: Value =
        serde_json::from_str(&house.ok("li", &["show", "a-1", "--json", "--revision", "2"]).stdout).unwrap();
    assert_eq!(text["customer"]["channels"]["sms"]["text"], "移机请拨打热线。", "{text}");
    let left = std::fs::read_dir(house.env.path("state/edit")).unwrap().count();
    assert_eq!(left, 0, "what is saved needs no copy");
    // A file of words with arguments of its own, as `code --wait` is.
    let sub = house.env.at("editor.sh");
    house.env.set("VISUAL", format!("/bin/sh {sub}"));
    std::fs::write(&sub, "printf '\\n=== wechat\\n微信版\\n' >> \"$1\"\n").unwrap();
    assert_eq!(house.json("zhang", &["edit", "a-1"])["revision"], 3);
}

#[test]
fn an_editor_that_changes_nothing_or_fails_saves_nothing() {
    let Some(mut house) = House::new() else { return };
    let before = house.log("a-1");
    house.by("zhang", &["edit", "a-1"]).expect_code(2).complains_of(&["EDITOR", "--from"]);
    house.editor("true");
    house.ok("zhang", &["edit", "a-1"]).complains_of(&["没有改动"]);
    assert_eq!(house.json("zhang", &["edit", "a-1"])["saved"], false);
    house.by("zhang", &["new"]).expect_code(1).complains_of(&["没有改动"]);
    house.editor("exit 3");
    house.by("zhang", &["edit", "a-1"]).expect_code(2).complains_of(&["editor.sh", "3"]);
    house.env.set("EDITOR", "no-such-editor");
    house.by("zhang", &["edit", "a-1"]).expect_code(2).complains_of(&["no-such-editor"]);
    assert_eq!(std::fs::read_dir(house.env.path("state/edit")).unwrap().count(), 0);
    // What was written before it failed is kept and named.
    house.editor("printf '\\n=== sms\\n写到一半\\n' >> \"$1\"; exit 1");
    let failed = house.by("zhang", &["edit", "a-1"]).expect_code(2);
    let kept = house.env.at("state/edit/a-1-1.md");
    assert!(failed.stderr.contains(&kept), "{failed}");
    // And what cannot be read, with its line.
    house.editor("printf '=== 传真\\n文字\\n' >> \"$1\"");
    let bad = house.by("zhang", &["edit", "a-1"]).expect_code(2).complains_of(&["传真", "第 "]);
    assert!(bad.stderr.contains("a-1-1-2.md"), "what is there already stays: {bad}");
    // The form of a kind has the sections of its template.
    house
        .editor("while IFS= read -r line; do [ \"$line\" = '### 处理步骤' ] && exit 0; done <\"$1\"; exit 3");
    house.by("zhang", &["new", "--kind", "fault"]).expect_code(1);
    house.by("zhang", &["new"]).expect_code(2);
    // Nor is a new article thrown away that could not be saved.
    house.editor("printf '%s\\n' --- '编号: a-1' '标准问: 写了很久' --- > \"$1\"");
    house.by("zhang", &["new"]).expect_code(2).complains_of(&["a-1", "state/edit/new.md"]);
    let kept_new = house.env.at("state/edit/new.md");
    assert!(std::fs::read_to_string(kept_new).unwrap().contains("写了很久"));
    assert_eq!(house.log("a-1"), before);
    assert!(std::fs::read_to_string(&kept).unwrap().contains("写到一半"));
    house.ok("zhang", &["edit", "a-1", "--from", &kept]);
    let mode = std::fs::metadata(&kept).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "nobody else reads what is not saved yet");
}

#[test]
fn two_editors_at_once_are_a_conflict_with_both_texts() {
    let Some(mut house) = House::new() else { return };
    let theirs = house.text("theirs.md", "a-1", "旧口径。", "对方的口径。");
    // While one has the text open, the other saves.
    let save = format!("USER=wang {PROGRAM} edit --kb '{}' a-1 --from '{theirs}'", house.kb);
    house.editor(&format!("{save} >/dev/null || exit 9\nprintf '\\n=== sms\\n我的短信\\n' >> \"$1\""));
    let conflict = house.by("zhang", &["edit", "a-1"]).expect_code(1);
    for word in ["+ {+对方的+}口径。", "- [-旧-]口径。", "+ 我的短信", "wang"] {
        assert!(conflict.stdout.contains(word), "{word} is not in {conflict}");
    }
    let kept = house.env.at("state/edit/a-1-1.md");
    assert!(conflict.stderr.contains(&kept), "{conflict}");
    assert!(std::fs::read_to_string(&kept).unwrap().contains("我的短信"));
    assert_eq!(house.log("a-1"), ["import", "edit"]);
    let again =
        house.by("zhang", &["edit", "a-1", "--from", &kept, "--json"]).expect_code(1).json().remove(0);
    let fields = |of: &str| -> Vec<String> {
        let all = again["conflict"][of].as_array().unwrap();
        all.iter().map(|c| c["field"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (fields("theirs"), again["saved"].clone()),
        (vec!["internal.lead".to_owned()], json!(false)),
        "{again}"
    );
    assert!(fields("yours").contains(&"customer.sms".to_owned()));
    // Merged, as the message says: the newest revision is named as the one it was made of.
    let uuid = house.ok("zhang", &["edit", "a-1", "--print"]).stdout;
    let line = |text: &str| text.lines().find(|l| l.starts_with("原版")).unwrap().to_owned();
    let text = std::fs::read_to_string(&kept).unwrap();
    let merged = text.replace(&line(&text), &line(&uuid)).replace("旧口径。", "对方的口径。");
    let merged = house.env.file("merged.md", merged);
    assert_eq!(house.json("zhang", &["edit", "a-1", "--from", &merged])["revision"], 3);
}

#[test]
fn a_kb_that_can_only_be_read_keeps_edits_as_proposals() {
    let Some(mut house) = House::new() else { return };
    let shots = house.env.at("shots");
    house.ok("zhang", &["export", "--snapshot", &shots]);
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    house.kb = shots;
    let done = house.json("zhang", &["edit", "a-1", "--from", &file]);
    assert_eq!((&done["saved"], &done["proposed"]), (&json!(false), &json!(true)));
    house.ok("zhang", &["edit", "a-1", "--from", &file]).complains_of(&["只读"]);
    let waiting = house.ok("zhang", &["export", "--feedback"]).json();
    assert_eq!((&waiting[0]["what"], &waiting[0]["id"]), (&json!("fix"), &json!("a-1")));
    assert!(waiting[0]["text"].as_str().unwrap().contains("新口径。"));
    for args in [
        &["new", "问题"][..],
        &["review", "a-1", "--submit"],
        &["publish", "a-1"],
        &["withdraw", "a-1", "--reason", "x"],
        &["role", "li", "admin"],
        &["review", "--second", "宽带"],
    ] {
        let kb = house.kb.clone();
        house.by("zhang", args).expect_code(3).complains_of(&[&kb]);
    }
    // Looking is free.
    for args in
        [&["log", "a-1"][..], &["diff", "a-1"], &["review", "a-1"], &["role"], &["edit", "a-1", "--print"]]
    {
        house.ok("zhang", args);
    }
}

#[test]
fn an_agent_proposes_what_an_editor_would_save() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    let done = house.by("agent", &["edit", "a-1", "--from", &file, "--json"]).expect_code(0).json().remove(0);
    assert_eq!((&done["saved"], &done["proposed"]), (&json!(false), &json!(true)));
    assert_eq!(house.log("a-1"), ["import"]);
    let unchanged = house.text("u.md", "a-1", "旧口径。", "旧口径。");
    let done =
        house.by("agent", &["edit", "a-1", "--from", &unchanged, "--json"]).expect_code(0).json().remove(0);
    assert_eq!(done["proposed"], false, "nothing is nothing to propose");
}

#[test]
fn unknown_articles_and_bad_texts_are_named_and_change_nothing() {
    let Some(house) = House::new() else { return };
    for args in [
        &["edit", "no-such", "--print"][..],
        &["edit", "no-such", "--restore", "1"],
        &["diff", "no-such"],
        &["log", "no-such"],
        &["review", "no-such"],
        &["review", "no-such", "--approve"],
        &["publish", "no-such"],
        &["withdraw", "no-such", "--reason", "x"],
        &["show", "no-such", "--as-of", "今天"],
        &["show", "no-such", "--revision", "1"],
    ] {
        let output = house.by("li", args).expect_code(1).complains_of(&["no-such"]);
        assert!(output.stdout.is_empty(), "{output}");
    }
    house
        .by("zhang", &["edit", "a-1", "--from", &house.env.at("no-such-file")])
        .expect_code(2)
        .complains_of(&["no-such-file"]);
    house.by("zhang", &["edit", "a-1", "--restore", "7"]).expect_code(1).complains_of(&["7"]);
    let text = house.ok("zhang", &["edit", "a-1", "--print"]).stdout;
    for (name, bad, words) in [
        ("empty.md", String::new(), &["标准问"][..]),
        ("id.md", text.replace("编号: a-1", "编号: a-2"), &["a-2", "a-1"]),
        (
            "base.md",
            text.lines().filter(|l| !l.starts_with("原版")).collect::<Vec<_>>().join("\n"),
            &["原版"],
        ),
        ("word.md", text.replace("---\n\n", "类型: 诗\n---\n\n"), &["诗", "类型"]),
        (
            "dates.md",
            text.replace("---\n\n", "生效日期: 2026-02-01\n失效日期: 2026-01-01\n---\n\n"),
            &["2026-01-01", "2026-02-01"],
        ),
        ("day.md", text.replace("---\n\n", "复审日期: 二月三十\n---\n\n"), &["二月三十"]),
    ] {
        let file = house.env.file(name, bad);
        house.by("zhang", &["edit", "a-1", "--from", &file]).expect_code(2).complains_of(words);
    }
    let file = house.env.file("gbk.md", [0xb1, 0xea, 0xd7, 0xbc]);
    house.by("zhang", &["edit", "a-1", "--from", &file]).expect_code(2).complains_of(&["gbk.md", "UTF-8"]);
    assert_eq!(house.log("a-1"), ["import"]);
    house.by("zhang", &["new", "  "]).expect_code(2);
    house.by("zhang", &["new", "问题", "--id", "a-1"]).expect_code(2).complains_of(&["a-1"]);
}

#[test]
fn an_article_of_a_megabyte_goes_the_whole_way() {
    let Some(house) = House::new() else { return };
    let long = "光猫的灯不亮时先看电源。\n".repeat(30_000);
    let file = house
        .env
        .file("long.md", format!("---\n标准问: 很长的一条\n---\n\n=== 内部口径\n首句: 长。\n\n{long}"));
    assert!(std::fs::metadata(&file).unwrap().len() > 1 << 20);
    let made = house.json("zhang", &["new", "--from", &file]);
    let id = made["id"].as_str().unwrap();
    let printed = house.ok("zhang", &["edit", id, "--print"]).stdout;
    let unchanged = house.env.file("same.md", &printed);
    assert_eq!(house.json("zhang", &["edit", id, "--from", &unchanged])["saved"], false);
    let changed = house.env.file("changed.md", printed.replacen("先看电源", "先看网线", 1));
    assert_eq!(house.json("zhang", &["edit", id, "--from", &changed])["revision"], 2);
    let diff = house.ok("li", &["diff", id]).stdout;
    assert!(
        diff.len() < 2_000 && diff.contains("先看[-电源-]") && diff.contains("先看{+网线+}"),
        "only what differs is shown: {} bytes",
        diff.len()
    );
    house.ok("zhang", &["review", id, "--submit"]);
    house.ok("li", &["review", id, "--approve"]);
    house.ok("li", &["publish", id]);
    let hits = house.env.ok(&["search", "--kb", &house.kb, "--json", "很长的一条"]).json();
    assert_eq!(hits[0]["id"], id);
    let too_long = house.env.file("too-long.md", "光".repeat(6 << 20));
    house.by("zhang", &["edit", id, "--from", &too_long]).expect_code(2).complains_of(&["16 MiB"]);
}

#[test]
fn an_old_text_comes_back() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    house.ok("zhang", &["edit", "a-1", "--from", &file]);
    assert_eq!(house.json("zhang", &["edit", "a-1", "--restore", "1"])["revision"], 3);
    assert_eq!(house.json("li", &["diff", "a-1", "1", "3"])["changes"], json!([]));
    assert_eq!(house.json("li", &["diff", "a-1"])["from"], 1, "the text in use and the newest one");
    house.ok("zhang", &["edit", "a-1", "--restore", "3"]).complains_of(&["没有改动"]);
}

#[test]
fn roles_are_listed_and_given() {
    let Some(house) = House::new() else { return };
    let roles = house.ok("zhang", &["role", "--json"]).json();
    let of = |user: &str| roles.iter().find(|r| r["user"] == user).map(|r| r["role"].clone());
    assert_eq!((of("root"), of("zhang"), of("nobody")), (Some(json!("admin")), Some(json!("editor")), None));
    house.by("root", &["role", "root", "agent"]).expect_code(2).complains_of(&["root"]);
    house.ok("root", &["role", "li", "admin"]);
    house.ok("li", &["role", "root", "agent"]);
    house.by("root", &["role", "root", "admin"]).expect_code(2);
    assert!(house.ok("root", &["role"]).stderr.contains("坐席"));
}

#[test]
fn the_demo_takes_no_changes_and_says_how_to_begin() {
    let env = Env::with_demo();
    for args in [
        &["new", "问题"][..],
        &["edit", "yl-1001"],
        &["review", "yl-1001", "--submit"],
        &["publish", "yl-1001"],
        &["withdraw", "yl-1001", "--reason", "x"],
        &["role", "li", "editor"],
    ] {
        env.run(args).expect_code(2).complains_of(&["--kb"]);
    }
    env.ok(&["log", "yl-1001"]);
    env.ok(&["diff", "yl-1001"]);
    env.ok(&["edit", "yl-1001", "--print"]);
    // Some of it waits for a reviewer, to be looked at.
    assert!(env.ok(&["review"]).stdout.contains("yl-6007"));
    env.ok(&["review", "yl-6007"]);
}

#[test]
fn a_new_article_makes_a_kb_where_there_is_room_for_one() {
    let env = Env::new();
    let kb = env.at("fresh");
    env.run(&["new", "--kb", &kb, "--from", &env.at("no-such-file")]).expect_code(2);
    assert!(!env.path("fresh").exists(), "a KB was made for an article that is none");
    let made = env.ok(&["new", "--kb", &kb, "--json", "第一个问题"]).json().remove(0);
    assert_eq!(made["id"], "kd-000001");
    assert_eq!(env.ok(&["role", "--kb", &kb, "--json"]).json()[0]["role"], "admin");
    let busy = env.file("busy/notes.txt", "x");
    env.run(&["new", "--kb", &env.at("busy"), "问题"]).expect_code(3).complains_of(&["busy"]);
    assert!(std::fs::read_to_string(busy).is_ok());
}

#[test]
fn what_programs_get_is_documented() {
    let Some(house) = House::new() else { return };
    let file = house.text("e.md", "a-1", "旧口径。", "新口径。");
    let edited = house.json("zhang", &["edit", "a-1", "--from", &file]);
    house.ok("zhang", &["review", "a-1", "--submit"]);
    let queue = house.json("li", &["review"]);
    let page = house.json("li", &["review", "a-1"]);
    let step = house.json("li", &["review", "a-1", "--approve"]);
    let published = house.json("li", &["publish", "a-1"]);
    let log = house.json("li", &["log", "a-1"]);
    let diff = house.json("li", &["diff", "a-1", "1", "2"]);
    let withdrawn = house.json("li", &["withdraw", "a-1", "--reason", "x"]);
    let made = house.json("zhang", &["new", "问题"]);
    let role = house.json("zhang", &["role"]);
    for (verb, all) in [
        ("edit", vec![&edited]),
        ("review", vec![&queue, &page, &step]),
        ("publish", vec![&published]),
        ("log", vec![&log]),
        ("diff", vec![&diff]),
        ("withdraw", vec![&withdrawn]),
        ("new", vec![&made]),
        ("role", vec![&role]),
    ] {
        let help = house.env.ok(&[verb, "--help"]).stdout;
        for object in all {
            for key in object.as_object().unwrap().keys() {
                assert!(help.contains(&format!("\"{key}\"")), "`{verb} --help` does not document {key}");
            }
        }
    }
}

#[test]
fn escape_sequences_of_an_article_reach_no_terminal() {
    let Some(house) = House::new() else { return };
    let evil = "红\u{1b}[31m\u{202e}\u{200b}";
    house
        .ok("zhang", &["new", "--id", "e-1", &format!("转义{evil}"), "--internal", evil, "--customer", evil]);
    house.ok("zhang", &["review", "e-1", "--submit"]);
    house.ok("li", &["review", "e-1", "--comment", evil]);
    house.ok("li", &["review", "e-1", "--approve", "--note", evil]);
    house.ok("li", &["publish", "e-1"]);
    house.ok("li", &["withdraw", "e-1", "--reason", evil]);
    for args in [
        &["edit", "e-1", "--print"][..],
        &["log", "e-1"],
        &["review", "e-1"],
        &["diff", "e-1"],
        &["show", "e-1", "--revision", "1"],
    ] {
        let output = house.ok("li", args);
        for text in [&output.stdout, &output.stderr] {
            let raw =
                text.chars().find(|c| (c.is_control() && *c != '\n') || ['\u{202e}', '\u{200b}'].contains(c));
            assert_eq!(raw, None, "{output}");
        }
    }
}
