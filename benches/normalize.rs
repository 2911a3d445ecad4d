//! How fast is normalisation, beside a copy and beside a loop written by hand?
//!
//! `cargo bench --bench normalize`, or `NASKH_BENCH=quick cargo bench --bench normalize -- news`

mod support;

fn main() {
    let mut criterion = support::criterion();
    support::bench(&mut criterion, "normalize", support::jobs::check_normalize, support::jobs::normalize);
    criterion.final_summary();
}
