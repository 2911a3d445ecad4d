//! How does Python cut text into sentences and chunks?

use crate::normalize::copy;
use crate::record::{call, record};
use crate::text::{detached, named, text, unit};
use naskh::{Abbreviation, ChunkSize, Ellipsis, Level, LineBreaks, Offsets, Quotes, Unit};
use pyo3::exceptions::{PyTypeError, PyUnicodeDecodeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyMapping, PyString};
use self_cell::self_cell;
use std::ops::Range;

record! {
    /// A sentence or a chunk: a piece of a text with its place.
    ///
    /// >>> SentenceSegmenter().sentences("نعم. لا.")
    /// [Span(text='نعم. ', start=0, end=5), Span(text='لا.', start=5, end=8)]
    Span {
        /// The text of the piece.
        text: Py<PyString>,
        /// Where it begins in the whole text.
        start: usize,
        /// Where it ends in the whole text.
        end: usize,
    }

    fn __str__(&self, py: Python<'_>) -> Py<PyString> {
        self.text.clone_ref(py)
    }
}

/// The pieces as Python sees them.
fn spans<'py>(
    text: &Bound<'py, PyString>,
    unit: &str,
    pieces: impl FnOnce(&str) -> Vec<Range<usize>> + Send,
) -> PyResult<Bound<'py, PyList>> {
    let py = text.py();
    let unit = self::unit(unit)?;
    let backed = self::text(text)?;
    let original: &str = &backed;
    let spans = detached(py, original.len(), || {
        // A chunk may begin before the one before it ends; going back is cheap too.
        let mut offsets = Offsets::new(original, unit);
        let pieces = pieces(original).into_iter();
        pieces.map(|span| (offsets.at(span.start), offsets.at(span.end), &original[span])).collect::<Vec<_>>()
    });
    let span = |(start, end, text): (usize, usize, &str)| {
        Bound::new(py, Span { text: PyString::new(py, text).unbind(), start, end })
    };
    PyList::new(py, spans.into_iter().map(span).collect::<PyResult<Vec<_>>>()?)
}

/// Finds the sentences of a text. Immutable, and safe to share.
///
/// `line_breaks`: ``"sentence"`` if every line break ends one, ``"blank-line-only"`` for wrapped text. `ellipsis`:
/// ``"auto"``, ``"break"`` or ``"join"``. `quotes`: ``"protect"`` if none ends inside a quotation, else ``"cut"``.
/// `level`: ``"sentence"`` or ``"clause"``. `max_bytes` bounds a sentence. `abbreviations` maps a word without its last
/// stop to ``"title"``, ``"reference"`` or ``"final"``.
///
/// >>> segmenter = SentenceSegmenter()
/// >>> [str(sentence) for sentence in segmenter.sentences("وصل د. أحمد. هل سيبقى؟", trim=True)]
/// ['وصل د. أحمد.', 'هل سيبقى؟']
#[pyclass(frozen, module = "naskh")]
pub(crate) struct SentenceSegmenter {
    pub(crate) inner: naskh::SentenceSegmenter,
    /// Those that are not as they are by default.
    keywords: Py<PyDict>,
}

