//! A damaged index is made again; nothing panics and nothing is lost.

use std::sync::OnceLock;

use super::*;
use crate::kb::Health;

/// A KB of its own with twelve articles: one is made and copied.
fn sound() -> (TempDir, Kb) {
    static KB: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, made) = KB.get_or_init(|| {
        let articles: Vec<Article> =
            (0..12).map(|n| article(&format!("a-{n}"), &format!("第{n}号套餐资费"))).collect();
        let (dir, kb) = kb_of(&articles);
        let root = kb.place().root().to_path_buf();
        (dir, root)
    });
    let dir = tempfile::tempdir().expect("a directory");
    let root = dir.path().join("kb");
    copy_dir(made, &root);
    (dir, Kb::open(&root, Wish::Write).expect("it opens"))
}

fn broken_and_mended(break_it: impl Fn(&Kb)) {
    let (_dir, kb) = sound();
    let root = kb.place().root().to_path_buf();
    break_it(&kb);
    drop(kb);
    let mut kb = Kb::open(&root, Wish::Read).expect("the KB opens whatever its index is like");
    let _ = kb.find(&Query::of("第7号套餐资费", 20), NOW, &|| false).expect("no error");
    settle(&mut kb);
    assert_eq!(kb.health().unwrap(), Health::InStep);
    let answer = found(&mut kb, &Query::of("第7号套餐资费", 20), NOW);
    assert_eq!((answer.rows[0].id.as_str(), answer.notice), ("a-7", None));
    assert!(kb.examine(NOW).unwrap().iter().all(|check| check.ok));
}

#[test]
fn the_directory_is_gone() {
    broken_and_mended(|kb| std::fs::remove_dir_all(kb.home.path()).unwrap());
}

#[test]
fn the_name_of_the_generation_is_garbage() {
    for garbage in ["", "\u{0}\u{1}", "../..", "g-nothing", "g-../g", "/etc"] {
        let write = |kb: &Kb| std::fs::write(kb.home.path().join("CURRENT"), garbage).unwrap();
        if garbage == "g-nothing" {
            broken_and_mended(write);
        } else {
            let (_dir, kb) = sound();
            write(&kb);
            assert!(kb.home.current().is_err(), "{garbage:?}");
        }
    }
}

#[test]
fn meta_json_is_damaged() {
    for bytes in ["", "{", "null"] {
        broken_and_mended(|kb| std::fs::write(kb.home.current().unwrap().join("meta.json"), bytes).unwrap());
    }
}

/// The files of the segments, largest first.
fn segment_files(kb: &Kb) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = listing(&kb.home.current().unwrap())
        .into_iter()
        .filter(|(path, bytes, _)| path.is_file() && *bytes > 0)
        .map(|(path, _, _)| path)
        .filter(|path| !path.extension().is_none_or(|e| e == "json" || e == "lock"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_segment_file_is_cut_off_or_zeroed() {
    let count = {
        let (_dir, kb) = sound();
        segment_files(&kb).len()
    };
    assert!(count >= 5);
    for at in 0..count {
        for whole in [false, true] {
            broken_and_mended(|kb| {
                let path = &segment_files(kb)[at];
                let bytes = std::fs::read(path).unwrap();
                let cut = if whole { vec![0; bytes.len()] } else { bytes[..bytes.len() / 2].to_vec() };
                std::fs::write(path, cut).unwrap();
            });
        }
    }
}

#[test]
fn a_segment_file_is_zeroed_but_for_its_end() {
    // tantivy opens it, because its footer is right.
    let count = {
        let (_dir, kb) = sound();
        segment_files(&kb).len()
    };
    for at in 0..count {
        let (_dir, mut kb) = sound();
        let root = kb.place().root().to_path_buf();
        let path = segment_files(&kb)[at].clone();
        let mut bytes = std::fs::read(&path).unwrap();
        let end = bytes.len().saturating_sub(150);
        bytes[..end].fill(0);
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, bytes).unwrap();
        drop(std::mem::replace(&mut kb, Kb::open(&root, Wish::Read).unwrap()));
        for text in ["第7号套餐资费", "a-7", "套", "ab"] {
            let answer = kb.find(&Query::of(text, 20), NOW, &|| false);
            assert!(answer.is_ok(), "{}: {text}: {answer:?}", path.display());
        }
        settle(&mut kb);
        let wants: Vec<_> = kb.examine(NOW).unwrap().into_iter().filter(|c| !c.ok).collect();
        let mended = ids(&mut kb, "第7号套餐资费", NOW).first().is_some_and(|id| id == "a-7");
        assert!(mended || !wants.is_empty(), "{}: neither mended nor named", path.display());
        kb.reindex(&mut |_, _| {}).unwrap();
        assert_eq!(ids(&mut kb, "第7号套餐资费", NOW)[0], "a-7");
    }
}

#[test]
fn an_index_that_cannot_be_made_is_said_and_not_tried_on_every_key() {
    let (_dir, mut kb) = kb_of(&[article("a", "甲")]);
    let index = kb.home.path().to_path_buf();
    std::fs::remove_dir_all(&index).unwrap();
    std::fs::write(&index, "a file where the index should be").unwrap();
    kb.refresh().unwrap();
    assert!(matches!(
        found(&mut kb, &Query::of("甲", 20), NOW).notice,
        Some(crate::kb::Notice::Indexing { .. })
    ));
    settle(&mut kb);
    assert_eq!(found(&mut kb, &Query::of("甲", 20), NOW).notice, Some(crate::kb::Notice::NoIndex));
    assert_eq!(kb.indexing.progress(), None, "not tried again at once");
    let later = Moment(NOW.0 + 60_000);
    std::fs::remove_file(&index).unwrap();
    let _ = found(&mut kb, &Query::of("甲", 20), later);
    settle(&mut kb);
    assert_eq!(ids(&mut kb, "甲", later), ["a"]);
}
