//! What is timed, and what has to hold of its output before it is?

use super::{Corpus, Input, Job, Role, naive};
use naskh::{Alignment, Normalizer, Pipeline, Preset, Scratch, SentenceSegmenter, Token, Tokenizer};
use std::cell::RefCell;
use std::hint::black_box;
use unicode_segmentation::UnicodeSegmentation;

thread_local! {
    /// What jobs append to, all of them: no two buffers of 16 MiB are equally fast to write, by up to a third. Which pages
    /// they got from the system decides.
    static OUT: RefCell<String> = const { RefCell::new(String::new()) };
}

fn memcpy() -> Job {
    append("memcpy", Role::Memcpy, Input::Raw, |text, out| out.push_str(text))
}

/// A job that appends to an empty string.
pub(crate) fn append(
    name: &'static str,
    role: Role,
    input: Input,
    mut f: impl FnMut(&str, &mut String) + 'static,
) -> Job {
    Job::new(name, role, input, move |text| {
        OUT.with_borrow_mut(|out| {
            out.clear();
            f(black_box(text), out);
            black_box(out).len()
        })
    })
}

fn normalize_into(name: &'static str, preset: Preset) -> Job {
    let normalizer = Normalizer::new(preset);
    append(name, Role::Ours, Input::Raw, move |text, out| normalizer.normalize_into(text, out))
}

/// Each preset's naive loop stands right after it.
pub(crate) fn normalize() -> Vec<Job> {
    let search = Normalizer::new(Preset::Search);
    let (aligned, clean, check) = (search.clone(), search.clone(), search);
    let mut map = Alignment::identity(0);
    vec![
        memcpy(),
        normalize_into("search", Preset::Search),
        append("search naive", Role::Naive, Input::Raw, naive::search),
        normalize_into("orthographic", Preset::Orthographic),
        append("orthographic naive", Role::Naive, Input::Raw, naive::orthographic),
        normalize_into("model", Preset::Model),
        append("model naive", Role::Naive, Input::Raw, naive::model),
        normalize_into("repair", Preset::Repair),
        append("search aligned", Role::Ours, Input::Raw, move |text, out| {
            aligned.normalize_aligned_into(text, out, &mut map);
            black_box(&map);
        }),
        Job::new("search clean", Role::Ours, Input::Clean, move |text| {
            black_box(clean.normalize(black_box(text))).len()
        }),
        append("search clean naive", Role::Naive, Input::Clean, naive::search),
        Job::new("is_normalized", Role::Ours, Input::Clean, move |text| {
            usize::from(check.is_normalized(black_box(text)))
        }),
    ]
}

/// Whether the naive loop has the same rules as the preset *on this corpus*.
///
/// In social and mixed text there are rows that the loop has not: bidi controls go in every preset, and the search
/// preset writes digits as ASCII.
fn same_rules(corpus: Corpus, preset: Preset) -> bool {
    match corpus {
        Corpus::News | Corpus::Vocalised | Corpus::Ascii => true,
        Corpus::Mixed => preset != Preset::Search,
        Corpus::Social => false,
    }
}

pub(crate) fn check_normalize(corpus: Corpus, pieces: &[&str]) {
    let (mut out, mut aligned, mut plain) = (String::new(), String::new(), String::new());
    let mut map = Alignment::identity(0);
    let mut changed = 0;
    // The presets that are measured; others lower case, or write punctuation, and change ASCII.
    for preset in [Preset::Repair, Preset::Model, Preset::Orthographic, Preset::Search] {
        let normalizer = Normalizer::new(preset);
        for &piece in pieces {
            out.clear();
            normalizer.normalize_into(piece, &mut out);
            assert!(normalizer.is_normalized(&out), "{preset}: not clean: {out}");
            assert!(out == normalizer.normalize(piece));
            normalizer.normalize_aligned_into(piece, &mut aligned, &mut map);
            assert!(out == aligned);
            assert_eq!((map.original_len(), map.normalized_len()), (piece.len(), out.len()));
            changed += usize::from(out != piece);
            if let Some(naive) = naive::normalizer(preset).filter(|_| same_rules(corpus, preset)) {
                plain.clear();
                naive(piece, &mut plain);
                // No `assert_eq`: a failure would print 16 MiB, twice.
                let differs = out.bytes().zip(plain.bytes()).position(|(a, b)| a != b);
                assert!(out == plain, "{preset}: {} and the naive loop differ at {differs:?}", corpus.name());
            }
        }
    }
    assert_eq!(changed > 0, corpus != Corpus::Ascii);
}

