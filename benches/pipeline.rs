//! How fast is the whole way from a text to its terms, beside a copy, loops written by hand and
//! `unicode-segmentation`?
//!
//! `cargo bench --bench pipeline`, or `NASKH_BENCH=quick cargo bench --bench pipeline -- vocalised`

mod support;

fn main() {
    let mut criterion = support::criterion();
    support::bench(&mut criterion, "pipeline", support::jobs::check_pipeline, support::jobs::pipeline);
    criterion.final_summary();
}
