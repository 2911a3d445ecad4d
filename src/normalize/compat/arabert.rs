//! AraBERT 1.0.1, `ArabertPreprocessor('bert-base-arabertv02')`: what models of its second generation read.
//!
//! ```text
//! HTML's character references become characters; harakat and tatweel go
//! addresses become [رابط], e-mail addresses [بريد], mentions [مستخدم]: eleven patterns, one after the other
//! tags become a space; Arabic-Indic digits ASCII ones
//! words: letters, digits and brackets; every other accepted character is a word, and the rest parts words
//! ```
//!
//! The tool's patterns backtrack; each is a loop here. What a word is Python 3.11 says, with Unicode 14.

use super::super::pass::{Pass, Tell};
use super::super::step::Step;
use super::arabert_data::WORD;
use super::pieces::{Pieces, holds};
use super::space::is_space;
use super::{Rows, rows};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::{ControlFlow, Range};

const MARKS: Rows = &[(
    &['\u{064B}', '\u{064C}', '\u{064D}', '\u{064E}', '\u{064F}', '\u{0650}', '\u{0651}', '\u{0652}', '\u{0640}'],
    "",
)];

const DIGITS: Rows = &[
    (&['\u{0660}'], "0"),
    (&['\u{0661}'], "1"),
    (&['\u{0662}'], "2"),
    (&['\u{0663}'], "3"),
    (&['\u{0664}'], "4"),
    (&['\u{0665}'], "5"),
    (&['\u{0666}'], "6"),
    (&['\u{0667}'], "7"),
    (&['\u{0668}'], "8"),
    (&['\u{0669}'], "9"),
];

/// Addresses first, by the tool's patterns in its order, but for one that never matches; each with what is in all that it
/// finds.
const PATTERNS: [Pass; 12] = [
    Pass::in_text(|text, tell| replace(text, tell, LINK, address), |c| matches!(c, '.' | ':')),
    Pass::in_text(|text, tell| replace(text, tell, LINK, |text, from| after(text, from, scheme)), |c| c == '/'),
    Pass::in_text(|text, tell| replace(text, tell, LINK, |text, from| after(text, from, www)), |c| c == 'w'),
    Pass::in_text(|text, tell| replace(text, tell, LINK, dot_com), |c| c == 'c'),
    Pass::in_text(|text, tell| replace(text, tell, LINK, |text, from| to_space(text, from, "http")), |c| c == 'h'),
    Pass::in_text(|text, tell| replace(text, tell, LINK, |text, from| to_space(text, from, "www")), |c| c == 'w'),
    Pass::in_text(|text, tell| replace(text, tell, LINK, |text, from| literal(text, from, "://")), |c| c == '/'),
    Pass::in_text(|text, tell| replace(text, tell, MAIL, mail), |c| c == '@'),
    Pass::in_text(|text, tell| replace(text, tell, MAIL, anything_at_anything), |c| c == '@'),
    Pass::in_text(|text, tell| replace(text, tell, MENTION, mention), |c| c == '@'),
    Pass::in_text(|text, tell| replace(text, tell, " ", |text, from| literal(text, from, "<br />")), |c| c == '<'),
    Pass::in_text(|text, tell| replace(text, tell, " ", tag), |c| c == '<'),
];

const LINK: &str = " [رابط] ";
const MAIL: &str = " [بريد] ";
const MENTION: &str = " [مستخدم] ";

pub(super) fn steps() -> Vec<Step> {
    let mut steps = Vec::with_capacity(PATTERNS.len() + 4);
    steps.extend([Step::pass(Pass::in_text(unescape, |c| c == '&')), rows(MARKS)]);
    steps.extend(PATTERNS.map(Step::pass));
    steps.extend([rows(DIGITS), Step::pass(Pass::new(words))]);
    steps
}

/// Everything that `find` finds, from the left, becomes `to`. To stay linear, `find` reads no further than a constant
/// behind the end of what it finds.
fn replace(
    text: &str,
    tell: &mut Tell<'_>,
    to: &str,
    find: impl Fn(&str, usize) -> Option<Range<usize>>,
) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let mut from = 0;
    while let Some(found) = find(text, from) {
        pieces.keep(found.start);
        pieces.edit(found.end, to)?;
        from = found.end;
    }
    pieces.keep(text.len());
    pieces.finish()
}

/// `\w`.
fn is_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || !c.is_ascii() && holds(WORD, c)
}

