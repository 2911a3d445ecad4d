//! Where do URLs, e-mail addresses, mentions, hashtags and emoticons stand? The only door of `regex`.
//!
//! ```text
//! from = end of the last entity
//! for each trigger at or after `from` (`://`, `www.`, `@`, `#`):
//!     look back for what belongs to it: at most 64 bytes, never past `from`
//!     match forwards at the trigger: a host in a window of 512 bytes by regex, a path by a loop, a name by regex
//! ```
//!
//! A match consumes what it has read or gives up within its window, so a text is read a bounded number of times
//! however many triggers it holds.

use super::class::{Class, Set, class, first, usual};
use super::words::{Clusters, Tailoring};
use super::{TokenKind, prefix};
use crate::scan::classes::{Classes, Mixed};
use alloc::boxed::Box;
use core::ops::Range;
use once_cell::race::OnceBox;
use regex::Regex;

/// A host name is at most 253 characters: what is longer is not looked at.
const HOST_WINDOW: usize = 512;
/// RFC 5321: a local part is at most 64 octets.
const LOCAL_WINDOW: usize = 64;
/// The longest scheme in use is shorter.
const SCHEME_WINDOW: usize = 16;

/// A pattern compiled at its first use.
struct Pattern {
    source: &'static str,
    /// What is plain without it: the length of the match, or that there is none. A test compares both.
    shortcut: fn(&str) -> Option<Option<usize>>,
    compiled: OnceBox<Regex>,
}

impl Pattern {
    const fn new(source: &'static str, shortcut: fn(&str) -> Option<Option<usize>>) -> Pattern {
        Pattern { source, shortcut, compiled: OnceBox::new() }
    }

    /// The length of the match at the start of `text`.
    fn len(&self, text: &str) -> Option<usize> {
        (self.shortcut)(text).unwrap_or_else(|| self.len_by_regex(text))
    }

    fn len_by_regex(&self, text: &str) -> Option<usize> {
        let regex = self.compiled.get_or_init(|| Box::new(Regex::new(self.source).expect("a constant pattern")));
        regex.find(text).map(|found| found.end())
    }

    /// As [`len`](Pattern::len), within a window: a match that fills the window is none.
    fn len_within(&self, text: &str) -> Option<usize> {
        let window = prefix(text, HOST_WINDOW);
        self.len(window).filter(|&len| len < HOST_WINDOW.saturating_sub(4) || window.len() == text.len())
    }
}

macro_rules! label {
    () => {
        r"[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_\x{200C}\x{200D}-]*[\p{L}\p{M}\p{N}_])?"
    };
}

/// User, host (or IPv6 address) and port, after `://`.
static AUTHORITY: Pattern = Pattern::new(
    concat!(
        r"^(?:[A-Za-z0-9._~%!$&'*+,;=:-]+@)?(?:\[[0-9A-Fa-f:.]+\]|",
        label!(),
        r"(?:\.",
        label!(),
        r")*)(?::[0-9]{1,5})?"
    ),
    |text| ascii_host(text).map(|(len, _)| Some(len)),
);
/// Two more labels after `www`, and the port.
static WWW: Pattern = Pattern::new(concat!(r"^[Ww]{3}(?:\.", label!(), r"){2,}(?::[0-9]{1,5})?"), |text| {
    let is_www = text.get(..4).is_some_and(|www| www.eq_ignore_ascii_case("www."));
    ascii_host(text).map(|(len, dots)| (is_www && dots >= 2).then_some(len))
});
/// The host of an e-mail address: an ASCII one if there is one, so that glued Arabic text stays out.
static MAIL_HOST: Pattern = Pattern::new(
    concat!(
        r"^(?:(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])|(?:",
        label!(),
        r"\.)+\p{L}[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])"
    ),
    |_| None,
);
/// What follows `@`: a letter or digit is in it.
static NAME: Pattern =
    Pattern::new(r"^_*[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}_\x{200C}\x{200D}]*", |text| plain_name(text, true));
/// What follows `#`: a letter is in it, for `#1` is a number.
static TOPIC: Pattern =
    Pattern::new(r"^(?:_|\p{Nd}\p{M}*)*\p{L}[\p{L}\p{M}\p{Nd}_\x{200C}\x{200D}]*", |text| plain_name(text, false));

