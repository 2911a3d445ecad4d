"""Does each of many threads that share an object get what one alone gets, with the interpreter's lock and without?"""

import os
import re
import subprocess
import sys
import sysconfig
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

import naskh
from conftest import strings
from naskh import Chunker, Normalizer, Pipeline, Preset, SentenceSegmenter, SentenceStream, Tokenizer

THREADS = 6


@pytest.fixture(autouse=True)
def switch_often():
    """Where there is a lock, it goes round as often as it can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.fixture(scope="module")
def mixed():
    """Texts that are worked on under the lock, and some that are not."""
    return [*strings(150, seed=21), *strings(3, longest=20_000, seed=22), "كتاب", ""]


def together(work):
    """What each thread gets by `work(its number)`; all begin at once, and the error of one is raised here."""
    start = threading.Barrier(THREADS)

    def run(number):
        start.wait(60)
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def rotated(things, number):
    """The same things in another order for each thread, so that different calls meet."""
    at = len(things) * number // THREADS
    return [*enumerate(things)][at:] + [*enumerate(things)][:at]


def test_importing_the_package_does_not_bring_the_lock_back():
    script = "import sys, naskh; print(getattr(sys, '_is_gil_enabled', lambda: True)())"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_GIL"}
    # CPython warns when it switches the lock on for a module.
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.stdout.strip(), run.stderr) == (str(not sysconfig.get_config_var("Py_GIL_DISABLED")), "")


def parts(aligned):
    """What an alignment answers, every place asked for."""
    there = [aligned.to_original(at, at + 1) for at in range(0, len(aligned.text), 7)]
    back = [aligned.to_normalized(at, at + 1) for at in range(0, len(aligned.original), 7)]
    return aligned.original, aligned.text, there, back


WORK = {
    "normalize": (lambda: Normalizer("search"), lambda shared, text: shared.normalize(text)),
    "is_normalized": (lambda: Normalizer("search"), lambda shared, text: shared.is_normalized(text)),
    "normalize_many": (
        lambda: Normalizer("search"),
        lambda shared, text: shared.normalize_many([text, "كِتَابٌ"] * 300, threads=2)[:3],
    ),
    "align": (lambda: Normalizer("search"), lambda shared, text: parts(shared.align(text))),
    "explain": (lambda: Normalizer("search"), lambda shared, text: shared.explain(text[:300])),
    "id": (lambda: Normalizer("search", keep="أ"), lambda shared, _: (shared.id, hash(shared), shared.ops)),
    "tokenize": (Tokenizer, lambda shared, text: shared.tokenize(text, unit="utf16")),
    "words": (Tokenizer, lambda shared, text: shared.words(text)),
    "sentences": (SentenceSegmenter, lambda shared, text: shared.sentences(text)),
    "stream": (SentenceSegmenter, lambda shared, text: (lambda s: s.push(text) + s.finish())(shared.stream())),
    "chunks": (lambda: Chunker(words=5, overlap=2), lambda shared, text: shared.chunks(text)),
    "terms": (lambda: Pipeline("search"), lambda shared, text: shared.terms(text)),
    "Pipeline.words": (lambda: Pipeline("quran-modern"), lambda shared, text: shared.words(text)),
    "html": (lambda: Pipeline("search"), lambda shared, text: shared.html(text[:200])),
}


@pytest.mark.parametrize("name", WORK)
def test_threads_share_one_object(name, mixed):
    make, work = WORK[name]
    expected = [work(make(), text) for text in mixed]
    assert any(result != work(make(), "") for result in expected) or name == "id"
    shared = make()

    def all_texts(number):
        results = [None] * len(mixed)
        for at, text in rotated(mixed, number):
            results[at] = work(shared, text)
        return results

    for results in together(all_texts):
        assert results == expected


def test_threads_share_one_alignment(mixed):
    text = max(mixed, key=len)
    expected = parts(Normalizer("search").align(text))
    page = Normalizer("search").align(text)._repr_html_()
    shared = Normalizer("search").align(text)
    for result in together(lambda _: [(parts(shared), shared._repr_html_()) for _ in range(5)]):
        assert result == [(expected, page)] * 5


def test_threads_share_the_functions_of_the_package(mixed):
    texts = mixed[:40]
    expected = [Normalizer(preset).normalize(text) for preset in Preset for text in texts]
    naskh._normalizers.clear()
    calls = [(preset, text) for preset in Preset for text in texts]

    def all_calls(number):
        results = [None] * len(calls)
        for at, (preset, text) in rotated(calls, number):
            results[at] = naskh.normalize(text, preset)
        return results

    for results in together(all_calls):
        assert results == expected


def test_threads_share_records():
    tokens = naskh.tokenize("قال د. أحمد: نعم، 5 أقلام!")
    seen = lambda: [(str(t), repr(t), hash(t), t.is_word_like, t == u, t.kind) for t in tokens for u in tokens]
    expected = seen()
    for results in together(lambda _: [seen() for _ in range(20)]):
        assert results == [expected] * 20


def test_threads_share_a_column(mixed):
    pa = pytest.importorskip("pyarrow")
    column = pa.chunked_array([mixed[:50], [None, *mixed[50:]]], pa.string())
    calls = [
        lambda: pa.chunked_array(naskh.normalize_arrow(column, "search")),
        lambda: pa.chunked_array(naskh.tokenize_arrow(column)),
        lambda: pa.chunked_array(naskh.sentences_arrow(column, output="text")),
        lambda: pa.chunked_array(naskh.chunks_arrow(column, Chunker(words=5))),
    ]
    expected = [call() for call in calls]
    assert expected[0].null_count == 1 and expected[0] != column
    for results in together(lambda number: [calls[(number + i) % len(calls)]() for i in range(8)]):
        assert all(any(result.equals(one) for one in expected) for result in results)
        assert {i for result in results for i, one in enumerate(expected) if result.equals(one)} == {0, 1, 2, 3}


FIRST_CALLS = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
import naskh
text = "قال د. أحمد: زوروا www.example.org #سوق_عكاظ @naskh a@example.org \U0001f375 ١٫٥ كِتَابٌ. " * 3
start = threading.Barrier(8)
def everything(_):
    start.wait(60)
    aligned = naskh.Normalizer("quran-modern").align(text)
    return repr((naskh.tokenize(text), naskh.sentences(text), naskh.Pipeline("search").terms(text),
        naskh.normalize(text, "search"), aligned.text, naskh.Normalizer("asr-lenient").explain(text)))
with ThreadPoolExecutor(8) as pool:
    first, *others = pool.map(everything, range(8))
assert all(other == first for other in others)
assert "quran" not in first and "hashtag" in first and "url" in first
sys.stdout.buffer.write(first.encode())
"""


