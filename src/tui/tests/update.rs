//! What keys, replies and time change.

use super::fixture::NOW;
use super::harness::{bench, unopened};
use crate::config::Settings;
use crate::kb::{Hidden, Relaxation, Remark, WhyNot};
use crate::model::asked::Problem;
use crate::model::{Face, Moment, Route as Way, Scope};
use crate::tui::app::End;
use crate::tui::clipboard::Route;
use crate::tui::event::{Effect, Event, Trouble};
use crate::tui::overlay::Overlay;
use crate::tui::record::Record;

#[test]
fn typing_finds_and_shows_the_first_hit() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    assert_eq!((desk.selected(), desk.shown()), ("kd-0012", "kd-0012"));
    desk.keys("<ctrl-u>");
    assert_eq!((desk.selected(), desk.shown()), ("", ""));
}

#[test]
fn a_query_typed_while_opening_is_kept() {
    let mut desk = unopened(160, 48, &Settings::default());
    desk.slow = Some(Vec::new());
    desk.keys("宽带");
    assert!(desk.screen().contains("宽带"), "the line takes text at once");
    desk.open();
    desk.catch_up();
    assert_eq!(desk.shown(), "kd-0012");
}

#[test]
fn a_remark_on_a_word_still_being_typed_waits_until_the_typing_rests() {
    let mut desk = bench(100, 30);
    let remark = Remark::Typed(Problem::BadDate { text: "2026-1".into() });
    desk.fake.answer.remarks = vec![remark];
    desk.keys("日期:2026-1");
    assert!(!desk.screen().contains("不是日期"), "{}", desk.screen());
    let wakes = desk.app.next_deadline().expect("a deadline");
    assert!(wakes.0 - desk.now.0 <= 1_000);
    desk.now = wakes;
    desk.slow = Some(Vec::new());
    desk.event(Event::Deadline);
    assert!(desk.screen().contains("不是日期"), "{}", desk.screen());
    assert_eq!(desk.slow.take(), Some(vec![]), "nothing is asked again for it");
    assert!(desk.app.next_deadline().is_none_or(|next| next > wakes), "it does not wake again");
    desk.keys("<ctrl-u>日期:2026-1 宽");
    assert!(desk.screen().contains("不是日期"), "said at once of what is finished");
    desk.keys("<ctrl-u>");
    assert!(!desk.screen().contains("不是日期"));
}

#[test]
fn a_gap_is_recorded_once_and_said_so() {
    let mut desk = bench(80, 24);
    desk.keys("<f7>");
    assert_eq!(desk.said(), "先输入问题，再记为知识缺口。");
    desk.keys("漫游到火星");
    assert!(desk.screen().contains("F7 记为知识缺口"), "{}", desk.screen());
    desk.keys("<f7>");
    assert_eq!(desk.said(), "已记录，等待导出。");
    desk.keys("<f7>");
    assert_eq!(desk.said(), "这个问题已经记录过，等待导出。");
    let gap = Record::Gap { query: "漫游到火星".into(), scope: Scope::default() };
    assert_eq!(desk.fake.records, [gap.clone(), gap]);
}

#[test]
fn rows_that_answer_to_a_part_only_are_marked_and_a_gap_is_offered() {
    let mut desk = bench(100, 30);
    desk.keys("宽带");
    assert!(!desk.screen().contains("~ 宽带上不去网"), "a full row has no mark");
    desk.fake.weak = Some((Way::Sound, 0));
    desk.fake.answer.relaxed = vec![Relaxation::Sound];
    desk.keys("上");
    desk.keys("<backspace>");
    let screen = desk.screen();
    assert!(screen.contains("~ 宽带上不去网") && screen.contains("无完整匹配"), "{screen}");
    assert!(screen.contains("F7 记为缺口"), "{screen}");
    assert_eq!(desk.selected(), "kd-0012", "it is not hidden");
}

#[test]
fn the_explanation_comes_from_the_worker_and_an_old_one_is_dropped() {
    let mut desk = bench(100, 30);
    desk.keys("<f6>");
    assert!(desk.app.overlay.is_none(), "there is nothing to explain");
    desk.keys("宽带");
    desk.slow = Some(Vec::new());
    desk.keys("<f6>");
    assert!(desk.screen().contains("正在计算"), "{}", desk.screen());
    desk.keys("pm-0301<enter>");
    assert_eq!(desk.slow.as_ref().map(Vec::len), Some(2));
    desk.catch_up();
    let screen = desk.screen();
    assert!(screen.contains("2026-10-08 后已失效"), "{screen}");
    desk.slow = Some(Vec::new());
    desk.keys("nothing<enter><esc>");
    desk.catch_up();
    assert!(desk.app.overlay.is_none());
    assert_eq!(desk.app.desk.contact.query.text(), "宽带", "the id was not typed into the search line");
}

