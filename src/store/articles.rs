//! Saving: a new article, or a new revision of one. Nothing is updated in place.

use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::open::{Store, Write};
use super::trees::Tree;
use crate::model::{Article, Axis, Stage};

/// An article and its newest revision, by row numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleRef {
    /// Row number of the article.
    pub number: i64,
    /// Row number of its newest revision.
    pub newest: i64,
}

/// A revision to be saved.
#[derive(Debug, Clone, Copy)]
pub struct NewRevision<'a> {
    /// The content. Its `stage` is taken as it is; `None` means draft.
    pub article: &'a Article,
    /// [`Article::content_hash`], when the caller has it already.
    pub hash: &'a str,
    /// The revision that the edit was based on; `None` for the first one.
    pub based_on: Option<i64>,
    /// The import that brings it.
    pub batch: Option<i64>,
}

/// That an article is neither merged into another nor taken back with its batch.
macro_rules! is_there {
    () => {
        "merged_into IS NULL AND number NOT IN (
             SELECT article FROM revision r WHERE undone IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM revision WHERE article = r.article AND undone IS NULL))"
    };
}

impl Store {
    /// Finds an article by its id; a merged id leads to the article that took it in.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn find_id(&self, id: &str) -> Result<Option<ArticleRef>, StoreError> {
        find_id(&self.conn, id).map_err(self.at())
    }

    /// The newest standard question of an article, by its id; a merged id leads to the article that took it in.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn question_of(&self, id: &str) -> Result<Option<String>, StoreError> {
        let Some(found) = self.find_id(id)? else { return Ok(None) };
        self.question_at(found.newest)
    }

    /// The standard question of a revision.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn question_at(&self, revision: i64) -> Result<Option<String>, StoreError> {
        self.conn
            .prepare_cached("SELECT question FROM revision WHERE number = ?1")
            .and_then(|mut s| s.query_row([revision], |r| r.get(0)).optional())
            .map_err(self.at())
    }

    /// Row numbers of all articles, in the order in which they came.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn article_numbers(&self) -> Result<Vec<i64>, StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare(concat!("SELECT number FROM article WHERE ", is_there!(), " ORDER BY number"))
            .map_err(&at)?;
        select
            .query_map([], |r| r.get(0))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<i64>>>)
            .map_err(&at)
    }

    /// Whether there is no article at all.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        self.conn.query_row("SELECT NOT EXISTS (SELECT 1 FROM article)", [], |r| r.get(0)).map_err(self.at())
    }

    /// How many articles there are.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn article_count(&self) -> Result<usize, StoreError> {
        self.conn
            .query_row(concat!("SELECT count(*) FROM article WHERE ", is_there!()), [], |r| {
                r.get::<_, i64>(0)
            })
            .map(|n| usize::try_from(n).unwrap_or(0))
            .map_err(self.at())
    }
}

fn find_id(conn: &rusqlite::Connection, id: &str) -> rusqlite::Result<Option<ArticleRef>> {
    conn.prepare_cached(
        "WITH RECURSIVE led (number, next) AS (
             SELECT number, merged_into FROM article WHERE id = ?1
             UNION SELECT a.number, a.merged_into FROM led JOIN article a ON a.number = led.next)
         SELECT number, newest FROM (
             SELECT number, (SELECT max(number) FROM revision WHERE article = led.number AND undone IS NULL) AS newest
             FROM led WHERE next IS NULL)
         WHERE newest IS NOT NULL",
    )?
    .query_row([id], |r| Ok(ArticleRef { number: r.get(0)?, newest: r.get(1)? }))
    .optional()
}

