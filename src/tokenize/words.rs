//! Where does a word begin and end, and what is it? The only door of `unicode-segmentation`.
//!
//! The base is UAX #29: the text falls into *pieces* at its word boundaries. Then each [`Tailoring`] that is on moves
//! some of the boundaries: most cut a piece, some join neighbours. [`ROWS`] lists them all; with every one of them
//! off the tokens are the pieces.
//!
//! ```text
//! until the text ends:
//!     at an entity (entity.rs)?            the entity is the token
//!     plain up to the next border?         what stands before the border is the token plain.rs
//!     past the last piece?                 ask UAX #29 for the next one               `base`
//!     cut the piece at the first place a tailoring names                              `cut`
//!     join what a tailoring names, if the token ends where the piece ends             `join`
//!     the classes of the characters seen give the kind                                `kind`
//! ```
//!
//! Everything a rule looks at is either consumed by it, or bounded, or looked at by one rule only: the whole is linear.

use super::class::{Class, Set, class, first};
use super::plain::Plain;
use super::{Token, TokenKind};
#[cfg(feature = "entities")]
use crate::scan::classes::{AHEAD, Classes, Mixed};
#[cfg(feature = "entities")]
use alloc::boxed::Box;
use core::{fmt, ops::ControlFlow, str::FromStr};
#[cfg(feature = "entities")]
use once_cell::race::OnceBox;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// A named departure from the word boundaries of UAX #29, on or off by itself.
///
/// ```
/// use naskh::{Tailoring, Tokenizer};
/// let words = |tokenizer: &Tokenizer| tokenizer.words("وصل 14كم و6 أمتار").map(|token| token.text().to_owned()).collect::<Vec<_>>();
/// assert_eq!(words(&Tokenizer::new()), ["وصل", "14", "كم", "و", "6", "أمتار"]);
/// let tokenizer = Tokenizer::builder().tailoring(Tailoring::DigitLetter, false).build();
/// assert_eq!(words(&tokenizer), ["وصل", "14كم", "و", "6", "أمتار"]);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum Tailoring {
    /// Cut between an Arabic letter and a digit after it: `و6` is `و` and `6`.
    LetterDigit,
    /// Cut between a tatweel and a digit after it: `الـ84` is `الـ` and `84`.
    TatweelDigit,
    /// Cut between a digit and an Arabic letter after it: `14كم` is `14` and `كم`.
    DigitLetter,
    /// Cut before U+06DD ARABIC END OF AYAH and its like, and before a letter after the number: `الرحيم۝٣` is `الرحيم` and `۝٣`.
    NumberSign,
    /// U+066B ARABIC DECIMAL SEPARATOR joins digits only.
    DecimalSeparator,
    /// Cut at a full stop between two Arabic words: `الحفل.وبدأ`.
    GluedStop,
    /// Keep single letters with full stops whole, the last stop included: `أ.د.` `ق.م.`
    DottedAbbreviation,
    /// Cut at a colon between letters, one of them Arabic: `قال:نعم`.
    GluedColon,
    /// U+202F NARROW NO-BREAK SPACE is white space.
    NarrowSpace,
    /// A hair space that carries a mark before a word joiner, as one Qur'an text has it, stays in its word.
    HairSpace,
    /// U+200C ZERO WIDTH NON-JOINER ends a word.
    #[cfg_attr(feature = "serde", serde(rename = "zwnj"))]
    NonJoiner,
    /// Bidi controls, byte-order marks and other format characters are tokens of their own.
    Format,
    /// A run of white space is one token, line breaks included.
    SpaceRun,
    /// Three full stops or more are one token: `...`
    Ellipsis,
    /// Two full stops are one token: `..`
    DoubleStop,
    /// A run of one sentence terminator, comma or dash is one token: `؟؟` `!!` `--`
    RepeatedMark,
    /// A colon between digits joins them: `10:30`.
    NumberColon,
    /// A slash between digits joins them: `13/1/2020`.
    NumberSlash,
    /// A hyphen between digits joins them: `2020-01-13`.
    NumberHyphen,
    /// An international telephone number is one token: `+966-50-123-4567`.
    Phone,
    /// Keycaps (`1️⃣`) and flags one by one, and an emoji apart from a letter with a joiner.
    Emoji,
    /// Emoticons are one token: `:)` `^_^` `<3`. Needs the feature `entities`.
    Emoticon,
    /// URLs are one token. Needs the feature `entities`.
    Url,
    /// E-mail addresses are one token. Needs the feature `entities`.
    Email,
    /// Mentions are one token: `@مُحَمَّد`. Needs the feature `entities`.
    Mention,
    /// Hashtags are one token: `#اليَوم_الوطني`. Needs the feature `entities`.
    Hashtag,
}

use Tailoring as T;

struct Row {
    tailoring: Tailoring,
    name: &'static str,
    default: bool,
    reason: &'static str,
}

const fn row(tailoring: Tailoring, name: &'static str, default: bool, reason: &'static str) -> Row {
    Row { tailoring, name, default, reason }
}

/// Every departure from UAX #29, in the order of [`Tailoring`].
#[rustfmt::skip]
const ROWS: [Row; 26] = [
    row(T::LetterDigit, "letter-digit", true,
        "WB9 glues a clitic to a number (و6, ب15): treebanks, taggers and search want the number."),
    row(T::TatweelDigit, "tatweel-digit", true,
        "The article before digits (الـ84) is a clitic like any other. PADT always cuts it, PUD now and then."),
    row(T::DigitLetter, "digit-letter", true,
        "WB10 glues a unit to its number (14كم, 2024م)."),
    row(T::NumberSign, "number-sign", true,
        "Verse signs are Numeric, so that WB9 and WB10 glue a verse number to the words at its sides."),
    row(T::DecimalSeparator, "decimal-separator", true,
        "U+066B is Numeric, not MidNum: it would stick to any letter or digit, and people type it for a comma."),
    row(T::GluedStop, "glued-stop", true,
        "WB6 and WB7 keep a full stop between letters. In Arabic it is a sentence end without its space."),
    row(T::DottedAbbreviation, "dotted-abbreviation", true,
        "The exception to glued-stop; and the last stop (أ.د.) is of the abbreviation. PUD cuts ق.م at its stop."),
    row(T::GluedColon, "glued-colon", true,
        "WB6 and WB7 keep a colon between letters, for Swedish. In Arabic a space is missing."),
    row(T::NarrowSpace, "narrow-space", true,
        "U+202F is ExtendNumLet, for Mongolian: WB13 joins the words at its sides."),
    row(T::HairSpace, "hair-space", true,
        "U+200A + mark + U+2060 inside a word seats a small letter in a widely used Qur'an text: no space is meant."),
    row(T::NonJoiner, "zwnj", false,
        "U+200C is Extend: a Persian word keeps its parts (می‌خواهم). Some indexes want them apart."),
    row(T::Format, "format", true,
        "WB4 hides a bidi control in the span of the character before it. Soft hyphens and word joiners inside a word stay."),
    row(T::SpaceRun, "space-run", true,
        "WB3d joins some white space only; and WB4 hides a mark in it."),
    row(T::Ellipsis, "ellipsis", true,
        "WB999 gives three tokens. PUD joins, PADT cuts."),
    row(T::DoubleStop, "double-stop", false,
        "WB999 gives two tokens, and so does PADT, where it is common."),
    row(T::RepeatedMark, "repeated-mark", true,
        "WB999 gives a token a mark (؟؟, !!!, --)."),
    row(T::NumberColon, "number-colon", false,
        "A time is one thing (10:30), and a score or a verse reference is not. PADT cuts, PUD joins."),
    row(T::NumberSlash, "number-slash", false,
        "A date is one thing (13/1/2020), a choice is not. PADT cuts."),
    row(T::NumberHyphen, "number-hyphen", false,
        "A date is one thing (2020-01-13), a range or a result is not. PADT and PUD cut."),
    row(T::Phone, "phone", true,
        "A plus sign, 7 to 15 digits and hyphens are a telephone number (ITU-T E.123, E.164)."),
    row(T::Emoji, "emoji", true,
        "WB8 joins one keycap to the next, WB3c an emoji to a letter and U+200D, WB15 the halves of a flag over a mark."),
    row(T::Emoticon, "emoticon", true,
        "WB999 takes a smile apart."),
    row(T::Url, "url", true,
        "UAX #29 knows no URL: Arabic paths and host names must stay whole."),
    row(T::Email, "email", true,
        "UAX #29 knows no e-mail address."),
    row(T::Mention, "mention", true,
        "UAX #29 cuts after @."),
    row(T::Hashtag, "hashtag", true,
        "UAX #29 cuts after #."),
];

