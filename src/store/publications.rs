//! Publications: which revision is whose text when.

use rusqlite::Connection;

use super::error::StoreError;
use super::open::{Store, Write};
use crate::model::publication::current;
use crate::model::{Moment, Publication, Validity};

/// A revision to be published.
#[derive(Debug, Clone, Copy)]
pub struct NewPublication {
    /// Row number of the article.
    pub article: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// First instant.
    pub from: Moment,
    /// The instant after the last.
    pub until: Moment,
    /// 临时口径: published by its author alone, for a day at most.
    pub emergency: bool,
}

/// A publication as it was recorded, open or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What it says.
    pub publication: Publication,
    /// Who published.
    pub by: String,
    /// When that was recorded.
    pub at: Moment,
    /// When it was taken back.
    pub closed: Option<Moment>,
}

impl Recorded {
    /// Whether it had begun when it was recorded: it was published at once.
    pub fn was_immediate(&self) -> bool {
        self.publication.from <= self.at
    }
}

/// That the publication `p` of the revision `r` is its article's current one at `?1`, by the rule of
/// `model::publication::current`, and that the revision holds on the day `?2`.
macro_rules! is_current {
    () => {
        "p.closed IS NULL AND p.from_ms <= ?1 AND ?1 < p.until_ms AND NOT EXISTS (
             SELECT 1 FROM publication q WHERE q.article = p.article AND q.closed IS NULL AND q.from_ms <= ?1
                 AND (q.emergency, q.from_ms, q.number) > (p.emergency, p.from_ms, p.number)
                 AND (q.emergency = 0 OR ?1 < q.until_ms))
         AND (r.valid_from IS NULL OR r.valid_from <= ?2) AND (r.valid_until IS NULL OR ?2 < r.valid_until)"
    };
}
pub(super) use is_current;

impl Store {
    /// The open publications of an article, oldest first.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn publications(&self, article: i64) -> Result<Vec<Publication>, StoreError> {
        publications(&self.conn, article).map_err(self.at())
    }

    /// The newest revision of an article that was published and comes before another, by its ordinal.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn published_before(&self, article: i64, ordinal: u32) -> Result<Option<i64>, StoreError> {
        use rusqlite::OptionalExtension as _;
        self.conn
            .prepare_cached(
                "SELECT r.number FROM revision r WHERE r.article = ?1 AND r.ordinal < ?2 AND r.undone IS NULL
                     AND EXISTS (SELECT 1 FROM publication p WHERE p.article = ?1 AND p.revision = r.number)
                 ORDER BY r.ordinal DESC LIMIT 1",
            )
            .and_then(|mut s| s.query_row((article, ordinal), |r| r.get(0)).optional())
            .map_err(self.at())
    }

    /// The standard questions of the current texts, with the ids of their articles.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn current_questions(&self, now: Moment) -> Result<Vec<(String, String)>, StoreError> {
        self.conn
            .prepare_cached(concat!(
                "SELECT a.id, r.question FROM publication p JOIN revision r ON r.number = p.revision
                     JOIN article a ON a.number = r.article
                 WHERE ",
                is_current!()
            ))
            .and_then(|mut s| s.query_map((now.0, self.day(now)), |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.at())
    }

    /// How many articles have a publication that covers now, of a text that holds today.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn current_count(&self, now: Moment) -> Result<usize, StoreError> {
        self.conn
            .query_row(
                concat!(
                    "SELECT count(*) FROM publication p JOIN revision r ON r.number = p.revision WHERE ",
                    is_current!()
                ),
                (now.0, self.day(now)),
                |r| r.get::<_, i64>(0),
            )
            .map(|n| usize::try_from(n).unwrap_or(0))
            .map_err(self.at())
    }

    /// The day that an instant falls on, as revisions write theirs.
    pub(super) fn day(&self, now: Moment) -> String {
        self.zone().day_of(now).to_string()
    }

    /// The next instant after now at which a publication begins or ends.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn next_turn(&self, now: Moment) -> Result<Option<Moment>, StoreError> {
        self.conn
            .query_row(
                "SELECT min(t) FROM (
                     SELECT min(from_ms) AS t FROM publication WHERE closed IS NULL AND from_ms > ?1
                     UNION ALL SELECT min(until_ms) FROM publication WHERE closed IS NULL AND until_ms > ?1)",
                [now.0],
                |r| r.get::<_, Option<i64>>(0),
            )
            .map(|t| t.map(Moment))
            .map_err(self.at())
    }

    /// Current articles per category, of the articles with row numbers in `(after, until]`: the number of the category's
    /// node, `None` without one, and the count. In pieces, so that a count of everything can be given up half-way.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn category_counts(
        &self,
        now: Moment,
        after: i64,
        until: i64,
    ) -> Result<Vec<(Option<i64>, usize)>, StoreError> {
        self.conn
            .prepare_cached(concat!(
                "SELECT r.category, count(*) FROM publication p JOIN revision r ON r.number = p.revision
                 WHERE p.article > ?3 AND p.article <= ?4 AND ",
                is_current!(),
                " GROUP BY r.category"
            ))
            .and_then(|mut s| {
                s.query_map((now.0, self.day(now), after, until), |r| {
                    Ok((r.get(0)?, usize::try_from(r.get::<_, i64>(1)?).unwrap_or(0)))
                })?
                .collect()
            })
            .map_err(self.at())
    }

    /// The highest row number of an article; 0 when there is none.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn last_article(&self) -> Result<i64, StoreError> {
        self.conn
            .query_row("SELECT coalesce(max(number), 0) FROM article", (), |r| r.get(0))
            .map_err(self.at())
    }
}

