#!/usr/bin/env python3
"""AraBERT's preprocessing, from PyPI. Its other dependencies are for models that need a segmenter or emoji.

    pip install --no-deps arabert==1.0.1 pyarabic==0.6.15 six        # Python 3.11: the tool takes words from its Unicode
    python3 oracles/arabert_v02.py --check

One pattern of the tool, the second of its URL_REGEXES, takes exponential time on `@http://` and thirty letters. It can
never match (an `@` behind the end of the text), so it is left out where it would be tried on a scheme.
"""
import importlib.metadata
import platform
import unicodedata

import common
from arabert import preprocess

VERSION = (f"{importlib.metadata.version('arabert')}, PyArabic {importlib.metadata.version('pyarabic')}, "
           f"Python {'.'.join(platform.python_version_tuple()[:2])} (Unicode {unicodedata.unidata_version})")

TOOL = preprocess.ArabertPreprocessor("bert-base-arabertv02")
PATTERNS = preprocess.URL_REGEXES
assert PATTERNS[1].endswith("$@iS")


def run(text):
    hangs = "@" in text and ("http" in text or "ftp" in text)
    preprocess.URL_REGEXES = PATTERNS[:1] + PATTERNS[2:] if hangs else PATTERNS
    return TOOL.preprocess(text)


common.main([
    common.Preset("arabert-v02", "AraBERT", VERSION, "ArabertPreprocessor('bert-base-arabertv02').preprocess(text)",
                  common.each(run), ("alone", "between", "strings", "fragments")),
])
