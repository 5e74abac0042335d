//! JSON Lines into a new knowledge base, index included: what `zhixi import` does.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops at the first thing that is wrong"
)]

mod common;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use common::figures::{rate, tell, timed};
use common::{NOW, maker};
use criterion::{BatchSize, Criterion, Throughput};
use tempfile::TempDir;
use zhixi::kb::Kb;
use zhixi::model::Zone;

/// Rows of the file that criterion imports again and again.
const FEW: usize = 1000;

fn main() {
    let mut criterion = common::criterion(5);
    import(&mut criterion);
    criterion.final_summary();
}

fn import(criterion: &mut Criterion) {
    let few = FEW.min(common::many());
    let dir = common::scratch();
    let mut small = None;
    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Elements(u64::try_from(few).expect("a small number")));
    group.bench_function(format!("jsonl_{few}"), |bencher| {
        let file = small.get_or_insert_with(|| {
            import_by_hand(&write(common::many(), dir.path()));
            write(few, dir.path())
        });
        // The knowledge base goes out with its directory, after the clock has stopped.
        bencher.iter_batched(
            common::scratch,
            |target| {
                let mut kb = create(&target);
                common::import(&mut kb, file);
                kb.sync().expect("an index");
                (kb, target)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn import_by_hand(file: &Path) {
    let target = common::scratch();
    let (landing, (mut kb, rows)) = timed(|| {
        let mut kb = create(&target);
        let rows = common::import(&mut kb, file);
        (kb, rows)
    });
    let (indexing, ()) = timed(|| kb.sync().expect("an index"));
    let whole = landing + indexing;
    tell(
        &format!("import/jsonl_{rows}"),
        format!(
            "{:.0} rows/s ({:.2} s: landed {:.2} s, indexed {:.2} s)",
            rate(rows, whole),
            whole.as_secs_f64(),
            landing.as_secs_f64(),
            indexing.as_secs_f64(),
        ),
    );
}

fn create(target: &TempDir) -> Kb {
    Kb::create(&target.path().join("kb"), &Zone::default(), &common::who(), NOW)
        .expect("a new knowledge base")
}

fn write(count: usize, dir: &Path) -> PathBuf {
    let path = dir.join(format!("articles-{count}.jsonl"));
    let mut out = BufWriter::new(File::create(&path).expect("a file"));
    for article in maker::articles(count) {
        serde_json::to_writer(&mut out, &article).expect("a line");
        out.write_all(b"\n").expect("its end");
    }
    out.flush().expect("the file on disk");
    path
}
