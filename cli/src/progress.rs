//! How far is it? A bar on standard error, for work of more than a second, where nobody else uses the terminal.

use crate::input::Inputs;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) struct Progress {
    read: Arc<AtomicU64>,
    total: Option<u64>,
    began: Instant,
    state: State,
}

enum State {
    Never,
    NotYet,
    Shown(ProgressBar),
}

impl Progress {
    /// `wanted`: not quiet, and the output does not go to the terminal itself.
    pub(crate) fn new(inputs: &Inputs, wanted: bool) -> Progress {
        let shown = wanted && io::stderr().is_terminal();
        let total = if shown { inputs.total() } else { None };
        let state = if shown { State::NotYet } else { State::Never };
        Progress { read: Arc::clone(&inputs.read), total, began: Instant::now(), state }
    }

    pub(crate) fn update(&mut self) {
        if matches!(self.state, State::NotYet) && self.began.elapsed() > PATIENCE {
            self.state = State::Shown(bar(self.total).with_elapsed(self.began.elapsed()));
        }
        if let State::Shown(bar) = &self.state {
            bar.set_position(self.read.load(Ordering::Relaxed));
        }
    }

    /// Writes a line to standard error, above the bar if there is one.
    pub(crate) fn say(&self, message: &str) {
        let write = || {
            // Nobody left to tell.
            let _ = writeln!(io::stderr(), "naskh: {message}");
        };
        match &self.state {
            State::Shown(bar) => bar.suspend(write),
            _ => write(),
        }
    }

    pub(crate) fn finish(&self) {
        if let State::Shown(bar) = &self.state {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => {
            (ProgressBar::new(total), "{bar:30} {percent:>3}% {bytes}/{total_bytes} {bytes_per_sec} eta {eta}")
        }
        None => (ProgressBar::no_length(), "{spinner} {bytes} {bytes_per_sec}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
