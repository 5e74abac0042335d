//! The second lock: what the database itself refuses, whatever the program says.

use super::{NOW, add, new_store, question, who};
use crate::model::{Action, ActionKind, Answer, Article, Attachment, CustomerAnswer, Moment, Relation};
use crate::model::{RelationKind, Rendering, Scope};
use crate::store::{NewPublication, Store};

/// A store with one article that has a row in every table of a revision, and a publication.
fn full() -> (tempfile::TempDir, Store) {
    let (dir, mut store) = new_store();
    let mut customer = CustomerAnswer { answer: Answer::of_body("客户"), ..Default::default() };
    customer.channels.insert("sms".into(), Rendering { text: "短信".into(), based_on: None });
    let article = Article {
        similar: vec!["另一问".into()],
        scope: Scope { region: vec!["云州".into()], ..Default::default() },
        internal: Some(Answer::of_body("内部")),
        customer: Some(customer),
        actions: vec![Action {
            kind: ActionKind::Ticket,
            target: "装维".into(),
            fields: vec![],
            limit: None,
        }],
        relations: vec![Relation { kind: RelationKind::Next, to: "kd-9".into() }],
        attachments: vec![Attachment { name: "图".into(), sha256: "0".repeat(64) }],
        tags: vec!["高频".into()],
        ..question("甲")
    };
    let number = add(&mut store, &article);
    store
        .write(&who(), NOW, |w| {
            w.publish(NewPublication {
                article: number.number,
                revision: number.newest,
                from: Moment(0),
                until: Moment(9),
                emergency: false,
            })
        })
        .unwrap();
    (dir, store)
}

fn refused(store: &Store, sql: &str) -> String {
    match store.conn.execute(sql, []) {
        Ok(count) => panic!("{sql} changed {count} rows"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_revision_and_all_that_belongs_to_it_never_change() {
    let (dir, store) = full();
    let before = super::dump(&dir.path().join("articles.db"));
    assert!(refused(&store, "UPDATE revision SET question = '乙'").contains("immutable"));
    assert!(refused(&store, "DELETE FROM revision").contains("never deleted"));
    for (table, column) in [
        ("answer", "body"),
        ("rendering", "text"),
        ("similar", "text"),
        ("scope", "name"),
        ("tag", "name"),
        ("relation", "target"),
        ("action", "target"),
        ("attachment", "name"),
    ] {
        assert!(
            refused(&store, &format!("UPDATE {table} SET {column} = '乙'")).contains("immutable"),
            "{table}"
        );
        assert!(refused(&store, &format!("DELETE FROM {table}")).contains("immutable"), "{table}");
    }
    assert_eq!(super::dump(&dir.path().join("articles.db")), before);
}

#[test]
fn the_audit_trail_is_append_only() {
    let (_dir, store) = full();
    assert!(refused(&store, "UPDATE event SET what = 'x'").contains("append-only"));
    assert!(refused(&store, "DELETE FROM event").contains("append-only"));
}

#[test]
fn a_publication_closes_once_and_is_never_changed() {
    let (_dir, store) = full();
    assert!(refused(&store, "UPDATE publication SET until_ms = 99").contains("never changed"));
    assert!(refused(&store, "DELETE FROM publication").contains("never deleted"));
    store.conn.execute("UPDATE publication SET closed = 5", []).unwrap();
    assert!(refused(&store, "UPDATE publication SET closed = NULL").contains("never changed"));
}

#[test]
fn the_stage_moves_only_along_the_steps_of_the_life_cycle() {
    use crate::model::Stage;
    use crate::model::lifecycle::{Actor, Role, Step, transition};
    let actors: Vec<Actor> =
        Role::ALL.iter().flat_map(|&role| [true, false].map(|is_author| Actor { role, is_author })).collect();
    for &from in Stage::ALL {
        for &to in Stage::ALL {
            let (_dir, mut store) = new_store();
            add(&mut store, &Article { stage: Some(from), ..question("甲") });
            let in_database = store.conn.execute("UPDATE revision SET stage = ?1", [to.word()]).is_ok();
            let in_program = Step::ALL.iter().any(|&step| {
                actors.iter().any(|&actor| transition(from, step, actor).is_ok_and(|s| s == to))
            });
            // The emergency step and withdrawing again are the program's; the database may not know more than it.
            assert!(
                !in_database || in_program,
                "{from} > {to}: the database allows what the program does not"
            );
            assert!(
                in_database || !in_program,
                "{from} > {to}: the program allows what the database refuses"
            );
        }
    }
}
