//! What the board of a desk lists of the articles: what has changed, what was withdrawn, what ends soon.

use super::error::StoreError;
use super::open::Store;
use super::publications::is_current;
use crate::model::Moment;

impl Store {
    /// Current articles by when their text was published, newest first, of those since a moment where one is given: id,
    /// question, that moment. So many at most.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn recently_changed(
        &self,
        now: Moment,
        since: Option<Moment>,
        limit: usize,
    ) -> Result<Vec<(String, String, Moment)>, StoreError> {
        let mut found = Vec::new();
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self.conn.prepare_cached(
                // CROSS JOIN keeps the newest publications in front, so that it ends after a few of them.
                concat!(
                    "SELECT a.id, r.question, p.at FROM publication p
                     CROSS JOIN revision r ON r.number = p.revision
                     JOIN article a ON a.number = p.article
                 WHERE ",
                    is_current!(),
                    " ORDER BY p.number DESC"
                ),
            )?;
            let mut rows = statement.query((now.0, self.day(now)))?;
            while let (Some(row), true) = (rows.next()?, found.len() < limit) {
                let at = Moment(row.get(2)?);
                // They were published in the order of their numbers: what follows is older still.
                if since.is_some_and(|since| at < since) {
                    break;
                }
                found.push((row.get(0)?, row.get(1)?, at));
            }
            Ok(())
        };
        read().map_err(self.at())?;
        Ok(found)
    }

    /// Current articles whose text was published before a moment and came into use since: id, question, when.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn begun_since(
        &self,
        since: Moment,
        now: Moment,
    ) -> Result<Vec<(String, String, Moment)>, StoreError> {
        self.conn
            .prepare_cached(concat!(
                "SELECT a.id, r.question, p.from_ms FROM publication p
                     CROSS JOIN revision r ON r.number = p.revision
                     JOIN article a ON a.number = p.article
                 WHERE p.from_ms >= ?3 AND p.at < ?3 AND ",
                is_current!(),
                " ORDER BY p.from_ms DESC"
            ))
            .and_then(|mut s| {
                s.query_map((now.0, self.day(now), since.0), |r| {
                    Ok((r.get(0)?, r.get(1)?, Moment(r.get(2)?)))
                })?
                .collect()
            })
            .map_err(self.at())
    }

    /// Articles that were withdrawn since a moment, the last one first: id and when.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn withdrawn_since(&self, since: Moment) -> Result<Vec<(String, Moment)>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT a.id, max(w.at) FROM withdrawal w JOIN article a ON a.number = w.article
                 WHERE w.at >= ?1 GROUP BY a.number ORDER BY max(w.at) DESC",
            )
            .and_then(|mut s| s.query_map([since.0], |r| Ok((r.get(0)?, Moment(r.get(1)?))))?.collect())
            .map_err(self.at())
    }

    /// Current articles whose text ends within so many days, soonest first: id, question, the day after the last.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn expiring(
        &self,
        now: Moment,
        days: i32,
        limit: usize,
    ) -> Result<Vec<(String, String, jiff::civil::Date)>, StoreError> {
        let today = self.zone().day_of(now);
        let last = today.checked_add(jiff::Span::new().days(days)).unwrap_or(jiff::civil::Date::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<(String, String, String)> = self
            .conn
            .prepare_cached(concat!(
                "SELECT a.id, r.question, r.valid_until FROM revision r
                     CROSS JOIN publication p ON p.article = r.article AND p.revision = r.number
                     JOIN article a ON a.number = r.article
                 WHERE r.valid_until IS NOT NULL AND r.valid_until <= ?3 AND ",
                is_current!(),
                "
                 ORDER BY r.valid_until, r.number LIMIT ?4"
            ))
            .and_then(|mut s| {
                s.query_map((now.0, today.to_string(), last.to_string(), limit), |r| {
                    Ok((r.get(0)?, r.get(1)?, r.get(2)?))
                })?
                .collect()
            })
            .map_err(self.at())?;
        rows.into_iter().map(|(id, question, until)| Ok((id, question, super::load::date(until)?))).collect()
    }
}
