//! Which operations go together under a name?
//!
//! A preset is a named, versioned set of operations. A change of what a preset gives is a new version:
//! keys made with a version stay valid for that version.

use super::op::{Op, OpSet};
use core::fmt;
use core::str::FromStr;

const REPAIR: OpSet = OpSet::of(&[Op::Compose, Op::FoldPresentationForms, Op::StripInvisibles, Op::StripTatweel]);
const MODEL: OpSet = REPAIR.union(OpSet::TASHKEEL).union(OpSet::ANNOTATIONS);
const ORTHOGRAPHIC: OpSet = MODEL.with(Op::FoldAlef);
const SEARCH: OpSet = ORTHOGRAPHIC.union(OpSet::of(&[
    Op::StripTone,
    Op::FoldYaa,
    Op::FoldTaaMarbuta,
    Op::FoldHamza,
    Op::SeatHamza,
    Op::FoldLookalikes,
    Op::DigitsToAscii,
    Op::StripZwnj,
]));

const QURAN: OpSet = MODEL.union(OpSet::of(&[
    Op::StripTone,
    Op::SeatHamza,
    Op::JoinHairSpaces,
    Op::SeatHamzaBelow,
    Op::SpellSmallLetters,
    Op::SeparateVerseSigns,
]));
const QURAN_MODERN: OpSet = QURAN.with(Op::UthmaniToModern);
const ASR_STRICT: OpSet =
    MODEL.union(OpSet::of(&[Op::SeatHamza, Op::StripPunctuation, Op::DigitsToAscii, Op::CollapseSpaces]));
const ASR_STANDARD: OpSet = ASR_STRICT.with(Op::FoldAlef).with(Op::FoldLookalikes).with(Op::StripZwnj);
const ASR_LENIENT: OpSet = ASR_STANDARD.union(SEARCH).union(OpSet::of(&[Op::StripIsolatedHamza, Op::FoldElongation]));

/// What `asr-lenient` tells apart: the consonants, and the letters of foreign sounds.
const CONSONANTS: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچڤگ";
const WITH_YAA_AND_TAA: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچڤگىةءؤئ";
const EVERY_LETTER: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچڤگىةءؤئأإآٱ";

