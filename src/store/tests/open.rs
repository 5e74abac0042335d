//! What is refused on opening, by its own name and without a change.

use std::path::Path;

use super::{NOW, add, new_store, place, question, who};
use crate::model::{Moment, Zone};
use crate::store::desk::{Deed, DeskStore};
use crate::store::migrate::ARTICLES;
use crate::store::{Access, Store, StoreError};

const ALL: [Access; 3] = [Access::ReadWrite, Access::ReadOnly, Access::Immutable];

fn error(path: &Path, access: Access) -> StoreError {
    match Store::open(path, access) {
        Ok(_) => panic!("{access:?} opened {}", path.display()),
        Err(error) => error,
    }
}

/// Opens a file in every way and checks that its bytes stay as they are.
fn refused(path: &Path, is_it: impl Fn(&StoreError) -> bool) {
    let before = std::fs::read(path).expect("a file");
    for access in ALL {
        let error = error(path, access);
        assert!(is_it(&error), "{access:?}: {error:?}");
        assert!(error.to_string().contains("articles.db"), "{error} does not name the file");
    }
    assert_eq!(std::fs::read(path).expect("a file"), before);
}

/// A closed store with some pages of text.
fn closed() -> (tempfile::TempDir, std::path::PathBuf) {
    let (dir, mut store) = new_store();
    for n in 0..40 {
        let mut article = question(&format!("第{n}问"));
        article.internal = Some(crate::model::Answer::of_body("先查欠费停机，再查光猫。".repeat(40)));
        add(&mut store, &article);
    }
    let path = store.path().to_path_buf();
    drop(store);
    (dir, path)
}

#[test]
fn a_missing_file_is_missing_and_stays_so() {
    let (_dir, path) = place();
    for access in ALL {
        assert!(matches!(error(&path, access), StoreError::Missing { .. }));
    }
    assert!(!path.exists());
}

#[test]
fn a_text_file_and_an_empty_file_are_foreign() {
    let (_dir, path) = place();
    for bytes in ["标准问,内部答案\n".repeat(200).into_bytes(), Vec::new()] {
        std::fs::write(&path, bytes).unwrap();
        refused(&path, |e| matches!(e, StoreError::Foreign { .. }));
    }
}

#[test]
fn a_database_of_something_else_is_foreign() {
    let (_dir, path) = place();
    let other = crate::store::open::open_or_create(&path, &crate::store::migrate::DESK).unwrap();
    drop(other);
    refused(&path, |e| matches!(e, StoreError::Foreign { .. }));
    std::fs::remove_file(&path).unwrap();
    let (_other_dir, store) = new_store();
    store.conn.execute("VACUUM INTO ?1", [path.to_string_lossy()]).unwrap();
    set_header(&path, 68, [0; 4]);
    refused(&path, |e| matches!(e, StoreError::Foreign { .. }));
}

/// Overwrites four bytes of the header: 60 is `user_version`, 68 `application_id`.
fn set_header(path: &Path, at: usize, value: [u8; 4]) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at..at + 4].copy_from_slice(&value);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_newer_schema_is_refused_untouched() {
    let (_dir, path) = closed();
    let known = ARTICLES.known();
    set_header(&path, 60, u32::try_from(known + 1).unwrap().to_be_bytes());
    refused(
        &path,
        |e| matches!(e, StoreError::Newer { found, known: k, .. } if (*found, *k) == (known + 1, known)),
    );
}

#[test]
fn a_version_below_zero_is_damage() {
    let (_dir, path) = closed();
    set_header(&path, 60, (-1_i32).to_be_bytes());
    refused(&path, |e| matches!(e, StoreError::Damaged { .. }));
}

#[test]
fn a_file_that_was_cut_off_is_damaged_wherever_it_was_cut() {
    let (_dir, path) = closed();
    let whole = std::fs::read(&path).unwrap();
    for kept in [200, 512, 4096, 8192, 3 * 8192, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..kept]).unwrap();
        refused(&path, |e| matches!(e, StoreError::Damaged { .. }));
    }
}

#[test]
fn damage_in_the_schema_is_named() {
    let (_dir, path) = closed();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..8192].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    refused(&path, |e| matches!(e, StoreError::Damaged { .. }));
}

#[test]
fn damage_in_a_page_is_named_by_the_check() {
    let (_dir, path) = closed();
    let mut bytes = std::fs::read(&path).unwrap();
    let end = bytes.len();
    bytes[end - 3 * 8192..].fill(0);
    std::fs::write(&path, bytes).unwrap();
    let store = Store::open(&path, Access::ReadOnly).unwrap();
    let said = store.integrity();
    assert!(matches!(said, Ok(Some(_)) | Err(StoreError::Damaged { .. })), "{said:?}");
}

