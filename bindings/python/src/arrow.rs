//! How does a column of strings go through naskh, without a Python object for each?
//!
//! ```text
//! any object with the Arrow PyCapsule interface -> one array, or a stream of arrays
//! for each array, without the interpreter's lock:
//!     for each string that is not null: normalise or cut it, append to the buffers of the result
//! the same nulls, the same chunks -> an object with the Arrow PyCapsule interface
//! ```
//!
//! Strings are read where they lie. A column that is normalised already comes back as it is; of a column of views, every
//! string that is comes back as a view of where it lies.

use crate::normalize::Rules;
use crate::sentences::{Chunker, SentenceSegmenter};
use crate::text::{named, unit};
use crate::tokenize::Tokenizer;
use arrow_array::builder::{GenericStringBuilder, StringViewBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::ByteViewType;
use arrow_array::{
    Array, ArrayRef, BinaryArray, GenericByteViewArray, GenericStringArray, Int32Array, Int64Array, LargeBinaryArray,
    ListArray, OffsetSizeTrait, StringViewArray, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use naskh::{Offsets, TokenKind, Unit};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::{Borrowed, IntoPyObjectExt};
use pyo3_arrow::input::AnyArray;
use pyo3_arrow::{PyArray, PyChunkedArray};
use std::ops::Range;
use std::sync::Arc;

/// The normalised strings of an Arrow column.
///
/// `array` is anything with the Arrow PyCapsule interface: an array or a chunked array of pyarrow, a series of polars or
/// pandas. Its type is string, large_string or string_view, and so is the type of the result; nulls and chunks stay.
///
/// >>> import pyarrow as pa
/// >>> pa.array(naskh.normalize_arrow(pa.array(["كِتَابٌ", None, "قلم"]), "search")).to_pylist()
/// ['كتاب', None, 'قلم']
///
/// Raises ``TypeError`` if the column has no strings.
#[pyfunction]
pub(crate) fn normalize_arrow<'py>(
    py: Python<'py>,
    array: Column,
    normalizer: Rules<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let normalizer = normalizer.normalizer()?;
    map(py, array, DataType::clone, |array| match array.data_type() {
        DataType::LargeUtf8 => normalize_strings(&normalizer, array.as_string::<i64>()),
        DataType::Utf8View => normalize_views(&normalizer, array.as_string_view()),
        _ => normalize_strings(&normalizer, array.as_string::<i32>()),
    })
}

/// The tokens of the strings of an Arrow column: a list for each string.
///
/// `output` is ``"spans"`` for structs of ``start``, ``end`` and ``kind``, or ``"text"`` for strings; `select` is
/// ``"all"`` or ``"words"``. Offsets count what `unit` says: ``"char"``, ``"byte"`` or ``"utf16"``.
///
/// >>> import pyarrow as pa
/// >>> tokens = naskh.tokenize_arrow(pa.array(["نعم، 5 أقلام!"]), output="text", select="words")
/// >>> pa.array(tokens).to_pylist()
/// [['نعم', '5', 'أقلام']]
/// >>> pa.array(naskh.tokenize_arrow(pa.array(["نعم"]))).to_pylist()
/// [[{'start': 0, 'end': 3, 'kind': 'word'}]]
#[pyfunction]
#[pyo3(signature = (array, *, output = "spans", select = "all", unit = "char", tokenizer = None))]
pub(crate) fn tokenize_arrow<'py>(
    py: Python<'py>,
    array: Column,
    output: &str,
    select: &str,
    unit: &str,
    tokenizer: Option<&Bound<'py, Tokenizer>>,
) -> PyResult<Bound<'py, PyAny>> {
    let words = named("selection of tokens", select, [("all", false), ("words", true)].into_iter())?;
    let tokenizer = tokenizer.map_or_else(naskh::Tokenizer::new, |tokenizer| tokenizer.get().inner.clone());
    lists(py, array, output, unit, true, |text, piece| {
        let tokens = tokenizer.tokens(text).filter(|token| !words || token.kind().is_word_like());
        tokens.for_each(|token| piece(token.span(), Some(token.kind())));
    })
}

