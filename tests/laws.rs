//! The laws of the house, each a function that panics when a text breaks it. The exhaustive tests, the property tests
//! and the fuzz targets call the same functions.

use naskh::{
    Alignment, Chunk, ChunkSize, Chunker, Deleted, Normalizer, Pipeline, Preset, Scratch, SentenceSegmenter, TokenKind,
    Tokenizer, TokenizerBuilder,
};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// naskh's own presets: idempotent, and canonically equivalent texts have one key.
pub(crate) fn own() -> impl Iterator<Item = Preset> {
    Preset::ALL.iter().copied().filter(|preset| !preset.is_compatibility())
}

/// Presets that reproduce another tool.
pub(crate) fn compatible() -> impl Iterator<Item = Preset> {
    Preset::ALL.iter().copied().filter(|preset| preset.is_compatibility())
}

pub(crate) fn normalizers() -> Vec<Normalizer> {
    own().map(Normalizer::new).collect()
}

/// `normalize` twice is once.
pub(crate) fn idempotent(normalizer: &Normalizer, text: &str) {
    let normalized = normalizer.normalize(text);
    let again = normalizer.normalize(&normalized);
    assert_eq!(again, normalized, "{normalizer:?} is not idempotent on {text:?}");
}

/// `normalize` borrows if and only if nothing changed; the other calls agree with it.
pub(crate) fn one_answer(normalizer: &Normalizer, text: &str) {
    let normalized = normalizer.normalize(text);
    assert_eq!(matches!(normalized, Cow::Borrowed(_)), normalized == text, "{normalizer:?} borrows {text:?}");
    assert_eq!(normalizer.is_normalized(text), normalized == text, "{normalizer:?} is_normalized {text:?}");
    let mut appended = String::from("م");
    normalizer.normalize_into(text, &mut appended);
    assert_eq!(&appended[2..], &*normalized, "{normalizer:?} normalize_into {text:?}");
    in_place(normalizer, text);
}

/// Applying the explained edits gives the normalised text; they are in order and change something.
pub(crate) fn edits_explain(normalizer: &Normalizer, text: &str) {
    let mut out = String::new();
    let mut at = 0;
    for edit in normalizer.explain(text) {
        assert!(edit.span().start >= at, "{normalizer:?} explains {text:?} out of order");
        assert_eq!(edit.from(), &text[edit.span()]);
        assert_ne!(edit.from(), edit.to(), "{normalizer:?} explains nothing in {text:?}");
        out.push_str(&text[at..edit.span().start]);
        out.push_str(edit.to());
        at = edit.span().end;
    }
    out.push_str(&text[at..]);
    assert_eq!(out, normalizer.normalize(text), "{normalizer:?} explains {text:?}");
}

/// The alignment is monotone, on char boundaries, covers both texts, and is its own inverse as far as it can be.
pub(crate) fn alignment_holds(normalizer: &Normalizer, text: &str) {
    let normalized = normalizer.normalize_aligned(text);
    let (out, map) = (normalized.text(), normalized.alignment());
    assert_eq!(out, normalizer.normalize(text), "{normalizer:?} aligned differs on {text:?}");
    alignment_fits(map, text, out, &format!("{normalizer:?} on {text:?}"));
    let (mut again, mut again_map) = (String::from("x"), Alignment::identity(3));
    normalizer.normalize_aligned_into(text, &mut again, &mut again_map);
    assert_eq!((&*again, &again_map), (out, map), "{normalizer:?} aligned_into {text:?}");
}

pub(crate) fn alignment_fits(map: &Alignment, text: &str, out: &str, what: &str) {
    assert_eq!((map.original_len(), map.normalized_len()), (text.len(), out.len()), "{what}");
    if !out.is_empty() {
        assert_eq!(map.to_original(0..out.len()), 0..text.len(), "{what}: does not cover the original");
    }
    assert_eq!(map.to_normalized(0..text.len()), 0..out.len(), "{what}: does not cover the output");
    let (mut started, mut tiled) = (0, 0);
    let mut apart = 0;
    for (at, c) in out.char_indices() {
        let range = at..at + c.len_utf8();
        let span = map.to_original(range.clone());
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{what}: {range:?} -> {span:?}");
        assert!(span.start < span.end, "{what}: {range:?} comes from nothing");
        // Letters of one group share its span (the first letter of the text has what was deleted before it, the last
        // of a group what was deleted after it); otherwise spans tile.
        let shared = (started..tiled).contains(&span.start) && span.end >= tiled;
        assert!(span.start == tiled || shared, "{what}: {range:?} -> {span:?} after {tiled}");
        (started, tiled) = (span.start, span.end);
        let back = map.to_normalized(span.clone());
        assert!(back.start <= range.start && range.end <= back.end, "{what}: {range:?} -> {span:?} -> {back:?}");
        let tight = map.to_original_with(range, Deleted::Apart);
        assert!(span.start <= tight.start || tiled == span.end, "{what}");
        assert!(tight.end <= span.end && tight.start >= apart.min(tight.start), "{what}: {tight:?} outside {span:?}");
        apart = tight.end;
    }
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let range = map.to_normalized(at..at + c.len_utf8());
        assert!(out.is_char_boundary(range.start) && out.is_char_boundary(range.end), "{what}: {at} -> {range:?}");
        assert!(range.start >= last || range.end == last, "{what}: {at} -> {range:?} goes back behind {last}");
        last = last.max(range.end);
    }
}

