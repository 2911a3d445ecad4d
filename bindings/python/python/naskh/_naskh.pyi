"""Types of the compiled half of the package."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, final

from naskh._types import ArrowArray, ArrowResult, ArrowStream, Unit

if sys.version_info >= (3, 12):
    from typing import Unpack
else:
    from typing_extensions import Unpack

class _Ops(TypedDict, total=False):
    strip_tashkeel: bool
    strip_annotations: bool
    compose: bool
    fold_presentation_forms: bool
    spell_phrases: bool
    strip_invisibles: bool
    strip_tatweel: bool
    strip_harakat: bool
    strip_tanwin: bool
    strip_shadda: bool
    strip_sukun: bool
    strip_dagger_alef: bool
    strip_madda: bool
    strip_variant_vowels: bool
    strip_tone: bool
    strip_honorifics: bool
    strip_waqf: bool
    strip_silent_letters: bool
    fold_small_letters: bool
    strip_tajwid: bool
    strip_divisions: bool
    fold_alef: bool
    fold_yaa: bool
    fold_taa_marbuta: bool
    fold_hamza: bool
    seat_hamza: bool
    fold_lookalikes: bool
    fold_foreign_letters: bool
    digits_to_ascii: bool
    strip_zwnj: bool
    digits_to_arabic_indic: bool
    digits_to_eastern: bool
    fold_punctuation: bool
    strip_punctuation: bool
    strip_isolated_hamza: bool
    spell_dagger_alef: bool
    strip_quran_signs: bool
    join_hair_spaces: bool
    seat_hamza_below: bool
    spell_small_letters: bool
    uthmani_to_modern: bool
    fold_tanwin_alef: bool
    strip_last_haraka: bool
    cap_elongation: bool
    fold_elongation: bool
    fold_rasm: bool
    separate_verse_signs: bool
    collapse_spaces: bool
class _Tailorings(TypedDict, total=False):
    letter_digit: bool
    tatweel_digit: bool
    digit_letter: bool
    number_sign: bool
    decimal_separator: bool
    glued_stop: bool
    dotted_abbreviation: bool
    glued_colon: bool
    narrow_space: bool
    hair_space: bool
    zwnj: bool
    format: bool
    space_run: bool
    ellipsis: bool
    double_stop: bool
    repeated_mark: bool
    number_colon: bool
    number_slash: bool
    number_hyphen: bool
    phone: bool
    emoji: bool
    emoticon: bool
    url: bool
    email: bool
    mention: bool
    hashtag: bool

__version__: str

def presets() -> list[tuple[str, str]]: ...
def op_names() -> list[str]: ...
def pass_names() -> list[str]: ...
def tailoring_names() -> list[str]: ...
def kind_names() -> list[str]: ...
def compat_tokenizers() -> list[tuple[str, str]]: ...
def compat_tokenize(text: str, tokenizer: str) -> list[str]: ...

@final
class Normalizer:
    def __new__(
        cls,
        preset: str | None,
        *,
        keep: str = "",
        rules: Mapping[str, str] | None = None,
        **ops: Unpack[_Ops],
    ) -> Normalizer: ...
    def normalize(self, text: str) -> str: ...
    def __call__(self, text: str) -> str: ...
    def normalize_many(self, texts: Sequence[str], threads: int | None = None) -> list[str]: ...
    def is_normalized(self, text: str) -> bool: ...
    def align(self, text: str, *, unit: Unit = "char") -> Normalized: ...
    def explain(self, text: str, *, unit: Unit = "char") -> list[Edit]: ...
    @property
    def id(self) -> str: ...
    @property
    def preset(self) -> str | None: ...
    @property
    def ops(self) -> list[str]: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[str | None], dict[str, Any]]: ...

@final
class Normalized:
    @property
    def original(self) -> str: ...
    @property
    def text(self) -> str: ...
    def to_original(
        self, start: int, end: int, *, deleted: Literal["with-letter-before", "apart"] = "with-letter-before"
    ) -> tuple[int, int]: ...
    def to_normalized(self, start: int, end: int) -> tuple[int, int]: ...
    def _repr_html_(self) -> str | None: ...

@final
class Edit:
    def __new__(cls, start: int, end: int, before: str, after: str, op: str, lossy: bool) -> Edit: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def op(self) -> str: ...
    @property
    def lossy(self) -> bool: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[int, int, str, str, str, bool]: ...
    __match_args__: tuple[str, str, str, str, str, str]

@final
class Token:
    def __new__(cls, text: str, start: int, end: int, kind: str) -> Token: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def is_word_like(self) -> bool: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[str, int, int, str]: ...
    __match_args__: tuple[str, str, str, str]

@final
class Span:
    def __new__(cls, text: str, start: int, end: int) -> Span: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[str, int, int]: ...
    __match_args__: tuple[str, str, str]

@final
class Term:
    def __new__(cls, text: str, start: int, end: int, kind: str, sentence: int) -> Term: ...
    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def sentence(self) -> int: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[str, int, int, str, int]: ...
    __match_args__: tuple[str, str, str, str, str]

@final
class Tokenizer:
    def __new__(cls, **tailorings: Unpack[_Tailorings]) -> Tokenizer: ...
    def tokenize(self, text: str, *, unit: Unit = "char") -> list[Token]: ...
    def words(self, text: str) -> list[str]: ...
    def __call__(self, text: str) -> list[str]: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, bool]]: ...

@final
class SentenceSegmenter:
    def __new__(
        cls,
        *,
        line_breaks: Literal["sentence", "blank-line-only"] = "sentence",
        ellipsis: Literal["auto", "break", "join"] = "auto",
        quotes: Literal["protect", "cut"] = "protect",
        level: Literal["sentence", "clause"] = "sentence",
        max_bytes: int | None = None,
        abbreviations: Mapping[str, Literal["title", "reference", "final"]] | None = None,
    ) -> SentenceSegmenter: ...
    def sentences(self, text: str, *, trim: bool = False, unit: Unit = "char") -> list[Span]: ...
    def stream(self, *, unit: Unit = "char") -> SentenceStream: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class SentenceStream:
    def __new__(cls, *, unit: Unit = "char") -> SentenceStream: ...
    def push(self, piece: str | bytes) -> list[Span]: ...
    def finish(self) -> list[Span]: ...

@final
class Chunker:
    def __new__(
        cls,
        *,
        words: int | None = None,
        chars: int | None = None,
        bytes: int | None = None,
        overlap: int = 0,
        segmenter: SentenceSegmenter | None = None,
    ) -> Chunker: ...
    def chunks(self, text: str, *, unit: Unit = "char") -> list[Span]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Pipeline:
    def __new__(
        cls,
        normalizer: str | Normalizer,
        *,
        segmenter: SentenceSegmenter | None = None,
        tokenizer: Tokenizer | None = None,
    ) -> Pipeline: ...
    def terms(self, text: str, *, unit: Unit = "char") -> list[Term]: ...
    def html(self, text: str, *, unit: Unit = "char") -> str: ...
    def words(self, text: str) -> list[str]: ...
    def __call__(self, text: str) -> list[str]: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

def normalize_arrow(array: ArrowArray | ArrowStream, normalizer: str | Normalizer) -> ArrowResult: ...
def invalid_utf8_arrow(array: ArrowArray | ArrowStream) -> ArrowResult: ...
def tokenize_arrow(
    array: ArrowArray | ArrowStream,
    *,
    output: Literal["spans", "text"] = "spans",
    select: Literal["all", "words"] = "all",
    unit: Unit = "char",
    tokenizer: Tokenizer | None = None,
) -> ArrowResult: ...
def sentences_arrow(
    array: ArrowArray | ArrowStream,
    *,
    output: Literal["spans", "text"] = "spans",
    trim: bool = False,
    unit: Unit = "char",
    segmenter: SentenceSegmenter | None = None,
) -> ArrowResult: ...
def chunks_arrow(
    array: ArrowArray | ArrowStream,
    chunker: Chunker,
    *,
    output: Literal["spans", "text"] = "spans",
    unit: Unit = "char",
) -> ArrowResult: ...
