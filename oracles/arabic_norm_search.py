#!/usr/bin/env python3
"""The search preset of arabic-normalize, a Rust crate, by its own Python binding.

    pip install arabic-normalize==0.1.0
    python3 oracles/arabic_norm_search.py --check
"""
import arabic_normalize

import common

common.main([
    common.Preset("arabic-normalize-search", "arabic-normalize", arabic_normalize.__version__,
                  "normalize_for_search(text)", common.each(arabic_normalize.normalize_for_search)),
])
