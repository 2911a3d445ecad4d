"""A program that uses every public class, for mypy."""

from typing import Any

import naskh
from naskh._types import ArrowResult
from naskh import Chunker, Normalizer, Pipeline, Preset, SentenceSegmenter, SentenceStream, Tokenizer

search = Normalizer(Preset.SEARCH, fold_yaa=False, strip_tashkeel=True, keep="ة", rules={"ڤ": "ف"})
text: str = search.normalize("قِفْ")
texts: list[str] = search.normalize_many(["قِفْ"], threads=2)
aligned = search.align(text, unit="utf16")
span: tuple[int, int] = aligned.to_original(*aligned.to_normalized(0, 1), deleted="apart")
operations: list[str] = [edit.op for edit in search.explain(text)]
tokens: list[tuple[str, int, int, str, bool]] = [
    (token.text, token.start, token.end, token.kind, token.is_word_like)
    for token in Tokenizer(digit_letter=False).tokenize(text)
]
segmenter = SentenceSegmenter(line_breaks="blank-line-only", abbreviations={"مهند": "title"})
stream: SentenceStream = segmenter.stream()
starts: list[int] = [sentence.start for sentence in [*stream.push("نعم. "), *stream.push(b"\xd9"), *stream.finish()]]
chunks: list[str] = [chunk.text for chunk in Chunker(words=100, overlap=10, segmenter=segmenter).chunks(text)]
terms: list[int] = [term.sentence for term in Pipeline(search, segmenter=segmenter).terms(text)]
words: list[str] = naskh.words(text)


def column(array: Any) -> ArrowResult:
    return naskh.normalize_arrow(array, Preset.MODEL)
