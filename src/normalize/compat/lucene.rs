//! Apache Lucene's normalizers, `org.apache.lucene.analysis.ar`.

use super::super::pass::Tell;
use super::Rows;
use core::ops::{ControlFlow, Range};

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
const AE: char = '\u{06D5}';

/// `SoraniNormalizer`, on a whole text as Lucene runs it on a token: the first and the last character, and a heh
/// before a ZWNJ, are special.
pub(super) fn ckb(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    // The last character that stays, which a ZWNJ may yet change, and what was removed behind it.
    let mut last: Option<(Range<usize>, char)> = None;
    let mut gone = 0..0;
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        let becomes = match c {
            '\u{064A}' | '\u{0649}' => Some('\u{06CC}'),
            '\u{0643}' => Some('\u{06A9}'),
            HEH if range.end == text.len() => Some(AE),
            '\u{0629}' => Some(AE),
            '\u{06BE}' => Some(HEH),
            '\u{0631}' if last.is_none() => Some('\u{0695}'),
            '\u{0692}' => Some('\u{0695}'),
            '\u{200C}' => {
                if let Some((_, c @ HEH)) = &mut last {
                    *c = AE;
                }
                None
            }
            '\u{0640}' | '\u{064B}'..='\u{0652}' => None,
            c if is_format(c) => None,
            c => Some(c),
        };
        match becomes {
            None => gone.end = range.end,
            Some(c) => {
                flush(last.replace((range.clone(), c)), gone, tell)?;
                gone = range.end..range.end;
            }
        }
    }
    flush(last, gone, tell)
}

fn flush(last: Option<(Range<usize>, char)>, gone: Range<usize>, tell: &mut Tell<'_>) -> ControlFlow<()> {
    if let Some((range, c)) = last {
        tell(range, Some(c.encode_utf8(&mut [0; 4])))?;
    }
    if gone.is_empty() { ControlFlow::Continue(()) } else { tell(gone, Some("")) }
}

/// `Character.getType(char) == FORMAT` of Java 17 (Unicode 13): UTF-16 units, so nothing above U+FFFF.
fn is_format(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{0600}'..='\u{0605}' | '\u{061C}' | '\u{06DD}' | '\u{070F}' | '\u{08E2}' | '\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
}
