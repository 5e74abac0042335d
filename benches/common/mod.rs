//! What the benches share: the demo's articles, as many more made of them as wanted, and knowledge bases of both.
//!
//! Everything made is the same on every run and every machine: the dice have a fixed seed, the clock stands still.

#![allow(dead_code, reason = "each bench is a crate of its own and uses its part of this")]

pub mod dice;
pub mod edit;
pub mod figures;
pub mod maker;
pub mod memory;
pub mod sizes;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::Criterion;
use tempfile::TempDir;
use zhixi::config::clock;
use zhixi::import::{Item, Options, read};
use zhixi::kb::{Health, IntakeOptions, Kb, Who, Wish, demo};
use zhixi::model::{Article, Channels, Moment, Query, Scope, Stage, Trust, Zone};

/// 2026-11-22 10:00 in Shanghai: on this day the demo has articles in every state.
pub const NOW: Moment = Moment(1_795_312_800_000);
/// So many rows of an answer, as the budgets have it.
pub const TOP: usize = 20;
/// Titles taken from a knowledge base that is not ours.
const TITLES: i64 = 300;
/// What is typed before an agent has found it; titles of web pages go on for much longer.
const LONGEST_PREFIX_CHARS: usize = 24;

/// Whether figures are wanted. `cargo test --benches` only asks whether the benches still run.
pub fn is_measuring() -> bool {
    let has = |wanted: &str| std::env::args().any(|arg| arg == wanted);
    has("--bench") && !has("--test")
}

/// Articles of the generated knowledge base.
pub fn many() -> usize {
    if is_measuring() { 20_000 } else { 200 }
}

/// Criterion with the patience that keeps a bench below 40 seconds.
pub fn criterion(seconds: u64) -> Criterion {
    Criterion::default()
        .without_plots()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(seconds))
        .configure_from_args()
}

/// A directory below cargo's own, on the disk that holds the build: `/tmp` may be memory.
pub fn scratch() -> TempDir {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(root).expect("cargo's directory for benches");
    tempfile::Builder::new().prefix("bench-").tempdir_in(root).expect("a directory in it")
}

/// Whoever makes a knowledge base may publish in it.
pub fn who() -> Who {
    Who { os_user: "bench".into(), agent_no: None }
}

/// The articles of `data/demo`, in the order of their files.
pub fn demo_articles() -> Vec<Article> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/data/demo");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(dir).expect("data/demo").flatten().map(|entry| entry.path()).collect();
    files.sort();
    let is_articles = |path: &&PathBuf| {
        path.extension().is_some_and(|e| e == "jsonl")
            && path.file_stem().is_some_and(|s| s != "announcements")
    };
    let mut articles = Vec::new();
    for file in files.iter().filter(is_articles) {
        let text = std::fs::read_to_string(file).expect("a file of the demo");
        articles.extend(text.lines().map(|line| serde_json::from_str::<Article>(line).expect("an article")));
    }
    articles
}

/// All questions of the demo's articles.
pub fn demo_questions() -> Vec<String> {
    demo_articles().iter().flat_map(Article::questions).map(str::to_owned).collect()
}

