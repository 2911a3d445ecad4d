#!/usr/bin/env python3
"""NFKC by the Unicode version that naskh has, of an implementation that is not ours.

    pip install unicodedata2==18.0.0
    python3 oracles/nfkc.py --check
"""
import unicodedata2

import common

common.main([
    common.Preset("nfkc", "unicodedata2", unicodedata2.unidata_version, 'normalize("NFKC", text)',
                  common.each(lambda text: unicodedata2.normalize("NFKC", text))),
])
