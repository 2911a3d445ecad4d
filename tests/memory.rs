//! What is allocated, and what is not.

use crate::laws;
use allocation_counter::measure;
use naskh::{Alignment, Normalizer, Op, OpSet, Pipeline, Preset, Scratch};
use std::hint::black_box;

const VOCALISED: &str = include_str!("data/documents/vocalised.txt");

fn document() -> String {
    let text = VOCALISED.repeat(20);
    assert!(text.len() > 100_000);
    text
}

#[test]
fn nothing_is_allocated_on_clean_text() {
    for preset in laws::own() {
        let normalizer = Normalizer::new(preset);
        let clean = normalizer.normalize(&document()).into_owned();
        let count = measure(|| {
            assert!(normalizer.is_normalized(black_box(&clean)));
            assert_eq!(normalizer.normalize(black_box(&clean)).len(), clean.len());
        });
        assert_eq!(count.count_total, 0, "{preset}");
    }
}

#[test]
fn nothing_is_allocated_into_a_buffer_that_is_large_enough() {
    let normalizer = Normalizer::new(Preset::Search);
    let text = document();
    let mut out = String::with_capacity(text.len());
    let count = measure(|| normalizer.normalize_into(black_box(&text), &mut out));
    assert_eq!(count.count_total, 0);
    assert!(out.len() < text.len());
    let mut map = Alignment::identity(0);
    normalizer.normalize_aligned_into(&text, &mut out, &mut map);
    let count = measure(|| normalizer.normalize_aligned_into(black_box(&text), &mut out, &mut map));
    assert_eq!(count.count_total, 0);
}

#[test]
fn nothing_is_allocated_in_place() {
    for preset in [Preset::Model, Preset::Orthographic, Preset::Search] {
        let normalizer = Normalizer::new(preset);
        let mut text = document();
        let count = measure(|| normalizer.normalize_in_place(black_box(&mut text)));
        assert_eq!(count.count_total, 0, "{preset}");
        assert_eq!(text, normalizer.normalize(&document()), "{preset}");
    }
}

#[test]
fn texts_that_grow_or_cannot_be_cut_are_right_in_place() {
    let search = Normalizer::new(Preset::Search);
    let grows = Normalizer::builder().preset(Preset::Search).op(Op::SpellPhrases, true).build().unwrap();
    let shrinks_then_grows = format!("{}{}", "كَتَبَ ".repeat(900), "ﷺ ".repeat(900));
    let grows_at_once = format!("ﷺ {}{}", "كتب ".repeat(3000), "كَتَبَ ".repeat(900));
    let one_word = "كَ".repeat(10_000);
    let one_mark = "\u{64E}".repeat(10_000);
    for text in [&shrinks_then_grows, &grows_at_once, &one_word, &one_mark] {
        laws::in_place(&search, text);
        laws::in_place(&grows, text);
    }
}

/// A text is done piece by piece, but not cut before a mark: what becomes of the space may take it.
#[test]
fn a_space_keeps_its_marks_in_place() {
    let ops = OpSet::TASHKEEL.with(Op::Compose);
    let normalizer = Normalizer::builder().ops(ops, true).rule(' ', "ا").build().unwrap();
    assert_eq!(normalizer.normalize("كَ \u{654}"), "كأ");
    laws::in_place(&normalizer, &"كَتَبَ \u{654}".repeat(3000));
}

/// What a condition looks back over is left before the first change: the digit before the full stop.
#[test]
fn a_condition_looks_back_in_place() {
    let strict = Normalizer::new(Preset::AsrStrict);
    assert_eq!(strict.normalize("0.\u{64B}0"), "0.0");
    for text in ["0.\u{64B}0", "ب 0..\u{64B}0", "0\u{64B}.\u{64B}0", "1,\u{640}2", "٣.٤"] {
        laws::in_place(&strict, text);
    }
}

/// At most a quarter of a byte for each byte of vocalised text.
#[test]
fn an_alignment_is_small() {
    let normalizer = Normalizer::new(Preset::Search);
    let text = document();
    let mut out = String::with_capacity(text.len());
    let mut map = Alignment::identity(0);
    let count = measure(|| normalizer.normalize_aligned_into(black_box(&text), &mut out, &mut map));
    assert!(!map.is_identity());
    assert!(count.bytes_max * 4 <= text.len() as u64, "{} bytes for {}", count.bytes_max, text.len());
}

#[test]
fn a_warm_pipeline_allocates_nothing() {
    let pipeline = Pipeline::new(Preset::Search);
    let text = document();
    let mut scratch = Scratch::default();
    let mut terms = 0;
    pipeline.for_each_term(&text, &mut scratch, |_| terms += 1);
    assert!(terms > 1000);
    let mut again = 0;
    let count = measure(|| pipeline.for_each_term(black_box(&text), &mut scratch, |_| again += 1));
    assert_eq!((count.count_total, again), (0, terms));
}
