//! What is current when.

use super::*;
use crate::model::Validity;
use crate::store::NewPublication;

fn from(day: &str, article: Article) -> Article {
    Article { valid: Validity { from: day.parse().ok(), ..article.valid }, ..article }
}

fn until(day: &str, article: Article) -> Article {
    Article { valid: Validity { until: day.parse().ok(), ..article.valid }, ..article }
}

fn start_of(day: &str) -> Moment {
    Zone::default().start_of(day.parse().expect("a day"))
}

/// The question that the desk shows for a query, and the text behind it.
fn shown(kb: &mut Kb, text: &str, now: Moment) -> Vec<(String, String)> {
    rows(kb, text, now)
        .iter()
        .map(|row| {
            let shown = kb.shown(row.hit.revision, now).unwrap().unwrap();
            assert_eq!(shown.article.question, row.question);
            (row.id.clone(), shown.article.internal.unwrap().lead)
        })
        .collect()
}

#[test]
fn a_live_and_a_scheduled_text_coexist_and_an_open_desk_switches_on_time() {
    let (_dir, mut kb) = kb_of(&[article("a", "云享套餐资费")]);
    let mut coming = from("2026-10-01", staged(Stage::Published, article("a", "云享套餐资费")));
    coming.internal = Some(Answer { lead: "十月起的口径".into(), body: String::new() });
    assert_eq!(take(&mut kb, NOW, &[coming]), [Landed::Revised]);
    kb.sync().unwrap();
    let turn = start_of("2026-10-01");
    let old = [("a".to_owned(), "云享套餐资费的口径".to_owned())];
    let new = [("a".to_owned(), "十月起的口径".to_owned())];
    for (at, text) in [(NOW, &old), (Moment(turn.0 - 1), &old), (turn, &new), (Moment::FOREVER, &new)] {
        let at = Moment(at.0.min(i64::MAX - 1));
        assert_eq!(shown(&mut kb, "云享套餐资费", at), text, "{at:?}");
        assert_eq!(shown(&mut kb, "a", at), text, "by id, {at:?}");
        assert_eq!(kb.by_id("a", at).unwrap().unwrap().article.internal.unwrap().lead, text[0].1);
    }
    assert_eq!(kb.next_change(Moment(turn.0 - 1)), turn);
    assert_eq!(kb.next_change(NOW), start_of("2026-09-22"), "at the latest at midnight");
    assert_eq!(kb.store.next_turn(NOW).unwrap(), Some(turn));
}

#[test]
fn an_emergency_text_lies_over_the_live_one_and_gives_way_again() {
    let (_dir, mut kb) = kb_of(&[article("a", "大面积断网")]);
    let known = kb.store.find_id("a").unwrap().unwrap();
    let mut text = staged(Stage::Draft, article("a", "大面积断网"));
    text.internal = Some(Answer::of_body("正在抢修"));
    text.internal.as_mut().unwrap().lead = "临时口径".into();
    take(&mut kb, NOW, &[text]);
    let draft = kb.store.find_id("a").unwrap().unwrap().newest;
    let new = NewPublication {
        article: known.number,
        revision: draft,
        from: Moment(NOW.0 + 10),
        until: Moment(NOW.0 + 20),
        emergency: true,
    };
    kb.store.write(&who(), NOW, |w| w.publish(new)).unwrap();
    kb.sync().unwrap();
    let lead = |kb: &mut Kb, at| shown(kb, "大面积断网", Moment(NOW.0 + at)).remove(0).1;
    assert_eq!(
        [9, 10, 19, 20].map(|at| lead(&mut kb, at)),
        ["大面积断网的口径", "临时口径", "临时口径", "大面积断网的口径"]
    );
}

