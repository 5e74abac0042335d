//! What a person has chosen.

use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::nearest;
use super::problem::{SettingsProblem, SettingsProblemKind, Wanted};
use crate::i18n::Language;
use crate::model::Channels;

/// The names of the shipped keymaps; a test of the keymap room compares.
pub const KEYMAPS: &[&str] = &["default", "safe", "vim"];
/// The names of the themes.
pub const THEMES: &[&str] = &["default", "light", "high-contrast", "mono"];
/// The names of the languages.
pub(super) const LANGUAGES: &[&str] = &["zh-CN", "en"];
/// The names of the sets of glyphs.
pub(super) const GLYPHS: &[&str] = &["unicode", "ascii"];
/// The names of the widths.
pub(super) const AMBIGUOUS: &[&str] = &["auto", "narrow", "wide"];
/// How many characters are said in a minute: the least and the most.
pub(super) const SPEECH_RATES: (u32, u32) = (60, 600);
/// The names of the settings.
pub(super) const KEYS: &[&str] = &[
    "language",
    "theme",
    "glyphs",
    "ambiguous",
    "keymap",
    "channel",
    "mouse",
    "fuzzy_pinyin",
    "kb",
    "agent_no",
    "speech_rate",
    "wrap_up",
];

/// What frames and marks are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// Lines and signs.
    #[default]
    Unicode,
    /// ASCII only.
    Ascii,
}

/// How wide the terminal shows characters of ambiguous width, such as `“…·`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguous {
    /// As the terminal answers when it is asked; one cell where it does not.
    #[default]
    Auto,
    /// One cell.
    Narrow,
    /// Two cells.
    Wide,
}

/// The choices of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Language of the interface.
    pub language: Language,
    /// Name of the theme.
    pub theme: String,
    /// Drawn with.
    pub glyphs: Glyphs,
    /// Width of ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Name of the shipped keymap.
    pub keymap: String,
    /// Name of the channel that a contact begins with.
    pub channel: String,
    /// Whether the mouse is read.
    pub mouse: bool,
    /// Whether pairs of sounds that are often confused are taken for one another.
    pub fuzzy_pinyin: bool,
    /// The knowledge base to open.
    pub kb: Option<PathBuf>,
    /// The agent number 工号.
    pub agent_no: Option<String>,
    /// How many characters are said in a minute.
    pub speech_rate: u32,
    /// The template of the wrap-up note; without it the shipped one.
    pub wrap_up: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            language: Language::default(),
            theme: "default".to_owned(),
            glyphs: Glyphs::default(),
            ambiguous: Ambiguous::default(),
            keymap: "default".to_owned(),
            channel: "phone".to_owned(),
            // Reading the mouse takes the terminal's own selection away.
            mouse: false,
            fuzzy_pinyin: true,
            kb: None,
            agent_no: None,
            speech_rate: 240,
            wrap_up: None,
        }
    }
}

impl Settings {
    /// Reads a settings file over the defaults. What is good is used, what is not is named.
    pub fn load(path: &Path, text: &str) -> (Settings, Vec<SettingsProblem>) {
        Settings::load_over(Settings::default(), path, text)
    }

    /// Reads a settings file over other choices.
    pub fn load_over(base: Settings, path: &Path, text: &str) -> (Settings, Vec<SettingsProblem>) {
        let mut problems = Vec::new();
        let mut settings = base;
        let mut complain = |offset: usize, kind| {
            problems.push(SettingsProblem { file: path.to_owned(), line: line_of(text, offset), kind });
        };
        match DeTable::parse(text) {
            Err(error) => {
                let detail = error.message().to_owned();
                complain(error.span().map_or(0, |s| s.start), SettingsProblemKind::Syntax { detail });
            }
            Ok(table) => {
                let mut entries: Vec<_> = table.get_ref().iter().collect();
                entries.sort_by_key(|(key, _)| key.span().start);
                for (key, value) in entries {
                    if let Err(kind) = settings.set(key.get_ref(), value.get_ref()) {
                        complain(key.span().start, kind);
                    }
                }
            }
        }
        (settings, problems)
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), SettingsProblemKind> {
        let Some(key) = KEYS.iter().copied().find(|known| *known == key) else {
            let near = nearest(key, KEYS.iter().copied());
            return Err(SettingsProblemKind::UnknownKey { key: key.to_owned(), near });
        };
        let flag = match key {
            "mouse" => Some(&mut self.mouse),
            "fuzzy_pinyin" => Some(&mut self.fuzzy_pinyin),
            _ => None,
        };
        if let Some(flag) = flag {
            let wrong = SettingsProblemKind::WrongType { key, wanted: Wanted::Flag };
            *flag = value.as_bool().ok_or(wrong)?;
            return Ok(());
        }
        if key == "speech_rate" {
            let (least, most) = SPEECH_RATES;
            let wrong = SettingsProblemKind::WrongType { key, wanted: Wanted::Number(least, most) };
            let number = value.as_integer().and_then(|n| n.as_str().parse::<u32>().ok());
            self.speech_rate = number.filter(|n| (least..=most).contains(n)).ok_or(wrong)?;
            return Ok(());
        }
        let text = value.as_str().ok_or(SettingsProblemKind::WrongType { key, wanted: Wanted::Text })?;
        let one_of = |choices: &[&str]| match choices.contains(&text) {
            true => Ok(text.to_owned()),
            false => Err(SettingsProblemKind::UnknownValue {
                key,
                value: text.to_owned(),
                choices: choices.iter().map(|c| (*c).to_owned()).collect(),
            }),
        };
        match key {
            "language" => {
                self.language =
                    if one_of(LANGUAGES)? == "en" { Language::English } else { Language::Chinese };
            }
            "glyphs" => {
                self.glyphs = if one_of(GLYPHS)? == "ascii" { Glyphs::Ascii } else { Glyphs::Unicode };
            }
            "ambiguous" => {
                self.ambiguous = match one_of(AMBIGUOUS)?.as_str() {
                    "wide" => Ambiguous::Wide,
                    "narrow" => Ambiguous::Narrow,
                    _ => Ambiguous::Auto,
                };
            }
            "theme" => self.theme = one_of(THEMES)?,
            "keymap" => self.keymap = one_of(KEYMAPS)?,
            "channel" => {
                let channels = channels();
                let names: Vec<&str> = channels.list.iter().map(|c| c.name.as_str()).collect();
                self.channel = one_of(&names)?;
            }
            "kb" => self.kb = Some(text).filter(|t| !t.is_empty()).map(PathBuf::from),
            "wrap_up" => self.wrap_up = Some(text).filter(|t| !t.trim().is_empty()).map(str::to_owned),
            "agent_no" => self.agent_no = Some(text.trim()).filter(|t| !t.is_empty()).map(str::to_owned),
            _ => {}
        }
        Ok(())
    }
}

/// The channels there are. The file is embedded and a test loads it.
pub(super) fn channels() -> Channels {
    toml::from_str(include_str!("../../data/channels.toml")).unwrap_or(Channels { list: Vec::new() })
}

/// The line of a byte, 1 first.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
