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
//!
//! Some sentences are done together, a few kilobytes at a time: those with a space or a line feed before their border, and
//! behind it something that goes with nothing before it, in the normalised text too. There no rule of the normaliser looks
//! across, nor one of the tokenizer. A test compares that with one sentence at a time.

use crate::normalize::{Alignment, Cursor, Normalizer};
use crate::rules::Preset;
use crate::scan::classes::{Classes, Mixed};
use crate::tokenize::{
    Sentence, SentenceSegmenter, Token, TokenKind, Tokenizer, Tokens, is_invisible, is_sign, stands_apart,
};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use once_cell::race::OnceBox;

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
///
/// ```
/// use naskh::{Pipeline, Preset, Scratch};
/// let pipeline = Pipeline::new(Preset::Search);
/// let mut scratch = Scratch::default();
/// let mut letters = 0;
/// for title in ["كِتَابُ الأَغَانِي", "لِسَانُ العَرَبِ"] {
///     pipeline.for_each_term(title, &mut scratch, |term| letters += term.text().chars().count());
/// }
/// assert_eq!(letters, 4 + 7 + 4 + 5);
/// ```
#[derive(Debug, Clone)]
pub struct Scratch {
    text: String,
    alignment: Alignment,
    /// Where the sentences of the text end: in the original, from its first sentence on, and in the normalised text.
    ends: Vec<(usize, usize)>,
    /// Whether the original has something invisible, or the normaliser may take signs away.
    hides: bool,
}

impl Default for Scratch {
    fn default() -> Self {
        Scratch { text: String::new(), alignment: Alignment::identity(0), ends: Vec::new(), hides: false }
    }
}

/// Sentences are done together up to about so many bytes: what one step wrote should be near for the next. (In tests few,
/// so that groups of many kinds meet.)
const TOGETHER: usize = if cfg!(test) { 64 } else { 8192 };

impl Pipeline {
    /// The pipeline of a preset, with default sentences and words.
    pub fn new(preset: Preset) -> Pipeline {
        Pipeline::with(Normalizer::new(preset), SentenceSegmenter::new(), Tokenizer::new())
    }

    /// A pipeline of parts.
    ///
    /// ```
    /// use naskh::{Normalizer, Pipeline, Preset, SentenceSegmenter, Tailoring, Tokenizer};
    /// let whole_dates = Tokenizer::builder().tailoring(Tailoring::NumberSlash, true).build();
    /// let pipeline = Pipeline::with(Normalizer::new(Preset::Search), SentenceSegmenter::new(), whole_dates);
    /// let terms = pipeline.terms("يَوْمَ ١٣/١/٢٠٢٠");
    /// assert_eq!(terms.iter().map(|term| term.text()).collect::<Vec<_>>(), ["يوم", "13/1/2020"]);
    /// ```
    pub fn with(normalizer: Normalizer, segmenter: SentenceSegmenter, tokenizer: Tokenizer) -> Pipeline {
        Pipeline { normalizer, segmenter, tokenizer }
    }

