//! What golden queries come from, and that each is kept once.

use super::*;
use crate::kb::{GoldenProblem, Grown, NewGolden};
use crate::model::FeedbackKind;
use crate::store::desk::Waiting;

fn asked(text: &str, article: &str) -> NewGolden {
    NewGolden { text: text.into(), article: article.into(), scope: Scope::default() }
}

fn similar(article: Article, texts: &[&str]) -> Article {
    Article { similar: texts.iter().map(|text| (*text).into()).collect(), ..article }
}

fn texts(kb: &Kb, id: &str) -> Vec<String> {
    kb.golden(Some(id), 0, 99).unwrap().into_iter().map(|golden| golden.text).collect()
}

#[test]
fn what_search_does_not_tell_apart_is_kept_once_and_without_personal_numbers() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let new = [
        asked("ＷｉＦｉ连不上", "a"),
        asked("wifi連不上", "a"),
        asked("13812345678的网断了", "a"),
        asked("！？", "a"),
        asked("谁也不认识", "ghost"),
    ];
    let grown = kb.add_golden(&who(), &new, NOW).unwrap();
    assert_eq!(grown, Grown { added: 2, known: 1, left_out: 2 });
    assert_eq!(texts(&kb, "a"), ["ＷｉＦｉ连不上", "138******78的网断了"]);
    let elsewhere = NewGolden {
        scope: Scope { region: vec!["云州".into()], ..Scope::default() },
        ..asked("wifi连不上", "a")
    };
    assert_eq!(
        kb.add_golden(&who(), std::slice::from_ref(&elsewhere), NOW).unwrap().added,
        1,
        "another scope, another query"
    );
    assert_eq!(kb.golden(None, 0, 99).unwrap().len(), 3);
    assert_eq!(kb.remove_golden(&who(), &[asked("WIFI连不上", "a")], NOW).unwrap(), 1);
    assert_eq!(kb.golden(Some("a"), 0, 99).unwrap()[1].scope, elsewhere.scope);
}

#[test]
fn they_grow_from_the_questions_of_what_is_in_use_within_its_scope() {
    let in_use = similar(in_region("云州", article("a", "宽带断了")), &["上不了网", "宽带斷了", "上不了网"]);
    let draft = staged(Stage::Draft, article("b", "销户流程"));
    let (_dir, mut kb) = kb_of(&[in_use, draft]);
    let grown = kb.grow_golden(&who(), NOW, &mut |_, _| {}).unwrap();
    assert_eq!((grown.added, grown.known), (2, 2));
    let all = kb.golden(None, 0, 99).unwrap();
    assert_eq!(all.iter().map(|g| g.text.as_str()).collect::<Vec<_>>(), ["宽带断了", "上不了网"]);
    assert!(all.iter().all(|g| g.id == "a" && g.scope.region == ["云州"]));
    assert_eq!(kb.grow_golden(&who(), NOW, &mut |_, _| {}).unwrap().added, 0, "nothing grows twice");
}

#[test]
fn a_flagged_search_becomes_golden_when_an_article_answers_it() {
    let (_dir, mut kb) = kb_of(&[article("a", "国际漫游怎么开通")]);
    let waiting = |uuid: &str, what, text: &str| Waiting {
        uuid: uuid.into(),
        at: NOW,
        what,
        article: None,
        revision: None,
        text: text.into(),
    };
    let given: Vec<_> = [
        waiting("1", FeedbackKind::Gap, r#"{"query":"出国能用流量吗","scope":{"region":["云州"]}}"#),
        waiting("2", FeedbackKind::Add, r#"{"query":"去火星怎么漫游","scope":{}}"#),
        waiting("3", FeedbackKind::Gap, r#"{"query":"还没有人回答","scope":{}}"#),
    ]
    .into_iter()
    .map(|one| (one, who()))
    .collect();
    kb.take_exported(&who(), &given, NOW).unwrap();
    let solved = kb.store.write(&who(), NOW, |w| w.solve("1", "a", "已写"));
    assert!(solved.map_err(|e: crate::store::StoreError| e.to_string()).unwrap());
    let declined =
        |w: &crate::store::Write<'_>| w.decide("2", crate::model::Decision::Declined, "没有此业务", None);
    kb.store.write(&who(), NOW, declined).unwrap();
    kb.grow_golden(&who(), NOW, &mut |_, _| {}).unwrap();
    let all = kb.golden(Some("a"), 0, 99).unwrap();
    let all: Vec<_> = all.iter().map(|g| (g.text.as_str(), g.scope.label())).collect();
    assert_eq!(all, [("国际漫游怎么开通", String::new()), ("出国能用流量吗", "云州".into())]);
}

#[test]
fn whoever_may_not_edit_changes_no_golden_query() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let agent = crate::store::Who { os_user: "agent".into(), agent_no: None };
    for refused in [
        kb.add_golden(&agent, &[asked("断网", "a")], NOW).map(|_| ()),
        kb.remove_golden(&agent, &[asked("断网", "a")], NOW).map(|_| ()),
        kb.grow_golden(&agent, NOW, &mut |_, _| {}).map(|_| ()),
    ] {
        assert!(matches!(refused, Err(KbError::NeedsRole { .. })), "{refused:?}");
    }
    assert!(kb.golden(None, 0, 99).unwrap().is_empty());
}

#[test]
fn a_file_names_its_bad_lines() {
    let (_dir, kb) = kb_of(&[in_region("云州", article("a", "宽带断了"))]);
    let text = "\u{feff}断网\ta\n\n断网\ta\tr:云洲\n断网\tb\n断网\n。\ta\n断网\ta\t云州\n网没了\ta\t地区:雲州\n\u{1}";
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0xff);
    let (new, bad) = kb.read_golden(&bytes);
    let scope = Scope { region: vec!["云州".into()], ..Scope::default() };
    assert_eq!(new, [asked("断网", "a"), NewGolden { scope, ..asked("网没了", "a") }]);
    use GoldenProblem::{Columns, NoQuery, NotUtf8, Scope as BadScope, UnknownArticle, UnknownName};
    let problems: Vec<_> = bad.into_iter().map(|bad| (bad.line, bad.problem)).collect();
    assert_eq!(
        problems,
        [
            (3, UnknownName("云洲".into())),
            (4, UnknownArticle("b".into())),
            (5, Columns(1)),
            (6, NoQuery),
            (7, BadScope("云州".into())),
            (9, NotUtf8),
        ]
    );
}
