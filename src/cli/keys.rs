//! `zhixi keys`

use serde::Serialize;

use super::args::KeysArgs;
use super::context::Context;
use super::error::CliError;
use crate::text::width::pad;
use crate::tui;
use crate::tui::action::{ACTIONS, Action};
use crate::tui::keymap::{self, Keymap};

#[derive(Serialize)]
struct KeyJson<'a> {
    context: &'a str,
    keys: String,
    action: &'a str,
    title: &'a str,
}

/// What stands on the card, in the order of a call.
const CARD: &[Action] = &[
    Action::Next,
    Action::Use,
    Action::CopyCustomer,
    Action::CopyInternal,
    Action::FlipFace,
    Action::ChannelNext,
    Action::Variants,
    Action::Scope,
    Action::Pieces,
    Action::Stack,
    Action::StackList,
    Action::TicketForm,
    Action::Related,
    Action::GoBack,
    Action::ContactNext,
    Action::ContactNew,
    Action::ContactEnd,
    Action::Flag,
    Action::Fix,
    Action::Add,
    Action::RecordGap,
    Action::Favourite,
    Action::Note,
    Action::Announcements,
    Action::Changed,
    Action::Categories,
    Action::Explain,
    Action::Suggestion,
    Action::ClearQuery,
    Action::Help,
    Action::Palette,
    Action::Quit,
];

/// A card of at most 80 columns in plain characters: it goes to printers.
fn card(context: &Context, map: &Keymap) -> Result<(), CliError> {
    const KEY: usize = 15;
    const TITLE: usize = 44;
    let rule = format!("+{}+", "-".repeat(KEY + TITLE + 5));
    context.line(&rule)?;
    let name = context.messages.get("keys.card");
    context.line(&format!("| {} |", pad(name, KEY + TITLE + 3, "")))?;
    context.line(&rule)?;
    for action in CARD {
        let chords = map.chords(tui::action::Context::Search, *action);
        let Some(chord) = chords.first() else { continue };
        let title = context.messages.get(&format!("action.{}", action.spec().name)).to_owned();
        context.line(&format!("| {} | {} |", pad(&chord.label(), KEY, "~"), pad(&title, TITLE, "~")))?;
    }
    context.line(&rule)
}

pub fn run(context: &mut Context, args: &KeysArgs) -> Result<u8, CliError> {
    let name = args.keymap.as_deref().unwrap_or(&context.settings.keymap);
    if !crate::config::KEYMAPS.contains(&name) {
        let known = crate::config::KEYMAPS.join(" ");
        return Err(CliError::Usage("keys.unknown_keymap", format!("{name} ({known})")));
    }
    let file = context.paths.keymap_file();
    // A named map is shown as it is shipped.
    let own = if args.keymap.is_some() {
        None
    } else {
        crate::config::read_optional(&file).map_err(CliError::file(&file))?
    };
    let (map, problems) = keymap::load(name, own.as_deref().map(|text| (file.as_path(), text)));
    for problem in &problems {
        context.say(&problem.say(&context.messages));
    }
    if args.card {
        card(context, &map)?;
        return Ok(u8::from(!problems.is_empty()));
    }
    let contexts = tui::action::Context::ALL;
    for (at, name) in contexts {
        if !args.json {
            context.line(&format!("[{}]", context.messages.get(&format!("context.{name}"))))?;
        }
        for spec in ACTIONS {
            let chords: Vec<_> = map
                .all()
                .filter(|(c, _, action)| c == at && *action == spec.action)
                .map(|(_, k, _)| k)
                .collect();
            let title_key = format!("action.{}", spec.name);
            let title = context.messages.get(&title_key);
            if args.json {
                for chord in &chords {
                    let keys = chord.to_string();
                    context.json(&KeyJson { context: name, keys, action: spec.name, title })?;
                }
            } else if !chords.is_empty() {
                let labels = chords.iter().map(|c| c.label()).collect::<Vec<_>>().join(" / ");
                context.line(&format!("  {} {title}", pad(&labels, 28, "…")))?;
            }
        }
    }
    Ok(u8::from(!problems.is_empty()))
}