#[test]
fn what_is_not_current_is_never_found() {
    let all = [
        until("2026-09-21", article("expired", "套餐甲过期")),
        until("2026-09-22", article("lastday", "套餐乙最后一天")),
        from("2026-09-22", article("future", "套餐丙未来")),
        staged(Stage::Draft, article("draft", "套餐丁草稿")),
        staged(Stage::InReview, article("review", "套餐戊送审")),
        staged(Stage::Approved, article("approved", "套餐己已批")),
        staged(Stage::Withdrawn, article("withdrawn", "套餐庚撤下")),
        staged(Stage::Archived, article("archived", "套餐辛归档")),
        article("live", "套餐壬在用"),
    ];
    let (_dir, mut kb) = kb_of(&all);
    let mut now_found = ids(&mut kb, "套餐", NOW);
    now_found.sort();
    assert_eq!(now_found, ["lastday", "live"]);
    for hidden in &all {
        let id = hidden.id.as_deref().unwrap();
        let is_live = ["lastday", "live"].contains(&id);
        assert_eq!(ids(&mut kb, id, NOW).contains(&id.to_owned()), is_live, "{id} by id");
        assert_eq!(ids(&mut kb, &hidden.question, NOW).contains(&id.to_owned()), is_live, "{id}");
        assert!(kb.by_id(id, NOW).unwrap().is_some(), "{id} can still be shown");
    }
    assert!(ids(&mut kb, "套餐丙", start_of("2026-09-22")).contains(&"future".to_owned()));
    assert!(!ids(&mut kb, "套餐乙", start_of("2026-09-22")).contains(&"lastday".to_owned()));
    assert!(ids(&mut kb, "套餐甲", start_of("2026-09-20")).contains(&"expired".to_owned()));
    assert_eq!(kb.overview(NOW, &|| false).unwrap().unwrap().articles, 2);
}

#[test]
fn a_publication_does_not_outlast_the_validity_of_its_text() {
    // Published without an end, a text was found and counted long after its own last day.
    let (_dir, mut kb) = kb_of(&[article("live", "套餐壬在用")]);
    let mut text = |id: &str, valid: &Validity| {
        let text = Article { valid: *valid, ..staged(Stage::Draft, article(id, &format!("套餐{id}"))) };
        take(&mut kb, NOW, &[text]);
        let known = kb.store.find_id(id).unwrap().unwrap();
        let (article, revision) = (known.number, known.newest);
        let (from, until) = (Moment::ALWAYS, Moment::FOREVER);
        let new = NewPublication { article, revision, from, until, emergency: false };
        kb.store.write(&who(), NOW, |w| w.publish(new)).unwrap();
    };
    let day = |day: &str| day.parse().ok();
    text("over", &Validity { until: day("2026-09-21"), ..Validity::default() });
    text("today", &Validity { until: day("2026-09-22"), ..Validity::default() });
    text("coming", &Validity { from: day("2026-09-22"), ..Validity::default() });
    text(
        "study",
        &Validity { from: day("2026-09-22"), study_from: day("2026-09-01"), ..Validity::default() },
    );
    text("offsale", &Validity { sale_until: day("2026-09-01"), ..Validity::default() });
    kb.sync().unwrap();
    let mut all = |at| {
        let mut all = ids(&mut kb, "套餐", at);
        all.sort();
        let overview = kb.overview(at, &|| false).unwrap().unwrap();
        let mut changed: Vec<String> = overview.changed.into_iter().map(|card| card.id).collect();
        changed.sort();
        assert_eq!((overview.articles, &changed), (all.len(), &all), "the counts say what is found");
        all
    };
    assert_eq!(all(NOW), ["live", "offsale", "today"]);
    let midnight = start_of("2026-09-22");
    assert_eq!(all(Moment(midnight.0 - 1)), ["live", "offsale", "today"]);
    assert_eq!(all(midnight), ["coming", "live", "offsale", "study"]);
    assert_eq!(kb.next_change(NOW), midnight, "an open desk looks again in time");
    let row = rows(&mut kb, "offsale", NOW).remove(0);
    assert_eq!(row.trust, crate::model::Trust::OffSale, "found, and marked");
    assert!(ids(&mut kb, "over", NOW).is_empty() && kb.by_id("over", NOW).unwrap().is_some());
    assert!(rows(&mut kb, "日期:2026-09-20 套餐over", NOW).iter().any(|row| row.id == "over"));
    let why = kb.explain(&Query::of("套餐", 20), "over", NOW).unwrap().unwrap();
    assert_eq!((why.rank, why.why_not), (None, Some(crate::kb::WhyNot::Until(day("2026-09-21").unwrap()))));
}

#[test]
fn a_withdrawn_text_disappears_with_the_next_sync() {
    let (_dir, mut kb) = kb_of(&[article("a", "套餐"), article("b", "套餐变更")]);
    assert_eq!(ids(&mut kb, "套餐", NOW), ["a", "b"]);
    take(&mut kb, NOW, &[staged(Stage::Withdrawn, article("a", "套餐"))]);
    kb.sync().unwrap();
    assert_eq!(ids(&mut kb, "套餐", NOW), ["b"]);
    assert_eq!(kb.by_id("a", NOW).unwrap().unwrap().stage, Stage::Withdrawn);
}
