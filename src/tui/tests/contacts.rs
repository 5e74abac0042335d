//! Calls and chats: kept apart, driven by the softphone, wrapped up.

use std::sync::mpsc;

use super::harness::{Bench, bench};
use crate::kb::{KeptContact, KeptStep};
use crate::model::told::{Answer, Envelope};
use crate::model::{FeedbackKind, Moment, Scope};
use crate::tui::event::Event;
use crate::tui::job::{Job, Source};
use crate::tui::record::Record;

const MINUTE: i64 = 60_000;

/// Tells the desk a message as it comes through the socket.
fn tell(desk: &mut Bench, line: &str) -> Answer {
    let told = Envelope::read(line.as_bytes()).expect("a message").told;
    let (reply, answer) = mpsc::sync_channel(1);
    desk.event(Event::Told(told, reply));
    answer.try_recv().expect("an answer at once")
}

fn refused(answer: &Answer) -> String {
    match answer {
        Answer::Refused(refusal) => refusal.detail.clone(),
        other => panic!("{other:?}"),
    }
}

fn on_phone(desk: &mut Bench) {
    // sms, wechat, chat, web, app, robot, ivr, qq, weibo, forum, and around to phone.
    desk.keys("宽带").keys("<back_tab>");
    assert_eq!(desk.app.house.channels[desk.app.desk.contact.channel].name, "phone");
}

#[test]
fn on_the_phone_use_tells_and_leaves_the_clipboard_alone() {
    let mut desk = bench(160, 48);
    assert!(!desk.screen().contains("Enter 复制"), "there is nothing yet: {}", desk.screen());
    desk.keys("宽带");
    assert!(desk.screen().contains("Enter 复制"), "{}", desk.screen());
    desk.keys("<ctrl-u>");
    on_phone(&mut desk);
    assert!(desk.screen().contains("Enter 已告知"), "the hint says what the key does: {}", desk.screen());
    desk.keys("<enter>");
    assert!(desk.tickets.is_empty(), "nothing was copied");
    assert!(desk.said().starts_with("已告知"), "{}", desk.said());
    let used: Vec<_> = desk.fake.records.iter().filter(|r| matches!(r, Record::Used(t) if t.told)).collect();
    assert_eq!(used.len(), 1);
    let step = desk.app.desk.contact.trail.last().expect("a step");
    assert_eq!((step.what.as_str(), step.article.as_deref()), ("tell", Some("kd-0012")));
    desk.keys("<ctrl-c>");
    assert_eq!(desk.tickets.len(), 1, "the copy key copies on the phone as well");
}

#[test]
fn three_chats_keep_query_scope_channel_stack_and_trail_apart() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<f5><enter>");
    desk.app.desk.contact.scope.region = vec!["云州".into()];
    desk.keys("<ctrl-k ctrl-n>");
    assert_eq!((desk.app.desk.contact.number, desk.app.desk.contact.query.text()), (2, ""));
    assert!(desk.app.desk.contact.scope.is_everywhere() && desk.app.desk.contact.stack.is_empty());
    desk.keys("副卡<ctrl-l>");
    desk.keys("<ctrl-k ctrl-n>怎么<down>");
    let third = desk.shown().to_owned();
    desk.keys("<ctrl-t>");
    let first = &desk.app.desk.contact;
    assert_eq!((first.number, first.query.text(), first.stack.len()), (1, "宽带", 1));
    assert_eq!((first.scope.region.join(""), first.trail.len()), ("云州".to_owned(), 1));
    assert_eq!(desk.shown(), "kd-0012");
    desk.keys("<ctrl-t>");
    let second = &desk.app.desk.contact;
    assert_eq!((second.number, second.query.text(), second.trail.len()), (2, "副卡", 0));
    assert_ne!(second.channel, desk.app.desk.home_channel);
    desk.keys("<ctrl-t>");
    assert_eq!((desk.app.desk.contact.number, desk.shown()), (3, third.as_str()), "the selection comes back");
    assert!(desk.screen().contains("[1 短信"), "{}", desk.screen());
}

