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
//!
//! Where only words are wanted, a block of letters, their marks, white space and punctuation needs no flags of pairs
//! ([`run`]): then borders are those of words alone.

use super::TokenKind;
use super::class::{Class, class};
use crate::scan::classes::{BLOCK, BLOCKS, Before, Classes, FLAGS, Flags, KIND, Lists, Mixed, ROLE, Run, UPPER};
use alloc::boxed::Box;
use core::slice;
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

/// What a value is where nothing but words is looked for; none where the flags of pairs say more. `glue` as above.
fn run(value: u8, glue: bool) -> Option<Run> {
    match (value & KIND, value & ROLE) {
        (WORD, LETTER) => Some(Run::Letter),
        (WORD, ATTACHED) => Some(Run::Attached),
        (PUNCTUATION, JOINER) => Some(Run::Joiner),
        (PUNCTUATION, COMMA) => Some(Run::Comma),
        (PUNCTUATION | SYMBOL, MARK) if glue => Some(Run::Comma),
        (SPACE, WHITE) | (PUNCTUATION | SYMBOL, MARK) => Some(Run::Apart),
        (NUMBER, DIGIT) => Some(Run::Digit),
        (PUNCTUATION | SYMBOL, SIGN) => Some(Run::Sign),
        (PUNCTUATION, JOINING_SIGN) => Some(Run::JoiningSign),
        _ => None,
    }
}

fn classes(glue: bool) -> &'static Classes {
    static CLASSES: [OnceBox<Classes>; 2] = [OnceBox::new(), OnceBox::new()];
    let new = || {
        let classes = Classes::new(value, Mixed::Common(APART)).with_pairs(|kind, role| flags(kind, role, glue));
        classes.with_runs(|value| run(value, glue))
    };
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
    /// What was found in the blocks, see the numbers below; nothing of these blocks if their words alone are known.
    flags: Flags,
    bare: bool,
    /// How many times in a row more had to be known.
    refused: u8,
    lists: Lists,
    /// Whether all there is to be given out of these blocks is given out, or will be before the next look.
    clear: bool,
    /// Whether the borders are in the list. How many there are, how many of them are before the first doubt, and how many are
    /// behind us.
    listed: bool,
    count: usize,
    sure: usize,
    given: usize,
    /// How many places of the list of words are before its first word.
    skipped: usize,
    /// Whether only words are listed, and then whether the first of them begins before the blocks.
    words: bool,
    open: bool,
    /// The last plain border before the first doubt.
    border: Option<usize>,
    /// The word that begins before the blocks: its range and its kind.
    head: Option<(usize, usize, TokenKind)>,
    /// Whether the text may be one whose words are known without a look at pairs.
    usual: bool,
    /// The value of the character that reaches over the end of the last block.
    last: u8,
}

// Flags by their numbers: borders, doubts; where characters begin that are word-like, and where such a one is before.
const ALL: usize = 0;
const DOUBTS: usize = 1;
const SELDOM_PLACES: usize = 4;
const HEADS: usize = FLAGS;
const TAILS: usize = FLAGS + 1;

/// The plain words of some blocks: the start, the end and the kind of each.
pub(super) struct List<'p> {
    places: slice::Iter<'p, [u8; 2]>,
    base: usize,
    before: &'p Before,
}

