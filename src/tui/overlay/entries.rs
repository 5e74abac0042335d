//! The entries of the lists: from the one table of actions, from the variants of a row, from the overview.

use super::list::{Entry, Value};
use crate::model::Axis;
use crate::text::clean::one_line;
use crate::tui::action::{ACTIONS, Action, Context};
use crate::tui::house::House;
use crate::tui::screen::desk::{State, strip::AXES, trust};

/// Every action of the desk: those with a hint first, then in the order of the table.
pub fn palette(desk: &State, house: &House) -> Vec<Entry> {
    let mut specs: Vec<_> = ACTIONS
        .iter()
        .filter(|s| s.contexts.contains(&Context::Search) || s.contexts.contains(&Context::Global))
        .filter(|s| !matches!(s.action, Action::Palette | Action::Back))
        .filter(|s| !is_typing(s.action))
        .collect();
    specs.sort_by_key(|s| if s.hint == 0 { u8::MAX } else { s.hint });
    specs
        .into_iter()
        .map(|spec| {
            let title = format!("action.{}", spec.name);
            Entry {
                label: house.say(&title).to_owned(),
                note: String::new(),
                right: house.chord(Context::Search, spec.action),
                words: format!("{} {}", spec.name, house.other_messages.get(&title)),
                enabled: desk.can(spec.action, house),
                on: None,
                value: Value::Run(spec.action),
            }
        })
        .collect()
}

/// Editing the search line makes no sense from a list that has a line of its own.
fn is_typing(action: Action) -> bool {
    matches!(
        action,
        Action::CaretLeft
            | Action::CaretRight
            | Action::CaretStart
            | Action::CaretEnd
            | Action::DeleteBack
            | Action::DeleteForward
            | Action::DeleteWord
    )
}

/// The selected row and its variants.
pub fn variants(desk: &State, house: &House) -> Vec<Entry> {
    let Some(row) = desk.row() else { return Vec::new() };
    std::iter::once(row)
        .chain(&row.variants)
        .map(|row| {
            let scope = one_line(&row.scope.label());
            let badges: Vec<&str> = trust::of_row(row, house).into_iter().map(|(word, _)| word).collect();
            Entry {
                label: if scope.is_empty() { house.say("list.everywhere").to_owned() } else { scope },
                note: format!("{} {}", one_line(&row.id), one_line(&row.lead)),
                right: badges.join(" "),
                words: one_line(&row.question),
                enabled: true,
                on: None,
                value: Value::Variant(row.hit.article),
            }
        })
        .collect()
}

/// Every name on every axis, as a switch.
pub fn scope(desk: &State, house: &House) -> Vec<Entry> {
    let names = |axis: Axis| match axis {
        Axis::Region => &desk.overview.regions,
        Axis::Product => &desk.overview.products,
        Axis::Customer => &desk.overview.customers,
    };
    AXES.into_iter()
        .flat_map(|(axis, key)| {
            names(axis).iter().map(move |name| Entry {
                label: one_line(name),
                note: String::new(),
                right: house.say(key).to_owned(),
                words: axis.word().to_owned(),
                enabled: true,
                on: Some(desk.scope.on(axis).contains(name)),
                value: Value::Toggle(axis, name.clone()),
            })
        })
        .collect()
}
