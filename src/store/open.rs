//! Opening a database file: the pragmas, the modes of access, and the one way to write.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;
use super::events::Who;
use super::migrate::{ARTICLES, Ladder};
use crate::model::{Moment, Zone};

/// How a database is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read and write; an older schema is upgraded.
    ReadWrite,
    /// Read a file that others may write.
    ReadOnly,
    /// Read a file that is never changed in place and may lie where nothing can be written.
    Immutable,
}

/// An open `articles.db`.
pub struct Store {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    access: Access,
    zone: Zone,
    uuid: String,
}

/// How long a writer waits for another one before it gives up.
const BUSY: Duration = Duration::from_secs(5);

impl Store {
    /// Makes a new KB database. The file must not exist; its directory must.
    ///
    /// # Errors
    /// When it cannot be written. What was begun is removed.
    pub fn create(path: &Path, zone: &Zone, who: &Who, now: Moment) -> Result<Store, StoreError> {
        // Built under another name and moved into place, so that a crash never leaves half a KB.
        let draft = path.with_extension("db.new");
        let _ = std::fs::remove_file(&draft);
        let _ = std::fs::remove_file(path.with_extension("db.new-journal"));
        let made = (|| {
            let at = StoreError::at(&draft);
            let mut conn =
                connect(&draft, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
            conn.pragma_update(None, "page_size", 8192).map_err(&at)?;
            ARTICLES.climb(&mut conn, &draft)?;
            let uuid = uuid::Uuid::new_v4().to_string();
            let tx = conn.transaction().map_err(&at)?;
            tx.execute(
                "INSERT INTO meta (key, value) VALUES ('uuid', ?1), ('zone', ?2)",
                (&uuid, zone.name()),
            )
            .map_err(&at)?;
            tx.execute("INSERT INTO role (os_user, role) VALUES (?1, 'admin')", [&who.os_user])
                .map_err(&at)?;
            super::events::write(&tx, who, now, "create", None, None, None).map_err(&at)?;
            tx.commit().map_err(&at)?;
            conn.close().map_err(|(_, error)| at(error))
        })();
        let moved = made.and_then(|()| {
            std::fs::hard_link(&draft, path).map_err(|error| StoreError::NotWritten {
                path: path.to_path_buf(),
                detail: error.to_string(),
            })
        });
        let _ = std::fs::remove_file(&draft);
        moved?;
        Store::open(path, Access::ReadWrite)
    }

    /// Opens a KB database.
    ///
    /// # Errors
    /// Told apart by what can be done about them; nothing is changed by a refusal.
    pub fn open(path: &Path, access: Access) -> Result<Store, StoreError> {
        let at = StoreError::at(path);
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_path_buf() });
        }
        let mut conn = open_file(path, access)?;
        if access == Access::ReadWrite && conn.is_readonly("main").map_err(&at)? {
            return Err(StoreError::ReadOnly { path: path.to_path_buf() });
        }
        if let Some(detail) = missing_end(path) {
            return Err(StoreError::Damaged { path: path.to_path_buf(), detail });
        }
        let found = ARTICLES.found(&conn, path)?;
        if found == 0 {
            return Err(StoreError::Foreign { path: path.to_path_buf() });
        }
        if access == Access::ReadWrite {
            ARTICLES.climb(&mut conn, path)?;
            set_writer_pragmas(&conn).map_err(&at)?;
        } else if found < ARTICLES.known() {
            return Err(StoreError::OlderReadOnly { path: path.to_path_buf(), found });
        }
        let meta = |key: &str| -> Result<String, StoreError> {
            conn.query_row("SELECT value FROM meta WHERE key = ?1", [key], |r| r.get(0)).map_err(&at)
        };
        let uuid = meta("uuid")?;
        let name = meta("zone")?;
        let zone = Zone::named(&name).ok_or(StoreError::Value { what: "a time zone", value: name })?;
        Ok(Store { conn, path: path.to_path_buf(), access, zone, uuid })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How it was opened.
    pub fn access(&self) -> Access {
        self.access
    }

    /// The time zone in which the KB's dates are meant.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The KB's UUID.
    pub fn uuid(&self) -> &str {
        &self.uuid
    }

    /// Runs one action in one transaction: all of it or nothing.
    ///
    /// # Errors
    /// Those of the action, those of SQLite, and that nothing may be written here. The transaction is rolled back.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        who: &Who,
        now: Moment,
        action: impl FnOnce(&Write<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.access != Access::ReadWrite {
            return Err(StoreError::ReadOnly { path: self.path.clone() }.into());
        }
        let at = StoreError::at(&self.path);
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&at)?;
        let write = Write { tx, path: &self.path, who, now, zone: &self.zone, ended: Cell::default() };
        let value = action(&write)?;
        if let Some(detail) = write.ended.take() {
            return Err(StoreError::NotWritten { path: self.path.clone(), detail }.into());
        }
        write.tx.commit().map_err(&at)?;
        Ok(value)
    }

    /// Reads one state of the database until it is dropped: SQLite then locks the file once and not for every statement.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn steady(&self) -> Result<Steady<'_>, StoreError> {
        self.conn.unchecked_transaction().map(Steady).map_err(StoreError::at(&self.path))
    }

    /// A number that changes when another connection commits.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.conn.pragma_query_value(None, "data_version", |r| r.get(0)).map_err(StoreError::at(&self.path))
    }

    /// Runs SQLite's own check; `None` when all is well.
    ///
    /// # Errors
    /// When the file is too damaged to check.
    pub fn integrity(&self) -> Result<Option<String>, StoreError> {
        let at = StoreError::at(&self.path);
        let said: String = self.conn.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0)).map_err(&at)?;
        if said != "ok" {
            return Ok(Some(said));
        }
        let orphan: Option<String> = {
            let mut check = self.conn.prepare("PRAGMA foreign_key_check").map_err(&at)?;
            let mut rows = check.query([]).map_err(&at)?;
            rows.next().map_err(&at)?.map(|r| r.get::<_, String>(0)).transpose().map_err(&at)?
        };
        Ok(orphan.map(|table| format!("a row of {table} points to nothing")))
    }

    /// The schema of the file.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn schema(&self) -> Result<i64, StoreError> {
        ARTICLES.found(&self.conn, &self.path)
    }

    /// Copies the database, compacted, to a new file that opens without write permission.
    ///
    /// # Errors
    /// When the copy cannot be written.
    pub fn copy_to(&self, target: &Path) -> Result<(), StoreError> {
        let at = StoreError::at(target);
        let name = target.to_string_lossy();
        self.conn.execute("VACUUM INTO ?1", [&name]).map_err(&at)?;
        let copy = connect(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // A WAL database does not open from a directory without write permission.
        copy.pragma_update(None, "journal_mode", "DELETE").map_err(&at)?;
        copy.close().map_err(|(_, error)| at(error))
    }

    pub(super) fn at(&self) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
        StoreError::at(&self.path)
    }
}