#[test]
fn ending_a_contact_shows_the_note_copies_it_and_clears_everything() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter>");
    desk.keys("<ctrl-k ctrl-a>王先生 13812345678<enter>");
    desk.now = Moment(desk.now.0 + 3 * MINUTE);
    desk.keys("<f10>");
    let screen = desk.screen();
    assert!(screen.contains("（3分钟）") && screen.contains("复制（短信） kd-0012"), "{screen}");
    assert!(screen.contains("王先生 138******78") && !screen.contains("13812345678"), "{screen}");
    desk.keys("<esc>");
    assert!(desk.app.desk.contact.started.is_some(), "Esc ends nothing");
    desk.keys("<f10><enter>");
    let note = desk.tickets.last().expect("the note").text.clone();
    assert!(note.starts_with("【服务小结】短信") && !note.contains('{'), "{note}");
    assert!(desk.fake.records.iter().any(|r| matches!(r, Record::Ended { .. })));
    let contact = &desk.app.desk.contact;
    assert!(contact.started.is_none() && contact.query.is_blank() && contact.trail.is_empty());
    assert!(contact.name.is_empty() && desk.shown().is_empty());
}

#[test]
fn a_copy_that_comes_after_the_switch_belongs_to_the_contact_of_the_key() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter>");
    desk.keys("<ctrl-k ctrl-n>副卡<ctrl-t>");
    desk.slow = Some(Vec::new());
    desk.keys("<enter><ctrl-t>");
    assert_eq!(desk.app.desk.contact.number, 2);
    desk.catch_up();
    assert!(desk.app.desk.contact.trail.is_empty(), "nothing of it reaches another contact");
    desk.keys("<ctrl-t>");
    assert_eq!(desk.app.desk.contact.trail.len(), 2);
}

#[test]
fn quitting_asks_once_while_a_contact_is_open() {
    let mut desk = bench(80, 24);
    desk.keys("宽带<enter><ctrl-q>");
    assert!(desk.app.end().is_none() && desk.said().contains("再按一次"), "{}", desk.said());
    desk.keys("<down><ctrl-q>");
    assert!(desk.app.end().is_none(), "another key between them takes it back");
    desk.keys("宽<ctrl-q>");
    assert!(desk.app.end().is_none(), "so does a letter");
    desk.keys("<ctrl-q>");
    assert!(desk.app.end().is_some());
}

#[test]
fn the_minutes_wake_the_desk_once_a_minute_and_only_while_somebody_is_there() {
    let mut desk = bench(160, 48);
    let idle = desk.app.next_deadline().expect("midnight");
    assert!(idle.0 - desk.now.0 > MINUTE);
    desk.keys("宽带<enter>");
    let next = desk.app.next_deadline().expect("a minute");
    assert_eq!(next.0 - desk.now.0, MINUTE);
    desk.now = next;
    desk.slow = Some(Vec::new());
    desk.event(Event::Deadline);
    assert!(desk.screen().contains("1分"), "{}", desk.screen());
    assert_eq!(desk.slow.take(), Some(vec![]), "nothing is asked again for it");
    assert_eq!(desk.app.next_deadline().expect("the next").0 - desk.now.0, MINUTE);
}

