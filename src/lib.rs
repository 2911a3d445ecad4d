//! naskh normalises and tokenises Arabic text, and tells for every word where it stands in the original.
//!
//! # Strip tashkeel
//! A [`Normalizer`] applies a fixed set of rules; a [`Preset`] is a named, versioned set. Nothing is copied when nothing
//! changes.
//!
//! ```
//! use naskh::{Normalizer, Preset};
//! let model = Normalizer::new(Preset::Model);
//! assert_eq!(model.normalize("مَدْرَسَةٌ جَمِيـــلَةٌ"), "مدرسة جميلة");
//! ```
//!
//! # One key for all usual spellings
//! `search` also unifies alef, yaa, taa marbuta, hamza carriers, look-alike letters and digits. Each operation ([`Op`])
//! can be switched alone, a character exempted, a row added.
//!
//! ```
//! use naskh::{Normalizer, Op, Preset};
//! let search = Normalizer::new(Preset::Search);
//! assert_eq!(search.normalize("الإِسْكَنْدَرِيَّة ٢٠٢٠"), search.normalize("الاسكندريه 2020"));
//!
//! let strict = Normalizer::builder().preset(Preset::Search).op(Op::FoldTaaMarbuta, false).build()?;
//! assert_eq!(strict.normalize("مدرسةٌ"), "مدرسة");
//! assert_eq!(strict.id(), "search@1[-fold-taa-marbuta]");
//! # Ok::<(), naskh::BuildError>(())
//! ```
//!
//! # Why did this letter change?
//! [`Normalizer::explain`] names the operation behind every edit, and what a reader loses by it.
//!
//! ```
//! use naskh::{Normalizer, Op, Preset};
//! let search = Normalizer::new(Preset::Search);
//! let edits: Vec<_> = search.explain("على").map(|edit| (edit.span(), edit.op())).collect();
//! assert_eq!(edits, [(4..6, Op::FoldYaa)]);
//! ```
//!
//! # Words and sentences
//! A [`Tokenizer`] cuts text into words, numbers, hashtags, addresses, emoji, punctuation ...; a [`SentenceSegmenter`]
//! into sentences. Both tile the text: joined together, the pieces are the text.
//!
//! ```
//! # #[cfg(feature = "segmentation")] {
//! use naskh::{SentenceSegmenter, TokenKind, Tokenizer};
//! let text = "قال د. سعيد: \"وصلنا\". ثم سكت؟";
//! let sentences: Vec<_> = SentenceSegmenter::new().sentences(text).map(|s| s.trimmed().text()).collect();
//! assert_eq!(sentences, ["قال د. سعيد: \"وصلنا\".", "ثم سكت؟"]);
//!
//! let kinds: Vec<_> = Tokenizer::new().words("وصل 3.5 مليون").map(|token| (token.text(), token.kind())).collect();
//! assert_eq!(kinds[1], ("3.5", TokenKind::Number));
//! # }
//! ```
//!
//! # Highlight a match in the original
//! A [`Pipeline`] gives normalised terms with their spans in the original: index the term, highlight the span.
//!
//! ```
//! # #[cfg(feature = "segmentation")] {
//! use naskh::{Pipeline, Preset};
//! let text = "هَذَا كِتَابٌ جَمِيلٌ";
//! let pipeline = Pipeline::new(Preset::Search);
//! let query = pipeline.normalizer().normalize("كتاب");
//! let hit = pipeline.terms(text).into_iter().find(|term| term.text() == query).unwrap();
//! assert_eq!(&text[hit.span()], "كِتَابٌ");
//! # }
//! ```
//!
//! Spans are byte ranges on character boundaries; [`Offsets`] turns them into characters or UTF-16 units. An
//! [`Alignment`] maps any range, both ways.
//!
//! # Further
//! [`guide`] has pages to read: what naskh does not do, and how to come to it from another library.
//!
//! # Promises
//! No call panics on any `&str`, and all are linear in its length. Normalising twice changes nothing, and canonically
//! equivalent texts have one key, but for presets that reproduce another tool ([`Preset::is_compatibility`]) and for some
//! rows of one's own ([`NormalizerBuilder::rule`]). A preset whose output changes gets a new version.
//!
//! # Features
//! `std`, `canonical` (NFC of every script; without it of Arabic), `segmentation` (words and sentences), `entities`
//! (URL, e-mail, mention, hashtag ...) are on by default, `serde` (presets, operations, kinds, the options of tokenizers,
//! sentences and chunks, alignments and owned terms both ways, tokens, sentences, chunks and edits as output only) and
//! `html` (a text as a page to look at) are not.
//! Without `std` the crate needs `alloc`.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod error;
// Its examples use the presets of `canonical`.
#[cfg(all(feature = "entities", feature = "canonical"))]
pub mod guide;
#[cfg(feature = "html")]
mod html;
mod normalize;
mod offsets;
#[cfg(feature = "segmentation")]
mod pipeline;
mod rules;
mod scan;
#[cfg(feature = "serde")]
mod serialize;
#[cfg(feature = "segmentation")]
mod tokenize;
mod transliterate;
mod utf8;
mod visual_order;

pub use error::BuildError;
#[cfg(feature = "html")]
pub use html::{Html, html};
pub use normalize::{
    Alignment, Deleted, Edit, Edits, Normalized, Normalizer, NormalizerBuilder, NormalizerStream, StreamError,
    WholeText,
};
#[cfg(feature = "std")]
pub use normalize::{NormalizeReader, NormalizeWriter};
pub use offsets::{Offsets, Unit};
#[cfg(feature = "segmentation")]
pub use pipeline::{OwnedTerm, Pipeline, Scratch, SentenceTerms, Term};
pub use rules::{Loss, MarkClass, Op, OpSet, Preset, Rule, UnknownOp, UnknownPreset, mark_class};
#[cfg(feature = "segmentation")]
pub use tokenize::{
    Abbreviation, Chunk, ChunkSize, Chunker, ChunkerBuilder, Chunks, CompatToken, CompatTokenizer, CompatTokens,
    Ellipsis, Level, LineBreaks, Quotes, Sentence, SentenceSegmenter, SentenceSegmenterBuilder, SentenceStream,
    Sentences, Tailoring, Token, TokenKind, Tokenizer, TokenizerBuilder, Tokens, UnknownCompatTokenizer,
    UnknownTailoring, UnknownTokenKind, Words,
};
pub use transliterate::{Ambiguous, Transliteration, UnknownTransliteration};
pub use utf8::InvalidUtf8;
pub use visual_order::{Damage, Sign, VisualOrder, visual_order};

/// The examples of the README, as tests.
#[cfg(all(doctest, feature = "entities"))]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