def test_the_first_calls_of_a_process_can_be_those_of_many_threads():
    """What is made once (patterns, tables, names) is made while other threads want it."""
    outputs = set()
    for _ in range(5):
        run = subprocess.run([sys.executable, "-c", FIRST_CALLS], capture_output=True, check=False)
        assert (run.returncode, run.stderr.decode()) == (0, "")
        outputs.add(run.stdout.decode())
    assert len(outputs) == 1 and "Token(text=" in outputs.pop()


# What changes: a stream, and what Python hands over


def test_a_stream_under_the_lock_of_its_callers_gives_the_sentences_of_the_whole(documents):
    text = documents[0][:8000]
    pieces = iter([text[at : at + 3] for at in range(0, len(text), 3)])
    stream, lock, found = SentenceStream(), threading.Lock(), []

    def push_some(_):
        while True:
            with lock:
                piece = next(pieces, None)
                if piece is None:
                    return
                found.extend(stream.push(piece))

    together(push_some)
    assert found + stream.finish() == SentenceSegmenter().sentences(text)


def test_a_stream_without_a_lock_refuses_or_takes_a_piece_whole():
    stream = SentenceStream()
    # Some that are worked on without the interpreter's lock.
    piece = lambda number, i: f"بدأ{number}x{i} {'ثم ' * (1500 if i % 10 == 0 else 2)}انتهى{number}x{i}. "

    def push_all(number):
        found = []
        for i in range(60):
            while True:
                try:
                    found += stream.push(piece(number, i))
                    break
                except RuntimeError as error:
                    assert "borrowed" in str(error)
                    time.sleep(0)
        return found

    found = [span for spans in together(push_all) for span in spans] + stream.finish()
    found.sort(key=lambda span: span.start)
    whole = "".join(span.text for span in found)
    ends = [span.end for span in found]
    assert [span.start for span in found] == [0, *ends[:-1]] and ends[-1] == len(whole)
    taken = Counter(re.findall(r"بدأ.*?انتهى\S+ ", whole, re.S))
    assert taken == Counter(piece(number, i) for number in range(THREADS) for i in range(60))
    assert sum(map(len, taken.elements())) == len(whole)


