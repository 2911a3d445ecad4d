//! Where does a word, where does a sentence end? The public types of the room.

mod chunks;
mod class;
mod compat;
#[cfg(feature = "entities")]
mod entity;
mod plain;
mod sentences;
mod stream;
mod uax29;
mod words;

pub use chunks::{Chunk, ChunkSize, Chunker, ChunkerBuilder, Chunks};
pub(crate) use class::{is_invisible, is_sign, stands_apart};
pub use compat::{CompatToken, CompatTokenizer, CompatTokens, UnknownCompatTokenizer};
pub use sentences::{
    Abbreviation, Ellipsis, Level, LineBreaks, Quotes, SentenceSegmenter, SentenceSegmenterBuilder, Sentences,
};
pub use stream::SentenceStream;
#[cfg(feature = "html")]
pub(crate) use words::clusters_of;
pub use words::{Tailoring, Tokenizer, TokenizerBuilder, Tokens, UnknownTailoring, Words};

use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Range;
use core::str::FromStr;

/// At most `len` bytes of `text`, cut at a character. (`str::floor_char_boundary` is younger than our oldest compiler.)
fn prefix(text: &str, len: usize) -> &str {
    let mut end = len.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What a [`Token`] is, by the characters in it.
///
/// ```
/// use naskh::{TokenKind, Tokenizer};
/// let tokenizer = Tokenizer::new();
/// let kinds: Vec<_> = tokenizer.tokens("ﷺ ٢٥٪").map(|token| token.kind()).collect();
/// assert_eq!(kinds, [TokenKind::Word, TokenKind::Space, TokenKind::Number, TokenKind::Punctuation]);
/// assert_eq!("number".parse(), Ok(TokenKind::Number));
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum TokenKind {
    /// Letters and their marks, in any script; digits beside letters where no tailoring cuts (`COVID19`); `ﷺ` and `﷽`.
    Word,
    /// Digits of any script with the separators between them; a number with its sign (`۝٣`); a telephone number.
    Number,
    /// Punctuation; a run of the same mark (`...`, `؟؟`) is one token. A tatweel without a letter is a dash.
    Punctuation,
    /// Any other symbol: currency, mathematics, ornaments; a mark without a letter.
    Symbol,
    /// A URL: with a scheme (`http://موقع.مصر/مسار`) or with `www.`
    Url,
    /// An e-mail address.
    Email,
    /// `@name`.
    Mention,
    /// `#topic`.
    Hashtag,
    /// An emoji sequence: flags, keycaps, families whole; an emoticon: `:)`
    Emoji,
    /// White space; a run is one token, line breaks included.
    Space,
    /// Invisible characters that belong to no word: bidi controls, a byte-order mark, a zero width space.
    Format,
}

impl TokenKind {
    /// All of them, in the order in which [`TokenKind`] lists them.
    ///
    /// ```
    /// use naskh::TokenKind;
    /// let word_like = TokenKind::ALL.iter().filter(|kind| kind.is_word_like());
    /// assert_eq!(word_like.count(), 7);
    /// ```
    pub const ALL: &'static [TokenKind] = &[
        TokenKind::Word,
        TokenKind::Number,
        TokenKind::Punctuation,
        TokenKind::Symbol,
        TokenKind::Url,
        TokenKind::Email,
        TokenKind::Mention,
        TokenKind::Hashtag,
        TokenKind::Emoji,
        TokenKind::Space,
        TokenKind::Format,
    ];

    /// The lower-case name: `"word"`, `"number"` ...
    ///
    /// ```
    /// let tokenizer = naskh::Tokenizer::new();
    /// assert_eq!(tokenizer.tokens("كتاب").next().unwrap().kind().name(), "word");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            TokenKind::Word => "word",
            TokenKind::Number => "number",
            TokenKind::Punctuation => "punctuation",
            TokenKind::Symbol => "symbol",
            TokenKind::Url => "url",
            TokenKind::Email => "email",
            TokenKind::Mention => "mention",
            TokenKind::Hashtag => "hashtag",
            TokenKind::Emoji => "emoji",
            TokenKind::Space => "space",
            TokenKind::Format => "format",
        }
    }

    /// Whether a search engine would index such a token: all but punctuation, symbols, white space and format characters.
    ///
    /// ```
    /// let tokenizer = naskh::Tokenizer::new();
    /// let words = tokenizer.tokens("كتاب، 5 أقلام!").filter(|token| token.kind().is_word_like());
    /// assert_eq!(words.map(|token| token.text()).collect::<Vec<_>>(), ["كتاب", "5", "أقلام"]);
    /// ```
    pub const fn is_word_like(self) -> bool {
        !matches!(self, TokenKind::Punctuation | TokenKind::Symbol | TokenKind::Space | TokenKind::Format)
    }
}

