//! How does Python cut text into tokens?

use crate::border::{piece, pieces};
use crate::record::record;
use crate::text::{detached, named, text, unit};
use naskh::{CompatTokenizer, Offsets, Tailoring, TokenKind, Unit};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString};

/// Cuts a text into tokens: words, numbers, punctuation, URLs, emoji ... Immutable, and safe to share.
///
/// The boundaries are those of UAX #29 with named tailorings for Arabic; each can be switched by its name.
///
/// >>> Tokenizer().words("وصل 14كم و6 أمتار")
/// ['وصل', '14', 'كم', 'و', '6', 'أمتار']
/// >>> Tokenizer(digit_letter=False).words("وصل 14كم و6 أمتار")
/// ['وصل', '14كم', 'و', '6', 'أمتار']
///
/// Raises ``TypeError`` for a tailoring that there is not, and lists those there are.
#[pyclass(frozen, module = "naskh")]
#[derive(Clone)]
pub(crate) struct Tokenizer {
    pub(crate) inner: naskh::Tokenizer,
}

/// The keywords of the tailorings.
#[pyfunction]
pub(crate) fn tailoring_names() -> Vec<String> {
    Tailoring::ALL.iter().map(|tailoring| tailoring.name().replace('-', "_")).collect()
}

#[pymethods]
impl Tokenizer {
    #[new]
    #[pyo3(signature = (**tailorings))]
    fn new(tailorings: Option<&Bound<'_, PyDict>>) -> PyResult<Tokenizer> {
        let mut builder = naskh::Tokenizer::builder();
        for (name, on) in tailorings.into_iter().flatten() {
            let name: String = name.extract()?;
            let tailoring = Tailoring::ALL.into_iter().find(|known| known.name().replace('-', "_") == name);
            let tailoring = tailoring.ok_or_else(|| {
                PyTypeError::new_err(format!("{name:?} is no tailoring; one of: {}", tailoring_names().join(", ")))
            })?;
            builder = builder.tailoring(tailoring, on.extract()?);
        }
        Ok(Tokenizer { inner: builder.build() })
    }

    /// The tokens of a text, in order, white space included: joined, their texts are the text.
    ///
    /// Offsets are indices of Python strings; `unit` can also be ``"byte"`` (of UTF-8) or ``"utf16"``.
    ///
    /// >>> for token in Tokenizer().tokenize("دفع 3.5 دينار!"):
    /// ...     print(token.start, token.end, token.kind)
    /// 0 3 word
    /// 3 4 space
    /// 4 7 number
    /// 7 8 space
    /// 8 13 word
    /// 13 14 punctuation
    #[pyo3(signature = (text, *, unit = "char"))]
    pub(crate) fn tokenize<'py>(&self, text: &Bound<'py, PyString>, unit: &str) -> PyResult<Bound<'py, PyList>> {
        let py = text.py();
        let unit = self::unit(unit)?;
        let backed = self::text(text)?;
        let original: &str = &backed;
        let tokens = detached(py, original.len(), || {
            let mut offsets = Offsets::new(original, unit);
            let tokens = self.inner.tokens(original);
            tokens
                .map(|token| (offsets.at(token.span().start), offsets.at(token.span().end), token))
                .collect::<Vec<_>>()
        });
        let token = |(start, end, token): (usize, usize, naskh::Token<'_>)| {
            let text = match unit {
                Unit::Char => piece(text, start..end)?,
                _ => PyString::new(py, token.text()),
            };
            Bound::new(py, Token { text: text.unbind(), start, end, kind: kind_name(py, token.kind()) })
        };
        PyList::new(py, tokens.into_iter().map(token).collect::<PyResult<Vec<_>>>()?)
    }

    /// The words of a text: the texts of the tokens that a search engine would index.
    ///
    /// >>> Tokenizer().words("«مُحَمَّدٌ» ﷺ، ٣٫١٤٪")
    /// ['مُحَمَّدٌ', 'ﷺ', '٣٫١٤']
    pub(crate) fn words<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
        let py = text.py();
        let backed = self::text(text)?;
        let original: &str = &backed;
        let words = detached(py, original.len(), || {
            let mut offsets = Offsets::new(original, Unit::Char);
            let words = self.inner.words(original).map(|word| word.span());
            words.map(|word| offsets.at(word.start)..offsets.at(word.end)).collect::<Vec<_>>()
        });
        pieces(text, &words)
    }

    /// Calls :meth:`words`.
    fn __call__<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
        self.words(text)
    }

    fn __repr__(&self) -> String {
        let switched = self.switched().map(|(name, on)| format!("{name}={}", if on { "True" } else { "False" }));
        format!("Tokenizer({})", switched.collect::<Vec<_>>().join(", "))
    }

    fn __eq__(&self, other: &Bound<'_, Tokenizer>) -> bool {
        other.get().switched().eq(self.switched())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &self.__repr__()).hash()
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        let keywords = PyDict::new(py);
        for (name, on) in self.switched() {
            keywords.set_item(name, on)?;
        }
        Ok(((), keywords))
    }
}

