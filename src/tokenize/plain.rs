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
use crate::scan::classes::{BLOCK, Before, Block, Classes, HIGH, KIND, Mixed, ROLE};
use alloc::boxed::Box;
use once_cell::race::OnceBox;

// Kinds, in the place that `scan::classes` has for them; those of word-like tokens are high. No kind is 0.
const SPACE: u8 = 1 << 4;
const PUNCTUATION: u8 = 2 << 4;
const SYMBOL: u8 = 3 << 4;
const WORD: u8 = HIGH;
const NUMBER: u8 = HIGH | 1 << 4;
const EMOJI: u8 = HIGH | 2 << 4;

// Roles. No role is 0.
/// Begins a word or goes on with one.
const LETTER: u8 = 1;
/// Goes on with one: a mark of a letter, a tatweel.
const ATTACHED: u8 = 2;
const DIGIT: u8 = 3;
const WHITE: u8 = 4;
/// A token by itself, unless it stands there twice.
const MARK: u8 = 5;
/// A mark that may join the letters at its sides.
const JOINER: u8 = 6;
/// A mark that may begin an emoticon or a telephone number.
const SIGN: u8 = 7;
/// Both.
const JOINING_SIGN: u8 = 8;

/// The kind and the role of a character.
fn value(c: char) -> u8 {
    match class(c) {
        // Letters join, but not those of every script, and Hebrew ones join quotation marks too.
        Class::Letter if c < '\u{590}' => WORD | LETTER,
        Class::Arabic => WORD | LETTER,
        Class::Mark | Class::Tatweel => WORD | ATTACHED,
        Class::Digit => NUMBER | DIGIT,
        Class::Newline => SPACE | WHITE,
        // U+200A HAIR SPACE and U+202F NARROW NO-BREAK SPACE have tailorings of their own.
        Class::Space if !matches!(c, '\u{200A}' | '\u{202F}') => SPACE | WHITE,
        Class::FullStop => PUNCTUATION | JOINER,
        Class::Colon if c.is_ascii() => PUNCTUATION | JOINING_SIGN,
        Class::Comma if c == ';' => PUNCTUATION | SIGN,
        Class::Comma
        | Class::Terminator
        | Class::Ellipsis
        | Class::Dash
        | Class::Quote
        | Class::Open
        | Class::Close
        | Class::Punctuation => PUNCTUATION | MARK,
        Class::Symbol if matches!(c, '+' | '=' | '<' | '^') => SYMBOL | SIGN,
        Class::Symbol => SYMBOL | MARK,
        Class::Emoji if super::words::is_picture(c) => EMOJI | MARK,
        Class::Emoji => SYMBOL | MARK,
        _ => 0,
    }
}

/// Flags of a pair of neighbours, at the second one.
const BORDER: u8 = 1 << 0;
const DOUBT: u8 = 1 << 1;
/// A doubt at the next byte, too: nothing plain begins here.
const HEADLESS: u8 = 1 << 2;
/// A mark that joins, if the character after it lets it ...
const JOINS: u8 = 1 << 3;
/// ... which this one does.
const LETS: u8 = 1 << 4;
/// A sign behind neither a word nor a number: a doubt, if what follows is ...
const ALONE: u8 = 1 << 5;
/// ... this, no white space.
const HUGS: u8 = 1 << 6;
/// A mark behind a mark: a doubt if it is the same.
const TWICE: u8 = 1 << 7;

fn flags(kind: u8, role: u8) -> u8 {
    let own = match role {
        LETTER | ATTACHED => WORD,
        DIGIT => NUMBER,
        WHITE => SPACE,
        _ => 0,
    };
    let mark = matches!(role, MARK | JOINER | SIGN | JOINING_SIGN);
    let sign = matches!(role, SIGN | JOINING_SIGN);
    let joiner = matches!(role, JOINER | JOINING_SIGN);
    let behind_mark = matches!(kind, PUNCTUATION | SYMBOL | EMOJI);
    // WB4: what a rule would look past, to the next character.
    let headless = role == ATTACHED && kind != WORD;
    // WB9, WB10.
    let mixed = kind == WORD && role == DIGIT || kind == NUMBER && own == WORD;
    let flag = |flag: u8, on: bool| if on { flag } else { 0 };
    flag(BORDER, kind != own || mark)
        | flag(DOUBT, kind == 0 || role == 0 || mixed || headless || behind_mark && sign)
        | flag(HEADLESS, headless)
        // WB6, WB7; WB11, WB12 and the tailorings of numbers.
        | flag(JOINS, kind == WORD && joiner || kind == NUMBER && mark)
        | flag(LETS, behind_mark && (role == 0 || matches!(own, WORD | NUMBER)))
        | flag(ALONE, sign && !matches!(kind, WORD | NUMBER))
        | flag(HUGS, behind_mark && role != WHITE)
        | flag(TWICE, behind_mark && mark)
}

fn classes() -> &'static Classes {
    static CLASSES: OnceBox<Classes> = OnceBox::new();
    CLASSES.get_or_init(|| Box::new(Classes::new(value, Mixed::Nothing).with_pairs(flags)))
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

