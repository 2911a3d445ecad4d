//! The laws as functions of bytes: what a fuzzer calls.
//!
//! `fuzz/` has a target for each; `mutations.rs` calls each with the texts of the trap cases and some mutations of them.
//! A crash prints a test that can be pasted at the end of this file.

use crate::laws;
use naskh::{
    ChunkSize, Ellipsis, Level, LineBreaks, Normalizer, Preset, Quotes, SentenceSegmenter, Tailoring, Tokenizer,
};
use std::iter::once;
use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class, is_nfc_quick};

/// Panics if the bytes break it.
type Law = fn(&[u8]);

/// Names of the targets, and what each asserts.
pub(crate) const LAWS: &[(&str, Law)] = &[
    ("streams", streams),
    ("alignment", alignment),
    ("idempotence", idempotence),
    ("tiling", tiling),
    ("pipeline", pipeline),
    ("sentences", sentences),
    ("chunks", chunks),
];

/// Two bytes that choose, and a text: as it stands, or (by the first bit) a character of the hostile alphabet a byte.
pub(crate) fn input(data: &[u8]) -> Option<(usize, usize, String)> {
    const ALPHABET: &str = "ابوىيهةكلمنأإآٱؤئءےیکہەھۀۂۓدرسعفق\u{64B}\u{64E}\u{650}\u{651}\u{652}\u{653}\u{654}\u{655}\
        \u{656}\u{657}\u{670}\u{6D6}\u{6DC}\u{6E1}\u{6E4}\u{6E5}\u{6E6}\u{6E7}\u{6EA}\u{8F0}\u{300}\u{301}\u{323}\u{338}\
        ـ \n\r\t.،؛؟!«»\"'()[]<>…-_@#/:0123٠١٢٣۴۵٫٬%\u{200A}\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{202A}\u{202C}\
        \u{2060}\u{2066}\u{61C}\u{AD}\u{FEFF}\u{FE0F}\u{A0}\u{6DD}\u{6DE}\u{674}\u{FEFB}\u{FEF7}\u{FDF2}\u{FC5E}\u{FE70}\
        \u{FE77}\u{FEEF}\u{FDFA}aecomxéÅKΣİ\u{1100}\u{1161}\u{11A8}\u{AC00}क\u{93C}中👨👩\u{1F3FD}🇪🇬❤";
    let (&[one, two], rest) = data.split_first_chunk()?;
    let text = if one & 1 == 0 {
        String::from_utf8_lossy(rest).into_owned()
    } else {
        static CHARS: OnceLock<Vec<char>> = OnceLock::new();
        let chars = CHARS.get_or_init(|| ALPHABET.chars().collect());
        rest.iter().map(|&byte| chars[usize::from(byte) % chars.len()]).collect()
    };
    Some((usize::from(one >> 1), usize::from(two), text))
}

fn chosen(presets: impl Iterator<Item = Preset>, which: usize) -> Preset {
    let presets: Vec<_> = presets.collect();
    presets[which % presets.len()]
}

/// Pieces of two sizes in turn.
fn pieces(text: &str, sizes: usize) -> Vec<&[u8]> {
    let (mut rest, mut pieces) = (text.as_bytes(), Vec::new());
    for size in [sizes % 16 + 1, sizes / 16 + 1].into_iter().cycle() {
        let (piece, tail) = rest.split_at(size.min(rest.len()));
        pieces.push(piece);
        rest = tail;
        if rest.is_empty() {
            return pieces;
        }
    }
    pieces
}

/// A stream gives the normalised whole, and so do two parts.
pub(crate) fn streams(data: &[u8]) {
    let Some((which, sizes, text)) = input(data) else { return };
    let normalizer = Normalizer::new(chosen(Preset::ALL.iter().copied(), which));
    laws::streams(&normalizer, &text, pieces(&text, sizes));
    laws::cuts(&normalizer, &text);
}

pub(crate) fn alignment(data: &[u8]) {
    let Some((one, two, text)) = input(data) else { return };
    let normalizer = Normalizer::new(chosen(Preset::ALL.iter().copied(), one));
    laws::alignment_holds(&normalizer, &text);
    // And behind another.
    let first = normalizer.normalize_aligned(&text);
    let second = Normalizer::new(chosen(Preset::ALL.iter().copied(), two)).normalize_aligned(first.text());
    let both = first.alignment().then(second.alignment());
    laws::alignment_fits(&both, &text, second.text(), &format!("{one} then {two} on {text:?}"));
}

