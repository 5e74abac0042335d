//! What the house says to all desks, and its own tables.

use super::life::{house, named};
use super::*;
use crate::kb::{LifeError, NewAnnouncement, TableChange};
use crate::model::{Axis, Level, Term, TermKind, ValidityProblem};

fn loud(title: &str) -> NewAnnouncement {
    NewAnnouncement {
        level: Level::Alert,
        title: title.into(),
        body: String::new(),
        scope: Scope::default(),
        from: None,
        last: None,
        articles: Vec::new(),
    }
}

fn titles(kb: &Kb, now: Moment) -> Vec<String> {
    kb.sketch(now).unwrap().announcements.into_iter().map(|a| a.title).collect()
}

#[test]
fn an_announcement_holds_from_its_first_day_to_its_last_until_it_is_ended() {
    let (_dir, mut kb) = house();
    take(&mut kb, NOW, &[article("kd-1", "宽带断网")]);
    let day = |text: &str| text.parse().ok();
    let first = NewAnnouncement {
        last: day("2026-09-22"),
        articles: vec!["kd-1".into()],
        ..loud(" 城南断网，\u{1b}[2J预计 14 点恢复\n")
    };
    assert_eq!(kb.announce(&named("zhang"), None, &first, NOW).unwrap(), "gg-001");
    let coming = NewAnnouncement { from: day("2026-09-22"), ..loud("明天停机维护") };
    assert_eq!(kb.announce(&named("zhang"), None, &coming, NOW).unwrap(), "gg-002");
    assert_eq!(
        titles(&kb, NOW),
        ["城南断网，预计 14 点恢复"],
        "one line, and nothing that steers a terminal"
    );
    assert_eq!(kb.announcements(NOW).unwrap().len(), 2);
    let tomorrow = Zone::default().start_of("2026-09-22".parse().unwrap());
    assert_eq!(titles(&kb, tomorrow).len(), 2);
    let after = Zone::default().start_of("2026-09-23".parse().unwrap());
    assert_eq!(titles(&kb, after), ["明天停机维护"]);
    // Said anew under the same id; receipts of it stay.
    let again = NewAnnouncement { last: None, ..loud("城南断网，已恢复") };
    assert_eq!(kb.announce(&named("li"), Some("gg-001"), &again, NOW).unwrap(), "gg-001");
    assert_eq!(titles(&kb, after)[1], "城南断网，已恢复");
    kb.end_announcement(&named("zhang"), "gg-001", NOW).unwrap();
    assert_eq!(titles(&kb, NOW), [""; 0]);
    let ended = kb.end_announcement(&named("zhang"), "gg-001", NOW);
    assert!(matches!(ended, Err(LifeError::NoAnnouncement { .. })), "{ended:?}");
    assert_eq!(kb.announce(&named("zhang"), None, &loud("新的"), NOW).unwrap(), "gg-003", "no id twice");
}

#[test]
fn an_announcement_that_cannot_be_is_refused_and_nothing_is_written() {
    let (_dir, mut kb) = house();
    let before = dump(&database(&kb));
    let day = |text: &str| text.parse().ok();
    let mut refused = |who: &str, id: Option<&str>, new: NewAnnouncement| {
        kb.announce(&named(who), id, &new, NOW).expect_err("it is refused")
    };
    assert!(matches!(refused("zhang", None, loud(" \u{200b}")), LifeError::NoTitle));
    assert!(matches!(refused("nobody", None, loud("停网")), LifeError::NeedsRole { .. }));
    assert!(matches!(refused("zhang", Some("gg-9"), loud("停网")), LifeError::NoAnnouncement { .. }));
    let gone = NewAnnouncement { articles: vec!["kd-9".into()], ..loud("停网") };
    assert!(matches!(refused("zhang", None, gone), LifeError::NoArticle { id } if id == "kd-9"));
    let past = NewAnnouncement { from: day("2026-01-01"), last: day("2026-01-02"), ..loud("停网") };
    assert!(matches!(refused("zhang", None, past), LifeError::Past { .. }));
    let turned = NewAnnouncement { from: day("2027-01-02"), last: day("2027-01-01"), ..loud("停网") };
    let turned = refused("zhang", None, turned);
    assert!(matches!(turned, LifeError::Validity(ValidityProblem::EndsBeforeItBegins { .. })), "{turned:?}");
    assert_eq!(dump(&database(&kb)), before);
}