/// Where the characters from `at` on stop to be of a kind.
fn run(text: &str, at: usize, kind: impl Fn(char) -> bool) -> usize {
    text[at..].find(|c| !kind(c)).map_or(text.len(), |end| at + end)
}

/// Where the characters before `at` begin to be of a kind, `from` at the earliest.
fn run_back(text: &str, from: usize, at: usize, kind: impl Fn(char) -> bool) -> usize {
    from + text[from..at].trim_end_matches(kind).len()
}

fn literal(text: &str, from: usize, what: &str) -> Option<Range<usize>> {
    let start = from + text[from..].find(what)?;
    Some(start..start + what.len())
}

/// `(http(s)?:\/\/.)?(www\.)?[-a-zA-Z0-9@:%._\+~#=]{2,256}\.[a-z]{2,6}\b([-a-zA-Z0-9@:%_\+.~#?&//=]*)`
fn address(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        // There is no domain without a full stop, and no scheme without a colon.
        let sign = at + text.as_bytes()[at..].iter().position(|byte| matches!(byte, b'.' | b':'))?;
        let (start, end) = (run_back(text, at, sign, is_host), run(text, sign, is_host));
        // A match without a scheme starts as early as the first domain allows: 256 characters before it, 4 more for
        // `www.`.
        let domain = (start + 2..end).find(|&dot| domain_end(text, dot).is_some());
        let plain = domain.and_then(|dot| {
            (start.max(dot.saturating_sub(260))..dot).find_map(|start| Some((start, host_end(text, start)?)))
        });
        let found = match (plain, with_scheme(text, start, end)) {
            (Some(plain), Some(scheme)) if plain.0 < scheme.0 => plain,
            (_, Some(scheme)) => scheme,
            (Some(plain), None) => plain,
            (None, None) => {
                at = end;
                continue;
            }
        };
        return Some(found.0..run(text, found.1, |c| is_host(c) || matches!(c, '?' | '&' | '/')));
    }
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '@' | ':' | '%' | '.' | '_' | '+' | '~' | '#' | '=')
}

/// The end of `\.[a-z]{2,6}\b` at a byte.
fn domain_end(text: &str, dot: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let letters = bytes.get(dot + 1..)?.iter().take(7).take_while(|byte| byte.is_ascii_lowercase()).count();
    let end = dot + 1 + letters;
    let ends = || !text[end..].chars().next().is_some_and(is_word);
    (bytes[dot] == b'.' && (2..=6).contains(&letters) && ends()).then_some(end)
}

/// The end of `(www\.)?[...]{2,256}\.[a-z]{2,6}\b`: as many characters before the dot as can be.
fn host_end(text: &str, start: usize) -> Option<usize> {
    let longest = |start: usize| {
        let window = text.as_bytes()[start..].iter().take(257).take_while(|&&byte| is_host(byte.into())).count();
        (start + 2..start + window).rev().find_map(|dot| domain_end(text, dot))
    };
    let www = text[start..].starts_with("www.").then(|| longest(start + 4)).flatten();
    www.or_else(|| longest(start))
}

/// Where a match with a scheme starts whose colon ends a run of characters, and where its host ends.
fn with_scheme(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let scheme = ["http:", "https:"].into_iter().find(|scheme| text[start..end].ends_with(scheme))?;
    let mut rest = text[end..].strip_prefix("//")?.chars();
    // Any character, of a host or not.
    rest.next().filter(|&c| c != '\n')?;
    Some((end - scheme.len(), host_end(text, text.len() - rest.as_str().len())?))
}

/// Finds the next match from a place on, and whether it counts.
type Finder = fn(&str, usize) -> Option<(Range<usize>, bool)>;

/// A beginning (`next` finds one, and its end), and at least one character of a path.
fn after(text: &str, mut from: usize, next: Finder) -> Option<Range<usize>> {
    let is_path =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '~' | '?' | '=' | '%' | '&');
    loop {
        let (begin, good) = next(text, from)?;
        let end = if good { run(text, begin.end, is_path) } else { begin.end };
        if end > begin.end {
            return Some(begin.start..end);
        }
        from = begin.start + 1;
    }
}

/// `http[s]?://`
fn scheme(text: &str, from: usize) -> Option<(Range<usize>, bool)> {
    let found = literal(text, from, "http")?;
    let rest = &text[found.end..];
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    Some(match rest.strip_prefix("://") {
        Some(rest) => (found.start..text.len() - rest.len(), true),
        None => (found, false),
    })
}

