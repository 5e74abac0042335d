//! Finding and showing, as the documents say it is printed.

use std::collections::BTreeSet;

use zhixi::model::Route;

use crate::support::env::{Env, skip};
use crate::support::repo;

#[test]
fn a_hit_has_the_documented_shape() {
    let env = Env::with_demo();
    let output = env.ok(&["search", "--json", "退款"]);
    let help = env.ok(&["search", "--help"]).stdout;
    for route in Route::ALL {
        assert!(help.contains(route.word()), "the help does not name the route {route}");
    }
    let hits = output.json();
    assert!(!hits.is_empty());
    for hit in &hits {
        let keys: BTreeSet<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, BTreeSet::from(["id", "question", "score", "route", "internal", "customer"]));
        assert!(hit["score"].is_number() && hit["id"].is_string() && hit["question"].is_string(), "{hit}");
        let route = hit["route"].as_str().unwrap();
        assert!(Route::from_word(route).is_some() && help.contains(route), "{hit}");
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
    let sms = env.ok(&["show", "yl-3001", "--channel", "sms"]).stdout;
    for label in ["短信", "SMS", "ＳＭＳ"] {
        assert_eq!(env.ok(&["show", "yl-3001", "--channel", label]).stdout, sms, "{label}");
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

/// A small KB for what is said beside the rows.
fn said(env: &Env) -> String {
    env.kb(
        "kb",
        &[
            serde_json::json!({"id": "bag", "question": "流量包怎么订购", "category": ["流量"], "internal": "先查套餐。",
                "scope": {"region": ["云州"], "product": ["家庭宽带"]}}),
            serde_json::json!({"id": "move", "question": "携号转网怎么办", "internal": "查合约。"}),
            serde_json::json!({"id": "over", "question": "国庆礼包领取", "valid": {"until": "2020-01-01"}}),
            serde_json::json!({"id": "draft", "question": "新资费草稿", "stage": "draft"}),
        ],
    )
}

#[test]
fn what_was_relaxed_stands_before_the_rows_and_beside_json() {
    let env = Env::new();
    let kb = said(&env);
    let output = env.ok(&["search", "--kb", &kb, "携转"]);
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert!(lines[0].starts_with("无完整匹配，已放宽："), "{output}");
    assert!(lines[1].starts_with("≈ move"), "{output}");
    let output = env.ok(&["search", "--kb", &kb, "--json", "携转"]);
    assert_eq!(output.json()[0]["id"], "move");
    assert!(output.stderr.contains("无完整匹配，已放宽："), "{output}");
    let full = env.ok(&["search", "--kb", &kb, "携号转网"]);
    assert!(full.stdout.starts_with("move") && !full.stdout.contains('≈'), "{full}");
    assert!(full.stderr.is_empty(), "{full}");
}

#[test]
fn what_a_query_did_not_mean_is_said_on_standard_error() {
    let env = Env::new();
    let kb = said(&env);
    let long = "流量包".repeat(100);
    for (query, said) in [
        ("流量包 日期:明儿个", "明儿个"),
        ("流量包 阶段:不知道", "不知道"),
        ("流量包 分类:无此类", "无此类"),
        ("流量包 “订购", "引号"),
        ("阶段:草稿 新资费", "已发布"),
        (&long, "200"),
    ] {
        let output = env.run(&["search", "--kb", &kb, "--json", query]);
        assert!(output.code <= 1 && output.stderr.contains(said), "{query:.40}: {output}");
    }
    let listed = env.ok(&["search", "--kb", &kb, "--json", "分类:流量"]);
    assert_eq!(listed.json()[0]["id"], "bag", "conditions alone list");
}

#[test]
fn explain_gives_shares_that_add_up() {
    let env = Env::new();
    let kb = said(&env);
    for query in ["流量包", "liuliangbao", "携转", "llb dinggou"] {
        for hit in env.ok(&["search", "--kb", &kb, "--json", "--explain", query]).json() {
            let explanation = &hit["explanation"];
            let score = explanation["score"].as_f64().unwrap();
            let shares = explanation["shares"].as_array().unwrap();
            let sum: f64 = shares.iter().map(|share| share["score"].as_f64().unwrap()).sum();
            assert!(score > 0.0 && (sum - score).abs() <= score * 0.01, "{query}: {hit}");
            assert_eq!(
                (&explanation["why_not"], explanation["rank"].is_number()),
                (&serde_json::Value::Null, true)
            );
        }
    }
    let output = env.ok(&["search", "--kb", &kb, "--explain", "liuliangbao"]).stdout;
    assert!(output.contains("拼音") && output.contains('%'), "{output}");
}

#[test]
fn why_tells_what_keeps_an_article_from_being_shown() {
    let env = Env::new();
    let kb = said(&env);
    let why = |args: &[&str]| {
        let all = [&["search", "--kb", kb.as_str(), "--json"], args].concat();
        let output = env.run(&all);
        let last = output.json().pop().unwrap_or_default();
        (output.code, last["explanation"]["why_not"]["reason"].as_str().unwrap_or("").to_owned(), output)
    };
    for (args, code, reason) in [
        (&["--why", "over", "国庆礼包"][..], 0, "until"),
        (&["--why", "draft", "新资费"], 0, "stage"),
        (&["--why", "bag", "携号转网"], 0, "nothing"),
        (&["--why", "bag", "流量包 -订购"], 0, "wording"),
        (&["--why", "move", "携号转网 分类:流量"], 0, "condition"),
        (&["--why", "bag", "流量包"], 0, ""),
        (&["--why", "nobody", "流量包"], 1, ""),
    ] {
        let (got, said, output) = why(args);
        assert_eq!((got, said.as_str()), (code, reason), "{args:?}: {output}");
    }
    let text = env.ok(&["search", "--kb", &kb, "--why", "over", "国庆礼包"]).stdout;
    assert!(text.contains("2019-12-31"), "the last day that it held: {text}");
}

#[test]
fn a_scope_that_the_house_does_not_know_is_refused_with_near_names() {
    let env = Env::new();
    let kb = said(&env);
    env.run(&["search", "--kb", &kb, "--region", "云洲", "流量包"])
        .expect_code(2)
        .complains_of(&["云洲", "云州"]);
    env.run(&["search", "--kb", &kb, "--product", "宽带", "流量包"])
        .expect_code(2)
        .complains_of(&["宽带", "家庭宽带"]);
    env.run(&["search", "--kb", &kb, "--customer", "政企", "流量包"]).expect_code(2).complains_of(&["政企"]);
    assert!(!env.ok(&["search", "--kb", &kb, "--region", "雲州", "流量包"]).stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf8_are_searched_and_it_says_so() {
    use std::os::unix::ffi::OsStrExt as _;
    let env = Env::new();
    let kb = said(&env);
    let mut command = env.command(&["search", "--kb", &kb, "--json"]);
    command.arg("流量包");
    command.arg(std::ffi::OsStr::from_bytes(b"\xff\xfe"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"bag\""));
    assert!(String::from_utf8_lossy(&output.stderr).contains("UTF-8"));
}
