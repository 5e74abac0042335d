//! Findings that may stay, texts taken out of use, texts found still right: each with who, when and why.

use jiff::civil::Date;
use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::load::optional_date;
use super::open::{Store, Write};
use crate::model::Moment;

/// A finding that may stay. It holds for the article as long as the same rule finds the same words in the same part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// The part of the article, in one word.
    pub part: String,
    /// The words found.
    pub text: String,
    /// Why they may stay.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// Since when.
    pub at: Moment,
}

/// Why a text was taken out of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// Row number of the revision.
    pub revision: i64,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// That somebody found a text still right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validation {
    /// Row number of the revision.
    pub revision: i64,
    /// Who did.
    pub by: String,
    /// When.
    pub at: Moment,
    /// When somebody has to look again.
    pub review_by: Option<Date>,
}

impl Store {
    /// What may stay in an article, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn waivers_of(&self, article: i64) -> Result<Vec<Waiver>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT rule, part, text, reason, by, at FROM waiver WHERE article = ?1 ORDER BY number",
            )
            .and_then(|mut s| {
                s.query_map([article], |r| {
                    Ok(Waiver {
                        rule: r.get(0)?,
                        part: r.get(1)?,
                        text: r.get(2)?,
                        reason: r.get(3)?,
                        by: r.get(4)?,
                        at: Moment(r.get(5)?),
                    })
                })?
                .collect()
            })
            .map_err(self.at())
    }

    /// How an article was taken out of use last.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn withdrawal_of(&self, article: i64) -> Result<Option<Withdrawal>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT revision, reason, by, at FROM withdrawal WHERE article = ?1 ORDER BY number DESC LIMIT 1",
            )
            .and_then(|mut s| {
                s.query_row([article], |r| {
                    Ok(Withdrawal {
                        revision: r.get(0)?,
                        reason: r.get(1)?,
                        by: r.get(2)?,
                        at: Moment(r.get(3)?),
                    })
                })
                .optional()
            })
            .map_err(self.at())
    }

    /// How an article was found still right last.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn validation_of(&self, article: i64) -> Result<Option<Validation>, StoreError> {
        let row: Option<(i64, String, i64, Option<String>)> = self
            .conn
            .prepare_cached(
                "SELECT revision, by, at, review_by FROM validation WHERE article = ?1 ORDER BY number DESC LIMIT 1",
            )
            .and_then(|mut s| {
                s.query_row([article], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).optional()
            })
            .map_err(self.at())?;
        row.map(|(revision, by, at, day)| {
            Ok(Validation { revision, by, at: Moment(at), review_by: optional_date(day)? })
        })
        .transpose()
    }
}

impl Write<'_> {
    /// Lets a finding stay.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn waive(
        &self,
        (article, revision): (i64, i64),
        (rule, part, text): (&str, &str, &str),
        reason: &str,
    ) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO waiver (article, revision, rule, part, text, reason, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                (article, revision, rule, part, text, reason, &self.who.os_user, self.now.0),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Writes down why a revision was taken out of use.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn withdrawn(&self, article: i64, revision: i64, reason: &str) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO withdrawal (article, revision, reason, by, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                (article, revision, reason, &self.who.os_user, self.now.0),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Writes down that a revision was found still right.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn validated(&self, article: i64, revision: i64, review_by: Option<Date>) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO validation (article, revision, by, at, review_by) VALUES (?1, ?2, ?3, ?4, ?5)",
                (article, revision, &self.who.os_user, self.now.0, review_by.map(|d| d.to_string())),
            )
            .map(|_| ())
            .map_err(self.at())
    }
}
