//! What came together goes together, and nothing else does.

use std::path::Path;

use super::life::named;
use super::*;
use crate::kb::{BadEdit, BatchStep, Edit, KeptWhy, LifeError, Who};
use crate::model::lifecycle::Role;

fn export(kb: &Kb, now: Moment) -> String {
    let mut out = Vec::new();
    kb.export(&mut out, Path::new("out"), now).unwrap();
    String::from_utf8(out).unwrap()
}

fn later(ms: i64) -> Moment {
    Moment(NOW.0 + ms)
}

fn newest_batch(kb: &Kb) -> i64 {
    kb.batches().unwrap()[0].number
}

fn shown(kb: &mut Kb, text: &str, now: Moment) -> Vec<String> {
    kb.sync().unwrap();
    ids(kb, text, now)
}

fn without_id(question: &str, body: &str) -> Article {
    Article { question: question.into(), internal: Some(Answer::of_body(body)), ..Article::default() }
}

/// A KB with a published, a withdrawn and a draft article and one without an id, and what it exports.
fn before() -> (TempDir, Kb, String) {
    let (dir, mut kb) = new_kb();
    let rows = [
        article("a", "怎么开通国际漫游"),
        article("b", "怎么取消国际漫游"),
        staged(Stage::Draft, article("c", "还在写的漫游")),
        without_id("没有编号的漫游", "一"),
    ];
    take_with(&mut kb, NOW, &IntakeOptions::default(), &rows, Some("f.csv"));
    kb.sync().unwrap();
    let was = export(&kb, later(1));
    (dir, kb, was)
}

/// Another batch: it changes three, takes one out of use, brings one.
fn second(kb: &mut Kb, now: Moment) -> i64 {
    let published = |a: Article| staged(Stage::Published, a);
    let mut changed = published(article("a", "怎么开通国际漫游业务"));
    changed.tags = vec!["改".into()];
    let rows = [
        changed,
        staged(Stage::Withdrawn, article("b", "怎么取消国际漫游")),
        staged(Stage::Draft, article("c", "还在写的漫游，又写了")),
        published(without_id("没有编号的漫游", "二")),
        published(article("new", "漫游的新问题")),
        published(without_id("没有编号的新漫游", "三")),
    ];
    let landed = take_with(kb, now, &IntakeOptions::default(), &rows, Some("f.csv"));
    assert_eq!(landed.iter().filter(|l| **l == Landed::Added).count(), 2, "{landed:?}");
    newest_batch(kb)
}

#[test]
fn a_batch_that_is_taken_back_leaves_no_trace_in_the_export() {
    let (_dir, mut kb, was) = before();
    let batch = second(&mut kb, later(10));
    assert_ne!(export(&kb, later(11)), was);
    assert!(shown(&mut kb, "漫游的新问题", later(11)).contains(&"new".to_owned()));
    let undone = kb.undo_batch(&who(), batch, later(20)).unwrap();
    assert_eq!((undone.removed, undone.restored, undone.kept), (2, 4, vec![]));
    assert_eq!(export(&kb, later(21)), was);
    assert!(!shown(&mut kb, "漫游的新问题", later(21)).contains(&"new".to_owned()));
    assert!(shown(&mut kb, "怎么取消国际漫游", later(21)).contains(&"b".to_owned()), "in use again");
    assert_eq!((kb.store.article_count().unwrap(), kb.store.article_numbers().unwrap().len()), (4, 4));
    assert!(matches!(kb.newest_text("new", later(21)), Err(LifeError::NoArticle { .. })));
    // The history keeps what was said in between.
    assert_eq!(kb.as_of("a", later(15)).unwrap().unwrap().article.question, "怎么开通国际漫游业务");
}

#[test]
fn what_was_taken_back_can_come_again() {
    let (_dir, mut kb, was) = before();
    let batch = second(&mut kb, later(10));
    // An article without an id gets a new one.
    let with_ids =
        |text: String| text.lines().filter(|l| !l.contains("新漫游")).map(String::from).collect::<Vec<_>>();
    let after = with_ids(export(&kb, later(11)));
    kb.undo_batch(&who(), batch, later(20)).unwrap();
    let again = second(&mut kb, later(30));
    assert_eq!(with_ids(export(&kb, later(31))), after);
    kb.undo_batch(&who(), again, later(40)).unwrap();
    assert_eq!(export(&kb, later(41)), was);
}

