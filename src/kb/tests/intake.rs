//! All or nothing, and the same again changes nothing.

use super::*;
use crate::kb::Who;
use crate::model::Validity;
use crate::store::StoreError;

fn without_id(question: &str, body: &str) -> Article {
    Article { question: question.into(), internal: Some(Answer::of_body(body)), ..Article::default() }
}

/// Takes the same rows in three times and checks that the second and the third time change no article.
fn again_changes_nothing(articles: &[Article], key: Option<&str>) -> (TempDir, Kb) {
    let (dir, mut kb) = new_kb();
    let options = IntakeOptions::default();
    let first = take_with(&mut kb, NOW, &options, articles, key);
    assert!(first.iter().all(|l| *l == Landed::Added), "{first:?}");
    let before = content(&kb);
    for _ in 0..2 {
        let again = take_with(&mut kb, Moment(NOW.0 + 1), &options, articles, key);
        assert!(again.iter().all(|l| *l == Landed::Unchanged), "{again:?}");
        assert_eq!(content(&kb), before);
    }
    (dir, kb)
}

/// Everything in the database but the record of batches.
fn content(kb: &Kb) -> String {
    let all = dump(&database(kb));
    let of_batches = ["event|", "import_batch|"];
    all.lines().filter(|l| !of_batches.iter().any(|t| l.starts_with(t))).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_row_is_known_again_by_its_id() {
    again_changes_nothing(&[article("a", "甲"), article("b", "甲")], None);
}

#[test]
fn a_row_is_known_again_by_its_source_and_question() {
    let (_dir, mut kb) =
        again_changes_nothing(&[without_id("甲", "一"), without_id("乙", "二")], Some("f.csv"));
    // From another source the same question is another article.
    let other = take_with(&mut kb, NOW, &IntakeOptions::default(), &[without_id("甲", "一")], Some("g.csv"));
    assert_eq!(other, [Landed::Added]);
}

#[test]
fn a_row_without_a_source_is_known_again_by_its_question_and_scope() {
    again_changes_nothing(&[without_id("甲", "一"), in_region("云州", without_id("甲", "一"))], None);
}

#[test]
fn two_equal_questions_are_two_articles_and_stay_two() {
    let rows = [without_id("甲", "一"), without_id("甲", "二"), without_id("乙", "三")];
    let (_dir, mut kb) = again_changes_nothing(&rows, Some("f.csv"));
    assert_eq!(kb.store.article_count().unwrap(), 3);
    // One of the two changes: one revision of that one.
    let changed = [rows[0].clone(), without_id("甲", "二改"), rows[2].clone()];
    let landed = take_with(&mut kb, NOW, &IntakeOptions::default(), &changed, Some("f.csv"));
    assert_eq!(landed, [Landed::Unchanged, Landed::Revised, Landed::Unchanged]);
    let second = kb.store.find_id("kd-000002").unwrap().unwrap();
    let text = kb.shown(second.newest, NOW).unwrap().unwrap();
    assert_eq!((text.revision_no, text.article.internal.unwrap().body.as_str()), (2, "二改"));
}

#[test]
fn a_file_that_is_its_own_key_may_change_its_question() {
    let (_dir, mut kb) = new_kb();
    let mut landed = Vec::new();
    for question in ["甲", "甲", "甲改"] {
        let row = without_id(question, "一");
        let options = IntakeOptions::default();
        kb.intake(&who(), NOW, &options, |intake| -> Result<_, KbError> {
            landed.push(intake.take(&row, Some("faq/a.md"), true).unwrap());
            Ok(((), "{}".into()))
        })
        .unwrap();
    }
    assert_eq!(landed, [Landed::Added, Landed::Unchanged, Landed::Revised]);
    assert_eq!(kb.store.article_count().unwrap(), 1);
}

#[test]
fn equal_questions_are_counted() {
    let (_dir, mut kb) = new_kb();
    let rows =
        [article("a", "甲"), article("b", "甲"), in_region("云州", article("c", "甲")), article("d", "乙")];
    let counted = kb.intake(&who(), NOW, &IntakeOptions::default(), |intake| -> Result<_, KbError> {
        for row in &rows {
            intake.take(row, None, false).unwrap();
        }
        Ok((intake.equal_questions, "{}".into()))
    });
    assert_eq!(counted.unwrap().0, 1);
}

#[test]
fn a_changed_row_is_one_new_revision() {
    let (_dir, mut kb) = new_kb();
    take(&mut kb, NOW, &[article("a", "甲")]);
    let mut changed = article("a", "甲");
    changed.tags = vec!["高频".into()];
    assert_eq!(take(&mut kb, NOW, &[changed.clone()]), [Landed::Revised]);
    assert_eq!(take(&mut kb, NOW, &[changed]), [Landed::Unchanged]);
    assert_eq!(kb.by_id("a", NOW).unwrap().unwrap().revision_no, 1, "a draft does not replace the live text");
    let newest = kb.store.find_id("a").unwrap().unwrap().newest;
    let newest = kb.shown(newest, NOW).unwrap().unwrap();
    assert_eq!((newest.revision_no, newest.stage), (2, Stage::Draft));
}

#[test]
fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let (_dir, mut kb) = kb_of(&[article("a", "甲")]);
    let before = dump(&database(&kb));
    let mut changed = article("a", "甲");
    changed.category = vec!["新分类".into()];
    changed.scope.region = vec!["新地区".into()];
    let rows = [changed, article("b", "乙"), article("a", "甲")];
    let options = IntakeOptions { dry_run: true, ..IntakeOptions::default() };
    let landed = take_with(&mut kb, NOW, &options, &rows, Some("f"));
    assert_eq!(landed[..2], [Landed::Revised, Landed::Added]);
    assert_eq!(dump(&database(&kb)), before);
    assert_eq!(kb.health().unwrap(), crate::kb::Health::InStep);
}

