//! naskh normalises and tokenises Arabic text.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
extern crate alloc;

mod error;
mod normalize;
mod offsets;
#[cfg(feature = "segmentation")]
mod pipeline;
mod rules;
mod scan;
#[cfg(feature = "segmentation")]
mod tokenize;

pub use error::BuildError;
pub use normalize::{Alignment, Deleted, Edit, Edits, Normalized, Normalizer, NormalizerBuilder};
pub use offsets::{Offsets, Unit};
#[cfg(feature = "segmentation")]
pub use pipeline::{OwnedTerm, Pipeline, Scratch, SentenceTerms, Term};
pub use rules::{Loss, MarkClass, Op, OpSet, Preset, Rule, UnknownOp, UnknownPreset, mark_class};
#[cfg(feature = "segmentation")]
pub use tokenize::{
    Abbreviation, Ellipsis, Level, LineBreaks, Quotes, Sentence, SentenceSegmenter, SentenceSegmenterBuilder,
    Sentences, Tailoring, Token, TokenKind, Tokenizer, TokenizerBuilder, Tokens, UnknownTailoring, Words,
};

/// The examples of the README, as tests.
#[cfg(all(doctest, feature = "entities"))]
#[doc = include_str!("../README.md")]
struct ReadmeDoctests;
