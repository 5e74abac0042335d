//! What stays the same while the desk is open: words, look, keys, channels.

use super::action::{Action, Context};
use super::keymap::Keymap;
use super::theme::Look;
use crate::customer::budget::Rate;
use crate::i18n::{Language, Messages};
use crate::model::{Channel, Channels};

/// Everything that drawing needs besides the state.
pub struct House {
    /// Words.
    pub messages: Messages,
    /// Words of the other language: the palette understands both.
    pub other_messages: Messages,
    /// Styles and glyphs.
    pub look: Look,
    /// Keys.
    pub keymap: Keymap,
    /// What was wrong with the keymap or the settings.
    pub problems: Vec<String>,
    /// Channels in the order of the tabs.
    pub channels: Vec<Channel>,
    /// The person's template of the wrap-up note.
    pub wrap_up: Option<String>,
    /// How fast an answer is said.
    pub rate: Rate,
    /// The program that opens addresses here.
    pub opener: Option<&'static str>,
    /// What is typed instead of the keys, where the desk is driven by lines.
    pub commands: Vec<(Action, String)>,
    /// Where the settings are kept, as it is shown.
    pub settings_file: String,
}

impl House {
    /// Furnishes a house.
    pub fn new(language: Language, look: Look, keymap: Keymap, problems: Vec<String>) -> House {
        let other = match language {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        House {
            messages: Messages::new(language),
            other_messages: Messages::new(other),
            look,
            keymap,
            problems,
            channels: Channels::shipped().list.clone(),
            wrap_up: None,
            rate: Rate::default(),
            opener: None,
            commands: Vec::new(),
            settings_file: String::new(),
        }
    }

    /// The message for a key.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.messages.get(key)
    }

    /// The title of an action.
    pub fn title(&self, action: Action) -> String {
        self.messages.get(&format!("action.{}", action.spec().name)).to_owned()
    }

    /// The place of a channel in the table, by its name.
    pub fn channel_place(&self, name: &str) -> Option<usize> {
        self.channels.iter().position(|channel| channel.name == name)
    }

    /// The name of a channel.
    pub fn channel_label<'a>(&self, channel: &'a Channel) -> &'a str {
        match self.messages.language() {
            Language::Chinese => &channel.zh,
            Language::English => &channel.en,
        }
    }

    /// The chord to show for an action; empty when it has none. Without keys it is a command.
    pub fn chord(&self, context: Context, action: Action) -> String {
        if !self.commands.is_empty() {
            let command = self.commands.iter().find(|(one, _)| *one == action);
            return command.map(|(_, command)| command.clone()).unwrap_or_default();
        }
        self.keymap.chords(context, action).first().map(|c| c.label()).unwrap_or_default()
    }

    /// All chords of an action, for the help page.
    pub fn chords(&self, context: Context, action: Action) -> String {
        let chords = self.keymap.chords(context, action);
        chords.iter().map(|c| c.label()).collect::<Vec<_>>().join("  ")
    }
}
