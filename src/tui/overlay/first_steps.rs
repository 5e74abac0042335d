//! The page for whoever has never seen the desk: the ten keys that matter, as they are here.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::text::width::pad;
use crate::tui::action::{Action, Context};
use crate::tui::house::House;
use crate::tui::widget::rich::Rich;

/// The actions in the order of a first call, each with what is said of it.
const STEPS: [(Action, &str); 10] = [
    (Action::Next, "first_steps.next"),
    (Action::FlipFace, "first_steps.flip_face"),
    (Action::Use, "first_steps.use"),
    (Action::CopyCustomer, "first_steps.copy_customer"),
    (Action::ChannelNext, "first_steps.channel_next"),
    (Action::Scope, "first_steps.scope"),
    (Action::Flag, "first_steps.flag"),
    (Action::ContactNext, "first_steps.contact_next"),
    (Action::ContactEnd, "first_steps.contact_end"),
    (Action::Palette, "first_steps.palette"),
];

/// The cells of the column of keys.
const KEY_CELLS: usize = 15;

/// The lines of the page.
pub fn lines(width: usize, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let none = Span::raw("");
    let mut lines = Rich::of(house.say("first_steps.type"), theme.lead).wrapped(width, &none, &none);
    lines.extend(Rich::of(house.say("first_steps.ime"), theme.dim).wrapped(width, &none, &none));
    lines.push(Line::default());
    for (action, key) in STEPS {
        let chord = house.chord(Context::Search, action);
        let chord = if chord.is_empty() { house.say("help.no_key").to_owned() } else { chord };
        let first = Span::styled(format!(" {} ", pad(&chord, KEY_CELLS, house.look.glyphs.cut)), theme.key);
        let rest = Span::raw(" ".repeat(first.width()));
        lines.extend(Rich::of(house.say(key), Style::default()).wrapped(width, &first, &rest));
    }
    lines.push(Line::default());
    let (back, help) = (house.chord(Context::Page, Action::Back), house.chord(Context::Page, Action::Help));
    let end = house.messages.fill("first_steps.end", &[("back", &back), ("help", &help)]);
    lines.extend(Rich::of(&end, theme.notice).wrapped(width, &none, &none));
    lines
}
