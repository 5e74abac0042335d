//! What could be put in where the caret stands: the values of a field, a channel's text, the customer's words.

use super::editor::Editor;
use super::entries::plain;
use super::list::{Entry, Value};
use crate::customer::template::Template;
use crate::kb::tongue;
use crate::model::manuscript::{Section, choices, field_name, heading, label, section_text};
use crate::model::{Axis, Face, RelationKind};
use crate::text::clean::one_line;
use crate::tui::house::House;
use crate::tui::screen::desk::State;

/// A change of the text that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// This in the place of these bytes of the part that has the caret.
    Here(std::ops::Range<usize>, String),
    /// A new section: its heading and its text.
    Part(String, String),
    /// This as the text of a section.
    Section(Section, String),
    /// The second for the first, wherever that was proposed in the customer's texts.
    Word(String, String),
    /// The customer's text that has the caret was compared with the internal text as it is now, and fits.
    Confirm,
    /// What a finding suggests, by its place among the findings.
    Suggestion(usize),
}

/// The entries for where the caret stands.
pub fn entries(editor: &Editor, desk: &State, house: &House) -> Vec<Entry> {
    let Some((section, text, caret)) = editor.here() else { return Vec::new() };
    let mut entries = suggestions(editor, house);
    match section {
        None => entries.extend(values(editor, text, caret, desk, house)),
        Some(Section::Internal) => entries.extend(headings(editor, text, Face::Internal, house)),
        Some(Section::Customer | Section::Channel(_)) => {
            entries.extend(customer(editor, house));
            entries.extend(headings(editor, text, Face::Customer, house));
        }
    }
    entries
}

fn put(label: String, note: String, right: &str, put: Put) -> Entry {
    plain(label, note, right.to_owned(), Value::Put(put))
}

/// What the findings suggest.
fn suggestions(editor: &Editor, house: &House) -> Vec<Entry> {
    let right = house.say("options.suggested");
    let findings = editor.findings();
    let with_place = findings.iter().enumerate().filter(|(_, finding)| editor.place(finding).is_some());
    with_place
        .filter(|(_, finding)| finding.rule.starts_with("leak.") || finding.rule.starts_with("officialese."))
        .filter_map(|(at, finding)| {
            let suggestion = finding.suggestion.as_deref().filter(|suggestion| !suggestion.is_empty())?;
            let label =
                format!("{} {} {}", one_line(&finding.text), house.look.glyphs.sides.1, one_line(suggestion));
            Some(put(label, String::new(), right, Put::Suggestion(at)))
        })
        .collect()
}

/// The values that the field on the line of the caret may have.
fn values(editor: &Editor, text: &str, caret: usize, desk: &State, house: &House) -> Vec<Entry> {
    let start = text.get(..caret).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(start..).and_then(|line| line.find('\n')).map_or(text.len(), |at| start + at);
    let line = text.get(start..end).unwrap_or_default();
    let is_entry = line.trim_start().starts_with('-');
    // An entry of a list belongs to the field above it.
    let named = if is_entry {
        let above = text.get(..start).unwrap_or_default().lines().rev();
        above.into_iter().find(|line| !line.trim_start().starts_with('-'))
    } else {
        Some(line)
    };
    let Some((name, value)) = named.and_then(|line| line.split_once([':', '：'])) else { return Vec::new() };
    let Some(field) = field_name(name.trim()) else { return Vec::new() };
    let overview = &desk.overview;
    let names: Vec<String> = match field {
        "region" => overview.on(Axis::Region).to_vec(),
        "product" => overview.on(Axis::Product).to_vec(),
        "customer_type" => overview.on(Axis::Customer).to_vec(),
        "category" => editor.known.categories.iter().map(|path| path.join(" / ")).collect(),
        "owner" => editor.known.owners.clone(),
        "tags" => {
            let has =
                |tag: &&String| value.split(['、', ',', '，']).any(|known| known.trim() == tag.as_str());
            editor.known.tags.iter().filter(|tag| !has(tag)).cloned().collect()
        }
        "relations" | "actions" if is_entry => return kinds(line, (start, end), name.trim(), house),
        "relations" => return related(editor, text, end, desk, house),
        "actions" => {
            let kinds = choices(name.trim(), tongue(&house.messages)).into_iter();
            let new = kinds
                .map(|kind| entry(kind.to_owned(), String::new(), end, &format!("{kind} | "), name.trim()));
            return new.collect();
        }
        "similar" => return Vec::new(),
        "valid_from" | "last_day" | "review_by" | "sale_until" | "study_from" | "source_date" => {
            let line = |day: jiff::civil::Date| Put::Here(start..end, format!("{}: {day}", name.trim()));
            let days = days(desk.today(), house).into_iter();
            return days.map(|(day, words)| put(day.to_string(), words, name.trim(), line(day))).collect();
        }
        _ => choices(name.trim(), tongue(&house.messages)).into_iter().map(str::to_owned).collect(),
    };
    let many = matches!(field, "region" | "product" | "customer_type" | "tags");
    let right = name.trim().to_owned();
    names
        .into_iter()
        .map(|one| {
            let had = value.trim();
            let new = if many && !had.is_empty() { format!("{had}、{one}") } else { one.clone() };
            let whole = format!("{}: {new}", name.trim());
            put(one_line(&one), String::new(), &right, Put::Here(start..end, whole))
        })
        .collect()
}