#[test]
fn what_is_kept_back_can_be_read_and_not_copied() {
    let mut desk = bench(100, 30);
    desk.keys("宽带<f8>");
    assert!(desk.app.overlay.is_none() && desk.said().contains("没有"), "{}", desk.said());
    let why = WhyNot::Until("2026-10-09".parse().expect("a day"));
    desk.fake.hidden =
        vec![Hidden {
            id: "pm-0301".into(), revision: 30, question: "双节流量赠送活动怎么参加".into(), why
        }];
    desk.keys("<ctrl-u>双节火星");
    assert!(desk.screen().contains("结果 0"), "it is not counted: {}", desk.screen());
    desk.keys("<f8>");
    let screen = desk.screen();
    assert!(screen.contains("只供查阅") && screen.contains("活动到 2026-10-08 止"), "{screen}");
    desk.keys("<enter><ctrl-y><esc><enter>");
    assert_eq!(desk.tickets, []);
    assert!(desk.app.overlay.is_none());
}

#[test]
fn what_is_kept_back_comes_after_the_rows_and_only_where_no_row_is_full() {
    let mut desk = bench(100, 30);
    let why = WhyNot::Until("2026-10-09".parse().expect("a day"));
    desk.fake.hidden =
        vec![Hidden {
            id: "pm-0301".into(), revision: 30, question: "双节流量赠送活动怎么参加".into(), why
        }];
    desk.keys("宽带");
    assert_eq!(desk.app.desk.hidden, []);
    desk.keys("火");
    assert!(desk.screen().contains("[10-08 已失效]"), "{}", desk.screen());
    desk.slow = Some(Vec::new());
    desk.keys("星");
    assert!(desk.screen().contains("[10-08 已失效]"), "it stays until the next answer");
    desk.fake.hidden.clear();
    desk.catch_up();
    assert!(!desk.screen().contains("已失效"), "{}", desk.screen());
    desk.keys("<ctrl-u>宽带");
    assert_eq!(desk.app.desk.hidden, []);
}

#[test]
fn what_begins_later_shows_no_customer_answer() {
    let mut desk = bench(100, 30);
    let why = WhyNot::From("2027-01-01".parse().expect("a day"));
    desk.fake.hidden =
        vec![Hidden {
            id: "kd-0012".into(), revision: 10, question: "宽带上不去网怎么办".into(), why
        }];
    desk.keys("火星<f8>");
    let screen = desk.screen();
    assert!(screen.contains("2027-01-01 起才生效") && screen.contains("先查欠费停机"), "{screen}");
    assert!(!screen.contains("您好"), "{screen}");
}

#[test]
fn an_older_answer_never_replaces_a_newer_one() {
    let mut desk = bench(160, 48);
    desk.slow = Some(Vec::new());
    desk.keys("宽带");
    let waiting = desk.slow.take().expect("two searches");
    let generations: Vec<u64> = waiting
        .iter()
        .filter_map(|e| if let Effect::Search(s) = e { Some(s.generation) } else { None })
        .collect();
    assert_eq!(generations.len(), 2);
    desk.slow = Some(waiting);
    desk.keys("<ctrl-u>副卡");
    desk.catch_up();
    assert_eq!(desk.shown(), "mv-0077");
    assert_eq!(desk.app.desk.answered.as_deref(), Some("副卡"));
}

#[test]
fn old_rows_stay_until_new_ones_come() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    desk.slow = Some(Vec::new());
    desk.keys("x");
    assert_eq!(desk.selected(), "kd-0012");
    desk.catch_up();
    assert_eq!(desk.selected(), "");
}

#[test]
fn the_selection_follows_the_article_once_the_agent_has_moved() {
    let mut desk = bench(160, 48);
    desk.keys("怎");
    let first = desk.selected().to_owned();
    desk.keys("<down><down>");
    let moved = desk.selected().to_owned();
    assert_ne!(first, moved);
    desk.keys("么");
    assert_eq!((desk.selected(), desk.shown()), (moved.as_str(), moved.as_str()));
    desk.keys("<ctrl-u>怎么");
    assert_eq!(desk.selected(), first, "a new query begins at the top");
}