/// The sentences of the strings of an Arrow column: a list for each string.
///
/// `output` is ``"spans"`` for structs of ``start`` and ``end``, or ``"text"`` for strings; with `trim`, without the
/// white space around them. Offsets count what `unit` says: ``"char"``, ``"byte"`` or ``"utf16"``.
///
/// >>> import pyarrow as pa
/// >>> sentences = naskh.sentences_arrow(pa.array(["وصل د. أحمد. هل سيبقى؟"]), output="text", trim=True)
/// >>> pa.array(sentences).to_pylist()
/// [['وصل د. أحمد.', 'هل سيبقى؟']]
#[pyfunction]
#[pyo3(signature = (array, *, output = "spans", trim = false, unit = "char", segmenter = None))]
pub(crate) fn sentences_arrow<'py>(
    py: Python<'py>,
    array: Column,
    output: &str,
    trim: bool,
    unit: &str,
    segmenter: Option<&Bound<'py, SentenceSegmenter>>,
) -> PyResult<Bound<'py, PyAny>> {
    let segmenter = segmenter.map_or_else(naskh::SentenceSegmenter::new, |segmenter| segmenter.get().inner.clone());
    lists(py, array, output, unit, false, |text, piece| {
        let sentences = segmenter.sentences(text).map(|sentence| if trim { sentence.trimmed() } else { sentence });
        sentences.map(|sentence| sentence.span()).filter(|span| !span.is_empty()).for_each(|span| piece(span, None));
    })
}

/// The chunks of the strings of an Arrow column: a list for each string.
///
/// `output` is ``"spans"`` for structs of ``start`` and ``end``, or ``"text"`` for strings. Offsets count what `unit`
/// says: ``"char"``, ``"byte"`` or ``"utf16"``.
///
/// >>> import pyarrow as pa
/// >>> chunks = naskh.chunks_arrow(pa.array(["هطل المطر. سال الوادي."]), naskh.Chunker(words=2))
/// >>> pa.array(chunks).to_pylist()
/// [[{'start': 0, 'end': 10}, {'start': 11, 'end': 22}]]
#[pyfunction]
#[pyo3(signature = (array, chunker, *, output = "spans", unit = "char"))]
pub(crate) fn chunks_arrow<'py>(
    py: Python<'py>,
    array: Column,
    chunker: &Bound<'py, Chunker>,
    output: &str,
    unit: &str,
) -> PyResult<Bound<'py, PyAny>> {
    let chunker = &chunker.get().inner;
    lists(py, array, output, unit, false, |text, piece| {
        chunker.chunks(text).for_each(|chunk| piece(chunk.span(), None));
    })
}

/// Where the bytes of each value of an Arrow column stop being UTF-8: the offset of the first wrong byte, or null.
///
/// The column's type is one of strings or of bytes. Arrow asks for UTF-8 in strings, but not all who make them keep to
/// that; the other functions raise ``ValueError`` then, and this one tells which values to leave out.
///
/// >>> import pyarrow as pa
/// >>> pa.array(naskh.invalid_utf8_arrow(pa.array(["نعم".encode(), None, b"\xd9\x84\xff"]))).to_pylist()
/// [None, None, 2]
#[pyfunction]
pub(crate) fn invalid_utf8_arrow<'py>(py: Python<'py>, array: Column) -> PyResult<Bound<'py, PyAny>> {
    let types = [STRINGS, BYTES].concat();
    each(
        py,
        array,
        &types,
        |_| DataType::Int64,
        |array| {
            let mut wrong = vec![None; array.len()];
            each_value(array, |i, value| wrong[i] = first_wrong_byte(value).map(|at| at as i64));
            Ok(Arc::new(Int64Array::from(wrong)))
        },
    )
}

/// An array, or a stream of arrays, of any library.
pub(crate) struct Column(AnyArray);

