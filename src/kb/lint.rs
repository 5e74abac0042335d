//! Looking over articles by the rules: some, or all of a knowledge base.

use std::collections::HashMap;
use std::thread;

use super::gate::Checked;
use super::open::Kb;
use super::refusal::LifeError;
use super::rulebook::Rulebook;
use crate::customer::finding::Finding;
use crate::customer::lint::question_key;
use crate::model::{Article, Moment};

/// What was found in an article.
#[derive(Debug, Clone)]
pub struct Linted {
    /// Its id.
    pub id: String,
    /// Its standard question.
    pub question: String,
    /// What was found, and what of it may stay.
    pub findings: Vec<Checked>,
}

/// So many articles are read before they are looked over, by all cores at once.
const AT_ONCE: usize = 512;

impl Kb {
    /// Looks over the articles with these ids, else all: their current texts, else the newest. `each` hears of those in which
    /// something was found and says whether to go on, `done` how many were looked over. How many those were.
    ///
    /// # Errors
    /// That there is no such article; those of the database.
    pub fn lint(
        &self,
        ids: &[String],
        now: Moment,
        each: &mut dyn FnMut(Linted) -> bool,
        done: &dyn Fn(usize),
    ) -> Result<usize, LifeError> {
        let rules = self.rulebook()?;
        let mut numbers = Vec::new();
        for id in ids {
            let found = self.store.find_id(id)?.ok_or_else(|| LifeError::NoArticle { id: id.clone() })?;
            numbers.push(found.number);
        }
        if ids.is_empty() {
            numbers = self.store.article_numbers()?;
        }
        let asked = self.questions(now)?;
        let mut count = 0;
        for chunk in numbers.chunks(AT_ONCE) {
            let mut texts: Vec<(i64, Article)> = Vec::with_capacity(chunk.len());
            for &number in chunk {
                let Some(revision) = self.best_revision(number, now)? else { continue };
                if let Some(stored) = self.store.load(revision, &self.trees.category)? {
                    texts.push((number, stored.article));
                }
            }
            let found = look_over(&rules, &texts, &asked);
            for ((number, article), findings) in texts.into_iter().zip(found) {
                count += 1;
                if findings.is_empty() {
                    continue;
                }
                let id = article.id.clone().unwrap_or_default();
                let findings = self.checked(number, findings)?;
                if !each(Linted { id, question: article.question, findings }) {
                    return Ok(count);
                }
            }
            done(count);
        }
        Ok(count)
    }

    /// Whose standard question is which: ids by the key of the question.
    fn questions(&self, now: Moment) -> Result<HashMap<String, String>, LifeError> {
        let current = self.store.current_questions(now)?;
        Ok(current.into_iter().map(|(id, question)| (question_key(&question), id)).collect())
    }
}

/// The findings of each text, in their order.
pub(super) fn look_over(
    rules: &Rulebook,
    texts: &[(i64, Article)],
    asked: &HashMap<String, String>,
) -> Vec<Vec<Finding>> {
    let of = |texts: &[(i64, Article)]| -> Vec<Vec<Finding>> {
        texts
            .iter()
            .map(|(_, article)| {
                let by_another =
                    |key: &str| asked.get(key).filter(|id| Some(*id) != article.id.as_ref()).cloned();
                rules.findings_among(article, Some(&by_another))
            })
            .collect()
    };
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let share = texts.len().div_ceil(cores).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = texts.chunks(share).map(|part| scope.spawn(|| of(part))).collect();
        // A thread that was lost is done again here, where its failure is everybody's.
        let parts = parts.into_iter().zip(texts.chunks(share));
        parts.flat_map(|(part, texts)| part.join().unwrap_or_else(|_| of(texts))).collect()
    })
}
