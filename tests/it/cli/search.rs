//! Finding and showing, as the documents say it is printed.

use std::collections::BTreeSet;

use crate::support::env::{Env, skip};
use crate::support::repo;

#[test]
fn a_hit_has_the_documented_shape() {
    let env = Env::with_demo();
    let output = env.ok(&["search", "--json", "退款"]);
    let hits = output.json();
    assert!(!hits.is_empty());
    for hit in &hits {
        let keys: BTreeSet<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, BTreeSet::from(["id", "question", "score", "route", "internal", "customer"]));
        assert!(hit["score"].is_number() && hit["id"].is_string() && hit["question"].is_string(), "{hit}");
        assert!(["id", "exact", "text", "prefix"].contains(&hit["route"].as_str().unwrap()), "{hit}");
        assert!(hit["internal"]["lead"].is_string() && hit["customer"]["lead"].is_string(), "{hit}");
    }
    let scores: Vec<f64> = hits.iter().map(|h| h["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "best first: {scores:?}");
    assert!(output.stderr.is_empty(), "{output}");
}

#[test]
fn an_id_finds_its_article_first() {
    let env = Env::with_demo();
    let hits = env.ok(&["search", "--json", "yl-3001"]).json();
    assert_eq!((hits[0]["id"].as_str(), hits[0]["route"].as_str()), (Some("yl-3001"), Some("id")));
}

#[test]
fn the_limit_holds_and_scope_filters() {
    let env = Env::with_demo();
    assert_eq!(
        env.ok(&["search", "-n", "1", "宽带"]).stdout.lines().filter(|l| !l.starts_with("    ")).count(),
        1
    );
    let everywhere = env.ok(&["search", "--json", "-n", "50", "套餐"]).json().len();
    let here = env.ok(&["search", "--json", "-n", "50", "--product", "家庭宽带", "套餐"]).json();
    assert!(here.len() < everywhere, "{} of {everywhere}", here.len());
}

#[test]
fn odd_queries_are_answered() {
    let env = Env::with_demo();
    let long = "宽带".repeat(20_000);
    for query in [
        "",
        " ",
        "\u{3000}",
        "*",
        "\"",
        "\"宽带",
        "a OR b",
        "c:宽带",
        "(",
        "-",
        "+",
        "\u{202e}",
        "🦀",
        "%",
        long.as_str(),
    ] {
        let output = env.run(&["search", "--", query]);
        assert!(output.code <= 1 && !output.stderr.contains("panicked"), "{:.300}", output.to_string());
    }
    env.run(&["search", "-n", "0", "宽带"]);
    env.run(&["search", "-n", "18446744073709551615", "宽带"]).expect_code(0);
}

#[test]
fn show_prints_each_face_and_channel() {
    let env = Env::with_demo();
    let json: serde_json::Value =
        serde_json::from_str(&env.ok(&["show", "--json", "yl-3001"]).stdout).unwrap();
    let lead = json["customer"]["lead"].as_str().unwrap();
    let customer = env.ok(&["show", "yl-3001", "--face", "customer"]).stdout;
    assert!(customer.starts_with(lead), "{customer}");
    assert!(env.ok(&["show", "yl-3001"]).stdout.contains(lead));
    for channel in ["phone", "sms", "wechat", "web", "ivr", "robot"] {
        let text = env.ok(&["show", "yl-3001", "--channel", channel]).stdout;
        assert!(!text.trim().is_empty() && !text.contains("【仅内部】"), "{channel}: {text}");
    }
    env.run(&["show", "yl-3001", "--channel", "fax"]).expect_code(2).complains_of(&["fax", "sms"]);
}

#[test]
fn only_what_holds_today_is_found() {
    let env = Env::new();
    let kb = env.kb(
        "kb",
        &[
            serde_json::json!({"id": "now", "question": "青柠套餐一", "internal": "x"}),
            serde_json::json!({"id": "over", "question": "青柠套餐二", "valid": {"until": "2020-01-01"}}),
            serde_json::json!({"id": "later", "question": "青柠套餐三", "valid": {"from": "2999-01-01"}}),
            serde_json::json!({"id": "draft", "question": "青柠套餐四", "stage": "draft"}),
            serde_json::json!({"id": "gone", "question": "青柠套餐五", "stage": "withdrawn"}),
        ],
    );
    let ids: Vec<String> = env
        .ok(&["search", "--kb", &kb, "--json", "青柠套餐"])
        .json()
        .iter()
        .map(|hit| hit["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids, ["now"]);
}

#[test]
fn the_settings_name_the_kb() {
    let env = Env::new();
    let kb = env.kb("kb", &[serde_json::json!({"id": "s", "question": "设置里的库", "internal": "x"})]);
    env.file("config/settings.toml", format!("kb = {kb:?}\n"));
    assert_eq!(env.ok(&["search", "--json", "设置里的库"]).json()[0]["id"], "s");
    env.file("config/settings.toml", "kb = \"not-there\"\n");
    env.run(&["search", "设置里的库"]).expect_code(3).complains_of(&["not-there"]);
}

#[test]
fn a_real_export_is_imported_and_found() {
    let file = repo("../shared/corpora/retrieval/alicloud_zh_qa/articles.jsonl");
    let file = [file, repo("../../shared/corpora/retrieval/alicloud_zh_qa/articles.jsonl")]
        .into_iter()
        .find(|f| f.exists());
    let Some(file) = file else { return skip("shared/corpora/retrieval is not beside the repository") };
    let env = Env::new();
    let kb = env.at("kb");
    let done = env.ok(&["import", "--kb", &kb, "--json", file.to_str().unwrap()]).json().remove(0);
    assert_eq!((done["read"].as_u64(), done["refused"].as_u64()), (Some(1613), Some(0)), "{done}");
    let hits = env.ok(&["search", "--kb", &kb, "--json", "免费证书"]).json();
    assert!(
        hits.iter().filter(|h| h["question"].as_str().unwrap().contains("免费证书")).count() == 2,
        "{hits:?}"
    );
    let again = env.ok(&["import", "--kb", &kb, "--json", file.to_str().unwrap()]).json().remove(0);
    assert_eq!(again["unchanged"], 1613, "{again}");
}