/// More marks on one letter keep their order, and compose with nothing: known, the reason is in DESIGN.md.
const MOST_MARKS: usize = 32;

/// The most marks that stand on one letter and stay, in the form of the text that has most of them.
fn most_marks(normalizer: &Normalizer, text: &str) -> usize {
    // Of what stays here some goes later, when words have been read.
    let context = matches!(normalizer.preset(), Some(Preset::Quran | Preset::QuranModern));
    // A vowel or final jamo goes with what is before it as a mark does.
    let attaches = |c| canonical_combining_class(c) != 0 || is_nfc_quick(once(c)) == IsNormalized::Maybe;
    let (mut most, mut run) = (0, 0);
    for c in text.nfd() {
        let alone = normalizer.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
        let goes_between = |neighbour: char| {
            let (with, without) = (String::from_iter([neighbour, c, neighbour]), String::from_iter([neighbour; 2]));
            normalizer.normalize(&with) == normalizer.normalize(&without)
        };
        // One as they are put in order, however many a ligature is; but behind the first step it is that many.
        let marks = if context { c.nfkd().filter(|&c| attaches(c)).count() } else { usize::from(attaches(c)) };
        run = match alone.chars().next() {
            // What goes may stand between those that stay.
            None => run + if context { marks } else { 0 },
            Some(first) if attaches(c) || attaches(first) => run + marks.max(1),
            // Some characters go between certain others only.
            _ if goes_between('\u{628}') || goes_between('1') => run,
            _ => 0,
        };
        most = most.max(run);
    }
    most
}

/// All calls give one text; of naskh's own presets, once is twice and equivalent texts have one key.
pub(crate) fn idempotence(data: &[u8]) {
    let Some((which, _, text)) = input(data) else { return };
    let preset = chosen(Preset::ALL.iter().copied(), which);
    let normalizer = Normalizer::new(preset);
    laws::one_answer(&normalizer, &text);
    laws::edits_explain(&normalizer, &text);
    if !preset.is_compatibility() {
        laws::idempotent(&normalizer, &text);
        if most_marks(&normalizer, &text) <= MOST_MARKS {
            laws::canonical(&normalizer, &text);
        }
    }
}

/// Tokens and sentences, joined, are the text.
pub(crate) fn tiling(data: &[u8]) {
    let Some((one, two, text)) = input(data) else { return };
    // Every tailoring, none, or all but one.
    let builder = match two % (Tailoring::ALL.len() + 2) {
        0 => Tokenizer::builder(),
        1 => Tokenizer::builder().all(false),
        n => Tokenizer::builder().all(true).tailoring(Tailoring::ALL[n - 2], false),
    };
    laws::tokens(&builder, &text);
    let mut at = 0;
    for sentence in segmenter(one).sentences(&text) {
        assert!(sentence.span().start == at && !sentence.text().is_empty(), "{text:?}");
        assert_eq!(&text[sentence.span()], sentence.text());
        at = sentence.span().end;
    }
    assert_eq!(at, text.len(), "{text:?}");
}

pub(crate) fn pipeline(data: &[u8]) {
    let Some((which, _, text)) = input(data) else { return };
    laws::pipeline(chosen(laws::own(), which), &text);
}

fn segmenter(which: usize) -> SentenceSegmenter {
    let builder = SentenceSegmenter::builder();
    match which % 9 {
        0 => SentenceSegmenter::new(),
        1 => builder.line_breaks(LineBreaks::BlankLineOnly).build(),
        2 => builder.quotes(Quotes::Cut).ellipsis(Ellipsis::Break).build(),
        3 => builder.line_breaks(LineBreaks::BlankLineOnly).quotes(Quotes::Cut).ellipsis(Ellipsis::Join).build(),
        4 => builder.level(Level::Clause).build(),
        5 => builder.max_bytes(25).build(),
        6 => builder.max_bytes(40).level(Level::Clause).line_breaks(LineBreaks::BlankLineOnly).build(),
        7 => builder.uax29().max_bytes(30).build(),
        _ => SentenceSegmenter::uax29(),
    }
}

