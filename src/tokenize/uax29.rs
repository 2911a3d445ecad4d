//! Where does a sentence end by UAX #29, and by nothing else?
//!
//! ```text
//! at a paragraph separator -> the sentence ends behind it                                          SB3, SB4
//! at a terminator          -> full stop: digits go on, and a capital between initials             SB6, SB7
//!                             skip closers, then spaces                                           SB9, SB10
//!                             full stop: go on if the next letter is lower case                   SB8
//!                             go on at a comma, dash or another terminator                        SB8a
//!                             else the sentence ends                                              SB11
//! ```
//! What Extend and Format characters follow is what counts (SB5), but for paragraph separators.
//!
//! The walk is this crate's own, since that of `unicode-segmentation` looks ahead anew from every closer behind a full
//! stop (SB8), which is quadratic, and cannot tell whether more text would change its mind. Its tables are not: the
//! property of a character that the tables of `sentences.rs` do not name is read off the boundaries it makes in strings of
//! three characters, so both speak of the same version of Unicode.

use super::sentences::{Page, Progress, Role, TERM, is_closer, is_line, next_event, role};
use super::words::sentence_bound;

/// Sentence_Break, as far as it decides anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    Other,
    /// Extend and Format.
    Attached,
    /// Sep, CR, LF.
    Paragraph,
    Space,
    Lower,
    Upper,
    OtherLetter,
    Numeric,
    /// ATerm.
    Stop,
    /// STerm.
    Term,
    Continue,
    Close,
}

/// The property of `c`.
pub(super) fn property(c: char) -> Break {
    match c {
        // Most of Arabic text.
        '\u{620}'..='\u{64A}' => return Break::OtherLetter,
        ' ' => return Break::Space,
        '0'..='9' | '\u{660}'..='\u{669}' => return Break::Numeric,
        'a'..='z' => return Break::Lower,
        'A'..='Z' => return Break::Upper,
        '\u{B}' | '\u{C}' => return Break::Space,
        '\u{64B}'..='\u{65F}' => return Break::Attached,
        _ => {}
    }
    match role(c) {
        Role::Stop => Break::Stop,
        Role::Term | Role::Wide => Break::Term,
        _ if is_line(c) => Break::Paragraph,
        _ if is_closer(c) => Break::Close,
        _ if c.is_whitespace() => Break::Space,
        _ => probe(c),
    }
}

/// The property of a character that is no terminator, closer or white space, by the boundaries around it.
fn probe(c: char) -> Break {
    let mut buffer = [0; 16];
    // The first boundary in `head`, `c` and `tail`, seen from `c`.
    let mut bound = |head: &str, tail: &str| {
        buffer[..head.len()].copy_from_slice(head.as_bytes());
        let tail_at = head.len() + c.encode_utf8(&mut buffer[head.len()..]).len();
        let end = tail_at + tail.len();
        buffer[tail_at..end].copy_from_slice(tail.as_bytes());
        let text = core::str::from_utf8(&buffer[..end]).unwrap_or_default();
        match sentence_bound(text) {
            at if at == head.len() => Some(true), // before it
            at if at == end => None,
            _ => Some(false), // behind it
        }
    };
    match bound("a. ", "A") {
        // SB5
        Some(false) => Break::Attached,
        // SB8 or SB8a: the latter holds after any terminator.
        None if bound("a? ", "A") == Some(true) => Break::Lower,
        None => Break::Continue,
        // SB8: letters hide the lower case behind them.
        Some(true) if bound("a. ", "a") == Some(true) => match bound("a.", "A") {
            Some(_) => Break::OtherLetter,
            None => Break::Upper, // SB7
        },
        Some(true) => match bound("ا.", "A") {
            Some(_) => Break::Other,
            None => Break::Numeric, // SB6
        },
    }
}

