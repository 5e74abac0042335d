//! An article as the public may have it.

use jiff::civil::Date;

use crate::customer::render::render;
use crate::customer::variables;
use crate::model::channel::Markup;
use crate::model::{Article, Channel, RelationKind};
use crate::text::clean::{for_copy, one_line};

/// The customer's parts of an article, for one channel. Its fields are private: the only way to one is [`PublicArticle::of`],
/// which reads neither the internal answer nor actions, owner, source, tags or attachments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicArticle {
    id: String,
    question: String,
    similar: Vec<String>,
    category: Vec<String>,
    scope: String,
    text: String,
    markup: Markup,
    last_day: Option<Date>,
    related: Vec<String>,
}

/// Why an article has nothing for the public.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It has no id to be called by.
    #[error("it has no id")]
    NoId,
    /// It has no customer answer for the channel.
    #[error("it has no customer answer for this channel")]
    NoAnswer,
    /// Variables that nobody will fill there.
    #[error("its text has variables: {}", .0.join(", "))]
    Unfilled(Vec<String>),
}

impl PublicArticle {
    /// The public parts of an article for a channel, cleaned of control characters.
    ///
    /// # Errors
    /// Why it has none.
    pub fn of(article: &Article, channel: &Channel) -> Result<PublicArticle, Unfit> {
        let id = article.id.as_deref().map(one_line).filter(|id| !id.trim().is_empty()).ok_or(Unfit::NoId)?;
        let customer = article.customer.as_ref().ok_or(Unfit::NoAnswer)?;
        let text = for_copy(&render(customer, channel).text).trim().to_owned();
        if text.is_empty() {
            return Err(Unfit::NoAnswer);
        }
        let open = variables::names(&text);
        if !open.is_empty() {
            return Err(Unfit::Unfilled(open));
        }
        let line = |text: &String| for_copy(&one_line(text)).trim().to_owned();
        let lines = |all: &[String]| all.iter().map(line).filter(|text| !text.is_empty()).collect::<Vec<_>>();
        let mut similar: Vec<String> = Vec::new();
        for text in article.similar.iter().map(|similar| line(&similar.text)) {
            if !text.is_empty() && !similar.contains(&text) {
                similar.push(text);
            }
        }
        let related = article
            .relations
            .iter()
            .filter(|relation| matches!(relation.kind, RelationKind::Next | RelationKind::SeeAlso))
            .map(|relation| one_line(&relation.to))
            .collect();
        Ok(PublicArticle {
            id,
            question: line(&article.question),
            similar,
            category: lines(&article.category),
            scope: line(&article.scope.label()),
            text,
            markup: channel.markup,
            last_day: article.valid.last_day(),
            related,
        })
    }

    /// The house's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The standard question, on one line.
    pub fn question(&self) -> &str {
        &self.question
    }

    /// Similar questions, each on one line and once.
    pub fn similar(&self) -> &[String] {
        &self.similar
    }

    /// Leaves out the similar questions that may not be heard outside; how many those are.
    pub fn drop_similar(&mut self, mut may_stay: impl FnMut(&str) -> bool) -> usize {
        let before = self.similar.len();
        self.similar.retain(|question| may_stay(question));
        before - self.similar.len()
    }

    /// Lets the first similar question stand for the standard one, which is in the house's own words; whether there is one.
    pub fn ask_as_customers_do(&mut self) -> bool {
        if self.similar.is_empty() {
            return false;
        }
        self.question = self.similar.remove(0);
        true
    }

    /// The path in the category tree, root first.
    pub fn category(&self) -> &[String] {
        &self.category
    }

    /// Where it applies, in words; empty when everywhere.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// The answer for the channel.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How the answer is written.
    pub fn markup(&self) -> Markup {
        self.markup
    }

    /// The last day on which it holds.
    pub fn last_day(&self) -> Option<Date> {
        self.last_day
    }

    /// Ids of the articles that it leads to; they need not be in the pack.
    pub fn related(&self) -> &[String] {
        &self.related
    }
}
