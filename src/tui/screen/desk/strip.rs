//! The lines above and below the panes: strip, search line, trust, key hints.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::state::{Phase, State};
use super::trust;
use super::turn::{Said, Tone};
use crate::i18n::Language;
use crate::model::Axis;
use crate::model::asked::{Asked, Facet};
use crate::text::clean::one_line;
use crate::text::width::cells;
use crate::tui::action::{ACTIONS, Action, Context};
use crate::tui::house::House;
use crate::tui::widget::paint;
use crate::tui::widget::rich::Rich;

/// Name, demo or read-only, how many articles, and what must be read.
pub fn top(state: &State, house: &House, buf: &mut Buffer) {
    let area = state.layout.top;
    if area.is_empty() {
        return;
    }
    let theme = &house.look.theme;
    let mut rich = Rich::of(&format!(" {}", house.say("desk.program")), theme.title);
    let between = format!(" {} ", house.look.glyphs.between);
    let overview = &state.overview;
    match state.phase {
        Phase::Open => {
            rich.push(&between, theme.dim);
            if overview.is_demo {
                rich.push(&format!("[{}]", house.say("desk.demo")), theme.warn);
            } else {
                rich.push(&one_line(&overview.name), Style::default());
            }
            if state.standing.lag.is_some() {
                rich.push(&format!(" [{}]", house.say("lag.badge")), theme.bad);
            }
            if overview.read_only {
                rich.push(&format!(" [{}]", house.say("desk.read_only")), theme.dim);
            }
        }
        Phase::Opening | Phase::Broken(_) => {}
    }
    // The contacts keep their place at the right end; what is said of the house gives way, by whole words.
    let contacts = contacts(state, house, usize::from(area.width));
    let width = u16::try_from(cells(&contacts.text)).unwrap_or(u16::MAX).min(area.width);
    let room = usize::from(area.width.saturating_sub(if width > 0 { width + 2 } else { 0 }));
    // Until they are counted nothing is said of them.
    if state.phase == Phase::Open && overview.articles > 0 {
        let count = house.messages.fill("desk.articles", &[("count", &overview.articles)]);
        if cells(&rich.text) + cells(&between) + cells(&count) <= room {
            rich.push(&between, theme.dim);
            rich.push(&count, theme.dim);
        }
    }
    announced(&mut rich, state, house, room);
    paint::line(buf, area, 0, &paint::cut_line(rich.line(), room, house.look.glyphs.cut));
    if width > 0 {
        let right = Rect { x: area.right().saturating_sub(width + 1).max(area.x), width, ..area };
        paint::line(buf, right, 0, &contacts.line());
    }
}

/// A title of fewer cells than this says nothing.
const TITLE_CELLS: usize = 10;

/// What must be read: its title as far as there is room, at least that there is something.
fn announced(rich: &mut Rich, state: &State, house: &House, room: usize) {
    let theme = &house.look.theme;
    let unread = state.unread();
    // What was read and confirmed stands on the board, and as a banner on the articles that it concerns.
    let Some(loud) = state.overview.announcements.iter().find(|a| unread.contains(&a.id)) else { return };
    let badge = format!("   [{}]", house.say("level.must_read"));
    let left = room.saturating_sub(cells(&rich.text));
    if cells(&badge) > left {
        return;
    }
    rich.push(&badge, theme.bad);
    let title = one_line(&loud.title);
    if cells(&badge) + 1 + cells(&title).min(TITLE_CELLS) <= left {
        rich.push(&format!(" {title}"), Style::default());
    }
}

/// The open contacts: number, channel, minutes, what is on hold; the one on the screen stands out. Where they would take
/// more than two thirds of the row, the others are numbers only.
fn contacts(state: &State, house: &House, room: usize) -> Rich {
    if !state.has_begun() && state.parked.is_empty() {
        return Rich::default();
    }
    let whole = tabs(state, house, false);
    if cells(&whole.text) * 3 > room * 2 { tabs(state, house, true) } else { whole }
}

