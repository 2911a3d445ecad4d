"""How much more do two threads normalise than one, each calling one shared normaliser from Python?

    python benches/threads.py [--rounds 9] [--threads 2]

Prints, for short strings and for documents, the calls a second of one thread and of so many threads, and how many times
the one the others are: the median of interleaved rounds. Three ways: one normaliser that all threads share; one for
each thread; and a thread that did not make the normaliser, alone, against the one that did, which tells what counting
references to another thread's object costs. Needs as many free processors as threads; says how many it may use.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import threading
import time

from naskh import Normalizer

SENTENCE = "قَالَ الأُسْتَاذُ أَحْمَدُ إِنَّ"
TEXTS = {"short": (SENTENCE, 60_000), "document": ((SENTENCE + " ") * 90, 4_000)}


def work(normalizer: Normalizer, text: str, calls: int) -> None:
    for _ in range(calls):
        normalizer.normalize(text)


def rate(normalizers: list[Normalizer], text: str, calls: int) -> float:
    """Calls a second of a thread for each of the normalisers, all together."""
    start = threading.Barrier(len(normalizers) + 1)

    def run(normalizer: Normalizer, text: str) -> None:
        start.wait()
        work(normalizer, text, calls)

    # A text of its own for each: what is measured is sharing the normaliser.
    threads = [
        threading.Thread(target=run, args=(normalizer, text[:1] + text[1:])) for normalizer in normalizers
    ]
    for thread in threads:
        thread.start()
    start.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    return calls * len(normalizers) / (time.perf_counter() - started)


def owner_rate(normalizer: Normalizer, text: str, calls: int) -> float:
    started = time.perf_counter()
    work(normalizer, text, calls)
    return calls / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    lock = getattr(sys, "_is_gil_enabled", lambda: True)()
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    state, load = "on" if lock else "off", os.getloadavg()[0]
    print(f"Python {sys.version.split()[0]}, lock {state}, {cpus} processors, load {load:.1f}")
    if cpus is not None and cpus < options.threads:
        print("fewer processors than threads: the ratios say nothing about threads")
    for name, (text, calls) in TEXTS.items():
        shared = Normalizer("search")
        ways: dict[str, list[float]] = {"maker": [], "one": [], "shared": [], "own": []}
        for _ in range(options.rounds):
            ways["maker"].append(owner_rate(shared, text, calls))
            ways["one"].append(rate([shared], text, calls))
            ways["shared"].append(rate([shared] * options.threads, text, calls))
            ways["own"].append(rate([Normalizer("search") for _ in range(options.threads)], text, calls))
        ratio = lambda a, b: statistics.median(x / y for x, y in zip(ways[a], ways[b]))
        print(
            f"{name} ({len(text.encode())} bytes): one thread {statistics.median(ways['one']):,.0f} calls a second; "
            f"{options.threads} threads: {ratio('shared', 'one'):.2f} times that with one normaliser, "
            f"{ratio('own', 'one'):.2f} with one each; "
            f"a thread that did not make it: {ratio('one', 'maker'):.2f} of the one that did"
        )


if __name__ == "__main__":
    main()
