//! How are the figures of one kernel taken, and handed to the process that asked for them?
//!
//! Speeds are MB/s of input, 1 MB = 10^6 bytes; a line a job: corpus, job, the speed of each round. Time is that of the
//! thread, not of the clock on the wall: where others are at work on the machine, they do not count, though what they do
//! to the caches and the memory does. Two threads, and Lucene, are measured by the wall.

use crate::jobs::TASKS;
use crate::support::{Corpus, Input, Role, Texts, jobs as ours};
use core_affinity::CoreId;
use cpu_time::ThreadTime;
use naskh::{Normalizer, Preset};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Barrier;
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

/// The corpora that the bars speak of.
pub(crate) const CORPORA: [Corpus; 3] = [Corpus::News, Corpus::Vocalised, Corpus::Social];

/// Names of what is no job over a corpus.
pub(crate) const CALL: &str = "a call of 64 bytes, ns";
pub(crate) const TWO: &str = "two threads / one";
pub(crate) const TWO_MEMCPY: &str = "two threads / one, memcpy";
pub(crate) const LUCENE: &str = "terms Lucene StandardTokenizer + ArabicNormalizationFilter";

/// What the rounds of each job gave, by corpus and job.
#[derive(Default)]
pub(crate) struct Measured(BTreeMap<(String, String), Vec<f64>>);

impl Measured {
    /// What [`print`] has printed.
    pub(crate) fn read(lines: &str) -> Measured {
        let mut measured = Measured::default();
        for line in lines.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [corpus, job, figures] = fields[..] else { panic!("no line of a measurement: {line}") };
            let figures = figures.split(' ').map(|figure| figure.parse().expect("a figure"));
            measured.0.insert((corpus.into(), job.into()), figures.collect());
        }
        measured
    }

    pub(crate) fn rounds(&self, corpus: Corpus, job: &str) -> Option<&[f64]> {
        self.0.get(&(corpus.name().into(), job.into())).map(Vec::as_slice)
    }

    pub(crate) fn median(&self, corpus: Corpus, job: &str) -> Option<f64> {
        self.rounds(corpus, job).map(median)
    }

    /// How many times as fast a job was as another of the same task, within a round.
    pub(crate) fn ratio(&self, corpus: Corpus, job: &str, other: &str) -> Option<f64> {
        let (rounds, others) = (self.rounds(corpus, job)?, self.rounds(corpus, other)?);
        let ratios: Vec<f64> = rounds.iter().zip(others).map(|(speed, other)| speed / other).collect();
        Some(median(&ratios))
    }

    pub(crate) fn jobs(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|(_, job)| job.as_str())
    }
}

pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Measures with the kernel that the environment forces; of others only those that a bar speaks of, unless `peers`.
pub(crate) fn print(rounds: usize, size: usize, peers: bool) {
    for corpus in CORPORA {
        let texts = Texts::new(corpus, size);
        for task in &TASKS {
            (task.check)(corpus, &texts.pieces(Input::Raw));
            let needed = |job: &crate::support::Job| {
                peers || job.role != Role::Peer || crate::report::BARS.iter().any(|bar| bar.against == job.name)
            };
            let mut jobs: Vec<_> = (task.jobs)().into_iter().filter(needed).map(|job| (job, Vec::new())).collect();
            for _ in 0..rounds {
                for (job, speeds) in &mut jobs {
                    let pieces = texts.pieces(job.input);
                    let bytes: usize = pieces.iter().map(|piece| piece.len()).sum();
                    // Untimed first: each job finds the memory as it left it itself, not as the job before did.
                    let expected = job.run(&pieces);
                    let start = ThreadTime::now();
                    let got = job.run(&pieces);
                    speeds.push(bytes as f64 / start.elapsed().as_secs_f64() / 1e6);
                    assert_eq!(got, expected, "{}: two runs, two results", job.name);
                }
            }
            jobs.iter().for_each(|(job, speeds)| line(corpus, job.name, speeds));
        }
    }
    line(Corpus::News, CALL, &calls(rounds));
    let text = Corpus::News.grow(size);
    let normalizer = Normalizer::new(Preset::Search);
    line(Corpus::News, TWO, &threads(rounds, &text, |text, out| normalizer.normalize_into(text, out)));
    line(Corpus::News, TWO_MEMCPY, &threads(rounds, &text, |text, out| out.push_str(text)));
}

