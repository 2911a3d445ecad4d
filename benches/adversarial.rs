//! Does a byte cost the same in a long text as in a short one, however hostile the text?
//!
//! ```text
//! for each job and each unit:
//!     for each size from 1 KiB to 16 MiB, times four:
//!         a text of nothing but the unit; ns a byte, by the thread's own time where the system tells it
//!     the factor between the dearest and the cheapest size
//! ```
//!
//! `cargo bench --bench adversarial`; `-- JOB` for the jobs whose name holds JOB. Quadratic work shows as a factor of
//! four from column to column. A factor above 2 at the end of a row is marked: NOT FLAT, or with what a call costs
//! besides, in ns, where no size is dearer than twice any shorter one. (Where 1 KiB takes 30 ns, 30 more are a factor
//! of 2.)

#[path = "support/clock.rs"]
mod clock;

use clock::processor_time;
use naskh::{ChunkSize, Chunker, CompatTokenizer, Level, Preset, SentenceSegmenter, Tokenizer};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// One mark, one letter, one full stop ... The names are what a reader sees.
const UNITS: &[(&str, &str)] = &[
    ("fatha", "\u{64E}"),
    ("beh", "ب"),
    ("beh fatha", "ب\u{64E}"),
    (".", "."),
    ("؟", "؟"),
    ("([{«\"'`", "([{«\"'`"),
    ("(«“", "(«“"),
    ("\" «", "\" «"),
    ("\"ا. ", "\"ا. "),
    ("د. ", "د. "),
    ("1. ", "1. "),
    ("أ  ", "أ  "),
    ("_", "_"),
    ("👩 ZWJ", "👩\u{200D}"),
    (".)", ".)"),
    (". )", ". )"),
    ("space", " "),
    (". space space", ".  "),
    ("newline", "\n"),
    ("ZWJ", "\u{200D}"),
    ("RLM", "\u{200F}"),
    ("tatweel", "ـ"),
    ("http://a.b/", "http://a.b/"),
    ("a@", "a@"),
    ("@a.", "@a."),
    ("#ا ", "#ا "),
    ("U+FDFA", "\u{FDFA}"),
    ("U+06DD", "\u{6DD}"),
    ("flag", "🇪🇬"),
    ("اب.اب-", "اب.اب-"),
];

/// How one long run of something is met: behind a beginning that makes the reader curious.
const HEADS: &[(&str, &str)] =
    &[(".", ")"), (".", " "), (".", "1"), ("«", "ا. "), ("ا.", "\u{64B}"), ("http://a.b/", "(")];

