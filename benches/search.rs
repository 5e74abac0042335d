//! One query in process: parse, rank, filter, and read the rows of the first twenty. Over the demo, over 20,000 made
//! articles, and over the knowledge base in `ZHIXI_BENCH_KB` where that is set.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops at the first thing that is wrong"
)]

mod common;

use std::hint::black_box;
use std::time::{Duration, Instant};

use common::figures::{Times, tell, timed};
use common::{Subject, asked, dice};
use criterion::Criterion;
use zhixi::model::{Query, Scope};

/// Every query is asked so often and its best time counts: what the neighbours on the machine cost is not ours.
const PASSES: usize = 3;
/// No new pass is begun after so long.
const PATIENCE: Duration = Duration::from_secs(2);

fn main() {
    let mut criterion = common::criterion(2);
    measure(&mut criterion, "demo", common::demo_kb);
    measure(&mut criterion, "made", || common::made_kb(common::many()));
    if let Some(dir) = common::named_kb() {
        measure(&mut criterion, "named", || common::open_named(&dir));
    }
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, name: &str, open: impl Fn() -> Subject) {
    let mut group = criterion.benchmark_group(format!("search/{name}"));
    // Opened by the first case that the filter of the command line lets through.
    let mut subject = None;
    for case in ["prefixes", "whole", "prefixes_in_scope"] {
        let mut queries = Vec::new();
        // Criterion calls the closure once for each sample; the next one goes on where the last has ended.
        let mut at = 0;
        group.bench_function(case, |bencher| {
            let subject = subject.get_or_insert_with(&open);
            if queries.is_empty() {
                queries = queries_of(case, subject);
                let (times, passes, nothing) = percentiles(subject, &queries);
                let name = format!("search/{name}/{case}");
                tell(
                    &name,
                    format!("{times}, best of {passes}; {nothing} of {} find nothing", queries.len()),
                );
                // A sample is a stretch of them: each must hold short and long ones.
                dice::shuffle(&mut queries);
            }
            bencher.iter(|| {
                at = (at + 1) % queries.len();
                black_box(subject.find(&queries[at]))
            });
        });
    }
    group.finish();
}

fn queries_of(case: &str, subject: &Subject) -> Vec<Query> {
    let texts = if case == "whole" { &subject.questions } else { &subject.prefixes };
    let scope = if case == "prefixes_in_scope" { subject.scope.clone() } else { Scope::default() };
    texts.iter().map(|text| asked(text, &scope)).collect()
}

/// The best time of each query, how often each was asked, and how many queries found nothing.
fn percentiles(subject: &mut Subject, queries: &[Query]) -> (Times, usize, usize) {
    let mut best = vec![Duration::MAX; queries.len()];
    let (mut passes, mut nothing) = (0, 0);
    let begun = Instant::now();
    while passes < PASSES && (passes == 0 || begun.elapsed() < PATIENCE) {
        nothing = 0;
        for (query, best) in queries.iter().zip(&mut best) {
            let (time, rows) = timed(|| subject.find(query));
            *best = time.min(*best);
            nothing += usize::from(rows == 0);
        }
        passes += 1;
    }
    (Times::of(best), passes, nothing)
}
