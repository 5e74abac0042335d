//! Percentiles, and how they are told.

use std::fmt;
use std::time::{Duration, Instant};

/// Times of many tries.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(mut times: Vec<Duration>) -> Times {
        times.sort_unstable();
        Times(times)
    }

    /// The time that so many per cent of the tries do not exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or_default()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for percent in [50, 90, 99] {
            write!(f, "p{percent} {:.3}  ", millis(self.percentile(percent)))?;
        }
        write!(f, "max {:.3} ms ({} tries)", millis(self.percentile(100)), self.0.len())
    }
}

/// The dimension in which budgets are written.
pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// So many a second.
#[allow(clippy::cast_precision_loss, reason = "a figure for people")]
pub fn rate(count: usize, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

/// How long something took, and what came of it.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// How much of the processors this process has had, all its threads together; the time of day where the system does not say.
#[cfg(unix)]
pub fn cpu() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ProcessCPUTime).try_into().expect("a time")
}

#[cfg(not(unix))]
pub fn cpu() -> Duration {
    static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    BEGUN.elapsed()
}

/// A line of our own among criterion's.
pub fn tell(name: &str, figures: impl fmt::Display) {
    println!("\n## {name}: {figures}");
}