/// The sentences of a stream are those of the whole.
pub(crate) fn sentences(data: &[u8]) {
    let Some((which, sizes, text)) = input(data) else { return };
    let segmenter = segmenter(which);
    let streamed = laws::streamed(&segmenter, pieces(&text, sizes));
    assert_eq!(streamed, laws::whole(&segmenter, &text), "{segmenter:?} on {text:?} in pieces by {sizes}");
}

pub(crate) fn chunks(data: &[u8]) {
    let Some((one, two, text)) = input(data) else { return };
    let size = match two % 3 {
        0 => ChunkSize::Bytes(two / 3),
        1 => ChunkSize::Chars(two / 3),
        _ => ChunkSize::Words(two / 16),
    };
    laws::chunks(&text, size, one % 32);
}

/// Of marks with soft hyphens and a small high yaa between them, that become a letter: 28 have their order, and more than
/// 32 are the limit that is known.
#[test]
fn found_in_idempotence() {
    let model = Normalizer::new(Preset::Model);
    let text = |marks: usize| {
        let (dots, hyphens) = ("\u{323}".repeat(marks), "\u{AD}".repeat(28));
        format!("{dots}{hyphens}{dots}\u{6E7}\u{338}\u{301}\u{6EA}\u{338}ف")
    };
    laws::canonical(&model, &text(12));
    idempotence(
        b"777777777777777777777777\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfd\
        \xff\xff\xff\xff\xff\xff\xff\xff777777770000000000000000000000000000002865383987917065784\xb2]\xaf#\xd8\x83\xd8",
    );
}

/// A mark with no letter before it is no letter to the same mark after it. Found by the fuzzer (14 dots, a stroke, 61 dots).
#[test]
fn marks_without_a_letter_are_idempotent() {
    let text = format!("{}\u{338}{}ف", "\u{323}".repeat(14), "\u{323}".repeat(61));
    laws::idempotent(&Normalizer::new(Preset::Repair), &text);
}

/// A mark without a letter is one of the marks, whether or not what goes stood before it: 33 keep their order at once.
#[test]
fn marks_behind_what_goes_are_idempotent() {
    let marks = "\u{301}\u{323}".repeat(16) + "\u{301}";
    for before in ["", "\u{6E5}", "\u{640}"] {
        laws::idempotent(&Normalizer::new(Preset::Model), &format!("{before}{marks}"));
    }
}

/// The law is asked of all texts but those that are known to break it.
#[test]
fn the_limit_of_marks_is_where_the_law_breaks() {
    // A mark above and one below, in the order that is not the canonical one.
    let marks = |count| "\u{301}\u{323}".repeat(20).chars().take(count).collect::<String>();
    let keys = |normalizer: &Normalizer, text: &str| {
        let forms = [text.to_owned(), text.nfc().collect(), text.nfd().collect()];
        let keys = forms.map(|form| normalizer.normalize(&form).into_owned());
        1 + usize::from(keys[1] != keys[0]) + usize::from(keys[2] != keys[0] && keys[2] != keys[1])
    };
    // (before the marks, between them, behind them, what that counts)
    let repair = [
        ("ب", "", "", 0),
        ("ب", "", "ب\u{323}", 0),
        // Goes, or goes behind an Arabic letter.
        ("ب", "\u{640}", "", 0),
        ("ب", "\u{AD}\u{200D}", "", 0),
        // A ligature of marks.
        ("ب", "\u{FC5E}", "", 1),
    ];
    let normalizer = Normalizer::new(Preset::Repair);
    for (before, between, behind, more) in repair {
        let text = |count: usize| format!("{before}{}{between}{}{behind}", marks(20), marks(count - 20 - more));
        for count in [31, 32, 33, 34] {
            assert_eq!(most_marks(&normalizer, &text(count)), count, "{:?}", text(count));
            assert_eq!(keys(&normalizer, &text(count)) > 1, count > MOST_MARKS, "{:?}", text(count));
        }
    }
    // Marks that go do not count: there may be any number of them.
    let text = format!("ب{}{}{}", "\u{64E}".repeat(40), marks(32), "\u{650}".repeat(40));
    let model = Normalizer::new(Preset::Model);
    assert_eq!((most_marks(&model, &text), keys(&model, &text)), (32, 1));
    assert_eq!((most_marks(&normalizer, &text), keys(&normalizer, &text)), (112, 2));
    // In the form that has most of them.
    let text = format!("\u{1EAD}{}", marks(30));
    assert_eq!((most_marks(&normalizer, &text), keys(&normalizer, &text)), (32, 1));
}
