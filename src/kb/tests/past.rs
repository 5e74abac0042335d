//! What was the text then.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::life::{handed_in, house, named};
use super::*;
use crate::kb::{LifeError, Order};
use crate::model::lifecycle::EMERGENCY_MS;

/// Something that happens to an article, some minutes after what happened before.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// A new text is published, some minutes from then.
    Publish { minutes: i64 },
    /// A new text is used as emergency wording for some hours.
    Emergency { hours: u8 },
    /// Everything goes out of use.
    Withdraw,
    /// Only the text that was published last does.
    WithdrawLast,
    /// A reviewer sends back what was used alone.
    SendBack,
}

fn deed() -> impl Strategy<Value = (i64, Deed)> {
    let deed = prop_oneof![
        4 => (0..600_i64).prop_map(|minutes| Deed::Publish { minutes }),
        4 => Just(Deed::Publish { minutes: 0 }),
        3 => (1..=24_u8).prop_map(|hours| Deed::Emergency { hours }),
        1 => Just(Deed::Withdraw),
        1 => Just(Deed::WithdrawLast),
        1 => Just(Deed::SendBack),
    ];
    (1..300_i64, deed)
}

const MINUTE: i64 = 60_000;

/// What the desk shows, told without any store: what is said to hold, changed as things happen.
#[derive(Debug, Default)]
struct Naive {
    /// Texts that were published, by when they begin: of two at once the later one.
    regular: BTreeMap<(i64, usize), u32>,
    /// The emergency wording in use, and until when.
    alone: Option<(u32, i64)>,
}

impl Naive {
    fn text(&self, now: i64) -> Option<u32> {
        if let Some((revision, until)) = self.alone
            && now < until
        {
            return Some(revision);
        }
        self.regular.range(..=(now, usize::MAX)).next_back().map(|(_, revision)| *revision)
    }
}

/// Plays a history, and the same on the naive model; what the model showed at every minute.
fn play(kb: &mut Kb, deeds: &[(i64, Deed)]) -> Vec<(Moment, Option<u32>)> {
    let mut model = Naive::default();
    let mut seen: Vec<(Moment, Option<u32>)> = Vec::new();
    let mut now = NOW.0;
    let mut last = kb.write_new(&named("zhang"), &article("a", "甲"), Moment(now)).expect("a draft");
    let mut published: Option<String> = None;
    for (n, (wait, deed)) in deeds.iter().enumerate() {
        let then = now + wait * MINUTE;
        while now < then {
            seen.push((Moment(now), model.text(now)));
            now += MINUTE;
        }
        let at = Moment(now);
        let mut write = |kb: &mut Kb| {
            let text = Article { tags: vec![n.to_string()], ..article("a", "甲") };
            last = kb.save(&named("zhang"), "a", &last.uuid, &text, at).expect("saved").expect("changed");
            last.clone()
        };
        match *deed {
            Deed::Publish { minutes } => {
                let kept = write(kb);
                kb.submit(&named("zhang"), &kept.uuid, at).expect("handed in");
                kb.approve(&named("li"), &kept.uuid, "", at).expect("approved");
                let from = Moment(now + minutes * MINUTE);
                let order = Order { uuid: &kept.uuid, from: Some(from), waive: None };
                kb.publish(&named("li"), order, at).expect("published");
                model.regular.insert((from.0, n), kept.revision_no);
                if minutes == 0 {
                    model.alone = None;
                }
                published = Some(kept.uuid);
            }
            Deed::Emergency { hours } => {
                let kept = write(kb);
                match kb.publish_unreviewed(&named("zhang"), &kept.uuid, hours, None, at) {
                    Ok(done) => model.alone = Some((kept.revision_no, done.until.0)),
                    Err(LifeError::EmergencyOver { since }) => assert!(since.0 + EMERGENCY_MS <= now),
                    Err(error) => panic!("{error}"),
                }
            }
            Deed::Withdraw => {
                if kb.withdraw(&named("li"), &last.uuid, false, "停", at).is_ok() {
                    model = Naive::default();
                }
            }
            Deed::WithdrawLast => {
                let Some(uuid) = &published else { continue };
                let no = kb.store.revision_by_uuid(uuid).expect("a store").expect("a revision").ordinal;
                let is_coming = model.regular.iter().any(|(key, r)| *r == no && key.0 > now);
                if kb.withdraw(&named("li"), uuid, true, "停", at).is_ok() {
                    model.regular.retain(|key, r| *r != no && (is_coming || key.0 > now));
                    if !is_coming {
                        model.alone = None;
                    }
                }
            }
            Deed::SendBack => {
                let Some(waits) = kb.queue(at).expect("a queue").into_iter().next() else { continue };
                kb.send_back(&named("li"), &waits.uuid, "不行", at).expect("sent back");
                model.alone = None;
            }
        }
    }
    for _ in 0..700 {
        seen.push((Moment(now), model.text(now)));
        now += MINUTE;
    }
    seen
}

