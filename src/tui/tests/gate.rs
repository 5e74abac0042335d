//! What leaves the desk: values, parts, pieces, stacks, forms.

use super::harness::{Bench, bench};
use crate::model::{Action, ActionKind, Answer, CustomerAnswer, Face, Rendering};
use crate::tui::event::{Moved, Reply};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::list::Kind;
use crate::tui::screen::desk::gate::copy_text;

/// Gives the first article another customer answer.
fn answer(desk: &mut Bench, body: &str) {
    let customer = CustomerAnswer { answer: Answer::of_body(body), ..CustomerAnswer::default() };
    desk.fake.articles[0].article.customer = Some(customer);
    desk.keys("宽带");
}

fn copied(desk: &Bench) -> &str {
    desk.tickets.last().map_or("", |ticket| &ticket.text)
}

#[test]
fn variables_are_asked_for_and_the_last_values_of_the_contact_are_offered() {
    let mut desk = bench(160, 48);
    answer(&mut desk, "{{姓名}}您好，{{套餐名}}已办理。{{ 姓名 }}再见。");
    desk.keys("<enter>");
    assert!(desk.tickets.is_empty() && desk.screen().contains("姓名 是？"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(desk.tickets.is_empty(), "an empty value is none");
    desk.keys("王先生<enter>云享<enter>");
    assert_eq!(copied(&desk), "王先生您好，云享已办理。王先生再见。");
    desk.keys("<enter><enter><backspace>129<enter>");
    assert_eq!(copied(&desk), "王先生您好，云129已办理。王先生再见。");
    desk.keys("<ctrl-k ctrl-n>宽带<enter>");
    assert!(!desk.screen().contains("王先生"), "values do not reach another contact: {}", desk.screen());
    desk.keys("<esc>");
    assert!(desk.app.desk.waiting_copy.is_none(), "Esc gives the copy up");
}

#[test]
fn a_value_is_not_filled_again() {
    let mut desk = bench(160, 48);
    answer(&mut desk, "{{甲}}和{{乙}}");
    desk.keys("<enter>{{乙}}<enter>2<enter>");
    assert_eq!(copied(&desk), "{{乙}}和2");
}

#[test]
fn a_text_over_the_limit_is_offered_in_parts() {
    let mut desk = bench(160, 48);
    answer(&mut desk, &"请您先重启光猫和路由器，再看看能不能上网。".repeat(40));
    desk.keys("<enter>");
    let Some(Overlay::List(list)) = &desk.app.overlay else { panic!("a list") };
    assert_eq!(list.kind, Kind::Parts);
    desk.keys("<enter>");
    assert!(copied(&desk).starts_with("(1/2) ") && copied(&desk).chars().count() <= 500, "{}", copied(&desk));
    desk.keys("<enter>");
    assert!(copied(&desk).starts_with("(2/2) "), "the list stays, at the next part: {}", copied(&desk));
    desk.keys("<enter>");
    assert_eq!(copied(&desk).chars().count(), 21 * 40, "behind the parts the whole");
    assert!(desk.said().contains("超过渠道上限"), "{}", desk.said());
}

#[test]
fn a_piece_is_copied_alone() {
    let mut desk = bench(160, 48);
    answer(&mut desk, "先这样。\n\n1. 断电\n2. 通电\n\n|档|月费|\n|-|-|\n|青云|59元|\n");
    desk.keys("<ctrl-k ctrl-p>");
    assert!(desk.screen().contains("步骤") && desk.screen().contains("表行"), "{}", desk.screen());
    desk.keys("通电<enter>");
    assert_eq!(copied(&desk), "2. 通电");
    desk.keys("<ctrl-k ctrl-p>青云<enter>");
    assert_eq!(copied(&desk), "青云：59元");
}

#[test]
fn stacked_answers_become_one_reply_and_each_is_looked_at_again() {
    let mut desk = bench(160, 48);
    answer(&mut desk, "您好，请重启。");
    desk.keys("<f5><ctrl-u>营业厅<f5>");
    assert!(desk.said().contains("共 2 条"), "{}", desk.said());
    desk.keys("<ctrl-k ctrl-c>");
    assert!(desk.screen().contains("复制全部 2 条"), "{}", desk.screen());
    desk.keys("<enter>");
    let ticket = desk.tickets.last().expect("a reply");
    assert!(ticket.text.starts_with("您好，请重启。") && ticket.shown.len() == 2, "{}", ticket.text);
    // One of them is replaced while it lies on the stack.
    desk.fake.articles[0].revision += 1000;
    desk.fake.articles[0].article.internal.as_mut().expect("an answer").lead = "改了。".into();
    desk.keys("<ctrl-k ctrl-c><enter>");
    assert_eq!(desk.tickets.len(), 1, "{}", desk.said());
    assert!(desk.said().contains("更新"), "{}", desk.said());
    // What stands there now is what is said now.
    desk.keys("<ctrl-k ctrl-c><enter>");
    assert_eq!(desk.tickets.len(), 2, "{}", desk.said());
    desk.keys("<ctrl-k ctrl-c><down><enter><esc>");
    assert_eq!(desk.app.desk.contact.stack.len(), 1, "it was taken off");
}

#[test]
fn a_fact_that_the_internal_text_does_not_state_any_more_stops_the_copy() {
    let mut desk = bench(160, 48);
    desk.keys("副卡<enter>");
    assert!(desk.tickets.is_empty(), "{}", desk.said());
    assert!(desk.said().contains("“每月 10 元”在内部口径里已改为“每张 5 元/月”"), "{}", desk.said());
    desk.keys("<wait><enter>");
    assert_eq!(desk.tickets.len(), 1);
    let trail: Vec<&str> = desk.app.desk.contact.trail.iter().map(|step| step.what.as_str()).collect();
    assert_eq!(trail, ["stop", "copy", "override"], "that it went on all the same is written down");
}

/// One press let every text of a stack pass, and only the first was named.
#[test]
fn each_stopped_text_of_a_stack_is_named_and_its_override_is_written_down() {
    let mut desk = bench(160, 48);
    desk.keys("副卡<f5><ctrl-u>双节<f5><ctrl-k ctrl-c><enter>");
    assert!(desk.tickets.is_empty());
    let said = desk.said().to_owned();
    assert!(said.contains("mv-0077") && said.contains("已过期") && said.contains("每月 10 元"), "{said}");
    desk.keys("<wait><ctrl-k ctrl-c><enter>");
    assert_eq!(desk.tickets.len(), 1, "{}", desk.said());
    let trail = &desk.app.desk.contact.trail;
    let over = trail.iter().filter(|step| step.what == "override").map(|step| step.article.clone());
    let over: Vec<_> = over.flatten().collect();
    assert_eq!(over.len(), 2);
    assert!(over[0] != over[1], "{over:?}");
}

#[test]
fn what_would_leak_stops_the_copy_and_an_override_is_written_down() {
    let mut desk = bench(160, 48);
    answer(&mut desk, "请到BOSS系统办理。");
    desk.fake.leaks = vec!["BOSS".into()];
    desk.keys("<enter>");
    assert!(desk.tickets.is_empty(), "{}", desk.said());
    assert!(desk.said().contains("BOSS"), "{}", desk.said());
    desk.keys("<enter>");
    assert!(desk.tickets.is_empty(), "the same press once more");
    desk.keys("<wait><enter>");
    assert_eq!(desk.tickets.len(), 1, "{}", desk.said());
    let trail: Vec<&str> = desk.app.desk.contact.trail.iter().map(|step| step.what.as_str()).collect();
    assert_eq!(trail, ["stop", "copy", "override"]);
    desk.keys("<ctrl-y>");
    assert_eq!(desk.tickets.len(), 2, "the house may read its own words: {}", desk.said());
}

/// With two of them the second could never be had.
#[test]
fn of_several_forms_one_is_chosen() {
    let mut desk = bench(160, 48);
    let ticket = |target: &str, field: &str| Action {
        kind: ActionKind::Ticket,
        target: target.into(),
        fields: vec![field.into()],
        limit: None,
    };
    desk.fake.articles[0].article.actions = vec![ticket("装维", "地址"), ticket("投诉", "诉求")];
    desk.keys("宽带<ctrl-k ctrl-t><down><enter>");
    assert!(desk.screen().contains("投诉 · 第1/1项：诉求"), "{}", desk.screen());
    desk.keys("退费<enter>");
    assert!(copied(&desk).contains("投诉") && copied(&desk).contains("诉求：退费"), "{}", copied(&desk));
}

#[test]
fn a_text_over_the_limit_that_was_wanted_whole_is_written_down() {
    let mut desk = bench(160, 48);
    answer(&mut desk, &"请您先重启光猫和路由器，再看看能不能上网。".repeat(40));
    desk.keys("<enter><ctrl-end><enter>");
    assert_eq!(desk.tickets.len(), 1);
    let trail: Vec<&str> = desk.app.desk.contact.trail.iter().map(|step| step.what.as_str()).collect();
    assert_eq!(trail, ["copy", "override"]);
}

/// The SMS was written anew when the figure changed, the customer answer was not: only what is to be copied counts.
#[test]
fn what_lags_on_another_channel_stops_nothing() {
    for (text, copied) in [("副卡每张 5 元/月，最多 5 张。", 1), ("副卡每张 10 元/月，最多 5 张。", 0)]
    {
        let mut desk = bench(160, 48);
        desk.fake.change("mv-0077", |article| {
            let customer = article.customer.as_mut().expect("an answer");
            let based_on = customer.based_on.clone();
            customer.channels.insert("sms".into(), Rendering { text: text.into(), based_on });
        });
        desk.keys("副卡<enter>");
        assert_eq!(desk.tickets.len(), copied, "{text}: {}", desk.said());
    }
}

/// What must not be said stands beside every customer answer, in every window, and in nothing that leaves the desk for a
/// customer; nor does what is for the house alone.
#[test]
fn what_must_not_be_said_is_beside_the_customer_answer_and_never_in_it() {
    for (width, height) in [(160, 48), (120, 18), (100, 30), (80, 24), (60, 15)] {
        for (query, never) in [("宽带", "【禁说】一定能在今天修好"), ("副卡", "【禁说】以后不会涨价")]
        {
            let mut desk = bench(width, height);
            desk.keys(query);
            let buf = desk.buffer();
            let pane = desk.app.desk.layout.customer;
            assert!(!pane.is_empty(), "{width}×{height}");
            let rows = (pane.y..pane.bottom())
                .map(|y| (pane.x..pane.right()).filter_map(|x| Some(buf.cell((x, y))?.symbol())).collect())
                .map(|row: String| row.replace(' ', ""));
            assert!(rows.into_iter().any(|row| row.contains(never)), "{width}×{height}\n{}", desk.screen());
        }
    }
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    let shown = desk.app.desk.shown.clone().expect("an article");
    for channel in 0..desk.app.house.channels.len() {
        let (text, _) = copy_text(&shown, Face::Customer, channel, &desk.app.house).expect("a text");
        for inside in ["【禁说】", "【仅内部】", "【必告】", "今天修好", "FN-2", "12 小时", "BSS"]
        {
            assert!(!text.contains(inside), "{inside} in {text}");
        }
    }
}

#[test]
fn a_ticket_form_asks_for_its_fields_and_is_copied() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-k ctrl-t>云州城北<enter><enter>今晚<enter>");
    let text = copied(&desk);
    assert!(text.starts_with("【派单】装维：宽带上不去网怎么办（kd-0012）"), "{text}");
    assert!(text.contains("地址：云州城北\n联系人：\n可上门时段：今晚\n时限：24h"), "{text}");
    desk.keys("<ctrl-k ctrl-t>");
    assert!(
        desk.screen().contains("云州城北"),
        "what was given in this contact is offered: {}",
        desk.screen()
    );
}

#[test]
fn what_belongs_to_an_article_is_a_list_and_leads_back() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-o>");
    let screen = desk.screen();
    assert!(screen.contains("kd-0013  家里换地址宽带怎么移机"), "{screen}");
    desk.keys("<enter>");
    assert_eq!(desk.app.desk.contact.query.text(), "kd-0013");
    desk.keys("<alt-left>");
    assert_eq!(desk.shown(), "kd-0012");
    desk.keys("<alt-right>");
    assert_eq!(desk.app.desk.contact.query.text(), "kd-0013");
}

