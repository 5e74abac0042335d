//! What goes wrong around an open desk: the knowledge base, the clock.

use std::sync::mpsc;
use std::time::Duration;

use super::fixture::{Fake, NOW};
use super::harness::bench;
use crate::model::{Moment, Query, Trust};
use crate::tui::event::{Effect, Event, Search, Trouble};
use crate::tui::record::Record;
use crate::tui::worker::{Slot, serve_one};

fn trouble() -> Trouble {
    Trouble {
        message: "数据库 articles.db 已损坏。".into(), hint: Some("运行 zhixi doctor。".into())
    }
}

#[test]
fn a_search_that_fails_leaves_what_is_on_the_screen() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    desk.fake.fails = Some(trouble());
    desk.keys("断");
    assert_eq!((desk.selected(), desk.shown()), ("kd-0012", "kd-0012"));
    let screen = desk.screen();
    assert!(screen.contains("先查欠费停机") && screen.contains("已损坏"), "{screen}");
    assert!(screen.contains("zhixi doctor"), "and what to do: {screen}");
    desk.fake.fails = None;
    desk.keys("<backspace>");
    assert!(!desk.screen().contains("已损坏"), "{}", desk.screen());
}

#[test]
fn a_board_that_cannot_be_counted_again_stays() {
    let mut desk = bench(160, 48);
    desk.reply(crate::tui::event::Reply::Failed(trouble()));
    let screen = desk.screen();
    assert!(screen.contains("热点") && screen.contains("已损坏"), "{screen}");
}

#[test]
fn a_kb_that_cannot_be_taken_up_is_named_marked_and_answers_on() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    desk.fake.standing.lag = Some("/srv/kb 是更新版本的知席写的。".into());
    desk.fake.changed = true;
    desk.keys("断");
    assert!(desk.said().contains("更新版本") && desk.said().contains("仍用"), "{}", desk.said());
    desk.keys("<backspace>");
    assert_eq!(desk.said(), "", "it is said once");
    assert!(desk.screen().contains("[仍用旧内容]"), "and stands there as long as it is so");
    assert_eq!(desk.shown(), "kd-0012");
    desk.fake.standing.lag = None;
    desk.fake.changed = true;
    desk.keys("断");
    assert!(desk.said().contains("恢复"), "{}", desk.said());
    assert!(!desk.screen().contains("[仍用旧内容]"));
}

/// Row numbers of another KB: the article that was followed and the text that was shown are not meant by them.
#[test]
fn another_kb_in_its_place_is_asked_anew_and_nothing_of_the_old_one_stays() {
    let mut desk = bench(160, 48);
    desk.keys("怎么<down>");
    assert_eq!(desk.shown(), "pm-0301");
    for (at, shown) in desk.fake.articles.iter_mut().enumerate() {
        // Backwards, and lower than before.
        shown.number = 100 - i64::try_from(at).expect("few");
        shown.revision = i64::try_from(at).expect("few");
    }
    desk.fake.standing.turns = 1;
    desk.fake.changed = true;
    desk.keys("办");
    assert_eq!((desk.selected(), desk.shown()), ("kd-0012", "kd-0012"));
    assert_eq!(desk.app.desk.shown.as_ref().map(|s| s.number), Some(100));
    assert_eq!(desk.app.desk.contact.followed, None);
}

/// The days of the one before stayed: a desk that was opened on a KB of Shanghai read the dates of one of Tokyo by it.
#[test]
fn another_kb_in_its_place_brings_its_time_zone() {
    let mut desk = bench(160, 48);
    // Half an hour before midnight in Shanghai is tomorrow in Tokyo.
    desk.now = Moment(crate::model::Zone::default().next_midnight(NOW).0 - 30 * 60_000);
    desk.keys("宽带");
    let today = desk.app.desk.today();
    desk.fake.zone = crate::model::Zone::named("Asia/Tokyo").expect("a zone");
    desk.fake.standing.turns = 1;
    desk.fake.changed = true;
    desk.keys("断");
    assert_eq!(desk.app.desk.today(), today.tomorrow().expect("a day"));
}

#[test]
fn a_clock_that_was_set_back_asks_again_and_nothing_waits_for_the_time_before() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter>");
    let yesterday = Moment(NOW.0 - 26 * 3600 * 1000);
    desk.fake.articles[0].trust = Trust::Future;
    desk.now = yesterday;
    desk.event(Event::Mouse(crate::tui::event::Mouse { column: 150, row: 20, wheel: 1 }));
    assert!(desk.screen().contains("[未生效"), "what is current by the new clock: {}", desk.screen());
    let next = desk.app.next_deadline().expect("a deadline");
    assert!(next > yesterday && next.0 - yesterday.0 <= 27 * 3600 * 1000, "{next:?}");
    assert!(desk.screen().contains("0分"), "no minutes below nothing: {}", desk.screen());
    // A second back and forth is nothing.
    desk.slow = Some(Vec::new());
    desk.now = Moment(yesterday.0 - 1_000);
    desk.event(Event::Mouse(crate::tui::event::Mouse { column: 150, row: 20, wheel: 1 }));
    assert_eq!(desk.slow.take(), Some(vec![]));
}

/// The line goes dead right after a key: the program ended before its last steps were in `desk.db`.
#[test]
fn what_was_done_is_written_down_before_the_end_and_nothing_else_is_done() {
    let (slot, (events, replies)) = (Slot::default(), mpsc::channel());
    let mut fake = Fake::demo();
    let record = |contact: &str| {
        let record = Record::Ended { contact: contact.into() };
        Effect::Record { record, now: NOW }
    };
    slot.put(record("1"));
    slot.put(Effect::Refresh { force: true, now: NOW });
    let query = Query::of("宽带", 20);
    slot.put(Effect::Search(Search { generation: 1, query, follow: None, have: None, now: NOW }));
    slot.put(record("2"));
    slot.close();
    assert!(!slot.settle(Duration::ZERO), "two are not written yet");
    while serve_one(&mut fake, &slot, &events) {}
    assert!(slot.settle(Duration::ZERO));
    assert_eq!((fake.records.len(), replies.try_iter().count()), (2, 2));
}

/// A second desk with a mistake in its settings did not say where `tell` goes.
#[test]
fn what_cannot_be_said_at_once_is_said_when_the_message_before_was_read() {
    let mut desk = bench(100, 30);
    desk.event(Event::Mention("一".into()));
    desk.event(Event::Mention("二".into()));
    assert_eq!(desk.said(), "一");
    desk.keys("宽");
    assert_eq!(desk.said(), "二");
    desk.keys("带");
    assert_eq!(desk.said(), "");
}