/// The length of a host name of ASCII labels behind which comes what no host, port or user has, and how many full stops
/// it has; nothing if it is anything else.
fn ascii_host(text: &str) -> Option<(usize, usize)> {
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut bytes = text.bytes().take(HOST_WINDOW / 2).enumerate();
    let (mut before, mut dots) = (b'.', 0);
    let end = bytes.find_map(|(at, byte)| {
        let goes_on = match byte {
            b'.' => {
                dots += 1;
                is_label(before)
            }
            b'-' => is_label(before) || before == b'-',
            _ => is_label(byte),
        };
        if goes_on {
            before = byte;
        }
        (!goes_on).then_some((at, byte))
    });
    let (len, ends) = match end {
        Some((at, byte)) => {
            (at, matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'?' | b'#' | b'"' | b'(' | b')' | b'<' | b'>'))
        }
        None => (text.len(), text.len() < HOST_WINDOW / 2),
    };
    (ends && is_label(before)).then_some((len, dots))
}

/// The length of a name of ASCII and Arabic letters, digits and underscores, behind which comes other ASCII, or that there
/// is none; nothing if it is anything else. What has no letter is one if it has a digit and `digits` says so.
fn plain_name(text: &str, digits: bool) -> Option<Option<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut begun) = (0, false);
    loop {
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        match bytes.get(at).copied() {
            Some(b'_') => at += 1,
            Some(byte) if byte.is_ascii_alphanumeric() => {
                begun |= digits || byte.is_ascii_alphabetic();
                at += 1;
            }
            Some(byte) if !byte.is_ascii() => match usual([byte, second]) {
                Some(Class::Arabic | Class::Tatweel) => (at, begun) = (at + 2, true),
                Some(Class::Mark) if begun => at += 2,
                _ => return None,
            },
            _ => return Some(begun.then_some(at)),
        }
    }
}

/// The first entity of a wanted kind that starts at or after `from` and has its trigger in `range`.
pub(crate) fn find(
    text: &str,
    from: usize,
    range: Range<usize>,
    wanted: impl Fn(Tailoring) -> bool,
) -> Option<(Range<usize>, TokenKind)> {
    let bytes = text.as_bytes();
    let mut at = range.start;
    loop {
        at = triggers().find(&text[..range.end], at, 1)?;
        let found = match bytes[at] {
            b':' if wanted(Tailoring::Url) && bytes[at..].starts_with(b"://") => url(text, from, at),
            b'w' | b'W' if wanted(Tailoring::Url) => www(text, from, at),
            b'@' => None
                .or_else(|| wanted(Tailoring::Email).then(|| email(text, from, at)).flatten())
                .or_else(|| wanted(Tailoring::Mention).then(|| tag(text, at, &NAME, TokenKind::Mention)).flatten()),
            b'#' if wanted(Tailoring::Hashtag) => tag(text, at, &TOPIC, TokenKind::Hashtag),
            _ => None,
        };
        if let Some((span, kind)) = found {
            // A mark, a joiner, a variation selector after the last character belongs to its grapheme cluster.
            let marks = text[span.end..].chars().take_while(|&c| Set::EXTENDING.has(class(c)));
            let end = span.end + marks.map(char::len_utf8).sum::<usize>();
            return Some((span.start..cluster_end(text, span.start, end), kind));
        }
        at += 1;
    }
}

/// The end of the grapheme cluster that holds what stands before `end`, behind which no mark stands: another place only in
/// the scripts whose letters a mark joins (GB9c), and before U+0E33 and U+0EB3, letters that go with what is before (GB9a).
fn cluster_end(text: &str, start: usize, end: usize) -> usize {
    let joins = |(before, after)| matches!(class(before), Class::Mark | Class::Joiner) && class(after) == Class::Letter;
    let mut clusters = Clusters::new(&text[start..]);
    match text[..end].chars().next_back().zip(text[end..].chars().next()).is_some_and(joins) {
        true if !clusters.is_boundary(end - start) => start + clusters.boundary_after(end - start),
        _ => end,
    }
}

/// Bidi controls and their like change no boundary: what is asked of a neighbour is asked past them.
fn is_format(c: char) -> bool {
    class(c) == Class::Format
}

/// The characters that can be a trigger.
fn triggers() -> &'static Classes {
    static TRIGGERS: OnceBox<Classes> = OnceBox::new();
    let value = |c| u8::from(matches!(c, '@' | '#' | ':' | 'w' | 'W'));
    TRIGGERS.get_or_init(|| Box::new(Classes::new(value, Mixed::Common(0))))
}

