//! Opening a KB, and what is kept of it while it is open.

use std::cell::{Cell, OnceCell};
use std::path::Path;
use std::sync::Arc;

use super::error::KbError;
use super::heads::Heads;
use super::place::{DATABASE, INDEX, Place};
use super::seen::{Identity, Seen};
use super::sync::Indexing;
use super::thesaurus::Thesaurus;
use super::uses::Uses;
use super::view::Shown;
use crate::model::{Axis, Face, Moment, Zone};
use crate::search::Taste;
use crate::search::{Home, Session};
use crate::store::desk::{Deed, DeskStore};
use crate::store::{Access, Store, StoreError, Tree, Who};

/// What someone wants of a KB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To write; a KB that cannot be written is refused.
    Write,
    /// To read, and to keep the index up to date where that is possible.
    Read,
}

/// How an answer was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use<'a> {
    /// A face was copied; the customer's for a channel.
    Copied(Face, &'a str),
    /// It was told to the customer on a channel, without the clipboard.
    Told(&'a str),
}

/// An open knowledge base.
pub struct Kb {
    pub(super) place: Place,
    pub(super) store: Store,
    pub(super) home: Home,
    pub(super) session: Option<Session>,
    pub(super) indexing: Arc<Indexing>,
    pub(super) trees: Trees,
    pub(super) thesaurus: Thesaurus,
    pub(super) taste: Taste,
    pub(super) heads: Heads,
    pub(super) uses: OnceCell<Option<Uses>>,
    /// When the next turn was looked up, and the turn.
    pub(super) next_turn: Cell<Option<(Moment, Moment)>>,
    /// When an index that could not be brought up to date is tried again.
    pub(super) retry: Moment,
    pub(super) desk: Option<DeskStore>,
    pub(super) seen: Seen,
    /// Which file the database was when it was opened.
    pub(super) file: Option<Identity>,
    /// What lies at the place now could not be taken up.
    pub(super) lags: bool,
    /// How often another KB has come to its place.
    pub(super) turns: u32,
}

/// The trees in memory, read again when the database changes.
#[derive(Debug, Clone, Default)]
pub(super) struct Trees {
    pub category: crate::store::Nodes,
    pub axes: [crate::store::Nodes; 3],
}

impl Trees {
    pub fn on(&self, axis: Axis) -> &crate::store::Nodes {
        let [region, product, customer] = &self.axes;
        match axis {
            Axis::Region => region,
            Axis::Product => product,
            Axis::Customer => customer,
        }
    }
}

impl Kb {
    /// Opens a KB.
    ///
    /// A working KB that cannot be written is opened for reading only when that is all that was wished.
    ///
    /// # Errors
    /// Each case by its own name; nothing is changed by a refusal.
    pub fn open(path: &Path, wish: Wish) -> Result<Kb, KbError> {
        let place = Place::find(path)?;
        let database = place.dir().join(DATABASE);
        // Before it is opened: what comes to its place in between is noticed.
        let file = Identity::of(&database);
        let store = match (&place, wish) {
            (Place::Snapshot { .. }, Wish::Read) => Store::open(&database, Access::Immutable)?,
            (Place::Snapshot { .. }, Wish::Write) => {
                return Err(StoreError::ReadOnly { path: place.root().to_path_buf() }.into());
            }
            (Place::Working(_), Wish::Write) => Store::open(&database, Access::ReadWrite)?,
            (Place::Working(_), Wish::Read) => open_for_reading(&database)?,
        };
        let home = Home::at(place.dir().join(INDEX));
        let mut kb = Kb {
            place,
            store,
            home,
            session: None,
            indexing: Arc::default(),
            trees: Trees::default(),
            thesaurus: Thesaurus::default(),
            taste: Taste::default(),
            heads: Heads::default(),
            uses: OnceCell::new(),
            next_turn: Cell::new(None),
            retry: Moment::ALWAYS,
            desk: None,
            seen: Seen::default(),
            file,
            lags: false,
            turns: 0,
        };
        kb.look_again()?;
        Ok(kb)
    }

    /// Makes a new working KB in an absent or empty directory.
    ///
    /// # Errors
    /// When the directory holds something, or cannot be written.
    pub fn create(path: &Path, zone: &Zone, who: &Who, now: Moment) -> Result<Kb, KbError> {
        if !Place::is_free(path) {
            return Err(match Place::find(path) {
                Err(error) => error,
                Ok(_) => KbError::NotAKb { path: path.to_path_buf() },
            });
        }
        std::fs::create_dir_all(path).map_err(KbError::io(path))?;
        Store::create(&path.join(DATABASE), zone, who, now)?;
        Kb::open(path, Wish::Write)
    }

    /// Gives the desk's own file, in which use is recorded.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn use_desk(&mut self, path: &Path) -> Result<(), KbError> {
        self.desk = Some(DeskStore::open(path)?);
        Ok(())
    }

    /// Whether pairs of sounds that are often confused are taken for one another.
    pub fn blur_sounds(&mut self, blur: bool) {
        self.taste.blur = blur;
    }

    /// Cuts queries with the dictionary of the index itself, for comparison.
    ///
    /// # Errors
    /// Those of the database.
    pub fn cut_with_dictionary(&mut self) -> Result<(), KbError> {
        self.taste.segmenter = Some(super::sync::segmenter(&self.store)?);
        Ok(())
    }

    /// What this desk copied after which query; read when it is first asked for. `None` without a desk's file.
    pub(super) fn uses(&self) -> Option<&Uses> {
        let desk = self.desk.as_ref()?;
        self.uses.get_or_init(|| desk.uses(self.store.uuid()).ok().map(Uses::of)).as_ref()
    }

    /// Where it lies.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The time zone in which its dates are meant.
    pub fn zone(&self) -> &Zone {
        self.store.zone()
    }

    /// Its UUID.
    pub fn uuid(&self) -> &str {
        self.store.uuid()
    }

    /// Whether nothing can be written here.
    pub fn is_read_only(&self) -> bool {
        self.store.access() != Access::ReadWrite
    }

    /// Records that an answer was copied or told, in the user's own file. Without one, nothing is recorded.
    ///
    /// # Errors
    /// Those of the user's file.
    pub fn used(&mut self, how: Use, shown: &Shown, query: &str, now: Moment) -> Result<(), KbError> {
        let Some(desk) = &self.desk else { return Ok(()) };
        let (what, face, channel) = match how {
            Use::Copied(face, channel) => ("copy", face, Some(channel).filter(|_| face == Face::Customer)),
            Use::Told(channel) => ("tell", Face::Customer, Some(channel)),
        };
        let deed = Deed {
            kb: self.store.uuid(),
            what,
            query: Some(query).filter(|q| !q.is_empty()),
            article: shown.article.id.as_deref(),
            revision: Some(&shown.uuid),
            face: Some(face),
            channel,
        };
        desk.record(&deed, now)?;
        if let (Some(uses), Some(id)) = (self.uses.get_mut().and_then(Option::as_mut), &shown.article.id) {
            uses.add(query, id);
        }
        Ok(())
    }

    /// Reads the trees again: SQLite does not count one's own commits as changes.
    pub(super) fn read_trees(&mut self) -> Result<(), StoreError> {
        self.next_turn.set(None);
        self.thesaurus = Thesaurus::of(&self.store.terms()?);
        self.trees = Trees {
            category: self.store.tree(Tree::Category)?,
            axes: [
                self.store.tree(Tree::Axis(Axis::Region))?,
                self.store.tree(Tree::Axis(Axis::Product))?,
                self.store.tree(Tree::Axis(Axis::Customer))?,
            ],
        };
        Ok(())
    }
}

/// Opens a working database as far as permissions allow.
fn open_for_reading(database: &Path) -> Result<Store, StoreError> {
    let refused = match Store::open(database, Access::ReadWrite) {
        Err(
            error @ (StoreError::ReadOnly { .. } | StoreError::CannotOpen { .. } | StoreError::Locked { .. }),
        ) => error,
        other => return other,
    };
    match Store::open(database, Access::ReadOnly) {
        Ok(store) => Ok(store),
        // A closed WAL database in a directory without write permission: nobody writes it, so it stands still.
        Err(_) if !database.with_extension("db-wal").exists() => {
            Store::open(database, Access::Immutable).map_err(|_| refused)
        }
        Err(_) => Err(refused),
    }
}
