//! What a change changed: the fields that differ from the text before, word by word.

use std::collections::HashSet;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::customer::finding::Part;
use crate::kb::{Shown, tongue};
use crate::model::changes::{Change, Field, changes};
use crate::text::clean::{for_screen, one_line};
use crate::text::diff::{Fate, diff_by};
use crate::tui::house::House;
use crate::tui::widget::rich::Rich;

/// So many chars of what stayed are shown on each side of a change.
const AROUND_CHARS: usize = 24;

/// The page for an article and the text that was published before it; `known` are words that are left whole.
pub fn page(
    before: Option<&Shown>,
    after: &Shown,
    known: &HashSet<String>,
    width_cells: usize,
    house: &House,
) -> Vec<Line<'static>> {
    let theme = &house.look.theme;
    let none = Span::raw("");
    let mut lines =
        Rich::of(&one_line(&after.article.question), theme.lead).wrapped(width_cells, &none, &none);
    let version = |shown: &Shown| {
        let (no, day) = (shown.revision_no, shown.made_on);
        house
            .messages
            .fill("changes.version", &[("no", &no), ("day", &day), ("author", &one_line(&shown.author))])
    };
    let head = match before {
        Some(before) => format!("{} {} {}", version(before), house.look.glyphs.sides.1, version(after)),
        None => version(after),
    };
    lines.extend(Rich::of(&head, theme.dim).wrapped(width_cells, &none, &none));
    lines.push(Line::default());
    let Some(before) = before else {
        lines.extend(Rich::of(house.say("changes.first"), theme.notice).wrapped(width_cells, &none, &none));
        return lines;
    };
    let all = changes(&before.article, &after.article);
    let told: Vec<&Change> = all.iter().filter(|change| is_told(&change.field)).collect();
    if told.is_empty() {
        lines.extend(Rich::of(house.say("changes.none"), theme.notice).wrapped(width_cells, &none, &none));
    }
    for change in told {
        lines.push(Line::styled(field_label(&change.field, house), theme.heading));
        let (old, new) = change.in_words(tongue(&house.messages));
        lines.extend(words(&old, &new, known, house).wrapped(width_cells, &none, &none));
        lines.push(Line::default());
    }
    lines
}

/// What a text was made from is a matter of the program.
fn is_told(field: &Field) -> bool {
    !matches!(field, Field::BasedOn | Field::RenderingBasedOn(_))
}

/// The name of a field, in words.
pub fn field_label(field: &Field, house: &House) -> String {
    match field {
        Field::Rendering(name) => {
            let channel = house.channels.iter().find(|channel| channel.name == *name);
            let label = channel.map_or(name.as_str(), |channel| house.channel_label(channel));
            house.messages.fill("field.rendering", &[("channel", &one_line(label))])
        }
        other => house.say(&format!("field.{}", other.name())).to_owned(),
    }
}

/// The name of a part of an article, in words.
pub fn part_label(part: &Part, house: &House) -> String {
    match part {
        Part::Question => house.say("field.question").to_owned(),
        Part::Similar(_) => house.say("field.similar").to_owned(),
        Part::Lead(face) => house.say(&format!("field.{face}.lead")).to_owned(),
        Part::Body(face) => house.say(&format!("field.{face}.body")).to_owned(),
        Part::Rendering(name) => field_label(&Field::Rendering(name.clone()), house),
    }
}

/// Both texts in one: what went in `[-…-]`, what came in `{+…+}`, so that it can be read without colours; long stretches
/// that stayed are cut to what stands beside a change.
fn words(before: &str, after: &str, known: &HashSet<String>, house: &House) -> Rich {
    let theme = &house.look.theme;
    let (before, after) = (for_screen(before), for_screen(after));
    let hunks = diff_by(&before, &after, &|word| known.contains(word));
    let mut rich = Rich::default();
    let last = hunks.len().saturating_sub(1);
    for (at, hunk) in hunks.iter().enumerate() {
        match hunk.fate {
            Fate::Removed => {
                let text = before.get(hunk.old.clone()).unwrap_or_default();
                rich.push(&format!("[-{text}-]"), theme.bad.add_modifier(Modifier::CROSSED_OUT));
            }
            Fate::Added => {
                let text = after.get(hunk.new.clone()).unwrap_or_default();
                rich.push(&format!("{{+{text}+}}"), theme.good.add_modifier(Modifier::UNDERLINED));
            }
            Fate::Same => {
                let text = after.get(hunk.new.clone()).unwrap_or_default();
                let (head, tail) =
                    (if at == 0 { 0 } else { AROUND_CHARS }, if at == last { 0 } else { AROUND_CHARS });
                rich.push(&around(text, head, tail, house.look.glyphs.cut), Style::default());
            }
        }
    }
    rich
}

/// The beginning and the end of a text, by chars, with a sign between them where something is left out.
fn around(text: &str, head: usize, tail: usize, cut: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= head + tail + 4 {
        return text.to_owned();
    }
    let (begin, end) = (chars.iter().take(head), chars.iter().skip(chars.len() - tail));
    begin.chain(cut.chars().collect::<Vec<_>>().iter()).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stayed_is_cut_to_what_stands_beside_a_change() {
        assert_eq!(around("一二三四五六七八九十甲乙", 3, 3, "…"), "一二三…十甲乙");
        assert_eq!(around("一二三四五六", 3, 3, "…"), "一二三四五六");
        assert_eq!(around("一二三四五六七八九十甲乙", 0, 3, "…"), "…十甲乙");
    }
}
