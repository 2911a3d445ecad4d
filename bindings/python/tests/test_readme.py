"""Do the examples of the package's README, and those in Python of the repository's, do what they say?"""

import re
import sys
from pathlib import Path

import pytest

from conftest import has_java

PACKAGE = Path(__file__).parent.parent
FILES = [PACKAGE / "README.md", PACKAGE.parent.parent / "README.md"]
BLOCKS = [b for file in FILES for b in re.findall(r"^```python\n(.*?)^```", file.read_text(encoding="utf-8"), re.S | re.M)]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0])
def test_examples(block, monkeypatch):
    for module in re.findall(r"^(?:import|from) (.+?)(?: import .*)?$", block, re.M):
        for name in module.split(", "):
            # Of ours, which must be there, the one that it is a hook for.
            name = re.sub(r"^naskh\.(polars|pandas|spacy)$", r"\1", name.split(" as ")[0]).split(".")[0]
            if name != "naskh":
                pytest.importorskip(name)
    if "pyspark" in block and not has_java():
        pytest.skip("SPARK NOT TESTED: there is no Java")
    assert "assert " in block
    # The workers run what the driver runs; where there is one Python only, that goes without saying.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    names = {}
    exec(compile(block, "README.md", "exec"), names)
    if "SparkSession" in names:
        names["spark"].stop()
