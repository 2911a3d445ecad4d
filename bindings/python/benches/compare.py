"""How fast is naskh from Python, beside what else there is?

    pip install ./bindings/python pyarrow pyarabic six arabic-norm arabic-normalize tokenizers
    pip install --no-deps camel-tools==1.6.0 docopt cachetools regex emoji future
    python bindings/python/benches/compare.py

One run, one process, one thread: in each round every tool takes every corpus once, in another order; the table has the
median of the rounds in nanoseconds of processor time a string, and how many times naskh's that is; a second table is of
the words of the normalised text. Strings are made anew for each turn, so that nobody meets a string whose UTF-8 Python
has kept. The tools do not do the same: the last column tells how many of the texts a tool gives as naskh does. Corpora
are those of `benches/data`.

A tool that is not installed is named, and left out.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any, Callable

import naskh

# What takes and gives columns.
COLUMNS = ("naskh: normalize_arrow", "naskh: normalize_arrow, tokenize_arrow")
DATA = Path(__file__).parents[3] / "benches" / "data"


def lines(name: str) -> list[str]:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def pieces(text: str, size: int) -> list[str]:
    """Pieces of about so many bytes, cut at spaces."""
    found, piece = [], ""
    for word in text.split(" "):
        if piece and len(piece.encode()) + len(word.encode()) >= size:
            found.append(piece)
            piece = word
        else:
            piece = f"{piece} {word}" if piece else word
    return found


def corpora(strings: int) -> dict[str, list[str]]:
    news, vocalised = "\n".join(lines("news")), "\n".join(lines("vocalised"))
    some = lambda texts, n: [texts[i % len(texts)] for i in range(n)]
    return {
        "60 bytes, news": some(pieces(news, 64), strings),
        "60 bytes, vocalised": some(pieces(vocalised, 64), strings),
        "tweets": some(lines("social"), strings),
        "documents of 5 KB, news": some(pieces(news, 5000), max(1, strings // 50)),
        "documents of 5 KB, vocalised": some(pieces(vocalised, 5000), max(1, strings // 50)),
    }


def tools() -> dict[str, Callable[[list[str]], Any]]:
    """Each takes a list and gives a list, but the columns."""
    search = naskh.Normalizer("search")
    found: dict[str, Callable[[list[str]], Any]] = {
        "naskh: normalize": lambda texts: [search.normalize(text) for text in texts],
        "naskh: normalize_many": lambda texts: search.normalize_many(texts, threads=1),
    }
    # What Python itself can do: a table of the characters, for the rows that need no neighbours.
    chars = [chr(c) for c in range(0x20, 0x10000) if not 0xD800 <= c < 0xE000]
    table = {ord(c): to for c, to in zip(chars, search.normalize_many(chars)) if c != to}
    found["str.translate"] = lambda texts: [text.translate(table) for text in texts]

    def add(name: str, make: Callable[[], Callable[[list[str]], Any]]) -> None:
        try:
            found[name] = make()
        except ImportError as error:
            print(f"LEFT OUT: {name}: {error}", file=sys.stderr)

    def pyarrow() -> Callable[[list[str]], Any]:
        import pyarrow  # noqa: F401

        return lambda column: naskh.normalize_arrow(column, search)

    def arabic_norm() -> Callable[[list[str]], Any]:
        from arabic_norm import normalize

        return lambda texts: [normalize(text, ta_marbuta=True) for text in texts]

    def arabic_norm_batch() -> Callable[[list[str]], Any]:
        from arabic_norm import normalize_batch

        return lambda texts: normalize_batch(texts, ta_marbuta=True)

    def arabic_normalize() -> Callable[[list[str]], Any]:
        from arabic_normalize import Normalizer

        normalize = Normalizer.search().normalize
        return lambda texts: [normalize(text) for text in texts]

    def arabic_normalize_many() -> Callable[[list[str]], Any]:
        from arabic_normalize import Normalizer

        return Normalizer.search().normalize_many

    def pyarabic() -> Callable[[list[str]], Any]:
        from pyarabic import araby

        def normalize(text: str) -> str:
            text = araby.strip_tatweel(araby.strip_tashkeel(text))
            return str(araby.normalize_teh(araby.normalize_alef(araby.normalize_ligature(text))))

        return lambda texts: [normalize(text) for text in texts]

    def camel() -> Callable[[list[str]], Any]:
        from camel_tools.utils.dediac import dediac_ar
        from camel_tools.utils.normalize import (
            normalize_alef_ar,
            normalize_alef_maksura_ar,
            normalize_teh_marbuta_ar,
            normalize_unicode,
        )

        def normalize(text: str) -> str:
            text = dediac_ar(normalize_unicode(text))
            return str(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(text))))

        return lambda texts: [normalize(text) for text in texts]

    def hf() -> Callable[[list[str]], Any]:
        from tokenizers import Regex, normalizers

        chain = normalizers.Sequence(
            [
                normalizers.NFKC(),
                normalizers.Replace(Regex("[\u0640\u064b-\u0652\u0670]"), ""),
                normalizers.Replace(Regex("[أإآٱ]"), "ا"),
                normalizers.Replace("ى", "ي"),
                normalizers.Replace("ة", "ه"),
            ]
        )
        return lambda texts: [chain.normalize_str(text) for text in texts]

    add(COLUMNS[0], pyarrow)
    add("arabic-norm: normalize", arabic_norm)
    add("arabic-norm: normalize_batch", arabic_norm_batch)
    add("arabic-normalize: normalize", arabic_normalize)
    add("arabic-normalize: normalize_many", arabic_normalize_many)
    add("HF tokenizers: five steps", hf)
    add("CAMeL Tools: five functions", camel)
    add("PyArabic: five functions", pyarabic)
    return found


def chains() -> dict[str, Callable[[list[str]], Any]]:
    """Normalised words: each takes a list and gives a list of lists, but the columns."""
    search, pipeline = naskh.Normalizer("search"), naskh.Pipeline("search")
    found: dict[str, Callable[[list[str]], Any]] = {
        "naskh: Pipeline.words": lambda texts: [pipeline.words(text) for text in texts],
    }
    normalizers = tools()

    def arrow(column: Any) -> Any:
        keys = naskh.normalize_arrow(column, search)
        return naskh.tokenize_arrow(keys, output="text", select="words")

    if COLUMNS[0] in normalizers:
        found[COLUMNS[1]] = arrow
    if normalize := normalizers.get("HF tokenizers: five steps"):
        from tokenizers import pre_tokenizers

        split = pre_tokenizers.Whitespace().pre_tokenize_str
        found["HF tokenizers: five steps, Whitespace"] = lambda texts: [
            [word for word, _ in split(text)] for text in normalize(texts)
        ]
    if normalize_camel := normalizers.get("CAMeL Tools: five functions"):
        from camel_tools.tokenizers.word import simple_word_tokenize

        found["CAMeL Tools: five functions, simple_word_tokenize"] = lambda texts: [
            simple_word_tokenize(text) for text in normalize_camel(texts)
        ]
    if normalize_pyarabic := normalizers.get("PyArabic: five functions"):
        from pyarabic import araby

        found["PyArabic: five functions, tokenize"] = lambda texts: [
            araby.tokenize(text) for text in normalize_pyarabic(texts)
        ]
    return found


def fresh(texts: list[str]) -> list[str]:
    """The texts as new objects."""
    joined = "\0".join(texts)
    return joined.split("\0")


def table(what: str, found: dict[str, Callable[[list[str]], Any]], texts: dict[str, list[str]], rounds: int) -> None:
    """Times the tools in turn, and prints how they did."""
    times: dict[tuple[str, str], list[float]] = {(tool, name): [] for tool in found for name in texts}
    turns = list(times)
    gc.disable()  # or it comes at whose turn it will
    for _ in range(rounds):
        random.shuffle(turns)
        gc.collect()
        for tool, name in turns:
            strings = given(tool, fresh(texts[name]))
            started = time.process_time_ns()
            made = found[tool](strings)
            times[tool, name].append((time.process_time_ns() - started) / len(texts[name]))
            del made

    print(f"| {what} | {' | '.join(texts)} | as naskh |")
    print("|---|" + "---|" * (len(texts) + 1))
    distinct = [text for name in texts for text in dict.fromkeys(texts[name])]
    first = next(iter(found))
    expected = found[first](distinct)
    for tool in found:
        cells = []
        for name in texts:
            median = statistics.median(times[tool, name])
            cells.append(f"{median:,.0f} ({median / statistics.median(times[first, name]):.2f})")
        results = found[tool](given(tool, distinct))
        if tool in COLUMNS:
            import pyarrow as pa

            results = pa.array(results).to_pylist()
        equal = sum(a == b for a, b in zip(results, expected)) / len(expected)
        assert equal == 1 or not tool.startswith("naskh"), tool
        print(f"| {tool} | {' | '.join(cells)} | {equal:.0%} |")
    print()


def given(tool: str, texts: list[str]) -> Any:
    """What the tool takes. A column is made of the list before the clock runs: in Arrow is where it lives."""
    if tool not in COLUMNS:
        return texts
    import pyarrow as pa

    return pa.array(texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--strings", type=int, default=50_000)
    parser.add_argument("--max-load", type=float, help="stop if the machine is busier than that")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    if options.max_load is not None and load > options.max_load:
        sys.exit(f"load {load:.2f}: nothing that is measured now would mean anything")
    # For arabic-norm's batches, and whatever else: one thread for all.
    os.environ["RAYON_NUM_THREADS"] = "1"
    texts = corpora(options.strings)
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, load {load:.1f}, ", end="")
    print(f"{options.rounds} rounds; ns a string (times naskh's first row)\n")
    table("the normalised text", tools(), texts, options.rounds)
    table("its words", chains(), texts, options.rounds)
    sizes = ", ".join(f"{name} {sum(len(t.encode()) for t in ts) / len(ts):.0f}" for name, ts in texts.items())
    print(f"Mean bytes a string: {sizes}.")


if __name__ == "__main__":
    main()
