//! Why did this letter change? One row a code point.
//!
//! A rule about a character is a row here, in [`MARKS`] (the combining marks, by class) or in
//! [`PRESENTATION`](super::presentation::PRESENTATION) (generated). Engine, masks, documentation, command line and
//! tests derive from these rows; nothing else in the tree spells the character.

use super::marks::MARKS;
use super::op::Op;
use super::presentation::{PHRASES, PRESENTATION};
use Op::*;
use alloc::borrow::Cow;
use core::fmt;

/// Where a row applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// Everywhere.
    Always,
    /// After an Arabic letter or its marks.
    AfterArabic,
    /// With a decimal digit on either side.
    BetweenDigits,
    /// Without a decimal digit on both sides.
    NotBetweenDigits,
}

/// A decimal digit of the systems that Arabic is written with.
pub(crate) fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}')
}

/// One line of the rule table: a character, what it becomes, which operation switches it and who says so.
///
/// ```
/// use naskh::Op;
/// let wasla = Op::FoldAlef.rules().find(|rule| rule.from() == "ٱ").unwrap();
/// assert_eq!(wasla.to(), "ا");
/// assert_eq!(wasla.name(), "ARABIC LETTER ALEF WASLA");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub(crate) op: Op,
    pub(crate) from: Cow<'static, str>,
    pub(crate) to: Cow<'static, str>,
    pub(crate) when: When,
    name: &'static str,
    source: &'static str,
}

impl Rule {
    /// The operation that switches the row.
    ///
    /// ```
    /// use naskh::Op;
    /// assert!(Op::FoldYaa.rules().all(|rule| rule.op() == Op::FoldYaa));
    /// ```
    pub fn op(&self) -> Op {
        self.op
    }

    /// What stands in the text: one character, or a letter and the mark above it.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// What it becomes; empty when it is removed.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The Unicode name of [`from`](Rule::from).
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The standard, the data file or the practice the row rests on.
    ///
    /// ```
    /// use naskh::Op;
    /// let separator = Op::DigitsToAscii.rules().find(|rule| rule.from() == "٫").unwrap();
    /// assert_eq!(separator.source(), "CLDR ar, numbering system arab");
    /// ```
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Where the row applies, in words; empty when it applies everywhere.
    ///
    /// ```
    /// use naskh::Op;
    /// let separator = Op::DigitsToAscii.rules().find(|rule| rule.from() == "٫").unwrap();
    /// assert_eq!(separator.condition(), "between digits");
    /// ```
    pub fn condition(&self) -> &'static str {
        match self.when {
            When::Always => "",
            When::AfterArabic => "after an Arabic letter",
            When::BetweenDigits => "between digits",
            When::NotBetweenDigits => "not between digits",
        }
    }

    pub(crate) fn custom(from: char, to: &str) -> Rule {
        Rule::unnamed(CustomRule, from, to, "given to the builder")
    }

    pub(crate) fn compatible(from: char, to: &str) -> Rule {
        Rule::unnamed(Compatibility, from, to, "the tool that the preset is named after")
    }

    fn unnamed(op: Op, from: char, to: &str, source: &'static str) -> Rule {
        Rule { op, from: Cow::Owned(from.into()), to: Cow::Owned(to.into()), when: When::Always, name: "", source }
    }
}

/// As a reader wants to see it in an error: `fold-alef: ٱ -> ا`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} -> ", self.op, Shown(&self.from))?;
        if self.to.is_empty() { f.write_str("nothing") } else { write!(f, "{}", Shown(&self.to)) }
    }
}

/// Text with the code points beside it, since half of them cannot be seen alone.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (", self.0)?;
        for (i, c) in self.0.chars().enumerate() {
            write!(f, "{}U+{:04X}", if i == 0 { "" } else { " " }, c as u32)?;
        }
        f.write_str(")")
    }
}

struct Row {
    op: Op,
    from: char,
    to: &'static str,
    when: When,
    name: &'static str,
    source: &'static str,
}

const fn row(op: Op, from: char, to: &'static str, name: &'static str, source: &'static str) -> Row {
    Row { op, from, to, when: When::Always, name, source }
}

const fn row_when(op: Op, from: char, when: When, to: &'static str, name: &'static str, source: &'static str) -> Row {
    Row { op, from, to, when, name, source }
}

