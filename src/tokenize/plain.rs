//! Which borders of tokens are so plain that no rule need be asked?
//!
//! Characters have a *kind*, which is that of the token they make, and a *role*, in which they stand behind another; some
//! have none. What two neighbours say is a table ([`flags`]), and a block of 64 bytes becomes one mask a flag
//! (`scan/classes.rs`). What three neighbours say is a shift of two masks:
//!
//! ```text
//! border:  between different kinds, and on both sides of a mark
//! doubt:   a place that neighbours make doubtful: a character without a kind, a letter beside a digit, a full stop
//!          between letters, the same mark twice ...
//! a token from `start` to a border `end` is plain if there is no doubt in `start + 1 ..= end`
//! ```
//!
//! A doubt is never decided here: the tokenizer goes through its rules from the last plain border on, and comes back
//! behind what they decided. So this file says less than the rules, and never something else; a test compares both on
//! texts at random, under every set of tailorings. Without `space-run` nothing is plain.

use super::TokenKind;
use super::class::{Class, class};
use crate::scan::classes::{BLOCK, BLOCKS, Before, Classes, FLAGS, KIND, Mixed, Places, ROLE, UPPER};
use alloc::boxed::Box;
use core::{iter, slice};
use once_cell::race::OnceBox;

// Kinds, in the place that `scan::classes` has for them. No kind is 0; those that are word-like are its upper ones.
const SPACE: u8 = 1 << 4;
const PUNCTUATION: u8 = 2 << 4;
const SYMBOL: u8 = 3 << 4;
const WORD: u8 = UPPER;
const NUMBER: u8 = UPPER | 1 << 4;
const EMOJI: u8 = UPPER | 2 << 4;
/// U+200D ZERO WIDTH JOINER behind a picture, before another.
const JOINED: u8 = UPPER | 3 << 4;

// Roles. No role is 0. Those from 8 on stand apart from white space before them.
/// Goes on with a word: a mark of a letter, a tatweel.
const ATTACHED: u8 = 1;
const WHITE: u8 = 2;
/// A picture, a mark that goes with it, and what joins it to the next one.
const PICTURE: u8 = 3;
const TONE: u8 = 4;
const LINK: u8 = 5;
/// Nothing else is known of it.
const APART: u8 = 8;
/// Begins a word or goes on with one.
const LETTER: u8 = 9;
const DIGIT: u8 = 10;
/// A token by itself, unless it stands there twice.
const MARK: u8 = 11;
/// A mark that may join the letters at its sides, or the digits.
const JOINER: u8 = 12;
/// A mark that may begin an emoticon or a telephone number.
const SIGN: u8 = 13;
/// A sign that may join letters.
const JOINING_SIGN: u8 = 14;
/// A mark that may join digits.
const COMMA: u8 = 15;

/// The kind and the role of a character.
fn value(c: char) -> u8 {
    // Elsewhere there are letters that join otherwise (Hebrew, Katakana, ideographs), and characters that are newer than
    // the word boundaries that the rules know.
    let known = matches!(c, ..'\u{530}' | '\u{600}'..'\u{700}' | '\u{2000}'..'\u{2070}' | '\u{2600}'..'\u{27C0}'
        | '\u{FB50}'..'\u{FF00}' | '\u{1F000}'..'\u{1FC00}');
    match class(c) {
        _ if !known => 0,
        Class::Letter => WORD | LETTER,
        Class::Arabic => WORD | LETTER,
        Class::Mark if super::words::is_tone(c) => EMOJI | TONE,
        Class::Mark | Class::Tatweel => WORD | ATTACHED,
        Class::Digit => NUMBER | DIGIT,
        Class::Newline => SPACE | WHITE,
        // U+200A HAIR SPACE and U+202F NARROW NO-BREAK SPACE have tailorings of their own.
        Class::Space if !matches!(c, '\u{200A}' | '\u{202F}') => SPACE | WHITE,
        Class::FullStop => PUNCTUATION | JOINER,
        Class::Colon if c.is_ascii() => PUNCTUATION | JOINING_SIGN,
        Class::Comma if c == ';' => PUNCTUATION | SIGN,
        Class::Comma => PUNCTUATION | COMMA,
        Class::Terminator
        | Class::Ellipsis
        | Class::Dash
        | Class::Quote
        | Class::Open
        | Class::Close
        | Class::Punctuation => PUNCTUATION | MARK,
        Class::Symbol if matches!(c, '+' | '=' | '<' | '^') => SYMBOL | SIGN,
        // Some of the other symbols are letters to UAX #29: U+00B8 CEDILLA.
        Class::Symbol if c.is_ascii() => SYMBOL | MARK,
        Class::Emoji if super::words::is_picture(c) && !super::words::is_letter_picture(c) => EMOJI | PICTURE,
        Class::Joiner => JOINED | LINK,
        Class::NonJoiner | Class::Hidden | Class::Format | Class::Space => 0,
        // A dash and it may begin an emoticon.
        Class::Connector => 0,
        _ => APART,
    }
}

