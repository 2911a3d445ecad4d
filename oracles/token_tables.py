#!/usr/bin/env python3
"""Writes src/tokenize/compat/data.rs: what each tokeniser takes each character for, as seen in what it does.

    python3 oracles/token_tables.py            # writes the file; needs what lucene.py, camel.py, py_arabic.py, bert.py and
    python3 oracles/token_tables.py --check    # crates.py need; exit 1 and a diff if the file would be another
"""
import difflib
import subprocess
import sys

import regex
from camel_tools.tokenizers.word import simple_word_tokenize
from camel_tools.utils.charsets import EMOJI_ALL_CHARSET
from pyarabic import araby
from tokenizers import pre_tokenizers

import common
import crates
import lucene

FILE = common.ROOT / "src/tokenize/compat/data.rs"
SCALARS = list(common.scalars())

# A character of each class of Lucene's scanner, and the name the class has in lucene.rs.
LUCENE = {
    "!": "Other", "\U0001F1EA": "Regional", "\U0001F3FD": "Modifier", "\U0001F44D": "ModifierBase", "\u2764": "Emoji",
    "\u064E": "Extend", "\uFE0E": "TextSelector", "#": "KeycapBase", "\u20E3": "Keycap", "\uFE0F": "EmojiSelector",
    "\u200D": "Joiner", "\U000E0067": "Tag", "\U000E007F": "TagEnd", "\u0628": "Letter", "\u24C2": "EmojiLetter",
    "\uAC00": "Hangul", "\u0663": "Numeric", "1": "Digit", "\u30AB": "Katakana", ":": "MidLetter", ",": "MidNum",
    ".": "MidNumLet", "_": "ExtendNumLet", "\u4E2D": "Han", "\u3042": "Hiragana", "'": "SingleQuote",
    "\"": "DoubleQuote", "\u05D0": "Hebrew", "\u0E01": "Complex", "\u0E31": "ComplexExtend",
}
FLAGS = ["HF_WORD", "HF_SPACE", "BERT_SPACE", "BERT_SIGN", "PYARABIC_WORD", "CAMEL_SPACE", "CAMEL_SIGN", "CAMEL_DIGIT",
         "CAMEL_EMOJI", "ALPHANUMERIC"]
DOCS = ["`\\w` of the Rust crate `regex`.", "`\\s` of the Rust crate `regex`.", "White space.",
        "Punctuation: a token of its own.", "`\\w` of Python, the marks U+064B-0652 and U+0670, and the apostrophe.",
        "White space of Python.", "Punctuation, symbol or emoji: a token of its own.", "`\\d` of the Python package `regex`.",
        "`\\p{Emoji}` of the Python package `regex`.", "What makes a piece a word."]


def lucene_classes():
    lines = lucene.java("classes", stdout=subprocess.PIPE).stdout.decode().split("\n")[:-1]
    of = {}
    for first, last, number in (map(int, line.split()) for line in lines):
        of.update((chr(cp), number) for cp in range(first, last + 1))
    names = {of[c]: name for c, name in LUCENE.items()}
    assert len(names) == len(LUCENE) == len(set(of.values())), "a class without a name"
    order = {name: place for place, name in enumerate(LUCENE.values())}
    return {c: order[names[of[c]]] for c in SCALARS}


def flags():
    """For each character what it is to each tool: a bit a flag."""
    def pieces(tokenizer):
        return {c: [token for token, _ in tokenizer.pre_tokenize_str(f"a{c}a")] for c in SCALARS}

    hf, bert = pieces(pre_tokenizers.Whitespace()), pieces(pre_tokenizers.BertPreTokenizer())
    arabic = {c: araby.tokenize(f"\u0628{c}\u0628") for c in SCALARS}
    camel = {c: simple_word_tokenize(f"a{c}a") for c in SCALARS}
    emoji, digit = regex.compile(r"\p{Emoji}"), regex.compile(r"\d")
    words = dict(zip(SCALARS, crates.feed("unicode-words")(SCALARS)))
    tests = [
        lambda c: len(hf[c]) == 1,
        lambda c: len(hf[c]) == 2,
        lambda c: len(bert[c]) == 2,
        lambda c: len(bert[c]) == 3,
        lambda c: len(arabic[c]) == 1,
        lambda c: len(camel[c]) == 2,
        lambda c: len(camel[c]) == 3,
        lambda c: digit.match(c),
        lambda c: emoji.match(c),
        lambda c: words[c] != "",
    ]
    return {c: sum(1 << bit for bit, test in enumerate(tests) if test(c)) for c in SCALARS}


