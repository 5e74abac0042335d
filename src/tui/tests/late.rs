//! Answers that come when the agent has gone on: what is on the screen by then stays.

use super::harness::{Bench, bench};
use crate::kb::{Hidden, WhyNot};
use crate::model::{Answer, Axis, CustomerAnswer};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::list::Kind;
use crate::tui::overlay::page::Content;

/// Asks by some keys of a slow worker, goes on by others, and lets the answer come.
fn late(asked: &str, meanwhile: &str) -> Bench {
    let mut desk = bench(160, 48);
    desk.fake.hidden = vec![Hidden {
        id: "pm-0301".into(),
        revision: 30,
        question: "双节流量赠送活动怎么参加".into(),
        why: WhyNot::Scope(Axis::Region, vec!["岭安".into()]),
    }];
    desk.fake.weak = Some((crate::model::Route::Sound, 1));
    desk.keys("营业厅<ctrl-r>云州<enter><esc>");
    desk.slow = Some(Vec::new());
    desk.keys(asked).keys(meanwhile);
    desk.catch_up();
    desk
}

/// What is looked up beside the rows: the last change, the same question elsewhere, what is kept back.
const ASKED: [&str; 3] = ["<ctrl-d>", "<ctrl-e>", "<f8>"];

#[test]
fn what_was_looked_up_opens_where_nothing_else_happened() {
    for asked in ASKED {
        let desk = late(asked, "");
        assert!(desk.app.overlay.is_some(), "{asked}: {}", desk.said());
    }
}

/// A page that came late took the place of a prompt, and with it the words that were half typed.
#[test]
fn what_comes_late_does_not_open_over_a_line_that_is_being_typed_into() {
    for asked in ASKED {
        let desk = late(asked, "<ctrl-k ctrl-a>王女");
        let Some(Overlay::Prompt(prompt)) = &desk.app.overlay else { panic!("{asked}: the prompt is gone") };
        assert_eq!(prompt.line.text(), "王女", "{asked}");
        let desk = late(asked, "<ctrl-p>复制");
        let Some(Overlay::List(list)) = &desk.app.overlay else { panic!("{asked}: the list is gone") };
        assert_eq!((list.kind, list.filter.text()), (Kind::Palette, "复制"), "{asked}");
    }
}

#[test]
fn what_comes_late_does_not_open_over_another_query_contact_page_or_chord() {
    for asked in ASKED {
        for meanwhile in ["几", "<ctrl-k ctrl-n>", "<ctrl-k>"] {
            let desk = late(asked, meanwhile);
            assert!(desk.app.overlay.is_none(), "{asked} {meanwhile}");
        }
        let desk = late(asked, "<f1>");
        let Some(Overlay::Page(page)) = &desk.app.overlay else { panic!("{asked}: the page is gone") };
        assert!(matches!(page.content, Content::Help(_)), "{asked}");
    }
}

/// A copy that waits for its text asks for a value when it comes; by then the agent was naming the contact.
#[test]
fn a_copy_whose_text_comes_late_asks_nothing_over_another_prompt() {
    let mut desk = bench(160, 48);
    let asking =
        CustomerAnswer { answer: Answer::of_body("{{套餐名}}已办理。"), ..CustomerAnswer::default() };
    desk.fake.articles.iter_mut().for_each(|shown| shown.article.customer = Some(asking.clone()));
    desk.keys("怎么");
    desk.slow = Some(Vec::new());
    desk.keys("<down><enter><ctrl-k ctrl-a>王女");
    desk.catch_up();
    let Some(Overlay::Prompt(prompt)) = &desk.app.overlay else { panic!("the prompt is gone") };
    assert_eq!(prompt.line.text(), "王女");
    assert!(desk.said().contains("未复制"), "{}", desk.said());
    desk.keys("<enter>");
    assert_eq!(desk.app.desk.contact.name, "王女");
    assert!(desk.tickets.is_empty() && desk.app.desk.waiting_copy.is_none(), "it is given up");
}

/// Where there is no clipboard the text is shown; it comes over the list of parts, which is returned to, and over no
/// line that is being typed into.
#[test]
fn a_text_that_could_not_be_copied_is_shown_only_where_nothing_is_typed() {
    let mut desk = bench(160, 48);
    desk.route = None;
    let long = Answer::of_body("请您先重启光猫和路由器，再看看能不能上网。".repeat(40));
    desk.fake.articles[0].article.customer =
        Some(CustomerAnswer { answer: long, ..CustomerAnswer::default() });
    desk.keys("宽带<enter><enter>");
    assert!(desk.screen().contains("(1/2) "), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(matches!(&desk.app.overlay, Some(Overlay::List(list)) if list.kind == Kind::Parts));
    desk.keys("<esc><ctrl-u>营业厅");
    desk.slow = Some(Vec::new());
    desk.keys("<enter><ctrl-p>复制");
    desk.catch_up();
    let Some(Overlay::List(list)) = &desk.app.overlay else { panic!("the list is gone") };
    assert_eq!(list.filter.text(), "复制");
    assert!(desk.said().contains("没有可用的剪贴板"), "{}", desk.said());
}
