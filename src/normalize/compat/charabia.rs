//! What does charabia make of a token that it takes for Arabic?
//!
//! Every normaliser of its chain works character by character, so one look at a character is the whole chain:
//! decomposition (NFKD), controls and marks removed, three letters folded. Alef with madda or hamza never reaches the
//! fold: it is taken apart first, and the marks go.

use super::super::pass::Tell;
use super::data::CHARABIA_GONE;
use super::pieces::{each, holds};
use crate::rules;
use core::ops::ControlFlow;

pub(super) fn arabic(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    each(text, tell, |c, to| {
        rules::decompose_compatible(c, |c| match c {
            '\u{0671}' => to.push('\u{0627}'),
            '\u{0649}' => to.push('\u{064A}'),
            '\u{0629}' => to.push('\u{0647}'),
            c if holds(CHARABIA_GONE, c) => {}
            c => to.push(c),
        });
    })
}
