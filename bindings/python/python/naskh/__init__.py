"""Normalises and tokenises Arabic text; every offset points into the text as it was written.

>>> import naskh
>>> naskh.normalize("العَرَبِيَّةُ لُغَةٌ جَمِيلَةٌ", "search")
'العربيه لغه جميله'
>>> naskh.words("قال د. أحمد: نعم!")
['قال', 'د', 'أحمد', 'نعم']

Offsets are indices of Python strings, unless ``unit="byte"`` or ``unit="utf16"`` is asked for.
"""

from __future__ import annotations

from typing import Any

from naskh._naskh import (
    Chunker,
    Edit,
    Normalized,
    Normalizer,
    Pipeline,
    SentenceSegmenter,
    SentenceStream,
    Span,
    Term,
    Token,
    Tokenizer,
    __version__,
    chunks_arrow,
    invalid_utf8_arrow,
    normalize_arrow,
    sentences_arrow,
    tokenize_arrow,
)
from naskh._presets import Preset
from naskh._types import Unit

__all__ = [
    "Chunker",
    "Edit",
    "Normalized",
    "Normalizer",
    "Pipeline",
    "Preset",
    "SentenceSegmenter",
    "SentenceStream",
    "Span",
    "Term",
    "Token",
    "Tokenizer",
    "__version__",
    "chunks",
    "chunks_arrow",
    "invalid_utf8_arrow",
    "normalize",
    "normalize_arrow",
    "sentences",
    "sentences_arrow",
    "tokenize",
    "tokenize_arrow",
    "words",
]

_normalizers: dict[str, Normalizer] = {}
_tokenizer = Tokenizer()
_segmenter = SentenceSegmenter()


def normalize(text: str, preset: str) -> str:
    """The text, normalised by a preset; the same object if nothing changes.

    >>> normalize("جَمِيـــــلٌ", Preset.MODEL)
    'جميل'
    """
    normalizer = _normalizers.get(preset)
    if normalizer is None:
        normalizer = _normalizers[preset] = Normalizer(preset)
    return normalizer.normalize(text)


def tokenize(text: str, *, unit: Unit = "char") -> list[Token]:
    """The tokens of a text, white space included; see :meth:`Tokenizer.tokenize`.

    >>> [token.kind for token in tokenize("زوروا www.example.org")]
    ['word', 'space', 'url']
    """
    return _tokenizer.tokenize(text, unit=unit)


def words(text: str) -> list[str]:
    """The words of a text; see :meth:`Tokenizer.words`.

    >>> words("«مُحَمَّدٌ» ﷺ، ٣٫١٤٪")
    ['مُحَمَّدٌ', 'ﷺ', '٣٫١٤']
    """
    return _tokenizer.words(text)


def sentences(text: str, *, trim: bool = False, unit: Unit = "char") -> list[Span]:
    """The sentences of a text; see :meth:`SentenceSegmenter.sentences`.

    >>> [str(sentence) for sentence in sentences("هل جئت؟ نعم.", trim=True)]
    ['هل جئت؟', 'نعم.']
    """
    return _segmenter.sentences(text, trim=trim, unit=unit)


def chunks(text: str, *, unit: Unit = "char", **size: Any) -> list[Span]:
    """The chunks of a text; the size as :class:`Chunker` takes it.

    >>> [str(chunk) for chunk in chunks("هطل المطر. سال الوادي.", words=2)]
    ['هطل المطر.', 'سال الوادي.']
    """
    return Chunker(**size).chunks(text, unit=unit)
