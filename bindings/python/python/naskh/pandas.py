"""How does a pandas series normalise? Importing the module gives every series ``.naskh``.

>>> import pandas as pd, naskh.pandas
>>> pd.Series(["كِتَابٌ", None]).naskh.normalize("search").to_list()
['كتاب', nan]

A series of Arrow strings (``ArrowDtype`` or the default type of pandas 3) goes through without a Python object for each
string, and the result has its type; any other goes through a list.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

import naskh
from naskh import Normalizer, Tokenizer


@pd.api.extensions.register_series_accessor("naskh")
class _Accessor:
    def __init__(self, series: pd.Series[Any]) -> None:
        self._series = series

    def _arrow(self) -> Any:
        import pyarrow as pa

        values = pa.array(self._series, from_pandas=True)
        return values.cast(pa.string()) if pa.types.is_null(values.type) else values

    def normalize(self, normalizer: str | Normalizer) -> pd.Series[Any]:
        """The normalised strings; what is missing stays missing."""
        import pyarrow as pa

        result = pa.chunked_array([pa.array(naskh.normalize_arrow(chunk, normalizer)) for chunk in _chunks(self._arrow())])
        arrow = isinstance(self._series.dtype, pd.ArrowDtype)
        values = pd.arrays.ArrowExtensionArray(result) if arrow else result.to_pandas().array
        return pd.Series(values, self._series.index, self._series.dtype, self._series.name)

    def words(self, tokenizer: Tokenizer | None = None) -> pd.Series[Any]:
        """The words of each string, as lists of Arrow."""
        return self._lists(lambda chunk: naskh.tokenize_arrow(chunk, output="text", select="words", tokenizer=tokenizer))

    def tokens(self, tokenizer: Tokenizer | None = None) -> pd.Series[Any]:
        """The tokens of each string: start, end (in characters) and kind, as lists of Arrow."""
        return self._lists(lambda chunk: naskh.tokenize_arrow(chunk, tokenizer=tokenizer))

    def sentences(self) -> pd.Series[Any]:
        """The sentences of each string, without the white space around them, as lists of Arrow."""
        return self._lists(lambda chunk: naskh.sentences_arrow(chunk, output="text", trim=True))

    def _lists(self, function: Any) -> pd.Series[Any]:
        import pyarrow as pa

        result = pa.chunked_array([pa.array(function(chunk)) for chunk in _chunks(self._arrow())])
        return pd.Series(pd.arrays.ArrowExtensionArray(result), index=self._series.index, name=self._series.name)


def _chunks(values: Any) -> list[Any]:
    """The chunks of a column, one at least: an empty column has a type too."""
    import pyarrow as pa

    if not isinstance(values, pa.ChunkedArray):
        return [values]
    return values.chunks or [pa.array([], values.type)]