/// The lines of the file that a variable of the environment names, without empty ones.
pub fn lines_of(variable: &str) -> Option<Vec<String>> {
    let file = std::env::var_os(variable).filter(|file| !file.is_empty())?;
    let text = std::fs::read_to_string(&file).expect("the file that the environment names");
    Some(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

/// A knowledge base to be measured, and what is asked of it.
pub struct Subject {
    pub kb: Kb,
    /// Its time.
    pub now: Moment,
    /// Typed key by key.
    pub prefixes: Vec<String>,
    /// Asked as a whole.
    pub questions: Vec<String>,
    /// A contact's scope.
    pub scope: Scope,
    // After the knowledge base: fields are dropped in this order.
    pub dir: Option<TempDir>,
}

impl Subject {
    fn of_demo_questions(kb: Kb, dir: TempDir) -> Subject {
        let articles = demo_articles();
        let titles: Vec<&str> = articles.iter().map(|a| a.question.as_str()).collect();
        Subject {
            kb,
            now: NOW,
            prefixes: titles.iter().flat_map(|title| growing(title)).collect(),
            questions: demo_questions(),
            scope: Scope {
                region: vec!["云州".into()], customer: vec!["个人".into()], ..Scope::default()
            },
            dir: Some(dir),
        }
    }

    /// Closes the knowledge base; its files live as long as what is returned.
    pub fn close(self) -> (PathBuf, Option<TempDir>) {
        (self.kb.place().root().to_path_buf(), self.dir)
    }

    /// Rows of one query; how it is asked on every key.
    pub fn find(&mut self, query: &Query) -> usize {
        let found = self.kb.find(query, self.now, &|| false).expect("an answer");
        found.expect("nothing overtakes it").rows.len()
    }
}

/// The demo, unpacked and indexed.
pub fn demo_kb() -> Subject {
    let dir = scratch();
    let kb = demo::open(dir.path(), &who(), NOW).expect("the demo");
    Subject::of_demo_questions(kb, dir)
}

/// A knowledge base of so many made articles, indexed.
pub fn made_kb(count: usize) -> Subject {
    let dir = scratch();
    let kb = kb_of(&maker::articles(count), &dir.path().join("kb"));
    Subject::of_demo_questions(kb, dir)
}

/// A new knowledge base of these articles, indexed.
pub fn kb_of(articles: &[Article], dir: &Path) -> Kb {
    let mut kb = Kb::create(dir, &Zone::default(), &who(), NOW).expect("a new knowledge base");
    take_in(&mut kb, &who(), articles, NOW);
    kb.sync().expect("an index");
    kb
}

/// Takes articles in, published; the index is not brought up to date.
pub fn take_in(kb: &mut Kb, who: &Who, articles: &[Article], now: Moment) {
    let options = IntakeOptions { name: "bench".into(), stage: Some(Stage::Published), dry_run: false };
    let taken = kb.intake(who, now, &options, |intake| -> anyhow::Result<((), String)> {
        for article in articles {
            intake.take(article, None, false)?;
        }
        Ok(((), "{}".into()))
    });
    taken.expect("articles taken in");
}

/// Imports a file as `zhixi import` does, without the index; rows read.
pub fn import(kb: &mut Kb, file: &Path) -> usize {
    let channels = Channels::shipped().list.iter().map(|c| c.name.clone()).collect();
    let options = Options { channels, ..Options::default() };
    let intake_options = IntakeOptions { name: "bench".into(), ..IntakeOptions::default() };
    let imported = kb.intake(&who(), NOW, &intake_options, |intake| -> anyhow::Result<(usize, String)> {
        let mut rows = 0;
        let mut problem = None;
        read(file, &options, &mut |_, _| {}, &mut |item| {
            let taken = match item {
                Item::Draft(draft) => intake
                    .take(&draft.article, draft.source_key.as_deref(), false)
                    .map_err(anyhow::Error::from),
                Item::Refused(refused) => {
                    Err(anyhow::anyhow!("row {}: {}", refused.place.row, refused.reason))
                }
            };
            rows += 1;
            problem = taken.err();
            if problem.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        problem.map_or(Ok((rows, "{}".into())), Err)
    });
    imported.expect("rows imported").0
}

/// The directory of a knowledge base that somebody made by hand, such as the 200,000 articles of the corpora.
pub fn named_kb() -> Option<PathBuf> {
    std::env::var_os("ZHIXI_BENCH_KB").filter(|dir| !dir.is_empty()).map(PathBuf::from)
}

/// That knowledge base. It is asked for its own titles, or for the lines of the file in `ZHIXI_BENCH_PREFIXES`.
pub fn open_named(dir: &Path) -> Subject {
    let kb = Kb::open(dir, Wish::Read).expect("the knowledge base in ZHIXI_BENCH_KB");
    let health = kb.health().expect("its state");
    assert!(health == Health::InStep, "its index is not in step: run `zhixi reindex` on it first");
    let now = clock::now();
    let titles = titles_of(&kb, now);
    assert!(!titles.is_empty(), "it has no current article to ask for");
    let prefixes = lines_of("ZHIXI_BENCH_PREFIXES");
    let prefixes = prefixes.unwrap_or_else(|| titles.iter().flat_map(|title| growing(title)).collect());
    // Where no article has a scope, a scope still costs its filter.
    let region = kb.sketch(now).expect("its overview").regions.into_iter().take(1).collect();
    let scope = Scope { region, customer: vec!["个人".into()], ..Scope::default() };
    Subject { kb, now, prefixes, questions: titles, scope, dir: None }
}

/// Titles of current articles, evenly over the revisions.
fn titles_of(kb: &Kb, now: Moment) -> Vec<String> {
    let count = kb.overview(now, &|| false).expect("its overview").expect("nobody waits").articles;
    let count = i64::try_from(count).expect("a number of articles");
    (0..TITLES.min(count))
        .filter_map(|at| kb.shown(1 + at * count / TITLES.min(count), now).expect("an article"))
        .filter(|shown| shown.stage == Stage::Published && shown.trust == Trust::Current)
        .map(|shown| shown.article.question)
        .collect()
}

/// A text as it is asked on every key.
pub fn asked(text: &str, scope: &Scope) -> Query {
    let mut query = Query::of(text, TOP);
    query.scope = scope.clone();
    query
}

/// What the search line holds after each key.
pub fn growing(text: &str) -> Vec<String> {
    let mut prefix = String::new();
    text.chars()
        .take(LONGEST_PREFIX_CHARS)
        .map(|c| {
            prefix.push(c);
            prefix.clone()
        })
        // A space changes nothing that is looked for.
        .filter(|prefix| !prefix.ends_with(char::is_whitespace))
        .collect()
}
