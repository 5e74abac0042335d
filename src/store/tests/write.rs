//! All of a write or nothing.

use std::time::Duration;

use super::{NOW, add, dump, new_store, question, who};
use crate::model::Answer;
use crate::store::{Access, NewRevision, Store, StoreError};

#[test]
fn a_full_disk_rolls_back_and_names_the_file() {
    let (dir, mut store) = new_store();
    add(&mut store, &question("已有"));
    let path = dir.path().join("articles.db");
    let before = dump(&path);
    store.limit_pages(2);
    let mut big = question("大");
    big.internal = Some(Answer::of_body("光猫".repeat(20_000)));
    let hash = big.content_hash();
    let refused = store.write(&who(), NOW, |w| {
        w.set_meta("half", "written")?;
        w.add(NewRevision { article: &big, hash: &hash, based_on: None, batch: None })
    });
    match refused {
        Err(error @ StoreError::NotWritten { .. }) => assert!(error.to_string().contains("articles.db")),
        other => panic!("{other:?}"),
    }
    assert_eq!(dump(&path), before);
    store.limit_pages(1000);
    add(&mut store, &big);
    assert_eq!((store.article_count().unwrap(), store.integrity().unwrap()), (2, None));
}

#[test]
fn an_error_that_the_action_swallows_does_not_half_write() {
    // SQLite ends the transaction by itself when the disk is full; what the action wrote after that landed alone.
    let (dir, mut store) = new_store();
    let path = dir.path().join("articles.db");
    let before = dump(&path);
    store.limit_pages(2);
    let mut big = question("大");
    big.internal = Some(Answer::of_body("光猫".repeat(20_000)));
    let ended = store.write(&who(), NOW, |w| {
        w.set_meta("before", "the full disk")?;
        let new = NewRevision { article: &big, hash: "h", based_on: None, batch: None };
        let _ = w.add(new);
        w.set_meta("after", "the full disk")
    });
    assert!(matches!(ended, Err(StoreError::NotWritten { .. })), "{ended:?}");
    assert_eq!(dump(&path), before);
}

#[test]
fn a_store_that_another_one_writes_is_locked_and_readable() {
    let (dir, mut first) = new_store();
    let path = dir.path().join("articles.db");
    let mut second = Store::open(&path, Access::ReadWrite).unwrap();
    first.conn.busy_timeout(Duration::ZERO).unwrap();
    let tx = second.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
    let refused = first.write(&who(), NOW, |w| w.set_meta("a", "b"));
    assert!(matches!(refused, Err(StoreError::Locked { .. })), "{refused:?}");
    assert_eq!(first.article_count().unwrap(), 0);
    assert!(Store::open(&path, Access::ReadOnly).is_ok());
    assert!(Store::open(&path, Access::ReadWrite).is_ok());
    drop(tx);
    first.write(&who(), NOW, |w| w.set_meta("a", "b")).unwrap();
    assert_eq!(second.meta("a").unwrap().as_deref(), Some("b"));
}

#[test]
fn another_connection_notices_a_commit() {
    let (dir, mut first) = new_store();
    let second = Store::open(&dir.path().join("articles.db"), Access::ReadOnly).unwrap();
    let before = second.data_version().unwrap();
    add(&mut first, &question("甲"));
    assert_ne!(second.data_version().unwrap(), before);
}

#[test]
fn a_copy_needs_no_write_permission_and_holds_the_same() {
    let (dir, mut store) = new_store();
    add(&mut store, &question("甲"));
    let target = dir.path().join("copy.db");
    store.copy_to(&target).unwrap();
    assert_eq!(dump(&target), dump(&dir.path().join("articles.db")));
    let copy = Store::open(&target, Access::Immutable).unwrap();
    let mode: String = copy.conn.pragma_query_value(None, "journal_mode", |r| r.get(0)).unwrap();
    assert_ne!(mode, "wal");
    // A copy never replaces a file.
    assert!(store.copy_to(&target).is_err());
}
