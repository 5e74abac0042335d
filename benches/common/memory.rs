//! What the system says of a process's memory.

use std::path::Path;

/// Whether it says anything.
pub fn is_known() -> bool {
    Path::new("/proc/self/smaps_rollup").exists()
}

/// The least and the most that processes have of anonymous, proportional and resident memory.
pub fn say(processes: &[u32]) -> String {
    let of = |what: &str| {
        let mut found: Vec<f64> = processes.iter().map(|&process| megabytes(process, what)).collect();
        found.sort_by(f64::total_cmp);
        format!("{:.1} to {:.1} MB", found[0], found[found.len() - 1])
    };
    format!("anonymous {}, PSS {}, resident {}", of("Anonymous"), of("Pss"), of("Rss"))
}

/// One line of a process's summary.
fn megabytes(process: u32, what: &str) -> f64 {
    let summary = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).expect("a summary");
    let line = summary.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kibibytes.expect("a size") * 1.024 / 1000.0
}