#[test]
fn an_emergency_wording_may_be_used_and_is_marked_as_not_reviewed() {
    for (until, used) in [(None, 0), (Some(crate::model::Moment::FOREVER), 1)] {
        let mut desk = bench(160, 48);
        let first = &mut desk.fake.articles[0];
        (first.stage, first.unreviewed_until) = (crate::model::Stage::InReview, until);
        desk.keys("宽带<enter>");
        assert_eq!(desk.tickets.len(), used, "what is only in review stays here: {}", desk.said());
        assert_eq!(desk.screen().contains("临时口径·未审核"), used > 0, "{}", desk.screen());
    }
}

/// Markdown joins lines; what must not be told ran on behind what must.
#[test]
fn marked_lines_of_the_internal_answer_are_copied_as_lines() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-y>");
    let lines: Vec<&str> = copied(&desk).lines().filter(|line| line.starts_with('【')).collect();
    assert_eq!(lines.len(), 4, "{}", copied(&desk));
    assert!(lines.iter().all(|line| line.matches('【').count() == 1), "{lines:?}");
}

#[test]
fn answers_of_a_stack_change_places_and_other_channels_say_their_cost() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<f5><ctrl-u>青云<f5><ctrl-k ctrl-c>");
    let screen = desk.screen();
    assert!(
        screen.contains("1 宽带") && screen.contains("2 青云") && screen.contains("改用微信"),
        "{screen}"
    );
    desk.keys("<down><shift-down>");
    assert!(desk.screen().contains("1 青云") && desk.screen().contains("2 宽带"), "{}", desk.screen());
    desk.keys("<shift-down>");
    assert!(desk.screen().contains("2 宽带"), "the last stays the last: {}", desk.screen());
    desk.keys("<ctrl-home><enter>");
    let text = desk.tickets.last().expect("a copy").text.clone();
    assert!(text.find("青云") < text.find("宽带"), "{text}");
    desk.keys("<ctrl-k ctrl-c>微信<enter>");
    assert!(desk.screen().contains("改用短信"), "the channel is the other one now: {}", desk.screen());
    assert_eq!(desk.app.house.channels[desk.app.desk.contact.channel].name, "wechat");
}

