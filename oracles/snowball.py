#!/usr/bin/env python3
"""What Snowball's Arabic stemmer does to a word before it looks for affixes.

    pip install snowballstemmer==3.1.1
    python3 oracles/snowball.py --check

The step is not public: the name is that of this version.
"""
import importlib.metadata

import snowballstemmer.arabic_stemmer

import common

STEMMER = snowballstemmer.arabic_stemmer.ArabicStemmer()


def pre(text):
    STEMMER.set_current(text)
    STEMMER._ArabicStemmer__r_Normalize_pre()
    return STEMMER.get_current()


common.main([
    common.Preset("snowball", "snowballstemmer", importlib.metadata.version("snowballstemmer"),
                  "ArabicStemmer: set_current(text), Normalize_pre, get_current", common.each(pre)),
])
