#!/usr/bin/env python3
"""How well do `quran` and `quran-modern` do on the whole Quran? Prints figures; commits no text.

    pip install quran-transcript==0.6.4 quran-text==0.1.0
    cargo build --release -p naskh-cli
    python3 scripts/quran.py target/release/naskh [--check] [--residue 50]

1. `quran` on the words of PyPI `quran-text`: how many keep a combining mark.
2. `quran-modern` on the word pairs (Uthmani, modern) of PyPI `quran-transcript`: how many are equal after both sides
   were folded by `search`; how many distinct modern words fall together more than under `search` alone; and how many
   modern words the preset would change, to which it should do nothing.
3. The same on the word pairs of `quran-text`, whose encoding is another one (the King Fahd complex's: U+06E1 is the
   sukun, tanwin is open), and whose modern spelling chooses otherwise here and there (السموات for السماوات, داود, نعمة).
   It joins يا to what follows, so spaces count as nothing there.

With `--check` it fails if a figure is worse than LIMITS.
"""
import argparse
import collections
import importlib.util
import json
import pathlib
import subprocess
import sys
import unicodedata


# The first four are what the presets were meant to reach, or better; the last is near what was reached.
LIMITS = {
    "marked": 0,  # words of quran-text that keep a mark: at most
    "equal": 0.999,  # share of the pairs of quran-transcript: at least
    "merged": 0.005,  # share of the distinct modern words, in either text: at most
    "harmed": 0,  # modern spellings that change, in either text: at most
    "equal_kfc": 0.995,  # share of the pairs of quran-text: at least
}


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


def measure(naskh, name, pairs, residue, spaces=True, known=None):
    """Prints the figures of some pairs; returns the shares that `LIMITS` speaks of, and the keys of the modern words.

    `known`: the keys of the modern words of another text.
    """
    total = sum(pairs.values())
    modern = {word for _, word in pairs}
    search = normalize(naskh, "search", modern | {word for word, _ in pairs})
    spelled = normalize(naskh, "quran-modern", {word for word, _ in pairs} | modern)
    folded = normalize(naskh, "search", set(spelled.values()))
    bare = normalize(naskh, "model", modern | set(spelled.values()))

    def same(a, b):
        return a == b if spaces else a.replace(" ", "") == b.replace(" ", "")

    equal = sum(n for (a, b), n in pairs.items() if same(folded[spelled[a]], search[b]))
    alone = sum(n for (a, b), n in pairs.items() if same(search[a], search[b]))
    exact = sum(n for (a, b), n in pairs.items() if same(bare[spelled[a]], bare[b]))
    print(f"{name}: {total} pairs, {len(pairs)} distinct{'' if spaces else ', spaces apart'}")
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
    wrong = collections.Counter({(a, b): n for (a, b), n in pairs.items() if not same(folded[spelled[a]], search[b])})
    if known:
        attested = {key.replace(" ", "") for key in known}
        there = sum(n for (a, _), n in wrong.items() if folded[spelled[a]].replace(" ", "") in attested)
        print(f"  of the {wrong.total()} that differ, {there} got a spelling that the other text has")
    for (a, b), n in wrong.most_common(residue):
        print(n, a, spelled[a], b, sep="\t")
    return equal / total, (after - before) / types, harmed, {search[word] for word in modern}


def main():
    args = argparse.ArgumentParser()
    args.add_argument("naskh")
    args.add_argument("--check", action="store_true", help="fail if a figure is worse than LIMITS")
    args.add_argument("--residue", type=int, default=0, help="print so many of the commonest pairs that differ")
    args = args.parse_args()

    hafs = json.loads((folder("quran_text_data") / "hafs.json").read_text())
    words = hafs["words"]
    keys = normalize(args.naskh, "quran", set(words))
    marked = sum(any(map(is_mark, keys[word])) for word in words)
    print(f"quran-text: {len(words)} words, {marked} keep a mark under `quran`")

    source = folder("quran_transcript") / "quran-script" / "quran-uthmani-imlaey-map.json"
    pairs = pairs_of(json.loads(source.read_text()))
    equal, merged, harmed, known = measure(args.naskh, "quran-transcript", pairs, args.residue)
    # A few words have no modern spelling there.
    kfc = collections.Counter((a, b) for a, b in zip(words, hafs["rasm_imlai"], strict=True) if b)
    equal_kfc, merged_kfc, harmed_kfc, _ = measure(args.naskh, "quran-text", kfc, args.residue, False, known)

    if args.check:
        assert len(words) > 77_000 and pairs.total() > 77_000 and kfc.total() > 77_000, "the texts are not whole"
        worse = [
            name for name, is_worse in [
                ("marked", marked > LIMITS["marked"]),
                ("equal", equal < LIMITS["equal"]),
                ("merged", max(merged, merged_kfc) > LIMITS["merged"]),
                ("harmed", harmed + harmed_kfc > LIMITS["harmed"]),
                ("equal_kfc", equal_kfc < LIMITS["equal_kfc"]),
            ] if is_worse
        ]
        if worse:
            sys.exit(f"worse than LIMITS: {', '.join(worse)}")


if __name__ == "__main__":
    main()
