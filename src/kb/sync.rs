//! Keeps the index in step with the store.
//!
//! The payload of the index's last commit names the outbox row up to which it has read, so a crash costs a catch-up and
//! never a mismatch. What cannot catch up is built again beside the old index and swapped in.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::error::KbError;
use super::open::Kb;
use super::place::{DATABASE, INDEX};
use crate::model::publication::timeline;
use crate::model::{Axis, Publication, TermKind};
use crate::search::{Entry, Home, SearchError, Session, Stamp};
use crate::store::{Access, Nodes, Store, Stored, Tree};
use crate::text::fold::fold_str;
use crate::text::segment::Segmenter;

/// How an index stands to its store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// In step.
    InStep,
    /// So many articles behind.
    Behind(usize),
    /// Missing, damaged, of another make, or too far behind: it has to be built.
    NeedsBuild,
}

/// How far the building of an index has come; shared with who watches.
#[derive(Default)]
pub struct Indexing {
    running: AtomicBool,
    done: AtomicUsize,
    total: AtomicUsize,
    failed: AtomicBool,
    /// The dictionary of whoever writes, with the house's words in it: loading it takes longer than all else in a save.
    dictionary: Mutex<Option<(Vec<String>, Arc<Segmenter>)>>,
}

impl Indexing {
    /// Articles done and articles in all, while an index is being built.
    pub fn progress(&self) -> Option<(usize, usize)> {
        self.running
            .load(Ordering::Acquire)
            .then(|| (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed)))
    }

    /// Whether the last attempt failed.
    pub fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Acquire)
    }

    /// Takes the right to build; `None` when somebody has it.
    fn begin(self: &Arc<Self>) -> Option<Running> {
        if self.running.swap(true, Ordering::AcqRel) {
            return None;
        }
        self.done.store(0, Ordering::Relaxed);
        self.total.store(0, Ordering::Relaxed);
        Some(Running(Arc::clone(self)))
    }
}

/// The right to build; given back also when the building panics.
struct Running(Arc<Indexing>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.store(false, Ordering::Release);
    }
}

/// Threads and memory for building: both cores of a small machine, and well under half a gigabyte.
const THREADS: usize = 2;
const MEMORY_BYTES: usize = 140_000_000;

impl Kb {
    /// How the index stands to the store.
    ///
    /// # Errors
    /// Those of the database.
    pub fn health(&self) -> Result<Health, KbError> {
        let Some(session) = &self.session else { return Ok(Health::NeedsBuild) };
        Ok(match self.store.outbox_after(session.seq())? {
            None => Health::NeedsBuild,
            Some((articles, _)) if articles.is_empty() => Health::InStep,
            Some((articles, _)) => Health::Behind(articles.len()),
        })
    }

    /// Brings the index up to date, by catching up or by building it anew.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sync(&mut self) -> Result<(), KbError> {
        if self.health()? != Health::InStep {
            bring_up(&self.store, &self.home, &self.indexing)?;
        }
        self.look_again()
    }

    /// Builds the index anew whatever its state; `watch` is told articles done and in all.
    ///
    /// # Errors
    /// When it cannot be written; the old index stays in use.
    pub fn reindex(&mut self, watch: &mut dyn FnMut(usize, usize)) -> Result<usize, KbError> {
        let count = build(&self.store, &self.home, watch)?;
        self.look_again()?;
        Ok(count)
    }

    /// Brings the index up to date on a thread of its own, unless that is under way or cannot be done here.
    /// [`Kb::refresh`] notices when it is done.
    pub fn sync_in_background(&self) {
        if self.is_read_only() {
            return;
        }
        let Some(running) = self.indexing.begin() else { return };
        let database = self.place.dir().join(DATABASE);
        let home = Home::at(self.place.dir().join(INDEX));
        // Taken back when it is done: a thread that cannot be started, or that panics, has failed as well.
        self.indexing.failed.store(true, Ordering::Release);
        let work = move || {
            let done = Store::open(&database, Access::ReadWrite)
                .map_err(KbError::from)
                .and_then(|store| bring_up(&store, &home, &running.0));
            running.0.failed.store(done.is_err(), Ordering::Release);
        };
        let _ = std::thread::Builder::new().name("index".into()).spawn(work);
    }
}

/// Catches up, or builds where that is not possible.
fn bring_up(store: &Store, home: &Home, indexing: &Indexing) -> Result<(), KbError> {
    match catch_up(store, home, indexing) {
        Ok(true) => Ok(()),
        Ok(false)
        | Err(KbError::Search(
            SearchError::Missing { .. } | SearchError::OtherMake { .. } | SearchError::Broken { .. },
        )) => build(store, home, &mut |done, total| {
            indexing.done.store(done, Ordering::Relaxed);
            indexing.total.store(total, Ordering::Relaxed);
        })
        .map(|_| ()),
        Err(error) => Err(error),
    }
}

