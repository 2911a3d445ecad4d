//! Which bars are kept, in a table; how fast is everything, in a table, a chart and README?

use crate::Kernel;
use crate::measure::{CALL, CORPORA, LUCENE, Measured, TWO, TWO_MEMCPY};
use crate::support::Corpus::{self, News, Social, Vocalised};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// How many times as fast as another a job has to be.
pub(crate) struct Bar {
    job: &'static str,
    corpora: &'static [Corpus],
    pub(crate) against: &'static str,
    /// AVX-512, AVX2, scalar.
    least: [Option<f64>; 3],
}

const fn bar(
    job: &'static str,
    corpora: &'static [Corpus],
    against: &'static str,
    avx512: f64,
    avx2: f64,
    scalar: f64,
) -> Bar {
    /// 0 where there is no bar.
    const fn some(least: f64) -> Option<f64> {
        if least > 0.0 { Some(least) } else { None }
    }
    Bar { job, corpora, against, least: [some(avx512), some(avx2), some(scalar)] }
}

const PLAIN: &[Corpus] = &[News, Vocalised];

pub(crate) const BARS: &[Bar] = &[
    bar("search", PLAIN, "memcpy", 0.70, 0.28, 0.0),
    bar("search", PLAIN, "search arabic-normalize", 15.0, 0.0, 0.0),
    bar("search", PLAIN, "search naive", 0.0, 0.0, 2.5),
    bar("orthographic", PLAIN, "memcpy", 0.70, 0.28, 0.0),
    bar("orthographic", PLAIN, "search arabic-normalize", 15.0, 0.0, 0.0),
    bar("orthographic", PLAIN, "orthographic naive", 0.0, 0.0, 2.5),
    bar("search aligned", PLAIN, "search", 0.85, 0.80, 0.80),
    bar("orthographic aligned", PLAIN, "orthographic", 0.85, 0.80, 0.80),
    bar("search clean", PLAIN, "validate simdutf8", 0.80, 0.60, 0.0),
    bar("words", PLAIN, "memcpy", 0.30, 0.15, 0.0),
    bar("words", PLAIN, "words icu_segmenter", 12.0, 0.0, 2.0),
    bar("sentences", PLAIN, "memcpy", 0.45, 0.25, 0.0),
    bar("sentences", PLAIN, "sentences icu_segmenter", 0.0, 0.0, 2.0),
    bar("terms", PLAIN, "memcpy", 0.20, 0.12, 0.0),
    bar("terms", PLAIN, LUCENE, 10.0, 0.0, 2.0),
];

/// The longest that a call of 64 bytes may take, in ns.
const CALL_MOST: [Option<f64>; 3] = [Some(25.0), Some(45.0), None];
const TWO_LEAST: [Option<f64>; 3] = [Some(1.8); 3];
/// What is left of the speed on news where there is social text.
const SOCIAL_LEAST: [Option<f64>; 3] = [Some(0.5); 3];

pub(crate) struct Report {
    /// The best first.
    pub(crate) kernels: Vec<Kernel>,
    pub(crate) results: BTreeMap<&'static str, Measured>,
    pub(crate) lucene: Measured,
    pub(crate) rounds: usize,
    pub(crate) size: usize,
    pub(crate) machine: String,
}

impl Report {
    fn of(&self, kernel: &Kernel) -> &Measured {
        &self.results[kernel.name]
    }

    /// With the best kernel, all of the others' jobs are measured.
    fn best(&self) -> &Measured {
        self.of(&self.kernels[0])
    }

    /// A row with a cell a kernel: the figure, and the bar if it is not kept.
    fn row(
        &self,
        out: &mut String,
        head: &str,
        bars: [Option<f64>; 3],
        least: bool,
        value: impl Fn(&Measured) -> Option<f64>,
    ) {
        let cell = |kernel: &Kernel| {
            let Some(value) = value(self.of(kernel)) else { return String::from("not run") };
            match kernel.bars.and_then(|column| bars[column]) {
                Some(bar) if least && value >= bar => format!("{} (≥ {bar})", short(value)),
                Some(bar) if least => format!("**{}** missed (≥ {bar})", short(value)),
                Some(bar) if value <= bar => format!("{} (≤ {bar})", short(value)),
                Some(bar) => format!("**{}** missed (≤ {bar})", short(value)),
                None => short(value),
            }
        };
        let cells: Vec<String> = self.kernels.iter().map(cell).collect();
        writeln!(out, "| {head} | {} |", cells.join(" | ")).expect("a string takes everything");
    }

