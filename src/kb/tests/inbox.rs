//! Questions from outside.

use super::life::named;
use super::*;
use crate::kb::{Cluster, InboxDecision, LifeError};
use crate::model::{Coverage, Origin, OutsideQuestion, SourceClass};

fn asked(text: &str, votes: i64) -> OutsideQuestion {
    OutsideQuestion {
        text: text.into(),
        answer: format!("{text}，有人说打电话"),
        votes,
        times: 1,
        day: Some(jiff::civil::date(2026, 3, 1)),
        source: "https://wenda.example/q/1".into(),
        licence: Some("CC-BY-4.0".into()),
    }
}

fn house() -> (TempDir, Kb) {
    let (dir, mut kb) = new_kb();
    let mut roaming = article("roam", "怎么开通国际漫游");
    roaming.similar = vec!["出国怎么打电话".into()];
    take(&mut kb, NOW, &[roaming, article("bill", "怎么查询话费余额"), article("pwd", "怎么更改服务密码")]);
    kb.give_role(&who(), "zhang", crate::model::lifecycle::Role::Editor, NOW).unwrap();
    kb.sync().unwrap();
    (dir, kb)
}

fn inbox(kb: &mut Kb) -> Vec<Cluster> {
    kb.inbox(later(1)).unwrap()
}

fn later(ms: i64) -> Moment {
    Moment(NOW.0 + ms)
}

fn receive(kb: &mut Kb, questions: &[OutsideQuestion]) -> crate::kb::Received {
    kb.receive_outside(&named("zhang"), "wenda.jsonl", questions, later(1)).unwrap()
}

fn numbers(cluster: &Cluster) -> Vec<i64> {
    cluster.questions.iter().map(|q| q.number).collect()
}

#[test]
fn what_asks_the_same_stands_together_beside_what_answers_it() {
    let (_dir, mut kb) = house();
    receive(
        &mut kb,
        &[
            asked("国际漫游如何开通呢", 3),
            asked("请问怎么开通国际漫游啊", 1),
            asked("花卡宝藏版能不能销户", 2),
            asked("花卡宝藏版怎么销户", 9),
            asked("花卡宝藏版销户要去营业厅吗", 0),
        ],
    );
    let clusters = inbox(&mut kb);
    let seen: Vec<(usize, Coverage, Option<&str>)> = clusters
        .iter()
        .map(|c| (c.questions.len(), c.coverage, c.nearest.as_ref().map(|n| n.0.as_str())))
        .collect();
    assert_eq!(seen, [(3, Coverage::Gap, None), (2, Coverage::Covered, Some("roam"))]);
    assert_eq!((clusters[0].times, clusters[0].votes), (3, 11));
    assert_eq!(clusters[0].sources, ["wenda.example"]);
    assert_eq!(clusters[0].best_answer().unwrap().question.votes, 9);
}

#[test]
fn decisions_make_drafts_and_are_remembered() {
    let (_dir, mut kb) = house();
    let all = [
        asked("国际漫游如何开通呢", 3),
        asked("花卡宝藏版怎么销户", 9),
        asked("花卡宝藏版能不能销户", 2),
        asked("今天天气如何", 0),
    ];
    assert_eq!(receive(&mut kb, &all).new, 4);
    let clusters = inbox(&mut kb);
    let of = |text: &str| {
        let with = |c: &&Cluster| c.questions.iter().any(|q| q.question.text.contains(text));
        numbers(clusters.iter().find(with).unwrap())
    };
    let zhang = named("zhang");
    let similar = InboxDecision::Similar("roam".into());
    let handled = kb.decide_outside(&zhang, &of("漫游"), &similar, later(2)).unwrap();
    assert_eq!((handled.questions, handled.draft), (1, Some(("roam".into(), 2))));
    let text = kb.newest_text("roam", later(3)).unwrap();
    assert_eq!(text.article.similar.last().unwrap().text, "国际漫游如何开通呢");
    assert_eq!(text.article.similar.last().unwrap().origin, Origin::External);
    assert_eq!(kb.as_of("roam", later(3)).unwrap().unwrap().revision_no, 1, "what is in use is as it was");

    let handled = kb.decide_outside(&zhang, &of("花卡"), &InboxDecision::Draft, later(2)).unwrap();
    let (id, _) = handled.draft.unwrap();
    let draft = kb.newest_text(&id, later(3)).unwrap().article;
    assert_eq!((draft.question.as_str(), draft.similar.len()), ("花卡宝藏版怎么销户", 1));
    let source = draft.source.unwrap();
    assert_eq!((source.class, source.licence.as_deref()), (Some(SourceClass::External), Some("CC-BY-4.0")));
    assert!(draft.internal.unwrap().body.contains("有人说"));
    assert!(draft.customer.is_none(), "what somebody answered elsewhere is no answer of the house");

    let weather = of("天气");
    kb.decide_outside(&zhang, &weather, &InboxDecision::Ignore, later(2)).unwrap();
    assert!(inbox(&mut kb).is_empty());
    let twice = kb.decide_outside(&named("zhang"), &weather, &InboxDecision::Draft, later(3));
    assert!(matches!(twice, Err(LifeError::Decided)), "{twice:?}");
    // The next export of the site asks only what is new.
    let again = receive(&mut kb, &[all.as_slice(), &[asked("怎么查话费", 1)]].concat());
    assert_eq!((again.new, again.again, again.decided), (1, 0, 4));
    assert_eq!(inbox(&mut kb).len(), 1);
    // Taking the file back takes back what nobody has decided on.
    let undone = kb.undo_batch(&who(), again.batch, later(5)).unwrap();
    assert_eq!(undone.questions, 1);
    assert!(inbox(&mut kb).is_empty());
}

