//! What stands on the desk before anything is typed, and when the knowledge base cannot be used.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::board::{self, Item, Section};
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
        (Phase::Open, None) if state.is_idle() => {
            let above = Rect { height: body.height.saturating_sub(state.layout.foot), ..body };
            overview(state, house, above, buf);
            super::results::suggestions(state, house, buf);
        }
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
    let selected = state.board_at;
    if area.width < 90 {
        let width = usize::from(area.width);
        let (mut lines, mut count, mut at_line) = (Vec::new(), 0, None);
        for (at, column) in board::COLUMNS.into_iter().enumerate() {
            if at == 1 && selected.is_none() {
                lines.extend(start(house, width));
            }
            let column = Column::of(column, count, state, house, width);
            at_line = at_line.or(column.selected.map(|line| line + lines.len()));
            count += column.items;
            lines.extend(column.lines);
        }
        put_around(&lines, at_line, area, buf);
        return;
    }
    let left = Rect { width: area.width / 2 - 2, ..area };
    let right = Rect { x: left.right() + 4, width: area.width - left.width - 4, ..area };
    let [first, second] = board::COLUMNS;
    let first = Column::of(first, 0, state, house, usize::from(left.width));
    put_around(&first.lines, first.selected, left, buf);
    let width = usize::from(right.width);
    let second = Column::of(second, first.items, state, house, width);
    let mut lines = start(house, width);
    let at_line = second.selected.map(|line| line + lines.len());
    lines.extend(second.lines);
    put_around(&lines, at_line, right, buf);
}

/// Draws lines so that one of them is in sight.
fn put_around(lines: &[Line<'static>], at: Option<usize>, area: Rect, buf: &mut Buffer) {
    let rows = usize::from(area.height);
    let most = lines.len().saturating_sub(rows);
    let skip = at.map_or(0, |at| at.saturating_sub(rows * 2 / 3)).min(most);
    put(lines.get(skip..).unwrap_or_default(), area, buf);
}

/// One column of the board.
struct Column {
    lines: Vec<Line<'static>>,
    /// Entries in it.
    items: usize,
    /// The line of the selected entry.
    selected: Option<usize>,
}

impl Column {
    /// The lists of a column; its entries are counted from `first`.
    fn of(sections: &[Section], first: usize, state: &State, house: &House, width: usize) -> Column {
        let mut column = Column { lines: Vec::new(), items: 0, selected: None };
        for &section in sections {
            let items = board::items(section, state, house);
            if items.is_empty() {
                continue;
            }
            column.lines.push(heading(section, state, house, width));
            let at_hand = state.board_at.and_then(|at| at.checked_sub(first + column.items));
            let at_hand = at_hand.filter(|at| *at < items.len());
            if section == Section::Categories {
                grid(&items, at_hand, house, width, &mut column);
            } else {
                for (at, item) in items.iter().enumerate() {
                    let is_here = at_hand == Some(at);
                    if is_here {
                        column.selected = Some(column.lines.len());
                    }
                    column.lines.push(entry(item, is_here, house, width));
                }
            }
            column.lines.push(Line::default());
            column.items += items.len();
        }
        column
    }
}

/// What a list is, and the key that opens the whole of it.
fn heading(section: Section, state: &State, house: &House, width: usize) -> Line<'static> {
    let theme = &house.look.theme;
    let text = match (section, state.overview.since) {
        (Section::Changed, Some(day)) => {
            house.messages.fill("home.changed_since", &[("day", &day.strftime("%m-%d"))])
        }
        _ => house.say(section.heading()).to_owned(),
    };
    let mut spans = vec![Span::styled(text, theme.heading)];
    let key = house.chord(Context::Search, section.action());
    if !key.is_empty() {
        spans.push(Span::styled(format!("  {key}"), theme.key));
    }
    paint::cut_line(Line::from(spans), width, house.look.glyphs.cut)
}

/// An entry on a line: what stands before it, what it is, what stands behind.
fn entry(item: &Item, is_here: bool, house: &House, width: usize) -> Line<'static> {
    let theme = &house.look.theme;
    let base = if is_here { theme.selected } else { Style::default() };
    let mark = if is_here { house.look.glyphs.marker } else { " " };
    let mut rich = Rich::of(mark, theme.marker);
    if !item.before.is_empty() {
        let style = if item.warns { theme.bad } else { theme.dim };
        rich.push(&format!("{} ", item.before), style.patch(base));
    }
    rich.push(&item.label, base);
    if !item.after.is_empty() {
        let style = if item.warns { theme.warn } else { theme.dim };
        rich.push(&format!("  {}", item.after), style.patch(base));
    }
    paint::cut_line(rich.line(), width, house.look.glyphs.cut)
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

/// Short entries side by side.
fn grid(items: &[Item], at_hand: Option<usize>, house: &House, width: usize, column: &mut Column) {
    let theme = &house.look.theme;
    let size = |item: &Item| cells(&item.label) + 1 + item.after.len();
    let item_cells = items.iter().map(size).max().unwrap_or(1).min(width.max(1));
    let columns = ((width + 3) / (item_cells + 3)).clamp(1, 6);
    for (row, chunk) in items.chunks(columns).enumerate() {
        let mut spans = Vec::new();
        for (place, item) in chunk.iter().enumerate() {
            let is_here = at_hand == Some(row * columns + place);
            if is_here {
                column.selected = Some(column.lines.len());
            }
            let base = if is_here { theme.selected } else { Style::default() };
            let mark = if is_here { house.look.glyphs.marker } else { " " };
            let name_cells = item_cells.saturating_sub(item.after.len() + 1);
            spans.push(Span::styled(mark, theme.marker));
            spans.push(Span::styled(pad(&item.label, name_cells, house.look.glyphs.cut), base));
            spans.push(Span::styled(format!(" {}  ", item.after), theme.dim));
        }
        column.lines.push(Line::from(spans));
    }
}

fn start(house: &House, width: usize) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let mut lines = vec![Line::styled(house.say("home.start").to_owned(), theme.heading)];
    let tips = [
        ("home.tip_type", Action::Next),
        ("home.tip_move", Action::Next),
        ("home.tip_copy", Action::Use),
        ("home.tip_board", Action::Use),
        ("home.tip_palette", Action::Palette),
    ];
    let next_list = house.chord(Context::Search, Action::FlipFace);
    for (key, action) in tips {
        let chord = house.chord(Context::Search, action);
        let places: [(&str, &dyn std::fmt::Display); 2] = [("key", &chord), ("next_list", &next_list)];
        let text = Rich::of(&house.messages.fill(key, &places), Style::default());
        let bullet = Span::styled(format!("{} ", house.look.glyphs.bullet), theme.marker);
        let indent = Span::raw(" ".repeat(bullet.width()));
        lines.extend(text.wrapped(width, &bullet, &indent));
    }
    lines.push(Line::default());
    lines
}