#[test]
fn a_stacked_text_that_is_not_what_it_was_is_marked_as_long_as_it_stands_there() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter><f5>");
    let shown = desk.app.desk.contact.stack[0].clone();
    let moved = Moved {
        id: "kd-0012".into(),
        revision: shown.uuid.clone(),
        question: shown.article.question.clone(),
        is_gone: true,
        reason: String::new(),
        is_used: false,
    };
    desk.reply(Reply::Moved(vec![moved]));
    desk.keys("<ctrl-k ctrl-c>");
    assert!(desk.screen().contains("[已失效]"), "{}", desk.screen());
    desk.keys("<esc><ctrl-u><esc>");
    assert!(desk.screen().contains("＋1!") || desk.screen().contains("+1!"), "{}", desk.screen());
}

/// The plain view left the warnings of the desk behind with its borders.
#[test]
fn the_plain_view_keeps_the_warnings() {
    let mut desk = bench(160, 48);
    desk.keys("副卡<f9>");
    let screen = desk.screen();
    let head = screen.lines().next().unwrap_or_default();
    assert!(head.contains("客户口径") && head.contains("[客户口径滞后]"), "{screen}");
    let mut desk = bench(160, 48);
    desk.keys("宽带<f9>");
    let screen = desk.screen();
    assert!(screen.lines().next().unwrap_or_default().contains("一定能在今天修好"), "{screen}");
}

