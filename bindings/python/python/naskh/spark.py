"""How does a corpus that one machine cannot hold go through naskh? As Arrow columns, on Apache Spark.

    from naskh import spark as naskh_spark
    df.select(naskh_spark.normalize("text", "search"), naskh_spark.words("text"))
    naskh_spark.corpus(df, "text", id_col="url").write.parquet("sentences")

Spark hands each worker batches of Arrow data, and naskh gives Arrow data back: no Python object is made of a string.
Partitions, shuffles, retries and spill are Spark's. The package holds native code, so a cluster gets it in a packed
environment (``--archives``) or by its own installer, not with ``--py-files``.

Spark does not check that a string is UTF-8. A string that is not stops a job, as other bad data does, in all functions
but :func:`invalid_utf8`, which finds such strings, and :func:`corpus`, which leaves them out.
"""

# No `from __future__ import annotations`: Spark reads the type hints of functions.
import typing

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

import naskh
from naskh import Chunker, Normalizer, SentenceSegmenter, Tokenizer

__all__ = ["chunks", "corpus", "invalid_documents", "invalid_utf8", "normalize", "sentences", "words"]

Output = typing.Literal["spans", "text"]


def _column(
    function: typing.Callable[[pa.Array], typing.Any], returns: str, col: typing.Union[str, Column], api: str
) -> Column:
    """A column that the function makes of a column of strings."""
    if api == "auto":
        api = "arrow" if hasattr(F, "arrow_udf") else "pandas"
    column = F.col(col) if isinstance(col, str) else col
    if api == "arrow":  # Spark 4.1 and newer

        def arrow(array: pa.Array) -> pa.Array:
            return pa.array(function(array))

        return F.arrow_udf(arrow, returns)(column)
    if api != "pandas":
        raise ValueError(f"{api!r} is no API; one of: auto, arrow, pandas")
    import pandas as pd

    def pandas(series: pd.Series) -> pd.Series:
        return pd.Series(pa.array(function(pa.array(series, pa.string(), from_pandas=True))).to_pylist(), dtype=object)

    return F.pandas_udf(pandas, returns)(column)


def normalize(col: typing.Union[str, Column], normalizer: typing.Union[str, Normalizer], *, api: str = "auto") -> Column:
    """The normalised strings of a column.

    `api` is ``"arrow"`` (Spark 4.1 and newer), ``"pandas"``, or ``"auto"`` for the best that there is; so everywhere here.
    """
    if isinstance(normalizer, str):
        normalizer = Normalizer(normalizer)  # here, not on a worker: so a wrong name is an error at once
    return _column(lambda array: naskh.normalize_arrow(array, normalizer), "string", col, api)


def words(col: typing.Union[str, Column], tokenizer: typing.Optional[Tokenizer] = None, *, api: str = "auto") -> Column:
    """The words of each string: an array of strings."""
    return _column(
        lambda array: naskh.tokenize_arrow(array, output="text", select="words", tokenizer=tokenizer),
        "array<string>",
        col,
        api,
    )


def sentences(
    col: typing.Union[str, Column], segmenter: typing.Optional[SentenceSegmenter] = None, *, api: str = "auto"
) -> Column:
    """The sentences of each string, without the white space around them: an array of strings."""
    return _column(
        lambda array: naskh.sentences_arrow(array, output="text", trim=True, segmenter=segmenter),
        "array<string>",
        col,
        api,
    )


def chunks(col: typing.Union[str, Column], chunker: Chunker, *, api: str = "auto") -> Column:
    """The chunks of each string: an array of strings."""
    return _column(lambda array: naskh.chunks_arrow(array, chunker, output="text"), "array<string>", col, api)


def invalid_utf8(col: typing.Union[str, Column]) -> Column:
    """Where the bytes of each string stop being UTF-8: the offset of the first wrong byte, or null."""
    column = F.col(col) if isinstance(col, str) else col
    if hasattr(F, "arrow_udf"):
        return _column(naskh.invalid_utf8_arrow, "long", column.cast("binary"), "arrow")
    import pandas as pd

    def pandas(series: pd.Series) -> pd.Series:
        return pd.Series(pa.array(naskh.invalid_utf8_arrow(pa.array(series, pa.binary()))).to_pylist(), dtype="Int64")

    return F.pandas_udf(pandas, "long")(column.cast("binary"))


