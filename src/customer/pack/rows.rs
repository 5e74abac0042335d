//! Articles as lines for programs and as plain text for people.

use serde::Serialize;

use super::PublicArticle;

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    question: &'a str,
    similar: &'a [String],
    answer: &'a str,
}

/// An article as a line of JSON: `id`, `question`, `similar`, `answer`.
pub fn jsonl_row(article: &PublicArticle) -> String {
    line(article.id(), article.question(), article.similar(), article.text())
}

/// A line of JSON.
pub(super) fn line(id: &str, question: &str, similar: &[String], answer: &str) -> String {
    let row = Row { id, question, similar, answer };
    // Strings to memory have no way to fail.
    format!("{}\n", serde_json::to_string(&row).unwrap_or_default())
}

/// An article as text: its question, its answer, a blank line.
pub fn text_row(article: &PublicArticle) -> String {
    let scope = if article.scope().is_empty() { String::new() } else { format!("（{}）", article.scope()) };
    format!("{} {}{scope}\n{}\n\n", article.id(), article.question(), article.text())
}