/// Counts, and looks at each item, so that no span is optimised away.
fn count<T>(items: impl Iterator<Item = T>) -> usize {
    items.map(black_box).count()
}

pub(crate) fn words() -> Vec<Job> {
    let (tokenizer, tokens, uax29) = (Tokenizer::new(), Tokenizer::new(), uax29());
    vec![
        memcpy(),
        Job::new("words", Role::Ours, Input::Raw, move |text| count(tokenizer.words(black_box(text)))),
        Job::new("tokens", Role::Ours, Input::Raw, move |text| count(tokens.tokens(black_box(text)))),
        Job::new("tokens uax29", Role::Ours, Input::Raw, move |text| count(uax29.tokens(black_box(text)))),
        Job::new("words naive", Role::Naive, Input::Raw, move |text| {
            let mut words = 0;
            naive::words(black_box(text), |at, word| {
                black_box((at, word));
                words += 1;
            });
            words
        }),
        Job::new("words unicode-segmentation", Role::UnicodeSegmentation, Input::Raw, move |text| {
            count(black_box(text).unicode_word_indices())
        }),
        Job::new("tokens unicode-segmentation", Role::UnicodeSegmentation, Input::Raw, move |text| {
            count(black_box(text).split_word_bound_indices())
        }),
    ]
}

/// The tokeniser without a tailoring: the rules of `unicode-segmentation`.
fn uax29() -> Tokenizer {
    Tokenizer::builder().all(false).build()
}

pub(crate) fn check_words(corpus: Corpus, pieces: &[&str]) {
    let (tokenizer, uax29) = (Tokenizer::new(), uax29());
    let mut words = 0;
    for &piece in pieces {
        let mut end = 0;
        for token in tokenizer.tokens(piece) {
            assert_eq!(token.span().start, end, "tokens do not tile");
            assert_eq!(&piece[token.span()], token.text());
            end = token.span().end;
        }
        assert_eq!(end, piece.len(), "tokens do not tile");
        words += tokenizer.words(piece).count();
        let pair = |token: Token<'_>| (token.span().start, token.text().len());
        let bounds = piece.split_word_bound_indices().map(|(at, word)| (at, word.len()));
        assert!(uax29.tokens(piece).map(pair).eq(bounds), "{}: not the bounds of UAX #29", corpus.name());
        // Vocalised text has neither digits nor anything else that the tailorings are for.
        if corpus == Corpus::Vocalised {
            let mut ours = tokenizer.words(piece);
            naive::words(piece, |at, word| {
                assert_eq!(ours.next().map(|token| (token.span().start, token.text())), Some((at, word)));
            });
            assert_eq!(ours.next(), None);
            let ours = tokenizer.words(piece).map(|token| (token.span().start, token.text()));
            assert!(ours.eq(piece.unicode_word_indices()), "not the words of UAX #29");
        }
    }
    assert!(words > 0);
}

pub(crate) fn sentences() -> Vec<Job> {
    let segmenter = SentenceSegmenter::new();
    vec![
        memcpy(),
        Job::new("sentences", Role::Ours, Input::Raw, move |text| count(segmenter.sentences(black_box(text)))),
        Job::new("sentences naive", Role::Naive, Input::Raw, move |text| {
            let mut sentences = 0;
            naive::sentences(black_box(text), |at, sentence| {
                black_box((at, sentence));
                sentences += 1;
            });
            sentences
        }),
        Job::new("sentences unicode-segmentation", Role::UnicodeSegmentation, Input::Raw, move |text| {
            count(black_box(text).split_sentence_bound_indices())
        }),
    ]
}

