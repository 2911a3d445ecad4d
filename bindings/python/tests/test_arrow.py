"""Do columns of strings come back right, from and to every library with the Arrow PyCapsule interface?"""

import threading

import pytest

import naskh
from conftest import strings
from naskh import Chunker, Normalizer, SentenceSegmenter, Tokenizer

pa = pytest.importorskip("pyarrow")

TYPES = [pa.string(), pa.large_string(), pa.string_view()]
SEARCH = Normalizer("search")


def some(n=2000):
    """Texts that hurt, empty ones, ones that are normalised, and nulls."""
    texts = strings(n)
    return [None if i % 7 == 0 else "كتاب " * (i % 9) if i % 5 == 0 else text for i, text in enumerate(texts)]


def normalized(texts):
    return [None if text is None else SEARCH.normalize(text) for text in texts]


def tokens(text, unit="char"):
    return [{"start": t.start, "end": t.end, "kind": t.kind} for t in naskh.tokenize(text, unit=unit)]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_arrays(kind):
    texts = some()
    array = pa.array(texts, kind)
    result = pa.array(naskh.normalize_arrow(array, "search"))
    result.validate(full=True)
    assert result.type == kind and result.to_pylist() == normalized(texts)
    assert result.null_count == array.null_count


@pytest.mark.parametrize("kind", TYPES, ids=str)
@pytest.mark.parametrize("function", ["normalize", "tokens", "words", "sentences", "chunks", "invalid"])
def test_slices_chunks_and_empty_ones(kind, function):
    call = {
        "normalize": lambda array: naskh.normalize_arrow(array, SEARCH),
        "tokens": naskh.tokenize_arrow,
        "words": lambda array: naskh.tokenize_arrow(array, output="text", select="words"),
        "sentences": lambda array: naskh.sentences_arrow(array, output="text"),
        "chunks": lambda array: naskh.chunks_arrow(array, Chunker(words=3)),
        "invalid": naskh.invalid_utf8_arrow,
    }[function]
    array = pa.array(some(), kind)
    whole = pa.array(call(array))
    whole.validate(full=True)
    for part in [array[13:777], array[5:6], array[7:8], array[1000:1000], array[13:777][100:200]]:
        # Where it lies in the whole is nobody's business.
        found = pa.array(call(part))
        found.validate(full=True)
        assert found.to_pylist() == pa.array(call(pa.array(part.to_pylist(), kind))).to_pylist()
    assert pa.array(call(array[13:777])).to_pylist() == whole[13:777].to_pylist()
    chunked = pa.chunked_array([array[:5], array[5:5], array[5:1999], array[1999:]])
    found = pa.chunked_array(call(chunked))
    assert [len(chunk) for chunk in found.chunks] == [5, 0, 1994, 1]
    assert found.to_pylist() == whole.to_pylist() and found.type == whole.type
    nothing = pa.chunked_array(call(pa.chunked_array([], kind)))
    assert nothing.type == whole.type and len(nothing) == 0
    assert pa.array(call(pa.array([None, None], kind))).to_pylist() == [None, None]


@pytest.mark.parametrize("kind", TYPES, ids=str)
@pytest.mark.parametrize("unit", ["char", "byte", "utf16"])
def test_tokens(kind, unit):
    texts = some(500)
    result = pa.array(naskh.tokenize_arrow(pa.array(texts, kind), unit=unit))
    result.validate(full=True)
    assert result.type == pa.list_(
        pa.field("item", pa.struct([pa.field(n, t, False) for n, t in [("start", pa.int32()), ("end", pa.int32()), ("kind", pa.string())]]), False)
    )
    assert result.to_pylist() == [None if text is None else tokens(text, unit) for text in texts]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_lists_of_strings(kind):
    texts = some(500)
    array = pa.array(texts, kind)
    each = lambda function: [None if text is None else function(text) for text in texts]
    for result, expected in [
        (naskh.tokenize_arrow(array, output="text"), each(lambda t: [token.text for token in naskh.tokenize(t)])),
        (naskh.tokenize_arrow(array, output="text", select="words"), each(naskh.words)),
        (naskh.sentences_arrow(array, output="text"), each(lambda t: [s.text for s in naskh.sentences(t)])),
        (naskh.sentences_arrow(array, output="text", trim=True), each(lambda t: [s.text for s in naskh.sentences(t, trim=True)])),
        (naskh.chunks_arrow(array, Chunker(words=3, overlap=1), output="text"), each(lambda t: [c.text for c in Chunker(words=3, overlap=1).chunks(t)])),
    ]:
        result = pa.array(result)
        result.validate(full=True)
        assert result.type.value_type == kind and result.to_pylist() == expected


