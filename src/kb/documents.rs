//! Source documents: the files that a batch was read from, kept beside the database so that whoever reads an article or
//! reviews it can look at what it was made of.
//!
//! They lie below `documents/NUMBER OF THE BATCH/` under the paths that they had below the folder that was imported. The
//! database does not need them: without them an article only has no document to open.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::error::KbError;
use super::open::Kb;
use crate::model::Source;

/// The folder in the directory of a KB.
const FOLDER: &str = "documents";
/// A larger file is not kept: nobody reads it beside an article.
const MOST_BYTES: u64 = 64 << 20;

impl Kb {
    /// Keeps the files that a batch was read from, by their paths below what was imported; how many were too large.
    ///
    /// # Errors
    /// The first file that could not be copied; those before it are kept.
    pub fn keep_documents(&self, batch: i64, files: &BTreeMap<String, PathBuf>) -> Result<usize, KbError> {
        let mut left_out = 0;
        for (relative, file) in files {
            let Some(target) = self.place_of_document(batch, relative) else { continue };
            if std::fs::metadata(file).map_err(KbError::io(file))?.len() > MOST_BYTES {
                left_out += 1;
                continue;
            }
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder).map_err(KbError::io(folder))?;
            }
            // Whole or not at all, also when the disk is full half-way.
            let part = target.with_extension("part");
            let copied = std::fs::copy(file, &part).and_then(|_| std::fs::rename(&part, &target));
            if let Err(error) = copied {
                let _ = std::fs::remove_file(&part);
                return Err(KbError::io(&target)(error));
            }
        }
        Ok(left_out)
    }

    /// The document that an article was made of, by its row number, where it is kept.
    pub(super) fn document(&self, article: i64, source: Option<&Source>) -> Option<PathBuf> {
        let reference =
            source.map(|source| source.reference.as_str()).filter(|reference| !reference.is_empty())?;
        let relative = reference.split_once('#').map_or(reference, |(path, _)| path);
        // Asked with every article that is shown: a KB that keeps no documents does not look through revisions.
        if !self.place.dir().join(FOLDER).is_dir() {
            return None;
        }
        // Its text may have been changed since; what it was made of is what brought it.
        let revisions = self.store.revisions_of(article).ok()?;
        let batches = revisions.iter().rev().filter_map(|revision| revision.batch);
        batches.filter_map(|batch| self.place_of_document(batch, relative)).find(|path| path.is_file())
    }

    /// Forgets the documents of a batch that was undone.
    pub(super) fn drop_documents(&self, batch: i64) {
        let _ = std::fs::remove_dir_all(self.place.dir().join(FOLDER).join(batch.to_string()));
    }

    /// Where a document of a batch lies; `None` for a path that would lead elsewhere.
    fn place_of_document(&self, batch: i64, relative: &str) -> Option<PathBuf> {
        let path = Path::new(relative);
        let is_plain =
            !relative.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)));
        is_plain.then(|| self.place.dir().join(FOLDER).join(batch.to_string()).join(path))
    }
}
