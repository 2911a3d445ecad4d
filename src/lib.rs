//! naskh normalises and tokenises Arabic text.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
extern crate alloc;

#[cfg(feature = "segmentation")]
mod tokenize;

#[cfg(feature = "segmentation")]
pub use tokenize::{
    Abbreviation, Ellipsis, Level, LineBreaks, Quotes, Sentence, SentenceSegmenter, SentenceSegmenterBuilder,
    Sentences, Token, TokenKind,
};
