//! How does Python normalise text?

use crate::border;
use crate::record::record;
use crate::text::{Index, Side, detached, named, text, unit, unit_name};
use naskh::{Deleted, Offsets, OpSet, Unit};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString};
use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Normalises text by a fixed set of rules. Immutable, and safe to share between threads.
///
/// `preset` is a member of :class:`Preset` or its name, or ``None`` for no operation at all. Each operation can be
/// switched by its name; `keep` has characters that stay as they are, `rules` maps a character to what takes its place.
///
/// >>> Normalizer("search").normalize("العَرَبِيَّةُ لُغَةٌ جَمِيلَةٌ")
/// 'العربيه لغه جميله'
/// >>> Normalizer("search", fold_taa_marbuta=False).normalize("مَدْرَسَةُ")
/// 'مدرسة'
/// >>> Normalizer("orthographic", rules={"گ": "غ"}, digits_to_ascii=True).normalize("إنگلترا ٢٠٢٠")
/// 'انغلترا 2020'
///
/// Raises ``ValueError`` for a name that is no preset, and if rules contradict one another; ``TypeError`` for an
/// operation that there is not. Both list the names there are.
#[pyclass(frozen, module = "naskh")]
pub(crate) struct Normalizer {
    pub(crate) inner: naskh::Normalizer,
    preset: Option<naskh::Preset>,
    keep: String,
    rules: Vec<(char, String)>,
    /// What was switched, by the names it was switched by.
    ops: Vec<(String, bool)>,
}

/// A preset or a normaliser, wherever one is wanted.
#[derive(FromPyObject)]
pub(crate) enum Rules<'py> {
    Normalizer(Bound<'py, Normalizer>),
    Preset(Bound<'py, PyString>),
}

impl Rules<'_> {
    pub(crate) fn normalizer(&self) -> PyResult<naskh::Normalizer> {
        match self {
            Rules::Normalizer(normalizer) => Ok(normalizer.get().inner.clone()),
            Rules::Preset(name) => Ok(naskh::Normalizer::new(preset(&text(name)?)?)),
        }
    }
}

pub(crate) fn preset(name: &str) -> PyResult<naskh::Preset> {
    named("preset", name, naskh::Preset::ALL.iter().map(|preset| (preset.name(), *preset)))
}

/// The presets: each name, and a line about it.
#[pyfunction]
pub(crate) fn presets() -> Vec<(&'static str, &'static str)> {
    naskh::Preset::ALL.iter().map(|preset| (preset.name(), preset.description())).collect()
}

/// The keywords of the operations and of their groups.
#[pyfunction]
pub(crate) fn op_names() -> Vec<String> {
    let groups = OpSet::GROUPS.iter().map(|(name, _)| *name);
    groups.chain(naskh::Op::ALL.iter().map(|op| op.name())).map(|name| name.replace('-', "_")).collect()
}

/// The names of the operations that look at more than one character.
#[pyfunction]
pub(crate) fn pass_names() -> Vec<&'static str> {
    naskh::Op::ALL.iter().filter(|op| op.is_pass()).map(|op| op.name()).collect()
}

/// What is wrong, with the keywords that mend it where the library names its own calls.
fn in_keywords(error: &naskh::BuildError, preset: Option<naskh::Preset>) -> String {
    let keyword = |op: naskh::Op| format!("{}=False", op.name().replace('-', "_"));
    let mend = match *error.rules() {
        [] if preset.is_some_and(naskh::Preset::is_compatibility) => "take keep out, or a preset of naskh's own".into(),
        [] => "take the keyword out that does, or another preset".into(),
        [a, b] if a.from() == b.from() => match (a.op(), b.op()) {
            (naskh::Op::CustomRule, naskh::Op::CustomRule) => "give one of them".into(),
            (op, naskh::Op::CustomRule) | (naskh::Op::CustomRule, op) => {
                let from: String = a.from().chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
                format!("take yours out of rules, or add keep='{from}' or {}", keyword(op))
            }
            (a, b) => format!("add {} or {}", keyword(a), keyword(b)),
        },
        _ => return error.to_string(),
    };
    format!("{error:#}; {mend}")
}

