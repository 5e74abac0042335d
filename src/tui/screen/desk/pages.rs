//! Both answers as lines, made when the article, the channel or the width changes, not for each frame.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::notes;
use super::state::{Pages, State};
use super::trust::{self, Badge};
use crate::customer::budget::cost;
use crate::customer::parity::Known;
use crate::customer::render::render;
use crate::kb::Shown;
use crate::model::channel::Markup;
use crate::model::{Action, ActionKind, Answer, Channel, RelationKind};
use crate::text::clean::{for_screen, one_line};
use crate::tui::house::House;
use crate::tui::widget::answer::{Drawing, Page, forbidden};
use crate::tui::widget::rich::Rich;

impl State {
    /// Makes what the next frame needs for a window of that size.
    pub fn prepare(&mut self, width: u16, height: u16, house: &House) {
        self.layout = super::layout::Layout::of(width, height, self.face(), self.zoom);
        let internal = self.layout.inside(self.layout.internal);
        let customer = self.layout.inside(self.layout.customer);
        let widths = (internal.width, customer.width);
        if self.stale || self.pages.widths != widths {
            self.pages = self.shown.as_deref().map(|s| self.make(s, widths, house)).unwrap_or_default();
            self.pages.widths = widths;
            self.stale = false;
        }
        let over = |lines: usize, rows: u16| lines.saturating_sub(usize::from(rows));
        let never = if self.never_fits() { self.pages.never.len() } else { 0 };
        let most = (
            over(self.pages.internal.len(), internal.height),
            over(self.pages.customer.len() + never, customer.height),
        );
        if self.fresh {
            self.fresh = false;
            let rows = usize::from(internal.height.max(customer.height));
            let wanted = self.pages.wanted.filter(|&line| line >= rows.saturating_sub(1));
            self.scroll.begin(wanted.map_or(0, |line| line.saturating_sub(rows / 3)));
        }
        self.scroll.limit(most.0, most.1);
        self.notes = notes::make(self, house);
        self.layout.notes = self.notes.rows();
        self.layout.foot = super::results::suggestion_rows(self);
        let shown = self.layout.results_shown().max(1);
        if self.selected < self.first_row {
            self.first_row = self.selected;
        } else if self.selected >= self.first_row + shown {
            self.first_row = self.selected + 1 - shown;
        }
        self.first_row = self.first_row.min(self.rows.len().saturating_sub(shown));
    }

    /// Whether 【禁说】 gets rows of its own under the customer answer.
    pub fn never_fits(&self) -> bool {
        let rows = usize::from(self.layout.inside(self.layout.customer).height);
        !self.pages.never.is_empty() && self.pages.never.len() * 2 <= rows
    }

    fn make(&self, shown: &Shown, widths: (u16, u16), house: &House) -> Pages {
        let mut pages = Pages::default();
        let badges = trust::of_shown(shown, house);
        let of_internal = shown.article.internal.as_ref().map(Known::of_internal).unwrap_or_default();
        let of_customer = shown.article.customer.as_ref().map(Known::of_customer).unwrap_or_default();
        let drawing = |width: u16, known| Drawing {
            needles: &self.needles,
            width_cells: usize::from(width),
            look: &house.look,
            facts: Some(known),
            from_column: self.from_column,
        };
        if widths.0 > 0 {
            let drawing = drawing(widths.0, &of_customer);
            pages.internal = badge_lines(&badges, drawing.width_cells, house);
            pages.internal.extend(self.banner_lines(shown, &drawing, house));
            pages.internal.extend(self.own_lines(shown, &drawing, house));
            let none = Answer::default();
            let answer = shown.article.internal.as_ref().unwrap_or(&none);
            if answer.is_empty() {
                pages.internal.extend(drawing.paragraph(house.say("desk.no_internal"), house.look.theme.dim));
            }
            let page = drawing.page(answer);
            pages.wanted = page.hit_row.map(|row| row + pages.internal.len());
            pages.columns_beyond = page.columns_beyond;
            pages.internal.extend(page.lines);
            pages.internal.extend(more_lines(shown, &drawing, house));
        }
        if widths.1 > 0 {
            let drawing = drawing(widths.1, &of_internal);
            pages.customer = badge_lines(&badges, drawing.width_cells, house);
            if widths.0 == 0 {
                // It stands over whatever is shown of the article.
                pages.customer.extend(self.banner_lines(shown, &drawing, house));
                pages.customer.extend(self.own_lines(shown, &drawing, house));
            }
            let page = self.customer_page(shown, &drawing, house);
            pages.wanted = pages.wanted.or(page.hit_row.map(|row| row + pages.customer.len()));
            pages.columns_beyond = pages.columns_beyond.max(page.columns_beyond);
            pages.customer.extend(page.lines);
            pages.never = never_lines(shown, &drawing, house);
            // In a low pane they scroll with the text.
            let rows = usize::from(self.layout.inside(self.layout.customer).height);
            if pages.never.len() * 2 > rows && !pages.never.is_empty() {
                pages.customer.push(Line::default());
                pages.customer.extend(pages.never.iter().cloned());
            }
        }
        pages
    }

