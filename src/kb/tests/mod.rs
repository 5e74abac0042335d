//! Tests of the use cases over real databases and indexes in directories of their own.

mod atoms;
mod batch;
mod beside;
mod board;
mod damage;
mod demo;
mod doctor;
mod export;
mod feedback;
mod find;
mod findable;
mod golden;
mod guard;
mod hidden;
mod house;
mod inbox;
mod index;
mod intake;
mod life;
mod merge;
mod open;
mod outgoing;
mod past;
mod publications;
mod publish;
mod rehearse;
mod replaced;
mod scope;
mod snapshot;
mod today;
mod typing;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Found, IntakeOptions, IntakeRefusal, Kb, KbError, Landed, Row, Wish};
use crate::model::{Answer, Article, CustomerAnswer, Moment, Query, Scope, Stage, Zone};
use crate::store::tests::{NOW, dump, pass_review, who};

/// An article with a question, an id and something to read.
fn article(id: &str, question: &str) -> Article {
    Article {
        id: Some(id.to_owned()),
        question: question.to_owned(),
        internal: Some(Answer { lead: format!("{question}的口径"), body: "先核实身份。".into() }),
        customer: Some(CustomerAnswer {
            answer: Answer::of_body("您好，马上为您处理。"),
            ..Default::default()
        }),
        ..Article::default()
    }
}

fn staged(stage: Stage, article: Article) -> Article {
    Article { stage: Some(stage), ..article }
}

fn in_region(region: &str, article: Article) -> Article {
    Article { scope: Scope { region: vec![region.into()], ..Scope::default() }, ..article }
}

/// A directory and a KB in it, empty and not indexed.
fn new_kb() -> (TempDir, Kb) {
    let dir = tempfile::tempdir().expect("a directory");
    let kb = Kb::create(&dir.path().join("kb"), &Zone::default(), &who(), NOW).expect("a KB");
    (dir, kb)
}

/// A KB with these articles, indexed.
fn kb_of(articles: &[Article]) -> (TempDir, Kb) {
    let (dir, mut kb) = new_kb();
    take(&mut kb, NOW, articles);
    kb.sync().expect("an index");
    (dir, kb)
}

/// Takes articles in without keys; every one must land.
fn take(kb: &mut Kb, now: Moment, articles: &[Article]) -> Vec<Landed> {
    take_with(kb, now, &IntakeOptions::default(), articles, None)
}

fn take_with(
    kb: &mut Kb,
    now: Moment,
    options: &IntakeOptions,
    articles: &[Article],
    key: Option<&str>,
) -> Vec<Landed> {
    try_take(kb, now, options, articles, key).into_iter().map(|landed| landed.expect("it lands")).collect()
}

fn try_take(
    kb: &mut Kb,
    now: Moment,
    options: &IntakeOptions,
    articles: &[Article],
    key: Option<&str>,
) -> Vec<Result<Landed, IntakeRefusal>> {
    kb.intake(&who(), now, options, |intake| -> Result<_, KbError> {
        Ok((articles.iter().map(|a| intake.take(a, key, false)).collect(), "{}".to_owned()))
    })
    .expect("an intake")
    .0
}

fn found(kb: &mut Kb, query: &Query, now: Moment) -> Found {
    kb.find(query, now, &|| false).expect("an answer").expect("not stale")
}

fn rows(kb: &mut Kb, text: &str, now: Moment) -> Vec<Row> {
    found(kb, &Query::of(text, 20), now).rows
}

/// Ids of the rows of a query.
fn ids(kb: &mut Kb, text: &str, now: Moment) -> Vec<String> {
    rows(kb, text, now).into_iter().map(|row| row.id).collect()
}

/// Waits until no index is being built in the background, and looks again.
fn settle(kb: &mut Kb) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while kb.indexing.progress().is_some() {
        assert!(Instant::now() < deadline, "the index is still being built");
        std::thread::yield_now();
    }
    kb.refresh().expect("a look");
}

fn database(kb: &Kb) -> PathBuf {
    kb.place().dir().join(super::place::DATABASE)
}

/// All files below a directory with what changes when someone touches them.
fn listing(dir: &Path) -> Vec<(PathBuf, u64, std::time::SystemTime)> {
    let mut all = Vec::new();
    let mut waiting = vec![dir.to_path_buf()];
    while let Some(here) = waiting.pop() {
        let meta = std::fs::metadata(&here).expect("an entry");
        if meta.is_dir() {
            waiting
                .extend(std::fs::read_dir(&here).expect("a directory").map(|e| e.expect("an entry").path()));
        }
        all.push((here, meta.len(), meta.modified().expect("a time")));
    }
    all.sort();
    all
}

/// Lets nothing be written below a directory. The superuser is not bound; what they may do is compared instead.
fn protect(dir: &Path, protected: bool) {
    for (path, _, _) in listing(dir) {
        let mut permissions = std::fs::metadata(&path).expect("an entry").permissions();
        if protected {
            permissions.set_readonly(true);
        } else {
            use std::os::unix::fs::PermissionsExt as _;
            permissions.set_mode(0o755);
        }
        std::fs::set_permissions(&path, permissions).expect("permissions");
    }
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a directory");
    for entry in std::fs::read_dir(from).expect("a directory") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_dir(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}

fn reader(kb: &Kb) -> Kb {
    Kb::open(kb.place().root(), Wish::Read).expect("it opens")
}
