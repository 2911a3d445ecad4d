#!/usr/bin/env python3
"""Which public items of the library have no example?

    scripts/examples.py            list them
    scripts/examples.py --check    fail if there is one

An item is a `pub` type, function, method or constant of `src/`. A method has an example if its own documentation has one,
or if an example of its type calls it. Reads the source: rustdoc's own count leaves methods out.
"""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent / "src"
ITEM = re.compile(r"^\s*pub (?:const fn|fn|struct|enum|const) (\w+)")
IMPL = re.compile(r"^\s*impl(?:<[^>]*>)? (?:[\w:]+(?:<[^>]*>)? for )?(\w+)")


def items():
    for file in sorted(ROOT.rglob("*.rs")):
        comment, owner = [], ""
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            stripped = line.strip()
            if line.startswith("#[cfg(test)]"):
                break
            if started := IMPL.match(line):
                owner = started[1]
            if stripped.startswith(("///", "#[doc")):
                comment.append(stripped)
            elif item := ITEM.match(line):
                is_type = re.search(r"\b(struct|enum) \w", line)
                yield file.relative_to(ROOT), number, "" if is_type or not line.startswith(" ") else owner, item[1], comment
                comment = []
            elif not stripped.startswith("#["):
                comment = []


def code(comment):
    inside = False
    for line in comment:
        if "```" in line:
            inside = not inside
        elif inside:
            yield line


everything = list(items())
shown = {name: "\n".join(code(comment)) for _, _, owner, name, comment in everything if not owner}


def has_example(owner, name, comment):
    return any("```" in part for part in comment) or re.search(rf"(\.|::){name}\b", shown.get(owner, ""))


lacking = [item for item in everything if not has_example(*item[2:])]
for file, number, owner, name, _ in lacking:
    print(f"src/{file}:{number}: {owner}{'::' if owner else ''}{name}")
print(f"{len(lacking)} of {len(everything)} public items without an example")
if "--check" in sys.argv[1:] and lacking:
    sys.exit(1)
