//! The embedded demo shows everything that the desk can show.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::*;
use crate::kb::demo;
use crate::model::{Axis, TermKind, Trust};
use crate::store::Tree;

/// 2026-11-22 10:00 in China: the demo is written for the time around it.
const DAY: Moment = Moment(1_795_312_800_000);

fn shared() -> &'static Path {
    static DATA: OnceLock<TempDir> = OnceLock::new();
    DATA.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a directory");
        demo::open(dir.path(), &who(), DAY).expect("the demo");
        dir
    })
    .path()
}

fn opened() -> Kb {
    demo::open(shared(), &who(), DAY).expect("the demo")
}

fn all(kb: &Kb) -> Vec<Article> {
    let mut out = Vec::new();
    kb.export(&mut out, Path::new("-"), DAY).expect("an export");
    String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn unpacked_twice_it_is_one() {
    let first = opened();
    let second = opened();
    assert_eq!((first.uuid(), first.place()), (second.uuid(), second.place()));
    assert_eq!(std::fs::read_dir(shared()).unwrap().count(), 1, "nothing is left beside it");
    assert!(first.overview(DAY, &|| false).unwrap().unwrap().is_demo);
}

#[test]
fn it_is_as_large_as_a_showcase_must_be() {
    let kb = opened();
    let all = all(&kb);
    assert!(all.len() >= 200, "{} articles", all.len());
    let categories: HashSet<_> = all.iter().map(|a| &a.category).collect();
    assert!(categories.len() >= 20, "{} categories", categories.len());
    let rendered = all.iter().filter(|a| a.customer.as_ref().is_some_and(|c| !c.channels.is_empty())).count();
    assert!(rendered >= 80, "{rendered} with renderings");
    let channels: HashSet<&str> = all
        .iter()
        .filter_map(|a| a.customer.as_ref())
        .flat_map(|c| c.channels.keys().map(String::as_str))
        .collect();
    for channel in ["sms", "wechat", "ivr", "web", "robot"] {
        assert!(channels.contains(channel), "no rendering for {channel}");
    }
    let terms = kb.store.terms().unwrap();
    let of = |kind| terms.iter().filter(|t| t.kind == kind).count();
    assert!(of(TermKind::Term) >= 120, "{} terms", of(TermKind::Term));
    assert!(of(TermKind::Forbidden) > 0 && of(TermKind::Promise) > 0);
    assert!(!kb.overview(DAY, &|| false).unwrap().unwrap().announcements.is_empty());
}

#[test]
fn every_article_is_whole() {
    let kb = opened();
    let mut ids = HashSet::new();
    let all = all(&kb);
    for a in &all {
        let id = a.id.clone().unwrap_or_default();
        assert!(ids.insert(id.clone()), "{id} stands twice");
        assert!(a.similar.len() >= 3, "{id}: {} similar questions", a.similar.len());
        assert!(a.kind.is_some() && a.owner.is_some(), "{id}");
        assert!(a.internal.as_ref().is_some_and(|i| !i.is_empty()), "{id} says nothing inside");
        assert!(
            a.customer.as_ref().is_some_and(|c| !c.answer.is_empty()),
            "{id} says nothing to the customer"
        );
        assert!(a.valid.check().is_ok(), "{id}");
    }
    for a in &all {
        for relation in &a.relations {
            assert!(ids.contains(&relation.to), "{:?} leads to {}, which is not there", a.id, relation.to);
        }
    }
    for announcement in kb.overview(DAY, &|| false).unwrap().unwrap().announcements {
        assert!(announcement.articles.iter().all(|id| ids.contains(id)), "{}", announcement.id);
    }
    for kind in crate::model::Kind::ALL {
        assert!(all.iter().any(|a| a.kind == Some(*kind)), "no {kind}");
    }
}

#[test]
fn every_state_can_be_seen() {
    let kb = opened();
    let all = all(&kb);
    let day = kb.zone().day_of(DAY);
    // A published text of the future may be studied already; one that may not is still a draft.
    assert!(all.iter().any(|a| a.valid.trust(day) == Trust::Future), "nothing is to come");
    for trust in [Trust::Current, Trust::Expired, Trust::ReviewDue, Trust::Study, Trust::OffSale] {
        assert!(
            all.iter().any(|a| a.stage == Some(Stage::Published) && a.valid.trust(day) == trust),
            "nothing is {trust:?}"
        );
    }
    for stage in [Stage::Draft, Stage::Withdrawn, Stage::Published] {
        assert!(all.iter().any(|a| a.stage == Some(stage)), "nothing is {stage}");
    }
    assert!(all.iter().any(Article::is_drifted), "nothing has drifted");
    let mut by_question: std::collections::HashMap<&str, HashSet<&Scope>> = std::collections::HashMap::new();
    for a in &all {
        by_question.entry(&a.question).or_default().insert(&a.scope);
    }
    assert!(by_question.values().any(|scopes| scopes.len() >= 2), "no question has variants");
}

#[test]
fn every_name_in_a_scope_stands_in_its_tree() {
    let kb = opened();
    let all = all(&kb);
    for axis in [Axis::Region, Axis::Product] {
        let nodes = kb.store.tree(Tree::Axis(axis)).unwrap();
        let below: Vec<&str> = nodes.names().filter(|n| nodes.with_ancestors(n).len() == 1).collect();
        for a in &all {
            for name in a.scope.on(axis) {
                let is_root = below.contains(&name.as_str());
                let has_children = nodes.names().any(|n| n != name && nodes.with_ancestors(n).contains(name));
                assert!(!is_root || has_children, "{:?}: {name} is on no branch of the {axis} tree", a.id);
            }
        }
    }
}

#[test]
fn each_current_article_is_found_by_its_own_question() {
    let mut kb = opened();
    let day = kb.zone().day_of(DAY);
    for a in all(&kb) {
        if a.stage != Some(Stage::Published) || !a.valid.covers(day) {
            continue;
        }
        let first = found(&mut kb, &Query::of(&a.question, 1), DAY).rows.into_iter().next();
        let same = first.is_some_and(|row| {
            Some(&row.id) == a.id.as_ref() || row.variants.iter().any(|v| Some(&v.id) == a.id.as_ref())
        });
        assert!(same, "{:?} is not found by {}", a.id, a.question);
    }
}
