//! How fast are others, by criterion? Its history is what the weekly workflow publishes; the table of `src/main.rs`
//! compares within a run.
//!
//! `cargo bench --manifest-path benches/peers/Cargo.toml`

#[path = "src/jobs.rs"]
mod jobs;
#[path = "../support/mod.rs"]
mod support;

fn main() {
    let mut criterion = support::criterion();
    for task in jobs::TASKS {
        support::bench(&mut criterion, task.name, task.check, task.jobs);
    }
    criterion.final_summary();
}
