//! All 1,112,064 scalar values: alone, between two letters, after a letter and a mark.

use crate::laws;
use naskh::{Normalizer, Op, OpSet, Preset};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

fn scalars() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

fn contexts(c: char) -> [String; 3] {
    [String::from(c), format!("ب{c}ب"), format!("ا\u{064E}{c}ا")]
}

fn laws_of(preset: Preset) {
    let normalizer = Normalizer::new(preset);
    let mut count = 0;
    for c in scalars() {
        for text in contexts(c) {
            laws::all(&normalizer, &text);
            laws::canonical(&normalizer, &text);
        }
        count += 1;
    }
    assert_eq!(count, 1_112_064);
}

#[test]
fn laws_of_repair() {
    laws_of(Preset::Repair);
}

#[test]
fn laws_of_model() {
    laws_of(Preset::Model);
}

#[test]
fn laws_of_orthographic() {
    laws_of(Preset::Orthographic);
}

#[test]
fn laws_of_search() {
    laws_of(Preset::Search);
}

#[test]
fn laws_of_quran() {
    laws_of(Preset::Quran);
}

#[test]
fn laws_of_quran_modern() {
    laws_of(Preset::QuranModern);
}

#[test]
fn laws_of_asr_strict() {
    laws_of(Preset::AsrStrict);
}

#[test]
fn laws_of_asr_standard() {
    laws_of(Preset::AsrStandard);
}

#[test]
fn laws_of_asr_lenient() {
    laws_of(Preset::AsrLenient);
}

#[test]
fn presets_of_other_tools_are_consistent() {
    for preset in laws::compatible() {
        let normalizer = Normalizer::new(preset);
        for c in scalars() {
            laws::consistent(&normalizer, &format!("ب{c}ب"));
        }
    }
}

/// The presets against a loop that knows nothing of plans, tables or scanners: rows over characters, and NFC over the
/// whole, until nothing changes. A pass is no row: those of a preset are switched off.
#[test]
fn presets_equal_a_naive_loop_over_the_rows() {
    for preset in laws::own() {
        let rules: Vec<_> = preset.ops().iter().flat_map(Op::rules).collect();
        let conditional: Vec<char> =
            rules.iter().filter(|r| !r.condition().is_empty()).flat_map(|r| r.from().chars()).collect();
        let rows: HashMap<char, String> = rules
            .iter()
            .filter(|rule| rule.condition().is_empty() && rule.from().chars().count() == 1)
            .map(|rule| (rule.from().chars().next().unwrap(), rule.to().to_owned()))
            .collect();
        let naive = |text: &str| {
            let mut now: String = text.into();
            loop {
                let mut next = String::new();
                for c in now.nfc() {
                    match rows.get(&c) {
                        Some(to) => next.push_str(to),
                        None => next.push(c),
                    }
                }
                if next == now {
                    return now;
                }
                now = next;
            }
        };
        let passes = OpSet::of(&Op::ALL.iter().copied().filter(|op| op.is_pass()).collect::<Vec<_>>());
        let normalizer = Normalizer::builder().preset(preset).ops(passes, false).build().unwrap();
        for c in scalars().filter(|c| !conditional.contains(c)) {
            for text in contexts(c).into_iter().take(2) {
                assert_eq!(normalizer.normalize(&text), naive(&text), "{preset}: {text:?}");
            }
        }
    }
}

/// Composition alone is NFC: of each character with marks behind it, of each as a mark and behind a mark, and of every two
/// Arabic marks without a letter.
#[test]
fn composition_is_nfc() {
    let normalizer = Normalizer::builder().op(Op::Compose, true).build().unwrap();
    let one = scalars().map(|c| format!("{c}\u{651}\u{64E}\n{c}\nا{c}\u{64E}\nب\u{651}{c}\n"));
    let marks: Vec<char> = scalars().filter(|&c| naskh::mark_class(c).is_some()).collect();
    let two = marks.iter().flat_map(|first| marks.iter().map(move |second| format!("\n{first}{second}\n")));
    let mut pieces = one.chain(two).peekable();
    let mut count = 0;
    while pieces.peek().is_some() {
        let text: String = pieces.by_ref().take(100).collect();
        let nfc: String = text.nfc().collect();
        assert!(normalizer.normalize(&text) == nfc, "{text:?}");
        assert_eq!(normalizer.is_normalized(&text), text == nfc, "{text:?}");
        count += 1;
    }
    assert!(count > 11_120);
}

/// Base, mark, mark: every pair of marks of the Arabic blocks after letters that compose and one that does not.
#[test]
fn every_two_marks_after_a_letter() {
    let marks: Vec<char> = scalars().filter(|&c| naskh::mark_class(c).is_some()).collect();
    assert_eq!(marks.len(), 135);
    for normalizer in laws::normalizers() {
        for base in ['ب', 'ا', 'و', 'ي', 'ى', 'ە', 'ہ', 'ے', 'ـ', 'ه', 'ٱ', 'أ'] {
            for first in &marks {
                for second in &marks {
                    let text = format!("{base}{first}{second}");
                    laws::one_answer(&normalizer, &text);
                    laws::idempotent(&normalizer, &text);
                    laws::canonical(&normalizer, &text);
                }
            }
        }
    }
}
