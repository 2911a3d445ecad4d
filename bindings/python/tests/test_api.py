"""Do the classes keep what they promise, on texts that hurt?"""

import collections
import copy
import importlib.metadata
import os
import pickle
import random
import re
import subprocess
import sys
import threading
import time
import types
from pathlib import Path
from unittest import mock

import pytest

import naskh
from naskh import Chunker, Normalizer, Pipeline, Preset, SentenceSegmenter, SentenceStream, Span, Token, Tokenizer

UNITS = {
    "char": lambda text: text,
    "byte": lambda text: text.encode(),
    "utf16": lambda text: text.encode("utf-16-le"),
}


def cut(text, unit, start, end):
    """The part of a text between two offsets, by Python's own codecs."""
    coded = UNITS[unit](text)
    if unit == "char":
        return coded[start:end]
    if unit == "byte":
        return coded[start:end].decode()
    return coded[2 * start : 2 * end].decode("utf-16-le")


def test_the_version_is_that_of_the_library():
    manifest = Path(__file__).parents[3] / "Cargo.toml"
    version = re.search(r'^version = "(.+)"$', manifest.read_text(encoding="utf-8"), re.M).group(1)
    assert naskh.__version__ == version == importlib.metadata.version("naskh")


# Normalising


def test_the_same_object_comes_back():
    text = "".join(["كتا", "ب"])  # no constant
    search = Normalizer("search")
    assert search.normalize(text) is text
    assert search.normalize_many([text, "كِتاب"])[0] is text
    assert naskh.normalize(text, "search") is text
    assert search.align(text).text is text


def test_every_way_gives_the_same(texts):
    for preset in Preset:
        normalizer = Normalizer(preset)
        normalized = [normalizer.normalize(text) for text in texts]
        assert normalizer.normalize_many(texts) == normalized
        assert normalizer.normalize_many(texts, threads=3) == normalized
        assert [normalizer.align(text).text for text in texts[:300]] == normalized[:300]
        assert [normalizer.is_normalized(text) for text in texts] == [a == b for a, b in zip(texts, normalized)]
        assert naskh.normalize(texts[5], preset) == normalized[5]


def test_order_of_many_threads():
    texts = [f"كِتَابٌ {i}" for i in range(10_000)]
    assert Normalizer("model").normalize_many(texts, threads=7) == [f"كتاب {i}" for i in range(10_000)]
    assert Normalizer("model").normalize_many([]) == []


def test_many_of_every_length():
    """Texts of all lengths and widths, so that batches end in front of any of them, and short ones cross together."""
    letters, random_ = ["أ", "ب", "\u064e", "\u0640", "😀", "“", "a", "\0", "\U0010ffff", " ", "é", "中"], random.Random(5)
    lengths = [0, 1, 3, 20, 100, 3000, 9000, 40_000]
    length = lambda: random_.choices(lengths, [9, 9, 9, 9, 9, 2, 1, 1])[0]
    texts = ["".join(random_.choices(letters, k=length())) for _ in range(1500)]
    search = Normalizer("search")
    normalized = [search.normalize(text) for text in texts]
    for threads in [None, 1, 2, 9]:
        many = search.normalize_many(texts, threads=threads)
        assert many == normalized
        assert all(one is text for text, one in zip(texts, many) if text == one)


