//! How far is it? A bar on standard error, for work of more than a second, where nobody else uses the terminal.

use crate::input::Inputs;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) struct Progress {
    read: Arc<AtomicU64>,
    began: Instant,
    /// Counts from the beginning, so that the rate is right when it comes to be shown.
    bar: Option<ProgressBar>,
}

impl Progress {
    /// `wanted`: not quiet, and the output does not go to the terminal itself.
    pub(crate) fn new(inputs: &Inputs, wanted: bool) -> Progress {
        let bar = (wanted && io::stderr().is_terminal()).then(|| hidden_bar(inputs.total()));
        Progress { read: Arc::clone(&inputs.read), began: Instant::now(), bar }
    }

    pub(crate) fn update(&self) {
        if let Some(bar) = &self.bar {
            bar.set_position(self.read.load(Ordering::Relaxed));
            if bar.is_hidden() && self.began.elapsed() > PATIENCE {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
        }
    }

    /// Writes a line to standard error, above the bar if there is one.
    pub(crate) fn say(&self, message: &str) {
        let write = || {
            // Nobody left to tell.
            let _ = writeln!(io::stderr(), "naskh: {message}");
        };
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn hidden_bar(total: Option<u64>) -> ProgressBar {
    let template = match total {
        Some(_) => "{bar:30} {percent:>3}% {bytes}/{total_bytes} {bytes_per_sec} eta {eta}",
        None => "{spinner} {bytes} {bytes_per_sec}",
    };
    let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