    /// The normaliser of the pipeline: a query goes through the one that made the terms.
    ///
    /// ```
    /// use naskh::{Pipeline, Preset};
    /// let pipeline = Pipeline::new(Preset::Search);
    /// assert_eq!(pipeline.normalizer().normalize("إِلَى"), pipeline.terms("ذهب إلى")[1].text());
    /// ```
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
        self.for_each_group(text, scratch, |group| {
            let mut places = (0, 0);
            for &ends in &group.scratch.ends {
                let start = group.start + places.0;
                let terms = SentenceTerms {
                    index,
                    sentence: Sentence { text: &text[start..group.start + ends.0], start },
                    text,
                    places: core::mem::replace(&mut places, ends),
                    end: ends.1,
                    scratch: group.scratch,
                    tokenizer: &self.tokenizer,
                };
                // Those behind the first one begin with a token.
                if places != group.scratch.ends[0] || self.has_token(terms.normalized()) {
                    f(&terms);
                    index += 1;
                }
            }
        });
    }

    /// Calls `f` with each word-like term of the text, in order.
    pub fn for_each_term(&self, text: &str, scratch: &mut Scratch, mut f: impl FnMut(Term<'_>)) {
        let mut index = 0;
        self.for_each_group(text, scratch, |group| {
            let &Scratch { text: ref normalized, ref alignment, ref ends, hides } = group.scratch;
            let mut place = Place { sentence: index, start: group.start, text, hides };
            let (mut cursor, mut ends) = (alignment.cursor(0, 0), ends.iter().map(|&(_, end)| end));
            // Only the first sentence can be without a token.
            let first = ends.next().unwrap_or(0);
            let counted = self.has_token(&normalized[..first]);
            index += ends.len() + usize::from(counted);
            let mut end = first;
            self.tokenizer.words(normalized).for_each(|word| {
                while word.span().start >= end {
                    place.sentence += usize::from(counted || end != first);
                    end = ends.next().unwrap_or(usize::MAX);
                }
                f(place.term(&mut cursor, word, (0, 0)));
            });
        });
    }

    /// Whether a normalised sentence has a term.
    fn has_token(&self, normalized: &str) -> bool {
        // Most begin with one; else it has to be looked for.
        normalized.starts_with(stands_apart) || self.tokenizer.tokens(normalized).any(is_term)
    }

    /// Calls `f` with sentences that were normalised together.
    fn for_each_group(&self, text: &str, scratch: &mut Scratch, mut f: impl FnMut(&Group<'_>)) {
        let mut start = 0;
        scratch.ends.clear();
        for sentence in self.segmenter.sentences(text) {
            let end = sentence.span().end;
            scratch.ends.push((end - start, 0));
            if end - start < TOGETHER
                && text[end..].starts_with(stands_apart)
                && self.normalizer.parts_at_space(text, end)
            {
                continue;
            }
            if self.normalize(&text[start..end], scratch) {
                f(&Group { start, scratch });
            } else {
                // Rows of one's own may take the border away.
                let ends = core::mem::take(&mut scratch.ends);
                let mut from = start;
                for to in ends.iter().map(|&(end, _)| start + end) {
                    scratch.ends.clear();
                    scratch.ends.push((to - from, 0));
                    self.normalize(&text[from..to], scratch);
                    f(&Group { start: from, scratch });
                    from = to;
                }
            }
            start = end;
            scratch.ends.clear();
        }
    }

    /// Normalises a group, and finds the ends of its sentences; `false` if one is not a border of tokens.
    fn normalize(&self, text: &str, scratch: &mut Scratch) -> bool {
        let Scratch { text: normalized, alignment, ends, hides } = scratch;
        *hides = !self.normalizer.leaves_signs() || hides_something(text);
        self.normalizer.normalize_aligned_into(text, normalized, alignment);
        let Some(((_, last), others)) = ends.split_last_mut() else { return false };
        *last = normalized.len();
        let mut place = alignment.starts();
        others.iter_mut().all(|(from, to)| {
            *to = place(*from);
            normalized.is_char_boundary(*to)
                && normalized[..*to].ends_with([' ', '\n'])
                && normalized[*to..].starts_with(stands_apart)
                && alignment.keeps(*from)
        })
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

    /// The sentences of the text; they tile it, and their spans are bytes of it.
    ///
    /// ```
    /// use naskh::{Pipeline, Preset};
    /// let pipeline = Pipeline::new(Preset::Search);
    /// let spans: Vec<_> = pipeline.sentences("وَصَلَ د. أحمدُ. هل سيبقى؟").map(|sentence| sentence.span()).collect();
    /// assert_eq!(spans, [0..29, 29..46]);
    /// ```
    pub fn sentences<'t>(&self, text: &'t str) -> impl Iterator<Item = Sentence<'t>> {
        self.segmenter.sentences(text)
    }
}

/// Sentences that were normalised together, and where the first starts.
struct Group<'a> {
    start: usize,
    scratch: &'a Scratch,
}

