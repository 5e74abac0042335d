//! A peer: SQLite's FTS5 over the same titles and bodies, as pairs of characters, bm25, the first twenty with title.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use zhixi::model::Article;

use super::queries::{Costs, Result, costs};
use crate::common::TOP;
use crate::common::figures::{Times, millis, rate, tell};
use crate::common::sizes::megabytes;

/// One of so many prefixes is asked: the peer is slow, and a fair sample says as much.
const SAMPLE: usize = 4;

pub struct Fts {
    db: Connection,
    articles: i64,
    /// Spent on filling it, without the reading of the articles.
    built: Duration,
}

impl Fts {
    pub fn create(path: &Path) -> Fts {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let db = Connection::open_with_flags(path, flags).expect("the peer's database");
        // Nobody needs it after a crash; what is read often may stay in memory.
        let layout = "
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            PRAGMA mmap_size = 8000000000;
            PRAGMA cache_size = -64000;
            CREATE TABLE article (number INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT;
            CREATE VIRTUAL TABLE pairs USING fts5 (title, body, content = '', prefix = '1');
            BEGIN;";
        db.execute_batch(layout).expect("FTS5 in the bundled SQLite");
        Fts { db, articles: 0, built: Duration::ZERO }
    }

    pub fn add(&mut self, article: &Article) {
        let begun = Instant::now();
        self.articles += 1;
        let answers = [article.internal.as_ref(), article.customer.as_ref().map(|c| &c.answer)];
        let mut body = String::new();
        for answer in answers.into_iter().flatten() {
            body.push_str(&pairs(&answer.lead).join(" "));
            body.push('\n');
            body.push_str(&pairs(&answer.body).join(" "));
            body.push('\n');
        }
        let title = pairs(&article.question).join(" ");
        let put = |sql, values: &[&dyn rusqlite::ToSql]| {
            self.db.prepare_cached(sql).and_then(|mut put| put.execute(values)).expect("a row")
        };
        put("INSERT INTO article VALUES (?1, ?2)", &[&self.articles, &article.question]);
        put("INSERT INTO pairs (rowid, title, body) VALUES (?1, ?2, ?3)", &[&self.articles, &title, &body]);
        self.built += begun.elapsed();
    }

    /// Merges what is there, as our own index is merged.
    pub fn finish(&mut self) {
        let begun = Instant::now();
        self.db
            .execute_batch("COMMIT; INSERT INTO pairs (pairs) VALUES ('optimize');")
            .expect("the peer's index");
        self.built += begun.elapsed();
    }

    /// What is used of its file: the merge leaves room behind.
    fn bytes(&self) -> usize {
        let pragma =
            |name| self.db.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).expect("a size");
        let pages = pragma("page_count") - pragma("freelist_count");
        usize::try_from(pages * pragma("page_size")).expect("a size")
    }

    fn rows(&self, query: &str) -> usize {
        let wanted = asked(query);
        if wanted.is_empty() {
            return 0;
        }
        let sql = "SELECT title FROM (SELECT rowid AS number, rank AS score FROM pairs WHERE pairs MATCH ?1 \
                   ORDER BY rank LIMIT ?2) JOIN article USING (number) ORDER BY score";
        let mut select = self.db.prepare_cached(sql).expect("a query");
        let rows = select
            .query_map((wanted, i64::try_from(TOP).expect("a small number")), |row| row.get::<_, String>(0))
            .expect("rows");
        rows.map(|title| title.expect("a title")).filter(|title| !title.is_empty()).count()
    }
}

pub fn measure(fts: &Fts, text: usize, results: &[Result]) {
    let size = fts.bytes();
    tell(
        "scale/peers, FTS5",
        format!(
            "{:.0} articles/s; {:.1} MB with titles, {:.2} of the text",
            rate(usize::try_from(fts.articles).expect("a number"), fts.built),
            megabytes(size),
            megabytes(size) / megabytes(text),
        ),
    );
    let Some(ours) = results.iter().find(|result| result.name == "prefixes") else { return };
    let sample: Vec<usize> = (0..ours.queries.len()).step_by(SAMPLE).collect();
    let theirs = costs(sample.len(), |at| fts.rows(&ours.queries[sample[at]].text));
    tell("scale/peers, FTS5 prefixes", theirs.say());
    tell("scale/peers, ours against FTS5", ratios(&ours.costs, &sample, &theirs));
}

/// The same queries, ours by theirs, of those that find something in both: what has no answer costs nothing.
fn ratios(ours: &Costs, sample: &[usize], theirs: &Costs) -> String {
    let both: Vec<(usize, usize)> = sample
        .iter()
        .enumerate()
        .map(|(there, &here)| (here, there))
        .filter(|&(here, there)| ours.finds[here] && theirs.finds[there])
        .collect();
    let our = Times::of(both.iter().map(|&(here, _)| ours.cpu[here]).collect());
    let their = Times::of(both.iter().map(|&(_, there)| theirs.cpu[there]).collect());
    let ratio = |percent: usize| {
        let (our, their) = (millis(our.percentile(percent)), millis(their.percentile(percent)));
        format!("p{percent} {our:.3} / {their:.3} = {:.2}", our / their)
    };
    let ratios = [50, 90, 99, 100].map(ratio).join(", ");
    format!("CPU ms {ratios}; {} prefixes that find something in both", both.len())
}

/// All pairs, and the last word's beginning as one.
fn asked(query: &str) -> String {
    let pairs = pairs(query);
    let last = pairs.len().saturating_sub(1);
    // Of Chinese the last pair is whole; a single character or a Latin word may only have begun.
    let is_begun = |pair: &str| !query.ends_with(' ') && (pair.is_ascii() || pair.chars().nth(1).is_none());
    let quoted = pairs.iter().enumerate().map(|(at, pair)| {
        let star = if at == last && is_begun(pair) { " *" } else { "" };
        format!("\"{pair}\"{star}")
    });
    quoted.collect::<Vec<_>>().join(" ")
}

/// Latin words and numbers as they are, of everything else each two neighbours; one character alone as itself.
fn pairs(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let mut pairs = Vec::new();
    let runs = text.split(|c: char| !c.is_alphanumeric());
    for run in runs.filter(|run| !run.is_empty()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let is_latin = first.is_ascii();
            let end = rest.find(|c: char| c.is_ascii() != is_latin).unwrap_or(rest.len());
            let (part, behind) = rest.split_at(end);
            rest = behind;
            let starts: Vec<usize> = part.char_indices().map(|(at, _)| at).chain([part.len()]).collect();
            match starts.len() {
                _ if is_latin => pairs.push(part.to_owned()),
                0..=2 => pairs.push(part.to_owned()),
                _ => pairs.extend(starts.windows(3).map(|ends| part[ends[0]..ends[2]].to_owned())),
            }
        }
    }
    pairs
}