fn term(word: &str, customer: &str) -> Term {
    let (term, customer) = (word.to_owned(), customer.to_owned());
    Term { kind: TermKind::Term, term, customer, note: String::new() }
}

#[test]
fn a_term_table_takes_the_place_of_the_one_before_it() {
    let (_dir, mut kb) = house();
    let first = [term("报障", "报修"), term("拆机", "取消宽带")];
    let change = TableChange { added: 2, ..TableChange::default() };
    assert_eq!(kb.put_terms(&named("li"), &first, NOW).unwrap(), change);
    let second = [term("报障", "来电报修"), term("复机", "恢复使用")];
    let change = TableChange { added: 1, changed: 1, removed: 1 };
    assert_eq!(kb.change_of_terms(&second).unwrap(), change);
    assert_eq!(kb.terms().unwrap(), first);
    assert_eq!(kb.put_terms(&named("li"), &second, NOW).unwrap(), change);
    assert_eq!(kb.terms().unwrap(), second);
    let before = dump(&database(&kb));
    assert!(kb.put_terms(&named("li"), &second, NOW).unwrap().is_nothing());
    assert!(matches!(kb.put_terms(&named("zhang"), &first, NOW), Err(LifeError::NeedsRole { .. })));
    assert_eq!(dump(&database(&kb)), before, "the same again, and nobody below a reviewer");
}

/// A number that the house has not named was no error before anybody named its numbers.
#[test]
fn named_contacts_are_the_only_ones_that_a_customers_text_may_add() {
    let (_dir, mut kb) = house();
    let mut text = article("a", "怎么联系");
    text.internal = Some(Answer::of_body("告诉客户怎么联系。"));
    text.customer.as_mut().unwrap().answer = Answer::of_body("请拨打100197。");
    let rules = |kb: &Kb| -> Vec<String> {
        kb.rulebook().unwrap().findings(&text).into_iter().map(|finding| finding.rule).collect()
    };
    assert!(!rules(&kb).contains(&"parity.extra".to_owned()), "{:?}", rules(&kb));
    kb.put_contacts(&named("li"), &["100196".into()], NOW).unwrap();
    assert!(rules(&kb).contains(&"parity.extra".to_owned()));
    let change = kb.put_contacts(&named("li"), &["100197".into()], NOW).unwrap();
    assert_eq!(change, TableChange { added: 1, changed: 0, removed: 1 });
    assert!(!rules(&kb).contains(&"parity.extra".to_owned()));
    assert_eq!(kb.house_contacts().unwrap(), ["100197"]);
}

#[test]
fn a_name_that_came_with_an_article_moves_below_the_parent_that_it_is_given() {
    let (_dir, mut kb) = house();
    take(&mut kb, NOW, &[in_region("云州", article("a", "宽带断网"))]);
    kb.sync().unwrap();
    let path =
        |names: &[&str]| (Axis::Region, names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(kb.scope_names(), [path(&["云州"])]);
    let asked = |kb: &mut Kb, region: &str| {
        let scope = Scope { region: vec![region.into()], ..Scope::default() };
        found(kb, &Query { scope, ..Query::of("宽带断网", 5) }, NOW).rows.len()
    };
    assert_eq!(asked(&mut kb, "城南"), 0, "nobody knows where that is");
    let names = [path(&["云岭", "云州"]), path(&["云岭", "云州", "城南"])];
    let change = kb.add_scope_names(&named("li"), &names, NOW).unwrap();
    assert_eq!(change, TableChange { added: 1, changed: 1, removed: 0 });
    assert_eq!(kb.scope_names()[0], path(&["云岭", "云州"]));
    assert_eq!(asked(&mut kb, "城南"), 1, "what holds in 云州 holds in a part of it");
    assert!(kb.change_of_names(&names).is_nothing());
}
