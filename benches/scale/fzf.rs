//! A peer: fzf over the titles, a process for each query. What it costs includes its start and the reading of the titles.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::queries::Result;
use super::texts::Peers;
use crate::common::figures::{Times, tell};

/// Each query reads all titles: so few are asked.
const QUERIES: usize = 50;
const PATIENCE: Duration = Duration::from_secs(60);

pub fn measure(peers: &Peers, results: &[Result]) {
    let name = "scale/peers, fzf --filter over titles, wall";
    let Some(fzf) = on_path("fzf") else { return tell(name, "fzf not found, skipped") };
    let Some(ours) = results.iter().find(|result| result.name == "prefixes") else { return };
    let titles = peers.dir.path().join("titles.txt");
    std::fs::write(&titles, &peers.titles).expect("a file of titles");
    let step = ours.queries.len().div_ceil(QUERIES).max(1);
    let (mut times, mut nothing) = (Vec::new(), 0);
    let begun = Instant::now();
    for query in ours.queries.iter().step_by(step).take_while(|_| begun.elapsed() < PATIENCE) {
        let start = Instant::now();
        let found = Command::new(&fzf)
            .args(["--filter", &query.text])
            .env_remove("FZF_DEFAULT_OPTS")
            .env_remove("FZF_DEFAULT_OPTS_FILE")
            .stdin(Stdio::from(std::fs::File::open(&titles).expect("the titles")))
            .output()
            .expect("fzf");
        times.push(start.elapsed());
        nothing += usize::from(found.stdout.is_empty());
    }
    let asked = times.len();
    tell(name, format!("{}; {nothing} of {asked} find nothing", Times::of(times)));
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}
