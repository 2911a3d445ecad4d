//! Does a byte cost the same in a long text as in a short one? A gate, and no measurement: `adversarial` has more sizes
//! and stricter bounds, and says how much a byte costs.
//!
//! ```text
//! is the gate shut to a job that is quadratic, and open to one that is not?
//! for each job and each unit:
//!     a byte of a long text of nothing but the unit costs little, or at most MOST times as much as one of a short text
//! ```
//!
//! `cargo bench --bench linear`; the same with `-- --test`. Ends with 1 if a job is not linear.

#[path = "support/clock.rs"]
mod clock;

use clock::processor_time;
use naskh::{
    ChunkSize, Chunker, CompatTokenizer, Level, Normalizer, Pipeline, Preset, Scratch, SentenceSegmenter, Tailoring,
    Tokenizer, Unit, visual_order,
};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

const SHORT: usize = 4 << 10;
const LONG: usize = 256 << 10;

/// A quadratic job costs up to LONG / SHORT = 64 times as much a byte. Large enough for caches and a busy machine.
const MOST: f64 = 5.0;
/// What is faster than that, in nanoseconds a byte, is not looked at again.
const FAST: f64 = 10.0;

/// What the rules look at again, look behind, look far ahead of, or wait for the end of.
const UNITS: &[&str] = &[
    "\u{64E}",
    "\u{651}\u{64E}",
    "\u{6DC}\u{654}",
    "ب\u{64E}",
    "ـ",
    "ـ\u{654}",
    "ب",
    " ",
    "\n",
    "\r\n",
    "\u{A0}",
    "\"",
    "«",
    "«ا. ",
    "\"ا ",
    "“ا” ",
    "(",
    ")",
    "(ا",
    ".)",
    ". )",
    ".\u{200F}",
    ".",
    "...ا",
    "؟ ",
    "!",
    "،",
    "د. ",
    "أ.د. ",
    "ص.ب",
    "د.\n",
    "أ.",
    "1.",
    "1,",
    "٣٫",
    "1/",
    "+1 ",
    "1 1",
    "_",
    "-",
    "ا'",
    "א\"",
    "@",
    "a@",
    "@a.",
    "a@b.c ",
    "#",
    "#ا ",
    "http://",
    "http://a.b/(",
    "www.a.b ",
    "a.co",
    "://",
    ":)",
    "👩\u{200D}",
    "\u{200D}",
    "👍🏽",
    "🇪",
    "1\u{FE0F}\u{20E3}",
    "\u{200F}",
    "\u{200F}\n",
    "\u{200F}\n\n",
    "\u{2028}",
    "\n\u{200F}. ",
    "\u{202B}",
    "\u{200C}.",
    "\u{AD}\u{200C}'",
    "\u{200A}\u{670}",
    "\u{FDFA}",
    "\u{FEF7}",
    "\u{6DD}1",
    "\u{600}",
    "क\u{94D}",
    "\u{1161}",
    "e\u{301}",
    "\u{300}",
    "ههه",
    "ةسردملا ",
];

type Job = (String, Box<dyn Fn(&str) -> usize>);

