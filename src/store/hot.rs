//! 热点: what editors pin to the top of every desk.

use jiff::civil::Date;

use super::error::StoreError;
use super::open::{Store, Write};

impl Store {
    /// Ids of the articles that are pinned on a day, in their order.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn hot(&self, day: Date) -> Result<Vec<String>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT article FROM hot WHERE from_day <= ?1 AND (until_day IS NULL OR ?1 < until_day)
                 ORDER BY place, article",
            )
            .and_then(|mut s| s.query_map([day.to_string()], |r| r.get(0))?.collect())
            .map_err(self.at())
    }
}

impl Store {
    /// What is pinned on a day or later, in its order: id, first day, the day after the last.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn pins(&self, day: Date) -> Result<Vec<(String, Date, Option<Date>)>, StoreError> {
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<_> {
            let from: String = row.get(1)?;
            let until: Option<String> = row.get(2)?;
            Ok((row.get(0)?, from, until))
        };
        let rows: Vec<(String, String, Option<String>)> = self
            .conn
            .prepare_cached(
                "SELECT article, from_day, until_day FROM hot WHERE until_day IS NULL OR ?1 < until_day
                 ORDER BY place, article",
            )
            .and_then(|mut s| s.query_map([day.to_string()], read)?.collect())
            .map_err(self.at())?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, from, until)| {
                Some((id, from.parse().ok()?, until.and_then(|day| day.parse().ok())))
            })
            .collect())
    }
}

impl Write<'_> {
    /// Pins an article from a day until the day before another, behind those that are pinned already.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn pin(&self, article: &str, from: Date, until: Option<Date>) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO hot (article, place, from_day, until_day, made)
                 VALUES (?1, (SELECT coalesce(max(place), 0) + 1 FROM hot), ?2, ?3, ?4)
                 ON CONFLICT (article) DO UPDATE SET from_day = ?2, until_day = ?3",
                (article, from.to_string(), until.map(|d| d.to_string()), self.now.0),
            )
            .map(|_| ())
            .map_err(self.at())
    }

    /// Takes a pin away; whether there was one.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn unpin(&self, article: &str) -> Result<bool, StoreError> {
        self.tx
            .execute("DELETE FROM hot WHERE article = ?1", [article])
            .map(|rows| rows > 0)
            .map_err(self.at())
    }
}
