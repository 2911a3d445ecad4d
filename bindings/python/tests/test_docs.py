"""Does every public thing have an example, and is it right?"""

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import naskh

ROOT = Path(__file__).parent.parent
MODULES = ["naskh", *sorted(module.name for module in pkgutil.walk_packages(naskh.__path__, "naskh."))]
MODULES.remove("naskh._naskh")


def documented():
    """The public things, and the public methods of the classes among them."""
    for name in naskh.__all__:
        thing = getattr(naskh, name)
        if name == "__version__":
            continue
        yield name, thing
        if inspect.isclass(thing) and thing.__module__ == "naskh":
            for method, value in vars(thing).items():
                if not method.startswith("_") and inspect.isroutine(value):
                    yield f"{name}.{method}", value


@pytest.mark.parametrize("name, thing", [pytest.param(name, thing, id=name) for name, thing in documented()])
def test_public_things_have_examples_that_are_right(name, thing):
    if "_arrow" in name:
        pytest.importorskip("pyarrow")
    test = doctest.DocTestParser().get_doctest(thing.__doc__ or "", {**vars(naskh), "naskh": naskh}, name, None, 0)
    assert test.examples, f"{name} has no example"
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    output = []
    runner.run(test, out=output.append)
    assert runner.failures == 0, "".join(output)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_modules(name):
    needs = {"naskh.hf": "tokenizers", "naskh.spark": "pyspark"}.get(name, name.rpartition(".")[2])
    if needs in ("tokenizers", "pyspark", "polars", "pandas", "spacy"):
        pytest.importorskip(needs)
    module = importlib.import_module(name)
    assert module.__doc__
    # What naskh.spark shows needs a session: tests/test_spark.py.
    assert doctest.testmod(module).failed == 0


def test_names_are_those_of_the_library():
    check = [sys.executable, ROOT / "scripts" / "names.py", "--check"]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_types():
    """mypy, strict, on the package and on a program that uses it."""
    pytest.importorskip("mypy")
    pytest.importorskip("polars")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file", ROOT / "pyproject.toml"]
    done = subprocess.run([*mypy, "python/naskh", "tests/typed.py"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_stubs_tell_what_is_there():
    """stubtest compares the stubs with the compiled module: names, parameters, defaults."""
    pytest.importorskip("mypy")
    command = [sys.executable, "-m", "mypy.stubtest", "naskh._naskh", "--allowlist", ROOT / "tests" / "stubtest.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
