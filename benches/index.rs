//! Building the index, and how long an edit takes to be found.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops at the first thing that is wrong"
)]

mod common;

use std::hint::black_box;

use common::edit::{Edit, tell_edits};
use common::figures::{rate, tell, timed};
use common::sizes::{bytes_below, megabytes, text_bytes};
use common::{NOW, Subject, maker};
use criterion::{Criterion, Throughput};
use zhixi::kb::Kb;
use zhixi::model::Article;
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
            let edits: Vec<Edit> = (0..EDITS).map(|_| next(&mut subject.kb, &articles, &mut count)).collect();
            tell_edits("index/edit_visible", &edits);
        }
        bencher.iter(|| next(&mut subject.kb, &articles, &mut count));
    });
    group.finish();
}

/// Changes another article each time; `count` is how many were changed.
fn next(kb: &mut Kb, articles: &[Article], count: &mut usize) -> Edit {
    *count += 1;
    let article = &articles[*count * 37 % articles.len()];
    let edit = Edit::make(kb, &common::who(), article, (*count, NOW), None);
    // Some of the demo's articles are not current on this day, nor are those made of them.
    let day = kb.zone().day_of(NOW);
    let is_current = article.valid.from.is_none_or(|from| from <= day)
        && article.valid.until.is_none_or(|until| until > day);
    assert!(edit.is_found || !is_current, "{:?} is not found after its change {count}", article.question);
    edit
}
