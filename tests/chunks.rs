//! Do chunks keep their limit, cut no grapheme cluster, and leave nothing out?

use crate::laws;
use crate::sentences::hostile;
use naskh::{ChunkSize, Chunker, LineBreaks, SentenceSegmenter};
use proptest::prelude::*;

fn texts<'t>(chunker: &Chunker, text: &'t str) -> Vec<&'t str> {
    chunker.chunks(text).map(|chunk| chunk.text()).collect()
}

fn any_size() -> impl Strategy<Value = ChunkSize> {
    prop_oneof![
        (0usize..90).prop_map(ChunkSize::Bytes),
        (0usize..60).prop_map(ChunkSize::Chars),
        (0usize..12).prop_map(ChunkSize::Words),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn laws_on_hostile_texts(text in hostile(), size in any_size(), overlap in 0usize..40) {
        laws::chunks(&text, size, overlap);
    }

    #[test]
    fn laws_on_any_text(text in "[\\PC\u{600}-\u{6FF}\u{1F1E6}-\u{1F1FF}\u{200D}\u{110BD}👩 ]{0,60}", size in any_size(), overlap in 0usize..40) {
        laws::chunks(&text, size, overlap);
    }
}

/// The border of the words is inside a cluster, where nothing is cut.
#[test]
fn words_that_a_cluster_joins() {
    laws::chunks("\u{1130F}\u{D4E}\u{1F39E}", ChunkSize::Words(1), 0);
}

/// A number sign at the end of a word and the space behind it are one cluster, which is longer than what the word has of it.
#[test]
fn a_sign_that_keeps_the_space_behind_it() {
    for text in ["سنة\u{601} ب", "ى\u{D4E} ب", "ab\u{110BD} \u{301}ب"] {
        for n in 1..16 {
            for size in [ChunkSize::Bytes(n), ChunkSize::Chars(n), ChunkSize::Words(n)] {
                laws::chunks(text, size, n / 2);
            }
        }
    }
}

#[test]
fn laws_on_documents() {
    for document in [include_str!("data/documents/article.txt"), include_str!("data/documents/social.txt")] {
        for n in [1, 10, 100, 1000, 100_000] {
            for overlap in [0, 1, n / 10, n / 2] {
                for size in [ChunkSize::Bytes(n), ChunkSize::Chars(n), ChunkSize::Words(n)] {
                    laws::chunks(document, size, overlap);
                }
            }
        }
    }
}

const NOTE: &str =
    "خبر\n\nوصل الوفد أمس، ثم غادر. قال الناطق إن اللقاء مفيد، وإن موعدا قريبا سيحدد؛ ولم يزد.\n\nانتهى الخبر هنا.";

#[test]
fn cuts_at_the_best_place() {
    let chunks = |size| texts(&Chunker::new(size), NOTE);
    // Paragraphs; the heading stays with what it heads.
    assert_eq!(
        chunks(ChunkSize::Words(18)),
        [
            "خبر\n\nوصل الوفد أمس، ثم غادر. قال الناطق إن اللقاء مفيد، وإن موعدا قريبا سيحدد؛ ولم يزد.",
            "انتهى الخبر هنا.",
        ]
    );
    // Sentences.
    assert_eq!(
        chunks(ChunkSize::Words(12)),
        [
            "خبر\n\nوصل الوفد أمس، ثم غادر.",
            "قال الناطق إن اللقاء مفيد، وإن موعدا قريبا سيحدد؛ ولم يزد.",
            "انتهى الخبر هنا.",
        ]
    );
    // Clauses.
    assert_eq!(
        chunks(ChunkSize::Words(6)),
        [
            "خبر\n\nوصل الوفد أمس، ثم غادر.",
            "قال الناطق إن اللقاء مفيد،",
            "وإن موعدا قريبا سيحدد؛ ولم يزد.",
            "انتهى الخبر هنا.",
        ]
    );
    // Words; all of what is left in one chunk if it fits.
    assert_eq!(
        chunks(ChunkSize::Words(4))[..5],
        ["خبر", "وصل الوفد أمس،", "ثم غادر.", "قال الناطق إن اللقاء", "مفيد،"]
    );
    assert_eq!(chunks(ChunkSize::Words(21)), [NOTE]);
    // Clusters: a letter keeps its marks, an emoji its parts.
    assert_eq!(texts(&Chunker::new(ChunkSize::Bytes(4)), "كِتَابٌ"), ["كِ", "تَ", "ا", "بٌ"]);
    assert_eq!(texts(&Chunker::new(ChunkSize::Chars(2)), "👩\u{200D}💻ab"), ["👩\u{200D}💻", "ab"]);
    assert_eq!(texts(&Chunker::new(ChunkSize::Words(5)), " \n "), [""; 0]);
    assert_eq!(texts(&Chunker::new(ChunkSize::Words(5)), ""), [""; 0]);
}

#[test]
fn wrapped_text_has_paragraphs_at_blank_lines() {
    let text = "هذا نص طويل\nفي سطرين.\n\nوهذا نص ثان\nفي سطرين.";
    let segmenter = SentenceSegmenter::builder().line_breaks(LineBreaks::BlankLineOnly).build();
    let chunker = Chunker::builder(ChunkSize::Words(6)).segmenter(segmenter).build();
    assert_eq!(texts(&chunker, text), ["هذا نص طويل\nفي سطرين.", "وهذا نص ثان\nفي سطرين."]);
    // A line break at the end of a sentence makes no paragraph, however it is written.
    let text = "هذا نص طويل.\n\nوهذا ثان.\nوهذا ثالث.\nوهذا رابع.";
    for text in [text, &text.replace('\n', "\r\n")] {
        assert_eq!(texts(&chunker, text)[0], "هذا نص طويل.", "{text:?}");
    }
}

#[test]
fn long_runs_come_to_an_end() {
    for unit in ["ا", "\u{64B}", " ", ".", "نعم. ", "ا، ", "🇪🇬", "\u{200F}", "\n", "\u{6DD}", "a\u{200D}", "«"]
    {
        let text = unit.repeat(60_000 / unit.len());
        for size in [ChunkSize::Bytes(100), ChunkSize::Chars(50), ChunkSize::Words(10)] {
            let chunker = Chunker::builder(size).overlap(25).build();
            let end = chunker.chunks(&text).fold(0, |_, chunk| chunk.span().end);
            assert_eq!(end, text.trim_end().len(), "{unit:?}");
        }
    }
}

/// A clause ends at its semicolon, also where the limit of the sentences has cut right before it.
#[test]
fn the_limit_of_sentences_moves_no_clause() {
    let segmenter = SentenceSegmenter::builder().max_bytes(19).build();
    let chunker = Chunker::builder(ChunkSize::Bytes(24)).overlap(12).segmenter(segmenter).build();
    let chunks: Vec<_> = chunker.chunks("في ودكتاب ؛ مصر مصر مصر").map(|chunk| chunk.text()).take(2).collect();
    assert_eq!(chunks, ["في ودكتاب", "ودكتاب ؛"]);
}