def test_spans_of_sentences_and_chunks():
    texts = some(500)
    span = lambda piece: {"start": piece.start, "end": piece.end}
    result = pa.array(naskh.sentences_arrow(pa.array(texts), trim=True, unit="utf16"))
    expected = [None if t is None else [span(s) for s in naskh.sentences(t, trim=True, unit="utf16")] for t in texts]
    assert result.to_pylist() == expected
    result = pa.array(naskh.chunks_arrow(pa.array(texts), Chunker(chars=9)))
    assert result.to_pylist() == [None if t is None else [span(c) for c in Chunker(chars=9).chunks(t)] for t in texts]


def test_options():
    array = pa.array(["14كم. نعم\nلا"])
    assert pa.array(
        naskh.tokenize_arrow(array, output="text", select="words", tokenizer=Tokenizer(digit_letter=False))
    ).to_pylist() == [["14كم", "نعم", "لا"]]
    segmenter = SentenceSegmenter(line_breaks="blank-line-only")
    assert pa.array(naskh.sentences_arrow(array, output="text", segmenter=segmenter)).to_pylist() == [["14كم. ", "نعم\nلا"]]
    with pytest.raises(ValueError, match="one of: spans, text"):
        naskh.tokenize_arrow(array, output="list")
    with pytest.raises(ValueError, match="one of: all, words"):
        naskh.tokenize_arrow(array, select="some")


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_a_normalised_column_is_not_copied(kind):
    array = pa.array(["كتاب جميل جدا جدا", None, "قلم"], kind)
    before = {buffer.address for buffer in array.buffers() if buffer}
    result = pa.array(naskh.normalize_arrow(array, "search"))
    addresses = {buffer.address for buffer in result.buffers() if buffer}
    # The validity bits may be packed anew; offsets or views, and the text, are those of the input.
    assert len(before & addresses) >= 2


def test_a_normalised_string_among_views_is_not_copied():
    clean, dirty = "كتاب جميل جدا " * 9 + "!", "كِتَابٌ جَمِيلٌ جِدًّا " * 3
    array = pa.array([clean, dirty], pa.string_view())
    result = pa.array(naskh.normalize_arrow(array, "search"))
    result.validate(full=True)
    assert result.to_pylist() == normalized([clean, dirty])
    text = lambda array: {buffer.address for buffer in array.buffers()[2:] if buffer}
    assert text(array) & text(result)


@pytest.mark.parametrize("kind", [pa.int64(), pa.binary(), pa.list_(pa.string()), pa.null()], ids=str)
def test_other_columns_are_an_error(kind):
    for call in [lambda array: naskh.normalize_arrow(array, "search"), naskh.tokenize_arrow, naskh.sentences_arrow]:
        with pytest.raises(TypeError, match="expected a column of"):
            call(pa.array([], kind))
    with pytest.raises(TypeError, match="expected an object with __arrow_c_array__"):
        naskh.normalize_arrow(["a list"], "search")
    with pytest.raises(ValueError, match="no preset"):
        naskh.normalize_arrow(pa.array(["ا"]), "serch")


def test_an_extension_of_strings_stays_with_strings():
    """What is JSON is JSON still when normalised; a list of words of it is none, nor is a number."""
    column = pa.array(['{"نص": "كِتَابٌ"}', None]).cast(pa.json_())
    for array, whole in [(column, pa.array), (pa.chunked_array([column]), pa.chunked_array)]:
        assert whole(naskh.normalize_arrow(array, "search")).type == pa.json_()
        words = whole(naskh.tokenize_arrow(array, output="text", select="words"))
        assert words.to_pylist() == [["نص", "كِتَابٌ"], None]
        assert whole(naskh.sentences_arrow(array)).to_pylist() == [[{"start": 0, "end": 17}], None]
        assert whole(naskh.chunks_arrow(array, Chunker(words=9))).to_pylist() == [[{"start": 0, "end": 17}], None]
        assert whole(naskh.invalid_utf8_arrow(array)).to_pylist() == [None, None]