impl Tailoring {
    /// All of them, in the order in which [`Tailoring`] lists them.
    ///
    /// ```
    /// use naskh::Tailoring;
    /// let off: Vec<_> = Tailoring::ALL.into_iter().filter(|tailoring| !tailoring.default()).collect();
    /// use Tailoring::*;
    /// assert_eq!(off, [NonJoiner, DoubleStop, NumberColon, NumberSlash, NumberHyphen]);
    /// ```
    pub const ALL: [Tailoring; ROWS.len()] = {
        let mut all = [Tailoring::LetterDigit; ROWS.len()];
        let mut i = 0;
        while i < ROWS.len() {
            all[i] = ROWS[i].tailoring;
            i += 1;
        }
        all
    };

    const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// Its name: `"letter-digit"` ...; the inverse of [`FromStr`].
    ///
    /// ```
    /// use naskh::Tailoring;
    /// assert_eq!("letter-digit".parse(), Ok(Tailoring::LetterDigit));
    /// assert_eq!(Tailoring::LetterDigit.name(), "letter-digit");
    /// ```
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Why one would want it: what UAX #29 does, and what Arabic needs.
    ///
    /// ```
    /// use naskh::Tailoring;
    /// assert!(Tailoring::LetterDigit.reason().starts_with("WB9 glues a clitic to a number (و6, ب15)"));
    /// ```
    pub const fn reason(self) -> &'static str {
        self.row().reason
    }

    /// Whether [`Tokenizer::new`] has it on.
    ///
    /// ```
    /// use naskh::Tailoring;
    /// assert!(Tailoring::GluedStop.default()); // الحفل.وبدأ are two words
    /// assert!(!Tailoring::NumberColon.default()); // 10:30 are two numbers
    /// ```
    pub const fn default(self) -> bool {
        self.row().default
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl fmt::Display for Tailoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Tailoring {
    type Err = UnknownTailoring;

    fn from_str(name: &str) -> Result<Tailoring, UnknownTailoring> {
        Tailoring::ALL.into_iter().find(|tailoring| tailoring.name() == name).ok_or(UnknownTailoring(()))
    }
}

/// The error of [`Tailoring::from_str`](FromStr::from_str): no [`Tailoring`] has that name.
///
/// ```
/// let error = "letter-digits".parse::<naskh::Tailoring>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown tailoring; the names are letter-digit, tatweel-digit, "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTailoring(());

impl fmt::Display for UnknownTailoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown tailoring; the names are")?;
        for (i, tailoring) in Tailoring::ALL.iter().enumerate() {
            write!(f, "{} {tailoring}", if i == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

impl core::error::Error for UnknownTailoring {}

/// Cuts a text into tokens: words, numbers, punctuation, URLs ...
///
/// ```
/// use naskh::{TokenKind, Tokenizer};
/// let tokenizer = Tokenizer::new();
/// let tokens: Vec<_> = tokenizer.tokens("قال لــ\"العربي\" بـ5 لغات").map(|token| (token.text(), token.kind())).collect();
/// use TokenKind::*;
/// assert_eq!(tokens, [
///     ("قال", Word), (" ", Space), ("لــ", Word), ("\"", Punctuation), ("العربي", Word), ("\"", Punctuation),
///     (" ", Space), ("بـ", Word), ("5", Number), (" ", Space), ("لغات", Word),
/// ]);
/// ```
#[derive(Debug, Clone)]
pub struct Tokenizer {
    /// A bit a [`Tailoring`].
    on: u32,
}

impl Default for Tokenizer {
    fn default() -> Tokenizer {
        Tokenizer::new()
    }
}

impl Tokenizer {
    /// With the default tailorings.
    ///
    /// ```
    /// let tokenizer = naskh::Tokenizer::new();
    /// assert_eq!(tokenizer.words("يناير/كانون الثاني").count(), 3);
    /// ```
    pub fn new() -> Tokenizer {
        Tokenizer::builder().build()
    }

    /// To switch tailorings, from the default ones.
    ///
    /// ```
    /// use naskh::{Tailoring, Tokenizer};
    /// let tokenizer = Tokenizer::builder().tailoring(Tailoring::NumberColon, true).build();
    /// assert_eq!(tokenizer.words("الساعة 10:30").last().unwrap().text(), "10:30");
    /// ```
    pub fn builder() -> TokenizerBuilder {
        let on = ROWS.iter().filter(|row| row.default).map(|row| row.tailoring.bit()).sum();
        TokenizerBuilder { on }
    }

    /// Whether a tailoring is on.
    ///
    /// ```
    /// use naskh::{Tailoring, Tokenizer};
    /// assert!(Tokenizer::new().has(Tailoring::LetterDigit)); // و6 is cut
    /// ```
    pub fn has(&self, tailoring: Tailoring) -> bool {
        self.on & tailoring.bit() != 0
    }

    /// The tokens of `text`, in order. They tile it: joined they are the text.
    ///
    /// ```
    /// let tokenizer = naskh::Tokenizer::new();
    /// let text = "مرحبا، كيف حالك؟؟";
    /// assert_eq!(tokenizer.tokens(text).map(|token| token.text()).collect::<String>(), text);
    /// assert_eq!(tokenizer.tokens(text).last().unwrap().text(), "؟؟");
    /// ```
    ///
    /// # Complexity
    /// Linear in the length of the text; nothing is allocated.
    pub fn tokens<'k, 't>(&'k self, text: &'t str) -> Tokens<'k, 't> {
        self.cut(text, false)
    }

    fn cut<'k, 't>(&'k self, text: &'t str, words: bool) -> Tokens<'k, 't> {
        Tokens {
            tokenizer: self,
            text,
            at: 0,
            piece: 0,
            limit: 0,
            #[cfg(feature = "entities")]
            horizon: 0,
            entity: None,
            from: 0,
            before: None,
            plain: Plain::new(
                self.on & (T::NumberColon.bit() | T::NumberSlash.bit() | T::NumberHyphen.bit()) != 0,
                words,
            ),
            // Without it a run of spaces is no token.
            rules_only: !self.has(T::SpaceRun),
            jumped: true,
        }
    }

    /// The tokens of `text` that a search engine would index: [`TokenKind::is_word_like`].
    ///
    /// ```
    /// let tokenizer = naskh::Tokenizer::new();
    /// let words: Vec<_> = tokenizer.words("«مُحَمَّدٌ» ﷺ، ٣٫١٤٪").map(|word| (word.text(), word.span())).collect();
    /// assert_eq!(words, [("مُحَمَّدٌ", 2..20), ("ﷺ", 23..26), ("٣٫١٤", 29..37)]);
    /// ```
    pub fn words<'k, 't>(&'k self, text: &'t str) -> Words<'k, 't> {
        Words { tokens: self.cut(text, true) }
    }
}

/// Switches tailorings; made by [`Tokenizer::builder`].
///
/// ```
/// use naskh::{Tailoring, Tokenizer};
/// let tokenizer = Tokenizer::builder().all(false).tailoring(Tailoring::LetterDigit, true).build();
/// assert_eq!(tokenizer.words("و6 و14كم").map(|word| word.text()).collect::<Vec<_>>(), ["و", "6", "و", "14كم"]);
/// ```
#[derive(Debug, Clone)]
pub struct TokenizerBuilder {
    on: u32,
}

impl TokenizerBuilder {
    /// Switches one tailoring.
    ///
    /// ```
    /// use naskh::{Tailoring, Tokenizer};
    /// let tokenizer = Tokenizer::builder().tailoring(Tailoring::NonJoiner, true).build();
    /// assert_eq!(tokenizer.words("می\u{200C}خواهم").count(), 2);
    /// ```
    pub fn tailoring(mut self, tailoring: Tailoring, on: bool) -> TokenizerBuilder {
        self.on = if on { self.on | tailoring.bit() } else { self.on & !tailoring.bit() };
        self
    }

    /// Switches all tailorings: with all off the boundaries are those of UAX #29.
    ///
    /// ```
    /// use naskh::Tokenizer;
    /// let uax29 = Tokenizer::builder().all(false).build();
    /// assert_eq!(uax29.tokens("و6...").map(|token| token.text()).collect::<Vec<_>>(), ["و6", ".", ".", "."]);
    /// ```
    pub fn all(mut self, on: bool) -> TokenizerBuilder {
        for tailoring in Tailoring::ALL {
            self = self.tailoring(tailoring, on);
        }
        self
    }

    /// The tokenizer.
    pub fn build(self) -> Tokenizer {
        Tokenizer { on: self.on }
    }
}

/// The tokens of a text that are [word-like](TokenKind::is_word_like); made by [`Tokenizer::words`].
///
/// ```
/// let tokenizer = naskh::Tokenizer::new();
/// let mut words = tokenizer.words("«السلام عليكم»!");
/// assert_eq!(words.next().unwrap().text(), "السلام");
/// assert_eq!(words.next().unwrap().text(), "عليكم");
/// assert_eq!(words.next(), None);
/// ```
#[derive(Debug, Clone)]
pub struct Words<'k, 't> {
    tokens: Tokens<'k, 't>,
}

impl<'t> Words<'_, 't> {
    /// Apart, so that what nearly always does is small enough to be inlined.
    #[inline(never)]
    fn next_far(&mut self) -> Option<Token<'t>> {
        let tokens = &mut self.tokens;
        loop {
            // (Asked here, or it would be one call more.)
            let goes_on = !tokens.jumped && tokens.plain.go_on(tokens.text, tokens.at, tokens.limit);
            match if goes_on { ControlFlow::Continue(()) } else { tokens.more() } {
                ControlFlow::Continue(()) => {
                    if let Some((start, end, kind)) = tokens.plain.take_head().or_else(|| tokens.plain.next_word()) {
                        return Some(Token::new(tokens.text, start, end, kind));
                    }
                }
                ControlFlow::Break(token) if token.is_none_or(|token| token.kind().is_word_like()) => return token,
                ControlFlow::Break(_) => {}
            }
        }
    }
}

impl<'t> Iterator for Words<'_, 't> {
    type Item = Token<'t>;

    #[inline]
    fn next(&mut self) -> Option<Token<'t>> {
        match self.tokens.plain.next_word() {
            Some((start, end, kind)) => Some(Token::new(self.tokens.text, start, end, kind)),
            None => self.next_far(),
        }
    }

    /// What `for_each`, `count`, `sum` and their like do: here nothing but the list is looked at between two words. `f` is
    /// called in one place, so that it may be inlined.
    #[inline]
    fn fold<B, F: FnMut(B, Token<'t>) -> B>(mut self, init: B, mut f: F) -> B {
        let mut folded = init;
        let text = self.tokens.text;
        let mut list = self.tokens.plain.take_words();
        loop {
            let (start, end, kind) = match list.next() {
                Some(word) => word,
                None => {
                    let Some(word) = self.next_far() else { return folded };
                    list = self.tokens.plain.take_words();
                    (word.span().start, word.span().end, word.kind())
                }
            };
            // Made in one place, or what is no part of it is copied, too.
            folded = f(folded, Token::new(text, start, end, kind));
        }
    }
}

