//! Which combining mark is this: a vowel, a pause sign, a piece of a letter?
//!
//! Every combining mark (General_Category Mn, Me, Mc) of the Arabic blocks, one row each, with exactly one class.
//! A rule that strips marks names classes, never code points. The classes follow what a mark *does*, not where it
//! stands in the code charts: U+06E1 is a sukun, though its name says "dotless head of khah".
//!
//! Source: Unicode 18.0. `scripts/marks.py --check` compares the rows with the character database and fails when a
//! newer version has a mark without a class.

use self::MarkClass::*;
use core::fmt;

/// What a combining mark of the Arabic script does.
///
/// ```
/// use naskh::{MarkClass, mark_class};
/// // Fatha; superscript alef.
/// assert_eq!(mark_class('\u{064E}'), Some(MarkClass::Haraka));
/// assert_eq!(mark_class('\u{0670}').map(MarkClass::name), Some("dagger-alef"));
/// assert_eq!(mark_class('ب'), None);
/// ```
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
pub enum MarkClass {
    /// A short vowel: fatha, damma, kasra.
    Haraka,
    /// A small short vowel, written for a vowel that is heard but not spelled.
    SmallHaraka,
    /// A doubled vowel, read with a final n: fathatan, dammatan, kasratan, and their open (sequential) forms.
    Tanwin,
    /// The sign of a doubled consonant.
    Shadda,
    /// The sign of a consonant without a vowel, in each of its shapes.
    Sukun,
    /// A long vowel written as a small alef, above or below.
    DaggerAlef,
    /// A sign of lengthening; U+0653 over an alef is also the second half of آ.
    Madda,
    /// A hamza above or below: a piece of a letter (أ is ا and U+0654), never mere vocalisation.
    Hamza,
    /// A vowel of another language or another tradition of reading: Kashmiri, Pashto, Wolof, Warsh ...
    VariantVowel,
    /// A tone of Rohingya.
    Tone,
    /// A blessing written above a name.
    Honorific,
    /// A sign of pause or of no pause in recitation.
    Waqf,
    /// A sign of recitation that says "this letter is silent", and the dots of the same family.
    SilentLetter,
    /// A small letter set above or below the line: meem, seen, yeh, waw, noon, heh.
    SmallLetter,
    /// A sign or a word that tells how to recite: nasal, imaala, ishmaam, arrowheads.
    Tajwid,
    /// A mark of the divisions of a text: a quarter, a half, a page, a footnote.
    Division,
}

impl MarkClass {
    /// The lower-case name, words joined by hyphens: `"haraka"`, `"dagger-alef"` ...
    ///
    /// ```
    /// assert_eq!(naskh::MarkClass::Shadda.name(), "shadda");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Haraka => "haraka",
            SmallHaraka => "small-haraka",
            Tanwin => "tanwin",
            Shadda => "shadda",
            Sukun => "sukun",
            DaggerAlef => "dagger-alef",
            Madda => "madda",
            Hamza => "hamza",
            VariantVowel => "variant-vowel",
            Tone => "tone",
            Honorific => "honorific",
            Waqf => "waqf",
            SilentLetter => "silent-letter",
            SmallLetter => "small-letter",
            Tajwid => "tajwid",
            Division => "division",
        }
    }
}

impl fmt::Display for MarkClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The class of a combining mark of the Arabic script; `None` for every other character.
///
/// ```
/// use naskh::{MarkClass, mark_class};
///
/// let classes: Vec<_> = "كِتَابٌ".chars().filter_map(mark_class).collect();
/// assert_eq!(classes, [MarkClass::Haraka, MarkClass::Haraka, MarkClass::Tanwin]);
/// assert_eq!(mark_class('\u{0651}'), Some(MarkClass::Shadda));
/// assert_eq!(mark_class('س'), None);
/// ```
pub fn mark_class(c: char) -> Option<MarkClass> {
    let row = match (c as usize).checked_sub(NEAR_START)? {
        near @ 0..256 => usize::from(NEAR[near]).checked_sub(1),
        _ => MARKS.binary_search_by_key(&c, |mark| mark.char).ok(),
    };
    row.map(|row| MARKS[row].class)
}