/// A text that somebody may be shown at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenText {
    /// Row number of the article.
    pub article: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// Its standard question.
    pub question: String,
}

impl Store {
    /// Every publication of an article that was ever recorded, in the order of recording.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn recorded(&self, article: i64) -> Result<Vec<Recorded>, StoreError> {
        recorded(&self.conn, article).map_err(self.at())
    }

    /// The texts whose publication is open and not over, each once. Goes through all of them.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn open_texts(&self, now: Moment) -> Result<Vec<OpenText>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT DISTINCT p.article, p.revision, r.question FROM publication p
                     JOIN revision r ON r.number = p.revision
                 WHERE p.closed IS NULL AND p.until_ms > ?1 AND p.emergency = 0",
            )
            .and_then(|mut s| {
                s.query_map([now.0], |r| {
                    Ok(OpenText { article: r.get(0)?, revision: r.get(1)?, question: r.get(2)? })
                })?
                .collect()
            })
            .map_err(self.at())
    }
}

impl Store {
    /// The similar questions of the texts that [`Store::open_texts`] names, with the row numbers of the revisions.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn open_similar(&self, now: Moment) -> Result<Vec<(i64, String)>, StoreError> {
        self.conn
            .prepare_cached(
                "SELECT s.revision, s.text FROM similar s WHERE s.revision IN (
                     SELECT revision FROM publication WHERE closed IS NULL AND until_ms > ?1 AND emergency = 0)
                 ORDER BY s.revision, s.place",
            )
            .and_then(|mut s| s.query_map([now.0], |r| Ok((r.get(0)?, r.get(1)?)))?.collect())
            .map_err(self.at())
    }

    /// The answer of each text that [`Store::open_texts`] names, lead and body: the internal one, else the customer's.
    /// `each` is given the row number of the revision and the text, in the order of the revisions.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn open_answers(&self, now: Moment, each: &mut dyn FnMut(i64, &str)) -> Result<(), StoreError> {
        let at = self.at();
        let mut select = self
            .conn
            .prepare_cached(
                "SELECT a.revision, a.lead || char(10) || a.body FROM answer a WHERE a.revision IN (
                     SELECT revision FROM publication WHERE closed IS NULL AND until_ms > ?1 AND emergency = 0)
                     AND a.face = (SELECT max(face) FROM answer WHERE revision = a.revision AND lead || body <> '')
                 ORDER BY a.revision",
            )
            .map_err(&at)?;
        let mut rows = select.query([now.0]).map_err(&at)?;
        while let Some(row) = rows.next().map_err(&at)? {
            let text = row.get_ref(1).map_err(&at)?.as_str().unwrap_or_default();
            each(row.get(0).map_err(&at)?, text);
        }
        Ok(())
    }
}