#[pymethods]
impl Normalizer {
    #[new]
    #[pyo3(signature = (preset, *, keep = "", rules = None, **ops))]
    fn new(
        preset: Option<&str>,
        keep: &str,
        rules: Option<&Bound<'_, PyMapping>>,
        ops: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Normalizer> {
        let preset = preset.map(self::preset).transpose()?;
        let rules: Vec<(char, String)> = items(rules)?;
        let ops: Vec<(String, bool)> = items(ops.map(|ops| ops.as_mapping()))?;
        let mut builder = naskh::Normalizer::builder();
        if let Some(preset) = preset {
            builder = builder.preset(preset);
        }
        for (name, on) in &ops {
            let set = OpSet::from_name(&name.replace('_', "-")).filter(|_| !name.contains('-'));
            builder = builder.ops(
                set.ok_or_else(|| {
                    PyTypeError::new_err(format!("{name:?} is no operation; one of: {}", op_names().join(", ")))
                })?,
                *on,
            );
        }
        for c in keep.chars() {
            builder = builder.keep(c);
        }
        for (from, to) in &rules {
            builder = builder.rule(*from, to);
        }
        let inner = builder.build().map_err(|error| PyValueError::new_err(in_keywords(&error, preset)))?;
        Ok(Normalizer { inner, preset, keep: keep.to_owned(), rules, ops })
    }

    /// The normalised text; the same object if nothing changes.
    ///
    /// >>> search = Normalizer("search")
    /// >>> search.normalize("كِتابٌ")
    /// 'كتاب'
    /// >>> text = "كتاب"
    /// >>> search.normalize(text) is text
    /// True
    fn normalize<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        let py = text.py();
        // Not borrowed while it is filled: whatever Python does then may normalise.
        let (mut original, mut normalized) = SCRATCH.take();
        original.clear();
        normalized.clear();
        border::read(text, &mut original)?;
        // To look first and to allocate then costs more than the work.
        detached(py, original.len(), || self.inner.normalize_into(&original, &mut normalized));
        let result = if normalized == original { text.clone() } else { border::write(py, &mut normalized) };
        if original.capacity().max(normalized.capacity()) <= border::KEPT {
            SCRATCH.set((original, normalized));
        }
        Ok(result)
    }

