//! Apache Lucene's normalizers, `org.apache.lucene.analysis.ar`.

use super::super::pass::Tell;
use super::pieces::Pieces;
use super::{Rows, Spans};
use core::ops::ControlFlow;

/// `ArabicNormalizer`: alef forms, alef maksura, teh marbuta; tatweel and the eight harakat removed. Knows nothing of
/// U+0670, of presentation forms or of decomposed letters.
pub(super) const AR: Rows = &[
    (&['\u{0622}', '\u{0623}', '\u{0625}'], "\u{0627}"),
    (&['\u{0649}'], "\u{064A}"),
    (&['\u{0629}'], "\u{0647}"),
    (&['\u{0640}', '\u{064B}', '\u{064C}', '\u{064D}', '\u{064E}', '\u{064F}', '\u{0650}', '\u{0651}', '\u{0652}'], ""),
];

/// `PersianNormalizer`: yeh, keheh and heh forms; U+0654 removed.
pub(super) const FA: Rows = &[
    (&['\u{06CC}', '\u{06D2}'], "\u{064A}"),
    (&['\u{06A9}'], "\u{0643}"),
    (&['\u{06C0}', '\u{06C1}'], "\u{0647}"),
    (&['\u{0654}'], ""),
];

const HEH: char = '\u{0647}';
const AE: &str = "\u{06D5}";

/// `SoraniNormalizer` works on a whole text, as Lucene runs it on a token: the first and the last character, and a heh
/// before a ZWNJ, are special. What is left becomes what [`CKB`] says.
pub(super) fn ckb_ends(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let kept = |text: &str| text.trim_end_matches(ckb_goes).len();
    let first = text.len() - text.trim_start_matches(ckb_goes).len();
    if text[first..].starts_with('\u{0631}') {
        pieces.keep(first);
        pieces.edit(first + '\u{0631}'.len_utf8(), "\u{0695}")?;
    }
    for (joiner, _) in text.match_indices('\u{200C}').filter(|&(joiner, _)| joiner >= first) {
        let end = pieces.end() + kept(&text[pieces.end()..joiner]);
        if text[pieces.end()..end].ends_with([HEH, '\u{06BE}']) {
            pieces.keep(end - HEH.len_utf8());
            pieces.edit(end, AE)?;
        }
        // What is between two of them is looked at once.
        pieces.keep(joiner);
    }
    if text[pieces.end()..].ends_with(HEH) {
        pieces.keep(text.len() - HEH.len_utf8());
        pieces.edit(text.len(), AE)?;
    }
    pieces.keep(text.len());
    pieces.finish()
}

/// What `SoraniNormalizer` makes of the characters that it takes each for itself. It removes tatweel, harakat and what
/// `Character.getType(char) == FORMAT` of Java 17 (Unicode 13) is: UTF-16 units, so nothing above U+FFFF.
pub(super) const CKB: Spans = &[
    ('\u{0629}'..='\u{0629}', AE),
    ('\u{0643}'..='\u{0643}', "\u{06A9}"),
    ('\u{0649}'..='\u{064A}', "\u{06CC}"),
    ('\u{0692}'..='\u{0692}', "\u{0695}"),
    ('\u{06BE}'..='\u{06BE}', "\u{0647}"),
    ('\u{0640}'..='\u{0640}', ""),
    ('\u{064B}'..='\u{0652}', ""),
    ('\u{00AD}'..='\u{00AD}', ""),
    ('\u{0600}'..='\u{0605}', ""),
    ('\u{061C}'..='\u{061C}', ""),
    ('\u{06DD}'..='\u{06DD}', ""),
    ('\u{070F}'..='\u{070F}', ""),
    ('\u{08E2}'..='\u{08E2}', ""),
    ('\u{180E}'..='\u{180E}', ""),
    ('\u{200B}'..='\u{200F}', ""),
    ('\u{202A}'..='\u{202E}', ""),
    ('\u{2060}'..='\u{2064}', ""),
    ('\u{2066}'..='\u{206F}', ""),
    ('\u{FEFF}'..='\u{FEFF}', ""),
    ('\u{FFF9}'..='\u{FFFB}', ""),
];

fn ckb_goes(c: char) -> bool {
    CKB.iter().any(|(span, to)| to.is_empty() && span.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Normalizer, Preset};
    use alloc::string::String;
    use alloc::vec::Vec;
    use proptest::{collection::vec, prelude::*, sample::select};

    /// Lucene's loop, as it goes over a text: what is written last may still change.
    fn sorani(text: &str) -> String {
        let mut out: Vec<char> = Vec::new();
        let count = text.chars().count();
        for (at, c) in text.chars().enumerate() {
            match c {
                '\u{064A}' | '\u{0649}' => out.push('\u{06CC}'),
                '\u{0643}' => out.push('\u{06A9}'),
                HEH if at + 1 == count => out.push('\u{06D5}'),
                '\u{0629}' => out.push('\u{06D5}'),
                '\u{06BE}' => out.push(HEH),
                '\u{0631}' if out.is_empty() => out.push('\u{0695}'),
                '\u{0692}' => out.push('\u{0695}'),
                '\u{200C}' => {
                    if let Some(last @ &mut HEH) = out.last_mut() {
                        *last = '\u{06D5}';
                    }
                }
                c if ckb_goes(c) => {}
                c => out.push(c),
            }
        }
        out.into_iter().collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ckb_is_one_loop(parts in vec(prop_oneof![
            12 => select("\u{647}\u{6BE}\u{631}\u{692}\u{6D5}\u{64A}\u{643}\u{629}\u{640}\u{64E}\u{200C}\u{200C}\u{200F} ا".chars().collect::<Vec<_>>()),
            1 => any::<char>(),
        ], 0..12)) {
            let text = String::from_iter(parts);
            prop_assert_eq!(Normalizer::new(Preset::LuceneCkb).normalize(&text), sorani(&text), "{:?}", &text);
        }
    }
}
