//! Random text over an alphabet that hurts: letters that compose, marks in every order, forms, controls, digits.

use crate::laws;
use naskh::{Normalizer, Op, OpSet};
use proptest::prelude::*;

/// The hostile alphabet, in groups: of ten thousand characters how many are of the group. What is missing is any character.
pub(crate) const ALPHABET: &[(u32, &str)] = &[
    (2727, "ابوىيهةكلمنأإآٱؤئءےیکہەھۀۂۓ"),
    (
        2727,
        "\u{64B}\u{64E}\u{650}\u{651}\u{652}\u{653}\u{654}\u{655}\u{656}\u{657}\u{65F}\u{670}\u{6D6}\u{6DC}\u{6E1}\u{6E4}\u{6E7}\u{6E8}\u{6EA}\u{6ED}\u{8F0}\u{8D4}\u{8EA}\u{8ED}\u{10EFD}\u{300}\u{301}\u{323}\u{338}",
    ),
    (1364, "ـ \n\t.،؛؟!«»\"'()0123٠١٢٣۴۵٫٬"),
    (
        909,
        "\u{200A}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{202A}\u{202C}\u{2060}\u{2066}\u{2069}\u{61C}\u{AD}\u{FEFF}\u{FE0F}\u{A0}\u{202F}\u{6DD}\u{6DE}\u{6E5}\u{6E6}\u{674}\u{675}",
    ),
    (909, "\u{FEFB}\u{FEF7}\u{FDF2}\u{FC5E}\u{FE70}\u{FE77}\u{FE8D}\u{FEEF}\u{FBE8}\u{FDFA}\u{FD3E}"),
    (909, "aeéÅK\u{1100}\u{1161}\u{11A8}가क़़्中👨🏽🇪🇬"),
];

/// One character of the hostile alphabet.
pub(crate) fn hostile_char() -> impl Strategy<Value = char> {
    let rest = 10_000 - ALPHABET.iter().map(|(weight, _)| weight).sum::<u32>();
    let group = |chars: &str| proptest::sample::select(chars.chars().collect::<Vec<_>>()).boxed();
    let groups = ALPHABET.iter().map(|&(weight, chars)| (weight, group(chars)));
    proptest::strategy::Union::new_weighted(groups.chain([(rest, any::<char>().boxed())]).collect())
}

pub(crate) fn hostile_text(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(hostile_char(), 0..most).prop_map(|chars| chars.into_iter().collect())
}

pub(crate) fn any_ops() -> impl Strategy<Value = OpSet> {
    proptest::collection::vec(any::<bool>(), Op::ALL.len())
        .prop_map(|on| OpSet::of(&Op::ALL.iter().zip(on).filter(|(_, on)| *on).map(|(op, _)| *op).collect::<Vec<_>>()))
}

/// How many cases: `NASKH_CASES` multiplies the number a plain `cargo test` runs.
pub(crate) fn cases(plain: u32) -> u32 {
    let times = std::env::var("NASKH_CASES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    plain.saturating_mul(times)
}

/// Too many marks to be put in order, and among them some that become letters. Found by the fuzzer.
#[test]
fn more_marks_than_a_letter_has() {
    let marks = |count: usize| "\u{338}\u{323}\u{301}\u{651}\u{64E}".chars().cycle().take(count).collect::<String>();
    for normalizer in laws::normalizers() {
        for letter in ["\u{6E7}", "\u{6E5}", "\u{6E6}\u{654}", "\u{670}", "\u{640}\u{654}"] {
            for before in [0, 1, 2, 31, 32, 33, 70] {
                for behind in [0, 1, 2, 30, 31, 32, 33, 70] {
                    let text = format!("ه{}{letter}{}{letter}{}ب", marks(before), marks(behind), marks(before));
                    laws::idempotent(&normalizer, &text);
                    laws::one_answer(&normalizer, &text);
                    laws::alignment_holds(&normalizer, &text);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(20_000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn presets_keep_the_laws(text in hostile_text(40)) {
        for normalizer in laws::normalizers() {
            laws::all(&normalizer, &text);
        }
        for normalizer in laws::normalizers() {
            laws::canonical(&normalizer, &text);
        }
        for preset in laws::compatible() {
            laws::consistent(&Normalizer::new(preset), &text);
        }
    }

    #[test]
    fn alignments_compose(text in hostile_text(30)) {
        let [a, b, c, ..] = &laws::normalizers()[..] else { unreachable!() };
        let one = a.normalize_aligned(&text);
        let two = b.normalize_aligned(one.text());
        let three = c.normalize_aligned(two.text());
        let (x, y, z) = (one.alignment(), two.alignment(), three.alignment());
        let both = x.then(y);
        laws::alignment_fits(&both, &text, two.text(), &format!("then on {text:?}"));
        prop_assert_eq!(both.then(z), x.then(&y.then(z)));
    }
}

/// Operations that say different things of one character.
pub(crate) const RIVALS: &[&[Op]] = &[
    &[Op::DigitsToAscii, Op::DigitsToArabicIndic, Op::DigitsToEastern],
    &[Op::FoldPunctuation, Op::StripPunctuation],
    &[Op::SpellDaggerAlef, Op::StripDaggerAlef],
];

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(2_000), failure_persistence: None, ..ProptestConfig::default() })]

    /// Any set of switches builds and keeps the laws, but for operations that contradict each other: an error names two.
    #[test]
    fn any_set_of_operations(
        ops in any_ops(),
        chosen in proptest::collection::vec(any::<usize>(), RIVALS.len()),
        texts in proptest::collection::vec(hostile_text(20), 5),
    ) {
        if let Err(error) = Normalizer::builder().ops(ops, true).build() {
            let message = error.to_string();
            let named = |rivals: &&[Op]| rivals.iter().filter(|op| message.contains(op.name())).count() >= 2;
            prop_assert!(RIVALS.iter().any(named), "{message}");
        }
        // Of those that contradict each other one at most.
        let mut ops = ops;
        for (rivals, at) in RIVALS.iter().zip(chosen) {
            let one = rivals[at % rivals.len()];
            let on = ops.contains(one);
            ops = ops.difference(OpSet::of(rivals));
            ops = if on { ops.with(one) } else { ops };
        }
        let normalizer = Normalizer::builder().ops(ops, true).build().unwrap();
        for text in texts {
            laws::all(&normalizer, &text);
        }
    }
}
