//! Articles as lines for programs and as plain text for people.

use jiff::civil::Date;
use serde::Serialize;

use super::PublicArticle;

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    question: &'a str,
    similar: &'a [String],
    category: &'a [String],
    scope: &'a str,
    answer: &'a str,
    last_day: Option<Date>,
    related: &'a [String],
}

/// An article as a line of JSON: `id`, `question`, `similar`, `category`, `scope` (in words), `answer`, `last_day`, `related`
/// (ids).
pub fn jsonl_row(article: &PublicArticle) -> String {
    line(&Row {
        id: article.id(),
        question: article.question(),
        similar: article.similar(),
        category: article.category(),
        scope: article.scope(),
        answer: article.text(),
        last_day: article.last_day(),
        related: article.related(),
    })
}

/// A line of JSON.
pub(super) fn line(row: &impl Serialize) -> String {
    // Strings to memory have no way to fail.
    format!("{}\n", serde_json::to_string(row).unwrap_or_default())
}

/// An article as text: its question, its answer, a blank line.
pub fn text_row(article: &PublicArticle) -> String {
    let scope = if article.scope().is_empty() { String::new() } else { format!("（{}）", article.scope()) };
    format!("{} {}{scope}\n{}\n\n", article.id(), article.question(), article.text())
}
