//! Questions from outside on the command line.

use serde_json::json;

use crate::support::env::Env;

#[test]
fn questions_from_outside_are_put_together_and_decided_on() {
    let env = Env::new();
    let kb = env.kb(
        "kb",
        &[
            json!({"id": "roam", "question": "怎么开通国际漫游", "internal": "先核实"}),
            json!({"id": "bill", "question": "怎么查询话费余额", "internal": "发短信"}),
        ],
    );
    let file = env.file(
        "site.csv",
        "问题,最佳答案,点赞数,提问时间,链接\n\
         国际漫游怎么开通啊,打电话,3,2026-03-01,https://a.example/1\n\
         花卡宝藏版怎么销户,去营业厅,9,2026-03-02,https://a.example/2\n\
         花卡宝藏版能不能销户,我的号13800138000已销,1,昨天,https://a.example/3\n\
         花卡宝藏版销户怎么办,不知道,1,2026-03-02,https://a.example/4\n",
    );
    let inbox = |args: &[&str]| env.run(&[&["inbox", "--kb", &kb], args].concat());
    inbox(&[]).expect_code(1).complains_of(&["--questions"]);
    env.run(&["import", "--kb", &kb, "--questions", &file]).expect_code(1).complains_of(&["昨天", "4"]);
    let waits = inbox(&["--json"]).json();
    let seen: Vec<_> = waits.iter().map(|c| (&c["coverage"], &c["times"], &c["nearest"]["id"])).collect();
    assert_eq!(
        seen,
        [(&json!("gap"), &json!(2), &json!(null)), (&json!("covered"), &json!(1), &json!("roam"))]
    );
    let number = |at: usize| waits[at]["number"].to_string();
    let listed = env.ok(&["inbox", "--kb", &kb]).stdout;
    assert!(listed.lines().next().is_some_and(|l| l.contains("缺口") && l.contains("2 种问法")), "{listed}");
    let shown = env.ok(&["inbox", "--kb", &kb, &number(0)]).stdout;
    assert!(shown.contains("花卡宝藏版怎么销户") && shown.contains("去营业厅"), "{shown}");
    inbox(&[&number(0), "--similar"]).expect_code(2).complains_of(&[&number(0)]);
    let drafted = inbox(&[&number(0), "--draft", "--json"]).json().remove(0);
    let id = drafted["draft"].as_str().unwrap().to_owned();
    let draft = env.ok(&["edit", "--kb", &kb, &id, "--print"]).stdout;
    assert!(
        draft.contains("花卡宝藏版") && draft.contains("去营业厅") && draft.contains("a.example/2"),
        "{draft}"
    );
    inbox(&[&number(1), "--similar"]).expect_code(0);
    inbox(&[&number(1), "--ignore"]).expect_code(1).complains_of(&[&number(1)]);
    inbox(&[]).expect_code(1);
    // A draft of somebody else's words is found by nobody before its review.
    let found = env.run(&["search", "--kb", &kb, "--json", "花卡宝藏版怎么销户"]).stdout;
    assert!(!found.contains("花卡"), "{found}");
    // Nor does its author alone put it in use, not for an hour.
    env.run(&["publish", "--kb", &kb, &id, "--emergency"]).expect_code(2).complains_of(&[&id]);
    env.run(&["import", "--kb", &kb, "--questions", &file, "--json"]).expect_code(1);
    inbox(&[]).expect_code(1);
}