fn tabs(state: &State, house: &House, is_brief: bool) -> Rich {
    let theme = &house.look.theme;
    let mut rich = Rich::default();
    for contact in state.contacts() {
        let is_here = contact.number == state.contact.number;
        let label = house.channels.get(contact.channel).map(|c| house.channel_label(c)).unwrap_or_default();
        if !rich.text.is_empty() {
            rich.push(" ", Style::default());
        }
        if is_brief && !is_here {
            rich.push(&format!("[{}]", contact.number), theme.tab);
            continue;
        }
        let mut text = format!("{} {label}", contact.number);
        if is_here && !contact.name.is_empty() {
            text.push_str(&format!(" {}", crate::text::width::cut(&one_line(&contact.name), 12, "")));
        }
        if contact.started.is_some() {
            let minutes = contact.minutes(state.now);
            text.push_str(&format!(" {}", house.messages.fill("contact.minutes", &[("count", &minutes)])));
        }
        if contact.held.is_some() {
            let minutes = contact.held_minutes(state.now);
            let held = house.messages.fill("contact.minutes", &[("count", &minutes)]);
            text.push_str(&format!(" {} {held}", house.say("contact.on_hold")));
        }
        if !contact.stack.is_empty() {
            let is_stale = contact.stack.iter().any(|shown| state.fate_of(shown).is_some());
            let stale = if is_stale { "!" } else { "" };
            text.push_str(&format!(" {}{}{stale}", house.look.glyphs.plus, contact.stack.len()));
        }
        rich.push(&format!("[{text}]"), if is_here { theme.tab_here } else { theme.tab });
    }
    rich
}

/// The search line with its chips. Returns where the caret is.
pub fn search(state: &State, house: &House, buf: &mut Buffer) -> Position {
    let area = state.layout.search;
    if area.is_empty() {
        return Position::ORIGIN;
    }
    let theme = &house.look.theme;
    let prompt = if area.width >= 30 {
        format!(" {} {} ", house.say("desk.search"), house.look.glyphs.prompt)
    } else {
        format!("{} ", house.look.glyphs.prompt)
    };
    let prompt_cells = paint::text(buf, area, 0, 0, &prompt, theme.marker, "");
    let chips = chips(state, house);
    let chip_cells = u16::try_from(cells(&chips.text)).unwrap_or(u16::MAX);
    let chip_room =
        if chips.text.is_empty() { 0 } else { chip_cells.min(area.width.saturating_sub(prompt_cells) / 2) };
    let room = area.width.saturating_sub(prompt_cells + chip_room + u16::from(chip_room > 0));
    let (text, caret) = state.contact.query.window(usize::from(room));
    let style = if state.contact.query.text().is_empty() { theme.dim } else { Style::default() };
    let place = Rect { x: area.x + prompt_cells, width: room, ..area };
    if state.contact.query.text().is_empty() {
        paint::text(buf, place, 0, 0, house.say("desk.search_empty"), style, house.look.glyphs.cut);
    } else {
        buf.set_stringn(place.x, place.y, text, usize::from(room), style);
    }
    if chip_room > 0 {
        let right = Rect { x: area.right() - chip_room, width: chip_room, ..area };
        paint::line(
            buf,
            right,
            0,
            &paint::cut_line(chips.line(), usize::from(chip_room), house.look.glyphs.cut),
        );
    }
    let caret = u16::try_from(caret).unwrap_or(0).min(room.saturating_sub(1));
    Position { x: (place.x + caret).min(area.right().saturating_sub(1)), y: area.y }
}

