//! The words around the articles of a site.

use std::sync::LazyLock;

use serde::Deserialize;

/// The shipped words, in their file.
const FILE: &str = include_str!("../../../../data/site/words.toml");

/// The shipped words; a test loads them.
static SHIPPED: LazyLock<Words> = LazyLock::new(|| toml::from_str(FILE).unwrap_or_default());

/// What a site says around its articles, as `data/site/words.toml` has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Words {
    /// The language of it all, as HTML names it: `zh-CN`.
    pub language: String,
    /// The name of the site.
    pub title: String,
    /// The way to the first page.
    pub home: String,
    /// What the trail at the top of a page is, for those who hear the page.
    pub trail: String,
    /// Over the links to other articles.
    pub related: String,
    /// In front of where an article applies.
    pub scope: String,
    /// The last valid day; `{day}` is the day.
    pub last_day: String,
    /// A day; `{year}`, `{month}` and `{day}` are its numbers.
    pub day: String,
    /// Where articles without a category are.
    pub other: String,
    /// How many questions there are; `{count}` is the number.
    pub count: String,
}

impl Words {
    /// The words of `data/site/words.toml`.
    pub fn shipped() -> &'static Words {
        &SHIPPED
    }

    /// The shipped words with a house's own in their places: a text with the same keys, as many of them as it likes.
    ///
    /// # Errors
    /// What is wrong with the text, in the words of the parser, with line and column.
    pub fn with(own: &str) -> Result<Words, String> {
        let said = |error: toml::de::Error| error.to_string();
        // What is wrong is told by its place in this text and not in both together.
        toml::from_str::<Words>(own).map_err(said)?;
        let mut all: toml::Table = toml::from_str(FILE).map_err(said)?;
        all.extend(toml::from_str::<toml::Table>(own).map_err(said)?);
        all.try_into().map_err(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_says_what_it_says_otherwise() {
        let words = Words::with("title = \"云岭帮助中心\"").unwrap();
        assert_eq!(words, Words { title: "云岭帮助中心".into(), ..Words::shipped().clone() });
        assert!([&words.language, &words.home, &words.count].iter().all(|text| !text.is_empty()));
        for (wrong, said) in [("titel = \"x\"", "titel"), ("\ntitle = 3", "line 2"), ("title", "line 1")] {
            let problem = Words::with(wrong).unwrap_err();
            assert!(problem.contains(said), "{problem}");
        }
    }
}