#[test]
fn a_batch_is_taken_back_once() {
    let (_dir, mut kb, _) = before();
    let batch = second(&mut kb, later(10));
    kb.undo_batch(&who(), batch, later(20)).unwrap();
    let was = export(&kb, later(21));
    let twice = kb.undo_batch(&who(), batch, later(30));
    assert!(matches!(twice, Err(LifeError::BatchUndone { number, .. }) if number == batch), "{twice:?}");
    let none = kb.undo_batch(&who(), 99, later(30));
    assert!(matches!(none, Err(LifeError::NoBatch { number: 99 })), "{none:?}");
    assert_eq!(export(&kb, later(31)), was);
}

#[test]
fn what_was_edited_or_decided_on_since_is_named_and_kept() {
    let (_dir, mut kb, _) = before();
    let batch = second(&mut kb, later(10));
    let text = kb.newest_text("a", later(11)).unwrap();
    let edited = Article { question: "怎么开通漫游".into(), ..text.article };
    kb.save(&who(), "a", &text.uuid, &edited, later(12)).unwrap().unwrap();
    kb.still_right(&who(), &kb.newest_text("new", later(12)).unwrap().uuid, None, later(13)).unwrap();
    let undone = kb.undo_batch(&who(), batch, later(20)).unwrap();
    assert_eq!((undone.removed, undone.restored), (1, 3));
    assert_eq!(undone.kept, [("a".to_owned(), KeptWhy::Edited), ("new".to_owned(), KeptWhy::Decided)]);
    assert_eq!(kb.newest_text("a", later(21)).unwrap().article.question, "怎么开通漫游");
    assert!(shown(&mut kb, "漫游的新问题", later(21)).contains(&"new".to_owned()));
}

#[test]
fn an_editor_takes_back_drafts_and_no_text_in_use() {
    let (_dir, mut kb, _) = before();
    kb.give_role(&who(), "zhang", Role::Editor, later(1)).unwrap();
    let editor = named("zhang");
    let drafts = take_as(&mut kb, &editor, later(2), &[article("d", "编辑的草稿")]);
    assert!(kb.undo_batch(&editor, drafts, later(3)).is_ok());
    // Also where the article is in use: a draft of it is not.
    let on_published =
        take_as(&mut kb, &editor, later(4), &[staged(Stage::Draft, article("a", "怎么开漫游"))]);
    assert_eq!(kb.undo_batch(&editor, on_published, later(5)).unwrap().restored, 1);
    let published = second(&mut kb, later(10));
    let refused = kb.undo_batch(&editor, published, later(20));
    assert!(matches!(refused, Err(LifeError::NeedsRole { needs: Role::Reviewer, .. })), "{refused:?}");
    assert!(kb.batch(published).unwrap().undone.is_none());
}

fn take_as(kb: &mut Kb, who: &Who, now: Moment, rows: &[Article]) -> i64 {
    let feed = |intake: &mut crate::kb::Intake<'_>| {
        for row in rows {
            intake.take(row, None, false).unwrap();
        }
        Ok::<_, KbError>(((), String::new()))
    };
    kb.intake(who, now, &IntakeOptions::default(), feed).unwrap().1
}

#[test]
fn a_batch_of_drafts_is_handed_in_approved_and_published_as_a_whole() {
    let (_dir, mut kb, _) = before();
    kb.give_role(&who(), "zhang", Role::Editor, later(1)).unwrap();
    let editor = named("zhang");
    let rows = [article("d", "怎么查询话费余额"), article("e", "怎么更改登录密码")];
    let batch = take_as(&mut kb, &editor, later(2), &rows);
    let step = |kb: &mut Kb, who: &Who, step, at| {
        let (taken, refused) = kb.step_batch(who, batch, step, None, later(at)).unwrap();
        (taken, refused.len())
    };
    assert_eq!(step(&mut kb, &who(), BatchStep::Publish, 3), (0, 0), "nothing is approved yet");
    assert_eq!(step(&mut kb, &editor, BatchStep::Submit, 4), (2, 0));
    assert_eq!(step(&mut kb, &editor, BatchStep::Approve, 5), (0, 2), "nobody approves their own");
    assert_eq!(step(&mut kb, &who(), BatchStep::Approve, 6), (2, 0));
    let (taken, refused) =
        kb.step_batch(&who(), batch, BatchStep::Publish, Some("批量导入，逐条看过"), later(7)).unwrap();
    assert_eq!((taken, refused.len()), (2, 0), "{refused:?}");
    assert!(shown(&mut kb, "怎么查询话费余额", later(8)).contains(&"d".to_owned()));
}

