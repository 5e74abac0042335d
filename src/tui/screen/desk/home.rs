//! What stands on the desk before anything is typed, and when the knowledge base cannot be used.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::state::{Phase, State};
use crate::model::Level;
use crate::text::clean::one_line;
use crate::text::width::{cells, pad};
use crate::tui::action::{Action, Context};
use crate::tui::event::Trouble;
use crate::tui::house::House;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// Draws the whole body: there are no rows and no article.
pub fn draw(state: &State, house: &House, body: Rect, buf: &mut Buffer) {
    match (&state.phase, &state.trouble) {
        (Phase::Broken(trouble), _) | (Phase::Open, Some(trouble)) => broken(trouble, house, body, buf),
        (Phase::Opening, _) => {
            let area = inset(body);
            paint::text(
                buf,
                area,
                0,
                1.min(area.height.saturating_sub(1)),
                house.say("home.opening"),
                house.look.theme.dim,
                house.look.glyphs.cut,
            );
        }
        (Phase::Open, None) if state.is_idle() => overview(state, house, body, buf),
        (Phase::Open, None) => {}
    }
}

fn inset(area: Rect) -> Rect {
    let air = if area.width > 40 { 2 } else { 0 };
    Rect { x: area.x + air, width: area.width - 2 * air, ..area }
}

fn broken(trouble: &Trouble, house: &House, body: Rect, buf: &mut Buffer) {
    let theme = &house.look.theme;
    let area = inset(body);
    let width = usize::from(area.width);
    let none = Span::raw("");
    let mut lines = if area.height > 6 { vec![Line::default()] } else { Vec::new() };
    lines.extend(Rich::of(house.say("home.broken"), theme.bad).wrapped(width, &none, &none));
    lines.extend(Rich::of(&one_line(&trouble.message), Style::default()).wrapped(width, &none, &none));
    if let Some(hint) = &trouble.hint {
        if area.height > 6 {
            lines.push(Line::default());
        }
        for part in hint.lines() {
            lines.extend(Rich::of(&one_line(part), theme.notice).wrapped(width, &none, &none));
        }
    }
    put(&lines, area, buf);
}

fn put(lines: &[Line<'static>], area: Rect, buf: &mut Buffer) {
    for (row, line) in (0..area.height).zip(lines) {
        paint::line(buf, area, row, line);
    }
}

fn overview(state: &State, house: &House, body: Rect, buf: &mut Buffer) {
    let area = inset(body);
    let has_left = !state.overview.announcements.is_empty() || !state.overview.categories.is_empty();
    if area.width < 90 || !has_left {
        let mut lines = announcements(state, house, usize::from(area.width));
        lines.extend(start(house, usize::from(area.width)));
        lines.extend(categories(state, house, usize::from(area.width)));
        lines.extend(changed(state, house, usize::from(area.width)));
        put(&lines, area, buf);
        return;
    }
    let left = Rect { width: area.width / 2 - 2, ..area };
    let right = Rect { x: left.right() + 4, width: area.width - left.width - 4, ..area };
    let width = usize::from(left.width);
    let mut lines = announcements(state, house, width);
    lines.extend(categories(state, house, width));
    put(&lines, left, buf);
    let mut lines = start(house, usize::from(right.width));
    lines.extend(changed(state, house, usize::from(right.width)));
    put(&lines, right, buf);
}

fn heading(key: &str, house: &House) -> Line<'static> {
    Line::styled(house.say(key).to_owned(), house.look.theme.heading)
}

fn announcements(state: &State, house: &House, width: usize) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    if state.overview.announcements.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![heading("home.announcements", house)];
    for note in state.overview.announcements.iter().take(5) {
        let (key, style) = level(note.level, house);
        let first = Span::styled(format!("[{}] ", house.say(key)), style);
        let rest = Span::raw(" ".repeat(first.width()));
        let text = Rich::of(&one_line(&note.title), Style::default());
        lines.extend(text.wrapped(width, &first, &rest).into_iter().take(2));
    }
    let key = house.chord(Context::Search, Action::Announcements);
    if !key.is_empty() {
        lines.push(Line::styled(house.messages.fill("home.read_all", &[("key", &key)]), theme.dim));
    }
    lines.push(Line::default());
    lines
}

/// How loud an announcement is, in words.
pub fn level(level: Level, house: &House) -> (&'static str, Style) {
    let theme = &house.look.theme;
    match level {
        Level::Info => ("level.info", theme.dim),
        Level::Alert => ("level.alert", theme.warn),
        Level::MustRead => ("level.must_read", theme.bad),
    }
}

fn categories(state: &State, house: &House, width: usize) -> Vec<Line<'static>> {
    if state.overview.categories.is_empty() {
        return Vec::new();
    }
    let theme = &house.look.theme;
    let mut lines = vec![heading("home.categories", house)];
    let items: Vec<(String, String)> =
        state.overview.categories.iter().map(|(name, count)| (one_line(name), count.to_string())).collect();
    let item_cells = items.iter().map(|(n, c)| cells(n) + 1 + c.len()).max().unwrap_or(1).min(width.max(1));
    let columns = ((width + 3) / (item_cells + 3)).clamp(1, 6);
    for row in items.chunks(columns) {
        let mut spans = Vec::new();
        for (name, count) in row {
            let name_cells = item_cells.saturating_sub(count.len() + 1);
            spans.push(Span::raw(pad(name, name_cells, house.look.glyphs.cut)));
            spans.push(Span::styled(format!(" {count}   "), theme.dim));
        }
        lines.push(Line::from(spans));
    }
    lines.push(Line::default());
    lines
}

fn changed(state: &State, house: &House, width: usize) -> Vec<Line<'static>> {
    if state.overview.changed.is_empty() {
        return Vec::new();
    }
    let theme = &house.look.theme;
    let mut lines = vec![heading("home.changed", house)];
    for (id, question, day) in state.overview.changed.iter().take(10) {
        let mut rich = Rich::of(&format!("{} ", day.strftime("%m-%d")), theme.dim);
        rich.push(&one_line(question), Style::default());
        rich.push(&format!("  {}", one_line(id)), theme.dim);
        lines.push(paint::cut_line(rich.line(), width, house.look.glyphs.cut));
    }
    lines.push(Line::default());
    lines
}

fn start(house: &House, width: usize) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let mut lines = vec![heading("home.start", house)];
    let tips = [
        ("home.tip_type", Action::Next),
        ("home.tip_move", Action::Next),
        ("home.tip_copy", Action::CopyCustomer),
        ("home.tip_palette", Action::Palette),
    ];
    for (key, action) in tips {
        let chord = house.chord(Context::Search, action);
        let text = Rich::of(&house.messages.fill(key, &[("key", &chord)]), Style::default());
        let bullet = Span::styled(format!("{} ", house.look.glyphs.bullet), theme.marker);
        let indent = Span::raw(" ".repeat(bullet.width()));
        lines.extend(text.wrapped(width, &bullet, &indent));
    }
    lines.push(Line::default());
    lines
}
