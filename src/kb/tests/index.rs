//! The index keeps up with the store, and others notice.

use super::*;
use crate::kb::Health;
use crate::model::publication::timeline;

fn many(count: usize) -> Vec<Article> {
    (0..count).map(|n| article(&format!("a-{n}"), &format!("第{n}号套餐资费"))).collect()
}

fn generation(kb: &Kb) -> PathBuf {
    kb.home.current().expect("a generation")
}

#[test]
fn a_save_is_found_after_a_catch_up_in_the_same_generation() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let made = generation(&kb);
    take(&mut kb, NOW, &[article("b", "销户流程")]);
    publish_newest(&mut kb, "b");
    assert_eq!(kb.health().unwrap(), Health::Behind(1));
    assert!(ids_now(&mut kb, "销户流程").is_empty());
    kb.sync().unwrap();
    assert_eq!((kb.health().unwrap(), ids(&mut kb, "销户流程", NOW)), (Health::InStep, vec!["b".to_owned()]));
    assert_eq!(generation(&kb), made, "a catch-up is no rebuild");
}

/// Asks the index as it is, without starting a catch-up.
fn ids_now(kb: &mut Kb, text: &str) -> Vec<String> {
    use crate::search::{Answer, Filter, Prepared, Taste};
    let filter = Filter::new(NOW, &Scope::default(), |_, _| Vec::new());
    let session = kb.session.as_ref().expect("an index");
    let Answer::Found(ranked) =
        session.rank(&Prepared::new(text), &[], &filter, &Taste::default(), &|| false).unwrap()
    else {
        panic!("stale")
    };
    ranked.hits.iter().map(|hit| kb.shown(hit.revision, NOW).unwrap().unwrap().article.id.unwrap()).collect()
}

fn publish_newest(kb: &mut Kb, id: &str) {
    let known = kb.store.find_id(id).unwrap().unwrap();
    pass_review(&mut kb.store, known.newest);
    let new = crate::store::NewPublication {
        article: known.number,
        revision: known.newest,
        from: NOW,
        until: Moment::FOREVER,
        emergency: false,
    };
    kb.store.write(&who(), NOW, |w| w.publish(new)).unwrap();
}

#[test]
fn what_is_asked_starts_the_catch_up() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    take(&mut kb, NOW, &[staged(Stage::Published, article("b", "销户流程"))]);
    let answer = found(&mut kb, &Query::of("宽带", 20), NOW);
    assert_eq!(
        (answer.rows.len(), answer.notice),
        (1, None),
        "what is there is found meanwhile, without a word"
    );
    settle(&mut kb);
    assert_eq!((kb.health().unwrap(), ids(&mut kb, "销户流程", NOW)), (Health::InStep, vec!["b".to_owned()]));
}

#[test]
fn two_sessions_see_a_commit_after_a_look() {
    let (_dir, mut writer) = kb_of(&[article("a", "宽带断了")]);
    let mut desk = reader(&writer);
    assert!(!desk.refresh().unwrap(), "nothing happened");
    let mut row = staged(Stage::Published, article("b", "销户流程"));
    row.category = vec!["新分类".into()];
    take(&mut writer, NOW, &[row]);
    writer.sync().unwrap();
    assert!(desk.refresh().unwrap());
    assert!(!desk.refresh().unwrap());
    let rows = rows(&mut desk, "销户流程", NOW);
    assert_eq!((rows[0].id.as_str(), &rows[0].category[..]), ("b", &["新分类".to_owned()][..]));
}

#[test]
fn a_tidied_outbox_is_a_rebuild() {
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let made = generation(&kb);
    take(
        &mut kb,
        NOW,
        &[staged(Stage::Published, article("b", "销户流程")), staged(Stage::Published, article("c", "丙"))],
    );
    let head = kb.store.outbox_head().unwrap();
    kb.store.outbox_tidy(head - 1).unwrap();
    assert_eq!(kb.health().unwrap(), Health::NeedsBuild);
    kb.sync().unwrap();
    assert_ne!(generation(&kb), made);
    assert_eq!((kb.health().unwrap(), ids(&mut kb, "销户流程", NOW)), (Health::InStep, vec!["b".to_owned()]));
    assert!(!made.exists(), "the old generation is swept away");
}

#[test]
fn searching_goes_on_in_the_old_index_while_a_new_one_is_built_and_swapped() {
    let (_dir, mut writer) = kb_of(&many(30));
    let mut desk = reader(&writer);
    let before = generation(&writer);
    let mut asked = 0;
    let count = writer
        .reindex(&mut |_, _| {
            assert_eq!(ids(&mut desk, "第7号套餐资费", NOW)[0], "a-7");
            assert!(!desk.refresh().unwrap());
            asked += 1;
        })
        .unwrap();
    assert_eq!((count, asked > 1), (30, true));
    // The old files are gone; an open view still answers from them, and moves on when it looks.
    assert!(!before.exists());
    assert_eq!(ids(&mut desk, "第7号套餐资费", NOW)[0], "a-7");
    assert!(desk.refresh().unwrap());
    assert_eq!(ids(&mut desk, "第7号套餐资费", NOW)[0], "a-7");
    assert_eq!(generation(&desk), generation(&writer));
}

