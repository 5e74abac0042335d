//! What a colour means: a word of the screen has the style of its meaning, and without colours it can still be told apart.

use ratatui::style::{Modifier, Style};

use super::harness::{Bench, bench, unopened};
use crate::config::Settings;
use crate::tui::clipboard::Route;
use crate::tui::theme::Theme;
use unicode_segmentation::UnicodeSegmentation as _;

/// The style of the first cell of a text, the `nth` time it stands on the screen.
fn nth_style(desk: &mut Bench, text: &str, nth: usize) -> Style {
    let buf = desk.buffer();
    let wanted: Vec<&str> = text.graphemes(true).collect();
    let mut found = 0;
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
                if found == nth {
                    return buf.cell((cells[at].0, y)).expect("a cell").style();
                }
                found += 1;
            }
        }
    }
    panic!("{text:?} does not stand {} times on\n{}", nth + 1, desk.screen());
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
    means(&mut desk, "已过期，未复制", theme.bad);
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
}

#[test]
fn what_cannot_be_done_now_is_dim_and_what_is_selected_reversed() {
    let theme = theme();
    let mut desk = bench(160, 48);
    means(&mut desk, "Enter 复制", theme.key_off);
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
    let buf = desk.buffer();
    let colours = buf
        .content
        .iter()
        .any(|cell| cell.fg != ratatui::style::Color::Reset || cell.bg != ratatui::style::Color::Reset);
    assert!(!colours);
}