impl core::iter::FusedIterator for Words<'_, '_> {}

/// The tokens of a text; made by [`Tokenizer::tokens`]. A copy goes on from where it was made, to look ahead.
///
/// ```
/// let tokenizer = naskh::Tokenizer::new();
/// let mut tokens = tokenizer.tokens("قال: نعم");
/// assert_eq!(tokens.next().unwrap().text(), "قال");
/// assert_eq!(tokens.clone().next().unwrap().text(), ":");
/// assert_eq!(tokens.next().unwrap().text(), ":");
/// ```
#[derive(Debug, Clone)]
pub struct Tokens<'k, 't> {
    tokenizer: &'k Tokenizer,
    text: &'t str,
    /// Where the next token starts.
    at: usize,
    /// Where the UAX #29 piece that holds `at` ends; at or before `at` if that is not known yet.
    piece: usize,
    /// Where the text up to the next entity ends: the base sees no further.
    limit: usize,
    /// How far entities are looked for; at or before `at` if that is not known yet.
    #[cfg(feature = "entities")]
    horizon: usize,
    /// The entity that starts at `limit`: its end and its kind.
    entity: Option<(usize, TokenKind)>,
    /// Where the last entity ended: none begins before.
    from: usize,
    /// The kind of the last token that is no format character.
    before: Option<TokenKind>,
    /// The borders about which there is nothing to ask.
    plain: Plain,
    /// Nothing is plain.
    rules_only: bool,
    /// The last token was one that the rules had to find.
    jumped: bool,
}

impl<'t> Iterator for Tokens<'_, 't> {
    type Item = Token<'t>;

    #[inline]
    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if let Some((end, kind)) = self.plain.next() {
                let start = core::mem::replace(&mut self.at, end);
                return Some(Token::new(self.text, start, end, kind));
            }
            if let ControlFlow::Break(token) = self.more() {
                return token;
            }
        }
    }

    /// As that of [`Words`].
    #[inline]
    fn fold<B, F: FnMut(B, Token<'t>) -> B>(mut self, init: B, mut f: F) -> B {
        let mut folded = init;
        loop {
            let mut start = self.at;
            for (end, kind) in self.plain.take_tokens() {
                folded = f(folded, Token::new(self.text, start, end, kind));
                start = end;
            }
            self.at = start;
            match self.more() {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(Some(token)) => folded = f(folded, token),
                ControlFlow::Break(None) => return folded,
            }
        }
    }
}

impl core::iter::FusedIterator for Tokens<'_, '_> {}

/// What [`Tokens::cut`] found: a part of a piece.
struct Part {
    end: usize,
    seen: Set,
    /// Single letters with full stops between them, and nothing else.
    initials: bool,
}

