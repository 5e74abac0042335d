//! A publication rehearsed: what it would break is named, and nothing is touched.

use super::findable::golden;
use super::*;
use crate::kb::{FindRule, Rehearsed};
use crate::store::NewPublication;

/// Saves an approved revision of an article that is there, or a new one; the publication that would put it in use.
fn saved(kb: &mut Kb, new: Article) -> NewPublication {
    let id = new.id.clone().unwrap();
    take(kb, NOW, &[staged(Stage::Approved, new)]);
    let article = kb.store.find_id(&id).unwrap().unwrap();
    NewPublication {
        article: article.number,
        revision: article.newest,
        from: NOW,
        until: Moment::FOREVER,
        emergency: false,
    }
}

fn rehearse(kb: &mut Kb, new: Article) -> Rehearsed {
    let new = saved(kb, new);
    kb.rehearse(&new, NOW).expect("a rehearsal")
}

#[test]
fn a_text_that_loses_its_question_is_a_regression_and_nothing_is_touched() {
    let similar = Article { similar: vec!["光猫红灯闪".into()], ..article("a", "宽带断了") };
    let (_dir, mut kb) = kb_of(&[similar, article("b", "红灯区举报"), article("c", "销户流程")]);
    golden(&mut kb, &[("光猫红灯闪", "a", ""), ("销户流程", "c", "")]);
    let new = saved(&mut kb, article("a", "网络中断"));
    let (before, state) = (listing(&generation(&kb)), dump(&database(&kb)));
    let names = names_in(kb.home.path());
    let report = kb.rehearse(&new, NOW).unwrap();
    let [regression] = report.regressions.as_slice() else { panic!("{report:?}") };
    assert!(report.blocks());
    assert_eq!((regression.before, regression.after.query.as_str()), (1, "光猫红灯闪"));
    assert_eq!((regression.after.rank, regression.after.rule), (None, FindRule::GoldenMissing));
    assert_eq!(regression.after.winner.as_ref().map(|w| w.id.as_str()), Some("b"));
    assert_eq!(listing(&generation(&kb)), before, "the index was touched");
    assert_eq!(names_in(kb.home.path()), names, "the rehearsal left something behind");
    assert_eq!(dump(&database(&kb)), state, "the database was touched");
    assert_eq!(ids(&mut kb, "光猫红灯闪", NOW)[0], "a", "the text in use is still found");
    let harmless = Article { similar: vec!["光猫红灯闪".into()], ..article("a", "网络中断") };
    assert!(!rehearse(&mut kb, harmless).blocks());
}

fn generation(kb: &Kb) -> PathBuf {
    kb.home.current().expect("a generation")
}

fn names_in(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_newcomer_that_pushes_a_neighbour_out_is_a_regression() {
    let mut all: Vec<Article> =
        "甲乙丙丁".chars().map(|c| article(&format!("near-{c}"), &format!("宽带提速{c}"))).collect();
    all.push(article("fifth", "提速宽带资费的常见问题和办理说明汇总"));
    let (_dir, mut kb) = kb_of(&all);
    golden(&mut kb, &[("宽带提速", "fifth", "")]);
    let report = rehearse(&mut kb, article("new", "宽带提速戊"));
    let [regression] = report.regressions.as_slice() else { panic!("{report:?}") };
    assert_eq!((regression.before, regression.after.rank), (5, Some(6)));
    assert_eq!((regression.after.id.as_str(), regression.after.rule), ("fifth", FindRule::GoldenRank));
    assert!(!rehearse(&mut kb, article("new", "销户流程")).blocks(), "what is far away breaks nothing");
}

#[test]
fn what_did_not_work_before_is_no_regression() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    golden(&mut kb, &[("猫头鹰", "a", "")]);
    let report = rehearse(&mut kb, article("a", "网络中断"));
    assert_eq!((report.golden, report.regressions.len()), (1, 0));
}

#[test]
fn a_new_text_that_its_own_words_do_not_find_is_warned_of() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let new = Article {
        similar: vec!["猫头鹰".into(), "断了的宽带".into()], ..article("a", "宽带断了")
    };
    let report = rehearse(&mut kb, new);
    let queries: Vec<&str> = report.warnings.iter().map(|miss| miss.query.as_str()).collect();
    assert_eq!((report.similar, queries, report.blocks()), (2, vec!["猫头鹰"], false));
}

#[test]
fn a_scheduled_text_is_asked_for_when_it_begins() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    golden(&mut kb, &[("宽带断了", "a", "")]);
    let later = Moment(NOW.0 + 86_400_000);
    let new = saved(&mut kb, article("a", "销户流程"));
    let report = kb.rehearse(&NewPublication { from: later, ..new }, NOW).unwrap();
    assert_eq!(report.regressions.len(), 1, "{report:?}");
}

#[test]
fn nothing_is_left_behind_by_an_error_or_by_a_crash() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let new = Article { similar: vec!["断网".into()], ..article("a", "网络中断") };
    let new = saved(&mut kb, new);
    let names = names_in(kb.home.path());
    // What a crash leaves: a directory with a lock that nobody holds.
    let left = kb.home.path().join("t-left");
    std::fs::create_dir_all(left.join("index")).unwrap();
    std::fs::write(left.join("trial.lock"), "").unwrap();
    kb.rehearse(&new, NOW).unwrap();
    assert_eq!(names_in(kb.home.path()), names);
    // A generation that cannot be read: the error comes, and the directory goes.
    let meta = generation(&kb).join("meta.json");
    let good = std::fs::read(&meta).unwrap();
    std::fs::write(&meta, "{").unwrap();
    let home = kb.home.clone();
    let failed = home.trial::<KbError>(kb.uuid(), || crate::kb::sync::segmenter(&kb.store));
    assert!(failed.is_err());
    assert_eq!(names_in(kb.home.path()), names);
    std::fs::write(&meta, good).unwrap();
}

#[test]
fn a_rehearsal_waits_for_no_writer() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    golden(&mut kb, &[("宽带断了", "a", "")]);
    let new = saved(&mut kb, article("a", "销户流程"));
    let held = kb.home.update::<KbError>(kb.uuid(), || crate::kb::sync::segmenter(&kb.store)).unwrap();
    assert_eq!(kb.rehearse(&new, NOW).unwrap().regressions.len(), 1);
    drop(held);
}
