//! Batches and mappings on the command line.

use serde_json::json;

use crate::support::env::Env;

#[test]
fn an_import_is_listed_shown_and_taken_back_as_a_whole() {
    let env = Env::new();
    let kb = env.at("kb");
    let one = env.file("one.csv", "id,标准问,答案\na,怎么开通漫游,先核实\n");
    env.ok(&["import", "--kb", &kb, &one]);
    let before = env.ok(&["export", "--kb", &kb]).stdout;
    let two = env.file("two.csv", "id,标准问,答案\na,怎么开通国际漫游,先核实\nb,漫游多少钱,看资费\n");
    env.ok(&["import", "--kb", &kb, &two, "--stage", "published"]);
    let after = env.ok(&["export", "--kb", &kb]).stdout;
    assert_ne!(before, after);
    let list = env.ok(&["batch", "--kb", &kb, "--json"]).stdout;
    let numbers: Vec<i64> = list
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["batch"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, [2, 1]);
    let shown = env.ok(&["batch", "--kb", &kb, "2", "--diff"]).stdout;
    assert!(shown.contains("怎么开通国际漫游") && shown.contains("漫游多少钱"), "{shown}");
    env.ok(&["batch", "--kb", &kb, "2", "--undo"]);
    assert_eq!(env.ok(&["export", "--kb", &kb]).stdout, before);
    let twice = env.run(&["batch", "--kb", &kb, "2", "--undo"]);
    twice.expect_code(2).complains_of(&["zhixi import"]);
    env.run(&["batch", "--kb", &kb, "9"]).expect_code(1);
    env.ok(&["import", "--kb", &kb, &two, "--stage", "published"]);
    assert_eq!(env.ok(&["export", "--kb", &kb]).stdout, after);
}

#[test]
fn a_mapping_is_kept_under_a_name_and_used_again() {
    let env = Env::new();
    let kb = env.at("kb");
    let old = env.file("old.csv", "来话原因,应答\n怎么开通漫游,先核实\n");
    env.ok(&[
        "import",
        "--kb",
        &kb,
        &old,
        "--map",
        "来话原因=question",
        "--map",
        "应答=customer.body",
        "--save-mapping",
        "旧系统",
    ]);
    let new = env.file("new.csv", "来话原因,应答\n漫游多少钱,看资费\n");
    env.ok(&["import", "--kb", &kb, &new, "--mapping", "旧系统"]);
    let all = env.ok(&["export", "--kb", &kb]).stdout;
    assert!(all.contains(r#""question":"漫游多少钱","customer":{"body":"看资费"}"#), "{all}");
    let none = env.run(&["import", "--kb", &kb, &new, "--mapping", "没有"]);
    none.expect_code(2).complains_of(&["旧系统"]);
}

#[test]
fn many_articles_are_changed_reviewed_and_published_as_one() {
    let env = Env::new();
    if !env.has_people() {
        return;
    }
    let row = |id: &str, question: &str, text: &str| json!({"id": id, "question": question, "internal": text, "customer": text});
    let kb = env.kb(
        "kb",
        &[
            row("a", "副卡怎么收费", "每张15元，请问办几张？"),
            row("b", "流量包怎么收费", "每个15元，请问要几个？"),
            row("c", "宽带怎么收费", "每月115元，请问装在哪里？"),
        ],
    );
    env.ok(&["role", "--kb", &kb, "zhang", "editor"]);
    env.ok(&["role", "--kb", &kb, "li", "reviewer"]);
    let edit =
        ["batch", "--kb", &kb, "--edit", "事实:15元", "--replace", "15元=19元", "--set", "责任部门=家庭部"];
    let would = env.by("zhang", &[&edit[..], &["--dry-run"]].concat()).expect_code(0).stdout;
    assert!(
        would.contains("19元") && would.contains("会改 2 条") && !would.contains("宽带怎么收费"),
        "{would}"
    );
    let count = "SELECT count(*) FROM revision";
    assert_eq!(env.rows("kb/articles.db", count), ["3"], "nothing was saved");
    let done = env.by("zhang", &[&edit[..], &["--json"]].concat()).expect_code(0).json();
    let number = done.last().unwrap()["batch"].as_i64().unwrap().to_string();
    assert_eq!(done.last().unwrap()["changed"], 2);
    for (who, step) in [("zhang", "--submit"), ("li", "--approve"), ("li", "--publish")] {
        env.by(who, &["batch", "--kb", &kb, &number, step]).expect_code(0);
    }
    assert!(env.ok(&["show", "--kb", &kb, "a"]).stdout.contains("19元"));
    for (bad, words) in [
        (&["--set", "颜色=红"][..], "颜色"),
        (&["--set", "失效日期=下周一"], "下周一"),
        (&["--replace", "15元"], "15元"),
        (&[], "事实:19元"),
    ] {
        let args = [&["batch", "--kb", &kb, "--edit", "事实:19元"][..], bad].concat();
        env.by("zhang", &args).expect_code(2).complains_of(&[words]);
    }
    assert_eq!(env.rows("kb/articles.db", count), ["5"], "bad input changes nothing");
}
