//! What is worth doing, and what doing it changes.

use super::*;
use crate::kb::{Task, TaskKind};
use crate::model::{Decision, FeedbackKind, Trust};
use crate::store::Who;

/// A KB with a desk of one's own.
fn working(articles: &[Article]) -> (TempDir, Kb) {
    let (dir, mut kb) = kb_of(articles);
    kb.use_desk(&dir.path().join("desk.db")).expect("a desk");
    (dir, kb)
}

fn kinds(tasks: &[Task]) -> Vec<(TaskKind, Option<&str>)> {
    tasks.iter().map(|task| (task.kind, task.id.as_deref())).collect()
}

#[test]
fn the_gravest_flag_comes_first_and_goes_when_it_is_decided() {
    let (_dir, mut kb) = working(&[article("a", "副卡怎么收费"), article("b", "宽带怎么移机")]);
    let shown = |kb: &Kb, id: &str| kb.by_id(id, NOW).unwrap().unwrap();
    let (a, b) = (shown(&kb, "a"), shown(&kb, "b"));
    kb.give(&who(), FeedbackKind::Unclear, Some(&a), "看不懂", NOW).unwrap();
    kb.give(&who(), FeedbackKind::Wrong, Some(&b), "金额旧了", NOW).unwrap();
    let flags = |kb: &Kb| -> Vec<Task> {
        kb.today(NOW).unwrap().into_iter().filter(|task| task.kind == TaskKind::Flag).collect()
    };
    let tasks = flags(&kb);
    assert_eq!(kinds(&tasks), [(TaskKind::Flag, Some("b")), (TaskKind::Flag, Some("a"))]);
    assert!(tasks[0].detail.contains("金额旧了"), "{tasks:?}");
    let uuid = tasks[0].uuid.clone().unwrap();
    kb.decide(&who(), &uuid, Decision::Done, "已改", None, NOW).unwrap();
    assert_eq!(kinds(&flags(&kb)), [(TaskKind::Flag, Some("a"))]);
    assert!(kb.decide(&who(), &uuid, Decision::Done, "再改", None, NOW).is_err(), "it was decided before");
}

#[test]
fn a_question_that_many_ask_is_one_task_that_weighs_more() {
    let (_dir, mut kb) = working(&[article("a", "副卡怎么收费")]);
    let scope = Scope::default();
    kb.record_gap(&who(), "火星漫游", &scope, NOW).unwrap();
    let gap = |kb: &Kb| kb.today(NOW).unwrap().into_iter().find(|task| task.kind == TaskKind::Gap).unwrap();
    let once = gap(&kb);
    assert_eq!((once.question.as_str(), once.id.as_deref()), ("火星漫游", None));
    kb.add_draft(&Who { os_user: "agent".into(), agent_no: None }, "火星漫游", &scope, NOW).unwrap();
    assert!(gap(&kb).weight > once.weight);
}

#[test]
fn two_articles_of_one_question_are_a_task_unless_their_customers_differ() {
    let mut north = article("b", "副卡怎么收费");
    north.scope.region = vec!["云岭".into()];
    let (_dir, kb) = working(&[article("a", "副卡怎么收费？"), north, article("c", "副卡怎么收费")]);
    let tasks = kb.today(NOW).unwrap();
    let same: Vec<&Task> = tasks.iter().filter(|task| task.kind == TaskKind::Duplicate).collect();
    assert_eq!(same.len(), 1, "{same:?}");
    assert_eq!((same[0].id.as_deref(), same[0].detail.as_str()), (Some("c"), "a"));
}

#[test]
fn what_is_still_right_is_not_due_any_more() {
    let mut old = article("a", "副卡怎么收费");
    old.valid.review_by = Some(jiff::civil::date(2020, 1, 1));
    let (_dir, mut kb) = working(&[old]);
    let shown = kb.by_id("a", NOW).unwrap().unwrap();
    assert_eq!(shown.trust, Trust::ReviewDue);
    let is_due = |kb: &Kb| kb.today(NOW).unwrap().iter().any(|task| task.kind == TaskKind::ReviewDue);
    assert!(is_due(&kb));
    kb.still_right(&who(), &shown.uuid, None, NOW).unwrap();
    assert!(!is_due(&kb));
    assert_eq!(kb.by_id("a", NOW).unwrap().unwrap().trust, Trust::Current);
    let mut kb = kb;
    assert_eq!(rows(&mut kb, "副卡怎么收费", NOW)[0].trust, Trust::Current);
}

#[test]
fn a_text_that_is_not_saved_is_a_task_until_it_is_forgotten() {
    let (_dir, kb) = working(&[article("a", "副卡怎么收费")]);
    kb.keep_writing("a", "---\n标准问: 副卡\n---\n", NOW).unwrap();
    let unsaved = |kb: &Kb| kb.today(NOW).unwrap().into_iter().any(|task| task.kind == TaskKind::Unsaved);
    assert!(unsaved(&kb));
    assert!(kb.writing("a").unwrap().is_some_and(|writing| writing.text.contains("副卡")));
    kb.forget_writing("a").unwrap();
    assert!(!unsaved(&kb));
}

#[test]
fn whoever_asks_the_same_is_named_while_it_is_written() {
    let mut known = article("a", "副卡怎么收费");
    known.similar = vec!["副卡多少钱".into()];
    let (_dir, mut kb) = working(&[known]);
    let mut new = article("x", "副卡怎么收费");
    let look = kb.look_over(&new, None, NOW).unwrap();
    assert!(look.near.iter().any(|near| near.id == "a" && near.is_same), "{look:?}");
    assert!(kb.look_over(&new, Some("a"), NOW).unwrap().near.is_empty(), "nobody is near to themselves");
    new.question = "火星漫游怎么收费".into();
    new.similar = vec!["副卡怎么收费".into()];
    let look = kb.look_over(&new, None, NOW).unwrap();
    assert!(look.findings.iter().any(|c| c.finding.rule == "form.similar_elsewhere"), "{look:?}");
}

/// A draft of what an agent looked for was promised and then in no list.
#[test]
fn a_draft_is_a_task_until_it_is_handed_in_and_what_a_file_brought_is_none() {
    let (_dir, mut kb) = working(&[article("a", "甲")]);
    kb.add_draft(&who(), "火星漫游多少钱", &Scope::default(), NOW).expect("a draft");
    let written = kb.write_new(&who(), &article("b", "乙"), NOW).expect("another");
    take(&mut kb, NOW, &[staged(Stage::Draft, article("c", "丙"))]);
    let drafts = |kb: &Kb| -> Vec<String> {
        let tasks = kb.today(NOW).expect("tasks");
        let mut drafts: Vec<String> =
            tasks.into_iter().filter(|t| t.kind == TaskKind::Draft).map(|t| t.question).collect();
        drafts.sort();
        drafts
    };
    assert_eq!(drafts(&kb), ["乙", "火星漫游多少钱"]);
    kb.submit(&who(), &written.uuid, NOW).expect("handed in");
    assert_eq!(drafts(&kb), ["火星漫游多少钱"]);
}
