//! How does tantivy find كتاب in كِتَابٌ, and mark the right letters?
//!
//! ```text
//! for each word of the text, in its normalised form:
//!     the token's text is the normalised word, its offsets are those of the word in the original
//! ```
#![doc = include_str!("../README.md")]

use naskh::{Pipeline, Preset, Scratch, UnknownPreset};
use std::ops::Range;
use std::str::FromStr;
use tantivy_tokenizer_api::{Token, TokenStream, Tokenizer};

/// A tantivy tokenizer: the words of a text, normalised; their offsets are bytes of the original.
///
/// Punctuation and symbols are no tokens and take no position, so a phrase is found across a comma. Build one, register
/// it, and tantivy clones it: a clone shares the tables. Memory of the last text is kept for the next.
///
/// ```
/// use naskh_tantivy::NaskhTokenizer;
/// use tantivy_tokenizer_api::{TokenStream, Tokenizer};
///
/// let text = "قَالَ: العِلْمُ نُورٌ!";
/// let mut naskh: NaskhTokenizer = "search".parse()?;
/// let mut found = Vec::new();
/// naskh.token_stream(text).process(&mut |token| {
///     found.push((token.text.clone(), &text[token.offset_from..token.offset_to], token.position));
/// });
/// assert_eq!(found[1], ("العلم".to_owned(), "العِلْمُ", 1));
/// assert_eq!(found[2], ("نور".to_owned(), "نُورٌ", 2));
/// # Ok::<(), naskh::UnknownPreset>(())
/// ```
#[derive(Debug, Clone)]
pub struct NaskhTokenizer {
    pipeline: Pipeline,
    scratch: Scratch,
    terms: Vec<Term>,
    /// The normalised words of the text, one behind the other.
    words: String,
    token: Token,
}

#[derive(Debug, Clone)]
struct Term {
    /// In `words`.
    word: Range<usize>,
    /// In the original.
    span: Range<usize>,
}

impl NaskhTokenizer {
    /// The tokenizer of a preset.
    ///
    /// ```
    /// use naskh::Preset;
    /// assert_eq!(naskh_tantivy::NaskhTokenizer::new(Preset::Orthographic).id(), "orthographic@1");
    /// ```
    pub fn new(preset: Preset) -> NaskhTokenizer {
        Pipeline::new(preset).into()
    }

    /// The name of the rules, with their version and every override: a good name to register the tokenizer under.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, Pipeline, Preset, SentenceSegmenter, Tokenizer};
    /// use naskh_tantivy::NaskhTokenizer;
    /// let rules = Normalizer::builder().preset(Preset::Search).op(Op::FoldTaaMarbuta, false).build()?;
    /// let pipeline = Pipeline::with(rules, SentenceSegmenter::new(), Tokenizer::new());
    /// assert_eq!(NaskhTokenizer::from(pipeline).id(), "search@1[-fold-taa-marbuta]");
    /// # Ok::<(), naskh::BuildError>(())
    /// ```
    pub fn id(&self) -> String {
        self.pipeline.normalizer().id()
    }
}

impl From<Pipeline> for NaskhTokenizer {
    fn from(pipeline: Pipeline) -> Self {
        let (scratch, terms, words, token) = Default::default();
        NaskhTokenizer { pipeline, scratch, terms, words, token }
    }
}

/// The tokenizer of the preset of that name: `search`, `orthographic`, `lucene-ar` ...
impl FromStr for NaskhTokenizer {
    type Err = UnknownPreset;

    fn from_str(preset: &str) -> Result<Self, UnknownPreset> {
        preset.parse().map(NaskhTokenizer::new)
    }
}

impl Tokenizer for NaskhTokenizer {
    type TokenStream<'a> = NaskhTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NaskhTokenStream<'a> {
        let NaskhTokenizer { pipeline, scratch, terms, words, token } = self;
        terms.clear();
        words.clear();
        token.reset();
        pipeline.for_each_term(text, scratch, |term| {
            let start = words.len();
            words.push_str(term.text());
            terms.push(Term { word: start..words.len(), span: term.span() });
        });
        NaskhTokenStream { terms, words, next: 0, token }
    }
}

/// The tokens of one text, made by [`NaskhTokenizer`].
#[derive(Debug)]
pub struct NaskhTokenStream<'a> {
    terms: &'a [Term],
    words: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for NaskhTokenStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(Term { word, span }) = self.terms.get(self.next).cloned() else { return false };
        // Filters may have changed the text of the token before, and swapped its memory.
        self.token.text.clear();
        self.token.text.push_str(&self.words[word]);
        (self.token.offset_from, self.token.offset_to) = (span.start, span.end);
        (self.token.position, self.token.position_length) = (self.next, 1);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
