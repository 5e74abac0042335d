//! The text before, everything of a product, the same question elsewhere.

use super::*;
use crate::model::{Kind, Period};

#[test]
fn a_change_names_the_text_that_was_published_before() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let crate::kb::Changed { before, after: shown, .. } = kb.change("a", NOW).unwrap().unwrap();
    assert!(before.is_none() && shown.revision_no == 1);
    let mut newer = article("a", "宽带断了");
    newer.internal.as_mut().unwrap().body = "先查欠费。".into();
    take(&mut kb, Moment(NOW.0 + 1), &[staged(Stage::Draft, newer.clone())]);
    assert!(kb.change("a", NOW).unwrap().unwrap().before.is_none(), "a draft is no change yet");
    newer.internal.as_mut().unwrap().body = "先看光猫。".into();
    take(&mut kb, Moment(NOW.0 + 2), &[staged(Stage::Published, newer)]);
    let crate::kb::Changed { before, after: shown, .. } = kb.change("a", Moment(NOW.0 + 3)).unwrap().unwrap();
    let bodies = (before.unwrap().article.internal.unwrap().body, shown.article.internal.unwrap().body);
    assert_eq!(bodies, ("先核实身份。".to_owned(), "先看光猫。".to_owned()), "not the draft in between");
    assert!(kb.change("nobody", NOW).unwrap().is_none());
}

#[test]
fn a_product_lists_its_current_articles_by_kind() {
    let of = |id: &str, kind, product: &str| Article {
        kind,
        scope: Scope { product: vec![product.into()], ..Scope::default() },
        ..article(id, &format!("{id}怎么办"))
    };
    let (_dir, mut kb) = kb_of(&[
        of("p1", None, "家庭宽带"),
        of("p2", Some(Kind::Fault), "家庭宽带"),
        of("p3", Some(Kind::Tariff), "家庭宽带"),
        of("p4", Some(Kind::Tariff), "手机"),
        staged(Stage::Draft, of("p5", Some(Kind::Tariff), "家庭宽带")),
    ]);
    let rows = kb.of_product("家庭宽带", &Scope::default(), NOW).unwrap();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["p3", "p2", "p1"]);
    assert!(kb.of_product("没有的", &Scope::default(), NOW).unwrap().is_empty());
}

#[test]
fn the_same_question_elsewhere_is_named_with_its_region() {
    let (_dir, mut kb) = kb_of(&[
        in_region("云州", article("a", "营业厅几点开门")),
        in_region("岭安", article("b", "营业厅几点开门")),
        in_region("岭安", article("c", "营业厅几点关门")),
    ]);
    let shown = kb.by_id("a", NOW).unwrap().unwrap();
    let here = Scope { region: vec!["云州".into()], ..Scope::default() };
    let others = kb.elsewhere(&shown, &here, NOW).unwrap();
    let names: Vec<(&str, &crate::kb::WhyNot)> = others.iter().map(|h| (h.id.as_str(), &h.why)).collect();
    let why = crate::kb::WhyNot::Scope(crate::model::Axis::Region, vec!["岭安".into()]);
    assert_eq!(names, [("b", &why)]);
    assert!(kb.elsewhere(&shown, &Scope::default(), NOW).unwrap().is_empty(), "everything is here already");
}

#[test]
fn a_pin_needs_an_editor_and_is_on_the_board() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let stranger = crate::kb::Who { os_user: "stranger".into(), agent_no: None };
    let always = Period::default();
    assert!(matches!(kb.pin(&stranger, "a", always, NOW), Err(KbError::NeedsRole { .. })));
    let until = Period { first: None, last: "2026-12-31".parse().ok() };
    assert!(kb.pin(&who(), "a", until, NOW).unwrap());
    assert!(!kb.pin(&who(), "nobody", always, NOW).unwrap());
    let hot = |kb: &Kb| kb.overview(NOW, &|| false).unwrap().unwrap().hot.len();
    assert_eq!(hot(&kb), 1);
    let later = Period { first: "2026-12-01".parse().ok(), ..until };
    assert!(kb.pin(&who(), "a", later, NOW).unwrap());
    assert_eq!(hot(&kb), 0, "its first day is ahead");
    let pins = kb.pins(NOW).unwrap();
    assert_eq!(
        pins.iter().map(|(card, period)| (card.id.as_str(), *period)).collect::<Vec<_>>(),
        [("a", later)]
    );
    assert!(kb.pin(&who(), "a", always, NOW).unwrap());
    assert!(kb.unpin(&who(), "a", NOW).unwrap());
    assert_eq!(hot(&kb), 0);
}

/// A reviewer read 请报[-障-]{+修+}: the index knows the words of the house's texts.
#[test]
fn the_words_that_a_change_cuts_are_told() {
    let mut old = article("a", "宽带断了怎么办");
    old.internal = Some(Answer::of_body("客户可以拨打热线办理保修。"));
    let mut other = article("b", "怎么报修");
    other.internal = Some(Answer::of_body("请登记报修，再查保修期。"));
    let (_dir, mut kb) = kb_of(&[old.clone(), other]);
    settle(&mut kb);
    let mut new = old.clone();
    new.internal = Some(Answer::of_body("客户可以拨打热线办理报修。"));
    let words = kb.words(&old, &new);
    assert!(words.contains("保修") || words.contains("报修"), "{words:?}");
    assert!(!words.contains("理报"), "{words:?}");
    assert!(kb.is_word("热线") && !kb.is_word("打热"));
}
