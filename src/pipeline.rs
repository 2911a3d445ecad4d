//! Which terms does a text have, sentence by sentence, and where do they stand in the original?
//!
//! ```text
//! for each sentence of the original:
//!     normalise it, with its alignment
//!     for each token of the normalised sentence:
//!         its span, mapped back, is the span in the original
//! ```
//!
//! The *normalised* text is what is tokenised, so a term is always a token of the normalised text: a word that a soft
//! hyphen or a tatweel ran through is one term, and its span in the original holds them.

use crate::normalize::{Alignment, Cursor, Normalizer};
use crate::rules::Preset;
use crate::tokenize::{Sentence, SentenceSegmenter, Token, TokenKind, Tokenizer, Tokens, is_invisible, is_letter};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Sentences, words and normalised terms of a text in one go, with every span in the original.
///
/// ```
/// use naskh::{Pipeline, Preset, Scratch};
/// let pipeline = Pipeline::new(Preset::Search);
/// let text = "ذَهَبَ أحمدُ. عَادَ!";
/// let mut scratch = Scratch::default();
/// let mut seen = Vec::new();
/// pipeline.for_each_term(text, &mut scratch, |term| {
///     assert_eq!(&text[term.span()], term.surface());
///     seen.push((term.sentence(), term.text().to_owned(), term.surface().to_owned()));
/// });
/// assert_eq!(seen[1], (0, "احمد".to_owned(), "أحمدُ".to_owned()));
/// assert_eq!(seen[2], (1, "عاد".to_owned(), "عَادَ".to_owned()));
/// ```
#[derive(Debug, Clone)]
pub struct Pipeline {
    normalizer: Normalizer,
    segmenter: SentenceSegmenter,
    tokenizer: Tokenizer,
}

/// Memory that a [`Pipeline`] works in; once it has seen texts of the usual size, nothing more is allocated.
#[derive(Debug, Clone)]
pub struct Scratch {
    text: String,
    alignment: Alignment,
}

impl Default for Scratch {
    fn default() -> Self {
        Scratch { text: String::new(), alignment: Alignment::identity(0) }
    }
}

impl Pipeline {
    /// The pipeline of a preset, with default sentences and words.
    pub fn new(preset: Preset) -> Pipeline {
        Pipeline::with(Normalizer::new(preset), SentenceSegmenter::new(), Tokenizer::new())
    }

    /// A pipeline of parts.
    pub fn with(normalizer: Normalizer, segmenter: SentenceSegmenter, tokenizer: Tokenizer) -> Pipeline {
        Pipeline { normalizer, segmenter, tokenizer }
    }

    /// The normaliser of the pipeline.
    pub fn normalizer(&self) -> &Normalizer {
        &self.normalizer
    }

    /// Calls `f` with each sentence of the text that has a token, and its terms.
    ///
    /// ```
    /// use naskh::{Pipeline, Preset, Scratch};
    /// let pipeline = Pipeline::new(Preset::Search);
    /// pipeline.for_each_sentence("كَتَبَ الدرسَ.", &mut Scratch::default(), |sentence| {
    ///     let terms: Vec<_> = sentence.terms().map(|term| term.text().to_owned()).collect();
    ///     assert_eq!(terms, ["كتب", "الدرس", "."]);
    /// });
    /// ```
    pub fn for_each_sentence(&self, text: &str, scratch: &mut Scratch, mut f: impl FnMut(&SentenceTerms<'_>)) {
        let mut index = 0;
        for sentence in self.segmenter.sentences(text) {
            self.normalizer.normalize_aligned_into(sentence.text(), &mut scratch.text, &mut scratch.alignment);
            let terms = SentenceTerms {
                index,
                sentence,
                normalized: &scratch.text,
                alignment: &scratch.alignment,
                tokenizer: &self.tokenizer,
            };
            // A word that the text begins with is a token; else one has to be looked for.
            if scratch.text.starts_with(is_letter) || terms.terms().next().is_some() {
                f(&terms);
                index += 1;
            }
        }
    }

    /// Calls `f` with each word-like term of the text, in order.
    pub fn for_each_term(&self, text: &str, scratch: &mut Scratch, mut f: impl FnMut(Term<'_>)) {
        self.for_each_sentence(text, scratch, |sentence| {
            sentence.terms().filter(|term| term.kind().is_word_like()).for_each(&mut f);
        });
    }

    /// The word-like terms of the text, each with its own copy of its text.
    ///
    /// ```
    /// use naskh::{Pipeline, Preset};
    /// let terms = Pipeline::new(Preset::Search).terms("الكِتابُ الأَوَّلُ.");
    /// assert_eq!(terms[1].text(), "الاول");
    /// assert_eq!(terms[1].span(), 17..35);
    /// ```
    pub fn terms(&self, text: &str) -> Vec<OwnedTerm> {
        let mut terms = Vec::new();
        self.for_each_term(text, &mut Scratch::default(), |term| {
            terms.push(OwnedTerm {
                text: term.text().into(),
                span: term.span(),
                kind: term.kind(),
                sentence: term.sentence(),
            });
        });
        terms
    }

    /// The sentences of the text; they tile it.
    pub fn sentences<'t>(&self, text: &'t str) -> impl Iterator<Item = Sentence<'t>> {
        self.segmenter.sentences(text)
    }
}

