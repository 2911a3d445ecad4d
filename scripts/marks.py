#!/usr/bin/env python3
"""Does src/rules/marks.rs agree with the Unicode character database?

    pip install unicodedata2==18.0.0
    python3 scripts/marks.py --check     # exit 1 and a line per difference
    python3 scripts/marks.py             # the rows as they should stand; a new mark has the class TODO

The classes are ours: a person reads the proposal for a new mark and chooses. Code points, names and combining
classes are Unicode's.
"""
import pathlib
import re
import sys

import unicodedata2 as ucd

FILE = pathlib.Path(__file__).resolve().parent.parent / "src/rules/marks.rs"
BLOCKS = [(0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x089F), (0x08A0, 0x08FF),
          (0xFB50, 0xFDFF), (0xFE70, 0xFEFF), (0x10EC0, 0x10EFF)]
ROW = re.compile(r"mark\('\\u\{([0-9A-F]+)\}', (\w+), (\d+), \"([^\"]*)\"\),")


def unicode_rows():
    for first, last in BLOCKS:
        for cp in range(first, last + 1):
            if ucd.category(chr(cp)) in ("Mn", "Me", "Mc"):
                yield cp, ucd.combining(chr(cp)), ucd.name(chr(cp))


def main():
    text = FILE.read_text(encoding="utf-8")
    rows = [(int(cp, 16), cls, int(ccc), name) for cp, cls, ccc, name in ROW.findall(text)]
    ours = {cp: (cls, ccc, name) for cp, cls, ccc, name in rows}
    theirs = {cp: (ccc, name) for cp, ccc, name in unicode_rows()}
    if "--check" not in sys.argv[1:]:
        for cp, (ccc, name) in theirs.items():
            cls = ours[cp][0] if cp in ours else "TODO"
            print(f"    mark('\\u{{{cp:04X}}}', {cls}, {ccc}, \"{name}\"),")
        return 0
    problems = []
    if len(rows) != text.count("    mark('"):
        problems.append(f"{text.count('    mark(' + chr(39))} rows in the file, {len(rows)} of them readable")
    if [r[0] for r in rows] != sorted(set(r[0] for r in rows)):
        problems.append("the rows are not sorted, or a mark stands twice")
    for cp in sorted(ours.keys() | theirs.keys()):
        if cp not in ours:
            problems.append(f"U+{cp:04X} {theirs[cp][1]}: a mark without a class")
        elif cp not in theirs:
            problems.append(f"U+{cp:04X} {ours[cp][2]}: no mark of an Arabic block in Unicode")
        elif ours[cp][1:] != theirs[cp]:
            problems.append(f"U+{cp:04X}: the file has {ours[cp][1:]}, Unicode {theirs[cp]}")
    for p in problems:
        print(p, file=sys.stderr)
    print(f"{FILE.name}: {len(rows)} rows, Unicode {ucd.unidata_version}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