impl<'py> FromPyObject<'_, 'py> for Column {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Column> {
        if object.hasattr("__arrow_c_array__")? || object.hasattr("__arrow_c_stream__")? {
            return Ok(Column(object.extract()?));
        }
        let name = object.get_type().qualname()?;
        let message = format!("expected an object with __arrow_c_array__ or __arrow_c_stream__, not {name}");
        Err(PyTypeError::new_err(message))
    }
}

/// What `f` makes of an array of strings, or of each array of a stream of them.
fn map<'py>(
    py: Python<'py>,
    input: Column,
    data_type: impl Fn(&DataType) -> DataType,
    f: impl Fn(&ArrayRef) -> Result<ArrayRef, ArrowError> + Sync,
) -> PyResult<Bound<'py, PyAny>> {
    each(py, input, &STRINGS, data_type, |array| {
        // What the interface hands over is checked by nobody, and everything behind this line relies on it.
        check(array)?;
        f(array)
    })
}

const STRINGS: [DataType; 3] = [DataType::Utf8, DataType::LargeUtf8, DataType::Utf8View];
const BYTES: [DataType; 3] = [DataType::Binary, DataType::LargeBinary, DataType::BinaryView];

/// What `f` makes of an array of one of the types, or of each array of a stream of them.
fn each<'py>(
    py: Python<'py>,
    input: Column,
    types: &[DataType],
    data_type: impl Fn(&DataType) -> DataType,
    f: impl Fn(&ArrayRef) -> Result<ArrayRef, ArrowError> + Sync,
) -> PyResult<Bound<'py, PyAny>> {
    let input = input.0;
    let field = input.field()?;
    if !types.contains(field.data_type()) {
        let types: Vec<_> = types.iter().map(DataType::to_string).collect();
        let message = format!("expected a column of {}, not of {}", types.join(", "), field.data_type());
        return Err(PyTypeError::new_err(message));
    }
    let mapped = data_type(field.data_type());
    let mut field = Field::clone(&field);
    if mapped != *field.data_type() {
        // An extension of strings (JSON ...) is none of lists or of numbers: what reads it would refuse the result.
        field.metadata_mut().retain(|key, _| !key.starts_with("ARROW:extension:"));
    }
    let field = Arc::new(field.with_data_type(mapped));
    let failed = |error: ArrowError| PyValueError::new_err(error.to_string());
    let f = |array: &ArrayRef| {
        if lies_inside(array) { f(array) } else { Err(outside()) }
    };
    match input {
        AnyArray::Array(array) => {
            let (array, _) = array.into_inner();
            let mapped = py.detach(|| f(&array)).map_err(failed)?;
            PyArray::try_new(mapped, field).map_err(failed)?.into_bound_py_any(py)
        }
        AnyArray::Stream(stream) => {
            let stream = stream.into_reader()?;
            let chunks = py.detach(|| stream.map(|array| f(&array?)).collect::<Result<Vec<_>, _>>()).map_err(failed)?;
            PyChunkedArray::try_new(chunks, field)?.into_bound_py_any(py)
        }
    }
}

/// Whether each value lies in the buffers of the array: what reads beyond them ends the process, or tells what is there.
fn lies_inside(array: &ArrayRef) -> bool {
    match array.data_type() {
        DataType::Utf8 => ascend(array.as_string::<i32>().value_offsets()),
        DataType::LargeUtf8 => ascend(array.as_string::<i64>().value_offsets()),
        DataType::Binary => ascend(array.as_binary::<i32>().value_offsets()),
        DataType::LargeBinary => ascend(array.as_binary::<i64>().value_offsets()),
        DataType::Utf8View => lie_inside(array.as_string_view()),
        _ => lie_inside(array.as_binary_view()),
    }
}

/// Whether offsets go up, from 0 or more. How many bytes there are, the last of them says.
fn ascend<O: OffsetSizeTrait>(offsets: &[O]) -> bool {
    offsets.is_sorted() && offsets.first().is_none_or(|first| first.to_usize().is_some())
}