def of_bytes(values, kind):
    """A column of strings that are none, as some engines make them: Arrow's own constructors check."""
    binary = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary(), pa.string_view(): pa.binary_view()}[kind]
    array = pa.array(values, binary)
    return pa.Array.from_buffers(kind, len(array), array.buffers(), array.null_count)


BAD = [
    ("نعم".encode(), None),
    (b"\xff", 0),
    (None, None),
    ("كتاب".encode() + b"\x80" + "كتاب".encode(), 8),
    ("كتاب جميل جدا".encode()[:-1], 22),
    (b"\xed\xa0\x80", 0),
    (b"", None),
]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_bytes_that_are_no_text_are_an_error_and_nothing_worse(kind):
    for value, at in BAD:
        array = of_bytes(["سليم".encode(), value], kind)
        if at is None:
            naskh.normalize_arrow(array, "search")
            continue
        for call in [lambda array: naskh.normalize_arrow(array, "search"), naskh.tokenize_arrow, naskh.sentences_arrow]:
            with pytest.raises(ValueError, match=f"string 1 of the array is no UTF-8 at its byte {at};"):
                call(array)
    # A character cut in two by two strings is none of either.
    with pytest.raises(ValueError, match="string 0 of the array is no UTF-8 at its byte 2;"):
        naskh.normalize_arrow(of_bytes(["لا".encode()[:3], "لا".encode()[3:]], kind), "search")


def test_bytes_that_are_no_text_are_found():
    expected = [at for _, at in BAD]
    for kind in TYPES:
        assert pa.array(naskh.invalid_utf8_arrow(of_bytes([v for v, _ in BAD], kind))).to_pylist() == expected
    for kind in [pa.binary(), pa.large_binary(), pa.binary_view()]:
        assert pa.array(naskh.invalid_utf8_arrow(pa.array([v for v, _ in BAD], kind))).to_pylist() == expected


@pytest.mark.parametrize("kind", [pa.string(), pa.binary(), pa.large_string(), pa.large_binary(), pa.string_view(), pa.binary_view()], ids=str)
def test_values_that_lie_outside_are_an_error_and_nothing_worse(kind):
    if "view" in str(kind):
        view = lambda *numbers: b"".join(number.to_bytes(4, "little", signed=True) for number in numbers)
        long, wrong = view(13, 0, 0, 0), [view(13, 0, 0, 1), view(13, 0, 1, 0), view(13, 0, 0, -1), view(-13, 0, 0, 0)]
        arrays = [
            pa.Array.from_buffers(kind, 2, [None, pa.py_buffer(long + view), pa.py_buffer(b"a" * 13)]) for view in wrong
        ]
    else:
        size = 8 if "large" in str(kind) else 4
        offsets = lambda *numbers: pa.py_buffer(b"".join(number.to_bytes(size, "little", signed=True) for number in numbers))
        arrays = [
            pa.Array.from_buffers(kind, 2, [None, offsets(*wrong), pa.py_buffer(b"abcdefgh")])
            for wrong in [(0, 4, 2), (4, 2, 8), (0, 1 << 30, 8)]
        ]
    calls = [naskh.invalid_utf8_arrow]
    if "string" in str(kind):
        calls += [lambda array: naskh.normalize_arrow(array, "search"), naskh.tokenize_arrow, naskh.sentences_arrow]
    for array in arrays:
        for call in calls:
            with pytest.raises(ValueError, match="outside of its buffers"):
                call(array)


def test_the_lock_is_released():
    """Two columns at a time give what one after the other gives."""
    arrays = [pa.array(some(3000)) for _ in range(4)]
    results = [None] * 4

    def work(i):
        results[i] = pa.array(naskh.normalize_arrow(arrays[i], "search")).to_pylist()

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [normalized(array.to_pylist()) for array in arrays]


