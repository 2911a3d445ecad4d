//! Which words does another tool find?
//!
//! A compatibility tokeniser gives what the tool gives that it is named after, faults included: for whoever has an index
//! or a vocabulary made with it. Each is a function in a file of its own, from a place in the text to the next token; what
//! a tool takes a character for is in one generated table (`data.rs`). Each is proved against vectors made by the real
//! tool (`tests/oracles.rs`).
//!
//! ```text
//! until the text ends:
//!     the function of the tool: from `at` to the next token     it skips what the tool drops
//!     `at` = where the token ends
//! ```

mod bert;
mod camel;
mod data;
mod lucene;
mod pyarabic;
mod unicode;
mod whitespace;

use super::class::usual_end;
use alloc::borrow::Cow;
use core::fmt;
use core::iter::FusedIterator;
use core::ops::Range;
use core::str::FromStr;
use data::{PROFILES, RANGES};

/// A tokeniser that reproduces another tool's, whose name and version it says.
///
/// ```
/// use naskh::CompatTokenizer;
/// let text = "قال: و6 كُتُب، 3.5٪ من الـكتب!";
/// let words = |tokenizer: CompatTokenizer| tokenizer.tokens(text).map(|token| token.text().into_owned()).collect::<Vec<_>>();
/// assert_eq!(words(CompatTokenizer::LuceneStandard), ["قال", "و6", "كُتُب", "3.5", "من", "الـكتب"]);
/// assert_eq!(words(CompatTokenizer::CamelSimple), ["قال", ":", "و6", "كُتُب", "،", "3", ".", "5", "٪", "من", "الـكتب", "!"]);
/// ```
///
/// Each was run beside the real tool on every scalar value alone, between two letters, and beside a letter, a digit, a
/// space and an emoji, and on 300,000 strings that nobody would write: 3,636,192 texts, 0 differences
/// (`oracles/README.md` says how to run them again).
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[repr(u8)]
pub enum CompatTokenizer {
    /// The words of the crate `unicode-segmentation` 1.13.3, of Unicode 17: `unicode_words`.
    UnicodeWords,
    /// All pieces between two word boundaries of the crate `unicode-segmentation` 1.13.3: `split_word_bounds`.
    UnicodeWordBounds,
    /// `StandardTokenizer` of Lucene 8.8.1, of Unicode 9: what Elasticsearch and Solr of that time call `standard`.
    ///
    /// A token has at most 255 UTF-16 units; what is longer is cut. Its types are [`CompatToken::kind`]. 2,000 texts with
    /// tokens longer than that were compared as well.
    ///
    /// ```
    /// use naskh::CompatTokenizer;
    /// let tokens = CompatTokenizer::LuceneStandard.tokens("مدرسة ١٢ 👍");
    /// let kinds: Vec<_> = tokens.map(|token| token.kind().unwrap()).collect();
    /// assert_eq!(kinds, ["<ALPHANUM>", "<NUM>", "<EMOJI>"]);
    /// ```
    LuceneStandard,
    /// `simple_word_tokenize` of CAMeL Tools 1.6.0, with emoji 2.16.0 and regex 2026.11.15, on Python 3.11.
    CamelSimple,
    /// [`CamelSimple`](CompatTokenizer::CamelSimple) with `split_digits=True`.
    CamelSimpleDigits,
    /// `tokenize` of PyArabic 0.6.15, on Python 3.11.
    ///
    /// Punctuation and what is unknown to it is a token a run; spaces are removed from inside it, line breaks stay.
    Pyarabic,
    /// The pre-tokenizer `Whitespace` of Hugging Face tokenizers 0.23.3.
    HfWhitespace,
    /// The pre-tokenizer `BertPreTokenizer` of Hugging Face tokenizers 0.23.3.
    HfBert,
}

use CompatTokenizer as C;

struct Row {
    tokenizer: CompatTokenizer,
    name: &'static str,
    description: &'static str,
}

/// Every tokeniser, in the order of [`CompatTokenizer`].
#[rustfmt::skip]
const ROWS: [Row; 8] = [
    Row { tokenizer: C::UnicodeWords, name: "unicode-words",
        description: "unicode_words of unicode-segmentation 1.13.3" },
    Row { tokenizer: C::UnicodeWordBounds, name: "unicode-word-bounds",
        description: "split_word_bounds of unicode-segmentation 1.13.3" },
    Row { tokenizer: C::LuceneStandard, name: "lucene-standard",
        description: "StandardTokenizer of Lucene 8.8.1" },
    Row { tokenizer: C::CamelSimple, name: "camel-simple",
        description: "simple_word_tokenize of CAMeL Tools 1.6.0" },
    Row { tokenizer: C::CamelSimpleDigits, name: "camel-simple-digits",
        description: "simple_word_tokenize(split_digits=True) of CAMeL Tools 1.6.0" },
    Row { tokenizer: C::Pyarabic, name: "pyarabic",
        description: "tokenize of PyArabic 0.6.15" },
    Row { tokenizer: C::HfWhitespace, name: "hf-whitespace",
        description: "Whitespace of Hugging Face tokenizers 0.23.3" },
    Row { tokenizer: C::HfBert, name: "hf-bert",
        description: "BertPreTokenizer of Hugging Face tokenizers 0.23.3" },
];