#[test]
fn a_view_survives_a_moment_in_which_the_files_cannot_be_read() {
    // While a writer commits, meta.json may be away for a moment: the view was thrown away and everything built anew.
    let (_dir, kb) = kb_of(&many(3));
    let mut desk = reader(&kb);
    let meta = generation(&kb).join("meta.json");
    let text = std::fs::read(&meta).unwrap();
    std::fs::remove_file(&meta).unwrap();
    assert!(desk.refresh().unwrap());
    assert_eq!(
        (ids(&mut desk, "第1号套餐资费", NOW)[0].as_str(), desk.health().unwrap()),
        ("a-1", Health::InStep)
    );
    std::fs::write(&meta, text).unwrap();
    desk.refresh().unwrap();
    assert_eq!(ids(&mut desk, "第1号套餐资费", NOW)[0], "a-1");
}

#[test]
fn two_builders_do_not_meet() {
    let (_dir, mut first) = kb_of(&many(5));
    let mut second = reader(&first);
    let mut refused = None;
    first
        .reindex(&mut |_, _| {
            refused = Some(matches!(
                second.reindex(&mut |_, _| {}),
                Err(KbError::Search(crate::search::SearchError::Locked { .. }))
            ));
        })
        .unwrap();
    assert_eq!(refused, Some(true));
}

#[test]
fn an_index_of_another_kb_or_make_is_built_anew() {
    let (_one, mut kb) = kb_of(&[article("a", "宽带断了")]);
    let (_two, other) = kb_of(&[article("b", "销户流程")]);
    let index = kb.home.path().to_path_buf();
    std::fs::remove_dir_all(&index).unwrap();
    copy_dir(other.home.path(), &index);
    kb.refresh().unwrap();
    assert_eq!(kb.health().unwrap(), Health::NeedsBuild);
    kb.sync().unwrap();
    assert_eq!(
        (ids(&mut kb, "宽带断了", NOW), ids(&mut kb, "销户流程", NOW)),
        (vec!["a".to_owned()], vec![])
    );
    let meta = generation(&kb).join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    let other_make = text.replace("\\\"make\\\":", "\\\"make\\\":999");
    assert_ne!(text, other_make);
    std::fs::write(&meta, other_make).unwrap();
    let mut kb = reader(&kb);
    assert_eq!(kb.health().unwrap(), Health::NeedsBuild);
    kb.sync().unwrap();
    assert_eq!(ids(&mut kb, "宽带断了", NOW), ["a"]);
}

#[test]
fn a_catch_up_counts_from_the_generation_that_it_writes() {
    // It counted from a view opened before: when another program had swapped meanwhile, articles were left out.
    let (_dir, mut kb) = kb_of(&[article("a", "宽带断了")]);
    take(&mut kb, NOW, &[staged(Stage::Published, article("b", "销户流程"))]);
    kb.sync().unwrap();
    let seq = kb.session.as_ref().unwrap().seq();
    assert!(seq > 0);
    let updater = kb.home.update(kb.store.uuid(), || -> Result<_, KbError> {
        Ok(std::sync::Arc::new(crate::text::segment::Segmenter::new([])))
    });
    assert_eq!(updater.unwrap().seq(), seq);
}

/// A small generator of numbers, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[test]
fn blocks_stay_together_through_many_edits_and_merges() {
    let mut dice = Dice(2026);
    let name = |n: usize, of: usize, turn: usize| format!("问题{n}之{of}版{turn}q{n}x{of}y{turn}");
    let mut live: Vec<Article> = (0..24).map(|n| article(&format!("a-{n}"), &name(n, 0, 0))).collect();
    let (_dir, mut kb) = kb_of(&live);
    for turn in 1..12 {
        for _ in 0..=dice.below(6) {
            let n = dice.below(live.len());
            let mut text = staged(Stage::Published, article(&format!("a-{n}"), &name(n, 0, turn)));
            text.similar = (0..dice.below(5)).map(|of| name(n, of + 1, turn).as_str().into()).collect();
            if dice.below(8) == 0 {
                text.stage = Some(Stage::Withdrawn);
            }
            take(&mut kb, Moment(NOW.0 + i64::try_from(turn).unwrap()), &[text.clone()]);
            live[n] = text;
        }
        kb.sync().unwrap();
    }
    let now = Moment(NOW.0 + 100);
    assert_eq!(kb.health().unwrap(), Health::InStep);
    for text in &live {
        for (number, question) in text.questions().enumerate() {
            let rows = rows(&mut kb, question, now);
            let first = rows.first().filter(|row| Some(&row.id) == text.id.as_ref());
            if text.stage == Some(Stage::Withdrawn) {
                assert!(first.is_none(), "{question} was withdrawn");
                continue;
            }
            let hit = first.unwrap_or_else(|| panic!("{question} finds {:?}", rows.first())).hit;
            assert_eq!(hit.question, u32::try_from(number).unwrap(), "{question}");
            assert_eq!(kb.shown(hit.revision, now).unwrap().unwrap().article.question, text.question);
        }
    }
    // One block for every stretch of time, of past ones too, and nothing besides.
    let mut documents = 0;
    for text in &live {
        let number = kb.store.find_id(text.id.as_deref().unwrap()).unwrap().unwrap().number;
        for stretch in timeline(&kb.store.publications(number).unwrap()) {
            documents += kb.shown(stretch.revision, now).unwrap().unwrap().article.questions().count() + 1;
        }
    }
    assert_eq!(kb.session.as_ref().unwrap().documents(), u64::try_from(documents).unwrap());
}
