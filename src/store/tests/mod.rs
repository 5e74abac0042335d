//! Tests of the store, and what the tests of other rooms borrow from them.

mod articles;
mod open;
mod outbox;
mod publications;
mod schema;
mod triggers;
mod write;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{NewRevision, Store, Who};
use crate::model::{Article, Moment, Stage, Zone};

/// 2026-09-21 in China: when the tests take place.
pub(crate) const NOW: Moment = Moment(1_790_000_000_000);

pub(crate) fn who() -> Who {
    Who { os_user: "editor".into(), agent_no: Some("1001".into()) }
}

/// A directory and the name of a database in it.
pub(super) fn place() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let path = dir.path().join("articles.db");
    (dir, path)
}

/// A new store in a directory of its own.
pub(crate) fn new_store() -> (TempDir, Store) {
    let (dir, path) = place();
    let store = Store::create(&path, &Zone::default(), &who(), NOW).expect("a store");
    (dir, store)
}

/// Adds an article, as an import does; the row numbers of it and of its revision.
pub(crate) fn add(store: &mut Store, article: &Article) -> super::ArticleRef {
    let hash = article.content_hash();
    store
        .write(&who(), NOW, |w| {
            let batch = Some(w.begin_batch(super::BatchKind::Import, "a test")?);
            w.add(NewRevision { article, hash: &hash, based_on: None, batch })
        })
        .expect("an article")
}

/// Somebody else, who may review what [`who`] writes.
pub(crate) fn reviewer() -> Who {
    Who { os_user: "reviewer".into(), agent_no: None }
}

/// Takes a draft through its whole life up to being published, without putting it in use.
pub(crate) fn pass_review(store: &mut Store, revision: i64) {
    use crate::model::lifecycle::Verdict;
    store.write(&who(), NOW, |w| w.set_stage(revision, Stage::InReview)).expect("handed in");
    store
        .write(&reviewer(), NOW, |w| {
            w.review(revision, Verdict::Approve, "")?;
            w.set_stage(revision, Stage::Approved)?;
            w.set_stage(revision, Stage::Published)
        })
        .expect("approved");
}

pub(crate) fn question(text: &str) -> Article {
    Article { question: text.into(), ..Article::default() }
}

/// Says in a database that a newer program has written it.
pub(crate) fn raise_schema(path: &Path) {
    let conn = super::open::connect(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).expect("it opens");
    let newer = super::migrate::ARTICLES.known() + 1;
    conn.pragma_update(None, "user_version", newer).expect("a schema");
}

/// Takes every role away, as only somebody with a hammer can.
pub(crate) fn without_roles(path: &Path) {
    let conn = super::open::open_file(path, super::Access::ReadWrite).expect("it opens");
    conn.execute_batch("DROP TRIGGER an_admin_is_not_deleted; DELETE FROM role;").expect("no roles");
}

/// Everything in a database, table by table, as text: two that hold the same give the same.
pub(crate) fn dump(path: &Path) -> String {
    use std::fmt::Write as _;
    let conn = super::open::open_file(path, super::Access::ReadOnly).expect("it opens");
    let mut text = String::new();
    let mut tables =
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").expect("tables");
    let names: Vec<String> =
        tables.query_map([], |r| r.get(0)).expect("names").collect::<Result<_, _>>().expect("names");
    for name in names {
        let mut rows = conn.prepare(&format!("SELECT * FROM {name} ORDER BY 1, 2")).expect("rows");
        let width = rows.column_count();
        let mut rows = rows.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            write!(text, "{name}").expect("text");
            for column in 0..width {
                write!(text, "|{:?}", row.get_ref(column).expect("a value")).expect("text");
            }
            text.push('\n');
        }
    }
    text
}

impl Store {
    /// Does not wait for the disk, where a test writes thousands of times.
    pub(crate) fn careless(&self) {
        self.conn.pragma_update(None, "synchronous", "OFF").expect("a pragma");
    }

    /// Lets the file grow by so many pages only, as on a disk that is nearly full.
    pub(crate) fn limit_pages(&self, more: i64) {
        let pages: i64 = self.conn.pragma_query_value(None, "page_count", |r| r.get(0)).expect("a count");
        self.conn.pragma_update_and_check(None, "max_page_count", pages + more, |_| Ok(())).expect("a limit");
    }
}
