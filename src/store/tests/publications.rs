//! What the overview counts is what the desk finds.

use proptest::prelude::*;

use super::{NOW, add, new_store, question, who};
use crate::model::publication::{current, timeline};
use crate::model::{Article, Moment, Stage};
use crate::store::{ArticleRef, BatchKind, NewPublication, NewRevision, Store};

/// A text that may be published; as emergency wording while it is in review.
fn published(text: &str, emergency: bool) -> Article {
    let stage = if emergency { Stage::InReview } else { Stage::Published };
    Article { stage: Some(stage), ..question(text) }
}

fn publish(store: &mut Store, of: ArticleRef, from: i64, until: i64, emergency: bool) {
    let new = NewPublication {
        article: of.number,
        revision: of.newest,
        from: Moment(from),
        until: Moment(until),
        emergency,
    };
    store.write(&who(), NOW, |w| w.publish(new)).unwrap();
}

fn revise(store: &mut Store, of: ArticleRef, article: &Article) -> ArticleRef {
    let newest = store
        .write(&who(), NOW, |w| {
            let batch = Some(w.begin_batch(BatchKind::Import, "a test")?);
            w.revise(of.number, NewRevision { article, hash: "h", based_on: Some(of.newest), batch })
        })
        .unwrap();
    ArticleRef { newest, ..of }
}

#[test]
fn an_edited_article_is_counted_and_listed_once_with_its_current_text() {
    // Both publications cover now: the article stood in two categories and twice among the changed ones.
    let (_dir, mut store) = new_store();
    let text = |q: &str, c: &str| Article { category: vec![c.into()], ..published(q, false) };
    let first = add(&mut store, &text("旧问", "宽带"));
    publish(&mut store, first, i64::MIN, i64::MAX, false);
    let second = revise(&mut store, first, &text("新问", "移动"));
    publish(&mut store, second, NOW.0, i64::MAX, false);
    assert_eq!(store.current_count(NOW).unwrap(), 1);
    let nodes = store.tree(crate::store::Tree::Category).unwrap();
    let counts = |at: Moment, after: i64| -> Vec<(Vec<String>, usize)> {
        let counts = store.category_counts(at, after, store.last_article().unwrap()).unwrap();
        counts.into_iter().map(|(node, count)| (nodes.path(node.unwrap()), count)).collect()
    };
    assert_eq!(counts(NOW, 0), [(vec!["移动".to_owned()], 1)]);
    assert!(counts(NOW, first.number).is_empty(), "those behind it only");
    let changed: Vec<String> =
        store.recently_changed(NOW, None, 9).unwrap().into_iter().map(|c| c.1).collect();
    assert_eq!(changed, ["新问"]);
    let before = Moment(NOW.0 - 1);
    assert_eq!(counts(before, 0), [(vec!["宽带".to_owned()], 1)]);
    assert_eq!(store.recently_changed(before, None, 9).unwrap()[0].1, "旧问");
}

#[test]
fn closing_takes_an_article_out_of_every_count() {
    let (_dir, mut store) = new_store();
    let article = add(&mut store, &published("甲", false));
    publish(&mut store, article, 0, i64::MAX, false);
    assert_eq!(store.current_count(NOW).unwrap(), 1);
    assert_eq!(store.write(&who(), NOW, |w| w.close_publications(article.number)).unwrap(), 1);
    assert_eq!(store.write(&who(), NOW, |w| w.close_publications(article.number)).unwrap(), 0);
    assert_eq!((store.current_count(NOW).unwrap(), store.outbox_head().unwrap()), (0, 2));
    assert!(store.publications(article.number).unwrap().is_empty());
}

#[test]
fn the_next_turn_is_the_nearest_beginning_or_end() {
    let (_dir, mut store) = new_store();
    let article = add(&mut store, &published("甲", false));
    publish(&mut store, article, 10, 100, false);
    publish(&mut store, article, 50, 70, false);
    let next = |at| store.next_turn(Moment(at)).unwrap().map(|m| m.0);
    assert_eq!(
        [next(0), next(10), next(50), next(70), next(100)],
        [Some(10), Some(50), Some(70), Some(100), None]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn counts_agree_with_the_rule_at_every_instant(
        spans in proptest::collection::vec((0..6_i64, 1..4_i64, any::<bool>(), 0..3_usize), 1..8)
    ) {
        let (_dir, mut store) = new_store();
        let mut articles: Vec<ArticleRef> = Vec::new();
        for name in ["甲", "乙", "丙"] {
            articles.push(add(&mut store, &question(name)));
        }
        for (from, length, emergency, at) in spans {
            let text = published(&format!("{from}-{length}"), emergency);
            articles[at] = revise(&mut store, articles[at], &text);
            publish(&mut store, articles[at], from, from + length, emergency);
        }
        for now in (0..10).map(Moment) {
            let mut live: Vec<i64> = Vec::new();
            for article in &articles {
                let all = store.publications(article.number).unwrap();
                let winner = current(&all, now).map(|p| p.revision);
                let stretch = timeline(&all).iter().find(|s| s.from <= now && now < s.until).map(|s| s.revision);
                prop_assert_eq!(winner, stretch);
                live.extend(winner);
            }
            prop_assert_eq!(store.current_count(now).unwrap(), live.len());
            prop_assert_eq!(store.recently_changed(now, None, 9).unwrap().len(), live.len());
        }
    }
}
