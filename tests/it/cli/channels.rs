//! `zhixi export --channel`: what customers may have, and in which shapes.

use serde_json::{Value, json};

use crate::support::env::Env;
use crate::support::source::files_below;

/// A KB of which two articles may go out, a draft stays, and a leak stays.
fn house(env: &Env) -> String {
    env.kb(
        "kb",
        &[
            json!({"id": "sim", "question": "怎么补卡", "similar": ["卡丢了怎么办", "怎么开机"], "category": ["移动", "补换卡"],
                "internal": "机密内部口径：补卡 10 元。", "customer": {"body": "补卡收 **10 元**，带身份证。\n\n=1+1",
                "channels": {"sms": "【云岭通信】补卡10元，请带身份证。"}}, "relations": [{"type": "see_also", "to": "on"}]}),
            json!({"id": "on", "question": "怎么开机", "customer": "请充值，之后自动开机。"}),
            json!({"id": "new", "question": "新的", "customer": "还没审过。", "stage": "draft"}),
            json!({"id": "leak", "question": "怎么退费", "customer": "请按审批权限处理，分机8001。"}),
        ],
    )
}

fn report(env: &Env, name: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(env.path(name)).unwrap();
    let word = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.map(|line: Value| (word(&line, "id"), word(&line, "why"))).collect()
}

fn pair(id: &str, why: &str) -> (String, String) {
    (id.to_owned(), why.to_owned())
}

#[test]
fn rows_go_out_and_what_stays_is_told() {
    let env = Env::new();
    let kb = house(&env);
    let run = env.ok(&["export", "--kb", &kb, "--channel", "短信", "--report", &env.at("stayed")]);
    let rows = run.json();
    assert_eq!(rows[0]["answer"], "【云岭通信】补卡10元，请带身份证。");
    assert_eq!(rows[0]["related"], json!(["on"]));
    assert_eq!((rows.len(), rows[1]["answer"].as_str()), (2, Some("请充值，之后自动开机。")));
    assert_eq!(report(&env, "stayed"), [pair("new", "not_in_use"), pair("leak", "findings")]);
    assert!(run.stderr.contains("1 条没有在用的版本：new") && run.stderr.contains("leak"), "{}", run.stderr);
    let texts = env.ok(&["export", "--kb", &kb, "--channel", "chat", "--format", "text"]).stdout;
    assert!(texts.contains("sim 怎么补卡\n补卡收 10 元"), "{texts}");
}

#[test]
fn the_ending_of_the_file_says_the_format() {
    let env = Env::new();
    let kb = house(&env);
    let out = |name: &str, format: &[&str]| {
        let file = env.at(name);
        env.ok(&[&["export", "--kb", &kb, "--channel", "web", &file], format].concat());
        std::fs::read_to_string(&file).unwrap()
    };
    assert!(out("a.csv", &[]).starts_with("\u{feff}\"id\",\"question\""));
    assert!(out("a.txt", &[]).starts_with("sim 怎么补卡\n"));
    assert!(out("a.jsonl", &[]).starts_with("{\"id\":\"sim\""));
    let sheet = out("faq.csv", &["--format", "faq", "--report", &env.at("stayed")]);
    assert!(
        sheet.starts_with("\u{feff}\"id\",\"标准问\"")
            && sheet.contains("\"sim\",\"怎么补卡\",\"卡丢了怎么办\"")
    );
    assert!(report(&env, "stayed").contains(&pair("sim", "asked_twice")));
}

#[test]
fn a_site_replaces_the_site_before_it_and_nothing_else() {
    let env = Env::new();
    let kb = house(&env);
    let site = env.at("site");
    let export = ["export", "--kb", &kb, "--channel", "web", "--format", "site", &site];
    env.ok(&export);
    let page = |name: &str| std::fs::read_to_string(env.path("site").join(name)).unwrap();
    assert!(
        page("index.html").contains("<h1>自助服务</h1>")
            && page("a/sim.html").contains("<strong>10 元</strong>")
    );
    for file in files_below(&env.path("site"), "html") {
        assert!(!std::fs::read_to_string(file).unwrap().contains("机密"));
    }
    // Another time with other words, and without an article that is gone.
    env.file("kb/site.toml", "title = \"云岭帮助\"\n");
    env.ok(&["withdraw", "--kb", &kb, "on", "--reason", "停办"]);
    env.ok(&export);
    assert!(page("index.html").contains("<h1>云岭帮助</h1>"));
    assert!(!env.path("site/a/on.html").exists() && env.path("site/a/sim.html").exists());
    assert!(!env.path("site.new").exists() && !env.path("site.old").exists());
    // A word that is none stops it, and what was there stays.
    env.file("kb/site.toml", "titel = \"云岭\"\n");
    env.run(&export).expect_code(2).complains_of(&["site.toml", "titel"]);
    assert!(page("index.html").contains("云岭帮助"));
    std::fs::remove_file(env.path("kb/site.toml")).unwrap();
    // A folder of somebody's is left alone.
    env.file("mine/letter.txt", "x");
    let mine = env.at("mine");
    env.run(&["export", "--kb", &kb, "--channel", "web", "--format", "site", &mine])
        .expect_code(2)
        .complains_of(&["mine"]);
    assert_eq!(files_below(&env.path("mine"), "").len(), 1);
}

#[test]
fn prompts_are_a_folder_of_ssml() {
    let env = Env::new();
    let kb = house(&env);
    env.ok(&["export", "--kb", &kb, "--channel", "ivr", "--format", "ssml", &env.at("prompts")]);
    let prompt = std::fs::read_to_string(env.path("prompts/sim.ssml")).unwrap();
    assert!(prompt.contains("<sub alias=\"十元\">10 元</sub>"), "{prompt}");
    let index = std::fs::read_to_string(env.path("prompts/index.csv")).unwrap();
    assert!(index.contains("\"sim.ssml\",\"sim\",\"怎么补卡\""), "{index}");
}

#[test]
fn what_does_not_go_is_told_and_what_was_there_stays() {
    let env = Env::new();
    let kb = house(&env);
    let out = env.file("out.csv", "was there");
    for (args, words) in [
        (&["--channel", "telegram", &out][..], &["telegram", "sms"][..]),
        (&["--channel", "web", "--format", "ssml", &out], &["web"]),
        (&["--channel", "ivr", "--format", "site", &out], &["ivr"]),
        (&["--channel", "web", "--format", "site"], &[]),
        (&["--format", "csv", &out], &["--channel"]),
    ] {
        env.run(&[&["export", "--kb", &kb], args].concat()).expect_code(2).complains_of(words);
    }
    // Where nothing may go out, an empty file would take the place of a good one.
    let empty = env.kb("none", &[json!({"id": "x", "question": "甲", "internal": "乙"})]);
    env.run(&["export", "--kb", &empty, "--channel", "web", &out]).expect_code(1).complains_of(&["x"]);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "was there");
    env.run(&["export", "--kb", &empty, "--channel", "web", "--format", "site", &env.at("site")])
        .expect_code(1);
    assert!(!env.path("site").exists());
}
