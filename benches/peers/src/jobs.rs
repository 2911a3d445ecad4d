//! What do others do, beside what this library does, and what has to hold of it before it is timed?
//!
//! A job's first word is its task; the rest of a peer's is its name, with the part of it that is called.

use crate::support::jobs::{append, check_normalize, check_pipeline, check_sentences, check_words};
use crate::support::{self, Corpus, Input, Job, Role, jobs as ours};
use charabia::{Segment, Tokenize};
use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions, WordType};
use icu_segmenter::{SentenceSegmenter, WordSegmenter, WordSegmenterBorrowed};
use naskh::{Alignment, CompatTokenizer, Normalizer, Preset};
use std::hint::black_box;
use tantivy::tokenizer::{LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, TokenStream, Tokenizer};
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::{NormalizedString, OffsetReferential, OffsetType, PreTokenizedString, PreTokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// A task: what is compared with one another.
pub(crate) struct Task {
    /// The name of its criterion group.
    #[allow(dead_code)]
    pub(crate) name: &'static str,
    pub(crate) check: fn(Corpus, &[&str]),
    pub(crate) jobs: fn() -> Vec<Job>,
}

pub(crate) const TASKS: [Task; 4] = [
    Task { name: "normalize", check: check_normalized, jobs: normalize },
    Task { name: "words", check: check_tokens, jobs: words },
    Task { name: "sentences", check: check_split, jobs: sentences },
    Task { name: "pipeline", check: check_terms, jobs: pipeline },
];

fn peer(name: &'static str, input: Input, f: impl FnMut(&str) -> usize + 'static) -> Job {
    Job::new(name, Role::Peer, input, f)
}

/// Counts, and looks at each item, so that none is optimised away.
fn count<T>(items: impl Iterator<Item = T>) -> usize {
    items.map(black_box).count()
}

fn normalize() -> Vec<Job> {
    let arabic_normalize = arabic_normalize::Normalizer::search();
    let aligned = Normalizer::new(Preset::Orthographic);
    let mut map = Alignment::identity(0);
    let mut jobs = ours::normalize();
    jobs.extend([
        append("orthographic aligned", Role::Ours, Input::Raw, move |text, out| {
            aligned.normalize_aligned_into(text, out, &mut map);
            black_box(&map);
        }),
        append("search arabic-normalize", Role::Peer, Input::Raw, move |text, out| {
            arabic_normalize.normalize_into(text, out);
        }),
        append("nfc unicode-normalization", Role::Peer, Input::Raw, |text, out| out.extend(text.nfc())),
        peer("validate simdutf8", Input::Clean, |text| {
            simdutf8::basic::from_utf8(black_box(text.as_bytes())).map_or(0, str::len)
        }),
    ]);
    // Of 1 MiB, for some are slow.
    let others = Preset::ALL.iter().filter(|preset| !TIMED_ALONE.contains(preset));
    jobs.extend(others.map(|&preset| {
        let normalizer = Normalizer::new(preset);
        append(preset.name(), Role::Ours, Input::Part, move |text, out| normalizer.normalize_into(text, out))
    }));
    jobs
}

/// Presets that are jobs of their own.
const TIMED_ALONE: [Preset; 4] = [Preset::Repair, Preset::Model, Preset::Orthographic, Preset::Search];

fn check_normalized(corpus: Corpus, pieces: &[&str]) {
    check_normalize(corpus, pieces);
    // The preset that has the rules of the crate; `search` has more.
    let same = Normalizer::new(Preset::ArabicNormalizeSearch);
    let peer = arabic_normalize::Normalizer::search();
    for piece in pieces {
        // No `assert_eq`: a failure would print 16 MiB, twice.
        assert!(same.normalize(piece) == peer.normalize(piece), "{}: not what arabic-normalize gives", corpus.name());
        let nfc = Normalizer::builder().op(naskh::Op::Compose, true).build().expect("one operation");
        assert!(nfc.normalize(piece).chars().eq(piece.nfc()), "{}: not NFC", corpus.name());
        assert_eq!(simdutf8::basic::from_utf8(piece.as_bytes()), Ok(*piece));
    }
}

fn word_segmenter() -> WordSegmenterBorrowed<'static> {
    WordSegmenter::new_auto(WordBreakInvariantOptions::default())
}

/// The spans and the kinds of all segments. (Which of them are words cannot be asked of it: as of 2.4.0 a word that ends
/// with a vowel mark has no kind.)
fn icu_words(
    segmenter: WordSegmenterBorrowed<'static>,
    text: &str,
) -> impl Iterator<Item = (std::ops::Range<usize>, WordType)> {
    let mut start = 0;
    let ends = segmenter.segment_str(text).iter_with_word_type().skip(1);
    ends.map(move |(end, kind)| (std::mem::replace(&mut start, end)..end, kind))
}

