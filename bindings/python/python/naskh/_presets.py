"""Which presets are there? Written by scripts/names.py."""

from __future__ import annotations

from enum import Enum


class Preset(str, Enum):
    """A named, versioned set of operations. A member is its name: where one is wanted, the other does.

    >>> from naskh import Normalizer
    >>> Normalizer(Preset.SEARCH).id, Normalizer("search").id
    ('search@1', 'search@1')
    """

    REPAIR = "repair"
    """Mends the encoding and loses nothing a reader sees: NFC, presentation forms, invisible controls, tatweel."""
    MODEL = "model"
    """For language models: repair, and tashkeel and annotation marks removed; every letter stays."""
    ORTHOGRAPHIC = "orthographic"
    """For most retrieval and statistics: model, and alef forms unified."""
    SEARCH = "search"
    """One key for all usual spellings: orthographic, and yaa, taa marbuta, hamza carriers, look-alike letters and digits unified."""
    QURAN = "quran"
    """For the text of the Quran: every annotation mark removed, every letter kept; small letters inside words written large, verse signs apart from the words."""
    QURAN_MODERN = "quran-modern"
    """quran, and Uthmani spelling to the modern one."""
    ASR_STRICT = "asr-strict"
    """For speech evaluation: marks and punctuation removed, digits ASCII, spaces collapsed; never merges two letters."""
    ASR_STANDARD = "asr-standard"
    """For speech evaluation: asr-strict, and alef forms and look-alike letters unified; never merges yaa, taa marbuta or hamza carriers."""
    ASR_LENIENT = "asr-lenient"
    """For speech evaluation: asr-standard, and all spellings that sound alike unified; never merges two consonants."""
    LUCENE_AR = "lucene-ar"
    """Lucene's ArabicNormalizer, 8.8: ArabicNormalizationFilter of Elasticsearch, OpenSearch and Solr."""
    LUCENE_FA = "lucene-fa"
    """Lucene's PersianNormalizer, 8.8."""
    LUCENE_CKB = "lucene-ckb"
    """Lucene's SoraniNormalizer, 8.8, which takes a text as one token."""
    ICU_FOLDING = "icu-folding"
    """Lucene's ICUFoldingFilter, 8.8: NFKC, case, marks, digits, dashes and more folded, by its data of Unicode 11."""
    PYARABIC_STRIP = "pyarabic-strip"
    """PyArabic's strip_tashkeel, 0.6.15: the eight harakat removed."""
    PYARABIC_SEARCHTEXT = "pyarabic-searchtext"
    """PyArabic's normalize_searchtext, 0.6.15: alef maksura and superscript alef become alef."""
    CAMEL = "camel"
    """CAMeL Tools' dediac_ar and normalize_alef_ar, _alef_maksura_ar, _teh_marbuta_ar, 1.6.0."""
    ARABERT_V02 = "arabert-v02"
    """AraBERT's preprocessing for bert-base-arabertv02 and its kin, 1.0.1: addresses masked, punctuation apart."""
    NFKC = "nfkc"
    """Unicode's NFKC, of Unicode 18: presentation forms, ligatures, wide and styled letters; FDFx ligatures become words."""
    OPENITI = "openiti"
    """normalize_ara_light of openiti 0.1.6: NFKC of Unicode 18, alef and yeh forms, hamza carriers become hamza."""
    ARABIC_NORMALIZE_SEARCH = "arabic-normalize-search"
    """The search preset of arabic-normalize 0.1.0 (crates.io, PyPI)."""
    RAQEEM = "raqeem"
    """normalize_ar of raqeem-core 0.3.0: white space collapsed and trimmed, lower case of Unicode 17."""
    SNOWBALL = "snowball"
    """What the Arabic stemmer of Snowball 3 does to a word before it looks for affixes."""
    CHARABIA = "charabia"
    """What charabia 0.10 (Meilisearch) does to a token in Arabic, the text taken as one token."""
    BERT_UNCASED = "bert-uncased"
    """BertNormalizer of Hugging Face tokenizers 0.23, as uncased BERT models use it."""
    WHISPER_BASIC = "whisper-basic"
    """BasicTextNormalizer of Whisper 20250625 on Python 3.11: each mark becomes a space."""
    WHISPER_BASIC_DIACRITICS = "whisper-basic-diacritics"
    """BasicTextNormalizer(remove_diacritics=True) of Whisper 20250625 on Python 3.11: marks removed."""

    def __str__(self) -> str:
        return self.value
