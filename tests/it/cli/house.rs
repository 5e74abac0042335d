//! What the house says to all desks, and its own tables.

use serde_json::json;

use crate::support::env::Env;

fn kb(env: &Env) -> String {
    env.kb(
        "kb",
        &[json!({"id": "kd-1", "question": "宽带断网", "internal": "x", "scope": {"region": ["云州"]}})],
    )
}

#[test]
fn an_announcement_is_made_listed_changed_and_ended() {
    let env = Env::new();
    let kb = kb(&env);
    let announce = |args: &[&str]| env.run(&[&["announce", "--kb", &kb], args].concat());
    announce(&[]).expect_code(1).complains_of(&["没有公告"]);
    let made = announce(&[
        "城南断网",
        "--level",
        "must-read",
        "--body",
        "先报**恢复时间**。",
        "--until",
        "明天",
        "--region",
        "云州",
        "--article",
        "kd-1",
    ]);
    let made = made.expect_code(0);
    assert!(made.stdout.starts_with("gg-001  [必读] 城南断网  云州"), "{made}");
    let listed = announce(&["--json"]).json().remove(0);
    assert_eq!((&listed["level"], &listed["articles"]), (&json!("must_read"), &json!(["kd-1"])));
    announce(&["城南已恢复", "--change", "gg-001"]).expect_code(0);
    let all = announce(&["--json"]).json();
    assert_eq!((all.len(), all[0]["title"].as_str()), (1, Some("城南已恢复")));
    announce(&["--end", "gg-001"]).expect_code(0);
    announce(&["--json"]).expect_code(1);
    for (args, words) in [
        (&["--end", "gg-001"][..], &["gg-001"][..]),
        (&["停网", "--until", "随便"], &["随便"]),
        (&["停网", "--until", "2020-01-01"], &["2020-01-01"]),
        (&["停网", "--region", "海外"], &["海外"]),
        (&["停网", "--article", "kd-9"], &["kd-9"]),
        (&[" "], &["标题"]),
    ] {
        let run = announce(args);
        assert!(matches!(run.code, 1 | 2), "{run}");
        run.complains_of(words);
    }
    announce(&["--json"]).expect_code(1);
    env.run(&["announce", "停网"]).expect_code(2).complains_of(&["--kb"]);
}

#[test]
fn an_article_is_pinned_and_unpinned() {
    let env = Env::new();
    let kb = kb(&env);
    let pin = |args: &[&str]| env.run(&[&["pin", "--kb", &kb], args].concat());
    pin(&[]).expect_code(1);
    pin(&["kd-1", "--until", "明天"]).expect_code(0);
    assert!(pin(&[]).stdout.starts_with("kd-1  宽带断网"));
    pin(&["kd-1", "--from", "2090-01-01", "--until", "2090-02-01"]).expect_code(0);
    assert_eq!(pin(&[]).stdout.trim_end(), "kd-1  宽带断网  2090-01-01~2090-02-01");
    pin(&["kd-1", "--from", "2090-02-02", "--until", "2090-02-01"])
        .expect_code(2)
        .complains_of(&["2090-02-02"]);
    pin(&["kd-1", "--off"]).expect_code(0);
    pin(&["kd-1", "--off"]).expect_code(1);
    pin(&["kd-9"]).expect_code(1).complains_of(&["kd-9"]);
    pin(&["kd-1", "--until", "2020-01-01"]).expect_code(2).complains_of(&["2020-01-01"]);
    pin(&["--json"]).expect_code(1);
}

