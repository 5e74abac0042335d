//! Snapshots: what desks on read-only media open.
//!
//! ```text
//! DIR/current                 names the snapshot to use
//! DIR/s-…/articles.db         a compacted copy with a rollback journal: it opens without write permission
//! DIR/s-…/index/              the index, merged
//! DIR/s-…/manifest.json       every file with its size and SHA-256
//! ```
//! A snapshot is never changed in place. A newer one is made beside it; desks move to it by themselves.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::error::KbError;
use super::open::Kb;
use super::place::{CURRENT, DATABASE, INDEX, MANIFEST};
use super::sync::build;
use crate::model::{Moment, hex};
use crate::search::{Home, Session};
use crate::store::{Access, Store};

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotReport {
    /// The directory of the snapshot.
    pub dir: PathBuf,
    /// Articles in it.
    pub articles: usize,
    /// Bytes of all its files.
    pub bytes: u64,
}

/// The list of files of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// UUID of the KB.
    pub kb: String,
    /// When it was made, milliseconds.
    pub made: i64,
    /// Schema of the database.
    pub schema: i64,
    /// The files.
    pub files: Vec<ManifestFile>,
}

/// One file of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Path below the snapshot, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// 64 hex digits.
    pub sha256: String,
}

impl Kb {
    /// Makes a snapshot in a directory of snapshots and names it the current one.
    ///
    /// # Errors
    /// When the directory is a working KB or cannot be written. An unfinished snapshot is removed.
    pub fn export_snapshot(&self, root: &Path, now: Moment) -> Result<SnapshotReport, KbError> {
        if root.join(DATABASE).exists() {
            return Err(KbError::SnapshotInKb { path: root.to_path_buf() });
        }
        let io = KbError::io(root);
        std::fs::create_dir_all(root).map_err(&io)?;
        let stamp = self.zone().minute_label(now).replace(['-', ':'], "").replace(' ', "T");
        let name = format!("s-{stamp}-{}", short_tail());
        let draft = root.join(format!(".{name}"));
        let made = self.fill(&draft, now);
        let dir = root.join(&name);
        let report = made.and_then(|report| {
            std::fs::rename(&draft, &dir).map_err(&io)?;
            let file = root.join(".current.new");
            std::fs::write(&file, format!("{name}\n")).map_err(&io)?;
            File::open(&file).and_then(|f| f.sync_all()).map_err(&io)?;
            std::fs::rename(&file, root.join(CURRENT)).map_err(&io)?;
            Ok(SnapshotReport { dir: dir.clone(), ..report })
        });
        if report.is_err() {
            let _ = std::fs::remove_dir_all(&draft);
            let _ = std::fs::remove_dir_all(&dir);
        }
        report
    }

    fn fill(&self, dir: &Path, now: Moment) -> Result<SnapshotReport, KbError> {
        let io = KbError::io(dir);
        std::fs::create_dir_all(dir).map_err(&io)?;
        let database = dir.join(DATABASE);
        self.store.copy_to(&database)?;
        let copy = Store::open(&database, Access::Immutable)?;
        let home = Home::at(dir.join(INDEX));
        // The index is copied when it says exactly what the copy of the database says, else built from the copy.
        let head = copy.outbox_head()?;
        let fits = self.session.as_ref().is_some_and(|session| session.seq() == head && session.is_merged());
        // Asked again of the copy: another program may have committed while it was made.
        let opens = || Session::open(&home, copy.uuid()).is_ok_and(|session| session.seq() == head);
        if !(fits && self.home.copy_to(&home).is_ok() && opens()) {
            let _ = std::fs::remove_dir_all(home.path());
            build(&copy, &home, &mut |_, _| {})?;
        }
        let _ = std::fs::remove_file(home.path().join("build.lock"));
        let manifest = Manifest {
            kb: copy.uuid().to_owned(),
            made: now.0,
            schema: copy.schema()?,
            files: list_files(dir)?,
        };
        let json = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        std::fs::write(dir.join(MANIFEST), json).map_err(&io)?;
        Ok(SnapshotReport {
            dir: dir.to_path_buf(),
            articles: copy.article_count()?,
            bytes: manifest.files.iter().map(|f| f.bytes).sum(),
        })
    }
}

/// Compares a snapshot with its manifest; the paths that differ or are missing.
///
/// # Errors
/// When the manifest cannot be read.
pub(super) fn differing_files(dir: &Path) -> Result<Vec<String>, KbError> {
    let path = dir.join(MANIFEST);
    let text = std::fs::read(&path).map_err(KbError::io(&path))?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|error| KbError::Io { path: path.clone(), detail: error.to_string() })?;
    Ok(manifest
        .files
        .into_iter()
        .filter(|file| hash_file(&dir.join(&file.path)).ok() != Some((file.bytes, file.sha256.clone())))
        .map(|file| file.path)
        .collect())
}

fn list_files(dir: &Path) -> Result<Vec<ManifestFile>, KbError> {
    let mut files = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(below) = waiting.pop() {
        let here = dir.join(&below);
        for entry in std::fs::read_dir(&here).map_err(KbError::io(&here))? {
            let entry = entry.map_err(KbError::io(&here))?;
            let relative = below.join(entry.file_name());
            if entry.path().is_dir() {
                waiting.push(relative);
                continue;
            }
            let (bytes, sha256) = hash_file(&entry.path()).map_err(KbError::io(&entry.path()))?;
            let path = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>();
            files.push(ManifestFile { path: path.join("/"), bytes, sha256 });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn hash_file(path: &Path) -> std::io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
        hasher.update(part);
        bytes += u64::try_from(read).unwrap_or(0);
    }
    Ok((bytes, hex(&hasher.finalize())))
}

/// Eight hex digits that no other snapshot of this minute has.
fn short_tail() -> String {
    uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect()
}
