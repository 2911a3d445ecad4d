//! What does the crate `unicode-segmentation` call a word?
//!
//! Here it is the tool itself, and no table of ours stands between: a second door beside that of `words.rs`.

use super::data::ALPHANUMERIC;
use super::is;
use core::ops::Range;
use unicode_segmentation::{UWordBoundIndices, UnicodeSegmentation};

pub(super) type Bounds<'t> = UWordBoundIndices<'t>;

pub(super) fn bounds(text: &str) -> Bounds<'_> {
    text.split_word_bound_indices()
}

/// The next piece between two boundaries.
pub(super) fn piece(bounds: &mut Bounds<'_>) -> Option<Range<usize>> {
    bounds.next().map(|(start, piece)| start..start + piece.len())
}

/// The next piece with a letter or a number in it.
pub(super) fn word(bounds: &mut Bounds<'_>) -> Option<Range<usize>> {
    let (start, piece) = bounds.find(|(_, piece)| piece.chars().any(|c| is(c, ALPHANUMERIC)))?;
    Some(start..start + piece.len())
}