#[test]
fn enter_copies_the_customer_answer_and_says_how() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter>");
    let ticket = desk.tickets.first().expect("a copy");
    assert!(ticket.text.starts_with("您好，宽带上不了网"), "the written rendering for SMS");
    assert_eq!(ticket.channel, "sms");
    assert_eq!(desk.said(), format!("已复制客户口径（短信·{}字），经 xclip", ticket.text.chars().count()));
    assert_eq!(desk.used(), [(1, Face::Customer, "sms".to_owned())]);
    desk.keys("x");
    assert_eq!(desk.said(), "", "a message stays until the next key");
}

#[test]
fn the_internal_answer_has_its_own_key() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-y>");
    assert!(desk.tickets[0].text.starts_with("先查欠费停机"));
    assert_eq!(desk.used(), [(1, Face::Internal, String::new())]);
}

#[test]
fn a_key_means_the_article_that_was_on_the_screen() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    // The next answer has come but no frame has shown it when the key is handled.
    desk.slow = Some(Vec::new());
    desk.keys("<ctrl-u>副卡");
    desk.keys("<enter>");
    assert!(
        desk.said().contains("还没有"),
        "nothing is on the screen after the query was cleared: {}",
        desk.said()
    );
}

#[test]
fn a_key_after_an_arrow_means_the_article_that_the_arrow_went_to() {
    let mut desk = bench(160, 48);
    // Its facts have drifted; that is not what is asked here.
    desk.fake.articles.iter_mut().for_each(|shown| shown.drift.clear());
    desk.keys("怎么");
    desk.slow = Some(Vec::new());
    desk.keys("<down><down><enter>");
    assert!(desk.tickets.is_empty(), "it is not there yet");
    desk.catch_up();
    assert_eq!(desk.tickets.len(), 1);
    assert_eq!(desk.tickets[0].shown[0].article.id.as_deref(), Some(desk.selected()));
}

/// Another session publishes a new text of the first article.
fn rewrite(desk: &mut super::harness::Bench) {
    let shown = &mut desk.fake.articles[0];
    shown.revision += 1000;
    shown.article.internal.as_mut().expect("an answer").lead = "先查公告。".into();
    desk.fake.changed = true;
}

#[test]
fn a_text_that_others_have_replaced_is_shown_and_not_copied() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    rewrite(&mut desk);
    desk.keys("<enter>");
    assert!(desk.tickets.is_empty());
    assert_eq!(desk.said(), "内容刚刚更新，请看一眼再复制");
    assert!(desk.screen().contains("先查公告。"));
    assert_eq!(desk.shown(), "kd-0012");
    desk.keys("<ctrl-y>");
    assert!(desk.tickets[0].text.starts_with("先查公告。"));
}

#[test]
fn a_change_elsewhere_is_no_reason_not_to_copy() {
    let mut desk = bench(160, 48);
    desk.keys("营业厅");
    rewrite(&mut desk);
    desk.keys("<enter>");
    assert_eq!(desk.tickets.len(), 1);
}

#[test]
fn moving_the_selection_notices_what_others_have_written() {
    let mut desk = bench(160, 48);
    desk.keys("怎么");
    let first = desk.selected().to_owned();
    desk.keys("<down>");
    let second = desk.selected().to_owned();
    rewrite(&mut desk);
    let at = desk.app.desk.rows.iter().position(|r| r.id == "kd-0012").expect("the row");
    for _ in 0..desk.app.desk.rows.len() {
        if desk.app.desk.selected == at && !desk.fake.changed {
            break;
        }
        desk.keys(if desk.app.desk.selected < at { "<down>" } else { "<up>" });
    }
    assert_ne!(first, second);
    assert_eq!(desk.selected(), "kd-0012");
    assert!(desk.screen().contains("先查公告。"), "{}", desk.screen());
    assert!(!desk.fake.changed);
}

#[test]
fn a_key_after_an_arrow_copies_the_newer_text_or_nothing() {
    let mut desk = bench(160, 48);
    desk.keys("怎么");
    desk.slow = Some(Vec::new());
    desk.keys("<down><enter>");
    let meant = desk.selected().to_owned();
    desk.fake.articles.retain(|s| s.article.id.as_deref() != Some(&meant));
    desk.fake.changed = true;
    desk.catch_up();
    assert!(desk.tickets.is_empty(), "the article is gone, and no other is copied for it");
    assert!(desk.said().contains("刚刚更新"), "{}", desk.said());
}

