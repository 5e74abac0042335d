//! What is looked at beside an article, and how the two answers are scrolled.

use super::harness::{Bench, bench};
use crate::model::{Answer, Face, Level, Period};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::list::{Kind, Value};
use crate::tui::record::Record;
use crate::tui::screen::desk::board::Section;

fn list(desk: &Bench) -> &crate::tui::overlay::list::List {
    let Some(Overlay::List(list)) = &desk.app.overlay else { panic!("a list") };
    list
}

fn long(desk: &mut Bench) {
    let many = |word: &str, count: usize| -> String {
        (0..count).map(|n| format!("{word}第{n}行。\n\n")).collect()
    };
    let lines = |word: &str| many(word, 80);
    let article = &mut desk.fake.articles[0].article;
    article.category.clear();
    article.relations.clear();
    article.internal =
        Some(Answer::of_body(format!("{}宽带在这里。\n\n{}宽带又在这里。", lines("内"), lines("里"))));
    article.customer.as_mut().unwrap().answer = Answer::of_body(many("客", 600));
    article.customer.as_mut().unwrap().channels.clear();
    desk.keys("宽带");
}

#[test]
fn answers_scroll_together_or_apart() {
    let mut desk = bench(160, 48);
    long(&mut desk);
    let at =
        |desk: &Bench| (desk.app.desk.scroll.of(Face::Internal), desk.app.desk.scroll.of(Face::Customer));
    desk.keys("<page_down>");
    let (internal, customer) = at(&desk);
    assert!(internal > 0 && internal == customer);
    desk.keys("<ctrl-k ctrl-v><page_down>");
    assert_eq!(at(&desk).0, internal, "the focus is on the customer answer: {}", desk.said());
    assert!(at(&desk).1 > customer);
    desk.keys("<tab><page_down><page_down>");
    assert!(at(&desk).0 > internal);
    desk.keys("<ctrl-k ctrl-v><page_up><page_up><page_up>");
    assert_eq!(at(&desk).0, at(&desk).1, "together again");
    desk.keys("<ctrl-u>副卡");
    assert_eq!(at(&desk), (0, 0), "another article begins at its beginning");
}

#[test]
fn a_key_jumps_from_match_to_match_and_round() {
    let mut desk = bench(160, 48);
    desk.fake.overview.announcements.clear();
    desk.open();
    long(&mut desk);
    desk.keys("<tab><ctrl-k down>");
    assert!(desk.said().contains("1/2") && desk.screen().contains("宽带在这里"), "{}", desk.screen());
    desk.keys("<ctrl-k down>");
    assert!(desk.said().contains("2/2") && desk.screen().contains("宽带又在这里"), "{}", desk.screen());
    desk.keys("<ctrl-k down>");
    assert!(desk.said().contains("1/2"), "round: {}", desk.said());
    desk.keys("<ctrl-k up>");
    assert!(desk.said().contains("2/2"), "{}", desk.said());
    desk.keys("<tab><ctrl-k down>");
    assert!(desk.said().contains("没有匹配"), "{}", desk.said());
}

#[test]
fn a_change_is_shown_word_by_word_from_the_screen_and_from_the_board() {
    let mut desk = bench(160, 48);
    desk.keys("青云<ctrl-d>");
    let screen = desk.screen();
    assert!(screen.contains("[-119元-]{+129元+}"), "{screen}");
    assert!(
        screen.contains("[-装维-]{+移动产品+}") && screen.contains("第2版") && screen.contains("第3版"),
        "{screen}"
    );
    let mut desk = bench(160, 48);
    desk.open();
    desk.keys("<down>");
    for _ in 0..20 {
        if desk.app.desk.article_on_board(&desk.app.house).as_deref() == Some("tf-0129") {
            break;
        }
        desk.keys("<down>");
    }
    desk.keys("<ctrl-d>");
    assert!(desk.screen().contains("{+129"), "{}", desk.screen());
}

#[test]
fn two_articles_are_compared() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-k ctrl-b>");
    assert!(desk.said().contains("kd-0012") && desk.app.overlay.is_none(), "{}", desk.said());
    desk.keys("<ctrl-u>青云<ctrl-k ctrl-b>");
    let screen = desk.screen();
    assert!(screen.contains("kd-0012") && screen.contains("tf-0129"), "{screen}");
    desk.keys("<esc><ctrl-k ctrl-n>");
    assert!(desk.app.desk.contact.compared.is_empty(), "what was compared belongs to the contact");
}

#[test]
fn variants_of_other_regions_are_there_to_read() {
    let mut desk = bench(160, 48);
    desk.keys("营业厅<ctrl-r>云州<enter><esc><ctrl-e>");
    let others: Vec<String> = list(&desk)
        .entries()
        .into_iter()
        .filter(|entry| matches!(entry.value, Value::Peek(_)))
        .map(|entry| entry.label.clone())
        .collect();
    assert_eq!(others, ["岭安", "澜江"]);
    desk.keys("澜江<enter>");
    assert!(desk.screen().contains("9:30—19:00"), "{}", desk.screen());
    assert!(desk.tickets.is_empty());
}

