//! What stands beside an article: the text before it, the same question elsewhere, everything of one product.

use std::cell::RefCell;
use std::collections::HashSet;

use super::error::KbError;
use super::explain::WhyNot;
use super::open::Kb;
use super::view::{Hidden, Row, Shown};
use crate::model::changes::changes;
use crate::model::{Article, Axis, Moment, Query, Scope};
use crate::text::clean::for_screen;
use crate::text::diff::diff_by;

/// So many articles of a product are listed.
const OF_PRODUCT: usize = 200;

/// What a change made of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The text before; `None` for the first one.
    pub before: Option<Shown>,
    /// The text of today.
    pub after: Shown,
    /// Words that the change cuts.
    pub words: HashSet<String>,
}

impl Kb {
    /// The text of an article, by its id, with the text that was published before it, where there was one; `None` when
    /// there is no such article.
    ///
    /// # Errors
    /// Those of the database.
    pub fn change(&self, id: &str, now: Moment) -> Result<Option<Changed>, KbError> {
        let Some(after) = self.by_id(id, now)? else { return Ok(None) };
        let before = match self.store.published_before(after.number, after.revision_no)? {
            Some(revision) => self.shown(revision, now)?,
            None => None,
        };
        let words = before.as_ref().map(|before| self.words(&before.article, &after.article));
        Ok(Some(Changed { before, words: words.unwrap_or_default(), after }))
    }

    /// Whether texts of this KB have this as a word of its own.
    pub fn is_word(&self, word: &str) -> bool {
        self.session.as_ref().is_some_and(|session| session.has_word(word))
    }

    /// The words that a change from one text to the other cuts, for who shows it without an index.
    pub fn words(&self, before: &Article, after: &Article) -> HashSet<String> {
        let found = RefCell::new(HashSet::new());
        let asks = |word: &str| {
            let is_word = self.is_word(word);
            if is_word {
                found.borrow_mut().insert(word.to_owned());
            }
            is_word
        };
        for change in changes(before, after) {
            diff_by(&for_screen(&change.before), &for_screen(&change.after), &asks);
        }
        found.into_inner()
    }

    /// The current articles that hold for a product where a contact stands, by kind; those without a kind last.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn of_product(&mut self, product: &str, scope: &Scope, now: Moment) -> Result<Vec<Row>, KbError> {
        if self.trees.on(Axis::Product).depth(product) == 0 {
            return Ok(Vec::new());
        }
        let text = format!("product:\"{product}\"");
        let query = Query { text, scope: scope.clone(), limit: OF_PRODUCT };
        let found = self.find(&query, now, &|| false)?.unwrap_or_default();
        let mut rows = unfolded(found.rows);
        rows.sort_by_key(|row| (row.kind.is_none(), row.kind));
        Ok(rows)
    }

    /// Current articles with the same standard question that do not hold for the contact: to read, not to tell.
    ///
    /// # Errors
    /// Those of the database and of the index.
    pub fn elsewhere(&mut self, shown: &Shown, scope: &Scope, now: Moment) -> Result<Vec<Hidden>, KbError> {
        if scope.is_everywhere() {
            return Ok(Vec::new());
        }
        let mut ask = |scope: Scope| -> Result<Vec<Row>, KbError> {
            let query = Query { text: shown.article.question.clone(), scope, limit: crate::model::DESK_ROWS };
            let rows = unfolded(self.find(&query, now, &|| false)?.unwrap_or_default().rows);
            Ok(rows.into_iter().filter(|row| row.question == shown.article.question).collect())
        };
        let here = ask(scope.clone())?;
        let others = ask(Scope::default())?;
        let is_here = |row: &Row| here.iter().any(|other| other.hit.article == row.hit.article);
        let others = others.into_iter().filter(|row| !is_here(row) && row.hit.article != shown.number);
        Ok(others
            .map(|row| {
                let axis = Axis::ALL.iter().copied().find(|axis| !self.holds_on(*axis, &row.scope, scope));
                let axis = axis.unwrap_or(Axis::Region);
                let why = WhyNot::Scope(axis, row.scope.on(axis).to_vec());
                Hidden { id: row.id, revision: row.hit.revision, question: row.question, why }
            })
            .collect())
    }

    /// Whether a scope lets a contact through on an axis: it names nothing there, or an ancestor of what the contact names.
    fn holds_on(&self, axis: Axis, of: &Scope, contact: &Scope) -> bool {
        let (names, asked) = (of.on(axis), contact.on(axis));
        names.is_empty()
            || asked.is_empty()
            || asked.iter().any(|name| {
                self.trees.on(axis).with_ancestors(name).iter().any(|ancestor| names.contains(ancestor))
            })
    }
}

/// Rows with their variants as rows of their own.
fn unfolded(rows: Vec<Row>) -> Vec<Row> {
    let mut all = Vec::with_capacity(rows.len());
    for mut row in rows {
        let variants = std::mem::take(&mut row.variants);
        all.push(row);
        all.extend(variants);
    }
    all
}
