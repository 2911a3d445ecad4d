"""How does a polars expression normalise? Importing the module gives every expression and series ``.naskh``.

>>> import polars as pl, naskh.polars
>>> frame = pl.DataFrame({"text": ["كِتَابٌ", None]})
>>> frame.select(pl.col("text").naskh.normalize("search")).to_series().to_list()
['كتاب', None]

Lazy frames and the streaming engine take it too: no row needs another.
"""

from __future__ import annotations

from typing import Any

import polars as pl

import naskh
from naskh import Normalizer, Tokenizer

_SPANS = {"start": pl.Int32, "end": pl.Int32}


class _Namespace:
    def __init__(self, column: Any) -> None:
        self._column = column

    def _map(self, function: Any, dtype: Any) -> Any:
        if isinstance(self._column, pl.Series):
            return function(self._column)
        return self._column.map_batches(function, return_dtype=dtype, is_elementwise=True)

    def normalize(self, normalizer: str | Normalizer) -> Any:
        """The normalised strings."""
        return self._map(
            lambda series: pl.Series(series.name, naskh.normalize_arrow(series, normalizer), pl.String), pl.String
        )

    def words(self, tokenizer: Tokenizer | None = None) -> Any:
        """The words of each string."""

        def words(series: pl.Series) -> pl.Series:
            lists = naskh.tokenize_arrow(series, output="text", select="words", tokenizer=tokenizer)
            return pl.Series(series.name, lists, pl.List(pl.String))

        return self._map(words, pl.List(pl.String))

    def tokens(self, tokenizer: Tokenizer | None = None) -> Any:
        """The tokens of each string: structs of start, end (in characters) and kind."""
        dtype = pl.List(pl.Struct({**_SPANS, "kind": pl.String}))
        return self._map(
            lambda series: pl.Series(series.name, naskh.tokenize_arrow(series, tokenizer=tokenizer), dtype), dtype
        )

    def sentences(self) -> Any:
        """The sentences of each string, without the white space around them."""

        def sentences(series: pl.Series) -> pl.Series:
            lists = naskh.sentences_arrow(series, output="text", trim=True)
            return pl.Series(series.name, lists, pl.List(pl.String))

        return self._map(sentences, pl.List(pl.String))


pl.api.register_expr_namespace("naskh")(type("NaskhExpr", (_Namespace,), {}))
pl.api.register_series_namespace("naskh")(type("NaskhSeries", (_Namespace,), {}))