impl CompatTokenizer {
    /// All of them, in the order in which [`CompatTokenizer`] lists them.
    ///
    /// ```
    /// use naskh::CompatTokenizer;
    /// let alike = CompatTokenizer::ALL.into_iter().filter(|tokenizer| tokenizer.tokens("و6").count() == 1);
    /// assert_eq!(alike.count(), 7);
    /// ```
    pub const ALL: [CompatTokenizer; ROWS.len()] = {
        let mut all = [C::UnicodeWords; ROWS.len()];
        let mut i = 0;
        while i < ROWS.len() {
            all[i] = ROWS[i].tokenizer;
            i += 1;
        }
        all
    };

    /// Its name: `"lucene-standard"` ...; the inverse of [`FromStr`].
    ///
    /// ```
    /// use naskh::CompatTokenizer;
    /// assert_eq!("hf-bert".parse(), Ok(CompatTokenizer::HfBert));
    /// assert_eq!(CompatTokenizer::HfBert.name(), "hf-bert");
    /// ```
    pub const fn name(self) -> &'static str {
        ROWS[self as usize].name
    }

    /// What it reproduces, in one line: the call, the tool, its version.
    ///
    /// ```
    /// use naskh::CompatTokenizer;
    /// assert_eq!(CompatTokenizer::Pyarabic.description(), "tokenize of PyArabic 0.6.15");
    /// ```
    pub const fn description(self) -> &'static str {
        ROWS[self as usize].description
    }

    /// The tokens that the tool finds in `text`, in order.
    ///
    /// ```
    /// use naskh::CompatTokenizer;
    /// let text = "أكلتُ 3 تفاحات.";
    /// let tokens: Vec<_> = CompatTokenizer::HfWhitespace.tokens(text).map(|token| (token.surface(), token.span())).collect();
    /// assert_eq!(tokens, [("أكلتُ", 0..10), ("3", 11..12), ("تفاحات", 13..25), (".", 25..26)]);
    /// ```
    ///
    /// # Complexity
    /// Linear in the length of the text, also where the tool is not; nothing is allocated.
    pub fn tokens(self, text: &str) -> CompatTokens<'_> {
        CompatTokens { tokenizer: self, text, at: 0, barren: lucene::Barren::default(), bounds: unicode::bounds(text) }
    }
}

impl fmt::Display for CompatTokenizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for CompatTokenizer {
    type Err = UnknownCompatTokenizer;

    fn from_str(name: &str) -> Result<CompatTokenizer, UnknownCompatTokenizer> {
        CompatTokenizer::ALL.into_iter().find(|tokenizer| tokenizer.name() == name).ok_or(UnknownCompatTokenizer(()))
    }
}

/// The error of [`CompatTokenizer::from_str`](FromStr::from_str): no [`CompatTokenizer`] has that name.
///
/// ```
/// let error = "lucene".parse::<naskh::CompatTokenizer>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown tokenizer; one of: unicode-words unicode-word-bounds lucene-standard "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCompatTokenizer(());

impl fmt::Display for UnknownCompatTokenizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown tokenizer; one of:")?;
        CompatTokenizer::ALL.iter().try_for_each(|tokenizer| write!(f, " {tokenizer}"))
    }
}

impl core::error::Error for UnknownCompatTokenizer {}

/// A token as another tool finds it; made by [`CompatTokenizer::tokens`].
///
/// ```
/// use naskh::CompatTokenizer;
/// let text = "سلام ! ؟ عليكم";
/// let token = CompatTokenizer::Pyarabic.tokens(text).nth(1).unwrap();
/// // This tool removes the space between the two.
/// assert_eq!((token.text().as_ref(), token.surface(), token.span()), ("!؟", "! ؟", 9..13));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CompatToken<'t> {
    surface: &'t str,
    start: usize,
    kind: Option<&'static str>,
    /// Whether the tool removes what [`pyarabic::is_dropped`] names.
    gaps: bool,
}

impl<'t> CompatToken<'t> {
    /// The token as the tool gives it: borrowed, but where PyArabic removes spaces from inside it.
    pub fn text(&self) -> Cow<'t, str> {
        match self.gaps {
            true => Cow::Owned(self.surface.chars().filter(|&c| !pyarabic::is_dropped(c)).collect()),
            false => Cow::Borrowed(self.surface),
        }
    }

    /// The token as it stands in the tokenised text.
    pub fn surface(&self) -> &'t str {
        self.surface
    }

    /// Byte range in the tokenised text, on char boundaries.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.surface.len()
    }

    /// The tool's own name for what the token is; none for a tool that does not tell.
    ///
    /// Lucene's are `<ALPHANUM>`, `<NUM>`, `<SOUTHEAST_ASIAN>`, `<IDEOGRAPHIC>`, `<HIRAGANA>`, `<KATAKANA>`, `<HANGUL>`
    /// and `<EMOJI>`.
    ///
    /// ```
    /// use naskh::CompatTokenizer;
    /// let kind = |tokenizer: CompatTokenizer| tokenizer.tokens("٣٫١٤").next().unwrap().kind();
    /// assert_eq!(kind(CompatTokenizer::LuceneStandard), Some("<NUM>"));
    /// assert_eq!(kind(CompatTokenizer::CamelSimple), None);
    /// ```
    pub fn kind(&self) -> Option<&'static str> {
        self.kind
    }
}