/// Whether a text begins with a mark that is a token by itself behind a letter or an underscore, or behind a digit.
pub(super) fn is_mark_behind(text: &str, digit: bool) -> bool {
    let role = text.chars().next().map_or(0, |c| value(c) & ROLE);
    role == MARK || role == COMMA && !digit
}

/// Flags of a pair of neighbours, at the second one.
const BORDER: u8 = 1 << 0;
const DOUBT: u8 = 1 << 1;
/// A mark that joins, if the character after it lets it ...
const JOINS: u8 = 1 << 2;
/// ... which this one does.
const LETS: u8 = 1 << 3;
/// A mark behind a mark: a doubt if it is the same, for runs may be tokens. A sign behind neither a word nor a number: a
/// doubt if it has no white space behind it. There are few enough to look at each.
const SELDOM: u8 = 1 << 4;

/// `glue` says that other marks than those of UAX #29 may join numbers.
fn flags(kind: u8, role: u8, glue: bool) -> u8 {
    let own = match role {
        LETTER | ATTACHED => WORD,
        DIGIT => NUMBER,
        WHITE => SPACE,
        TONE | LINK => EMOJI,
        // WB3c
        PICTURE => JOINED,
        _ => 0,
    };
    let mark = matches!(role, MARK | JOINER | SIGN | JOINING_SIGN | COMMA);
    let sign = matches!(role, SIGN | JOINING_SIGN);
    let joiner = matches!(role, JOINER | JOINING_SIGN);
    let behind_mark = matches!(kind, PUNCTUATION | SYMBOL | EMOJI);
    // WB4: what a rule would look past, to the next character. What begins with it is not plain: the rules came there, see
    // `refill`.
    let headless = role == ATTACHED && kind != WORD || matches!(role, TONE | LINK) && kind != EMOJI;
    // WB9, WB10.
    let mixed = kind == WORD && role == DIGIT || kind == NUMBER && own == WORD;
    let unknown = role == APART && matches!(kind, WORD | NUMBER) || kind == JOINED && role != PICTURE;
    let number = if glue { mark } else { matches!(role, JOINER | SIGN | COMMA) };
    let flag = |flag: u8, on: bool| if on { flag } else { 0 };
    flag(BORDER, kind != own || mark)
        | flag(DOUBT, kind == 0 || role == 0 || unknown || mixed || headless || behind_mark && sign)
        // WB6, WB7; WB11, WB12 and the tailorings of numbers.
        | flag(JOINS, kind == WORD && joiner || kind == NUMBER && number)
        | flag(LETS, behind_mark && (matches!(role, 0 | APART | TONE | LINK) || matches!(own, WORD | NUMBER)))
        | flag(SELDOM, sign && !matches!(kind, WORD | NUMBER) || mark && matches!(kind, PUNCTUATION | SYMBOL))
}