    /// The head of a table with a column a kernel, behind `before` and before `after`.
    fn head(&self, before: &[&str], after: &[&str]) -> String {
        let own = self.kernels.iter().map(|kernel| (kernel.title, "---:"));
        let [before, after] = [before, after].map(|titles| titles.iter().map(|&title| (title, "---")));
        let (titles, rules): (Vec<&str>, Vec<&str>) = before.chain(own).chain(after).unzip();
        format!("| {} |\n|{}|\n", titles.join(" | "), rules.join("|"))
    }

    pub(crate) fn tables(&self) -> String {
        let mut out = format!(
            "CPU: {}. {} rounds of {} bytes a corpus, one thread.\n\n## Bars\n\nMedians of the ratios within a round, of the thread's own time; in \
             brackets the bar. Lucene ran in a process of its own, so its rows are ratios of medians.\n\n",
            self.machine, self.rounds, self.size
        );
        out += &self.head(&["job", "corpus", "times"], &[]);
        for bar in BARS {
            for &corpus in bar.corpora {
                let head = format!("{} | {} | {}", bar.job, corpus.name(), bar.against);
                self.row(&mut out, &head, bar.least, true, |measured| match bar.against {
                    LUCENE => Some(measured.median(corpus, bar.job)? / self.lucene.median(corpus, LUCENE)?),
                    against => measured.ratio(corpus, bar.job, against),
                });
            }
        }
        let social = |measured: &Measured| Some(measured.median(Social, "search")? / measured.median(News, "search")?);
        self.row(&mut out, "search | social | search on news", SOCIAL_LEAST, true, social);
        let head = "search, two threads | news | one thread";
        self.row(&mut out, head, TWO_LEAST, true, |measured| measured.median(News, TWO));
        let head = "memcpy, two threads | news | one thread";
        self.row(&mut out, head, [None; 3], true, |measured| measured.median(News, TWO_MEMCPY));
        let head = "search, a call of 64 bytes | news | ns";
        self.row(&mut out, head, CALL_MOST, false, |measured| measured.median(News, CALL));

        out += "\n## Speeds\n\nMedians, MB/s of input (1 MB = 10^6 bytes). Others have other rules unless their output is ";
        out += "said to be checked against ours.\n\n";
        out += &self.head(&["job", "corpus"], &[]);
        let jobs: BTreeSet<&str> = self.best().jobs().collect();
        for job in jobs.iter().filter(|job| ![CALL, TWO, TWO_MEMCPY].contains(job)) {
            for corpus in CORPORA {
                let cell =
                    |kernel| self.of(kernel).median(corpus, job).map_or(String::from("-"), |s| format!("{s:.0}"));
                let cells: Vec<String> = self.kernels.iter().map(cell).collect();
                writeln!(out, "| {job} | {} | {} |", corpus.name(), cells.join(" | ")).unwrap();
            }
        }
        for corpus in CORPORA {
            if let Some(speed) = self.lucene.median(corpus, LUCENE) {
                let blank = " - |".repeat(self.kernels.len() - 1);
                writeln!(out, "| {LUCENE} | {} | {speed:.0} |{blank}", corpus.name()).unwrap();
            }
        }
        out
    }

