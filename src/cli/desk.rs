//! `zhixi` alone: the desk.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::context::Context;
use super::error::CliError;
use crate::config::read_optional;
use crate::i18n::Messages;
use crate::kb::{Kb, Wish, demo};
use crate::serve::{self, Door, Listening};
use crate::tui::furnishing::Furnishing;
use crate::tui::{self, Doorway, Hear, Mention, keymap};

pub fn run(context: &mut Context) -> Result<u8, CliError> {
    // A KB that is named and is not there is told at once, on the terminal that stays readable.
    if let Some(dir) = context.named_kb() {
        crate::kb::Place::find(&dir)?;
    }
    let file = context.paths.keymap_file();
    let (own, unreadable) = match read_optional(&file) {
        Ok(own) => (own, None),
        Err(error) => (None, Some(keymap::Problem::unreadable(&file, &error))),
    };
    let problems = context
        .settings_problems
        .iter()
        .map(|p| p.say(&context.messages))
        .chain(unreadable.iter().map(|p| p.say(&context.messages)))
        .collect();
    let named = context.named_kb();
    let (data_dir, desk_db, who) =
        (context.paths.data_dir.clone(), context.paths.desk_db(), context.who.clone());
    let (socket, messages) = (context.paths.desk_socket(), context.messages.clone());
    let fuzzy = context.settings.fuzzy_pinyin;
    let open = move || {
        let mut kb = match &named {
            Some(dir) => Kb::open(dir, Wish::Read)?,
            None => demo::open(&data_dir, &who, crate::config::clock::now())?,
        };
        // Without the person's own file the desk still answers; it only forgets.
        let _ = kb.use_desk(&desk_db);
        kb.blur_sounds(fuzzy);
        Ok(kb)
    };
    Ok(tui::run(tui::Options {
        furnishing: Furnishing {
            settings: context.settings.clone(),
            no_color: context.terminal.no_color,
            own_keys: own.map(|text| (file, text)),
            file: context.paths.settings_file(),
            edit_dir: context.paths.edit_dir(),
            problems,
            opener: tui::clipboard::opener(&context.terminal),
            ..Furnishing::default()
        },
        env: context.terminal.clone(),
        who: context.who.clone(),
        open: Arc::new(open),
        door: Box::new(move |hear, mention| open_door(&socket, messages, hear, mention)),
    })?)
}

fn open_door(socket: &Path, messages: Messages, hear: Hear, mention: Mention) -> Doorway {
    let mine = Arc::clone(&hear);
    match serve::listen(socket, move |told| mine(told)) {
        Ok(Listening::Here(door)) => Doorway { door: Some(Box::new(door)), is_alone: true, problem: None },
        Ok(Listening::Other) => {
            let problem = Some(messages.get("serve.other").to_owned());
            let door: Arc<Mutex<Option<Door>>> = Arc::default();
            let (place, socket) = (Arc::clone(&door), socket.to_owned());
            let wait = move || {
                // Nobody listens when the first desk has ended: then this one does.
                if let Ok(Listening::Here(open)) = serve::listen_when_free(&socket, move |told| hear(told)) {
                    *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(open);
                    mention(messages.get("serve.taken_over").to_owned());
                }
            };
            // Without the thread the desk is as it was: it works, and is told nothing.
            let _ = thread::Builder::new().name("zhixi-next".into()).spawn(wait);
            Doorway { door: Some(Box::new(door)), is_alone: false, problem }
        }
        Err(error) => Doorway { door: None, is_alone: true, problem: Some(error.say(&messages)) },
    }
}