fn classes(glue: bool) -> &'static Classes {
    static CLASSES: [OnceBox<Classes>; 2] = [OnceBox::new(), OnceBox::new()];
    let new = || Classes::new(value, Mixed::Common(APART)).with_pairs(|kind, role| flags(kind, role, glue));
    CLASSES[usize::from(glue)].get_or_init(|| Box::new(new()))
}

/// The kind of a plain token, by that of its last character.
const KINDS: [TokenKind; 8] = {
    let mut kinds = [TokenKind::Format; 8];
    kinds[WORD as usize >> 4] = TokenKind::Word;
    kinds[NUMBER as usize >> 4] = TokenKind::Number;
    kinds[SPACE as usize >> 4] = TokenKind::Space;
    kinds[PUNCTUATION as usize >> 4] = TokenKind::Punctuation;
    kinds[SYMBOL as usize >> 4] = TokenKind::Symbol;
    kinds[EMOJI as usize >> 4] = TokenKind::Emoji;
    kinds
};

/// The bytes of all blocks.
const LEN: usize = BLOCKS * BLOCK;

/// What the tokenizer knows of the text ahead: the borders of a few blocks, and which are plain.
///
/// They are listed once, some blocks at a time, for a processor that guesses wrong how many there are in a block should
/// not have to wait for the block to find out.
#[derive(Debug, Clone)]
pub(super) struct Plain {
    classes: &'static Classes,
    /// Where the first of the blocks starts, and whether there are any.
    base: usize,
    known: bool,
    /// All borders and all doubts of the blocks.
    all: [u64; BLOCKS],
    doubts: [u64; BLOCKS],
    /// Where characters begin that are word-like; where such a one is before.
    heads: [u64; BLOCKS],
    tails: [u64; BLOCKS],
    lists: Lists,
    /// Whether the borders are in the list. How many there are, how many of them are before the first doubt, and how many are
    /// behind us.
    listed: bool,
    count: usize,
    sure: usize,
    given: usize,
    /// Whether only words are listed, and then whether the first of them begins before the blocks.
    words: bool,
    open: bool,
    /// The last plain border before the first doubt, and what ends there.
    border: Option<(usize, TokenKind)>,
    /// The word that begins before the blocks: its range and its kind.
    head: Option<(usize, usize, TokenKind)>,
    /// The value of the character that reaches over the end of the last block.
    last: u8,
}

/// Vectors are written to these; to lines of the cache each.
#[derive(Debug, Clone)]
#[repr(align(64))]
struct Lists {
    /// For each border the value of the character before it.
    before: Before,
    /// The borders, or for words those behind one; for words where each begins.
    ends: Places,
    starts: Places,
}

/// The plain tokens of some blocks: the start, which means something of words only, the end and the kind of each.
pub(super) struct List<'p> {
    places: iter::Zip<slice::Iter<'p, u8>, slice::Iter<'p, u8>>,
    base: usize,
    before: &'p Before,
}

impl Iterator for List<'_> {
    type Item = (usize, usize, TokenKind);

    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize, TokenKind)> {
        let (&start, &end) = self.places.next()?;
        Some((self.base + usize::from(start), self.base + usize::from(end), kind(self.before, end)))
    }
}

/// The kind of what ends at a place.
#[inline(always)]
fn kind(before: &Before, place: u8) -> TokenKind {
    KINDS[usize::from(before.as_flattened()[usize::from(place)] & KIND) >> 4]
}

impl Plain {
    /// `glue` says that other marks than those of UAX #29 may join numbers.
    ///
    /// `words`: only what is word-like is listed.
    pub(super) fn new(glue: bool, words: bool) -> Plain {
        Plain {
            classes: classes(glue),
            base: 0,
            known: false,
            all: [0; BLOCKS],
            doubts: [0; BLOCKS],
            heads: [0; BLOCKS],
            tails: [0; BLOCKS],
            lists: Lists {
                before: [[0; BLOCK]; BLOCKS],
                ends: [0; (BLOCKS + 1) * BLOCK],
                starts: [0; (BLOCKS + 1) * BLOCK],
            },
            listed: false,
            count: 0,
            sure: 0,
            given: 0,
            words,
            open: false,
            border: None,
            head: None,
            last: 0,
        }
    }

