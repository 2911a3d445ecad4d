"""Does Spark give the rows that plain Python gives, whatever happens to a worker?

The number of documents is NASKH_SPARK_DOCUMENTS; README says what came of a million.
"""

import os
import random
import signal
import sys
from pathlib import Path

import pytest

import naskh
from conftest import has_java, strings
from naskh import Chunker, Normalizer, SentenceSegmenter, Tokenizer

pyspark = pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")
if not has_java():
    pytest.skip("SPARK NOT TESTED: there is no Java", allow_module_level=True)

import pyarrow.parquet as pq  # noqa: E402

from naskh import spark as naskh_spark  # noqa: E402

ROOT = Path(__file__).parent.parent
DOCUMENTS = int(os.environ.get("NASKH_SPARK_DOCUMENTS", "20000"))
SEARCH = Normalizer("search")


@pytest.fixture(scope="module")
def spark():
    session = (
        pyspark.sql.SparkSession.builder.master("local[2, 4]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.memory", "2g")
        .config("spark.pyspark.python", sys.executable)
        # The workers find the package where this process found it.
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def document(i):
    """A document that nobody wrote, always the same one for a number; many sentences are in several."""
    rng = random.Random(i)
    words = "كَتَبَ الطالبُ رسالةً إلى المدرسة أحمد د. فاطمة في ١٢ مارس السوقِ القديم، قال: «نعم» لا ثم".split()
    sentences = [" ".join(rng.choices(words, k=rng.randrange(1, 9))) + rng.choice([". ", "؟ ", "! ", "\n", "... "]) for _ in range(rng.randrange(6))]
    return "".join(sentences)


def is_bad(i):
    return i % 997 == 5


def content(i):
    """Its bytes: a document in a thousand has a byte that is no UTF-8."""
    text = document(i).encode()
    return text + "سطر ".encode() + b"\xff" + "بعد".encode() if is_bad(i) else text


def parquet(path, n):
    """A Parquet file whose strings are what they are, UTF-8 or not: as a careless crawler writes them."""
    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, n, 10_000):
            ids = range(start, min(n, start + 10_000))
            raw = pa.array([content(i) if i % 11 else None for i in ids], pa.binary())
            text = pa.Array.from_buffers(pa.string(), len(raw), raw.buffers(), raw.null_count)
            writer.write_table(pa.Table.from_arrays([pa.array(ids, pa.int64()), text], schema=schema), row_group_size=2_500)


def reference(ids):
    """The rows of some documents, with the classes of the package, one document after the other."""
    rows = []
    for i in ids:
        if is_bad(i) or i % 11 == 0:
            continue
        for index, sentence in enumerate(naskh.sentences(document(i), trim=True)):
            key = SEARCH.normalize(sentence.text)
            rows.append((i, index, sentence.start, sentence.end, sentence.text, key, naskh.words(key)))
    return rows


@pytest.mark.parametrize("api", ["arrow", "pandas"])
def test_columns(spark, api):
    if api == "arrow" and not hasattr(pyspark.sql.functions, "arrow_udf"):
        pytest.skip("arrow_udf is there from Spark 4.1 on")
    texts = [None, "", *strings(300, seed=16)]
    texts = [text if text is None else text.replace("\0", "") for text in texts]
    df = spark.createDataFrame(list(enumerate(texts)), "i int, text string").repartition(3)
    tokenizer, chunker = Tokenizer(digit_letter=False), Chunker(words=3)
    segmenter = SentenceSegmenter(line_breaks="blank-line-only")
    rows = df.select(
        "i",
        naskh_spark.normalize("text", "search", api=api).alias("search"),
        naskh_spark.normalize(df.text, Normalizer("model", keep="أ", strip_shadda=False), api=api).alias("model"),
        naskh_spark.words("text", api=api).alias("words"),
        naskh_spark.words("text", tokenizer, api=api).alias("other"),
        naskh_spark.sentences("text", segmenter, api=api).alias("sentences"),
        naskh_spark.chunks("text", chunker, api=api).alias("chunks"),
    ).collect()
    assert len(rows) == len(texts)
    for row in rows:
        text = texts[row.i]
        if text is None:
            assert list(row)[1:] == [None] * 6
            continue
        assert row.search == SEARCH.normalize(text)
        assert row.model == Normalizer("model", keep="أ", strip_shadda=False).normalize(text)
        assert row.words == naskh.words(text) and row.other == tokenizer.words(text)
        assert row.sentences == [s.text for s in segmenter.sentences(text, trim=True)]
        assert row.chunks == [c.text for c in chunker.chunks(text)]


def test_wrong_names_are_errors_at_once(spark):
    with pytest.raises(ValueError, match="no preset"):
        naskh_spark.normalize("text", "serch")
    with pytest.raises(ValueError, match="one of: auto, arrow, pandas"):
        naskh_spark.words("text", api="jvm")