fn words() -> Vec<Job> {
    let icu = word_segmenter();
    let mut tantivy = SimpleTokenizer::default();
    let mut jobs = ours::words();
    jobs.extend([
        peer("words icu_segmenter", Input::Raw, move |text| count(icu_words(icu, black_box(text)))),
        peer("words tantivy SimpleTokenizer", Input::Raw, move |text| {
            let mut words = 0;
            tantivy.token_stream(black_box(text)).process(&mut |token| {
                black_box(token);
                words += 1;
            });
            words
        }),
        peer("words charabia", Input::Part, |text| count(black_box(text).segment())),
    ]);
    jobs.extend(CompatTokenizer::ALL.iter().map(|&tokenizer| {
        Job::new(tokenizer.name(), Role::Ours, Input::Part, move |text| count(tokenizer.tokens(black_box(text))))
    }));
    jobs
}

fn check_tokens(corpus: Corpus, pieces: &[&str]) {
    check_words(corpus, pieces);
    let icu = word_segmenter();
    for piece in pieces {
        // Both are UAX #29, each by the Unicode version of its tables.
        let words = piece.split_word_bound_indices().map(|(at, word)| at..at + word.len());
        assert!(icu_words(icu, piece).map(|(span, _)| span).eq(words), "{}: not UAX #29", corpus.name());
    }
}

fn sentences() -> Vec<Job> {
    let icu = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut jobs = ours::sentences();
    jobs.extend([
        peer("sentences icu_segmenter", Input::Raw, move |text| count(icu.segment_str(black_box(text)))),
        peer("sentences sentencex", Input::Raw, |text| count(sentencex::segment("ar", black_box(text)).into_iter())),
    ]);
    jobs
}

fn check_split(corpus: Corpus, pieces: &[&str]) {
    check_sentences(corpus, pieces);
    let icu = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    for piece in pieces {
        let ends = piece.split_sentence_bound_indices().map(|(at, sentence)| at + sentence.len());
        assert!(icu.segment_str(piece).skip(1).eq(ends), "{}: not UAX #29", corpus.name());
        assert!(sentencex::segment("ar", piece).concat() == **piece, "{}: sentencex loses text", corpus.name());
    }
}

/// A normaliser with its words, each with its span in the original: Hugging Face's for an uncased BERT.
fn bert(text: &str, mut word: impl FnMut(&str, (usize, usize))) {
    let mut normalized = NormalizedString::from(text);
    let normalizer = BertNormalizer::default();
    tokenizers::Normalizer::normalize(&normalizer, &mut normalized).expect("it does not fail");
    let mut words = PreTokenizedString::from(normalized);
    BertPreTokenizer.pre_tokenize(&mut words).expect("it does not fail");
    for (text, span, _) in words.get_splits(OffsetReferential::Original, OffsetType::Byte) {
        word(text, span);
    }
}

fn pipeline() -> Vec<Job> {
    let mut analyzer = tantivy();
    let mut jobs = ours::pipeline();
    jobs.extend([
        peer("terms charabia", Input::Part, |text| {
            count(black_box(text).tokenize().map(|token| (token.lemma().len(), token.byte_start, token.byte_end)))
        }),
        peer("terms tokenizers BERT", Input::Part, |text| {
            let mut terms = 0;
            bert(black_box(text), |text, span| {
                black_box((text, span));
                terms += 1;
            });
            terms
        }),
        peer("terms tantivy default", Input::Raw, move |text| {
            let mut terms = 0;
            analyzer.token_stream(black_box(text)).process(&mut |token| {
                black_box(token);
                terms += 1;
            });
            terms
        }),
    ]);
    jobs
}

/// What tantivy calls "default".
fn tantivy() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(40)).filter(LowerCaser).build()
}

/// They have other rules than this library, and than each other; what holds of each: spans in the original, in order.
fn check_terms(corpus: Corpus, pieces: &[&str]) {
    check_pipeline(corpus, pieces);
    let mut analyzer = tantivy();
    for piece in pieces {
        let piece = support::part(piece);
        let mut spans = Spans { text: piece, end: 0 };
        piece.tokenize().for_each(|token| spans.next(token.byte_start, token.byte_end));
        assert_eq!(spans.end, piece.len(), "{}: charabia's tokens do not tile", corpus.name());
        spans.end = 0;
        bert(piece, |_, (start, end)| spans.next(start, end));
        assert!(spans.end > 0);
        spans.end = 0;
        analyzer.token_stream(piece).process(&mut |token| {
            spans.next(token.offset_from, token.offset_to);
            assert_eq!(piece[token.offset_from..token.offset_to].to_lowercase(), token.text);
        });
        assert!(spans.end > 0);
    }
}

struct Spans<'t> {
    text: &'t str,
    end: usize,
}

impl Spans<'_> {
    fn next(&mut self, start: usize, end: usize) {
        assert!(self.end <= start && self.text.get(start..end).is_some(), "{start}..{end} after {}", self.end);
        self.end = end;
    }
}
