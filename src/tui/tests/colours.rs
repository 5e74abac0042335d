//! What a colour means: a word of the screen has the style of its meaning, and without colours it can still be told apart.

use ratatui::style::{Modifier, Style};

use super::harness::{Bench, bench, unopened};
use crate::config::Settings;
use crate::tui::clipboard::Route;
use crate::tui::theme::Theme;
use unicode_segmentation::UnicodeSegmentation as _;

/// The styles of the first cell of a text, wherever it stands on the screen, from above.
fn styles(desk: &mut Bench, text: &str) -> Vec<Style> {
    let buf = desk.buffer();
    let wanted: Vec<&str> = text.graphemes(true).collect();
    let mut found = Vec::new();
    for y in 0..buf.area.height {
        let cells: Vec<(u16, &str)> = {
            let mut cells = Vec::new();
            let mut x = 0;
            while x < buf.area.width {
                let symbol = buf.cell((x, y)).expect("a cell").symbol();
                cells.push((x, symbol));
                x += u16::try_from(crate::text::width::cells(symbol).max(1)).expect("narrow");
            }
            cells
        };
        for at in 0..cells.len().saturating_sub(wanted.len() - 1) {
            let here = cells[at..at + wanted.len()].iter().map(|cell| cell.1);
            if here.eq(wanted.iter().copied()) {
                found.push(buf.cell((cells[at].0, y)).expect("a cell").style());
            }
        }
    }
    found
}

/// The style of a text, the `nth` time it stands on the screen.
fn nth_style(desk: &mut Bench, text: &str, nth: usize) -> Style {
    let found = styles(desk, text).get(nth).copied();
    found.unwrap_or_else(|| panic!("{text:?} does not stand {} times on\n{}", nth + 1, desk.screen()))
}

fn style(desk: &mut Bench, text: &str) -> Style {
    nth_style(desk, text, 0)
}

#[track_caller]
fn means(desk: &mut Bench, text: &str, meaning: Style) {
    let (found, wanted) = (style(desk, text), meaning);
    let fg = wanted.fg.unwrap_or(ratatui::style::Color::Reset);
    assert_eq!(found.fg.unwrap_or(ratatui::style::Color::Reset), fg, "{text}");
    assert!(found.add_modifier.contains(wanted.add_modifier), "{text}: {found:?} {wanted:?}");
}

fn theme() -> Theme {
    Theme::choose("default", false)
}

#[test]
fn trust_is_red_yellow_or_green() {
    let theme = theme();
    let mut desk = bench(160, 48);
    desk.keys("双节");
    means(&mut desk, "[已过期]", theme.bad);
    let mut desk = bench(160, 48);
    desk.keys("副卡");
    means(&mut desk, "[客户口径滞后]", theme.warn);
    means(&mut desk, "已发布", theme.good);
    means(&mut desk, "未验证", theme.warn);
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    means(&mut desk, "已验证", theme.good);
}

#[test]
fn a_message_sounds_as_it_is_meant() {
    let theme = theme();
    let mut desk = bench(160, 48);
    desk.keys("宽带<enter>");
    means(&mut desk, "已复制客户口径", theme.good);
    desk.route = Some(Route::Terminal);
    desk.keys("<enter>");
    means(&mut desk, "OSC 52 已发送", theme.warn);
    desk.keys("<ctrl-u>双节<enter>");
    means(&mut desk, "未复制：已过期", theme.bad);
}

#[test]
fn what_must_be_read_is_red_until_it_was() {
    let theme = theme();
    let mut desk = bench(160, 48);
    means(&mut desk, "[必读]", theme.bad);
    means(&mut desk, "未读", theme.warn);
    desk.keys("<f3><enter>");
    means(&mut desk, "[必读]", theme.dim);
}