@pytest.mark.parametrize("id_col", ["text", "number", "start", "end", "normalized", "Tokens"])
def test_an_id_named_like_a_column_beside_it(spark, id_col):
    df = spark.createDataFrame([("a", "وصل.")], f"{id_col} string, body string")
    with pytest.raises(ValueError, match=f"the id column '{id_col}' .*; rename it: ") as error:
        naskh_spark.corpus(df, "body", id_col=id_col)
    assert f'df.withColumnRenamed({id_col!r}, "id"), id_col="id"' in str(error.value)
    renamed = df.withColumnRenamed(id_col, "id")
    assert [row.id for row in naskh_spark.corpus(renamed, "body", id_col="id").collect()] == ["a"]
    with pytest.raises(ValueError, match="'Offset' has the name of one beside it"):
        naskh_spark.invalid_documents(df.withColumnRenamed(id_col, "Offset"), "body", id_col="Offset")


def test_chunks_of_a_corpus(spark):
    df = spark.createDataFrame([("a", document(1)), ("b", None), ("c", document(3))], "url string, body string")
    rows = naskh_spark.corpus(df, "body", id_col="url", normalizer="model", chunker=Chunker(words=4)).collect()
    model, expected = Normalizer("model"), []
    for url, i in [("a", 1), ("c", 3)]:
        for index, chunk in enumerate(naskh.chunks(document(i), words=4)):
            key = model.normalize(chunk.text)
            expected.append((url, index, chunk.start, chunk.end, chunk.text, key, naskh.words(key)))
    assert sorted(tuple(row) for row in rows) == expected


def test_a_string_that_is_no_text(spark, tmp_path):
    parquet(tmp_path / "in.parquet", 2000)
    df = spark.read.parquet(str(tmp_path / "in.parquet"))
    bad = [i for i in range(2000) if is_bad(i) and i % 11]
    assert bad
    found = naskh_spark.invalid_documents(df, "text", id_col="id").collect()
    assert sorted(tuple(row) for row in found) == [(i, len(document(i).encode()) + 7) for i in bad]
    with pytest.raises(Exception, match="no UTF-8"):
        df.select(naskh_spark.normalize("text", "search")).collect()


def job():
    sys.path.insert(0, str(ROOT / "examples"))
    try:
        import spark_corpus
    finally:
        sys.path.pop(0)
    return spark_corpus


def test_the_job(spark, tmp_path, capsys):
    source, target = str(tmp_path / "in.parquet"), str(tmp_path / "out")
    parquet(source, DOCUMENTS)
    options = {"id_col": "id", "text_col": "text", "preset": "search"}
    job().run(spark, source, target, **options)
    sentences = spark.read.parquet(f"{target}/sentences")
    invalid = spark.read.parquet(f"{target}/invalid").collect()

    bad = [i for i in range(DOCUMENTS) if is_bad(i) and i % 11]
    assert sorted(tuple(row) for row in invalid) == [(i, len(document(i).encode()) + 7) for i in bad]

    # Of all rows of each key, the first: known for every key that the first documents have, since ids only grow.
    sample = range(min(DOCUMENTS, 20_000))
    first = {}
    for row in reference(sample):
        if row[5]:
            first.setdefault(row[5], row)
    found = sentences.where(f"id < {len(sample)}").collect()
    assert sorted(tuple(row) for row in found) == sorted(first.values())
    assert sentences.count() == sentences.select("normalized").distinct().count()
    if DOCUMENTS <= len(sample):
        assert sentences.count() == len(first)

    # A second run finds all done; a part that was not finished is made anew.
    (tmp_path / "out" / "invalid" / "_SUCCESS").unlink()
    job().run(spark, source, target, **options)
    assert "sentences: done before" in capsys.readouterr().out
    assert spark.read.parquet(f"{target}/invalid").count() == len(bad)


@pytest.mark.parametrize("id_col", ["key", "row", "id"])
def test_the_job_keeps_ids_of_any_name(spark, id_col):
    df = spark.createDataFrame([("a", "وصل. ثم غادر."), ("b", "ثُمّ غادر.")], f"{id_col} string, text string")
    rows = job().clean(df, id_col=id_col, text_col="text", preset="search")
    assert sorted((row[id_col], row.number, row.text) for row in rows.collect()) == [("a", 0, "وصل."), ("a", 1, "ثم غادر.")]


def test_a_killed_worker_loses_nothing(spark, tmp_path):
    parquet(tmp_path / "in.parquet", 5000)
    flag = tmp_path / "killed"
    df = spark.read.parquet(str(tmp_path / "in.parquet")).repartition(6)

    def kill_one(batches):
        for batch in batches:
            yield batch
            if 3000 in batch.column(0).to_pylist() and not flag.exists():
                flag.write_text("by signal 9")
                os.kill(os.getpid(), signal.SIGKILL)

    df = df.mapInArrow(kill_one, df.schema)
    rows = naskh_spark.corpus(df, "text", id_col="id").collect()
    assert flag.exists()
    assert sorted(tuple(row) for row in rows) == reference(range(5000))
