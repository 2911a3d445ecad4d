//! In most blocks of Arabic text nothing is asked for but where words begin and end. What has to be known for that is so
//! little that two shuffles say it, whatever the set of instructions.
//!
//! A table of 16 by 16 characters is covered with rectangles: some rows, and in each of them the same columns. A bit stands
//! for a rectangle, so a place is in those whose bits are in the entry of its row and in that of its column, too:
//!
//! ```text
//! rectangles of a place = rows[upper half of the place] & columns[lower half of the place]
//! ```
//!
//! Eight are enough for the usual. A character that is in none makes the block one for the tables of pairs; so a cover
//! that leaves something out is slower for some languages, and never wrong.
//!
//! AVX-512 has the values of a block anyway, and asks of them what is to be known of two neighbours (`avx512.rs`).

#[cfg(target_arch = "x86_64")]
use super::avx512::Neighbours;
use super::{FLAGS, Values, is_trail};
use alloc::vec::Vec;

/// What a character is to whoever looks for runs alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run {
    /// Begins a run or goes on with one.
    Letter,
    /// Goes on with a run; a doubt where there is none.
    Attached,
    /// Belongs to none; a doubt where runs are on both sides.
    Joiner,
    /// Belongs to none; may join digits, of which there are none in a block without pairs, but in the block before.
    Comma,
    /// Belongs to none.
    Apart,
    /// As a letter, of a run of its own: a doubt beside one of letters.
    Digit,
    /// Belongs to none; may join digits; a doubt behind what is no run.
    Sign,
    /// A sign, and a joiner.
    JoiningSign,
}

/// The bits of rectangles of the Arabic block: what is apart has the lowest ones.
pub(super) const ATTACHED: u8 = 0b1110_0000;
pub(super) const WORD: u8 = 0b1111_1000;
const ARABIC_APART: u8 = !WORD;
/// And of ASCII.
pub(super) const JOINER: u8 = 0x80;
const ASCII_APART: u8 = !JOINER;

/// What a byte and the one behind it say together to whoever has no shuffles: what is in the entries of both. A word's
/// character has one of the lowest four bits, by its lead; known is what has any bit.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    pub(super) firsts: [u8; 256],
    pub(super) seconds: [u8; 256],
}

/// Of one lead.
pub(super) const IS_ATTACHED: u8 = 0x10;
const IS_APART_THERE: u8 = 0x20;
/// By itself, as are other bytes of a character.
const IS_APART: u8 = 0x40;
pub(super) const IS_JOINER: u8 = 0x80;

impl Pairs {
    fn new(ascii: impl Fn(usize) -> Option<Run>, arabic: impl Fn(usize) -> Option<Run>) -> Pairs {
        let mut pairs = Pairs { firsts: [0; 256], seconds: [IS_APART | IS_JOINER; 256] };
        for (byte, slot) in pairs.firsts.iter_mut().enumerate() {
            *slot = match ascii(byte) {
                Some(Run::Joiner) => IS_JOINER,
                Some(Run::Apart) => IS_APART,
                _ if is_trail(byte as u8) => IS_APART,
                _ => 0,
            };
        }
        let seconds = |lead: usize, run: Run| -> Vec<usize> {
            (0..64).filter(|&second| arabic(lead << 6 | second) == Some(run)).collect()
        };
        let most = |run: Run| (0..4).max_by_key(|&lead| seconds(lead, run).len()).unwrap_or(0);
        let (attached, apart) = (most(Run::Attached), most(Run::Apart));
        let words = (0..4).map(|lead| (lead, Run::Letter, 1 << lead));
        let others = [(attached, Run::Attached, 1 << attached | IS_ATTACHED), (apart, Run::Apart, IS_APART_THERE)];
        for (lead, run, bits) in words.chain(others) {
            pairs.firsts[0xD8 | lead] |= bits;
            seconds(lead, run).into_iter().for_each(|second| pairs.seconds[0x80 | second] |= bits);
        }
        pairs
    }
}

/// What all characters are, and the rectangles of those that are looked up by shuffles.
#[derive(Debug, Clone)]
pub(super) struct Runs {
    pub(super) ascii: Cover,
    pub(super) arabic: Cover,
    /// By value; of runs of letters alone.
    pub(super) of: [Option<Run>; 256],
    /// The value of some letter.
    pub(super) letter: u8,
    pub(super) pairs: Pairs,
    #[cfg(target_arch = "x86_64")]
    pub(super) neighbours: Neighbours,
}

