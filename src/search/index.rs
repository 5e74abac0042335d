//! The index on disk: generations side by side, a small file that names the current one, builders and updaters.
//!
//! ```text
//! index/CURRENT          the name of the generation in use
//! index/g-…/             one tantivy index
//! index/build.lock       held while a generation is built
//! index/t-…/             a trial: gone when it ends
//! ```
//! A rebuild makes a new generation beside the old one and then swaps the name, so searching goes on meanwhile.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument, Term};

use super::analyze::{GramTokenizer, SoundTokenizer, WordTokenizer};
use super::directory::ReadOnlyDirectory;
use super::error::SearchError;
use super::schema::{Fields, GRAMS, LETTERS, MAKE, SOUNDS, TEXT_PLACE, WORDS, name_hash, schema};
use super::session::Session;
use crate::model::{Moment, Scope};
use crate::text::fold::{fold_chars, fold_str};
use crate::text::segment::Segmenter;

/// What an index says about itself, in the payload of its last commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Make of the schema.
    pub make: u32,
    /// UUID of the KB.
    pub kb: String,
    /// The outbox number up to which it has read.
    pub seq: i64,
}

impl Stamp {
    /// The stamp of an index of this make.
    pub fn new(kb: &str, seq: i64) -> Stamp {
        Stamp { make: MAKE, kb: kb.to_owned(), seq }
    }
}

/// What the index is told of one stretch of time in which a revision is an article's text.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// Row number of the article.
    pub article: i64,
    /// Row number of the revision.
    pub revision: i64,
    /// The article's id.
    pub id: &'a str,
    /// The standard question, then the similar ones.
    pub questions: Vec<&'a str>,
    /// Id, category, leads, bodies and tags.
    pub text: String,
    /// The path in the category tree.
    pub category: &'a [String],
    /// Tags.
    pub tags: &'a [String],
    /// Ids of the channels with a rendering of their own.
    pub channels: Vec<&'a str>,
    /// Where it applies.
    pub scope: &'a Scope,
    /// First instant.
    pub from: Moment,
    /// The instant after the last.
    pub until: Moment,
}

/// The directory that holds the generations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

const CURRENT: &str = "CURRENT";
/// What tantivy calls the file that names its segments.
pub(super) const META: &str = "meta.json";