/// Every minute at which something changes, the one before it, and a few in between.
fn telling(seen: &[(Moment, Option<u32>)]) -> impl Iterator<Item = &(Moment, Option<u32>)> {
    seen.iter()
        .enumerate()
        .filter(|(n, (_, text))| {
            let before = n.checked_sub(1).and_then(|n| seen.get(n)).map(|s| s.1);
            let after = seen.get(n + 1).map(|s| s.1);
            before != Some(*text) || after != Some(*text) || n % 97 == 0
        })
        .map(|(_, seen)| seen)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn as_of_reproduces_what_was_shown(deeds in proptest::collection::vec(deed(), 1..7)) {
        let (_dir, mut kb) = house_in_memory_of_the_disk();
        let seen = play(&mut kb, &deeds);
        for (at, text) in telling(&seen) {
            let got = kb.as_of("a", *at).unwrap().map(|shown| shown.revision_no);
            prop_assert_eq!(got, *text, "{:?} after {:?}", at, deeds);
        }
    }
}

/// A house whose database was made once and is copied: making one costs as much as a whole history.
fn house_in_memory_of_the_disk() -> (TempDir, Kb) {
    use std::sync::LazyLock;
    static MADE: LazyLock<TempDir> = LazyLock::new(|| {
        let (dir, kb) = house();
        drop(kb);
        dir
    });
    let dir = tempfile::tempdir().expect("a directory");
    copy_dir(&MADE.path().join("kb"), &dir.path().join("kb"));
    let kb = Kb::open(&dir.path().join("kb"), Wish::Write).expect("it opens");
    kb.store.careless();
    (dir, kb)
}

#[test]
fn the_first_text_counts_from_the_day_it_says() {
    let (_dir, mut kb) = house();
    let day = |day: &str| Zone::default().start_of(day.parse().expect("a day"));
    let mut text = article("a", "甲");
    text.valid.from = "2026-03-01".parse().ok();
    take(&mut kb, NOW, &[text.clone()]);
    let no = |kb: &Kb, at| kb.as_of("a", at).unwrap().map(|shown| shown.revision_no);
    assert_eq!((no(&kb, Moment(day("2026-03-01").0 - 1)), no(&kb, day("2026-03-01"))), (None, Some(1)));
    text.tags = vec!["新".into()];
    take_with(
        &mut kb,
        Moment(NOW.0 + 5),
        &IntakeOptions { stage: Some(Stage::Published), ..IntakeOptions::default() },
        &[text],
        None,
    );
    assert_eq!([4, 5].map(|ms| no(&kb, Moment(NOW.0 + ms))), [Some(1), Some(2)]);
    assert!(matches!(kb.as_of("nothing", NOW), Err(LifeError::NoArticle { .. })));
}

#[test]
fn a_day_on_which_the_text_changed_names_the_instants() {
    let (_dir, mut kb) = house();
    let hour = EMERGENCY_MS / 24;
    let first = handed_in(&mut kb, &article("a", "甲"));
    kb.approve(&named("li"), &first.uuid, "", NOW).unwrap();
    kb.publish(&named("li"), Order { uuid: &first.uuid, from: None, waive: None }, NOW).unwrap();
    let at = Moment(NOW.0 + hour);
    let text = Article { tags: vec!["急".into()], ..article("a", "甲") };
    let urgent = kb.save(&named("zhang"), "a", &first.uuid, &text, at).unwrap().unwrap();
    kb.publish_unreviewed(&named("zhang"), &urgent.uuid, 1, None, at).unwrap();
    let today = kb.zone().day_of(NOW);
    // It is past ten in the evening, and the emergency is over after midnight.
    assert_eq!(kb.turns_on("a", today).unwrap(), [NOW, at]);
    let tomorrow = today.tomorrow().unwrap();
    assert_eq!(kb.turns_on("a", tomorrow).unwrap(), [Moment(at.0 + hour)]);
    assert!(kb.turns_on("a", tomorrow.tomorrow().unwrap()).unwrap().is_empty());
}

#[test]
fn the_log_has_imports_in_their_place() {
    let (_dir, mut kb) = house();
    take(&mut kb, NOW, &[staged(Stage::Published, article("a", "甲"))]);
    let base = kb.newest_text("a", NOW).unwrap();
    let later = Moment(NOW.0 + 5);
    kb.save(&named("zhang"), "a", &base.uuid, &article("a", "乙"), later).unwrap();
    take(&mut kb, Moment(NOW.0 + 9), &[staged(Stage::Draft, article("a", "丙"))]);
    let log = kb.log("a").unwrap();
    let got: Vec<(&str, Option<u32>, &str)> =
        log.iter().map(|e| (e.what.as_str(), e.revision_no, e.who.os_user.as_str())).collect();
    assert_eq!(
        got,
        [("import", Some(1), "editor"), ("edit", Some(2), "zhang"), ("import", Some(3), "editor")]
    );
    assert!(log.iter().all(|e| !e.is_earlier));
}
