//! What stands beside a text that is being written: what was found in it, who asks the same, what it costs.

use std::collections::HashSet;

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::Editor;
use crate::customer::budget::cost;
use crate::customer::render::render;
use crate::model::manuscript::Section;
use crate::text::clean::one_line;
use crate::tui::house::House;
use crate::tui::overlay::changes;
use crate::tui::overlay::finding::finding_blocks;
use crate::tui::screen::desk::pages::cost_words;
use crate::tui::widget::rich::Rich;

/// Longer customer texts are not counted at every key: no channel takes them anyway.
const MOST_BYTES: usize = 64 << 10;

/// The heading of a pane: which part it is; for the customer's column all that stand there.
pub(super) fn pane_head(editor: &Editor, at: usize, house: &House) -> Line<'static> {
    let theme = &house.look.theme;
    let mut rich = Rich::default();
    let is_left = at == editor.left;
    let all: Vec<usize> = if is_left {
        std::iter::once(0).chain(editor.parts.find(&Section::Internal)).collect()
    } else {
        editor.parts.of_customer().collect()
    };
    for part in all {
        let style = match (part == at, part == editor.here) {
            (true, true) => theme.head,
            (true, false) => theme.head_idle,
            _ => theme.tab,
        };
        rich.push(&label(editor, part, house), style);
        rich.push(" ", Style::default());
    }
    rich.line()
}

fn label(editor: &Editor, at: usize, house: &House) -> String {
    let Some(part) = editor.parts.0.get(at) else { return String::new() };
    match &part.section {
        None if part.heading.is_empty() => house.say("editor.fields").to_owned(),
        None => one_line(part.heading.trim_start_matches(['=', ' '])),
        Some(Section::Internal) => house.say("face.internal").to_owned(),
        Some(Section::Customer) => house.say("face.customer").to_owned(),
        Some(Section::Channel(name)) => {
            let channel = house.channels.iter().find(|channel| channel.name == *name);
            channel.map_or_else(|| one_line(name), |channel| house.channel_label(channel).to_owned())
        }
    }
}

/// The lines for a width in cells, and on which of them each finding begins.
pub(super) fn lines(editor: &Editor, width: usize, house: &House) -> (Vec<Line<'static>>, Vec<usize>) {
    let mut starts = Vec::new();
    let lines = all_lines(editor, width, house, &mut starts);
    (lines, starts)
}

fn all_lines(editor: &Editor, width: usize, house: &House, starts: &mut Vec<usize>) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let none = Span::raw("");
    let mut lines = Vec::new();
    if let Some(conflict) = &editor.conflict {
        let (base, newest) = conflict.as_ref();
        let who =
            [("no", &newest.revision_no as &dyn std::fmt::Display), ("author", &one_line(&newest.author))];
        let said = house.messages.fill("editor.conflict", &who);
        lines.extend(Rich::of(&said, theme.bad).wrapped(width, &none, &none));
        lines.extend(changes::page(Some(base), newest, &HashSet::new(), width, house));
    }
    if let Some(unreadable) = &editor.unreadable {
        lines.push(Line::styled(house.say("editor.unreadable").to_owned(), theme.bad));
        lines.extend(Rich::of(&one_line(&unreadable.why), Style::default()).wrapped(width, &none, &none));
        return lines;
    }
    let Some(seen) = editor.seen() else {
        lines.push(Line::styled(house.say("editor.looking").to_owned(), theme.dim));
        return lines;
    };
    if editor.findings().is_empty() {
        lines.push(Line::styled(house.say("editor.nothing_found").to_owned(), theme.good));
    }
    for block in finding_blocks(&seen.look.findings, width, house) {
        starts.push(lines.len());
        lines.extend(block);
    }
    for near in &seen.look.near {
        let key = if near.is_same { "editor.same" } else { "editor.near" };
        let style = if near.is_same { theme.bad } else { theme.dim };
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("id", &one_line(&near.id)), ("question", &one_line(&near.question)), ("asked", &near.asked)];
        lines.extend(Rich::of(&house.messages.fill(key, &values), style).wrapped(width, &none, &none));
    }
    for (from, to) in editor.rewords() {
        let said = house.messages.fill("editor.reword", &[("from", &one_line(from)), ("to", &one_line(to))]);
        lines.extend(Rich::of(&said, theme.dim).wrapped(width, &none, &none));
    }
    let Some(customer) = &seen.article.customer else { return lines };
    if customer.answer.body.len() > MOST_BYTES {
        return lines;
    }
    lines.push(Line::default());
    for channel in &house.channels {
        let derived = render(customer, channel);
        let text = derived.text.trim_end();
        let sign = if derived.written { house.look.glyphs.written } else { "" };
        let is_over = cost(text, channel, house.rate).is_over();
        let said = format!("{}{sign} {}", house.channel_label(channel), cost_words(text, channel, house));
        lines.push(Line::styled(said, if is_over { theme.bad } else { theme.dim }));
    }
    lines
}
