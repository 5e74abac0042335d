//! Messages in the language of the person: `data/locales/zh-CN.toml` first, `en.toml` complete.

use std::collections::HashMap;

const ZH: &str = include_str!("../../data/locales/zh-CN.toml");
const EN: &str = include_str!("../../data/locales/en.toml");

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Guesses from a POSIX locale name such as `en_US.UTF-8`. Only a plain wish for English leaves Chinese.
    pub fn from_posix(locale: &str) -> Language {
        if locale.starts_with("en") { Language::English } else { Language::Chinese }
    }
}

/// The messages of one language.
#[derive(Debug, Clone)]
pub struct Messages {
    language: Language,
    texts: HashMap<String, String>,
}

impl Messages {
    /// Loads the embedded messages. A damaged embedded file, which a test excludes, gives keys instead of texts.
    pub fn new(language: Language) -> Messages {
        let source = match language {
            Language::Chinese => ZH,
            Language::English => EN,
        };
        Messages { language, texts: read(source).unwrap_or_default() }
    }

    /// The same messages for a desk that is driven by lines: those below `plain.instead` stand for those that speak of keys.
    #[must_use]
    pub fn for_lines(mut self) -> Messages {
        let instead: Vec<(String, String)> = self
            .texts
            .iter()
            .filter_map(|(key, text)| Some((key.strip_prefix("plain.instead.")?.to_owned(), text.clone())))
            .collect();
        self.texts.extend(instead);
        self
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The message for a key; the key itself when there is none, so that a gap is seen and not fatal.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The message for a key, when there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The message for a key with `{name}` places filled.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
        values.iter().fold(self.get(key).to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), &value.to_string())
        })
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

/// Reads tables of strings into dotted keys.
fn read(source: &str) -> Result<HashMap<String, String>, toml::de::Error> {
    let table: toml::Table = toml::from_str(source)?;
    let mut texts = HashMap::new();
    flatten("", &table, &mut texts);
    Ok(texts)
}

fn flatten(prefix: &str, table: &toml::Table, texts: &mut HashMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::Table(inner) => flatten(&key, inner, texts),
            toml::Value::String(text) => {
                texts.insert(key, text.clone());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|p| p.split_once('}')).map(|p| p.0).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let zh = read(ZH).expect("zh-CN.toml");
        let en = read(EN).expect("en.toml");
        for (key, text) in &zh {
            let other = en.get(key).unwrap_or_else(|| panic!("en.toml lacks {key}"));
            assert_eq!(places(text), places(other), "{key}");
            assert!(!other.trim().is_empty() && !text.trim().is_empty(), "{key} is empty");
        }
        for key in zh.keys().filter_map(|key| key.strip_prefix("plain.instead.")) {
            let text = zh.get(key).unwrap_or_else(|| panic!("plain.instead.{key} stands for nothing"));
            assert!(places(text).is_superset(&places(&zh[&format!("plain.instead.{key}")])), "{key}");
        }
        for key in en.keys() {
            assert!(zh.contains_key(key), "zh-CN.toml lacks {key}");
        }
    }
}