/// Rectangles of a table of 16 by 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C, align(32))]
pub(super) struct Cover {
    pub(super) columns: [u8; 16],
    pub(super) rows: [u8; 16],
}

impl Runs {
    pub(super) fn new(values: &Values, of: impl Fn(u8) -> Option<Run>) -> Runs {
        #[cfg(target_arch = "x86_64")]
        let neighbours = Neighbours::new(values, &of);
        // What these do only pairs know, or neighbours.
        let is_known = |run: &Run| !matches!(run, Run::Digit | Run::Sign | Run::JoiningSign);
        let of: [_; 256] = core::array::from_fn(|value| of(value as u8).filter(is_known));
        let run = |value: u8| of[usize::from(value)];
        // In a block without digits a comma is like any other mark.
        let here = |value: u8| run(value).map(|run| if run == Run::Comma { Run::Apart } else { run });
        let ascii = |at: usize| values.ascii.get(at).copied().and_then(here);
        // All other bytes come as the first place.
        let arabic = |at: usize| (at != 0).then(|| here(values.arabic[at])).flatten();
        let letter = (0..=u8::MAX).find(|&value| run(value) == Some(Run::Letter)).unwrap_or(0);
        Runs {
            ascii: cover_ascii(ascii),
            arabic: cover_arabic(arabic),
            of,
            letter,
            pairs: Pairs::new(ascii, arabic),
            #[cfg(target_arch = "x86_64")]
            neighbours,
        }
    }
}

/// Where in a block what stands, at the first bytes of characters; all of it is known.
pub(super) struct Found {
    pub(super) words: u64,
    pub(super) attached: u64,
    pub(super) joiners: u64,
    /// Other bytes of characters, of two each but for the one that reaches over the start of the block.
    pub(super) trails: u64,
}

/// What the block before leaves to know, each as the lowest bit: whether its last character is of a word, or a mark that
/// joins.
#[derive(Clone, Copy)]
pub(super) struct Behind {
    word: u64,
    joiner: u64,
}

impl Behind {
    #[inline(always)]
    pub(super) fn new(run: Run) -> Behind {
        Behind {
            word: u64::from(matches!(run, Run::Letter | Run::Attached)),
            joiner: u64::from(matches!(run, Run::Joiner | Run::Comma)),
        }
    }

    /// The flags of a block; goes on behind it.
    #[inline(always)]
    pub(super) fn flags(&mut self, found: Found) -> [u64; FLAGS + 2] {
        let Found { words, attached, joiners, trails } = found;
        // What reaches over the start of the block.
        let rest = trails & !trails.wrapping_add(1);
        let bytes = words | words << 1 & trails | rest & self.word.wrapping_neg();
        let behind = bytes << 1 | self.word;
        let behind_joiner = joiners << 1 | (rest << 1 | 1) & self.joiner.wrapping_neg();
        *self = Behind { word: bytes >> 63, joiner: joiners >> 63 };
        let borders = (words ^ behind) & !trails;
        [borders, attached & !behind, joiners & behind, words & behind_joiner, 0, words, behind]
    }

    /// The value of the last character, if it is of a word.
    #[inline(always)]
    pub(super) fn value(&self, runs: &Runs) -> Option<u8> {
        (self.word != 0).then_some(runs.letter)
    }
}

fn cover_ascii(of: impl Fn(usize) -> Option<Run>) -> Cover {
    let mut cover = Cover { columns: [0; 16], rows: [0; 16] };
    let tables = [(JOINER, Run::Joiner), (ASCII_APART, Run::Apart)];
    for (bits, run) in tables {
        let table = Table::of(|at| of(at) == Some(run));
        cover.add(bits, &table.rectangles(&table, bits.count_ones()));
    }
    cover
}