/// What the tokenizer knows of the block it is in.
#[derive(Debug, Clone)]
pub(super) struct Plain {
    classes: &'static Classes,
    /// Where the block starts.
    base: usize,
    /// Whether there is one.
    known: bool,
    /// The plain borders that are still to come.
    pub(super) borders: u64,
    /// Those of them where something word-like ends.
    pub(super) ends: u64,
    /// All borders and all doubts of the block.
    all: u64,
    doubts: u64,
    /// All borders behind something word-like.
    words: u64,
    /// For each border the value of the character before it.
    before: Before,
    /// The value of the character that reaches over the end of the block.
    last: u8,
    /// What the last byte of the block makes of the next one: a sign alone there; nothing plain begins there.
    alone: u64,
    headless: u64,
}

impl Plain {
    pub(super) fn new() -> Plain {
        Plain {
            classes: classes(),
            base: 0,
            known: false,
            borders: 0,
            ends: 0,
            all: 0,
            doubts: 0,
            words: 0,
            before: [0; BLOCK],
            last: 0,
            alone: 0,
            headless: 0,
        }
    }

    /// What stands behind what was given out is another text now: forgets the block.
    pub(super) fn forget(&mut self) {
        self.known = false;
    }

    /// The end and the kind of the token at the border number `bit` of the block.
    #[inline(always)]
    pub(super) fn token(&self, bit: u32) -> (usize, TokenKind) {
        let kind = KINDS[usize::from(self.before[bit as usize & (BLOCK - 1)] & KIND) >> 4];
        (self.base + bit as usize, kind)
    }

    /// The start of the token that ends at the border number `bit`; none if no border of those to come is before it.
    #[inline(always)]
    pub(super) fn start(&self, bit: u32) -> Option<usize> {
        let before = self.borders & ((1 << bit) - 1);
        before.checked_ilog2().map(|start| self.base + start as usize)
    }

    /// Finds the next plain borders behind `at`, where a token starts: `false` if what begins there is for the rules.
    ///
    /// `jumped` says that the rules found the token before `at`.
    #[inline(never)]
    pub(super) fn refill(&mut self, text: &str, at: usize, limit: usize, jumped: bool) -> bool {
        if jumped
            && text[at..].chars().next().is_some_and(|c| matches!(value(c) & ROLE, ATTACHED | SIGN | JOINING_SIGN))
        {
            // What the rules made of the text before is not what its characters look like.
            return false;
        }
        if !self.known || at >= self.base + 2 * BLOCK || jumped && at < self.base {
            (self.last, self.alone, self.headless) = (SPACE, 0, 0);
            self.step(text, at, limit);
        }
        loop {
            if at < self.base + BLOCK {
                let behind = behind(at, self.base);
                let doubts = self.doubts & behind;
                // All places below the first doubt.
                let plain = (doubts & doubts.wrapping_neg()).wrapping_sub(1);
                self.borders = self.all & behind & plain;
                self.ends = self.words & self.borders;
                if self.borders != 0 {
                    return true;
                }
                if doubts != 0 || self.base >= limit {
                    return false;
                }
            }
            self.step(text, self.base + BLOCK, limit);
        }
    }

    /// Goes on to the block at `base`.
    #[inline(always)]
    fn step(&mut self, text: &str, base: usize, limit: usize) {
        let (classes, mut last, mut before) = (self.classes, self.last, self.before);
        classes.block(
            text,
            base,
            &mut last,
            &mut before,
            #[inline(always)]
            |block| self.judge(text, base, limit, block),
        );
        (self.last, self.before) = (last, before);
        // What is behind a character without a kind is a doubt, the limit too.
        if limit.saturating_sub(base) < BLOCK && self.before[limit.saturating_sub(base)] & KIND == 0 {
            self.doubts |= 1 << limit.saturating_sub(base);
        }
    }

    /// Says where the borders and the doubts of the block at `base` are.
    #[inline(always)]
    fn judge(&mut self, text: &str, base: usize, limit: usize, block: Block) {
        let mut flags = block.flags;
        // What may let a mark join is in the next block: the rules will see.
        let mut unseen = 0b11 << 62;
        let mut end = 0;
        if limit.saturating_sub(base) < BLOCK {
            // What stands behind the limit is as good as white space.
            end = 1 << limit.saturating_sub(base);
            flags = flags.map(|mask| mask & (end - 1));
            unseen = 0;
        }
        let [all, doubt, headless, joins, lets, alone, hugs, mut twice] = flags;
        let mut doubts = doubt
            | headless << 1
            | self.headless
            | joins & (lets >> 1 | lets >> 2 | unseen)
            | hugs & (alone << 1 | self.alone);
        (self.alone, self.headless) = (alone >> 63, headless >> 63);
        while twice != 0 {
            let at = base + twice.trailing_zeros() as usize;
            if text[..at].chars().next_back() == text[at..].chars().next() {
                doubts |= twice & twice.wrapping_neg();
            }
            twice &= twice - 1;
        }
        (self.all, self.doubts, self.words) = (all | end, doubts, block.high);
        (self.base, self.known) = (base, true);
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