def test_many_at_the_border():
    """What if one is empty, or vanishes, or has a NUL, or is long; if few change, or all, or more than a batch?"""
    many = lambda texts, normalizer=Normalizer("search"): normalizer.normalize_many(texts, threads=2)
    each = lambda texts, normalizer=Normalizer("search"): [normalizer.normalize(text) for text in texts]
    clean, dirty, empty = "كتاب", "كِتابٌ", ""
    vanishes = "\u0640"
    for texts in [
        [""], ["\0"], ["", ""], [dirty, empty, clean], [clean] * 3, [dirty] * 3, [vanishes], [vanishes] * 600, [empty, vanishes],
        ["\0", dirty], [f"{dirty}\0{dirty}", dirty], [dirty] * 511 + ["\0"], [dirty, clean] * 700, [clean] * 600 + [dirty],
        [dirty * 20_000, clean, dirty], [clean * 20_000] * 3 + [dirty], [vanishes, dirty] * 300 + [clean] * 300,
    ]:  # fmt: skip
        assert many(texts) == each(texts)
        assert all(a is b for a, b in zip(many(texts), texts) if a == b)
    to_nul = Normalizer(None, rules={"ك": "\0"})
    assert many([clean, "دار", dirty], to_nul) == ["\0تاب", "دار", "\0ِتابٌ"]
    assert many(("كِتاب", "دارٌ")) == ["كتاب", "دار"]
    texts = [dirty]
    assert many(texts) == [clean] and texts == [dirty]
    for wrong in ["كِتاب", 5, [dirty, None], [b"bytes"]]:
        with pytest.raises(TypeError):
            many(wrong)


@pytest.mark.parametrize("way", ["", "avx2", "stable", "python"])
def test_every_way_across_the_border(way):
    """Characters of one byte to four at every place of a block, whichever way they go: what Python itself makes of them."""
    program = r"""
import random, naskh
random_ = random.Random(7)
sets = ["ابتثجحخد ", "abc ", "xا\u064e", "xé中“”", "xا😀\U0010ffff", "اx“\0", "xابت،. 😀中aé\u07ff\u0800\uffff\U00010000"]
texts = ["".join(random_.choices(letters, k=length)) for letters in sets for length in range(140) for _ in range(3)]
texts += ["ا" * n + c + "x" * 40 for n in range(70) for c in "x“😀"]
normalizer = naskh.Normalizer(None, rules={"x": "ي"})
expected = [text.replace("x", "ي") for text in texts]
assert [normalizer.normalize(text) for text in texts] == expected
assert normalizer.normalize_many(texts, threads=1) == expected
assert normalizer.normalize_many(texts, threads=3) == expected
assert [naskh.Pipeline(normalizer).words(f"{a} x {b}") for a, b in [("ا" * 33, "😀"), ("中", "b" * 65)]] == [
    ["ا" * 33, "ي", "😀"], ["中", "ي", "b" * 65]
]
for text in ["\ud800", "ا" * 50 + "\udfff" + "x" * 50, "😀\ud83d"]:
    for call in [normalizer.normalize, lambda text: normalizer.normalize_many(["x", text])]:
        try:
            call(text)
        except UnicodeEncodeError as error:
            assert "\ud800" <= text[error.start] <= "\udfff"
        else:
            raise AssertionError(ascii(text))
"""
    environment = {**os.environ, "NASKH_BORDER": way}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_presets_are_members_and_strings():
    assert Normalizer(Preset.ASR_LENIENT) == Normalizer("asr-lenient")
    assert str(Preset.MODEL) == "model" == Preset.MODEL
    assert Normalizer(None).normalize("كِتَابٌ") == "كِتَابٌ"


def test_a_wrong_preset_lists_the_right_ones():
    for call in (lambda: Normalizer("serch"), lambda: Pipeline("serch"), lambda: naskh.normalize("", "serch")):
        with pytest.raises(ValueError) as error:
            call()
        assert '"serch" is no preset' in str(error.value)
        for preset in Preset:
            assert preset.value in str(error.value)


def test_wrong_keywords_list_the_right_ones():
    with pytest.raises(TypeError, match="fold_jaa.*one of: strip_tashkeel, .*fold_yaa"):
        Normalizer("search", fold_jaa=True)
    with pytest.raises(TypeError, match="no operation"):
        Normalizer("search", **{"fold-yaa": True})
    with pytest.raises(TypeError, match="no tailoring; one of: letter_digit"):
        Tokenizer(digits=True)
    with pytest.raises(ValueError, match="no unit; one of: char, byte, utf16"):
        naskh.tokenize("", unit="bits")
    with pytest.raises(ValueError, match="one of: auto, break, join"):
        SentenceSegmenter(ellipsis="no")
    with pytest.raises(TypeError, match="exactly one of: words, chars, bytes"):
        Chunker(words=1, chars=1)


