//! What does `simple_word_tokenize` of CAMeL Tools find?
//!
//! ```text
//! for each word between white space:
//!     for each place in it, from the left:
//!         match an emoji sequence by its shape (UTS #51), or one symbol
//!         what matched is an emoji or a symbol by the lists?    a token; what stands before it is a token
//!         digits, to be split off?                              likewise
//! ```
//!
//! A sequence of the right shape that no list knows is not cut off, nor is its first character; the next place may be.
//! The shape has no end, the lists do: a look goes no further than their longest sequence.

use super::super::class::usual_end;
use super::data::{CAMEL_DIGIT, CAMEL_EMOJI, CAMEL_SIGN, CAMEL_SPACE, EMOJI_EDGES, EMOJI_MAX, EMOJI_STATES};
use super::{is, run};
use core::ops::Range;

/// Whether digits are cut off the letters beside them: `split_digits`.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Digits {
    InWords,
    Apart,
}

pub(super) fn next(text: &str, at: usize, digits: Digits) -> Option<Range<usize>> {
    let start = run(text, at, |c| is(c, CAMEL_SPACE));
    let mut place = start;
    loop {
        place = usual_end(text, place);
        let Some(c) = text[place..].chars().next() else { break };
        let cut = match c {
            c if is(c, CAMEL_SPACE) => return Some(start..place),
            _ => symbol(&text[place..]).or_else(|| {
                let len = || run(text, place, |c| is(c, CAMEL_DIGIT)) - place;
                (digits == Digits::Apart && is(c, CAMEL_DIGIT)).then(len)
            }),
        };
        match cut {
            Some(len) if place == start => return Some(start..start + len),
            Some(_) => return Some(start..place),
            None => place += c.len_utf8(),
        }
    }
    (start < text.len()).then_some(start..text.len())
}

/// The length of the emoji or the symbol at the head of `text`.
fn symbol(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let len = match is(first, CAMEL_EMOJI) {
        true => emoji(text)?,
        false => first.len_utf8(),
    };
    let listed = if len == first.len_utf8() { is(first, CAMEL_SIGN) } else { is_listed(&text[..len]) };
    listed.then_some(len)
}

/// The length of the emoji sequence at the head of `text`, by its shape; none if it is longer than any on the list.
fn emoji(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut left = EMOJI_MAX;
    loop {
        let rest = &text[at..];
        let len = element(rest);
        left = left.checked_sub(rest[..len].chars().take(EMOJI_MAX + 1).count())?;
        at += len;
        // A flag begins no sequence, but may be in one.
        let is_flag = at == len && text.starts_with(is_regional);
        let joined = text[at..].strip_prefix('\u{200D}'); // ZERO WIDTH JOINER
        if is_flag && len > 4 || !joined.is_some_and(|next| next.starts_with(|c| is(c, CAMEL_EMOJI))) {
            return Some(at);
        }
        left = left.checked_sub(1)?;
        at += '\u{200D}'.len_utf8();
    }
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// The length of the emoji at the head of `text` with what modifies it.
fn element(text: &str) -> usize {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return 0 };
    let rest = chars.as_str();
    let len = first.len_utf8();
    match chars.next() {
        Some(c) if is_regional(first) && is_regional(c) => 2 * len,
        Some('\u{1F3FB}'..='\u{1F3FF}') => len + 4,
        // VARIATION SELECTOR-16, COMBINING ENCLOSING KEYCAP
        Some('\u{FE0F}') => len + if rest[3..].starts_with('\u{20E3}') { 6 } else { 3 },
        Some('\u{E0020}'..='\u{E007E}') => {
            // A run of tags stands behind one emoji only: all that is read of it is read for that one.
            let tags = run(rest, 0, |c| matches!(c, '\u{E0020}'..='\u{E007E}'));
            len + if rest[tags..].starts_with('\u{E007F}') { tags + 4 } else { 0 }
        }
        _ => len,
    }
}

/// Whether the automaton knows `sequence`.
fn is_listed(sequence: &str) -> bool {
    let state = sequence.chars().try_fold(EMOJI_STATES.len() - 2, |state, c| {
        let [from, to] = [EMOJI_STATES[state], EMOJI_STATES[state + 1]].map(|first| usize::from(first >> 1));
        let edge =
            EMOJI_EDGES[from..to].iter().find(|&&edge| (c as u32).wrapping_sub(edge >> 12) <= edge >> 8 & 0xF)?;
        Some((edge & 0xFF) as usize)
    });
    state.is_some_and(|state| EMOJI_STATES[state] & 1 == 1)
}
