"""Does README do what it says?"""

import re
import shutil
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.S | re.M)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0])
def test_examples(block, monkeypatch):
    for module in re.findall(r"^(?:import|from) (.+?)(?: import .*)?$", block, re.M):
        for name in module.split(", "):
            # Of ours, which must be there, the one that it is a hook for.
            name = re.sub(r"^naskh\.(polars|pandas|spacy)$", r"\1", name.split(" as ")[0]).split(".")[0]
            if name != "naskh":
                pytest.importorskip(name)
    if "pyspark" in block and not shutil.which("java"):
        pytest.skip("SPARK NOT TESTED: there is no Java")
    assert "assert " in block
    # The workers run what the driver runs; where there is one Python only, that goes without saying.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    names = {}
    exec(compile(block, "README.md", "exec"), names)
    if "SparkSession" in names:
        names["spark"].stop()
