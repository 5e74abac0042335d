//! Publishing, emergency wording, taking out of use.

use super::findable::golden;
use super::life::{handed_in, house, logged, named};
use super::*;
use crate::kb::{InUse, Kept, LifeError, Order, Published};
use crate::model::lifecycle::EMERGENCY_MS;
use crate::model::{Rendering, Validity};
use crate::store::Who;

const HOUR: i64 = EMERGENCY_MS / 24;

fn at(hours: i64) -> Moment {
    Moment(NOW.0 + hours * HOUR)
}

fn start_of(day: &str) -> Moment {
    Zone::default().start_of(day.parse().expect("a day"))
}

/// An article that li has approved.
fn approved(kb: &mut Kb, text: &Article) -> Kept {
    let kept = handed_in(kb, text);
    kb.approve(&named("li"), &kept.uuid, "", NOW).expect("approved");
    kept
}

/// The next text of an article, approved.
fn next(kb: &mut Kb, base: &Kept, text: &Article, now: Moment) -> Kept {
    let kept = kb.save(&named("zhang"), &base.id, &base.uuid, text, now).expect("saved").expect("changed");
    kb.submit(&named("zhang"), &kept.uuid, now).expect("handed in");
    kb.approve(&named("li"), &kept.uuid, "", now).expect("approved");
    kept
}

fn publish(kb: &mut Kb, kept: &Kept, from: Option<Moment>, now: Moment) -> Result<Published, LifeError> {
    kb.publish(&named("li"), Order { uuid: &kept.uuid, from, waive: None }, now)
}

fn saying(id: &str, lead: &str) -> Article {
    let mut text = article(id, "副卡怎么收费");
    text.internal.as_mut().unwrap().lead = lead.into();
    text
}

fn lead(kb: &mut Kb, now: Moment) -> Option<String> {
    kb.sync().unwrap();
    let row = rows(kb, "副卡怎么收费", now).into_iter().next()?;
    let found = kb.shown(row.hit.revision, now).unwrap().unwrap();
    assert!(found.is_current(), "what is found may be used");
    assert_eq!(kb.by_id(&row.id, now).unwrap().unwrap().revision, found.revision);
    Some(found.article.internal.unwrap().lead)
}

#[test]
fn what_is_approved_is_published_found_withdrawn_and_gone() {
    let (_dir, mut kb) = house();
    let kept = approved(&mut kb, &saying("a", "甲"));
    assert_eq!(lead(&mut kb, NOW), None);
    let done = publish(&mut kb, &kept, None, NOW).unwrap();
    assert_eq!(
        done,
        Published { from: NOW, until: Moment::FOREVER, waived: 0, next: None, warnings: Vec::new() }
    );
    assert_eq!(lead(&mut kb, NOW).as_deref(), Some("甲"));
    assert!(matches!(kb.withdraw(&named("li"), &kept.uuid, false, " ", at(1)), Err(LifeError::NoReason)));
    assert!(matches!(
        kb.withdraw(&named("zhang"), &kept.uuid, false, "错", at(1)),
        Err(LifeError::Refused { .. })
    ));
    assert_eq!(kb.withdraw(&named("li"), &kept.uuid, false, "金额错", at(1)).unwrap(), 1);
    assert_eq!(lead(&mut kb, at(1)), None);
    let why = kb.withdrawal("a").unwrap().unwrap();
    assert_eq!((why.reason.as_str(), why.by.as_str(), why.at), ("金额错", "li", at(1)));
    assert_eq!(kb.newest_text("a", at(1)).unwrap().stage, Stage::Withdrawn);
    assert!(matches!(
        kb.withdraw(&named("li"), &kept.uuid, false, "再", at(2)),
        Err(LifeError::Refused { .. })
    ));
    assert_eq!(logged(&kb, "a"), ["new", "submit", "approve", "publish", "refuse", "withdraw"]);
    // It may come back, or be kept for the record.
    publish(&mut kb, &kept, None, at(2)).unwrap();
    assert_eq!(lead(&mut kb, at(2)).as_deref(), Some("甲"));
    assert!(matches!(kb.archive(&named("li"), &kept.uuid, at(3)), Err(LifeError::Refused { .. })));
    kb.withdraw(&named("li"), &kept.uuid, false, "停用", at(3)).unwrap();
    kb.archive(&named("li"), &kept.uuid, at(4)).unwrap();
    assert_eq!(kb.newest_text("a", at(4)).unwrap().stage, Stage::Archived);
}

