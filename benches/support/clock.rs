//! How long has this thread had a processor?

use std::time::{Duration, Instant};

/// Time this thread has had a processor, so that a busy machine does not pass for a slow library; the time of day since
/// `start` where the system does not tell. Giving way first makes Linux bring its count up to date.
pub(crate) fn processor_time(start: Instant) -> Duration {
    std::thread::yield_now();
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match stat.split_whitespace().next().and_then(|nanos| nanos.parse().ok()) {
        Some(nanos) => Duration::from_nanos(nanos),
        None => start.elapsed(),
    }
}
