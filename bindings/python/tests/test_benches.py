"""Do the benchmarks still run? What they measure is of no interest here."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHES = Path(__file__).parent.parent / "benches"


def run(name, *arguments):
    command = [sys.executable, str(BENCHES / name), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", timeout=300).stdout


def test_every_way_through_naskh_is_compared_and_gives_the_same():
    pytest.importorskip("pyarrow")
    rows = [line for line in run("compare.py", "--rounds", "1", "--strings", "20").splitlines() if line.startswith("| naskh: ")]
    assert [row.split("|")[1].strip() for row in rows] == [
        "naskh: normalize",
        "naskh: normalize_many",
        "naskh: normalize_arrow",
        "naskh: Pipeline.words",
        "naskh: normalize_arrow, tokenize_arrow",
    ]
    assert all(row.endswith("| 100% |") for row in rows), rows


def test_threads():
    assert "document" in run("threads.py", "--rounds", "1")
