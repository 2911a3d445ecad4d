//! How many times faster or slower than a copy, than a loop written by hand, than `unicode-segmentation`? One table.
//!
//! ```text
//! for each corpus of 16 MiB, on one thread:
//!     check the output of every job
//!     for each round:
//!         for each job: run it untimed, then timed
//!     print the median of each job, and the medians' ratios
//! ```
//!
//! All jobs are in each round, so that a slow moment of the machine falls on all of them; the untimed run makes each
//! job find the memory as it left it itself, not as the job before did.
//!
//! `cargo bench --bench ratios`, or `cargo bench --bench ratios -- 15` for 15 rounds.

mod support;

use std::time::Instant;
use support::jobs;
use support::{Corpus, Input, Job, Mode, Role, Texts};

fn main() {
    let mode = Mode::get();
    // An argument that is no number is one of cargo's or criterion's: `cargo bench` gives the same to every benchmark.
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).filter(|&rounds| rounds > 0);
    let (rounds, size) = match mode {
        Mode::Test => (1, 64 << 10),
        Mode::Quick => (asked.unwrap_or(3), support::LARGE),
        Mode::Full => (asked.unwrap_or(9), support::LARGE),
    };
    if mode == Mode::Test {
        println!("A test run: one round of a small text. Its figures mean nothing.");
    }
    println!("CPU: {}. Load: {}.", cpu(), load());
    println!("{rounds} rounds, {size} bytes a corpus, one thread. Medians; MB/s of input, 1 MB = 10^6 bytes.");
    println!("Ratios: how many times the speed of the yardstick; spread: fastest round / slowest round of the job.");
    println!(
        "On social text the loop has fewer rules than the presets, on mixed text than the search preset; words and"
    );
    println!(
        "sentences have rules of their own in each column but for `tokens uax29`, which equals unicode-segmentation.\n"
    );
    println!("The lines of a corpus repeat, which flatters loops that branch on each character: the naive ones.\n");
    println!("| corpus | job | MB/s | x memcpy | x naive | x unicode-segmentation | spread |");
    println!("|---|---|---:|---:|---:|---:|---:|");
    for &corpus in mode.corpora() {
        let texts = Texts::new(corpus, size);
        let room: [fn(Corpus, &[&str]); 4] =
            [jobs::check_normalize, jobs::check_words, jobs::check_sentences, jobs::check_pipeline];
        room.iter().for_each(|check| check(corpus, &texts.pieces(Input::Raw)));
        for jobs in [jobs::normalize, jobs::words, jobs::sentences, jobs::pipeline] {
            table(corpus, measure(jobs(), &texts, rounds));
        }
    }
    println!("\nLoad at the end: {}.", load());
}

/// A job with the speed of each round in MB/s, slowest first.
type Measured = (Job, Vec<f64>);

fn measure(jobs: Vec<Job>, texts: &Texts, rounds: usize) -> Vec<Measured> {
    let mut measured: Vec<Measured> = jobs.into_iter().map(|job| (job, Vec::new())).collect();
    for _ in 0..rounds {
        for (job, speeds) in &mut measured {
            let pieces = texts.pieces(job.input);
            let bytes: usize = pieces.iter().map(|piece| piece.len()).sum();
            let expected = job.run(&pieces);
            let start = Instant::now();
            let got = job.run(&pieces);
            speeds.push(bytes as f64 / start.elapsed().as_secs_f64() / 1e6);
            assert_eq!(got, expected, "{}: two runs, two results", job.name);
        }
    }
    measured.iter_mut().for_each(|(_, speeds)| speeds.sort_by(f64::total_cmp));
    measured
}

fn table(corpus: Corpus, measured: Vec<Measured>) {
    let median = |speeds: &[f64]| speeds[speeds.len() / 2];
    let yardstick = |job: &Job, role: Role| {
        let (_, speeds) = measured.iter().find(|(other, _)| other.role == role && job.compares_with(other))?;
        Some(median(speeds))
    };
    for (job, speeds) in &measured {
        let speed = median(speeds);
        let ratio = |role: Role| match yardstick(job, role) {
            Some(other) if job.role == Role::Ours => format!("{:.3}", speed / other),
            Some(other) if role == Role::Memcpy => format!("{:.3}", speed / other),
            _ => String::from("-"),
        };
        println!(
            "| {} | {} | {speed:.0} | {} | {} | {} | {:.2} |",
            corpus.name(),
            job.name,
            ratio(Role::Memcpy),
            ratio(Role::Naive),
            ratio(Role::UnicodeSegmentation),
            speeds[speeds.len() - 1] / speeds[0],
        );
    }
}

fn cpu() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = info.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(": ")).map_or("unknown", |(_, value)| value).to_owned()
    };
    format!("{} (family {}, model {})", field("model name"), field("cpu family"), field("model\t"))
}

/// The load average of the last minute: above 1 beside one busy thread, others were at work too.
fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}