/// NFC, NFD and the text itself have one key.
pub(crate) fn canonical(normalizer: &Normalizer, text: &str) {
    let key = normalizer.normalize(text);
    for form in [text.nfc().collect::<String>(), text.nfd().collect()] {
        if form != text {
            assert_eq!(normalizer.normalize(&form), key, "{normalizer:?}: {form:?} and {text:?} have two keys");
        }
    }
}

/// Everything that holds for every normaliser but one that reproduces another tool.
pub(crate) fn all(normalizer: &Normalizer, text: &str) {
    idempotent(normalizer, text);
    consistent(normalizer, text);
}

/// Everything that holds for every normaliser.
pub(crate) fn consistent(normalizer: &Normalizer, text: &str) {
    one_answer(normalizer, text);
    edits_explain(normalizer, text);
    alignment_holds(normalizer, text);
}

/// The stream of these pieces gives the normalised text.
pub(crate) fn streams<'t>(normalizer: &Normalizer, text: &str, pieces: impl IntoIterator<Item = &'t [u8]>) {
    let Ok(mut stream) = normalizer.stream() else { return };
    let mut out = String::new();
    for piece in pieces {
        stream.push(piece).unwrap();
        out.extend(stream.next_text());
        assert_eq!(stream.next_text(), None);
    }
    stream.finish().unwrap();
    out.extend(stream.next_text());
    assert_eq!(out, normalizer.normalize(text), "{normalizer:?} in pieces of {text:?}");
    assert_eq!(stream.held(), 0);
}

/// Parts that `last_cut` divides are normalised alone as they are together.
pub(crate) fn cuts(normalizer: &Normalizer, text: &str) {
    let whole = normalizer.normalize(text);
    let mut last = None;
    for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
        let cut = normalizer.last_cut(&text[..end]);
        if let Some(at) = cut.filter(|_| cut != last) {
            assert!(0 < at && at < end, "{normalizer:?} cuts {text:?} at {at}");
            let parts = [&text[..at], &text[at..]].map(|part| normalizer.normalize(part)).concat();
            assert_eq!(parts, whole, "{normalizer:?} cuts {text:?} at {at}");
        }
        last = cut;
    }
}

pub(crate) fn in_place(normalizer: &Normalizer, text: &str) {
    let mut in_place = text.to_owned();
    normalizer.normalize_in_place(&mut in_place);
    assert_eq!(in_place, normalizer.normalize(text), "{normalizer:?} normalize_in_place {text:?}");
}

fn measure(size: ChunkSize, text: &str) -> (usize, usize) {
    match size {
        ChunkSize::Bytes(n) => (text.len(), n.max(1)),
        ChunkSize::Chars(n) => (text.chars().count(), n.max(1)),
        ChunkSize::Words(n) => (Tokenizer::new().words(text).count(), n.max(1)),
        _ => unreachable!(),
    }
}

/// The words of `range` as the whole text has them: a chunk alone may have others.
fn words_within(text: &str, range: std::ops::Range<usize>) -> usize {
    Tokenizer::new().words(text).filter(|word| range.start <= word.span().start && word.span().end <= range.end).count()
}

/// Chunks keep their limit and their overlap, cut no cluster, and leave nothing but white space out.
pub(crate) fn chunks(text: &str, size: ChunkSize, overlap: usize) {
    let chunker = Chunker::builder(size).overlap(overlap).build();
    let chunks: Vec<Chunk<'_>> = chunker.chunks(text).collect();
    let clusters: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
    let context = || format!("{size:?} overlap {overlap} of {text:?}");
    let (mut covered, mut start) = (0, None);
    for chunk in &chunks {
        let span = chunk.span();
        assert_eq!(&text[span.clone()], chunk.text());
        assert!(!span.is_empty(), "{}", context());
        // No cluster is cut.
        assert!(clusters.binary_search(&span.start).is_ok(), "{span:?} {}", context());
        assert!(clusters.binary_search(&span.end).is_ok(), "{span:?} {}", context());
        // Every chunk begins and ends further on, and nothing but white space is between them.
        assert!(start.is_none_or(|start| span.start > start) && span.end > covered, "{span:?} {}", context());
        if span.start > covered {
            assert!(
                text[covered..span.start].chars().all(|c| c.is_whitespace() || c == '\u{200C}' || c == '\u{200D}'),
                "{}",
                context()
            );
        }
        // The limit is kept, but for a single cluster that is larger, and for words whose border is inside a cluster
        // (U+0D4E and its like attach to what follows them).
        let (units, limit) = measure(size, chunk.text());
        let units = match size {
            ChunkSize::Words(_) => words_within(text, span.clone()),
            _ => units,
        };
        let tokenizer = Tokenizer::new();
        let mut borders = tokenizer
            .tokens(text)
            .map(|token| token.span().end)
            .filter(|end| matches!(size, ChunkSize::Words(_)) && span.start < *end && *end < span.end);
        let is_whole = match size {
            ChunkSize::Words(_) => borders.all(|end| clusters.binary_search(&end).is_err()),
            _ => chunk.text().graphemes(true).count() == 1,
        };
        assert!(units <= limit || is_whole, "{units} units: {span:?} {}", context());
        // The overlap too.
        if span.start < covered {
            let common = span.start..covered;
            let units = match size {
                ChunkSize::Words(_) => words_within(text, common),
                _ => measure(size, &text[common]).0,
            };
            assert!(units <= overlap.min(limit / 2), "{units} units of overlap: {span:?} {}", context());
        }
        (covered, start) = (span.end, Some(span.start));
    }
    assert!(text[covered..].chars().all(|c| c.is_whitespace() || c == '\u{200C}' || c == '\u{200D}'), "{}", context());
}