/// What was stopped in the list of pieces had to be looked for all over again.
#[test]
fn a_piece_that_was_stopped_is_confirmed_where_it_was_picked() {
    let mut desk = bench(160, 48);
    desk.keys("副卡<ctrl-k ctrl-p><enter>");
    assert!(desk.tickets.is_empty() && desk.said().contains("未复制"), "{}", desk.said());
    assert!(matches!(&desk.app.overlay, Some(Overlay::List(list)) if list.kind == Kind::Pieces));
    desk.keys("<wait><enter>");
    assert_eq!(desk.tickets.len(), 1, "{}", desk.said());
}

#[test]
fn a_text_that_takes_too_long_to_be_said_is_offered_in_parts() {
    let mut desk = bench(160, 48);
    answer(&mut desk, &"请您先重启光猫和路由器，再看看能不能上网。".repeat(20));
    let ivr = desk.app.house.channels.iter().position(|channel| channel.name == "ivr").expect("a channel");
    desk.app.desk.contact.channel = ivr;
    desk.keys("<ctrl-c>");
    let Some(Overlay::List(list)) = &desk.app.overlay else { panic!("a list: {}", desk.screen()) };
    assert_eq!(list.kind, Kind::Parts);
    let parts = list.entries().len() - 1;
    assert!(parts >= 2);
    let channel = desk.app.house.channels[ivr].clone();
    for _ in 0..parts {
        desk.keys("<enter>");
        let cost = crate::customer::budget::cost(copied(&desk), &channel, desk.app.house.rate);
        assert!(!cost.is_over(), "{cost:?}: {}", copied(&desk));
    }
    desk.keys("<enter>");
    assert!(desk.said().contains("秒"), "the whole is said to be too long: {}", desk.said());
}

#[test]
fn a_form_says_whose_it_is_and_what_was_left_empty() {
    let mut desk = bench(160, 48);
    desk.fake.articles[0].article.actions = vec![Action {
        kind: ActionKind::Ticket,
        target: "装维".into(),
        fields: vec!["地址".into(), "电话".into()],
        limit: None,
    }];
    desk.keys("宽带<ctrl-k ctrl-t>");
    assert!(desk.screen().contains("装维 · 第1/2项：地址"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(desk.screen().contains("装维 · 第2/2项：电话"), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(desk.said().contains("没有填：地址、电话"), "{}", desk.said());
}