#[pymethods]
impl SentenceSegmenter {
    #[new]
    #[pyo3(signature = (
        *, line_breaks = "sentence", ellipsis = "auto", quotes = "protect", level = "sentence", max_bytes = None,
        abbreviations = None,
    ))]
    fn new(
        py: Python<'_>,
        line_breaks: &str,
        ellipsis: &str,
        quotes: &str,
        level: &str,
        max_bytes: Option<usize>,
        abbreviations: Option<&Bound<'_, PyMapping>>,
    ) -> PyResult<SentenceSegmenter> {
        let keywords = PyDict::new(py);
        for (name, value, default) in [
            ("line_breaks", line_breaks, "sentence"),
            ("ellipsis", ellipsis, "auto"),
            ("quotes", quotes, "protect"),
            ("level", level, "sentence"),
        ] {
            if value != default {
                keywords.set_item(name, value)?;
            }
        }
        let names = [("sentence", LineBreaks::Sentence), ("blank-line-only", LineBreaks::BlankLineOnly)];
        let line_breaks = named("reading of line breaks", line_breaks, names.into_iter())?;
        let names = [("auto", Ellipsis::Auto), ("break", Ellipsis::Break), ("join", Ellipsis::Join)];
        let ellipsis = named("reading of an ellipsis", ellipsis, names.into_iter())?;
        let quotes =
            named("reading of quotes", quotes, [("protect", Quotes::Protect), ("cut", Quotes::Cut)].into_iter())?;
        let level = named("level", level, [("sentence", Level::Sentence), ("clause", Level::Clause)].into_iter())?;
        let mut builder = naskh::SentenceSegmenter::builder();
        builder = builder.line_breaks(line_breaks).ellipsis(ellipsis).quotes(quotes).level(level);
        if let Some(bytes) = max_bytes {
            builder = builder.max_bytes(bytes);
            keywords.set_item("max_bytes", bytes)?;
        }
        if let Some(abbreviations) = abbreviations {
            let kept = PyDict::new(py);
            let names = [
                ("title", Abbreviation::Title),
                ("reference", Abbreviation::Reference),
                ("final", Abbreviation::Final),
            ];
            for (word, reading) in &copy(abbreviations)? {
                let (word, reading) = (word.extract::<String>()?, reading.extract::<String>()?);
                builder =
                    builder.abbreviation(&word, named("reading of an abbreviation", &reading, names.into_iter())?);
                kept.set_item(word, reading)?;
            }
            if !kept.is_empty() {
                keywords.set_item("abbreviations", kept)?;
            }
        }
        Ok(SentenceSegmenter { inner: builder.build(), keywords: keywords.unbind() })
    }

    /// The sentences of a text, in order: joined, they are the text. With `trim`, without the white space around them.
    ///
    /// Offsets are indices of Python strings; `unit` can also be ``"byte"`` (of UTF-8) or ``"utf16"``.
    ///
    /// >>> SentenceSegmenter().sentences("قال: «ذهبت. ثم عدت». وسكت.", trim=True)[0]
    /// Span(text='قال: «ذهبت. ثم عدت».', start=0, end=20)
    #[pyo3(signature = (text, *, trim = false, unit = "char"))]
    fn sentences<'py>(&self, text: &Bound<'py, PyString>, trim: bool, unit: &str) -> PyResult<Bound<'py, PyList>> {
        spans(text, unit, |text| {
            let sentences = self.inner.sentences(text);
            let trimmed = sentences.map(|sentence| if trim { sentence.trimmed() } else { sentence });
            trimmed.map(|sentence| sentence.span()).filter(|span| !span.is_empty()).collect()
        })
    }

    /// A stream of text that gives its sentences as soon as they are over.
    ///
    /// >>> stream = SentenceSegmenter(line_breaks="blank-line-only").stream()
    /// >>> stream.push("هذا سطر\nطويل. وهذا")
    /// [Span(text='هذا سطر\nطويل. ', start=0, end=14)]
    #[pyo3(signature = (*, unit = "char"))]
    fn stream(&self, unit: &str) -> PyResult<SentenceStream> {
        SentenceStream::of(self.inner.clone(), self::unit(unit)?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        call("SentenceSegmenter", self.keywords.bind(py))
    }

    fn __eq__(&self, other: &Bound<'_, SentenceSegmenter>) -> PyResult<bool> {
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

impl SentenceSegmenter {
    /// Whether it is `SentenceSegmenter()`.
    pub(crate) fn is_default(&self, py: Python<'_>) -> bool {
        self.keywords.bind(py).is_empty()
    }
}

self_cell! {
    struct Stream {
        owner: naskh::SentenceSegmenter,
        #[covariant]
        dependent: Walk,
    }
}

type Walk<'k> = naskh::SentenceStream<'k>;

/// Finds the sentences of a text that arrives in pieces.
///
/// They are those of the whole text, wherever it is cut, also inside a character if the pieces are bytes.
///
/// >>> stream = SentenceStream()
/// >>> for piece in ["انتهى ال", "درس. خرج", " الطلاب."]:
/// ...     for sentence in stream.push(piece):
/// ...         print(sentence.start, sentence.end)
/// 0 13
/// >>> stream.finish()
/// [Span(text='خرج الطلاب.', start=13, end=24)]
#[pyclass(module = "naskh")]
pub(crate) struct SentenceStream {
    stream: Stream,
    unit: Unit,
    /// The length of what was given, in units.
    given: usize,
    /// The length of what was taken, in bytes, and the last of them: those that a character may lack others for.
    taken: usize,
    last: Vec<u8>,
}

impl SentenceStream {
    fn of(segmenter: naskh::SentenceSegmenter, unit: Unit) -> PyResult<SentenceStream> {
        let stream = Stream::new(segmenter, |segmenter| segmenter.stream());
        Ok(SentenceStream { stream, unit, given: 0, taken: 0, last: Vec::new() })
    }

    /// Feeds the stream, and gives the sentences that are over then.
    fn over<'py>(
        &mut self,
        py: Python<'py>,
        piece: &[u8],
        feed: impl FnOnce(&mut Walk<'_>) -> Result<(), naskh::InvalidUtf8> + Send,
    ) -> PyResult<Bound<'py, PyList>> {
        let (mut text, mut ends) = (String::new(), Vec::new());
        let stream = &mut self.stream;
        let fed = detached(py, piece.len(), || {
            stream.with_dependent_mut(|_, stream| {
                feed(stream)?;
                while let Some(sentence) = stream.next_sentence() {
                    text.push_str(sentence.text());
                    ends.push(text.len());
                }
                Ok(())
            })
        });
        fed.map_err(|error| self.not_utf8(py, piece, error))?;
        self.taken += piece.len();
        self.last.extend_from_slice(&piece[piece.len().saturating_sub(WAITING)..]);
        self.last.drain(..self.last.len().saturating_sub(WAITING));
        let (spans, mut from) = (PyList::empty(py), 0);
        for to in ends {
            let (sentence, start) = (&text[std::mem::replace(&mut from, to)..to], self.given);
            self.given += self.unit.len(sentence);
            spans.append(
                Span { text: PyString::new(py, sentence).unbind(), start, end: self.given }.into_pyobject(py)?,
            )?;
        }
        Ok(spans)
    }

    /// The error at bytes that are no UTF-8. As those of Python's own decoders, it has the place in what it could not
    /// decode: the piece, and what waited for it. The place in the whole text is in the message.
    fn not_utf8(&mut self, py: Python<'_>, piece: &[u8], error: naskh::InvalidUtf8) -> PyErr {
        let waited = self.taken.saturating_sub(error.offset()).min(self.last.len());
        let object = [&self.last[self.last.len() - waited..], piece].concat();
        let start = error.offset().saturating_sub(self.taken);
        // From there the text goes on.
        self.taken = error.offset();
        self.last.clear();
        let object = PyBytes::new(py, &object).unbind();
        PyUnicodeDecodeError::new_err(("utf-8", object, start, start + 1, error.to_string()))
    }
}

/// How many bytes of a character can wait for the last one.
const WAITING: usize = 3;

#[pymethods]
impl SentenceStream {
    #[new]
    #[pyo3(signature = (*, unit = "char"))]
    fn new(unit: &str) -> PyResult<SentenceStream> {
        SentenceStream::of(naskh::SentenceSegmenter::new(), self::unit(unit)?)
    }

    /// Takes more of the text, a string or bytes, and gives the sentences that are over.
    ///
    /// Raises ``UnicodeDecodeError`` at bytes that are no UTF-8; what stands before them is taken, and the text may go
    /// on with what takes their place, and with what stands behind them: ``error.object[error.end:]``.
    ///
    /// >>> stream = SentenceStream()
    /// >>> stream.push("نعم. هل".encode()[:-1])
    /// [Span(text='نعم. ', start=0, end=5)]
    fn push<'py>(&mut self, py: Python<'py>, piece: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let string;
        let bytes = if let Ok(piece) = piece.cast::<PyString>() {
            string = text(piece)?;
            string.as_bytes()
        } else if let Ok(bytes) = piece.cast::<PyBytes>() {
            bytes.as_bytes()
        } else {
            return Err(PyTypeError::new_err(format!("a piece is str or bytes, not {}", piece.get_type().name()?)));
        };
        self.over(py, bytes, |stream| stream.push(bytes))
    }

    /// Says that the text is over, and gives the sentences that are left. What is pushed then is a new text, and the
    /// offsets go on.
    ///
    /// Raises ``UnicodeDecodeError`` if the last character lacks bytes; the text is over all the same.
    ///
    /// >>> stream = SentenceStream()
    /// >>> stream.push("تم")
    /// []
    /// >>> stream.finish()
    /// [Span(text='تم', start=0, end=2)]
    fn finish<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.over(py, b"", |stream| stream.finish())
    }
}

