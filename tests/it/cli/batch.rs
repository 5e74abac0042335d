//! Batches and mappings on the command line.

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
