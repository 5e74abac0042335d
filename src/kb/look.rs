//! A look at a text while it is being written: what the rules find, and who asks nearly the same.

use std::collections::HashMap;

use super::gate::Checked;
use super::open::Kb;
use super::refusal::LifeError;
use crate::customer::lint::question_key;
use crate::model::{Article, Moment, Query};
use crate::store::desk::Writing;
use crate::text::clean::one_line;

/// What is seen in a text that is being written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// What the rules find, and what of it may stay.
    pub findings: Vec<Checked>,
    /// Other articles that answer to its questions, at most one for each question.
    pub near: Vec<Near>,
}

/// An article that answers to a question of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Its id.
    pub id: String,
    /// Its question that answers: the standard one or a similar one.
    pub question: String,
    /// The question of the text.
    pub asked: String,
    /// Whether both ask in the same words.
    pub is_same: bool,
}

/// So many questions of a text are asked; what has more is a heap and not an article.
const ASKED: usize = 60;

impl Kb {
    /// Looks over a text that is being written on; `id` is its article, where it has one.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn look_over(&mut self, article: &Article, id: Option<&str>, now: Moment) -> Result<Look, LifeError> {
        let near = self.near(article, id, now)?;
        let taken: HashMap<String, String> = near
            .iter()
            .filter(|near| near.is_same)
            .map(|near| (question_key(&near.asked), near.id.clone()))
            .collect();
        let by_another = |key: &str| taken.get(key).cloned();
        let found = self.rulebook()?.findings_among(article, Some(&by_another));
        let number = match id {
            Some(id) => self.store.find_id(id)?.map(|found| found.number),
            None => None,
        };
        let findings = match number {
            Some(number) => self.checked(number, found)?,
            None => found.into_iter().map(|finding| Checked { finding, waiver: None }).collect(),
        };
        Ok(Look { findings, near })
    }

    fn near(&mut self, article: &Article, id: Option<&str>, now: Moment) -> Result<Vec<Near>, LifeError> {
        let mut near: Vec<Near> = Vec::new();
        let asked: Vec<String> = article.questions().take(ASKED).map(one_line).collect();
        for asked in asked {
            let key = question_key(&asked);
            // Quoted signs of the query language mean nothing in a question.
            let text: String =
                asked.chars().map(|c| if matches!(c, '"' | ':' | '：') { ' ' } else { c }).collect();
            let query = Query { text, scope: article.scope.clone(), limit: 3 };
            let Some(found) = self.find(&query, now, &|| false)? else { continue };
            let full = found.rows.iter().filter(|row| row.hit.is_full());
            let mut others = full.filter(|row| id != Some(row.id.as_str())).map(|row| {
                let matched = row.matched.as_ref().map_or(row.question.as_str(), |(text, _)| text.as_str());
                let is_same = [matched, row.question.as_str()].iter().any(|text| question_key(text) == key);
                Near { id: row.id.clone(), question: matched.to_owned(), asked: asked.clone(), is_same }
            });
            if let Some(other) = others.next()
                && !near.iter().any(|known| known.id == other.id && (known.is_same || !other.is_same))
            {
                near.push(other);
            }
        }
        near.sort_by_key(|near| !near.is_same);
        Ok(near)
    }

    /// Keeps what is being written against a crash, on this desk only. Without a file of its own it is not kept.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn keep_writing(&self, key: &str, text: &str, now: Moment) -> Result<(), LifeError> {
        Ok(self.own(|desk, kb| desk.keep_writing(kb, key, text, now))?)
    }

    /// What was being written on an article.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn writing(&self, key: &str) -> Result<Option<Writing>, LifeError> {
        Ok(self.own(|desk, kb| desk.writing(kb, key))?)
    }

    /// Everything that was being written here and is not saved, the newest first.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn writings(&self) -> Result<Vec<Writing>, LifeError> {
        Ok(self.own(|desk, kb| desk.writings(kb))?)
    }

    /// Forgets what was being written: it is saved, or not wanted any more.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn forget_writing(&self, key: &str) -> Result<(), LifeError> {
        Ok(self.own(|desk, kb| desk.forget_writing(kb, key))?)
    }
}
