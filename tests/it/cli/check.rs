//! Whether articles are found, as the documents say it is printed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::env::Env;

fn house(env: &Env) -> String {
    env.kb(
        "kb",
        &[
            json!({"id": "net", "question": "宽带断网", "similar": ["宽带断网了怎么办", "猫头鹰在闪"], "internal": "x"}),
            json!({"id": "away", "question": "国际漫游", "internal": "x", "scope": {"region": ["云州"]}}),
            json!({"id": "bill", "question": "电子发票", "internal": "x"}),
        ],
    )
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect()
}

#[test]
fn findings_have_the_documented_shape_and_the_exit_code_says_so() {
    let env = Env::new();
    let kb = house(&env);
    let golden = env.file("golden.tsv", "漫游\taway\t地区:云州\n发票\tnet\n");
    let output = env.run(&["check", "--kb", &kb, "--golden", &golden, "--json"]).expect_code(1);
    let lines = output.json();
    let [missing, similar] = lines.as_slice() else { panic!("{output}") };
    for line in &lines {
        assert_eq!(
            keys(line),
            ["query", "scope", "id", "question", "rule", "severity", "rank", "winner", "why"]
                .into_iter()
                .collect()
        );
        assert_eq!(keys(&line["why"]), ["winner", "article", "why_not"].into_iter().collect());
        assert_eq!(keys(&line["why"]["article"]), ["score", "shares", "missing"].into_iter().collect());
    }
    assert_eq!((&missing["rule"], &missing["severity"]), (&json!("golden.missing"), &json!("error")));
    assert_eq!(
        (&missing["query"], &missing["id"], &missing["rank"]),
        (&json!("发票"), &json!("net"), &json!(null))
    );
    assert_eq!(missing["winner"], json!({"id": "bill", "question": "电子发票"}));
    assert_eq!(missing["why"]["winner"]["shares"][0]["what"], "发票");
    assert_eq!((&similar["rule"], &similar["severity"]), (&json!("findable.similar"), &json!("warning")));
    assert_eq!(similar["query"], "猫头鹰在闪");
    // Given up again, only the question that nothing else leads to is left.
    let output = env.run(&["check", "--kb", &kb, "--forget", &golden]).expect_code(1);
    assert!(output.stdout.contains("猫头鹰在闪") && !output.stdout.contains("发票"), "{output}");
    env.ok(&["check", "--kb", &kb, "--article", "bill"]);
    env.run(&["check", "--kb", &kb, "--article", "ghost"]).expect_code(1);
}

#[test]
fn golden_queries_grow_once_and_people_are_told() {
    let env = Env::new();
    let kb = house(&env);
    let first = env.run(&["check", "--kb", &kb, "--grow"]).expect_code(1);
    assert!(
        first.stderr.contains("新收必中问法 5 个") && first.stderr.contains("必中问法 5 个，0 个"),
        "{first}"
    );
    assert!(first.stdout.contains("猫头鹰在闪") && first.stdout.contains("findable.similar"), "{first}");
    let again = env.run(&["check", "--kb", &kb, "--grow"]).expect_code(1);
    assert!(again.stderr.contains("新收必中问法 0 个，已有 5 个"), "{again}");
    let sample = env.run(&["check", "--kb", &kb, "--sample", "1", "--seed", "7"]);
    assert!(sample.stderr.contains("种子 7"), "{sample}");
}

#[test]
fn a_bad_file_changes_nothing() {
    let env = Env::new();
    let kb = house(&env);
    let golden = env.file("golden.tsv", "漫游\taway\n发票\tghost\n");
    let output = env.run(&["check", "--kb", &kb, "--golden", &golden]).expect_code(2);
    assert!(output.stderr.contains("第 2 行") && output.stderr.contains("ghost"), "{output}");
    let after = env.run(&["check", "--kb", &kb]);
    assert!(after.stderr.contains("必中问法 0 个"), "{after}");
}
