//! The sheet of settings, the first steps, the mouse, and what the terminal answers.

use super::harness::{Bench, bench, unopened};
use crate::config::{Ambiguous, Settings};
use crate::i18n::Language;
use crate::kb::FIRST_STEPS;
use crate::model::Face;
use crate::tui::event::{Event, Mouse};
use crate::tui::record::Record;

/// A choice on the sheet is seen at once, and a language is as much as can be seen.
#[test]
fn a_choice_is_seen_at_once_and_esc_puts_everything_back() {
    let mut desk = bench(100, 30);
    desk.keys("宽带");
    let before = desk.screen();
    desk.keys("<ctrl-k ctrl-o><right>");
    assert!(desk.screen().contains("Language") && desk.screen().contains("Find"), "{}", desk.screen());
    desk.keys("<down><right><down><right>");
    assert!(desk.screen().contains("+-"), "ASCII glyphs: {}", desk.screen());
    desk.keys("<esc>");
    assert_eq!(desk.screen(), before);
    assert_eq!(desk.app.furnishing.settings, Settings::default());
    assert!(desk.saved.is_empty());
}

#[test]
fn enter_saves_only_what_was_changed_and_the_desk_keeps_it() {
    let mut desk = bench(100, 30);
    desk.keys("<ctrl-k ctrl-o><right><down><left><enter>");
    assert_eq!(desk.saved, [[("language", "\"en\"".to_owned()), ("theme", "\"mono\"".to_owned())]]);
    assert!(desk.said().starts_with("Saved in /srv/person"), "{}", desk.said());
    assert_eq!(desk.app.furnishing.settings.language, Language::English);
    assert!(desk.app.overlay.is_none() && desk.screen().contains("Find"));
    // There and back again is no change.
    desk.keys("<ctrl-k ctrl-o><right><left><enter>");
    assert_eq!((desk.saved.len(), desk.said()), (1, "Nothing was changed."));
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_the_session_keeps_the_choice() {
    let mut desk = bench(100, 30);
    desk.may_save = false;
    desk.keys("<ctrl-k ctrl-o><down><right><enter>");
    assert!(desk.said().contains("settings.toml 写不了") && desk.said().contains("只在这次有效"));
    assert_eq!(desk.app.furnishing.settings.theme, "light");
}

#[test]
fn whatever_closes_the_sheet_puts_everything_back() {
    for keys in ["<ctrl-p>", "<f1>", "<esc>"] {
        let mut desk = bench(100, 30);
        desk.keys("<ctrl-k ctrl-o><right>").keys(keys);
        assert_eq!(desk.app.furnishing.settings, Settings::default(), "{keys}");
        assert!(desk.app.house.say("desk.search") == "查", "{keys}");
    }
    // A letter is nothing there.
    let mut desk = bench(100, 30);
    desk.keys("<ctrl-k ctrl-o><right>x宽");
    assert_eq!(desk.app.furnishing.settings.language, Language::English);
    assert_eq!(desk.app.desk.contact.query.text(), "");
}

/// The keymap changes under the sheet that changes it.
#[test]
fn another_keymap_holds_at_once() {
    let mut desk = bench(100, 30);
    desk.keys("<ctrl-k ctrl-o><down><down><down><down><right>");
    assert_eq!(desk.app.furnishing.settings.keymap, "safe");
    desk.keys("<enter>");
    assert!(desk.screen().contains("公告  Ctrl+T"), "no function keys: {}", desk.screen());
    desk.keys("<ctrl-k end>");
    assert!(desk.screen().contains("键位"), "{}", desk.screen());
}

#[test]
fn the_channel_to_begin_with_is_taken_by_a_blank_contact_only() {
    let set = |desk: &mut Bench| {
        desk.keys("<ctrl-k ctrl-o><up><up><up><up>");
        assert!(desk.screen().contains("默认渠道"));
        desk.keys("<right><enter>");
    };
    let mut desk = bench(100, 30);
    let channel = |desk: &Bench| desk.app.house.channels[desk.app.desk.contact.channel].name.clone();
    assert_eq!(channel(&desk), "sms");
    set(&mut desk);
    assert_eq!(desk.saved, [[("channel", "\"sms\"".to_owned())]], "after the phone");
    assert_eq!(desk.app.desk.home_channel, desk.app.desk.contact.channel);
    let mut desk = bench(100, 30);
    desk.keys("宽带<enter><ctrl-l>");
    let before = channel(&desk);
    set(&mut desk);
    assert_eq!(channel(&desk), before, "somebody is on the line");
}

#[test]
fn mouse_and_sounds_are_told_to_whom_they_concern() {
    let mut desk = bench(100, 30);
    desk.keys("宽带<ctrl-k ctrl-o><up><right>");
    assert_eq!(desk.mouse, [true]);
    desk.keys("<up><right>");
    assert_eq!(desk.fake.blurred, [false], "like sounds are like no longer");
    desk.keys("<esc>");
    assert_eq!((&desk.mouse[..], &desk.fake.blurred[..]), (&[true, false][..], &[false, true][..]));
}

#[test]
fn a_wide_answer_of_the_terminal_changes_the_chrome_where_it_was_asked() {
    let auto = Settings { ambiguous: Ambiguous::Auto, ..Settings::default() };
    let mut desk = unopened(100, 30, &auto);
    desk.open();
    desk.keys("营业厅");
    let narrow = desk.screen();
    desk.event(Event::Answered(Ambiguous::Narrow));
    assert_eq!(desk.screen(), narrow);
    desk.event(Event::Answered(Ambiguous::Wide));
    let wide = desk.screen();
    assert!(narrow.contains('│') && !wide.contains(['│', '─', '“', '”', '…']), "{wide}");
    let mut desk = unopened(100, 30, &Settings { ambiguous: Ambiguous::Narrow, ..auto });
    desk.event(Event::Answered(Ambiguous::Wide));
    assert!(desk.app.house.look.glyphs.bar == "│", "who has chosen has chosen");
}

/// A desk on which the first steps were never seen.
fn newcomer(width: u16, height: u16) -> Bench {
    let mut desk = unopened(width, height, &Settings::default());
    desk.fake.overview.receipts.remove(FIRST_STEPS);
    desk
}

#[test]
fn the_first_steps_come_once_and_typing_goes_to_the_line() {
    let mut desk = newcomer(80, 24);
    desk.open();
    assert!(desk.screen().contains("上手：十个键") && desk.screen().contains("Ctrl+P"), "{}", desk.screen());
    assert_eq!(desk.fake.records, [Record::FirstSteps]);
    desk.keys("宽");
    assert_eq!((desk.app.overlay.is_none(), desk.app.desk.contact.query.text()), (true, "宽"));
    assert_eq!(desk.shown(), "kd-0012", "the first letter has searched");
    desk.keys("<ctrl-u>");
    desk.open();
    assert!(desk.app.overlay.is_none(), "they were seen");
    // What is meant for the desk goes to the desk.
    let mut desk = newcomer(80, 24);
    desk.open();
    desk.keys("<ctrl-k ctrl-o>");
    assert!(desk.screen().contains("界面语言"), "{}", desk.screen());
    for key in ["<enter>", "<esc>"] {
        let mut desk = newcomer(80, 24);
        desk.open();
        desk.keys(key);
        assert!(desk.app.overlay.is_none(), "{key}");
        desk.keys("<ctrl-k ctrl-g>");
        assert!(desk.screen().contains("上手：十个键"), "they can be seen again");
    }
}

#[test]
fn who_has_begun_is_not_interrupted() {
    let mut desk = newcomer(80, 24);
    desk.slow = Some(Vec::new());
    desk.keys("宽");
    desk.open();
    assert!(desk.app.overlay.is_none());
    assert!(desk.fake.records.is_empty(), "they come the next time");
    let mut desk = newcomer(80, 24);
    desk.fake.overview.is_demo = false;
    desk.open();
    assert!(desk.app.overlay.is_none(), "only on the demo");
}

#[test]
fn a_call_takes_the_place_of_the_first_steps() {
    let mut desk = newcomer(100, 30);
    desk.open();
    let line = r#"{"v":1,"do":"contact-start","contact":"C1","channel":"phone","reason":"宽带"}"#;
    let (reply, _answer) = std::sync::mpsc::sync_channel(1);
    let told = crate::model::told::Envelope::read(line.as_bytes()).expect("a message").told;
    desk.event(Event::Told(told, reply));
    assert_eq!((desk.app.overlay.is_none(), desk.shown()), (true, "kd-0012"));
}

/// Every line fits, in both languages and all keymaps, above the hints of a window of 80×24.
#[test]
fn the_first_steps_fit_the_smallest_usual_window() {
    for language in [Language::Chinese, Language::English] {
        for keymap in crate::config::KEYMAPS {
            let settings = Settings { language, keymap: (*keymap).to_owned(), ..Settings::default() };
            let mut desk = unopened(80, 24, &settings);
            desk.fake.overview.receipts.remove(FIRST_STEPS);
            desk.open();
            let Some(crate::tui::overlay::Overlay::Page(page)) = &desk.app.overlay else { panic!("a page") };
            assert!(!page.is_longer(), "{language:?} {keymap}\n{}", desk.screen());
        }
    }
}

fn mouse(desk: &mut Bench, column: u16, row: u16, wheel: i16) {
    desk.event(Event::Mouse(Mouse { column, row, wheel }));
}

/// Row and column at which a text begins on the screen.
fn place(desk: &mut Bench, text: &str) -> (u16, u16) {
    let screen = desk.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).expect("the text");
    let before = line.split_once(text).map_or("", |(before, _)| before);
    let cells = crate::text::width::cells(before);
    (u16::try_from(row).expect("a row"), u16::try_from(cells).expect("a column"))
}

