//! What was seen last of a KB that others write, replace, upgrade or take away.
//!
//! What lies there now and cannot be taken up is no reason to stop: what was open stays open, is only read, and is looked
//! at again the next time.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::KbError;
use super::open::{Kb, Wish};
use super::place::{DATABASE, Place};
use crate::search::Session;
use crate::store::Access;

/// What was seen last of what others may change.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Seen {
    data_version: i64,
    index: Option<(PathBuf, SystemTime)>,
}

/// What makes a file this one and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    /// While a file is held open the system gives its number to no other.
    number: (u64, u64),
    modified: Option<SystemTime>,
}

impl Identity {
    /// The file at a path; `None`: there is none, or it cannot be reached.
    pub fn of(path: &Path) -> Option<Identity> {
        let found = std::fs::metadata(path).ok()?;
        Some(Identity { number: number(&found), modified: found.modified().ok() })
    }
}

/// Device and inode.
#[cfg(unix)]
fn number(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (found.dev(), found.ino())
}

/// The time at which it was made, as far as the system says it.
#[cfg(not(unix))]
fn number(found: &Metadata) -> (u64, u64) {
    let made = found.created().ok().and_then(|made| made.duration_since(SystemTime::UNIX_EPOCH).ok());
    made.map_or((0, 0), |since| (since.as_secs(), u64::from(since.subsec_nanos())))
}

impl Kb {
    /// Notices commits of other sessions, newer snapshots, and another KB in the place of this one; whether anything
    /// changed. Cheap: asked on every key.
    ///
    /// # Errors
    /// Why what lies there now cannot be taken up. What was open stays in use, and the next call looks again.
    pub fn refresh(&mut self) -> Result<bool, KbError> {
        let noticed = match self.place.clone() {
            Place::Snapshot { root, dir } => match Place::find(&root) {
                Ok(place) if place.dir() == dir => Ok(false),
                Ok(_) => self.take_up(&root),
                Err(error) => Err(error),
            },
            Place::Working(dir) => self.look_around(&dir),
        };
        let lagged = std::mem::replace(&mut self.lags, noticed.is_err());
        noticed.map(|changed| changed || lagged)
    }

    fn look_around(&mut self, dir: &Path) -> Result<bool, KbError> {
        if !self.is_in_place(&dir.join(DATABASE)) {
            return self.take_up(dir);
        }
        let now = self.look();
        if now == self.seen && !self.lags {
            return Ok(false);
        }
        match self.store.schema().map_err(KbError::from).and_then(|_| self.look_again()) {
            Ok(()) => Ok(true),
            // Written over in place: only who opens it anew sees what is there now.
            Err(error) => self.take_up(dir).map_err(|_| error),
        }
    }

    /// Whether the file that was opened is the one at the path. One that was taken for standing still must do so.
    fn is_in_place(&self, database: &Path) -> bool {
        let (Some(now), Some(opened)) = (Identity::of(database), self.file) else { return false };
        let stands_still = || now.modified == opened.modified && !database.with_extension("db-wal").exists();
        now.number == opened.number && (self.store.access() != Access::Immutable || stands_still())
    }

    /// Opens what lies at the place now and goes on with it.
    fn take_up(&mut self, root: &Path) -> Result<bool, KbError> {
        let mut newer = Kb::open(root, Wish::Read)?;
        newer.desk = self.desk.take();
        newer.taste = self.taste.clone();
        newer.turns = self.turns;
        if newer.uuid() == self.uuid() {
            newer.uses = std::mem::take(&mut self.uses);
        }
        // Snapshots of one KB have the row numbers of that KB.
        let is_lineage = newer.uuid() == self.uuid() && matches!(newer.place, Place::Snapshot { .. });
        if !is_lineage {
            newer.turns += 1;
        }
        *self = newer;
        Ok(true)
    }

    /// How often another KB has come to the place of the one before: row numbers hold for one of them only.
    pub fn turns(&self) -> u32 {
        self.turns
    }

    /// Looks again the next time, whatever is seen then.
    pub(super) fn distrust(&mut self) {
        self.seen = Seen::default();
    }

    fn look(&self) -> Seen {
        Seen { data_version: self.store.data_version().unwrap_or(-1), index: self.home.trace() }
    }

    pub(super) fn look_again(&mut self) -> Result<(), KbError> {
        let seen = self.look();
        self.read_trees()?;
        self.seen = seen;
        // An index that does not open is as good as none: it is made again from the store.
        let reloaded = self.session.as_mut().is_some_and(|session| session.reload(&self.home).is_ok());
        if !reloaded {
            let opened = Session::open(&self.home, self.store.uuid()).ok();
            // A writer may be between two steps: a view of the same generation is good until the next look.
            if opened.is_some() || !self.session.as_ref().is_some_and(|session| session.is_of(&self.home)) {
                self.session = opened;
            }
        }
        Ok(())
    }
}
