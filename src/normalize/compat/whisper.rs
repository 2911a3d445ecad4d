//! What does Whisper's normaliser for every language but English do?
//!
//! ```text
//! lower case; [...] and <...> go, then (...)
//! NFKC and a space for each mark, symbol and punctuation, or
//!     NFKD, nonspacing marks removed, and a space for each other mark, symbol and punctuation
//! lower case again; a run of white space becomes one space
//! ```
//!
//! All of it as Python 3.11 sees it, which has Unicode 14. A vocalised word comes apart at each haraka unless marks are
//! removed: that is what published word error rates were measured with.

use super::super::pass::Tell;
use super::case;
use super::data::{WHISPER_MARKS, WHISPER_SIGNS, WHISPER_UNKNOWN};
use super::pieces::{Pieces, each, holds};
use super::unicode::nfkc_then;
use crate::rules;
use alloc::string::String;
use core::ops::ControlFlow;

fn unknown(c: char) -> bool {
    holds(WHISPER_UNKNOWN, c)
}

/// Whether [`lower`] changes a character.
pub(super) fn has_lower(c: char) -> bool {
    !unknown(c) && !case::lower(c).eq([c])
}

/// Python's `str.lower`: the last sigma of a word becomes the final one.
pub(super) fn lower(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let mut to = String::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        to.clear();
        match c {
            // "Final_Sigma" of the Unicode Standard, section 3.13. No look goes past the next sigma.
            'Σ' => {
                to.push(if in_word(text[..at].chars().rev()) && !in_word(text[end..].chars()) { 'ς' } else { 'σ' })
            }
            c if unknown(c) => to.push(c),
            c => to.extend(case::lower(c)),
        }
        if to == text[at..end] {
            pieces.keep(end);
        } else {
            pieces.edit(end, &to)?;
        }
    }
    pieces.finish()
}

/// Whether the next character that is not ignorable for case has case.
fn in_word(chars: impl Iterator<Item = char>) -> bool {
    chars.map(Case::of).find(|&case| case != Case::Ignorable) == Some(Case::Cased)
}

#[derive(Clone, Copy, PartialEq)]
enum Case {
    Cased,
    Ignorable,
    None,
}

impl Case {
    /// The standard library has the properties but shows only what they do to a sigma.
    fn of(c: char) -> Case {
        let ends = |behind: [char; 2]| {
            let word = String::from_iter(['α', 'Σ'].into_iter().chain(behind));
            word.to_lowercase().chars().nth(1) == Some('ς')
        };
        match c {
            c if unknown(c) => Case::None,
            // Unicode 14 has these two as a small letter and as a nonspacing mark.
            '\u{0295}' => Case::Cased,
            '\u{1171E}' => Case::Ignorable,
            c if ends([c, 'α']) => Case::None,
            c if ends([c, ' ']) => Case::Ignorable,
            _ => Case::Cased,
        }
    }
}

/// From `<` or `[` to the next `>` or `]`, whichever; what is never closed stays.
pub(super) fn without_brackets(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    without(text, tell, ['<', '['], ['>', ']'], 0)
}

/// From `(` to the next `)` if there is something between them.
pub(super) fn without_parentheses(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    without(text, tell, ['('], [')'], 1)
}

fn without<const N: usize>(
    text: &str,
    tell: &mut Tell<'_>,
    open: [char; N],
    close: [char; N],
    least: usize,
) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let mut at = 0;
    while let Some(start) = text[at..].find(open).map(|start| at + start) {
        let Some(inner) = text[start + 1..].find(close) else { break };
        at = start + 1;
        if inner >= least {
            at += inner + 1;
            pieces.keep(start);
            pieces.edit(at, "")?;
        }
    }
    pieces.keep(text.len());
    pieces.finish()
}

/// NFKC, then a space for each mark, symbol and punctuation.
pub(super) fn without_signs(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    nfkc_then(text, tell, unknown, |composed, to| {
        to.extend(composed.chars().map(|c| if holds(WHISPER_SIGNS, c) { ' ' } else { c }));
    })
}

/// NFKD, then no nonspacing mark, and a space for each other mark, symbol and punctuation. Their order does not matter.
pub(super) fn without_marks(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    each(text, tell, |c, to| match c {
        c if unknown(c) => to.push(c),
        c => rules::decompose_compatible(c, |c| match c {
            c if holds(WHISPER_MARKS, c) => {}
            c if holds(WHISPER_SIGNS, c) => to.push(' '),
            c => match letters(c) {
                Some(letters) => to.push_str(letters),
                None => to.push(c),
            },
        }),
    })
}

/// Latin letters that NFKD does not take apart. The text is in lower case, but U+1D2D becomes a capital.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'œ' => "oe",
        'ø' => "o",
        'æ' => "ae",
        'Æ' => "AE",
        'ß' => "ss",
        'đ' => "d",
        'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        _ => return None,
    })
}
