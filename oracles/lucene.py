#!/usr/bin/env python3
"""Apache Lucene's normalizers and StandardTokenizer, from Debian's package, run with Java 17.

    apt-get download liblucene8-java && dpkg -x liblucene8-java_*.deb target/lucene     # nothing is installed
    LUCENE=target/lucene/usr/share/java python3 oracles/lucene.py --check

The whole of an input is one token, as the normalization filters see it.
"""
import os
import pathlib
import struct
import subprocess
import tempfile

import common

HERE = pathlib.Path(__file__).resolve().parent
JARS = pathlib.Path(os.environ.get("LUCENE", "/usr/share/java"))


def java(name, **streams):
    jars = [next(JARS.glob(f"lucene-{part}-8*.jar")) for part in ("core", "analyzers-common")]
    command = ["java", "-cp", ":".join(map(str, jars)), HERE / "LuceneFeed.java", name]
    return subprocess.run(command, check=True, **streams)


def feed(name):
    def run(inputs):
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
            for text in inputs:
                data = text.encode("utf-8")
                source.write(struct.pack(">i", len(data)) + data)
            source.seek(0)
            java(name, stdin=source, stdout=sink)
            sink.seek(0)
            while header := sink.read(4):
                yield sink.read(struct.unpack(">i", header)[0]).decode("utf-8")
    return run


def preset(name, package, normalizer):
    call = f"org.apache.lucene.analysis.{package}.{normalizer}.normalize(char[], int)"
    version = java("version", stdout=subprocess.PIPE).stdout.decode().strip()
    return common.Preset(name, "Apache Lucene", version, call, feed(normalizer))


if __name__ == "__main__":
    common.main([
        preset("lucene-ar", "ar", "ArabicNormalizer"),
        preset("lucene-fa", "fa", "PersianNormalizer"),
        preset("lucene-ckb", "ckb", "SoraniNormalizer"),
        common.tokenizer("lucene-standard", "Apache Lucene", java("version", stdout=subprocess.PIPE).stdout.decode().strip(),
                         "new org.apache.lucene.analysis.standard.StandardTokenizer()", feed("StandardTokenizer"),
                         common.TOKENIZER_SETS + ("long",)),
    ])
