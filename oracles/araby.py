#!/usr/bin/env python3
"""PyArabic, from PyPI.

    pip install pyarabic==0.6.15 six
    python3 oracles/araby.py --check
"""
import importlib.metadata

import common
from pyarabic import araby, normalize

VERSION = importlib.metadata.version("pyarabic")

common.main([
    common.Preset("pyarabic-strip", "PyArabic", VERSION, "pyarabic.araby.strip_tashkeel(text)",
                  common.each(araby.strip_tashkeel)),
    common.Preset("pyarabic-searchtext", "PyArabic", VERSION, "pyarabic.normalize.normalize_searchtext(text)",
                  common.each(normalize.normalize_searchtext)),
])
