//! Questions from outside, until an editor decides what becomes of them.

use jiff::civil::Date;

use super::error::StoreError;
use super::load::optional_date;
use super::open::{Store, Write};
use crate::model::OutsideQuestion;

/// A question from outside that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingQuestion {
    /// Its row number.
    pub number: i64,
    /// What it says; `day` is when it was asked first.
    pub question: OutsideQuestion,
    /// When it was asked last.
    pub last_day: Option<Date>,
}

impl Store {
    /// Questions that nobody has decided on, in the order in which they came.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn outside_open(&self) -> Result<Vec<WaitingQuestion>, StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached(
                "SELECT number, text, answer, votes, times, source, licence, first_day, last_day
                 FROM outside_question WHERE decision IS NULL ORDER BY number",
            )
            .map_err(&at)?;
        let mut rows = select.query([]).map_err(&at)?;
        let mut out = Vec::new();
        while let Some(r) = rows.next().map_err(&at)? {
            let question = OutsideQuestion {
                text: r.get(1).map_err(&at)?,
                answer: r.get(2).map_err(&at)?,
                votes: r.get(3).map_err(&at)?,
                times: r.get(4).map_err(&at)?,
                source: r.get(5).map_err(&at)?,
                licence: r.get(6).map_err(&at)?,
                day: optional_date(r.get(7).map_err(&at)?)?,
            };
            let last_day = optional_date(r.get(8).map_err(&at)?)?;
            out.push(WaitingQuestion { number: r.get(0).map_err(&at)?, question, last_day });
        }
        Ok(out)
    }
}

/// What became of a question that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameIn {
    /// It is new.
    New,
    /// It was asked before and waits.
    Again,
    /// It was asked before and decided on.
    Decided,
}

impl Write<'_> {
    /// Takes a question in; one that was asked before is counted once more. `key` is how it is compared.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn take_outside(&self, key: &str, q: &OutsideQuestion, batch: i64) -> Result<CameIn, StoreError> {
        let at = self.at();
        let day = q.day.map(|day| day.to_string());
        let known: Option<bool> = {
            use rusqlite::OptionalExtension as _;
            self.tx
                .prepare_cached("SELECT decision IS NOT NULL FROM outside_question WHERE key = ?1")
                .and_then(|mut s| s.query_row([key], |r| r.get(0)).optional())
                .map_err(&at)?
        };
        if let Some(is_decided) = known {
            self.tx
                .prepare_cached(
                    "UPDATE outside_question SET times = times + ?2, last_day = max(coalesce(last_day, ?3), coalesce(?3, last_day)),
                         first_day = min(coalesce(first_day, ?3), coalesce(?3, first_day)),
                         answer = CASE WHEN ?5 <> '' AND (answer = '' OR ?4 > votes) THEN ?5 ELSE answer END,
                         votes = max(votes, ?4)
                     WHERE key = ?1",
                )
                .and_then(|mut s| s.execute((key, q.times, &day, q.votes, &q.answer)))
                .map_err(&at)?;
            return Ok(if is_decided { CameIn::Decided } else { CameIn::Again });
        }
        self.tx
            .prepare_cached(
                "INSERT INTO outside_question (key, text, answer, votes, times, first_day, last_day, source, licence, batch)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut s| {
                s.execute((key, &q.text, &q.answer, q.votes, q.times, &day, &q.source, &q.licence, batch))
            })
            .map_err(&at)?;
        Ok(CameIn::New)
    }

    /// Decides on a question; `false` when somebody has decided on it already.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn decide_outside(
        &self,
        number: i64,
        decision: &str,
        article: Option<i64>,
    ) -> Result<bool, StoreError> {
        self.tx
            .prepare_cached(
                "UPDATE outside_question SET decision = ?2, article = ?3, decided = ?4, decider = ?5
                 WHERE number = ?1 AND decision IS NULL",
            )
            .and_then(|mut s| s.execute((number, decision, article, self.now.0, &self.who.os_user)))
            .map(|changed| changed > 0)
            .map_err(self.at())
    }

    /// Takes back the questions of a batch that nobody has decided on. How many.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn drop_outside(&self, batch: i64) -> Result<usize, StoreError> {
        self.tx
            .prepare_cached("DELETE FROM outside_question WHERE batch = ?1 AND decision IS NULL")
            .and_then(|mut s| s.execute([batch]))
            .map_err(self.at())
    }
}