/// One state of a database, for as long as this lives.
pub struct Steady<'s>(#[allow(dead_code, reason = "held, and given up when dropped")] Transaction<'s>);

/// A transaction under way: who acts, when, and the connection.
pub struct Write<'s> {
    pub(super) tx: Transaction<'s>,
    pub(super) path: &'s Path,
    pub(super) who: &'s Who,
    pub(super) now: Moment,
    pub(super) zone: &'s Zone,
    /// Why SQLite ended the transaction by itself, if it did.
    ended: Cell<Option<String>>,
}

impl Write<'_> {
    pub(super) fn at(&self) -> impl Fn(rusqlite::Error) -> StoreError + '_ {
        |error| {
            // On a full disk SQLite rolls back by itself; an action that goes on all the same must not land what comes
            // after, so that goes into a transaction which is never committed.
            if self.tx.is_autocommit() && self.tx.execute_batch("BEGIN").is_ok() {
                self.ended.set(Some(error.to_string()));
            }
            StoreError::at(self.path)(error)
        }
    }

    /// When the action happens.
    pub fn now(&self) -> Moment {
        self.now
    }
}

/// Opens any of our files in a mode of access, with the pragmas of a reader.
pub(super) fn open_file(path: &Path, access: Access) -> Result<Connection, StoreError> {
    let conn = match access {
        Access::ReadWrite => connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        Access::ReadOnly => connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        Access::Immutable => {
            let uri = format!("file:{}?immutable=1", escape_uri(path));
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_URI
                | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(uri, flags).map_err(StoreError::at(path))?;
            set_reader_pragmas(&conn).map_err(StoreError::at(path))?;
            conn
        }
    };
    Ok(conn)
}

/// What is said of a file that has fewer pages than its header says. SQLite itself only notices when it comes to a page
/// that is not there.
fn missing_end(path: &Path) -> Option<String> {
    use std::io::Read as _;
    let grows = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        std::fs::metadata(name).is_ok_and(|meta| meta.len() > 0)
    };
    // While a log is being written back, the header may be ahead of the file.
    if grows("-wal") || grows("-journal") {
        return None;
    }
    let mut file = std::fs::File::open(path).ok()?;
    let mut head = [0_u8; 100];
    file.read_exact(&mut head).ok()?;
    let word = |at: usize| head.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes).map(u64::from);
    let (page, counter) = (word(16)? >> 16, word(24)?);
    let page = if page == 1 { 65_536 } else { page };
    // The count of pages holds when it was written together with the change counter (SQLite file format, 1.3.7).
    let (pages, valid_for) = (word(28)?, word(92)?);
    let length = file.metadata().ok()?.len();
    (counter == valid_for && length < page * pages)
        .then(|| format!("the file has {length} bytes of {}", page * pages))
}

/// Opens or makes one of our files that belongs to a ladder, for writing.
pub(super) fn open_or_create(path: &Path, ladder: &Ladder) -> Result<Connection, StoreError> {
    let mut conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    ladder.climb(&mut conn, path)?;
    set_writer_pragmas(&conn).map_err(StoreError::at(path))?;
    Ok(conn)
}

pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let at = StoreError::at(path);
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(&at)?;
    set_reader_pragmas(&conn).map_err(&at)?;
    Ok(conn)
}

fn set_reader_pragmas(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY)?;
    // Plans do not depend on what is bound: else SQLite (with its histogram statistics) makes the plan of a kept statement
    // anew for every row that is asked for.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cache_size", -2000)
}

fn set_writer_pragmas(conn: &Connection) -> rusqlite::Result<()> {
    // The answer is the mode that was set; a file system without shared memory keeps the rollback journal.
    let _: String = conn.pragma_update_and_check(None, "journal_mode", "WAL", |r| r.get(0))?;
    // What was acknowledged survives a power cut.
    conn.pragma_update(None, "synchronous", "FULL")
}

/// A path inside a `file:` URI: `%`, `?` and `#` are escaped (RFC 3986 2.1).
fn escape_uri(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
