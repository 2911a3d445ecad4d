#!/usr/bin/env python3
"""Whisper's normaliser for every language but English.

    pip install regex==2026.11.15
    pip download --no-deps --no-binary :all: openai-whisper==20250625 -d target    # and unpack it there
    WHISPER=target/openai_whisper-20250625 python3.11 oracles/whisper.py --check

It is one file, loaded without the models beside it. It sees what Python's `unicodedata` and `str.lower` know, so the
version of Python is part of the tool: 3.11, which has Unicode 14.
"""
import importlib.util
import os
import pathlib
import platform
import sys
import unicodedata

import common

FILE = pathlib.Path(os.environ.get("WHISPER", "target/openai_whisper-20250625")) / "whisper/normalizers/basic.py"
SETS = ("alone", "between", "strings", "fragments", "sigma")

if unicodedata.unidata_version != "14.0.0":
    sys.exit("Python 3.11 has Unicode 14; this one has another")
spec = importlib.util.spec_from_file_location("basic", FILE)
basic = importlib.util.module_from_spec(spec)
spec.loader.exec_module(basic)


def preset(name, call, **options):
    version = f"20250625, Python {platform.python_version()}"
    return common.Preset(name, "openai-whisper", version, call, common.each(basic.BasicTextNormalizer(**options)), SETS)


common.main([
    preset("whisper-basic", "BasicTextNormalizer()(text)"),
    preset("whisper-basic-diacritics", "BasicTextNormalizer(remove_diacritics=True)(text)", remove_diacritics=True),
])