fn lie_inside<T: ByteViewType>(array: &GenericByteViewArray<T>) -> bool {
    array.views().iter().enumerate().all(|(i, view)| {
        let view = arrow_data::ByteView::from(*view);
        let (offset, length) = (view.offset as usize, view.length as usize);
        let buffer = || array.data_buffers().get(view.buffer_index as usize);
        length <= INLINE || array.is_null(i) || buffer().is_some_and(|buffer| offset + length <= buffer.len())
    })
}

fn outside() -> ArrowError {
    ArrowError::InvalidArgumentError("a value of the array lies outside of its buffers".to_owned())
}

/// Calls `f` with the number and the bytes of each value that is not null.
fn each_value(array: &ArrayRef, mut f: impl FnMut(usize, &[u8])) {
    let mut values = |values: &mut dyn Iterator<Item = Option<&[u8]>>| {
        values.enumerate().for_each(|(i, value)| value.into_iter().for_each(|value| f(i, value)));
    };
    match array.data_type() {
        DataType::Utf8 => values(&mut BinaryArray::from(array.as_string::<i32>().clone()).iter()),
        DataType::LargeUtf8 => values(&mut LargeBinaryArray::from(array.as_string::<i64>().clone()).iter()),
        DataType::Utf8View => values(&mut array.as_string_view().clone().to_binary_view().iter()),
        DataType::LargeBinary => values(&mut array.as_binary::<i64>().iter()),
        DataType::BinaryView => values(&mut array.as_binary_view().iter()),
        _ => values(&mut array.as_binary::<i32>().iter()),
    }
}

/// Where the bytes stop being UTF-8.
fn first_wrong_byte(bytes: &[u8]) -> Option<usize> {
    simdutf8::basic::from_utf8(bytes).err()?;
    std::str::from_utf8(bytes).err().map(|error| error.valid_up_to())
}

/// Whether all strings are UTF-8.
fn check(array: &ArrayRef) -> Result<(), ArrowError> {
    let whole = match array.data_type() {
        DataType::Utf8 => is_utf8(array.as_string::<i32>()),
        DataType::LargeUtf8 => is_utf8(array.as_string::<i64>()),
        _ => false,
    };
    let mut wrong = None;
    if !whole {
        each_value(array, |i, value| wrong = wrong.or_else(|| first_wrong_byte(value).map(|at| (i, at))));
    }
    match wrong {
        None => Ok(()),
        Some((i, at)) => Err(ArrowError::InvalidArgumentError(format!(
            "string {i} of the array is no UTF-8 at its byte {at}; invalid_utf8_arrow() finds all such strings"
        ))),
    }
}

/// Whether all the bytes are UTF-8, and each string begins with a character: faster than one string after the other.
fn is_utf8<O: OffsetSizeTrait>(array: &GenericStringArray<O>) -> bool {
    let offsets = array.value_offsets();
    let (first, last) = (offsets[0].as_usize(), offsets[offsets.len() - 1].as_usize());
    // An empty array may begin anywhere, also where there is nothing.
    let text = array.value_data().get(first..last).and_then(|text| simdutf8::basic::from_utf8(text).ok());
    text.is_some_and(|text| offsets.iter().all(|offset| text.is_char_boundary(offset.as_usize() - first)))
}

fn normalize_strings<O: OffsetSizeTrait>(
    normalizer: &naskh::Normalizer,
    array: &GenericStringArray<O>,
) -> Result<ArrayRef, ArrowError> {
    if array.iter().flatten().all(|text| normalizer.is_normalized(text)) {
        return Ok(Arc::new(array.clone()));
    }
    let offsets = array.value_offsets();
    let bytes = offsets[offsets.len() - 1].as_usize() - offsets[0].as_usize();
    let mut strings = Strings(GenericStringBuilder::<O>::with_capacity(array.len(), bytes));
    let mut normalized = String::new();
    for text in array {
        let Some(text) = text else {
            strings.0.append_null();
            continue;
        };
        normalized.clear();
        normalizer.normalize_into(text, &mut normalized);
        strings.push(&normalized)?;
    }
    Ok(Arc::new(strings.0.finish()))
}

