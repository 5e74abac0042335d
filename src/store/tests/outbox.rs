//! What the index is behind on.

use super::{NOW, add, new_store, question, who};
use crate::store::Store;

fn note(store: &mut Store, article: i64) {
    store.write(&who(), NOW, |w| w.outbox(article)).unwrap();
}

#[test]
fn articles_are_named_once_with_the_newest_number() {
    let (_dir, mut store) = new_store();
    let numbers: Vec<i64> = ["甲", "乙"].iter().map(|q| add(&mut store, &question(q)).number).collect();
    assert_eq!(store.outbox_after(0).unwrap(), Some((vec![], 0)));
    for at in [1, 0, 1] {
        note(&mut store, numbers[at]);
    }
    assert_eq!(store.outbox_head().unwrap(), 3);
    assert_eq!(store.outbox_after(0).unwrap(), Some((numbers.clone(), 3)));
    assert_eq!(store.outbox_after(2).unwrap(), Some((vec![numbers[1]], 3)));
    assert_eq!(store.outbox_after(3).unwrap(), Some((vec![], 3)));
    assert_eq!(store.outbox_after(4).unwrap(), None, "an index that is ahead belongs to another history");
}

#[test]
fn what_was_tidied_away_calls_for_a_rebuild() {
    let (_dir, mut store) = new_store();
    let number = add(&mut store, &question("甲")).number;
    for _ in 0..4 {
        note(&mut store, number);
    }
    store.outbox_tidy(2).unwrap();
    assert_eq!(store.outbox_after(1).unwrap(), None);
    assert_eq!(store.outbox_after(2).unwrap(), Some((vec![number], 4)));
    store.outbox_tidy(4).unwrap();
    assert_eq!((store.outbox_head().unwrap(), store.outbox_after(4).unwrap()), (4, Some((vec![], 4))));
    assert_eq!(store.outbox_after(3).unwrap(), None);
}

#[test]
fn a_number_that_was_rolled_back_leaves_no_gap() {
    let (_dir, mut store) = new_store();
    let number = add(&mut store, &question("甲")).number;
    let failed: Result<(), crate::store::StoreError> = store.write(&who(), NOW, |w| {
        w.outbox(number)?;
        Err(crate::store::StoreError::Missing { path: "x".into() })
    });
    assert!(failed.is_err());
    note(&mut store, number);
    assert_eq!(store.outbox_after(0).unwrap(), Some((vec![number], 1)));
}

#[test]
fn rows_that_come_while_counting_are_no_gap() {
    // The head was read, another session saved, the rows were counted: one too many, and the index was built anew.
    let (_dir, mut store) = new_store();
    let number = add(&mut store, &question("甲")).number;
    note(&mut store, number);
    let head = store.outbox_head().unwrap();
    note(&mut store, number);
    assert_eq!(store.outbox_between(0, head).unwrap(), Some((vec![number], 1)));
}