/// Applies the outbox; `false` when rows are missing and only a build helps.
fn catch_up(store: &Store, home: &Home, indexing: &Indexing) -> Result<bool, KbError> {
    // A cheap look first: nothing is loaded for nothing.
    let session = Session::open(home, store.uuid())?;
    match store.outbox_after(session.seq())? {
        None => return Ok(false),
        Some((articles, _)) if articles.is_empty() => return Ok(true),
        Some(_) => drop(session),
    }
    let updater = home.update(store.uuid(), || kept_segmenter(store, indexing))?;
    // Counted again under the lock: another program may have swapped or caught up meanwhile, and what is left out
    // between the number in the generation and the one written here is never found.
    let Some((articles, seq)) = store.outbox_after(updater.seq())? else { return Ok(false) };
    if articles.is_empty() {
        return Ok(true);
    }
    let categories = store.tree(Tree::Category)?;
    for article in articles {
        updater.remove(article);
        each_entry(store, &categories, article, |entry| updater.add(&entry).map_err(KbError::from))?;
    }
    updater.finish(&Stamp::new(store.uuid(), seq))?;
    Ok(true)
}

/// Builds a new generation from the store and puts it in use; how many articles were read.
pub(super) fn build(
    store: &Store,
    home: &Home,
    watch: &mut dyn FnMut(usize, usize),
) -> Result<usize, KbError> {
    let builder = home.build(THREADS, MEMORY_BYTES, || segmenter(store))?;
    // The number is read first: what is saved meanwhile is caught up with afterwards.
    let seq = store.outbox_head()?;
    let articles = store.article_numbers()?;
    let categories = store.tree(Tree::Category)?;
    let total = articles.len();
    for (done, article) in articles.into_iter().enumerate() {
        if done.is_multiple_of(500) {
            watch(done, total);
        }
        each_entry(store, &categories, article, |entry| builder.add(&entry).map_err(KbError::from))?;
    }
    watch(total, total);
    builder.finish(&Stamp::new(store.uuid(), seq))?;
    Ok(total)
}

/// The house's own words, folded: terms and products.
fn house_words(store: &Store) -> Result<Vec<String>, KbError> {
    let terms = store.terms()?;
    let products = store.tree(Tree::Axis(Axis::Product))?;
    let words: Vec<String> = terms
        .iter()
        .filter(|t| t.kind == TermKind::Term)
        .map(|t| t.term.as_str())
        .chain(products.names())
        .map(fold_str)
        .collect();
    Ok(words)
}

/// The dictionary with the house's own words.
pub(super) fn segmenter(store: &Store) -> Result<Arc<Segmenter>, KbError> {
    Ok(Arc::new(Segmenter::new(house_words(store)?.iter().map(String::as_str))))
}

/// The same, kept from the last time as long as the house's words are the same.
pub(super) fn kept_segmenter(store: &Store, indexing: &Indexing) -> Result<Arc<Segmenter>, KbError> {
    let words = house_words(store)?;
    let mut kept = indexing.dictionary.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    match kept.as_ref() {
        Some((known, segmenter)) if *known == words => Ok(Arc::clone(segmenter)),
        _ => {
            let segmenter = Arc::new(Segmenter::new(words.iter().map(String::as_str)));
            *kept = Some((words, Arc::clone(&segmenter)));
            Ok(segmenter)
        }
    }
}

/// Calls `each` with one entry for every stretch of time in which a revision is the article's text and holds.
fn each_entry(
    store: &Store,
    categories: &Nodes,
    article: i64,
    each: impl FnMut(Entry<'_>) -> Result<(), KbError>,
) -> Result<(), KbError> {
    entries(store, categories, article, &store.publications(article)?, each)
}

/// The same, of publications that need not be the ones in the store.
pub(super) fn entries(
    store: &Store,
    categories: &Nodes,
    article: i64,
    publications: &[Publication],
    mut each: impl FnMut(Entry<'_>) -> Result<(), KbError>,
) -> Result<(), KbError> {
    let mut loaded: HashMap<i64, Stored> = HashMap::new();
    for stretch in timeline(publications) {
        if let std::collections::hash_map::Entry::Vacant(slot) = loaded.entry(stretch.revision) {
            let Some(stored) = store.load(stretch.revision, categories)? else { continue };
            slot.insert(stored);
        }
        let Some(stored) = loaded.get(&stretch.revision) else { continue };
        let a = &stored.article;
        // A publication may outlast what its text says of itself: found is only what both let through.
        let (begins, ends) = a.valid.span(store.zone());
        let (from, until) = (stretch.from.max(begins), stretch.until.min(ends));
        if until <= from {
            continue;
        }
        each(Entry {
            article,
            revision: stretch.revision,
            id: a.id.as_deref().unwrap_or_default(),
            questions: a.questions().collect(),
            text: searched_text(a),
            category: &a.category,
            tags: &a.tags,
            channels: a.customer.iter().flat_map(|c| c.channels.keys()).map(String::as_str).collect(),
            scope: &a.scope,
            from,
            until,
        })?;
    }
    Ok(())
}

/// Id, category, leads, bodies and tags, one after the other.
pub(super) fn searched_text(article: &crate::model::Article) -> String {
    let mut parts: Vec<&str> = article.id.as_deref().into_iter().collect();
    parts.extend(article.category.iter().map(String::as_str));
    let customer = article.customer.as_ref().map(|c| &c.answer);
    for answer in [article.internal.as_ref(), customer].into_iter().flatten() {
        parts.push(&answer.lead);
        parts.push(&answer.body);
    }
    parts.extend(article.tags.iter().map(String::as_str));
    parts.join("\n")
}