/// For U+0600-06FF, where nearly all marks stand, the number of the row, counted from 1; 0 if there is none.
const NEAR: [u8; 256] = {
    let mut near = [0; 256];
    let mut row = 0;
    while row < MARKS.len() {
        let place = (MARKS[row].char as usize).wrapping_sub(NEAR_START);
        if place < near.len() {
            near[place] = row as u8 + 1;
        }
        row += 1;
    }
    near
};
const NEAR_START: usize = 0x600;

/// A row of [`MARKS`].
pub(crate) struct Mark {
    pub(crate) char: char,
    pub(crate) class: MarkClass,
    /// Canonical_Combining_Class.
    #[cfg_attr(feature = "canonical", allow(dead_code, reason = "with `canonical` another crate knows it"))]
    pub(crate) ccc: u8,
    /// The name in the Unicode standard.
    pub(crate) name: &'static str,
}

const fn mark(char: char, class: MarkClass, ccc: u8, name: &'static str) -> Mark {
    Mark { char, class, ccc, name }
}

/// Every combining mark of the Arabic blocks, by code point.
pub(crate) const MARKS: &[Mark] = &[
    mark('\u{0610}', Honorific, 230, "ARABIC SIGN SALLALLAHOU ALAYHE WASSALLAM"),
    mark('\u{0611}', Honorific, 230, "ARABIC SIGN ALAYHE ASSALLAM"),
    mark('\u{0612}', Honorific, 230, "ARABIC SIGN RAHMATULLAH ALAYHE"),
    mark('\u{0613}', Honorific, 230, "ARABIC SIGN RADI ALLAHOU ANHU"),
    mark('\u{0614}', Honorific, 230, "ARABIC SIGN TAKHALLUS"),
    mark('\u{0615}', Waqf, 230, "ARABIC SMALL HIGH TAH"),
    mark('\u{0616}', Waqf, 230, "ARABIC SMALL HIGH LIGATURE ALEF WITH LAM WITH YEH"),
    mark('\u{0617}', Waqf, 230, "ARABIC SMALL HIGH ZAIN"),
    mark('\u{0618}', SmallHaraka, 30, "ARABIC SMALL FATHA"),
    mark('\u{0619}', SmallHaraka, 31, "ARABIC SMALL DAMMA"),
    mark('\u{061A}', SmallHaraka, 32, "ARABIC SMALL KASRA"),
    mark('\u{064B}', Tanwin, 27, "ARABIC FATHATAN"),
    mark('\u{064C}', Tanwin, 28, "ARABIC DAMMATAN"),
    mark('\u{064D}', Tanwin, 29, "ARABIC KASRATAN"),
    mark('\u{064E}', Haraka, 30, "ARABIC FATHA"),
    mark('\u{064F}', Haraka, 31, "ARABIC DAMMA"),
    mark('\u{0650}', Haraka, 32, "ARABIC KASRA"),
    mark('\u{0651}', Shadda, 33, "ARABIC SHADDA"),
    mark('\u{0652}', Sukun, 34, "ARABIC SUKUN"),
    mark('\u{0653}', Madda, 230, "ARABIC MADDAH ABOVE"),
    mark('\u{0654}', Hamza, 230, "ARABIC HAMZA ABOVE"),
    mark('\u{0655}', Hamza, 220, "ARABIC HAMZA BELOW"),
    mark('\u{0656}', DaggerAlef, 220, "ARABIC SUBSCRIPT ALEF"),
    mark('\u{0657}', VariantVowel, 230, "ARABIC INVERTED DAMMA"),
    mark('\u{0658}', Tajwid, 230, "ARABIC MARK NOON GHUNNA"),
    mark('\u{0659}', VariantVowel, 230, "ARABIC ZWARAKAY"),
    mark('\u{065A}', VariantVowel, 230, "ARABIC VOWEL SIGN SMALL V ABOVE"),
    mark('\u{065B}', VariantVowel, 230, "ARABIC VOWEL SIGN INVERTED SMALL V ABOVE"),
    mark('\u{065C}', VariantVowel, 220, "ARABIC VOWEL SIGN DOT BELOW"),
    mark('\u{065D}', VariantVowel, 230, "ARABIC REVERSED DAMMA"),
    mark('\u{065E}', VariantVowel, 230, "ARABIC FATHA WITH TWO DOTS"),
    mark('\u{065F}', Hamza, 220, "ARABIC WAVY HAMZA BELOW"),
    mark('\u{0670}', DaggerAlef, 35, "ARABIC LETTER SUPERSCRIPT ALEF"),
    mark('\u{06D6}', Waqf, 230, "ARABIC SMALL HIGH LIGATURE SAD WITH LAM WITH ALEF MAKSURA"),
    mark('\u{06D7}', Waqf, 230, "ARABIC SMALL HIGH LIGATURE QAF WITH LAM WITH ALEF MAKSURA"),
    mark('\u{06D8}', Waqf, 230, "ARABIC SMALL HIGH MEEM INITIAL FORM"),
    mark('\u{06D9}', Waqf, 230, "ARABIC SMALL HIGH LAM ALEF"),
    mark('\u{06DA}', Waqf, 230, "ARABIC SMALL HIGH JEEM"),
    mark('\u{06DB}', Waqf, 230, "ARABIC SMALL HIGH THREE DOTS"),
    mark('\u{06DC}', Waqf, 230, "ARABIC SMALL HIGH SEEN"),
    mark('\u{06DF}', SilentLetter, 230, "ARABIC SMALL HIGH ROUNDED ZERO"),
    mark('\u{06E0}', SilentLetter, 230, "ARABIC SMALL HIGH UPRIGHT RECTANGULAR ZERO"),
    mark('\u{06E1}', Sukun, 230, "ARABIC SMALL HIGH DOTLESS HEAD OF KHAH"),
    mark('\u{06E2}', SmallLetter, 230, "ARABIC SMALL HIGH MEEM ISOLATED FORM"),
    mark('\u{06E3}', SmallLetter, 220, "ARABIC SMALL LOW SEEN"),
    mark('\u{06E4}', Madda, 230, "ARABIC SMALL HIGH MADDA"),
    mark('\u{06E7}', SmallLetter, 230, "ARABIC SMALL HIGH YEH"),
    mark('\u{06E8}', SmallLetter, 230, "ARABIC SMALL HIGH NOON"),
    mark('\u{06EA}', SilentLetter, 220, "ARABIC EMPTY CENTRE LOW STOP"),
    mark('\u{06EB}', SilentLetter, 230, "ARABIC EMPTY CENTRE HIGH STOP"),
    mark('\u{06EC}', SilentLetter, 230, "ARABIC ROUNDED HIGH STOP WITH FILLED CENTRE"),
    mark('\u{06ED}', SmallLetter, 220, "ARABIC SMALL LOW MEEM"),
    mark('\u{0897}', VariantVowel, 230, "ARABIC PEPET"),
    mark('\u{0898}', Division, 230, "ARABIC SMALL HIGH WORD AL-JUZ"),
    mark('\u{0899}', Tajwid, 220, "ARABIC SMALL LOW WORD ISHMAAM"),
    mark('\u{089A}', Tajwid, 220, "ARABIC SMALL LOW WORD IMAALA"),
    mark('\u{089B}', Tajwid, 220, "ARABIC SMALL LOW WORD TASHEEL"),
    mark('\u{089C}', Madda, 230, "ARABIC MADDA WAAJIB"),
    mark('\u{089D}', DaggerAlef, 230, "ARABIC SUPERSCRIPT ALEF MOKHASSAS"),
    mark('\u{089E}', Madda, 230, "ARABIC DOUBLED MADDA"),
    mark('\u{089F}', Madda, 230, "ARABIC HALF MADDA OVER MADDA"),
    mark('\u{08CA}', SmallLetter, 230, "ARABIC SMALL HIGH FARSI YEH"),
    mark('\u{08CB}', SmallLetter, 230, "ARABIC SMALL HIGH YEH BARREE WITH TWO DOTS BELOW"),
    mark('\u{08CC}', Waqf, 230, "ARABIC SMALL HIGH WORD SAH"),
    mark('\u{08CD}', Waqf, 230, "ARABIC SMALL HIGH ZAH"),
    mark('\u{08CE}', SilentLetter, 230, "ARABIC LARGE ROUND DOT ABOVE"),
    mark('\u{08CF}', SilentLetter, 220, "ARABIC LARGE ROUND DOT BELOW"),
    mark('\u{08D0}', Sukun, 220, "ARABIC SUKUN BELOW"),
    mark('\u{08D1}', SilentLetter, 220, "ARABIC LARGE CIRCLE BELOW"),
    mark('\u{08D2}', SilentLetter, 220, "ARABIC LARGE ROUND DOT INSIDE CIRCLE BELOW"),
    mark('\u{08D3}', SmallLetter, 220, "ARABIC SMALL LOW WAW"),
    mark('\u{08D4}', Division, 230, "ARABIC SMALL HIGH WORD AR-RUB"),
    mark('\u{08D5}', Waqf, 230, "ARABIC SMALL HIGH SAD"),
    mark('\u{08D6}', Waqf, 230, "ARABIC SMALL HIGH AIN"),
    mark('\u{08D7}', Waqf, 230, "ARABIC SMALL HIGH QAF"),
    mark('\u{08D8}', SmallLetter, 230, "ARABIC SMALL HIGH NOON WITH KASRA"),
    mark('\u{08D9}', SmallLetter, 230, "ARABIC SMALL LOW NOON WITH KASRA"),
    mark('\u{08DA}', Division, 230, "ARABIC SMALL HIGH WORD ATH-THALATHA"),
    mark('\u{08DB}', Division, 230, "ARABIC SMALL HIGH WORD AS-SAJDA"),
    mark('\u{08DC}', Division, 230, "ARABIC SMALL HIGH WORD AN-NISF"),
    mark('\u{08DD}', Waqf, 230, "ARABIC SMALL HIGH WORD SAKTA"),
    mark('\u{08DE}', Waqf, 230, "ARABIC SMALL HIGH WORD QIF"),
    mark('\u{08DF}', Waqf, 230, "ARABIC SMALL HIGH WORD WAQFA"),
    mark('\u{08E0}', Division, 230, "ARABIC SMALL HIGH FOOTNOTE MARKER"),
    mark('\u{08E1}', Division, 230, "ARABIC SMALL HIGH SIGN SAFHA"),
    mark('\u{08E3}', VariantVowel, 220, "ARABIC TURNED DAMMA BELOW"),
    mark('\u{08E4}', VariantVowel, 230, "ARABIC CURLY FATHA"),
    mark('\u{08E5}', VariantVowel, 230, "ARABIC CURLY DAMMA"),
    mark('\u{08E6}', VariantVowel, 220, "ARABIC CURLY KASRA"),
    mark('\u{08E7}', VariantVowel, 230, "ARABIC CURLY FATHATAN"),
    mark('\u{08E8}', VariantVowel, 230, "ARABIC CURLY DAMMATAN"),
    mark('\u{08E9}', VariantVowel, 220, "ARABIC CURLY KASRATAN"),
    mark('\u{08EA}', Tone, 230, "ARABIC TONE ONE DOT ABOVE"),
    mark('\u{08EB}', Tone, 230, "ARABIC TONE TWO DOTS ABOVE"),
    mark('\u{08EC}', Tone, 230, "ARABIC TONE LOOP ABOVE"),
    mark('\u{08ED}', Tone, 220, "ARABIC TONE ONE DOT BELOW"),
    mark('\u{08EE}', Tone, 220, "ARABIC TONE TWO DOTS BELOW"),
    mark('\u{08EF}', Tone, 220, "ARABIC TONE LOOP BELOW"),
    mark('\u{08F0}', Tanwin, 27, "ARABIC OPEN FATHATAN"),
    mark('\u{08F1}', Tanwin, 28, "ARABIC OPEN DAMMATAN"),
    mark('\u{08F2}', Tanwin, 29, "ARABIC OPEN KASRATAN"),
    mark('\u{08F3}', SmallLetter, 230, "ARABIC SMALL HIGH WAW"),
    mark('\u{08F4}', VariantVowel, 230, "ARABIC FATHA WITH RING"),
    mark('\u{08F5}', VariantVowel, 230, "ARABIC FATHA WITH DOT ABOVE"),
    mark('\u{08F6}', VariantVowel, 220, "ARABIC KASRA WITH DOT BELOW"),
    mark('\u{08F7}', Tajwid, 230, "ARABIC LEFT ARROWHEAD ABOVE"),
    mark('\u{08F8}', Tajwid, 230, "ARABIC RIGHT ARROWHEAD ABOVE"),
    mark('\u{08F9}', Tajwid, 220, "ARABIC LEFT ARROWHEAD BELOW"),
    mark('\u{08FA}', Tajwid, 220, "ARABIC RIGHT ARROWHEAD BELOW"),
    mark('\u{08FB}', Tajwid, 230, "ARABIC DOUBLE RIGHT ARROWHEAD ABOVE"),
    mark('\u{08FC}', Tajwid, 230, "ARABIC DOUBLE RIGHT ARROWHEAD ABOVE WITH DOT"),
    mark('\u{08FD}', Tajwid, 230, "ARABIC RIGHT ARROWHEAD ABOVE WITH DOT"),
    mark('\u{08FE}', VariantVowel, 230, "ARABIC DAMMA WITH DOT"),
    mark('\u{08FF}', Tajwid, 230, "ARABIC MARK SIDEWAYS NOON GHUNNA"),
    mark('\u{10ECB}', Tajwid, 230, "ARABIC NORTHEAST POINTING ARROWHEAD ABOVE"),
    mark('\u{10ECC}', Tajwid, 220, "ARABIC NORTHEAST POINTING ARROWHEAD BELOW"),
    mark('\u{10ECD}', Tajwid, 220, "ARABIC SOUTHWEST POINTING ARROWHEAD BELOW"),
    mark('\u{10ECE}', SilentLetter, 230, "ARABIC SMALL CIRCLE ABOVE"),
    mark('\u{10ECF}', SilentLetter, 230, "ARABIC LARGE CIRCLE ABOVE"),
    mark('\u{10EF0}', SilentLetter, 220, "ARABIC SMALL LOW UPRIGHT RECTANGULAR ZERO"),
    mark('\u{10EF1}', SilentLetter, 220, "ARABIC SQUARE BELOW"),
    mark('\u{10EF2}', SilentLetter, 220, "ARABIC FILLED SQUARE BELOW"),
    mark('\u{10EF3}', SmallLetter, 230, "ARABIC SMALL HIGH NOON WITH FATHA"),
    mark('\u{10EF4}', SmallLetter, 220, "ARABIC SMALL LOW NOON WITH FATHA"),
    mark('\u{10EF5}', SmallLetter, 230, "ARABIC SMALL HIGH NOON WITH DAMMA"),
    mark('\u{10EF6}', SmallLetter, 220, "ARABIC SMALL LOW NOON WITH DAMMA"),
    mark('\u{10EF7}', SmallLetter, 230, "ARABIC SMALL HIGH HEH INITIAL FORM"),
    mark('\u{10EF8}', Tajwid, 230, "ARABIC SMALL HIGH WORD KABBIR"),
    mark('\u{10EF9}', Tajwid, 230, "ARABIC MARK CROWN"),
    mark('\u{10EFA}', VariantVowel, 220, "ARABIC DOUBLE VERTICAL BAR BELOW"),
    mark('\u{10EFB}', SmallLetter, 220, "ARABIC SMALL LOW NOON"),
    mark('\u{10EFC}', Tajwid, 0, "ARABIC COMBINING ALEF OVERLAY"),
    mark('\u{10EFD}', Waqf, 220, "ARABIC SMALL LOW WORD SAKTA"),
    mark('\u{10EFE}', Tajwid, 220, "ARABIC SMALL LOW WORD QASR"),
    mark('\u{10EFF}', Tajwid, 220, "ARABIC SMALL LOW WORD MADDA"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

    const BLOCKS: [core::ops::RangeInclusive<char>; 7] = [
        '\u{0600}'..='\u{06FF}',   // Arabic
        '\u{0750}'..='\u{077F}',   // Arabic Supplement
        '\u{0870}'..='\u{089F}',   // Arabic Extended-B
        '\u{08A0}'..='\u{08FF}',   // Arabic Extended-A
        '\u{FB50}'..='\u{FDFF}',   // Arabic Presentation Forms-A
        '\u{FE70}'..='\u{FEFF}',   // Arabic Presentation Forms-B
        '\u{10EC0}'..='\u{10EFF}', // Arabic Extended-C
    ];

    #[test]
    fn rows_are_sorted_and_inside_the_blocks() {
        assert!(MARKS.windows(2).all(|w| w[0].char < w[1].char), "not sorted, or twice the same mark");
        for m in MARKS {
            assert!(BLOCKS.iter().any(|b| b.contains(&m.char)), "U+{:04X} is in no Arabic block", m.char as u32);
            assert!(m.name.starts_with("ARABIC "), "U+{:04X} {}", m.char as u32, m.name);
        }
    }

    /// The crate `unicode-properties` may be older than our rows: what it calls a mark must have a row, and what we
    /// call a mark it must call a mark or not know.
    #[test]
    fn every_mark_of_unicode_has_a_row() {
        let mut known = 0;
        for c in BLOCKS.into_iter().flatten() {
            match c.general_category_group() {
                GeneralCategoryGroup::Mark => {
                    assert!(mark_class(c).is_some(), "U+{:04X} is a mark and has no class in MARKS", c as u32);
                    known += 1;
                }
                GeneralCategoryGroup::Other => {} // unassigned in its version, or a format character
                group => assert!(mark_class(c).is_none(), "U+{:04X} has a class and is a {group:?}", c as u32),
            }
        }
        assert!(known > 110, "only {known} marks: the property crate knows less than Unicode 15");
        assert_eq!(mark_class('\u{06DD}'), None, "ARABIC END OF AYAH is a number sign, no mark");
    }

    #[cfg(feature = "canonical")]
    #[test]
    fn combining_classes_agree_with_unicode_normalization() {
        use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
        let known: alloc::vec::Vec<_> = MARKS.iter().filter(|m| is_combining_mark(m.char)).collect();
        assert!(known.len() > 110, "only {} marks known", known.len());
        for m in known {
            assert_eq!(canonical_combining_class(m.char), m.ccc, "U+{:04X} {}", m.char as u32, m.name);
        }
    }

    #[test]
    fn classes_have_distinct_names_and_are_all_used() {
        let names: BTreeSet<_> = MARKS.iter().map(|m| m.class.name()).collect();
        assert_eq!(names.len(), 16);
        assert!(names.iter().all(|n| n.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    }
}
