//! Reading revisions back.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension as _, Row};

use super::error::StoreError;
use super::open::Store;
use super::trees::Nodes;
use crate::model::{
    Action, ActionKind, Answer, Article, Attachment, Axis, Confidence, CustomerAnswer, Kind, Moment, Origin,
    Relation, RelationKind, Rendering, Scope, Similar, Source, SourceClass, Stage, Validity,
};

/// A whole revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Row number of the article.
    pub number: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// The revision's UUID.
    pub uuid: String,
    /// 1 for the first revision of the article.
    pub ordinal: u32,
    /// The content, with id and stage.
    pub article: Article,
    /// When it was made.
    pub made: Moment,
    /// Who made it.
    pub author: String,
}

/// What a row of a result list needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The article's id.
    pub id: String,
    /// The standard question.
    pub question: String,
    /// The similar question asked for, if any.
    pub similar: Option<String>,
    /// First line to show: the customer lead, else the internal lead, else the beginning of a body.
    pub lead: String,
    /// Row number of the category.
    pub category: Option<i64>,
    /// Where it applies.
    pub scope: Scope,
    /// When it holds.
    pub valid: Validity,
    /// Whether the customer text lags the internal one.
    pub drifted: bool,
    /// Row number of the article.
    pub number: i64,
    /// What sort of knowledge it is.
    pub kind: Option<Kind>,
}

