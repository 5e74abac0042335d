//! The doctor is content with a sound KB and names what is not.

use super::*;

fn complaints(kb: &Kb) -> Vec<(&'static str, Option<&'static str>)> {
    kb.examine(NOW).expect("a look").into_iter().filter(|c| !c.ok).map(|c| (c.name, c.advice)).collect()
}

#[test]
fn a_fresh_kb_is_sound() {
    let (_dir, kb) = kb_of(&[article("a", "甲")]);
    assert_eq!(complaints(&kb), []);
    let before = listing(kb.place().root());
    kb.examine(NOW).unwrap();
    assert_eq!(listing(kb.place().root()), before, "looking changes nothing");
}

#[test]
fn a_missing_and_an_old_index_are_named() {
    let (_dir, mut kb) = new_kb();
    take(&mut kb, NOW, &[article("a", "甲")]);
    assert_eq!(complaints(&kb), [("index", Some("index_advice"))]);
    kb.sync().unwrap();
    assert_eq!(complaints(&kb), []);
    take(&mut kb, NOW, &[staged(Stage::Published, article("b", "乙"))]);
    assert_eq!(complaints(&kb), [("index", Some("index_behind_advice"))]);
}

#[test]
fn a_damaged_index_file_is_named() {
    let (_dir, kb) = kb_of(&[article("a", "甲")]);
    let root = kb.place().root().to_path_buf();
    let store = listing(&kb.home.current().unwrap())
        .into_iter()
        .map(|(path, _, _)| path)
        .find(|p| p.extension().is_some_and(|e| e == "store"))
        .unwrap();
    drop(kb);
    let mut bytes = std::fs::read(&store).unwrap();
    bytes[0] ^= 0xff;
    std::fs::write(&store, bytes).unwrap();
    let kb = Kb::open(&root, Wish::Read).unwrap();
    assert_eq!(complaints(&kb), [("index", Some("index_advice"))]);
}

#[test]
fn a_damaged_database_is_named() {
    let (_dir, kb) = kb_of(&(0..60).map(|n| article(&format!("a-{n}"), "甲")).collect::<Vec<_>>());
    let (root, path) = (kb.place().root().to_path_buf(), database(&kb));
    drop(kb);
    let whole = std::fs::read(&path).unwrap();
    // The last page without which it still opens: it holds rows or an index, not the schema.
    let pages = whole.len() / 8192;
    let opened = (1..pages).rev().find_map(|page| {
        let mut bytes = whole.clone();
        bytes[page * 8192..(page + 1) * 8192].fill(0x5a);
        std::fs::write(&path, bytes).unwrap();
        Kb::open(&root, Wish::Read).ok()
    });
    let kb = opened.expect("a page of rows");
    match kb.examine(NOW) {
        Ok(checks) => assert!(checks.iter().any(|c| c.name == "integrity" && !c.ok), "{checks:?}"),
        Err(error) => assert!(error.to_string().contains("damaged"), "{error}"),
    }
}
