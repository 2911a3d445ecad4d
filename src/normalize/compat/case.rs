//! What is the lower case of a text, whatever Unicode the compiler has?

use super::super::pass::Tell;
use super::pieces::each;
use core::ops::ControlFlow;

/// The lower case of a character as Unicode 17 has it; older compilers know 16.
pub(super) fn lower(c: char) -> impl Iterator<Item = char> {
    let moved = match c {
        '\u{A7CE}' | '\u{A7D2}' | '\u{A7D4}' => 1,
        '\u{16EA0}'..='\u{16EB8}' => 0x1B,
        _ => 0,
    };
    let moved = char::from_u32(u32::from(c) + moved).filter(|&to| to != c);
    let usual = moved.is_none().then(|| c.to_lowercase());
    moved.into_iter().chain(usual.into_iter().flatten())
}

/// Each character by itself: a capital sigma becomes the small one of word middles, wherever it stands.
pub(super) fn each_lower(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    each(text, tell, |c, to| to.extend(lower(c)))
}
