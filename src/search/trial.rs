//! A trial: a change made to a copy of the index, to ask what it would do before it is done.
//!
//! Segments never change, so the copy holds links to the files of the generation in use and costs no room; only what
//! the change adds is written. The generation itself, its lock and its readers are left alone.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, Term};

use super::error::SearchError;
use super::index::{Entry, Home, META, Stamp, add, commit, open_index, read_stamp};
use super::schema::Fields;
use super::session::Session;
use crate::text::segment::Segmenter;

/// Names of the directories of trials begin so.
const PREFIX: &str = "t-";
/// In the directory: held as long as the trial lasts, so that what a crash left can be told from what is in use.
const LOCK: &str = "trial.lock";
/// A writer beside may take files away while they are linked: so often it is tried.
const TRIES: usize = 5;

/// A change under way.
pub struct Trial {
    writer: IndexWriter,
    fields: Fields,
    stamp: Stamp,
    // The files go last.
    before: Session,
    bench: Bench,
}

/// The index before a change and after it.
pub struct Tried {
    /// As it is.
    pub before: Session,
    /// As it would be.
    pub after: Session,
    _bench: Bench,
}

/// A directory that goes away with its owner.
struct Bench {
    path: PathBuf,
    lock: Option<File>,
}

impl Home {
    /// Begins a trial on the generation in use. The dictionary is asked for last.
    ///
    /// # Errors
    /// When there is no generation, it is broken or of another make, or nothing can be written beside it; those of
    /// `segmenter`.
    pub fn trial<E: From<SearchError>>(
        &self,
        kb: &str,
        segmenter: impl FnOnce() -> Result<Arc<Segmenter>, E>,
    ) -> Result<Trial, E> {
        sweep(self.path());
        let bench = Bench::new(self.path())?;
        let path = bench.index();
        link(self, &path)?;
        let before = Session::open_at(path.clone(), kb)?;
        let at = SearchError::at(&path);
        let directory = MmapDirectory::open(&path).map_err(|e| at(e.into()))?;
        let (index, fields) = open_index(&path, directory.into(), Some(segmenter()?))?;
        let stamp = read_stamp(&index, &path, kb)?;
        let writer: IndexWriter = index.writer_with_num_threads(1, 16_000_000).map_err(&at)?;
        // What is thrown away is not merged.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Trial { writer, fields, stamp, before, bench })
    }
}

impl Trial {
    /// The index as it is.
    pub fn before(&self) -> &Session {
        &self.before
    }

    /// Takes all blocks of an article away.
    pub fn remove(&self, article: i64) {
        let number = u64::try_from(article).unwrap_or(0);
        self.writer.delete_term(Term::from_field_u64(self.fields.article, number));
    }

    /// Adds a block.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&self, entry: &Entry<'_>) -> Result<(), SearchError> {
        add(&self.writer, &self.fields, &self.bench.path, entry)
    }

    /// Makes the change.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<Tried, SearchError> {
        let Trial { mut writer, stamp, before, bench, .. } = self;
        let path = bench.index();
        commit(&mut writer, &path, &stamp)?;
        writer.wait_merging_threads().map_err(SearchError::at(&path))?;
        let after = Session::open_at(path, &stamp.kb)?;
        Ok(Tried { before, after, _bench: bench })
    }
}

impl Bench {
    fn new(home: &Path) -> Result<Bench, SearchError> {
        let path = home.join(format!("{PREFIX}{}", uuid::Uuid::now_v7().simple()));
        let io = SearchError::io(&path);
        let mut bench = Bench { path: path.clone(), lock: None };
        std::fs::create_dir(&path).map_err(&io)?;
        let lock = File::create_new(path.join(LOCK)).map_err(&io)?;
        lock.lock().map_err(&io)?;
        bench.lock = Some(lock);
        std::fs::create_dir(bench.index()).map_err(&io)?;
        Ok(bench)
    }

    fn index(&self) -> PathBuf {
        self.path.join("index")
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // A file that is open cannot be removed everywhere.
        self.lock = None;
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Links the files of the generation in use into a directory; copies them where links are not to be had.
fn link(home: &Home, to: &Path) -> Result<(), SearchError> {
    let io = SearchError::io(to);
    for _ in 0..TRIES {
        let from = home.current()?;
        let meta = std::fs::read(from.join(META)).map_err(SearchError::io(&from))?;
        std::fs::write(to.join(META), &meta).map_err(&io)?;
        let directory = MmapDirectory::open(to).map_err(|e| SearchError::at(to)(e.into()))?;
        let metas =
            Index::open(directory).and_then(|index| index.load_metas()).map_err(SearchError::at(to))?;
        for file in metas.list_segment_files() {
            let (source, target) = (from.join(&file), to.join(&file));
            // Of the files that a segment may have, it has some.
            if source.exists() && !target.exists() && std::fs::hard_link(&source, &target).is_err() {
                let _ = std::fs::copy(&source, &target);
            }
        }
        // A writer takes files away only after it has written a newer list of them.
        if std::fs::read(from.join(META)).is_ok_and(|now| now == meta) {
            return Ok(());
        }
    }
    Err(SearchError::Locked { path: home.path().to_path_buf() })
}

/// Removes what trials left that did not come to their end.
pub(super) fn sweep(home: &Path) {
    let Ok(entries) = std::fs::read_dir(home) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_trial = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
        let is_free = || File::open(path.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok());
        if is_trial && is_free() {
            let _ = std::fs::remove_dir_all(&path);
        }
    }
}
