//! What is kept of flags, proposals, drafts and gaps, and how it comes to the KB.

use super::*;
use crate::kb::Given;
use crate::model::{Decision, FeedbackKind};
use crate::store::Who;
use crate::store::desk::DeskStore;

fn agent() -> Who {
    Who { os_user: "agent".into(), agent_no: Some("08012".into()) }
}

/// A snapshot of a KB with one article, opened with a desk of one's own: nothing can be written there.
fn read_only(dir: &TempDir, kb: &Kb) -> Kb {
    let target = dir.path().join("snapshots");
    kb.export_snapshot(&target, NOW).expect("a snapshot");
    let mut kb = Kb::open(&target, Wish::Read).expect("it opens");
    kb.use_desk(&dir.path().join("state").join("desk.db")).expect("a desk");
    kb
}

#[test]
fn a_gap_waits_once_with_scope_and_time_and_without_personal_numbers() {
    let (dir, kb) = kb_of(&[article("a", "宽带断了")]);
    let scope = Scope { region: vec!["云州".into()], ..Scope::default() };
    let mut bare = reader(&kb);
    assert_eq!(bare.record_gap(&agent(), "火星", &scope, NOW).unwrap(), Given::NoPlace);
    let mut kb = read_only(&dir, &kb);
    let later = Moment(NOW.0 + 60_000);
    let mut gap = |query: &str, scope: &Scope, at| kb.record_gap(&agent(), query, scope, at).unwrap();
    assert_eq!(gap(" 13812345678漫游到火星 ", &scope, NOW), Given::Kept);
    assert_eq!(gap("13812345678漫游到火星", &scope, later), Given::Known);
    assert_eq!(gap("13812345678漫游到火星", &Scope::default(), later), Given::Kept);
    gap(&"长".repeat(10_000), &scope, later);
    let waiting = kb.waiting().unwrap();
    assert_eq!(waiting.len(), 3);
    assert_eq!((waiting[0].at, waiting[0].what), (NOW, FeedbackKind::Gap));
    assert_eq!(waiting[0].text, r#"{"query":"138******78漫游到火星","scope":{"region":["云州"]}}"#);
    assert!(waiting[2].text.chars().count() < 300);
}

#[test]
fn what_waited_on_a_desk_is_handed_over_once_and_its_decision_comes_back() {
    let (dir, mut working) = kb_of(&[article("a", "宽带断了")]);
    let mut kb = read_only(&dir, &working);
    let shown = kb.by_id("a", NOW).unwrap().unwrap();
    let given = kb.give(&agent(), FeedbackKind::Wrong, Some(&shown), "金额不对 13812345678", NOW).unwrap();
    assert_eq!(given, Given::Kept);
    drop(kb);
    let file = dir.path().join("state").join("desk.db");
    working.use_desk(&file).unwrap();
    assert_eq!(working.hand_over(&agent(), NOW).unwrap(), 1);
    assert_eq!(working.hand_over(&agent(), NOW).unwrap(), 0);
    assert_eq!(working.store.undecided_count().unwrap(), 1);
    assert!(working.decisions().unwrap().is_empty());
    let uuid = DeskStore::open(&file).unwrap().handed_over(working.uuid(), 9).unwrap().remove(0);
    let later = Moment(NOW.0 + 60_000);
    let decide = |working: &mut Kb, reply: &str| {
        let done = working.store.write(&who(), later, |w| w.decide(&uuid, Decision::Done, reply, None));
        done.map_err(|error: crate::store::StoreError| error.to_string()).unwrap()
    };
    assert!(decide(&mut working, "已改为 10 元"));
    assert!(!decide(&mut working, "again"), "it is decided once");
    let decided = working.decisions().unwrap().remove(0);
    assert_eq!((decided.article.as_deref(), decided.reply.as_str()), (Some("a"), "已改为 10 元"));
    assert_eq!(decided.text, "金额不对 138******78");
}

#[test]
fn an_editor_gets_a_draft_and_an_agent_asks_for_one() {
    let (dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    kb.use_desk(&dir.path().join("desk.db")).unwrap();
    let scope = Scope { region: vec!["云州".into()], ..Scope::default() };
    // Who made the KB may write in it.
    assert_eq!(kb.add_draft(&who(), "火星漫游怎么收费", &scope, NOW).unwrap(), Given::Drafted);
    let drafts = kb.store.article_numbers().unwrap();
    assert_eq!(drafts.len(), 2);
    let draft = kb.shown(kb.store.newest(drafts[1]).unwrap().unwrap(), NOW).unwrap().unwrap();
    assert_eq!((draft.stage, draft.article.question.as_str()), (Stage::Draft, "火星漫游怎么收费"));
    assert_eq!(draft.article.scope, scope);
    assert!(ids(&mut kb, "火星漫游怎么收费", NOW).is_empty(), "nothing of it is published");
    assert_eq!(kb.add_draft(&agent(), "月球漫游", &scope, NOW).unwrap(), Given::HandedOver);
    assert_eq!(kb.store.article_numbers().unwrap().len(), 2);
    assert_eq!(
        kb.add_draft(&who(), "\u{200b}\u{1}", &scope, NOW).unwrap(),
        Given::HandedOver,
        "signs are no question"
    );
}