impl Home {
    /// Names the directory; nothing is read or made yet.
    pub fn at(path: impl Into<PathBuf>) -> Home {
        Home { path: path.into() }
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The directory of the generation in use.
    ///
    /// # Errors
    /// [`SearchError::Missing`] when there is none.
    pub fn current(&self) -> Result<PathBuf, SearchError> {
        let missing = || SearchError::Missing { path: self.path.clone() };
        let name = std::fs::read_to_string(self.path.join(CURRENT)).map_err(|_| missing())?;
        let name = name.trim();
        // Only a plain name: a damaged file must not lead elsewhere.
        if !name.starts_with("g-") || name.contains(['/', '\\', '.']) {
            return Err(missing());
        }
        let path = self.path.join(name);
        if path.is_dir() { Ok(path) } else { Err(missing()) }
    }

    /// Something that changes when the index does: names and times of the files that a commit or a swap writes.
    pub fn trace(&self) -> Option<(PathBuf, std::time::SystemTime)> {
        let current = self.current().ok()?;
        let time = std::fs::metadata(current.join(META)).ok()?.modified().ok()?;
        Some((current, time))
    }

    /// Begins a new generation. Documents are added to it; [`Builder::finish`] puts it in use. The dictionary is asked
    /// for only when the lock is held.
    ///
    /// # Errors
    /// [`SearchError::Locked`] when another program builds one; when nothing can be written; those of `segmenter`.
    pub fn build<E: From<SearchError>>(
        &self,
        threads: usize,
        memory_bytes: usize,
        segmenter: impl FnOnce() -> Result<Arc<Segmenter>, E>,
    ) -> Result<Builder, E> {
        let io = SearchError::io(&self.path);
        std::fs::create_dir_all(&self.path).map_err(&io)?;
        let lock = self.lock()?;
        self.sweep();
        let name = format!("g-{}", uuid::Uuid::now_v7().simple());
        let path = self.path.join(&name);
        std::fs::create_dir(&path).map_err(&io)?;
        let at = SearchError::at(&path);
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(&path).map_err(|e| at(e.into()))?;
        let index = Index::create(directory, schema, IndexSettings::default()).map_err(&at)?;
        register(&index, Some(segmenter()?));
        let writer: IndexWriter =
            index.writer_with_num_threads(threads, memory_bytes.max(threads * 16_000_000)).map_err(&at)?;
        // Segments are merged once, at the end.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Builder { home: self.clone(), name, path: path.clone(), writer, fields, _lock: lock })
    }

    /// Opens the generation in use for a few changes. The dictionary is asked for only when the lock is held.
    ///
    /// # Errors
    /// [`SearchError::Locked`] when another program writes it; when it is missing, broken or of another make; those of
    /// `segmenter`.
    pub fn update<E: From<SearchError>>(
        &self,
        kb: &str,
        segmenter: impl FnOnce() -> Result<Arc<Segmenter>, E>,
    ) -> Result<Updater, E> {
        let lock = self.lock()?;
        let path = self.current()?;
        let at = SearchError::at(&path);
        let directory = MmapDirectory::open(&path).map_err(|e| at(e.into()))?;
        let (index, fields) = open_index(&path, directory.into(), Some(segmenter()?))?;
        let Stamp { seq, .. } = read_stamp(&index, &path, kb)?;
        let writer: IndexWriter = index.writer_with_num_threads(1, 16_000_000).map_err(&at)?;
        Ok(Updater { path: path.clone(), writer, fields, seq, _lock: lock })
    }

    /// Gives up the generation of a session that turned out to be damaged, unless another one is in use already.
    pub fn condemn(&self, session: &Session) {
        if session.is_of(self) {
            let _ = std::fs::remove_file(self.path.join(CURRENT));
        }
    }

    fn lock(&self) -> Result<File, SearchError> {
        let io = SearchError::io(&self.path);
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.path.join("build.lock"))
            .map_err(&io)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(std::fs::TryLockError::WouldBlock) => Err(SearchError::Locked { path: self.path.clone() }),
            Err(std::fs::TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// Removes generations that are not in use: what a crash left, and what a swap replaced.
    fn sweep(&self) {
        super::trial::sweep(&self.path);
        let current = self.current().ok();
        let Ok(entries) = std::fs::read_dir(&self.path) else { return };
        for path in entries.flatten().map(|entry| entry.path()) {
            let is_generation = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("g-"));
            if is_generation && Some(&path) != current.as_ref() {
                let _ = std::fs::remove_dir_all(&path);
            }
        }
    }

    fn swap(&self, name: &str) -> Result<(), SearchError> {
        let io = SearchError::io(&self.path);
        let draft = self.path.join("CURRENT.new");
        std::fs::write(&draft, format!("{name}\n")).map_err(&io)?;
        File::open(&draft).and_then(|file| file.sync_all()).map_err(&io)?;
        std::fs::rename(&draft, self.path.join(CURRENT)).map_err(&io)
    }

    /// Copies the generation in use, merged already or not, as the only one of another home.
    ///
    /// # Errors
    /// When there is none or it cannot be copied.
    pub fn copy_to(&self, target: &Home) -> Result<(), SearchError> {
        let from = self.current()?;
        let name = from.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let to = target.path.join(&name);
        let io = SearchError::io(&to);
        std::fs::create_dir_all(&to).map_err(&io)?;
        for entry in std::fs::read_dir(&from).map_err(&io)? {
            let entry = entry.map_err(&io)?;
            // Lock files of the writer stay behind.
            if entry.file_name().to_string_lossy().ends_with(".lock") {
                continue;
            }
            std::fs::copy(entry.path(), to.join(entry.file_name())).map_err(&io)?;
        }
        share(&to).map_err(&io)?;
        target.swap(&name)
    }
}

/// Opens an index and checks that its fields are ours.
pub(super) fn open_index(
    path: &Path,
    directory: Box<dyn tantivy::Directory>,
    segmenter: Option<Arc<Segmenter>>,
) -> Result<(Index, Fields), SearchError> {
    let index = Index::open(directory).map_err(SearchError::at(path))?;
    let (wanted, fields) = schema();
    if index.schema() != wanted {
        return Err(SearchError::OtherMake { path: path.to_path_buf() });
    }
    register(&index, segmenter);
    Ok((index, fields))
}

/// Opens an index for reading only.
pub(super) fn open_read_only(path: &Path) -> Result<(Index, Fields), SearchError> {
    let directory = ReadOnlyDirectory::open(path).map_err(SearchError::at(path))?;
    open_index(path, directory.into(), None)
}

/// Reads the stamp and checks that it is of this make and for this KB.
pub(super) fn read_stamp(index: &Index, path: &Path, kb: &str) -> Result<Stamp, SearchError> {
    let other = || SearchError::OtherMake { path: path.to_path_buf() };
    let payload = index.load_metas().map_err(SearchError::at(path))?.payload.ok_or_else(other)?;
    let stamp: Stamp = serde_json::from_str(&payload).map_err(|_| other())?;
    if stamp.make == MAKE && stamp.kb == kb { Ok(stamp) } else { Err(other()) }
}

pub(super) fn register(index: &Index, segmenter: Option<Arc<Segmenter>>) {
    index.tokenizers().register(GRAMS, GramTokenizer);
    index.tokenizers().register(SOUNDS, SoundTokenizer);
    index.tokenizers().register(WORDS, WordTokenizer { segmenter });
}

/// Makes the documents of one block, the text first.
fn block(f: &Fields, entry: &Entry<'_>) -> Vec<TantivyDocument> {
    let unsigned = |n: i64| u64::try_from(n).unwrap_or(0);
    let group = entry.questions.first().map_or(0, |q| name_hash(fold_str(q).trim()));
    let size = u64::try_from(entry.questions.len()).unwrap_or(u64::MAX).saturating_add(1);
    let common = |place: u64| {
        let mut doc = TantivyDocument::default();
        doc.add_u64(f.article, unsigned(entry.article));
        doc.add_u64(f.revision, unsigned(entry.revision));
        doc.add_u64(f.group, group);
        doc.add_u64(f.place, place);
        doc.add_u64(f.block, size);
        doc.add_i64(f.from, entry.from.0);
        doc.add_i64(f.until, entry.until.0);
        for (&field, &axis) in f.axes.iter().zip(crate::model::Axis::ALL) {
            for name in entry.scope.on(axis) {
                doc.add_u64(field, name_hash(name));
            }
        }
        for (field, names) in [(f.category, entry.category), (f.tag, entry.tags)] {
            names.iter().for_each(|name| doc.add_u64(field, name_hash(&fold_str(name))));
        }
        entry.channels.iter().for_each(|name| doc.add_u64(f.channel, name_hash(name)));
        doc
    };
    let mut text = common(TEXT_PLACE);
    text.add_u64(f.sort, 0);
    text.add_text(f.id, fold_str(entry.id).trim());
    text.add_text(f.text_grams, &entry.text);
    text.add_text(f.words, &entry.text);
    let mut docs = vec![text];
    for (place, question) in (1_u64..).zip(&entry.questions) {
        let mut doc = common(place);
        doc.add_u64(f.sort, 1);
        for c in fold_chars(question).into_iter().take(LETTERS) {
            doc.add_u64(f.letters, u64::from(u32::from(c)));
        }
        doc.add_text(f.question_grams, question);
        doc.add_text(f.question_sounds, question);
        doc.add_text(f.words, question);
        docs.push(doc);
    }
    docs
}

pub(super) fn add(
    writer: &IndexWriter,
    fields: &Fields,
    path: &Path,
    entry: &Entry<'_>,
) -> Result<(), SearchError> {
    // One group of operations goes into one segment, in order: a block stays together.
    writer
        .run(block(fields, entry).into_iter().map(UserOperation::Add))
        .map(|_| ())
        .map_err(SearchError::at(path))
}

pub(super) fn commit(writer: &mut IndexWriter, path: &Path, stamp: &Stamp) -> Result<(), SearchError> {
    let at = SearchError::at(path);
    let mut prepared = writer.prepare_commit().map_err(&at)?;
    prepared.set_payload(&serde_json::to_string(stamp).unwrap_or_default());
    prepared.commit().map(|_| ()).map_err(&at)
}

/// Lets everybody read the files of a generation who may enter its directory.
///
/// tantivy writes `meta.json` through a temporary file that only its owner may read; other users of a shared KB or of a
/// snapshot would find no index.
#[cfg(unix)]
fn share(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let wanted = std::fs::metadata(dir)?.permissions().mode() & 0o666;
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let mut permissions = std::fs::metadata(&path)?.permissions();
        if permissions.mode() & 0o777 != wanted {
            permissions.set_mode(wanted);
            std::fs::set_permissions(&path, permissions)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn share(_dir: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A new generation under construction.
pub struct Builder {
    home: Home,
    name: String,
    path: PathBuf,
    writer: IndexWriter,
    fields: Fields,
    _lock: File,
}

impl Builder {
    /// Adds a block.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&self, entry: &Entry<'_>) -> Result<(), SearchError> {
        add(&self.writer, &self.fields, &self.path, entry)
    }

    /// Commits, merges everything into one segment and puts the generation in use.
    ///
    /// # Errors
    /// When it cannot be written; the old generation stays in use.
    pub fn finish(mut self, stamp: &Stamp) -> Result<(), SearchError> {
        let at = SearchError::at(&self.path);
        commit(&mut self.writer, &self.path, stamp)?;
        let segments = self.writer.index().searchable_segment_ids().map_err(&at)?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait().map_err(&at)?;
            // A merge keeps the documents; the commit after it keeps the stamp.
            commit(&mut self.writer, &self.path, stamp)?;
        }
        self.writer.garbage_collect_files().wait().map_err(&at)?;
        self.writer.wait_merging_threads().map_err(&at)?;
        share(&self.path).map_err(SearchError::io(&self.path))?;
        self.home.swap(&self.name)?;
        self.home.sweep();
        Ok(())
    }
}

/// A few changes to the generation in use.
pub struct Updater {
    path: PathBuf,
    writer: IndexWriter,
    fields: Fields,
    seq: i64,
    _lock: File,
}

impl Updater {
    /// The outbox number up to which the generation has read.
    pub fn seq(&self) -> i64 {
        self.seq
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
        add(&self.writer, &self.fields, &self.path, entry)
    }

    /// Commits. Readers see it when they reload.
    ///
    /// # Errors
    /// When it cannot be written; the state before stays.
    pub fn finish(mut self, stamp: &Stamp) -> Result<(), SearchError> {
        commit(&mut self.writer, &self.path, stamp)?;
        self.writer.wait_merging_threads().map_err(SearchError::at(&self.path))?;
        share(&self.path).map_err(SearchError::io(&self.path))
    }
}