def test_rules_that_contradict_are_an_error():
    with pytest.raises(ValueError, match="."):
        Normalizer(None, rules={"ا": "ب", "ب": "ا"})
    with pytest.raises(ValueError, match="promises"):
        Normalizer("asr-standard", fold_yaa=True)
    with pytest.raises(ValueError, match="lucene-ar reproduces another tool"):
        Normalizer("lucene-ar", keep="ى")


def test_errors_about_rows_name_the_keywords_that_mend_them():
    with pytest.raises(ValueError, match=r"two rows change .*; take yours out of rules, or add keep='\\u0649' or fold_yaa=False$"):
        Normalizer("search", rules={"ى": "ا"})
    assert Normalizer("search", rules={"ى": "ا"}, keep="\u0649").normalize("ى") == "ا"
    assert Normalizer("search", rules={"ى": "ا"}, fold_yaa=False).normalize("ى") == "ا"
    with pytest.raises(ValueError, match="; take keep out, or a preset of naskh's own$"):
        Normalizer("lucene-ar", keep="ى")
    with pytest.raises(ValueError, match="never to merge .*; take the keyword out that does, or another preset$"):
        Normalizer("asr-standard", fold_yaa=True)


def test_overrides():
    normalizer = Normalizer("search", fold_taa_marbuta=False, keep="أ", rules={"ڤ": "ف"})
    assert normalizer.normalize("أَمَةُ ڤِلّا إِلى") == "أمة فلا الي"
    assert normalizer.id == "search@1[-fold-taa-marbuta,keep 0623,rule 06A4 > 0641]"
    assert "fold-taa-marbuta" not in normalizer.ops and "fold-yaa" in normalizer.ops
    assert Normalizer("repair", strip_tashkeel=True).normalize("قِفٌ") == "قف"


def test_any_mapping_of_rules_and_abbreviations():
    rules, abbreviations = {"ڤ": "ف"}, {"مهند": "title"}
    text = "قال مهند. سعيد: نعم. لا."
    for mapping in (types.MappingProxyType, collections.ChainMap, collections.OrderedDict, collections.UserDict):
        normalizer = Normalizer("search", rules=mapping(rules))
        assert normalizer == pickle.loads(pickle.dumps(normalizer)) == Normalizer("search", rules=rules)
        segmenter = SentenceSegmenter(abbreviations=mapping(abbreviations))
        for twin in (segmenter, pickle.loads(pickle.dumps(segmenter))):
            assert twin.sentences(text) == SentenceSegmenter(abbreviations=abbreviations).sentences(text)
    for call in (lambda: Normalizer("search", rules=[("ڤ", "ف")]), lambda: SentenceSegmenter(abbreviations=["مهند"])):
        with pytest.raises(TypeError, match="Mapping"):
            call()


LONE = "قال \ud800 لا"


@pytest.mark.parametrize(
    "call",
    [
        Normalizer("search").normalize,
        Normalizer("search").align,
        Normalizer("search").explain,
        Normalizer("search").is_normalized,
        lambda text: Normalizer("search").normalize_many(["نعم", text]),
        naskh.tokenize,
        naskh.words,
        naskh.sentences,
        lambda text: naskh.chunks(text, words=3),
        Pipeline("search").terms,
        Pipeline("search").words,
        SentenceStream().push,
    ],
)
def test_a_lone_surrogate_is_an_error_that_names_its_index(call):
    with pytest.raises(UnicodeEncodeError) as error:
        call(LONE)
    assert error.value.start == 4 and "position 4" in str(error.value)


@pytest.mark.parametrize("call", [Normalizer("search").normalize, naskh.tokenize, naskh.sentences, Pipeline("search").terms])
@pytest.mark.parametrize("thing", [None, b"bytes", 5, ["list"]])
def test_only_strings_are_text(call, thing):
    with pytest.raises(TypeError):
        call(thing)


# Places


