//! A robot's pack: standard question, similar questions, answer. Robots refuse a pack in which one question has two answers.

use std::collections::HashMap;

use serde::Serialize;

use super::table::row;
use super::{PublicArticle, rows};
use crate::text::fold::fold_str;

/// What a robot answers with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaqEntry {
    /// The house's id.
    pub id: String,
    /// The standard question; with its scope in brackets where another article has the same.
    pub question: String,
    /// The similar questions that no other entry has.
    pub similar: Vec<String>,
    /// The answer.
    pub answer: String,
}

/// A similar question that would have had two answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The article that does not have it in the pack.
    pub id: String,
    /// The question.
    pub question: String,
    /// The article that has it.
    pub kept_by: String,
}

/// A robot's pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faq {
    /// The entries, in the order of the articles.
    pub entries: Vec<FaqEntry>,
    /// Questions that were left out, for the report.
    pub left_out: Vec<LeftOut>,
}

impl Faq {
    /// The pack of some articles. A question belongs to the article whose standard question it is, else to the first that
    /// has it; letter case, width, script and closing punctuation make no difference. Of articles with one standard question
    /// (variants) each gets its scope behind it.
    pub fn of(articles: &[PublicArticle]) -> Faq {
        let mut owners: HashMap<String, &str> = HashMap::new();
        let mut same: HashMap<String, usize> = HashMap::new();
        for article in articles {
            owners.entry(key(article.question())).or_insert(article.id());
            *same.entry(key(article.question())).or_default() += 1;
        }
        let mut faq = Faq::default();
        for article in articles {
            let mut similar = Vec::new();
            for question in article.similar() {
                let owner = *owners.entry(key(question)).or_insert(article.id());
                if owner == article.id() && key(question) != key(article.question()) {
                    similar.push(question.clone());
                } else if owner != article.id() {
                    let (id, kept_by) = (article.id().to_owned(), owner.to_owned());
                    faq.left_out.push(LeftOut { id, question: question.clone(), kept_by });
                }
            }
            let variant = same.get(&key(article.question())).is_some_and(|n| *n > 1);
            let mark = if article.scope().is_empty() { article.id() } else { article.scope() };
            let question = if variant {
                format!("{}（{mark}）", article.question())
            } else {
                article.question().to_owned()
            };
            let (id, answer) = (article.id().to_owned(), article.text().to_owned());
            faq.entries.push(FaqEntry { id, question, similar, answer });
        }
        faq
    }

    /// The pack as a table, row by row, similar questions one a line in their cell.
    pub fn sheet(&self) -> impl Iterator<Item = String> + '_ {
        let head = format!("\u{feff}{}", row(["id", "标准问", "相似问", "客户答案"]));
        let rows = self.entries.iter().map(|entry| {
            let similar = entry.similar.join("\n");
            row([entry.id.as_str(), &entry.question, &similar, &entry.answer])
        });
        [head].into_iter().chain(rows)
    }

    /// The pack as lines of JSON: `id`, `question`, `similar`, `answer`.
    pub fn jsonl(&self) -> impl Iterator<Item = String> + '_ {
        self.entries.iter().map(rows::line)
    }
}

/// What makes two questions one.
fn key(question: &str) -> String {
    let folded = fold_str(question);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}
