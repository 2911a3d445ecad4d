//! Which borders of tokens are so plain that no rule need be asked?
//!
//! Characters are sorted into a few sorts that behave alike ([`sort`]); the rest has no sort. For a block of 64 bytes
//! there is a mask for each sort (`scan/classes.rs`), and everything is said with shifts of them:
//!
//! ```text
//! border:  between characters of different sorts, and on both sides of a mark
//! doubt:   a place that two neighbours make doubtful: a character without a sort, a letter beside a digit, a full stop
//!          with no space behind it, the same mark twice ...
//! a token from `start` to a border `end` is plain if there is no doubt in `start + 1 ..= end`
//! ```
//!
//! A doubt is never decided here: the tokenizer goes through its rules from the last plain border on, and comes back
//! behind what they decided. So this file says less than the rules, and never something else; a test compares both on
//! texts at random, under every set of tailorings but those without `space-run`: without it nothing is plain.

use super::TokenKind;
use super::class::{Class, class};
use crate::scan::classes::{BLOCK, Block, Classes, Mixed};
use alloc::boxed::Box;
use once_cell::race::OnceBox;

/// A letter, a mark or a tatweel: part of a run that is a word ...
const WORD: u8 = 1 << 0;
/// ... and the first two can begin one (a mark alone, a dash of tatweel are none).
const LETTER: u8 = 1 << 1;
const DIGIT: u8 = 1 << 2;
/// White space.
const SPACE: u8 = 1 << 3;
/// A mark: a token by itself, unless it stands there twice.
const MARK: u8 = 1 << 4;
/// A mark that may join the letters at its sides (with [`SYMBOL`]: an emoji).
const JOINS: u8 = 1 << 5;
/// The token is no punctuation, but a symbol.
const SYMBOL: u8 = 1 << 6;
/// A mark that may begin an emoticon or a telephone number.
const SIGN: u8 = 1 << 7;

/// How a character behaves.
fn sort(c: char) -> u8 {
    match class(c) {
        // Letters join, but not those of every script, and Hebrew ones join quotation marks too.
        Class::Letter if c < '\u{590}' => WORD | LETTER,
        Class::Arabic => WORD | LETTER,
        Class::Mark | Class::Tatweel => WORD,
        Class::Digit => DIGIT,
        Class::Newline => SPACE,
        // U+200A HAIR SPACE and U+202F NARROW NO-BREAK SPACE have tailorings of their own.
        Class::Space if !matches!(c, '\u{200A}' | '\u{202F}') => SPACE,
        Class::FullStop => MARK | JOINS,
        Class::Colon if c.is_ascii() => MARK | JOINS | SIGN,
        Class::Comma if c == ';' => MARK | SIGN,
        Class::Comma
        | Class::Terminator
        | Class::Ellipsis
        | Class::Dash
        | Class::Quote
        | Class::Open
        | Class::Close
        | Class::Punctuation => MARK,
        Class::Symbol if matches!(c, '+' | '=' | '<' | '^') => MARK | SYMBOL | SIGN,
        Class::Symbol => MARK | SYMBOL,
        Class::Emoji if super::words::is_picture(c) => MARK | SYMBOL | JOINS,
        Class::Emoji => MARK | SYMBOL,
        _ => 0,
    }
}

fn classes() -> &'static Classes {
    static CLASSES: OnceBox<Classes> = OnceBox::new();
    CLASSES.get_or_init(|| Box::new(Classes::new(sort, Mixed::Nothing)))
}

/// The kinds of plain tokens, by the bits of [`Plain::kinds`].
const KINDS: [TokenKind; 8] = {
    let mut kinds = [TokenKind::Word; 8];
    kinds[0b001] = TokenKind::Space;
    kinds[0b010] = TokenKind::Number;
    kinds[0b011] = TokenKind::Punctuation;
    kinds[0b100] = TokenKind::Symbol;
    kinds[0b101] = TokenKind::Emoji;
    kinds
};

