//! Figures of one large knowledge base in one run, beside peers, and the maker of articles for it.
//!
//! `cargo bench --bench scale` measures everything, `cargo bench --bench scale -- prefixes start` only what has one of
//! these in its name, `cargo bench --bench scale -- make --help` makes articles. `tests/bench/README.md` says the rest.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a bench stops at the first thing that is wrong"
)]

mod asks;
#[path = "../common/mod.rs"]
mod common;
mod edits;
mod fts;
mod fzf;
mod make;
mod memory;
mod pool;
mod queries;
mod similar;
mod start;
mod subject;
mod texts;
mod title;

use common::figures::tell;
use common::sizes::{bytes_below, megabytes};
use subject::Scale;

fn main() {
    let flags = ["--bench", "--test"];
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !flags.contains(&arg.as_str())).collect();
    match args.first().map(String::as_str) {
        Some("make") => make::run(&args[1..]),
        // Runners of tests ask for a list; there is nothing in it.
        Some("--list") => {}
        // Processes of our own.
        Some(memory::SESSION) => memory::session(&args[1..]),
        Some(edits::BUILD) => edits::build(&args[1..]),
        _ => measure(&args),
    }
}

fn measure(wanted: &[String]) {
    let wants = |name: &str| {
        let name = format!("scale/{name}");
        wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str()))
    };
    if !common::is_measuring() {
        make::try_out(common::scratch().path());
    }
    let mut scale = Scale::open();
    if wants("start") {
        start::measure(&scale);
    }
    let results = queries::measure(&mut scale, &wants);
    if wants("memory") {
        memory::measure(&scale);
    }
    if wants("size") || wants("peers") {
        let mut texts = texts::Texts::new(wants("peers"));
        texts.read(&scale);
        let index = bytes_below(&scale.kb.place().dir().join("index"));
        let text = texts.bytes;
        tell(
            "scale/size",
            format!(
                "index {:.1} MB, text {:.1} MB, ratio {:.2}; {} articles",
                megabytes(index),
                megabytes(text),
                megabytes(index) / megabytes(text),
                texts.articles,
            ),
        );
        if let Some(peers) = texts.peers() {
            fts::measure(&peers.fts, text, &results);
            fzf::measure(peers, &results);
        }
    }
    if wants("edit") || wants("build") {
        edits::measure(scale, &wants);
    }
}