#[test]
fn marks_facts_and_matches_have_their_own() {
    let theme = theme();
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    means(&mut desk, "【必告】", theme.must);
    means(&mut desk, "【仅内部】", theme.private);
    means(&mut desk, "【禁说】", theme.forbidden);
    means(&mut desk, "【内外有别】", theme.differs);
    // First it stands in the heading of the answer.
    let hit = nth_style(&mut desk, "宽带上不去网", 1);
    assert_eq!((hit.fg, hit.add_modifier.contains(theme.hit.add_modifier)), (theme.hit.fg, true));
    means(&mut desk, "短信●", theme.tab_here);
    means(&mut desk, "24 小时。", theme.fact);
    // The house's own target beside what is promised is no difference of the faces.
    means(&mut desk, "12 小时", theme.fact);
}

/// The style of a fact in both panes; the list of results, which marks none, stands left of them.
fn in_panes(desk: &mut Bench, fact: &str) -> Vec<(Option<ratatui::style::Color>, Modifier)> {
    let found = styles(desk, fact);
    let marked = found.into_iter().filter(|style| style.fg != Some(ratatui::style::Color::Reset));
    marked.map(|style| (style.fg, style.add_modifier & Modifier::UNDERLINED)).collect()
}

#[test]
fn a_fact_that_only_one_face_has_stands_out_in_it() {
    let theme = theme();
    let only = (theme.fact_only.fg, theme.fact_only.add_modifier);
    let both = (theme.fact.fg, theme.fact.add_modifier);
    assert_ne!(only, both);
    let mut desk = bench(160, 48);
    desk.keys("副卡");
    for (fact, times) in [("10 元", 1), ("4 张", 1), ("5 元/月", 1), ("5 张", 1)] {
        assert_eq!(in_panes(&mut desk, fact), vec![only; times], "{fact}\n{}", desk.screen());
    }
    desk.keys("<ctrl-u>套餐");
    assert_eq!(in_panes(&mut desk, "200分钟"), [both, both], "{}", desk.screen());
    assert_eq!(in_panes(&mut desk, "300M"), [only], "only the internal table has it: {}", desk.screen());
}

#[test]
fn what_cannot_be_done_now_is_dim_and_what_is_selected_reversed() {
    let theme = theme();
    let mut desk = bench(160, 48);
    desk.keys("宽带");
    means(&mut desk, "Enter 复制", theme.key);
    assert!(nth_style(&mut desk, "宽带上不去网", 1).add_modifier.contains(Modifier::REVERSED));
    desk.keys("<ctrl-p>");
    means(&mut desk, "变体", theme.key_off);
    means(&mut desk, "命令面板", theme.title);
}

/// Where there is no colour, what warns and what is selected is still told from the rest by more than colour.
#[test]
fn without_colours_meaning_stays() {
    let mono = Settings { theme: "mono".into(), ..Settings::default() };
    let mut desk = unopened(160, 48, &mono);
    desk.open();
    desk.keys("双节");
    let plain = Modifier::empty();
    assert_ne!(style(&mut desk, "[已过期]").add_modifier, plain);
    let row = nth_style(&mut desk, "双节流量", 1);
    assert!(row.add_modifier.contains(Modifier::REVERSED), "the selected row");
    desk.keys("<ctrl-u>宽带");
    for text in ["【禁说】", "【必告】", "短信●"] {
        assert_ne!(style(&mut desk, text).add_modifier, plain, "{text}");
    }
    desk.keys("<ctrl-u>副卡");
    let differs = styles(&mut desk, "10 元").pop().expect("in the customer answer");
    assert_ne!(differs.add_modifier, plain, "a fact that only one face has");
    desk.keys("<ctrl-u>套餐");
    let agrees = styles(&mut desk, "200分钟").pop().expect("in the customer answer");
    assert_eq!(agrees.add_modifier, plain, "a fact that both have");
    let buf = desk.buffer();
    let colours = buf
        .content
        .iter()
        .any(|cell| cell.fg != ratatui::style::Color::Reset || cell.bg != ratatui::style::Color::Reset);
    assert!(!colours);
}
