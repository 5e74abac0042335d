//! Atoms of a document are cut, joined and shelved, and still belong to their batch.

use std::path::Path;

use super::*;
use crate::kb::{CutOff, LifeError, Shelf, Task};
use crate::model::{Face, Kind, Source};

fn piece(question: &str, body: &str) -> Article {
    let reference = format!("手册.html#{question}");
    Article {
        question: question.to_owned(),
        category: vec!["宽带".into()],
        internal: Some(Answer::of_body(body)),
        source: Some(Source { reference, ..Source::default() }),
        ..Article::default()
    }
}

/// A KB with an article, and a document of three pieces that were imported as drafts; the batch of those.
fn document() -> (TempDir, Kb, i64) {
    let (dir, mut kb) = kb_of(&[article("a", "怎么查询话费余额")]);
    let pieces = [
        piece("办理条件", "年满十八周岁。"),
        piece("办理流程", "带身份证到营业厅。"),
        piece("费用", "其费用见第二条，每月10元。"),
    ];
    let options = IntakeOptions { name: "手册.html".into(), ..IntakeOptions::default() };
    take_with(&mut kb, NOW, &options, &pieces, Some("手册.html"));
    let batch = kb.batches().unwrap()[0].number;
    (dir, kb, batch)
}

fn export(kb: &Kb) -> String {
    let mut out = Vec::new();
    kb.export(&mut out, Path::new("out"), NOW).unwrap();
    String::from_utf8(out).unwrap()
}

fn tasks(kb: &Kb, batch: i64) -> Vec<Task> {
    kb.batch_tasks(batch).unwrap()
}

fn uuid(task: &Task) -> &str {
    task.uuid.as_deref().unwrap()
}

fn questions(tasks: &[Task]) -> Vec<&str> {
    tasks.iter().map(|task| task.question.as_str()).collect()
}

#[test]
fn the_drafts_of_a_batch_stand_in_the_order_of_the_document_and_tell_what_they_lean_on() {
    let (_dir, kb, batch) = document();
    let tasks = tasks(&kb, batch);
    assert_eq!(questions(&tasks), ["办理条件", "办理流程", "费用"]);
    assert_eq!(tasks[0].above, None);
    assert_eq!(tasks[2].above, tasks[1].uuid);
    assert_eq!((tasks[1].detail.as_str(), &tasks[1].leans_on), ("", &None));
    assert_eq!((tasks[2].detail.as_str(), &tasks[2].leans_on), ("其", &tasks[1].uuid));
    assert!(matches!(kb.batch_tasks(99), Err(LifeError::NoBatch { number: 99 })));
}

#[test]
fn a_piece_is_joined_to_the_one_above_and_the_batch_is_still_taken_back_whole() {
    let (_dir, mut kb, batch) = document();
    let was = {
        let (_dir, kb) = kb_of(&[article("a", "怎么查询话费余额")]);
        export(&kb)
    };
    let all = tasks(&kb, batch);
    let atoms = kb.join(&who(), uuid(&all[0]), uuid(&all[1]), NOW).unwrap();
    let left = tasks(&kb, batch);
    assert_eq!(questions(&left), ["办理条件", "费用"]);
    let text = kb.newest_text(&atoms.first.0, NOW).unwrap().article;
    assert_eq!(text.internal.unwrap().body, "年满十八周岁。\n\n## 办理流程\n\n带身份证到营业厅。");
    let again = kb.join(&who(), uuid(&left[0]), uuid(&all[1]), NOW);
    assert!(matches!(again, Err(LifeError::Decided)), "{again:?}");
    let stale = kb.join(&who(), uuid(&all[0]), uuid(&left[1]), NOW);
    assert!(stale.is_err(), "the one above was written anew meanwhile");
    assert_eq!(questions(&tasks(&kb, batch)), ["办理条件", "费用"], "nothing was half done");
    let undone = kb.undo_batch(&who(), batch, NOW).unwrap();
    assert_eq!(undone.kept, []);
    assert_eq!(export(&kb), was);
}

#[test]
fn a_piece_is_cut_in_two_and_the_rest_keeps_shelf_and_source() {
    let (_dir, mut kb, batch) = document();
    let first = tasks(&kb, batch).remove(0);
    let stays = piece("办理条件", "年满十八周岁。");
    let text = "### 2. 未成年人怎么办理？\n\n由监护人办理。\n";
    let cut = CutOff { face: Face::Internal, text };
    let atoms = kb.split(&who(), uuid(&first), &stays, &cut, NOW).unwrap();
    let rest = kb.newest_text(&atoms.second, NOW).unwrap().article;
    assert_eq!(rest.question, "未成年人怎么办理？");
    assert_eq!(rest.internal.unwrap().body, "由监护人办理。");
    assert_eq!((rest.category, rest.stage), (vec!["宽带".to_owned()], Some(Stage::Draft)));
    assert_eq!(rest.source.unwrap().reference, "手册.html#未成年人怎么办理？");
    assert_eq!(tasks(&kb, batch).len(), 4);
    let twice = kb.split(&who(), uuid(&first), &stays, &cut, NOW);
    assert!(twice.is_err(), "it was written anew meanwhile");
    assert_eq!(tasks(&kb, batch).len(), 4, "nothing was half done");
    let nothing = CutOff { face: Face::Internal, text: " ** \n" };
    let newest = tasks(&kb, batch).remove(0);
    let refused = kb.split(&who(), uuid(&newest), &stays, &nothing, NOW);
    assert!(matches!(refused, Err(LifeError::NoQuestion)), "{refused:?}");
    assert_eq!(kb.undo_batch(&who(), batch, NOW).unwrap().removed, 4);
}

#[test]
fn a_piece_is_put_on_another_shelf_without_being_opened() {
    let (_dir, mut kb, batch) = document();
    let first = tasks(&kb, batch).remove(0);
    kb.shelve(&who(), uuid(&first), &Shelf::Kind(Kind::Procedure), NOW).unwrap();
    let first = tasks(&kb, batch).remove(0);
    let path = vec!["宽带".to_owned(), "办理".to_owned()];
    kb.shelve(&who(), uuid(&first), &Shelf::Category(path.clone()), NOW).unwrap();
    let first = tasks(&kb, batch).remove(0);
    let text = kb.text_by_uuid(uuid(&first), NOW).unwrap().article;
    assert_eq!((text.kind, text.category), (Some(Kind::Procedure), path));
    kb.submit(&who(), uuid(&first), NOW).unwrap();
    let late = kb.shelve(&who(), uuid(&first), &Shelf::Kind(Kind::Fault), NOW);
    assert!(matches!(late, Err(LifeError::Decided)), "{late:?}");
}
