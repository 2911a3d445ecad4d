//! How does Python get the normalised words of a text, with their places in the original?

use crate::border::{self, pieces};
use crate::normalize::{Rules, page};
use crate::record::record;
use crate::sentences::SentenceSegmenter;
use crate::text::{detached, text, unit};
use crate::tokenize::{Tokenizer, kind_name};
use naskh::{Offsets, Scratch, Unit};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

/// Sentences, words and normalised terms of a text in one go. Immutable, and safe to share.
///
/// `normalizer` is a preset or a :class:`Normalizer`.
///
/// >>> pipeline = Pipeline("search")
/// >>> text = "ذَهَبَ أحمدُ. عَادَ!"
/// >>> for term in pipeline.terms(text):
/// ...     print(term.sentence, term.text, text[term.start:term.end])
/// 0 ذهب ذَهَبَ
/// 0 احمد أحمدُ
/// 1 عاد عَادَ
#[pyclass(frozen, module = "naskh")]
pub(crate) struct Pipeline {
    inner: naskh::Pipeline,
    keywords: Py<PyDict>,
}

#[pymethods]
impl Pipeline {
    #[new]
    #[pyo3(signature = (normalizer, *, segmenter = None, tokenizer = None))]
    fn new(
        py: Python<'_>,
        normalizer: Rules<'_>,
        segmenter: Option<&Bound<'_, SentenceSegmenter>>,
        tokenizer: Option<&Bound<'_, Tokenizer>>,
    ) -> PyResult<Pipeline> {
        let keywords = PyDict::new(py);
        match &normalizer {
            Rules::Normalizer(normalizer) => keywords.set_item("normalizer", normalizer)?,
            Rules::Preset(preset) => keywords.set_item("normalizer", preset)?,
        }
        if let Some(segmenter) = segmenter {
            keywords.set_item("segmenter", segmenter)?;
        }
        if let Some(tokenizer) = tokenizer {
            keywords.set_item("tokenizer", tokenizer)?;
        }
        let segmenter = segmenter.map_or_else(naskh::SentenceSegmenter::new, |segmenter| segmenter.get().inner.clone());
        let tokenizer = tokenizer.map_or_else(naskh::Tokenizer::new, |tokenizer| tokenizer.get().inner.clone());
        let inner = naskh::Pipeline::with(normalizer.normalizer()?, segmenter, tokenizer);
        Ok(Pipeline { inner, keywords: keywords.unbind() })
    }

    /// The word-like terms of a text: normalised, with their places in the original.
    ///
    /// Offsets are indices of Python strings; `unit` can also be ``"byte"`` (of UTF-8) or ``"utf16"``.
    ///
    /// >>> Pipeline("search").terms("الكِتابُ الأَوَّلُ.")[1]
    /// Term(text='الاول', start=9, end=18, kind='word', sentence=0)
    #[pyo3(signature = (text, *, unit = "char"))]
    fn terms<'py>(&self, text: &Bound<'py, PyString>, unit: &str) -> PyResult<Bound<'py, PyList>> {
        let py = text.py();
        let unit = self::unit(unit)?;
        let backed = self::text(text)?;
        let original: &str = &backed;
        let terms = detached(py, original.len(), || {
            let mut offsets = Offsets::new(original, unit);
            let terms = self.inner.terms(original).into_iter();
            terms.map(|term| (offsets.at(term.span().start), offsets.at(term.span().end), term)).collect::<Vec<_>>()
        });
        let term = |(start, end, term): (usize, usize, naskh::OwnedTerm)| {
            let text = PyString::new(py, term.text()).unbind();
            let kind = kind_name(py, term.kind());
            Bound::new(py, Term { text, start, end, kind, sentence: term.sentence() })
        };
        PyList::new(py, terms.into_iter().map(term).collect::<PyResult<Vec<_>>>()?)
    }

    /// The normalised words of a text, and nothing else: what to index or to count.
    ///
    /// >>> Pipeline("search").words("الكِتابُ الأَوَّلُ.")
    /// ['الكتاب', 'الاول']
    fn words<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
        let py = text.py();
        let backed = self::text(text)?;
        let original: &str = &backed;
        let (mut words, spans) = detached(py, original.len(), || {
            let (mut words, mut spans, mut start) = (String::with_capacity(original.len()), Vec::new(), 0);
            self.inner.for_each_term(original, &mut Scratch::default(), |term| {
                words.push_str(term.text());
                let end = start + Unit::Char.len(term.text());
                spans.push(std::mem::replace(&mut start, end)..end);
            });
            (words, spans)
        });
        // One string crosses, and Python cuts it.
        pieces(&border::write(py, &mut words), &spans)
    }

    /// A text as HTML to look at: tokens and sentences coloured by kind, changed letters marked, each change told.
    ///
    /// Spans are indices of Python strings; `unit` can also be ``"byte"`` (of UTF-8) or ``"utf16"``. In a notebook,
    /// ``Normalizer(...).align(text)`` shows the same.
    ///
    /// >>> "fold-taa-marbuta" in Pipeline("search").html("الأُمَّة")
    /// True
    #[pyo3(signature = (text, *, unit = "char"))]
    fn html(&self, text: &Bound<'_, PyString>, unit: &str) -> PyResult<String> {
        let unit = self::unit(unit)?;
        let backed = self::text(text)?;
        let original: &str = &backed;
        Ok(detached(text.py(), original.len(), || page(&self.inner, original, unit)))
    }

    /// Calls :meth:`words`.
    fn __call__<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
        self.words(text)
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        Ok(((), self.keywords.bind(py).copy()?))
    }
}

record! {
    /// A normalised word with its place in the original.
    ///
    /// >>> Pipeline("search").terms("مَكَّةُ")
    /// [Term(text='مكه', start=0, end=7, kind='word', sentence=0)]
    Term {
        /// The normalised text.
        text: Py<PyString>,
        /// Where it begins in the original.
        start: usize,
        /// Where it ends in the original.
        end: usize,
        /// What it is: ``"word"``, ``"number"`` ...
        kind: Py<PyString>,
        /// The number of its sentence, from 0.
        sentence: usize,
    }

    fn __str__(&self, py: Python<'_>) -> Py<PyString> {
        self.text.clone_ref(py)
    }
}
