//! How does Python get the normalised words of a text, with their places in the original?

use crate::border::{self, KEPT};
use crate::normalize::{Rules, page};
use crate::record::{call, record};
use crate::sentences::SentenceSegmenter;
use crate::text::{detached, text, unit};
use crate::tokenize::{Tokenizer, kind_name};
use naskh::{Offsets, Scratch};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use std::cell::Cell;
use std::mem;
use std::ops::Range;

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
    /// Those that are not as they are by default.
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
        let rules = normalizer.normalizer()?;
        // A preset by its name, however it was given.
        let preset = rules.preset().filter(|preset| naskh::Normalizer::new(*preset).id() == rules.id());
        match (&normalizer, preset) {
            (Rules::Normalizer(normalizer), None) => keywords.set_item("normalizer", normalizer)?,
            (_, preset) => keywords.set_item("normalizer", preset.map(naskh::Preset::name))?,
        }
        if let Some(segmenter) = segmenter.filter(|segmenter| !segmenter.get().is_default(py)) {
            keywords.set_item("segmenter", segmenter)?;
        }
        if let Some(tokenizer) = tokenizer.filter(|tokenizer| !tokenizer.get().is_default()) {
            keywords.set_item("tokenizer", tokenizer)?;
        }
        let segmenter = segmenter.map_or_else(naskh::SentenceSegmenter::new, |segmenter| segmenter.get().inner.clone());
        let tokenizer = tokenizer.map_or_else(naskh::Tokenizer::new, |tokenizer| tokenizer.get().inner.clone());
        let inner = naskh::Pipeline::with(rules, segmenter, tokenizer);
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
        let (words, terms) = detached(py, original.len(), || {
            let mut offsets = Offsets::new(original, unit);
            let (mut words, mut terms) = (Words::new(original), Vec::with_capacity(original.len() / 8));
            self.for_each_term(original, |term| {
                let Range { start, end } = term.span();
                let place = (offsets.at(start), offsets.at(end));
                words.push(term.text());
                terms.push((place, term.kind(), term.sentence()));
            });
            (words, terms)
        });
        let words = words.write(py)?;
        let term = |(text, ((start, end), kind, sentence)): (Bound<'py, PyString>, _)| {
            Bound::new(py, Term { text: text.unbind(), start, end, kind: kind_name(py, kind), sentence })
        };
        PyList::new(py, words.into_iter().zip(terms).map(term).collect::<PyResult<Vec<_>>>()?)
    }

    /// The normalised words of a text, and nothing else: what to index or to count.
    ///
    /// >>> Pipeline("search").words("الكِتابُ الأَوَّلُ.")
    /// ['الكتاب', 'الاول']
    fn words<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
        let py = text.py();
        let backed = self::text(text)?;
        let original: &str = &backed;
        let words = detached(py, original.len(), || {
            let mut words = Words::new(original);
            self.for_each_term(original, |term| words.push(term.text()));
            words
        });
        PyList::new(py, words.write(py)?)
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

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        call("Pipeline", self.keywords.bind(py))
    }

    fn __eq__(&self, other: &Bound<'_, Pipeline>) -> PyResult<bool> {
        let py = other.py();
        Ok(other.get().__repr__(py)? == self.__repr__(py)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &self.__repr__(py)?).hash()
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        Ok(((), self.keywords.bind(py).copy()?))
    }
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

impl Pipeline {
    fn for_each_term(&self, text: &str, f: impl FnMut(naskh::Term<'_>)) {
        let mut scratch = SCRATCH.take();
        self.inner.for_each_term(text, &mut scratch, f);
        // What a long text took goes with it.
        if text.len() <= KEPT {
            SCRATCH.set(scratch);
        }
    }
}

/// Words one behind the other.
struct Words {
    text: String,
    ends: Vec<usize>,
}

impl Words {
    fn new(original: &str) -> Words {
        Words { text: String::with_capacity(original.len()), ends: Vec::with_capacity(original.len() / 8) }
    }

    fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.ends.push(self.text.len());
    }

    fn write<'py>(mut self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyString>>> {
        let mut start = 0;
        let word = |end| mem::replace(&mut start, end)..end;
        border::write_pieces(py, &mut self.text, self.ends.into_iter().map(word))
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
