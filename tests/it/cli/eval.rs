//! Measuring, as the documents say it is printed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::env::{Env, Output};
use crate::support::repo;

/// What DESIGN says the figures are.
const FIGURES: [&str; 9] =
    ["queries", "unjudged", "mrr10", "ndcg10", "recall1", "recall5", "recall10", "p50_ms", "p99_ms"];

/// What the help adds.
const EXTRAS: [&str; 4] = ["nothing_found", "nothing_found_unjudged", "unknown_ids", "not_current"];

/// Articles whose questions have no character in common.
fn tiny(env: &Env) -> String {
    env.kb(
        "kb",
        &[
            json!({"id": "net", "question": "宽带断网", "internal": "x"}),
            json!({"id": "away", "question": "国际漫游", "internal": "x"}),
            json!({"id": "bill", "question": "电子发票", "internal": "x"}),
            json!({"id": "over", "question": "青柠套餐", "internal": "x", "valid": {"until": "2020-01-01"}}),
            json!({"id": "later", "question": "石榴套餐", "internal": "x", "valid": {"from": "2999-01-01"}}),
            json!({"id": "draft", "question": "芒果套餐", "internal": "x", "stage": "draft"}),
        ],
    )
}

/// Runs it over files of these contents.
fn eval(env: &Env, kb: &str, queries: impl AsRef<[u8]>, qrels: impl AsRef<[u8]>, more: &[&str]) -> Output {
    let (queries, qrels) = (env.file("queries.tsv", queries), env.file("qrels.tsv", qrels));
    env.run(&[&["eval", "--kb", kb, "--queries", &queries, "--qrels", &qrels], more].concat())
}

/// Five queries: found; half found, the other half not being there; missed; and two that are not judged, one of which
/// no article could answer.
const QUERIES: &str = "q1\t漫游\nq2\t宽带断网\nq3\t发票\nq4\t宽带\nq5\t🦀\n";
const QRELS: &str =
    "q1\taway\t2\nq2\tnet\t2\nq2\tghost\t2\nq2\tbill\t0\nq3\tphantom\t1\nq5\tnet\t0\nq9\tnobody\t2\n";

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect()
}

#[track_caller]
fn near(value: &Value, wanted: f64) {
    let found = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((found - wanted).abs() < 1e-5, "{found}, not {wanted}");
}

#[test]
fn figures_have_the_documented_shape_and_values() {
    let env = Env::new();
    let kb = tiny(&env);
    let output = eval(&env, &kb, QUERIES, QRELS, &["--json"]).expect_code(0);
    let [figures]: [Value; 1] = output.json().try_into().unwrap();
    assert_eq!(keys(&figures), FIGURES.into_iter().chain(EXTRAS).collect());
    for name in
        ["queries", "unjudged", "nothing_found", "nothing_found_unjudged", "unknown_ids", "not_current"]
    {
        assert!(figures[name].is_u64(), "{name}: {figures}");
    }
    assert_eq!((&figures["queries"], &figures["unjudged"]), (&json!(5), &json!(2)));
    assert_eq!((&figures["nothing_found"], &figures["nothing_found_unjudged"]), (&json!(1), &json!(1)));
    near(&figures["mrr10"], 2.0 / 3.0);
    // Of q2's two articles of equal grade the one that is there stands first.
    near(&figures["ndcg10"], (1.0 + 1.0 / (1.0 + 1.0 / 3f64.log2())) / 3.0);
    for name in ["recall1", "recall5", "recall10"] {
        near(&figures[name], 0.5);
    }
    let (p50, p99) = (figures["p50_ms"].as_f64().unwrap(), figures["p99_ms"].as_f64().unwrap());
    assert!(0.0 < p50 && p50 <= p99, "{figures}");
}

#[test]
fn the_help_names_every_field() {
    let help = Env::new().ok(&["eval", "--help"]).stdout;
    let typed = ["as_typed", "top1", "top3", "top5", "p50", "p90", "never", "within6_top3", "prefixes"];
    let one = ["qid", "query", "judged", "rank", "winner", "relevant", "typed", "characters"];
    for name in FIGURES.iter().chain(&EXTRAS).chain(&typed).chain(&one) {
        assert!(help.contains(&format!("\"{name}\"")), "{name} is not in {help}");
    }
}

