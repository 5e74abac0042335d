//! What stands beside an article: the text before it, the same question elsewhere, everything of one product.

use super::error::KbError;
use super::explain::WhyNot;
use super::open::Kb;
use super::view::{Hidden, Row, Shown};
use crate::model::{Axis, Moment, Query, Scope};

/// So many articles of a product are listed.
const OF_PRODUCT: usize = 200;

impl Kb {
    /// The text of an article, by its id, with the text that was published before it, where there was one; `None` when
    /// there is no such article.
    ///
    /// # Errors
    /// Those of the database.
    pub fn change(&self, id: &str, now: Moment) -> Result<Option<(Option<Shown>, Shown)>, KbError> {
        let Some(shown) = self.by_id(id, now)? else { return Ok(None) };
        let before = match self.store.published_before(shown.number, shown.revision_no)? {
            Some(revision) => self.shown(revision, now)?,
            None => None,
        };
        Ok(Some((before, shown)))
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
