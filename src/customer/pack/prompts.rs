//! Prompts for a voice, one file an article.

use super::names::{Names, of_id};
use super::{File, PublicArticle};
use crate::customer::ssml::ssml;

/// The answers as documents of SSML, named by their articles. The articles are to be made for a spoken channel.
pub fn prompts(articles: &[PublicArticle]) -> Vec<File> {
    let mut names = Names::default();
    articles
        .iter()
        .map(|article| {
            let path = format!("{}.ssml", names.new_one(of_id(article.id())));
            File { path, text: ssml(article.text()) }
        })
        .collect()
}
