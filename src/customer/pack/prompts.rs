//! Prompts for a voice, one file an article, and a table that says which is whose.

use super::names::{Names, of_id};
use super::table::row;
use super::{File, PublicArticle};
use crate::customer::ssml::ssml;

/// The answers as documents of SSML, named by their articles, and behind them `index.csv` with the columns `file`, `id`,
/// `question`, `scope`. The articles are to be made for a spoken channel.
pub fn prompts(articles: &[PublicArticle]) -> impl Iterator<Item = File> + '_ {
    let mut names = Names::default();
    let paths: Vec<String> =
        articles.iter().map(|article| format!("{}.ssml", names.new_one(of_id(article.id())))).collect();
    let mut index = format!("\u{feff}{}", row(["file", "id", "question", "scope"]));
    for (path, article) in paths.iter().zip(articles) {
        index.push_str(&row([path.as_str(), article.id(), article.question(), article.scope()]));
    }
    let index = File { path: "index.csv".into(), text: index };
    let prompts = paths.into_iter().zip(articles);
    prompts.map(|(path, article)| File { path, text: ssml(article.text()) }).chain([index])
}
