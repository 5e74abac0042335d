//! What stands on the desk before anything is typed.

use super::*;
use crate::kb::Use;
use crate::model::{Face, Validity};

const HOUR: i64 = 3_600_000;

fn after(hours: i64) -> Moment {
    Moment(NOW.0 + hours * HOUR)
}

#[test]
fn the_lists_of_the_board_name_what_is_there_and_what_is_gone() {
    let soon = Validity { until: "2026-09-25".parse().ok(), ..Validity::default() };
    let (dir, mut kb) = kb_of(&[
        article("a", "宽带断了"),
        article("b", "副卡怎么收费"),
        Article { valid: soon, ..article("c", "双节活动") },
        staged(Stage::Draft, article("d", "草稿")),
    ]);
    kb.use_desk(&dir.path().join("desk.db")).unwrap();
    kb.store
        .write(&who(), NOW, |w| {
            w.pin("b", "2026-09-01".parse().unwrap(), None)?;
            w.pin("a", "2026-09-01".parse().unwrap(), "2026-09-02".parse().ok())
        })
        .map_err(|error: crate::store::StoreError| error.to_string())
        .unwrap();
    let shown = kb.by_id("a", NOW).unwrap().unwrap();
    kb.used(Use::Told("phone"), &shown, "宽带", NOW).unwrap();
    kb.used(Use::Copied(Face::Customer, "sms"), &kb.by_id("c", NOW).unwrap().unwrap(), "双节", after(1))
        .unwrap();
    for id in ["b", "d", "gone"] {
        assert_eq!(kb.turn_favourite(id, NOW).unwrap(), Some(true));
    }
    kb.add_note(Some("a"), "问清楚小区 13812345678", NOW).unwrap();
    let board = kb.overview(NOW, &|| false).unwrap().unwrap();
    let names = |cards: &[crate::kb::Card]| cards.iter().map(|c| c.id.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!(names(&board.hot), "b", "the other pin is over");
    assert_eq!(names(&board.recent), "c a");
    assert_eq!(names(&board.expiring), "c");
    assert_eq!(board.expiring[0].day, "2026-09-24".parse().ok(), "the last valid day");
    let favourites: Vec<(&str, bool)> =
        board.favourites.iter().map(|c| (c.question.as_str(), c.is_current)).collect();
    assert_eq!(favourites, [("副卡怎么收费", true), ("草稿", false), ("gone", false)]);
    assert_eq!(board.notes[0].text, "问清楚小区 138******78");
    assert_eq!(kb.turn_favourite("d", NOW).unwrap(), Some(false));
    kb.remove_note(&board.notes[0].uuid).unwrap();
    let board = kb.overview(NOW, &|| false).unwrap().unwrap();
    assert_eq!((board.favourites.len(), board.notes.len()), (2, 0));
    assert!(
        !kb.overview(after(24 * 5), &|| false).unwrap().unwrap().recent[0].is_current,
        "it has expired meanwhile"
    );
}

#[test]
fn what_changed_since_the_last_shift_is_told_after_a_long_break_only() {
    let (dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    kb.use_desk(&dir.path().join("desk.db")).unwrap();
    assert_eq!(kb.overview(NOW, &|| false).unwrap().unwrap().since, None);
    assert_eq!(kb.overview(after(3), &|| false).unwrap().unwrap().since, None, "a break is no shift");
    take(&mut kb, after(5), &[staged(Stage::Published, article("b", "副卡怎么收费"))]);
    let board = kb.overview(after(12), &|| false).unwrap().unwrap();
    assert_eq!(board.since, Some(kb.zone().day_of(after(3))));
    assert_eq!(board.changed.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(
        kb.overview(after(13), &|| false).unwrap().unwrap().since,
        board.since,
        "it stays for the whole shift"
    );
}

#[test]
fn an_announcement_is_confirmed_once() {
    let (dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    kb.use_desk(&dir.path().join("desk.db")).unwrap();
    assert!(kb.overview(NOW, &|| false).unwrap().unwrap().receipts.is_empty());
    kb.confirm("gg-1", NOW).unwrap();
    kb.confirm("gg-1", after(1)).unwrap();
    assert_eq!(kb.sketch(NOW).unwrap().receipts.len(), 1);
}

#[test]
fn a_contact_that_a_crash_left_open_comes_back_with_its_trail() {
    use crate::kb::{KeptContact, KeptStep};
    let (dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let file = dir.path().join("desk.db");
    kb.use_desk(&file).unwrap();
    let scope = Scope { region: vec!["云州".into()], ..Scope::default() };
    let contact = |uuid: &str, started: Moment| KeptContact {
        uuid: uuid.into(),
        name: "13812345678".into(),
        reason: "断网".into(),
        channel: "phone".into(),
        scope: scope.clone(),
        started,
        told: String::new(),
        held_ms: 0,
        trail: Vec::new(),
    };
    kb.keep_contact(&contact("one", NOW)).unwrap();
    kb.keep_contact(&contact("two", NOW)).unwrap();
    kb.keep_contact(&contact("old", after(-20))).unwrap();
    let step = KeptStep {
        at: NOW,
        what: "tell".into(),
        article: Some("a".into()),
        revision: None,
        channel: Some("phone".into()),
        text: "宽带断了 13812345678".into(),
    };
    kb.keep_step("one", &step).unwrap();
    kb.end_contact("two", after(1)).unwrap();
    drop(kb);
    let mut kb = Kb::open(&dir.path().join("kb"), Wish::Read).unwrap();
    kb.use_desk(&file).unwrap();
    let open = kb.open_contacts(after(1)).unwrap();
    assert_eq!(open.iter().map(|c| c.uuid.as_str()).collect::<Vec<_>>(), ["one"]);
    assert_eq!((open[0].name.as_str(), &open[0].scope), ("138******78", &scope));
    assert_eq!(open[0].trail[0].text, "宽带断了 138******78");
}

#[test]
fn a_count_is_given_up_when_somebody_waits() {
    let (_dir, kb) = kb_of(&[article("a", "宽带断了")]);
    assert!(kb.overview(NOW, &|| true).unwrap().is_none());
    assert_eq!(kb.overview(NOW, &|| false).unwrap().unwrap().articles, 1);
}

#[test]
fn what_changed_is_counted_from_when_it_came_into_use_and_tells_what_was_withdrawn() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了"), article("b", "副卡怎么收费")]);
    let cards = |kb: &Kb, since: Option<Moment>, now: Moment| -> Vec<(String, bool)> {
        kb.changed(since, 9, now).unwrap().into_iter().map(|card| (card.id, card.is_current)).collect()
    };
    assert_eq!(cards(&kb, None, after(1)).len(), 2);
    assert!(cards(&kb, Some(after(1)), after(2)).is_empty());
    let uuid = kb.by_id("b", after(2)).unwrap().unwrap().uuid;
    kb.withdraw(&who(), &uuid, false, "口径有误", after(2)).unwrap();
    assert_eq!(cards(&kb, Some(after(1)), after(3)), [("b".to_owned(), false)]);
    assert_eq!(cards(&kb, None, after(3)), [("a".to_owned(), true)]);
}

#[test]
fn the_category_tree_counts_what_lies_below_and_stands_in_reading_order() {
    let of = |id: &str, path: &[&str]| Article {
        category: path.iter().map(|name| (*name).to_owned()).collect(),
        ..article(id, id)
    };
    let (_dir, kb) = kb_of(&[
        of("a", &["宽带", "故障"]),
        of("b", &["宽带", "资费"]),
        of("c", &["宽带", "资费"]),
        of("d", &["移动"]),
        of("e", &["宽带"]),
    ]);
    let tree = kb.overview(NOW, &|| false).unwrap().unwrap().categories;
    let told: Vec<String> =
        tree.iter().map(|b| format!("{}{} {}", "-".repeat(b.depth), b.name, b.count)).collect();
    assert_eq!(told, ["宽带 4", "-资费 2", "-故障 1", "移动 1"]);
}
