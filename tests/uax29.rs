//! Are words, clusters and sentences those of UAX #29 where they claim to be? Unicode's own test data, whole.

use crate::sentences::hostile;
use naskh::{
    Abbreviation, ChunkSize, Chunker, Ellipsis, Level, LineBreaks, Quotes, SentenceSegmenter, SentenceSegmenterBuilder,
    Tokenizer,
};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// The cases of a file of the Unicode Character Database: the text in pieces.
fn cases(file: &str) -> Vec<Vec<String>> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let parse = |line: &str| {
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for word in line.split_whitespace().skip(1) {
            match word {
                "÷" => pieces.push(std::mem::take(&mut piece)),
                "×" => {}
                hex => piece.push(u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).expect(line)),
            }
        }
        assert!(piece.is_empty() && !pieces.is_empty(), "{line}");
        pieces
    };
    lines.map(parse).collect()
}

/// The data, the crate that knows the properties, and the class table here speak of one version.
#[test]
fn one_version() {
    assert_eq!(unicode_segmentation::UNICODE_VERSION, (17, 0, 0), "tests/data/unicode is of another version");
}

#[test]
fn words() {
    let tokenizer = Tokenizer::builder().all(false).build();
    let cases = cases(include_str!("data/unicode/WordBreakTest.txt"));
    assert_eq!(cases.len(), 1944);
    for pieces in cases {
        let text = pieces.concat();
        assert_eq!(tokenizer.tokens(&text).map(|token| token.text()).collect::<Vec<_>>(), pieces);
    }
}

/// Chunks of one byte are the grapheme clusters but for white space.
#[test]
fn clusters() {
    let chunker = Chunker::new(ChunkSize::Bytes(1));
    let cases = cases(include_str!("data/unicode/GraphemeBreakTest.txt"));
    assert_eq!(cases.len(), 766);
    for pieces in cases {
        let text = pieces.concat();
        assert_eq!(text.graphemes(true).collect::<Vec<_>>(), pieces);
        let white = |piece: &&String| piece.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200C}' | '\u{200D}'));
        let expected: Vec<_> =
            pieces.iter().filter(|piece| !(white(piece) && piece.contains(char::is_whitespace))).collect();
        assert_eq!(chunker.chunks(&text).map(|chunk| chunk.text()).collect::<Vec<_>>(), expected, "{text:?}");
    }
}

#[test]
fn sentences() {
    let segmenter = SentenceSegmenter::uax29();
    let cases = cases(include_str!("data/unicode/SentenceBreakTest.txt"));
    assert_eq!(cases.len(), 512);
    for pieces in cases {
        let text = pieces.concat();
        assert_eq!(segmenter.sentences(&text).map(|s| s.text()).collect::<Vec<_>>(), pieces);
        let mut stream = segmenter.stream();
        let mut found = Vec::new();
        for byte in text.bytes() {
            stream.push([byte]).unwrap();
            while let Some(sentence) = stream.next_sentence() {
                found.push(sentence.text().to_owned());
            }
        }
        stream.finish().unwrap();
        while let Some(sentence) = stream.next_sentence() {
            found.push(sentence.text().to_owned());
        }
        assert_eq!(found, pieces, "byte by byte");
    }
}

/// The builder's other options do not change them, whichever comes first.
#[test]
fn sentences_are_the_same_whatever_else_is_set() {
    let text = "وصل، ثم غادر: د. أحمد...\nقال: «نعم. لا».";
    let new = SentenceSegmenter::builder;
    let other = |builder: SentenceSegmenterBuilder| {
        builder
            .level(Level::Clause)
            .line_breaks(LineBreaks::BlankLineOnly)
            .ellipsis(Ellipsis::Join)
            .quotes(Quotes::Cut)
            .abbreviation("لا", Abbreviation::Title)
    };
    for segmenter in [other(new()).uax29().build(), other(new().uax29()).build()] {
        let found: Vec<_> = segmenter.sentences(text).map(|s| s.text()).collect();
        assert_eq!(found, text.split_sentence_bounds().collect::<Vec<_>>());
    }
}

/// One of each property, and what Arabic text has.
const ATOMS: &[&str] = &[
    ".", ".", "?", "؟", "۔", "a", "A", "ا", "ذ", "1", "٢", "\u{66B}", ",", "،", "-", ")", "«", "\"", " ", "\u{A0}",
    "\u{C}", "\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{64B}", "\u{308}", "\u{200D}", "\u{AD}", "\u{200F}",
    "\u{FEFF}", "漢", "。", "😀", "…", "\u{6DD}", "%", "\u{3A9}", "ǅ", "ª", "\u{E000}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sentences_are_those_of_the_other_walk(text in prop_oneof![
        hostile(),
        "\\PC{0,40}",
        proptest::collection::vec(proptest::sample::select(ATOMS), 0..14).prop_map(|atoms| atoms.concat()),
    ]) {
        let found: Vec<_> = SentenceSegmenter::uax29().sentences(&text).map(|s| s.text().to_owned()).collect();
        prop_assert_eq!(found, text.split_sentence_bounds().collect::<Vec<_>>(), "{:?}", text);
    }
}

#[test]
fn documents() {
    for document in [include_str!("data/documents/article.txt"), include_str!("data/documents/mixed.txt")] {
        let segmenter = SentenceSegmenter::uax29();
        let found: Vec<_> = segmenter.sentences(document).map(|s| s.text()).collect();
        assert_eq!(found, document.split_sentence_bounds().collect::<Vec<_>>());
    }
}