/// The rows that are neither a mark of a class nor a presentation form.
#[rustfmt::skip]
const RULES: &[Row] = &[
    // StripInvisibles
    row(StripInvisibles, '\u{00AD}', "", "SOFT HYPHEN", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{061C}', "", "ARABIC LETTER MARK", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{180E}', "", "MONGOLIAN VOWEL SEPARATOR", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{200B}', " ", "ZERO WIDTH SPACE", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{200E}', "", "LEFT-TO-RIGHT MARK", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{200F}', "", "RIGHT-TO-LEFT MARK", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{202A}', "", "LEFT-TO-RIGHT EMBEDDING", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{202B}', "", "RIGHT-TO-LEFT EMBEDDING", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{202C}', "", "POP DIRECTIONAL FORMATTING", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{202D}', "", "LEFT-TO-RIGHT OVERRIDE", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{202E}', "", "RIGHT-TO-LEFT OVERRIDE", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2060}', "", "WORD JOINER", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2061}', "", "FUNCTION APPLICATION", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2062}', "", "INVISIBLE TIMES", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2063}', "", "INVISIBLE SEPARATOR", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2064}', "", "INVISIBLE PLUS", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2066}', "", "LEFT-TO-RIGHT ISOLATE", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2067}', "", "RIGHT-TO-LEFT ISOLATE", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2068}', "", "FIRST STRONG ISOLATE", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{2069}', "", "POP DIRECTIONAL ISOLATE", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{206A}', "", "INHIBIT SYMMETRIC SWAPPING", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{206B}', "", "ACTIVATE SYMMETRIC SWAPPING", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{206C}', "", "INHIBIT ARABIC FORM SHAPING", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{206D}', "", "ACTIVATE ARABIC FORM SHAPING", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{206E}', "", "NATIONAL DIGIT SHAPES", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{206F}', "", "NOMINAL DIGIT SHAPES", "UAX #9; UCD Cf"),
    row(StripInvisibles, '\u{FEFF}', "", "ZERO WIDTH NO-BREAK SPACE", "UAX #9; UCD Cf"),
    // StripTatweel
    row(StripTatweel, '\u{0640}', "", "ARABIC TATWEEL", "Unicode 18, 9.2: a stretcher of lines, not a letter"),
    // FoldSmallLetters
    row(FoldSmallLetters, '\u{06E5}', "", "ARABIC SMALL WAW", "Unicode 18, 9.2: the yeh that Uthmani spelling leaves out"),
    row(FoldSmallLetters, '\u{06E6}', "", "ARABIC SMALL YEH", "Unicode 18, 9.2: the yeh that Uthmani spelling leaves out"),
    row(FoldSmallLetters, '\u{06E7}', "\u{064A}", "ARABIC SMALL HIGH YEH", "Unicode 18, 9.2: the yeh that Uthmani spelling leaves out"),
    row(FoldSmallLetters, '\u{08C9}', "", "ARABIC SMALL FARSI YEH", "Unicode 18, 9.2: the yeh that Uthmani spelling leaves out"),
    row(FoldSmallLetters, '\u{10EC5}', "", "ARABIC SMALL YEH BARREE WITH TWO DOTS BELOW", "Unicode 18, 9.2: the yeh that Uthmani spelling leaves out"),
    // SpellDaggerAlef
    row(SpellDaggerAlef, '\u{0670}', "\u{0627}", "ARABIC LETTER SUPERSCRIPT ALEF", "PyArabic, alfanous: the long vowel that it stands for"),
    // StripQuranSigns
    row(StripQuranSigns, '\u{06DD}', " ", "ARABIC END OF AYAH", "Unicode 18, 9.2: a sign beside the text; a space, since words stand on both sides"),
    row(StripQuranSigns, '\u{06DE}', " ", "ARABIC START OF RUB EL HIZB", "Unicode 18, 9.2: a sign beside the text; a space, since words stand on both sides"),
    row(StripQuranSigns, '\u{06E9}', " ", "ARABIC PLACE OF SAJDAH", "Unicode 18, 9.2: a sign beside the text; a space, since words stand on both sides"),
    row(StripQuranSigns, '\u{08E2}', " ", "ARABIC DISPUTED END OF AYAH", "Unicode 18, 9.2: a sign beside the text; a space, since words stand on both sides"),
    // FoldAlef
    row(FoldAlef, '\u{0622}', "\u{0627}", "ARABIC LETTER ALEF WITH MADDA ABOVE", "alef family; Lucene, CAMeL Tools and most analysers fold it"), // آ -> ا
    row(FoldAlef, '\u{0623}', "\u{0627}", "ARABIC LETTER ALEF WITH HAMZA ABOVE", "alef family; Lucene, CAMeL Tools and most analysers fold it"), // أ -> ا
    row(FoldAlef, '\u{0625}', "\u{0627}", "ARABIC LETTER ALEF WITH HAMZA BELOW", "alef family; Lucene, CAMeL Tools and most analysers fold it"), // إ -> ا
    row(FoldAlef, '\u{0671}', "\u{0627}", "ARABIC LETTER ALEF WASLA", "alef family; Lucene, CAMeL Tools and most analysers fold it"), // ٱ -> ا
    row(FoldAlef, '\u{0672}', "\u{0627}", "ARABIC LETTER ALEF WITH WAVY HAMZA ABOVE", "alef family; Lucene, CAMeL Tools and most analysers fold it"), // ٲ -> ا
    row(FoldAlef, '\u{0673}', "\u{0627}", "ARABIC LETTER ALEF WITH WAVY HAMZA BELOW", "alef family; Lucene, CAMeL Tools and most analysers fold it"), // ٳ -> ا
    // FoldYaa
    row(FoldYaa, '\u{0649}', "\u{064A}", "ARABIC LETTER ALEF MAKSURA", "Lucene, CAMeL Tools: dotless final yeh is a spelling habit"), // ى -> ي
    // FoldTaaMarbuta
    row(FoldTaaMarbuta, '\u{0629}', "\u{0647}", "ARABIC LETTER TEH MARBUTA", "Lucene, CAMeL Tools: undotted final heh is a spelling habit"), // ة -> ه
    // FoldHamza
    row(FoldHamza, '\u{0624}', "\u{0648}", "ARABIC LETTER WAW WITH HAMZA ABOVE", "hamza carrier to its letter"), // ؤ -> و
    row(FoldHamza, '\u{0626}', "\u{064A}", "ARABIC LETTER YEH WITH HAMZA ABOVE", "hamza carrier to its letter"), // ئ -> ي
    row(FoldHamza, '\u{0674}', "", "ARABIC LETTER HIGH HAMZA", "hamza carrier to its letter"),
    row(FoldHamza, '\u{0675}', "\u{0627}", "ARABIC LETTER HIGH HAMZA ALEF", "hamza carrier to its letter"), // ٵ -> ا
    row(FoldHamza, '\u{0676}', "\u{0648}", "ARABIC LETTER HIGH HAMZA WAW", "hamza carrier to its letter"), // ٶ -> و
    row(FoldHamza, '\u{0677}', "\u{06C7}", "ARABIC LETTER U WITH HAMZA ABOVE", "hamza carrier to its letter"), // ٷ -> ۇ
    row(FoldHamza, '\u{0678}', "\u{064A}", "ARABIC LETTER HIGH HAMZA YEH", "hamza carrier to its letter"), // ٸ -> ي
    // FoldLookalikes
    row(FoldLookalikes, '\u{06A9}', "\u{0643}", "ARABIC LETTER KEHEH", "same shape in some position; keyboards of neighbouring languages"), // ک -> ك
    row(FoldLookalikes, '\u{06AA}', "\u{0643}", "ARABIC LETTER SWASH KAF", "same shape in some position; keyboards of neighbouring languages"), // ڪ -> ك
    row(FoldLookalikes, '\u{06BE}', "\u{0647}", "ARABIC LETTER HEH DOACHASHMEE", "same shape in some position; keyboards of neighbouring languages"), // ھ -> ه
    row(FoldLookalikes, '\u{06C0}', "\u{0647}", "ARABIC LETTER HEH WITH YEH ABOVE", "same shape in some position; keyboards of neighbouring languages"), // ۀ -> ه
    row(FoldLookalikes, '\u{06C1}', "\u{0647}", "ARABIC LETTER HEH GOAL", "same shape in some position; keyboards of neighbouring languages"), // ہ -> ه
    row(FoldLookalikes, '\u{06C2}', "\u{0647}", "ARABIC LETTER HEH GOAL WITH HAMZA ABOVE", "same shape in some position; keyboards of neighbouring languages"), // ۂ -> ه
    row(FoldLookalikes, '\u{06C3}', "\u{0629}", "ARABIC LETTER TEH MARBUTA GOAL", "same shape in some position; keyboards of neighbouring languages"), // ۃ -> ة
    row(FoldLookalikes, '\u{06CC}', "\u{064A}", "ARABIC LETTER FARSI YEH", "same shape in some position; keyboards of neighbouring languages"), // ی -> ي
    row(FoldLookalikes, '\u{06D2}', "\u{064A}", "ARABIC LETTER YEH BARREE", "same shape in some position; keyboards of neighbouring languages"), // ے -> ي
    row(FoldLookalikes, '\u{06D3}', "\u{0626}", "ARABIC LETTER YEH BARREE WITH HAMZA ABOVE", "same shape in some position; keyboards of neighbouring languages"), // ۓ -> ئ
    row(FoldLookalikes, '\u{06D5}', "\u{0647}", "ARABIC LETTER AE", "same shape in some position; keyboards of neighbouring languages"), // ە -> ه
    // FoldForeignLetters
    row(FoldForeignLetters, '\u{067E}', "\u{0628}", "ARABIC LETTER PEH", "extended letter to the one it adds dots to"), // پ -> ب
    row(FoldForeignLetters, '\u{0686}', "\u{062C}", "ARABIC LETTER TCHEH", "extended letter to the one it adds dots to"), // چ -> ج
    row(FoldForeignLetters, '\u{06A4}', "\u{0641}", "ARABIC LETTER VEH", "extended letter to the one it adds dots to"), // ڤ -> ف
    row(FoldForeignLetters, '\u{06AF}', "\u{0643}", "ARABIC LETTER GAF", "extended letter to the one it adds dots to"), // گ -> ك
    // DigitsToAscii
    row(DigitsToAscii, '\u{0660}', "0", "ARABIC-INDIC DIGIT ZERO", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0661}', "1", "ARABIC-INDIC DIGIT ONE", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0662}', "2", "ARABIC-INDIC DIGIT TWO", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0663}', "3", "ARABIC-INDIC DIGIT THREE", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0664}', "4", "ARABIC-INDIC DIGIT FOUR", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0665}', "5", "ARABIC-INDIC DIGIT FIVE", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0666}', "6", "ARABIC-INDIC DIGIT SIX", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0667}', "7", "ARABIC-INDIC DIGIT SEVEN", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0668}', "8", "ARABIC-INDIC DIGIT EIGHT", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{0669}', "9", "ARABIC-INDIC DIGIT NINE", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F0}', "0", "EXTENDED ARABIC-INDIC DIGIT ZERO", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F1}', "1", "EXTENDED ARABIC-INDIC DIGIT ONE", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F2}', "2", "EXTENDED ARABIC-INDIC DIGIT TWO", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F3}', "3", "EXTENDED ARABIC-INDIC DIGIT THREE", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F4}', "4", "EXTENDED ARABIC-INDIC DIGIT FOUR", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F5}', "5", "EXTENDED ARABIC-INDIC DIGIT FIVE", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F6}', "6", "EXTENDED ARABIC-INDIC DIGIT SIX", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F7}', "7", "EXTENDED ARABIC-INDIC DIGIT SEVEN", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F8}', "8", "EXTENDED ARABIC-INDIC DIGIT EIGHT", "UCD Numeric_Value"),
    row(DigitsToAscii, '\u{06F9}', "9", "EXTENDED ARABIC-INDIC DIGIT NINE", "UCD Numeric_Value"),
    // DigitsToArabicIndic, DigitsToEastern: a point or comma between ASCII digits may part a date or a version, and stays
    row(DigitsToArabicIndic, '\u{0030}', "\u{0660}", "DIGIT ZERO", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0031}', "\u{0661}", "DIGIT ONE", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0032}', "\u{0662}", "DIGIT TWO", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0033}', "\u{0663}", "DIGIT THREE", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0034}', "\u{0664}", "DIGIT FOUR", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0035}', "\u{0665}", "DIGIT FIVE", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0036}', "\u{0666}", "DIGIT SIX", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0037}', "\u{0667}", "DIGIT SEVEN", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0038}', "\u{0668}", "DIGIT EIGHT", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{0039}', "\u{0669}", "DIGIT NINE", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F0}', "\u{0660}", "EXTENDED ARABIC-INDIC DIGIT ZERO", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F1}', "\u{0661}", "EXTENDED ARABIC-INDIC DIGIT ONE", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F2}', "\u{0662}", "EXTENDED ARABIC-INDIC DIGIT TWO", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F3}', "\u{0663}", "EXTENDED ARABIC-INDIC DIGIT THREE", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F4}', "\u{0664}", "EXTENDED ARABIC-INDIC DIGIT FOUR", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F5}', "\u{0665}", "EXTENDED ARABIC-INDIC DIGIT FIVE", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F6}', "\u{0666}", "EXTENDED ARABIC-INDIC DIGIT SIX", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F7}', "\u{0667}", "EXTENDED ARABIC-INDIC DIGIT SEVEN", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F8}', "\u{0668}", "EXTENDED ARABIC-INDIC DIGIT EIGHT", "UCD Numeric_Value"),
    row(DigitsToArabicIndic, '\u{06F9}', "\u{0669}", "EXTENDED ARABIC-INDIC DIGIT NINE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0030}', "\u{06F0}", "DIGIT ZERO", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0031}', "\u{06F1}", "DIGIT ONE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0032}', "\u{06F2}", "DIGIT TWO", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0033}', "\u{06F3}", "DIGIT THREE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0034}', "\u{06F4}", "DIGIT FOUR", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0035}', "\u{06F5}", "DIGIT FIVE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0036}', "\u{06F6}", "DIGIT SIX", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0037}', "\u{06F7}", "DIGIT SEVEN", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0038}', "\u{06F8}", "DIGIT EIGHT", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0039}', "\u{06F9}", "DIGIT NINE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0660}', "\u{06F0}", "ARABIC-INDIC DIGIT ZERO", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0661}', "\u{06F1}", "ARABIC-INDIC DIGIT ONE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0662}', "\u{06F2}", "ARABIC-INDIC DIGIT TWO", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0663}', "\u{06F3}", "ARABIC-INDIC DIGIT THREE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0664}', "\u{06F4}", "ARABIC-INDIC DIGIT FOUR", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0665}', "\u{06F5}", "ARABIC-INDIC DIGIT FIVE", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0666}', "\u{06F6}", "ARABIC-INDIC DIGIT SIX", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0667}', "\u{06F7}", "ARABIC-INDIC DIGIT SEVEN", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0668}', "\u{06F8}", "ARABIC-INDIC DIGIT EIGHT", "UCD Numeric_Value"),
    row(DigitsToEastern, '\u{0669}', "\u{06F9}", "ARABIC-INDIC DIGIT NINE", "UCD Numeric_Value"),
    // StripIsolatedHamza
    row(StripIsolatedHamza, '\u{0621}', "", "ARABIC LETTER HAMZA", "speech evaluation and Persian practice: final hamza is often left out"), // ء
    // FoldPunctuation, StripPunctuation
    row_when(FoldPunctuation, '\u{00AB}', When::NotBetweenDigits, "\"", "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", "the ASCII sign of the same use"), // «
    row_when(FoldPunctuation, '\u{00BB}', When::NotBetweenDigits, "\"", "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK", "the ASCII sign of the same use"), // »
    row_when(FoldPunctuation, '\u{060C}', When::NotBetweenDigits, ",", "ARABIC COMMA", "the ASCII sign of the same use"), // ،
    row_when(FoldPunctuation, '\u{061B}', When::NotBetweenDigits, ";", "ARABIC SEMICOLON", "the ASCII sign of the same use"), // ؛
    row_when(FoldPunctuation, '\u{061F}', When::NotBetweenDigits, "?", "ARABIC QUESTION MARK", "the ASCII sign of the same use"), // ؟
    row_when(FoldPunctuation, '\u{066A}', When::NotBetweenDigits, "%", "ARABIC PERCENT SIGN", "the ASCII sign of the same use"), // ٪
    row_when(FoldPunctuation, '\u{066D}', When::NotBetweenDigits, "*", "ARABIC FIVE POINTED STAR", "the ASCII sign of the same use"), // ٭
    row_when(FoldPunctuation, '\u{06D4}', When::NotBetweenDigits, ".", "ARABIC FULL STOP", "the ASCII sign of the same use"), // ۔
    row_when(FoldPunctuation, '\u{2010}', When::NotBetweenDigits, "-", "HYPHEN", "the ASCII sign of the same use"), // ‐
    row_when(FoldPunctuation, '\u{2011}', When::NotBetweenDigits, "-", "NON-BREAKING HYPHEN", "the ASCII sign of the same use"), // ‑
    row_when(FoldPunctuation, '\u{2013}', When::NotBetweenDigits, "-", "EN DASH", "the ASCII sign of the same use"), // –
    row_when(FoldPunctuation, '\u{2014}', When::NotBetweenDigits, "-", "EM DASH", "the ASCII sign of the same use"), // —
    row_when(FoldPunctuation, '\u{2018}', When::NotBetweenDigits, "'", "LEFT SINGLE QUOTATION MARK", "the ASCII sign of the same use"), // ‘
    row_when(FoldPunctuation, '\u{2019}', When::NotBetweenDigits, "'", "RIGHT SINGLE QUOTATION MARK", "the ASCII sign of the same use"), // ’
    row_when(FoldPunctuation, '\u{201A}', When::NotBetweenDigits, "'", "SINGLE LOW-9 QUOTATION MARK", "the ASCII sign of the same use"), // ‚
    row_when(FoldPunctuation, '\u{201B}', When::NotBetweenDigits, "'", "SINGLE HIGH-REVERSED-9 QUOTATION MARK", "the ASCII sign of the same use"), // ‛
    row_when(FoldPunctuation, '\u{201C}', When::NotBetweenDigits, "\"", "LEFT DOUBLE QUOTATION MARK", "the ASCII sign of the same use"), // “
    row_when(FoldPunctuation, '\u{201D}', When::NotBetweenDigits, "\"", "RIGHT DOUBLE QUOTATION MARK", "the ASCII sign of the same use"), // ”
    row_when(FoldPunctuation, '\u{201E}', When::NotBetweenDigits, "\"", "DOUBLE LOW-9 QUOTATION MARK", "the ASCII sign of the same use"), // „
    row_when(FoldPunctuation, '\u{201F}', When::NotBetweenDigits, "\"", "DOUBLE HIGH-REVERSED-9 QUOTATION MARK", "the ASCII sign of the same use"), // ‟
    row_when(FoldPunctuation, '\u{2026}', When::NotBetweenDigits, "...", "HORIZONTAL ELLIPSIS", "the ASCII sign of the same use"), // …
    row_when(FoldPunctuation, '\u{2039}', When::NotBetweenDigits, "'", "SINGLE LEFT-POINTING ANGLE QUOTATION MARK", "the ASCII sign of the same use"), // ‹
    row_when(FoldPunctuation, '\u{203A}', When::NotBetweenDigits, "'", "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK", "the ASCII sign of the same use"), // ›
    row_when(FoldPunctuation, '\u{2E32}', When::NotBetweenDigits, ",", "TURNED COMMA", "the ASCII sign of the same use"), // ⸲
    row_when(FoldPunctuation, '\u{2E41}', When::NotBetweenDigits, ",", "REVERSED COMMA", "the ASCII sign of the same use"), // ⹁
    row_when(StripPunctuation, '\u{0021}', When::NotBetweenDigits, " ", "EXCLAMATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // !
    row_when(StripPunctuation, '\u{0022}', When::NotBetweenDigits, " ", "QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // "
    row_when(StripPunctuation, '\u{0028}', When::NotBetweenDigits, " ", "LEFT PARENTHESIS", "UCD General_Category P; a space, since words stand on both sides"), // (
    row_when(StripPunctuation, '\u{0029}', When::NotBetweenDigits, " ", "RIGHT PARENTHESIS", "UCD General_Category P; a space, since words stand on both sides"), // )
    row_when(StripPunctuation, '\u{002A}', When::NotBetweenDigits, " ", "ASTERISK", "UCD General_Category P; a space, since words stand on both sides"), // *
    row_when(StripPunctuation, '\u{002C}', When::NotBetweenDigits, " ", "COMMA", "UCD General_Category P; a space, since words stand on both sides"), // ,
    row_when(StripPunctuation, '\u{002D}', When::NotBetweenDigits, " ", "HYPHEN-MINUS", "UCD General_Category P; a space, since words stand on both sides"), // -
    row_when(StripPunctuation, '\u{002E}', When::NotBetweenDigits, " ", "FULL STOP", "UCD General_Category P; a space, since words stand on both sides"), // .
    row_when(StripPunctuation, '\u{003A}', When::NotBetweenDigits, " ", "COLON", "UCD General_Category P; a space, since words stand on both sides"), // :
    row_when(StripPunctuation, '\u{003B}', When::NotBetweenDigits, " ", "SEMICOLON", "UCD General_Category P; a space, since words stand on both sides"), // ;
    row_when(StripPunctuation, '\u{003F}', When::NotBetweenDigits, " ", "QUESTION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ?
    row_when(StripPunctuation, '\u{005B}', When::NotBetweenDigits, " ", "LEFT SQUARE BRACKET", "UCD General_Category P; a space, since words stand on both sides"), // [
    row_when(StripPunctuation, '\u{005D}', When::NotBetweenDigits, " ", "RIGHT SQUARE BRACKET", "UCD General_Category P; a space, since words stand on both sides"), // ]
    row_when(StripPunctuation, '\u{007B}', When::NotBetweenDigits, " ", "LEFT CURLY BRACKET", "UCD General_Category P; a space, since words stand on both sides"), // {
    row_when(StripPunctuation, '\u{007D}', When::NotBetweenDigits, " ", "RIGHT CURLY BRACKET", "UCD General_Category P; a space, since words stand on both sides"), // }
    row_when(StripPunctuation, '\u{00AB}', When::NotBetweenDigits, " ", "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // «
    row_when(StripPunctuation, '\u{00B7}', When::NotBetweenDigits, " ", "MIDDLE DOT", "UCD General_Category P; a space, since words stand on both sides"), // ·
    row_when(StripPunctuation, '\u{00BB}', When::NotBetweenDigits, " ", "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // »
    row_when(StripPunctuation, '\u{060C}', When::NotBetweenDigits, " ", "ARABIC COMMA", "UCD General_Category P; a space, since words stand on both sides"), // ،
    row_when(StripPunctuation, '\u{060D}', When::NotBetweenDigits, " ", "ARABIC DATE SEPARATOR", "UCD General_Category P; a space, since words stand on both sides"), // ؍
    row_when(StripPunctuation, '\u{061B}', When::NotBetweenDigits, " ", "ARABIC SEMICOLON", "UCD General_Category P; a space, since words stand on both sides"), // ؛
    row_when(StripPunctuation, '\u{061E}', When::NotBetweenDigits, " ", "ARABIC TRIPLE DOT PUNCTUATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ؞
    row_when(StripPunctuation, '\u{061F}', When::NotBetweenDigits, " ", "ARABIC QUESTION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ؟
    row_when(StripPunctuation, '\u{066D}', When::NotBetweenDigits, " ", "ARABIC FIVE POINTED STAR", "UCD General_Category P; a space, since words stand on both sides"), // ٭
    row_when(StripPunctuation, '\u{06D4}', When::NotBetweenDigits, " ", "ARABIC FULL STOP", "UCD General_Category P; a space, since words stand on both sides"), // ۔
    row_when(StripPunctuation, '\u{2010}', When::NotBetweenDigits, " ", "HYPHEN", "UCD General_Category P; a space, since words stand on both sides"), // ‐
    row_when(StripPunctuation, '\u{2011}', When::NotBetweenDigits, " ", "NON-BREAKING HYPHEN", "UCD General_Category P; a space, since words stand on both sides"), // ‑
    row_when(StripPunctuation, '\u{2013}', When::NotBetweenDigits, " ", "EN DASH", "UCD General_Category P; a space, since words stand on both sides"), // –
    row_when(StripPunctuation, '\u{2014}', When::NotBetweenDigits, " ", "EM DASH", "UCD General_Category P; a space, since words stand on both sides"), // —
    row_when(StripPunctuation, '\u{2018}', When::NotBetweenDigits, " ", "LEFT SINGLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ‘
    row_when(StripPunctuation, '\u{2019}', When::NotBetweenDigits, " ", "RIGHT SINGLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ’
    row_when(StripPunctuation, '\u{201A}', When::NotBetweenDigits, " ", "SINGLE LOW-9 QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ‚
    row_when(StripPunctuation, '\u{201B}', When::NotBetweenDigits, " ", "SINGLE HIGH-REVERSED-9 QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ‛
    row_when(StripPunctuation, '\u{201C}', When::NotBetweenDigits, " ", "LEFT DOUBLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // “
    row_when(StripPunctuation, '\u{201D}', When::NotBetweenDigits, " ", "RIGHT DOUBLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ”
    row_when(StripPunctuation, '\u{201E}', When::NotBetweenDigits, " ", "DOUBLE LOW-9 QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // „
    row_when(StripPunctuation, '\u{201F}', When::NotBetweenDigits, " ", "DOUBLE HIGH-REVERSED-9 QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ‟
    row_when(StripPunctuation, '\u{2022}', When::NotBetweenDigits, " ", "BULLET", "UCD General_Category P; a space, since words stand on both sides"), // •
    row_when(StripPunctuation, '\u{2026}', When::NotBetweenDigits, " ", "HORIZONTAL ELLIPSIS", "UCD General_Category P; a space, since words stand on both sides"), // …
    row_when(StripPunctuation, '\u{2039}', When::NotBetweenDigits, " ", "SINGLE LEFT-POINTING ANGLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ‹
    row_when(StripPunctuation, '\u{203A}', When::NotBetweenDigits, " ", "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ›
    row_when(StripPunctuation, '\u{2E2E}', When::NotBetweenDigits, " ", "REVERSED QUESTION MARK", "UCD General_Category P; a space, since words stand on both sides"), // ⸮
    row_when(StripPunctuation, '\u{2E32}', When::NotBetweenDigits, " ", "TURNED COMMA", "UCD General_Category P; a space, since words stand on both sides"), // ⸲
    row_when(StripPunctuation, '\u{2E41}', When::NotBetweenDigits, " ", "REVERSED COMMA", "UCD General_Category P; a space, since words stand on both sides"), // ⹁
    row_when(StripPunctuation, '\u{FD3E}', When::NotBetweenDigits, " ", "ORNATE LEFT PARENTHESIS", "UCD General_Category P; a space, since words stand on both sides"), // ﴾
    row_when(StripPunctuation, '\u{FD3F}', When::NotBetweenDigits, " ", "ORNATE RIGHT PARENTHESIS", "UCD General_Category P; a space, since words stand on both sides"), // ﴿
    // Rows with a condition
    row_when(StripInvisibles, '\u{200D}', When::AfterArabic, "", "ZERO WIDTH JOINER", "Unicode 18, 23.2: a shaping request; content between emoji and in Indic scripts"),
    row_when(StripZwnj, '\u{200C}', When::AfterArabic, "", "ZERO WIDTH NON-JOINER", "Unicode 18, 9.2: a shaping request; Persian spelling uses it inside words"),
    row_when(DigitsToAscii, '\u{066B}', When::BetweenDigits, ".", "ARABIC DECIMAL SEPARATOR", "CLDR ar, numbering system arab"),
    row_when(DigitsToAscii, '\u{066C}', When::BetweenDigits, ",", "ARABIC THOUSANDS SEPARATOR", "CLDR ar, numbering system arab"),
];

/// A letter and the mark above it that no canonical composition joins.
pub(crate) struct Seat {
    pub(crate) op: Op,
    pub(crate) base: char,
    pub(crate) mark: char,
    pub(crate) to: &'static str,
    name: &'static str,
    source: &'static str,
}

/// Seats of a hamza. Of two rows for one pair the first that is switched on counts.
#[rustfmt::skip]
pub(crate) const SEATS: &[Seat] = &[
    Seat { op: SeatHamza, base: '\u{0640}', mark: '\u{0654}', to: "\u{0626}", name: "ARABIC TATWEEL, ARABIC HAMZA ABOVE", source: "Uthmani spelling; modern spelling seats it on a yeh" },
    Seat { op: SeatHamza, base: '\u{0649}', mark: '\u{0654}', to: "\u{0626}", name: "ARABIC LETTER ALEF MAKSURA, ARABIC HAMZA ABOVE", source: "same glyph as U+0626" },
    Seat { op: SeatHamza, base: '\u{06CC}', mark: '\u{0654}', to: "\u{0626}", name: "ARABIC LETTER FARSI YEH, ARABIC HAMZA ABOVE", source: "same glyph as U+0626" },
    // Without this row the hamza would fall on the letter before the tatweel.
    Seat { op: StripTatweel, base: '\u{0640}', mark: '\u{0654}', to: "\u{0640}\u{0654}", name: "ARABIC TATWEEL, ARABIC HAMZA ABOVE", source: "Uthmani spelling: the tatweel is the seat" },
];

impl Op {
    /// The rows this operation switches, in the order of the table.
    ///
    /// ```
    /// use naskh::Op;
    /// let rule = Op::FoldTaaMarbuta.rules().next().unwrap();
    /// assert_eq!((rule.from(), rule.to()), ("ة", "ه"));
    /// ```
    pub fn rules(self) -> impl Iterator<Item = Rule> {
        all_rules().filter(move |rule| rule.op == self)
    }
}

/// Every row of every operation, seats of hamza last.
pub(crate) fn all_rules() -> impl Iterator<Item = Rule> {
    let rules = RULES.iter().map(|row| rule(row.op, row.from, row.to, row.when, row.name, row.source));
    // A mark that its operation gives a letter (small high yeh) is not also removed by its class.
    let has_row = |op: Op, mark: char| RULES.iter().any(|row| row.from == mark && row.op == op);
    let marks = MARKS.iter().map(|mark| (Op::for_marks(mark.class), mark));
    let marks = marks
        .filter(move |&(op, mark)| !has_row(op, mark.char))
        .map(|(op, mark)| rule(op, mark.char, "", When::Always, mark.name, "mark class; UCD General_Category Mn"));
    let forms = PRESENTATION.iter().map(|&(from, to, name)| {
        rule(
            FoldPresentationForms,
            from,
            to,
            When::Always,
            name,
            "UCD Decomposition_Mapping, without its space or tatweel",
        )
    });
    let phrases = PHRASES.iter().map(|&(from, to, name)| {
        rule(
            SpellPhrases,
            from,
            to,
            When::Always,
            name,
            "UCD Decomposition_Mapping or the character's name, in modern spelling",
        )
    });
    rules.chain(marks).chain(forms).chain(phrases).chain(SEATS.iter().map(seat_rule))
}

fn rule(op: Op, from: char, to: &'static str, when: When, name: &'static str, source: &'static str) -> Rule {
    Rule { op, from: Cow::Owned(from.into()), to: Cow::Borrowed(to), when, name, source }
}

pub(crate) fn seat_rule(seat: &Seat) -> Rule {
    Rule {
        op: seat.op,
        from: Cow::Owned([seat.base, seat.mark].iter().collect()),
        to: Cow::Borrowed(seat.to),
        when: When::Always,
        name: seat.name,
        source: seat.source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn an_operation_has_one_row_for_a_character() {
        let mut seen = BTreeSet::new();
        for rule in all_rules() {
            assert!(seen.insert((rule.op, rule.from.clone())), "two rows: {rule}");
        }
        assert!(seen.len() > 900);
    }
}
