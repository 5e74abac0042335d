//! The term table.

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::{Term, TermKind};

impl Store {
    /// All terms, in the order of entry.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn terms(&self) -> Result<Vec<Term>, StoreError> {
        let at = self.at();
        let mut select =
            self.conn.prepare("SELECT kind, term, customer, note FROM term ORDER BY number").map_err(&at)?;
        let mut rows = select.query([]).map_err(&at)?;
        let mut terms = Vec::new();
        while let Some(row) = rows.next().map_err(&at)? {
            let word: String = row.get(0).map_err(&at)?;
            let kind = TermKind::from_word(&word)
                .ok_or(StoreError::Value { what: "a kind of term", value: word })?;
            terms.push(Term {
                kind,
                term: row.get(1).map_err(&at)?,
                customer: row.get(2).map_err(&at)?,
                note: row.get(3).map_err(&at)?,
            });
        }
        Ok(terms)
    }
}

impl Write<'_> {
    /// Adds a term, or changes the one with the same kind and word.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn put_term(&self, term: &Term) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO term (kind, term, customer, note) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (kind, term) DO UPDATE SET customer = ?3, note = ?4",
                (term.kind.word(), &term.term, &term.customer, &term.note),
            )
            .map_err(self.at())?;
        Ok(())
    }

    /// Takes a term away.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn remove_term(&self, term: &Term) -> Result<(), StoreError> {
        self.tx
            .execute("DELETE FROM term WHERE kind = ?1 AND term = ?2", (term.kind.word(), &term.term))
            .map_err(self.at())?;
        Ok(())
    }
}