fn chips(state: &State, house: &House) -> Rich {
    let mut rich = Rich::default();
    for (axis, key) in AXES {
        let names = state.contact.scope.on(axis);
        if !names.is_empty() {
            let text = format!("[{} {}]", house.say(key), one_line(&names.join("/")));
            if !rich.text.is_empty() {
                rich.push(" ", Style::default());
            }
            rich.push(&text, house.look.theme.chip);
        }
    }
    for text in typed_chips(state.contact.query.text(), house) {
        if !rich.text.is_empty() {
            rich.push(" ", Style::default());
        }
        rich.push(&text, house.look.theme.chip);
    }
    rich
}

/// The conditions and exclusions of the search line as they are understood.
fn typed_chips(query: &str, house: &House) -> Vec<String> {
    // What is typed at every key is taken apart only where it may hold one.
    if !query.contains([':', '：', '-', '－']) {
        return Vec::new();
    }
    let asked = Asked::parse(query);
    let name = |facet: Facet| match house.messages.language() {
        Language::Chinese => facet.names().first().copied().unwrap_or_default(),
        Language::English => facet.names().get(1).copied().unwrap_or_default(),
    };
    let conditions = asked.conditions.iter().map(|condition| {
        let not = if condition.not { "-" } else { "" };
        format!("[{not}{} {}]", name(condition.on), one_line(&condition.value))
    });
    conditions.chain(asked.without.iter().map(|word| format!("[-{}]", one_line(word)))).collect()
}

/// The axes of a scope with the messages for their names.
pub const AXES: [(Axis, &str); 3] =
    [(Axis::Region, "axis.region"), (Axis::Product, "axis.product"), (Axis::Customer, "axis.customer")];

/// The status line: trust signals or a message, then key hints; in one row where there is only one.
pub fn status(state: &State, said: Option<&Said>, context: Context, house: &House, buf: &mut Buffer) {
    let layout = &state.layout;
    let said = said.map(|s| said_line(s, house));
    if layout.trust.is_empty() {
        if layout.hints.is_empty() {
            return;
        }
        match said {
            // The message needs the room; the palette keeps its place.
            Some(line) => {
                let palette = hint(Action::Palette, context, state, house);
                let right = palette.width() + 2;
                let room = usize::from(layout.hints.width).saturating_sub(right);
                paint::line(buf, layout.hints, 0, &paint::cut_line(line, room, house.look.glyphs.cut));
                put_right(palette, layout.hints, buf);
            }
            None => hints(state, context, house, layout.hints, buf),
        }
        return;
    }
    let line = said.unwrap_or_else(|| signals(state, house));
    let width = usize::from(layout.trust.width);
    paint::line(buf, layout.trust, 0, &paint::cut_line(line, width, house.look.glyphs.cut));
    hints(state, context, house, layout.hints, buf);
}

/// How a message looks.
pub fn tone_style(tone: Tone, house: &House) -> Style {
    let theme = &house.look.theme;
    match tone {
        Tone::Quiet => theme.notice,
        Tone::Good => theme.good,
        Tone::Warn => theme.warn,
        Tone::Bad => theme.bad,
    }
}

fn said_line(said: &Said, house: &House) -> Line<'static> {
    Line::from(vec![Span::raw(" "), Span::styled(one_line(&said.text), tone_style(said.tone, house))])
}

fn signals(state: &State, house: &House) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    for (i, (text, style)) in trust::signals(state, house).into_iter().enumerate() {
        if i > 0 {
            spans.push(Span::styled(format!(" {} ", house.look.glyphs.between), house.look.theme.dim));
        }
        spans.push(Span::styled(text, style));
    }
    Line::from(spans)
}