#[test]
fn ids_that_are_not_there_are_counted_and_named() {
    let mut env = Env::new();
    let kb = tiny(&env);
    for (locale, word) in [("zh_CN.UTF-8", "不在知识库里"), ("en_GB.UTF-8", "not in the knowledge base")]
    {
        env.set("LANG", locale);
        // That of a query which is not asked is nobody's business.
        let output = eval(&env, &kb, QUERIES, QRELS, &["--json"]).expect_code(0);
        assert_eq!(output.json()[0]["unknown_ids"], 2, "{output}");
        assert!(!output.stderr.contains("nobody"), "{output}");
        output.complains_of(&["2", "ghost", "phantom", word]);
    }
    let whole = eval(&env, &kb, "q1\t漫游\n", "q1\taway\t2\n", &[]).expect_code(0);
    assert!(whole.stderr.is_empty(), "{whole}");
}

/// Ranking is not to blame for what no agent is shown.
#[test]
fn articles_that_do_not_hold_today_are_counted_and_named() {
    let env = Env::new();
    let kb = tiny(&env);
    let qrels = "q1\tover\t2\nq1\tlater\t2\nq1\tdraft\t1\nq1\taway\t2\nq2\tover\t0\nq2\tnet\t1\n";
    let output = eval(&env, &kb, "q1\t套餐\nq2\t宽带\n", qrels, &["--json"]).expect_code(0);
    let figures = output.json().remove(0);
    assert_eq!((&figures["not_current"], &figures["unknown_ids"]), (&json!(3), &json!(0)), "{figures}");
    output.complains_of(&["3", "draft", "later", "over"]);
    let irrelevant = eval(&env, &kb, "q2\t宽带\n", "q2\tover\t0\nq2\tnet\t1\n", &["--json"]).expect_code(0);
    assert_eq!(irrelevant.json()[0]["not_current"], 0, "{irrelevant}");
    assert!(irrelevant.stderr.is_empty(), "{irrelevant}");
}

#[test]
fn without_a_judged_query_the_means_are_zero_and_it_is_said() {
    let env = Env::new();
    let kb = tiny(&env);
    let output = eval(&env, &kb, "a1\t漫游\n", "q1\taway\t2\n", &["--json", "--as-typed"]).expect_code(0);
    let figures = output.json().remove(0);
    assert_eq!(
        (&figures["queries"], &figures["unjudged"], &figures["mrr10"]),
        (&json!(1), &json!(1), &json!(0.0))
    );
    assert_eq!(figures["as_typed"]["top1"], json!({"p50": null, "p90": null, "never": 0}));
    assert!(!output.stderr.trim().is_empty(), "{output}");
}

#[test]
fn as_typed_counts_characters() {
    let env = Env::new();
    let kb = tiny(&env);
    let output = eval(&env, &kb, QUERIES, QRELS, &["--json", "--as-typed"]).expect_code(0);
    let figures = output.json().remove(0);
    assert_eq!(keys(&figures), FIGURES.into_iter().chain(EXTRAS).chain(["as_typed"]).collect());
    let typed = &figures["as_typed"];
    let wanted = ["top1", "top3", "top5", "within6_top3", "prefixes", "nothing_found", "p50_ms", "p99_ms"];
    assert_eq!(keys(typed), wanted.into());
    // The first character tells q1 and q2; q3 never has what was never there, so nine of ten never have it.
    for top in ["top1", "top3", "top5"] {
        assert_eq!(typed[top], json!({"p50": 1, "p90": null, "never": 1}), "{top}");
    }
    near(&typed["within6_top3"], 2.0 / 3.0);
    assert_eq!((&typed["prefixes"], &typed["nothing_found"]), (&json!(2 + 4 + 2 + 2 + 1), &json!(1)));
    // The whole query is the last of its beginnings: the figures are those of a run without.
    let plain = eval(&env, &kb, QUERIES, QRELS, &["--json"]).json().remove(0);
    for name in FIGURES.iter().chain(&EXTRAS).filter(|name| !name.ends_with("_ms")) {
        assert_eq!(figures[name], plain[name], "{name}");
    }
}