#[test]
fn an_expired_text_needs_the_key_twice_and_says_so() {
    let mut desk = bench(160, 48);
    desk.keys("双节<enter>");
    assert!(desk.tickets.is_empty());
    assert!(desk.said().contains("已过期"), "{}", desk.said());
    // A key that bounces, or a terminal that sends it twice, is not somebody who has read that.
    desk.keys("<enter>");
    assert!(desk.tickets.is_empty(), "{}", desk.said());
    desk.keys("<wait><enter>");
    assert_eq!(desk.tickets.len(), 1);
    assert!(desk.said().contains("注意：已过期"), "{}", desk.said());
    desk.keys("<enter><wait><down><enter>");
    assert_eq!(desk.tickets.len(), 1, "another key between them takes the permission back");
}

#[test]
fn a_lagging_text_is_copied_with_a_warning() {
    let mut desk = bench(160, 48);
    desk.fake.change("mv-0077", |article| {
        article.internal.as_mut().expect("an answer").lead = "副卡每张每月 10 元，最多 4 张。".into();
    });
    desk.keys("副卡<enter>");
    assert_eq!(desk.tickets.len(), 1);
    assert!(desk.said().starts_with("注意：客户口径滞后。已复制"), "{}", desk.said());
}

#[test]
fn a_short_answer_stays_in_sight_while_a_long_one_scrolls() {
    for keys in ["明年", "宽带", "怎么"] {
        let mut desk = bench(160, 19);
        desk.keys(keys);
        let customer = |desk: &mut super::harness::Bench| {
            let bar = desk.app.desk.layout.bars[1].expect("a bar between the answers");
            let buf = desk.buffer();
            let column = ratatui::layout::Rect { x: bar + 1, y: 3, width: 159 - bar, height: 12 };
            (column.top()..column.bottom())
                .flat_map(|y| (column.left()..column.right()).map(move |x| (x, y)))
                .filter_map(|place| buf.cell(place).map(|c| c.symbol().to_owned()))
                .collect::<String>()
        };
        let before = customer(&mut desk);
        assert!(!before.trim().is_empty());
        let fits = desk.app.desk.pages.customer.len() <= 12;
        desk.keys("<page_down><page_down><page_down>");
        let after = customer(&mut desk);
        assert!(!after.trim().is_empty(), "{keys}");
        assert!(!fits || before == after, "{keys}: {before}\n{after}");
    }
}

#[test]
fn an_article_without_a_customer_answer_copies_nothing() {
    let mut desk = bench(160, 48);
    desk.keys("明年<enter>");
    assert!(desk.tickets.is_empty());
    assert!(desk.said().contains("没有客户口径"), "{}", desk.said());
}

#[test]
fn what_is_copied_is_clean() {
    let mut desk = bench(160, 48);
    desk.keys("问题<enter>");
    assert!(desk.tickets[0].text.starts_with("退款三天到账。"), "{:?}", desk.tickets[0].text);
}

#[test]
fn the_terminal_gives_no_receipt_and_the_message_says_so() {
    let mut desk = bench(160, 48);
    desk.route = Some(Route::Terminal);
    desk.keys("宽带<enter>");
    assert_eq!(desk.to_terminal.len(), 1);
    assert!(desk.said().contains("OSC 52") && desk.said().contains("核对"), "{}", desk.said());
}

#[test]
fn without_any_way_to_copy_the_plain_view_opens() {
    let mut desk = bench(80, 24);
    desk.route = None;
    desk.keys("宽带<enter>");
    assert!(matches!(&desk.app.overlay, Some(Overlay::Page(p)) if p.plain));
    let screen = desk.screen();
    assert!(screen.starts_with("客户口径 · 短信 · kd-0012"), "{screen}");
    assert!(screen.contains("\n您好，宽带上不了网"), "{screen}");
    assert!(!screen.contains('│') && !screen.contains('─'), "no borders: {screen}");
    assert!(desk.used().is_empty());
    desk.keys("<esc>");
    assert!(desk.app.overlay.is_none());
}

