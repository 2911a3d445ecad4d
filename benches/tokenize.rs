//! How fast are words and sentences, beside a copy, a loop written by hand and `unicode-segmentation`?
//!
//! `cargo bench --bench tokenize`, or `NASKH_BENCH=quick cargo bench --bench tokenize -- words/news`

mod support;

fn main() {
    let mut criterion = support::criterion();
    support::bench(&mut criterion, "words", support::jobs::check_words, support::jobs::words);
    support::bench(&mut criterion, "sentences", support::jobs::check_sentences, support::jobs::sentences);
    criterion.final_summary();
}
