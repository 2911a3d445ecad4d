"""What every oracle is fed, and how its answer is written down.

`tests/oracles.rs` makes the same inputs and the same digests; the two files change together.

    inputs:  alone      every Unicode scalar value, in order
             between    the same between two U+0628
             strings    100,000 strings of 1 to 24 characters of tests/data/oracles/alphabet.txt
             fragments  100,000 strings of 1 to 24 pieces of tests/data/oracles/fragments.txt
             sigma      every scalar value before and behind capital sigmas, which end a word or do not
             beside     every scalar value beside a letter, a digit, a space, an emoji
             tokens     100,000 strings of 1 to 24 pieces of tests/data/oracles/tokens.txt
             long       2,000 strings of 1 to 24 such pieces, each 1 to 300 times
    digest:  FNV-1a, 64 bits, over each output in UTF-8 and a byte 0xFF after it; one for each 4096 inputs
    rows:    the first 400 inputs of `between` that the tool changes, for a reader and for a first failure that speaks

A tokeniser's output is a line a token: where it starts, in characters, if the tool tells; its type, if it has one; its
length in characters; its text. `tokens` writes it.

A script calls `main` with its presets. Its options: `--write` (make the files), `--check` (make them again and
compare), `--quran` (run tool and `naskh`, of which NASKH tells the path, over the text of the package `quran-text`); then
names of presets, if not all.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "tests/data/oracles"
COUNT = 100_000
BLOCK = 4096
ROWS = 400
MASK = (1 << 64) - 1


class Preset:
    """A preset and the tool it reproduces. `run` takes an iterable of strings and gives their outputs in order."""

    def __init__(self, name, tool, version, call, run, sets=("alone", "between", "strings"), kind="preset", places=False):
        self.name, self.tool, self.version, self.call, self.run, self.sets = name, tool, version, call, run, sets
        self.kind, self.places = kind, places


TOKENIZER_SETS = ("alone", "between", "strings", "fragments", "beside", "tokens")


def tokenizer(name, tool, version, call, run, sets=TOKENIZER_SETS, places=True):
    """A tokeniser that reproduces a tool. `run` gives what `tokens` makes; `places` says whether starts are in it."""
    return Preset(name, tool, version, call, run, sets, "tokenizer", places)


def tokens(found):
    """Of (start or nothing, type or nothing, text)."""
    return "".join(f"{start}:{kind}:{len(text)}:{text}\n" for start, kind, text in found)


def each(function):
    """A `run` that calls a Python function for each input."""
    return lambda inputs: map(function, inputs)


def scalars():
    for cp in range(0x110000):
        if not 0xD800 <= cp <= 0xDFFF:
            yield chr(cp)


def unescape(text):
    return re.sub(r"\\u\{([0-9A-F]+)\}", lambda m: chr(int(m[1], 16)), text)


def escape(text):
    """Printable ASCII but the backslash and the space stands for itself."""
    return "".join(c if "!" <= c <= "~" and c != "\\" else f"\\u{{{ord(c):X}}}" for c in text)


def alphabet():
    lines = (DATA / "alphabet.txt").read_text("utf-8").splitlines()
    return [chr(int(line.split()[0][2:], 16)) for line in lines if line.startswith("U+")]


def fragments(file="fragments.txt"):
    lines = (DATA / file).read_text("utf-8").splitlines()
    return [unescape(line) for line in lines if line and not line.startswith("# ")]


def random_strings(pieces, count=COUNT, most=1):
    state = 0x9E3779B97F4A7C15

    def below(n):  # xorshift64*
        nonlocal state
        state ^= state >> 12
        state = (state ^ state << 25) & MASK
        state ^= state >> 27
        return ((state * 0x2545F4914F6CDD1D & MASK) >> 33) % n

    def piece():
        return pieces[below(len(pieces))] * (1 if most == 1 else 1 + below(most))

    for _ in range(count):
        yield "".join(piece() for _ in range(1 + below(24)))


SETS = {
    "alone": scalars,
    "between": lambda: ("\u0628" + c + "\u0628" for c in scalars()),
    "strings": lambda: random_strings(alphabet()),
    "fragments": lambda: random_strings(fragments()),
    "beside": lambda: (f"a{c}1{c}a {c}\u0663 {c}\U0001F469{c}" for c in scalars()),
    "tokens": lambda: random_strings(fragments("tokens.txt")),
    "long": lambda: random_strings(fragments("tokens.txt"), 2_000, 300),
    "sigma": lambda: (f"\u03B1\u03A3{c} \u03B1\u03A3{c}\u03B1 {c}\u03A3 \u03B1{c}\u03A3" for c in scalars()),
}


def fnv(outputs):
    digest = 0xCBF29CE484222325
    for output in outputs:
        for byte in output.encode("utf-8"):
            digest = (digest ^ byte) * 0x100000001B3 & MASK
        digest = (digest ^ 0xFF) * 0x100000001B3 & MASK
    return digest


def vectors(preset):
    script = pathlib.Path(sys.argv[0]).name
    lines = [f"# tool: {preset.tool}", f"# version: {preset.version}", f"# call: {preset.call}",
             f"# command: python3 oracles/{script} --write {preset.name}"]
    rows = []
    for name in preset.sets:
        inputs = list(SETS[name]())
        outputs = list(preset.run(inputs))
        assert len(inputs) == len(outputs), (preset.name, name, len(inputs), len(outputs))
        lines.append(f"set {name} {len(inputs)}")
        lines += [f"block {fnv(outputs[at:at + BLOCK]):016x}" for at in range(0, len(outputs), BLOCK)]
        if name == ("between" if preset.kind == "preset" else "tokens"):
            rows = [(i, o) for i, o in zip(inputs, outputs) if i != o][:ROWS if preset.kind == "preset" else 50]
    lines += [f"row {escape(i)} {escape(o)}" for i, o in rows]
    return "\n".join(lines) + "\n"


def quran_suras():
    """The words of each sura, with the pause signs and verse numbers of the print: `pip install quran-text==0.1.0`."""
    from quran_text import Mushaf
    return [sura.render(marks=True, ayah_marks=True) for sura in Mushaf.hafs().surahs]


def quran(preset):
    """Compares tool and `naskh` on the Qur'an, a sura a text; the number of suras that differ."""
    suras = quran_suras()
    if preset.kind == "tokenizer":
        suras = [" ".join(sura.splitlines()) for sura in suras]  # to the command a line is a text
    outputs = list(preset.run(suras))
    differ = 0
    for number, (text, expected) in enumerate(zip(suras, outputs), 1):
        actual = ours(preset, text)
        if actual != expected:
            differ += 1
            at = next((i for i, (a, b) in enumerate(zip(actual, expected)) if a != b), min(len(actual), len(expected)))
            print(f"  sura {number}, character {at}: naskh {escape(actual[at:at + 20])}, "
                  f"{preset.tool} {escape(expected[at:at + 20])}")
    print(f"{preset.name}: Qur'an, {len(suras)} suras, {sum(map(len, suras))} characters, {differ} differ")
    return differ