#[test]
fn a_product_shows_its_articles_and_links_are_copied_where_nothing_opens_them() {
    let mut desk = bench(160, 48);
    desk.fake.articles[0].article.scope.product = vec!["家庭宽带".into()];
    desk.fake.articles[0].article.internal = Some(Answer::of_body("见 https://a.example/x 的说明"));
    desk.keys("宽带<ctrl-o>家庭<enter>");
    assert_eq!(list(&desk).kind, Kind::Product);
    desk.keys("<enter>");
    assert_eq!(desk.app.desk.contact.query.text(), "kd-0012");
    desk.keys("<ctrl-u>宽带<ctrl-o>https<enter>");
    assert_eq!(desk.tickets.last().unwrap().text, "https://a.example/x");
}

#[test]
fn the_nth_piece_is_its_number_and_facts_are_pieces() {
    let mut desk = bench(160, 48);
    desk.fake.articles[0].article.customer.as_mut().unwrap().answer =
        Answer::of_body("月费59元。\n\n三天内生效。");
    desk.fake.articles[0].article.customer.as_mut().unwrap().channels.clear();
    desk.keys("宽带<ctrl-k ctrl-p>2<enter>");
    assert_eq!(desk.tickets.last().unwrap().text, "三天内生效。");
    desk.keys("<ctrl-k ctrl-p>3<enter>");
    assert_eq!(desk.tickets.last().unwrap().text, "59元");
}

#[test]
fn a_pin_takes_its_last_day_and_a_second_press_takes_it_away() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-k insert>后年<enter>");
    assert!(desk.said().contains("不是日期"), "{}", desk.said());
    desk.keys("<ctrl-u>2020-01-01<enter>");
    assert!(desk.said().contains("不早于今天"), "{}", desk.said());
    desk.keys("<ctrl-u>2027-01-01<enter>");
    let last = "2027-01-01".parse().ok();
    let pinned = |period| Record::Pin { article: "kd-0012".into(), period };
    assert_eq!(desk.fake.records.last(), Some(&pinned(Period { first: None, last })));
    desk.keys("<ctrl-k insert>2026-12-20至2027-01-01<enter>");
    let first = "2026-12-20".parse().ok();
    assert_eq!(desk.fake.records.last(), Some(&pinned(Period { first, last })));
    desk.keys("<ctrl-u>青云<ctrl-k insert>");
    assert_eq!(desk.fake.records.last(), Some(&Record::Unpin { article: "tf-0129".into() }), "it is pinned");
}

#[test]
fn an_announcement_is_for_where_the_contact_stands_and_on_what_is_read() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-k end>");
    assert!(desk.screen().contains("发一条必读") && desk.screen().contains("结束："), "{}", desk.screen());
    desk.keys("提醒<enter>");
    assert!(desk.screen().contains("全部坐席；关联 kd-0012"), "{}", desk.screen());
    desk.keys("城南断网 14 点恢复<enter>昨天<enter>");
    assert!(desk.said().contains("不早于今天"), "{}", desk.said());
    desk.keys("<ctrl-u>明天<enter>");
    let Some(Record::Announce(new)) = desk.fake.records.last() else { panic!("{:?}", desk.fake.records) };
    assert_eq!((new.level, new.title.as_str()), (Level::Alert, "城南断网 14 点恢复"));
    assert_eq!(new.articles, ["kd-0012"]);
    assert_eq!(new.last, desk.app.desk.today().tomorrow().ok());
    let id = desk.app.desk.overview.announcements[0].id.clone();
    desk.keys("<ctrl-k end>结束<enter>");
    assert_eq!(desk.fake.records.last(), Some(&Record::EndAnnouncement { id }));
    // Nothing typed is nothing announced.
    let before = desk.fake.records.len();
    desk.keys("<ctrl-k end><enter><enter>");
    assert_eq!(desk.fake.records.len(), before);
}

#[test]
fn every_list_of_the_board_has_a_key_of_its_own() {
    let mut desk = bench(160, 48);
    let keys = (1..=8).map(|n| format!("Alt+{n}"));
    let lists = ["热点", "最近使用", "收藏", "最近更新", "即将到期", "分类", "个人备注", "反馈结果"];
    let screen = desk.screen();
    for (key, list) in keys.zip(lists) {
        let is_empty = matches!(list, "个人备注" | "反馈结果");
        assert_eq!(screen.contains(&format!("{list}  {key}")), !is_empty, "{list} {key}: {screen}");
    }
    desk.keys("宽带<alt-1>");
    assert!(desk.screen().contains("青云系列 5G 套餐有哪些档位"), "during a contact too: {}", desk.screen());
    desk.keys("<esc><alt-7>");
    assert!(desk.said().contains("“个人备注”现在没有内容"), "{}", desk.said());
}