def _be_apart(id_col: str, columns: typing.Iterable[str]) -> None:
    """The id is not one of the columns beside it; Spark does not tell upper case from lower."""
    if id_col.lower() in columns:
        raise ValueError(
            f"the id column {id_col!r} has the name of one beside it ({', '.join(columns)}); "
            f'rename it: df.withColumnRenamed({id_col!r}, "id"), id_col="id"'
        )


def invalid_documents(df: DataFrame, text_col: str, *, id_col: str) -> DataFrame:
    """The documents whose text is no UTF-8: id, and offset of the first wrong byte. What :func:`corpus` leaves out.

    Raises ``ValueError`` if the id is named ``offset`` too, in upper or lower case.
    """
    _be_apart(id_col, ["offset"])
    bad = df.select(F.col(id_col), invalid_utf8(text_col).alias("offset"))
    return bad.where(F.col("offset").isNotNull())


# What a row of a corpus has beside the id of its document.
_COLUMNS = {
    "number": "int",
    "start": "int",
    "end": "int",
    "text": "string",
    "normalized": "string",
    "tokens": "array<string>",
}


def corpus(
    df: DataFrame,
    text_col: str,
    *,
    id_col: str,
    normalizer: typing.Union[str, Normalizer] = "search",
    tokenizer: typing.Optional[Tokenizer] = None,
    segmenter: typing.Optional[SentenceSegmenter] = None,
    chunker: typing.Optional[Chunker] = None,
) -> DataFrame:
    """The sentences of a corpus, or its chunks if there is a `chunker`: a row for each.

    A row has the id of its document; `number`, its number there; `start` and `end`, its place there in
    characters; `text`, as it stands there, without white space around it; `normalized`; and `tokens`, the words of the
    normalised text. A document without text, or whose text is no UTF-8, has none: see :func:`invalid_documents`.

    Raises ``ValueError`` if the id has the name of another of these columns, in upper or lower case.
    """
    if isinstance(normalizer, str):
        normalizer = Normalizer(normalizer)
    _be_apart(id_col, _COLUMNS)
    # As bytes: what is no UTF-8 comes through then, and can be left out.
    source = df.select(F.col(id_col), F.col(text_col).cast("binary").alias("text"))
    id_type = source.schema[id_col].dataType.simpleString()
    schema = ", ".join([f"`{id_col}` {id_type}", *(f"{name} {kind}" for name, kind in _COLUMNS.items())])

    def rows(batches: typing.Iterator[pa.RecordBatch]) -> typing.Iterator[pa.RecordBatch]:
        for batch in batches:
            yield pieces(batch.column(0), batch.column(1))

    def pieces(ids: pa.Array, documents: pa.Array) -> pa.RecordBatch:
        import pyarrow.compute as pc

        # A null has no wrong byte, and no pieces either.
        valid = pc.is_null(pa.array(naskh.invalid_utf8_arrow(documents)))
        ids, documents = ids.filter(valid), documents.filter(valid).cast(pa.string())
        if chunker is not None:
            cut: typing.Callable[[Output], typing.Any] = lambda output: naskh.chunks_arrow(documents, chunker, output=output)
        else:
            cut = lambda output: naskh.sentences_arrow(documents, output=output, trim=True, segmenter=segmenter)
        spans = pa.array(cut("spans"))
        text = pa.array(cut("text")).flatten()
        parents = pc.list_parent_indices(spans)
        start, end = spans.flatten().flatten()
        # The number in the document: the number in the batch, less that of the first piece of the document.
        number = pc.subtract(pa.array(range(len(parents)), pa.int32()), spans.offsets.take(parents))
        normalized = pa.array(naskh.normalize_arrow(text, normalizer))
        tokens = pa.array(naskh.tokenize_arrow(normalized, output="text", select="words", tokenizer=tokenizer))
        columns = [ids.take(parents), number, start, end, text, normalized, tokens]
        return pa.RecordBatch.from_arrays(columns, [id_col, *_COLUMNS])

    return source.mapInArrow(rows, schema)