impl<'t> Tokens<'_, 't> {
    fn on(&self, tailoring: Tailoring) -> bool {
        self.tokenizer.has(tailoring)
    }

    #[inline(always)]
    fn token(&mut self, end: usize, kind: TokenKind) -> Token<'t> {
        let start = self.at;
        self.at = end;
        // A bidi control between two tokens makes no difference to the second.
        if kind != TokenKind::Format {
            self.before = Some(kind);
        }
        Token::new(self.text, start, end, kind)
    }

    /// Looks for plain tokens when those known have been given out.
    fn refill(&mut self) -> bool {
        self.pass();
        let jumped = core::mem::replace(&mut self.jumped, false);
        let may = self.at != self.limit && self.at >= self.piece && !self.rules_only;
        let found = may && self.plain.refill(self.text, self.at, self.limit, jumped);
        if !found {
            self.pass();
        }
        found
    }

    /// Goes to the last border that is known to be plain.
    fn pass(&mut self) {
        if let Some((border, kind)) = self.plain.take_border(self.text) {
            (self.at, self.before) = (border, Some(kind));
        }
    }

    /// When the plain tokens that are known have been given out: looks for more, or gives the next token by the rules.
    #[inline(never)]
    fn more(&mut self) -> ControlFlow<Option<Token<'t>>> {
        while !self.refill() {
            if self.at != self.limit {
                self.jumped = true;
                let (end, kind) = self.rules();
                return ControlFlow::Break(Some(self.token(end, kind)));
            }
            if self.at == self.text.len() {
                return ControlFlow::Break(None);
            }
            if self.entity.is_none() {
                self.find_entity();
            }
            self.jumped = true;
            if let Some((end, kind)) = self.entity.take_if(|_| self.at == self.limit) {
                (self.limit, self.piece, self.from) = (end, end, end);
                return ControlFlow::Break(Some(self.token(end, kind)));
            }
        }
        ControlFlow::Continue(())
    }

    #[cfg(not(feature = "entities"))]
    fn find_entity(&mut self) {
        self.limit = self.text.len();
    }

    /// Finds the next entity, or the place up to which there is none.
    #[cfg(feature = "entities")]
    fn find_entity(&mut self) {
        const ENTITIES: u32 = T::Url.bit() | T::Email.bit() | T::Mention.bit() | T::Hashtag.bit();
        if self.tokenizer.on & ENTITIES == 0 {
            self.limit = self.text.len();
            return;
        }
        if self.horizon <= self.at {
            self.horizon = self.next_horizon();
        }
        let until = self.horizon;
        self.limit = until;
        if let Some((span, kind)) = super::entity::find(self.text, self.from, self.at..until, |t| self.on(t)) {
            self.limit = span.start;
            self.entity = Some((span.end, kind));
        }
    }

    /// How far to look for entities at once: what was read for them is read again for words, and should still be near.
    ///
    /// A place between a letter and a space. No entity holds a space, and no rule looks over one from a letter: so the
    /// text may as well end there.
    #[cfg(feature = "entities")]
    fn next_horizon(&self) -> usize {
        const SPACE: u8 = 1;
        const LETTER: u8 = 2;
        static CLASSES: OnceBox<Classes> = OnceBox::new();
        let value = |c| match class(c) {
            _ if c == ' ' => SPACE,
            Class::Arabic | Class::Letter => LETTER,
            _ => 0,
        };
        let classes = CLASSES.get_or_init(|| Box::new(Classes::new(value, Mixed::Common(SPACE | LETTER))));
        let mut at = self.at + AHEAD;
        if at >= self.text.len() {
            return self.text.len();
        }
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        // Where there is no such place near, farther off there will be none either.
        let until = at + AHEAD / 4;
        while let Some(letter) = classes.find(self.text, at, LETTER).filter(|&letter| letter < until) {
            let Some(space) = classes.find(self.text, letter, SPACE) else { break };
            if matches!(self.text[..space].chars().next_back().map(class), Some(Class::Arabic | Class::Letter)) {
                return space;
            }
            at = space;
        }
        self.text.len()
    }

    fn emoticon(&self) -> Option<usize> {
        #[cfg(feature = "entities")]
        if self.on(T::Emoticon) && matches!(self.before, None | Some(TokenKind::Space | TokenKind::Emoji)) {
            let end = self.at + super::entity::emoticon(&self.text[self.at..self.limit])?;
            return self.class_at(end).is_none_or(|after| !self.holds(after)).then_some(end);
        }
        None
    }

    /// The end of the UAX #29 piece that starts at `start`, a boundary.
    fn base(&self, start: usize) -> usize {
        let rest = &self.text[start..self.limit];
        start
            + ascii_piece(rest)
                .or_else(|| picture_piece(rest))
                .unwrap_or_else(|| rest.split_word_bounds().next().map_or(0, str::len))
    }

    fn class_at(&self, at: usize) -> Option<Class> {
        first(&self.text[at..self.limit])
    }

    fn rules(&mut self) -> (usize, TokenKind) {
        let start = self.at;
        let fresh = self.piece <= start;
        if fresh {
            if let Some(end) = self.emoticon() {
                return (end, TokenKind::Emoji);
            }
            // Nothing cuts a picture, and nothing joins it to what follows.
            let far = self.text.as_bytes()[start] >= 0xE2;
            if let Some(len) = far.then(|| picture_piece(&self.text[start..self.limit])).flatten() {
                self.piece = start + len;
                return (self.piece, TokenKind::Emoji);
            }
            self.piece = self.base(start);
        }
        if let Some(end) = self.space_run() {
            return (end, TokenKind::Space);
        }
        if let Some(end) = self.flag() {
            return (end, TokenKind::Emoji);
        }
        let mut part = self.cut(start, self.piece, fresh);
        self.join_hair_space(&mut part);
        let kind = kind(&self.text[start..part.end], part.seen);
        let end = match kind {
            TokenKind::Word => self.join_last_stop(&part),
            TokenKind::Number => self.join_numbers(&part),
            TokenKind::Punctuation => self.join_marks(&part),
            _ => part.end,
        };
        match self.phone(end) {
            Some(end) => (end, TokenKind::Number),
            None => (end, kind),
        }
    }

    /// The first part of what is left of a piece: up to the first place where a tailoring cuts.
    /// `fresh` if the piece starts at `start`.
    fn cut(&self, start: usize, piece: usize, fresh: bool) -> Part {
        self.ascii_part(start, piece).unwrap_or_else(|| self.cut_by_class(start, piece, fresh))
    }

    fn cut_by_class(&self, start: usize, piece: usize, fresh: bool) -> Part {
        let mut seen = Set::EMPTY;
        // The class of the last character, and of the last that is not attached to another (WB4).
        let (mut last, mut base) = (None, None);
        // The last base is a separator that stands alone.
        let mut apart = false;
        let mut keycap = false;
        // The last base is a separator that joins what stands before it to what stands after it.
        let (mut separator, mut hebrew) = (false, false);
        // Letters since the last full stop; full stops; whether all is initials so far.
        let (mut letters, mut stops, mut initials) = (0, 0, true);
        // The part that ends before the last separator or run of hidden characters.
        let mut hang = Part { end: start, seen, initials: false };
        // A run of hidden characters is looked at once.
        let (mut hidden_end, mut hidden_stays) = (start, false);
        let sign = self.on(T::NumberSign) && self.class_at(start) == Some(Class::NumberSign);

        const SEPARATORS: Set = Set::of(&[Class::FullStop, Class::Comma, Class::Colon, Class::Apostrophe]);
        for (i, c) in self.text[start..piece].char_indices() {
            let (at, next) = (start + i, start + i + c.len_utf8());
            let mut class = class(c);
            let then =
                || self.text[next..piece].chars().map(super::class::class).find(|&class| !Set::ATTACHED.has(class));
            if class == Class::Hidden && self.on(T::Format) {
                if at >= hidden_end {
                    let hidden = self.text[at..piece].find(|c| super::class::class(c) != Class::Hidden);
                    hidden_end = hidden.map_or(piece, |len| at + len);
                    const GOES_ON: Set = Set::LETTERS.and(Class::Digit).and(Class::Mark);
                    hidden_stays = matches!(base, Some(base) if Set::LETTERS.has(base) || base == Class::Digit)
                        && first(&self.text[hidden_end..piece]).is_some_and(|class| GOES_ON.has(class));
                }
                if !hidden_stays {
                    class = Class::Format;
                }
            }
            // A separator that was cut off what stands before it is cut off what stands after it. (A piece that begins
            // with what we call one and goes on begins with a letter to UAX #29: U+05F3 HEBREW PUNCTUATION GERESH ...)
            let mut stays_apart = base.is_none() && !fresh && SEPARATORS.has(class);
            let cut = match (class, base) {
                // WB4 no more: a run of format characters is a token.
                (Class::Format, _) => self.on(T::Format) && last != Some(Class::Format),
                _ if last == Some(Class::Format) && self.on(T::Format) => true,
                // WB4, GB9.
                _ if Set::EXTENDING.has(class) || class == Class::Hidden => false,
                _ if (apart || keycap) && class != Class::Emoji => true,
                _ if last == Some(Class::NonJoiner) && self.on(T::NonJoiner) => true,
                // WB13a, WB13b no more for U+202F.
                (_, Some(base)) if self.on(T::NarrowSpace) && (class == Class::Space) != (base == Class::Space) => true,
                // WB9, WB10 no more.
                (Class::NumberSign, _) => self.on(T::NumberSign) && last != Some(Class::NumberSign),
                (Class::Letter | Class::Arabic | Class::Tatweel, _) if sign => true,
                (Class::Digit, Some(Class::Arabic)) => self.on(T::LetterDigit) || self.keycap(c, next),
                (Class::Digit, Some(Class::Tatweel)) => self.on(T::TatweelDigit) || self.keycap(c, next),
                (Class::Digit, _) if self.keycap(c, next) => true,
                (Class::Arabic | Class::Tatweel, Some(Class::Digit)) => self.on(T::DigitLetter),
                // WB11, WB12 for U+066B, in place of WB8, WB9, WB10.
                (Class::Decimal, _) => {
                    stays_apart =
                        self.on(T::DecimalSeparator) && !(base == Some(Class::Digit) && then() == Some(Class::Digit));
                    stays_apart
                }
                // WB6, WB7 no more.
                (Class::FullStop, Some(Class::Arabic | Class::Tatweel)) if then() == Some(Class::Arabic) => {
                    let single = initials && letters == 1 && self.single_letter(next, piece);
                    stays_apart = self.on(T::GluedStop) && !(single && self.on(T::DottedAbbreviation));
                    stays_apart
                }
                (Class::Colon, Some(base)) if Set::LETTERS.has(base) => {
                    let arabic = base != Class::Letter || then() == Some(Class::Arabic);
                    stays_apart = self.on(T::GluedColon) && arabic;
                    stays_apart
                }
                // WB3c no more but after an emoji.
                (Class::Emoji, base) => self.on(T::Emoji) && last == Some(Class::Joiner) && base != Some(Class::Emoji),
                _ => false,
            };
            let so_far = Part { end: at, seen, initials: initials && stops > 0 && letters == 1 };
            if cut && i > 0 {
                // A separator or a hidden character that joins nothing any more does not hang at the end.
                let hidden = last == Some(Class::Hidden) && self.on(T::Format);
                let hanging = hidden || separator;
                return if hanging && hang.end > start { hang } else { so_far };
            }
            let hides = class == Class::Hidden && last != Some(Class::Hidden);
            // WB7b
            let quotes = c == '"' && hebrew;
            if base.is_some() && (hides || quotes || SEPARATORS.has(class)) {
                hang = so_far;
            }
            seen = seen.and(class);
            last = Some(class);
            if Set::ATTACHED.has(class) {
                continue;
            }
            // WB7a: after a Hebrew letter an apostrophe ends a word.
            separator = quotes || SEPARATORS.has(class) && !(c == '\'' && hebrew);
            hebrew = matches!(c, '\u{5D0}'..='\u{5F2}' | '\u{FB1D}'..='\u{FB4F}');
            base = Some(class);
            apart = stays_apart;
            keycap = class == Class::Digit && self.keycap(c, next);
            match class {
                Class::Letter | Class::Arabic => letters += 1,
                Class::Tatweel => {}
                Class::FullStop => {
                    initials &= letters == 1;
                    (letters, stops) = (0, stops + 1);
                }
                _ => initials = false,
            }
        }
        Part { end: piece, seen, initials: initials && stops > 0 && letters == 1 }
    }

    /// What is left of a piece of ASCII letters, digits and what joins them, which no tailoring cuts; none of other pieces.
    fn ascii_part(&self, start: usize, piece: usize) -> Option<Part> {
        let bytes = self.text.as_bytes();
        let run = &bytes[start..piece];
        let leads = |&byte: &u8| byte.is_ascii_alphanumeric() || byte == b'_';
        // What follows a digit may make a keycap of it. A separator that stands first was cut off what is before it.
        let alone = || bytes[..self.limit].get(piece).is_none_or(|&byte| byte < 0xE2);
        if !(run.first().is_some_and(leads) && alone()) {
            return None;
        }
        let mut seen = Set::EMPTY;
        for byte in run {
            if !(leads(byte) || matches!(byte, b'.' | b',' | b';' | b':' | b'\'')) {
                return None;
            }
            seen = seen.and(class(char::from(*byte)));
        }
        let mut letters = run.split(|&byte| byte == b'.');
        let initials =
            seen.has(Class::FullStop) && letters.all(|letter| matches!(letter, [c] if c.is_ascii_alphabetic()));
        Some(Part { end: piece, seen, initials })
    }

    /// Whether `c`, which ends at `next`, is the base of a keycap sequence.
    fn keycap(&self, c: char, next: usize) -> bool {
        let rest = &self.text[next..self.limit];
        // U+FE0F VARIATION SELECTOR-16, U+20E3 COMBINING ENCLOSING KEYCAP
        self.on(T::Emoji)
            && c.is_ascii_digit()
            && rest.as_bytes().first().is_some_and(|&byte| byte >= 0xE2)
            && rest.strip_prefix('\u{FE0F}').unwrap_or(rest).starts_with('\u{20E3}')
    }

    /// Whether one letter, what is attached to it, tatweels, and nothing more of a word stand between `start` and `end`
    /// or the next full stop.
    fn single_letter(&self, start: usize, end: usize) -> bool {
        let mut classes = self.text[start..end].chars().map(class);
        classes.find(|&class| !Set::ATTACHED.has(class)) == Some(Class::Arabic)
            && classes
                .find(|&class| class != Class::Tatweel && !Set::ATTACHED.has(class))
                // A joiner does not hold an emoji to a letter.
                .is_none_or(|class| {
                    matches!(class, Class::FullStop | Class::Space) || class == Class::Emoji && self.on(T::Emoji)
                })
    }

    /// The end of the run of white space at `self.at`, if there is one.
    fn space_run(&mut self) -> Option<usize> {
        if !self.on(T::SpaceRun) {
            return None;
        }
        let narrow = self.on(T::NarrowSpace);
        let white = |c: char| Set::WHITE.has(class(c)) && (narrow || c != '\u{202F}'); // NARROW NO-BREAK SPACE
        let rest = &self.text[self.at..self.limit];
        let len = rest.find(|c| !white(c)).unwrap_or(rest.len());
        let last = rest[..len].chars().next_back()?;
        let mut end = self.at + len;
        // WB4: not after a line break (WB3a).
        if let Some(after) =
            first(&rest[len..]).filter(|&after| Set::ATTACHED.has(after) && class(last) != Class::Newline)
        {
            let last = end - last.len_utf8();
            if Set::EXTENDING.has(after) || !self.on(T::Format) {
                // The last space carries a mark: a token of its own.
                if last == self.at {
                    return None;
                }
                end = last;
            } else {
                self.piece = self.base(last);
            }
        }
        self.piece = self.piece.max(end);
        Some(end)
    }

    /// The end of the flag at `self.at`, or of a lone regional indicator.
    fn flag(&mut self) -> Option<usize> {
        let rest = &self.text[self.at..self.limit];
        if !self.on(T::Emoji) || first(rest) != Some(Class::Regional) {
            return None;
        }
        // WB15, WB16 without WB4, which is GB12, GB13: a pair has nothing between its halves.
        const HALF: usize = '\u{1F1E6}'.len_utf8();
        let pair = if first(&rest[HALF..]) == Some(Class::Regional) { 2 * HALF } else { HALF };
        let tail = rest[pair..].find(|c| !self.holds(class(c))).unwrap_or(rest.len() - pair);
        let end = self.at + pair + tail;
        self.piece = end;
        Some(end)
    }

    /// A word goes on over U+200A HAIR SPACE, a mark or a few, U+2060 WORD JOINER and an Arabic letter.
    fn join_hair_space(&mut self, part: &mut Part) {
        while part.end >= self.piece && self.on(T::HairSpace) && part.seen.meets(Set::of(&[Class::Arabic])) {
            let Some(rest) = self.text[part.end..self.limit].strip_prefix('\u{200A}') else { return };
            let marks =
                rest.chars().take(8).take_while(|&c| class(c) == Class::Mark).map(char::len_utf8).sum::<usize>();
            let after = match rest[marks..].strip_prefix('\u{2060}') {
                Some(after) if marks > 0 && first(after) == Some(Class::Arabic) => after,
                _ => return,
            };
            let start = self.limit - after.len();
            self.piece = self.base(start);
            *part = self.cut(start, self.piece, false);
        }
    }

    /// The full stop after the last of several initials.
    fn join_last_stop(&self, part: &Part) -> usize {
        let stop = part.initials && self.on(T::DottedAbbreviation) && self.class_at(part.end) == Some(Class::FullStop);
        if !stop {
            return part.end;
        }
        let end = part.end + 1;
        let past_format = self.text[end..self.limit].trim_start_matches(|c| class(c) == Class::Format);
        // A stop with a mark; an ellipsis after an abbreviation.
        if self.class_at(end).is_some_and(|after| self.holds(after)) || past_format.starts_with('.') {
            return part.end;
        }
        end
    }

    /// Whether a character of that class cannot be cut off the one before it.
    fn holds(&self, after: Class) -> bool {
        Set::EXTENDING.has(after) || Set::ATTACHED.has(after) && !self.on(T::Format)
    }

    /// A run of one punctuation mark.
    fn join_marks(&mut self, part: &Part) -> usize {
        let rest = &self.text[self.at..self.limit];
        let Some(mark) = rest[..part.end - self.at].chars().next() else { return part.end };
        let len = mark.len_utf8();
        // A run is read once, at its first mark.
        if part.end != self.at + len || self.text[..self.at].ends_with(mark) {
            return part.end;
        }
        let run = rest.len() - rest.trim_start_matches(mark).len();
        // The last one may carry something.
        let held = first(&rest[run..]).is_some_and(|after| self.holds(after));
        let count = run / len - usize::from(held);
        let joins = match class(mark) {
            _ if count < 2 => false,
            Class::FullStop if count == 2 => self.on(T::DoubleStop),
            Class::FullStop => self.on(T::Ellipsis),
            Class::Ellipsis | Class::Terminator | Class::Comma | Class::Dash => self.on(T::RepeatedMark),
            _ => mark == '؛' && self.on(T::RepeatedMark),
        };
        if !joins {
            return part.end;
        }
        let end = self.at + count * len;
        self.piece = self.base(end - len);
        end
    }

    /// Numbers with a separator between them: times and dates.
    fn join_numbers(&mut self, part: &Part) -> usize {
        let mut end = part.end;
        while end == self.piece {
            let joins = match self.text.as_bytes()[end..self.limit].first() {
                Some(b':') => self.on(T::NumberColon),
                Some(b'/') => self.on(T::NumberSlash),
                Some(b'-') => self.on(T::NumberHyphen),
                _ => false,
            };
            if !joins || self.class_at(end + 1) != Some(Class::Digit) {
                break;
            }
            let piece = self.base(end + 1);
            let next = self.cut(end + 1, piece, false);
            if kind(&self.text[end + 1..next.end], next.seen) != TokenKind::Number {
                break;
            }
            end = next.end;
            self.piece = piece;
        }
        end
    }

    /// A telephone number whose plus sign ends at `end`.
    fn phone(&mut self, end: usize) -> Option<usize> {
        let glued = matches!(self.before, Some(TokenKind::Word | TokenKind::Number));
        if !self.on(T::Phone) || glued || &self.text[self.at..end] != "+" || end != self.piece {
            return None;
        }
        let (mut end, mut piece, mut digits, mut start) = (end, end, 0, end);
        loop {
            let group_piece = self.base(start);
            let group = self.cut(start, group_piece, false);
            let more = self.text[start..group.end].chars().count();
            // E.164: 15 digits at most.
            if group.seen != Set::of(&[Class::Digit]) || digits + more > 15 {
                break;
            }
            (end, piece, digits, start) = (group.end, group_piece, digits + more, group.end + 1);
            let hyphen = end == piece && self.text[end..self.limit].starts_with('-');
            if !hyphen || self.class_at(start) != Some(Class::Digit) {
                break;
            }
        }
        // Fewer than seven are a number with a sign.
        if digits < 7 {
            return None;
        }
        self.piece = piece;
        Some(end)
    }
}

