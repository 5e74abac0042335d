//! Whose article it is: the contact's scope.

use super::*;
use crate::model::{Axis, Query};
use crate::store::Tree;

fn path(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

/// Variants of one question for the province, two cities and everybody.
fn variants() -> (TempDir, Kb) {
    let (dir, mut kb) = new_kb();
    kb.store
        .write(&who(), NOW, |w| {
            w.node(Tree::Axis(Axis::Region), &path(&["云岭", "云州"]))?;
            w.node(Tree::Axis(Axis::Region), &path(&["云岭", "岭安"]))
        })
        .unwrap();
    let question = "宽带资费多少钱";
    let mut both = in_region("云州", article("city-vip", question));
    both.scope.customer = path(&["政企"]);
    take(
        &mut kb,
        NOW,
        &[
            article("all", question),
            in_region("云岭", article("province", question)),
            in_region("云州", article("city", question)),
            in_region("岭安", article("other", question)),
            both,
            article("else", "宽带怎么报修"),
        ],
    );
    kb.sync().unwrap();
    (dir, kb)
}

fn ask(kb: &mut Kb, region: &[&str], customer: &[&str]) -> Vec<Vec<String>> {
    let scope = Scope { region: path(region), product: Vec::new(), customer: path(customer) };
    let query = Query { scope, ..Query::of("宽带资费多少钱", 20) };
    found(kb, &query, NOW)
        .rows
        .into_iter()
        .map(|row| std::iter::once(row.id).chain(row.variants.into_iter().map(|v| v.id)).collect())
        .collect()
}

#[test]
fn without_a_scope_all_variants_are_one_row() {
    let (_dir, mut kb) = variants();
    let rows = ask(&mut kb, &[], &[]);
    let mut first = rows[0].clone();
    first.sort();
    assert_eq!(first, ["all", "city", "city-vip", "other", "province"]);
    assert!(rows[1..].iter().all(|row| *row == path(&["else"])), "{rows:?}");
    let one = Query { limit: 1, ..Query::of("宽带资费多少钱", 1) };
    let rows = found(&mut kb, &one, NOW).rows;
    assert_eq!((rows.len(), rows[0].variants.len()), (1, 4), "the limit counts rows, not variants");
}

#[test]
fn a_contact_in_a_city_finds_its_city_the_province_and_what_holds_everywhere() {
    let (_dir, mut kb) = variants();
    assert_eq!(ask(&mut kb, &["云州"], &["政企"])[0], ["city-vip", "city", "province", "all"]);
    assert_eq!(ask(&mut kb, &["云州"], &["个人"])[0], ["city", "province", "all"]);
    assert_eq!(ask(&mut kb, &["岭安"], &[])[0], ["other", "province", "all"]);
    assert_eq!(ask(&mut kb, &["云岭"], &[])[0], ["province", "all"]);
    assert_eq!(ask(&mut kb, &["海外"], &[])[0], ["all"]);
}

#[test]
fn the_nearest_region_wins_over_the_one_around_it() {
    // Both limit one axis; the province-wide text stood in front of the city's own.
    let (_dir, mut kb) = new_kb();
    kb.store.write(&who(), NOW, |w| w.node(Tree::Axis(Axis::Region), &path(&["云岭", "云州"]))).unwrap();
    let mut province = in_region("云岭", article("province", "宽带资费多少钱"));
    province.internal = Some(Answer::of_body("宽带资费多少钱，宽带资费多少钱"));
    take(&mut kb, NOW, &[province, in_region("云州", article("city", "宽带资费多少钱"))]);
    kb.sync().unwrap();
    assert_eq!(ask(&mut kb, &["云州"], &[])[0], ["city", "province"]);
}

#[test]
fn an_id_is_hidden_by_scope_like_everything_else() {
    let (_dir, mut kb) = variants();
    let scope = Scope { region: path(&["岭安"]), ..Scope::default() };
    let query = Query { scope, ..Query::of("city", 20) };
    assert!(found(&mut kb, &query, NOW).rows.is_empty());
    // Asked for by its id, a variant stands in front of fitter ones.
    let scope = Scope { region: path(&["云州"]), ..Scope::default() };
    let query = Query { scope, ..Query::of("province", 20) };
    assert_eq!(found(&mut kb, &query, NOW).rows[0].id, "province");
}