impl Store {
    /// Reads a whole revision; `None` when there is none with this number.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn load(&self, revision: i64, categories: &Nodes) -> Result<Option<Stored>, StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached(
                "SELECT r.article, r.uuid, r.ordinal, r.stage, r.made, r.author, a.id, r.kind, r.confidence, r.question,
                        r.category, r.owner, r.valid_from, r.valid_until, r.review_by, r.sale_until, r.study_from,
                        r.source_class, r.source_ref, r.source_author, r.source_date, r.source_licence
                 FROM revision r JOIN article a ON a.number = r.article WHERE r.number = ?1",
            )
            .map_err(&at)?;
        let mut rows = select.query([revision]).map_err(&at)?;
        let Some(row) = rows.next().map_err(&at)? else { return Ok(None) };
        let get = Columns { row, path: &self.path };
        let source = match get.get::<Option<String>>(18)? {
            None => None,
            Some(reference) => Some(Source {
                class: get.word(17, "a class of source", SourceClass::from_word)?,
                reference,
                author: get.get(19)?,
                date: optional_date(get.get(20)?)?,
                licence: get.get(21)?,
            }),
        };
        let (internal, customer) = self.answers(revision)?;
        let article = Article {
            id: Some(get.get(6)?),
            kind: get.word(7, "a kind", Kind::from_word)?,
            question: get.get(9)?,
            similar: self.similar(revision)?,
            category: get.get::<Option<i64>>(10)?.map(|n| categories.path(n)).unwrap_or_default(),
            scope: self.scope_of(revision)?,
            internal,
            customer,
            actions: self.actions(revision)?,
            relations: self.relations(revision)?,
            attachments: self.list(
                "SELECT name, sha256 FROM attachment WHERE revision = ?1 ORDER BY place",
                revision,
                |r| Ok(Attachment { name: r.get(0)?, sha256: r.get(1)? }),
            )?,
            valid: Validity {
                from: optional_date(get.get(12)?)?,
                until: optional_date(get.get(13)?)?,
                review_by: optional_date(get.get(14)?)?,
                sale_until: optional_date(get.get(15)?)?,
                study_from: optional_date(get.get(16)?)?,
            },
            stage: get.word(3, "a stage", Stage::from_word)?,
            confidence: get.word(8, "a confidence", Confidence::from_word)?,
            owner: get.get(11)?,
            source,
            tags: self
                .list("SELECT name FROM tag WHERE revision = ?1 ORDER BY place", revision, |r| r.get(0))?,
        };
        Ok(Some(Stored {
            number: get.get(0)?,
            revision,
            uuid: get.get(1)?,
            ordinal: get.get(2)?,
            article,
            made: Moment(get.get(4)?),
            author: get.get(5)?,
        }))
    }

    /// Reads what a row of a result list needs; `question` names the similar question that matched, from 1.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn head(&self, revision: i64, question: u32) -> Result<Option<Head>, StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached(
                "SELECT h.id, r.question, r.category, r.valid_from, r.valid_until, r.review_by, r.sale_until,
                        r.study_from, r.article, r.kind, h.lead, h.drifted, h.scoped
                 FROM head h JOIN revision r ON r.number = h.revision WHERE h.revision = ?1",
            )
            .map_err(&at)?;
        let mut rows = select.query([revision]).map_err(&at)?;
        let Some(row) = rows.next().map_err(&at)? else { return Ok(None) };
        let get = Columns { row, path: &self.path };
        let drifted = match get.get(11)? {
            Some(drifted) => drifted,
            None => {
                let (internal, customer) = self.answers(revision)?;
                Article { internal, customer, ..Article::default() }.is_drifted()
            }
        };
        Ok(Some(Head {
            id: get.get(0)?,
            question: get.get(1)?,
            similar: if question > 0 { self.similar_at(revision, question)? } else { None },
            lead: get.get(10)?,
            category: get.get(2)?,
            scope: if get.get(12)? { self.scope_of(revision)? } else { Scope::default() },
            valid: Validity {
                from: optional_date(get.get(3)?)?,
                until: optional_date(get.get(4)?)?,
                review_by: optional_date(get.get(5)?)?,
                sale_until: optional_date(get.get(6)?)?,
                study_from: optional_date(get.get(7)?)?,
            },
            drifted,
            number: get.get(8)?,
            kind: get.word(9, "a kind", Kind::from_word)?,
        }))
    }

    /// One of the similar questions, from 1.
    fn similar_at(&self, revision: i64, question: u32) -> Result<Option<String>, StoreError> {
        self.conn
            .prepare_cached("SELECT text FROM similar WHERE revision = ?1 AND place = ?2")
            .and_then(|mut s| s.query_row((revision, i64::from(question) - 1), |r| r.get(0)).optional())
            .map_err(self.at())
    }

    /// The newest revision of an article; `None` when its batch was taken back.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn newest(&self, article: i64) -> Result<Option<i64>, StoreError> {
        self.conn
            .prepare_cached("SELECT number FROM revision WHERE article = ?1 AND undone IS NULL ORDER BY ordinal DESC LIMIT 1")
            .and_then(|mut s| s.query_row([article], |r| r.get(0)).optional())
            .map_err(self.at())
    }

    fn scope_of(&self, revision: i64) -> Result<Scope, StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached("SELECT axis, name FROM scope WHERE revision = ?1 ORDER BY axis, place")
            .map_err(&at)?;
        let mut rows = select.query([revision]).map_err(&at)?;
        let mut scope = Scope::default();
        while let Some(row) = rows.next().map_err(&at)? {
            let word: String = row.get(0).map_err(&at)?;
            let axis = Axis::from_word(&word).ok_or(StoreError::Value { what: "an axis", value: word })?;
            scope.on_mut(axis).push(row.get(1).map_err(&at)?);
        }
        Ok(scope)
    }

    fn answers(&self, revision: i64) -> Result<(Option<Answer>, Option<CustomerAnswer>), StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached("SELECT face, lead, body, based_on FROM answer WHERE revision = ?1")
            .map_err(&at)?;
        let mut rows = select.query([revision]).map_err(&at)?;
        let (mut internal, mut customer) = (None, None);
        while let Some(row) = rows.next().map_err(&at)? {
            let face: String = row.get(0).map_err(&at)?;
            let answer = Answer { lead: row.get(1).map_err(&at)?, body: row.get(2).map_err(&at)? };
            if face == "internal" {
                internal = Some(answer);
            } else {
                let channels: BTreeMap<String, Rendering> = self
                    .list(
                        "SELECT channel, text, based_on FROM rendering WHERE revision = ?1",
                        revision,
                        |r| Ok((r.get(0)?, Rendering { text: r.get(1)?, based_on: r.get(2)? })),
                    )?
                    .into_iter()
                    .collect();
                customer = Some(CustomerAnswer { answer, based_on: row.get(3).map_err(&at)?, channels });
            }
        }
        Ok((internal, customer))
    }

    fn similar(&self, revision: i64) -> Result<Vec<Similar>, StoreError> {
        self.list("SELECT text, origin FROM similar WHERE revision = ?1 ORDER BY place", revision, |r| {
            Ok((r.get(0)?, r.get::<_, String>(1)?))
        })?
        .into_iter()
        .map(|(text, word): (String, String)| {
            let origin =
                Origin::from_word(&word).ok_or(StoreError::Value { what: "an origin", value: word })?;
            Ok(Similar { text, origin })
        })
        .collect()
    }

    fn relations(&self, revision: i64) -> Result<Vec<Relation>, StoreError> {
        self.list("SELECT kind, target FROM relation WHERE revision = ?1 ORDER BY place", revision, |r| {
            Ok((r.get::<_, String>(0)?, r.get(1)?))
        })?
        .into_iter()
        .map(|(word, to): (String, String)| {
            let kind = RelationKind::from_word(&word)
                .ok_or(StoreError::Value { what: "a kind of relation", value: word })?;
            Ok(Relation { kind, to })
        })
        .collect()
    }

    fn actions(&self, revision: i64) -> Result<Vec<Action>, StoreError> {
        type Columns = (String, String, String, Option<String>);
        self.list(
            "SELECT kind, target, fields, time_limit FROM action WHERE revision = ?1 ORDER BY place",
            revision,
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?
        .into_iter()
        .map(|(word, target, fields, limit): Columns| {
            let kind = ActionKind::from_word(&word)
                .ok_or(StoreError::Value { what: "a kind of action", value: word })?;
            let fields = serde_json::from_str(&fields)
                .map_err(|_| StoreError::Value { what: "a list of fields", value: fields })?;
            Ok(Action { kind, target, fields, limit })
        })
        .collect()
    }

    fn list<T>(
        &self,
        sql: &str,
        revision: i64,
        each: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.conn
            .prepare_cached(sql)
            .and_then(|mut s| s.query_map([revision], each)?.collect())
            .map_err(self.at())
    }
}

/// Columns of a row with errors that name the file.
struct Columns<'r> {
    row: &'r Row<'r>,
    path: &'r std::path::Path,
}

impl Columns<'_> {
    fn get<T: FromSql>(&self, column: usize) -> Result<T, StoreError> {
        self.row.get(column).map_err(StoreError::at(self.path))
    }

    fn word<T>(
        &self,
        column: usize,
        what: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        match self.get::<Option<String>>(column)? {
            None => Ok(None),
            Some(word) => read(&word).map(Some).ok_or(StoreError::Value { what, value: word }),
        }
    }
}

pub(super) fn date(text: String) -> Result<Date, StoreError> {
    text.parse().map_err(|_| StoreError::Value { what: "a date", value: text })
}

pub(super) fn optional_date(text: Option<String>) -> Result<Option<Date>, StoreError> {
    text.map(date).transpose()
}
