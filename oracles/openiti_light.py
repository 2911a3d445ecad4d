#!/usr/bin/env python3
"""OpenITI's normalisation, from PyPI, with the Unicode of `unicodedata2` in place of the Python's own.

    pip install --no-deps openiti==0.1.6 unicodedata2==18.0.0
    python3 oracles/openiti_light.py --check
"""
import importlib.metadata
import sys

import common
import unicodedata2

sys.modules["unicodedata"] = unicodedata2  # before the tool imports it
from openiti.helper.ara import normalize_ara_light  # noqa: E402

VERSION = f"{importlib.metadata.version('openiti')}, Unicode {unicodedata2.unidata_version}"

common.main([
    common.Preset("openiti", "openiti", VERSION, "openiti.helper.ara.normalize_ara_light(text)",
                  common.each(normalize_ara_light)),
])
