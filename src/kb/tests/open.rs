//! What is a KB and what is not.

use super::*;
use crate::kb::Place;
use crate::store::StoreError;

fn refused(path: &Path) -> KbError {
    let before = path.exists().then(|| listing(path));
    let error = match Kb::open(path, Wish::Read) {
        Ok(_) => panic!("{} opened", path.display()),
        Err(error) => error,
    };
    assert_eq!(path.exists().then(|| listing(path)), before, "a refusal changes nothing");
    error
}

#[test]
fn each_case_has_its_own_name() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    assert!(matches!(refused(&at("absent")), KbError::Absent { .. }));
    std::fs::write(at("file"), "x").unwrap();
    assert!(matches!(refused(&at("file")), KbError::IsFile { .. }));
    assert!(matches!(refused(&at("file").join("below")), KbError::Io { .. }));
    std::fs::create_dir(at("empty")).unwrap();
    assert!(matches!(refused(&at("empty")), KbError::Empty { .. }));
    std::fs::create_dir(at("foreign")).unwrap();
    std::fs::write(at("foreign").join("articles.db"), "not a database, but long enough for one".repeat(9))
        .unwrap();
    assert!(matches!(refused(&at("foreign")), KbError::Store(StoreError::Foreign { .. })));
    for name in ["", "..", "../kb", "a/b", ".hidden", "\\x"] {
        std::fs::create_dir_all(at("snap")).unwrap();
        std::fs::write(at("snap").join("current"), name).unwrap();
        assert!(matches!(refused(&at("snap")), KbError::NotAKb { .. }), "{name:?}");
    }
    std::fs::write(at("snap").join("current"), "s-gone\n").unwrap();
    assert!(matches!(refused(&at("snap")), KbError::Store(StoreError::Missing { .. })));
}

#[test]
fn every_error_speaks_both_languages_with_the_path() {
    use crate::i18n::{Language, Messages};
    let path = PathBuf::from("/kb/articles.db");
    let detail = "x".to_owned();
    let errors: Vec<KbError> = vec![
        KbError::Absent { path: path.clone() },
        KbError::IsFile { path: path.clone() },
        KbError::NotAKb { path: path.clone() },
        KbError::Io { path: path.clone(), detail: detail.clone() },
        StoreError::Foreign { path: path.clone() }.into(),
        StoreError::Newer { path: path.clone(), found: 9, known: 1 }.into(),
        StoreError::OlderReadOnly { path: path.clone(), found: 1 }.into(),
        StoreError::Damaged { path: path.clone(), detail: detail.clone() }.into(),
        StoreError::Locked { path: path.clone() }.into(),
        StoreError::CannotOpen { path: path.clone(), detail: detail.clone() }.into(),
        StoreError::ReadOnly { path: path.clone() }.into(),
        StoreError::NotWritten { path, detail }.into(),
    ];
    for language in [Language::Chinese, Language::English] {
        let messages = Messages::new(language);
        for error in &errors {
            let (said, hint) = (error.say(&messages), error.hint(&messages));
            assert!(said.contains("/kb"), "{said}");
            assert!(
                !said.contains("error.") && !hint.contains("error.") && !hint.is_empty(),
                "{said} {hint}"
            );
            assert!(!said.contains('{') && !hint.contains('{'), "{said} {hint}");
        }
    }
}

#[test]
fn a_kb_is_made_only_where_there_is_room() {
    let (dir, kb) = kb_of(&[article("a", "甲")]);
    let again = |path: &Path| Kb::create(path, &Zone::default(), &who(), NOW).map(|_| ());
    assert!(again(kb.place().root()).is_err());
    let full = dir.path().join("full");
    std::fs::create_dir(&full).unwrap();
    std::fs::write(full.join("x"), "x").unwrap();
    assert!(matches!(again(&full), Err(KbError::NotAKb { .. })));
    assert_eq!(std::fs::read_dir(&full).unwrap().count(), 1);
    assert!(again(&dir.path().join("deep").join("below")).is_ok());
}

#[test]
fn what_a_crash_left_of_a_making_does_not_stand_in_the_way() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kb");
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("articles.db.new"), "half").unwrap();
    std::fs::write(path.join("articles.db.new-journal"), "half").unwrap();
    assert!(Place::is_free(&path));
    assert!(Kb::create(&path, &Zone::default(), &who(), NOW).is_ok());
}

#[test]
fn a_working_kb_that_may_not_be_written_is_read() {
    let (_dir, kb) = kb_of(&[article("a", "宽带断了")]);
    let root = kb.place().root().to_path_buf();
    drop(kb);
    protect(&root, true);
    let bound = std::fs::write(root.join("probe"), "x").is_err();
    let opened = Kb::open(&root, Wish::Read).map(|mut kb| (kb.is_read_only(), ids(&mut kb, "宽带断了", NOW)));
    let to_write = Kb::open(&root, Wish::Write).map(|_| ());
    protect(&root, false);
    let (read_only, found) = opened.expect("it opens for reading");
    assert_eq!(found, ["a"]);
    // The superuser is not bound by permissions.
    assert_eq!(read_only, bound);
    assert_eq!(matches!(to_write, Err(KbError::Store(_))), bound);
}

#[test]
fn a_kb_that_another_program_writes_is_read_meanwhile() {
    let (_dir, mut writer) = kb_of(&[article("a", "宽带断了")]);
    let root = writer.place().root().to_path_buf();
    let found = writer
        .store
        .write(&who(), NOW, |w| -> Result<_, StoreError> {
            w.set_meta("x", "y")?;
            let mut desk = Kb::open(&root, Wish::Read).expect("it opens");
            Ok(ids(&mut desk, "宽带断了", NOW))
        })
        .unwrap();
    assert_eq!(found, ["a"]);
}