/// The end of the sentence at the head of the page; or, if more text may change it, how far it is settled.
pub(super) fn end(page: &Page<'_>, mut progress: Progress) -> Result<usize, Progress> {
    while let Some(at) = next_event(page.text, progress.at, TERM) {
        let (settled, step) = (progress.with_at(at), step(page, at));
        if page.unsettled() {
            return Err(settled);
        }
        match step {
            Step::Cut(end) => return Ok(end),
            Step::Go(next) => progress.at = next,
        }
    }
    match page.open {
        true => Err(progress.with_at(page.text.len())),
        false => Ok(page.text.len()),
    }
}

enum Step {
    Cut(usize),
    Go(usize),
}

fn step(page: &Page<'_>, at: usize) -> Step {
    let Some(c) = page.char(at) else { return Step::Cut(page.text.len()) };
    let next = at + c.len_utf8();
    let stop = match property(c) {
        // SB3, SB4
        Break::Paragraph if c == '\r' && page.char(next) == Some('\n') => return Step::Cut(next + 1),
        Break::Paragraph => return Step::Cut(next),
        Break::Stop => true,
        Break::Term => false,
        _ => return Step::Go(next),
    };
    let place = skip(page, next, Break::Attached); // SB5
    match page.char(place).map(property) {
        Some(Break::Numeric) if stop => return Step::Go(place), // SB6
        Some(Break::Upper) if stop && behind_letter(page.text, at) => return Step::Go(place), // SB7
        _ => {}
    }
    let place = skip(page, skip(page, place, Break::Close), Break::Space); // SB9, SB10
    match page.char(place).map(property) {
        None => Step::Cut(place),                                             // SB2
        Some(Break::Paragraph) => Step::Go(place),                            // SB9, SB10, then SB4
        _ if stop && lower_ahead(page, place) => Step::Go(place),             // SB8
        Some(Break::Continue | Break::Stop | Break::Term) => Step::Go(place), // SB8a
        Some(_) => Step::Cut(place),                                          // SB11
    }
}

/// Behind the characters from `at` on that have that property or are attached to one (SB5).
fn skip(page: &Page<'_>, at: usize, such: Break) -> usize {
    page.skip(at, |c| {
        let property = property(c);
        property == such || property == Break::Attached
    })
}

/// Whether a letter with case stands before `at`.
fn behind_letter(text: &str, at: usize) -> bool {
    let before = text[..at].chars().rev().map(property).find(|&property| property != Break::Attached);
    matches!(before, Some(Break::Upper | Break::Lower))
}

/// Whether the first letter, separator or terminator from `at` on is a lower-case letter.
fn lower_ahead(page: &Page<'_>, at: usize) -> bool {
    use Break::{Lower, OtherLetter, Paragraph, Stop, Term, Upper};
    let first =
        page.chars(at).map(property).find(|p| matches!(p, Lower | Upper | OtherLetter | Paragraph | Stop | Term));
    first == Some(Lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is known without asking is what asking would tell.
    #[test]
    fn known_properties_are_right() {
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let known = property(c);
            let bound = |text: alloc::string::String| sentence_bound(&text) < text.len();
            match known {
                Break::Paragraph => assert!(bound(alloc::format!("ا{c}ب")) && !bound(alloc::format!("ا.{c}")), "{c:?}"),
                Break::Stop => {
                    assert!(bound(alloc::format!("ا{c}ب")) && !bound(alloc::format!("ا{c}b")), "{c:?}");
                }
                Break::Term => assert!(bound(alloc::format!("ا{c}b")), "{c:?}"),
                // Behind a space a closer begins a sentence, a space does not; both end none.
                Break::Close => assert!(bound(alloc::format!("ا. {c}ب")) && !bound(alloc::format!("ا.{c}")), "{c:?}"),
                Break::Space => assert!(!bound(alloc::format!("ا. {c}")) && !bound(alloc::format!("ا{c}ب")), "{c:?}"),
                known => assert_eq!(known, probe(c), "{c:?}"),
            }
        }
    }
}
