//! Building the index, and how long an edit takes to be found.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops at the first thing that is wrong"
)]

mod common;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use common::figures::{Times, rate, tell, timed};
use common::{NOW, Subject, TOP, maker};
use criterion::{Criterion, Throughput};
use zhixi::kb::Kb;
use zhixi::model::{Article, Moment, Query};
use zhixi::search::Home;

/// The large index is built so often by hand; criterion's ten samples would take minutes.
const BUILDS: usize = 2;
/// Articles of the index that criterion builds. Loading the dictionary is a good part of such a small build.
const FEW: usize = 2000;
/// Edits of which the parts are told.
const EDITS: usize = 30;

fn main() {
    let mut criterion = common::criterion(3);
    let mut made = None;
    build(&mut criterion, &mut made);
    edit(&mut criterion, &mut made);
    criterion.final_summary();
}

fn build(criterion: &mut Criterion, made: &mut Option<Subject>) {
    let few = FEW.min(common::many());
    let mut small = None;
    let mut group = criterion.benchmark_group("index");
    group.throughput(Throughput::Elements(u64::try_from(few).expect("a small number")));
    group.bench_function(format!("build_{few}"), |bencher| {
        let small = small.get_or_insert_with(|| {
            build_by_hand(made.get_or_insert_with(|| common::made_kb(common::many())));
            common::made_kb(few)
        });
        bencher.iter(|| black_box(small.kb.reindex(&mut |_, _| {}).expect("an index")));
    });
    group.finish();
}

fn build_by_hand(subject: &mut Subject) {
    let text_bytes: usize = maker::articles(common::many()).iter().map(text_bytes).sum();
    let builds = (0..BUILDS).map(|_| timed(|| subject.kb.reindex(&mut |_, _| {}).expect("an index")));
    let (time, articles) = builds.min().expect("a build");
    let index = Home::at(subject.kb.place().dir().join("index")).current().expect("an index in use");
    let index_bytes = bytes_below(&index);
    tell(
        &format!("index/build_{articles}"),
        format!(
            "{:.0} articles/s ({:.2} s, best of {BUILDS}); index {:.1} MB, text {:.1} MB, ratio {:.2}",
            rate(articles, time),
            time.as_secs_f64(),
            megabytes(index_bytes),
            megabytes(text_bytes),
            megabytes(index_bytes) / megabytes(text_bytes),
        ),
    );
}

fn edit(criterion: &mut Criterion, made: &mut Option<Subject>) {
    let articles = maker::articles(common::many());
    let mut group = criterion.benchmark_group("index");
    let mut count = 0;
    group.bench_function("edit_visible", |bencher| {
        let subject = made.get_or_insert_with(|| common::made_kb(common::many()));
        if count == 0 {
            let parts: Vec<Edit> =
                (0..EDITS).map(|_| Edit::make(&mut subject.kb, &articles, &mut count)).collect();
            let times = |part: fn(&Edit) -> Duration| Times::of(parts.iter().map(part).collect());
            tell("index/edit_visible", times(|e| e.save + e.index + e.find));
            tell("index/edit_visible, saved", times(|e| e.save));
            tell("index/edit_visible, indexed", times(|e| e.index));
            tell("index/edit_visible, found", times(|e| e.find));
        }
        bencher.iter(|| Edit::make(&mut subject.kb, &articles, &mut count));
    });
    group.finish();
}

/// The parts of the way from an editor's text to an agent's screen.
struct Edit {
    save: Duration,
    index: Duration,
    find: Duration,
}

impl Edit {
    /// Changes another article each time; `count` is how many were changed.
    fn make(kb: &mut Kb, articles: &[Article], count: &mut usize) -> Edit {
        *count += 1;
        let article = &articles[*count * 37 % articles.len()];
        let question = format!("{}第{count}版", article.question);
        let edited = [Article { question: question.clone(), ..article.clone() }];
        // An instant of its own: a text is not current before it is there.
        let now = Moment(NOW.0 + i64::try_from(*count).expect("a small number"));
        let (save, ()) = timed(|| common::take_in(kb, &edited, now));
        let (index, ()) = timed(|| kb.sync().expect("an index in step"));
        let (find, found) = timed(|| kb.find(&Query::of(&question, TOP), now, &|| false).expect("an answer"));
        let is_found = found.is_some_and(|found| found.rows.iter().any(|row| row.question == question));
        // Some of the demo's articles are not current on this day, nor are those made of them.
        let zone = kb.zone();
        let day = zone.day_of(now);
        let is_current = article.valid.from.is_none_or(|from| from <= day)
            && article.valid.until.is_none_or(|until| until > day);
        assert!(is_found || !is_current, "{question:?} is not found after it was indexed");
        Edit { save, index, find }
    }
}

/// Bytes of what is searched.
fn text_bytes(article: &Article) -> usize {
    let answers = [article.internal.as_ref(), article.customer.as_ref().map(|c| &c.answer)];
    let answers: usize = answers.into_iter().flatten().map(|a| a.lead.len() + a.body.len()).sum();
    article.questions().map(str::len).sum::<usize>() + answers
}

fn bytes_below(dir: &Path) -> usize {
    let sizes = std::fs::read_dir(dir).expect("a directory").flatten().map(|entry| entry.metadata());
    sizes.map(|found| usize::try_from(found.expect("a file").len()).expect("a size")).sum()
}

#[allow(clippy::cast_precision_loss, reason = "a figure for people")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