fn normalize_views(normalizer: &naskh::Normalizer, array: &StringViewArray) -> Result<ArrayRef, ArrowError> {
    if array.iter().flatten().all(|text| normalizer.is_normalized(text)) {
        return Ok(Arc::new(array.clone()));
    }
    let mut views = StringViewBuilder::with_capacity(array.len());
    // Where the buffers of the array are among those of the result; only those that are still looked into.
    let mut blocks: Vec<Option<u32>> = vec![None; array.data_buffers().len()];
    let mut normalized = String::new();
    for (i, text) in array.iter().enumerate() {
        let Some(text) = text else {
            views.append_null();
            continue;
        };
        normalized.clear();
        normalizer.normalize_into(text, &mut normalized);
        if normalized.len() <= INLINE || normalized != text {
            views.append_value(&normalized);
            continue;
        }
        let view = arrow_data::ByteView::from(array.views()[i]);
        let block = &mut blocks[view.buffer_index as usize];
        let buffer = &array.data_buffers()[view.buffer_index as usize];
        let block = *block.get_or_insert_with(|| views.append_block(buffer.clone()));
        views.try_append_view(block, view.offset, view.length)?;
    }
    Ok(Arc::new(views.finish()))
}

/// So many bytes are kept in a view itself.
const INLINE: usize = 12;

/// The list of pieces that `cut` finds in each string.
fn lists<'py>(
    py: Python<'py>,
    input: Column,
    output: &str,
    unit: &str,
    kinds: bool,
    cut: impl Fn(&str, &mut dyn FnMut(Range<usize>, Option<TokenKind>)) + Sync,
) -> PyResult<Bound<'py, PyAny>> {
    let text = named("output", output, [("spans", false), ("text", true)].into_iter())?;
    let unit = self::unit(unit)?;
    let item = |strings: &DataType| {
        let item = match text {
            true => strings.clone(),
            false => DataType::Struct(Spans::fields(kinds)),
        };
        Arc::new(Field::new("item", item, false))
    };
    map(
        py,
        input,
        |strings| DataType::List(item(strings)),
        |array| {
            let list = |offsets, items| {
                let list = ListArray::try_new(item(array.data_type()), offsets, items, array.nulls().cloned())?;
                Ok(Arc::new(list) as ArrayRef)
            };
            if !text {
                let mut spans = Spans { unit, kinds: kinds.then(Strings::new), starts: Vec::new(), ends: Vec::new() };
                let offsets = each_list(array, &mut spans, &cut)?;
                return list(offsets, spans.finish()?);
            }
            match array.data_type() {
                DataType::LargeUtf8 => {
                    let mut strings = Strings::<i64>::new();
                    let offsets = each_list(array, &mut strings, &cut)?;
                    list(offsets, Arc::new(strings.0.finish()))
                }
                DataType::Utf8View => {
                    let mut views = StringViewBuilder::new();
                    let offsets = each_list(array, &mut views, &cut)?;
                    list(offsets, Arc::new(views.finish()))
                }
                _ => {
                    let mut strings = Strings::<i32>::new();
                    let offsets = each_list(array, &mut strings, &cut)?;
                    list(offsets, Arc::new(strings.0.finish()))
                }
            }
        },
    )
}

/// Takes the pieces of one text after the other.
trait Pieces {
    fn text(&mut self, text: &str, pieces: &[(Range<usize>, Option<TokenKind>)]) -> Result<(), ArrowError>;
}