/// A sentence of the original with its terms; [`Pipeline::for_each_sentence`] gives it.
///
/// ```
/// use naskh::{Pipeline, Preset, Scratch};
/// let pipeline = Pipeline::new(Preset::Search);
/// let mut seen = Vec::new();
/// pipeline.for_each_sentence("ذَهَبَ. هَلْ عَادَ؟", &mut Scratch::default(), |sentence| {
///     let span = sentence.sentence().span();
///     seen.push((sentence.index(), span, sentence.normalized().to_owned(), sentence.terms().count()));
/// });
/// assert_eq!(seen, [(0, 0..14, "ذهب. ".to_owned(), 2), (1, 14..35, "هل عاد؟".to_owned(), 3)]);
/// ```
#[derive(Debug, Clone)]
pub struct SentenceTerms<'a> {
    index: usize,
    sentence: Sentence<'a>,
    /// The whole original.
    text: &'a str,
    /// Where it starts in the original of the scratch and in its normalised text, and where it ends there.
    places: (usize, usize),
    end: usize,
    scratch: &'a Scratch,
    tokenizer: &'a Tokenizer,
}

impl<'a> SentenceTerms<'a> {
    /// The number of the sentence among those of the text that have a token, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The sentence in the original; its span is in bytes of the whole text.
    pub fn sentence(&self) -> Sentence<'a> {
        self.sentence
    }

    /// The whole sentence, normalised.
    pub fn normalized(&self) -> &'a str {
        &self.scratch.text[self.places.1..self.end]
    }

    /// Its terms, punctuation and symbols included; white space and format characters are no terms.
    pub fn terms(&self) -> impl Iterator<Item = Term<'a>> {
        let SentenceTerms { index, sentence, text, places: (from, to), scratch, .. } = *self;
        Terms {
            place: Place { sentence: index, start: sentence.start, text, hides: scratch.hides },
            tokens: self.tokenizer.tokens(self.normalized()),
            cursor: scratch.alignment.cursor(from, to),
            offsets: (from, to),
        }
    }
}

/// White space and format characters are no terms.
fn is_term(token: Token<'_>) -> bool {
    !matches!(token.kind(), TokenKind::Space | TokenKind::Format)
}

struct Terms<'a> {
    place: Place<'a>,
    tokens: Tokens<'a, 'a>,
    cursor: Cursor<'a>,
    /// Where the sentence starts in the original and in the normalised text.
    offsets: (usize, usize),
}

impl<'a> Iterator for Terms<'a> {
    type Item = Term<'a>;

    #[inline]
    fn next(&mut self) -> Option<Term<'a>> {
        let Terms { place, tokens, cursor, offsets } = self;
        let token = tokens.find(|&token| is_term(token))?;
        Some(place.term(cursor, token, *offsets))
    }
}

/// Where terms are: the number of their sentence, and where it or those with it start in the whole original.
#[derive(Clone, Copy)]
struct Place<'a> {
    sentence: usize,
    start: usize,
    text: &'a str,
    /// Whether what was deleted may be something else than marks.
    hides: bool,
}

impl<'a> Place<'a> {
    /// The term of a token; the cursor counts from `offsets` before the place and before the tokens.
    #[inline(always)]
    fn term<'n>(&self, cursor: &mut Cursor<'_>, token: Token<'n>, offsets: (usize, usize)) -> Term<'n>
    where
        'a: 'n,
    {
        let (from, to) = offsets;
        let Range { start, end } = token.span();
        let span = cursor.next_original(start + to..end + to);
        let (mut start, mut end) = (self.start + span.start - from, self.start + span.end - from);
        if self.hides {
            let apart = cursor.apart(token.span().start + to..token.span().end + to);
            let kept = self.start + apart.start - from..self.start + apart.end - from;
            // Most words are letters from end to end.
            let is_letter = |c: Option<char>| matches!(c, Some('ء'..='ي'));
            let surface = self.text[start..end].chars();
            let begins = kept.start == start && is_letter(surface.clone().next());
            if !(begins && kept.end == end && is_letter(surface.clone().next_back())) {
                (start, end) = self.visible(start, end, kept);
            }
        }
        Term { token, original: self.text, start, end, sentence: self.sentence }
    }

