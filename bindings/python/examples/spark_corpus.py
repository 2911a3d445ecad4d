"""Cleans, splits and de-duplicates a corpus of Parquet files.

    spark-submit examples/spark_corpus.py IN_PARQUET OUT_PARQUET

IN_PARQUET has a column of document ids and one of text (--id, --text). OUT_PARQUET becomes a directory with

    sentences/  a row a sentence: document, number, start, end, text, normalized, tokens; of sentences with one key under
                the preset (--preset) the first, by document and number
    invalid/    a row a document whose text is no UTF-8: its id, and the offset of the first wrong byte

Spark retries what fails and resumes after a worker that dies. A job that was stopped as a whole is started again: each
part is whole (it has a file _SUCCESS) or is made anew. Spark shows its own progress bar.
"""

import argparse

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from naskh import spark as naskh_spark


def clean(documents: DataFrame, *, id_col: str, text_col: str, preset: str) -> DataFrame:
    """The distinct sentences of the documents."""
    sentences = naskh_spark.corpus(documents, text_col, id_col=id_col, normalizer=preset)
    # A sentence of marks alone has no key. Exact: of equal hashes of 256 bits nobody has seen two texts.
    keyed = sentences.where("normalized != ''")
    row = F.struct(id_col, "number", *(name for name in sentences.columns if name not in (id_col, "number")))
    # By no name of its own, which the documents' ids might have.
    return keyed.groupBy(F.sha2("normalized", 256)).agg(F.min(row).alias("row")).select("row.*")


def done(spark: SparkSession, path: str) -> bool:
    """Whether a part was written to its end."""
    file = spark._jvm.org.apache.hadoop.fs.Path(path, "_SUCCESS")
    return file.getFileSystem(spark._jsc.hadoopConfiguration()).exists(file)


def run(spark: SparkSession, source: str, target: str, *, id_col: str, text_col: str, preset: str) -> None:
    documents = spark.read.parquet(source)
    parts = {
        f"{target}/sentences": clean(documents, id_col=id_col, text_col=text_col, preset=preset),
        f"{target}/invalid": naskh_spark.invalid_documents(documents, text_col, id_col=id_col),
    }
    for path, rows in parts.items():
        if done(spark, path):
            print(f"{path}: done before")
        else:
            rows.write.mode("overwrite").parquet(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", metavar="IN_PARQUET")
    parser.add_argument("target", metavar="OUT_PARQUET")
    parser.add_argument("--id", default="id", help="the column of document ids (default: id)")
    parser.add_argument("--text", default="text", help="the column of text (default: text)")
    parser.add_argument("--preset", default="search", help="what makes two sentences one (default: search)")
    options = parser.parse_args()
    session = SparkSession.builder.appName("naskh corpus").config("spark.ui.showConsoleProgress", "true").getOrCreate()
    run(session, options.source, options.target, id_col=options.id, text_col=options.text, preset=options.preset)
    session.stop()
