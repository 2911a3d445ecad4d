//! Does the library keep its bars: so many times the speed of a copy, so many times that of the library named?
//!
//! ```text
//! for each kernel that this machine has: start this program again, with the kernel forced:
//!     for each corpus of 16 MiB, on one thread:
//!         check the output of every job
//!         for each round: run each job of a task untimed, then timed (by the thread's own time)
//! for each bar: the median, over the rounds, of the ratio within a round
//! ```
//!
//! `cargo run --release --manifest-path benches/peers/Cargo.toml`. With `--write` it also writes `results.md` and
//! `speed.svg` beside its manifest, and the figures of README. `--rounds N` (9 if not said); `--test` runs everything
//! once on little text, and its figures mean nothing. If `LUCENE` names a directory with the jars `lucene-core` and
//! `lucene-analyzers-common`, Lucene is timed as well, in a process of its own.

mod jobs;
mod measure;
mod report;
#[path = "../../support/mod.rs"]
mod support;

use measure::Measured;
use std::collections::BTreeMap;
use std::process::{Command, ExitCode, Stdio};

/// A kernel that can be forced, by its name, with the column of the bars that is for it.
pub(crate) struct Kernel {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) bars: Option<usize>,
}

/// The best first. A kernel that the machine has not would silently be the scalar one.
fn kernels() -> Vec<Kernel> {
    let mut kernels = Vec::new();
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512vbmi2") && is_x86_feature_detected!("avx512bw") {
            kernels.push(Kernel { name: "avx512", title: "AVX-512", bars: Some(0) });
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
            kernels.push(Kernel { name: "avx2", title: "AVX2", bars: Some(1) });
        }
    }
    if cfg!(target_arch = "aarch64") {
        kernels.push(Kernel { name: "neon", title: "NEON", bars: None });
    }
    kernels.push(Kernel { name: "scalar", title: "scalar", bars: Some(2) });
    kernels
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let rounds = arguments.windows(2).find(|pair| pair[0] == "--rounds");
    let rounds = rounds.map_or(Some(9), |pair| pair[1].parse().ok()).filter(|&rounds| rounds > 0);
    let Some(rounds) = rounds else {
        eprintln!("--rounds wants a number above 0");
        return ExitCode::FAILURE;
    };
    let (rounds, size) = if has("--test") { (1, 64 << 10) } else { (rounds, support::LARGE) };
    if has("--measure") {
        measure::print(rounds, size, has("--peers"));
        return ExitCode::SUCCESS;
    }

    let load_before = load();
    let kernels = kernels();
    // First, since it may not be there.
    let lucene = measure::lucene(rounds, size);
    let mut results = BTreeMap::new();
    for (i, kernel) in kernels.iter().enumerate() {
        eprintln!("{}: {rounds} rounds", kernel.title);
        let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
        command.args(&arguments).args(["--measure", if i == 0 { "--peers" } else { "" }]);
        let output = command.env("NASKH_KERNEL", kernel.name).stderr(Stdio::inherit()).output();
        let output = output.expect("this program can be started again");
        if !output.status.success() {
            eprintln!("{}: {}", kernel.title, output.status);
            return ExitCode::FAILURE;
        }
        results.insert(kernel.name, Measured::read(&String::from_utf8_lossy(&output.stdout)));
    }
    let machine = format!("{}, {} (load {load_before} before, {} after)", cpu(), std::env::consts::ARCH, load());
    let report = report::Report { kernels, results, lucene, rounds, size, machine };
    print!("{}", report.tables());
    if has("--write") {
        report.write();
    }
    ExitCode::SUCCESS
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