#[test]
fn only_what_is_approved_is_published_and_by_a_reviewer() {
    let (_dir, mut kb) = house();
    let kept = handed_in(&mut kb, &saying("a", "甲"));
    let before = dump(&database(&kb));
    assert!(matches!(publish(&mut kb, &kept, None, NOW), Err(LifeError::Refused { .. })));
    assert_eq!(dump(&database(&kb)), before);
    kb.approve(&named("li"), &kept.uuid, "", NOW).unwrap();
    let order = Order { uuid: &kept.uuid, from: None, waive: None };
    assert!(matches!(kb.publish(&named("zhang"), order, NOW), Err(LifeError::Refused { .. })));
    assert_eq!(logged(&kb, "a").last().map(String::as_str), Some("refuse"));
    kb.publish(&named("wang"), order, NOW).unwrap();
}

#[test]
fn a_scheduled_text_takes_over_by_itself() {
    let (_dir, mut kb) = house();
    let first = approved(&mut kb, &saying("a", "九月"));
    publish(&mut kb, &first, None, NOW).unwrap();
    let second = next(&mut kb, &first, &saying("a", "十月"), NOW);
    let turn = start_of("2026-10-01");
    assert!(matches!(
        publish(&mut kb, &second, Some(start_of("2026-09-20")), NOW),
        Err(LifeError::Past { .. })
    ));
    assert_eq!(publish(&mut kb, &second, Some(turn), NOW).unwrap().from, turn);
    let third = next(&mut kb, &second, &saying("a", "九月改"), at(1));
    // The text that is scheduled stays, and whoever publishes is told.
    assert_eq!(publish(&mut kb, &third, None, at(1)).unwrap().next, Some((2, turn)));
    let said = [at(0), at(1), Moment(turn.0 - 1), turn].map(|now| lead(&mut kb, now).unwrap());
    assert_eq!(said, ["九月", "九月改", "九月改", "十月"]);
    // Only what was to come is taken back; the one in use stays.
    assert_eq!(kb.withdraw(&named("li"), &second.uuid, true, "改期", at(2)).unwrap(), 1);
    assert_eq!(lead(&mut kb, turn).as_deref(), Some("九月改"));
    // The one in use goes, and the one before it does not come back.
    assert_eq!(kb.withdraw(&named("li"), &third.uuid, true, "有误", at(3)).unwrap(), 2);
    assert_eq!(lead(&mut kb, at(3)), None);
}

#[test]
fn from_today_is_from_now() {
    let (_dir, mut kb) = house();
    let kept = approved(&mut kb, &saying("a", "甲"));
    let today = start_of("2026-09-21");
    assert!(today < NOW);
    assert_eq!(publish(&mut kb, &kept, Some(today), NOW).unwrap().from, NOW);
}

#[test]
fn a_text_is_published_for_as_long_as_it_says() {
    let (_dir, mut kb) = house();
    let day = |day: &str| day.parse().ok();
    let valid = Validity { from: day("2026-10-01"), until: day("2026-11-01"), ..Validity::default() };
    let kept = approved(&mut kb, &Article { valid, ..saying("a", "十月") });
    let done = publish(&mut kb, &kept, None, NOW).unwrap();
    assert_eq!((done.from, done.until), (start_of("2026-10-01"), start_of("2026-11-01")));
    let over = Validity { until: day("2026-09-21"), ..Validity::default() };
    let kept = approved(&mut kb, &Article { valid: over, ..article("b", "过期") });
    assert!(
        matches!(publish(&mut kb, &kept, None, NOW), Err(LifeError::Over { last }) if last.to_string() == "2026-09-20")
    );
    let upside_down = Validity { from: day("2026-10-02"), until: day("2026-10-01"), ..Validity::default() };
    let bad = Article { valid: upside_down, ..article("c", "颠倒") };
    assert!(matches!(kb.write_new(&named("zhang"), &bad, NOW), Err(LifeError::Validity(_))));
}

