//! How do tools collapse white space?

use super::super::pass::Tell;
use super::pieces::Pieces;
use core::ops::ControlFlow;

/// What Python's `\s` matches: Unicode's white space and four separators.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

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
    let mut at = 0;
    while at < text.len() {
        let end = text.len() - text[at..].trim_start_matches(is_space).len();
        if end > at {
            pieces.edit(end, become_of(at == 0 || end == text.len()))?;
        }
        at = text[end..].find(is_space).map_or(text.len(), |next| end + next);
        pieces.keep(at);
    }
    pieces.finish()
}