def test_a_second_thread_is_refused_while_a_stream_works():
    text = "هٰذَا كِتَابٌ جَمِيلٌ. " * 100_000
    stream, refused, over = SentenceStream(), [], threading.Event()

    def push_nothing():
        while not over.is_set():
            try:
                assert stream.push("") == []
            except RuntimeError as error:
                refused.append(str(error))
                time.sleep(0.0005)

    def push(text):
        # Here too the other one may be first.
        while True:
            try:
                return stream.push(text)
            except RuntimeError:
                time.sleep(0)

    thread = threading.Thread(target=push_nothing)
    thread.start()
    found, deadline = push(text), time.monotonic() + 60
    while not refused and time.monotonic() < deadline:
        found += push(text)
    over.set()
    thread.join()
    whole = "".join(span.text for span in found + stream.finish())
    assert whole == text * (len(whole) // len(text)) != ""
    assert refused and all("borrowed" in error for error in refused)


def changing(change, work):
    """Calls `work` again and again while another thread changes what it reads."""
    over = threading.Event()

    def keep_changing():
        while not over.is_set():
            change()

    thread = threading.Thread(target=keep_changing)
    thread.start()
    try:
        return [work() for _ in range(3000)]
    finally:
        over.set()
        thread.join()


def test_a_dictionary_of_rules_may_change_while_it_is_read():
    rules = {chr(0xE000 + at): "ب" for at in range(20)}

    def change():
        rules["\ue100"] = "ت"
        rules.pop("\ue100")

    made = changing(change, lambda: Normalizer(None, rules=rules))
    assert {normalizer.normalize("\ue000\ue013") for normalizer in made} == {"بب"}
    assert {normalizer.normalize("\ue100") for normalizer in made} <= {"\ue100", "ت"}


def test_a_dictionary_of_abbreviations_may_change_while_it_is_read():
    import pickle

    text = "قال مهند. سعيد. جاء"
    kept, more = {f"مهند{at}": "title" for at in range(20)}, "مهند"

    def change():
        kept[more] = "title"
        kept.pop(more)

    def make():
        segmenter = SentenceSegmenter(abbreviations=kept)
        return len(segmenter.sentences(text)), len(pickle.loads(pickle.dumps(segmenter)).sentences(text))

    made = changing(change, make)
    # What it does and what it is saved as are of one moment.
    assert set(made) <= {(3, 3), (2, 2)}


def test_a_list_may_change_while_it_is_read():
    texts = ["كِتَابٌ"] * 50
    normalizer = Normalizer("search")

    def change():
        texts.append("قَلَمٌ")
        texts.pop()

    for result in changing(change, lambda: normalizer.normalize_many(texts)):
        assert result[:50] == ["كتاب"] * 50 and result[50:] in ([], ["قلم"])