/// Terms are the tokens of the normalised sentence, in order; their spans are in the original and in their sentence;
/// what stands there normalises to the term.
pub(crate) fn pipeline(preset: Preset, text: &str) -> usize {
    let pipeline = Pipeline::new(preset);
    let normalizer = Normalizer::new(preset);
    let mut count = 0;
    let mut end = 0;
    let mut words = Vec::new();
    pipeline.for_each_sentence(text, &mut Scratch::default(), |sentence| {
        let whole = normalizer.normalize(sentence.sentence().text());
        assert_eq!(sentence.normalized(), whole);
        let tokenizer = Tokenizer::new();
        let tokens = tokenizer.tokens(&whole);
        let tokens = tokens.filter(|token| !matches!(token.kind(), TokenKind::Space | TokenKind::Format));
        let terms: Vec<_> = sentence.terms().collect();
        let pairs: Vec<_> = terms.iter().map(|term| (term.text(), term.kind())).collect();
        assert_eq!(pairs, tokens.map(|token| (token.text(), token.kind())).collect::<Vec<_>>(), "{preset}: {text:?}");
        for term in terms {
            let span = term.span();
            assert_eq!(term.surface(), &text[span.clone()], "{preset}: {text:?}");
            assert!(sentence.sentence().span().start <= span.start && span.end <= sentence.sentence().span().end);
            assert!(end <= span.start || span.start < end && span.end >= end, "{preset}: {span:?} in {text:?}");
            assert_eq!(term.sentence(), sentence.index());
            end = span.end;
            count += 1;
            if term.kind().is_word_like() {
                words.push((term.text().to_owned(), span, term.kind(), term.sentence()));
            }
        }
    });
    let terms = pipeline.terms(text).into_iter();
    let terms: Vec<_> = terms.map(|term| (term.text().to_owned(), term.span(), term.kind(), term.sentence())).collect();
    assert_eq!(terms, words, "{preset}: {text:?}");
    count
}

/// Tokens tile the text, and the words are those of them that are word-like.
pub(crate) fn tokens(builder: &TokenizerBuilder, text: &str) {
    let tokenizer = builder.clone().build();
    let mut at = 0;
    for token in tokenizer.tokens(text) {
        assert!(!token.text().is_empty(), "{text:?}");
        assert_eq!(token.span().start, at, "{text:?}");
        assert_eq!(&text[token.span()], token.text());
        at = token.span().end;
    }
    assert_eq!(at, text.len(), "{text:?}");
    let words: Vec<_> = tokenizer.tokens(text).filter(|token| token.kind().is_word_like()).collect();
    assert_eq!(tokenizer.words(text).collect::<Vec<_>>(), words, "{text:?}");
}

/// The sentences of a text, with their places.
pub(crate) fn whole(segmenter: &SentenceSegmenter, text: &str) -> Vec<(usize, String)> {
    segmenter.sentences(text).map(|s| (s.span().start, s.text().to_owned())).collect()
}

/// The sentences of the pieces, taken after every piece.
pub(crate) fn streamed<'t>(
    segmenter: &SentenceSegmenter,
    pieces: impl IntoIterator<Item = &'t [u8]>,
) -> Vec<(usize, String)> {
    let mut stream = segmenter.stream();
    let mut found = Vec::new();
    for piece in pieces {
        stream.push(piece).unwrap();
        while let Some(sentence) = stream.next_sentence() {
            found.push((sentence.span().start, sentence.text().to_owned()));
        }
    }
    stream.finish().unwrap();
    while let Some(sentence) = stream.next_sentence() {
        found.push((sentence.span().start, sentence.text().to_owned()));
    }
    assert_eq!(stream.held(), 0);
    found
}
