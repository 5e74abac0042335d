//! The desk in a real pty at 160×48: start → first frame, key → settled screen, bytes per key, and what each of ten
//! desks on one host costs. Over the knowledge base in `ZHIXI_BENCH_KB`, else over made articles.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench stops at the first thing that is wrong"
)]

mod common;

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use common::figures::{Times, tell};
use common::{demo_questions, is_measuring, lines_of, memory};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

const SIZE: PtySize = PtySize { rows: 48, cols: 160, pixel_width: 0, pixel_height: 0 };
/// The screen has settled when nothing came for so long; the time counts until the last byte before.
const QUIET: Duration = Duration::from_millis(60);
/// A key that changes nothing is given up after so long.
const SILENCE: Duration = Duration::from_millis(400);
/// No start may take longer.
const PATIENCE: Duration = Duration::from_secs(30);
const STARTS: usize = 20;
/// Queries that are typed, key by key.
const QUERIES: usize = 60;
const DESKS: usize = 10;
/// Ctrl+U: the search line is emptied.
const CLEAR: &str = "\u{15}";

fn main() {
    // Runners of tests ask for a list, and filters may mean other benches.
    let is_meant =
        |arg: &String| matches!(arg.as_str(), "--bench" | "--test") || "keys/".contains(arg.as_str());
    if !std::env::args().skip(1).all(|arg| is_meant(&arg)) {
        return;
    }
    let home = common::scratch();
    let (dir, _keep) = match common::named_kb() {
        Some(dir) => (dir, None),
        None => common::made_kb(common::many()).close(),
    };
    let mut queries = lines_of("ZHIXI_BENCH_QUERIES").unwrap_or_else(demo_questions);
    queries.truncate(if is_measuring() { QUERIES } else { 1 });

    let starts = if is_measuring() { STARTS } else { 1 };
    let (mut first, mut settled) = (Vec::new(), Vec::new());
    for _ in 0..starts {
        let (desk, burst) = Desk::start(&dir, &home);
        first.push(burst.first);
        settled.push(burst.last);
        desk.end();
    }
    tell("keys/start, first byte", Times::of(first));
    tell("keys/start, settled", Times::of(settled));

    let (mut desk, _) = Desk::start(&dir, &home);
    let bursts: Vec<Option<Burst>> = queries.iter().flat_map(|query| desk.type_in(query)).collect();
    desk.end();
    let silent = bursts.iter().filter(|burst| burst.is_none()).count();
    let bursts: Vec<Burst> = bursts.into_iter().flatten().collect();
    tell("keys/first byte", Times::of(bursts.iter().map(|burst| burst.first).collect()));
    tell("keys/settled", Times::of(bursts.iter().map(|burst| burst.last).collect()));
    let mut bytes: Vec<usize> = bursts.iter().map(|burst| burst.bytes).collect();
    bytes.sort_unstable();
    let (middle, most) = (bytes.get(bytes.len() / 2), bytes.last());
    tell(
        "keys/bytes",
        format!(
            "p50 {}, max {}; {silent} keys changed nothing",
            middle.copied().unwrap_or_default(),
            most.copied().unwrap_or_default()
        ),
    );

    if !memory::is_known() {
        return tell("keys/memory", "skipped: this system has no /proc/PID/smaps_rollup");
    }
    let count = if is_measuring() { DESKS } else { 2 };
    let mut desks: Vec<Desk> = (0..count).map(|_| Desk::start(&dir, &home).0).collect();
    for query in queries.iter().take(QUERIES / 6) {
        for desk in &mut desks {
            desk.type_in(query);
        }
    }
    let ids: Vec<u32> = desks.iter().filter_map(|desk| desk.child.process_id()).collect();
    tell("keys/memory", format!("each of {count} desks: {}", memory::say(&ids)));
    desks.into_iter().for_each(Desk::end);
}

/// What a key brought about: when the first and the last byte came, and how many came.
struct Burst {
    first: Duration,
    last: Duration,
    bytes: usize,
}

struct Desk {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    /// When something came, and how many bytes.
    chunks: Receiver<(Instant, usize)>,
    // The desk is told to end when nobody holds the other side.
    _master: Box<dyn MasterPty + Send>,
}

impl Desk {
    /// Starts it, and waits until the screen has settled.
    fn start(kb: &Path, home: &TempDir) -> (Desk, Burst) {
        let pair = native_pty_system().openpty(SIZE).expect("a pty");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_zhixi"));
        // Nobody's settings, nobody's files, nobody's clipboard.
        command.env_clear();
        command.args(["--kb".as_ref(), kb.as_os_str()]);
        for name in ["HOME", "ZHIXI_CONFIG_DIR", "ZHIXI_DATA_DIR", "ZHIXI_STATE_DIR"] {
            command.env(name, home.path());
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let writer = pair.master.take_writer().expect("its keyboard");
        let (sender, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), count)).is_err() {
                    return;
                }
            }
        });
        let mut desk = Desk { child, writer, chunks, _master: pair.master };
        let burst = desk.settle(begun, PATIENCE, QUIET * 3).expect("a first frame");
        (desk, burst)
    }

    /// Types a query key by key and empties the line; only the query's keys are told.
    fn type_in(&mut self, query: &str) -> Vec<Option<Burst>> {
        let bursts = query.chars().map(|c| self.press(&c.to_string())).collect();
        self.press(CLEAR);
        bursts
    }

    /// Presses a key; nothing when the screen did not change.
    fn press(&mut self, key: &str) -> Option<Burst> {
        // What comes by itself belongs to no key.
        while self.chunks.try_recv().is_ok() {}
        let begun = Instant::now();
        self.writer.write_all(key.as_bytes()).and_then(|()| self.writer.flush()).expect("a key");
        self.settle(begun, SILENCE, QUIET)
    }

    fn settle(&mut self, begun: Instant, patience: Duration, quiet: Duration) -> Option<Burst> {
        let (at, count) = self.chunks.recv_timeout(patience).ok()?;
        let mut burst = Burst { first: at - begun, last: at - begun, bytes: count };
        while let Ok((at, count)) = self.chunks.recv_timeout(quiet) {
            burst.last = at - begun;
            burst.bytes += count;
        }
        Some(burst)
    }

    fn end(mut self) {
        self.child.kill().expect("an end");
        self.child.wait().expect("its end");
    }
}