#[test]
fn zoom_takes_the_face_that_has_a_text() {
    let mut desk = bench(160, 48);
    desk.keys("明年<f4>");
    assert!(desk.app.desk.zoom && desk.app.desk.face() == Face::Internal);
    assert!(!desk.screen().contains("还没有客户口径"), "{}", desk.screen());
}

#[test]
fn the_plain_view_says_what_it_shows_and_help_returns_to_it() {
    let mut desk = bench(80, 24);
    desk.keys("宽带<f9><tab>");
    let screen = desk.screen();
    assert!(screen.starts_with("内部口径 · kd-0012\n先查欠费停机"), "{screen}");
    let last = screen.lines().last().expect("a line");
    assert!(["Tab", "Enter", "Ctrl+Y", "Esc"].iter().all(|key| last.contains(key)), "{last}");
    desk.keys("<f1>");
    assert!(desk.screen().contains("┌─ 帮助"), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(desk.screen().starts_with("内部口径 · kd-0012\n"));
    desk.keys("<esc>");
    assert!(desk.app.overlay.is_none());
}

#[test]
fn the_plain_view_never_shows_a_text_that_was_replaced() {
    let mut desk = bench(80, 24);
    desk.keys("宽带<f9><tab>");
    rewrite(&mut desk);
    desk.keys("<ctrl-y>");
    assert!(desk.tickets.is_empty());
    assert!(desk.screen().contains("先查公告。"), "{}", desk.screen());
}

#[test]
fn a_list_that_is_cut_says_so_and_a_low_window_still_has_an_entry() {
    let mut desk = bench(80, 12);
    desk.keys("<ctrl-p>");
    assert!(desk.screen().contains('↓') && !desk.screen().contains('↑'), "{}", desk.screen());
    desk.keys("<ctrl-end>");
    assert!(desk.screen().contains('↑') && !desk.screen().contains('↓'), "{}", desk.screen());
    assert!(desk.screen().contains('▌'), "the selection is in sight");
    for height in 3..=7 {
        let mut desk = bench(40, height);
        desk.keys("<ctrl-p><down>");
        let screen = desk.screen();
        assert!(screen.contains('▌') && screen.contains("输入以筛选"), "{height}: {screen}");
    }
}

#[test]
fn tabs_that_do_not_fit_leave_a_sign_and_keep_the_channel_shown() {
    let mut desk = bench(60, 15);
    desk.keys("宽带");
    for _ in 0..desk.app.house.channels.len() {
        let channel = &desk.app.house.channels[desk.app.desk.contact.channel];
        let label = desk.app.house.channel_label(channel).to_owned();
        let screen = desk.screen();
        let head = screen.lines().find(|l| l.contains("客户口径 │")).expect("the heading").to_owned();
        assert!(head.contains(&label), "{label}: {head}");
        assert!(head.contains('‹') || head.contains('›'), "{head}");
        desk.keys("<ctrl-l>");
    }
}

#[test]
fn hints_keep_the_help_and_name_the_key_that_leaves() {
    for width in [80, 120] {
        let mut desk = bench(width, 24);
        let last = |desk: &mut super::harness::Bench| desk.screen().lines().last().expect("a row").to_owned();
        desk.keys("宽带");
        assert!(last(&mut desk).ends_with("F1 帮助  Ctrl+P 命令"), "{}", last(&mut desk));
        desk.keys("<ctrl-r>");
        let row = last(&mut desk);
        assert!(row.contains("Esc 返回") && row.contains("Enter 勾选/取消"), "{row}");
    }
}

#[test]
fn escape_only_steps_back() {
    let mut desk = bench(80, 24);
    desk.keys("宽带<ctrl-p>帮<esc><esc><esc>");
    assert_eq!(desk.app.desk.contact.query.text(), "宽带");
    assert!(desk.app.end().is_none());
}

#[test]
fn quitting_needs_its_own_key_and_a_signal_ends_cleanly() {
    let mut desk = bench(80, 24);
    desk.keys("<ctrl-c>");
    assert!(desk.app.end().is_none(), "Ctrl+C copies");
    desk.keys("<ctrl-k ctrl-x>");
    assert_eq!(desk.app.end(), Some(&End::Quit));
    let mut desk = bench(80, 24);
    desk.event(Event::Signal(15));
    assert_eq!(desk.app.end(), Some(&End::Signal(15)));
}

#[test]
fn an_unfinished_chord_shows_what_may_follow_and_a_wrong_one_is_named() {
    let mut desk = bench(80, 24);
    desk.keys("<ctrl-k>");
    assert!(desk.screen().contains("Ctrl+X"));
    desk.keys("<f11>");
    assert!(desk.said().contains("Ctrl+K F11"), "{}", desk.said());
    assert_eq!(desk.app.desk.contact.query.text(), "");
}

#[test]
fn the_palette_finds_by_either_language_by_name_and_by_key() {
    for filter in ["公告", "announce", "F3"] {
        let mut desk = bench(80, 24);
        desk.keys("<ctrl-p>");
        desk.event(Event::Paste(filter.into()));
        desk.keys("<enter>");
        assert!(matches!(&desk.app.overlay, Some(Overlay::Page(_))), "{filter}");
        assert!(desk.screen().contains("光缆割接"), "{filter}");
    }
}

#[test]
fn variants_are_one_row_and_one_key_away() {
    let mut desk = bench(160, 48);
    desk.keys("营业厅");
    assert_eq!(desk.app.desk.rows.len(), 1);
    assert!(desk.screen().contains("＋2 地区"));
    desk.keys("<ctrl-e><down><enter>");
    assert_eq!((desk.selected(), desk.shown()), ("yy-岭安", "yy-岭安"));
    desk.keys("几点");
    assert_eq!(desk.shown(), "yy-岭安", "the chosen variant stays in front while typing on");
}

#[test]
fn a_scope_narrows_the_search_and_is_seen_as_a_chip() {
    let mut desk = bench(160, 48);
    desk.keys("营业厅<ctrl-r>");
    desk.event(Event::Paste("岭安".into()));
    desk.keys("<enter><esc>");
    assert_eq!((desk.app.desk.rows.len(), desk.shown()), (1, "yy-岭安"));
    assert!(desk.screen().contains("[地区 岭安]"));
    desk.keys("<ctrl-k ctrl-r>");
    assert!(!desk.screen().contains("[地区 岭安]"));
}

#[test]
fn midnight_asks_again() {
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    let midnight = desk.app.next_deadline().expect("a deadline");
    assert!(midnight > NOW && midnight.0 - NOW.0 <= 24 * 3600 * 1000);
    desk.fake.articles[0].trust = crate::model::Trust::Expired;
    desk.now = Moment(midnight.0 + 1);
    desk.event(Event::Deadline);
    assert!(desk.screen().contains("[已过期]"));
    assert!(desk.app.next_deadline().is_some_and(|next| next > midnight));
}

#[test]
fn a_failing_search_is_a_state_and_the_next_may_work() {
    let mut desk = bench(80, 24);
    desk.fake.fails = Some(Trouble {
        message: "数据库 articles.db 已损坏".into(),
        hint: Some("运行 zhixi doctor".into()),
    });
    desk.keys("宽");
    let screen = desk.screen();
    assert!(screen.contains("已损坏") && screen.contains("zhixi doctor"), "{screen}");
    desk.fake.fails = None;
    desk.keys("带");
    assert_eq!(desk.shown(), "kd-0012");
    assert!(!desk.screen().contains("已损坏"));
}

#[test]
fn nothing_is_drawn_when_nothing_has_changed() {
    let mut desk = bench(80, 24);
    desk.keys("宽带");
    assert!(!desk.app.take_dirty());
    desk.app.handle(Event::Key("ctrl-b".parse().expect("a key")), NOW);
    assert!(!desk.app.take_dirty(), "a key without meaning");
    desk.app.handle(Event::Resize(80, 24), NOW);
    assert!(!desk.app.take_dirty(), "the size that it has");
}

#[test]
fn the_caret_is_where_the_next_character_goes() {
    let mut desk = bench(80, 24);
    assert_eq!(desk.caret, (6, 1));
    desk.keys("宽带a");
    assert_eq!(desk.caret, (11, 1));
    desk.keys("<left><left>");
    assert_eq!(desk.caret, (8, 1));
    desk.keys("<ctrl-p>ab");
    let row = desk.screen().lines().nth(usize::from(desk.caret.1)).expect("a row").to_owned();
    assert!(row.contains("ab"), "the filter has the caret: {row}");
}

#[test]
fn a_paste_is_one_line_and_searches() {
    let mut desk = bench(80, 24);
    desk.event(Event::Paste("宽带\r\n".into()));
    assert_eq!(desk.app.desk.contact.query.text(), "宽带 ");
    assert_eq!(desk.shown(), "kd-0012");
}