/// The length of the first UAX #29 piece of `text`, if it is ASCII and so is what decides about its end, or a plain mark.
fn ascii_piece(text: &str) -> Option<usize> {
    let class = |at: usize| match text.as_bytes().get(at) {
        None => Some(None),
        Some(byte) if byte.is_ascii() => Some(Some(class(char::from(*byte)))),
        Some(_) => None,
    };
    let mut last = class(0)??;
    if Set::WHITE.has(last) {
        return None;
    }
    let mut at = 1;
    loop {
        let next = match class(at) {
            Some(next) => next,
            // WB12
            None => return super::plain::is_mark_behind(&text[at..], last == Class::Digit).then_some(at),
        };
        const RUN: Set = Set::of(&[Class::Letter, Class::Digit, Class::Connector]);
        match next {
            Some(next) if RUN.has(next) && RUN.has(last) => {
                // WB5, WB8, WB9, WB10, WB13a, WB13b
                (last, at) = (next, at + 1);
                continue;
            }
            // WB6, WB7; WB11, WB12
            Some(Class::FullStop | Class::Apostrophe) if matches!(last, Class::Letter | Class::Digit) => {}
            Some(Class::Colon) if last == Class::Letter => {}
            Some(Class::Comma) if last == Class::Digit => {}
            // WB4 is not about ASCII: its control characters stand alone.
            _ => return Some(at),
        }
        match class(at + 1) {
            Some(after) if after == Some(last) => at += 2,
            Some(_) => return Some(at),
            None => return super::plain::is_mark_behind(&text[at + 1..], false).then_some(at),
        }
    }
}

