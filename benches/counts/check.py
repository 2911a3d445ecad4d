#!/usr/bin/env python3
"""Does any job take more instructions than it did?

    benches/counts/check.py             fails where a job takes over 3 % more than benches/counts/baseline.toml says
    benches/counts/check.py --update    writes the baseline: after a change that is worth it, with the reason in the commit

Counts are instructions for each KiB of text, by callgrind (valgrind 3.19 or newer), for the AVX2 and the scalar kernel;
valgrind has no AVX-512. They depend on the compiler, so the baseline names it and another one is refused:
`RUSTUP_TOOLCHAIN=1.95.0 benches/counts/check.py`. They do not depend on the load of the machine.

Why callgrind alone and not gungraun on top: the baseline has to be a file of the repository, and 80 jobs are counted in
one process a kernel instead of in 80; nothing has to be installed but valgrind.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
BASELINE = HERE / "baseline.toml"
MOST = 1.03
KERNELS = ["avx2", "scalar"]


def build(update):
    """The program. The versions of dependencies are part of the count: only an update may change them."""
    command = ["cargo", "build", "--release", "--quiet", "--message-format", "json-render-diagnostics"]
    command += ["--manifest-path", HERE / "Cargo.toml", *([] if update else ["--locked"])]
    run = subprocess.run(command, stdout=subprocess.PIPE)
    if run.returncode != 0:
        sys.exit("benches/counts does not build; if that is because of its lock file: --update")
    return re.search(rb'"executable":"([^"]+/counts)"', run.stdout)[1].decode()


def compiler():
    return subprocess.run(["rustc", "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()[1]


def count(program, kernel):
    """Instructions for each KiB, by corpus and job."""
    with tempfile.TemporaryDirectory() as directory:
        files = pathlib.Path(directory) / "counts"
        options = ["--collect-atstart=no", "--toggle-collect=counted", "--dump-after=counted", "--compress-strings=no"]
        command = ["valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={files}", *options, program]
        environment = {**os.environ, "NASKH_KERNEL": kernel}
        out = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment, text=True).stdout
        jobs = [line.split("\t") for line in out.splitlines()]
        counts = {}
        for number, (corpus, job, size) in enumerate(jobs, 1):
            text = pathlib.Path(f"{files}.{number}").read_text()
            instructions = int(re.search(r"^(?:summary|totals): (\d+)", text, re.M)[1])
            assert instructions > 0, (corpus, job)
            counts[f"{corpus} {job}"] = round(instructions * 1024 / int(size))
        return counts


def write(counts):
    lines = ["# Instructions for each KiB of text. Written by benches/counts/check.py --update.", f'rustc = "{compiler()}"']
    for kernel, jobs in counts.items():
        lines += ["", f"[{kernel}]", *(f'"{job}" = {instructions}' for job, instructions in jobs.items())]
    BASELINE.write_text("\n".join(lines) + "\n")


def compare(counts):
    """The lines of a report, and whether all is well."""
    baseline, lines, well = tomllib.loads(BASELINE.read_text()), [], True
    for kernel in KERNELS:
        jobs, old = counts[kernel], baseline.get(kernel, {})
        if jobs.keys() != old.keys():
            names = sorted(jobs.keys() ^ old.keys())
            return [f"{kernel}: not the jobs of the baseline: {', '.join(names)}"], False
        for job, instructions in jobs.items():
            ratio = instructions / old[job]
            note = ""
            if ratio > MOST:
                well, note = False, f"   MORE THAN {MOST - 1:.0%} UP"
            elif ratio < 1 / MOST:
                note = "   better: update the baseline"
            lines.append(f"{kernel:7} {job:35} {old[job]:9} {instructions:9} {ratio - 1:+8.2%}{note}")
    return lines, well


def main():
    if sys.argv[1:] not in ([], ["--update"]):
        sys.exit(__doc__)
    update = sys.argv[1:] == ["--update"]
    if not update:
        expected = tomllib.loads(BASELINE.read_text())["rustc"]
        if compiler() != expected:
            sys.exit(f"the baseline is of rustc {expected}, this is {compiler()}: set RUSTUP_TOOLCHAIN, or --update")
    program = build(update)
    counts = {kernel: count(program, kernel) for kernel in KERNELS}
    if update:
        return write(counts)
    lines, well = compare(counts)
    print("\n".join(lines))
    if not well:
        sys.exit("\nInstruction counts went up. If that is worth it: benches/counts/check.py --update")


main()
