//! Apache Lucene's normalizers, `org.apache.lucene.analysis.ar`.

use super::Rows;

/// `ArabicNormalizer`: alef forms, alef maksura, teh marbuta; tatweel and the eight harakat removed. Knows nothing of
/// U+0670, of presentation forms or of decomposed letters.
pub(super) const AR: Rows = &[
    (&['\u{0622}', '\u{0623}', '\u{0625}'], "\u{0627}"),
    (&['\u{0649}'], "\u{064A}"),
    (&['\u{0629}'], "\u{0647}"),
    (&['\u{0640}', '\u{064B}', '\u{064C}', '\u{064D}', '\u{064E}', '\u{064F}', '\u{0650}', '\u{0651}', '\u{0652}'], ""),
];
