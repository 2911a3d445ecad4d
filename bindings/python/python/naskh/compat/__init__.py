"""The functions of other libraries under their names, made of naskh; each gives what the original gives.

>>> from naskh.compat import tokenize
>>> tokenize("قال: و6 كُتُب", "lucene-standard")
['قال', 'و6', 'كُتُب']
"""

from __future__ import annotations

from naskh._naskh import compat_tokenize as _tokenize

__all__ = ["tokenize"]


def tokenize(text: str, tokenizer: str) -> list[str]:
    """The tokens of a text as another tool cuts it: Lucene's standard tokenizer, CAMeL Tools, PyArabic, and others.

    >>> tokenize("3.5٪!", "camel-simple")
    ['3', '.', '5', '٪', '!']

    Raises ``ValueError`` for a name that is none, and lists those there are.
    """
    return _tokenize(text, tokenizer)