    /// Calls :meth:`normalize`: a normaliser can stand where a function is wanted.
    ///
    /// >>> list(map(Normalizer("model"), ["مُدُنٌ", "قُرًى"]))
    /// ['مدن', 'قرى']
    fn __call__<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        self.normalize(text)
    }

    /// The normalised texts of a list, in one crossing from Python and back.
    ///
    /// `threads` is how many work at it; without it one for each processor, and only one where the list is short.
    ///
    /// >>> Normalizer("search").normalize_many(["أَحمد", "فاطمةُ"])
    /// ['احمد', 'فاطمه']
    #[pyo3(signature = (texts, threads = None))]
    fn normalize_many<'py>(
        &self,
        py: Python<'py>,
        texts: Vec<Bound<'py, PyString>>,
        threads: Option<usize>,
    ) -> PyResult<Bound<'py, PyList>> {
        let threads = threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, |n| n.get()));
        // One thread takes a batch at a time, while it is in the cache; more take what is worth to begin them for.
        let round = if threads > 1 { ROUND } else { 1 };
        // A text where nothing changes is itself.
        let (mut normalized, mut at) = (texts, 0);
        while at < normalized.len() {
            let (mut batches, mut end) = (Vec::new(), at);
            while batches.len() < round && end < normalized.len() {
                let batch = Batch::read(&normalized[end..])?;
                end += batch.pieces.len();
                batches.push(batch);
            }
            for mut batch in self.normalize_batches(py, &batches, threads) {
                let slots = &mut normalized[at..at + batch.pieces.len()];
                at += slots.len();
                let changed = slots.iter_mut().zip(&batch.pieces).filter(|(_, piece)| piece.is_some());
                let pieces = border::write_pieces(py, &mut batch.text, batch.pieces.iter().flatten().cloned())?;
                changed.zip(pieces).for_each(|((slot, _), piece)| *slot = piece);
            }
        }
        PyList::new(py, normalized)
    }

    /// Whether :meth:`normalize` would change nothing.
    ///
    /// >>> Normalizer("repair").is_normalized("مَدْرَسَة")
    /// True
    fn is_normalized(&self, text: &Bound<'_, PyString>) -> PyResult<bool> {
        let backed = self::text(text)?;
        let original: &str = &backed;
        Ok(detached(text.py(), original.len(), || self.inner.is_normalized(original)))
    }

    /// The normalised text with the map between it and the original.
    ///
    /// Offsets are indices of Python strings; `unit` can also be ``"byte"`` (of UTF-8) or ``"utf16"``.
    ///
    /// >>> text = "كِتَابٌ جَمِيلٌ"
    /// >>> aligned = Normalizer("search").align(text)
    /// >>> at = aligned.text.index("جميل")
    /// >>> start, end = aligned.to_original(at, at + len("جميل"))
    /// >>> text[start:end]
    /// 'جَمِيلٌ'
    #[pyo3(signature = (text, *, unit = "char"))]
    fn align(slf: &Bound<'_, Normalizer>, text: &Bound<'_, PyString>, unit: &str) -> PyResult<Normalized> {
        let py = text.py();
        let unit = self::unit(unit)?;
        let backed = self::text(text)?;
        let original: &str = &backed;
        let inner = &slf.get().inner;
        let (normalized, alignment, indices) = detached(py, original.len(), || {
            let (normalized, alignment) = inner.normalize_aligned(original).into_parts();
            let indices = (Index::new(original, unit), Index::new(&normalized, unit));
            (normalized, alignment, indices)
        });
        let changed = matches!(normalized, Cow::Owned(_));
        let mut normalized = normalized.into_owned();
        let string = if changed { border::write(py, &mut normalized) } else { text.clone() }.unbind();
        Ok(Normalized {
            normalizer: slf.clone().unbind(),
            original: text.clone().unbind(),
            text: string,
            backed,
            normalized,
            alignment,
            indices,
        })
    }

    /// Every change, in the order of the text: where, from what, to what, by which operation.
    ///
    /// >>> for edit in Normalizer("search").explain("أمّة"):
    /// ...     print(edit.start, edit.end, edit.op, edit.lossy)
    /// 0 1 fold-alef True
    /// 2 3 strip-shadda True
    /// 3 4 fold-taa-marbuta True
    #[pyo3(signature = (text, *, unit = "char"))]
    fn explain(&self, text: &Bound<'_, PyString>, unit: &str) -> PyResult<Vec<Edit>> {
        let py = text.py();
        let unit = self::unit(unit)?;
        let backed = self::text(text)?;
        let original: &str = &backed;
        let edits = detached(py, original.len(), || {
            let mut offsets = Offsets::new(original, unit);
            let edits = self.inner.explain(original);
            edits.map(|edit| (offsets.at(edit.span().start), offsets.at(edit.span().end), edit)).collect::<Vec<_>>()
        });
        let edit = |(start, end, edit): (usize, usize, naskh::Edit<'_>)| Edit {
            start,
            end,
            before: PyString::new(py, edit.from()).unbind(),
            after: PyString::new(py, edit.to()).unbind(),
            op: PyString::intern(py, edit.op().name()).unbind(),
            lossy: edit.is_lossy(),
        };
        Ok(edits.into_iter().map(edit).collect())
    }

    /// The name of exactly this set of rules: the preset with its version, and every override.
    ///
    /// Two normalisers with one id give one output for every text. Keep it beside what was made with them.
    ///
    /// >>> Normalizer("search", fold_yaa=False).id
    /// 'search@1[-fold-yaa]'
    #[getter]
    fn id(&self) -> String {
        self.inner.id()
    }

    /// The name of the preset, or ``None``.
    ///
    /// >>> Normalizer("search").preset
    /// 'search'
    #[getter]
    fn preset(&self) -> Option<&'static str> {
        self.preset.map(|preset| preset.name())
    }

    /// The names of the operations that are switched on.
    ///
    /// >>> Normalizer("repair").ops
    /// ['compose', 'fold-presentation-forms', 'strip-invisibles', 'strip-tatweel']
    #[getter]
    fn ops(&self) -> Vec<&'static str> {
        self.inner.ops().iter().map(|op| op.name()).collect()
    }

    fn __repr__(&self) -> String {
        format!("<Normalizer {}>", self.inner.id())
    }

    fn __eq__(&self, other: &Bound<'_, Normalizer>) -> bool {
        other.get().inner.id() == self.inner.id()
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &self.inner.id()).hash()
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((Option<&'static str>,), Bound<'py, PyDict>)> {
        let keywords = PyDict::new(py);
        for (name, on) in &self.ops {
            keywords.set_item(name, on)?;
        }
        keywords.set_item("keep", &self.keep)?;
        let rules = PyDict::new(py);
        for (from, to) in &self.rules {
            rules.set_item(from, to)?;
        }
        keywords.set_item("rules", rules)?;
        Ok(((self.preset(),), keywords))
    }
}