#[test]
fn verbose_says_what_became_of_each_query() {
    let env = Env::new();
    let kb = tiny(&env);
    let output = eval(&env, &kb, QUERIES, QRELS, &["--verbose"]).expect_code(0);
    let lines: Vec<Vec<&str>> =
        output.stdout.lines().take(6).map(|line| line.split('\t').collect()).collect();
    assert_eq!(
        lines[0],
        ["qid", "query", "rank", "winner", "score", "route", "question", "relevant", "shares"]
    );
    assert!(lines.iter().all(|line| line.len() == 9), "{output}");
    let shown = |line: usize, columns: [usize; 6]| columns.map(|column| lines[line][column]);
    let columns = [0, 1, 2, 3, 6, 7];
    assert_eq!(shown(1, columns), ["q1", "漫游", "1", "away", "国际漫游", "away"]);
    assert_eq!(shown(2, columns), ["q2", "宽带断网", "1", "net", "宽带断网", "ghost net"]);
    assert_eq!(shown(3, columns), ["q3", "发票", "-", "bill", "电子发票", "phantom"]);
    assert_eq!(shown(4, columns), ["q4", "宽带", "?", "net", "宽带断网", ""]);
    assert!(lines[1][8].starts_with("漫游 question/"), "{}", lines[1][8]);
    assert_eq!(lines[5], ["q5", "🦀", "?", "-", "-", "-", "-", "", ""]);
    assert!(output.stdout.contains("MRR@10     0.6667"), "{output}");

    let typed = eval(&env, &kb, QUERIES, QRELS, &["-v", "--as-typed"]).expect_code(0);
    let lines: Vec<Vec<&str>> = typed.stdout.lines().take(6).map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines[0][8..], ["top1", "top3", "top5", "nothing_found", "shares"]);
    assert_eq!(lines[1][8..12], ["1", "1", "1", ""]);
    assert_eq!(lines[3][8..12], ["-", "-", "-", ""]);
    assert_eq!(lines[5][8..], ["-", "-", "-", "🦀", ""]);
}

#[test]
fn verbose_objects_come_before_the_figures() {
    let env = Env::new();
    let kb = tiny(&env);
    let output = eval(&env, &kb, QUERIES, QRELS, &["--json", "--verbose", "--as-typed"]).expect_code(0);
    let mut lines = output.json();
    assert_eq!(lines.pop().unwrap()["queries"], 5, "the figures are last");
    assert_eq!(lines.len(), 5);
    for line in &lines {
        let wanted = ["qid", "query", "judged", "rank", "winner", "relevant", "typed"];
        assert_eq!(keys(line), wanted.into());
        assert_eq!(keys(&line["typed"]), ["characters", "top1", "top3", "top5", "nothing_found"].into());
    }
    let winner = ["id", "score", "route", "question", "shares", "order", "used", "all", "missing"];
    assert_eq!(keys(&lines[0]["winner"]), winner.into());
    let shares = lines[0]["winner"]["shares"].as_array().unwrap();
    let sum: f64 = shares.iter().map(|share| share["score"].as_f64().unwrap()).sum();
    let score = lines[0]["winner"]["score"].as_f64().unwrap();
    assert!((sum - score).abs() <= score * 0.01, "{sum} of {score}");
    assert_eq!((&lines[0]["judged"], &lines[0]["rank"]), (&json!(true), &json!(1)));
    assert_eq!(
        (&lines[1]["relevant"], &lines[1]["typed"]["characters"]),
        (&json!(["ghost", "net"]), &json!(4))
    );
    assert_eq!((&lines[2]["judged"], &lines[2]["rank"]), (&json!(true), &Value::Null));
    assert_eq!((&lines[3]["judged"], &lines[3]["relevant"]), (&json!(false), &json!([])));
    assert_eq!((&lines[4]["winner"], &lines[4]["typed"]["nothing_found"]), (&Value::Null, &json!(["🦀"])));
}