/// What the tokenizer knows of the block it is in.
#[derive(Debug, Clone)]
pub(super) struct Plain {
    classes: &'static Classes,
    /// Where the block starts, if there is one.
    base: Option<usize>,
    /// The plain borders that are still to come.
    pub(super) borders: u64,
    /// Those of them where something word-like ends.
    pub(super) ends: u64,
    /// All borders and all doubts of the block.
    all: u64,
    doubts: u64,
    /// What the text before has to be known of, if a token begins here: signs, marks of letters, tatweels.
    bound: u64,
    /// Three bits for each border: the kind of the token that ends there.
    kinds: [u64; 3],
    /// The block after this one.
    next: Sorts,
    /// The value of the character that reaches over its end.
    last: u8,
    /// What the first byte of the block has to know of the byte before it.
    edge: Edge,
}

/// The sorts of 64 bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Sorts {
    firsts: u64,
    word: u64,
    letter: u64,
    digit: u64,
    space: u64,
    mark: u64,
    joins: u64,
    symbol: u64,
    sign: u64,
}

/// One bit each, in the lowest place.
#[derive(Debug, Clone, Copy, Default)]
struct Edge {
    word: u64,
    digit: u64,
    space: u64,
    mark: u64,
    none: u64,
    alone: u64,
    kinds: [u64; 3],
}

impl Sorts {
    /// The sorts from `at` on. What stands behind `limit` is as good as white space.
    #[inline(always)]
    fn new(classes: &Classes, text: &str, at: usize, limit: usize, last: &mut u8) -> Sorts {
        if at >= limit {
            return Sorts { space: u64::MAX, ..Sorts::default() };
        }
        let Block { firsts, classes: [word, letter, digit, space, mark, joins, symbol, sign] } =
            classes.block(text, at, last);
        let sorts = Sorts { firsts, word, letter, digit, space, mark, joins, symbol, sign };
        if limit - at >= BLOCK {
            return sorts;
        }
        let here = (1 << (limit - at)) - 1;
        Sorts {
            firsts: firsts & here,
            word: word & here,
            letter: letter & here,
            digit: digit & here,
            space: space | !here,
            mark: mark & here,
            joins: joins & here,
            symbol: symbol & here,
            sign: sign & here,
        }
    }
}

impl Plain {
    pub(super) fn new() -> Plain {
        Plain {
            classes: classes(),
            base: None,
            borders: 0,
            ends: 0,
            all: 0,
            doubts: 0,
            bound: 0,
            kinds: [0; 3],
            next: Sorts::default(),
            last: 0,
            edge: Edge::default(),
        }
    }

    /// The text is another one behind what was given out: forgets the block.
    pub(super) fn forget(&mut self) {
        self.base = None;
    }

    /// The end and the kind of the token at the border number `bit` of the block.
    #[inline(always)]
    pub(super) fn token(&self, bit: u32) -> (usize, TokenKind) {
        let kind = self.kinds.iter().rev().fold(0, |kind, mask| kind << 1 | (mask >> bit & 1) as usize);
        (self.base.unwrap_or(0) + bit as usize, KINDS[kind])
    }

    /// The start of the token that ends at the border number `bit`; none if no border of those to come is before it.
    #[inline(always)]
    pub(super) fn start(&self, bit: u32) -> Option<usize> {
        let before = self.borders & ((1 << bit) - 1);
        before.checked_ilog2().map(|start| self.base.unwrap_or(0) + start as usize)
    }

    /// Finds the next plain borders behind `at`, where a token starts: `false` if what begins there is for the rules.
    ///
    /// `jumped` says that the rules decided what stands before `at`, and `glued` that it was a word or a number.
    #[inline(never)]
    pub(super) fn refill(&mut self, text: &str, at: usize, limit: usize, jumped: bool, glued: bool) -> bool {
        let near = |base: &usize| at < base + 2 * BLOCK && !(jumped && at < *base);
        let mut base = match self.base.filter(near) {
            Some(base) => base,
            None => self.enter(text, at, limit, glued),
        };
        loop {
            if at < base + BLOCK {
                // What the rules made of the text before is not what its characters look like.
                if jumped && at >= base && self.bound >> (at - base) & 1 == 1 {
                    return false;
                }
                if self.open(at) {
                    return true;
                }
                if self.doubts & behind(at, base) != 0 || base >= limit {
                    return false;
                }
            }
            base += BLOCK;
            self.step(text, base, limit);
        }
    }

