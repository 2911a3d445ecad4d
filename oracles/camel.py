#!/usr/bin/env python3
"""CAMeL Tools, from PyPI. Its other dependencies (models, torch) are for what is not run here.

    pip install --no-deps camel-tools==1.6.0 six docopt cachetools regex emoji future
    python3 oracles/camel.py --check
"""
import importlib.metadata

import common
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar


def run(text):
    return normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(text))))


common.main([
    common.Preset("camel", "CAMeL Tools", importlib.metadata.version("camel-tools"),
                  "dediac_ar, normalize_alef_ar, normalize_alef_maksura_ar, normalize_teh_marbuta_ar", common.each(run)),
])
