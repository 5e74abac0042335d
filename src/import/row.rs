//! A record of a table as an article.

use serde_json::Value;

use super::cell;
use super::date::{self, Day};
use super::field::Field;
use super::html;
use super::object::{Reader, is_blank};
use super::options::Options;
use super::reason::{Reason, shown};
use super::value::unknown_word;
use crate::model::{
    Article, Confidence, CustomerAnswer, Face, Kind, Origin, Rendering, Similar, Source, SourceClass, Stage,
};

/// Puts cells together to an article.
pub(super) struct Builder<'o> {
    options: &'o Options,
    article: Article,
    levels: Vec<(u8, String)>,
    /// Paths of unknown fields inside cells that hold JSON.
    pub unknown: Vec<String>,
}

impl<'o> Builder<'o> {
    pub fn new(options: &'o Options) -> Self {
        Builder { options, article: Article::default(), levels: Vec::new(), unknown: Vec::new() }
    }

    /// Puts a cell where it belongs; a blank one says nothing.
    pub fn set(&mut self, field: &Field, raw: &str) -> Result<(), Reason> {
        let text = html::to_text(raw);
        if is_blank(&text) {
            return Ok(());
        }
        let article = &mut self.article;
        match field {
            Field::Id => article.id = Some(cell::one_line(&text)),
            Field::Question => article.question = cell::one_line(&text),
            Field::Similar => {
                let similar = cell::questions(&text).into_iter().map(|text| cell::one_line(&text));
                article.similar.extend(similar.map(|text| Similar { text, origin: Origin::Import }));
            }
            Field::Category => article.category = cell::path(&text),
            Field::Level(level) => self.levels.push((*level, cell::one_line(&text))),
            Field::Region => article.scope.region.extend(cell::scope(&text)),
            Field::Product => article.scope.product.extend(cell::scope(&text)),
            Field::Customer => article.scope.customer.extend(cell::scope(&text)),
            Field::Tags => article.tags.extend(cell::names(&text)),
            Field::Lead(Face::Internal) => {
                article.internal.get_or_insert_default().lead = cell::one_line(&text)
            }
            Field::Lead(Face::Customer) => self.customer().answer.lead = cell::one_line(&text),
            Field::Body(Face::Internal) => article.internal.get_or_insert_default().body = cell::body(&text),
            Field::Body(Face::Customer) => self.customer().answer.body = cell::body(&text),
            Field::BasedOn => self.customer().based_on = Some(cell::one_line(&text)),
            Field::Channel(name) => {
                let rendering = Rendering { text, based_on: None };
                self.customer().channels.insert(name.clone(), rendering);
            }
            Field::Owner => article.owner = Some(cell::one_line(&text)),
            Field::SourceRef => self.source().reference = cell::one_line(&text),
            Field::SourceAuthor => self.source().author = Some(cell::one_line(&text)),
            Field::SourceLicence => self.source().licence = Some(cell::one_line(&text)),
            Field::Kind => {
                article.kind =
                    Some(cell::kind(&text).ok_or_else(|| wrong(field, &text, Kind::ALL, Kind::word))?);
            }
            Field::Stage => {
                article.stage =
                    Some(cell::stage(&text).ok_or_else(|| wrong(field, &text, Stage::ALL, Stage::word))?);
            }
            Field::Confidence => {
                let found = cell::confidence(&text);
                article.confidence =
                    Some(found.ok_or_else(|| wrong(field, &text, Confidence::ALL, Confidence::word))?);
            }
            Field::SourceClass => {
                let found = cell::class(&text);
                self.source().class =
                    Some(found.ok_or_else(|| wrong(field, &text, SourceClass::ALL, SourceClass::word))?);
            }
            Field::From
            | Field::Until
            | Field::LastDay
            | Field::ReviewBy
            | Field::SaleUntil
            | Field::StudyFrom
            | Field::SourceDate => self.day(field, &text)?,
            // Lists of objects: the cell holds what a JSON row would.
            Field::Actions | Field::Relations | Field::Attachments => self.json(field, raw)?,
        }
        Ok(())
    }

    fn day(&mut self, field: &Field, text: &str) -> Result<(), Reason> {
        let day = match date::cell(text) {
            Day::None => None,
            Day::On(day) => Some(day),
            Day::Unreadable => return Err(Reason::NotADate { field: field.path(), found: shown(text) }),
        };
        let valid = &mut self.article.valid;
        match field {
            Field::From => valid.from = day,
            Field::Until => valid.until = day,
            Field::LastDay => valid.until = day.and_then(date::after),
            Field::ReviewBy => valid.review_by = day,
            Field::SaleUntil => valid.sale_until = day,
            Field::StudyFrom => valid.study_from = day,
            _ => self.source().date = day,
        }
        Ok(())
    }

    fn json(&mut self, field: &Field, raw: &str) -> Result<(), Reason> {
        let value: Value = serde_json::from_str(raw).map_err(|_| Reason::WrongType {
            field: field.path(),
            expected: "a JSON list as in the exchange format",
            found: "other text",
        })?;
        let mut reader = Reader::new(self.options);
        match field {
            Field::Actions => self.article.actions = reader.actions(value)?,
            Field::Relations => self.article.relations = reader.relations(value)?,
            _ => self.article.attachments = reader.attachments(value)?,
        }
        self.unknown.append(&mut reader.unknown);
        Ok(())
    }

    fn customer(&mut self) -> &mut CustomerAnswer {
        self.article.customer.get_or_insert_default()
    }

    fn source(&mut self) -> &mut Source {
        self.article.source.get_or_insert_default()
    }

    /// The article, if the row is one.
    pub fn finish(mut self) -> Result<(Article, Vec<String>), Reason> {
        if is_blank(&self.article.question) {
            return Err(Reason::NoQuestion);
        }
        self.article.valid.check().map_err(Reason::Validity)?;
        if !self.levels.is_empty() {
            self.levels.sort_by_key(|(level, _)| *level);
            self.article.category = self.levels.into_iter().map(|(_, name)| name).collect();
        }
        let question = self.article.question.clone();
        let mut seen = vec![question];
        self.article.similar.retain(|similar| {
            let new = !seen.contains(&similar.text);
            if new {
                seen.push(similar.text.clone());
            }
            new
        });
        Ok((self.article, self.unknown))
    }
}

fn wrong<T: Copy>(field: &Field, found: &str, all: &[T], name: fn(T) -> &'static str) -> Reason {
    unknown_word(&field.path(), found, all, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_day_is_read_as_one_and_nothing_else_is() {
        for path in Field::paths() {
            let field = Field::of_path(path, &[]).expect("a field");
            let options = Options::default();
            let set = Builder::new(&options).set(&field, "不是日期");
            assert_eq!(matches!(set, Err(Reason::NotADate { .. })), field.is_day(), "{path}");
        }
    }
}
