//! What the builder takes and what it refuses.

use crate::laws;
use naskh::{Normalizer, Op, Preset};

#[test]
fn conflicting_rows_are_named() {
    let error = Normalizer::builder().preset(Preset::Search).rule('ة', "ت").build().unwrap_err();
    let message = error.to_string();
    assert!(message.contains("fold-taa-marbuta: ة (U+0629) -> ه (U+0647)"), "{message}");
    assert!(message.contains("custom-rule: ة (U+0629) -> ت (U+062A)"), "{message}");
    assert!(message.contains("keep"), "{message}");
    assert_eq!(error.rules().len(), 2);
    let error = Normalizer::builder().rule('ة', "ت").rule('ة', "ه").build().unwrap_err();
    assert!(error.to_string().contains("give one of them"));
}

#[test]
fn cycles_are_named() {
    let error = Normalizer::builder().rule('a', "bx").rule('b', "c").rule('c', "a").build().unwrap_err();
    let message = error.to_string();
    for row in ["a (U+0061) -> bx (U+0062 U+0078)", "b (U+0062) -> c (U+0063)", "c (U+0063) -> a (U+0061)"] {
        assert!(message.contains(row), "{message}");
    }
    let error = Normalizer::builder().op(Op::FoldAlef, true).rule('ا', "أ").build().unwrap_err();
    assert!(error.to_string().contains("never come to an end"));
    let error = Normalizer::builder().rule('a', "aa").build().unwrap_err();
    assert_eq!(error.rules().len(), 1);
}

#[test]
fn rows_and_composition_that_undo_each_other_are_refused() {
    let error = Normalizer::builder().op(Op::Compose, true).rule('أ', "ا\u{0654}").build().unwrap_err();
    assert!(error.to_string().contains("undo each other"), "{error}");
}

#[test]
fn long_rows_are_refused() {
    let error = Normalizer::builder().rule('a', &"ب".repeat(128)).build().unwrap_err();
    assert!(error.to_string().contains("256 bytes"), "{error}");
    let error = Normalizer::builder().rule('a', &"b".repeat(200)).rule('b', "بب").build().unwrap_err();
    assert!(error.to_string().contains("at most 255"), "{error}");
}

#[test]
fn rows_feed_rows() {
    let normalizer = Normalizer::builder().preset(Preset::Orthographic).rule('x', "\u{FEF7}").build().unwrap();
    assert_eq!(normalizer.normalize("x"), "لا");
    assert_eq!(normalizer.normalize("\u{FEF7}"), "لا");
}

#[test]
fn every_operation_can_be_switched_alone() {
    for &op in Op::ALL.iter().filter(|op| **op != Op::CustomRule) {
        let normalizer = Normalizer::builder().op(op, true).build().unwrap();
        let all: String = op.rules().map(|rule| format!("ب{}", rule.from())).collect();
        if op == Op::Compose {
            assert_eq!(normalizer.normalize("ا\u{0654}"), "أ");
        } else {
            assert!(!normalizer.is_normalized(&all), "{op}");
        }
        for preset in laws::own() {
            let on = preset.ops().contains(op);
            let toggled = Normalizer::builder().preset(preset).op(op, !on).build().unwrap();
            assert_ne!(toggled.id(), Normalizer::new(preset).id());
        }
    }
}

/// ا + hamza above + ا: two letters, with spans of two characters and of one.
#[test]
fn decomposed_letters_have_spans_of_all_their_parts() {
    for preset in laws::own() {
        let normalized = Normalizer::new(preset).normalize_aligned("ا\u{0654}ا");
        let map = normalized.alignment();
        assert_eq!(normalized.text().chars().count(), 2, "{preset}");
        assert_eq!(map.to_original(0..2), 0..4, "{preset}");
        assert_eq!(map.to_original(2..4), 4..6, "{preset}");
        assert_eq!(map.to_original_with(0..2, naskh::Deleted::Apart), 0..4, "{preset}");
        assert_eq!(map.to_normalized(0..4), 0..2, "{preset}");
        assert_eq!(map.to_normalized(4..6), 2..4, "{preset}");
    }
}

#[test]
fn growing_rows_are_aligned() {
    let normalizer = Normalizer::builder().preset(Preset::Repair).op(Op::SpellPhrases, true).build().unwrap();
    let text = "محمد ﷺ قال";
    let normalized = normalizer.normalize_aligned(text);
    assert_eq!(normalized.text(), "محمد صلي الله عليه وسلم قال");
    let map = normalized.alignment();
    let from = text.find('ﷺ').unwrap();
    assert_eq!(map.to_normalized(from..from + 3), 9..9 + "صلي الله عليه وسلم".len());
    assert_eq!(map.to_original(16..18), from..from + 3);
    let end = normalized.text().len();
    assert_eq!(&text[map.to_original(end - 6..end)], "قال");
}
