//! Snapshots: never changed in place, and desks move to newer ones.

use super::*;
use crate::kb::{Health, Place};
use crate::store::StoreError;

/// A working KB and a directory of snapshots with one of it.
fn exported() -> (TempDir, Kb, PathBuf) {
    let (dir, kb) = kb_of(&[article("a", "宽带断了"), article("b", "销户流程")]);
    let root = dir.path().join("shared");
    let report = kb.export_snapshot(&root, NOW).expect("a snapshot");
    assert_eq!((report.articles, report.dir.starts_with(&root)), (2, true));
    (dir, kb, root)
}

#[test]
fn a_desk_moves_to_the_newer_snapshot_by_itself() {
    let (_dir, mut kb, root) = exported();
    let mut desk = Kb::open(&root, Wish::Read).unwrap();
    assert!(desk.is_read_only());
    assert_eq!(
        (ids(&mut desk, "宽带断了", NOW), desk.health().unwrap()),
        (vec!["a".to_owned()], Health::InStep)
    );
    assert!(!desk.refresh().unwrap());
    take(&mut kb, NOW, &[staged(Stage::Published, article("c", "携号转网"))]);
    kb.sync().unwrap();
    let first = desk.place().dir().to_path_buf();
    let second = kb.export_snapshot(&root, NOW).unwrap().dir;
    assert!(first.exists() && second != first, "the first one stays as it is");
    assert!(ids(&mut desk, "携号转网", NOW).is_empty());
    assert!(desk.refresh().unwrap());
    assert_eq!(desk.place().dir(), second);
    assert_eq!(ids(&mut desk, "携号转网", NOW), ["c"]);
    assert!(!desk.refresh().unwrap());
}

#[test]
fn a_newer_snapshot_that_does_not_open_leaves_the_desk_where_it_is() {
    let (_dir, _kb, root) = exported();
    let mut desk = Kb::open(&root, Wish::Read).unwrap();
    let current = std::fs::read_to_string(root.join("current")).unwrap();
    std::fs::write(root.join("current"), "s-nothing\n").unwrap();
    assert!(matches!(desk.refresh(), Err(KbError::Store(StoreError::Missing { .. }))), "it is named");
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
    std::fs::write(root.join("current"), current).unwrap();
    assert!(desk.refresh().unwrap());
    assert_eq!(desk.turns(), 0);
}

#[test]
fn opening_and_searching_leave_no_trace() {
    let (dir, _kb, root) = exported();
    let copy = dir.path().join("copy");
    copy_dir(&root, &copy);
    protect(&copy, true);
    let before = listing(&copy);
    {
        let mut desk = Kb::open(&copy, Wish::Read).unwrap();
        assert_eq!(ids(&mut desk, "销户流程", NOW), ["b"]);
        assert_eq!(desk.by_id("b", NOW).unwrap().unwrap().article.question, "销户流程");
        assert!(desk.overview(NOW, &|| false).unwrap().unwrap().read_only);
        assert!(desk.examine(NOW).unwrap().iter().all(|c| c.ok), "{:?}", desk.examine(NOW));
        assert!(!desk.refresh().unwrap());
        desk.sync_in_background();
        assert_eq!(desk.indexing.progress(), None);
    }
    let after = listing(&copy);
    protect(&copy, false);
    assert_eq!(after, before);
}

#[test]
fn a_snapshot_named_by_its_own_directory_is_not_changed() {
    // The inner directory looked like a working KB and its database was switched to a write-ahead log.
    let (_dir, _kb, root) = exported();
    let inner = Place::find(&root).unwrap().dir().to_path_buf();
    let before = listing(&inner);
    let mut desk = Kb::open(&inner, Wish::Read).unwrap();
    assert!(desk.is_read_only());
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
    assert!(!desk.refresh().unwrap());
    assert!(matches!(Kb::open(&inner, Wish::Write), Err(KbError::Store(StoreError::ReadOnly { .. }))));
    drop(desk);
    assert_eq!(listing(&inner), before);
}

#[test]
fn nothing_is_written_into_a_snapshot() {
    let (_dir, kb, root) = exported();
    assert!(matches!(Kb::open(&root, Wish::Write), Err(KbError::Store(StoreError::ReadOnly { .. }))));
    assert!(matches!(Kb::create(&root, &Zone::default(), &who(), NOW), Err(KbError::NotAKb { .. })));
    let before = listing(kb.place().root());
    assert!(kb.export_snapshot(kb.place().root(), NOW).is_err(), "nor a snapshot into a working KB");
    assert_eq!(listing(kb.place().root()), before);
}

#[test]
fn a_snapshot_of_a_snapshot_is_one() {
    let (dir, _kb, root) = exported();
    let desk = Kb::open(&root, Wish::Read).unwrap();
    let again = dir.path().join("again");
    desk.export_snapshot(&again, NOW).unwrap();
    let mut desk = Kb::open(&again, Wish::Read).unwrap();
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
}

#[test]
fn a_snapshot_has_its_index_also_when_the_kb_has_none_or_an_old_one() {
    let (dir, mut kb) = new_kb();
    take(&mut kb, NOW, &[article("a", "宽带断了")]);
    for name in ["no index", "old index"] {
        let root = dir.path().join(name);
        kb.export_snapshot(&root, NOW).unwrap();
        let mut desk = Kb::open(&root, Wish::Read).unwrap();
        assert_eq!(
            (desk.health().unwrap(), ids(&mut desk, "宽带断了", NOW)),
            (Health::InStep, vec!["a".to_owned()])
        );
        kb.sync().unwrap();
        take(&mut kb, NOW, &[staged(Stage::Published, article("a2", "宽带断了"))]);
    }
}

#[test]
fn a_changed_file_is_found_by_the_check() {
    let (_dir, _kb, root) = exported();
    let inner = Place::find(&root).unwrap().dir().to_path_buf();
    let complains = |root: &Path| {
        let desk = Kb::open(root, Wish::Read).unwrap();
        let checks = desk.examine(NOW).unwrap();
        let check = checks.iter().find(|c| c.name == "snapshot").expect("snapshots are checked").clone();
        (!check.ok).then_some(check.detail)
    };
    assert_eq!(complains(&root), None);
    let mut bytes = std::fs::read(inner.join("articles.db")).unwrap();
    // The counter of changes: SQLite does not mind.
    bytes[40] ^= 1;
    std::fs::write(inner.join("articles.db"), &bytes).unwrap();
    assert_eq!(complains(&root).as_deref(), Some("articles.db"));
    bytes[40] ^= 1;
    std::fs::write(inner.join("articles.db"), &bytes).unwrap();
    assert_eq!(complains(&root), None);
    let lost = std::fs::read_dir(inner.join("index"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.is_dir())
        .unwrap();
    std::fs::remove_file(lost.join(".managed.json")).unwrap();
    assert!(complains(&root).is_some_and(|names| names.contains(".managed.json")));
}

#[test]
fn a_failed_snapshot_leaves_the_one_before_in_use() {
    let (_dir, kb, root) = exported();
    let before = std::fs::read_to_string(root.join("current")).unwrap();
    // The name under which the new pointer is written is taken by a directory.
    std::fs::create_dir(root.join(".current.new")).unwrap();
    assert!(kb.export_snapshot(&root, NOW).is_err());
    assert_eq!(std::fs::read_to_string(root.join("current")).unwrap(), before);
    let left: Vec<_> = std::fs::read_dir(&root)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|n| n.starts_with(".s-") || n.starts_with("s-"))
        .collect();
    assert_eq!(left, [before.trim()], "an unfinished snapshot is removed");
}