/// Key hints, computed from the live keymap and measured. What stands at the right end is never cut off: the
/// palette, before it the help; in the plain view the key that leaves it.
fn hints(state: &State, context: Context, house: &House, area: Rect, buf: &mut Buffer) {
    let last = if context == Context::Plain { Action::Back } else { Action::Palette };
    let mut right = hint(last, context, state, house);
    let help = hint(Action::Help, context, state, house);
    // Help gives way to the first hint: in a narrow window the key that copies is worth more.
    let first = ACTIONS
        .iter()
        .filter(|s| s.hint > 0 && s.action != Action::Help && in_context(s.contexts, context))
        .min_by_key(|s| s.hint)
        .map_or(0, |s| hint(s.action, context, state, house).width());
    let has_help = last == Action::Palette
        && !help.spans.is_empty()
        && help.width() + right.width() + first + 7 <= usize::from(area.width);
    if has_help {
        let mut both = help;
        both.spans.push(Span::raw("  "));
        both.spans.extend(right.spans);
        right = both;
    }
    let mut room = usize::from(area.width).saturating_sub(right.width() + 3);
    let mut specs: Vec<_> =
        ACTIONS.iter().filter(|s| s.hint > 0 && in_context(s.contexts, context)).collect();
    // At the right end already, or nothing to go back from.
    specs.retain(|s| match s.action {
        Action::Help => false,
        // A line is being typed: there is nothing to scroll.
        Action::ScrollDown => !state.is_prompting,
        Action::MoveUp | Action::MoveDown => state.is_ordering,
        // With nothing on the screen what cannot be done stands in the way of the keys that begin.
        action if context == Context::Search && state.shown.is_none() => state.can(action, house),
        Action::Back => !matches!(context, Context::Search | Context::Plain),
        _ => true,
    });
    specs.sort_by_key(|s| s.hint);
    let mut spans = Vec::new();
    for spec in specs {
        let one = hint(spec.action, context, state, house);
        // What cannot be done at all here would only be in the way of the key that leaves.
        let useless =
            matches!(state.phase, Phase::Broken(_)) && !matches!(spec.action, Action::Back | Action::Quit);
        if one.spans.is_empty() || useless {
            continue;
        }
        if one.width() + 2 > room {
            break;
        }
        room -= one.width() + 2;
        spans.push(Span::raw(if spans.is_empty() { " " } else { "  " }));
        spans.extend(one.spans);
    }
    paint::line(buf, area, 0, &Line::from(spans));
    put_right(right, area, buf);
}

fn in_context(contexts: &[Context], context: Context) -> bool {
    contexts.contains(&context) || contexts.contains(&Context::Global)
}

fn hint(action: Action, context: Context, state: &State, house: &House) -> Line<'static> {
    let theme = &house.look.theme;
    let chord = house.chord(context, action);
    if chord.is_empty() {
        return Line::default();
    }
    let word = match action {
        Action::Use if state.board_at.is_some() => house.say("hint.open").to_owned(),
        Action::FlipFace if context == Context::Edit => house.say("editor.flip").to_owned(),
        Action::FlipFace if state.is_idle() => house.say("hint.next_list").to_owned(),
        Action::Use => {
            let spoken = house.channels.get(state.contact.channel).is_some_and(|channel| channel.spoken);
            house.say(if spoken { "hint.tell" } else { "hint.use" }).to_owned()
        }
        Action::Accept if state.accept_hint.is_some() => {
            house.say(state.accept_hint.unwrap_or_default()).to_owned()
        }
        _ => house.say(&format!("hint.{}", action.spec().name)).to_owned(),
    };
    if word.is_empty() {
        return Line::default();
    }
    let can = context != Context::Search || state.can(action, house);
    let (key, text) = if can { (theme.key, Style::default()) } else { (theme.key_off, theme.key_off) };
    Line::from(vec![Span::styled(chord, key), Span::raw(" "), Span::styled(word, text)])
}

fn put_right(line: Line<'static>, area: Rect, buf: &mut Buffer) {
    let width = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.width);
    let gap = u16::from(width < area.width);
    let right = Rect { x: area.right() - width - gap, width: width + gap, ..area };
    if right.width < area.width {
        paint::clear(buf, Rect { x: right.x, ..right });
    }
    paint::line(buf, right, 0, &line);
}
