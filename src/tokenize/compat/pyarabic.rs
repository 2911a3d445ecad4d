//! What does PyArabic's `tokenize` find?
//!
//! As seen from outside: runs of Python's `\w`, the marks U+064B-0652 and U+0670, and the apostrophe; and runs of
//! everything else, from which five kinds of white space are removed. Nothing is left of a run of these. A line feed
//! is not among them, nor a no-break space.

use super::data::PYARABIC_WORD;
use super::{is, run, word_run};
use core::ops::Range;

/// What is removed: space, tab, vertical tab, form feed, carriage return.
pub(super) fn is_dropped(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{B}' | '\u{C}' | '\r')
}

/// The next token; and whether something is removed from inside it.
pub(super) fn next(text: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let start = run(text, at, is_dropped);
    let is_word = is(text[start..].chars().next()?, PYARABIC_WORD);
    if is_word {
        return Some((start..word_run(text, start, |c| is(c, PYARABIC_WORD)), false));
    }
    let end = run(text, start, |c| !is(c, PYARABIC_WORD));
    let surface = text[start..end].trim_end_matches(is_dropped);
    Some((start..start + surface.len(), surface.contains(is_dropped)))
}