def numbers(name, kind, doc, values, width):
    rows, row = [], "   "
    for value in values:
        text = f" 0x{value:0{width}X},"
        if len(row) + len(text) > 120:
            rows.append(row)
            row = "   "
        row += text
    rows.append(row)
    return f"\n/// {doc}\n#[rustfmt::skip]\npub(super) static {name}: [{kind}; {len(values)}] = [\n" + "\n".join(rows) + "\n];\n"


def properties():
    classes, bits = lucene_classes(), flags()
    profiles, ranges = [], []
    for c in SCALARS:
        profile = bits[c] << 5 | classes[c]
        if profile not in profiles:
            profiles.append(profile)
        number = profiles.index(profile)
        if not ranges or ranges[-1] & 0xFF != number:
            ranges.append(ord(c) << 8 | number)
    assert len(profiles) <= 256
    text = "".join(f"\n/// {doc}\npub(super) const {flag}: u16 = 1 << {bit + 5};\n"
                   for bit, (flag, doc) in enumerate(zip(FLAGS, DOCS)))
    text += numbers("PROFILES", "u16", "The class of Lucene's scanner in the five lowest bits, then the flags above.",
                    profiles, 4)
    return text + numbers("RANGES", "u32", "The first character of a range, and in the lowest byte its profile.",
                          ranges, 8)


def emoji():
    """The multi-character sequences as a minimal automaton."""
    root = {}
    for sequence in sorted(EMOJI_ALL_CHARSET):  # a set has another order in each run
        if len(sequence) > 1:
            node = root
            for c in sequence:
                node = node.setdefault(ord(c), {})
            node["end"] = True
    known, states = {}, []

    def number(node):
        ends = "end" in node
        edges = []
        for cp, target in sorted((cp, number(child)) for cp, child in node.items() if cp != "end"):
            if edges and edges[-1][2] == target and edges[-1][1] == cp - 1 and cp - edges[-1][0] < 16:
                edges[-1][1] = cp
            else:
                edges.append([cp, cp, target])
        key = ends, tuple(map(tuple, edges))
        if key not in known:
            known[key] = len(states)
            states.append(key)
        return known[key]

    start = number(root)
    assert start == len(states) - 1 < 255
    firsts, edges = [], []
    for ends, own in states:
        firsts.append(len(edges) << 1 | ends)
        edges += [first << 12 | (last - first) << 8 | target for first, last, target in own]
    firsts.append(len(edges) << 1)
    longest = max(map(len, EMOJI_ALL_CHARSET))
    return (f"\n/// The characters of the longest emoji sequence.\npub(super) const EMOJI_MAX: usize = {longest};\n"
            + numbers("EMOJI_STATES", "u16", "The automaton that knows CAMeL's emoji of several characters; its last state is the "
                      "first. A state: where its edges begin,\n/// and in the lowest bit whether a sequence ends here.", firsts, 4)
            + numbers("EMOJI_EDGES", "u32", "An edge: the first character, how many more (4 bits), the next state (8 bits).",
                      edges, 8))


HEAD = """\
//! What does each tool take a character for?
//!
//! Each tool has tables of its own, of its own version of Unicode. Here they are together, as seen in what the tools do.
//!
//! Generated by `python3 oracles/token_tables.py`; do not edit.
"""

text = HEAD + properties() + emoji()
if "--check" in sys.argv:
    old = FILE.read_text("utf-8")
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), text.splitlines(True), "checked in", "observed"))
    sys.exit(old != text)
FILE.parent.mkdir(exist_ok=True)
FILE.write_text(text, "utf-8", newline="\n")