/// Cuts a text into chunks of a bounded size, at the ends of paragraphs, sentences, clauses or words.
///
/// The size is given in one of `words`, `chars` or `bytes`. With `overlap` (in the same unit) a chunk begins with up to
/// so much of the one before it.
///
/// >>> chunker = Chunker(words=6)
/// >>> [str(chunk) for chunk in chunker.chunks("هطل المطر. سال الوادي. فرح الناس. عاد الراعي.")]
/// ['هطل المطر. سال الوادي. فرح الناس.', 'عاد الراعي.']
#[pyclass(frozen, module = "naskh")]
pub(crate) struct Chunker {
    pub(crate) inner: naskh::Chunker,
    /// Those that are not as they are by default.
    keywords: Py<PyDict>,
}

#[pymethods]
impl Chunker {
    #[new]
    #[pyo3(signature = (*, words = None, chars = None, bytes = None, overlap = 0, segmenter = None))]
    fn new(
        py: Python<'_>,
        words: Option<usize>,
        chars: Option<usize>,
        bytes: Option<usize>,
        overlap: usize,
        segmenter: Option<&Bound<'_, SentenceSegmenter>>,
    ) -> PyResult<Chunker> {
        let keywords = PyDict::new(py);
        let (name, n, size) = match (words, chars, bytes) {
            (Some(n), None, None) => ("words", n, ChunkSize::Words(n)),
            (None, Some(n), None) => ("chars", n, ChunkSize::Chars(n)),
            (None, None, Some(n)) => ("bytes", n, ChunkSize::Bytes(n)),
            _ => return Err(PyTypeError::new_err("Chunker() takes exactly one of: words, chars, bytes")),
        };
        keywords.set_item(name, n)?;
        if overlap > 0 {
            keywords.set_item("overlap", overlap)?;
        }
        let mut builder = naskh::Chunker::builder(size).overlap(overlap);
        if let Some(segmenter) = segmenter {
            builder = builder.segmenter(segmenter.get().inner.clone());
            if !segmenter.get().is_default(py) {
                keywords.set_item("segmenter", segmenter)?;
            }
        }
        Ok(Chunker { inner: builder.build(), keywords: keywords.unbind() })
    }

    /// The chunks of a text, in order, without white space at their edges.
    ///
    /// Offsets are indices of Python strings; `unit` can also be ``"byte"`` (of UTF-8) or ``"utf16"``.
    ///
    /// >>> Chunker(chars=400).chunks("  سلام عليكم.\n")
    /// [Span(text='سلام عليكم.', start=2, end=13)]
    #[pyo3(signature = (text, *, unit = "char"))]
    fn chunks<'py>(&self, text: &Bound<'py, PyString>, unit: &str) -> PyResult<Bound<'py, PyList>> {
        spans(text, unit, |text| self.inner.chunks(text).map(|chunk| chunk.span()).collect())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        call("Chunker", self.keywords.bind(py))
    }

    fn __eq__(&self, other: &Bound<'_, Chunker>) -> PyResult<bool> {
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