macro_rules! presets {
    ($($(#[$doc:meta])* $variant:ident $name:literal $version:literal $ops:ident $description:literal $(if $feature:literal)?;)*) => {
        /// A named, versioned set of operations.
        ///
        /// ```
        /// use naskh::{Normalizer, Preset};
        /// let text = "ٱلْمَدْرَســـةُ الأُولَى";
        /// assert_eq!(Normalizer::new(Preset::Repair).normalize(text), "ٱلْمَدْرَسةُ الأُولَى");
        /// assert_eq!(Normalizer::new(Preset::Model).normalize(text), "ٱلمدرسة الأولى");
        /// assert_eq!(Normalizer::new(Preset::Orthographic).normalize(text), "المدرسة الاولى");
        /// assert_eq!(Normalizer::new(Preset::Search).normalize(text), "المدرسه الاولي");
        /// ```
        #[non_exhaustive]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
        pub enum Preset { $(#[doc = $description] #[doc = ""] $(#[$doc])* $(#[cfg(feature = $feature)])? $variant,)* }

        impl Preset {
            /// Every preset: naskh's own, gentlest first, then those that reproduce another tool.
            ///
            /// ```
            /// use naskh::Preset;
            /// assert_eq!(Preset::ALL[0], Preset::Repair);
            /// ```
            pub const ALL: &'static [Preset] = &[$($(#[cfg(feature = $feature)])? Preset::$variant),*];

            /// The name used by the command line, the bindings and the test data.
            ///
            /// ```
            /// use naskh::Preset;
            /// assert_eq!(Preset::LuceneAr.name(), "lucene-ar");
            /// assert_eq!("lucene-ar".parse(), Ok(Preset::LuceneAr));
            /// ```
            pub const fn name(self) -> &'static str { match self { $($(#[cfg(feature = $feature)])? Preset::$variant => $name),* } }

            /// The version; a preset whose output changes gets a new one.
            ///
            /// ```
            /// assert_eq!(naskh::Preset::Search.version(), 1);
            /// ```
            pub const fn version(self) -> u32 { match self { $($(#[cfg(feature = $feature)])? Preset::$variant => $version),* } }

            /// One line for a reader of `naskh presets`.
            ///
            /// ```
            /// assert!(naskh::Preset::Model.description().starts_with("For language models"));
            /// ```
            pub const fn description(self) -> &'static str { match self { $($(#[cfg(feature = $feature)])? Preset::$variant => $description),* } }

            /// The operations it switches on; none for a preset that reproduces another tool.
            ///
            /// ```
            /// use naskh::{Op, Preset};
            /// assert!(Preset::Search.ops().contains(Op::FoldYaa) && !Preset::Model.ops().contains(Op::FoldYaa));
            /// ```
            pub const fn ops(self) -> OpSet { match self { $($(#[cfg(feature = $feature)])? Preset::$variant => $ops),* } }
        }
    };
}

const COMPATIBLE: OpSet = OpSet::NONE;

// Name, version, operations, what a reader of `naskh presets` sees, and the feature without which it does not exist. A
// preset with the operations COMPATIBLE reproduces another tool byte for byte; its steps are in `normalize/compat`.
presets! {
    Repair "repair" 1 REPAIR "Mends the encoding and loses nothing a reader sees: NFC, presentation forms, invisible controls, tatweel.";
    Model "model" 1 MODEL "For language models: repair, and tashkeel and annotation marks removed; every letter stays.";
    Orthographic "orthographic" 1 ORTHOGRAPHIC "For most retrieval and statistics: model, and alef forms unified.";
    Search "search" 1 SEARCH "One key for all usual spellings: orthographic, and yaa, taa marbuta, hamza carriers, look-alike letters and digits unified.";
    ///
    /// Of the small letters (U+06E5, U+06E6) those inside a word become letters (دَاوُۥد is داوود), those at its end only
    /// lengthen a vowel and go (لَهُۥ is له); U+06E7 is ي. ٱ stays: it is a letter. A pause mark that a text sets apart with
    /// spaces leaves both of them; [`Op::CollapseSpaces`] makes them one.
    ///
    /// 0 of the 77,432 words of the Quran in `quran-text` 0.1.0 (PyPI) keep a mark (`python3 scripts/quran.py`).
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let quran = Normalizer::new(Preset::Quran);
    /// assert_eq!(quran.normalize("ٱلۡحَمۡدُ لِلَّهِ رَبِّ ٱلۡعَٰلَمِينَ۝٢"), "ٱلحمد لله رب ٱلعلمين ۝٢");
    /// ```
    Quran "quran" 1 QURAN "For the text of the Quran: every annotation mark removed, every letter kept; small letters inside words written large, verse signs apart from the words.";
    ///
    /// Of the 77,433 words of `quran-transcript` 0.6.4 (PyPI), 77,430 (99.996 %) have the key of their modern spelling after
    /// `search`, which alone gives it to 69,608 (89.9 %); 434 of 14,909 distinct modern words share a key with another,
    /// against 432 under `search` alone (+0.013 %). The rules were written while looking at that text. On `quran-text`
    /// 0.1.0, in the encoding of the King Fahd complex, 77,033 of 77,356 (99.58 %) are equal, spaces apart; before a rule
    /// was made for that encoding 76,506 (98.90 %) were, counting spaces (76,621 now). Of the 323 that differ 321 get a spelling
    /// that stands in the other text: the editors chose differently (السماوات and السموات, نعمت and نعمة). No modern word of
    /// either text changes. Made by `python3 scripts/quran.py`.
    ///
    /// ```
    /// use naskh::{Normalizer, Preset};
    /// let modern = Normalizer::new(Preset::QuranModern);
    /// assert_eq!(modern.normalize("ذَٰلِكَ ٱلْكِتَـٰبُ"), "ذلك الكتاب");
    /// assert_eq!(modern.normalize("يَـٰٓأَيُّهَا"), "يا أيها");
    /// ```
    QuranModern "quran-modern" 1 QURAN_MODERN "quran, and Uthmani spelling to the modern one.";
    ///
    /// | | `asr-strict` | `asr-standard` | `asr-lenient` |
    /// |---|---|---|---|
    /// | encoding, tatweel, marks | removed | removed | removed |
    /// | punctuation | a space, but between digits | the same | the same |
    /// | digits | ASCII | ASCII | ASCII |
    /// | white space | collapsed, line breaks kept | the same | the same |
    /// | alef forms, look-alike letters, ZWNJ | kept | unified | unified |
    /// | yaa, taa marbuta, hamza carriers | kept | kept | unified |
    /// | ء | kept | kept | removed |
    /// | a letter three times or more | kept | kept | once |
    /// | never merged ([`promise`](Preset::promise)) | every letter | all but alef forms | the consonants |
    ///
    /// A protocol is frozen: [`Normalizer::id`](crate::Normalizer::id) names every override, and an override that breaks
    /// the promise does not build.
    AsrStrict "asr-strict" 1 ASR_STRICT "For speech evaluation: marks and punctuation removed, digits ASCII, spaces collapsed; never merges two letters.";
    AsrStandard "asr-standard" 1 ASR_STANDARD "For speech evaluation: asr-strict, and alef forms and look-alike letters unified; never merges yaa, taa marbuta or hamza carriers.";
    AsrLenient "asr-lenient" 1 ASR_LENIENT "For speech evaluation: asr-standard, and all spellings that sound alike unified; never merges two consonants.";
    /// Compared with Lucene 8.8.1 on 2,324,128 texts: 0 differences.
    LuceneAr "lucene-ar" 1 COMPATIBLE "Lucene's ArabicNormalizer, 8.8: ArabicNormalizationFilter of Elasticsearch, OpenSearch and Solr.";
    /// Compared with Lucene 8.8.1 on 2,324,128 texts: 0 differences.
    LuceneFa "lucene-fa" 1 COMPATIBLE "Lucene's PersianNormalizer, 8.8.";
    /// Compared with Lucene 8.8.1 (on Java 17) on 2,324,128 texts: 0 differences.
    LuceneCkb "lucene-ckb" 1 COMPATIBLE "Lucene's SoraniNormalizer, 8.8, which takes a text as one token.";
    /// Compared with the folding data of Lucene 8.8.1 (Unicode 11) run by ICU 72's normaliser, on 2,324,128 texts: 0 differences.
    /// Exists only with the feature `canonical`.
    IcuFolding "icu-folding" 1 COMPATIBLE "Lucene's ICUFoldingFilter, 8.8: NFKC, case, marks, digits, dashes and more folded, by its data of Unicode 11." if "canonical";
    /// Compared with PyArabic 0.6.15 on 2,324,128 texts: 0 differences.
    PyarabicStrip "pyarabic-strip" 1 COMPATIBLE "PyArabic's strip_tashkeel, 0.6.15: the eight harakat removed.";
    /// Compared with PyArabic 0.6.15 on 2,324,128 texts: 0 differences.
    PyarabicSearchtext "pyarabic-searchtext" 1 COMPATIBLE "PyArabic's normalize_searchtext, 0.6.15: alef maksura and superscript alef become alef.";
    /// Compared with CAMeL Tools 1.6.0 on 2,324,128 texts: 0 differences.
    Camel "camel" 1 COMPATIBLE "CAMeL Tools' dediac_ar and normalize_alef_ar, _alef_maksura_ar, _teh_marbuta_ar, 1.6.0.";
    /// Compared with AraBERT 1.0.1 on Python 3.11, whose Unicode 14 says what a word is, on 2,424,128 texts: 0 differences.
    ArabertV02 "arabert-v02" 1 COMPATIBLE "AraBERT's preprocessing for bert-base-arabertv02 and its kin, 1.0.1: addresses masked, punctuation apart.";
    /// Compared with unicodedata2 18.0.0 on 2,324,128 texts: 0 differences.
    /// Exists only with the feature `canonical`.
    Nfkc "nfkc" 1 COMPATIBLE "Unicode's NFKC, of Unicode 18: presentation forms, ligatures, wide and styled letters; FDFx ligatures become words." if "canonical";
    /// Compared with openiti 0.1.6, its Unicode replaced by unicodedata2 18.0.0, on 2,324,128 texts: 0 differences.
    /// Exists only with the feature `canonical`.
    Openiti "openiti" 1 COMPATIBLE "normalize_ara_light of openiti 0.1.6: NFKC of Unicode 18, alef and yeh forms, hamza carriers become hamza." if "canonical";
    /// Compared with arabic-normalize 0.1.0 on 2,324,128 texts: 0 differences.
    ArabicNormalizeSearch "arabic-normalize-search" 1 COMPATIBLE "The search preset of arabic-normalize 0.1.0 (crates.io, PyPI).";
    /// Compared with raqeem-core 0.3.0 on 2,324,128 texts: 0 differences.
    Raqeem "raqeem" 1 COMPATIBLE "normalize_ar of raqeem-core 0.3.0: white space collapsed and trimmed, lower case of Unicode 17.";
    /// Compared with snowballstemmer 3.1.1 on 2,324,128 texts: 0 differences.
    Snowball "snowball" 1 COMPATIBLE "What the Arabic stemmer of Snowball 3 does to a word before it looks for affixes.";
    /// Compared with charabia 0.10.0 on 2,324,128 texts: 0 differences.
    /// Exists only with the feature `canonical`.
    Charabia "charabia" 1 COMPATIBLE "What charabia 0.10 (Meilisearch) does to a token in Arabic, the text taken as one token." if "canonical";
    /// Compared with tokenizers 0.23.3 on 2,324,128 texts: 0 differences.
    /// Exists only with the feature `canonical`.
    BertUncased "bert-uncased" 1 COMPATIBLE "BertNormalizer of Hugging Face tokenizers 0.23, as uncased BERT models use it." if "canonical";
    /// Compared with openai-whisper 20250625 on Python 3.11, whose Unicode 14 says what a mark is, on 3,536,192 texts: 0 differences.
    /// Exists only with the feature `canonical`.
    WhisperBasic "whisper-basic" 1 COMPATIBLE "BasicTextNormalizer of Whisper 20250625 on Python 3.11: each mark becomes a space." if "canonical";
    /// Compared with openai-whisper 20250625 on Python 3.11, whose Unicode 14 says what a mark is, on 3,536,192 texts: 0 differences.
    /// Exists only with the feature `canonical`.
    WhisperBasicDiacritics "whisper-basic-diacritics" 1 COMPATIBLE "BasicTextNormalizer(remove_diacritics=True) of Whisper 20250625 on Python 3.11: marks removed." if "canonical";
}

impl Preset {
    /// The letters that the preset promises never to merge, nor to remove; none for a preset that promises nothing.
    ///
    /// The promise is checked whenever a normaliser is built, with every override and row of one's own: alone, beside
    /// other letters, under the marks that operations wait for, spelled with a combining hamza or madda, and against
    /// letters that become two others. That a letter is written three times or more is no part of it.
    ///
    /// ```
    /// use naskh::{Normalizer, Op, Preset};
    /// assert!(Preset::AsrStandard.promise().contains('ى'));
    /// let error = Normalizer::builder().preset(Preset::AsrStandard).op(Op::FoldYaa, true).build().unwrap_err();
    /// assert!(error.to_string().contains("asr-standard promises never to merge ي and ى"));
    /// ```
    pub const fn promise(self) -> &'static str {
        match self {
            Preset::AsrStrict => EVERY_LETTER,
            Preset::AsrStandard => WITH_YAA_AND_TAA,
            Preset::AsrLenient => CONSONANTS,
            _ => "",
        }
    }

    /// Whether the preset reproduces another tool, its faults included: it may not be idempotent, nor give one key for
    /// canonically equivalent texts.
    ///
    /// ```
    /// use naskh::Preset;
    /// assert!(Preset::LuceneAr.is_compatibility() && !Preset::Search.is_compatibility());
    /// ```
    pub const fn is_compatibility(self) -> bool {
        self.ops().is_empty()
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no preset; its message lists the right ones.
///
/// ```
/// use naskh::Preset;
/// let error = "saerch".parse::<Preset>().unwrap_err();
/// assert!(error.to_string().contains(" search "));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownPreset;

impl fmt::Display for UnknownPreset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown preset; one of:")?;
        Preset::ALL.iter().try_for_each(|preset| write!(f, " {preset}"))
    }
}

impl core::error::Error for UnknownPreset {}

impl FromStr for Preset {
    type Err = UnknownPreset;

    fn from_str(name: &str) -> Result<Preset, UnknownPreset> {
        Preset::ALL.iter().copied().find(|preset| preset.name() == name).ok_or(UnknownPreset)
    }
}