#[test]
fn a_directory_in_place_of_the_file_is_an_error() {
    let (_dir, path) = place();
    std::fs::create_dir(&path).unwrap();
    for access in ALL {
        assert!(matches!(error(&path, access), StoreError::CannotOpen { .. }));
    }
}

#[test]
fn what_is_opened_for_reading_is_not_written() {
    let (_dir, path) = closed();
    for access in [Access::ReadOnly, Access::Immutable] {
        let mut store = Store::open(&path, access).unwrap();
        let refused = store.write(&who(), NOW, |w| w.set_meta("a", "b"));
        assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
        assert_eq!(store.access(), access);
    }
}

#[test]
fn a_file_without_write_permission_is_not_taken_for_writable() {
    // SQLite silently opens a write-protected file for reading; the store then called itself writable.
    let (_dir, path) = closed();
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
        return; // The superuser is not bound by permissions.
    }
    assert!(matches!(error(&path, Access::ReadWrite), StoreError::ReadOnly { .. }));
    assert!(Store::open(&path, Access::ReadOnly).is_ok());
}

#[test]
fn a_database_moved_with_its_path_still_opens() {
    let (dir, path) = closed();
    let odd = dir.path().join("百分 50%?x=1#a");
    std::fs::create_dir(&odd).unwrap();
    let target = odd.join("articles.db");
    std::fs::copy(&path, &target).unwrap();
    for access in ALL {
        assert_eq!(Store::open(&target, access).unwrap().article_count().unwrap(), 40);
    }
}

#[test]
fn a_new_store_is_ours_and_never_replaces_a_file() {
    let (dir, store) = new_store();
    let first = store.uuid().to_owned();
    assert_eq!((store.schema().unwrap(), store.zone().name()), (ARTICLES.known(), "Asia/Shanghai"));
    assert_eq!(store.role_of("editor").unwrap(), crate::model::lifecycle::Role::Admin);
    assert_eq!(store.role_of("somebody").unwrap(), crate::model::lifecycle::Role::Agent);
    assert_eq!((store.event_count().unwrap(), store.integrity().unwrap()), (1, None));
    let pragma = |name: &str| -> i64 { store.conn.pragma_query_value(None, name, |r| r.get(0)).unwrap() };
    assert_eq!((pragma("page_size"), pragma("foreign_keys"), pragma("synchronous")), (8192, 1, 2));
    drop(store);
    let path = dir.path().join("articles.db");
    let again = Store::create(&path, &Zone::default(), &who(), NOW);
    assert!(matches!(again, Err(StoreError::NotWritten { .. })));
    assert_eq!(Store::open(&path, Access::ReadWrite).unwrap().uuid(), first);
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["articles.db"]);
}

#[test]
fn a_steady_reader_sees_one_state_and_then_the_next() {
    let (_dir, mut writer) = new_store();
    let reader = Store::open(writer.path(), Access::ReadOnly).unwrap();
    let newest = || reader.newest(1).unwrap();
    let steady = reader.steady().unwrap();
    assert_eq!(newest(), None);
    add(&mut writer, &question("宽带断网"));
    assert_eq!(newest(), None);
    drop(steady);
    assert!(newest().is_some());
}

#[test]
fn the_desk_keeps_deeds_with_personal_numbers_masked() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state").join("desk.db");
    let desk = DeskStore::open(&path).unwrap();
    let deed = |what: &'static str, article: &'static str| Deed {
        kb: "kb",
        what,
        query: Some("客户 13812345678 退费"),
        article: Some(article),
        revision: None,
        face: None,
        channel: None,
    };
    for (n, article) in ["a", "b", "a"].into_iter().enumerate() {
        desk.record(&deed("copy", article), Moment(NOW.0 + i64::try_from(n).unwrap())).unwrap();
    }
    desk.record(&deed("search", "c"), NOW).unwrap();
    assert_eq!(desk.recent("kb", 9).unwrap(), ["a", "b"]);
    assert_eq!(desk.recent("kb", 1).unwrap(), ["a"]);
    assert!(desk.recent("other", 9).unwrap().is_empty());
    drop(desk);
    assert!(!super::dump(&path).contains("13812345678"));
    assert_eq!(DeskStore::open(&path).unwrap().count().unwrap(), 4);
    // The KB's own file is not a desk's.
    let (_kb, kb_path) = closed();
    assert!(matches!(DeskStore::open(&kb_path), Err(StoreError::Foreign { .. })));
}