    /// The next plain token or word: the start, which means something of words only, the end and the kind.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<(usize, usize, TokenKind)> {
        let number = self.given;
        if number >= self.sure {
            return None;
        }
        self.given += 1;
        let (start, end) = (self.lists.starts[number], self.lists.ends[number]);
        Some((self.base + usize::from(start), self.base + usize::from(end), self.kind(end)))
    }

    /// The plain tokens, or words, that are still to be given out: to whoever asks.
    #[inline(always)]
    pub(super) fn take_list(&mut self) -> List<'_> {
        let given = self.given;
        self.given = given.max(self.sure);
        let Lists { before, ends, starts } = &self.lists;
        let places = starts[given..self.given].iter().zip(&ends[given..self.given]);
        List { places, base: self.base, before }
    }

    #[inline(always)]
    fn next_place(&self) -> Option<u8> {
        (self.given < self.sure).then(|| self.lists.ends[self.given])
    }

    #[inline(always)]
    fn kind(&self, place: u8) -> TokenKind {
        kind(&self.lists.before, place)
    }

    /// The word that is to be given out before those of the list.
    #[inline(always)]
    pub(super) fn take_head(&mut self) -> Option<(usize, usize, TokenKind)> {
        self.head.take()
    }

    /// Where the last plain token before the doubt ends, and what it is: the rules go on there.
    pub(super) fn take_border(&mut self) -> Option<(usize, TokenKind)> {
        self.border.take()
    }

    /// Goes on to the plain tokens from `at` on, where one starts: `false` if what follows them is for the rules, and
    /// none of them is to be given out.
    ///
    /// `jumped` says that the rules found the token before `at`.
    #[inline(never)]
    pub(super) fn refill(&mut self, text: &str, at: usize, limit: usize, jumped: bool) -> bool {
        if jumped && matches!(self.role(text, at), Some(ATTACHED | TONE | LINK | SIGN | JOINING_SIGN)) {
            // What the rules made of the text before is not what its characters look like.
            self.sure = 0;
            return false;
        }
        // A token that begins before the blocks goes on in them if nothing else is known of it.
        if !self.known || at > self.base + LEN || jumped && at < self.base {
            self.last = SPACE;
            self.look(text, at);
        }
        loop {
            let clear = self.aim(at, limit);
            if self.head.is_some() || self.next_place().is_some() {
                return true;
            }
            let end = self.base + LEN;
            if !clear || end > limit {
                return false;
            }
            self.look(text, end);
        }
    }

    /// The role of the character that begins there, if the text does not end there.
    #[inline]
    fn role(&self, text: &str, at: usize) -> Option<u8> {
        (at < text.len()).then(|| self.classes.value(text, at) & ROLE)
    }

    /// Skips what is before `at`, and finds the first doubt behind it, or the limit. Whether there is none.
    fn aim(&mut self, at: usize, limit: usize) -> bool {
        let (place, end) = (at.checked_sub(self.base), limit - self.base);
        let behind = place.map_or(0, |place| place + 1);
        let doubt = first(&self.doubts, behind).filter(|&doubt| doubt < end);
        let clear = doubt.is_none() && end >= LEN;
        let mut stop = doubt.unwrap_or(LEN.min(end + 1));
        if doubt.is_none() && end < LEN {
            // What is behind a character without a kind is a doubt, at the limit too.
            let before = self.lists.before.as_flattened()[end];
            if matches!(before & KIND, 0 | JOINED) {
                stop = end;
            } else {
                self.add(end);
            }
        }
        if let Some(place) = place.filter(|&place| self.words && place < LEN && is_in(&self.heads, place)) {
            self.add(place);
        }
        if !self.listed {
            self.list();
        }
        while self.given < self.count && usize::from(self.lists.ends[self.given]) < behind {
            self.given += 1;
        }
        self.sure = self.count;
        if stop < LEN {
            let behind_stop = |&end: &u8| usize::from(end) >= stop;
            let ends = &self.lists.ends[self.given..self.count];
            self.sure = ends.iter().position(behind_stop).map_or(self.count, |more| self.given + more);
        }
        if self.words && place.is_none() {
            let ends_here = self.all[0] & self.tails[0] & 1 != 0 && stop > 0;
            let first = if self.open && self.given == 0 { self.next_place() } else { None };
            self.given += usize::from(first.is_some());
            self.head = ends_here.then_some(0).or(first).map(|end| {
                let start = self.border.map_or(at, |(border, _)| border);
                (start, self.base + usize::from(end), self.kind(end))
            });
        }
        if let Some(border) = last(&self.all, stop).filter(|&border| border >= behind) {
            self.border = Some((self.base + border, self.kind(border as u8)));
        }
        clear
    }

    /// Adds a border that the pairs do not tell.
    fn add(&mut self, place: usize) {
        if !is_in(&self.all, place) {
            self.all[place / BLOCK] |= 1 << (place % BLOCK);
            self.listed = false;
        }
    }

    /// Lists the borders of the blocks.
    fn list(&mut self) {
        (self.listed, self.given) = (true, 0);
        if !self.words {
            self.count = self.classes.list(&self.all, &mut self.lists.ends);
            return;
        }
        let (mut starts, mut ends) = (self.all, self.all);
        starts.iter_mut().zip(&self.heads).for_each(|(starts, heads)| *starts &= heads);
        ends.iter_mut().zip(&self.tails).for_each(|(ends, tails)| *ends &= tails);
        // So that each end has a start in the list: what ends where the blocks start has none, see `aim`.
        starts[0] |= u64::from(self.open);
        ends[0] &= !1;
        self.classes.list(&starts, &mut self.lists.starts);
        self.count = self.classes.list(&ends, &mut self.lists.ends);
    }

    /// Goes on to the blocks at `base`.
    fn look(&mut self, text: &str, base: usize) {
        // Of the block before: marks that may join, and whether its last byte is a sign that makes a doubt behind it.
        let (mut joins_before, mut sign_before) = (0, 0);
        let mut found = [[0; FLAGS + 2]; BLOCKS];
        let first_value = self.last;
        self.classes.blocks(text, base, &mut self.last, &mut found, &mut self.lists.before);
        for (number, flags) in found.iter().enumerate() {
            let start = base + number * BLOCK;
            if start > text.len() {
                // Further blocks have nothing.
                self.all[number..].fill(0);
                self.doubts[number..].fill(0);
                break;
            }
            let [all, doubt, joins, lets, mut seldom, head, tail] = *flags;
            let mut doubts = doubt | joins & (lets >> 1 | lets >> 2) | sign_before;
            let mut signs = 0;
            while seldom != 0 {
                let (at, bit) = (start + seldom.trailing_zeros() as usize, seldom & seldom.wrapping_neg());
                if text[..at].chars().next_back() == text[at..].chars().next() {
                    doubts |= bit;
                } else if matches!(self.role(text, at), Some(SIGN | JOINING_SIGN))
                    // A sign has one byte.
                    && !matches!(self.role(text, at + 1), None | Some(WHITE))
                {
                    signs |= bit;
                }
                seldom ^= bit;
            }
            doubts |= signs << 1;
            sign_before = signs >> (BLOCK - 1);
            if let Some(before) = number.checked_sub(1) {
                self.doubts[before] |= joins_before & (lets << 62 | lets << 63);
            }
            joins_before = joins;
            (self.all[number], self.doubts[number]) = (all, doubts);
            (self.heads[number], self.tails[number]) = (head, tail);
        }
        if base + LEN <= text.len() {
            // What may let a mark join is in the next block, and so is what is behind a sign: the rules will see.
            self.doubts[BLOCKS - 1] |= joins_before & 0b11 << 62 | sign_before << 63;
        }
        (self.base, self.known, self.listed) = (base, true, false);
        self.open = first_value & UPPER != 0 && self.all[0] & 1 == 0;
    }
}