fn url(text: &str, from: usize, colon: usize) -> Option<(Range<usize>, TokenKind)> {
    let bytes = text.as_bytes();
    let window = &bytes[from.max(colon.saturating_sub(SCHEME_WINDOW))..colon];
    let scheme = window.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let start = colon - scheme;
    let start = start + bytes[start..colon].iter().position(u8::is_ascii_alphabetic)?;
    if colon - start < 2 || scheme == SCHEME_WINDOW {
        return None;
    }
    let host = colon + 3;
    let end = match AUTHORITY.len_within(&text[host..]) {
        Some(len) => host + len,
        // file:///home
        None if bytes.get(host) == Some(&b'/') && bytes[start..colon].eq_ignore_ascii_case(b"file") => host,
        None => return None,
    };
    Some((start..path(text, end), TokenKind::Url))
}

fn www(text: &str, from: usize, at: usize) -> Option<(Range<usize>, TokenKind)> {
    let bytes = text.as_bytes();
    let www = bytes.get(at..at + 4)?;
    // A conjunction may stand before it (`وwww.`), a piece of a name may not; and of a chain the first link is tried.
    let before = text[from..at].trim_end_matches(is_format).as_bytes();
    let chained = before.len() >= 4 && before[before.len() - 4..].eq_ignore_ascii_case(b"www.");
    if !www.eq_ignore_ascii_case(b"www.") || chained || before.last().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let end = at + WWW.len_within(&text[at..])?;
    Some((at..path(text, end), TokenKind::Url))
}

/// The end of the path, query and fragment that start at `start`, if any do.
fn path(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    if !rest.starts_with(['/', '?', '#']) {
        return start;
    }
    let (mut round, mut square) = (0usize, 0usize);
    let mut end = rest.len();
    for (at, c) in rest.char_indices() {
        let stop = match c {
            // Most of a URL.
            'A'..='Z' | 'a'..='z' | '0'..='9' | '/' | '-' | '.' | '_' | '=' | '&' | '?' | '%' => false,
            '(' => {
                round += 1;
                false
            }
            '[' => {
                square += 1;
                false
            }
            // The bracket of a pair that opened before the URL.
            ')' if round == 0 => true,
            ']' if square == 0 => true,
            ')' => {
                round -= 1;
                false
            }
            ']' => {
                square -= 1;
                false
            }
            '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '،' | '؛' | '؟' => true,
            '\'' => false,
            _ => matches!(
                class(c),
                Class::Space
                    | Class::Newline
                    | Class::Hidden
                    | Class::Format
                    | Class::Apostrophe
                    | Class::Quote
                    | Class::Open
                    | Class::Close
            ),
        };
        if stop {
            end = at;
            break;
        }
    }
    // A sentence's own punctuation is not the URL's.
    let trailing = |c: char| {
        matches!(c, '*' | '_' | '~' | '(' | '[')
            || matches!(
                class(c),
                Class::FullStop
                    | Class::Ellipsis
                    | Class::Terminator
                    | Class::Comma
                    | Class::Colon
                    | Class::Apostrophe
                    | Class::Decimal
            )
    };
    start + rest[..end].trim_end_matches(trailing).len()
}

fn email(text: &str, from: usize, at: usize) -> Option<(Range<usize>, TokenKind)> {
    let before = &text[from..at];
    let ascii = before.ends_with(|c: char| c.is_ascii());
    let local = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '.' | '_' | '%' | '+' | '-')
            || !ascii && matches!(class(c), Class::Letter | Class::Arabic | Class::Tatweel | Class::Mark | Class::Digit)
    };
    let mut len = 0;
    for c in before.chars().rev().take_while(|&c| local(c)) {
        len += c.len_utf8();
        if len > LOCAL_WINDOW {
            return None;
        }
    }
    let start = at - len;
    let word = |c: char| !matches!(c, '.' | '-') && class(c) != Class::Mark;
    let start = start + text[start..at].find(word)?;
    if text[..at].ends_with('.') {
        return None;
    }
    let end = at + 1 + MAIL_HOST.len_within(&text[at + 1..])?;
    Some((start..end, TokenKind::Email))
}

