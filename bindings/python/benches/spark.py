"""How many documents a second does Spark put through naskh, and through CAMeL Tools in a pandas UDF?

    pip install ./bindings/python pyspark pyarrow pandas
    pip install --no-deps camel-tools==1.6.0 docopt cachetools regex emoji future
    python bindings/python/benches/spark.py [--documents 200000]

The job: read Parquet, normalise the text, cut the result into words, count documents and words. `local[2]`, one process
for all; the ways take turns, each is run once to warm up. The documents are sentences of `benches/data/news.txt`, three
to ten a document.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import Column, SparkSession
from pyspark.sql import functions as F

from naskh import spark as naskh_spark

DATA = Path(__file__).parents[3] / "benches" / "data"


def naskh(api: str) -> Column:
    return naskh_spark.words(naskh_spark.normalize("text", "search", api=api), api=api)


def camel() -> Column:
    def words(series: pd.Series) -> pd.Series:
        from camel_tools.tokenizers.word import simple_word_tokenize
        from camel_tools.utils.dediac import dediac_ar
        from camel_tools.utils.normalize import (
            normalize_alef_ar,
            normalize_alef_maksura_ar,
            normalize_teh_marbuta_ar,
            normalize_unicode,
        )

        def one(text: str):
            text = dediac_ar(normalize_unicode(text))
            return simple_word_tokenize(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(text))))

        return series.map(one)

    return F.pandas_udf(words, "array<string>")("text")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.pyspark.python", sys.executable)
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    rng, lines = random.Random(8), (DATA / "news.txt").read_text(encoding="utf-8").splitlines()
    texts = ["\n".join(rng.choices(lines, k=rng.randrange(3, 11))) for _ in range(options.documents)]
    size = sum(len(text.encode()) for text in texts[:1000]) / min(1000, len(texts))
    print(f"Spark {spark.version}, {options.documents:,} documents, {size:,.0f} bytes in the mean, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as directory:
        # CAMeL Tools get a part of them: all would take very long.
        part = max(1, options.documents // 20)
        pq.write_table(pa.table({"text": texts}), f"{directory}/all.parquet", row_group_size=options.documents // 8 + 1)
        pq.write_table(pa.table({"text": texts[:part]}), f"{directory}/part.parquet", row_group_size=part // 8 + 1)
        spark.conf.set("spark.sql.files.maxPartitionBytes", 4 << 20)
        ways = {
            "naskh, Arrow UDF": (naskh("arrow"), "all"),
            "naskh, pandas UDF": (naskh("pandas"), "all"),
            "CAMeL Tools, pandas UDF": (camel(), "part"),
            "nothing: read and count": (F.split("text", " "), "all"),
        }
        seconds = {way: [] for way in ways}
        for round in range(options.rounds + 1):
            for way, (words, file) in ways.items():
                started = time.perf_counter()
                rows = spark.read.parquet(f"{directory}/{file}.parquet").repartition(8).select(F.size(words).alias("words"))
                count, total = rows.agg(F.count("words"), F.sum("words")).first()
                assert count == (part if file == "part" else options.documents) and total > count
                if round:
                    seconds[way].append((time.perf_counter() - started) / count)
    for way, each in seconds.items():
        print(f"{way:25} {1 / statistics.median(each):>12,.0f} documents a second")
    spark.stop()


if __name__ == "__main__":
    main()