fn line(corpus: Corpus, job: &str, figures: &[f64]) {
    let figures: Vec<String> = figures.iter().map(|figure| format!("{figure:.4}")).collect();
    println!("{}\t{job}\t{}", corpus.name(), figures.join(" "));
}

/// How long a call of `normalize_into` takes on 64 bytes, each a text of its own.
fn calls(rounds: usize) -> Vec<f64> {
    const TIMES: usize = 20;
    let texts = Texts::new(Corpus::News, 64);
    let pieces = texts.pieces(Input::Raw);
    let mut jobs = ours::normalize();
    let job = jobs.iter_mut().find(|job| job.name == "search").expect("it is one of the jobs");
    let round = |_| {
        job.run(&pieces);
        let start = ThreadTime::now();
        (0..TIMES).for_each(|_| _ = black_box(job.run(&pieces)));
        start.elapsed().as_secs_f64() * 1e9 / (TIMES * pieces.len()) as f64
    };
    (0..rounds).map(round).collect()
}

/// How many times as much two threads do as one, each on a text and into a buffer of its own.
fn threads(rounds: usize, text: &str, f: impl Fn(&str, &mut String) + Sync) -> Vec<f64> {
    const TIMES: usize = 5;
    let work = |barrier: &Barrier| {
        let (text, mut out) = (text.to_owned(), String::new());
        let mut run = || {
            out.clear();
            f(black_box(&text), &mut out);
            black_box(&out);
        };
        run();
        barrier.wait();
        let start = Instant::now();
        (0..TIMES).for_each(|_| run());
        start.elapsed()
    };
    // One on each core: else both may be put on one.
    let on = |core: Option<CoreId>, barrier: &Barrier| {
        core.map(core_affinity::set_for_current);
        work(barrier)
    };
    let round = |_| {
        let mut ids = core_affinity::get_core_ids().unwrap_or_default().into_iter();
        let cores = [ids.next(), ids.next()];
        // Each core alone: a virtual machine's are not always equally fast.
        let barrier = Barrier::new(1);
        let alone = cores.map(|core| std::thread::scope(|scope| join(scope.spawn(|| on(core, &barrier)))));
        let barrier = Barrier::new(2);
        let both = std::thread::scope(|scope| {
            let (barrier, on) = (&barrier, &on);
            cores.map(|core| scope.spawn(move || on(core, barrier))).map(join)
        });
        alone.iter().zip(both).map(|(alone, both)| alone.as_secs_f64() / both.as_secs_f64()).sum()
    };
    (0..rounds).map(round).collect()
}

fn join(thread: ScopedJoinHandle<'_, Duration>) -> Duration {
    thread.join().expect("the thread does not panic")
}

/// What Lucene does, by the Java program beside this one; nothing if `LUCENE` does not say where it is.
pub(crate) fn lucene(rounds: usize, size: usize) -> Measured {
    let mut measured = Measured::default();
    let Some(jars) = std::env::var_os("LUCENE").map(PathBuf::from) else { return measured };
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/Lucene.java");
    let corpus_file = std::env::temp_dir().join(format!("naskh-peers-{}.txt", std::process::id()));
    for corpus in CORPORA {
        eprintln!("Lucene: {}", corpus.name());
        std::fs::write(&corpus_file, corpus.grow(size)).expect("the corpus can be written");
        let mut command = Command::new("java");
        command.arg("-cp").arg(jars.join("*")).arg(program).arg(&corpus_file).arg(rounds.to_string());
        let output = command.output().expect("java can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let figures = String::from_utf8_lossy(&output.stdout);
        let figures = figures.split_whitespace().map(|figure| figure.parse().expect("a figure"));
        measured.0.insert((corpus.name().into(), LUCENE.into()), figures.collect());
    }
    std::fs::remove_file(&corpus_file).expect("it was written here");
    measured
}