/// A mention or a hashtag: nothing of a word may stand before the sign.
fn tag(text: &str, at: usize, pattern: &Pattern, kind: TokenKind) -> Option<(Range<usize>, TokenKind)> {
    const GLUED: Set = Set::of(&[
        Class::Letter,
        Class::Arabic,
        Class::Tatweel,
        Class::Mark,
        Class::Digit,
        Class::Joiner,
        Class::NonJoiner,
        Class::Connector,
    ]);
    if text[..at].trim_end_matches(is_format).chars().next_back().is_some_and(|c| GLUED.has(class(c))) {
        return None;
    }
    let len = pattern.len(&text[at + 1..])?;
    Some((at..at + 1 + len, kind))
}

/// The length of the emoticon at the start of `text`; the caller knows that a space stands before it.
///
/// Eyes `:` `;` `=`, perhaps a nose `-` or a tear `'`, a mouth, perhaps doubled; or one of a few others.
pub(crate) fn emoticon(text: &str) -> Option<usize> {
    const OTHERS: [&str; 8] = ["^_^", "^.^", "^^", "-_-", "<3", "</3", "(:", "(;"];
    let bytes = text.as_bytes();
    let face = || {
        let mut at = matches!(bytes.first()?, b':' | b';' | b'=').then_some(1)?;
        at += usize::from(matches!(bytes.get(at)?, b'-' | b'\''));
        let mouth = *bytes.get(at)?;
        b")(DPpOo*|/".contains(&mouth).then_some(())?;
        at += 1;
        // `:)))` laughs louder.
        if matches!(mouth, b')' | b'(') {
            at += bytes[at..].iter().take_while(|&&byte| byte == mouth).count();
        }
        Some(at)
    };
    let len = face().or_else(|| OTHERS.iter().find(|other| text.starts_with(**other)).map(|other| other.len()))?;
    // What follows must leave it alone: white space, or an emoji; or, after a mouth that is no letter, punctuation.
    const AFTER: Set = Set::WHITE.and(Class::Emoji).and(Class::Regional);
    const AFTER_SIGN: Set = AFTER.and(Class::FullStop).and(Class::Ellipsis).and(Class::Terminator).and(Class::Comma);
    let after = if bytes[len - 1].is_ascii_alphanumeric() { AFTER } else { AFTER_SIGN };
    first(text[len..].trim_start_matches(is_format)).is_none_or(|class| after.has(class)).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::{collection::vec, prelude::*, sample::select};

    const PIECES: &[&str] = &[
        "a", "Z", "0", "9", "_", "-", ".", ":", "@", "/", "?", " ", "\n", "www", "www.", "example", ".com", "80", "!",
        ",", "~", "[", "]", "%", "ا", "ي", "ـ", "\u{64B}", "\u{652}", "\u{653}", "ء", "٣", "\u{670}", "پ", "،",
        "\u{200C}", "\u{200D}", "é", "中", "😀", "#", "(", "\"",
    ];

    /// It may go on behind the window, where nobody looks.
    #[test]
    fn a_host_that_fills_the_window_is_none() {
        let found = |len: usize, more: &str| AUTHORITY.len_within(&("a".repeat(len) + more));
        let more = "\u{1F600}".repeat(4);
        assert_eq!(found(HOST_WINDOW - 5, &more), Some(HOST_WINDOW - 5));
        assert_eq!(found(HOST_WINDOW - 4, &more), None);
        assert_eq!(found(HOST_WINDOW, &more), None);
        // A text that ends there does not go on.
        assert_eq!(found(HOST_WINDOW, ""), Some(HOST_WINDOW));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_shortcut_says_what_the_pattern_says(parts in vec(select(PIECES), 0..12), long in 0..400usize) {
            let text = parts.concat();
            for pattern in [&AUTHORITY, &WWW, &MAIL_HOST, &NAME, &TOPIC] {
                // A long name may fill the window.
                let text = if long > 380 { "a".repeat(long - 130) + &text } else { text.clone() };
                if let Some(len) = (pattern.shortcut)(&text) {
                    prop_assert_eq!(len, pattern.len_by_regex(&text), "{:?} {:?}", pattern.source, &text);
                }
                let www = String::from("www.") + &text;
                if let Some(len) = (pattern.shortcut)(&www) {
                    prop_assert_eq!(len, pattern.len_by_regex(&www), "{:?} {:?}", pattern.source, &www);
                }
            }
        }
    }
}
