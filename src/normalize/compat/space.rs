//! How do tools collapse white space?

use super::super::{pass::Tell, white};
use super::pieces::Pieces;
use core::ops::ControlFlow;

/// What Python's `\s` matches.
pub(super) use super::super::white::is_white as is_space;

/// A run of white space becomes one space.
#[cfg(feature = "canonical")]
pub(super) fn collapse(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    runs(text, tell, |_| " ")
}

/// A run of white space becomes one space, or nothing where the text begins or ends.
pub(super) fn collapse_and_trim(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    runs(text, tell, |at_an_end| if at_an_end { "" } else { " " })
}

fn runs(text: &str, tell: &mut Tell<'_>, become_of: impl Fn(bool) -> &'static str) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    for run in white::runs(text) {
        pieces.keep(run.start);
        pieces.edit(run.end, become_of(run.start == 0 || run.end == text.len()))?;
    }
    pieces.keep(text.len());
    pieces.finish()
}
