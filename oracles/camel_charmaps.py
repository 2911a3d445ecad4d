#!/usr/bin/env python3
"""The transliterations of CAMeL Tools, from PyPI, both ways. They are no presets: `tests/transliterate.rs` compares.

    pip install --no-deps camel-tools==1.6.0 six docopt cachetools regex emoji future
    python3 oracles/camel_charmaps.py --check
"""
import importlib.metadata

import common
from camel_tools.utils.charmap import CharMapper

SCHEMES = {"buckwalter": "bw", "safe-buckwalter": "safebw", "xml-buckwalter": "xmlbw", "hsb": "hsb"}


def scheme(name, call):
    run = common.each(CharMapper.builtin_mapper(call).map_string)
    version = importlib.metadata.version("camel-tools")
    return common.Preset(name, "CAMeL Tools", version, f'CharMapper.builtin_mapper("{call}")', run)


PRESETS = [made for name, camel in SCHEMES.items()
           for made in (scheme(f"{name}-to-latin", f"ar2{camel}"), scheme(f"{name}-to-arabic", f"{camel}2ar"))]

if __name__ == "__main__":
    common.main(PRESETS)
