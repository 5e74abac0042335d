//! What the desk is furnished from: the person's settings and surroundings. While the desk is open it can be furnished
//! anew, so that a choice is seen at once.

use std::path::PathBuf;
use std::rc::Rc;

use super::app::App;
use super::event::Effect;
use super::house::House;
use super::keymap;
use super::overlay::Overlay;
use super::overlay::settings::Sheet;
use super::screen::desk::turn::{Tone, Turn};
use super::theme::Look;
use crate::config::{Ambiguous, SaveError, Settings};

/// What a house is made of.
#[derive(Debug, Clone, Default)]
pub struct Furnishing {
    /// The person's choices.
    pub settings: Settings,
    /// No colours are wanted, whatever the settings say.
    pub no_color: bool,
    /// What the terminal answered when it was asked how wide it shows ambiguous characters.
    pub answered: Ambiguous,
    /// The person's own keymap: the file, and what stands in it.
    pub own_keys: Option<(PathBuf, String)>,
    /// Where the settings are kept.
    pub file: PathBuf,
    /// Where texts lie that are given to the person's editor.
    pub edit_dir: PathBuf,
    /// What was wrong with the files, in the person's language.
    pub problems: Vec<String>,
    /// The program that opens addresses here.
    pub opener: Option<&'static str>,
}

impl Furnishing {
    /// A house as the settings want it.
    pub fn house(&self) -> House {
        let mut settings = self.settings.clone();
        if settings.ambiguous == Ambiguous::Auto {
            settings.ambiguous = self.answered;
        }
        let own = self.own_keys.as_ref().map(|(file, text)| (file.as_path(), text.as_str()));
        let (keymap, problems) = keymap::load(&settings.keymap, own);
        let look = Look::of(&settings, self.no_color);
        let mut house = House::new(settings.language, look, keymap, self.problems.clone());
        house.problems.extend(problems.iter().map(|problem| problem.say(&house.messages)));
        house.settings_file = crate::text::clean::one_line(&self.file.display().to_string());
        house.opener = self.opener;
        house.wrap_up = settings.wrap_up;
        house.rate.chars_per_minute = settings.speech_rate;
        house
    }
}

impl App {
    /// Opens the sheet of settings; closing it without saving puts back what holds now.
    pub(super) fn open_settings(&mut self) {
        self.tried = Some(self.furnishing.settings.clone());
        self.covered = None;
        self.overlay = Some(Overlay::Settings(Sheet::default()));
    }

    /// Takes the value beside the one that holds, and shows the desk with it.
    pub(super) fn turn_setting(&mut self, forward: bool, turn: &mut Turn<'_>) {
        let Some(Overlay::Settings(sheet)) = &self.overlay else { return };
        let Some(choice) = self.furnishing.settings.choice(sheet.key()) else { return };
        let before = self.furnishing.settings.clone();
        self.furnishing.settings.choose(choice.key, choice.beside(forward));
        self.refurnish(&before, turn);
    }

    /// Keeps what was tried, and has it written into the person's file.
    pub(super) fn keep_settings(&mut self, turn: &mut Turn<'_>) {
        let Some(before) = self.tried.take() else { return };
        self.overlay = None;
        let changes = self.furnishing.settings.changes_from(&before);
        if changes.is_empty() {
            turn.say(Tone::Quiet, turn.house.say("settings.unchanged"));
        } else {
            turn.effects.push(Effect::SaveSettings { file: self.furnishing.file.clone(), changes });
        }
    }

    /// Puts back what held before the sheet was opened, once it is gone without having been saved.
    pub(super) fn drop_settings(&mut self, turn: &mut Turn<'_>) {
        if matches!(self.overlay, Some(Overlay::Settings(_))) {
            return;
        }
        if let Some(before) = self.tried.take() {
            let tried = std::mem::replace(&mut self.furnishing.settings, before);
            self.refurnish(&tried, turn);
        }
    }

    /// Says what became of the settings.
    pub(super) fn saved_settings(&mut self, outcome: Result<(), SaveError>, turn: &mut Turn<'_>) {
        match outcome {
            Ok(()) => {
                let file = self.furnishing.file.display().to_string();
                turn.say(Tone::Good, turn.house.messages.fill("settings.saved", &[("file", &file)]));
            }
            Err(error) => turn.say(Tone::Bad, error.say(&turn.house.messages)),
        }
    }

    /// Takes what the terminal answered when it was asked how wide it shows ambiguous characters.
    pub(super) fn terminal_answered(&mut self, width: Ambiguous, turn: &mut Turn<'_>) -> bool {
        self.furnishing.answered = width;
        let matters = width == Ambiguous::Wide && self.furnishing.settings.ambiguous == Ambiguous::Auto;
        if matters {
            self.refurnish(&self.furnishing.settings.clone(), turn);
        }
        matters
    }

    /// Makes the house again from the settings as they are now; `before`: as they were.
    fn refurnish(&mut self, before: &Settings, turn: &mut Turn<'_>) {
        let house = self.furnishing.house();
        let now = &self.furnishing.settings;
        if now.channel != before.channel {
            self.desk.home_channel = house.channel_place(&now.channel).unwrap_or(0);
            // A contact that has begun keeps its channel.
            if self.desk.contact.is_blank() {
                self.desk.contact.channel = self.desk.home_channel;
            }
        }
        if now.mouse != before.mouse {
            turn.effects.push(Effect::Mouse(now.mouse));
        }
        if now.fuzzy_pinyin != before.fuzzy_pinyin {
            turn.effects.push(Effect::BlurSounds(now.fuzzy_pinyin));
            if !self.desk.is_idle() {
                self.desk.ask(turn);
            }
        }
        self.house = Rc::new(house);
        self.desk.stale = true;
    }
}
