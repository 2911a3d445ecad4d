#!/usr/bin/env python3
"""How well do `quran` and `quran-modern` do on the whole Quran? Prints figures; commits no text.

    pip install quran-transcript==0.6.4 quran-text==0.1.0
    cargo build --release -p naskh-cli
    python3 scripts/quran.py target/release/naskh [--residue 50]

1. `quran` on the words of PyPI `quran-text`: how many keep a combining mark.
2. `quran-modern` on the word pairs (Uthmani, modern) of PyPI `quran-transcript`: how many are equal after both sides
   were folded by `search`; how many distinct modern words fall together more than under `search` alone; and how many
   modern words the preset would change, to which it should do nothing.
"""
import argparse
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys
import unicodedata


def folder(package):
    spec = importlib.util.find_spec(package)
    if spec is None:
        sys.exit(f"{package} is not installed: {__doc__}")
    return pathlib.Path(list(spec.submodule_search_locations)[0])


def normalize(naskh, preset, words):
    """Each word by itself, in order."""
    words = list(words)
    assert not any("\n" in word for word in words)
    run = [naskh, "normalize", "--preset", preset]
    out = subprocess.run(run, input="\n".join(words) + "\n", capture_output=True, text=True, check=True).stdout
    lines = out.removesuffix("\n").split("\n")
    assert len(lines) == len(words), (preset, len(lines), len(words))
    return dict(zip(words, lines))


def is_mark(char):
    return unicodedata.category(char) in ("Mn", "Me", "Mc")


def pairs_of(data):
    """Every pair of `rasm_map` under a verse; the basmala that heads a chapter is not one of its verses."""
    found = collections.Counter()

    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "rasm_map":
                    found.update((pair["@uthmani"], pair["@imlaey"]) for pair in value)
                elif "bismillah" not in key:
                    walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(data)
    return found


def main():
    args = argparse.ArgumentParser()
    args.add_argument("naskh")
    args.add_argument("--residue", type=int, default=0, help="print so many of the commonest pairs that differ")
    args = args.parse_args()

    hafs = json.loads((folder("quran_text_data") / "hafs.json").read_text())
    words = [word if isinstance(word, str) else word["text"] for word in hafs["words"]]
    keys = normalize(args.naskh, "quran", set(words))
    marked = sum(any(map(is_mark, keys[word])) for word in words)
    print(f"quran-text: {len(words)} words, {marked} keep a mark under `quran`")

    source = folder("quran_transcript") / "quran-script" / "quran-uthmani-imlaey-map.json"
    pairs = pairs_of(json.loads(source.read_text()))
    total = sum(pairs.values())
    modern = {word for _, word in pairs}
    search = normalize(args.naskh, "search", modern | {word for word, _ in pairs})
    spelled = normalize(args.naskh, "quran-modern", {word for word, _ in pairs} | modern)
    folded = normalize(args.naskh, "search", set(spelled.values()))
    bare = normalize(args.naskh, "model", modern | set(spelled.values()))

    equal = sum(n for (a, b), n in pairs.items() if folded[spelled[a]] == search[b])
    alone = sum(n for (a, b), n in pairs.items() if search[a] == search[b])
    exact = sum(n for (a, b), n in pairs.items() if bare[spelled[a]] == bare[b])
    print(f"quran-transcript: {total} pairs, {len(pairs)} distinct")
    print(f"  equal after search, `search` alone:   {alone} = {alone / total:.3%}")
    print(f"  equal after search, `quran-modern`:   {equal} = {equal / total:.3%}")
    print(f"  equal letter by letter, marks apart:  {exact} = {exact / total:.3%}")

    def merged(key):
        """Distinct modern words (marks apart) that share a key with another one."""
        classes = collections.defaultdict(set)
        for a, b in pairs:
            classes[key(a, b)].add(bare[b])
        return sum(len(words) for words in classes.values() if len(words) > 1)

    types = len({bare[word] for word in modern})
    before, after = merged(lambda a, b: search[b]), merged(lambda a, b: folded[spelled[a]])
    print(f"  distinct modern words: {types}; fall together under `search` alone {before}, here {after}: "
          f"{(after - before) / types:+.3%} of the words")
    harmed = sum(folded[spelled[word]] != search[word] for word in modern)
    print(f"  modern spellings that it changes beyond `search`: {harmed} of {len(modern)}")
    for (a, b), n in pairs.most_common():
        if args.residue and folded[spelled[a]] != search[b]:
            print(n, a, spelled[a], b, sep="\t")
            args.residue -= 1


if __name__ == "__main__":
    main()