impl Iterator for List<'_> {
    type Item = (usize, usize, TokenKind);

    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize, TokenKind)> {
        let &[start, end] = self.places.next()?;
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
            flags: [[0; BLOCKS]; FLAGS + 2],
            bare: false,
            refused: 0,
            lists: Lists {
                before: [[0; BLOCK]; BLOCKS],
                ends: [0; (BLOCKS + 1) * BLOCK],
                starts: [0; (BLOCKS + 1) * BLOCK],
                words: [0; (BLOCKS + 1) * BLOCK],
            },
            clear: false,
            listed: false,
            count: 0,
            sure: 0,
            given: 0,
            skipped: 0,
            words,
            open: false,
            border: None,
            head: None,
            usual: true,
            last: 0,
        }
    }

    /// The next plain token: its end and its kind.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Option<(usize, TokenKind)> {
        let end = self.next_place()?;
        self.given += 1;
        Some((self.base + usize::from(end), self.kind(end)))
    }

    /// The next plain word: its start, its end and its kind.
    #[inline(always)]
    pub(super) fn next_word(&mut self) -> Option<(usize, usize, TokenKind)> {
        let number = self.given;
        if number >= self.sure {
            return None;
        }
        self.given += 1;
        let place = self.skipped + 2 * number;
        let (start, end) = (self.lists.words[place], self.lists.words[place + 1]);
        Some((self.base + usize::from(start), self.base + usize::from(end), self.kind(end)))
    }

    /// The plain tokens that are still to be given out, to whoever asks: the end and the kind of each.
    #[inline(always)]
    pub(super) fn take_tokens(&mut self) -> impl Iterator<Item = (usize, TokenKind)> {
        let (given, base) = (self.given, self.base);
        self.given = given.max(self.sure);
        let Lists { before, ends, .. } = &self.lists;
        ends[given..self.given].iter().map(move |&end| (base + usize::from(end), kind(before, end)))
    }

    /// The plain words that are still to be given out, to whoever asks.
    #[inline(always)]
    pub(super) fn take_words(&mut self) -> List<'_> {
        let given = self.given;
        self.given = given.max(self.sure);
        let Lists { before, words, .. } = &self.lists;
        let (places, _) = words[self.skipped + 2 * given..self.skipped + 2 * self.given].as_chunks();
        List { places: places.iter(), base: self.base, before }
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
    pub(super) fn take_border(&mut self, text: &str) -> Option<(usize, TokenKind)> {
        self.border.take().map(|border| (border, self.kind_before(text, border)))
    }

    /// The kind of the token that ends there.
    fn kind_before(&self, text: &str, at: usize) -> TokenKind {
        KINDS[usize::from(self.classes.value_before(text, at) & KIND) >> 4]
    }

    /// Goes on to the words of the next blocks, if those known have been given out and that is all there is to it: the
    /// common case of [`Plain::refill`].
    ///
    /// `at` is a border behind which the rules have not found anything.
    #[inline]
    pub(super) fn go_on(&mut self, text: &str, at: usize, limit: usize) -> bool {
        let base = self.base + LEN;
        if !(self.words && self.clear && base + LEN < limit) {
            return false;
        }
        // Where two have been refused in a row, more will be.
        let may = self.refused < 2 || self.refused.is_multiple_of(4);
        if may && let Some(found) = self.go_on_by_runs(text, at, base) {
            self.refused = 0;
            return found;
        }
        self.refused = self.refused.wrapping_add(1);
        self.look(text, base);
        self.clear = self.flags[DOUBTS] == [0; BLOCKS];
        if !self.clear {
            return false;
        }
        self.list();
        self.sure = self.count;
        self.begin(text, at, LEN);
        self.note_border(at, LEN);
        self.head.is_some() || self.next_place().is_some()
    }

    /// As [`Plain::go_on`], if nothing need be known of the blocks but their words: whether there are any.
    #[inline]
    fn go_on_by_runs(&mut self, text: &str, at: usize, base: usize) -> Option<bool> {
        let open = usize::from(self.last & UPPER != 0);
        let count = self.classes.runs(text, base, &mut self.last, &mut self.lists)?;
        let words = &self.lists.words[..count];
        // If one begins before the blocks its end is the first of the places.
        let head = words.first().filter(|_| open != 0);
        self.head =
            head.map(|&end| (self.border.unwrap_or(at), base + usize::from(end), kind(&self.lists.before, end)));
        if let Some(&border) = words.last().filter(|&&border| base + usize::from(border) > at) {
            self.border = Some(base + usize::from(border));
        }
        (self.base, self.bare) = (base, true);
        (self.skipped, self.given, self.sure) = (open, 0, count.saturating_sub(open) / 2);
        Some(self.head.is_some() || self.sure > 0)
    }

    /// Notes the last border before the place that is behind `at`.
    #[inline]
    fn note_border(&mut self, at: usize, to: usize) {
        if let Some(border) = last(&self.flags[ALL], to).map(|border| self.base + border).filter(|&border| border > at)
        {
            self.border = Some(border);
        }
    }

    /// The word that begins before the blocks and ends in them before `stop`: it is no more in the list.
    #[inline]
    fn begin(&mut self, text: &str, at: usize, stop: usize) {
        let ends_here = self.flags[ALL][0] & self.flags[TAILS][0] & 1 != 0 && stop > 0;
        let first = if self.open && self.given == 0 { self.next_place() } else { None };
        self.given += usize::from(first.is_some());
        self.head = ends_here.then_some(0).or(first).map(|end| {
            let end = self.base + usize::from(end);
            (self.border.unwrap_or(at), end, self.kind_before(text, end))
        });
    }

    /// Goes on to the plain tokens from `at` on, where one starts: `false` if what follows them is for the rules, and
    /// none of them is to be given out.
    ///
    /// `jumped` says that the rules found the token before `at`.
    #[inline(never)]
    pub(super) fn refill(&mut self, text: &str, at: usize, limit: usize, jumped: bool) -> bool {
        if jumped && matches!(self.role(text, at), Some(ATTACHED | TONE | LINK | SIGN | JOINING_SIGN)) {
            // What the rules made of the text before is not what its characters look like.
            (self.sure, self.clear) = (0, false);
            return false;
        }
        // A token that begins before the blocks goes on in them if nothing else is known of it.
        let mut done = self.clear && !jumped;
        if !self.known || at > self.base + LEN || jumped && (at < self.base || self.bare) {
            self.last = SPACE | WHITE;
            self.look(text, at);
            done = false;
        }
        loop {
            if !done {
                self.clear = self.aim(text, at, limit);
                if self.head.is_some() || self.next_place().is_some() {
                    return true;
                }
            }
            let end = self.base + LEN;
            if !self.clear || end > limit {
                return false;
            }
            self.look(text, end);
            done = false;
        }
    }

    /// The role of the character that begins there, if the text does not end there.
    #[inline]
    fn role(&self, text: &str, at: usize) -> Option<u8> {
        (at < text.len()).then(|| self.classes.value(text, at) & ROLE)
    }

    /// Skips what is before `at`, and finds the first doubt behind it, or the limit. Whether there is none.
    fn aim(&mut self, text: &str, at: usize, limit: usize) -> bool {
        let (place, end) = (at.checked_sub(self.base), limit - self.base);
        let behind = place.map_or(0, |place| place + 1);
        let doubt = first(&self.flags[DOUBTS], behind).filter(|&doubt| doubt < end);
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
        if let Some(place) = place.filter(|&place| self.words && place < LEN && is_in(&self.flags[HEADS], place)) {
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
            self.begin(text, at, stop);
        }
        self.note_border(at, stop);
        clear
    }

    /// Adds a border that the pairs do not tell.
    fn add(&mut self, place: usize) {
        if !is_in(&self.flags[ALL], place) {
            self.flags[ALL][place / BLOCK] |= 1 << (place % BLOCK);
            self.listed = false;
        }
    }

    /// Lists the borders of the blocks.
    fn list(&mut self) {
        (self.listed, self.given) = (true, 0);
        if !self.words {
            self.count = self.classes.list(&self.flags[ALL], &mut self.lists.ends);
            return;
        }
        let [mut starts, mut ends] = [HEADS, TAILS].map(|flag| self.flags[flag]);
        starts.iter_mut().zip(&self.flags[ALL]).for_each(|(starts, all)| *starts &= all);
        ends.iter_mut().zip(&self.flags[ALL]).for_each(|(ends, all)| *ends &= all);
        // So that each end has a start in the list: what ends where the blocks start has none, see `aim`.
        starts[0] |= u64::from(self.open);
        ends[0] &= !1;
        let Lists { starts: start_places, ends: end_places, words, .. } = &mut self.lists;
        self.classes.list(&starts, start_places);
        self.count = self.classes.list(&ends, end_places);
        // So many at once that it is done without a loop.
        let (starts, ends) = (start_places.as_chunks::<16>().0, end_places.as_chunks::<16>().0);
        let words = words.as_chunks_mut::<32>().0.iter_mut().take(self.count.div_ceil(16));
        for (words, (starts, ends)) in words.zip(starts.iter().zip(ends)) {
            *words = core::array::from_fn(|i| if i % 2 == 0 { starts[i / 2] } else { ends[i / 2] });
        }
        self.skipped = 0;
    }

    /// Goes on to the blocks at `base`.
    fn look(&mut self, text: &str, base: usize) {
        let first_value = self.last;
        if base + LEN > text.len() {
            // Further blocks have nothing.
            self.flags = [[0; BLOCKS]; FLAGS + 2];
        }
        let Lists { before, .. } = &mut self.lists;
        let runs = self.words && self.usual;
        // Where it was of no use it is tried again with the blocks after the next.
        self.usual = self.classes.blocks(text, base, &mut self.last, &mut self.flags, before, runs) || !runs;
        let [_, doubts, joins, lets, seldom, ..] = &mut self.flags;
        for number in 0..BLOCKS {
            let next = lets.get(number + 1).map_or(0, |next| next << 62 | next << 63);
            doubts[number] |= joins[number] & (lets[number] >> 1 | lets[number] >> 2 | next);
        }
        if base + LEN <= text.len() {
            // What may let a mark join is in the next block: the rules will see.
            doubts[BLOCKS - 1] |= joins[BLOCKS - 1] & 0b11 << 62;
        }
        if *seldom != [0; BLOCKS] {
            self.look_at_seldom(text, base);
        }
        (self.base, self.known, self.bare, self.listed) = (base, true, false, false);
        self.open = first_value & UPPER != 0 && self.flags[ALL][0] & 1 == 0;
    }

    /// Marks that stand there twice, and signs.
    fn look_at_seldom(&mut self, text: &str, base: usize) {
        // Whether the last byte of the block before is a sign that makes a doubt behind it.
        let mut sign_before = 0;
        for number in 0..BLOCKS {
            let (mut seldom, mut doubts, mut signs) = (self.flags[SELDOM_PLACES][number], sign_before, 0);
            while seldom != 0 {
                let (place, bit) = (seldom.trailing_zeros() as usize, seldom & seldom.wrapping_neg());
                let at = base + number * BLOCK + place;
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
            self.flags[DOUBTS][number] |= doubts | signs << 1;
            sign_before = signs >> (BLOCK - 1);
        }
        if base + LEN <= text.len() {
            // What is behind a sign is in the next block: the rules will see.
            self.flags[DOUBTS][BLOCKS - 1] |= sign_before << 63;
        }
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
    use alloc::{format, string::String, vec::Vec};
    use unicode_segmentation::UnicodeSegmentation;

    /// Numbers below what is asked for, the same every time.
    fn random(mut state: u64) -> impl FnMut(usize) -> usize {
        move |below| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below as u64) as usize
        }
    }

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

    /// Where only words are wanted each kernel says of them what pairs say: where they begin, end, of what kind they are, and
    /// what is doubtful. More may be doubtful, but not in the usual text.
    #[test]
    fn runs_are_those_of_pairs() {
        let parts = "ء ب ي ٕ َ ـ ٰ ې ە ۖ \u{FB50} é a 1 ٢ ۳ 12 . , ، ؛ ؟ ۔ : ; ! ( « \u{2024} \u{B7} ٫ ٪ # _ \n \u{200D} 😀 \u{FE0F} \u{200C}";
        let parts: Vec<&str> = parts.split(' ').chain([" ", " ", " ", "من", "كلمة"]).collect();
        let usual: Vec<&str> = ["من", "قَالَ", " ", " ", ".", "، ", "12", "ـ"].into();
        // What joins stands at each border of blocks that have nothing else to be doubted.
        let letters: Vec<&str> = ["من", "ك", "قَ", " ", ".", ".", "،"].into();
        let mut next = random(0x9E37_79B9_7F4A_7C15_u64);
        let kernels = [false, true].map(|glue| (classes(glue).without_runs(), classes(glue).every()));
        let (mut more, mut asked, mut simple) = (0, 0, 0);
        for case in 0..3000 {
            let parts = [&parts, &usual, &parts, &letters][case % 4];
            let text: String = (0..next(300)).map(|_| parts[next(parts.len())]).collect();
            let (pairs, every) = &kernels[next(2)];
            let all = core::iter::once(pairs).chain(every);
            let mut plains: Vec<Plain> = all
                .map(|classes| Plain { classes: Box::leak(Box::new(classes.clone())), ..Plain::new(false, true) })
                .collect();
            let start = text.char_indices().map(|(at, _)| at).nth(next(100)).unwrap_or(0);
            plains.iter_mut().for_each(|plain| plain.last = SPACE | WHITE);
            for base in (start..=text.len()).step_by(LEN) {
                plains.iter_mut().for_each(|plain| plain.look(&text, base));
                let (pairs, every) = plains.split_first().unwrap();
                for plain in every {
                    for at in (base..text.len().min(base + LEN)).filter(|&at| text.is_char_boundary(at)) {
                        let is = |plain: &Plain, flag: usize| is_in(&plain.flags[flag], at - base);
                        let border = |plain: &Plain, flag| is(plain, ALL) && is(plain, flag);
                        let place = (&text, at, base, &plain.classes);
                        assert_eq!(
                            border(plain, HEADS),
                            border(pairs, HEADS),
                            "{:?} {:?} {:?}",
                            place.0,
                            place.1,
                            place.2
                        );
                        assert_eq!(
                            border(plain, TAILS),
                            border(pairs, TAILS),
                            "{:?} {:?} {:?}",
                            place.0,
                            place.1,
                            place.2
                        );
                        if border(plain, TAILS) && at > base {
                            let [found, known] = [plain, pairs].map(|plain| plain.kind((at - base) as u8));
                            assert_eq!(found, known, "{:?} {:?} {:?}", place.0, place.1, place.2);
                        }
                        // What two marks say together is about punctuation.
                        let mark = is(pairs, SELDOM_PLACES);
                        assert!(
                            mark || is(plain, DOUBTS) || !is(pairs, DOUBTS),
                            "{:?} {:?} {:?}",
                            place.0,
                            place.1,
                            place.2
                        );
                        more += usize::from(case % 2 == 1 && is(plain, DOUBTS) && !is(pairs, DOUBTS));
                        asked += usize::from(case % 2 == 1);
                        simple += usize::from(plain.flags[ALL] != pairs.flags[ALL]);
                    }
                }
            }
        }
        assert!(simple > 10_000 && more < asked / 100, "{simple} {more} of {asked}");
    }

    /// What is known of the words of blocks alone is what pairs say: their places, their kinds, and that there is no doubt.
    #[test]
    fn words_alone_are_those_of_pairs() {
        let usual = "من قَالَ الـ « » ( . ، : ، 12 ٣٤ 5 … – abc é ێە ـ \u{64E} + ﷺ 😀 \u{200F} ؟";
        let usual: Vec<&str> = usual.split(' ').chain([" "; 24]).chain(["كلمة", "\n"]).collect();
        let mut next = random(0x2545_F491_4F6C_DD1D_u64);
        let every = [false, true].map(|glue| classes(glue).every());
        let pairs = [false, true].map(|glue| &*Box::leak(Box::new(classes(glue).without_runs())));
        let (mut known, mut numbers, mut has) = (0, 0, false);
        for _ in 0..20_000 {
            let (glue, parts) = (next(2), 2 + next(usual.len() - 2));
            let (rest, odd) = (next(usual.len()), next(40));
            let part = |i: usize| match (i == odd, i % 2) {
                (true, _) => usual[rest],
                (_, 0) => " ",
                _ => usual[usual.len() - 1 - (rest + i * i) % parts],
            };
            let text: String = (0..250).map(part).collect();
            let start = text.char_indices().map(|(at, _)| at).nth(1 + next(60)).unwrap();
            let mut plain = Plain { classes: pairs[glue], ..Plain::new(glue == 1, true) };
            let before = plain.classes.value_before(&text, start);
            plain.last = before;
            plain.look(&text, start);
            for classes in &every[glue] {
                let (mut last, mut lists) = (before, plain.lists.clone());
                let found = classes.runs(&text, start, &mut last, &mut lists);
                has |= classes.knows_runs_alone();
                assert!(classes.knows_runs_alone() || found.is_none());
                let Some(count) = found else { continue };
                let words = &lists.words[..count];
                assert_eq!(plain.last, last, "{text:?} {start}");
                assert_ne!(before & KIND, 0, "{text:?} {start}");
                for at in (0..LEN).filter(|&at| text.is_char_boundary(start + at)) {
                    let is = |flag: usize| is_in(&plain.flags[flag], at);
                    // What two marks say together is about punctuation.
                    assert!(!is(DOUBTS) || is(SELDOM_PLACES), "{text:?} {start} {at}");
                    let border = is(ALL) && is(HEADS) != is(TAILS);
                    assert_eq!(words.contains(&(at as u8)), border, "{text:?} {start} {at}");
                }
                for &at in words.iter().filter(|&&at| is_in(&plain.flags[TAILS], at.into())) {
                    let [found, known] = [&lists, &plain.lists].map(|lists| kind(&lists.before, at));
                    assert_eq!(found, known, "{text:?} {start} {at}");
                    numbers += usize::from(known == TokenKind::Number);
                }
                known += 1;
            }
        }
        assert_eq!((known > 1000, numbers > 1000), (has, has), "{known} {numbers}");
    }

    /// Letters of the great languages, the marks and the punctuation of Arabic need no pairs.
    #[test]
    fn usual_characters_are_known() {
        let every = classes(false).every();
        let is_known = |classes: &Classes, text: &str| {
            let text = text.repeat(4 * BLOCK);
            classes.blocks(
                &text,
                0,
                &mut (SPACE | WHITE),
                &mut [[0; BLOCKS]; FLAGS + 2],
                &mut [[0; BLOCK]; BLOCKS],
                true,
            )
        };
        for classes in &every {
            let knows = classes.blocks_know_runs();
            assert_eq!(is_known(classes, "كلمة"), knows);
            for c in "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي پچژکگی ٹڈڑںھہے ڵۆێە \u{64B}\u{650}\u{651}\u{652}\u{670}ـ ،؛؟ .,!()-\n\t".chars() {
                assert_eq!(is_known(classes, &format!("ل{c} كلمة{c} ")), knows, "{c:?}");
            }
            assert!(!["12", "x", "\u{200D}", ": ", "ﷺ"].iter().any(|text| is_known(classes, text)));
        }
    }

    /// What a character's kind and role claim holds by UAX #29.
    #[test]
    fn values_are_claims() {
        let pieces = |text: &str| text.split_word_bounds().count();
        let mut wrong = Vec::new();
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
