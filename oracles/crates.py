#!/usr/bin/env python3
"""Crates from crates.io: charabia 0.10.0 (its normalisers of a token in Arabic), raqeem-core 0.3.0, and
unicode-segmentation 1.13.3.

    cargo build --release --manifest-path oracles/rust/Cargo.toml
    python3 oracles/crates.py --check

charabia is built without its dictionaries: no normaliser for Arabic needs one.
"""
import os
import subprocess

import common

MANIFEST = common.ROOT / "oracles/rust/Cargo.toml"
TARGET = os.environ.get("CARGO_TARGET_DIR", MANIFEST.parent / "target")


def feed(tool):
    def run(inputs):
        data = b"".join(text.encode("utf-8") + b"\xFF" for text in inputs)
        answer = subprocess.run([f"{TARGET}/release/oracle", tool], input=data, stdout=subprocess.PIPE, check=True)
        return [text.decode("utf-8") for text in answer.stdout.split(b"\xFF")[:-1]]
    return run


PRESETS = [
    common.Preset("charabia", "charabia", "0.10.0, unicode-normalization 0.1.26",
                  "Token { script: Arabic, language: Ara }.normalize(lossy)", feed("charabia")),
    common.Preset("raqeem", "raqeem-core", "0.3.0, Rust 1.95", "normalize_ar(text)", feed("raqeem")),
    common.tokenizer("unicode-words", "unicode-segmentation", "1.13.3", "text.unicode_word_indices()", feed("unicode-words")),
    common.tokenizer("unicode-word-bounds", "unicode-segmentation", "1.13.3", "text.split_word_bound_indices()",
                     feed("unicode-word-bounds")),
]

if __name__ == "__main__":
    common.main(PRESETS)