#[test]
fn an_error_of_the_reader_rolls_everything_back() {
    let (_dir, mut kb) = kb_of(&[article("a", "甲")]);
    let before = dump(&database(&kb));
    let ended = kb.intake(&who(), NOW, &IntakeOptions::default(), |intake| {
        intake.take(&article("b", "乙"), None, false).unwrap();
        Err::<((), String), _>(KbError::NotAKb { path: "x".into() })
    });
    assert!(matches!(ended, Err(KbError::NotAKb { .. })));
    assert_eq!(dump(&database(&kb)), before);
}

#[test]
fn publishing_into_an_existing_kb_needs_a_reviewer() {
    let (_dir, mut kb) = new_kb();
    take(&mut kb, NOW, &[article("a", "甲")]);
    assert_eq!(kb.by_id("a", NOW).unwrap().unwrap().stage, Stage::Published, "the import makes the KB");
    let agent = Who { os_user: "agent".into(), agent_no: None };
    let before = dump(&database(&kb));
    let options = IntakeOptions { stage: Some(Stage::Published), ..IntakeOptions::default() };
    let refused = kb.intake(&agent, NOW, &options, |_| Ok::<_, KbError>(((), String::new())));
    assert!(matches!(refused, Err(KbError::NeedsRole { .. })));
    let refused =
        kb.intake(&agent, NOW, &IntakeOptions::default(), |_| Ok::<_, KbError>(((), String::new())));
    assert!(matches!(refused, Err(KbError::NeedsRole { .. })), "an agent writes no drafts either");
    assert_eq!(dump(&database(&kb)), before);
    let mut landed = Vec::new();
    let editor = Who { os_user: "zhang".into(), agent_no: None };
    kb.give_role(&who(), "zhang", crate::model::lifecycle::Role::Editor, NOW).unwrap();
    kb.intake(&editor, NOW, &IntakeOptions::default(), |intake| -> Result<_, KbError> {
        landed.push(intake.take(&staged(Stage::Published, article("b", "乙")), None, false));
        landed.push(intake.take(&article("c", "丙"), None, false));
        // What is there already needs nobody's leave.
        landed.push(intake.take(&staged(Stage::Published, article("a", "甲")), None, false));
        Ok(((), "{}".into()))
    })
    .unwrap();
    assert!(matches!(
        landed[..],
        [Err(IntakeRefusal::NeedsReviewer), Ok(Landed::Added), Ok(Landed::Unchanged)]
    ));
    assert!(kb.by_id("b", NOW).unwrap().is_none());
    assert_eq!(kb.by_id("c", NOW).unwrap().unwrap().stage, Stage::Draft);
    // Nor does a row approve itself: it waits for somebody else, whoever brings it.
    take(&mut kb, NOW, &[staged(Stage::Approved, article("e", "戊"))]);
    assert_eq!(kb.by_id("e", NOW).unwrap().unwrap().stage, Stage::InReview);
    // The reviewer may.
    let landed = take_with(&mut kb, NOW, &options, &[article("d", "丁")], None);
    assert_eq!(landed, [Landed::Added]);
    assert_eq!(kb.by_id("d", NOW).unwrap().unwrap().stage, Stage::Published);
}

