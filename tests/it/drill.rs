//! The drill: thirty of the held-out golden queries, from the first key to the answer told.

use std::collections::HashSet;
use std::time::Instant;

use crate::support::desk::{Desk, Screen};
use crate::support::env::Env;
use crate::support::repo;

const QUESTIONS: usize = 30;

/// Queries as agents type them, evenly taken from the half that ranking is never tuned on, with the articles that answer.
fn questions() -> Vec<(String, HashSet<String>)> {
    let lines = |name: &str| {
        let text = std::fs::read_to_string(repo("tests/data/golden").join(name)).unwrap();
        text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect::<Vec<Vec<String>>>()
    };
    let (queries, judged) = (lines("queries.b.tsv"), lines("qrels.b.tsv"));
    let step = queries.len() / QUESTIONS;
    let answers = |id: &str| {
        let good = judged.iter().filter(|row| row[0] == id && row[2] == "2");
        good.map(|row| row[1].clone()).collect::<HashSet<_>>()
    };
    let all = queries.iter().step_by(step).map(|row| (row[1].clone(), answers(&row[0])));
    all.filter(|(_, ids)| !ids.is_empty()).take(QUESTIONS).collect()
}

/// How much of a query an agent types who watches the list, and the hit that stands first then.
fn plan(env: &Env, query: &str, ids: &HashSet<String>) -> (String, String) {
    let chars: Vec<char> = query.chars().collect();
    let mut best: Option<(usize, String, String)> = None;
    for typed in 1..=chars.len() {
        let prefix: String = chars[..typed].iter().collect();
        if prefix.trim() != prefix || best.as_ref().is_some_and(|(keys, ..)| *keys <= typed) {
            continue;
        }
        let hits = env.run(&["search", "--json", "-n", "30", "--", &prefix]);
        if hits.code != 0 {
            continue;
        }
        let hits = hits.json();
        let id = |at: usize| hits[at]["id"].as_str().unwrap().to_owned();
        let Some(rank) = (0..hits.len()).find(|at| ids.contains(&id(*at))) else { continue };
        if best.as_ref().is_none_or(|(keys, ..)| typed + rank < *keys) {
            best = Some((typed + rank, prefix, id(0)));
        }
    }
    let (_, prefix, first) = best.unwrap_or_else(|| panic!("{query} never finds {ids:?}"));
    (prefix, first)
}

/// The article in the answer panes.
fn shown(screen: &Screen<'_>) -> Option<String> {
    let text = screen.text();
    let (_, after) = text.split_once("内部口径  ")?;
    after.split_whitespace().next().map(str::to_owned)
}

#[test]
fn thirty_questions_are_answered_with_few_keys() {
    let env = Env::with_demo();
    let questions = questions();
    assert_eq!(questions.len(), QUESTIONS);
    let plans: Vec<(String, String)> = questions.iter().map(|(query, ids)| plan(&env, query, ids)).collect();
    let mut desk = Desk::start(&env, &[], 160, 48);
    desk.until_text("条知识");
    let (mut counts, mut times) = (Vec::new(), Vec::new());
    for ((query, ids), (prefix, first)) in questions.iter().zip(&plans) {
        let begun = Instant::now();
        let mut keys = prefix.chars().count();
        desk.keys(prefix)
            .until(query, |s| s.row(1).contains(prefix.as_str()) && shown(s).as_ref() == Some(first));
        let mut here = first.clone();
        while !ids.contains(&here) {
            assert!(keys < 40, "{query} is not answered");
            desk.keys("<down>").until("the next row", |s| shown(s).is_some_and(|id| id != here));
            desk.until("its article", |s| {
                here = shown(s).unwrap_or_default();
                !here.is_empty()
            });
            keys += 1;
        }
        desk.keys("<enter>").until("told or stopped", |s| s.has("已告知客户口径") || s.has("再按一次"));
        keys += 1;
        let mut is_stopped = false;
        desk.until("told or stopped", |s| {
            is_stopped = s.has("再按一次");
            true
        });
        if is_stopped {
            desk.press_until("<enter>", |s| s.has("已告知客户口径"));
            keys += 1;
        }
        counts.push(keys);
        times.push(begun.elapsed().as_millis());
        desk.keys("<ctrl-u>").until_text("怎么开始");
    }
    let at = |of: &mut Vec<u128>, share: usize| {
        of.sort_unstable();
        of[(of.len() * share).div_ceil(100) - 1]
    };
    let mut keys: Vec<u128> = counts.iter().map(|keys| *keys as u128).collect();
    let (p50, p90) = (at(&mut keys, 50), at(&mut keys, 90));
    // The program's own share of the time: nobody thinks here.
    let (time50, time90) = (at(&mut times, 50), at(&mut times, 90));
    eprintln!(
        "drill: keys p50 {p50}, p90 {p90}; from the first key to told p50 {time50} ms, p90 {time90} ms"
    );
    assert!(p90 <= 8, "{counts:?}");
}