    /// What was deleted goes with the letter before it (`kept`: without it); a mark is wanted there, a full stop or a bidi
    /// control is not.
    #[inline(never)]
    fn visible(&self, start: usize, end: usize, kept: Range<usize>) -> (usize, usize) {
        let all = (start, end);
        let (head, tail) = (&self.text[start..kept.start], &self.text[kept.end..end]);
        let start =
            head.rfind(is_sign).map_or(start, |at| start + at + head[at..].chars().next().map_or(0, char::len_utf8));
        let end = tail.find(is_sign).map_or(end, |at| kept.end + at);
        let with_head = self.text[start..end].trim_end_matches(is_invisible);
        let surface = with_head.trim_start_matches(is_invisible);
        let end = start + with_head.len();
        // A row of one's own may make a word of an invisible character.
        if surface.is_empty() { all } else { (end - surface.len(), end) }
    }
}

/// Whether a character of the text is invisible. Of one of three bytes or more that no table knows it may be said so, too.
fn hides_something(text: &str) -> bool {
    static CLASSES: OnceBox<Classes> = OnceBox::new();
    let new = || Box::new(Classes::new(|c| u8::from(is_invisible(c)), Mixed::All));
    CLASSES.get_or_init(new).find(text, 0, 1).is_some()
}

/// A token of the normalised text, with its place in the original.
///
/// ```
/// use naskh::{Pipeline, Preset, Scratch, TokenKind};
/// let text = "هُنَا: مَكْتَبَـةٌ!";
/// Pipeline::new(Preset::Search).for_each_sentence(text, &mut Scratch::default(), |sentence| {
///     let term = sentence.terms().nth(2).unwrap();
///     assert_eq!(term.text(), "مكتبه");
///     assert_eq!(term.surface(), "مَكْتَبَـةٌ");
///     assert_eq!(term.span(), 12..34);
///     assert_eq!(term.kind(), TokenKind::Word);
///     assert_eq!(term.sentence(), 0);
/// });
/// ```
#[derive(Clone, Copy)]
pub struct Term<'a> {
    token: Token<'a>,
    /// The whole original, and the place in it: who asks for spans only need not pay for cutting it.
    original: &'a str,
    start: usize,
    end: usize,
    sentence: usize,
}

impl<'a> Term<'a> {
    /// The normalised text.
    #[inline]
    pub fn text(&self) -> &'a str {
        self.token.text()
    }

    /// What stands in the original at [`span`](Term::span).
    #[inline]
    pub fn surface(&self) -> &'a str {
        &self.original[self.start..self.end]
    }

    /// Byte range in the *original* text, on char boundaries: with the marks that went, but neither with white space,
    /// punctuation nor invisible characters at its ends that did.
    #[inline]
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> TokenKind {
        self.token.kind()
    }

    /// The number of its sentence among those that have a token, from 0: as [`SentenceTerms::index`] counts.
    #[inline]
    pub fn sentence(&self) -> usize {
        self.sentence
    }
}

/// Terms are equal that have the same text, of the same kind, for the same letters at the same place, in whatever texts.
impl PartialEq for Term<'_> {
    fn eq(&self, other: &Term<'_>) -> bool {
        let key = |term: &Term<'_>| (term.start, term.end, term.kind(), term.sentence);
        key(self) == key(other) && self.text() == other.text() && self.surface() == other.surface()
    }
}

impl Eq for Term<'_> {}

impl fmt::Debug for Term<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Term")
            .field("text", &self.text())
            .field("surface", &self.surface())
            .field("start", &self.start)
            .field("kind", &self.kind())
            .field("sentence", &self.sentence)
            .finish()
    }
}

