//! The result list: matched parts marked, variants folded into one row, trust in words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::state::State;
use super::trust;
use super::update::ROWS;
use crate::kb::{Notice, Row};
use crate::model::{Axis, Mark, Scope};
use crate::text::clean::one_line;
use crate::text::width::cells;
use crate::tui::action::{Action, Context};
use crate::tui::house::House;
use crate::tui::widget::answer::Drawing;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// Draws the pane.
pub fn draw(state: &State, house: &House, buf: &mut Buffer) {
    let pane = state.layout.results;
    if pane.is_empty() {
        return;
    }
    if state.layout.heads {
        head(state, house, pane, buf);
    }
    let above = state.layout.inside(pane);
    for (row, line) in (0..state.layout.notes).zip(&state.notes.lines) {
        paint::line(buf, above, row, line);
    }
    let inside = state.layout.result_list();
    let shown = state.layout.results_shown();
    let list = state.rows.iter().enumerate().skip(state.first_row).take(shown);
    for (i, (at, row)) in list.enumerate() {
        let y = u16::try_from(i).unwrap_or(u16::MAX).saturating_mul(state.layout.result_rows);
        let place = Rect { y: inside.y + y, height: state.layout.result_rows, ..inside };
        draw_row(row, at == state.selected, state, house, place, buf);
    }
    if state.rows.is_empty() && !state.is_idle() {
        nothing(state, house, inside, buf);
    }
    suggestions(state, house, buf);
}

/// How many rows say what may be talked about: a heading and as many articles as take a third of the pane; in a low one
/// the first article alone.
pub fn suggestion_rows(state: &State) -> u16 {
    let most = foot_of(state).height / 3;
    let wanted = u16::try_from(state.contact.suggested.len()).unwrap_or(u16::MAX);
    match (wanted, most) {
        (0, _) => 0,
        (_, 0..=1) => most,
        _ => wanted.saturating_add(1).min(most),
    }
}

fn foot_of(state: &State) -> Rect {
    if state.is_idle() { state.layout.body } else { state.layout.results }
}

/// What may be talked about, at the foot of the body where the results end: it takes no key and moves nothing.
pub fn suggestions(state: &State, house: &House, buf: &mut Buffer) {
    let (pane, rows) = (foot_of(state), state.layout.foot);
    if rows == 0 {
        return;
    }
    let theme = &house.look.theme;
    let place = Rect { y: pane.bottom() - rows, height: rows, ..pane };
    paint::clear(buf, place);
    let key = house.chord(Context::Search, Action::Suggestion);
    let has_head = rows > 1;
    if has_head {
        let head = house.messages.fill("told.suggested", &[("key", &key)]);
        paint::text(buf, place, 1, 0, &head, theme.heading, house.look.glyphs.cut);
    }
    for (row, (id, question)) in (u16::from(has_head)..rows).zip(&state.contact.suggested) {
        let mut rich = Rich::default();
        if !has_head && !key.is_empty() {
            rich.push(&format!("{key} "), theme.key);
        }
        rich.push(&format!("{} ", one_line(id)), theme.dim);
        rich.push(&one_line(question), Style::default());
        let line =
            paint::cut_line(rich.line(), usize::from(place.width.saturating_sub(2)), house.look.glyphs.cut);
        paint::line(buf, Rect { x: place.x + 1, width: place.width.saturating_sub(1), ..place }, row, &line);
    }
}

fn head(state: &State, house: &House, pane: Rect, buf: &mut Buffer) {
    let theme = &house.look.theme;
    let mut text = match &state.answered {
        Some(_) => {
            let more = if state.rows.len() >= ROWS { "+" } else { "" };
            house.messages.fill("desk.results", &[("count", &format!("{}{more}", state.rows.len()))])
        }
        None => house.say("desk.results_none").to_owned(),
    };
    let style = match state.notice {
        Some(Notice::Indexing { done, total }) => {
            text = house.messages.fill("desk.indexing", &[("done", &done), ("total", &total)]);
            theme.notice
        }
        Some(Notice::NoIndex) => {
            text = house.say("desk.no_index").to_owned();
            theme.bad
        }
        None => theme.head_idle,
    };
    let used = 1 + paint::text(buf, pane, 1, 0, &text, style, house.look.glyphs.cut);
    if let Some(note) = &state.notes.head {
        let rest = Rect { x: pane.x + used, width: pane.width.saturating_sub(used), ..pane };
        paint::line(buf, rest, 0, note);
    }
    if let Some(key) = &state.notes.head_key {
        let width = u16::try_from(key.width()).unwrap_or(u16::MAX).saturating_add(1).min(pane.width);
        let right = Rect { x: pane.right() - width, width, ..pane };
        paint::line(buf, right, 0, key);
    }
}