type Job = (&'static str, Box<dyn Fn(&str) -> usize>);

fn jobs() -> Vec<Job> {
    let tokenizer = Tokenizer::new();
    let base = Tokenizer::builder().all(false).build();
    let segmenter = SentenceSegmenter::new();
    let clauses = SentenceSegmenter::builder().level(Level::Clause).build();
    let forced = SentenceSegmenter::builder().max_bytes(500).build();
    let uax29 = SentenceSegmenter::uax29();
    let chunker = Chunker::builder(ChunkSize::Bytes(1000)).overlap(100).build();
    let normalizer = naskh::Normalizer::new(Preset::Search);
    let steps = naskh::Normalizer::new(Preset::Raqeem);
    let streaming = SentenceSegmenter::new();
    let mut jobs: Vec<Job> = vec![
        ("tokens", Box::new(move |text| tokenizer.tokens(text).count())),
        ("tokens uax29", Box::new(move |text| base.tokens(text).count())),
        ("sentences", Box::new(move |text| segmenter.sentences(text).count())),
        ("clauses", Box::new(move |text| clauses.sentences(text).count())),
        ("sentences max_bytes", Box::new(move |text| forced.sentences(text).count())),
        ("sentences uax29", Box::new(move |text| uax29.sentences(text).count())),
        ("chunks", Box::new(move |text| chunker.chunks(text).count())),
        (
            "stream",
            Box::new(move |text| {
                let mut stream = streaming.stream();
                let mut count = 0;
                for piece in text.as_bytes().chunks(16) {
                    stream.push(piece).expect("UTF-8");
                    while stream.next_sentence().is_some() {
                        count += 1;
                    }
                }
                stream.finish().expect("UTF-8");
                while stream.next_sentence().is_some() {
                    count += 1;
                }
                count
            }),
        ),
        ("normalize", Box::new(move |text| normalizer.normalize(text).len())),
        ("normalize aligned, several steps", Box::new(move |text| steps.normalize_aligned(text).text().len())),
    ];
    for tokenizer in CompatTokenizer::ALL {
        jobs.push((tokenizer.name(), Box::new(move |text| tokenizer.tokens(text).count())));
    }
    jobs
}

/// What a run costs on average, in ns a byte: long texts once, short ones for some milliseconds.
fn cost(job: &dyn Fn(&str) -> usize, text: &str) -> f64 {
    let run = || _ = black_box(job(black_box(text)));
    // The clock is read once in many runs: it takes as long as a short text.
    let first = Instant::now();
    run();
    let often = (1_000_000 / first.elapsed().as_nanos().max(1)).clamp(1, 10_000) as usize;
    let day = Instant::now();
    let start = processor_time(day);
    let mut runs = 0;
    loop {
        let batch = Instant::now();
        while batch.elapsed() < Duration::from_millis(10) {
            (0..often).for_each(|_| run());
            runs += often;
        }
        let spent = processor_time(day) - start;
        if spent > Duration::from_millis(8) {
            return spent.as_nanos() as f64 / (text.len() * runs) as f64;
        }
    }
}

fn main() {
    // `cargo bench -- --test` gives both: once through, on small sizes.
    let given = |name: &str| std::env::args().any(|argument| argument == name);
    let full = given("--bench") && !given("--test");
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let sizes: &[usize] = match full {
        true => &[1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24],
        false => &[1 << 10, 1 << 12],
    };
    if !full {
        println!("A test run on short texts. Its figures mean nothing.");
    }
    let columns: Vec<String> = sizes.iter().map(|size| format!("{} KiB", size >> 10)).collect();
    println!("ns a byte; the factor is dearest / cheapest size.\n");
    println!("| job | unit | {} | factor |", columns.join(" | "));
    println!("|---|---|{}---:|", "---:|".repeat(sizes.len()));
    let (mut worst, mut above, mut rising) = (0.0f64, 0, 0);
    for (name, job) in
        jobs().iter().filter(|(name, _)| wanted.as_ref().is_none_or(|wanted| name.contains(wanted.as_str())))
    {
        let units = UNITS.iter().map(|(name, unit)| (String::from(*name), "", *unit));
        let runs = HEADS.iter().map(|(head, unit)| (format!("{head} and then {unit:?}"), *head, *unit));
        for (unit_name, head, unit) in units.chain(runs) {
            let costs: Vec<f64> = sizes
                .iter()
                .map(|size| cost(job, &(head.to_owned() + &unit.repeat(size.div_ceil(unit.len())))))
                .collect();
            let cheapest = costs.iter().copied().fold(f64::MAX, f64::min);
            let factor = costs.iter().copied().fold(0.0, f64::max) / cheapest;
            let shown: Vec<String> = costs.iter().map(|cost| format!("{cost:.2}")).collect();
            let rises = costs.iter().enumerate().any(|(i, cost)| costs[i..].iter().any(|later| *later > 2.0 * cost));
            let mark = match factor > 2.0 {
                true if rises => String::from(" NOT FLAT"),
                true => format!(" ({:.0} ns a call)", (costs[0] - cheapest) * sizes[0] as f64),
                false => String::new(),
            };
            println!("| {name} | {} | {} | {factor:.2}{mark} |", unit_name.replace('|', "\\|"), shown.join(" | "));
            (worst, above, rising) =
                (worst.max(factor), above + usize::from(factor > 2.0), rising + usize::from(factor > 2.0 && rises));
        }
    }
    println!("\nWorst factor {worst:.2}; {above} rows above 2, {rising} of them rising.");
}