/// Whoever reads a piece of a manual could not look at the manual.
#[test]
fn the_document_of_an_article_is_kept_with_its_batch_and_goes_with_it() {
    let (dir, mut kb) = kb_of(&[article("x", "别的")]);
    let original = dir.path().join("手册.html");
    std::fs::write(&original, "<h1>手册</h1>").expect("a file");
    let piece = Article {
        source: Some(crate::model::Source {
            reference: "docs/手册.html#费用".into(), ..Default::default()
        }),
        ..article("p", "费用")
    };
    take(&mut kb, NOW, &[piece]);
    let batch = kb.batches().expect("batches")[0].number;
    let files = |relative: &str| std::collections::BTreeMap::from([(relative.to_owned(), original.clone())]);
    assert!(kb.by_id("p", NOW).unwrap().unwrap().document.is_none(), "nothing is kept yet");
    kb.keep_documents(batch, &files("../手册.html")).expect("nothing");
    assert!(!dir.path().join("手册.html.part").exists());
    kb.keep_documents(batch, &files("docs/手册.html")).expect("kept");
    let path = kb.by_id("p", NOW).unwrap().unwrap().document.expect("a document");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "<h1>手册</h1>");
    assert!(kb.by_id("x", NOW).unwrap().unwrap().document.is_none());
    // An edit is still made of it.
    let base = kb.newest_text("p", NOW).unwrap();
    let edited = Article { tags: vec!["改过".into()], ..base.article };
    kb.save(&who(), "p", &base.uuid, &edited, NOW).unwrap().unwrap();
    assert_eq!(kb.newest_text("p", NOW).unwrap().document, Some(path.clone()));
    kb.undo_batch(&who(), batch, NOW).expect("undone");
    assert!(path.is_file(), "what was edited since still has its document");
}

/// The fare went up: every text that says it is changed as one, and nothing that only looks like it.
#[test]
fn a_fact_is_changed_in_every_article_that_says_it_as_one_batch_that_is_taken_back() {
    let face = |text: &str| CustomerAnswer {
        answer: Answer { lead: text.into(), body: String::new() },
        channels: [("sms".to_owned(), crate::model::Rendering { text: text.into(), based_on: None })].into(),
        ..Default::default()
    };
    let says = |id: &str, question: &str, text: &str| Article {
        internal: Some(Answer::of_body(text)),
        customer: Some(face(text)),
        ..article(id, question)
    };
    let (_dir, mut kb) = kb_of(&[
        says("a", "副卡怎么收费", "每张15元，十五元整。"),
        says("b", "流量包怎么收费", "每个15元。"),
        says("c", "宽带怎么收费", "每月115元。"),
    ]);
    settle(&mut kb);
    let edits = [Edit::Replace("15元".into(), "19元".into()), Edit::Set("责任部门".into(), "家庭部".into())];
    let found = kb.preview_edits("事实:15元", &edits, NOW).unwrap().unwrap();
    assert_eq!(found.iter().map(|e| e.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let narrower = kb.preview_edits("副卡 事实:十五元", &edits, NOW).unwrap().unwrap();
    assert_eq!(narrower.len(), 1, "{narrower:?}");
    let before: Vec<Article> = ["a", "b", "c"].map(|id| kb.newest_text(id, NOW).unwrap().article).into();
    assert!(matches!(kb.save_edits(&named("agent"), "x", &found, NOW), Err(LifeError::NeedsRole { .. })));
    let batch = kb.save_edits(&who(), "事实:15元 → 15元=19元", &found, NOW).unwrap();
    let a = kb.newest_text("a", NOW).unwrap().article;
    assert_eq!(a.internal.as_ref().unwrap().body, "每张19元，19元。");
    assert_eq!(a.customer.as_ref().unwrap().channels["sms"].text, "每张19元，19元。");
    assert_eq!((a.owner.as_deref(), a.stage), (Some("家庭部"), Some(Stage::Draft)));
    assert_eq!(
        kb.by_id("a", NOW).unwrap().unwrap().article.owner,
        None,
        "what is in use stays until it is published"
    );
    // Somebody saved one of them meanwhile: nothing is saved over it.
    assert!(kb.save_edits(&who(), "again", &found, NOW).is_err());
    let undone = kb.undo_batch(&who(), batch, NOW).unwrap();
    assert_eq!((undone.restored, undone.kept.len()), (2, 0));
    let after: Vec<Article> = ["a", "b", "c"].map(|id| kb.newest_text(id, NOW).unwrap().article).into();
    assert_eq!(after, before);
    assert!(matches!(
        kb.preview_edits("", &[Edit::Set("颜色".into(), "红".into())], NOW).unwrap(),
        Err(BadEdit::Field(_))
    ));
}