fn draw_row(row: &Row, selected: bool, state: &State, house: &House, place: Rect, buf: &mut Buffer) {
    let theme = &house.look.theme;
    let base = if selected { theme.selected } else { Style::default() };
    let mark = if selected { house.look.glyphs.marker } else { " " };
    let marker = Span::styled(mark.to_owned(), theme.marker);
    let width = usize::from(place.width).saturating_sub(1);
    let mut title = Rich::default();
    let is_weak = !row.hit.is_full();
    if is_weak {
        title.push(&format!("{} ", house.look.glyphs.weak), theme.dim);
    }
    // Beside rows that answer to everything the others step back; alone they stay as legible as can be.
    let style = if is_weak && state.full_rows() > 0 { theme.dim } else { Style::default() };
    title.join(&rich_of(&row.question, &row.marks, style, house));
    let side = Rect { x: place.x + 1, width: place.width.saturating_sub(1), ..place };
    paint::line(buf, place, 0, &Line::from(marker.clone()));
    if state.layout.result_rows > 1 {
        paint::line(buf, side, 0, &paint::cut_line(title.line(), width, house.look.glyphs.cut));
        let under = under_title(row, house);
        paint::line(buf, side, 1, &paint::cut_line(under.line(), width, house.look.glyphs.cut));
        if selected {
            paint::line(buf, place, 1, &Line::from(marker));
        }
    } else {
        // One line for everything: the title has precedence, badges stand at the right end.
        let badges = badges_and_scope(row, house);
        let badge_cells = cells(&badges.text).min(width / 2);
        let room = width.saturating_sub(if badge_cells > 0 { badge_cells + 1 } else { 0 });
        if let Some((matched, marks)) = &row.matched {
            title.push(&format!("  {} ", house.look.glyphs.like), theme.dim);
            title.join(&rich_of(matched, marks, theme.dim, house));
        }
        paint::line(buf, side, 0, &paint::cut_line(title.line(), room, house.look.glyphs.cut));
        let right = Rect {
            x: side.right().saturating_sub(u16::try_from(badge_cells).unwrap_or(0)),
            width: u16::try_from(badge_cells).unwrap_or(0),
            ..side
        };
        paint::line(buf, right, 0, &paint::cut_line(badges.line(), badge_cells, house.look.glyphs.cut));
    }
    if selected {
        buf.set_style(Rect { height: 1.min(side.height), ..side }, base);
    }
}

/// Badges, region and variants, then the similar question that matched better, else the lead; the rest of the
/// scope comes last, where it may be cut.
fn under_title(row: &Row, house: &House) -> Rich {
    let theme = &house.look.theme;
    let mut rich = badges_and_scope(row, house);
    if !rich.text.is_empty() {
        rich.push(" ", Style::default());
    }
    match &row.matched {
        Some((matched, marks)) => {
            rich.push(&format!("{} ", house.look.glyphs.like), theme.dim);
            rich.join(&rich_of(matched, marks, theme.dim, house));
        }
        None => rich.push(&one_line(&row.lead), theme.dim),
    }
    let rest = Scope { region: Vec::new(), ..row.scope.clone() };
    if row.variants.is_empty() && !rest.is_everywhere() {
        rich.push("  ", Style::default());
        rich.push(&one_line(&rest.label()), theme.chip);
    }
    rich
}

