//! The second lock: what the database itself refuses, whatever the program says.

use super::{NOW, add, new_store, question, reviewer, who};
use crate::model::lifecycle::{EMERGENCY_MS, Role, Verdict};
use crate::model::{Action, ActionKind, Answer, Article, Attachment, CustomerAnswer, Moment, Relation};
use crate::model::{RelationKind, Rendering, Scope, Stage};
use crate::store::{ArticleRef, BatchKind, NewPublication, NewRevision, Store, Tree, Who};

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
        stage: Some(Stage::Published),
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
fn nobody_puts_a_text_in_use_by_writing_it() {
    let (_dir, mut store) = new_store();
    store.write(&who(), NOW, |w| w.set_role("zhang", Role::Editor)).unwrap();
    let zhang = Who { os_user: "zhang".into(), agent_no: None };
    for stage in [Stage::Approved, Stage::Published, Stage::Withdrawn] {
        let article = Article { stage: Some(stage), ..question("甲") };
        let mut add = |who: &Who, as_batch: bool, is_ended: bool| {
            store.write(who, NOW, |w| {
                let batch = w.begin_batch(BatchKind::Import, "rows")?;
                if is_ended {
                    w.end_batch(batch, "{}")?;
                }
                let batch = as_batch.then_some(batch);
                w.add(NewRevision { article: &article, hash: "h", based_on: None, batch })
            })
        };
        for (who, as_batch, is_ended) in
            [(&who(), false, false), (&who(), true, true), (&zhang, true, false), (&zhang, false, false)]
        {
            let done = add(who, as_batch, is_ended);
            assert!(
                matches!(&done, Err(error) if error.to_string().contains("begins as a draft")),
                "{stage} by {who:?}: {done:?}"
            );
        }
        add(&who(), true, false).expect("who may publish brings what is in use elsewhere");
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
    use crate::model::lifecycle::{Actor, Step, transition};
    let actors: Vec<Actor> =
        Role::ALL.iter().flat_map(|&role| [true, false].map(|is_author| Actor { role, is_author })).collect();
    for &from in Stage::ALL {
        for &to in Stage::ALL {
            let (_dir, mut store) = new_store();
            let known = add(&mut store, &Article { stage: Some(from), ..question("甲") });
            if from == Stage::InReview {
                store.write(&reviewer(), NOW, |w| w.review(known.newest, Verdict::Approve, "")).unwrap();
            }
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

/// A new article of a category in a stage.
fn one(store: &mut Store, stage: Stage, category: &[&str]) -> ArticleRef {
    let category = category.iter().map(|name| (*name).to_owned()).collect();
    let name = format!("{stage}{}", store.article_count().unwrap());
    add(store, &Article { stage: Some(stage), category, ..question(&name) })
}

fn third() -> Who {
    Who { os_user: "third".into(), agent_no: None }
}

fn approve(store: &mut Store, who: &Who, of: ArticleRef) -> Result<(), String> {
    store.write(who, NOW, |w| w.review(of.newest, Verdict::Approve, "")).map_err(|e| e.to_string())
}

fn to(store: &mut Store, of: ArticleRef, stage: Stage) -> Result<(), String> {
    store.write(&who(), NOW, |w| w.set_stage(of.newest, stage)).map_err(|e| e.to_string())
}

#[test]
fn nothing_is_approved_without_somebody_else() {
    let (_dir, mut store) = new_store();
    let text = one(&mut store, Stage::InReview, &[]);
    assert!(to(&mut store, text, Stage::Approved).unwrap_err().contains("too few"));
    assert!(approve(&mut store, &who(), text).unwrap_err().contains("their own text"));
    assert!(to(&mut store, text, Stage::Approved).is_err());
    approve(&mut store, &reviewer(), text).unwrap();
    // What was approved before it was sent back counts no more.
    store.write(&reviewer(), NOW, |w| w.review(text.newest, Verdict::Return, "错")).unwrap();
    assert!(to(&mut store, text, Stage::Approved).unwrap_err().contains("too few"));
    approve(&mut store, &reviewer(), text).unwrap();
    to(&mut store, text, Stage::Approved).unwrap();
    assert!(refused(&store, "UPDATE review SET reviewer = 'x'").contains("never changed"));
    assert!(refused(&store, "DELETE FROM review").contains("never changed"));
}

#[test]
fn only_what_is_in_review_is_reviewed() {
    let (_dir, mut store) = new_store();
    for &stage in Stage::ALL {
        let text = one(&mut store, stage, &[]);
        let may = matches!(stage, Stage::InReview | Stage::Approved);
        assert_eq!(approve(&mut store, &reviewer(), text).is_ok(), may, "{stage}");
    }
}

#[test]
fn a_category_of_two_and_all_below_it_need_two_people() {
    let (_dir, mut store) = new_store();
    let texts: Vec<(ArticleRef, bool)> = [
        (&["资费"][..], true),
        (&["资费", "套餐", "流量"], true),
        (&["故障"], false),
        (&["故障", "资费"], false),
        (&[], false),
    ]
    .into_iter()
    .map(|(path, two)| (one(&mut store, Stage::InReview, path), two))
    .collect();
    let node = store.tree(Tree::Category).unwrap().find(&["资费".into()]).unwrap();
    assert!(store.write(&who(), NOW, |w| w.set_second_review(node, true)).unwrap());
    for (text, two) in texts {
        approve(&mut store, &reviewer(), text).unwrap();
        // The same person twice is one person.
        approve(&mut store, &reviewer(), text).unwrap();
        assert_eq!(to(&mut store, text, Stage::Approved).is_err(), two);
        if two {
            approve(&mut store, &third(), text).unwrap();
            to(&mut store, text, Stage::Approved).unwrap();
        }
    }
}

fn publish(store: &mut Store, of: ArticleRef, emergency: bool, until: i64, who: &Who) -> Result<(), String> {
    let new = NewPublication {
        article: of.number,
        revision: of.newest,
        from: NOW,
        until: Moment(NOW.0 + until),
        emergency,
    };
    store.write(who, NOW, |w| w.publish(new)).map_err(|e| e.to_string())
}

#[test]
fn only_a_published_revision_of_the_article_is_published() {
    let (_dir, mut store) = new_store();
    for &stage in Stage::ALL {
        let text = one(&mut store, stage, &[]);
        let done = publish(&mut store, text, false, 9, &who());
        assert_eq!(done.is_ok(), stage == Stage::Published, "{stage}: {done:?}");
        let other = ArticleRef { number: 1, ..text };
        assert_eq!(publish(&mut store, other, false, 9, &who()).is_ok(), text.number == 1 && done.is_ok());
    }
}

#[test]
fn an_emergency_wording_is_its_authors_for_a_day_at_most() {
    let (_dir, mut store) = new_store();
    for &stage in Stage::ALL {
        let text = one(&mut store, stage, &[]);
        let in_review = stage == Stage::InReview;
        for (until, by, may) in [
            (EMERGENCY_MS + 1, who(), false),
            (EMERGENCY_MS, reviewer(), false),
            (EMERGENCY_MS, who(), in_review),
        ] {
            assert_eq!(publish(&mut store, text, true, until, &by).is_ok(), may, "{stage} {until} {by:?}");
        }
    }
}

#[test]
fn the_last_admin_stays() {
    let (_dir, mut store) = new_store();
    let set = |store: &mut Store, user: &str, role| store.write(&who(), NOW, |w| w.set_role(user, role));
    assert!(refused(&store, "DELETE FROM role").contains("last admin"));
    assert!(refused(&store, "UPDATE role SET role = 'agent'").contains("last admin"));
    assert!(refused(&store, "UPDATE role SET os_user = 'x'").contains("last admin"));
    assert!(set(&mut store, "editor", Role::Editor).is_err());
    set(&mut store, "third", Role::Admin).unwrap();
    set(&mut store, "editor", Role::Agent).unwrap();
    assert_eq!(store.roles().unwrap(), [("third".to_owned(), Role::Admin)]);
}

#[test]
fn what_was_said_is_never_taken_back() {
    let (_dir, mut store) = new_store();
    let text = one(&mut store, Stage::InReview, &[]);
    store
        .write(&who(), NOW, |w| {
            w.comment(text.newest, "看一下")?;
            w.waive((text.number, text.newest), ("leak.term", "question", "鹰眼"), "客户也这么叫")?;
            w.withdrawn(text.number, text.newest, "有误")?;
            w.validated(text.number, text.newest, None)
        })
        .unwrap();
    for table in ["comment", "waiver", "withdrawal", "validation"] {
        assert!(refused(&store, &format!("DELETE FROM {table}")).contains("never changed"), "{table}");
        assert!(refused(&store, &format!("UPDATE {table} SET at = 0")).contains("never changed"), "{table}");
    }
    assert_eq!(store.waivers_of(text.number).unwrap().len(), 1);
    assert_eq!(store.withdrawal_of(text.number).unwrap().unwrap().reason, "有误");
    assert_eq!(store.validation_of(text.number).unwrap().unwrap().by, "editor");
}