@pytest.mark.parametrize("unit", UNITS)
def test_alignment_in_every_unit(texts, unit):
    search = Normalizer("search")
    for text in texts[:400]:
        aligned = search.align(text, unit=unit)
        in_bytes = search.align(text, unit="byte")
        size = len(UNITS[unit](aligned.text)) // (2 if unit == "utf16" else 1)
        assert aligned.original is text
        assert aligned.to_original(0, size) == (0, len(UNITS[unit](text)) // (2 if unit == "utf16" else 1)) or not size
        at = 0
        for c in aligned.text:
            width = {"char": 1, "byte": len(c.encode()), "utf16": len(c.encode("utf-16-le")) // 2}[unit]
            span = aligned.to_original(at, at + width, deleted="apart")
            # The same letter, asked for in bytes.
            before = len(cut(aligned.text, unit, 0, at).encode())
            expected = in_bytes.to_original(before, before + len(c.encode()), deleted="apart")
            assert cut(text, unit, *span) == cut(text, "byte", *expected)
            at += width


@pytest.mark.parametrize("unit", ["char", "utf16"])
def test_a_call_of_a_long_alignment_costs_what_one_of_a_short_costs(unit):
    def seconds(copies):
        aligned = Normalizer("search").align("هٰذَا \U0001f375 كِتَابٌ " * copies, unit=unit)
        end = len(aligned.text)
        started = time.process_time()
        for i in range(5000):
            aligned.to_original(end - i % 1000, end)
        return time.process_time() - started

    # A walk through the text would cost a thousand times more; a search, twice.
    assert min(seconds(100_000) for _ in range(3)) < 50 * min(seconds(100) for _ in range(3))


def test_a_range_that_cuts_a_character_is_widened():
    aligned = Normalizer("search").align("\U0001f375\U0001f375", unit="utf16")
    assert aligned.to_original(1, 3) == (0, 4)
    assert aligned.to_original(1, 2) == (0, 2)
    assert aligned.to_normalized(99, 100) == (4, 4)
    assert Normalizer("search").align("ab ب", unit="byte").to_original(4, 4) in [(3, 3), (3, 5)]


@pytest.mark.parametrize("unit", UNITS)
def test_pieces_stand_where_they_say(texts, documents, unit):
    for text in [*texts[:500], *documents[:3]]:
        tokens = Tokenizer().tokenize(text, unit=unit)
        assert "".join(token.text for token in tokens) == text
        sentences = SentenceSegmenter().sentences(text, unit=unit)
        assert "".join(map(str, sentences)) == text
        trimmed = SentenceSegmenter().sentences(text, unit=unit, trim=True)
        chunks = Chunker(words=5, overlap=2).chunks(text, unit=unit)
        coded = UNITS[unit](text)
        scale = 2 if unit == "utf16" else 1
        for piece in [*tokens, *sentences, *trimmed, *chunks]:
            part = coded[scale * piece.start : scale * piece.end]
            assert part == UNITS[unit](piece.text)
        assert naskh.words(text) == [token.text for token in tokens if token.is_word_like]


@pytest.mark.parametrize("unit", UNITS)
def test_terms_are_the_normalised_words(texts, unit):
    pipeline, search = Pipeline("search"), Normalizer("search")
    for text in texts[:500]:
        terms = pipeline.terms(text, unit=unit)
        assert pipeline.words(text) == [term.text for term in terms]
        for term in terms:
            assert term.kind and term.text
        for edit in search.explain(text, unit=unit):
            assert cut(text, unit, edit.start, edit.end) == edit.before != edit.after
    text = "\U0001f375 كِتَابٌ، \U0001f375 جَمِيلٌ"
    found = [cut(text, unit, term.start, term.end) for term in pipeline.terms(text, unit=unit) if term.kind == "word"]
    assert found == ["كِتَابٌ", "جَمِيلٌ"]


# Pages


def test_a_notebook_shows_what_changed():
    text = "\U0001f375 الأُمَّة <u>"
    html = Normalizer("search").align(text)._repr_html_()
    assert html == Pipeline("search").html(text) and "fold-taa-marbuta" in html and "&lt;" in html and "<u>" not in html
    # In characters, in bytes, in UTF-16.
    assert [f"{start}..{end}" in Pipeline("search").html(text, unit=unit) for unit, start, end in [("char", 2, 10), ("byte", 5, 21), ("utf16", 3, 11)]] == [True] * 3
    # In the unit of the alignment.
    for unit in UNITS:
        assert Normalizer("search").align(text, unit=unit)._repr_html_() == Pipeline("search").html(text, unit=unit)
    # As its docstring says: of so many bytes, and of one more.
    pages = [Normalizer("search").align("ب" * 32_768 + more)._repr_html_() is not None for more in ("", "a")]
    assert pages == [True, False] and "65,536 bytes" in naskh.Normalized._repr_html_.__doc__
    assert Normalizer("search").align("كِتابٌ " * 100_000)._repr_html_() is None


# Values


WRAPPED = SentenceSegmenter(line_breaks="blank-line-only")
NUMBERS = Tokenizer(digit_letter=False)
STRICT = Normalizer("search", fold_yaa=False)


@pytest.mark.parametrize(
    "value, shown",
    [
        (SentenceSegmenter(), "SentenceSegmenter()"),
        (SentenceSegmenter(ellipsis="auto", max_bytes=None, abbreviations={}), "SentenceSegmenter()"),
        (
            SentenceSegmenter(quotes="cut", max_bytes=80, abbreviations=types.MappingProxyType({"مهند": "title"})),
            "SentenceSegmenter(quotes='cut', max_bytes=80, abbreviations={'مهند': 'title'})",
        ),
        (Chunker(words=6, overlap=0, segmenter=SentenceSegmenter()), "Chunker(words=6)"),
        (
            Chunker(segmenter=WRAPPED, overlap=3, chars=40),
            "Chunker(chars=40, overlap=3, segmenter=SentenceSegmenter(line_breaks='blank-line-only'))",
        ),
        (Pipeline(Preset.SEARCH, tokenizer=Tokenizer()), "Pipeline(normalizer='search')"),
        (Pipeline(Normalizer("search", keep="")), "Pipeline(normalizer='search')"),
        (
            Pipeline("quran", segmenter=WRAPPED, tokenizer=NUMBERS),
            "Pipeline(normalizer='quran', segmenter=SentenceSegmenter(line_breaks='blank-line-only'), "
            "tokenizer=Tokenizer(digit_letter=False))",
        ),
    ],
)
def test_a_value_shows_how_it_is_made(value, shown):
    assert repr(value) == shown
    for twin in (eval(shown), pickle.loads(pickle.dumps(value))):
        assert twin == value and hash(twin) == hash(value) and repr(twin) == shown


def test_values_that_differ_are_not_equal():
    # What a normaliser was made of is in its id.
    assert repr(Pipeline(STRICT)) == "Pipeline(normalizer=<Normalizer search@1[-fold-yaa]>)"
    assert Pipeline(STRICT) == Pipeline(Normalizer("search", fold_yaa=False))
    values = [
        SentenceSegmenter(), WRAPPED, SentenceSegmenter(max_bytes=80), SentenceSegmenter(abbreviations={"مهند": "title"}),
        Chunker(words=6), Chunker(chars=6), Chunker(words=7), Chunker(words=6, overlap=1), Chunker(words=6, segmenter=WRAPPED),
        Pipeline("search"), Pipeline("model"), Pipeline(STRICT), Pipeline(Normalizer(None)),
        Pipeline("search", segmenter=WRAPPED), Pipeline("search", tokenizer=NUMBERS),
    ]  # fmt: skip
    assert all((a == b) == (a is b) for a in values for b in values)
    assert len({hash(value) for value in values}) == len(set(values)) == len(values)


# Streams


@pytest.mark.parametrize("step", [1, 3, 1000])
def test_a_stream_gives_the_sentences_of_the_whole(documents, step):
    for text in documents[:3]:
        text = text[:2000]
        whole = SentenceSegmenter().sentences(text)
        for pieces, unit in [(text, "char"), (text.encode(), "char")]:
            stream = SentenceStream(unit=unit)
            found = [s for i in range(0, len(pieces), step) for s in stream.push(pieces[i : i + step])]
            assert found + stream.finish() == whole


def test_a_stream_goes_on_after_bad_bytes():
    stream = SentenceStream()
    with pytest.raises(UnicodeDecodeError) as error:
        stream.push("نعم. ل".encode() + b"\xff")
    assert error.value.start == 10
    over = stream.push("\ufffd")
    assert [sentence.text for sentence in over + stream.finish()] == ["نعم. ", "ل\ufffd"]
    with pytest.raises(TypeError, match="str or bytes, not int"):
        stream.push(5)


@pytest.mark.parametrize("step", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("bad", [b"\xff", b"\xd9", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\x80\x80"])
def test_a_stream_can_go_on_behind_bad_bytes(step, bad):
    """The error says where in its object they are, as errors of Python's decoders do: what is behind them is not lost."""
    raw = ("نعم. لا." * 3).encode() + bad + "\U0001f375 ثم. ".encode() + bad + "ab. هل؟".encode() + bad
    for stream in (SentenceStream(), SentenceSegmenter().stream(unit="byte")):
        over, pieces, finished = [], [raw[i : i + step] for i in range(0, len(raw), step)], False
        while not finished:
            try:
                if pieces:
                    over += stream.push(pieces.pop(0))
                else:
                    over += stream.finish()
                    finished = True
            except UnicodeDecodeError as error:
                assert f"can't decode byte 0x{error.object[error.start]:02x} in position {error.start}: no UTF-8 at byte" in str(error)
                assert error.object[error.start] in bad and error.end == error.start + 1
                pieces[:0] = ["\ufffd", error.object[error.end :]]
        # Where a decoder has one sign for a run of wrong bytes, here each has its own.
        assert re.sub("\ufffd+", "\ufffd", "".join(map(str, over))) == re.sub("\ufffd+", "\ufffd", raw.decode(errors="replace"))


def test_a_stream_has_the_options_of_its_segmenter():
    segmenter = SentenceSegmenter(line_breaks="blank-line-only", quotes="cut", abbreviations={"مهند": "title"})
    stream = segmenter.stream(unit="byte")
    text = "قال مهند. سعيد: «ذهبت. ثم\nعدت». انتهى"
    assert stream.push(text) + stream.finish() == segmenter.sentences(text, unit="byte")


# Values


def values():
    segmenter = SentenceSegmenter(level="clause", max_bytes=500, abbreviations={"مهند": "title"})
    return [
        Normalizer("search", fold_yaa=False, keep="أ", rules={"ڤ": "ف"}),
        Normalizer(Preset.LUCENE_AR),
        Normalizer(None),
        Tokenizer(digit_letter=False),
        segmenter,
        Chunker(chars=30, overlap=5, segmenter=segmenter),
        Pipeline(Normalizer("model", fold_yaa=True), segmenter=segmenter, tokenizer=Tokenizer(digit_letter=False)),
        Token("كتاب", 0, 4, "word"),
        Span("كتاب", 0, 4),
        *Normalizer("search").explain("هدى"),
        *Pipeline("search").terms("مَكَّةُ"),
    ]


def behaviour(value, text="قال مهند. سعيد: ڤِلّا 14كم، إلى أبها؛ نعم! " * 5):
    for name in ("normalize", "tokenize", "sentences", "chunks", "terms"):
        if hasattr(value, name):
            return getattr(value, name)(text)
    return value


@pytest.mark.parametrize("value", values(), ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_values_survive_pickling_and_copying(value, protocol):
    for twin in (pickle.loads(pickle.dumps(value, protocol)), copy.copy(value), copy.deepcopy(value)):
        assert behaviour(twin) == behaviour(value)


@pytest.mark.parametrize("unit", UNITS)
def test_an_alignment_survives_pickling_and_copying(unit):
    aligned = Normalizer("search", keep="أ", rules={"ڤ": "ف"}).align("\U0001f375 ڤِلّا أُمَّةٍ", unit=unit)
    spans = lambda aligned: [(aligned.to_original(at, at + 1), aligned.to_normalized(at, at + 1)) for at in range(30)]
    for twin in (pickle.loads(pickle.dumps(aligned)), copy.copy(aligned), copy.deepcopy(aligned)):
        assert (twin.original, twin.text, spans(twin)) == (aligned.original, aligned.text, spans(aligned))
        assert twin._repr_html_() == aligned._repr_html_()


def test_records():
    token = naskh.tokenize("كتاب")[0]
    assert token == Token("كتاب", 0, 4, "word") and hash(token) == hash(Token("كتاب", 0, 4, "word"))
    assert token != Token("كتاب", 0, 4, "number") and token != "كتاب"
    # What is no token may say itself whether it is equal.
    for value in (token, Tokenizer(), Normalizer("search"), SentenceSegmenter(), Chunker(words=3), Pipeline("search")):
        assert value == mock.ANY and mock.ANY == value and value != None  # noqa: E711
    assert repr(token) == "Token(text='كتاب', start=0, end=4, kind='word')" and str(token) == "كتاب"
    assert Token.__match_args__ == ("text", "start", "end", "kind")
    with pytest.raises(AttributeError):
        token.start = 5


# Threads


LONG_WORK = {
    "normalize": lambda text: Normalizer("search").normalize(text),
    "is_normalized": lambda text: Normalizer("quran-modern").is_normalized(text),
    "normalize_many": lambda text: Normalizer("search").normalize_many([text], threads=1),
    "align": lambda text: Normalizer("search").align(text, unit="utf16"),
    "tokenize": lambda text: Tokenizer().tokenize(text),
    "sentences": lambda text: naskh.sentences(text),
    "terms": lambda text: Pipeline("search").terms(text),
    "stream": lambda text: SentenceStream().push(text),
}


@pytest.mark.parametrize("work", LONG_WORK)
def test_the_lock_is_released_on_long_work(work):
    """While one thread is in the library, another runs Python."""
    text = "هٰذَا كِتَابٌ جَمِيلٌ، " * 400_000
    # With the lock held throughout nothing would tick between but at the borders, however long or often it works; with
    # the lock given back it may still not tick if the machine has something else to do.
    assert any(ticks_while(lambda: LONG_WORK[work](text)) >= 3 for _ in range(5))


def ticks_while(work):
    """How often another thread runs between the beginning and the end of the work."""
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.0005)

    thread = threading.Thread(target=tick)
    thread.start()
    started = time.perf_counter()
    result = work()
    ended = time.perf_counter()
    done.set()
    thread.join()
    del result
    return sum(started < at < ended for at in ticks)


# Hostile texts


@pytest.mark.parametrize(
    "text",
    ["\u064e" * 1_000_000, "«" * 1_000_000, "." * 1_000_000, "\u0640" * 1_000_000, "ا" * 1_000_000, "@a." * 300_000],
    ids=["fatha", "quote", "stop", "tatweel", "alef", "address"],
)
def test_a_megabyte_of_one_thing(text):
    assert "".join(map(str, naskh.tokenize(text))) == text
    assert "".join(map(str, naskh.sentences(text))) == text
    search = Normalizer("search")
    assert search.align(text).text == search.normalize(text)
    Pipeline("search").words(text)


def test_every_character_crosses_at_every_place_of_a_block() -> None:
    # A rule that always has something to do, so that the text crosses back too.
    mark = naskh.Normalizer(None, rules={"\ue000": "\ue001"})
    for point in [*range(0x3000), *range(0xD7F0, 0xD800), *range(0xE002, 0x11000, 7), 0x1F600, 0x10FFFF]:
        text = "ab" * (point % 17) + "س " * (point % 13) + chr(point) + "ف" * (point % 5)
        assert mark.normalize(text + "\ue000") == text + "\ue001", hex(point)
        assert mark.normalize("\ue000" + text) == "\ue001" + text, hex(point)
    for length in range(100):
        text = ("اس ةَّ“”😀é\0" * 12)[:length]
        assert mark.normalize(text + "\ue000") == text + "\ue001", length
        assert mark.is_normalized(text)
    for bad in ("\ud800", "ا" * 20 + "\udfff", "a😀\ud83d ب"):
        with pytest.raises(UnicodeEncodeError) as error:
            mark.normalize(bad)
        assert 0xD800 <= ord(bad[error.value.start]) < 0xE000
