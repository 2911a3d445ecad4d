#!/usr/bin/env python3
"""Which inputs does a fuzzer start from? Writes fuzz/corpus/TARGET/, from the cases of tests/data and the documents.

    python3 fuzz/seeds.py
"""

import hashlib
import pathlib
import re
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent
DATA = ROOT.parent / "tests" / "data"
TARGETS = re.findall(r'^\[\[bin\]\]\nname = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M)


def strings(value):
    """Every string of a value of a case."""
    if isinstance(value, str):
        yield value
    for item in value if isinstance(value, list) else []:
        yield from strings(item)


def texts():
    for name in ("traps", "words", "sentences"):
        for case in tomllib.loads((DATA / f"{name}.toml").read_text())["case"]:
            for key in ("input", "text", "same_key", "output"):
                yield from strings(case.get(key, []))
    for document in sorted((DATA / "documents").glob("*.txt")):
        # What a fuzzer mutates should be short.
        yield from document.read_text().split("\n")[:30]


def main():
    unique = sorted(set(texts()))
    for target in TARGETS:
        folder = ROOT / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(unique):
            # The bytes that choose a preset, a way to cut ...: even first, so that the text is taken as it stands.
            choice = bytes([number * 2 % 256, number * 37 % 256])
            if target == "command_line":
                choice = bytes([number * 2 % 256 + 1])
            data = choice + text.encode()
            (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)
    print(f"{len(unique)} seeds for each of {len(TARGETS)} targets")


main()
