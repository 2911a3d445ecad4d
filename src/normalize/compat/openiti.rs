//! OpenITI's Python library, 0.1.6: `normalize_ara_light`, NFKC and then letters.

use super::super::pass::Tell;
use super::Rows;
use super::pieces::Pieces;
use core::ops::ControlFlow;

/// What the letters become that are left after [`yeh_before_hamza`].
pub(super) const LETTERS: Rows = &[
    (&['\u{0622}', '\u{0623}', '\u{0625}', '\u{0671}'], "\u{0627}"),
    (&['\u{0649}', '\u{06CC}'], "\u{064A}"),
    (&['\u{0624}', '\u{0626}'], "\u{0621}"),
    (&['\u{06A9}'], "\u{0643}"),
    (&['\u{06C0}'], "\u{0647}"),
];

/// A yeh or an alef maksura before a hamza on the line goes; U+06CC is not yet a yeh, nor U+0626 a hamza.
pub(super) fn yeh_before_hamza(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    for (hamza, _) in text.match_indices('\u{0621}') {
        if let Some(yeh) = text[..hamza].strip_suffix(['\u{064A}', '\u{0649}']) {
            pieces.keep(yeh.len());
            pieces.edit(hamza, "")?;
        }
    }
    pieces.keep(text.len());
    pieces.finish()
}
