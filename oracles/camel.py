#!/usr/bin/env python3
"""CAMeL Tools, from PyPI: normalising, and simple_word_tokenize. Its other dependencies (models, torch) are for what is not run here.

    pip install --no-deps camel-tools==1.6.0 six docopt cachetools regex==2026.11.15 emoji==2.16.0 future
    python3 oracles/camel.py --check
"""
import importlib.metadata
import unicodedata

import common
from camel_tools.tokenizers.word import simple_word_tokenize
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar


def run(text):
    return normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(text))))


def tokenize(split_digits):
    return common.each(lambda text: common.tokens(("", "", token) for token in simple_word_tokenize(text, split_digits)))


def version(package):
    return importlib.metadata.version(package)


VERSION = f"{version('camel-tools')}, emoji {version('emoji')}, regex {version('regex')}, " \
    f"Unicode {unicodedata.unidata_version} of Python"

if __name__ == "__main__":
    common.main([
        common.Preset("camel", "CAMeL Tools", version("camel-tools"),
                      "dediac_ar, normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar", common.each(run)),
        common.tokenizer("camel-simple", "CAMeL Tools", VERSION, "simple_word_tokenize(text)", tokenize(False), places=False),
        common.tokenizer("camel-simple-digits", "CAMeL Tools", VERSION, "simple_word_tokenize(text, split_digits=True)",
                         tokenize(True), places=False),
    ])
