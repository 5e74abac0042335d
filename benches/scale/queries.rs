//! Queries in process: what each costs the processor, and which find nothing.

use std::time::{Duration, Instant};

use zhixi::kb::{Found, Kb};
use zhixi::model::{Moment, Query};

use super::asks;
use super::subject::Scale;
use crate::common::figures::{Times, cpu, millis, tell};
use crate::common::is_measuring;

/// Every query is asked so often, unless `ZHIXI_BENCH_PASSES` says otherwise, and its best time counts.
const PASSES: usize = 3;
/// No new pass is begun after so long.
const PATIENCE: Duration = Duration::from_secs(90);
/// So many of the slowest are named.
const NAMED: usize = 3;

/// Figures of one sort of queries.
pub struct Result {
    pub name: &'static str,
    pub queries: Vec<Query>,
    pub costs: Costs,
}

/// The best time of each query, in the order in which they were asked.
pub struct Costs {
    pub cpu: Vec<Duration>,
    pub wall: Vec<Duration>,
    /// Which queries have a row.
    pub finds: Vec<bool>,
    passes: usize,
}

pub fn measure(scale: &mut Scale, wants: &dyn Fn(&str) -> bool) -> Vec<Result> {
    let mut results = Vec::new();
    for asks in asks::all(&scale.scope) {
        // The peers are asked the prefixes, and compared.
        let is_for_peers = asks.name == "prefixes" && wants("peers");
        if !wants(asks.name) && !is_for_peers {
            continue;
        }
        let now = scale.now;
        let mut relaxed = vec![false; asks.queries.len()];
        let costs = costs(asks.queries.len(), |at| {
            let found = found(&mut scale.kb, &asks.queries[at], now);
            relaxed[at] = !found.relaxed.is_empty();
            found.rows.len()
        });
        tell(&format!("scale/{}", asks.name), costs.say());
        println!("   {} had to be relaxed", relaxed.iter().filter(|&&relaxed| relaxed).count());
        println!("   slowest: {}", slowest(&costs, |at| asks.queries[at].text.as_str()));
        results.push(Result { name: asks.name, queries: asks.queries, costs });
    }
    results
}

/// The answer to one query.
pub fn found(kb: &mut Kb, query: &Query, now: Moment) -> Found {
    kb.find(query, now, &|| false).expect("an answer").expect("nothing overtakes it")
}

/// Asks so many queries again and again; `ask` says how many rows one has.
pub fn costs(count: usize, mut ask: impl FnMut(usize) -> usize) -> Costs {
    let wanted = std::env::var("ZHIXI_BENCH_PASSES").ok().and_then(|passes| passes.parse().ok());
    let wanted = if is_measuring() { wanted.unwrap_or(PASSES) } else { 1 };
    let mut costs = Costs {
        cpu: vec![Duration::MAX; count],
        wall: vec![Duration::MAX; count],
        finds: vec![false; count],
        passes: 0,
    };
    let begun = Instant::now();
    while costs.passes < wanted && (costs.passes == 0 || begun.elapsed() < PATIENCE) {
        for at in 0..count {
            let (wall, spent) = (Instant::now(), cpu());
            let rows = ask(at);
            let (spent, wall) = (cpu() - spent, wall.elapsed());
            costs.cpu[at] = costs.cpu[at].min(spent);
            costs.wall[at] = costs.wall[at].min(wall);
            costs.finds[at] = rows > 0;
        }
        costs.passes += 1;
    }
    costs
}

impl Costs {
    pub fn say(&self) -> String {
        let wall = Times::of(self.wall.clone());
        format!(
            "CPU {}, best of {}; wall p50 {:.3}  p99 {:.3} ms; {} of {} find nothing",
            Times::of(self.cpu.clone()),
            self.passes,
            millis(wall.percentile(50)),
            millis(wall.percentile(99)),
            self.finds.iter().filter(|finds| !**finds).count(),
            self.cpu.len(),
        )
    }
}

fn slowest<'a>(costs: &Costs, text: impl Fn(usize) -> &'a str) -> String {
    let mut order: Vec<usize> = (0..costs.cpu.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(costs.cpu[at]));
    let named = order.into_iter().take(NAMED);
    let named = named.map(|at| format!("{:?} {:.2} ms", text(at), millis(costs.cpu[at])));
    named.collect::<Vec<_>>().join(", ")
}