/// The tokens that another tool finds in a text; made by [`CompatTokenizer::tokens`].
///
/// ```
/// use naskh::CompatTokenizer;
/// let mut tokens = CompatTokenizer::HfBert.tokens("نعم، ذهب");
/// assert_eq!(tokens.next().unwrap().span(), 0..6);
/// assert_eq!(tokens.next().unwrap().surface(), "،");
/// assert_eq!(tokens.next().unwrap().surface(), "ذهب");
/// assert_eq!(tokens.next(), None);
/// ```
#[derive(Debug, Clone)]
pub struct CompatTokens<'t> {
    tokenizer: CompatTokenizer,
    text: &'t str,
    /// Where to look for the next token.
    at: usize,
    barren: lucene::Barren,
    bounds: unicode::Bounds<'t>,
}

impl<'t> Iterator for CompatTokens<'t> {
    type Item = CompatToken<'t>;

    fn next(&mut self) -> Option<CompatToken<'t>> {
        let (text, at) = (self.text, self.at);
        let (mut kind, mut gaps) = (None, false);
        let span = match self.tokenizer {
            C::UnicodeWords => unicode::word(&mut self.bounds)?,
            C::UnicodeWordBounds => unicode::piece(&mut self.bounds)?,
            C::LuceneStandard => {
                let (span, name) = lucene::next(text, at, &mut self.barren)?;
                kind = Some(name);
                span
            }
            C::CamelSimple => camel::next(text, at, camel::Digits::InWords)?,
            C::CamelSimpleDigits => camel::next(text, at, camel::Digits::Apart)?,
            C::Pyarabic => {
                let (span, has_gaps) = pyarabic::next(text, at)?;
                gaps = has_gaps;
                span
            }
            C::HfWhitespace => whitespace::next(text, at)?,
            C::HfBert => bert::next(text, at)?,
        };
        self.at = span.end;
        Some(CompatToken { surface: &text[span.clone()], start: span.start, kind, gaps })
    }
}

impl FusedIterator for CompatTokens<'_> {}

/// What the tools take `c` for: flags of `data.rs`, and the class of Lucene's scanner in the five lowest bits.
#[inline(always)]
fn profile(c: char) -> u16 {
    let near = NEAR.get(c as usize).copied();
    PROFILES[usize::from(near.unwrap_or_else(|| far(c as u32)))]
}

/// Whether `c` has one of `flags`.
#[inline(always)]
fn is(c: char, flags: u16) -> bool {
    profile(c) & flags != 0
}

/// The profile of a code point below U+0700.
const NEAR: [u8; 0x700] = {
    let mut near = [0; 0x700];
    let (mut cp, mut range) = (0, 0);
    while cp < near.len() {
        while (RANGES[range + 1] >> 8) as usize <= cp {
            range += 1;
        }
        near[cp] = RANGES[range] as u8;
        cp += 1;
    }
    near
};

#[inline(never)]
fn far(cp: u32) -> u8 {
    RANGES[RANGES.partition_point(|range| range >> 8 <= cp) - 1] as u8
}

/// The end of the longest run of characters from `at` on that are `such`.
fn run(text: &str, at: usize, such: impl Fn(char) -> bool) -> usize {
    text[at..].find(|c| !such(c)).map_or(text.len(), |len| at + len)
}

/// The same of characters of which those of [`usual_end`] are some.
fn word_run(text: &str, mut at: usize, such: impl Fn(char) -> bool) -> usize {
    loop {
        at = usual_end(text, at);
        match text[at..].chars().next() {
            Some(c) if such(c) => at += c.len_utf8(),
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::data::*;
    use super::*;

    /// What `word_run` and its like do not ask.
    #[test]
    fn usual_characters_are_of_words() {
        for c in ('\u{621}'..='\u{652}').chain('a'..='z').chain('A'..='Z') {
            assert!(is(c, HF_WORD) && is(c, PYARABIC_WORD), "{c:?}");
            assert!(!is(c, HF_SPACE | BERT_SPACE | BERT_SIGN), "{c:?}");
            assert!(!is(c, CAMEL_SPACE | CAMEL_SIGN | CAMEL_EMOJI | CAMEL_DIGIT), "{c:?}");
        }
    }

    #[test]
    fn rows_are_in_order() {
        for (i, row) in ROWS.iter().enumerate() {
            assert_eq!(row.tokenizer as usize, i, "{}", row.name);
        }
    }

    #[test]
    fn near_is_far() {
        for cp in 0..0x700 {
            assert_eq!(NEAR[cp as usize], far(cp), "U+{cp:04X}");
        }
    }
}