#[test]
fn the_category_tree_is_found_by_sound_and_filters() {
    let mut desk = bench(160, 48);
    assert!(!desk.screen().contains("故障"), "the board shows the tops: {}", desk.screen());
    desk.keys("<alt-6>");
    assert!(desk.screen().contains("  资费  18"), "{}", desk.screen());
    desk.keys("zf");
    assert!(!desk.screen().contains("电视"), "{}", desk.screen());
    desk.keys("<enter>");
    assert_eq!(desk.app.desk.contact.query.text(), "分类:资费 ");
    assert!(desk.screen().contains("[分类 资费]"), "{}", desk.screen());
    desk.keys("副卡 -携号<alt-6>宽带<enter>");
    assert_eq!(desk.app.desk.contact.query.text(), "分类:宽带 -\"携号\" 副卡", "what was typed stays");
    assert!(desk.screen().contains("[分类 宽带] [-携号]"), "{}", desk.screen());
}

#[test]
fn what_changed_is_one_key_away_and_the_list_stays() {
    let mut desk = bench(160, 48);
    desk.keys("<alt-4>");
    assert!(matches!(&desk.app.overlay, Some(Overlay::List(list)) if list.entries().len() == 2));
    desk.keys("<down><enter>");
    assert!(desk.screen().contains("看这次改了什么"), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(matches!(&desk.app.overlay, Some(Overlay::List(_))), "the next one is looked at");
    desk.keys("<enter><enter>");
    assert!(desk.app.overlay.is_none());
    assert_eq!(desk.app.desk.contact.query.text().trim(), "kd-0012");
}

/// The lists of the board had keys that did nothing while one of them was open.
#[test]
fn from_one_list_of_the_board_a_key_leads_to_another() {
    let mut desk = bench(160, 48);
    let section = |desk: &Bench| match &desk.app.overlay {
        Some(Overlay::List(list)) => Some(list.kind),
        _ => None,
    };
    desk.keys("<alt-6>");
    assert_eq!(section(&desk), Some(Kind::Board(Section::Categories)));
    desk.keys("<alt-4>");
    assert_eq!(section(&desk), Some(Kind::Board(Section::Changed)));
    desk.keys("<ctrl-p><alt-6>");
    assert_eq!(section(&desk), Some(Kind::Palette), "only from one of them");
}

#[test]
fn esc_leaves_a_category_and_nothing_that_was_typed() {
    let mut desk = bench(160, 48);
    desk.keys("<alt-6>zf<enter>");
    assert_eq!(desk.app.desk.contact.query.text(), "分类:资费 ");
    desk.keys("<esc>");
    assert_eq!(desk.app.desk.contact.query.text(), "");
    desk.keys("<alt-6>zf<enter>副卡<esc>");
    assert_eq!(desk.app.desk.contact.query.text(), "分类:资费 副卡");
}

#[test]
fn a_comparison_is_begun_afresh_with_one_key() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-k ctrl-b><ctrl-u>副卡<ctrl-k ctrl-b>");
    assert!(desk.screen().contains("Enter 清空重选"), "{}", desk.screen());
    desk.keys("<esc>");
    assert_eq!(desk.app.desk.contact.compared.len(), 2, "a third may join them");
    desk.keys("<ctrl-k ctrl-b><enter>");
    assert!(desk.app.desk.contact.compared.is_empty() && desk.app.overlay.is_none());
}

#[test]
fn help_begins_with_the_keys_of_where_one_is() {
    let mut desk = bench(100, 30);
    let first = |desk: &mut Bench| {
        let screen = desk.screen();
        screen.lines().nth(1).unwrap_or_default().trim_matches(['│', ' ']).to_owned()
    };
    desk.keys("<f1>");
    assert!(first(&mut desk).starts_with("搜索"), "{}", desk.screen());
    desk.keys("<esc><ctrl-k ctrl-s><f1>");
    assert!(first(&mut desk).starts_with("今日待办"), "{}", desk.screen());
    desk.keys("<end>");
    assert!(desk.screen().contains("专门写好的文本"), "the signs are explained: {}", desk.screen());
}

#[test]
fn the_source_document_of_an_article_is_one_key_away() {
    let mut desk = bench(160, 48);
    desk.keys("宽带<ctrl-k f3>");
    assert!(desk.said().contains("没有保存来源文档"), "{}", desk.said());
    let mut desk = bench(160, 48);
    desk.fake.articles[0].document = Some("/kb/documents/2/手册.html".into());
    desk.keys("宽带<ctrl-k f3>");
    assert_eq!(desk.tickets.last().map(|ticket| ticket.text.as_str()), Some("/kb/documents/2/手册.html"));
    desk.keys("<ctrl-o>");
    let Some(Overlay::List(list)) = &desk.app.overlay else { panic!("a list") };
    let is_it = |value: &Value| *value == Value::Link("/kb/documents/2/手册.html".into());
    assert!(list.entries().iter().any(|entry| is_it(&entry.value)), "{:?}", list.entries());
}
