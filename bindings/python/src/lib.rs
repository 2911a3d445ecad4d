//! How does Python call naskh?
//!
//! Thin: each class holds a value of the library, and each method turns its arguments and its result. How text
//! crosses, [`border`] says; what takes long runs without the interpreter's lock ([`text::detached`]).
//!
//! The docstrings are the documentation of the package, and its tests run their examples.

mod arrow;
mod border;
mod normalize;
mod pipeline;
mod record;
mod sentences;
mod text;
mod tokenize;

use pyo3::prelude::*;

/// The compiled half of the package naskh.
#[pymodule(gil_used = false)]
mod _naskh {
    use super::*;

    #[pymodule_export]
    use crate::arrow::{chunks_arrow, invalid_utf8_arrow, normalize_arrow, sentences_arrow, tokenize_arrow};
    #[pymodule_export]
    use crate::normalize::{Edit, Normalized, Normalizer, op_names, pass_names, presets};
    #[pymodule_export]
    use crate::pipeline::{Pipeline, Term};
    #[pymodule_export]
    use crate::sentences::{Chunker, SentenceSegmenter, SentenceStream, Span};
    #[pymodule_export]
    use crate::tokenize::{Token, Tokenizer, compat_tokenize, compat_tokenizers, kind_names, tailoring_names};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