impl Normalizer {
    /// Normalises batches, without the interpreter's lock.
    fn normalize_batches(&self, py: Python<'_>, batches: &[Batch], threads: usize) -> Vec<Batch> {
        let done: Vec<OnceLock<Batch>> = batches.iter().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some((batch, done)) = {
                let index = next.fetch_add(1, Ordering::Relaxed);
                batches.get(index).zip(done.get(index))
            } {
                // Nobody else was given this index.
                let _ = done.set(batch.normalized(&self.inner));
            }
        };
        py.detach(|| {
            thread::scope(|scope| {
                for _ in 1..threads.min(batches.len() / FEW) {
                    scope.spawn(work);
                }
                work();
            });
        });
        done.into_iter().map(|batch| batch.into_inner().unwrap_or_default()).collect()
    }
}

/// What a mapping holds.
fn items<K, V>(mapping: Option<&Bound<'_, PyMapping>>) -> PyResult<Vec<(K, V)>>
where
    for<'a, 'py> K: FromPyObject<'a, 'py, Error: Into<PyErr>>,
    for<'a, 'py> V: FromPyObject<'a, 'py, Error: Into<PyErr>>,
{
    let Some(mapping) = mapping else { return Ok(Vec::new()) };
    let item = |(key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        Ok((key.extract().map_err(Into::into)?, value.extract().map_err(Into::into)?))
    };
    copy(mapping)?.iter().map(item).collect()
}

/// A copy of one moment: without the interpreter's lock another thread may change a mapping, and iterating would panic.
pub(crate) fn copy<'py>(mapping: &Bound<'py, PyMapping>) -> PyResult<Bound<'py, PyDict>> {
    if let Ok(dict) = mapping.cast::<PyDict>() {
        return dict.copy();
    }
    let dict = PyDict::new(mapping.py());
    dict.update(mapping)?;
    Ok(dict)
}

thread_local! {
    /// A text and what it becomes; kept while they are not long.
    static SCRATCH: Cell<(String, String)> = const { Cell::new((String::new(), String::new())) };
}

/// After so many bytes a batch of texts ends: little enough for the nearest caches and to be allocated without the kernel.
const BATCH: usize = 1 << 15;

/// So many batches are for one thread, and so many at most are read before they are written.
const FEW: usize = 8;
const ROUND: usize = 128;

/// The first texts of a list, one behind the other; or what they become, and nothing of those that stay as they are.
#[derive(Default)]
struct Batch {
    text: String,
    pieces: Vec<Option<Range<usize>>>,
}

impl Batch {
    fn read(texts: &[Bound<'_, PyString>]) -> PyResult<Batch> {
        // A text takes twice its characters while it is read.
        let mut batch = Batch { text: String::with_capacity(2 * BATCH), pieces: Vec::new() };
        for text in texts {
            let start = batch.text.len();
            border::read(text, &mut batch.text)?;
            batch.pieces.push(Some(start..batch.text.len()));
            if batch.text.len() >= BATCH {
                break;
            }
        }
        Ok(batch)
    }

    fn normalized(&self, normalizer: &naskh::Normalizer) -> Batch {
        let mut batch = Batch { text: String::new(), pieces: Vec::with_capacity(self.pieces.len()) };
        batch.text.reserve(self.text.len());
        for original in self.pieces.iter().flatten() {
            let (original, start) = (&self.text[original.clone()], batch.text.len());
            normalizer.normalize_into(original, &mut batch.text);
            let changed = batch.text[start..] != *original;
            if !changed {
                batch.text.truncate(start);
            }
            batch.pieces.push(changed.then_some(start..batch.text.len()));
        }
        batch
    }
}

record! {
    /// One change that a normaliser made, as :meth:`Normalizer.explain` tells it.
    ///
    /// >>> Normalizer("search").explain("هدى")
    /// [Edit(start=2, end=3, before='ى', after='ي', op='fold-yaa', lossy=True)]
    Edit {
        /// Where it begins in the original.
        start: usize,
        /// Where it ends in the original.
        end: usize,
        /// What stood there.
        before: Py<PyString>,
        /// What stands there now; empty if it was removed.
        after: Py<PyString>,
        /// The name of the operation.
        op: Py<PyString>,
        /// Whether a reader lost something by it.
        lossy: bool,
    }
}

/// The longest text that a notebook is given as a page, in bytes; the page is some thirty times longer.
const PAGE: usize = 1 << 16;

/// A text as a page to look at, with spans in the unit.
pub(crate) fn page(pipeline: &naskh::Pipeline, text: &str, unit: Unit) -> String {
    let (mut view, mut html) = (naskh::Html::new(pipeline).unit(unit), String::new());
    view.begin(&mut html);
    view.push(text, &mut html);
    view.finish(&mut html);
    html
}

/// A normalised text and the map between it and its original; made by :meth:`Normalizer.align`.
///
/// >>> aligned = Normalizer("search").align("قَلَمٌ")
/// >>> aligned.original, aligned.text
/// ('قَلَمٌ', 'قلم')
#[pyclass(frozen, module = "naskh")]
pub(crate) struct Normalized {
    normalizer: Py<Normalizer>,
    original: Py<PyString>,
    text: Py<PyString>,
    backed: String,
    normalized: String,
    alignment: naskh::Alignment,
    /// Of the original, and of the normalised text.
    indices: (Index, Index),
}

#[pymethods]
impl Normalized {
    /// The text before.
    #[getter]
    fn original(&self, py: Python<'_>) -> Py<PyString> {
        self.original.clone_ref(py)
    }

