//! The words around the articles of a site.

use std::sync::LazyLock;

use serde::Deserialize;

/// The shipped words; a test loads them.
static SHIPPED: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../../../data/site/words.toml")).unwrap_or_default());

/// What a site says around its articles, as `data/site/words.toml` has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
}