def ours(preset, text):
    """What `naskh` makes of a text, in the form of the tool's output."""
    command = [os.environ.get("NASKH", ROOT / "target/release/naskh")]
    if preset.kind == "preset":
        command += ["normalize", "--preset", preset.name]
    else:
        command += ["tokens", "--tokenizer", preset.name, "--format", "jsonl", "--offsets", "char"]
    output = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    if preset.kind == "preset":
        return output
    found = map(json.loads, output.splitlines())
    return tokens((token["span"][0] if preset.places else "", token.get("kind", ""), token["text"]) for token in found)


def main(presets):
    options = argparse.ArgumentParser(description="Makes or checks test vectors with a real tool.")
    options.add_argument("--write", action="store_true")
    options.add_argument("--check", action="store_true")
    options.add_argument("--quran", action="store_true")
    options.add_argument("names", nargs="*")
    options = options.parse_args()
    bad = 0
    for preset in presets:
        if options.names and preset.name not in options.names:
            continue
        file = DATA / f"{preset.name}.txt"
        if options.write:
            file.write_text(vectors(preset), "utf-8", newline="\n")
            print(f"{preset.name}: written")
        if options.check:
            same = file.read_text("utf-8") == vectors(preset)
            bad += not same
            print(f"{preset.name}: {'as written' if same else 'DIFFERS from ' + str(file.relative_to(ROOT))}")
        if options.quran:
            bad += quran(preset)
    sys.exit(bad != 0)
