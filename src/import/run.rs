//! One import on its way: who listens, what was seen, what was counted.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use super::field::Field;
use super::heading::{Meaning, key};
use super::item::{Draft, Item, Note, Place, RawRow, RowError, Summary, Unknown};
use super::options::Options;
use super::reason::{ImportError, Reason, shown};
use super::suggest::suggest;
use crate::model::Article;

/// Names beyond this many are counted together: a file whose keys are data must not fill the memory.
const MOST_UNKNOWN_NAMES: usize = 500;

/// The mapping of one heading, understood.
pub(super) struct Mapped {
    /// The heading or field as the user wrote it.
    pub from: String,
    /// The heading as headings are compared.
    pub key: String,
    /// What it means.
    pub field: Field,
    used: bool,
}

type Progress<'a> = &'a mut dyn FnMut(u64, u64);
type Each<'a> = &'a mut dyn FnMut(Item) -> ControlFlow<()>;

/// One import on its way.
pub(super) struct Run<'a> {
    /// What the caller said.
    pub options: &'a Options,
    /// The mapping, understood.
    pub mapping: Vec<Mapped>,
    summary: Summary,
    /// Files and rows by id. Only accepted rows are here: a bad first row must not cost the good second.
    seen: HashMap<String, (usize, Option<Arc<str>>, u64)>,
    files: Vec<PathBuf>,
    sheet: Option<Arc<str>>,
    progress: Progress<'a>,
    each: Each<'a>,
    done: u64,
    told: u64,
    total: u64,
}

/// A row that was understood.
pub(super) struct Row {
    /// Its number.
    pub number: u64,
    /// What it says.
    pub article: Article,
    /// As for [`Draft::source_key`].
    pub source_key: Option<String>,
    /// Names of fields that mean nothing, each once.
    pub unknown: Vec<String>,
    /// The row as it was.
    pub raw: RawRow,
}

impl<'a> Run<'a> {
    /// Begins; fails when the mapping names a field that does not exist.
    pub fn new(
        options: &'a Options,
        total: u64,
        progress: Progress<'a>,
        each: Each<'a>,
    ) -> Result<Self, ImportError> {
        let mut mapping = Vec::new();
        for (from, to) in &options.mapping {
            let field = Meaning::of(to, &options.channels)
                .and_then(|meaning| Field::of_path(&meaning.path(options.face), &options.channels))
                .ok_or_else(|| ImportError::Mapping {
                    from: shown(from),
                    to: shown(to),
                    suggestion: suggest(to, &options.channels, options.face),
                })?;
            mapping.push(Mapped { from: from.clone(), key: key(from), field, used: false });
        }
        Ok(Run {
            options,
            mapping,
            summary: Summary::default(),
            seen: HashMap::new(),
            files: Vec::new(),
            sheet: None,
            progress,
            each,
            done: 0,
            told: 0,
            total,
        })
    }

    /// Begins a file.
    pub fn open(&mut self, path: PathBuf) {
        self.files.push(path);
        self.sheet = None;
        self.summary.files += 1;
    }

    /// Begins a sheet of a workbook, or ends the last one.
    pub fn enter(&mut self, sheet: Option<&str>) {
        self.sheet = sheet.map(Arc::from);
    }

    /// Keeps what the person should hear of the file.
    pub fn note(&mut self, note: Note) {
        self.summary.notes.push(note);
    }

    fn place(&self, number: u64) -> Place {
        let file = self.files.last().cloned().unwrap_or_default();
        Place { file, sheet: self.sheet.clone(), row: number }
    }

    /// Yields a row that was understood, unless an earlier one has its id or a strict import refuses it.
    pub fn row(&mut self, mut row: Row) -> ControlFlow<()> {
        row.unknown.sort_unstable();
        row.unknown.dedup();
        for name in &row.unknown {
            self.count_unknown(name);
        }
        if self.options.strict
            && let Some(name) = row.unknown.first()
        {
            let suggestion = suggest(name, &self.options.channels, self.options.face);
            return self.refuse(row.number, Reason::UnknownField { field: shown(name), suggestion }, row.raw);
        }
        row.article.id = row.article.id.filter(|id| !id.trim().is_empty());
        if let Some(id) = &row.article.id {
            if let Some((file, sheet, number)) = self.seen.get(id) {
                let file = self.files.get(*file).cloned().unwrap_or_default();
                let first = Place { file, sheet: sheet.clone(), row: *number };
                let reason = Reason::DuplicateId { id: shown(id), first };
                return self.refuse(row.number, reason, row.raw);
            }
            let at = (self.files.len().saturating_sub(1), self.sheet.clone(), row.number);
            self.seen.insert(id.clone(), at);
        }
        self.summary.read += 1;
        let Row { number, article, source_key, raw, .. } = row;
        let draft = Draft { place: self.place(number), article, source_key, raw };
        self.tell(Item::Draft(Box::new(draft)))
    }

    /// Yields a refused row.
    pub fn refuse(&mut self, number: u64, reason: Reason, raw: RawRow) -> ControlFlow<()> {
        self.summary.read += 1;
        self.summary.refused += 1;
        let error = RowError { place: self.place(number), reason, raw };
        self.tell(Item::Refused(error))
    }

    fn tell(&mut self, item: Item) -> ControlFlow<()> {
        let flow = (self.each)(item);
        self.summary.stopped |= flow.is_break();
        flow
    }

    /// Counts a name that means nothing in one row.
    pub fn count_unknown(&mut self, name: &str) {
        let options = self.options;
        self.unknown(name, || suggest(name, &options.channels, options.face)).count += 1;
    }

    /// Names a heading that means nothing, even if no row will have anything under it. A table knows better than
    /// the heading alone what to suggest.
    pub fn name_unknown(&mut self, heading: &str, suggestion: Option<String>) {
        self.unknown(heading, || suggestion);
    }

    fn unknown(&mut self, name: &str, suggestion: impl FnOnce() -> Option<String>) -> &mut Unknown {
        let mut name = shown(name);
        if !self.summary.unknown.contains_key(&name) && self.summary.unknown.len() >= MOST_UNKNOWN_NAMES {
            "…".clone_into(&mut name);
        }
        self.summary.unknown.entry(name).or_insert_with(|| Unknown { count: 0, suggestion: suggestion() })
    }

    /// Marks a mapping as used.
    pub fn used(&mut self, at: usize) {
        if let Some(mapped) = self.mapping.get_mut(at) {
            mapped.used = true;
        }
    }

    /// Tells how far it is, every 64 KiB at most.
    pub fn advance(&mut self, bytes: u64) {
        self.done = (self.done + bytes).min(self.total);
        if self.done == self.told {
            return;
        }
        if self.done - self.told >= 1 << 16 || self.done == self.total {
            self.told = self.done;
            (self.progress)(self.done, self.total);
        }
    }

    /// Ends a file: it is done, whatever its reader counted.
    pub fn close(&mut self, bytes_of_all_so_far: u64) {
        self.advance(bytes_of_all_so_far.saturating_sub(self.done));
    }

    /// Ends.
    pub fn finish(mut self) -> Summary {
        self.summary.unused_mappings =
            self.mapping.iter().filter(|mapped| !mapped.used).map(|mapped| mapped.from.clone()).collect();
        self.summary
    }
}
