//! A million strings for each preset: do the laws hold where nobody looked?
//!
//! The strings are made from a number each, so a failure names the text and the run can be repeated; NASKH_CASES
//! multiplies them. They are short: what is wrong with a rule shows in a few characters, and the laws of long texts have
//! tests of their own.

use crate::hostile::{ALPHABET, cases};
use crate::laws;
use naskh::{Alignment, Deleted, Normalizer, Op, Preset};
use std::ops::Range;
use std::thread;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// splitmix64: any seed will do, neighbours too.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((u128::from(z ^ (z >> 31)) * n as u128) >> 64) as usize
    }

    fn char(&mut self, groups: &[(usize, Vec<char>)]) -> char {
        let mut at = self.below(10_000);
        for (weight, chars) in groups {
            if at < *weight {
                return chars[self.below(chars.len())];
            }
            at -= weight;
        }
        // Surrogates are none.
        char::from_u32(self.below(0x11_0000) as u32).unwrap_or('\u{FFFD}')
    }
}

/// Says which text it was, if the laws panic.
struct Witness<'a>(&'a str, Preset);

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}: {:?}", self.1, self.0);
        }
    }
}

/// What parts words in the original: white space, and what a preset makes white space of.
fn parts(preset: Preset, c: char) -> bool {
    c.is_whitespace()
        || c == '\u{200B}' // ZERO WIDTH SPACE
        || preset.ops().contains(Op::StripPunctuation) && c.general_category_group() == GeneralCategoryGroup::Punctuation
        || preset.ops().contains(Op::SeparateVerseSigns) && matches!(c, '\u{06DD}' | '\u{06DE}' | '\u{06E9}' | '\u{08E2}')
}

/// What a preset may remove: marks, controls, white space, punctuation.
fn goes(preset: Preset, c: char) -> bool {
    use GeneralCategoryGroup::{Mark, Other, Separator};
    matches!(c.general_category_group(), Mark | Other | Separator) || c == '\u{0640}' || parts(preset, c) // TATWEEL
}

/// A run without white space in the output is from one in the original, and white space from what parts words there.
fn words_stay(preset: Preset, text: &str, out: &str, map: &Alignment) {
    let is_inside = |c: char| c == '\u{200A}' && preset.ops().contains(Op::JoinHairSpaces);
    let check_run = |run: Range<usize>| {
        let span = map.to_original_with(run.clone(), Deleted::Apart);
        // At the start of a text what was deleted belongs to the first letter.
        let from = match span.start {
            0 => text[span].trim_start_matches(|c| goes(preset, c)).trim_end(),
            _ => text[span].trim(),
        };
        let joined = from.contains(|c: char| (c.is_whitespace() || c == '\u{200B}') && !is_inside(c));
        assert!(!joined, "joins {from:?} to {:?}", &out[run]);
    };
    let mut start = 0;
    for (at, c) in out.char_indices().filter(|(_, c)| c.is_whitespace()) {
        if start < at {
            check_run(start..at);
        }
        start = at + c.len_utf8();
        // Written apart today: يا أيها.
        if preset == Preset::QuranModern {
            continue;
        }
        let span = map.to_original(at..start);
        let around = text[..span.start].chars().next_back().into_iter().chain(text[span.start..].chars());
        let parted = around.take(1 + text[span.clone()].chars().count()).any(|c| parts(preset, c));
        assert!(parted, "splits at {:?}: {out:?}", &text[span]);
    }
    if start < out.len() {
        check_run(start..out.len());
    }
}

fn check(seeds: Range<u64>) -> u64 {
    let groups: Vec<_> = ALPHABET.iter().map(|&(weight, chars)| (weight as usize, chars.chars().collect())).collect();
    let normalizers: Vec<_> = laws::own().map(|preset| (preset, Normalizer::new(preset))).collect();
    let (mut text, mut nfc, mut nfd) = (String::new(), String::new(), String::new());
    let (mut out, mut again, mut map) = (String::new(), String::new(), Alignment::identity(0));
    let mut checked = 0;
    for seed in seeds {
        let mut random = Random(seed << 20);
        text.clear();
        let length = 1 + random.below(10);
        text.extend((0..length).map(|_| random.char(&groups)));
        nfc.clear();
        nfd.clear();
        nfc.extend(text.nfc());
        nfd.extend(text.nfd());
        for (preset, normalizer) in &normalizers {
            let _witness = Witness(&text, *preset);
            out.clear();
            normalizer.normalize_aligned_into(&text, &mut out, &mut map);
            for equal in [&out, &nfc, &nfd] {
                again.clear();
                normalizer.normalize_into(equal, &mut again);
                assert_eq!(again, out, "from {equal:?}");
            }
            laws::alignment_fits(&map, &text, &out, preset.name());
            words_stay(*preset, &text, &out, &map);
            checked += 1;
        }
    }
    checked
}

/// The checks see what they are there for: a rule that joins words, and one that splits them.
#[test]
fn joined_and_split_words_are_found() {
    let fault = |rule: Option<(char, &str)>, text: &str| {
        let builder = Normalizer::builder().ops(Preset::Search.ops(), true);
        let normalizer = rule.map_or(builder.clone(), |(from, to)| builder.rule(from, to)).build().unwrap();
        let normalized = normalizer.normalize_aligned(text);
        let check = || words_stay(Preset::Search, text, normalized.text(), normalized.alignment());
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).err()?;
        Some(panic.downcast_ref::<String>().unwrap().split(' ').next().unwrap().to_owned())
    };
    let text = "\u{64E} كَتَبَ \u{200B}وَقَرَأَ\nذَهَبَ\u{64E} ";
    assert_eq!(fault(None, text), None);
    for space in [' ', '\n'] {
        assert_eq!(fault(Some((space, "")), text).as_deref(), Some("joins"), "{space:?}");
    }
    assert_eq!(fault(Some(('ت', "ط ط")), text).as_deref(), Some("splits"));
    assert_eq!(fault(Some(('ر', " ")), text).as_deref(), Some("splits"));
}

/// Idempotent; one key for NFC, NFD and the text itself; alignments fit; no two words joined, no word split.
#[test]
fn a_million_strings_for_each_preset() {
    let total = u64::from(cases(1_000_000));
    let first = std::env::var("NASKH_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let checked: u64 = thread::scope(|scope| {
        let share = |i: u64| first + total * i / threads..first + total * (i + 1) / threads;
        let workers: Vec<_> = (0..threads).map(|i| scope.spawn(move || check(share(i)))).collect();
        workers.into_iter().map(|worker| worker.join().expect("a law is broken; the text is above")).sum()
    });
    assert_eq!(checked, total * laws::own().count() as u64);
    println!("{checked} strings checked");
}