#[test]
fn bad_lines_of_both_files_are_named_by_file_and_line() {
    let mut env = Env::new();
    let kb = tiny(&env);
    let queries = b"q1\t\xe6\xbc\xab\xe6\xb8\xb8\nno tab\n\nq1\tagain\nq2\t\nq3\t\xff\xfe\n".as_slice();
    let qrels = "q1\taway\t2\nq1\taway\nq1\tnet\tmany\nq1\tbill\t-1\nq1\taway\t1\n";
    for (locale, places) in [
        ("zh_CN.UTF-8", ["queries.tsv 第 {} 行", "qrels.tsv 第 {} 行"]),
        ("en_GB.UTF-8", ["queries.tsv, line {}", "qrels.tsv, line {}"]),
    ] {
        env.set("LANG", locale);
        let output = eval(&env, &kb, queries, qrels, &["--json"]).expect_code(2);
        assert!(output.stdout.is_empty(), "nothing is measured over half of a file: {output}");
        let named: Vec<String> = [(0, 2), (0, 4), (0, 5), (0, 6), (1, 2), (1, 3), (1, 4), (1, 5)]
            .map(|(file, line)| places[file].replace("{}", &line.to_string()))
            .into();
        assert_eq!(output.stderr.lines().count(), named.len() + 1, "{output}");
        for (line, place) in output.stderr.lines().zip(&named) {
            assert!(line.contains(place.as_str()), "{place} is not in {line}");
        }
        output.complains_of(&["8", "many", "-1"]);
    }
}

#[test]
fn many_bad_lines_of_one_file_do_not_hide_those_of_the_other() {
    let env = Env::new();
    let kb = tiny(&env);
    let output = eval(&env, &kb, "x\n".repeat(200), "q1\taway\tmany\n", &[]).expect_code(2);
    assert!(output.stderr.lines().count() < 20, "{output}");
    output.complains_of(&["queries.tsv 第 1 行", "190", "qrels.tsv 第 1 行", "201"]);
}

#[test]
fn files_the_wrong_way_round_are_recognised() {
    let env = Env::new();
    let kb = tiny(&env);
    eval(&env, &kb, QRELS, QUERIES, &[]).expect_code(2).complains_of(&["给反了"]);
}

#[test]
fn an_input_that_cannot_be_used_is_exit_code_2() {
    let env = Env::new();
    let kb = tiny(&env);
    eval(&env, &kb, "", QRELS, &[]).expect_code(2).complains_of(&["queries.tsv"]);
    eval(&env, &kb, "qid\tquery\n", QRELS, &[]).expect_code(2).complains_of(&["queries.tsv"]);
    let (queries, qrels) = (env.file("queries.tsv", QUERIES), env.file("qrels.tsv", QRELS));
    for (args, word) in [
        (["eval", "--kb", &kb, "--queries", "not-there", "--qrels", &qrels], "not-there"),
        (["eval", "--kb", &kb, "--queries", &queries, "--qrels", "not-there"], "not-there"),
        (["eval", "--kb", &kb, "--queries", &queries, "--qrels", &kb], &kb),
    ] {
        let output = env.run(&args).expect_code(2).complains_of(&[word]);
        assert!(output.stdout.is_empty(), "{output}");
    }
    env.run(&["eval", "--kb", &kb, "--queries", &queries]).expect_code(2).complains_of(&["--qrels"]);
}

#[test]
fn a_kb_that_cannot_be_used_is_exit_code_3() {
    let env = Env::new();
    eval(&env, "not-there", QUERIES, QRELS, &["--json"]).expect_code(3).complains_of(&["not-there"]);
    std::fs::create_dir(env.path("empty")).unwrap();
    let output = eval(&env, &env.at("empty"), QUERIES, QRELS, &["--json"]).expect_code(3);
    assert!(output.stdout.is_empty(), "{output}");
}

/// The judgements of the demo are about what agents are shown of it; how well it is found is not for a test to say.
#[test]
fn the_golden_queries_fit_the_demo() {
    let env = Env::with_demo();
    for half in ["a", "b"] {
        let file = |name: &str| repo(&format!("tests/data/golden/{name}.{half}.tsv")).display().to_string();
        let (queries, qrels) = (file("queries"), file("qrels"));
        let output = env.ok(&["eval", "--queries", &queries, "--qrels", &qrels, "--json"]);
        let figures = output.json().remove(0);
        let asked = std::fs::read_to_string(&queries).unwrap().lines().count();
        assert_eq!((&figures["queries"], &figures["unjudged"]), (&json!(asked), &json!(0)), "{figures}");
        assert_eq!(figures["unknown_ids"], 0, "{output}");
        // Three of the judged articles end, none before 2028; the clock on the wall may be later.
        assert!(figures["not_current"].as_u64().unwrap() <= 3, "{output}");
    }
}
