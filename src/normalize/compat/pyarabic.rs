//! PyArabic 0.6.15.

use super::Rows;

/// `strip_tashkeel`: the eight harakat removed, and nothing else.
pub(super) const STRIP: Rows =
    &[(&['\u{064B}', '\u{064C}', '\u{064D}', '\u{064E}', '\u{064F}', '\u{0650}', '\u{0651}', '\u{0652}'], "")];

/// `normalize_searchtext`: alef maksura becomes an alef, not a yeh, and so does the superscript alef; a hamza on a
/// seat, or combining, becomes a letter of its own. Four of the eight lam-alef ligatures are known.
pub(super) const SEARCHTEXT: Rows = &[
    (&['\u{064B}', '\u{064C}', '\u{064D}', '\u{064E}', '\u{064F}', '\u{0650}', '\u{0651}', '\u{0652}'], ""),
    (&['\u{0640}'], ""),
    (&['\u{FEFB}', '\u{FEF7}', '\u{FEF9}', '\u{FEF5}'], "\u{0644}\u{0627}"),
    (&['\u{0622}', '\u{0623}', '\u{0625}', '\u{0671}', '\u{0649}', '\u{0670}'], "\u{0627}"),
    (&['\u{0624}', '\u{0626}', '\u{0654}', '\u{0655}'], "\u{0621}"),
    (&['\u{0629}'], "\u{0647}"),
];
