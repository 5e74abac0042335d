//! Announcements.

use jiff::civil::Date;

use super::error::StoreError;
use super::load::{date, optional_date};
use super::open::{Store, Write};
use crate::model::{Announcement, Level};

impl Store {
    /// Announcements that hold on a day: loudest first, then newest.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn announcements(&self, day: Date) -> Result<Vec<Announcement>, StoreError> {
        let mut all = self.announcements_since(Some(day))?;
        all.retain(|announcement| announcement.from <= day);
        Ok(all)
    }

    /// Announcements that hold on a day or will, else all that ever were: loudest first, then newest.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn announcements_since(&self, day: Option<Date>) -> Result<Vec<Announcement>, StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare(
                "SELECT id, level, title, body, scope, from_day, until_day FROM announcement
                 WHERE ?1 IS NULL OR until_day IS NULL OR (?1 < until_day AND from_day < until_day)
                 ORDER BY CASE level WHEN 'must_read' THEN 0 WHEN 'alert' THEN 1 ELSE 2 END, from_day DESC, id",
            )
            .map_err(&at)?;
        let mut articles = self
            .conn
            .prepare("SELECT article FROM announcement_article WHERE announcement = ?1 ORDER BY place")
            .map_err(&at)?;
        let mut rows = select.query([day.map(|day| day.to_string())]).map_err(&at)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(&at)? {
            let id: String = row.get(0).map_err(&at)?;
            let level: String = row.get(1).map_err(&at)?;
            let scope: String = row.get(4).map_err(&at)?;
            let linked = articles
                .query_map([&id], |r| r.get(0))
                .and_then(Iterator::collect::<rusqlite::Result<Vec<String>>>)
                .map_err(&at)?;
            found.push(Announcement {
                level: Level::from_word(&level).ok_or(StoreError::Value { what: "a level", value: level })?,
                title: row.get(2).map_err(&at)?,
                body: row.get(3).map_err(&at)?,
                scope: serde_json::from_str(&scope)
                    .map_err(|_| StoreError::Value { what: "a scope", value: scope })?,
                from: date(row.get(5).map_err(&at)?)?,
                until: optional_date(row.get(6).map_err(&at)?)?,
                articles: linked,
                id,
            });
        }
        Ok(found)
    }
}

impl Write<'_> {
    /// Adds an announcement, or replaces the one with the same id.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn put_announcement(&self, a: &Announcement) -> Result<(), StoreError> {
        let at = self.at();
        let scope = serde_json::to_string(&a.scope).unwrap_or_else(|_| "{}".into());
        self.tx
            .execute(
                "INSERT INTO announcement (id, level, title, body, scope, from_day, until_day, made)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (id) DO UPDATE SET level = ?2, title = ?3, body = ?4, scope = ?5, from_day = ?6, until_day = ?7",
                (
                    &a.id,
                    a.level.word(),
                    &a.title,
                    &a.body,
                    scope,
                    a.from.to_string(),
                    a.until.map(|d| d.to_string()),
                    self.now.0,
                ),
            )
            .map_err(&at)?;
        self.tx.execute("DELETE FROM announcement_article WHERE announcement = ?1", [&a.id]).map_err(&at)?;
        for (place, article) in a.articles.iter().enumerate() {
            self.tx
                .execute(
                    "INSERT INTO announcement_article (announcement, place, article) VALUES (?1, ?2, ?3)",
                    (&a.id, i64::try_from(place).unwrap_or(i64::MAX), article),
                )
                .map_err(&at)?;
        }
        Ok(())
    }
}
