"""Functions of CAMeL Tools 1.6.0 with naskh inside (``camel_tools.utils.dediac``, ``.utils.normalize``,
``.tokenizers.word``).

>>> from naskh.compat.camel import dediac_ar, normalize_alef_ar
>>> normalize_alef_ar(dediac_ar("أَحمدُ"))
'احمد'

Each was compared with the original. ``normalize_unicode`` knows the characters of Unicode 18, the original those of the
Python it runs on.
"""

from __future__ import annotations

from naskh import Normalizer
from naskh.compat import tokenize as _tokenize

__all__ = [
    "dediac_ar",
    "normalize_alef_ar",
    "normalize_alef_maksura_ar",
    "normalize_teh_marbuta_ar",
    "normalize_unicode",
    "simple_word_tokenize",
]

# U+064B ARABIC FATHATAN to U+0652 ARABIC SUKUN, U+0670 ARABIC LETTER SUPERSCRIPT ALEF
_dediac = Normalizer(None, rules=dict.fromkeys([*map(chr, range(0x064B, 0x0653)), "\u0670"], ""))
_alef = Normalizer(None, rules=dict.fromkeys("أإآٱ", "ا"))
_alef_maksura = Normalizer(None, rules={"ى": "ي"})
_teh_marbuta = Normalizer(None, rules={"ة": "ه"})
_nfc = Normalizer(None, compose=True)
_nfkc = Normalizer("nfkc")


def dediac_ar(s: str) -> str:
    """The text without vowel marks.

    >>> dediac_ar("هٰذَا")
    'هذا'
    """
    return _dediac.normalize(s)


def normalize_alef_ar(s: str) -> str:
    """Every form of alef to alef.

    >>> normalize_alef_ar("إلى الآن")
    'الى الان'
    """
    return _alef.normalize(s)


def normalize_alef_maksura_ar(s: str) -> str:
    """Alef maksura to yeh.

    >>> normalize_alef_maksura_ar("على")
    'علي'
    """
    return _alef_maksura.normalize(s)


def normalize_teh_marbuta_ar(s: str) -> str:
    """Teh marbuta to heh.

    >>> normalize_teh_marbuta_ar("مدرسة")
    'مدرسه'
    """
    return _teh_marbuta.normalize(s)


def normalize_unicode(s: str, compatibility: bool = True) -> str:
    """NFKC, or NFC if `compatibility` is false.

    >>> normalize_unicode("ﻛﺘﺎﺏ")
    'كتاب'
    """
    if not compatibility:
        return _nfc.normalize(s)
    # U+FDFC RIAL SIGN, U+FDFD ARABIC LIGATURE BISMILLAH AR-RAHMAN AR-RAHEEM: not what NFKC makes of them.
    s = s.replace("\ufdfc", "ريال").replace("\ufdfd", "بسم الله الرحمن الرحيم")
    return _nfkc.normalize(s)


def simple_word_tokenize(s: str, split_digits: bool = False) -> list[str]:
    """The words of a text; punctuation, symbols and emoji are tokens of their own.

    >>> simple_word_tokenize("قال: 14كم!"), simple_word_tokenize("14كم", split_digits=True)
    (['قال', ':', '14كم', '!'], ['14', 'كم'])
    """
    return _tokenize(s, "camel-simple-digits" if split_digits else "camel-simple")
