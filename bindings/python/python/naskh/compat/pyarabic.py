"""Functions of PyArabic 0.6.15 (``pyarabic.araby``, ``pyarabic.normalize``) with naskh inside.

>>> from naskh.compat import pyarabic as araby
>>> araby.strip_tashkeel("العَرَبِيَّةُ")
'العربية'

Made from what the original gives, and compared with it; its faults included. ``None`` comes back where it does there.
"""

from __future__ import annotations

from typing import Any

from naskh import Normalizer
from naskh.compat import tokenize as _tokenize

__all__ = [
    "normalize_alef",
    "normalize_hamza",
    "normalize_ligature",
    "normalize_searchtext",
    "normalize_teh",
    "strip_harakat",
    "strip_lastharaka",
    "strip_shadda",
    "strip_small",
    "strip_tashkeel",
    "strip_tatweel",
    "tokenize",
]

_TANWIN = "\u064b\u064c\u064d"  # ARABIC FATHATAN, DAMMATAN, KASRATAN
_SHORT = "\u064e\u064f\u0650\u0652"  # ARABIC FATHA, DAMMA, KASRA, SUKUN
_SHADDA = "\u0651"
_SMALL = "\u0670\u06e5\u06e6"  # ARABIC LETTER SUPERSCRIPT ALEF, SMALL WAW, SMALL YEH
_HAMZA_ABOVE, _HAMZA_BELOW = "\u0654", "\u0655"


def _strip(chars: str) -> Normalizer:
    return Normalizer(None, rules=dict.fromkeys(chars, ""))


_tashkeel = Normalizer("pyarabic-strip")
_searchtext = Normalizer("pyarabic-searchtext")
_harakat = _strip(_TANWIN + _SHORT)
_tanwin = _strip(_TANWIN)
_shadda = _strip(_SHADDA)
_small = _strip(_SMALL)
_tatweel = _strip("\u0640")  # ARABIC TATWEEL
_ligature = Normalizer(None, rules=dict.fromkeys("\ufefb\ufef7\ufef9\ufef5", "لا"))  # the four of lam and alef
_teh = Normalizer(None, rules={"ة": "ه"})
_alef = Normalizer(None, rules=dict.fromkeys("آأإٱى\u0670", "ا"))
_tasheel = Normalizer(
    None, rules={**dict.fromkeys(["آ", "أ", "إ", _HAMZA_ABOVE, _HAMZA_BELOW], "ا"), "ؤ": "و", "ئ": "ي"}
)
_uniform = Normalizer(
    None, rules={**dict.fromkeys(["إ", "ؤ", "ئ", _HAMZA_ABOVE, _HAMZA_BELOW, "أ"], "ء"), "آ": "ءء"}
)


def strip_tashkeel(text: str) -> str:
    """The text without harakat, tanwin, shadda and sukun.

    >>> strip_tashkeel("مُعَلِّمٌ")
    'معلم'
    """
    return text and _tashkeel.normalize(text)


def strip_harakat(text: str) -> str:
    """The text without harakat, tanwin and sukun; shadda stays.

    >>> strip_harakat("مُعَلِّمٌ")
    'معلّم'
    """
    return text and _harakat.normalize(text)


def strip_lastharaka(text: str) -> str:
    """The text without tanwin, and without the haraka at its end.

    >>> strip_lastharaka("مُعَلِّمُ")
    'مُعَلِّم'
    """
    if not text:
        return text
    # What stands at the end is looked at before the tanwin goes.
    body, end = (text[:-1], "\n") if text.endswith("\n") else (text, "")
    return _tanwin.normalize(body[:-1] + end if body and body[-1] in _SHORT else text)


def strip_shadda(text: str) -> str:
    """The text without shadda.

    >>> strip_shadda("مُعَلِّم")
    'مُعَلِم'
    """
    return _shadda.normalize(text)


def strip_small(text: str) -> str:
    """The text without superscript alef, small waw and small yeh.

    >>> strip_small("هٰذا")
    'هذا'
    """
    return text and _small.normalize(text)


def strip_tatweel(text: str) -> str:
    """The text without tatweel.

    >>> strip_tatweel("جميـــل")
    'جميل'
    """
    return _tatweel.normalize(text)


def normalize_ligature(text: str) -> str:
    """The ligatures of lam and alef to their two letters.

    >>> normalize_ligature("ﻻ ﻷ")
    'لا لا'
    """
    return text and _ligature.normalize(text)


def normalize_teh(text: str) -> str:
    """Teh marbuta to heh.

    >>> normalize_teh("مدرسة")
    'مدرسه'
    """
    return _teh.normalize(text)


def normalize_alef(text: str) -> str:
    """Every form of alef to alef, alef maksura and superscript alef included.

    >>> normalize_alef("إلى")
    'الا'
    """
    # Alef maksura with a superscript alef is one alef.
    return _alef.normalize(text.replace("\u0670ى", "ى").replace("ى\u0670", "ى"))


def normalize_hamza(word: str, method: str = "uniform") -> str:
    """Every hamza to one letter (``"uniform"``), or to the letter that carries it (``"tasheel"``).

    >>> normalize_hamza("سؤال"), normalize_hamza("سؤال", "tasheel")
    ('سءال', 'سوال')
    """
    if method == "tasheel":
        return _tasheel.normalize(word)
    if word.startswith("آ") and len(word) >= 3:
        # Alef with madda at the start is hamza and alef, unless a mark or a geminate letter says otherwise.
        if word[1] not in _SHORT + _TANWIN and (word[2] == _SHADDA or len(word) == 3):
            word = "ءا" + word[1:]
    return _uniform.normalize(word)


def normalize_searchtext(text: str) -> str:
    """What PyArabic makes of a text to search in.

    >>> normalize_searchtext("الأُولَى")
    'الاولا'
    """
    return _searchtext.normalize(text)


def tokenize(text: str = "", conditions: list[Any] = [], morphs: list[Any] = []) -> list[str]:  # noqa: B006: as there
    """The words of a text; punctuation between them is a token a run.

    >>> tokenize("قال: نعم!")
    ['قال', ':', 'نعم', '!']

    Raises ``NotImplementedError`` for `conditions` and `morphs`, which this does not know.
    """
    if conditions or morphs:
        raise NotImplementedError("tokenize() of naskh.compat knows no conditions and no morphs")
    return _tokenize(text, "pyarabic") if text else []
