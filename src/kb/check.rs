//! Whether articles are found: golden queries, and each article's similar questions left out in turn.
//!
//! Both are asked exactly as the desk asks, but for what a single desk has used. Variants of one question are one row.

use super::asking::Asking;
use super::error::KbError;
use super::explain::WhyNot;
use super::open::Kb;
use super::view::Row;
use crate::customer::finding::Severity;
use crate::model::{DESK_ROWS, Moment, Query, Scope, words};
use crate::search::{LeftOut, Session, Share};
use crate::store::Stored;

/// An article that stands farther down is not found: nobody looks there with a customer on the line.
pub const FIRST_ROWS: usize = 5;
/// So many shares of a score are told.
const SHARES: usize = 3;

words! {
    /// What a query that misses its article offends against.
    FindRule {
        /// A golden query does not find its article at all.
        GoldenMissing = "golden.missing",
        /// A golden query finds its article too far down.
        GoldenRank = "golden.rank",
        /// An article is not found by one of its own similar questions without that question's help: asked in words
        /// that nobody has written down, it is not found.
        FindableSimilar = "findable.similar",
    }
}

impl FindRule {
    /// How grave it is.
    pub fn severity(self) -> Severity {
        match self {
            FindRule::GoldenMissing | FindRule::GoldenRank => Severity::Error,
            FindRule::FindableSimilar => Severity::Warning,
        }
    }
}

/// A query that does not find its article in the first rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// The rule.
    pub rule: FindRule,
    /// What is typed.
    pub query: String,
    /// Where the contact stands.
    pub scope: Scope,
    /// The id of the article that should be found.
    pub id: String,
    /// The article's standard question.
    pub question: String,
    /// The row in which it stands, from 1; `None` when it is in none that the desk shows.
    pub rank: Option<usize>,
    /// What stands in the first row.
    pub winner: Option<Winner>,
    /// What speaks for the article.
    pub evidence: Evidence,
    /// Why it is kept back, where it is.
    pub why_not: Option<WhyNot>,
}

/// What stands in the first row instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Winner {
    /// The article's id.
    pub id: String,
    /// The question that matched: the standard one or a similar one.
    pub question: String,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// What speaks for an article, comparable within one query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// The whole score.
    pub score: f32,
    /// Its greatest shares, the greatest first.
    pub shares: Vec<Share>,
    /// Parts of the query that the article does not answer to.
    pub missing: Vec<String>,
}

/// What is checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckOptions {
    /// Only the article with this id.
    pub article: Option<String>,
    /// Only so many articles, drawn by `seed`.
    pub sample: Option<usize>,
    /// Draws the same articles from the same knowledge base.
    pub seed: u64,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Articles looked at: those in use today.
    pub articles: usize,
    /// Golden queries asked.
    pub golden: usize,
    /// Golden queries of articles that are not in use today: not asked.
    pub resting: usize,
    /// Golden queries that do not find their article.
    pub golden_failed: usize,
    /// Similar questions left out and asked.
    pub similar: usize,
    /// Similar questions that do not find their article.
    pub similar_failed: usize,
    /// Whether it was stopped half-way.
    pub stopped: bool,
}

/// Who watches a check.
pub struct Watch<'w, E> {
    /// Is told articles done and in all.
    pub progress: &'w mut dyn FnMut(usize, usize),
    /// Is given what is found, as soon as it is.
    pub found: &'w mut dyn FnMut(Miss) -> Result<(), E>,
    /// Says when to stop.
    pub is_stopped: &'w dyn Fn() -> bool,
}

/// A query and what it must find.
pub(super) struct Wanted<'q> {
    pub query: &'q str,
    pub scope: &'q Scope,
    pub article: i64,
    pub left_out: Option<LeftOut>,
}

impl Kb {
    /// Asks the golden queries and the similar questions of articles. What misses is handed on and not kept, so that the
    /// size of the knowledge base does not matter.
    ///
    /// # Errors
    /// That there is no index; those of the database, of the index and of who watches. An id that no article has counts
    /// no articles.
    pub fn check_findable<E: From<KbError>>(
        &self,
        options: &CheckOptions,
        now: Moment,
        watch: &mut Watch<'_, E>,
    ) -> Result<CheckReport, E> {
        let Some(session) = &self.session else {
            return Err(KbError::no_index(self.place.root().to_path_buf()).into());
        };
        let articles = self.articles_to_check(options)?;
        let mut report = CheckReport::default();
        for (done, article) in articles.iter().enumerate() {
            (watch.progress)(done, articles.len());
            if (watch.is_stopped)() {
                report.stopped = true;
                return Ok(report);
            }
            self.check_article(session, *article, now, &mut report, watch)?;
        }
        (watch.progress)(articles.len(), articles.len());
        Ok(report)
    }

    pub(super) fn articles_to_check(&self, options: &CheckOptions) -> Result<Vec<i64>, KbError> {
        if let Some(id) = &options.article {
            return Ok(self.store.find_id(id)?.map(|article| article.number).into_iter().collect());
        }
        let mut all = self.store.article_numbers()?;
        if let Some(sample) = options.sample {
            all.sort_by_key(|number| (drawn(options.seed, *number), *number));
            all.truncate(sample);
            all.sort_unstable();
        }
        Ok(all)
    }

