//! CAMeL Tools 1.6.0, `camel_tools.utils`.

use super::Rows;

/// `dediac_ar`, `normalize_alef_ar`, `normalize_alef_maksura_ar` and `normalize_teh_marbuta_ar`, in this order. Tatweel
/// and decomposed letters stay.
pub(super) const ALL: Rows = &[
    (&['\u{064B}', '\u{064C}', '\u{064D}', '\u{064E}', '\u{064F}', '\u{0650}', '\u{0651}', '\u{0652}', '\u{0670}'], ""),
    (&['\u{0625}', '\u{0623}', '\u{0671}', '\u{0622}'], "\u{0627}"),
    (&['\u{0649}'], "\u{064A}"),
    (&['\u{0629}'], "\u{0647}"),
];