    /// The normalised text.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyString> {
        self.text.clone_ref(py)
    }

    /// Where a range of the normalised text stands in the original: its start and its end.
    ///
    /// `deleted` tells where a deleted mark belongs: ``"with-letter-before"`` is what a highlighter wants, ``"apart"``
    /// what a diff wants. A range that cuts a character is widened to it; one beyond the end is cut.
    ///
    /// >>> text = "كِتَابٌ"
    /// >>> aligned = Normalizer("search").align(text)
    /// >>> aligned.to_original(0, 4)
    /// (0, 7)
    /// >>> aligned.to_original(0, 4, deleted="apart")
    /// (0, 6)
    #[pyo3(signature = (start, end, *, deleted = "with-letter-before"))]
    fn to_original(&self, start: usize, end: usize, deleted: &str) -> PyResult<(usize, usize)> {
        let names = [("with-letter-before", Deleted::WithLetterBefore), ("apart", Deleted::Apart)];
        let deleted = named("place of deleted text", deleted, names.into_iter())?;
        let (original, normalized) = &self.indices;
        let start = normalized.to_byte(&self.normalized, start, Side::Start);
        let end = normalized.to_byte(&self.normalized, end, Side::End);
        let span = self.alignment.to_original_with(start..end, deleted);
        Ok((original.of_byte(&self.backed, span.start), original.of_byte(&self.backed, span.end)))
    }

    /// What a range of the original became in the normalised text: its start and its end; empty if all was deleted.
    ///
    /// >>> Normalizer("search").align("كِتَابٌ جَمِيلٌ").to_normalized(8, 15)
    /// (5, 9)
    fn to_normalized(&self, start: usize, end: usize) -> (usize, usize) {
        let (original, normalized) = &self.indices;
        let start = original.to_byte(&self.backed, start, Side::Start);
        let end = original.to_byte(&self.backed, end, Side::End);
        let span = self.alignment.to_normalized(start..end);
        (normalized.of_byte(&self.normalized, span.start), normalized.of_byte(&self.normalized, span.end))
    }

    /// What a notebook shows: the text, coloured, with what changed, and spans in the unit of the alignment.
    ///
    /// The page is some thirty times longer than the text. Of a text of more than 65,536 bytes there is none: then a
    /// notebook shows what :func:`repr` gives.
    ///
    /// >>> "fold-taa-marbuta" in Normalizer("search").align("الأُمَّة")._repr_html_()
    /// True
    /// >>> Normalizer("search").align("كتاب " * 10_000)._repr_html_() is None
    /// True
    fn _repr_html_(&self, py: Python<'_>) -> Option<String> {
        let parts = (naskh::SentenceSegmenter::new(), naskh::Tokenizer::new());
        let unit = self.indices.0.unit();
        let normalizer = self.normalizer.get().inner.clone();
        let view = || page(&naskh::Pipeline::with(normalizer, parts.0, parts.1), &self.backed, unit);
        (self.backed.len() <= PAGE).then(|| detached(py, self.backed.len(), view))
    }

    fn __str__(&self, py: Python<'_>) -> Py<PyString> {
        self.text(py)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Normalized {}>", self.text.bind(py).repr()?))
    }

    /// What it was made of: to align once more is cheaper than to carry the map.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (Py<Normalizer>,))> {
        let keywords = PyDict::new(py);
        keywords.set_item("unit", unit_name(self.indices.0.unit()))?;
        let arguments = ("align", self.original.clone_ref(py));
        let align = py.import("operator")?.getattr("methodcaller")?.call(arguments, Some(&keywords))?;
        Ok((align, (self.normalizer.clone_ref(py),)))
    }
}
