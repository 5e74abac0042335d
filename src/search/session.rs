//! A reader's view of the index: a snapshot that never changes under it until it is told to look again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use tantivy::{IndexReader, ReloadPolicy, Searcher, SegmentReader, Term};

use super::clue::Counts;
use super::error::SearchError;
use super::explain::Explained;
use super::filter::Filter;
use super::index::{Home, Stamp, open_read_only, read_stamp};
use super::query::Prepared;
use super::rank::{Ranked, Ranking};
use super::schema::Fields;
use super::segment::Segment;
use super::tuning::Taste;
use crate::model::Hit;
use crate::text::fold::fold_str;

/// What one query found, or that it was overtaken by a newer one.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// What it found.
    Found(Ranked),
    /// A newer query came; nothing was ranked.
    Stale,
}

/// One state of the index with its columns open.
struct View {
    searcher: Searcher,
    segments: Vec<Segment>,
    counts: Counts,
}

impl View {
    fn open(reader: &IndexReader, fields: &Fields) -> tantivy::Result<View> {
        let searcher = reader.searcher();
        let segments =
            searcher.segment_readers().iter().map(|r| Segment::open(r, fields)).collect::<Result<_, _>>()?;
        Ok(View { counts: Counts::of(&searcher, fields)?, segments, searcher })
    }
}

/// An open index.
pub struct Session {
    reader: IndexReader,
    view: View,
    fields: Fields,
    path: PathBuf,
    stamp: Stamp,
    kb: String,
}

impl Session {
    /// Whether a text that is indexed has this as a word of its own, as the dictionary cut it when the index was built.
    pub fn has_word(&self, word: &str) -> bool {
        let term = Term::from_field_text(self.fields.words, &fold_str(word));
        let knows = |reader: &SegmentReader| {
            let index = reader.inverted_index(self.fields.words);
            index.is_ok_and(|index| index.get_term_info(&term).is_ok_and(|found| found.is_some()))
        };
        self.view.searcher.segment_readers().iter().any(knows)
    }

    /// Opens the generation in use.
    ///
    /// # Errors
    /// When there is none, it is broken, or it is of another make or KB.
    pub fn open(home: &Home, kb: &str) -> Result<Session, SearchError> {
        Session::open_at(home.current()?, kb)
    }

    /// Opens a directory that holds one index.
    pub(super) fn open_at(path: PathBuf, kb: &str) -> Result<Session, SearchError> {
        let (index, fields) = open_read_only(&path)?;
        let stamp = read_stamp(&index, &path, kb)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(1)
            .try_into()
            .map_err(SearchError::at(&path))?;
        let view = View::open(&reader, &fields).map_err(SearchError::at(&path))?;
        Ok(Session { reader, view, fields, path, stamp, kb: kb.to_owned() })
    }

    /// Whether it is a view of the generation in use.
    pub fn is_of(&self, home: &Home) -> bool {
        home.current().is_ok_and(|path| path == self.path)
    }

    /// The outbox number up to which this view has read.
    pub fn seq(&self) -> i64 {
        self.stamp.seq
    }

    /// Looks again: what was committed since is seen from now on.
    ///
    /// # Errors
    /// As for opening.
    pub fn reload(&mut self, home: &Home) -> Result<(), SearchError> {
        if home.current()? != self.path {
            *self = Session::open(home, &self.kb)?;
            return Ok(());
        }
        let at = SearchError::at(&self.path);
        self.reader.reload().map_err(&at)?;
        self.view = View::open(&self.reader, &self.fields).map_err(&at)?;
        self.stamp = read_stamp(self.view.searcher.index(), &self.path, &self.kb)?;
        Ok(())
    }

    /// Ranks a query. `terms` are words that the house's term table adds, each with the place in the query that led to it.
    ///
    /// # Errors
    /// Those of the index.
    pub fn rank(
        &self,
        prepared: &Prepared,
        terms: &[(std::ops::Range<usize>, String)],
        filter: &Filter,
        taste: &Taste,
        is_stale: &(dyn Fn() -> bool + Sync),
    ) -> Result<Answer, SearchError> {
        let ranking = self.ranking(filter, taste, is_stale);
        let ranked = self.guarded(|| ranking.run(prepared, terms))?;
        Ok(if is_stale() { Answer::Stale } else { Answer::Found(ranked) })
    }

    /// The evidence for one article, whether the filter lets it through or not; `None` when no published text of it is
    /// in the index.
    ///
    /// # Errors
    /// Those of the index.
    pub fn explain(
        &self,
        prepared: &Prepared,
        terms: &[(std::ops::Range<usize>, String)],
        filter: &Filter,
        taste: &Taste,
        article: i64,
    ) -> Result<Option<Explained>, SearchError> {
        let ranking = self.ranking(filter, taste, &|| false);
        self.guarded(|| ranking.explain(prepared, terms, article))
    }

    /// Articles that pass the filter, in the order of age: what conditions alone ask for.
    ///
    /// # Errors
    /// Those of the index.
    pub fn list(&self, filter: &Filter, limit: usize) -> Result<Ranked, SearchError> {
        let taste = Taste::default();
        let ranking = self.ranking(filter, &taste, &|| false);
        self.guarded(|| ranking.list(limit))
    }

    fn ranking<'a>(
        &'a self,
        filter: &'a Filter,
        taste: &'a Taste,
        is_stale: &'a (dyn Fn() -> bool + Sync),
    ) -> Ranking<'a> {
        let View { searcher, segments, counts } = &self.view;
        Ranking { searcher, segments, counts, fields: &self.fields, filter, taste, is_stale }
    }

    /// All variants of a group that pass the filter, in the order of age.
    ///
    /// # Errors
    /// Those of the index.
    pub fn variants(&self, group: u64, filter: &Filter) -> Result<Vec<Hit>, SearchError> {
        let taste = Taste::default();
        let ranking = self.ranking(filter, &taste, &|| false);
        self.guarded(|| ranking.variants(group))
    }

    /// tantivy checks the ends of files on opening and trusts what lies before them: on a damaged file it panics.
    fn guarded<T>(&self, ask: impl FnOnce() -> tantivy::Result<T>) -> Result<T, SearchError> {
        catch_unwind(AssertUnwindSafe(ask))
            .map_err(|_| SearchError::Broken { path: self.path.clone(), detail: "a file is damaged".into() })?
            .map_err(SearchError::at(&self.path))
    }

    /// Whether it is one segment without deleted documents.
    pub fn is_merged(&self) -> bool {
        let searcher = &self.view.searcher;
        matches!(searcher.segment_readers(), [] | [_])
            && searcher.segment_readers().iter().all(|r| !r.has_deletes())
    }

    /// Documents in the index, of any sort.
    pub fn documents(&self) -> u64 {
        self.view.searcher.num_docs()
    }

    /// Checks the files against their checksums; names of those that fail.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, SearchError> {
        let searcher = &self.view.searcher;
        let mut bad: Vec<PathBuf> =
            searcher.index().validate_checksum().map_err(SearchError::at(&self.path))?.into_iter().collect();
        bad.sort();
        Ok(bad)
    }
}