/// A sentence of the original with its terms.
#[derive(Debug, Clone)]
pub struct SentenceTerms<'a> {
    index: usize,
    sentence: Sentence<'a>,
    normalized: &'a str,
    alignment: &'a Alignment,
    tokenizer: &'a Tokenizer,
}

impl<'a> SentenceTerms<'a> {
    /// The number of the sentence among those of the text that have a token, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The sentence in the original.
    pub fn sentence(&self) -> Sentence<'a> {
        self.sentence
    }

    /// The whole sentence, normalised.
    pub fn normalized(&self) -> &'a str {
        self.normalized
    }

    /// Its terms, punctuation and symbols included; white space and format characters are no terms.
    pub fn terms(&self) -> impl Iterator<Item = Term<'a>> {
        let SentenceTerms { index, sentence, alignment, .. } = *self;
        Terms { index, sentence, tokens: self.tokenizer.tokens(self.normalized), cursor: alignment.cursor() }
    }
}

struct Terms<'a> {
    index: usize,
    sentence: Sentence<'a>,
    tokens: Tokens<'a, 'a>,
    cursor: Cursor<'a>,
}

impl<'a> Iterator for Terms<'a> {
    type Item = Term<'a>;

    #[inline]
    fn next(&mut self) -> Option<Term<'a>> {
        let Terms { index, sentence, tokens, cursor } = self;
        tokens.find_map(|token| term(*index, sentence, cursor, token))
    }

    #[inline]
    fn fold<B, F: FnMut(B, Term<'a>) -> B>(self, init: B, mut f: F) -> B {
        let Terms { index, sentence, tokens, mut cursor } = self;
        tokens.fold(init, |all, token| match term(index, &sentence, &mut cursor, token) {
            Some(term) => f(all, term),
            None => all,
        })
    }
}

/// The term of a token, unless it is white space or a format character.
#[inline(always)]
fn term<'a>(index: usize, sentence: &Sentence<'a>, cursor: &mut Cursor<'_>, token: Token<'a>) -> Option<Term<'a>> {
    if matches!(token.kind(), TokenKind::Space | TokenKind::Format) {
        return None;
    }
    let mut span = cursor.next_original(token.span());
    let mut surface = &sentence.text[span.clone()];
    // What was deleted goes with the letter before it; a mark is wanted there, a bidi control is not.
    if surface.ends_with(is_invisible) || surface.starts_with(is_invisible) {
        let with_head = surface.trim_end_matches(is_invisible);
        surface = with_head.trim_start_matches(is_invisible);
        span.start += with_head.len() - surface.len();
    }
    Some(Term { text: token.text, surface, start: sentence.start + span.start, kind: token.kind, sentence: index })
}

/// A token of the normalised text, with its place in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'a> {
    text: &'a str,
    surface: &'a str,
    start: usize,
    kind: TokenKind,
    sentence: usize,
}

impl<'a> Term<'a> {
    /// The normalised text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What stands in the original at [`span`](Term::span).
    pub fn surface(&self) -> &'a str {
        self.surface
    }

    /// Byte range in the *original* text, on char boundaries.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.surface.len()
    }

    /// What it is.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The number of its sentence, from 0.
    pub fn sentence(&self) -> usize {
        self.sentence
    }
}

/// A [`Term`] that owns its text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OwnedTerm {
    text: String,
    span: Range<usize>,
    kind: TokenKind,
    sentence: usize,
}

impl OwnedTerm {
    /// The normalised text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Byte range in the *original* text, on char boundaries.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What it is.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// The number of its sentence, from 0.
    pub fn sentence(&self) -> usize {
        self.sentence
    }
}
