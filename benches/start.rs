//! The program as a process: the bare start, and the start to the first hit on standard output. The first frame in a
//! terminal is measured from outside, by a harness that owns the other end of a pty.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops at the first thing that is wrong"
)]

mod common;

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::Subject;
use common::figures::{Times, tell};
use criterion::Criterion;
use tempfile::TempDir;

/// Starts of which the percentiles are told.
const STARTS: usize = 50;

fn main() {
    let mut criterion = common::criterion(2);
    let home = common::scratch();
    measure(&mut criterion, "version", &home, || (vec!["--version".into()], None));
    measure(&mut criterion, "search_demo", &home, || search(common::demo_kb()));
    measure(&mut criterion, "search_made", &home, || search(common::made_kb(common::many())));
    if let Some(dir) = common::named_kb() {
        measure(&mut criterion, "search_named", &home, || search(common::open_named(&dir)));
    }
    criterion.final_summary();
}

/// The arguments that search a knowledge base, and what keeps its directory. It is closed first: the process is to
/// find it as a desk does that starts alone.
fn search(subject: Subject) -> (Vec<PathBuf>, Option<TempDir>) {
    let question = subject.questions.first().expect("a question to ask").into();
    let (dir, keep) = subject.close();
    (vec!["search".into(), "--kb".into(), dir, question], keep)
}

fn measure(
    criterion: &mut Criterion,
    name: &str,
    home: &TempDir,
    prepare: impl Fn() -> (Vec<PathBuf>, Option<TempDir>),
) {
    let mut group = criterion.benchmark_group("start");
    let mut prepared = None;
    group.bench_function(name, |bencher| {
        let (args, _dir) = prepared.get_or_insert_with(|| {
            let prepared = prepare();
            start(&prepared.0, home.path());
            let starts = if common::is_measuring() { STARTS } else { 1 };
            let times = (0..starts).map(|_| start(&prepared.0, home.path())).collect();
            tell(&format!("start/{name}, to the first line"), Times::of(times));
            prepared
        });
        bencher.iter_custom(|count| (0..count).map(|_| start(args, home.path())).sum());
    });
    group.finish();
}

/// From before the process is made until its first line has come.
fn start(args: &[PathBuf], home: &Path) -> Duration {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhixi"))
        .args(args)
        // Nobody's settings, nobody's files.
        .env_clear()
        .env("HOME", home)
        .env("ZHIXI_CONFIG_DIR", home)
        .env("ZHIXI_DATA_DIR", home)
        .env("ZHIXI_STATE_DIR", home)
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let mut line = String::new();
    out.read_line(&mut line).expect("a line of it");
    let time = begun.elapsed();
    // Read to the end, or it would write into a pipe that nobody holds.
    std::io::copy(&mut out, &mut std::io::sink()).expect("the rest of it");
    let mut said = String::new();
    child.stderr.take().expect("its messages").read_to_string(&mut said).expect("text");
    let status = child.wait().expect("its end");
    assert!(status.success() && !line.is_empty(), "{args:?} ended with {status}: {said}");
    time
}