fn recorded(conn: &Connection, article: i64) -> rusqlite::Result<Vec<Recorded>> {
    conn.prepare_cached(
        // In two parts, because each has its own index: few are closed.
        "SELECT number, revision, from_ms, until_ms, emergency, by, at, closed FROM publication
         WHERE article = ?1 AND closed IS NULL
         UNION ALL
         SELECT number, revision, from_ms, until_ms, emergency, by, at, closed FROM publication
         WHERE article = ?1 AND closed IS NOT NULL ORDER BY 1",
    )?
    .query_map([article], |r| {
        Ok(Recorded {
            publication: Publication {
                number: r.get(0)?,
                revision: r.get(1)?,
                from: Moment(r.get(2)?),
                until: Moment(r.get(3)?),
                overlay: r.get(4)?,
            },
            by: r.get(5)?,
            at: Moment(r.get(6)?),
            closed: r.get::<_, Option<i64>>(7)?.map(Moment),
        })
    })?
    .collect()
}

fn publications(conn: &Connection, article: i64) -> rusqlite::Result<Vec<Publication>> {
    conn.prepare_cached(
        "SELECT number, revision, from_ms, until_ms, emergency FROM publication
         WHERE article = ?1 AND closed IS NULL ORDER BY number",
    )?
    .query_map([article], |r| {
        Ok(Publication {
            number: r.get(0)?,
            revision: r.get(1)?,
            from: Moment(r.get(2)?),
            until: Moment(r.get(3)?),
            overlay: r.get(4)?,
        })
    })?
    .collect()
}

impl Write<'_> {
    /// The revision that is an article's text at the time of the action.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn live(&self, article: i64) -> Result<Option<i64>, StoreError> {
        let all = publications(&self.tx, article).map_err(self.at())?;
        Ok(current(&all, self.now).map(|publication| publication.revision))
    }

    /// Every publication of an article that was ever recorded, in the order of recording.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn recorded(&self, article: i64) -> Result<Vec<Recorded>, StoreError> {
        recorded(&self.tx, article).map_err(self.at())
    }

    /// Takes one publication back, and notes its article for the index.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn close_publication(&self, article: i64, number: i64) -> Result<(), StoreError> {
        self.tx
            .prepare_cached("UPDATE publication SET closed = ?2 WHERE number = ?1 AND closed IS NULL")
            .and_then(|mut s| s.execute((number, self.now.0)))
            .map_err(self.at())?;
        self.outbox(article)
    }

    /// The instants at which a validity begins and ends, in the KB's zone.
    pub fn span(&self, valid: &Validity) -> (Moment, Moment) {
        valid.span(self.zone)
    }

    /// Publishes a revision and notes it for the index.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn publish(&self, new: NewPublication) -> Result<(), StoreError> {
        self.tx
            .prepare_cached(
                "INSERT INTO publication (article, revision, from_ms, until_ms, by, at, emergency)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut s| {
                s.execute((
                    new.article,
                    new.revision,
                    new.from.0,
                    new.until.0,
                    &self.who.os_user,
                    self.now.0,
                    new.emergency,
                ))
            })
            .map_err(self.at())?;
        self.outbox(new.article)
    }

    /// Closes every open publication of an article and notes it for the index; how many were closed.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn close_publications(&self, article: i64) -> Result<usize, StoreError> {
        let closed = self
            .tx
            .prepare_cached("UPDATE publication SET closed = ?2 WHERE article = ?1 AND closed IS NULL")
            .and_then(|mut s| s.execute((article, self.now.0)))
            .map_err(self.at())?;
        if closed > 0 {
            self.outbox(article)?;
        }
        Ok(closed)
    }

    /// Whether an article has an open publication.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn is_published(&self, article: i64) -> Result<bool, StoreError> {
        self.tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM publication WHERE article = ?1 AND closed IS NULL)")
            .and_then(|mut s| s.query_row([article], |r| r.get(0)))
            .map_err(self.at())
    }
}