fn cover_arabic(of: impl Fn(usize) -> Option<Run>) -> Cover {
    let table = |runs: &[Run]| Table::of(|at| of(at).is_some_and(|run| runs.contains(&run)));
    let (letters, attached, apart) = (table(&[Run::Letter]), table(&[Run::Attached]), table(&[Run::Apart]));
    let words = table(&[Run::Letter, Run::Attached]);
    let mut cover = Cover { columns: [0; 16], rows: [0; 16] };
    cover.add(ARABIC_APART, &apart.rectangles(&apart, ARABIC_APART.count_ones()));
    // Rectangles of words may be as wide as those that are attached can all be told apart.
    let (mut chosen, mut marks) = (Vec::new(), Vec::new());
    for _ in 0..(WORD & !ATTACHED).count_ones() {
        let mut best = (0, None);
        // Of letters and marks, or of letters alone.
        for rectangle in words.candidates(&letters).into_iter().chain(letters.candidates(&words)) {
            let with: Vec<_> = chosen.iter().copied().chain([rectangle]).collect();
            let gain = letters.and(&Table::covered(&with)).len();
            if gain > best.0 {
                let wanted = attached.and(&Table::covered(&with));
                let marks = wanted.rectangles(&attached, ATTACHED.count_ones());
                if wanted.without(&marks).len() == 0 {
                    best = (gain, Some((rectangle, marks)));
                }
            }
        }
        let Some((rectangle, told)) = best.1 else { break };
        chosen.push(rectangle);
        marks = told;
    }
    cover.add(WORD & !ATTACHED, &chosen);
    cover.add(ATTACHED, &marks);
    cover
}

impl Cover {
    /// Gives each of the rectangles one of the bits.
    fn add(&mut self, mut bits: u8, rectangles: &[Rectangle]) {
        for rectangle in rectangles {
            let bit = bits & bits.wrapping_neg();
            bits ^= bit;
            for i in 0..16 {
                self.rows[i] |= if rectangle.rows >> i & 1 != 0 { bit } else { 0 };
                self.columns[i] |= if rectangle.columns >> i & 1 != 0 { bit } else { 0 };
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Rectangle {
    rows: u16,
    columns: u16,
}

/// For each row its columns.
#[derive(Clone, Copy)]
struct Table([u16; 16]);

impl Table {
    fn of(has: impl Fn(usize) -> bool) -> Table {
        let row = |row: usize| (0..16).fold(0, |all, column| all | u16::from(has(row * 16 + column)) << column);
        Table(core::array::from_fn(row))
    }

    fn covered(rectangles: &[Rectangle]) -> Table {
        let row =
            |row: usize| rectangles.iter().filter(|own| own.rows >> row & 1 != 0).fold(0, |all, own| all | own.columns);
        Table(core::array::from_fn(row))
    }

    fn and(&self, other: &Table) -> Table {
        Table(core::array::from_fn(|row| self.0[row] & other.0[row]))
    }

    fn without(&self, rectangles: &[Rectangle]) -> Table {
        let covered = Table::covered(rectangles);
        Table(core::array::from_fn(|row| self.0[row] & !covered.0[row]))
    }

    fn len(&self) -> u32 {
        self.0.iter().map(|row| row.count_ones()).sum()
    }

    /// The columns that a row of this table or of the other has, or that two rows have; and all rows that have them.
    fn candidates(&self, other: &Table) -> Vec<Rectangle> {
        let patterns: Vec<u16> = self.0.iter().chain(&other.0).copied().collect();
        let mut pairs: Vec<u16> = patterns.iter().flat_map(|a| patterns.iter().map(move |b| a & b)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let rows = |columns: u16| (0..16).fold(0, |all, row| all | u16::from(self.0[row] & columns == columns) << row);
        pairs
            .into_iter()
            .filter(|&columns| columns != 0)
            .map(|columns| Rectangle { rows: rows(columns), columns })
            .collect()
    }

    /// At most `count` rectangles within `may` that cover much of the table.
    fn rectangles(&self, may: &Table, count: u32) -> Vec<Rectangle> {
        let (mut left, mut found) = (*self, Vec::new());
        let candidates = may.candidates(self);
        for _ in 0..count {
            let gain = |rectangle: &&Rectangle| left.and(&Table::covered(&[**rectangle])).len();
            let Some(&best) = candidates.iter().max_by_key(gain).filter(|best| gain(best) > 0) else { break };
            left = left.without(&[best]);
            found.push(best);
        }
        found
    }
}