/// The grapheme clusters of a text, each with the byte it starts at.
pub(crate) fn clusters_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.grapheme_indices(true)
}

/// The first sentence boundary of a text by UAX #29, in bytes. Quadratic: for short texts.
pub(super) fn sentence_bound(text: &str) -> usize {
    text.split_sentence_bounds().next().map_or(0, str::len)
}

/// Tells whether places of a text, asked for in order, are between grapheme clusters.
#[derive(Debug, Clone)]
pub(super) struct Clusters<'t> {
    text: &'t str,
    /// The last such place: nothing looks back further, so that all answers together cost one pass.
    last: usize,
}

impl<'t> Clusters<'t> {
    pub(super) fn new(text: &'t str) -> Clusters<'t> {
        Clusters { text, last: 0 }
    }

    /// `at` is on a char boundary, and not before the place asked for last.
    pub(super) fn is_boundary(&mut self, at: usize) -> bool {
        if self.is_plain_boundary(at) {
            self.last = at;
            return true;
        }
        let text = &self.text[self.last..];
        let at = at - self.last;
        let is = GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true);
        self.last += if is { at } else { 0 };
        is
    }

    /// Whether the characters beside `at` are below U+0700, the first is prepended to nothing (GB9b), and the second neither
    /// extends anything (GB9, GB9a) nor may be half of a line break (GB3).
    fn is_plain_boundary(&self, at: usize) -> bool {
        const NOT_BEFORE: Set = Set::of(&[Class::NumberSign]);
        const NOT_AFTER: Set = Set::EXTENDING.and(Class::Newline);
        let near = |c: Option<char>, not: Set| c.is_some_and(|c| c < '\u{700}' && !not.has(class(c)));
        near(self.text[..at].chars().next_back(), NOT_BEFORE) && near(self.text[at..].chars().next(), NOT_AFTER)
    }

    /// The first such place behind `at`, which is not before the place asked for last.
    pub(super) fn boundary_after(&self, at: usize) -> usize {
        let ends = clusters_of(&self.text[self.last..]).map(|(start, cluster)| self.last + start + cluster.len());
        ends.into_iter().find(|&end| end > at).unwrap_or(self.text.len())
    }
}

/// What a token is, by the classes of its characters.
fn kind(text: &str, seen: Set) -> TokenKind {
    const WORDS: Set = Set::of(&[Class::Letter, Class::Arabic, Class::Honorific]);
    if seen.meets(Set::of(&[Class::Regional])) || is_keycap(text) {
        TokenKind::Emoji
    } else if seen.meets(WORDS) {
        TokenKind::Word
    } else if seen.meets(Set::of(&[Class::Emoji])) {
        if is_pictorial(text) { TokenKind::Emoji } else { TokenKind::Symbol }
    } else if seen.meets(Set::of(&[Class::Digit, Class::Numeral])) {
        TokenKind::Number
    } else if seen.meets(Set::WHITE) {
        // A space that carries a mark is there to show the mark.
        if seen.meets(Set::of(&[Class::Mark])) { TokenKind::Symbol } else { TokenKind::Space }
    } else if seen.meets(Set::PUNCTUATION.and(Class::Tatweel)) {
        // A tatweel without a letter is a dash.
        TokenKind::Punctuation
    } else if seen.meets(Set::of(&[Class::Symbol, Class::NumberSign, Class::Mark])) {
        TokenKind::Symbol
    } else {
        TokenKind::Format
    }
}

/// U+20E3 COMBINING ENCLOSING KEYCAP on a digit, `#` or `*`.
fn is_keycap(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(|c: char| c.is_ascii_digit() || c == '#' || c == '*') else { return false };
    rest.strip_prefix('\u{FE0F}').unwrap_or(rest).starts_with('\u{20E3}')
}