fn www(text: &str, from: usize) -> Option<(Range<usize>, bool)> {
    Some((literal(text, from, "www")?, true))
}

/// `[a-zA-Z]+\.com`
fn dot_com(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let dot = literal(text, at, ".com")?;
        let start = run_back(text, at, dot.start, |c| c.is_ascii_alphabetic());
        if start < dot.start {
            return Some(start..dot.end);
        }
        // What comes after the dot can be the letters before the next one.
        at = dot.start + 1;
    }
}

/// A beginning and everything up to white space.
fn to_space(text: &str, from: usize, begin: &str) -> Option<Range<usize>> {
    let start = literal(text, from, begin)?.start;
    Some(start..run(text, start, |c| !is_space(c)))
}

/// `[\w-]+@([\w-]+\.)+[\w-]+`
fn mail(text: &str, from: usize) -> Option<Range<usize>> {
    let is_label = |c: char| c == '-' || is_word(c);
    let mut at = from;
    loop {
        let sign = literal(text, at, "@")?;
        let start = run_back(text, at, sign.start, is_label);
        let first = run(text, sign.end, is_label);
        let mut end = first;
        while first > sign.end && text[end..].starts_with('.') {
            let label = run(text, end + 1, is_label);
            if label == end + 1 {
                break;
            }
            end = label;
        }
        if start < sign.start && end > first {
            return Some(start..end);
        }
        at = sign.end;
    }
}

/// `\S+@\S+`
fn anything_at_anything(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let start = at + text[at..].find(|c| !is_space(c))?;
        let end = run(text, start, |c| !is_space(c));
        if text[start..end].char_indices().skip(1).any(|(at, c)| c == '@' && start + at + 1 < end) {
            return Some(start..end);
        }
        at = end;
    }
}

/// `@[\w\d]+`
fn mention(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let sign = literal(text, at, "@")?;
        let end = run(text, sign.end, is_word);
        if end > sign.end {
            return Some(sign.start..end);
        }
        at = sign.end;
    }
}

/// `</?[^>]+>`
fn tag(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let open = literal(text, at, "<")?;
        let close = literal(text, open.end, ">")?;
        if close.start > open.end {
            return Some(open.start..close.end);
        }
        at = open.end;
    }
}

/// Python's `html.unescape`.
fn unescape(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut pieces = Pieces::new(tell);
    let mut to = String::new();
    let mut from = 0;
    while let Some(sign) = literal(text, from, "&") {
        to.clear();
        from = match number(text, sign.end, &mut to).or_else(|| name(text, sign.end, &mut to)) {
            Some(end) => {
                pieces.keep(sign.start);
                pieces.edit(end, &to)?;
                end
            }
            None => sign.end,
        };
    }
    pieces.keep(text.len());
    pieces.finish()
}

/// `#[0-9]+;?` or `#[xX][0-9a-fA-F]+;?` at a byte: appends what it stands for, returns its end.
fn number(text: &str, at: usize, to: &mut String) -> Option<usize> {
    let rest = text[at..].strip_prefix('#')?;
    let hex = rest.strip_prefix(['x', 'X']);
    let (radix, digits) = hex.map_or((10, rest), |hex| (16, hex));
    let start = text.len() - digits.len();
    let end = run(text, start, |c| c.is_digit(radix));
    if end == start {
        return None;
    }
    let value = text[start..end].chars().filter_map(|c| c.to_digit(radix));
    let value = value.fold(0_u32, |value, digit| value.saturating_mul(radix).saturating_add(digit));
    to.extend(match value {
        0 => Some('\u{FFFD}'),
        0x80..=0x9F => Some(WINDOWS_1252[value as usize - 0x80]),
        // Controls and noncharacters go.
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xFDD0..=0xFDEF => None,
        ..=0x10_FFFF if value & 0xFFFE == 0xFFFE => None,
        _ => Some(char::from_u32(value).unwrap_or('\u{FFFD}')),
    });
    Some(end + usize::from(text[end..].starts_with(';')))
}

/// The C1 controls as HTML reads them.
const WINDOWS_1252: [char; 32] = [
    '\u{20AC}', '\u{81}', '\u{201A}', '\u{0192}', '\u{201E}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{02C6}',
    '\u{2030}', '\u{0160}', '\u{2039}', '\u{0152}', '\u{8D}', '\u{017D}', '\u{8F}', '\u{90}', '\u{2018}', '\u{2019}',
    '\u{201C}', '\u{201D}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{02DC}', '\u{2122}', '\u{0161}', '\u{203A}',
    '\u{0153}', '\u{9D}', '\u{017E}', '\u{0178}',
];

