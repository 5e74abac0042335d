//! Where revisions stand: what the life cycle has to know of them without reading their texts.

use rusqlite::{Connection, OptionalExtension as _, Row, ToSql};

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::{Moment, Stage};

/// A revision without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionRef {
    /// Row number.
    pub number: i64,
    /// Row number of the article.
    pub article: i64,
    /// The article's id.
    pub id: String,
    /// The revision's UUID.
    pub uuid: String,
    /// 1 for the first revision of the article.
    pub ordinal: u32,
    /// Row number of the revision that it was based on.
    pub based_on: Option<i64>,
    /// Hash of its content.
    pub hash: String,
    /// Where it stands.
    pub stage: Stage,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub made: Moment,
    /// Row number of the import that brought it.
    pub batch: Option<i64>,
    /// Row number of its category.
    pub category: Option<i64>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.number, r.article, a.id, r.uuid, r.ordinal, r.based_on, r.hash, r.stage, r.author, r.made, r.batch,
                    r.category
             FROM revision r JOIN article a ON a.number = r.article ",
            $rest
        )
    };
}

const BY_NUMBER: &str = select!("WHERE r.number = ?1");
const BY_UUID: &str = select!("WHERE r.uuid = ?1");
const OF_ARTICLE: &str = select!("WHERE r.article = ?1 ORDER BY r.ordinal");
const WAITING: &str =
    select!("WHERE r.stage = ?1 AND r.stage IN ('in_review', 'approved') ORDER BY r.number");

fn read(row: &Row<'_>) -> rusqlite::Result<(RevisionRef, String)> {
    let stage: String = row.get(7)?;
    let read = RevisionRef {
        number: row.get(0)?,
        article: row.get(1)?,
        id: row.get(2)?,
        uuid: row.get(3)?,
        ordinal: row.get(4)?,
        based_on: row.get(5)?,
        hash: row.get(6)?,
        stage: Stage::Draft,
        author: row.get(8)?,
        made: Moment(row.get(9)?),
        batch: row.get(10)?,
        category: row.get(11)?,
    };
    Ok((read, stage))
}

fn staged((read, word): (RevisionRef, String)) -> Result<RevisionRef, StoreError> {
    let stage = Stage::from_word(&word).ok_or(StoreError::Value { what: "a stage", value: word })?;
    Ok(RevisionRef { stage, ..read })
}

fn one(
    conn: &Connection,
    at: impl Fn(rusqlite::Error) -> StoreError,
    sql: &str,
    by: &dyn ToSql,
) -> Result<Option<RevisionRef>, StoreError> {
    conn.prepare_cached(sql)
        .and_then(|mut s| s.query_row([by], read).optional())
        .map_err(at)?
        .map(staged)
        .transpose()
}

fn many(
    conn: &Connection,
    at: impl Fn(rusqlite::Error) -> StoreError,
    sql: &str,
    by: &dyn ToSql,
) -> Result<Vec<RevisionRef>, StoreError> {
    let rows: Vec<_> =
        conn.prepare_cached(sql).and_then(|mut s| s.query_map([by], read)?.collect()).map_err(at)?;
    rows.into_iter().map(staged).collect()
}

impl Store {
    /// A revision by its row number.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revision(&self, number: i64) -> Result<Option<RevisionRef>, StoreError> {
        one(&self.conn, self.at(), BY_NUMBER, &number)
    }

    /// A revision by its UUID.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revision_by_uuid(&self, uuid: &str) -> Result<Option<RevisionRef>, StoreError> {
        one(&self.conn, self.at(), BY_UUID, &uuid)
    }

    /// The UUID of a revision by its row number.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn uuid_of(&self, number: i64) -> Result<Option<String>, StoreError> {
        Ok(one(&self.conn, self.at(), BY_NUMBER, &number)?.map(|revision| revision.uuid))
    }

    /// The revisions of an article, the first one first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revisions_of(&self, article: i64) -> Result<Vec<RevisionRef>, StoreError> {
        many(&self.conn, self.at(), OF_ARTICLE, &article)
    }

    /// The revisions that stand in review or approved, in the order in which they were made.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn standing(&self, stage: Stage) -> Result<Vec<RevisionRef>, StoreError> {
        many(&self.conn, self.at(), WAITING, &stage.word())
    }
}

impl Write<'_> {
    /// A revision by its row number.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revision(&self, number: i64) -> Result<Option<RevisionRef>, StoreError> {
        one(&self.tx, self.at(), BY_NUMBER, &number)
    }

    /// A revision by its UUID.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revision_by_uuid(&self, uuid: &str) -> Result<Option<RevisionRef>, StoreError> {
        one(&self.tx, self.at(), BY_UUID, &uuid)
    }

    /// The revisions of an article, the first one first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn revisions_of(&self, article: i64) -> Result<Vec<RevisionRef>, StoreError> {
        many(&self.tx, self.at(), OF_ARTICLE, &article)
    }

    /// Moves a revision to another stage.
    ///
    /// # Errors
    /// Those of SQLite; that the life cycle has no such step is one of them.
    pub fn set_stage(&self, revision: i64, stage: Stage) -> Result<(), StoreError> {
        self.tx
            .prepare_cached("UPDATE revision SET stage = ?2 WHERE number = ?1")
            .and_then(|mut s| s.execute((revision, stage.word())))
            .map(|_| ())
            .map_err(self.at())
    }
}