/// The three do not have the same rules; what holds of each: sentences tile, and every line ends one.
pub(crate) fn check_sentences(corpus: Corpus, pieces: &[&str]) {
    let segmenter = SentenceSegmenter::new();
    for &piece in pieces {
        let lines = piece.split_inclusive('\n').count();
        let mut ours = Tiling::of(piece);
        for sentence in segmenter.sentences(piece) {
            assert_eq!(&piece[sentence.span()], sentence.text());
            ours.next(sentence.span().start, sentence.text());
        }
        ours.finish(lines, corpus);
        let mut naive = Tiling::of(piece);
        naive::sentences(piece, |at, sentence| naive.next(at, sentence));
        naive.finish(lines, corpus);
        let mut uax29 = Tiling::of(piece);
        piece.split_sentence_bound_indices().for_each(|(at, sentence)| uax29.next(at, sentence));
        uax29.finish(lines, corpus);
    }
}

struct Tiling<'t> {
    text: &'t str,
    end: usize,
    pieces: usize,
}

impl<'t> Tiling<'t> {
    fn of(text: &'t str) -> Tiling<'t> {
        Tiling { text, end: 0, pieces: 0 }
    }

    fn next(&mut self, at: usize, piece: &str) {
        assert_eq!(at, self.end, "sentences do not tile");
        assert!(!piece.is_empty() && !piece.trim_end().contains('\n'), "a line break within: {piece}");
        self.end += piece.len();
        self.pieces += 1;
    }

    fn finish(self, lines: usize, corpus: Corpus) {
        assert_eq!(self.end, self.text.len(), "sentences do not tile");
        assert!(self.pieces >= lines, "{}: fewer sentences than lines", corpus.name());
    }
}

pub(crate) fn pipeline() -> Vec<Job> {
    let pipeline = Pipeline::new(Preset::Search);
    let mut scratch = Scratch::default();
    let (mut naive_term, mut uax29_term) = (String::new(), String::new());
    vec![
        memcpy(),
        Job::new("terms", Role::Ours, Input::Raw, move |text| {
            let mut terms = 0;
            pipeline.for_each_term(black_box(text), &mut scratch, |term| {
                black_box((term.text(), term.span(), term.sentence()));
                terms += 1;
            });
            terms
        }),
        Job::new("terms naive", Role::Naive, Input::Raw, move |text| {
            let mut terms = 0;
            naive::pipeline(black_box(text), &mut naive_term, |number, at, word, term| {
                black_box((number, at, word, term));
                terms += 1;
            });
            terms
        }),
        Job::new("terms unicode-segmentation", Role::UnicodeSegmentation, Input::Raw, move |text| {
            let mut terms = 0;
            for (number, (start, sentence)) in black_box(text).split_sentence_bound_indices().enumerate() {
                for (at, word) in sentence.unicode_word_indices() {
                    uax29_term.clear();
                    naive::search(word, &mut uax29_term);
                    black_box((number, start + at, word, &*uax29_term));
                    terms += 1;
                }
            }
            terms
        }),
    ]
}

pub(crate) fn check_pipeline(corpus: Corpus, pieces: &[&str]) {
    let pipeline = Pipeline::new(Preset::Search);
    let mut scratch = Scratch::default();
    let mut normalized = String::new();
    let mut terms = 0;
    for &piece in pieces {
        let (mut end, mut number) = (0, 0);
        pipeline.for_each_term(piece, &mut scratch, |term| {
            assert!(term.span().start >= end && term.sentence() >= number, "terms out of order");
            assert_eq!(&piece[term.span()], term.surface());
            normalized.clear();
            pipeline.normalizer().normalize_into(term.surface(), &mut normalized);
            assert_eq!(normalized, term.text(), "{}: {} is not its surface normalised", corpus.name(), term.surface());
            (end, number) = (term.span().end, term.sentence());
            terms += 1;
        });
        // The same words as the naive loop's, the same terms; sentences by other rules.
        if corpus == Corpus::Vocalised {
            let mut ours = Vec::new();
            pipeline.for_each_term(piece, &mut scratch, |term| ours.push((term.span(), term.text().len())));
            let mut ours = ours.into_iter();
            naive::pipeline(piece, &mut normalized, |_, at, word, term| {
                assert_eq!(ours.next(), Some((at..at + word.len(), term.len())));
            });
            assert_eq!(ours.next(), None);
        }
    }
    assert!(terms > 0);
}