/// `[^\t\n\f <&#;]{1,32};?` at a byte, or as much of it as HTML knows: appends what it stands for, returns its end.
fn name(text: &str, at: usize, to: &mut String) -> Option<usize> {
    let is_name = |c: char| !matches!(c, '\t' | '\n' | '\u{0C}' | ' ' | '<' | '&' | '#' | ';');
    let length: usize = text[at..].chars().take(32).take_while(|&c| is_name(c)).map(char::len_utf8).sum();
    if length == 0 {
        return None;
    }
    let end = at + length;
    let whole = end + usize::from(text[end..].starts_with(';'));
    // Names are ASCII; the shortest that needs no semicolon has two letters.
    let letters = run(&text[..end], at, |c| c.is_ascii_alphanumeric());
    let parts = (at + 2..=letters.min(end - 1)).rev();
    let (end, codes) =
        [whole].into_iter().chain([end]).chain(parts).find_map(|end| Some((end, entity(&text[at..end])?)))?;
    to.extend(codes.split(' ').filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)));
    Some(end)
}

/// The code points of a name, in hexadecimal.
fn entity(name: &str) -> Option<&'static str> {
    const LINES: &str = include_str!("arabert_entities.txt");
    let (mut low, mut high) = (0, LINES.len());
    while low < high {
        // A line with the middle in it.
        let middle = (low + high) / 2;
        let start = LINES.as_bytes()[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let end = start + LINES[start..].find('\n').unwrap_or(LINES.len() - start);
        let (known, codes) = LINES[start..end].split_once(' ')?;
        match name.cmp(known) {
            core::cmp::Ordering::Less => high = start,
            core::cmp::Ordering::Equal => return Some(codes),
            core::cmp::Ordering::Greater => low = end + 1,
        }
    }
    None
}

/// What a character is to the last step of the tool.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Arabic,
    /// Another character that does not part words: Latin letters and square brackets.
    Other,
    /// A word of its own.
    Single,
    Gap,
}

fn kind(c: char) -> Kind {
    match c {
        '0'..='9' => Kind::Digit,
        '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => Kind::Arabic,
        'a'..='z' | 'A'..='Z' | '[' | ']' => Kind::Other,
        '&' => Kind::Gap,
        '!'..='~' | '\u{AB}' | '\u{B7}' | '\u{BB}' | '\u{060C}' | '\u{061B}' | '\u{061F}' => Kind::Single,
        '\u{0640}' | '\u{064B}'..='\u{066C}' | '\u{0671}'..='\u{0674}' | '\u{06DA}' | '\u{0B4D}' => Kind::Single,
        '\u{2013}' | '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{2026}' => Kind::Single,
        _ => Kind::Gap,
    }
}

/// Where the Arabic letters from a place on stop to be any.
fn arabic_run(text: &str, mut at: usize) -> usize {
    // U+0621 to U+063A, U+0641 to U+064A.
    while let Some([0xD8, 0xA1..=0xBA] | [0xD9, 0x81..=0x8A]) = text.as_bytes()[at..].first_chunk() {
        at += 2;
    }
    at
}