/// Whether a pictograph is shown as a picture: by its block, or by U+FE0F VARIATION SELECTOR-16 after it (©, ™, ↔).
fn is_pictorial(text: &str) -> bool {
    text.starts_with(is_picture) || text.contains('\u{FE0F}')
}

/// The length of the first UAX #29 piece of `text`, if it is a picture and marks, joiners and pictures behind it.
fn picture_piece(text: &str) -> Option<usize> {
    let joins = |c: char| class(c) == Class::Emoji && is_picture(c);
    let mut chars = text.char_indices();
    chars.next().filter(|&(_, c)| joins(c) && !is_letter_picture(c))?;
    let mut joined = false;
    for (at, c) in chars {
        joined = match class(c) {
            Class::Joiner => true,
            // Of other marks some are newer than the rules.
            Class::Mark if is_tone(c) || c == '\u{20E3}' => false,
            // WB3c
            _ if joined && joins(c) => false,
            class if Set::EXTENDING.has(class) || Set::ATTACHED.has(class) || joined && class == Class::Emoji => {
                return None;
            }
            _ => return Some(at),
        };
    }
    Some(text.len())
}

/// Whether a pictograph may be a letter to UAX #29: U+1F170 NEGATIVE SQUARED LATIN CAPITAL LETTER A and its block.
pub(super) fn is_letter_picture(c: char) -> bool {
    matches!(c, '\u{1F100}'..='\u{1F1FF}')
}

/// Whether a mark goes with pictures alone: U+FE0F VARIATION SELECTOR-16, and skin tones.
pub(super) fn is_tone(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether a pictograph is shown as a picture by itself.
pub(super) fn is_picture(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F000}'..)
}

#[cfg(test)]
mod tests {
    use super::super::prefix;
    use super::*;
    use alloc::{format, string::String, vec, vec::Vec};
    use proptest::{collection::vec, prelude::*, sample::select};

    /// What trips a tokenizer, and some ordinary text between.
    const HOSTILE: &[&str] = &[
        "ا",
        "ب",
        "كتاب",
        "ل\u{64E}",
        "\u{651}",
        "\u{670}",
        "\u{6E1}",
        "ـ",
        "ـــ",
        "ﷺ",
        "﷽",
        "ﻻ",
        "a",
        "B",
        "word",
        "é",
        "ש",
        "カ",
        "中",
        "क\u{94D}",
        "ᄀ",
        "ᅡ",
        "0",
        "12",
        "٣",
        "۴",
        "½",
        "\u{6DD}",
        "\u{600}",
        "\u{66B}",
        "٬",
        "،",
        ",",
        ";",
        "؛",
        ".",
        "..",
        "...",
        "…",
        "·",
        ":",
        "'",
        "’",
        "\"",
        "«",
        "”",
        "(",
        ")",
        "﴿",
        "[",
        "-",
        "--",
        "–",
        "_",
        "/",
        "//",
        "\\",
        "!",
        "؟",
        "؟؟",
        "?",
        "@",
        "#",
        "://",
        "http://a.b",
        "www.a.b",
        "x@y.zz",
        "%",
        "٪",
        "$",
        "﷼",
        "+",
        "+12345678",
        "<3",
        "</3",
        "^_^",
        "^",
        "=",
        "*",
        "~",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\u{85}",
        "\u{A0}",
        "\u{2028}",
        "\u{202F}",
        "\u{200A}",
        "\u{3000}",
        "\u{200A}\u{670}\u{2060}",
        "\u{200B}",
        "\u{200C}",
        "\u{200D}",
        "\u{200E}",
        "\u{200F}",
        "\u{61C}",
        "\u{202B}",
        "\u{2067}",
        "\u{AD}",
        "\u{2060}",
        "\u{FEFF}",
        "\0",
        "\u{FE0F}",
        "\u{20E3}",
        "👩",
        "👍🏽",
        "❤",
        "©",
        "🇪",
        "🇪🇬",
        "\u{E0067}",
        "\u{E000}",
    ];