impl fmt::Display for TokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for TokenKind {
    type Err = UnknownTokenKind;

    fn from_str(name: &str) -> Result<TokenKind, UnknownTokenKind> {
        TokenKind::ALL.iter().copied().find(|kind| kind.name() == name).ok_or(UnknownTokenKind(()))
    }
}

/// The error of [`TokenKind::from_str`](FromStr::from_str): no [`TokenKind`] has that name.
///
/// ```
/// let error = "words".parse::<naskh::TokenKind>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown kind of token; the names are word, number, "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTokenKind(());

impl fmt::Display for UnknownTokenKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown kind of token; the names are")?;
        for (i, kind) in TokenKind::ALL.iter().enumerate() {
            write!(f, "{} {kind}", if i == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl core::error::Error for UnknownTokenKind {}

/// A piece of a text with its place and its kind. The tokens of a text tile it: joined they are the text.
///
/// ```
/// use naskh::{TokenKind, Tokenizer};
/// let tokenizer = Tokenizer::new();
/// let text = "هَذَا كِتَابٌ";
/// let token = tokenizer.words(text).last().unwrap();
/// assert_eq!((token.text(), token.span(), token.kind()), ("كِتَابٌ", 11..25, TokenKind::Word));
/// assert_eq!(&text[token.span()], token.text());
/// ```
#[derive(Clone, Copy)]
pub struct Token<'t> {
    /// The tokenised text: who asks for spans only need not pay for cutting it.
    whole: &'t str,
    start: usize,
    end: usize,
    kind: TokenKind,
}

impl<'t> Token<'t> {
    /// `start..end` is on char boundaries of `whole`.
    #[inline(always)]
    fn new(whole: &'t str, start: usize, end: usize, kind: TokenKind) -> Token<'t> {
        debug_assert!(whole.get(start..end).is_some());
        Token { whole, start, end, kind }
    }

    /// The token's text, as it stands in the tokenised text.
    #[inline]
    pub fn text(&self) -> &'t str {
        &self.whole[self.start..self.end]
    }

    /// Byte range in the tokenised text, on char boundaries.
    #[inline]
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }

    /// What it is.
    #[inline]
    pub fn kind(&self) -> TokenKind {
        self.kind
    }
}

/// Tokens are equal that have the same text at the same place, of the same kind, in whatever texts.
impl PartialEq for Token<'_> {
    fn eq(&self, other: &Token<'_>) -> bool {
        (self.start, self.kind, self.text()) == (other.start, other.kind, other.text())
    }
}

impl Eq for Token<'_> {}

impl Hash for Token<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.kind, self.text()).hash(state);
    }
}

impl fmt::Debug for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Token { start, kind, .. } = self;
        f.debug_struct("Token").field("text", &self.text()).field("start", start).field("kind", kind).finish()
    }
}

/// A sentence with its place. The sentences of a text tile it: white space after a sentence belongs to it.
///
/// ```
/// use naskh::SentenceSegmenter;
/// let text = "هل جئت؟ نعم.";
/// let segmenter = SentenceSegmenter::new();
/// let first = segmenter.sentences(text).next().unwrap();
/// assert_eq!(first.text(), "هل جئت؟ ");
/// assert_eq!(first.trimmed().text(), "هل جئت؟");
/// assert_eq!(&text[first.span()], first.text());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sentence<'t> {
    pub(crate) text: &'t str,
    pub(crate) start: usize,
}

impl<'t> Sentence<'t> {
    /// The whole sentence, white space at its end included.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Byte range of [`text`](Sentence::text) in the segmented text, on char boundaries.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The sentence without white space at either end; empty if the whole text is blank.
    ///
    /// ```
    /// use naskh::SentenceSegmenter;
    /// let segmenter = SentenceSegmenter::new();
    /// let sentence = segmenter.sentences("  سكت.\n").next().unwrap();
    /// assert_eq!(sentence.span(), 0..10);
    /// assert_eq!(sentence.trimmed().span(), 2..9);
    /// ```
    pub fn trimmed(&self) -> Sentence<'t> {
        let head = self.text.len() - self.text.trim_start().len();
        Sentence { text: self.text.trim(), start: self.start + head }
    }
}