#[test]
fn an_emergency_wording_is_marked_expires_by_itself_and_waits_first() {
    let (_dir, mut kb) = house();
    let first = approved(&mut kb, &saying("a", "平时"));
    publish(&mut kb, &first, None, NOW).unwrap();
    let urgent = kb.save(&named("zhang"), "a", &first.uuid, &saying("a", "抢修"), NOW).unwrap().unwrap();
    for (who, hours) in [("zhang", 0), ("zhang", 25), ("li", 2), ("agent", 2)] {
        let done = kb.publish_unreviewed(&named(who), &urgent.uuid, hours, None, at(1));
        assert!(matches!(done, Err(LifeError::Hours | LifeError::Refused { .. })), "{who} {hours}: {done:?}");
    }
    let done = kb.publish_unreviewed(&named("zhang"), &urgent.uuid, 2, None, at(1)).unwrap();
    assert_eq!((done.from, done.until), (at(1), at(3)));
    let said = [at(0), at(1), Moment(at(3).0 - 1), at(3)].map(|now| lead(&mut kb, now).unwrap());
    assert_eq!(said, ["平时", "抢修", "抢修", "平时"]);
    let shown = kb.by_id("a", at(1)).unwrap().unwrap();
    assert_eq!((shown.stage, shown.unreviewed_until), (Stage::InReview, Some(at(3))));
    assert_eq!(kb.by_id("a", at(3)).unwrap().unwrap().unreviewed_until, None);
    assert_eq!(kb.queue(at(1)).unwrap()[0].emergency_until, Some(at(3)));
    // A reviewer makes it the regular text.
    kb.approve(&named("li"), &urgent.uuid, "", at(2)).unwrap();
    publish(&mut kb, &urgent, None, at(2)).unwrap();
    assert_eq!(lead(&mut kb, at(9)).as_deref(), Some("抢修"));
    assert_eq!(kb.by_id("a", at(2)).unwrap().unwrap().unreviewed_until, None, "it is reviewed now");
}

#[test]
fn alone_an_author_has_a_day_however_often_it_is_changed() {
    let (_dir, mut kb) = house();
    let first = kb.write_new(&named("zhang"), &saying("a", "一"), NOW).unwrap();
    kb.publish_unreviewed(&named("zhang"), &first.uuid, 20, None, at(0)).unwrap();
    let second = kb.save(&named("zhang"), "a", &first.uuid, &saying("a", "二"), at(19)).unwrap().unwrap();
    let done = kb.publish_unreviewed(&named("zhang"), &second.uuid, 24, None, at(19)).unwrap();
    assert_eq!(done.until, at(24), "what is left of the day");
    assert_eq!(
        [at(18), at(20)].map(|now| lead(&mut kb, now)),
        [None, Some("二".into())],
        "closed ones are not history to search"
    );
    let third = kb.save(&named("zhang"), "a", &second.uuid, &saying("a", "三"), at(25)).unwrap().unwrap();
    for now in [25, 100, 1000] {
        let done = kb.publish_unreviewed(&named("zhang"), &third.uuid, 1, None, at(now));
        assert!(matches!(done, Err(LifeError::EmergencyOver { since }) if since == at(0)), "{done:?}");
    }
    // A reviewer has looked at it: the next emergency is another one.
    kb.submit(&named("zhang"), &third.uuid, at(26)).unwrap();
    kb.send_back(&named("li"), &third.uuid, "改好再说", at(26)).unwrap();
    let done = kb.publish_unreviewed(&named("zhang"), &third.uuid, 1, None, at(27));
    assert!(matches!(done, Err(LifeError::SentBack)), "not just what was sent back: {done:?}");
    let fourth = kb.save(&named("zhang"), "a", &third.uuid, &saying("a", "四"), at(27)).unwrap().unwrap();
    kb.publish_unreviewed(&named("zhang"), &fourth.uuid, 1, None, at(27)).unwrap();
}

