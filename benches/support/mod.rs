//! On what, how large and against what is a benchmark run? Shared by all benchmarks.
//!
//! ```text
//! for each corpus:
//!     for each size:
//!         grow the corpus, cut it into pieces of that size
//!         check the output of every job on these very pieces
//!         for each job: time it over all pieces
//! ```
//!
//! `NASKH_BENCH=quick` keeps 64 KiB and 16 MiB of news and vocalised text, with short measurements.

// Each benchmark compiles its own copy and uses a part of it.
#![allow(dead_code)]

pub(crate) mod jobs;
pub(crate) mod naive;
mod texts;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use std::time::Duration;
pub(crate) use texts::*;

/// How much is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Everything runs once, nothing is timed: `cargo bench -- --test`, and `cargo test --benches`.
    Test,
    /// `NASKH_BENCH=quick`.
    Quick,
    Full,
}

impl Mode {
    pub(crate) fn get() -> Mode {
        let has = |flag: &str| std::env::args().any(|argument| argument == flag);
        // Cargo gives `--bench` to what `cargo bench` starts; criterion takes its absence for a test as well.
        if has("--test") || !has("--bench") {
            Mode::Test
        } else if std::env::var_os("NASKH_BENCH").is_some_and(|value| value == "quick") {
            Mode::Quick
        } else {
            Mode::Full
        }
    }

    pub(crate) fn corpora(self) -> &'static [Corpus] {
        match self {
            Mode::Test | Mode::Full => &Corpus::ALL,
            Mode::Quick => &[Corpus::News, Corpus::Vocalised],
        }
    }

    /// Each size with the name of its slot.
    fn sizes(self) -> &'static [(&'static str, usize)] {
        match self {
            Mode::Full => &[("64B", 64), ("1KiB", KIB), ("64KiB", 64 * KIB), ("16MiB", LARGE)],
            Mode::Quick => &[("64KiB", 64 * KIB), ("16MiB", LARGE)],
            // The slot of 16 MiB holds 256 KiB here: a test has to run every job, not to fill the caches.
            Mode::Test => &[("64B", 64), ("1KiB", KIB), ("64KiB", 64 * KIB), ("16MiB", 256 * KIB)],
        }
    }
}

/// Runs `jobs` as the criterion groups `name/corpus`, on texts that `check` has approved of.
pub(crate) fn bench(criterion: &mut Criterion, name: &str, check: fn(Corpus, &[&str]), jobs: fn() -> Vec<Job>) {
    let mode = Mode::get();
    for &corpus in mode.corpora() {
        let mut group = criterion.benchmark_group(format!("{name}/{}", corpus.name()));
        for &(slot, size) in mode.sizes() {
            let texts = Texts::new(corpus, size);
            check(corpus, &texts.pieces(Input::Raw));
            let (samples, warm_up, measurement) = match mode {
                Mode::Full => (20, 300, 1000),
                Mode::Quick | Mode::Test => (10, 100, 400),
            };
            group.sample_size(if size >= LARGE { 10 } else { samples });
            group.warm_up_time(Duration::from_millis(warm_up)).measurement_time(Duration::from_millis(measurement));
            // A linear plan would take 55 runs of 16 MiB to get 10 samples.
            group.sampling_mode(if size >= LARGE { SamplingMode::Flat } else { SamplingMode::Auto });
            for mut job in jobs() {
                let pieces = texts.pieces(job.input);
                group.throughput(Throughput::Bytes(pieces.iter().map(|piece| piece.len() as u64).sum()));
                group.bench_function(BenchmarkId::new(job.name, slot), |bencher| bencher.iter(|| job.run(&pieces)));
            }
        }
        group.finish();
    }
}

/// Criterion as the command line wants it.
pub(crate) fn criterion() -> Criterion {
    Criterion::default().without_plots().configure_from_args()
}