/// Hands the pieces of each string of the array over, and gives the offsets of the lists.
fn each_list(
    array: &ArrayRef,
    pieces: &mut impl Pieces,
    cut: impl Fn(&str, &mut dyn FnMut(Range<usize>, Option<TokenKind>)),
) -> Result<OffsetBuffer<i32>, ArrowError> {
    let mut offsets = Vec::with_capacity(array.len() + 1);
    let (mut found, mut total) = (Vec::new(), 0);
    offsets.push(0);
    let mut each = |text: Option<&str>| {
        if let Some(text) = text {
            found.clear();
            cut(text, &mut |span, kind| found.push((span, kind)));
            total += found.len();
            pieces.text(text, &found)?;
        }
        offsets.push(i32::try_from(total).map_err(|_| too_long("the lists of one array have over 2^31 pieces"))?);
        Ok::<(), ArrowError>(())
    };
    match array.data_type() {
        DataType::LargeUtf8 => array.as_string::<i64>().iter().try_for_each(&mut each)?,
        DataType::Utf8View => array.as_string_view().iter().try_for_each(&mut each)?,
        _ => array.as_string::<i32>().iter().try_for_each(&mut each)?,
    }
    Ok(OffsetBuffer::new(offsets.into()))
}

fn too_long(what: &str) -> ArrowError {
    ArrowError::InvalidArgumentError(format!("{what}: give smaller arrays, or a large_string"))
}

/// Strings one behind the other. (Buffers of one's own would be checked for UTF-8 once more, at most of the cost.)
struct Strings<O: OffsetSizeTrait>(GenericStringBuilder<O>);

impl<O: OffsetSizeTrait> Strings<O> {
    fn new() -> Strings<O> {
        Strings(GenericStringBuilder::new())
    }

    fn push(&mut self, text: &str) -> Result<(), ArrowError> {
        // The builder panics.
        let end = O::from_usize(self.0.values_slice().len() + text.len());
        end.ok_or_else(|| too_long("the strings of one array have over 2^31 bytes"))?;
        self.0.append_value(text);
        Ok(())
    }
}

impl<O: OffsetSizeTrait> Pieces for Strings<O> {
    fn text(&mut self, text: &str, pieces: &[(Range<usize>, Option<TokenKind>)]) -> Result<(), ArrowError> {
        pieces.iter().try_for_each(|(span, _)| self.push(&text[span.clone()]))
    }
}

impl Pieces for StringViewBuilder {
    fn text(&mut self, text: &str, pieces: &[(Range<usize>, Option<TokenKind>)]) -> Result<(), ArrowError> {
        pieces.iter().for_each(|(span, _)| self.append_value(&text[span.clone()]));
        Ok(())
    }
}

/// Structs of start, end and kind.
struct Spans {
    unit: Unit,
    starts: Vec<i32>,
    ends: Vec<i32>,
    kinds: Option<Strings<i32>>,
}

impl Spans {
    fn fields(kinds: bool) -> Fields {
        let number = |name| Field::new(name, DataType::Int32, false);
        let kind = kinds.then(|| Field::new("kind", DataType::Utf8, false));
        [number("start"), number("end")].into_iter().chain(kind).collect()
    }

    fn finish(self) -> Result<ArrayRef, ArrowError> {
        let fields = Spans::fields(self.kinds.is_some());
        let mut columns: Vec<ArrayRef> =
            vec![Arc::new(Int32Array::from(self.starts)), Arc::new(Int32Array::from(self.ends))];
        if let Some(mut kinds) = self.kinds {
            columns.push(Arc::new(kinds.0.finish()));
        }
        Ok(Arc::new(StructArray::try_new(fields, columns, None)?))
    }
}

impl Pieces for Spans {
    fn text(&mut self, text: &str, pieces: &[(Range<usize>, Option<TokenKind>)]) -> Result<(), ArrowError> {
        let mut offsets = Offsets::new(text, self.unit);
        let mut offset = |byte| i32::try_from(offsets.at(byte)).map_err(|_| too_long("a string has over 2^31 units"));
        for (span, kind) in pieces {
            self.starts.push(offset(span.start)?);
            self.ends.push(offset(span.end)?);
            if let (Some(kinds), Some(kind)) = (&mut self.kinds, kind) {
                kinds.push(kind.name())?;
            }
        }
        Ok(())
    }
}