#[test]
fn what_is_sent_back_is_not_in_use_any_more() {
    let (_dir, mut kb) = house();
    let kept = kb.write_new(&named("zhang"), &saying("a", "抢修"), NOW).unwrap();
    kb.publish_unreviewed(&named("zhang"), &kept.uuid, 24, None, NOW).unwrap();
    assert_eq!(lead(&mut kb, at(1)).as_deref(), Some("抢修"));
    kb.send_back(&named("li"), &kept.uuid, "没有这回事", at(1)).unwrap();
    assert_eq!(lead(&mut kb, at(1)), None);
    let again = kb.save(&named("zhang"), "a", &kept.uuid, &saying("a", "真的"), at(2)).unwrap().unwrap();
    kb.publish_unreviewed(&named("zhang"), &again.uuid, 1, None, at(2)).unwrap();
    // Whoever used it alone takes it back alone; somebody else's is a reviewer's business.
    kb.give_role(&who(), "zhao", crate::model::lifecycle::Role::Editor, at(2)).unwrap();
    assert!(kb.withdraw(&named("zhao"), &again.uuid, false, "错", at(2)).is_err());
    assert_eq!(kb.withdraw(&named("zhang"), &again.uuid, false, "错", at(2)).unwrap(), 1);
    assert_eq!(lead(&mut kb, at(2)), None);
}

/// An article that says what something costs, in a region or everywhere.
fn costing(id: &str, price: &str, region: Option<&str>) -> Article {
    let mut text = saying(id, &format!("每张每月{price}。"));
    text.customer = None;
    match region {
        Some(region) => in_region(region, text),
        None => text,
    }
}

#[test]
fn two_texts_that_contradict_one_another_are_not_both_published() {
    let (_dir, mut kb) = house();
    kb.store
        .write(&who(), NOW, |w| {
            w.node(crate::store::Tree::Axis(crate::model::Axis::Region), &["云岭".into(), "云州".into()])
        })
        .unwrap();
    kb.read_trees().unwrap();
    let first = approved(&mut kb, &costing("a", "10元", Some("云岭")));
    publish(&mut kb, &first, None, NOW).unwrap();
    let other = approved(&mut kb, &costing("b", "15元", Some("云岭")));
    match publish(&mut kb, &other, None, NOW) {
        Err(LifeError::Blocked { findings, .. }) => {
            assert_eq!((findings.len(), findings[0].rule.as_str()), (1, "conflict.facts"));
            for word in ["15元", "10元", "a"] {
                assert!(findings[0].text.contains(word), "{findings:?}");
            }
        }
        other => panic!("{other:?}"),
    }
    let same = approved(&mut kb, &costing("c", "十元", Some("云岭")));
    publish(&mut kb, &same, None, NOW).unwrap();
    let exception = approved(&mut kb, &costing("d", "8元", Some("云州")));
    publish(&mut kb, &exception, None, NOW).unwrap();
    // With a reason that is kept it may go out, and is not asked for again.
    let order = Order { uuid: &other.uuid, from: None, waive: Some("试点") };
    assert_eq!(kb.publish(&named("li"), order, NOW).unwrap().waived, 2, "beside a and beside c");
    let checked = kb.check(&other.uuid, NOW).unwrap();
    let mut errors =
        checked.iter().filter(|c| c.finding.severity == crate::customer::finding::Severity::Error);
    assert!(errors.all(|c| c.waiver.as_ref().is_some_and(|w| w.reason == "试点" && w.by == "li")));
}

#[test]
fn what_is_taken_out_of_use_contradicts_nothing() {
    let (_dir, mut kb) = house();
    let first = approved(&mut kb, &costing("a", "10元", None));
    publish(&mut kb, &first, None, NOW).unwrap();
    let other = approved(&mut kb, &costing("b", "15元", None));
    assert!(publish(&mut kb, &other, None, at(1)).is_err());
    let turn = start_of("2026-10-01");
    // The first text ends when its successor begins, which says the same as the other one.
    let second = next(&mut kb, &first, &costing("a", "15元", None), at(1));
    publish(&mut kb, &second, Some(turn), at(1)).unwrap();
    assert!(publish(&mut kb, &other, None, at(2)).is_err(), "until then they still meet");
    let valid = Validity { from: "2026-10-01".parse().ok(), ..Validity::default() };
    let later = next(&mut kb, &other, &Article { valid, ..costing("b", "15元", None) }, at(2));
    publish(&mut kb, &later, None, at(2)).unwrap();
    kb.withdraw(&named("li"), &second.uuid, false, "停", at(3)).unwrap();
    publish(&mut kb, &other, None, at(3)).unwrap();
}

