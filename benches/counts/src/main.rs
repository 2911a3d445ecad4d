//! Runs every job of this library on 64 KiB of each corpus, for a tool that counts instructions.
//!
//! `benches/counts/check.py` starts it under callgrind, which collects within [`counted`] only and writes a file each time
//! that comes to its end; the jobs are told on standard output in the same order.

// Not all of what the benchmarks share is used here.
#[allow(dead_code)]
#[path = "../../support"]
mod support {
    pub(crate) mod jobs;
    pub(crate) mod naive;
    mod texts;
    pub(crate) use texts::*;
}

use std::hint::black_box;
use support::{Corpus, Job, Role, Texts, jobs};

const SIZE: usize = 64 << 10;

#[unsafe(no_mangle)]
#[inline(never)]
extern "Rust" fn counted(job: &mut Job, pieces: &[&str]) -> usize {
    black_box(job.run(black_box(pieces)))
}

fn main() {
    for corpus in Corpus::ALL {
        let texts = Texts::new(corpus, SIZE);
        for task in [jobs::normalize, jobs::words, jobs::sentences, jobs::pipeline] {
            for mut job in task().into_iter().filter(|job| job.role == Role::Ours) {
                let pieces = texts.pieces(job.input);
                let bytes: usize = pieces.iter().map(|piece| piece.len()).sum();
                // What is built at the first call, and the buffers, are not counted.
                let expected = job.run(&pieces);
                assert_eq!(counted(&mut job, &pieces), expected, "{}: two runs, two results", job.name);
                println!("{}\t{}\t{bytes}", corpus.name(), job.name);
            }
        }
    }
}
