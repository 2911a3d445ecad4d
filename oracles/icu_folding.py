#!/usr/bin/env python3
"""ICUFoldingFilter of Lucene 8.8.1: ICU's Normalizer2 with the folding data in Lucene's jar, both from Debian.

    apt-get download liblucene8-java && dpkg -x liblucene8-java_*.deb target/lucene; apt-get install libicu-dev
    LUCENE=target/lucene/usr/share/java python3 oracles/icu_folding.py --check

The filter is `Normalizer2.getInstance(utr30.nrm, "utr30", COMPOSE).normalize(token)` and nothing else. Debian's icu4j is
older than the data, its libicu newer: format 3 and format 4 of the data differ in the serialisation of one trie, which is
written anew here by libicu itself. The folding data, of Unicode 11, stays what Lucene ships.
"""
import ctypes
import ctypes.util
import glob
import os
import struct
import tempfile
import zipfile

import common

LUCENE = os.environ.get("LUCENE", "target/lucene/usr/share/java")
# The library's version is in its name and in the names of its functions; from 63 on it reads format 4.
NAME = ctypes.util.find_library("icuuc")
assert NAME, "needs the library icuuc, of Debian's package libicu-dev"
LIBRARY = ctypes.CDLL(NAME)
VERSION = int(NAME.rsplit(".", 1)[1])
assert VERSION >= 63, NAME


def call(name, *arguments, result=ctypes.c_void_p):
    function = getattr(LIBRARY, f"{name}_{VERSION}")
    function.restype = result
    error = ctypes.c_int(0)
    value = function(*arguments, ctypes.byref(error))
    if error.value > 0:
        raise RuntimeError(f"{name}: {error.value}")
    return value


def old_trie(data):
    """What a serialised UTrie2 of 16-bit values, big-endian, has for each code point."""
    signature, options, length, _, _, _, high = struct.unpack_from(">4s6H", data)
    assert signature == b"Tri2" and options & 15 == 0, (signature, options)
    shorts = struct.unpack_from(f">{(len(data) - 16) // 2}H", data, 16)
    data_length = struct.unpack_from(">H", data, 8)[0] << 2
    for c in range(0x110000):
        if c < 0x10000:
            index = c >> 5
        elif c >= high << 11:
            yield shorts[length + data_length - 4]
            continue
        else:
            index = shorts[0x840 - 0x20 + (c >> 11)] + (c >> 5 & 0x3F)
        # For a lead surrogate this is the value of the unit of UTF-16: whether the fast loop may pass over it.
        yield shorts[(shorts[index] << 2) + (c & 31)]


def new_trie(values):
    trie = call("umutablecptrie_open", 1, 1)
    trie = ctypes.c_void_p(trie)
    for c, value in enumerate(values):
        if value != 1:
            call("umutablecptrie_set", trie, c, value, result=None)
    built = ctypes.c_void_p(call("umutablecptrie_buildImmutable", trie, 0, 0))
    buffer = ctypes.create_string_buffer(1 << 20)
    size = call("ucptrie_toBinary", built, buffer, len(buffer), result=ctypes.c_int32)
    return buffer.raw[:size]


def convert(data):
    """Format 3, big-endian, to format 4, little-endian."""
    head = struct.unpack_from(">H", data)[0]
    assert data[2:4] == b"\xDA\x27" and data[8] == 1 and data[12:16] == b"Nrm2" and data[16] == 3
    body = data[head:]
    indexes = list(struct.unpack_from(f">{struct.unpack_from('>I', body)[0] // 4}i", body))
    trie, extra, fcd, end = indexes[0], indexes[1], indexes[2], indexes[3]
    middle = struct.unpack_from(f">{(fcd - extra) // 2}H", body, extra)
    written = new_trie(old_trie(body[trie:extra]))
    grown = len(written) - (extra - trie)
    assert grown % 2 == 0
    # What stands behind the trie: extra data, a table of 256 bytes, the end.
    indexes[1:8] = [offset + grown for offset in indexes[1:8]]
    header = bytearray(data[:head])
    header[0:2], header[4:6] = struct.pack("<H", head), struct.pack("<H", struct.unpack_from(">H", data, 4)[0])
    header[2:4], header[8], header[16] = b"\xDA\x27", 0, 4
    header[6:8] = b"\0\0"
    return (bytes(header) + struct.pack(f"<{len(indexes)}i", *indexes) + written
            + struct.pack(f"<{len(middle)}H", *middle) + body[fcd:end])


def normalizer():
    jar = glob.glob(f"{LUCENE}/lucene-analyzers-icu-8*.jar")[0]
    data = zipfile.ZipFile(jar).read("org/apache/lucene/analysis/icu/utr30.nrm")
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/utr30.nrm", "wb") as file:
            file.write(convert(data))
        return ctypes.c_void_p(call("unorm2_getInstance", folder.encode(), b"utr30", 0))


NORMALIZER = normalizer()


def fold(text):
    units = text.encode("utf-16-le")
    buffer = ctypes.create_string_buffer(len(units) * 20 + 64)
    size = call("unorm2_normalize", NORMALIZER, units, len(units) // 2, buffer, len(buffer) // 2,
                result=ctypes.c_int32)
    return buffer.raw[:2 * size].decode("utf-16-le")


if __name__ == "__main__":
    common.main([
        common.Preset("icu-folding", "Lucene", "8.8.1, its folding data of Unicode 11", "ICUFoldingFilter",
                      common.each(fold)),
    ])