    /// Whether there are plain borders behind `at` in this block.
    #[inline(always)]
    fn open(&mut self, at: usize) -> bool {
        let behind = behind(at, self.base.unwrap_or(0));
        let doubts = self.doubts & behind;
        // All places below the first doubt.
        let plain = (doubts & doubts.wrapping_neg()).wrapping_sub(1);
        self.borders = self.all & behind & plain;
        let [a, b, c] = self.kinds;
        // Words, numbers, emoji.
        self.ends = self.borders & (!(a | c) & !b | b & !a | a & c);
        self.borders != 0
    }

    /// Starts anew with a block at `at`.
    fn enter(&mut self, text: &str, at: usize, limit: usize, glued: bool) -> usize {
        self.last = 0;
        self.edge = Edge { word: u64::from(glued), ..Edge::default() };
        self.next = Sorts::new(self.classes, text, at, limit, &mut self.last);
        self.step(text, at, limit);
        at
    }

    /// Goes on to the block at `base`, and looks ahead at the one after it.
    fn step(&mut self, text: &str, base: usize, limit: usize) {
        let here = self.next;
        let next = Sorts::new(self.classes, text, base + BLOCK, limit, &mut self.last);
        let edge = self.edge;
        let Sorts { firsts, word, letter, digit, space, mark, joins, symbol, sign } = here;
        // A mask moved so that each place says what the place before, after it is.
        let before = |mask: u64, edge: u64| mask << 1 | edge;
        let after = |mask: u64, next: u64| mask >> 1 | next << 63;
        let (word_before, digit_before) = (before(word, edge.word), before(digit, edge.digit));
        let (space_before, mark_before) = (before(space, edge.space), before(mark, edge.mark));
        let none = !(word | digit | space | mark);
        let none_next = !(next.word | next.digit | next.space | next.mark);

        let mut all = (word ^ word_before) | (digit ^ digit_before) | (space ^ space_before) | mark & firsts;
        if limit.wrapping_sub(base) < BLOCK {
            let end = 1 << (limit - base);
            all = all & (end - 1) | end;
        }

        let emoji = symbol & joins;
        // WB6, WB7: a mark that may join stands behind a word, and something to join behind it.
        let joined = joins & !symbol & word_before & after(word | digit | none, next.word | next.digit | none_next);
        // WB11, WB12 and the tailorings of numbers: a mark behind a digit, and a digit behind it; or what may be attached
        // to the mark and hide one (WB4).
        let number = digit | none | word & !letter;
        let number_next = next.digit | none_next | next.word & !next.letter;
        let two_bytes = !after(firsts, next.firsts);
        let then = after(number, number_next) | two_bytes & (number >> 2 | number_next << 62);
        let numbered = mark & digit_before & then;
        // WB9, WB10.
        let mixed = word & digit_before | digit & word_before;
        // A run that no letter begins.
        let headless = firsts & word & !letter & !word_before;
        // An emoticon or a telephone number begins behind neither a word nor a number, and not before white space.
        let alone = sign & !(word_before | digit_before) & !after(space, next.space);
        let mut doubts = none
            | before(none, edge.none)
            | joined
            | numbered
            | mixed
            | headless
            | before(alone | headless, edge.alone)
            | sign & mark_before;
        // The same mark twice.
        let mut pairs = mark & mark_before & firsts;
        while pairs != 0 {
            let at = base + pairs.trailing_zeros() as usize;
            if text[..at].chars().next_back() == text[at..].chars().next() {
                doubts |= pairs & pairs.wrapping_neg();
            }
            pairs &= pairs - 1;
        }

        let punctuation = mark & !symbol;
        let kinds = [space | punctuation | emoji, digit | punctuation, symbol];
        self.kinds = [0, 1, 2].map(|i| before(kinds[i], edge.kinds[i]));
        (self.all, self.doubts, self.bound) = (all, doubts, sign | word & !letter);
        let top = |mask: u64| mask >> 63;
        self.edge = Edge {
            word: top(word),
            digit: top(digit),
            space: top(space),
            mark: top(mark),
            none: top(none),
            alone: top(alone | headless),
            kinds: kinds.map(top),
        };
        self.next = next;
        self.base = Some(base);
    }
}

/// The places of the block at `base` that are behind `at`.
#[inline(always)]
fn behind(at: usize, base: usize) -> u64 {
    match at.checked_sub(base) {
        None => u64::MAX,
        Some(at) => (u64::MAX << 1).checked_shl(at as u32).unwrap_or(0),
    }
}
