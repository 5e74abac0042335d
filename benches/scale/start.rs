//! Opening the knowledge base and the first answer. The program as a process is another bench, `start`.

use std::time::Instant;

use zhixi::kb::{Kb, Wish};

use super::asks;
use super::queries::found;
use super::subject::Scale;
use crate::common::figures::{Times, tell};
use crate::common::is_measuring;

const STARTS: usize = 30;

pub fn measure(scale: &Scale) {
    let path = scale.path();
    let starts = if is_measuring() { STARTS } else { 2 };
    let (mut open, mut whole) = (Vec::new(), Vec::new());
    for query in asks::sample(&scale.scope, starts) {
        let begun = Instant::now();
        let mut kb = Kb::open(&path, Wish::Read).expect("the knowledge base again");
        open.push(begun.elapsed());
        found(&mut kb, &query, scale.now);
        whole.push(begun.elapsed());
    }
    tell("scale/start, opened", Times::of(open));
    tell("scale/start, first query answered", Times::of(whole));
}
