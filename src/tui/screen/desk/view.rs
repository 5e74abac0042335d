//! Draws the desk from its state. Reads, never writes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::Line;

use super::layout::Shape;
use super::state::{Phase, State};
use super::turn::Said;
use super::{home, results, strip};
use crate::model::Face;
use crate::text::clean::one_line;
use crate::tui::action::Context;
use crate::tui::house::House;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// Draws everything; returns where the caret is.
pub fn draw(
    state: &State,
    said: Option<&Said>,
    context: Context,
    house: &House,
    buf: &mut Buffer,
) -> Position {
    let layout = &state.layout;
    strip::top(state, house, buf);
    let caret = strip::search(state, house, buf);
    let body = layout.body;
    let troubled = state.trouble.is_some() && state.phase == Phase::Open;
    if !body.is_empty() && (state.is_idle() || state.phase != Phase::Open || troubled) {
        home::draw(state, house, body, buf);
    } else if !body.is_empty() {
        results::draw(state, house, buf);
        for bar in layout.bars.iter().flatten() {
            paint::bar(buf, *bar, body.top()..body.bottom(), &house.look);
        }
        pane(Face::Internal, state, house, buf);
        pane(Face::Customer, state, house, buf);
    }
    strip::status(state, said, context, house, buf);
    caret
}

fn pane(face: Face, state: &State, house: &House, buf: &mut Buffer) {
    let layout = &state.layout;
    let area = if face == Face::Internal { layout.internal } else { layout.customer };
    if area.is_empty() {
        return;
    }
    if layout.heads {
        head(face, state, house, area, buf);
    }
    let mut inside = layout.inside(area);
    let pages = &state.pages;
    let lines = match face {
        Face::Internal => &pages.internal,
        Face::Customer => &pages.customer,
    };
    if face == Face::Customer && state.never_fits() {
        let rows = u16::try_from(pages.never.len()).unwrap_or(u16::MAX).min(inside.height);
        // Right under a text that leaves room for it, else at the foot: it never scrolls away.
        let under = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX).min(inside.height - rows);
        let foot = Rect { y: inside.y + under, height: rows, ..inside };
        inside.height = under;
        put(&pages.never, 0, foot, buf);
    }
    let scroll = state.scroll.of(face).min(lines.len().saturating_sub(usize::from(inside.height)));
    put(lines, scroll, inside, buf);
    if lines.len() > scroll + usize::from(inside.height) && layout.heads {
        let sign = house.look.glyphs.more.1;
        let corner = Rect { x: area.right().saturating_sub(1), width: 1, ..inside };
        paint::text(buf, corner, 0, inside.height.saturating_sub(1), sign, house.look.theme.dim, "");
    }
    if scroll > 0 && layout.heads {
        let sign = house.look.glyphs.more.0;
        let corner = Rect { x: area.right().saturating_sub(1), width: 1, ..inside };
        paint::text(buf, corner, 0, 0, sign, house.look.theme.dim, "");
    }
}

fn put(lines: &[Line<'static>], skip: usize, area: Rect, buf: &mut Buffer) {
    for (row, line) in (0..area.height).zip(lines.iter().skip(skip)) {
        paint::line(buf, area, row, line);
    }
}

/// The heading of a pane: the face, then the article or the channels.
fn head(face: Face, state: &State, house: &House, area: Rect, buf: &mut Buffer) {
    let theme = &house.look.theme;
    let here = state.face() == face;
    let style = if here { theme.head } else { theme.head_idle };
    let single = state.layout.shape != Shape::Wide || state.zoom;
    let mut rich = Rich::of(" ", Style::default());
    rich.push(house.say(face_key(face)), style);
    if single {
        let other = if face == Face::Internal { Face::Customer } else { Face::Internal };
        rich.push(&format!(" {} ", house.look.glyphs.bar), theme.rule);
        rich.push(house.say(face_key(other)), theme.dim);
    }
    rich.push("  ", Style::default());
    // A cell of air before the border.
    let width = usize::from(area.width.saturating_sub(1));
    match face {
        Face::Internal => {
            if let Some(shown) = &state.shown {
                if let Some(id) = &shown.article.id {
                    rich.push(&one_line(id), theme.dim);
                    rich.push(" ", Style::default());
                }
                rich.push(&one_line(&shown.article.question), theme.lead);
            }
        }
        Face::Customer => tabs(&mut rich, state, house, width),
    }
    paint::line(buf, area, 0, &paint::cut_line(rich.line(), width, house.look.glyphs.cut));
}

/// Channel tabs, as many as fit; the one shown is always among them.
fn tabs(rich: &mut Rich, state: &State, house: &House, width: usize) {
    let theme = &house.look.theme;
    let customer = state.shown.as_ref().and_then(|s| s.article.customer.as_ref());
    let labels: Vec<(String, Style)> = house
        .channels
        .iter()
        .enumerate()
        .map(|(at, channel)| {
            let written = customer.is_some_and(|c| c.channels.contains_key(&channel.name));
            let dot = if written { house.look.glyphs.written } else { "" };
            let style = if at == state.contact.channel { theme.tab_here } else { theme.tab };
            (format!("{}{dot}", house.channel_label(channel)), style)
        })
        .collect();
    let room = width.saturating_sub(crate::text::width::cells(&rich.text));
    let size = |at: usize| labels.get(at).map_or(0, |(l, _)| crate::text::width::cells(l) + 1);
    let is_whole = (0..labels.len()).map(size).sum::<usize>() <= room;
    // A sign and a space on both sides.
    let room = if is_whole { room } else { room.saturating_sub(4) };
    let (left, right) = house.look.glyphs.sides;
    let mut first = 0;
    while first < state.contact.channel && (first..=state.contact.channel).map(size).sum::<usize>() > room {
        first += 1;
    }
    if first > 0 {
        rich.push(&format!("{left} "), theme.dim);
    }
    let mut used = 0;
    for (at, (label, style)) in labels.iter().enumerate().skip(first) {
        used += size(at);
        if used > room && at != state.contact.channel {
            rich.push(right, theme.dim);
            break;
        }
        rich.push(label, *style);
        rich.push(" ", Style::default());
    }
}

/// The message for the name of a face.
pub fn face_key(face: Face) -> &'static str {
    match face {
        Face::Internal => "face.internal",
        Face::Customer => "face.customer",
    }
}