/// The first place of the masks from `from` on.
#[inline(always)]
fn first(masks: &[u64; BLOCKS], from: usize) -> Option<usize> {
    let mut block = from / BLOCK;
    let mut bits = masks.get(block)? & u64::MAX << (from % BLOCK);
    while bits == 0 {
        block += 1;
        bits = *masks.get(block)?;
    }
    Some(block * BLOCK + bits.trailing_zeros() as usize)
}

/// The last place of the masks before `to`, which is not behind their end.
#[inline(always)]
fn last(masks: &[u64; BLOCKS], to: usize) -> Option<usize> {
    let mut block = to.checked_sub(1)? / BLOCK;
    let mut bits = masks[block] & u64::MAX >> (BLOCK - 1 - (to - 1) % BLOCK);
    while bits == 0 {
        block = block.checked_sub(1)?;
        bits = masks[block];
    }
    Some(block * BLOCK + BLOCK - 1 - bits.leading_zeros() as usize)
}

#[inline(always)]
fn is_in(masks: &[u64; BLOCKS], place: usize) -> bool {
    masks[place / BLOCK] >> (place % BLOCK) & 1 != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use unicode_segmentation::UnicodeSegmentation;

    /// What is known is not looked at again, and what a long token covers is not looked at.
    #[test]
    fn blocks_are_looked_at_once() {
        let text = "كلمة ".repeat(700);
        let mut plain = Plain::new(false, false);
        let mut looks_at = |at: usize| {
            assert!(plain.refill(&text, at, text.len(), true), "{at}");
            plain.base
        };
        assert_eq!([0, 9, 90, 243].map(&mut looks_at), [0; 4]);
        // The last word of these blocks ends in the next ones.
        assert_eq!([252, 261, 270].map(&mut looks_at), [LEN; 3]);
        assert_eq!([900, 909].map(&mut looks_at), [900; 2]);
        assert_eq!([4500, 4509, 4500 + 243].map(&mut looks_at), [4500; 3]);
    }

    /// What a character's kind and role claim holds by UAX #29.
    #[test]
    fn values_are_claims() {
        let pieces = |text: &str| text.split_word_bounds().count();
        let mut wrong = alloc::vec::Vec::new();
        for c in '\0'..=char::MAX {
            let value = value(c);
            let ok = match value & ROLE {
                0 => true,
                ATTACHED => pieces(&format!("a{c}a")) == 1,
                WHITE => pieces(&format!("a{c}a")) == 3 && pieces(&format!("1{c}1")) == 3,
                LETTER => pieces(&format!("a{c}1{c}{c}a")) == 1,
                DIGIT => pieces(&format!("a{c}1{c}{c}a")) == 1 && pieces(&format!("{c},{c}")) == 1,
                APART => pieces(&format!(" {c}")) == 2,
                MARK | SIGN => {
                    pieces(&format!("a{c}a")) == 3 && pieces(&format!("1{c}a")) == 3 && pieces(&format!("{c}{c}")) == 2
                }
                JOINER => pieces(&format!("a{c}1")) == 3 && pieces(&format!("{c}{c}")) == 2,
                JOINING_SIGN => pieces(&format!("1{c}1")) == 3 && pieces(&format!("{c}{c}")) == 2,
                PICTURE => pieces(&format!("1{c}a")) == 3 && pieces(&format!("😀\u{200D}{c}{c}")) == 2,
                TONE | LINK => pieces(&format!("😀{c}")) == 1 && pieces(&format!("😀{c}\u{200D}😀")) == 1,
                COMMA => pieces(&format!("a{c}a")) == 3 && pieces(&format!("{c}{c}")) == 2,
                role => unreachable!("{role}"),
            };
            // A semicolon is a sign, and joins digits: what signs do behind digits is always for the rules.
            let joins_none = matches!(value & ROLE, MARK | JOINING_SIGN);
            if !ok || joins_none && pieces(&format!("1{c}1")) != 3 {
                wrong.push(format!("U+{:04X} {value:#x}", c as u32));
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