#[test]
fn a_row_without_a_question_is_refused_alone() {
    let (_dir, mut kb) = new_kb();
    let rows = ["", "  \t\n", "\u{200b}\u{0}", "\u{3000}"].map(|q| without_id(q, "一"));
    for landed in try_take(&mut kb, NOW, &IntakeOptions::default(), &rows, None) {
        assert!(matches!(landed, Err(IntakeRefusal::NoQuestion)), "{landed:?}");
    }
    assert_eq!(kb.store.article_count().unwrap(), 0);
}

#[test]
fn a_row_that_ends_before_it_begins_is_refused_alone() {
    // The database's own check ended the whole import.
    let (_dir, mut kb) = new_kb();
    let mut row = article("a", "甲");
    row.valid =
        Validity { from: "2026-05-01".parse().ok(), until: "2026-05-01".parse().ok(), ..Default::default() };
    let landed = try_take(&mut kb, NOW, &IntakeOptions::default(), &[row, article("b", "乙")], None);
    assert!(matches!(landed[..], [Err(IntakeRefusal::Validity(_)), Ok(Landed::Added)]), "{landed:?}");
}

#[test]
fn a_row_that_only_changes_its_stage_is_a_revision() {
    // A withdrawn row was called unchanged and its article stayed published.
    let (_dir, mut kb) = kb_of(&[article("a", "甲")]);
    let withdrawn = staged(Stage::Withdrawn, article("a", "甲"));
    assert_eq!(take(&mut kb, NOW, std::slice::from_ref(&withdrawn)), [Landed::Revised]);
    assert_eq!(take(&mut kb, NOW, &[withdrawn]), [Landed::Unchanged]);
    assert_eq!(kb.by_id("a", NOW).unwrap().unwrap().stage, Stage::Withdrawn);
    // Rows that say nothing of their stage leave it alone.
    assert_eq!(take(&mut kb, NOW, &[article("a", "甲")]), [Landed::Unchanged]);
    // The same for rows without an id, and for a stage given for the whole file.
    let row = without_id("乙", "一");
    assert_eq!(take(&mut kb, NOW, std::slice::from_ref(&row)), [Landed::Added]);
    let publish = IntakeOptions { stage: Some(Stage::Published), ..IntakeOptions::default() };
    assert_eq!(take_with(&mut kb, NOW, &publish, std::slice::from_ref(&row), None), [Landed::Revised]);
    assert_eq!(take_with(&mut kb, NOW, &publish, std::slice::from_ref(&row), None), [Landed::Unchanged]);
    kb.sync().unwrap();
    assert_eq!(ids(&mut kb, "乙", NOW).len(), 1);
    assert_eq!(take(&mut kb, NOW, &[row]), [Landed::Unchanged]);
}

#[test]
fn an_id_that_was_given_in_this_batch_is_not_another_rows() {
    // The second row says the id that the first one was given: it became a revision of a stranger.
    let (_dir, mut kb) = new_kb();
    let rows = [without_id("甲", "一"), article("kd-000001", "乙")];
    let landed = try_take(&mut kb, NOW, &IntakeOptions::default(), &rows, None);
    assert!(
        matches!(&landed[..], [Ok(Landed::Added), Err(IntakeRefusal::TakenId { id })] if id == "kd-000001")
    );
    assert_eq!(kb.by_id("kd-000001", NOW).unwrap().unwrap().article.question, "甲");
}

#[test]
fn a_reader_that_goes_on_after_a_failing_database_lands_nothing() {
    let (_dir, mut kb) = kb_of(&[article("a", "甲")]);
    let before = dump(&database(&kb));
    kb.store.limit_pages(2);
    let mut big = article("b", "乙");
    big.internal = Some(Answer::of_body("光猫".repeat(20_000)));
    let ended = kb.intake(&who(), NOW, &IntakeOptions::default(), |intake| -> Result<_, KbError> {
        let _ = intake.take(&big, None, false);
        let _ = intake.take(&article("c", "丙"), None, false);
        Ok(((), "{}".into()))
    });
    assert!(matches!(ended, Err(KbError::Store(StoreError::NotWritten { .. }))), "{ended:?}");
    assert_eq!(dump(&database(&kb)), before);
}

#[test]
fn a_read_only_kb_takes_nothing_in() {
    let (_dir, kb) = kb_of(&[article("a", "甲")]);
    let mut closed = reader(&kb);
    closed.store = crate::store::Store::open(&database(&kb), crate::store::Access::ReadOnly).unwrap();
    let refused =
        closed.intake(&who(), NOW, &IntakeOptions::default(), |_| Ok::<_, KbError>(((), String::new())));
    assert!(matches!(refused, Err(KbError::Store(StoreError::ReadOnly { .. }))));
}
