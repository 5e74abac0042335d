//! `zhixi today`: what is worth an editor's next minutes.

use serde_json::json;

use crate::support::env::Env;

#[test]
fn the_gravest_comes_first_and_what_does_not_fit_makes_way() {
    let env = Env::new();
    let kb = env.kb(
        "kb",
        &[
            json!({"id": "a", "question": "副卡怎么收费", "internal": "每张 10 元。"}),
            json!({"id": "b", "question": "宽带怎么移机", "internal": "80 元。", "customer": "80 元，要办吗？",
                "valid": {"review_by": "2020-01-01"}}),
        ],
    );
    let kinds = |args: &[&str]| -> Vec<String> {
        let all = env.ok(&[&["today", "--kb", &kb, "--json"], args].concat()).json();
        all.iter()
            .map(|task| format!("{} {}", task["kind"].as_str().unwrap(), task["id"].as_str().unwrap()))
            .collect()
    };
    // Two minutes for the one, ten for the other.
    assert_eq!(kinds(&[]), ["review_due b", "no_customer a"]);
    assert_eq!(kinds(&["--minutes", "11"]), ["review_due b"]);
    assert!(kinds(&["--minutes", "1"]).is_empty());
    let said = env.ok(&["today", "--kb", &kb]).stdout;
    assert!(said.contains("1  [该复核] 宽带怎么移机  b") && said.contains("[缺客户口径]"), "{said}");
}

#[test]
fn with_nothing_to_do_it_says_so() {
    let env = Env::new();
    let kb = env.kb(
        "kb",
        &[json!({"id": "a", "question": "副卡怎么收费", "internal": "x", "customer": "每张 10 元，办吗？"})],
    );
    let said = env.run(&["today", "--kb", &kb]);
    assert_eq!((said.code, said.stdout.trim_end()), (1, "今天没有待办。"));
    assert!(env.run(&["today", "--kb", &kb, "--json"]).stdout.is_empty());
}