    /// What README shows: a line a job, the fastest of others beside it.
    fn readme(&self) -> String {
        let mut out = String::from("\n![Speed of each job on a logarithmic scale](benches/peers/speed.svg)\n\n");
        out += &self.head(&["MB/s on news / on vocalised text"], &["the fastest of others"]);
        for (label, job, others) in ROWS {
            let pair = |measured: &Measured| {
                let speed =
                    |corpus| measured.median(corpus, job).map_or(String::from("-"), |speed| format!("{speed:.0}"));
                format!("{} / {}", speed(News), speed(Vocalised))
            };
            let cells: Vec<String> = self.kernels.iter().map(|kernel| pair(self.of(kernel))).collect();
            let other = others
                .iter()
                .filter_map(|(name, job)| Some((name, self.other(News, job)?, self.other(Vocalised, job)?)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let other =
                other.map_or(String::from("-"), |(name, news, vocal)| format!("{name}: {news:.0} / {vocal:.0}"));
            writeln!(out, "| {label} | {} | {other} |", cells.join(" | ")).unwrap();
        }
        write!(
            out,
            "\nMedians of {} rounds over {} MiB in memory, one thread, on {}, made by\n\n```sh\ncargo run --release \
             --manifest-path benches/peers/Cargo.toml -- --write\n```\n\n[All figures and ratios](benches/peers/results.md), \
             with the bars that the project has set itself and which of them it misses.\n",
            self.rounds,
            self.size >> 20,
            self.machine
        )
        .unwrap();
        out
    }

    fn other(&self, corpus: Corpus, job: &str) -> Option<f64> {
        self.best().median(corpus, job).or_else(|| self.lucene.median(corpus, job))
    }

    /// Bars of news text, on a logarithmic scale from 1 MB/s on.
    fn svg(&self) -> String {
        const LINE: usize = 18;
        const LEFT: usize = 300;
        const WIDTH: f64 = 520.0;
        const MOST: f64 = 5.0; // powers of ten
        let x = |speed: f64| LEFT as f64 + speed.max(1.0).log10() / MOST * WIDTH;
        let (mut bars, mut y) = (String::new(), 40);
        for (label, job, others) in ROWS {
            writeln!(bars, r#"<text x="8" y="{}" class="h">{label}</text>"#, y + 13).unwrap();
            y += LINE + 2;
            let own = self.kernels.iter().filter_map(|kernel| {
                Some((format!("naskh, {}", kernel.title), self.of(kernel).median(News, job)?, "#1a7f5a"))
            });
            let others =
                others.iter().filter_map(|(name, job)| Some(((*name).into(), self.other(News, job)?, "#8c959f")));
            for (name, speed, colour) in own.chain(others) {
                let (end, middle) = (x(speed), y + 13);
                writeln!(
                    bars,
                    r#"<text x="{}" y="{middle}" text-anchor="end">{name}</text><rect x="{LEFT}" y="{}" width="{:.1}" height="{}" fill="{colour}"/><text x="{:.1}" y="{middle}">{speed:.0}</text>"#,
                    LEFT - 8, y + 2, end - LEFT as f64, LINE - 4, end + 6.0
                )
                .unwrap();
                y += LINE;
            }
            y += 8;
        }
        let mut svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{}" font-family="sans-serif" font-size="12"><style>.h{{font-weight:bold}}text{{fill:#1f2328}}</style><rect width="100%" height="100%" fill="#fff"/><text x="8" y="20" class="h">MB/s on news text, 16 MiB, one thread (logarithmic scale)</text>"##,
            y + 8
        );
        for power in 0..=MOST as i32 {
            let speed = 10f64.powi(power);
            writeln!(
                svg,
                r##"<line x1="{0:.1}" x2="{0:.1}" y1="36" y2="{y}" stroke="#d0d7de"/><text x="{0:.1}" y="33" text-anchor="middle">{speed}</text>"##,
                x(speed)
            )
            .unwrap();
        }
        svg + &bars + "</svg>\n"
    }

    pub(crate) fn write(&self) {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let head = "# What the last run of `benches/peers` gave\n\nWritten by `cargo run --release --manifest-path \
                    benches/peers/Cargo.toml -- --write`. The lines of a corpus repeat, which flatters loops that branch on \
                    each character: others' more than ours.\n\n";
        std::fs::write(here.join("results.md"), format!("{head}{}", self.tables())).expect("results.md can be written");
        std::fs::write(here.join("speed.svg"), self.svg()).expect("speed.svg can be written");
        let path = here.join("../../README.md");
        let readme = std::fs::read_to_string(&path).expect("README.md can be read");
        let (start, end) = ("<!-- numbers -->\n", "<!-- end of numbers -->\n");
        let (before, rest) = readme.split_once(start).expect("README.md has a place for numbers");
        let (_, after) = rest.split_once(end).expect("README.md has an end of numbers");
        let readme = format!("{before}{start}{}{end}{after}", self.readme());
        std::fs::write(path, readme).expect("README.md can be written");
    }
}

/// What it is, the job, and those of others: what they are, and the job.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Jobs that README shows: ours, and those of others that come nearest.
const ROWS: &[Row] = &[
    (
        "normalise, search",
        "search",
        &[("a loop by hand", "search naive"), ("arabic-normalize", "search arabic-normalize")],
    ),
    ("the same, with alignment", "search aligned", &[]),
    ("clean text, search", "search clean", &[("simdutf8 (validates only)", "validate simdutf8")]),
    (
        "words",
        "words",
        &[
            ("icu_segmenter", "words icu_segmenter"),
            ("unicode-segmentation", "words unicode-segmentation"),
            ("tantivy SimpleTokenizer", "words tantivy SimpleTokenizer"),
            ("charabia", "words charabia"),
        ],
    ),
    (
        "sentences",
        "sentences",
        &[
            ("icu_segmenter", "sentences icu_segmenter"),
            ("unicode-segmentation", "sentences unicode-segmentation"),
            ("sentencex", "sentences sentencex"),
        ],
    ),
    (
        "terms: words, normalised, with spans",
        "terms",
        &[
            ("Lucene", LUCENE),
            ("tantivy default (lower case only)", "terms tantivy default"),
            ("charabia", "terms charabia"),
            ("tokenizers, BERT", "terms tokenizers BERT"),
        ],
    ),
    ("memcpy", "memcpy", &[]),
];

/// Three digits, as far as there are.
fn short(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