#[test]
fn errors_stop_a_text_until_they_are_mended_or_waived() {
    let (_dir, mut kb) = house();
    let mut text = saying("a", "每月15元。");
    let customer = text.customer.as_mut().unwrap();
    customer.answer.body = "每月20元。".into();
    customer.channels.insert("sms".into(), Rendering { text: "话".repeat(501), based_on: None });
    let kept = handed_in(&mut kb, &text);
    assert_eq!(kb.queue(NOW).unwrap()[0].errors, 2, "the reviewer sees that first");
    kb.approve(&named("li"), &kept.uuid, "", NOW).unwrap();
    let rules = |done: Result<Published, LifeError>| match done {
        Err(LifeError::Blocked { findings, .. }) => findings.into_iter().map(|f| f.rule).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let before = dump(&database(&kb));
    assert_eq!(rules(publish(&mut kb, &kept, None, NOW)), ["budget.over", "parity.extra"]);
    assert_eq!(dump(&database(&kb)), before, "what is stopped changes nothing");
    let empty = Order { uuid: &kept.uuid, from: None, waive: Some(" ") };
    assert!(matches!(kb.publish(&named("li"), empty, NOW), Err(LifeError::NoReason)));
    assert!(matches!(kb.waive(&named("agent"), &kept.uuid, "x", NOW), Err(LifeError::NeedsRole { .. })));
    assert_eq!(kb.waive(&named("zhang"), &kept.uuid, "短信分两条发", NOW).unwrap(), 2);
    assert_eq!(publish(&mut kb, &kept, None, NOW).unwrap().waived, 0, "that was said before");
    // The waiver is for these words: others are found anew.
    let mut changed = kb.newest_text("a", NOW).unwrap().article;
    changed.customer.as_mut().unwrap().answer.body = "每月30元。".into();
    let second = next(&mut kb, &kept, &changed, NOW);
    assert_eq!(rules(publish(&mut kb, &second, None, NOW)), ["parity.extra"]);
}

#[test]
fn a_clock_that_was_set_back_hides_nothing_and_says_so() {
    let (_dir, mut kb) = house();
    let first = approved(&mut kb, &saying("a", "先"));
    publish(&mut kb, &first, None, at(10)).unwrap();
    // Then the clock is set back by ten hours.
    assert_eq!(kb.clock_behind(NOW).unwrap(), Some(at(10)));
    assert_eq!(kb.clock_behind(at(10)).unwrap(), None);
    let second = next(&mut kb, &first, &saying("a", "后"), NOW);
    publish(&mut kb, &second, None, at(1)).unwrap();
    for now in [1, 9, 10, 11] {
        assert_eq!(
            lead(&mut kb, at(now)).as_deref(),
            Some("后"),
            "at {now}: what was published last is the text"
        );
    }
    let log = kb.log("a").unwrap();
    let earlier: Vec<&str> = log.iter().filter(|e| e.is_earlier).map(|e| e.what.as_str()).collect();
    assert_eq!(earlier, ["edit"], "the line that came after a later one");
    let words: Vec<&str> = log.iter().map(|e| e.what.as_str()).collect();
    assert_eq!(words, ["new", "submit", "approve", "publish", "edit", "submit", "approve", "publish"]);
}

#[test]
fn a_text_found_still_right_is_noted() {
    let (_dir, mut kb) = house();
    let kept = approved(&mut kb, &saying("a", "甲"));
    let no = kb.still_right(&Who { os_user: "agent".into(), agent_no: None }, &kept.uuid, None, NOW);
    assert!(matches!(no, Err(LifeError::NeedsRole { .. })));
    kb.still_right(&named("zhang"), &kept.uuid, "2027-01-01".parse().ok(), NOW).unwrap();
    let number = kb.store.find_id("a").unwrap().unwrap().number;
    let noted = kb.store.validation_of(number).unwrap().unwrap();
    assert_eq!(
        (noted.by.as_str(), noted.review_by.map(|d| d.to_string()).as_deref()),
        ("zhang", Some("2027-01-01"))
    );
    assert_eq!(logged(&kb, "a").last().map(String::as_str), Some("validate"));
}

#[test]
fn similar_questions_that_do_not_find_it_are_told_and_may_stay() {
    let (_dir, mut kb) = house();
    let lost = Article {
        similar: vec!["猫头鹰".into(), "断了的宽带".into()], ..article("a", "宽带断了")
    };
    let kept = approved(&mut kb, &lost);
    kb.sync().unwrap();
    let before = kb.findable(&kept.uuid, NOW).unwrap();
    let [warning] = before.as_slice() else { panic!("{before:?}") };
    assert_eq!(
        (warning.finding.rule.as_str(), warning.finding.text.as_str()),
        (crate::kb::gate::FINDABLE, "猫头鹰")
    );
    let done = publish(&mut kb, &kept, None, NOW).unwrap();
    assert_eq!((done.warnings.len(), done.waived), (1, 0), "it warns and does not stop");
    // Once somebody has said why it may stay, nobody is told again.
    assert_eq!(kb.waive(&named("zhang"), &kept.uuid, "客户自己的叫法", NOW).unwrap(), 1);
    assert!(kb.findable(&kept.uuid, NOW).unwrap().iter().all(|checked| checked.waiver.is_some()));
    let none = kb.waive(&named("zhang"), &kept.uuid, "再说一次", NOW);
    assert!(matches!(none, Err(LifeError::NothingToWaive)), "{none:?}");
}

#[test]
fn emergency_wording_does_not_lose_a_golden_query_either() {
    let (_dir, mut kb) = house();
    let similar = Article { similar: vec!["光猫红灯闪".into()], ..article("a", "宽带断了") };
    let first = approved(&mut kb, &similar);
    publish(&mut kb, &first, None, NOW).unwrap();
    kb.sync().unwrap();
    golden(&mut kb, &[("光猫红灯闪", "a", "")]);
    let later = Moment(NOW.0 + 1);
    let text = article("a", "网络中断");
    let draft = kb.save(&named("zhang"), "a", &first.uuid, &text, later).unwrap().unwrap();
    let done = kb.publish_unreviewed(&named("zhang"), &draft.uuid, 2, Some("很急"), later);
    assert!(matches!(done, Err(LifeError::Blocked { .. })), "{done:?}");
}

#[test]
fn a_reviewer_sees_a_question_that_another_article_answers() {
    let (_dir, mut kb) = house();
    let first = approved(&mut kb, &article("a", "宽带断了"));
    publish(&mut kb, &first, None, NOW).unwrap();
    let other = Article { similar: vec!["宽带断了？".into()], ..article("b", "网络中断") };
    let other = approved(&mut kb, &other);
    let found = kb.check(&other.uuid, NOW).unwrap();
    assert!(found.iter().any(|c| c.finding.text.contains("宽带断了")), "{found:?}");
}

#[test]
fn a_text_that_would_lose_a_golden_query_is_stopped_and_no_reason_lets_it_pass() {
    let (_dir, mut kb) = house();
    let similar = Article { similar: vec!["光猫红灯闪".into()], ..article("a", "宽带断了") };
    let first = approved(&mut kb, &similar);
    publish(&mut kb, &first, None, NOW).unwrap();
    let other = approved(&mut kb, &article("b", "红灯区举报"));
    publish(&mut kb, &other, None, NOW).unwrap();
    kb.sync().unwrap();
    golden(&mut kb, &[("光猫红灯闪", "a", "")]);
    let later = Moment(NOW.0 + 1);
    let second = next(&mut kb, &first, &article("a", "网络中断"), later);
    for waive in [None, Some("试点")] {
        match kb.publish(&named("li"), Order { uuid: &second.uuid, from: None, waive }, later) {
            Err(LifeError::Blocked { findings, .. }) => {
                assert_eq!(findings[0].rule, crate::kb::gate::LOST);
                assert!(findings[0].text.contains("光猫红灯闪"), "{findings:?}");
            }
            done => panic!("{done:?}"),
        }
    }
    kb.sync().unwrap();
    assert_eq!(ids(&mut kb, "光猫红灯闪", later)[0], "a", "the text in use stays");
}

/// What an agent reads out within the minute nobody else has looked at: no reason of its author lets internal text out.
#[test]
fn alone_an_author_lets_no_internal_text_out() {
    let (_dir, mut kb) = house();
    let text = Article {
        customer: Some(CustomerAnswer {
            answer: Answer { lead: "请拨内线 8023，您好。".into(), body: String::new() },
            ..Default::default()
        }),
        ..saying("a", "抢修")
    };
    let kept = kb.write_new(&named("zhang"), &text, NOW).unwrap();
    let emergency = |kb: &mut Kb, waive| kb.publish_unreviewed(&named("zhang"), &kept.uuid, 2, waive, NOW);
    let leaks = |done: Result<Published, LifeError>| match done {
        Err(LifeError::Blocked { findings, leaks: true }) => {
            findings.iter().any(|f| f.rule.starts_with("leak."))
        }
        other => panic!("{other:?}"),
    };
    assert!(leaks(emergency(&mut kb, None)));
    assert!(leaks(emergency(&mut kb, Some("就这样"))), "a reason of their own is not enough");
    kb.waive(&named("zhang"), &kept.uuid, "先留着", NOW).unwrap();
    assert!(leaks(emergency(&mut kb, Some("就这样"))), "nor is one that was given before");
    assert!(leaks(emergency(&mut kb, None)));
    // A second person has looked at it.
    let again = Article { similar: vec!["副卡多少钱".into()], ..text };
    let kept = kb.save(&named("wang"), "a", &kept.uuid, &again, NOW).unwrap().unwrap();
    let done = kb.publish_unreviewed(&named("wang"), &kept.uuid, 2, None, NOW);
    assert!(done.is_ok(), "{done:?}");
}

#[test]
fn the_texts_of_an_article_stand_beside_each_other_with_their_times() {
    let (_dir, mut kb) = house();
    let first = approved(&mut kb, &saying("a", "一"));
    publish(&mut kb, &first, None, at(0)).unwrap();
    let second = next(&mut kb, &first, &saying("a", "二"), at(1));
    publish(&mut kb, &second, None, at(2)).unwrap();
    let third = next(&mut kb, &second, &saying("a", "三"), at(3));
    publish(&mut kb, &third, Some(at(48)), at(3)).unwrap();
    kb.save(&named("zhang"), "a", &third.uuid, &saying("a", "四"), at(4)).unwrap().unwrap();
    let article = kb.newest_text("a", at(4)).unwrap().number;
    let texts = |kb: &Kb, now: Moment| -> Vec<(u32, InUse, Stage, Option<Moment>)> {
        let tasks = kb.version_tasks(article, now).unwrap();
        let line = |task: &crate::kb::Task| {
            let version = task.version.as_ref().expect("a text");
            let from = version.span.map(|(from, _)| from);
            (version.revision_no, version.in_use, version.stage, from)
        };
        tasks.iter().map(line).collect()
    };
    let (draft, published) = (Stage::Draft, Stage::Published);
    assert_eq!(
        texts(&kb, at(4)),
        [
            (4, InUse::Never, draft, None),
            (3, InUse::Later, published, Some(at(48))),
            (2, InUse::Now, published, Some(at(2))),
            (1, InUse::Before, published, Some(at(0))),
        ]
    );
    assert_eq!(texts(&kb, at(50))[1].1, InUse::Now, "nothing had to run for that");
    assert_eq!(texts(&kb, at(50))[2].1, InUse::Before);
    // The one to follow is cancelled alone.
    kb.withdraw(&named("li"), &third.uuid, true, "不改了", at(5)).unwrap();
    assert_eq!(
        texts(&kb, at(6))[1..3],
        [(3, InUse::Never, Stage::Withdrawn, None), (2, InUse::Now, published, Some(at(2)))]
    );
    kb.withdraw(&named("li"), &second.uuid, false, "停用", at(7)).unwrap();
    assert_eq!(texts(&kb, at(8))[2], (2, InUse::Before, Stage::Withdrawn, Some(at(2))));
    let task = kb.version_tasks(article, at(8)).unwrap().remove(2);
    assert_eq!(task.version.unwrap().span, Some((at(2), at(7))), "it ended when it was withdrawn");
}

/// A reviewer was shown “this is the first text” for a text that customers heard already.
#[test]
fn emergency_wording_is_compared_with_the_text_that_it_lies_over_and_waits_alone() {
    let (_dir, mut kb) = house();
    let first = approved(&mut kb, &saying("a", "平时"));
    publish(&mut kb, &first, None, at(0)).unwrap();
    let waiting = kb.save(&named("zhang"), "a", &first.uuid, &saying("a", "慢慢改"), at(1)).unwrap().unwrap();
    kb.submit(&named("zhang"), &waiting.uuid, at(1)).unwrap();
    let urgent = kb.save(&named("zhang"), "a", &waiting.uuid, &saying("a", "抢修"), at(2)).unwrap().unwrap();
    kb.publish_unreviewed(&named("zhang"), &urgent.uuid, 2, None, at(2)).unwrap();
    assert_eq!(kb.reviewed_before("a", at(3)).unwrap().unwrap().uuid, first.uuid);
    let queue = kb.queue(at(3)).unwrap();
    assert_eq!(queue.iter().map(|w| w.uuid.as_str()).collect::<Vec<_>>(), [urgent.uuid.as_str()]);
    assert_eq!(queue[0].emergency_until, Some(at(4)));
    let task =
        kb.today(at(3)).unwrap().into_iter().find(|t| t.uuid.as_deref() == Some(&urgent.uuid)).unwrap();
    assert_eq!(task.emergency_until, Some(at(4)), "and the list says so");
}

#[test]
fn what_says_nothing_is_not_published_and_what_is_said_twice_is_warned_of() {
    let (_dir, mut kb) = house();
    let empty = Article { internal: None, customer: None, ..article("e", "无人机流量卡怎么办") };
    let kept = approved(&mut kb, &empty);
    match publish(&mut kb, &kept, None, NOW) {
        Err(LifeError::Blocked { findings, .. }) => assert_eq!(findings[0].rule, "form.no_answer"),
        other => panic!("{other:?}"),
    }
    let one = approved(&mut kb, &saying("a", "每张 10 元"));
    publish(&mut kb, &one, None, NOW).unwrap();
    let two = kb.write_new(&named("zhang"), &saying("b", "每张 10 元"), NOW).unwrap();
    let found = kb.check(&two.uuid, NOW).unwrap();
    let twice = found.iter().find(|c| c.finding.rule == "conflict.same").expect("a warning");
    assert_eq!(twice.finding.text, "a");
    let elsewhere = Article {
        scope: Scope { region: vec!["云州".into()], ..Default::default() },
        ..saying("c", "每张 10 元")
    };
    let three = kb.write_new(&named("zhang"), &elsewhere, NOW).unwrap();
    let found = kb.check(&three.uuid, NOW).unwrap();
    assert!(found.iter().all(|c| c.finding.rule != "conflict.same"), "a narrower scope is an exception");
}

#[test]
fn what_came_back_is_a_draft_with_the_reason() {
    let (_dir, mut kb) = house();
    let kept = handed_in(&mut kb, &saying("a", "一"));
    kb.send_back(&named("li"), &kept.uuid, "删去系统名", NOW).unwrap();
    let task = kb.today(NOW).unwrap().into_iter().find(|t| t.uuid.as_deref() == Some(&kept.uuid)).unwrap();
    assert!(task.is_returned);
    assert_eq!(task.detail, "li：删去系统名");
}