#[test]
fn an_agent_decides_nothing() {
    let (_dir, mut kb) = house();
    receive(&mut kb, &[asked("花卡宝藏版怎么销户", 9)]);
    let cluster = numbers(&inbox(&mut kb)[0]);
    let refused = kb.decide_outside(&named("nobody"), &cluster, &InboxDecision::Draft, later(2));
    assert!(matches!(refused, Err(LifeError::NeedsRole { .. })), "{refused:?}");
    let refused = kb.receive_outside(&named("nobody"), "f", &[asked("甲", 1)], later(2));
    assert!(matches!(refused, Err(LifeError::NeedsRole { .. })), "{refused:?}");
    assert_eq!(inbox(&mut kb).len(), 1);
}

/// Pairwise precision and recall of clusters against intents that are known, and what is attached to which article.
/// `cargo test --lib inbox_against_known_intents -- --ignored --nocapture`
#[test]
#[ignore = "reads the corpora beside the project, prints figures"]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn inbox_against_known_intents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/retrieval");
    if !root.exists() {
        eprintln!("skipped: {} is not here", root.display());
        return;
    }
    for set in ["banking77", "clinc150", "ms_help_zh"] {
        judge(&root.join(set), set);
    }
}

#[expect(clippy::print_stdout, reason = "it prints figures and asserts nothing")]
fn judge(folder: &Path, set: &str) {
    use std::collections::HashMap;
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let articles: Vec<Article> = read("articles.jsonl")
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            let mut article = article(&text("id"), &text("title"));
            // The bodies of the intents are ways to ask, one a line; those of the help pages are answers.
            if set == "ms_help_zh" {
                article.internal = Some(Answer::of_body(text("body")));
            } else {
                article.similar = text("body").lines().map(Into::into).collect();
            }
            article
        })
        .collect();
    let mut truth: HashMap<String, String> = HashMap::new();
    for line in read("qrels.dev.tsv").lines() {
        let mut cells = line.split('\t');
        let (q, a) = (cells.next().unwrap(), cells.next().unwrap());
        truth.entry(q.to_owned()).or_insert_with(|| a.to_owned());
    }
    let mut by_text: HashMap<String, Option<String>> = HashMap::new();
    let questions: Vec<OutsideQuestion> = read("queries.dev.tsv")
        .lines()
        .map(|line| {
            let (id, text) = line.split_once('\t').unwrap();
            by_text.insert(text.to_owned(), truth.get(id).cloned());
            OutsideQuestion { text: text.to_owned(), times: 1, ..OutsideQuestion::default() }
        })
        .collect();
    let (_dir, mut kb) = new_kb();
    take(&mut kb, NOW, &articles);
    kb.sync().unwrap();
    kb.receive_outside(&who(), "q", &questions, later(1)).unwrap();
    let start = Instant::now();
    let clusters = kb.inbox(later(1)).unwrap();
    let took = start.elapsed();
    let label = |q: &crate::kb::WaitingQuestion| {
        let key = by_text.keys().find(|k| **k == q.question.text);
        key.and_then(|k| by_text[k].clone())
    };
    let labels: HashMap<i64, Option<String>> =
        clusters.iter().flat_map(|c| &c.questions).map(|q| (q.number, label(q))).collect();
    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    let mut sizes: HashMap<&str, usize> = HashMap::new();
    let (mut together, mut right) = (0, 0);
    let mut table: HashMap<(Coverage, &str), usize> = HashMap::new();
    for cluster in &clusters {
        let mut of: HashMap<&str, usize> = HashMap::new();
        for q in &cluster.questions {
            let nearest = cluster.nearest.as_ref().map(|n| n.0.as_str());
            let verdict = match labels[&q.number].as_deref() {
                None => "outside",
                Some(intent) => {
                    *of.entry(intent).or_default() += 1;
                    *sizes.entry(intent).or_default() += 1;
                    if nearest == Some(intent) { "right" } else { "wrong" }
                }
            };
            *table.entry((cluster.coverage, verdict)).or_default() += 1;
        }
        together += pairs(of.values().sum());
        right += of.values().map(|n| pairs(*n)).sum::<usize>();
    }
    let all: usize = sizes.values().map(|n| pairs(*n)).sum();
    println!(
        "{set}: {} questions, {} clusters, pairwise precision {:.3} recall {:.3}, {took:?}",
        questions.len(),
        clusters.len(),
        right as f64 / together.max(1) as f64,
        right as f64 / all.max(1) as f64
    );
    let mut table: Vec<_> = table.into_iter().collect();
    table.sort();
    for ((coverage, verdict), n) in table {
        println!("  {coverage:8} {verdict:8} {n}");
    }
}
