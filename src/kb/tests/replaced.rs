//! Under an open desk the KB is replaced, upgraded, taken away, written over: it goes on with what it has, says why, and
//! takes up what it can.

use super::*;
use crate::kb::Given;
use crate::model::FeedbackKind;
use crate::store::StoreError;
use crate::store::tests::raise_schema;

/// Another KB, closed, beside the first.
fn another(dir: &TempDir, articles: &[Article]) -> PathBuf {
    let place = dir.path().join("another");
    let mut kb = Kb::create(&place, &Zone::default(), &who(), NOW).unwrap();
    take(&mut kb, NOW, articles);
    kb.sync().unwrap();
    place
}

/// Moves a directory into the place of another, which goes out of the way.
fn swap(old: &Path, new: &Path) -> PathBuf {
    let name = new.file_name().unwrap_or_default().to_string_lossy();
    let aside = old.with_file_name(format!("before-{name}"));
    std::fs::rename(old, &aside).unwrap();
    std::fs::rename(new, old).unwrap();
    aside
}

#[test]
fn another_kb_in_the_same_place_is_taken_up() {
    let (dir, kb) = kb_of(&[article("a", "宽带断了")]);
    let mut desk = reader(&kb);
    let place = kb.place().root().to_path_buf();
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
    let turns = desk.turns();
    swap(&place, &another(&dir, &[article("b", "宽带断了"), article("c", "销户")]));
    assert!(desk.refresh().unwrap());
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["b"]);
    assert_eq!(desk.turns(), turns + 1, "its row numbers mean other articles");
    assert!(!desk.refresh().unwrap());
}

#[test]
fn one_by_a_newer_program_in_its_place_is_named_and_the_old_one_answers_until_it_is_back() {
    let (dir, kb) = kb_of(&[article("a", "宽带断了")]);
    let mut desk = reader(&kb);
    let place = kb.place().root().to_path_buf();
    let newer = another(&dir, &[article("b", "宽带断了")]);
    raise_schema(&newer.join("articles.db"));
    let aside = swap(&place, &newer);
    for _ in 0..2 {
        assert!(matches!(desk.refresh(), Err(KbError::Store(StoreError::Newer { .. }))));
        assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"], "it keeps what it has");
    }
    swap(&place, &aside);
    assert!(desk.refresh().unwrap(), "that it is over is a change");
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
}

#[test]
fn an_upgrade_under_an_open_connection_is_named_and_nothing_is_written_any_more() {
    let (dir, kb) = kb_of(&[article("a", "宽带断了")]);
    let mut desk = reader(&kb);
    desk.use_desk(&dir.path().join("desk.db")).unwrap();
    assert!(!desk.refresh().unwrap());
    raise_schema(&database(&kb));
    assert!(matches!(desk.refresh(), Err(KbError::Store(StoreError::Newer { .. }))));
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
    let shown = desk.by_id("a", NOW).unwrap();
    let given = desk.give(&who(), FeedbackKind::Wrong, shown.as_ref(), "旧了", NOW).unwrap();
    assert_eq!(given, Given::Kept, "what this program does not know it does not write");
    assert_eq!(desk.waiting().unwrap().len(), 1);
}

#[test]
fn one_that_is_taken_away_is_named_answers_on_and_comes_back() {
    let (_dir, kb) = kb_of(&[article("a", "宽带断了")]);
    let mut desk = reader(&kb);
    let place = kb.place().root().to_path_buf();
    let away = place.with_extension("away");
    std::fs::rename(&place, &away).unwrap();
    assert!(matches!(desk.refresh(), Err(KbError::Absent { path }) if path == place));
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
    let shown = desk.by_id("a", NOW).unwrap().unwrap();
    assert_eq!(shown.article.question, "宽带断了");
    std::fs::rename(&away, &place).unwrap();
    assert!(desk.refresh().unwrap());
    assert!(!desk.refresh().unwrap());
    assert_eq!(desk.turns(), 0, "it is the same one");
}

#[test]
fn one_that_is_written_over_is_named_and_taken_up_when_it_is_whole_again() {
    let (_dir, kb) = kb_of(&[article("a", "宽带断了")]);
    let place = kb.place().root().to_path_buf();
    let path = database(&kb);
    drop(kb);
    let mut desk = Kb::open(&place, Wish::Read).unwrap();
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, b"hello, this is a letter\n".repeat(2_000)).unwrap();
    // What it still has in memory it may answer from; what it cannot read is an error and no panic.
    let said = desk.find(&Query::of("宽带断了", 20), NOW, &|| false).is_err();
    let noticed = desk.refresh().is_err();
    assert!(said && noticed, "{said} {noticed}");
    std::fs::write(&path, whole).unwrap();
    assert!(desk.refresh().unwrap());
    assert_eq!(ids(&mut desk, "宽带断了", NOW), ["a"]);
}

#[test]
fn a_clock_that_was_set_back_does_not_put_off_the_next_attempt_at_an_index() {
    let (_dir, mut kb) = kb_of(&[article("a", "甲")]);
    let index = kb.home.path().to_path_buf();
    std::fs::remove_dir_all(&index).unwrap();
    std::fs::write(&index, "a file where the index should be").unwrap();
    kb.refresh().unwrap();
    let tomorrow = Moment(NOW.0 + 24 * 3600 * 1000);
    let _ = found(&mut kb, &Query::of("甲", 20), tomorrow);
    settle(&mut kb);
    std::fs::remove_file(&index).unwrap();
    let _ = found(&mut kb, &Query::of("甲", 20), NOW);
    settle(&mut kb);
    assert_eq!(ids(&mut kb, "甲", NOW), ["a"]);
}
