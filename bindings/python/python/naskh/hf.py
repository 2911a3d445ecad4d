"""How do Hugging Face tokenizers normalise and cut with naskh?

>>> from tokenizers import Tokenizer, models
>>> import naskh.hf
>>> tokenizer = Tokenizer(models.WordLevel({"كتاب": 0, "جميل": 1, "؟": 2}, unk_token="؟"))
>>> tokenizer.normalizer = naskh.hf.normalizer("search")
>>> tokenizer.pre_tokenizer = naskh.hf.pre_tokenizer()
>>> tokenizer.encode("كِتَابٌ جَمِيلٌ").offsets
[(0, 6), (8, 14)]

A tokenizer with a normaliser written in Python cannot be saved: that is a limit of tokenizers. :func:`exportable` gives a
chain of built-in steps that can.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import Any

from tokenizers import NormalizedString, PreTokenizedString, Regex, normalizers, pre_tokenizers

import naskh
from naskh import Normalizer, Tokenizer


class _Normalizer:
    def __init__(self, normalizer: Normalizer) -> None:
        self._normalizer = normalizer

    def normalize(self, text: NormalizedString) -> None:
        original = text.normalized
        if self._normalizer.is_normalized(original):
            return
        # A character can be deleted, or mapped to one; what becomes a string is mapped to a character that is not in
        # the text first, and that to the string.
        aligned = self._normalizer.align(original)
        mapped: dict[int, str] = {}
        deleted: set[int] = set()
        strings: dict[str, str] = {}
        free = (chr(c) for c in range(0xF0000, 0x110000) if chr(c) not in original)
        for start, end, to in _edits(aligned):
            if not to:
                deleted.update(range(start, end))
                continue
            if len(to) > 1:
                if to not in strings:
                    strings[to] = next(free)
                to = strings[to]
            mapped[start] = to
            deleted.update(range(start + 1, end))
        position = iter(range(len(original)))
        text.map(lambda c: mapped.get(next(position), c))
        position_of_rest = iter(range(len(original)))
        text.filter(lambda c: next(position_of_rest) not in deleted)
        for string, sign in strings.items():
            text.replace(sign, string)


def _edits(aligned: naskh.Normalized) -> list[tuple[int, int, str]]:
    """The parts of the original that changed, and what each became; the whole, in order."""
    original, text = aligned.original, aligned.text
    edits = []
    at = done = 0
    while at < len(original):
        # The smallest part of the original that became a part of the text of its own.
        end = at + 1
        first, last = aligned.to_normalized(at, end)
        while last > first:
            start, wider = aligned.to_original(first, last, deleted="apart")
            if wider <= end:
                break
            end = wider
            first, last = aligned.to_normalized(at, end)
        piece = text[done:max(done, last)]
        done = max(done, last)
        if original[at:end] != piece:
            edits.append((at, end, piece))
        at = end
    return edits


def normalizer(normalizer: str | Normalizer) -> Any:
    """A normaliser for ``tokenizer.normalizer`` that keeps the offsets in the original.

    >>> normalizer("search").normalize_str("مَكَّةُ")
    'مكه'
    """
    return normalizers.Normalizer.custom(
        _Normalizer(normalizer if isinstance(normalizer, Normalizer) else Normalizer(normalizer))
    )


class _PreTokenizer:
    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def pre_tokenize(self, text: PreTokenizedString) -> None:
        text.split(self._split)

    def _split(self, _: int, text: NormalizedString) -> list[NormalizedString]:
        tokens = [token for token in self._tokenizer.tokenize(text.normalized) if token.kind != "space"]
        return _pieces(text, tokens, 0)


def _pieces(text: NormalizedString | None, tokens: list[naskh.Token], start: int) -> list[NormalizedString]:
    """What a text that begins at `start` has of each token. By halves: a piece costs as much as what it is cut from."""
    if text is None:
        return []
    if len(tokens) <= 8:
        pieces = [text[token.start - start : token.end - start] for token in tokens]
        return [piece for piece in pieces if piece is not None]
    half = len(tokens) // 2
    middle = tokens[half].start
    left, right = text[: middle - start], text[middle - start :]
    return [*_pieces(left, tokens[:half], start), *_pieces(right, tokens[half:], middle)]


def pre_tokenizer(tokenizer: Tokenizer | None = None) -> Any:
    """A pre-tokeniser for ``tokenizer.pre_tokenizer``: the tokens of naskh, without white space.

    >>> pre_tokenizer().pre_tokenize_str("نعم، 5 أقلام!")
    [('نعم', (0, 3)), ('،', (3, 4)), ('5', (5, 6)), ('أقلام', (7, 12)), ('!', (12, 13))]
    """
    return pre_tokenizers.PreTokenizer.custom(_PreTokenizer(tokenizer or Tokenizer()))


def exportable(preset: str | Normalizer) -> Any:
    """A chain of built-in steps that normalises like a preset and can be saved in ``tokenizer.json``.

    It has what a preset does to a character alone, between two passes of NFC, and not what depends on the letters around
    it: zero width joiners, separators inside numbers, the tatweel that carries a hamza, small letters of the Quran.

    >>> chain = exportable("search")
    >>> chain.normalize_str("أُمَّة")
    'امه'

    Raises ``ValueError`` for a preset that reproduces another tool, or that works on whole words.
    """
    normalizer = preset if isinstance(preset, Normalizer) else Normalizer(preset)
    passes = sorted(set(normalizer.ops) & set(naskh._naskh.pass_names()))
    if passes or (normalizer.preset and not normalizer.ops):
        raise ValueError(f"{normalizer.id} does more than rows can say: {', '.join(passes) or 'another tool'}")
    chars = [chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000]
    # What NFC does to a character is the first step's.
    chars = [c for c in chars if unicodedata.category(c) not in ("Cn", "Co")]
    chars = [c for c in chars if unicodedata.is_normalized("NFC", c)]
    groups: dict[str, list[str]] = {}
    for c, to in zip(chars, normalizer.normalize_many(chars)):
        if to != c:
            groups.setdefault(to, []).append(c)
    steps: list[Any] = [normalizers.NFC()]
    for to, group in sorted(groups.items(), key=lambda item: -len(item[1])):
        steps.append(normalizers.Replace(Regex("[" + "".join(map(re.escape, group)) + "]"), to))
    steps.append(normalizers.NFC())
    return normalizers.Sequence(steps)