impl Tokenizer {
    /// Whether it is `Tokenizer()`.
    pub(crate) fn is_default(&self) -> bool {
        self.switched().next().is_none()
    }

    /// The tailorings that are not as they are by default.
    fn switched(&self) -> impl Iterator<Item = (String, bool)> {
        let on = |tailoring: &Tailoring| (self.inner.has(*tailoring), *tailoring);
        let all = Tailoring::ALL.iter().map(on);
        all.filter(|(on, tailoring)| *on != tailoring.default())
            .map(|(on, tailoring)| (tailoring.name().replace('-', "_"), on))
    }
}

/// The name of a kind, made once.
pub(crate) fn kind_name(py: Python<'_>, kind: TokenKind) -> Py<PyString> {
    static NAMES: PyOnceLock<Vec<Py<PyString>>> = PyOnceLock::new();
    let name = |kind: &TokenKind| PyString::intern(py, kind.name()).unbind();
    let names = NAMES.get_or_init(py, || TokenKind::ALL.iter().map(name).collect());
    let place = TokenKind::ALL.iter().position(|known| *known == kind);
    place.map_or_else(|| PyString::new(py, kind.name()).unbind(), |place| names[place].clone_ref(py))
}

/// The names of the kinds of tokens.
#[pyfunction]
pub(crate) fn kind_names() -> Vec<&'static str> {
    TokenKind::ALL.iter().map(|kind| kind.name()).collect()
}

/// The names of the tokenisers that cut as another tool does, each with a line about it.
#[pyfunction]
pub(crate) fn compat_tokenizers() -> Vec<(&'static str, &'static str)> {
    CompatTokenizer::ALL.iter().map(|tokenizer| (tokenizer.name(), tokenizer.description())).collect()
}

/// The tokens of a text, as another tool cuts it.
#[pyfunction]
pub(crate) fn compat_tokenize<'py>(text: &Bound<'py, PyString>, tokenizer: &str) -> PyResult<Bound<'py, PyList>> {
    let py = text.py();
    let names = CompatTokenizer::ALL.iter().map(|tokenizer| (tokenizer.name(), *tokenizer));
    let tokenizer = named("tokenizer", tokenizer, names)?;
    let backed = self::text(text)?;
    let original: &str = &backed;
    let tokens =
        detached(py, original.len(), || tokenizer.tokens(original).map(|token| token.text()).collect::<Vec<_>>());
    PyList::new(py, tokens)
}

record! {
    /// A piece of a text with its place and its kind.
    ///
    /// >>> Tokenizer().tokenize("#سوق_عكاظ")
    /// [Token(text='#سوق_عكاظ', start=0, end=9, kind='hashtag')]
    Token {
        /// The text, as it stands in the tokenised one.
        text: Py<PyString>,
        /// Where it begins in the tokenised text.
        start: usize,
        /// Where it ends in the tokenised text.
        end: usize,
        /// What it is: ``"word"``, ``"number"``, ``"punctuation"`` ...
        kind: Py<PyString>,
    }

    /// Whether a search engine would index it: all but punctuation, symbols, white space and format characters.
    ///
    /// >>> [token.text for token in Tokenizer().tokenize("نعم، 5 أقلام!") if token.is_word_like]
    /// ['نعم', '5', 'أقلام']
    #[getter]
    fn is_word_like(&self, py: Python<'_>) -> PyResult<bool> {
        let name = text(self.kind.bind(py))?;
        Ok(name.parse().is_ok_and(TokenKind::is_word_like))
    }

    fn __str__(&self, py: Python<'_>) -> Py<PyString> {
        self.text.clone_ref(py)
    }
}