/// Whether one of the letters, of two bytes each, stands three times in a row.
fn has_triple(letters: &str) -> bool {
    letters.as_bytes().as_chunks::<2>().0.windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

/// Of a run of one character, but a digit, two stay; words are parted by one space, numbers from Arabic letters too.
fn words(text: &str, tell: &mut Tell<'_>) -> ControlFlow<()> {
    let mut words = Words { text, pieces: Pieces::new(tell), any: false, buffer: String::new() };
    let mut at = 0;
    let mut repeated = ('\0', 0);
    // The three pieces before this one without a character that parts words.
    let mut before = [None; 3];
    while let Some(first) = text[at..].chars().next() {
        let this = kind(first);
        let in_word = this != Kind::Single && this != Kind::Gap;
        let end = match this {
            Kind::Arabic => arabic_run(text, at),
            _ if in_word => run(text, at, |c| kind(c) == this),
            _ => at + first.len_utf8(),
        };
        let mut begins = !in_word || before[2].is_none() || {
            let next = text[end..].chars().next().map(kind);
            let next_but_one = || text[run(text, end, |c| Some(kind(c)) == next)..].chars().next().map(kind);
            // The tool parts each digits-letters first, and what is around the two; then each letters-digits that is
            // still together, likewise.
            match (before.map(|kind| kind.unwrap_or(Kind::Gap)), this) {
                ([_, _, Kind::Arabic], Kind::Digit) | ([_, _, Kind::Digit], Kind::Arabic) => true,
                (_, Kind::Digit) => next == Some(Kind::Arabic),
                (_, Kind::Arabic) => next == Some(Kind::Digit) && next_but_one() != Some(Kind::Arabic),
                ([_, Kind::Digit, Kind::Arabic], _) => true,
                ([earlier, Kind::Arabic, Kind::Digit], _) => earlier != Kind::Digit,
                _ => false,
            }
        };
        if this == Kind::Arabic && repeated.0 != first && !has_triple(&text[at..end]) {
            words.put(at, first, begins)?;
            words.pieces.keep(end);
            let mut last = text[at..end].chars().rev();
            let (last, twice) = (last.next().unwrap_or(first), last.next());
            repeated = (last, if twice == Some(last) { 2 } else { 1 });
            (before, at) = ([before[1], before[2], Some(this)], end);
            continue;
        }
        for (offset, c) in text[at..end].char_indices() {
            repeated = (c, if repeated.0 == c { repeated.1 + 1 } else { 1_u64 });
            if this != Kind::Gap && (repeated.1 < 3 || this == Kind::Digit) {
                words.put(at + offset, c, begins)?;
                begins = false;
            }
        }
        before = if in_word { [before[1], before[2], Some(this)] } else { [None; 3] };
        at = end;
    }
    words.finish()
}

struct Words<'t, 'a, 'b> {
    text: &'t str,
    pieces: Pieces<'a, 'b>,
    /// Whether a word came out.
    any: bool,
    buffer: String,
}

impl Words<'_, '_, '_> {
    /// The character at `at` stays, as the first of a word or as another.
    fn put(&mut self, at: usize, c: char, begins: bool) -> ControlFlow<()> {
        let mut space = if begins && self.any { " " } else { "" };
        self.any = true;
        if self.text[self.pieces.end()..at] == *space {
            self.pieces.keep(at);
            space = "";
        } else if self.pieces.end() < at {
            self.pieces.edit(at, space)?;
            space = "";
        }
        let end = at + c.len_utf8();
        if space.is_empty() && c != '/' {
            self.pieces.keep(end);
            return ControlFlow::Continue(());
        }
        self.buffer.clear();
        self.buffer.push_str(space);
        self.buffer.push(if c == '/' { '-' } else { c });
        self.pieces.edit(end, &self.buffer)
    }

    fn finish(mut self) -> ControlFlow<()> {
        if self.pieces.end() < self.text.len() {
            self.pieces.edit(self.text.len(), "")?;
        }
        self.pieces.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, arabic_run, kind};
    use crate::{Normalizer, Preset};
    use alloc::string::String;
    use alloc::vec::Vec;

    /// The bytes of the short way are the letters of [`kind`].
    #[test]
    fn arabic_runs_are_of_the_kind() {
        for c in '\0'..='\u{FFFF}' {
            let text = String::from(c);
            assert_eq!(arabic_run(&text, 0) > 0, kind(c) == Kind::Arabic, "{c:?}");
        }
    }

    /// A megabyte of what makes patterns backtrack: what took quadratic time here would not end.
    #[test]
    fn no_pattern_backtracks() {
        const TIMES: usize = 300_000;
        let words = |word: &str| alloc::vec![word; TIMES].join(" ");
        let cases: [(&str, String); 17] = [
            ("http", String::from("[رابط]")),
            ("http:", String::from("[رابط]")),
            ("www.", String::from("[رابط]")),
            ("://", words("[رابط]")),
            ("http:// ", words("[رابط]")),
            ("@", String::from("[بريد]")),
            ("a@b", String::from("[بريد]")),
            (" @", words("@")),
            ("a@ ", words("a @")),
            ("@a ", words("[مستخدم]")),
            (".", String::from(". .")),
            ("a.", words("a .")),
            ("<", String::from("< <")),
            ("<>", words("< >")),
            ("&", String::new()),
            ("&#x", words("# x")),
            ("ب1", words("ب 1")),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .filter(|(piece, expected)| {
                Normalizer::new(Preset::ArabertV02).normalize(&piece.repeat(TIMES)) != *expected
            })
            .map(|(piece, _)| piece)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
