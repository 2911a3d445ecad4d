//! naskh normalises and tokenises Arabic text.
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
extern crate alloc;

mod error;
mod normalize;
mod rules;
mod scan;
#[cfg(feature = "segmentation")]
mod tokenize;

pub use error::BuildError;
pub use normalize::{Alignment, Deleted, Edit, Edits, Normalized, Normalizer, NormalizerBuilder};
pub use rules::{Loss, MarkClass, Op, OpSet, Preset, Rule, UnknownOp, UnknownPreset, mark_class};
#[cfg(feature = "segmentation")]
pub use tokenize::{Sentence, Token, TokenKind};
