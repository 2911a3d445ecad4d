//! naskh normalises and tokenises Arabic text.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
extern crate alloc;

#[cfg(feature = "segmentation")]
mod tokenize;

#[cfg(feature = "segmentation")]
pub use tokenize::{
    Sentence, Tailoring, Token, TokenKind, Tokenizer, TokenizerBuilder, Tokens, UnknownTailoring, Words,
};