/// A [`Term`] that owns its text; [`Pipeline::terms`] gives it.
///
/// ```
/// use naskh::{Pipeline, Preset, TokenKind};
/// let text = "جَاءَ. مَعَهُ ٣ كُتُبٍ";
/// let terms = Pipeline::new(Preset::Search).terms(text);
/// let number = &terms[2];
/// assert_eq!((number.text(), number.kind(), number.sentence()), ("3", TokenKind::Number, 1));
/// assert_eq!(&text[number.span()], "٣");
/// ```
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

    /// The number of its sentence among those that have a token, from 0: as [`SentenceTerms::index`] counts.
    pub fn sentence(&self) -> usize {
        self.sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Op;
    use alloc::vec;
    use proptest::{collection::vec, prelude::*, sample::select};

    /// What ends sentences and what does not, what begins them, what goes, shrinks, grows, joins, hides.
    const PIECES: &[&str] = &[
        "قال",
        "كَتَبَ",
        "ة",
        "أ",
        " ",
        "  ",
        "\n",
        "\n\n",
        ". ",
        "؟ ",
        "! ",
        ".\n",
        "...",
        "«",
        "» ",
        "(",
        ")",
        "\"",
        ":",
        "، ",
        "؛ ",
        "word",
        "Big",
        "x",
        "3",
        "٣",
        "٢٫٥",
        "+20 100",
        "ـ",
        "ـــ",
        "\u{64E}",
        "\u{654}",
        "ﻻ",
        "ﷺ",
        "ﷲ. ",
        "😀",
        "👨\u{200D}👩 ",
        "🇪🇬",
        ":-)",
        ":D ",
        "#وسم_",
        "@a",
        "https://a.b/ق ",
        "a@b.com",
        "\u{200F}",
        "\u{200D}",
        "\u{200C}",
        "\u{61C}",
        "\u{FEFF}",
        "\u{AD}",
        "\u{202B}",
        "د. ",
        "أ.",
        "1. ",
        "- ",
        "\u{600}",
        "\u{6DD}",
        "\u{200A}\u{6DA}\u{2060}",
        "\u{A0}",
        "\u{2028}",
        "א",
        "\u{300}",
        "中。",
        "é",
    ];

    type Found = Vec<(usize, String, Range<usize>, TokenKind)>;

    /// The terms, one sentence at a time, each looked up for itself.
    fn one_by_one(pipeline: &Pipeline, text: &str) -> Found {
        let (mut found, mut index) = (vec![], 0);
        for sentence in pipeline.sentences(text) {
            let (normalized, map) = pipeline.normalizer.normalize_aligned(sentence.text()).into_parts();
            let before = found.len();
            for token in pipeline.tokenizer.tokens(&normalized) {
                if matches!(token.kind(), TokenKind::Space | TokenKind::Format) {
                    continue;
                }
                let mut span = map.to_original(token.span());
                let all = span.clone();
                // What was deleted before the first letter or behind the last one, and is of no word, is of no term.
                let kept = map.to_original_with(token.span(), crate::Deleted::Apart);
                let sign_at = |(at, c): (usize, char)| is_sign(c).then_some((at, c.len_utf8()));
                let (head, tail) = (span.start..kept.start, kept.end..span.end);
                let before = sentence.text()[head].char_indices().rev().find_map(sign_at);
                span.start += before.map_or(0, |(at, len)| at + len);
                let behind = sentence.text()[tail].char_indices().find_map(sign_at);
                span.end = behind.map_or(span.end, |(at, _)| kept.end + at);
                let surface = &sentence.text()[span.clone()];
                let end = span.start + surface.trim_end_matches(is_invisible).len();
                let start = end - surface.trim_end_matches(is_invisible).trim_start_matches(is_invisible).len();
                let Range { start, end } = if start == end { all } else { start..end };
                found.push((index, token.text().into(), sentence.start + start..sentence.start + end, token.kind()));
            }
            index += usize::from(found.len() > before);
        }
        found
    }

    fn of(term: &Term<'_>) -> (usize, String, Range<usize>, TokenKind) {
        (term.sentence(), term.text().into(), term.span(), term.kind())
    }

    fn pipelines() -> Vec<Pipeline> {
        let builder = Normalizer::builder;
        let normalizers = [
            Normalizer::new(Preset::Search),
            Normalizer::new(Preset::Repair),
            Normalizer::new(Preset::AsrLenient),
            Normalizer::new(Preset::QuranModern),
            builder().preset(Preset::Search).op(Op::CollapseSpaces, true).build().unwrap(),
            // Letters that go, become spaces and signs; spaces that go or become letters.
            builder().preset(Preset::Search).rule('ق', "").rule('w', " ").rule('B', ".").build().unwrap(),
            builder().rule(' ', "").rule('\n', "x").build().unwrap(),
            // Words that come of nothing to be seen.
            builder().preset(Preset::Search).rule(' ', "1\r5\r1").build().unwrap(),
        ];
        let with = |normalizer, tokenizer| Pipeline::with(normalizer, SentenceSegmenter::new(), tokenizer);
        let mut pipelines: Vec<_> = normalizers.map(|normalizer| with(normalizer, Tokenizer::new())).into();
        // Tokens that begin and end with something invisible.
        let uax29 = Tokenizer::builder().all(false).build();
        pipelines.extend([Preset::Search, Preset::Repair].map(|preset| with(Normalizer::new(preset), uax29.clone())));
        pipelines
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn sentences_done_together_are_as_if_alone(parts in vec(select(PIECES), 0..120)) {
            let (text, mut scratch) = (parts.concat(), Scratch::default());
            for pipeline in pipelines() {
                let expected = one_by_one(&pipeline, &text);
                let (mut found, mut sentences) = (vec![], 0);
                pipeline.for_each_sentence(&text, &mut scratch, |sentence| {
                    assert_eq!(sentence.normalized(), pipeline.normalizer.normalize(sentence.sentence().text()));
                    assert_eq!(sentence.index(), sentences);
                    sentences += 1;
                    found.extend(sentence.terms().map(|term| of(&term)));
                });
                prop_assert_eq!(&found, &expected, "{:?}", &text);
                let mut words = vec![];
                pipeline.for_each_term(&text, &mut scratch, |term| {
                    assert_eq!(term.surface(), &text[term.span()]);
                    words.push(of(&term));
                });
                found.retain(|(.., kind)| kind.is_word_like());
                prop_assert_eq!(&words, &found, "{:?}", &text);
            }
        }
    }

    /// Punctuation and white space that a preset takes away are of no term; marks are.
    #[test]
    fn a_span_holds_no_sign_that_went() {
        let surfaces = |preset: Preset, text: &str| {
            let terms = Pipeline::new(preset).terms(text);
            terms.into_iter().map(|term| String::from(&text[term.span()])).collect::<Vec<_>>()
        };
        for preset in [Preset::AsrStrict, Preset::AsrStandard, Preset::Search, Preset::Camel] {
            assert_eq!(surfaces(preset, "  نعم  ، لا"), ["نعم", "لا"], "{preset}");
            let text = "«قال: نَعَمْ، (لا) «أجل» ذهبَ.\u{200F} ";
            assert_eq!(surfaces(preset, text), ["قال", "نَعَمْ", "لا", "أجل", "ذهبَ"], "{preset}");
        }
        let normalizer = Normalizer::builder().preset(Preset::Repair).rule('.', "").rule('x', "").build().unwrap();
        let pipeline = Pipeline::with(normalizer, SentenceSegmenter::new(), Tokenizer::new());
        // A letter that went is of its word.
        assert_eq!(pipeline.terms(".بx.x")[0].span(), 1..4);
    }

    /// Where a row makes words of an invisible character, each has its place.
    #[test]
    fn no_span_is_empty() {
        let normalizer = Normalizer::builder().preset(Preset::Search).rule(' ', "1\r5\r1").build().unwrap();
        let pipeline = Pipeline::with(normalizer, SentenceSegmenter::new(), Tokenizer::new());
        let spans: Vec<_> = pipeline.terms("ا\u{200B}ب").into_iter().map(|term| term.span()).collect();
        assert_eq!(spans, [0..2, 2..5, 2..5, 2..5, 5..7]);
    }

    #[test]
    fn nothing_invisible_is_overlooked() {
        for c in '\0'..=char::MAX {
            assert!(hides_something(&alloc::format!("ب{c}")) || !is_invisible(c), "{c:?}");
        }
        assert!(!hides_something("«كِتَابٌ» – a “book”, 3.5: 😀؟\n"));
    }
}
