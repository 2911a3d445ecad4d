"""Texts that hurt, for every test."""

import os
import random
import shutil
import unicodedata

import pytest


def has_java():
    return bool(shutil.which("java") or os.environ.get("JAVA_HOME"))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session):
    """With NASKH_SKIP_NOTHING a test that was skipped is a failure, but for Spark's where there is no Java."""
    if not os.environ.get("NASKH_SKIP_NOTHING") or session.exitstatus:
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    reasons = [report.longrepr[2] for report in reporter.stats.get("skipped", [])]
    wrong = [reason for reason in reasons if has_java() or "spark" not in reason.lower()]
    if wrong:
        reporter.write_line(f"\nNASKH_SKIP_NOTHING, and yet: {wrong}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

# Letters, marks of every kind, presentation forms, digits, controls, emoji, spaces, other scripts.
ALPHABET = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئٱپچڤگکیہھ"
    + "".join(map(chr, [*range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE), 0x08D3, 0x08F0]))
    + "\u0640\u0640\ufefb\ufef7\ufdfa\ufdf2\ufe8e\ufe70"
    + "٠١٢٣٤٥۰۱۲012,.٫٬:;؛،؟?!()«»\"'-_@#/"
    + "\u200b\u200c\u200d\u200e\u200f\u202b\u2060\ufeff\u00ad\u06dd\u034f"
    + "\U0001f375\U0001f469\u200d\U0001f4bb\U0001f1f4\U0001f1f2 \u00a0\u202f\t\n\r\u2029"
    + "eé\u0301\u0327aA한글"
)


def strings(n, longest=40, seed=8, alphabet=ALPHABET):
    rng = random.Random(seed)
    return ["".join(rng.choices(alphabet, k=rng.randrange(longest))) for _ in range(n)]


def scalars(chars=None):
    """Every scalar value alone and between two letters."""
    chars = chars or [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    return chars + [f"ب{c}ب" for c in chars]


def known():
    """The characters that the Unicode of this Python knows, surrogates left out."""
    return [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Cs")]


@pytest.fixture(scope="session")
def texts():
    return strings(3000)


@pytest.fixture(scope="session")
def documents():
    return strings(20, longest=20_000, seed=9)
