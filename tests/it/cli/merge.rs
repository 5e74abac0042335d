//! Duplicates and contradictions on the command line.

use serde_json::json;

use crate::support::env::Env;

#[test]
fn duplicates_are_listed_merged_and_kept_apart() {
    let env = Env::new();
    let kb = env.kb(
        "kb",
        &[
            json!({"id": "a", "question": "副卡多少钱", "similar": ["副卡月租"], "internal": "每月10元。"}),
            json!({"id": "b", "question": "副卡多少钱？", "internal": "每月15元。"}),
            json!({"id": "c", "question": "怎么取消会员", "internal": "发短信退订。"}),
            json!({"id": "d", "question": "请问怎么取消会员", "internal": "在应用里退订。"}),
        ],
    );
    let merge = |args: &[&str]| env.run(&[&["merge", "--kb", &kb], args].concat());
    let listed = merge(&[]).expect_code(1).stdout.clone();
    assert!(listed.contains("矛盾") && listed.contains("每月10元 ≠ 每月15元"), "{listed}");
    assert!(listed.contains("近问"), "{listed}");
    let all = merge(&["--json"]).json();
    let kinds: Vec<_> = all.iter().map(|pair| (pair["kind"].clone(), pair["ids"].clone())).collect();
    assert_eq!(kinds, [(json!("conflict"), json!(["a", "b"])), (json!("like_question"), json!(["c", "d"]))]);
    assert_eq!(merge(&["--json", "--kind", "conflict"]).json().len(), 1);
    merge(&["--kind", "twin"]).expect_code(2).complains_of(&["twin", "like_question"]);
    merge(&["a"]).expect_code(2).complains_of(&["a"]);
    merge(&["a", "a"]).expect_code(2).complains_of(&["a"]);
    merge(&["a", "none"]).expect_code(1).complains_of(&["none"]);

    merge(&["c", "d", "--apart"]).expect_code(0);
    let done = merge(&["a", "b", "--json"]).json().remove(0);
    assert_eq!(done, json!({"into": "b", "questions": 1, "draft": 2, "was_in_use": true}));
    merge(&[]).expect_code(0);
    // The id leads on, and what it was asked by waits for a review.
    let shown = env.ok(&["show", "--kb", &kb, "a"]).stdout;
    assert!(shown.contains("15元") && !shown.contains("10元"), "{shown}");
    let draft = env.ok(&["edit", "--kb", &kb, "b", "--print"]).stdout;
    assert!(draft.contains("副卡月租"), "{draft}");
    assert!(env.ok(&["log", "--kb", &kb, "b"]).stdout.lines().count() >= 2);
    // The file that brought it does not write into the other one.
    let file =
        env.file("again.jsonl", "{\"id\":\"a\",\"question\":\"副卡多少钱\",\"internal\":\"每月99元。\"}\n");
    env.run(&["import", "--kb", &kb, &file]).expect_code(1).complains_of(&["a", "b"]);
}