/// The days that are meant most: today, tomorrow, the ends of this month, the next and the year, half a year on.
fn days(today: jiff::civil::Date, house: &House) -> Vec<(jiff::civil::Date, String)> {
    let later = |days: i64| today.checked_add(jiff::Span::new().days(days)).ok();
    let next_month =
        today.checked_add(jiff::Span::new().months(1)).ok().map(jiff::civil::Date::last_of_month);
    let all = [
        ("days.today", Some(today)),
        ("days.tomorrow", later(1)),
        ("days.month_end", Some(today.last_of_month())),
        ("days.next_month_end", next_month),
        ("days.year_end", Some(today.last_of_year())),
        ("days.half_a_year", later(180)),
    ];
    all.into_iter().filter_map(|(key, day)| Some((day?, house.say(key).to_owned()))).collect()
}

/// A new entry below the line that ends there.
fn entry(label: String, note: String, end: usize, parts: &str, right: &str) -> Entry {
    put(label, note, right, Put::Here(end..end, format!("\n  - {parts}")))
}

/// The kinds that an entry of a list may be of; its other parts stay.
fn kinds(line: &str, (start, end): (usize, usize), name: &str, house: &House) -> Vec<Entry> {
    let rest = line.split_once('|').map_or(" ", |(_, rest)| rest);
    let kinds = choices(name, tongue(&house.messages)).into_iter();
    let of = |kind: &str| Put::Here(start..end, format!("  - {kind} |{rest}"));
    kinds.map(|kind| put(kind.to_owned(), String::new(), name, of(kind))).collect()
}

/// Articles that this one could lead to: those that ask nearly the same, and those that were at hand last.
fn related(editor: &Editor, text: &str, end: usize, desk: &State, house: &House) -> Vec<Entry> {
    let near = editor.seen().into_iter().flat_map(|seen| &seen.look.near);
    let near = near.map(|near| (near.id.as_str(), near.question.as_str()));
    let board = [&desk.overview.recent, &desk.overview.favourites, &desk.overview.hot];
    let at_hand = board.into_iter().flatten().filter(|card| card.is_current);
    let at_hand = at_hand.map(|card| (card.id.as_str(), card.question.as_str()));
    let rows = desk.rows.iter().map(|row| (row.id.as_str(), row.question.as_str()));
    let kind = label("relations", RelationKind::SeeAlso.word(), tongue(&house.messages));
    let mut known: Vec<&str> = editor.id.as_deref().into_iter().collect();
    let mut entries = Vec::new();
    for (id, question) in near.chain(rows).chain(at_hand) {
        if known.contains(&id) || text.contains(&format!("| {id}\n")) {
            continue;
        }
        known.push(id);
        let parts = format!("{kind} | {}", one_line(id));
        entries.push(entry(one_line(question), one_line(id), end, &parts, house.say("options.relation")));
    }
    entries
}

/// Sections of the kind's template that are not there yet; put in where the caret stands.
fn headings(editor: &Editor, text: &str, face: Face, house: &House) -> Vec<Entry> {
    let kind = editor.seen().and_then(|seen| seen.article.kind);
    let Some(template) = kind.and_then(Template::of) else { return Vec::new() };
    let caret = editor.here().map_or(text.len(), |(_, _, caret)| caret);
    let missing = template.sections.iter().filter(|s| s.face == face && !s.heading.is_empty());
    missing
        .filter(|section| !text.contains(&section.heading))
        .map(|section| {
            let before =
                if text.get(..caret).is_some_and(|before| before.is_empty() || before.ends_with('\n')) {
                    ""
                } else {
                    "\n\n"
                };
            let new = format!("{before}### {}\n\n", section.heading);
            put(
                section.heading.clone(),
                String::new(),
                house.say("options.section"),
                Put::Here(caret..caret, new),
            )
        })
        .collect()
}

/// What makes a customer text: a first draft, the customer's words, the text of a channel.
fn customer(editor: &Editor, house: &House) -> Vec<Entry> {
    let Some(seen) = editor.seen() else { return Vec::new() };
    let mut entries = Vec::new();
    if editor.may_confirm() {
        entries.push(put(house.say("options.confirm").to_owned(), String::new(), "", Put::Confirm));
    }
    if let Some(draft) = &seen.draft {
        let text = section_text(draft, tongue(&house.messages));
        let label = house.say("options.draft").to_owned();
        let note = one_line(&draft.lead);
        entries.push(put(label, note, house.say("face.customer"), Put::Section(Section::Customer, text)));
    }
    for (from, to) in editor.rewords() {
        let label = format!("{} {} {}", one_line(from), house.look.glyphs.sides.1, one_line(to));
        entries.push(put(
            label,
            String::new(),
            house.say("options.word"),
            Put::Word(from.to_owned(), to.to_owned()),
        ));
    }
    let Some(customer) = &seen.article.customer else { return entries };
    for channel in house.channels.iter().filter(|channel| !editor.has_rendering(&channel.name)) {
        let derived = crate::customer::render::render(customer, channel).text;
        let head = heading(&channel.name, tongue(&house.messages));
        let label = house.channel_label(channel).to_owned();
        let part = Put::Part(head, derived.trim_end().to_owned());
        entries.push(put(label, one_line(&derived), house.say("options.channel"), part));
    }
    entries
}