impl Write<'_> {
    /// Finds an article by its id inside the transaction.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn find_id(&self, id: &str) -> Result<Option<ArticleRef>, StoreError> {
        find_id(&self.tx, id).map_err(self.at())
    }

    /// The content hash of a revision, and its stage.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn content_of(&self, revision: i64) -> Result<(String, Stage), StoreError> {
        let (hash, word): (String, String) = self
            .tx
            .prepare_cached("SELECT hash, stage FROM revision WHERE number = ?1")
            .and_then(|mut s| s.query_row([revision], |r| Ok((r.get(0)?, r.get(1)?))))
            .map_err(self.at())?;
        let stage = Stage::from_word(&word).ok_or(StoreError::Value { what: "a stage", value: word })?;
        Ok((hash, stage))
    }

    /// Adds an article with its first revision. An article without an id gets `kd-` and its number; one that was taken back
    /// with its batch comes back with its history.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn add(&self, new: NewRevision<'_>) -> Result<ArticleRef, StoreError> {
        let at = self.at();
        if let Some(id) = &new.article.id
            && let Some((number, ordinal)) = self.taken_back(id)?
        {
            let newest = self.insert_revision((number, id), ordinal + 1, new)?;
            return Ok(ArticleRef { number, newest });
        }
        let number: i64 = self
            .tx
            .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM article")
            .and_then(|mut s| s.query_row([], |r| r.get(0)))
            .map_err(&at)?;
        let id = match &new.article.id {
            Some(id) => id.clone(),
            None => self.free_id(number)?,
        };
        self.tx
            .prepare_cached("INSERT INTO article (number, id, made) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.execute((number, &id, self.now.0)))
            .map_err(&at)?;
        let newest = self.insert_revision((number, &id), 1, new)?;
        Ok(ArticleRef { number, newest })
    }

    /// Adds a revision to an article.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a newer revision exists than the one it was based on; those of SQLite.
    pub fn revise(&self, article: i64, new: NewRevision<'_>) -> Result<i64, StoreError> {
        let at = self.at();
        let (newest, ordinal, id): (i64, i64, String) = self
            .tx
            .prepare_cached(
                "SELECT r.number, (SELECT max(ordinal) FROM revision WHERE article = ?1), a.id
                 FROM revision r JOIN article a ON a.number = r.article
                 WHERE r.article = ?1 AND r.undone IS NULL ORDER BY r.ordinal DESC LIMIT 1",
            )
            .and_then(|mut s| s.query_row([article], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))))
            .map_err(&at)?;
        match new.based_on {
            Some(based_on) if based_on == newest => self.insert_revision((article, &id), ordinal + 1, new),
            based_on => Err(StoreError::Conflict { id, based_on: based_on.unwrap_or(0), current: newest }),
        }
    }

    /// An article of which everything was taken back, and its highest ordinal.
    fn taken_back(&self, id: &str) -> Result<Option<(i64, i64)>, StoreError> {
        self.tx
            .prepare_cached(
                "SELECT a.number, max(r.ordinal) FROM article a JOIN revision r ON r.article = a.number
                 WHERE a.id = ?1 GROUP BY a.number HAVING count(*) = count(r.undone)",
            )
            .and_then(|mut s| s.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional())
            .map_err(self.at())
    }

    fn free_id(&self, number: i64) -> Result<String, StoreError> {
        let mut id = format!("kd-{number:06}");
        let is_taken = |id: &str| {
            self.tx
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1)")
                .and_then(|mut s| s.query_row([id], |r| r.get::<_, bool>(0)))
                .map_err(self.at())
        };
        while is_taken(&id)? {
            id.push('x');
        }
        Ok(id)
    }

    fn insert_revision(
        &self,
        (article, id): (i64, &str),
        ordinal: i64,
        new: NewRevision<'_>,
    ) -> Result<i64, StoreError> {
        let at = self.at();
        let a = new.article;
        let category = self.node(Tree::Category, &a.category)?;
        let stage = a.stage.unwrap_or(Stage::Draft);
        let source = a.source.as_ref();
        let day = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string());
        let revision = self
            .tx
            .prepare_cached(
                "INSERT INTO revision (uuid, article, ordinal, based_on, hash, stage, author, made, batch, kind,
                     confidence, question, category, owner, valid_from, valid_until, review_by, sale_until, study_from,
                     source_class, source_ref, source_author, source_date, source_licence)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                     ?21, ?22, ?23, ?24)",
            )
            .and_then(|mut s| {
                s.insert(rusqlite::params![
                    uuid::Uuid::now_v7().to_string(),
                    article,
                    ordinal,
                    new.based_on,
                    new.hash,
                    stage.word(),
                    self.who.os_user,
                    self.now.0,
                    new.batch,
                    a.kind.map(|k| k.word()),
                    a.confidence.map(|c| c.word()),
                    a.question,
                    category,
                    a.owner,
                    day(a.valid.from),
                    day(a.valid.until),
                    day(a.valid.review_by),
                    day(a.valid.sale_until),
                    day(a.valid.study_from),
                    source.and_then(|s| s.class).map(|c| c.word()),
                    source.map(|s| s.reference.as_str()),
                    source.and_then(|s| s.author.as_deref()),
                    source.and_then(|s| day(s.date)),
                    source.and_then(|s| s.licence.as_deref()),
                ])
            })
            .map_err(&at)?;
        self.insert_answers(revision, a)?;
        self.insert_lists(revision, a)?;
        self.insert_head(revision, id, a)?;
        Ok(revision)
    }

    /// What a row of a result list shows, apart from the answers themselves.
    fn insert_head(&self, revision: i64, id: &str, a: &Article) -> Result<(), StoreError> {
        self.tx
            .prepare_cached(
                "INSERT INTO head (revision, id, lead, drifted, scoped) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut s| {
                s.execute((revision, id, first_line(a), a.is_drifted(), !a.scope.is_everywhere()))
            })
            .map(|_| ())
            .map_err(self.at())
    }

    fn insert_answers(&self, revision: i64, a: &Article) -> Result<(), StoreError> {
        let at = self.at();
        let mut answer = self
            .tx
            .prepare_cached(
                "INSERT INTO answer (revision, face, lead, body, based_on) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .map_err(&at)?;
        if let Some(internal) = &a.internal {
            answer
                .execute((revision, "internal", &internal.lead, &internal.body, None::<&str>))
                .map_err(&at)?;
        }
        let Some(customer) = &a.customer else { return Ok(()) };
        let text = &customer.answer;
        answer.execute((revision, "customer", &text.lead, &text.body, &customer.based_on)).map_err(&at)?;
        let mut rendering = self
            .tx
            .prepare_cached(
                "INSERT INTO rendering (revision, channel, text, based_on) VALUES (?1, ?2, ?3, ?4)",
            )
            .map_err(&at)?;
        for (channel, r) in &customer.channels {
            rendering.execute((revision, channel, &r.text, &r.based_on)).map_err(&at)?;
        }
        Ok(())
    }

    fn insert_lists(&self, revision: i64, a: &Article) -> Result<(), StoreError> {
        let at = self.at();
        let put = |sql: &str, params: &[&dyn rusqlite::ToSql]| -> Result<(), StoreError> {
            self.tx.prepare_cached(sql).and_then(|mut s| s.execute(params)).map(|_| ()).map_err(&at)
        };
        for (place, s) in (0_i64..).zip(&a.similar) {
            put(
                "INSERT INTO similar (revision, place, text, origin) VALUES (?1, ?2, ?3, ?4)",
                &[&revision, &place, &s.text, &s.origin.word()],
            )?;
        }
        for &axis in Axis::ALL {
            for (place, name) in (0_i64..).zip(a.scope.on(axis)) {
                put(
                    "INSERT INTO scope (revision, axis, place, name) VALUES (?1, ?2, ?3, ?4)",
                    &[&revision, &axis.word(), &place, name],
                )?;
                self.name_on_axis(axis, name)?;
            }
        }
        for (place, tag) in (0_i64..).zip(&a.tags) {
            put("INSERT INTO tag (revision, place, name) VALUES (?1, ?2, ?3)", &[&revision, &place, tag])?;
        }
        for (place, r) in (0_i64..).zip(&a.relations) {
            put(
                "INSERT INTO relation (revision, place, kind, target) VALUES (?1, ?2, ?3, ?4)",
                &[&revision, &place, &r.kind.word(), &r.to],
            )?;
        }
        for (place, x) in (0_i64..).zip(&a.actions) {
            let fields = serde_json::to_string(&x.fields).unwrap_or_else(|_| "[]".into());
            put(
                "INSERT INTO action (revision, place, kind, target, fields, time_limit) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                &[&revision, &place, &x.kind.word(), &x.target, &fields, &x.limit],
            )?;
        }
        for (place, x) in (0_i64..).zip(&a.attachments) {
            put(
                "INSERT INTO attachment (revision, place, name, sha256) VALUES (?1, ?2, ?3, ?4)",
                &[&revision, &place, &x.name, &x.sha256],
            )?;
        }
        Ok(())
    }
}

/// Chars of a body that a row of a result list shows at most.
const HEAD_CHARS: usize = 200;

/// The first line to show: the customer lead, else the internal lead, else the beginning of a body.
fn first_line(a: &Article) -> String {
    let answers = || a.customer.iter().map(|face| &face.answer).chain(&a.internal);
    let texts = answers().map(|answer| &answer.lead).chain(answers().map(|answer| &answer.body));
    let first = texts.map(|text| text.trim()).find(|text| !text.is_empty()).unwrap_or_default();
    first.chars().take(HEAD_CHARS).collect()
}