#[test]
fn a_click_selects_the_row_under_it_and_the_wheel_moves_what_lies_under_it() {
    let mut desk = bench(160, 48);
    desk.keys("怎么");
    let second = desk.app.desk.rows[1].question.clone();
    let (row, column) = place(&mut desk, &second);
    mouse(&mut desk, column, row, 0);
    assert_eq!(desk.app.desk.selected, 1);
    mouse(&mut desk, column, row, 3);
    assert_eq!(desk.app.desk.selected, 2);
    mouse(&mut desk, 1, 45, 0);
    assert_eq!(desk.app.desk.selected, 2, "there is no row");
    let mut desk = bench(100, 16);
    desk.keys("宽带<tab>");
    let at = |desk: &Bench| desk.app.desk.scroll.of(Face::Internal);
    let before = (at(&desk), desk.app.desk.selected);
    let answer = desk.app.desk.layout.internal;
    mouse(&mut desk, answer.x + 1, answer.y + 2, 3);
    assert_eq!((at(&desk), desk.app.desk.selected), (before.0 + 3, before.1));
}

#[test]
fn a_click_on_an_answer_gives_it_the_focus_and_one_on_a_list_selects() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    let internal = desk.app.desk.layout.internal;
    mouse(&mut desk, internal.x + 2, internal.y + 2, 0);
    assert!(desk.app.desk.contact.internal_focus);
    desk.keys("<ctrl-r>");
    let (row, column) = place(&mut desk, "岭安");
    mouse(&mut desk, column, row, 0);
    desk.keys("<enter>");
    assert_eq!(desk.app.desk.contact.scope.region, ["岭安"]);
}

#[test]
fn what_must_be_read_opens_by_itself_once_and_only_for_who_waits() {
    let mut desk = unopened(80, 24, &Settings::default());
    desk.app.offered.clear();
    desk.open();
    assert!(
        desk.screen().contains("云州城北光缆割接") && desk.screen().contains("确认已读"),
        "{}",
        desk.screen()
    );
    desk.keys("<esc>");
    desk.open();
    assert!(desk.app.overlay.is_none(), "it was shown; it is still unread: {}", desk.screen());
    assert_eq!(desk.app.desk.unread(), ["a1"]);
    desk.app.offered.clear();
    desk.open();
    desk.keys("<enter>");
    assert!(
        matches!(desk.fake.records.last(), Some(Record::Receipts { announcements }) if *announcements == ["a1"])
    );
    // Typing goes to the line, and who serves somebody is not interrupted.
    let mut desk = unopened(80, 24, &Settings::default());
    desk.app.offered.clear();
    desk.open();
    desk.keys("宽");
    assert_eq!((desk.app.overlay.is_none(), desk.app.desk.contact.query.text()), (true, "宽"));
    desk.app.offered.clear();
    desk.open();
    assert!(desk.app.overlay.is_none());
}