#[test]
fn what_a_crash_left_open_comes_back() {
    let mut desk = super::harness::unopened(160, 48, &crate::config::Settings::default());
    let step = KeptStep {
        at: desk.now,
        what: "tell".into(),
        article: Some("kd-0012".into()),
        revision: None,
        channel: Some("phone".into()),
        text: "宽带上不去网怎么办".into(),
    };
    desk.fake.left_open = vec![KeptContact {
        uuid: "u".into(),
        name: "王先生".into(),
        reason: String::new(),
        channel: "phone".into(),
        scope: Scope::default(),
        started: desk.now,
        told: crate::model::short_hash(b"C1"),
        held_ms: 0,
        trail: vec![step],
    }];
    desk.open();
    assert!(desk.said().contains("找回 1 个"), "{}", desk.said());
    desk.keys("<ctrl-t>");
    assert_eq!((desk.app.desk.contact.uuid.as_str(), desk.app.desk.contact.trail.len()), ("u", 1));
    // The softphone still knows it, and no other.
    assert!(refused(&tell(&mut desk, r#"{"v":1,"do":"contact-end","contact":"C2"}"#)).contains("C2"));
    assert_eq!(tell(&mut desk, r#"{"v":1,"do":"contact-end","contact":"C1"}"#), Answer::Done);
}

// What other programs tell.

const START: &str = r#"{"v":1,"do":"contact-start","contact":"C1","channel":"phone","number":"13812345678","region":"云州","product":"没有的","reason":"宽带"}"#;

#[test]
fn a_call_finds_a_waiting_desk_with_its_scope_and_reason() {
    let mut desk = bench(160, 48);
    assert!(matches!(tell(&mut desk, START), Answer::DoneBut(why) if why.contains("没有的")), "it is named");
    let contact = &desk.app.desk.contact;
    assert_eq!((contact.id.as_deref(), contact.name.as_str()), (Some("C1"), "138******78"));
    assert_eq!(contact.scope, Scope { region: vec!["云州".into()], ..Scope::default() });
    assert_eq!((contact.query.text(), desk.shown()), ("宽带", "kd-0012"));
    assert!(refused(&tell(&mut desk, START)).contains("C1"), "the same call does not begin twice");
    assert_eq!(tell(&mut desk, r#"{"v":1,"do":"query","text":"副卡"}"#), Answer::Done);
    assert_eq!(desk.shown(), "mv-0077");
    desk.keys("<alt-left>");
    assert_eq!(desk.shown(), "kd-0012", "one key back");
    let Answer::Status(status) = tell(&mut desk, r#"{"v":1,"do":"status"}"#) else { panic!("a status") };
    assert_eq!((status.contacts.len(), status.query_chars), (1, 2));
    assert!(status.contacts[0].current && !status.contacts[0].held);
    assert_eq!(tell(&mut desk, r#"{"v":1,"do":"contact-end","contact":"C1"}"#), Answer::Done);
    assert!(desk.screen().contains("服务小结"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(refused(&tell(&mut desk, r#"{"v":1,"do":"contact-end","contact":"C1"}"#)).contains("C1"));
}

#[test]
fn a_call_does_not_take_the_screen_from_an_agent_who_is_busy() {
    let mut desk = bench(160, 48);
    desk.keys("副卡");
    assert!(matches!(tell(&mut desk, START), Answer::DoneBut(why) if why.contains("没有的")), "it is named");
    assert_eq!((desk.app.desk.contact.query.text(), desk.shown()), ("副卡", "mv-0077"));
    assert!(desk.said().contains("服务 2 接入"), "{}", desk.said());
    desk.keys("<ctrl-t>");
    assert_eq!((desk.app.desk.contact.id.as_deref(), desk.shown()), (Some("C1"), "kd-0012"));
    desk.keys("<ctrl-t>");
    tell(&mut desk, r#"{"v":1,"do":"contact-end","contact":"C1"}"#);
    assert!(desk.said().contains("已挂断") && desk.app.overlay.is_none(), "{}", desk.said());
}

#[test]
fn what_is_said_suggests_and_moves_nothing() {
    let mut desk = bench(160, 48);
    desk.keys("副卡");
    let line = r#"{"v":1,"do":"transcript","text":"宽带"}"#;
    assert_eq!(tell(&mut desk, line), Answer::Done);
    let screen = desk.screen();
    assert!(screen.contains("通话中提到") && screen.contains("kd-0012 宽带上不去网"), "{screen}");
    assert_eq!((desk.app.desk.contact.query.text(), desk.shown()), ("副卡", "mv-0077"));
    desk.keys("<f12>");
    assert_eq!(desk.app.desk.contact.query.text(), "kd-0012");
    assert!(
        refused(&tell(&mut desk, r#"{"v":1,"do":"transcript","text":"x","contact":"C9"}"#)).contains("C9")
    );
}

// The verbs.

#[test]
fn a_flag_takes_two_keys_and_may_go_without_words() {
    let mut desk = bench(160, 48);
    desk.keys("<ctrl-f>");
    assert!(desk.app.overlay.is_none() && desk.said().contains("先选"), "{}", desk.said());
    desk.keys("宽带<ctrl-f><down>金额旧了<enter>");
    let Some(Record::Feedback { what, shown, text }) = desk.fake.records.last() else { panic!("a flag") };
    assert_eq!((*what, text.as_str()), (FeedbackKind::Outdated, "金额旧了"));
    assert_eq!(shown.article.id.as_deref(), Some("kd-0012"));
    assert!(desk.said().contains("已交给采编"), "{}", desk.said());
    desk.keys("<ctrl-f><enter>");
    assert!(matches!(desk.fake.records.last(), Some(Record::Feedback { what: FeedbackKind::Wrong, .. })));
    let before = desk.fake.records.len();
    desk.keys("<ctrl-x>");
    assert_eq!(desk.fake.records.len(), before, "nothing is given before it is written");
    assert_eq!(desk.jobs.last(), Some(&Job::Open(Source::Article("kd-0012".into()))));
}

#[test]
fn a_question_becomes_a_draft_and_an_article_a_favourite() {
    let mut desk = bench(160, 48);
    desk.keys("火星漫游<ctrl-k ctrl-f>");
    assert_eq!(
        desk.fake.records.last(),
        Some(&Record::Draft { query: "火星漫游".into(), scope: Scope::default() })
    );
    desk.keys("<ctrl-u>宽带<ctrl-k ctrl-y>");
    assert_eq!(desk.fake.records.last(), Some(&Record::Favourite { article: "kd-0012".into() }));
    desk.keys("<ctrl-k ctrl-e>问小区名<enter>");
    let note = Record::Note { article: Some("kd-0012".into()), text: "问小区名".into() };
    assert_eq!(desk.fake.records.last(), Some(&note));
}

#[test]
fn a_must_read_asks_for_its_receipt_once() {
    let mut desk = bench(160, 48);
    assert!(desk.screen().contains("未读"), "{}", desk.screen());
    desk.keys("<f3>");
    assert!(desk.screen().contains("Enter 确认已读"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(
        matches!(desk.fake.records.last(), Some(Record::Receipts { announcements }) if announcements.len() == 1)
    );
    assert!(!desk.screen().contains("未读"), "{}", desk.screen());
    let before = desk.fake.records.len();
    desk.keys("<f3><enter>");
    assert_eq!(desk.fake.records.len(), before);
}

#[test]
fn the_board_opens_what_is_on_it() {
    let mut desk = bench(160, 48);
    desk.keys("<enter>");
    assert!(desk.said().contains("还没有"), "nothing is selected: {}", desk.said());
    // The announcements, then the hot list.
    let announcements = desk.fake.overview.announcements.len();
    desk.keys("<tab><tab>");
    assert_eq!(desk.app.desk.board_at, Some(announcements));
    desk.keys("<enter>");
    assert_eq!((desk.app.desk.contact.query.text(), desk.shown()), ("tf-0129", "tf-0129"));
    desk.keys("<alt-left>");
    assert!(desk.app.desk.is_idle() && desk.app.desk.board_at.is_none());
    desk.keys("<down><up><up>");
    assert_eq!(desk.app.desk.board_at, None, "above the first is the search line");
    desk.keys("<down>宽");
    assert_eq!((desk.app.desk.board_at, desk.app.desk.contact.query.text()), (None, "宽"));
}

#[test]
fn whoever_told_an_article_that_was_changed_or_withdrawn_hears_of_it_once() {
    let mut desk = bench(160, 48);
    on_phone(&mut desk);
    desk.keys("<enter>");
    desk.fake.articles[0].revision += 1000;
    desk.fake.changed = true;
    desk.keys("<ctrl-k ctrl-n>");
    assert!(desk.said().contains("kd-0012") && desk.said().contains("已更新"), "{}", desk.said());
    desk.fake.changed = true;
    desk.keys("副");
    assert!(!desk.said().contains("kd-0012"), "it is said once: {}", desk.said());
}

/// Only a key that searched for nothing looked at what was used: an agent who typed on was never warned.
#[test]
fn whoever_types_on_is_warned_too() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter>");
    desk.fake.articles[0].revision += 1000;
    desk.fake.changed = true;
    desk.keys("断");
    assert!(desk.said().contains("kd-0012") && desk.said().contains("已更新"), "{}", desk.said());
}

#[test]
fn the_palette_understands_initials_and_whole_pinyin() {
    for typed in ["fznbkj", "fuzhineibu", "复制内部", "copy the internal"] {
        let mut desk = bench(100, 30);
        desk.keys("宽带<ctrl-p>").keys(typed).keys("<enter>");
        assert_eq!(desk.used().len(), 1, "{typed}: {}", desk.screen());
    }
}

#[test]
fn a_call_takes_over_nothing_that_was_set_before_it() {
    let mut desk = bench(160, 48);
    desk.app.desk.contact.scope.product = vec!["青云5G".into()];
    desk.app.desk.contact.values.insert("姓名".into(), "王先生".into());
    assert!(matches!(tell(&mut desk, START), Answer::DoneBut(why) if why.contains("没有的")), "it is named");
    let contact = &desk.app.desk.contact;
    assert_eq!(contact.scope, Scope { region: vec!["云州".into()], ..Scope::default() });
    assert!(contact.values.is_empty());
}

#[test]
fn what_is_told_does_not_take_a_half_typed_line_away() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-f><up><enter>金额");
    tell(&mut desk, r#"{"v":1,"do":"query","text":"副卡"}"#);
    desk.keys("旧了<enter>");
    let Some(Record::Feedback { shown, text, .. }) = desk.fake.records.last() else { panic!("a flag") };
    assert_eq!((shown.article.id.as_deref(), text.as_str()), (Some("kd-0012"), "金额旧了"));
}

/// What stood behind the eighth could not be reached by any key.
#[test]
fn the_rest_of_a_long_list_of_the_board_is_one_entry_away() {
    let mut desk = bench(160, 48);
    let card = desk.fake.overview.favourites[0].clone();
    desk.fake.overview.favourites = (0..11)
        .map(|n| crate::kb::Card { id: format!("f-{n}"), question: format!("收藏{n}"), ..card.clone() })
        .collect();
    desk.open();
    let screen = desk.screen();
    assert!(screen.contains("还有 3 条") && !screen.contains("收藏9"), "{screen}");
    let items = crate::tui::screen::desk::board::all(&desk.app.desk, &desk.app.house);
    let at = items.iter().position(|item| item.label.contains("还有 3 条")).expect("the entry");
    desk.app.desk.board_at = Some(at);
    desk.keys("<enter>收藏10");
    let screen = desk.screen();
    assert!(screen.contains("收藏10"), "{screen}");
    desk.keys("<enter>");
    assert_eq!(desk.app.desk.contact.query.text(), "f-10");
}

#[test]
fn a_favourite_is_taken_off_the_board() {
    let mut desk = bench(160, 48);
    let before = crate::tui::screen::desk::board::all(&desk.app.desk, &desk.app.house);
    let wanted =
        before.iter().position(|item| item.section == crate::tui::screen::desk::board::Section::Favourites);
    desk.app.desk.board_at = wanted;
    desk.keys("<delete>");
    assert_eq!(desk.fake.records.last(), Some(&Record::Favourite { article: "tf-0129".into() }));
}

/// The note that could not be copied was replaced by the next customer's answer before anybody could select it.
#[test]
fn a_note_that_cannot_be_copied_stays_to_be_read() {
    let mut desk = bench(100, 30);
    desk.keys("宽带<enter><ctrl-k ctrl-n>副卡<ctrl-t>");
    desk.route = None;
    desk.keys("<f10><enter>");
    assert!(
        desk.screen().starts_with("服务小结") && desk.screen().contains("复制（短信） kd-0012"),
        "{}",
        desk.screen()
    );
    desk.keys("<esc>");
    assert!(desk.app.overlay.is_none());
}

#[test]
fn what_was_read_before_the_line_was_emptied_can_be_gone_back_to() {
    let mut desk = bench(160, 48);
    desk.keys("kd-0012<ctrl-u>mv-0077<alt-left>");
    assert_eq!(desk.shown(), "kd-0012");
    desk.keys("<alt-right>");
    assert_eq!(desk.shown(), "mv-0077");
    desk.keys("<ctrl-u>没有这样的事<ctrl-u><alt-left>");
    assert_eq!(desk.shown(), "mv-0077", "what found nothing is nothing to go back to");
}

#[test]
fn time_on_hold_is_counted_and_stands_in_the_note() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter><ctrl-k ctrl-u>");
    desk.now = Moment(desk.now.0 + 3 * 60_000);
    let screen = desk.keys("<down>").screen();
    assert!(screen.contains("保持 3分"), "{screen}");
    desk.keys("<ctrl-k ctrl-u>");
    desk.now = Moment(desk.now.0 + 2 * 60_000);
    desk.keys("<f10>");
    let screen = desk.screen();
    assert!(screen.contains("5分钟，保持3分钟"), "{screen}");
}

#[test]
fn an_article_that_is_not_there_is_not_opened_and_whoever_asked_hears_it() {
    let mut desk = bench(160, 48);
    let open = |id: &str| format!(r#"{{"v":1,"do":"open","id":"{id}"}}"#);
    assert!(refused(&tell(&mut desk, &open("kd-9999"))).contains("kd-9999"));
    assert!(desk.app.desk.is_idle(), "the desk stays as it was");
    assert_eq!(tell(&mut desk, &open("kd-0012")), Answer::Done);
    assert_eq!(desk.app.desk.contact.query.text(), "kd-0012");
}

#[test]
fn a_wrap_up_note_is_shown_again_until_the_next_contact_begins() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter><f10><enter>");
    assert!(!desk.app.desk.has_begun());
    desk.keys("<ctrl-k f10>");
    assert!(desk.screen().contains("【服务小结】"), "{}", desk.screen());
    desk.keys("<esc>宽带<enter>");
    assert!(desk.app.desk.has_begun());
    desk.keys("<ctrl-k f10>");
    assert!(
        desk.said().contains("没有可再看的小结"),
        "nothing of one customer stays for the next: {}",
        desk.said()
    );
}

/// Enter on the note of the contact before told the customer of this one what lay beneath the page.
#[test]
fn a_note_that_is_looked_at_again_is_copied_again_and_tells_nobody_anything() {
    let mut desk = bench(160, 48);
    on_phone(&mut desk);
    desk.keys("<enter><f10><enter>宽带");
    let told = |desk: &Bench| {
        desk.fake.records.iter().filter(|r| matches!(r, Record::Used(ticket) if ticket.told)).count()
    };
    assert_eq!((told(&desk), desk.tickets.len()), (1, 1));
    desk.keys("<ctrl-k f10>");
    let screen = desk.screen();
    assert!(
        screen.contains("服务小结") && screen.contains("Enter 复制") && !screen.contains("已告知  "),
        "{screen}"
    );
    for keys in ["<enter>", "<tab>", "<ctrl-y>", "<ctrl-c>"] {
        desk.keys(keys);
    }
    assert_eq!(told(&desk), 1, "nobody was told anything: {}", desk.screen());
    assert_eq!(desk.tickets.len(), 2, "only the note was copied once more");
    assert!(desk.tickets[1].text.contains("服务小结") && desk.tickets[1].shown.is_empty());
}

/// A contact with a name and nothing told was wiped by F10 without a word.
#[test]
fn who_has_a_name_is_on_the_line() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-k ctrl-a>张女士<enter>");
    assert!(desk.app.desk.contact.started.is_some() && desk.screen().contains("张女士"), "{}", desk.screen());
    desk.keys("<f10>");
    let screen = desk.screen();
    assert!(
        screen.contains("服务小结") && screen.contains("张女士"),
        "it is wrapped up, not wiped: {screen}"
    );
    assert!(screen.contains("宽带"), "why they called is what was looked for: {screen}");
    desk.keys("<esc>");
    assert_eq!(desk.app.desk.contact.query.text(), "宽带", "and Esc goes on with it");
}

#[test]
fn what_was_told_twice_stands_in_the_note_once_and_a_flag_says_its_kind() {
    let mut desk = bench(160, 48);
    on_phone(&mut desk);
    desk.keys("<enter><wait><enter><ctrl-f><down>按旧流程写的<enter><f10>");
    let screen = desk.screen();
    assert_eq!(screen.matches("已告知 kd-0012").count(), 1, "{screen}");
    assert!(screen.contains("已经过时：按旧流程写的"), "{screen}");
}

/// Both notices were confirmed by one key while the second lay below the fold.
#[test]
fn nobody_confirms_what_was_never_on_the_screen() {
    let receipts =
        |desk: &Bench| desk.fake.records.iter().filter(|r| matches!(r, Record::Receipts { .. })).count();
    let mut desk = bench(60, 8);
    desk.keys("<f3>");
    assert!(desk.screen().contains("往下读"), "{}", desk.screen());
    let mut pressed = 0;
    while receipts(&desk) == 0 {
        desk.keys("<enter>");
        pressed += 1;
        assert!(pressed < 30, "{}", desk.screen());
    }
    assert!(pressed > 1, "the first key reads on");
    let mut desk = bench(160, 48);
    desk.keys("<f3><enter>");
    assert_eq!(receipts(&desk), 1, "where all of it was on the screen one key is enough");
}