/// What tells a row from its neighbours: warnings, region, variants with what they differ in.
fn badges_and_scope(row: &Row, house: &House) -> Rich {
    let theme = &house.look.theme;
    let mut parts: Vec<(String, Style)> =
        trust::of_row(row, house).into_iter().map(|(word, style)| (format!("[{word}]"), style)).collect();
    let telling = if row.variants.is_empty() {
        Scope { region: row.scope.region.clone(), ..Scope::default() }
    } else {
        row.scope.clone()
    };
    parts.push((one_line(&telling.label()), theme.chip));
    if !row.variants.is_empty() {
        parts.push((more(row, house), theme.chip));
    }
    let mut rich = Rich::default();
    for (text, style) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
        if !rich.text.is_empty() {
            rich.push(" ", Style::default());
        }
        rich.push(&text, style);
    }
    rich
}

/// `＋2 地区`: how many variants, and on which axis they differ.
fn more(row: &Row, house: &House) -> String {
    let mut differing =
        Axis::ALL.iter().filter(|&&axis| row.variants.iter().any(|v| v.scope.on(axis) != row.scope.on(axis)));
    let key = match (differing.next(), differing.next()) {
        (Some(Axis::Region), None) => "desk.more_region",
        (Some(Axis::Product), None) => "desk.more_product",
        (Some(Axis::Customer), None) => "desk.more_customer",
        _ => "desk.more",
    };
    let (plus, count) = (house.look.glyphs.plus, row.variants.len());
    house.messages.fill(key, &[("plus", &plus), ("count", &count)])
}

/// A title with its marks. Marks are byte ranges of the raw text, so the pieces are cleaned one by one.
fn rich_of(text: &str, marks: &[Mark], base: Style, house: &House) -> Rich {
    let mut rich = Rich::default();
    let mut at = 0;
    let clean = |piece: &str| crate::text::clean::for_screen(piece).replace('\n', " ");
    for mark in marks {
        let (Some(before), Some(hit)) = (text.get(at..mark.start), text.get(mark.clone())) else { continue };
        rich.push(&clean(before), base);
        rich.push(&clean(hit), base.patch(house.look.theme.hit));
        at = mark.end;
    }
    rich.push(&clean(text.get(at..).unwrap_or_default()), base);
    rich
}

/// The query has no rows: still on its way, failed, or nothing was found.
fn nothing(state: &State, house: &House, inside: Rect, buf: &mut Buffer) {
    let theme = &house.look.theme;
    let drawing = Drawing {
        needles: &[],
        width_cells: usize::from(inside.width),
        look: &house.look,
        facts: None,
        from_column: 0,
    };
    let mut lines = Vec::new();
    if state.trouble.is_some() || !matches!(state.phase, super::state::Phase::Open) {
        return;
    }
    if state.answered.is_none() {
        return;
    }
    let query = one_line(state.contact.query.text().trim());
    let query = crate::text::width::cut(&query, 40, house.look.glyphs.cut);
    lines.extend(drawing.paragraph(&house.messages.fill("desk.no_hits", &[("query", &query)]), theme.warn));
    let key = house.chord(Context::Search, Action::RecordGap);
    if !key.is_empty() {
        lines.extend(drawing.paragraph(&house.messages.fill("gap.offer", &[("key", &key)]), theme.notice));
    }
    let mut tips = vec![house.say("desk.try_fewer").to_owned(), house.say("desk.try_other").to_owned()];
    if !state.contact.scope.is_everywhere() {
        let key = house.chord(Context::Search, Action::Scope);
        let scope = state.contact.scope.label();
        tips.insert(0, house.messages.fill("desk.try_scope", &[("scope", &scope), ("key", &key)]));
    }
    for tip in tips {
        let rich = Rich::of(&tip, Style::default());
        let bullet = Span::styled(format!("{} ", house.look.glyphs.bullet), theme.marker);
        let indent = Span::raw(" ".repeat(bullet.width()));
        lines.extend(rich.wrapped(drawing.width_cells, &bullet, &indent));
    }
    for (i, line) in lines.iter().enumerate() {
        paint::line(buf, inside, u16::try_from(i).unwrap_or(u16::MAX), line);
    }
}
