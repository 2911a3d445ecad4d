//! What do texts of the Quran hold besides letters and marks?

use super::super::pass::Tell;
use super::{TATWEEL, Teller, is_letter, is_mark};
use crate::rules::{is_digit, mark_class};
use alloc::string::String;
use core::ops::ControlFlow;

/// HAIR SPACE and WORD JOINER, which one widely used text sets around a dagger alef inside a word.
pub(super) const HAIR_SPACE: char = '\u{200A}';
const WORD_JOINER: char = '\u{2060}';

/// A hair space that stands between an Arabic letter (or its marks) and a mark is there for the look of the mark.
pub(super) fn join_hair_spaces(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    let mut chars = text.char_indices().peekable();
    let mut before = '\0';
    while let Some((start, c)) = chars.next() {
        if c != HAIR_SPACE {
            if c != WORD_JOINER {
                before = c;
            }
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|&(_, c)| matches!(c, HAIR_SPACE | WORD_JOINER)) {
            end = at + c.len_utf8();
        }
        if chars.peek().is_some_and(|&(_, c)| is_mark(c)) && (is_letter(before) || is_mark(before) || before == TATWEEL)
        {
            teller.edit(start..end, "")?;
        } else {
            before = HAIR_SPACE;
        }
    }
    teller.finish(text)
}

const HAMZA_ABOVE: char = '\u{0654}';
pub(super) const HAMZA_BELOW: char = '\u{0655}';

/// Some copies write a hamza with kasra below its seat: شَٰطِيِٕ is شاطئ. No canonical composition joins the two. Not a
/// row: و, U+0655, U+0654 is canonically ؤ, U+0655, and rows would have to agree on which hamza is the letter's.
pub(super) fn seat_hamza_below(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    for (at, c) in text.char_indices() {
        let seated = match c {
            '\u{0648}' => '\u{0624}',
            '\u{0649}' | '\u{064A}' | '\u{06CC}' => '\u{0626}',
            _ => continue,
        };
        let after = at + c.len_utf8();
        let marks = || text[after..].char_indices().take_while(|&(_, c)| is_mark(c));
        let below = marks().find(|&(_, c)| c == HAMZA_BELOW);
        if let Some((place, c)) = below.filter(|_| marks().all(|(_, c)| c != HAMZA_ABOVE)) {
            teller.edit(at..after, seated.encode_utf8(&mut [0; 4]))?;
            teller.edit(after + place..after + place + c.len_utf8(), "")?;
        }
    }
    teller.finish(text)
}

/// ARABIC SMALL WAW and ARABIC SMALL YEH.
const SMALL_WAW: char = '\u{06E5}';
const SMALL_YEH: char = '\u{06E6}';

pub(super) fn is_small(c: char) -> bool {
    matches!(c, SMALL_WAW | SMALL_YEH)
}

/// دَاوُۥدَ is داوود, يُحْىِۦ is يحيي, ءَاتَىٰنِۦَ has a yeh with a vowel; the small waw of لَهُۥ is no letter.
pub(super) fn spell_small_letters(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    // The letter before, past marks and tatweel.
    let mut before = '\0';
    let lies_between = |c: char| is_mark(c) || c == TATWEEL;
    for (at, c) in text.char_indices() {
        if !is_small(c) {
            if !lies_between(c) {
                before = c;
            }
            continue;
        }
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().find(|&c| !lies_between(c)).unwrap_or('\0');
        let voiced = rest.chars().next().is_some_and(|c| {
            use crate::rules::MarkClass::{Haraka, Tanwin};
            matches!(mark_class(c), Some(Haraka | Tanwin))
        });
        let last = before;
        before = c;
        // Two of them in a row are no spelling.
        if !is_letter(last) || is_small(last) || is_small(after) {
            continue;
        }
        let inside = is_letter(after);
        let large = match c {
            SMALL_WAW if inside => '\u{0648}',
            SMALL_YEH if inside || voiced || matches!(last, '\u{0649}' | '\u{064A}' | '\u{06CC}') => '\u{064A}',
            _ => continue,
        };
        teller.edit(at..at + c.len_utf8(), large.encode_utf8(&mut [0; 4]))?;
        before = large;
    }
    teller.finish(text)
}

pub(super) fn is_verse_sign(c: char) -> bool {
    matches!(c, '\u{06DD}' | '\u{06DE}' | '\u{06E9}' | '\u{08E2}')
}

/// END OF AYAH with its number, START OF RUB EL HIZB, PLACE OF SAJDAH, DISPUTED END OF AYAH: a space where a word
/// touches them.
pub(super) fn separate_verse_signs(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut teller = Teller::new(tell);
    let mut chars = text.char_indices().peekable();
    let mut before = '\0';
    let touches = |c: char| c.is_alphanumeric() || is_mark(c);
    while let Some((start, c)) = chars.next() {
        if !is_verse_sign(c) {
            before = c;
            continue;
        }
        // U+06DD is a prepended sign: the number stands behind it.
        let numbered = matches!(c, '\u{06DD}' | '\u{08E2}');
        let (mut end, mut last) = (start + c.len_utf8(), c);
        while let Some((at, c)) = chars.next_if(|&(_, c)| is_mark(c) || (numbered && is_digit(c))) {
            (end, last) = (at + c.len_utf8(), c);
        }
        let after = chars.peek().is_some_and(|&(_, c)| touches(c));
        if touches(before) || after {
            let mut out = String::from(if touches(before) { " " } else { "" });
            out.push_str(&text[start..end]);
            out.push_str(if after { " " } else { "" });
            teller.edit(start..end, &out)?;
        }
        before = if after { ' ' } else { last };
    }
    teller.finish(text)
}