    /// Announcements that concern the article, over its answer.
    fn banner_lines(&self, shown: &Shown, drawing: &Drawing<'_>, house: &House) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for note in self.banners(shown) {
            let (key, style) = super::home::level(note.level, house);
            let first = Span::styled(format!("[{}] ", house.say(key)), style);
            let rest = Span::raw(" ".repeat(first.width()));
            let title = Rich::of(&one_line(&note.title), house.look.theme.notice);
            lines.extend(title.wrapped(drawing.width_cells, &first, &rest));
        }
        lines
    }

    /// What the agent has written down about the article, and that they keep it at hand.
    fn own_lines(&self, shown: &Shown, drawing: &Drawing<'_>, house: &House) -> Vec<Line<'static>> {
        let theme = &house.look.theme;
        let Some(id) = shown.article.id.as_deref() else { return Vec::new() };
        let is_kept = self.overview.favourites.iter().any(|card| card.id == id);
        let mut lines = Vec::new();
        if is_kept {
            lines.push(Line::styled(format!("[{}]", house.say("desk.favourite")), theme.chip));
        }
        for note in self.overview.notes.iter().filter(|note| note.article.as_deref() == Some(id)) {
            let first = Span::styled(house.say("desk.own_note").to_owned(), theme.heading);
            let rest = Span::raw(" ".repeat(first.width()));
            lines.extend(Rich::of(&one_line(&note.text), theme.quote).wrapped(
                drawing.width_cells,
                &first,
                &rest,
            ));
        }
        lines
    }

    fn customer_page(&self, shown: &Shown, drawing: &Drawing<'_>, house: &House) -> Page {
        let theme = &house.look.theme;
        let answer =
            shown.article.customer.as_ref().filter(|c| !c.answer.is_empty() || !c.channels.is_empty());
        let (Some(answer), Some(channel)) = (answer, house.channels.get(self.contact.channel)) else {
            let lines = drawing.paragraph(house.say("desk.no_customer"), theme.warn);
            return Page { lines, ..Page::default() };
        };
        let derived = render(answer, channel);
        let text = derived.text.trim_end();
        let (lead, body) = match text.split_once('\n') {
            Some((first, rest))
                if !answer.answer.lead.is_empty() && first.trim() == answer.answer.lead.trim() =>
            {
                (first, rest.trim_start_matches('\n'))
            }
            None if text.trim() == answer.answer.lead.trim() => (text, ""),
            _ => ("", text),
        };
        let mut page = Page::default();
        if channel.markup == Markup::Markdown {
            page = drawing.page(&Answer { lead: lead.to_owned(), body: body.to_owned() });
        } else {
            if !lead.is_empty() {
                page.lines.extend(drawing.paragraph(lead, theme.lead));
            }
            if !lead.is_empty() && !body.is_empty() {
                page.lines.push(Line::default());
            }
            if !body.is_empty() {
                page.lines.extend(drawing.paragraph(body, Style::default()));
            }
        }
        page.lines.push(Line::default());
        page.lines.extend(size_lines(text, derived.written, channel, drawing, house));
        page
    }
}

/// How the text came about and what it costs.
fn size_lines(
    text: &str,
    written: bool,
    channel: &Channel,
    drawing: &Drawing<'_>,
    house: &House,
) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let label = house.channel_label(channel);
    let key = if written { "desk.written" } else { "desk.derived" };
    let words = cost_words(text, channel, house);
    let mut rich = Rich::of(&house.messages.fill(key, &[("channel", &label), ("cost", &words)]), theme.dim);
    let cost = cost(text, channel, house.rate);
    if let Some(most) = channel.max_chars.filter(|_| cost.over.is_some()) {
        rich.push("  ", Style::default());
        rich.push(&house.messages.fill("copy.too_long", &[("most", &most)]), theme.bad);
    }
    if let Some(most) = channel.max_seconds.filter(|_| cost.over_seconds.is_some()) {
        rich.push("  ", Style::default());
        rich.push(&house.messages.fill("copy.too_long_to_say", &[("most", &most)]), theme.warn);
    }
    rich.wrapped(drawing.width_cells, &Span::raw(""), &Span::raw(""))
}