# The libraries


def test_polars():
    pl = pytest.importorskip("polars")
    import naskh.polars  # noqa: F401

    texts = some()
    series = pl.Series("text", texts)
    assert pl.Series(naskh.normalize_arrow(series, "search")).to_list() == normalized(texts)
    assert pl.Series(naskh.normalize_arrow(series[13:777], "search")).to_list() == normalized(texts[13:777])
    chunked = pl.concat([series[:10], series[10:]], rechunk=False)
    assert chunked.n_chunks() == 2
    assert pl.Series(naskh.normalize_arrow(chunked, "search")).to_list() == normalized(texts)
    assert pl.Series(naskh.tokenize_arrow(series)).to_list() == [None if t is None else tokens(t) for t in texts]

    column = pl.col("text").naskh
    for engine in ("in-memory", "streaming"):
        frame = series.to_frame().lazy().select(
            norm=column.normalize("search"), words=column.words(), tokens=column.tokens(), sentences=column.sentences()
        )
        schema = frame.collect_schema()
        frame = frame.collect(engine=engine)
        assert frame.schema == schema
        assert frame["norm"].to_list() == normalized(texts)
        assert frame["words"].to_list() == [None if t is None else naskh.words(t) for t in texts]
        assert frame["tokens"].to_list() == [None if t is None else tokens(t) for t in texts]
        assert frame["sentences"].to_list()[1:7] == [[s.text for s in naskh.sentences(t, trim=True)] for t in texts[1:7]]
    assert series.naskh.normalize(SEARCH).to_list() == normalized(texts)
    assert series.naskh.normalize(SEARCH).name == "text"


def test_pandas():
    pd = pytest.importorskip("pandas")
    import naskh.pandas  # noqa: F401

    texts = some()
    index = [f"row {i}" for i in range(len(texts))]
    missing = lambda series: [None if pd.isna(value) else value for value in series]
    for dtype in [pd.ArrowDtype(pa.string()), pd.ArrowDtype(pa.large_string()), "str", object]:
        series = pd.Series(texts, index, dtype, name="text")
        result = series.naskh.normalize("search")
        assert missing(result) == normalized(texts)
        assert result.dtype == series.dtype and list(result.index) == index and result.name == "text"
        words = series[:50].naskh.words()
        assert [None if w is pd.NA or w is None else list(w) for w in words] == [
            None if t is None else naskh.words(t) for t in texts[:50]
        ]
        assert pa.array(series[:50].naskh.tokens()).to_pylist() == [None if t is None else tokens(t) for t in texts[:50]]
        assert len(series[:0].naskh.normalize("search")) == 0
    series = pd.Series(texts, dtype=pd.ArrowDtype(pa.string()))
    assert pa.chunked_array(naskh.normalize_arrow(series, "search")).to_pylist() == normalized(texts)


def test_duckdb():
    duckdb = pytest.importorskip("duckdb")
    texts = some()
    table = pa.table({"i": list(range(len(texts))), "text": texts})  # noqa: F841: DuckDB reads it by its name
    with duckdb.connect() as db:
        normalize = lambda text: pa.chunked_array(naskh.normalize_arrow(text, "search"))
        db.create_function("naskh", normalize, ["VARCHAR"], "VARCHAR", type="arrow")
        rows = db.sql("select naskh(text) from table order by i".replace("table", "\"table\"")).fetchall()
    assert [row[0] for row in rows] == normalized(texts)


def test_datafusion():
    datafusion = pytest.importorskip("datafusion")
    texts = some()
    context = datafusion.SessionContext()
    context.from_arrow(pa.table({"i": list(range(len(texts))), "text": pa.array(texts)}), "corpus")
    normalize = lambda text: pa.array(naskh.normalize_arrow(text, "search"))
    context.register_udf(datafusion.udf(normalize, [pa.string()], pa.string(), "immutable", "naskh"))
    rows = context.sql("select naskh(text) as key from corpus order by i").to_pydict()["key"]
    assert rows == normalized(texts)
