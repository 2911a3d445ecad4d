#!/usr/bin/env python3
"""The normalizer of `bert-*-uncased` models, from Hugging Face's tokenizers.

    pip install tokenizers==0.23.3
    python3 oracles/bert.py --check
"""
import tokenizers

import common

NORMALIZE = tokenizers.normalizers.BertNormalizer().normalize_str

if __name__ == "__main__":
    common.main([
        common.Preset("bert-uncased", "tokenizers", tokenizers.__version__, "BertNormalizer().normalize_str(text)",
                      common.each(NORMALIZE)),
    ])
