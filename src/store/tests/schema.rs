//! Every released schema is kept as a file, and the ladder is one transaction.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::{NOW, place, question, who};
use crate::model::{Answer, Article, CustomerAnswer, Moment, Rendering, Scope, Similar, Source, Stage, Zone};
use crate::store::desk::{Deed, DeskStore};
use crate::store::migrate::{ARTICLES, DESK, Ladder};
use crate::store::open::connect;
use crate::store::{Access, BatchKind, NewPublication, NewRevision, Store, Tree};

fn fixture(name: &str, version: i64) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/schema/{name}-{version}.db"))
}

/// The article in every fixture of `articles.db`.
fn kept() -> Article {
    let day = |text: &str| text.parse().ok();
    let mut customer = CustomerAnswer {
        answer: Answer { lead: "请先看光猫的灯。".into(), body: "再重启一次。".into() },
        based_on: Some("0123456789abcdef0123456789abcdef".into()),
        ..Default::default()
    };
    customer.channels.insert("sms".into(), Rendering { text: "请重启光猫。".into(), based_on: None });
    Article {
        id: Some("kd-000001".into()),
        similar: vec![Similar { text: "宽带断了".into(), origin: crate::model::Origin::Import }],
        category: vec!["宽带".into(), "故障".into()],
        scope: Scope { region: vec!["云岭".into()], ..Default::default() },
        internal: Some(Answer { lead: "先查欠费。".into(), body: "再查LOS灯。".into() }),
        customer: Some(customer),
        valid: crate::model::Validity {
            from: day("2026-01-01"),
            review_by: day("2026-12-31"),
            ..Default::default()
        },
        stage: Some(Stage::Published),
        source: Some(Source {
            reference: "运维通知〔2026〕12号".into(),
            date: day("2026-01-01"),
            ..Default::default()
        }),
        tags: vec!["高频".into()],
        ..question("宽带上不去网怎么办")
    }
}

fn versions(ladder: &Ladder) -> std::ops::RangeInclusive<i64> {
    1..=ladder.known()
}

/// `cargo test --lib writes_the_fixtures -- --ignored` after adding a step to a ladder. Files that are there stay.
#[test]
#[ignore = "writes into tests/data/schema"]
fn writes_the_fixtures_of_the_newest_schemas() {
    let (dir, path) = place();
    let mut store = Store::create(&path, &Zone::default(), &who(), NOW).unwrap();
    let article = kept();
    let hash = article.content_hash();
    store
        .write(&who(), NOW, |w| {
            let batch = Some(w.begin_batch(BatchKind::Import, "a test")?);
            let new = NewRevision { article: &article, hash: &hash, based_on: None, batch };
            let added = w.add(new)?;
            w.waive((added.number, added.newest), ("leak.term", "question", "宽带"), "客户也这么说")?;
            w.publish(NewPublication {
                article: added.number,
                revision: added.newest,
                from: Moment(0),
                until: Moment::FOREVER,
                emergency: false,
            })
        })
        .unwrap();
    drop(store);
    let desk = dir.path().join("desk.db");
    DeskStore::open(&desk).unwrap().record(&deed(), NOW).unwrap();
    for (from, to) in [(path, fixture("articles", ARTICLES.known())), (desk, fixture("desk", DESK.known()))] {
        let conn = connect(&from, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
        // Small pages, because a file in the repository should be small.
        conn.pragma_update(None, "journal_mode", "DELETE").unwrap();
        conn.execute_batch("PRAGMA page_size = 512; VACUUM;").unwrap();
        drop(conn);
        if !to.exists() {
            std::fs::copy(from, to).unwrap();
        }
    }
}

fn deed() -> Deed<'static> {
    Deed {
        kb: "kb",
        what: "copy",
        query: Some("宽带"),
        article: Some("kd-000001"),
        revision: None,
        face: Some(crate::model::Face::Customer),
        channel: Some("sms"),
    }
}

