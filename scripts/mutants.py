#!/usr/bin/env python3
"""Which mutants of `cargo mutants` does no test notice? All of them within hours: they are compiled into one tree.

    pip install tree-sitter tree-sitter-rust        # and: cargo install --locked cargo-mutants
    python3 scripts/mutants.py                      # what .cargo/mutants.toml says
    python3 scripts/mutants.py --file 'src/scan/**' 'in select$'        # of other files; whose name has that in it

Prints what is missed, then a table. It fails if something is missed that `.cargo/mutants-missed.txt` does not name.

How it works:

    cargo mutants --list --json         the mutants: a place in the source, and what to write there
    a copy of the source in which each place asks the variable MUTANT which of its mutants is on
    cargo check, until it compiles      what does not compile alone would not compile in the copy either: unviable
    each test once                      its time, and the places it reaches
    each mutant                         the tests that reach its place, quick and lately successful ones first

Not in the tree, and left to `cargo mutants`: what is evaluated by the compiler (`const`), and what a function with an
opaque return type is replaced with (`--left` tells them). A mutant of a line that no test reaches is `missed` without a
run. An operator becomes another one, but binds as the old one did: `a | (b & c)` of `a | b | c` is not tried.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import time
import tomllib

import tree_sitter
import tree_sitter_rust

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / ".cargo/mutants.toml").read_text())
KNOWN = ROOT / ".cargo/mutants-missed.txt"
COMPARE = {"==", "!=", "<", ">", "<=", ">="}
RUNTIME = """
#[allow(missing_docs)]
pub(crate) mod __mut {
    use core::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
    static ACTIVE: AtomicU32 = AtomicU32::new(u32::MAX);
    static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
    /// The mutant that is on; while tests are traced, none, and the place is noted.
    #[inline]
    pub(crate) fn at(place: u32) -> u32 {
        let active = ACTIVE.load(Relaxed);
        if active < u32::MAX - 1 { active } else { cold(place) }
    }
    #[cold]
    fn cold(place: u32) -> u32 {
        let Some(path) = std::env::var_os("MUTANT_TRACE") else {
            let active = std::env::var("MUTANT").ok().and_then(|id| id.parse().ok()).unwrap_or(0);
            ACTIVE.store(active, Relaxed);
            return active;
        };
        ACTIVE.store(u32::MAX - 1, Relaxed);
        let seen = &SEEN[place as usize];
        if !seen.load(Relaxed) && !seen.swap(true, Relaxed) {
            use std::io::Write;
            let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
            file.write_all(std::format!("{place}\\n").as_bytes()).unwrap();
        }
        0
    }
}
"""


class File:
    """One source file with its mutants in it."""

    def __init__(self, name, mutants, unviable, kept_const):
        self.name, self.mutants, self.unviable, self.kept_const = name, mutants, unviable, kept_const
        self.data = (ROOT / name).read_bytes()
        starts = [0]
        for line in self.data.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        lines = self.data.decode().split("\n")
        byte = lambda at: starts[at["line"] - 1] + len(lines[at["line"] - 1][: at["column"] - 1].encode())
        self.at = collections.defaultdict(list)
        for mutant in mutants:
            mutant["lo"], mutant["hi"] = byte(mutant["span"]["start"]), byte(mutant["span"]["end"])
            # An `&&` without a place stands in a chain of `let`, where `||` does not compile.
            why = "unviable" if mutant["replacement"] == "||" else "left"
            mutant["place"], mutant["why"] = None, unviable.get(mutant["name"], why)
            self.at[mutant["genre"], mutant["lo"], mutant["hi"]].append(mutant)

    def text(self):
        tree = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language())).parse(self.data)
        root = tree.root_node
        return self.data[: root.start_byte].decode() + self.emit(root) + self.data[root.end_byte :].decode()

    def raw(self, node):
        return self.data[node.start_byte : node.end_byte].decode()

    def inner(self, node, start=None):
        out, at = [], start or node.start_byte
        for child in node.children:
            if child.start_byte >= at:
                out += [self.data[at : child.start_byte].decode(), self.emit(child)]
                at = child.end_byte
        return "".join(out) + self.data[at : node.end_byte].decode()

    def const(self, node):
        """The constant, or the function of constants, that the compiler evaluates."""
        while node is not None:
            name = node.child_by_field_name("name")
            if node.type in ("const_item", "static_item"):
                return self.raw(name)
            if node.type == "function_item":
                return self.raw(name) if f"{self.name}:{self.raw(name)}" in self.kept_const else None
            node = node.parent
        return None

    def take(self, node, keys):
        """The mutants of a place that can be in the tree."""
        found = [m for key in keys for m in self.at[key] if m["name"] not in self.unviable]
        for mutant in found:
            if const := self.const(node):
                mutant["why"], mutant["const"] = "const", const
            elif mutant["genre"] == "FnValue" and "impl " in (mutant["function"].get("return_type") or ""):
                mutant["why"] = "opaque return type"
            else:
                mutant["why"] = None
        found = [m for m in found if not m["why"]]
        for mutant in found:
            mutant["place"] = found[0]["id"]
        return found

    def choose(self, found, arm, other):
        arms = "".join(f"\n{m['id']} => {arm(m)}, /*M:{m['id']}*/" for m in found)
        return f"match crate::__mut::at({found[0]['place']}) {{{arms}\n_ => {other} }}"

    def emit(self, node):
        kind = node.type
        if kind == "function_modifiers" and "const" in self.raw(node).split():
            name, body = node.parent.child_by_field_name("name"), node.parent.child_by_field_name("body")
            has = body and any(body.start_byte <= m["lo"] and m["hi"] <= body.end_byte for m in self.mutants)
            if has and f"{self.name}:{self.raw(name)}" not in self.kept_const:
                return " ".join(word for word in self.raw(node).split() if word != "const")
        elif kind == "block" and node.parent.type == "function_item":
            keys = []
            for key in self.at:
                if key[0] == "FnValue" and node.start_byte <= key[1] and key[2] <= node.end_byte:
                    owner = node.descendant_for_byte_range(key[1], max(key[1], key[2] - 1))
                    while owner is not None and owner.type != "function_item":
                        owner = owner.parent
                    if owner is not None and owner.id == node.parent.id:
                        keys.append(key)
            if found := self.take(node, keys):
                choice = self.choose(found, lambda m: f"return {m['replacement']}", "{}")
                return "{ " + choice + "\n" + self.inner(node)[1:]
        elif kind in ("binary_expression", "compound_assignment_expr"):
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            op = node.child_by_field_name("operator")
            genres = ("BinaryOperator", "BinaryOperatorAssignment")
            if found := self.take(node, [(genre, op.start_byte, op.end_byte) for genre in genres]):
                return self.operation(node, found, left, self.raw(op), right)
        elif kind == "unary_expression":
            op = node.children[0]
            spans = [("UnaryOperator", op.start_byte, op.end_byte), ("UnaryOperator", node.start_byte, node.end_byte)]
            if found := self.take(node, spans):
                choice = self.choose(found, lambda m: "__v", f"{self.raw(op)}__v")
                return f"({{ let __v = ({self.emit(node.children[-1])}); {choice} }})"
        elif kind == "match_arm":
            return self.arm(node)
        elif kind in ("field_initializer", "shorthand_field_initializer"):
            # With its comma, if it has one.
            if found := self.take(node, [("StructField", node.start_byte, node.end_byte + n) for n in (0, 1)]):
                field, value = node.child_by_field_name("field") or node.children[0], node.child_by_field_name("value")
                base = next(other for other in node.parent.children if other.type == "base_field_initializer")
                of_base = f"({self.raw(base.children[-1])}).{self.raw(field)}"
                return f"{self.raw(field)}: {self.choose(found, lambda m: of_base, self.emit(value or field))}"
        return self.inner(node) if node.child_count else self.raw(node)

    def operation(self, node, found, left, op, right):
        note = f"/*M:{','.join(str(m['id']) for m in found)}*/"
        if op in ("&&", "||"):
            stay = "" if op == "&&" else "!"
            on = f"crate::__mut::at({found[0]['place']}) == {found[0]['id']}"
            # `x && y` is: if x != false then y else x. `||` is the same with true.
            return f"({{ let __x: bool = ({self.emit(left)}); {note} if __x != ({stay}({on})) {{ {self.emit(right)} }} else {{ __x }} }})"
        if node.type == "compound_assignment_expr":
            choice = self.choose(found, lambda m: f"{self.raw(left)} {m['replacement']} __b", f"{self.emit(left)} {op} __b")
            return f"({{ let __b = ({self.emit(right)}); {note} {choice} }})"
        by = "&" if op in COMPARE else ""
        choice = self.choose(found, lambda m: f"__a {m['replacement']} __b", f"__a {op} __b")
        return f"({{ let (__a, __b) = ({by}({self.emit(left)}), {by}({self.emit(right)})); {note} {choice} }})"

    def arm(self, node):
        pattern = node.child_by_field_name("pattern")
        guard = pattern.child_by_field_name("condition")
        if guard is not None and guard.type in ("let_chain", "let_condition"):
            return self.inner(node)
        ends = (node.end_byte, node.end_byte - 1)
        deleted = self.take(node, [("MatchArm", node.start_byte, end) for end in ends])
        guards = self.take(node, [("MatchArmGuard", guard.start_byte, guard.end_byte)]) if guard is not None else []
        if not deleted and not guards:
            return self.inner(node)
        head = self.data[node.start_byte : (guard.start_byte if guard is not None else pattern.end_byte)].decode()
        condition = self.emit(guard) if guard is not None else ""
        if guards:
            condition = f"({self.choose(guards, lambda m: m['replacement'], condition)})"
        if deleted:
            on = f"crate::__mut::at({deleted[0]['place']}) != {deleted[0]['id']} /*M:{deleted[0]['id']}*/"
            head, condition = (head, f"{on} && ({condition})") if guard is not None else (head, f" if {on}")
        return head + condition + self.inner(node, pattern.end_byte)


def cargo(tree, *args, **more):
    env = dict(os.environ, CARGO_TARGET_DIR=str(tree.parent / "target"), **more)
    return subprocess.run(["cargo", *args], cwd=tree, env=env, capture_output=True, text=True)


def build_tree(work, files):
    """The copy, compiled; the mutants, each with its place or the reason why it has none."""
    listing = ["cargo", "mutants", "--list", "--json", "--no-config", "-p", "naskh"]
    listing += [argument for file in files or CONFIG["examine_globs"] for argument in ("-f", file)]
    mutants = json.loads(subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    by_file = collections.defaultdict(list)
    for number, mutant in enumerate(mutants, 1):
        mutant["id"] = number
        by_file[mutant["file"]].append(mutant)
    tree = work / "tree"
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes((ROOT / name).read_bytes())
    manifest = (ROOT / "Cargo.toml").read_text().replace("[lints]\nworkspace = true\n", "")
    (tree / "Cargo.toml").write_text(manifest + "\n[profile.test.package.naskh]\nopt-level = 1\ndebug = false\n")
    unviable, kept_const = {}, set()
    while True:
        for name, ours in by_file.items():
            (tree / name).write_text(File(name, ours, unviable, kept_const).text())
        library = (ROOT / "src/lib.rs").read_text()
        head, rest = library.split("extern crate alloc;", 1)
        allow = "#![allow(warnings, arithmetic_overflow, unconditional_panic)]\nextern crate alloc;"
        (tree / "src/lib.rs").write_text(head + allow + rest + RUNTIME.replace("COUNT", str(len(mutants) + 1)))
        known = len(unviable) + len(kept_const)
        unknown = errors(tree, mutants, unviable, kept_const)
        if len(unviable) + len(kept_const) == known:
            if unknown:
                sys.exit("the tree does not compile:\n" + "\n".join(unknown))
            return tree, mutants


def errors(tree, mutants, unviable, kept_const):
    unknown = []
    for line in cargo(tree, "check", "-p", "naskh", "--all-features", "--lib", "--message-format=json").stdout.splitlines():
        message = json.loads(line).get("message")
        if not isinstance(message, dict) or message["level"] != "error" or not message["spans"]:
            continue
        const = re.search(r"non-const (?:associated )?(?:fn|function|method) `([^`]+)`", message["message"])
        name = re.sub(r"(::)?<[^<>]*>", "", const.group(1)).split("::")[-1] if const else "at"
        if name != "at":
            files = {m["file"] for m in mutants}
            kept_const |= {f"{f}:{name}" for f in files if re.search(rf"const fn {name}\b", (ROOT / f).read_text())}
            continue
        if (message["code"] or {}).get("code") == "E0004":
            # An arm with a guard does not count: of these arms none is taken away here.
            start, end = message["spans"][0], message["children"][-1]["spans"][0]
            lines = (tree / start["file_name"]).read_text().split("\n")[start["line_start"] - 1 : end["line_end"]]
            ids = [int(number) for line in lines for marks in re.findall(r"/\*M:([\d,]+)\*/", line) for number in marks.split(",")]
            arms = [mutants[number - 1]["name"] for number in ids if mutants[number - 1]["genre"] == "MatchArm"]
            unviable.update({name: "left" for name in arms})
            if arms:
                continue
        for span in sorted(message["spans"], key=lambda span: not span["is_primary"]):
            if not (tree / span["file_name"]).is_file():
                continue
            lines = (tree / span["file_name"]).read_text().split("\n")
            # An array's length stands some lines behind the mark of its place.
            back = 3 if const else 0
            marked = [re.findall(r"/\*M:([\d,]+)\*/", text) for text in lines[max(0, span["line_start"] - 1 - back) : span["line_end"]]]
            ids = [int(number) for marks in marked for mark in marks for number in mark.split(",")]
            if ids:
                unviable.update({mutants[number - 1]["name"]: "const" if const else "unviable" for number in ids})
                break
        else:
            unknown.append(message["rendered"])
    return unknown


def tests_of(work, tree, most):
    """Each test that takes no longer than `most`: its command, its time, the places it reaches. The doctests are one."""
    built = cargo(tree, "test", "-p", "naskh", "--all-features", "--lib", "--test", "naskh", "--no-run")
    binaries = re.findall(r"Executable .*\((.*?)\)", built.stderr)
    wrapper, doctests = work / "rustdoc.sh", work / "doctests"
    keep = f'case "$*" in *--test*) RUSTC_BOOTSTRAP=1 exec rustdoc -Zunstable-options --persist-doctests {doctests} "$@";; esac'
    wrapper.write_text(f'#!/bin/sh\n{keep}\nexec rustdoc "$@"\n')
    wrapper.chmod(0o755)
    cargo(tree, "test", "--doc", "-p", "naskh", "--all-features", RUSTDOC=str(wrapper))
    commands = [([str(path), "--test-threads=1"], "doctests") for path in doctests.glob("merged*/rust_out")]
    for binary in (tree / path for path in binaries):
        listed = subprocess.run([binary, "--list"], cwd=tree, capture_output=True, text=True).stdout.splitlines()
        names = [line[:-6] for line in listed if line.endswith(": test")]
        commands += [([str(binary), "--exact", name, "--test-threads=1"], name) for name in names]
    for command, name in commands:
        start = time.time()
        # With a mutant that is none: to read the variable allocates, which some tests count.
        if run(tree, command, most, MUTANT="0") != "passed":
            continue
        seconds, trace = time.time() - start, work / "trace"
        trace.unlink(missing_ok=True)
        # Slower, and cut short if need be: nearly all places are reached soon.
        run(tree, command, 60, MUTANT_TRACE=str(trace))
        if trace.exists():
            yield {"name": name, "command": command, "seconds": seconds, "places": set(map(int, trace.read_text().split()))}


def run(tree, command, seconds, **more):
    memory = lambda: resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    env = dict(os.environ, PROPTEST_MAX_SHRINK_ITERS="0", **more)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=tree, env=env, preexec_fn=memory, process_group=0, **quiet)
    try:
        return "passed" if process.wait(timeout=seconds) == 0 else "failed"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return "timeout"


def nameless(mutant):
    """The name without the place, which each change of the file moves; with that of the constant it is in."""
    name = re.sub(r":\d+:\d+: ", ": ", mutant["name"])
    return name if mutant["function"] or "const" not in mutant else f"{name} in {mutant['const']}"


def verdict(tree, mutant, tests, catches):
    """What becomes of a mutant, by the tests that reach it."""
    tests.sort(key=lambda test: test["seconds"] / (1 + 3 * catches[mutant["file"], test["name"]]))
    for test in tests:
        result = run(tree, test["command"], 4 + 6 * test["seconds"], MUTANT=str(mutant["id"]))
        if result != "passed":
            catches[mutant["file"], test["name"]] += 1
            return "caught" if result == "failed" else "timeout"
    return "missed"


class Known:
    """The names of .cargo/mutants-missed.txt, each as often as it is there: with a reason, and without one; and files."""

    def __init__(self):
        self.equivalent, self.missed, self.files = collections.Counter(), collections.Counter(), set()
        for line in KNOWN.read_text().splitlines():
            name, _, reason = line.partition("  # ")
            if name.startswith("src/") and ": " not in name:
                self.files.add(name)
            elif name and not name.startswith("#"):
                (self.equivalent if reason else self.missed)[name] += 1

    def has_reason(self, name):
        """Whether no test can tell of a mutant that is not tried here, which is taken from the list."""
        self.equivalent[name] -= (has := self.equivalent[name] > 0)
        return has

    def take(self, name):
        """What a missed mutant is, that is taken from the list."""
        for known, outcome in ((self.equivalent, "equivalent"), (self.missed, "missed")):
            if known[name]:
                known[name] -= 1
                return outcome
        return "missed" if name.split(": ")[0] in self.files else None


COLUMNS = ["unviable", "caught", "equivalent", "missed", "left"]
COLUMN = {"timeout": "caught", "const": "left", "opaque return type": "left"}


def show(table):
    """The table of CONTRIBUTING.md."""
    total = collections.Counter()
    print("| file | mutants | unviable | caught | equivalent | missed | left to `cargo mutants` |\n|---|" + "---:|" * 6)
    for name, counts in [*sorted(table.items()), ("all", total)]:
        name = f"`{name.removeprefix('src/')}`" if name != "all" else name
        cells = [f"{n:,}" for n in [sum(counts.values()), *(counts[column] for column in COLUMNS)]]
        print(f"| {name} |", " | ".join(cells), "|")
        total.update(counts)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pattern", nargs="?", default="", help="a regular expression that a mutant's name has to match")
    arguments.add_argument("--file", action="append", help="as `cargo mutants --file`; what .cargo/mutants.toml says unless told")
    arguments.add_argument("--work", default=ROOT / "target" / "mutants", type=pathlib.Path, help="where the copy is made")
    arguments.add_argument("--most", default=20.0, type=float, help="leave out tests that take longer, in seconds")
    arguments.add_argument("--shard", default="0/1", help="K/N: of N parts of the mutants the one with the number K, from 0 on")
    arguments.add_argument("--left", action="store_true", help="only print what is left to `cargo mutants`, for its --re")
    arguments = arguments.parse_args()
    part, parts = map(int, arguments.shard.split("/"))
    tree, mutants = build_tree(arguments.work.resolve(), arguments.file)
    chosen = [m for m in mutants if m["id"] % parts == part and re.search(arguments.pattern, m["name"])]
    known = Known()
    if arguments.left:
        left = [m for m in chosen if COLUMN.get(m["why"], m["why"]) == "left"]
        left = [m["name"] for m in left if not known.has_reason(nameless(m))]
        return print(*("^" + re.sub(r"([\[\](){}.*+?|^$\\])", r"\\\1", name) + "$" for name in left), sep="\n")
    tests = list(tests_of(arguments.work.resolve(), tree, arguments.most))
    catches, table, unknown = collections.Counter(), collections.defaultdict(collections.Counter), 0
    for mutant in chosen:
        if any(re.search(equivalent, mutant["name"]) for equivalent in CONFIG["exclude_re"]):
            outcome = "equivalent"
        else:
            reach = [test for test in tests if mutant["place"] in test["places"]]
            outcome = mutant["why"] or verdict(tree, mutant, reach, catches)
            if COLUMN.get(outcome, outcome) == "left" and known.has_reason(nameless(mutant)):
                outcome = "equivalent"
        if outcome == "missed":
            listed = known.take(nameless(mutant))
            outcome, unknown = listed or outcome, unknown + (not listed)
            print(listed or "NOT LISTED", mutant["name"], "" if reach else "(no test reaches it)", flush=True)
        table[mutant["file"]][COLUMN.get(outcome, outcome)] += 1
    show(table)
    if len(chosen) == len(mutants) and not arguments.file:
        for name in (known.equivalent + known.missed).elements():
            print("listed, and not missed:", name)
    sys.exit(unknown > 0)


if __name__ == "__main__":
    main()