/// What a text costs on a channel, in words: segments, characters, bytes, seconds.
pub fn cost_words(text: &str, channel: &Channel, house: &House) -> String {
    let cost = cost(text, channel, house.rate);
    let mut words = Vec::new();
    if let Some(seconds) = cost.seconds() {
        words.push(house.messages.fill("cost.seconds", &[("count", &seconds)]));
    }
    if let Some(segments) = cost.segments {
        words.push(house.messages.fill("cost.segments", &[("count", &segments)]));
    }
    words.push(house.messages.fill("cost.chars", &[("count", &cost.chars)]));
    if !channel.spoken {
        words.push(house.messages.fill("cost.bytes", &[("count", &cost.bytes)]));
    }
    words.join(" ")
}

fn badge_lines(badges: &[Badge<'_>], width: usize, house: &House) -> Vec<Line<'static>> {
    if badges.is_empty() {
        return Vec::new();
    }
    let mut rich = Rich::default();
    for (i, (word, style)) in badges.iter().enumerate() {
        if i > 0 {
            rich.push("  ", Style::default());
        }
        // Brackets as well: a badge is one also where there is no colour.
        rich.push(&format!("[{}]", house.messages.get(word)), *style);
    }
    rich.wrapped(width, &Span::raw(""), &Span::raw(""))
}

fn never_lines(shown: &Shown, drawing: &Drawing<'_>, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let never = shown.article.internal.as_ref().map(forbidden).unwrap_or_default();
    let mut lines = Vec::new();
    for text in never {
        let mut rich = Rich::of(
            &for_screen(&text),
            theme.forbidden.remove_modifier(Modifier::BOLD | Modifier::REVERSED),
        );
        rich.mark_needles(drawing.needles, theme.hit);
        let first = Span::styled(house.say("desk.never").to_owned(), theme.forbidden);
        let rest = Span::raw(" ".repeat(first.width()));
        lines.extend(rich.wrapped(drawing.width_cells, &first, &rest));
    }
    lines
}

/// What stands under the internal answer: what to do, what belongs to it, where it is from.
pub fn more_lines(shown: &Shown, drawing: &Drawing<'_>, house: &House) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let article = &shown.article;
    let mut lines = Vec::new();
    let mut add = |label: &str, text: String| {
        if lines.is_empty() {
            lines.push(Line::styled(house.look.glyphs.dash.repeat(drawing.width_cells), theme.rule));
        }
        let mut rich = Rich::of(&one_line(&text), Style::default());
        rich.mark_needles(drawing.needles, theme.hit);
        let first = Span::styled(format!("{label} "), theme.heading);
        let rest = Span::raw(" ".repeat(first.width()));
        lines.extend(rich.wrapped(drawing.width_cells, &first, &rest));
    };
    for action in &article.actions {
        add(house.say(action_key(action.kind)), action_text(action, house));
    }
    for &kind in RelationKind::ALL {
        for relation in article.relations.iter().filter(|r| r.kind == kind) {
            let question = shown.linked.iter().find(|(id, _)| *id == relation.to);
            let question = question.map(|(_, question)| question.as_str()).unwrap_or_default();
            add(house.say(relation_key(kind)), format!("{} {question}", relation.to));
        }
    }
    if !article.attachments.is_empty() {
        let names: Vec<&str> = article.attachments.iter().map(|a| a.name.as_str()).collect();
        add(house.say("desk.attachments"), names.join("  "));
    }
    if !article.scope.is_everywhere() {
        add(house.say("desk.scope"), article.scope.label());
    }
    if !article.category.is_empty() {
        add(house.say("desk.category"), article.category.join(" / "));
    }
    if let Some(source) = &article.source {
        let date = source.date.map(|d| d.to_string()).unwrap_or_default();
        let text = format!("{} {date}", source.reference);
        if !text.trim().is_empty() {
            add(house.say("desk.source"), text);
        }
    }
    lines
}

fn action_key(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Handle => "desk.action_handle",
        ActionKind::Ticket => "desk.action_ticket",
        ActionKind::Transfer => "desk.action_transfer",
        ActionKind::Escalate => "desk.action_escalate",
        ActionKind::SelfService => "desk.action_self_service",
    }
}

/// The message for a kind of relation.
pub fn relation_key(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Next => "desk.next",
        RelationKind::SeeAlso => "desk.see_also",
        RelationKind::Replaces => "desk.replaces",
        RelationKind::PartOf => "desk.part_of",
    }
}

fn action_text(action: &Action, house: &House) -> String {
    let mut text = action.target.clone();
    if !action.fields.is_empty() {
        let fields = action.fields.join("、");
        text.push_str(&house.messages.fill("desk.fields", &[("fields", &fields)]));
    }
    if let Some(limit) = &action.limit {
        text.push_str(&house.messages.fill("desk.limit", &[("limit", limit)]));
    }
    text
}
