//! The settings that can be chosen from a list, and their values as the file writes them.

use std::path::Path;

use super::settings::{AMBIGUOUS, GLYPHS, KEYMAPS, LANGUAGES, SPEECH_RATES, Settings, THEMES, channels};
use super::{Ambiguous, Glyphs};
use crate::i18n::Language;

/// The names of the settings that can be chosen, in the order in which they are offered.
pub const CHOSEN: &[&str] = &[
    "language",
    "theme",
    "glyphs",
    "ambiguous",
    "keymap",
    "channel",
    "speech_rate",
    "fuzzy_pinyin",
    "mouse",
];

/// So many characters in a minute lie between two rates that are offered.
const RATE_STEP: usize = 20;

/// A setting that is one of several values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The name of the setting.
    pub key: &'static str,
    /// Its values as TOML writes them, the one that holds now among them.
    pub values: Vec<String>,
    /// The place of the one that holds now.
    pub at: usize,
}

impl Choice {
    /// The value that holds now.
    pub fn value(&self) -> &str {
        self.values.get(self.at).map_or("", String::as_str)
    }

    /// The value after it, or before it; from the last one on to the first.
    pub fn beside(&self, forward: bool) -> &str {
        let count = self.values.len().max(1);
        let at = if forward { self.at + 1 } else { self.at + count - 1 };
        self.values.get(at % count).map_or("", String::as_str)
    }
}

impl Settings {
    /// A setting as it can be chosen; `None` for one that is typed.
    pub fn choice(&self, key: &str) -> Option<Choice> {
        let key = CHOSEN.iter().copied().find(|known| *known == key)?;
        let value = self.literal(key)?;
        let mut values = values(key);
        if !values.contains(&value) {
            let number = |text: &str| text.parse::<u32>().unwrap_or(u32::MAX);
            let before = values.iter().filter(|other| number(other) < number(&value)).count();
            values.insert(before, value.clone());
        }
        let at = values.iter().position(|other| *other == value).unwrap_or(0);
        Some(Choice { key, values, at })
    }

    /// The value of a setting that can be chosen, as TOML writes it.
    pub fn literal(&self, key: &str) -> Option<String> {
        Some(match key {
            "language" => quoted(match self.language {
                Language::Chinese => "zh-CN",
                Language::English => "en",
            }),
            "theme" => quoted(&self.theme),
            "glyphs" => quoted(match self.glyphs {
                Glyphs::Unicode => "unicode",
                Glyphs::Ascii => "ascii",
            }),
            "ambiguous" => quoted(match self.ambiguous {
                Ambiguous::Auto => "auto",
                Ambiguous::Narrow => "narrow",
                Ambiguous::Wide => "wide",
            }),
            "keymap" => quoted(&self.keymap),
            "channel" => quoted(&self.channel),
            "speech_rate" => self.speech_rate.to_string(),
            "fuzzy_pinyin" => self.fuzzy_pinyin.to_string(),
            "mouse" => self.mouse.to_string(),
            _ => return None,
        })
    }

    /// Takes a value as TOML writes it. Whether it was one that the setting can have; else nothing changes.
    pub fn choose(&mut self, key: &str, literal: &str) -> bool {
        let line = format!("{key} = {literal}\n");
        let (chosen, problems) = Settings::load_over(self.clone(), Path::new(""), &line);
        if problems.is_empty() {
            *self = chosen;
        }
        problems.is_empty()
    }

    /// The settings that can be chosen and are not as in others, with their values as TOML writes them.
    pub fn changes_from(&self, before: &Settings) -> Vec<(&'static str, String)> {
        let changed = CHOSEN.iter().copied().filter(|key| self.literal(key) != before.literal(key));
        changed.filter_map(|key| Some((key, self.literal(key)?))).collect()
    }
}

fn values(key: &str) -> Vec<String> {
    let names = |names: &[&str]| names.iter().map(|name| quoted(name)).collect();
    match key {
        "language" => names(LANGUAGES),
        "theme" => names(THEMES),
        "glyphs" => names(GLYPHS),
        "ambiguous" => names(AMBIGUOUS),
        "keymap" => names(KEYMAPS),
        "channel" => channels().list.iter().map(|channel| quoted(&channel.name)).collect(),
        "speech_rate" => {
            let (least, most) = SPEECH_RATES;
            (least..=most).step_by(RATE_STEP).map(|rate| rate.to_string()).collect()
        }
        _ => names_of_flags(),
    }
}

fn names_of_flags() -> Vec<String> {
    ["true", "false"].map(str::to_owned).to_vec()
}

/// A name in quotes. Names of settings hold nothing that TOML would have to escape; a test reads them all.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::settings::KEYS;

    #[test]
    fn every_setting_is_chosen_or_typed() {
        let typed = ["kb", "agent_no", "wrap_up"];
        for key in KEYS {
            assert_eq!(CHOSEN.contains(key), !typed.contains(key), "{key} must be one of the two");
        }
        assert_eq!(CHOSEN.len() + typed.len(), KEYS.len());
    }

    #[test]
    fn every_value_that_is_offered_is_taken_and_comes_back() {
        for key in CHOSEN {
            let choice = Settings::default().choice(key).expect("a choice");
            assert!(choice.values.len() > 1, "{key}");
            for value in &choice.values {
                let mut settings = Settings::default();
                assert!(settings.choose(key, value), "{key} = {value}");
                assert_eq!(settings.literal(key).as_ref(), Some(value), "{key}");
                assert_eq!(settings.choice(key).map(|c| c.value().to_owned()).as_ref(), Some(value));
            }
        }
    }

    #[test]
    fn beside_the_last_stands_the_first() {
        let choice = Settings { theme: "mono".into(), ..Settings::default() }.choice("theme").expect("one");
        assert_eq!((choice.beside(true), choice.beside(false)), ("\"default\"", "\"high-contrast\""));
    }

    #[test]
    fn a_rate_of_ones_own_stands_among_those_offered() {
        let choice = Settings { speech_rate: 215, ..Settings::default() }.choice("speech_rate").expect("one");
        assert_eq!((choice.beside(false), choice.value(), choice.beside(true)), ("200", "215", "220"));
    }

    #[test]
    fn what_cannot_be_is_not_taken() {
        let mut settings = Settings::default();
        assert!(!settings.choose("theme", "\"pink\"") && !settings.choose("speech_rate", "1000"));
        assert!(!settings.choose("theme", "\"light\"\nmouse = yes"));
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let before = Settings::default();
        let now = Settings { theme: "light".into(), mouse: true, kb: Some("x".into()), ..before.clone() };
        let changes = now.changes_from(&before);
        assert_eq!(changes, [("theme", "\"light\"".to_owned()), ("mouse", "true".to_owned())]);
    }
}
