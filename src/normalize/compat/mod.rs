//! Which steps reproduce which tool?
//!
//! A compatibility preset gives byte for byte what the tool gives that it is named after, faults included. Its rows
//! are *open*: each says what its character becomes, and no other row looks at that. What needs context is a
//! [`Pass`](super::pass::Pass) of its own. Each is proved against vectors made by the real tool.

mod arabert;
mod arabert_data;
#[cfg(feature = "canonical")]
mod bert;
mod camel;
mod case;
#[cfg(feature = "canonical")]
mod charabia;
#[cfg(feature = "canonical")]
mod data;
#[cfg(feature = "canonical")]
mod icu;
#[cfg(feature = "canonical")]
mod icu_data;
mod lucene;
#[cfg(feature = "canonical")]
mod openiti;
mod pieces;
mod pyarabic;
mod search;
mod space;
#[cfg(feature = "canonical")]
mod unicode;
#[cfg(feature = "canonical")]
mod whisper;

#[cfg(feature = "canonical")]
use super::pass::Marks;
use super::pass::{Pass, Walk};
use super::step::Step;
use crate::rules::{Plan, Preset};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::RangeInclusive;

/// The steps of a compatibility preset; none for a preset of operations.
pub(super) fn steps(preset: Preset) -> Vec<Step> {
    match preset {
        Preset::LuceneAr => vec![rows(lucene::AR)],
        Preset::LuceneFa => vec![rows(lucene::FA)],
        Preset::LuceneCkb => vec![pass(lucene::ckb_ends), spans(lucene::CKB, &[])],
        Preset::PyarabicStrip => vec![rows(pyarabic::STRIP)],
        Preset::PyarabicSearchtext => vec![rows(pyarabic::SEARCHTEXT)],
        Preset::ArabertV02 => arabert::steps(),
        Preset::Camel => vec![rows(camel::ALL)],
        Preset::ArabicNormalizeSearch => vec![spans(search::ARABIC_NORMALIZE, &['\u{0660}', '\u{06F0}'])],
        Preset::Raqeem => vec![
            spans(search::RAQEEM, &['\u{0660}', '\u{06F0}']),
            pass(space::collapse_and_trim),
            each(case::each_lower),
        ],
        Preset::Snowball => vec![spans(search::SNOWBALL, &['\u{0660}'])],
        #[cfg(feature = "canonical")]
        Preset::Nfkc => vec![clusters(unicode::nfkc, Marks::Ordered)],
        #[cfg(feature = "canonical")]
        Preset::IcuFolding => vec![clusters(icu::folding, Marks::Any)],
        #[cfg(feature = "canonical")]
        Preset::Openiti => vec![
            clusters(unicode::nfkc, Marks::Ordered),
            Step::pass(Pass::in_word(openiti::yeh_before_hamza, |c| c == '\u{0621}')),
            rows(openiti::LETTERS),
        ],
        #[cfg(feature = "canonical")]
        Preset::Charabia => vec![each(charabia::arabic)],
        #[cfg(feature = "canonical")]
        Preset::BertUncased => vec![clusters(bert::uncased, Marks::Any)],
        #[cfg(feature = "canonical")]
        Preset::WhisperBasic => whisper(Pass::in_cluster(whisper::without_signs, Marks::Alone)),
        #[cfg(feature = "canonical")]
        Preset::WhisperBasicDiacritics => whisper(Pass::each(whisper::without_marks)),
        _ => Vec::new(),
    }
}

/// Whether a preset looks farther than the next white space: at the ends of the text, for a bracket that closes.
pub(super) fn looks_far(preset: Preset) -> bool {
    match preset {
        Preset::LuceneCkb | Preset::ArabertV02 | Preset::Raqeem => true,
        #[cfg(feature = "canonical")]
        Preset::WhisperBasic | Preset::WhisperBasicDiacritics => true,
        _ => false,
    }
}

/// Whether a character behind white space is in nothing that a pass of the others looks at as one.
pub(super) fn begins_anew(c: char) -> bool {
    #[cfg(feature = "canonical")]
    return crate::rules::begins_nfkc(c);
    // Without it there is no such pass.
    #[cfg(not(feature = "canonical"))]
    return c == ' ';
}

/// Characters and what each becomes.
type Rows = &'static [(&'static [char], &'static str)];

/// One step of open rows; of two rows for a character the later counts.
fn rows(rows: Rows) -> Step {
    let each = rows.iter().flat_map(|(from, to)| from.iter().map(|&c| (c, String::from(*to))));
    Step::plan(Plan::open(each))
}

/// Ranges of characters and what each of a range becomes.
type Spans = &'static [(RangeInclusive<char>, &'static str)];

/// One step of open rows, and of digits, named by their zeros, that become ASCII.
fn spans(spans: Spans, zeros: &[char]) -> Step {
    let each = spans.iter().flat_map(|(from, to)| from.clone().map(|c| (c, String::from(*to))));
    let digits = zeros.iter().flat_map(|&zero| (zero..).zip('0'..='9').map(|(c, to)| (c, to.into())));
    Step::plan(Plan::open(each.chain(digits)))
}

fn pass(walk: Walk) -> Step {
    Step::pass(Pass::new(walk))
}

/// Of a pass that takes character by character.
fn each(walk: Walk) -> Step {
    Step::pass(Pass::each(walk))
}

/// Of a pass that takes cluster by cluster of Unicode's normal forms.
#[cfg(feature = "canonical")]
fn clusters(walk: Walk, marks: Marks) -> Step {
    Step::pass(Pass::in_cluster(walk, marks))
}

/// Whisper's steps around the one that differs.
#[cfg(feature = "canonical")]
fn whisper(signs: Pass) -> Vec<Step> {
    let lower = Pass::in_word(whisper::lower, whisper::has_lower);
    let brackets = Pass::in_text(whisper::without_brackets, |c| matches!(c, '<' | '['));
    let parentheses = Pass::in_text(whisper::without_parentheses, |c| c == '(');
    let passes = [lower, brackets, parentheses, signs, lower, Pass::new(space::collapse)];
    passes.map(Step::pass).into()
}