fn jobs() -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    let mut job = |name: &str, run: Box<dyn Fn(&str) -> usize>| jobs.push((name.to_owned(), run));
    for (name, tokenizer) in [
        ("tokens", Tokenizer::new()),
        ("tokens, UAX #29", Tokenizer::builder().all(false).build()),
        ("tokens, all tailorings", Tokenizer::builder().all(true).build()),
        ("tokens, joiners apart", Tokenizer::builder().tailoring(Tailoring::NonJoiner, true).build()),
    ] {
        job(name, Box::new(move |text| tokenizer.tokens(text).count()));
    }
    for tokenizer in CompatTokenizer::ALL {
        job(tokenizer.name(), Box::new(move |text| tokenizer.tokens(text).count()));
    }
    let tokenizer = Tokenizer::new();
    job("words", Box::new(move |text| tokenizer.words(text).count()));
    let builder = SentenceSegmenter::builder;
    for (name, segmenter) in [
        ("sentences", SentenceSegmenter::new()),
        ("sentences, UAX #29", SentenceSegmenter::uax29()),
        ("clauses", builder().level(Level::Clause).build()),
        ("sentences, max_bytes", builder().max_bytes(100).build()),
    ] {
        let streaming = segmenter.clone();
        job(name, Box::new(move |text| segmenter.sentences(text).count()));
        let stream = move |text: &str| {
            let mut stream = streaming.stream();
            let mut count = 0;
            for piece in text.as_bytes().chunks(1000) {
                stream.push(piece).unwrap();
                while stream.next_sentence().is_some() {
                    count += 1;
                }
            }
            stream.finish().unwrap();
            while stream.next_sentence().is_some() {
                count += 1;
            }
            count
        };
        job(&format!("a stream of {name}"), Box::new(stream));
    }
    for size in [ChunkSize::Bytes(200), ChunkSize::Chars(3), ChunkSize::Words(100)] {
        let chunker = Chunker::builder(size).overlap(50).build();
        job(&format!("chunks, {size:?}"), Box::new(move |text| chunker.chunks(text).count()));
    }
    for preset in [Preset::Repair, Preset::Search, Preset::AsrLenient] {
        let (normalizer, pipeline) = (Normalizer::new(preset), Pipeline::new(preset));
        job(&format!("terms, {preset}"), {
            Box::new(move |text| {
                let mut count = 0;
                pipeline.for_each_term(text, &mut Scratch::default(), |_| count += 1);
                count
            })
        });
        let aligned = normalizer.clone();
        job(&format!("aligned, {preset}"), Box::new(move |text| aligned.normalize_aligned(text).text().len()));
        job(&format!("explained, {preset}"), Box::new(move |text| normalizer.explain(text).count()));
    }
    job("visual order", Box::new(|text| visual_order(text).count()));
    job("offsets", Box::new(|text| Unit::Utf16.len(text)));
    jobs
}

/// What a text of units ends with: what looks for something else at every unit finds nothing, or it at the very end.
const ENDS: [&str; 2] = ["", "\nنعم"];

/// Nanoseconds a byte.
fn cost(job: &dyn Fn(&str) -> usize, unit: &str, end: &str, bytes: usize) -> f64 {
    let text = unit.repeat(bytes / unit.len()) + end;
    let day = Instant::now();
    let start = processor_time(day);
    black_box(job(black_box(&text)));
    (processor_time(day) - start).as_nanos() as f64 / text.len() as f64
}

/// What a byte of a long text costs, if it is too much; and of a short one.
fn too_much(job: &dyn Fn(&str) -> usize, unit: &str, end: &str) -> Option<(f64, f64)> {
    let (mut long, mut short) = (f64::MAX, f64::MAX);
    // Often enough that a neighbour's burst is not in all of them.
    for _ in 0..8 {
        long = long.min(cost(job, unit, end, LONG));
        if long < FAST {
            return None;
        }
        short = short.min(cost(job, unit, end, SHORT));
        if long < MOST * short {
            return None;
        }
        if long > 4.0 * MOST * short {
            break; // No burst: and it takes long to look again.
        }
    }
    Some((long, short))
}

/// A loop that starts anew at every mark is seen, and one that does not passes.
fn assert_gate() {
    let quadratic = |text: &str| {
        let starts = text.char_indices().step_by(16).map(|(at, _)| at);
        starts.map(|at| text.as_bytes()[..at].iter().filter(|&&byte| black_box(byte) == b' ').count()).sum()
    };
    assert!(too_much(&quadratic, "ب", "").is_some(), "a quadratic job passes the gate");
    assert!(too_much(&|text: &str| text.chars().count(), "ب", "").is_none(), "a linear job does not pass the gate");
}

fn main() -> ExitCode {
    assert_gate();
    let jobs = jobs();
    let mut code = ExitCode::SUCCESS;
    for (name, job) in &jobs {
        for (unit, end) in UNITS.iter().flat_map(|unit| ENDS.map(|end| (unit, end))) {
            if let Some((long, short)) = too_much(job, unit, end) {
                println!(
                    "NOT LINEAR: {name} of {unit:?}, then {end:?}: {short:.1} ns a byte of {SHORT}, {long:.1} of {LONG}"
                );
                code = ExitCode::FAILURE;
            }
        }
    }
    println!("{} jobs on {} units.", jobs.len(), UNITS.len());
    code
}