    /// Who asks again at the end gets nothing, be it a plain one or not.
    #[test]
    fn ends_stay_ends() {
        for end in ["http://example.com/", "كك#وسم", "ABC", "كلمة", "١٢", "\u{200F}"] {
            for (words, more) in (0..120).flat_map(|words| [(words, 1), (words, 900)]) {
                let text = "كلمة ".repeat(words) + &end.repeat(more);
                let tokenizer = Tokenizer::new();
                let (mut words, mut tokens) = (tokenizer.words(&text), tokenizer.tokens(&text));
                words.by_ref().for_each(drop);
                tokens.by_ref().for_each(drop);
                for _ in 0..3 {
                    assert_eq!((words.next(), tokens.next()), (None, None), "{} {more} {end}", text.len());
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is plain is a short cut, never another way: with any tailorings, on any text.
        #[test]
        fn plain_is_ruled(text in vec(prop_oneof![9 => select(HOSTILE).prop_map(String::from), 1 => any::<char>().prop_map(String::from)], 0..60).prop_map(|parts| parts.concat()), on in 0..1u32 << ROWS.len()) {
            for on in [on, Tokenizer::new().on, 0] {
                let tokenizer = Tokenizer { on };
                let rules = Tokens { rules_only: true, ..tokenizer.tokens(&text) }.collect::<Vec<_>>();
                prop_assert_eq!(tokenizer.tokens(&text).collect::<Vec<_>>(), &rules[..]);
                let words = rules.iter().filter(|token| token.kind().is_word_like()).copied().collect::<Vec<_>>();
                prop_assert_eq!(tokenizer.words(&text).collect::<Vec<_>>(), &words[..]);
                // One by one for some, the rest in one go.
                let mut tokens = tokenizer.words(&text);
                let mut folded: Vec<_> = tokens.by_ref().take(words.len() / 2).collect();
                tokens.for_each(|word| folded.push(word));
                prop_assert_eq!(folded, words);
                let mut tokens = tokenizer.tokens(&text);
                let mut folded: Vec<_> = tokens.by_ref().take(rules.len() / 2).collect();
                tokens.for_each(|token| folded.push(token));
                prop_assert_eq!(folded, rules);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ascii_pieces_are_pieces(text in vec(prop_oneof![
            select(&b"aZ09_.:;,'\"-+ \t\r\n\0\x7F"[..]).prop_map(char::from), (0..128u8).prop_map(char::from),
            select(&['\u{651}', '\u{200D}', 'ا', 'ש', '\u{A0}', '٣'][..]),
            select(&['،', '؛', '؟', '«', '»', '“', '”', '…', '–', '—', '٪', '²', '\u{300}', '’'][..]),
        ], 1..9).prop_map(String::from_iter)) {
            if let Some(len) = ascii_piece(&text) {
                prop_assert_eq!(Some(len), text.split_word_bounds().next().map(str::len));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// No tailoring cuts what is taken as a whole, from the start of a piece or from inside it.
        #[test]
        fn ascii_parts_are_parts(text in vec(prop_oneof![
            8 => select(&b"aZ09_.:;,'"[..]).prop_map(char::from), 1 => (0..128u8).prop_map(char::from),
            1 => select(&['\u{FE0F}', '\u{20E3}', 'ا', 'ש', '،', '«', 'é'][..]),
        ], 1..12).prop_map(String::from_iter), from in 0..6usize) {
            let len = text.split_word_bounds().next().map_or(0, str::len);
            let from = text[..len].char_indices().nth(from).map_or(0, |(at, _)| at);
            for on in [Tokenizer::new().on, 0, (1 << ROWS.len()) - 1] {
                let tokenizer = Tokenizer { on };
                let tokens = Tokens { limit: text.len(), ..tokenizer.tokens(&text) };
                if let Some(part) = tokens.ascii_part(from, len) {
                    let all = |part: Part| (part.end, part.seen, part.initials);
                    prop_assert_eq!(all(part), all(tokens.cut_by_class(from, len, from == 0)), "{:?} from {}", &text, from);
                }
            }
        }

        #[test]
        fn picture_pieces_are_pieces(first in any::<char>(), text in vec(prop_oneof![
            select(&['\u{FE0F}', '\u{200D}', '\u{200D}', '\u{1F3FB}', '😀', '❤', '©', '‼', '🅰', '🇪', ' ', 'a', 'ا', '\u{200C}', '\u{AD}', '\u{200B}', '\u{301}'][..]),
            proptest::char::range('\u{1F000}', '\u{1FBFF}'), proptest::char::range('\u{2600}', '\u{27BF}'), any::<char>(),
        ], 1..7).prop_map(String::from_iter)) {
            for text in [text.clone(), String::from(first) + &text] {
                if let Some(len) = picture_piece(&text) {
                    prop_assert_eq!(Some(len), text.split_word_bounds().next().map(str::len), "{:?}", text);
                    for on in [Tokenizer::new().on, 0, (1 << ROWS.len()) - 1] {
                        let tokenizer = Tokenizer { on };
                        let tokens = Tokens { limit: text.len(), ..tokenizer.tokens(&text) };
                        let part = tokens.cut(0, len, true);
                        prop_assert_eq!((part.end, kind(&text[..len], part.seen)), (len, TokenKind::Emoji), "{:?}", text);
                    }
                }
            }
        }
    }

    #[test]
    fn every_picture_is_a_piece() {
        for c in '\0'..=char::MAX {
            for text in [
                String::from(c),
                String::from_iter(['😀', c]),
                String::from_iter(['😀', '\u{200D}', c]),
                String::from_iter([c, 'a']),
            ] {
                if let Some(len) = picture_piece(&text) {
                    assert_eq!(Some(len), text.split_word_bounds().next().map(str::len), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn ascii_pieces_end_at_every_mark() {
        let mut count = 0;
        for c in '\u{80}'..=char::MAX {
            for before in ["a", "1", "_", ".", "a.", "1,"] {
                let text = String::from(before) + String::from(c).as_str() + "1a";
                if let Some(len) = ascii_piece(&text) {
                    count += 1;
                    assert_eq!(Some(len), text.split_word_bounds().next().map(str::len), "{text:?}");
                }
            }
        }
        assert!(count > 600, "{count}");
    }

    /// The same on real text, wherever its blocks begin.
    #[test]
    fn plain_is_ruled_in_corpora() {
        let corpora = [
            include_str!("../../benches/data/news.txt"),
            include_str!("../../benches/data/vocalised.txt"),
            include_str!("../../benches/data/social.txt"),
            include_str!("../../benches/data/mixed.txt"),
            include_str!("../../benches/data/ascii.txt"),
        ];
        for on in [Tokenizer::new().on, (1 << ROWS.len()) - 1] {
            let tokenizer = Tokenizer { on };
            for corpus in corpora {
                let mut starts = corpus.char_indices().map(|(at, _)| at).take(260);
                let mut texts = vec![corpus];
                texts.extend(starts.by_ref().map(|at| prefix(&corpus[at..], 1000)));
                for text in texts {
                    let rules = Tokens { rules_only: true, ..tokenizer.tokens(text) };
                    assert!(tokenizer.tokens(text).eq(rules.clone()), "{text:.100}");
                    let words = rules.filter(|token| token.kind().is_word_like());
                    assert!(tokenizer.words(text).eq(words), "{text:.100}");
                }
            }
        }
    }

    /// What people write most is plain, all of it: were it for the rules, only the time would tell.
    #[test]
    fn what_is_common_is_plain() {
        for text in [
            "وصل الرئيس أمس إلى المدينة، ثم غادر.",
            "قَالَ: «إِنَّ ٱلْعِلْمَ نُورٌ»؛ فَصَدَّقُوهُ!",
            "جميـــــل جدًّا؟\n\tنعم. لا… (ربما) – 50% أو ٣٠٪",
            "في ١٢ يناير ۱۴۰۲ و 3 آلاف, 4. أو 5؛ 6: 7",
            "The end, by Jan, costs $5 & more; \"all in\" - is [it]? {Yes} @ 10 * 2-1/1 | 3 ~ `x`\r\n",
            "a+b = c < d ^ e / f \\ g > h",
            "😀 👍🏽 👩\u{200D}🚀 ❤\u{FE0F} 🎉🎉😀",
            "ﻣﺮﺣﺒﺎ ﻻ",
            "a\u{301}b e\u{308} 1, 2 ا،ب",
        ] {
            let tokenizer = Tokenizer::new();
            let mut tokens = tokenizer.tokens(text);
            while let Some(token) = tokens.next() {
                assert!(!tokens.jumped, "{token:?} of {text:?}");
            }
        }
    }

    /// The tokens of a text that the rules found, as nothing plain was there.
    fn ruled<'t>(tokenizer: &Tokenizer, text: &'t str) -> Vec<&'t str> {
        let mut tokens = tokenizer.tokens(text);
        let mut ruled = Vec::new();
        while let Some(token) = tokens.next() {
            if tokens.jumped {
                ruled.push(token.text());
            }
        }
        ruled
    }

    /// Words, numbers and the spaces between them are plain wherever the text ends and its blocks do.
    #[test]
    fn long_texts_of_words_are_plain() {
        let tokenizer = Tokenizer::new();
        for line in ["وصل الرئيس أمس ", "The end is near ", "في ١٢: ٣٤: من 56: "] {
            let text = line.repeat(90);
            for start in text.char_indices().map(|(at, _)| at).take(2 * line.len()) {
                for len in (254..260).chain(510..514).chain([1300]) {
                    // What begins with a colon is for the rules.
                    let part = prefix(&text[start..], len).trim_start_matches(':');
                    assert_eq!(ruled(&tokenizer, part), [""; 0], "{part:?}");
                }
            }
        }
    }

    /// A doubt is about one token, however far it is into the text: around it all is plain. What is left of a piece that a
    /// tailoring cut is for the rules.
    #[test]
    fn what_is_doubtful_alone_is_for_the_rules() {
        let tokenizer = Tokenizer::new();
        for indent in 0..300 {
            let text = " ".repeat(indent) + "هل قال «نعم»، أم هل سأل 14كم رجلًا هناك؟؟ فذهب الرجل إليهم مع أخيه";
            assert_eq!(ruled(&tokenizer, &text), ["14", "كم", "؟؟"], "{indent}");
        }
    }

    /// What is cut into blocks to be looked at is not the text.
    #[test]
    fn where_a_token_stands_changes_nothing() {
        let texts = [
            "قال 1.5",
            "كان ١،٢",
            "هو ١٫٢",
            "a.b",
            "ab’c",
            "قال:نعم",
            "a:b",
            "ل :) د",
            "د :-) ا",
            "<3 ا",
            "(: ا",
            "ا؟؟",
            "ا...",
            "ا--",
            "1:2/3-4",
            "+12345678",
            "a\u{301}b",
            "ا \u{301}ب",
            "1\u{20E3}",
            "و6",
            "14كم",
            "أ.د. ا",
            "😀\u{200D}😀",
            "😀🏽a",
            "ا\u{200C}ب",
        ];
        for tokenizer in [Tokenizer::new(), Tokenizer::builder().all(true).build()] {
            for text in texts.map(|text| format!("{:300}{text} بعد", "")) {
                let of = |start: usize| {
                    let tokens = tokenizer.tokens(&text[start..]).skip(1).map(|token| (token.text(), token.kind()));
                    let words = tokenizer.words(&text[start..]).map(|token| token.text());
                    (tokens.collect::<Vec<_>>(), words.collect::<Vec<_>>())
                };
                let alone = of(299);
                for start in 0..299 {
                    assert_eq!(of(start), alone, "{start}");
                }
            }
        }
    }

    #[test]
    fn plain_boundaries_are_boundaries() {
        let near: Vec<char> = ('\0'..'\u{700}').collect();
        for &before in &near {
            for &after in &near {
                let text = String::from_iter([before, after]);
                let clusters = Clusters::new(&text);
                assert!(!clusters.is_plain_boundary(before.len_utf8()) || clusters_of(&text).count() == 2, "{text:?}");
            }
        }
    }

    #[test]
    fn rows_are_in_order() {
        for (i, row) in ROWS.iter().enumerate() {
            assert_eq!(row.tailoring as usize, i, "{}", row.name);
        }
    }
}
