"""How does spaCy tokenise with naskh? The document keeps the original text; ``norm_`` is the normalised word.

>>> import spacy, naskh.spacy
>>> nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "naskh.Tokenizer.v1", "preset": "search"}}})
>>> doc = nlp("قرأتُ الكتابَ.")
>>> [token.text for token in doc], doc.text
(['قرأتُ', 'الكتابَ', '.'], 'قرأتُ الكتابَ.')
>>> doc[0].norm_
'قرات'
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

import naskh


class Tokenizer:
    """A tokenizer for ``nlp.tokenizer``. `preset` is what ``norm_`` is normalised by; without it spaCy's default."""

    def __init__(self, vocab: Vocab, preset: str | None = "search") -> None:
        self.vocab = vocab
        self._tokenizer = naskh.Tokenizer()
        self._normalizer = None if preset is None else naskh.Normalizer(preset)

    def __call__(self, text: str) -> Doc:
        # A document is words, each with or without one space behind it; any other white space is a word of its own.
        words: list[str] = []
        spaces: list[bool] = []
        for token in self._tokenizer.tokenize(text):
            word = token.text
            if token.kind == "space" and words and not spaces[-1] and word[0] == " " and not words[-1].isspace():
                spaces[-1] = True
                word = word[1:]
            if word:
                words.append(word)
                spaces.append(False)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        if self._normalizer is not None:
            for made, norm in zip(doc, self._normalizer.normalize_many(words, threads=1)):
                # A word of nothing but marks may have no norm left.
                made.norm_ = norm or made.text
        return doc

    # What spaCy calls to save and load a pipeline: the settings are in its config.
    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> Tokenizer:
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        pass

    def from_disk(self, path: str | Path, **kwargs: Any) -> Tokenizer:
        return self


@registry.tokenizers("naskh.Tokenizer.v1")
def create(preset: str | None = "search") -> Callable[[Language], Tokenizer]:
    """For spaCy's config: ``"@tokenizers": "naskh.Tokenizer.v1"``."""
    return lambda nlp: Tokenizer(nlp.vocab, preset)
