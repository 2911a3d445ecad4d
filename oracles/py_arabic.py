#!/usr/bin/env python3
"""PyArabic, from PyPI.

    pip install pyarabic==0.6.15 six
    python3 oracles/py_arabic.py --check

This file must not be called araby.py: the package would take it for its own module of that name.
"""
import importlib.metadata
import unicodedata

import common
from pyarabic import araby, normalize

VERSION = importlib.metadata.version("pyarabic")


def tokenize(text):
    return common.tokens(("", "", token) for token in araby.tokenize(text))


if __name__ == "__main__":
    common.main([
        common.Preset("pyarabic-strip", "PyArabic", VERSION, "pyarabic.araby.strip_tashkeel(text)",
                      common.each(araby.strip_tashkeel)),
        common.Preset("pyarabic-searchtext", "PyArabic", VERSION, "pyarabic.normalize.normalize_searchtext(text)",
                      common.each(normalize.normalize_searchtext)),
        common.tokenizer("pyarabic", "PyArabic", f"{VERSION}, Unicode {unicodedata.unidata_version} of Python",
                         "pyarabic.araby.tokenize(text)", common.each(tokenize), places=False),
    ])