/// Words of the house were the demo's privilege: no other knowledge base had a way to get any.
#[test]
fn the_houses_tables_come_back_as_they_went_out_and_a_bad_file_changes_nothing() {
    let env = Env::new();
    let kb = kb(&env);
    let house = |args: &[&str]| env.run(&[&["house", "--kb", &kb], args].concat());
    let terms =
        env.file("terms.tsv", "# 用语\nkind\tterm\tcustomer\tnote\nterm\t报障\t报修\nforbidden\t云帆\n");
    let would = house(&["terms", &terms, "--dry-run"]);
    would.expect_code(0);
    assert_eq!(house(&["terms"]).stdout, "kind\tterm\tcustomer\tnote\n");
    let done = house(&["terms", &terms, "--json"]).json().remove(0);
    assert_eq!(done, json!({"table": "terms", "added": 2, "changed": 0, "removed": 0}));
    let out = env.file("again.tsv", house(&["terms"]).stdout);
    let again = house(&["terms", &out, "--json"]).json().remove(0);
    assert_eq!(again, json!({"table": "terms", "added": 0, "changed": 0, "removed": 0}));
    let draft = env.file("a.txt", "---\n标准问: 怎么修\n---\n\n=== 客户口径\n请报障。\n");
    let found = env.run(&["lint", "--kb", &kb, "--json", "--file", &draft]);
    assert!(found.stdout.contains("报障"), "{found}");
    let made = env.ok(&["new", "--kb", &kb, "--json", "--from", &draft]).json().remove(0);
    let id = made["id"].as_str().unwrap();
    let worded = env.run(&["diff", "--kb", &kb, id, "--wording"]).expect_code(1);
    let plain =
        ["[-", "-]", "{+", "+}"].iter().fold(worded.stdout.clone(), |text, mark| text.replace(mark, ""));
    assert!(plain.contains("- 请报障。") && plain.contains("+ 请报修。"), "{worded}");
    assert!(env.ok(&["edit", "--kb", &kb, id, "--print"]).stdout.contains("请报障"), "nothing was changed");
    let twin = env.file("b.txt", "---\n标准问: 宽带断网\n---\n\n=== 客户口径\n请重启光猫。\n");
    let found = env.run(&["lint", "--kb", &kb, "--json", "--file", &twin]).json();
    assert!(found.iter().any(|line| line["near"] == "kd-1" && line["same"] == true), "{found:?}");
    assert!(env.run(&["lint", "--kb", &kb, "--file", &twin]).stdout.contains("kd-1"));

    let names = env.file("names.tsv", "region\t云岭\t云州\nregion\t云岭\t云州\t城南\nproduct\t家庭宽带\n");
    house(&["names", &names]).expect_code(0);
    assert_eq!(
        house(&["names"]).stdout,
        "region\t云岭\t云州\nregion\t云岭\nregion\t云岭\t云州\t城南\nproduct\t家庭宽带\n"
    );
    assert!(env.ok(&["search", "--kb", &kb, "--region", "城南", "宽带断网"]).stdout.contains("kd-1"));

    let contacts = env.file("contacts.txt", "100196\nwww.yl.example.cn\n");
    house(&["contacts", &contacts]).expect_code(0);
    assert_eq!(house(&["contacts"]).stdout, "100196\nwww.yl.example.cn\n");

    let before = (house(&["terms"]).stdout, house(&["names"]).stdout, house(&["contacts"]).stdout);
    for (table, text, words) in [
        ("terms", "word\t报障\t报修\nterm\t\tx\n", &["第 1 行", "第 2 行"][..]),
        ("names", "land\t云岭\n", &["第 1 行", "land"]),
        ("names", "region\n", &["第 1 行"]),
        ("contacts", "100196\n不是号码\n", &["第 2 行", "不是号码"]),
    ] {
        house(&[table, &env.file("bad.txt", text)]).expect_code(2).complains_of(words);
    }
    house(&["terms", &env.file("bad.txt", [0xff, 0xfe, 0x00])]).expect_code(2).complains_of(&["bad.txt"]);
    house(&["terms", &env.at("none.tsv")]).expect_code(2).complains_of(&["none.tsv"]);
    assert_eq!(before, (house(&["terms"]).stdout, house(&["names"]).stdout, house(&["contacts"]).stdout));
}