#[test]
fn a_new_migration_needs_a_new_fixture() {
    for (name, ladder) in [("articles", &ARTICLES), ("desk", &DESK)] {
        for version in versions(ladder) {
            let path = fixture(name, version);
            assert!(
                path.exists(),
                "{} is missing: see writes_the_fixtures_of_the_newest_schemas",
                path.display()
            );
            let conn = connect(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
            assert_eq!(ladder.found(&conn, &path).unwrap(), version);
        }
    }
}

fn schema_of(conn: &Connection) -> Vec<String> {
    conn.prepare(
        "SELECT coalesce(sql, name) FROM sqlite_schema WHERE name <> 'sqlite_sequence' ORDER BY type, name",
    )
    .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
    .expect("a schema")
}

#[test]
fn a_released_step_is_never_edited() {
    // Each fixture must have exactly the schema that the steps up to its version make.
    for (name, ladder) in [("articles", &ARTICLES), ("desk", &DESK)] {
        for version in versions(ladder) {
            let (_dir, path) = place();
            let conn = connect(
                &path,
                rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_CREATE,
            )
            .unwrap();
            for step in ladder.steps.iter().take(usize::try_from(version).unwrap()) {
                conn.execute_batch(step).unwrap();
            }
            let kept = connect(&fixture(name, version), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
            assert_eq!(schema_of(&kept), schema_of(&conn), "{name}-{version}.db is not what its steps make");
        }
    }
}

#[test]
fn every_released_schema_opens_reads_and_writes() {
    for version in versions(&ARTICLES) {
        let (_dir, path) = place();
        std::fs::copy(fixture("articles", version), &path).unwrap();
        let mut store = Store::open(&path, Access::ReadWrite).unwrap();
        assert_eq!((store.schema().unwrap(), store.integrity().unwrap()), (ARTICLES.known(), None));
        let number = store.find_id("kd-000001").unwrap().unwrap();
        let categories = store.tree(Tree::Category).unwrap();
        assert_eq!(store.load(number.newest, &categories).unwrap().unwrap().article, kept());
        // Made by the step for what was there before it, by the save for what came later.
        let head = store.head(number.newest, 1).unwrap().unwrap();
        assert_eq!((head.id.as_str(), head.lead.as_str()), ("kd-000001", "请先看光猫的灯。"));
        assert_eq!((head.drifted, head.similar.as_deref()), (true, Some("宽带断了")));
        assert_eq!(head.scope, kept().scope);
        assert_eq!(store.current_count(NOW).unwrap(), 1);
        let text = question("宽带断了");
        store
            .write(&who(), NOW, |w| {
                let new =
                    NewRevision { article: &text, hash: "h", based_on: Some(number.newest), batch: None };
                w.revise(number.number, new)
            })
            .unwrap();
    }
    for version in versions(&DESK) {
        let (dir, _) = place();
        let path = dir.path().join("desk.db");
        std::fs::copy(fixture("desk", version), &path).unwrap();
        let desk = DeskStore::open(&path).unwrap();
        assert_eq!(desk.recent("kb", 9).unwrap(), ["kd-000001"]);
        desk.record(&deed(), NOW).unwrap();
        assert_eq!(desk.count().unwrap(), 2);
    }
}

#[test]
fn a_step_that_fails_leaves_the_schema_before_it() {
    let (_dir, path) = place();
    let open = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_CREATE;
    let mut conn = connect(&path, open).unwrap();
    let short = Ladder { application_id: 7, steps: &["CREATE TABLE a (x);"] };
    short.climb(&mut conn, &path).unwrap();
    let long = Ladder {
        application_id: 7,
        steps: &[
            "CREATE TABLE a (x);",
            "CREATE TABLE b (x);",
            "CREATE TABLE c (x); INSERT INTO no_such VALUES (1);",
        ],
    };
    assert!(long.climb(&mut conn, &path).is_err());
    assert_eq!(long.found(&conn, &path).unwrap(), 1);
    assert_eq!(schema_of(&conn), ["CREATE TABLE a (x)"]);
    let mended =
        Ladder { steps: &["CREATE TABLE a (x);", "CREATE TABLE b (x);", "CREATE TABLE c (x);"], ..long };
    mended.climb(&mut conn, &path).unwrap();
    mended.climb(&mut conn, &path).unwrap();
    assert_eq!((mended.found(&conn, &path).unwrap(), schema_of(&conn).len()), (3, 3));
}