    fn check_article<E: From<KbError>>(
        &self,
        session: &Session,
        article: i64,
        now: Moment,
        report: &mut CheckReport,
        watch: &mut Watch<'_, E>,
    ) -> Result<(), E> {
        let golden = self.store.golden_of(article).map_err(KbError::from)?;
        let Some(stored) = self.current_text(article, now)? else {
            report.resting += golden.len();
            return Ok(());
        };
        report.articles += 1;
        for golden in &golden {
            report.golden += 1;
            let wanted = Wanted { query: &golden.text, scope: &golden.scope, article, left_out: None };
            if let Some(miss) = self.golden_miss(session, &wanted, now)? {
                report.golden_failed += 1;
                (watch.found)(miss)?;
            }
        }
        for question in similar(&stored) {
            if (watch.is_stopped)() {
                return Ok(());
            }
            report.similar += 1;
            if let Some(miss) = self.similar_miss(session, &stored, question, now)? {
                report.similar_failed += 1;
                (watch.found)(miss)?;
            }
        }
        Ok(())
    }

    /// What a golden query misses; `None` when it finds its article.
    pub(super) fn golden_miss(
        &self,
        session: &Session,
        wanted: &Wanted<'_>,
        now: Moment,
    ) -> Result<Option<Miss>, KbError> {
        let miss = self.miss(session, wanted, now)?;
        Ok(miss.map(|miss| {
            let rule = if miss.rank.is_some() { FindRule::GoldenRank } else { FindRule::GoldenMissing };
            Miss { rule, ..miss }
        }))
    }

    /// What a similar question, by its number from 1, misses without its own help; `None` when its article is found.
    pub(super) fn similar_miss(
        &self,
        session: &Session,
        stored: &Stored,
        question: u32,
        now: Moment,
    ) -> Result<Option<Miss>, KbError> {
        let at = usize::try_from(question).unwrap_or(usize::MAX);
        let Some(text) = stored.article.questions().nth(at) else { return Ok(None) };
        let left_out = LeftOut { article: stored.number, revision: stored.revision, question };
        let wanted = Wanted {
            query: text,
            scope: &stored.article.scope,
            article: stored.number,
            left_out: Some(left_out),
        };
        self.miss(session, &wanted, now)
    }

    /// The row in which an article stands among the first; `None` when it does not.
    pub(super) fn rank_of(
        &self,
        session: &Session,
        wanted: &Wanted<'_>,
        now: Moment,
    ) -> Result<Option<usize>, KbError> {
        let (rows, _) = self.ask(session, wanted, FIRST_ROWS, now)?;
        Ok(rank(&rows, wanted.article))
    }

    /// What a query that must find an article misses; `None` when the article is among the first rows.
    fn miss(&self, session: &Session, wanted: &Wanted<'_>, now: Moment) -> Result<Option<Miss>, KbError> {
        // A query with nothing to search for in it is none.
        if self.rank_of(session, wanted, now)?.is_some() {
            return Ok(None);
        }
        let (rows, asking) = self.ask(session, wanted, DESK_ROWS, now)?;
        if asking.prepared.is_empty() && !asking.lists {
            return Ok(None);
        }
        let rank = rank(&rows, wanted.article);
        let explain = |article: i64| {
            session.explain(&asking.prepared, &asking.terms, &asking.filter, &self.taste, article)
        };
        let winner = match rows.first() {
            Some(row) => Some(Winner {
                id: row.id.clone(),
                question: row.matched.as_ref().map_or(&row.question, |(text, _)| text).clone(),
                evidence: Evidence::of(explain(row.hit.article)?),
            }),
            None => None,
        };
        let found = explain(wanted.article)?;
        let refusal = found.as_ref().and_then(|found| found.refusal);
        let revision = match &found {
            Some(found) => Some(found.revision),
            None => self.best_revision(wanted.article, now)?,
        };
        let article = match revision {
            Some(revision) => self.store.load(revision, &self.trees.category)?.map(|stored| stored.article),
            None => None,
        };
        let article = article.unwrap_or_default();
        Ok(Some(Miss {
            rule: FindRule::FindableSimilar,
            query: wanted.query.to_owned(),
            scope: wanted.scope.clone(),
            rank,
            winner,
            evidence: Evidence::of(found),
            why_not: refusal.map(|refusal| self.refused(refusal, &article)),
            id: article.id.unwrap_or_default(),
            question: article.question,
        }))
    }

    /// Rows as the desk is shown them.
    pub(super) fn ask(
        &self,
        session: &Session,
        wanted: &Wanted<'_>,
        limit: usize,
        now: Moment,
    ) -> Result<(Vec<Row>, Asking), KbError> {
        let query = Query { text: wanted.query.to_owned(), scope: wanted.scope.clone(), limit };
        let mut asking = self.asking(&query, now);
        asking.heeds_use = false;
        if let Some(question) = wanted.left_out {
            asking.filter.leave_out(question);
        }
        let found = self.answer(session, &query, &asking, now, &|| false)?.unwrap_or_default();
        Ok((found.rows, asking))
    }
}

impl Evidence {
    fn of(found: Option<crate::search::Explained>) -> Evidence {
        let Some(mut found) = found else { return Evidence::default() };
        found.shares.truncate(SHARES);
        Evidence { score: found.score, shares: found.shares, missing: found.missing }
    }
}

/// The numbers of a text's similar questions.
pub(super) fn similar(stored: &Stored) -> std::ops::RangeInclusive<u32> {
    1..=u32::try_from(stored.article.similar.len()).unwrap_or(u32::MAX)
}

/// The row that holds an article or a variant of its question, from 1.
fn rank(rows: &[Row], article: i64) -> Option<usize> {
    let is_it = |row: &Row| std::iter::once(row).chain(&row.variants).any(|r| r.hit.article == article);
    rows.iter().position(is_it).map(|at| at + 1)
}

/// Where a number comes in the order of a seed (SplitMix64).
fn drawn(seed: u64, number: i64) -> u64 {
    let mut z = seed
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(number.unsigned_abs().wrapping_mul(0xd1b5_4a32_d192_ed03));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
