//! What is saved is read back, and nothing is overwritten.

use proptest::prelude::*;

use super::{NOW, add, new_store, question, who};
use crate::model::{Article, Axis, Stage, arbitrary};
use crate::store::{NewRevision, StoreError, Tree};

/// What a store gives back of an article: the same, with an id and a stage.
fn expected(article: &Article, id: Option<String>) -> Article {
    Article { id, stage: Some(article.stage.unwrap_or(Stage::Draft)), ..article.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_field_is_read_back_as_it_was_saved(
        articles in proptest::collection::vec(arbitrary::article(), 1..12)
    ) {
        let (_dir, mut store) = new_store();
        let mut saved = Vec::new();
        for article in &articles {
            if article.id.as_ref().is_some_and(|id| store.find_id(id).unwrap().is_some()) {
                continue;
            }
            saved.push((article, add(&mut store, article)));
        }
        let categories = store.tree(Tree::Category).unwrap();
        for (article, number) in saved {
            let stored = store.load(number.newest, &categories).unwrap().expect("it is there");
            let id = article.id.clone().or(Some(format!("kd-{:06}", number.number)));
            prop_assert_eq!(&stored.article, &expected(article, id));
            prop_assert_eq!((stored.number, stored.ordinal, stored.made), (number.number, 1, NOW));
            prop_assert_eq!(&stored.author, "editor");
            prop_assert_eq!(stored.article.content_hash(), article.content_hash());
        }
        prop_assert_eq!(store.integrity().unwrap(), None);
    }
}

#[test]
fn a_revision_keeps_the_ones_before_it() {
    let (_dir, mut store) = new_store();
    let first = add(&mut store, &question("宽带断了怎么办"));
    let text = question("宽带断了先看什么灯");
    let second = store
        .write(&who(), NOW, |w| {
            let new = NewRevision { article: &text, hash: "h", based_on: Some(first.newest), batch: None };
            w.revise(first.number, new)
        })
        .unwrap();
    let categories = store.tree(Tree::Category).unwrap();
    let read = |revision| store.load(revision, &categories).unwrap().unwrap();
    assert_eq!(read(first.newest).article.question, "宽带断了怎么办");
    assert_eq!((read(second).article.question.as_str(), read(second).ordinal), ("宽带断了先看什么灯", 2));
    assert_eq!(store.newest(first.number).unwrap(), Some(second));
    assert_ne!(read(first.newest).uuid, read(second).uuid);
}

#[test]
fn a_stale_edit_is_a_conflict_and_changes_nothing() {
    let (dir, mut store) = new_store();
    let first = add(&mut store, &question("携号转网"));
    let text = question("携号转网要什么");
    let revise = |based_on| NewRevision { article: &text, hash: "h", based_on, batch: None };
    let second = store.write(&who(), NOW, |w| w.revise(first.number, revise(Some(first.newest)))).unwrap();
    let before = super::dump(&dir.path().join("articles.db"));
    for stale in [Some(first.newest), Some(9999), None] {
        let refused = store.write(&who(), NOW, |w| {
            // What the same action did before the conflict goes with it.
            w.node(Tree::Category, &["不会留下".to_owned()])?;
            w.revise(first.number, revise(stale))
        });
        match refused {
            Err(StoreError::Conflict { id, based_on, current }) => {
                assert_eq!((id.as_str(), current), ("kd-000001", second));
                assert_eq!(based_on, stale.unwrap_or(0));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(super::dump(&dir.path().join("articles.db")), before);
}

#[test]
fn an_id_that_is_taken_is_not_given_again() {
    let (_dir, mut store) = new_store();
    add(&mut store, &Article { id: Some("kd-000002".into()), ..question("甲") });
    let second = add(&mut store, &question("乙"));
    let categories = store.tree(Tree::Category).unwrap();
    let id = store.load(second.newest, &categories).unwrap().unwrap().article.id;
    assert_eq!(id.as_deref(), Some("kd-000002x"));
}

#[test]
fn a_merged_id_leads_to_the_article_that_took_it_in() {
    let (_dir, mut store) = new_store();
    let old = add(&mut store, &Article { id: Some("old".into()), ..question("甲") });
    let older = add(&mut store, &Article { id: Some("older".into()), ..question("乙") });
    let new = add(&mut store, &Article { id: Some("new".into()), ..question("丙") });
    let merge = "UPDATE article SET merged_into = ?2 WHERE number = ?1";
    store.conn.execute(merge, [older.number, old.number]).unwrap();
    store.conn.execute(merge, [old.number, new.number]).unwrap();
    assert_eq!(store.find_id("older").unwrap(), Some(new));
    assert_eq!(store.find_id("new").unwrap(), Some(new));
    assert_eq!(store.find_id("none").unwrap(), None);
    assert_eq!((store.article_count().unwrap(), store.article_numbers().unwrap()), (1, vec![new.number]));
    // A ring, which the database does not take, is no endless loop where another program made one.
    assert!(store.conn.execute(merge, [new.number, older.number]).is_err());
    store.conn.execute_batch("DROP TRIGGER merged_into_what_is_there").unwrap();
    store.conn.execute(merge, [new.number, older.number]).unwrap();
    assert_eq!(store.find_id("older").unwrap(), None);
}

#[test]
fn a_name_stands_once_in_its_tree() {
    let (_dir, mut store) = new_store();
    let path = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let region = Tree::Axis(Axis::Region);
    store
        .write(&who(), NOW, |w| {
            w.node(region, &path(&["云岭", "云州"]))?;
            w.node(region, &path(&["云岭", "岭安"]))?;
            w.node(region, &path(&["云岭", "云州"]))
        })
        .unwrap();
    let mut article = question("甲");
    article.scope.region = path(&["云州", "海外"]);
    add(&mut store, &article);
    let nodes = store.tree(region).unwrap();
    assert_eq!(nodes.names().collect::<Vec<_>>(), ["云岭", "云州", "岭安", "海外"]);
    assert_eq!(nodes.with_ancestors("云州"), ["云岭", "云州"]);
    assert_eq!(nodes.with_ancestors("云岭"), ["云岭"]);
    assert_eq!(nodes.with_ancestors("不认识"), ["不认识"]);
}

#[test]
fn a_row_of_a_list_says_what_the_article_says() {
    let (_dir, mut store) = new_store();
    let mut article = question("副卡怎么办");
    article.similar = vec!["想加一张副卡".into(), "副卡资费".into()];
    article.internal = Some(crate::model::Answer { lead: "内部".into(), body: "正文".into() });
    let number = add(&mut store, &article);
    let head = |question| store.head(number.newest, question).unwrap().unwrap();
    assert_eq!(head(0).similar, None);
    assert_eq!(head(2).similar.as_deref(), Some("副卡资费"));
    assert_eq!(head(3).similar, None);
    assert_eq!(head(0).lead, "内部");
    assert!(store.head(4711, 0).unwrap().is_none());
    article.customer = Some(crate::model::CustomerAnswer {
        answer: crate::model::Answer::of_body("给客户的话"),
        ..Default::default()
    });
    article.internal = Some(crate::model::Answer::of_body("只有正文"));
    let number = add(&mut store, &article);
    assert_eq!(store.head(number.newest, 0).unwrap().unwrap().lead, "给客户的话");
}

#[test]
fn a_row_of_a_list_drifts_as_its_article_does() {
    // A list row looked only at the customer answer, so a text message that lagged showed as sound.
    let (_dir, mut store) = new_store();
    let internal = crate::model::Answer::of_body("月费59元");
    let mut customer = crate::model::CustomerAnswer {
        answer: crate::model::Answer::of_body("每月59元"),
        based_on: Some(internal.hash()),
        ..Default::default()
    };
    let rendering =
        |based_on: &str| crate::model::Rendering { text: "59元".into(), based_on: Some(based_on.into()) };
    let mut seen = Vec::new();
    for sms in [internal.hash(), "0".repeat(32)] {
        customer.channels.insert("sms".into(), rendering(&sms));
        let article = Article {
            internal: Some(internal.clone()),
            customer: Some(customer.clone()),
            ..question("资费")
        };
        let number = add(&mut store, &article);
        let drifted = store.head(number.newest, 0).unwrap().unwrap().drifted;
        assert_eq!(drifted, article.is_drifted());
        seen.push(drifted);
    }
    assert_eq!(seen, [false, true]);
}
