//! How are classes looked up 64 bytes at a time, without the permutes of AVX-512? One algorithm for the sets of
//! instructions that have [`Lanes`]; what is theirs alone is how a table is looked up ([`Lookup`]).
//!
//! ```text
//! value of each first byte:      look up (byte), or (low bits of lead, trail) in the Arabic block
//! others, if there are any:      one by one, without vectors
//! each byte of a character:      the value of the byte before it, once, or three times if there are long characters
//! each first byte:               look up (value of the byte before it, value)
//! ```
//!
//! Or, where nothing but words is looked for, by the rectangles of `runs.rs`: four masks, and what a shift makes of them.
//!
//! All of it is inlined into the functions of a set that say which instructions they use.

use super::runs::{self, Behind, Cover, Found, Runs};
use super::{BLOCK, BLOCKS, Before, Classes, FLAGS, Flags, KIND, Pairs, ROLE, UPPER, Values};
use crate::scan::kernel::{Lanes, first};
use core::ops::Range;

/// The tables of the classes as a set of instructions looks them up.
///
/// # Safety
/// Every function: the CPU has the instructions of the set.
pub(super) trait Lookup: Lanes<Mask = Self> {
    /// Whatever the set wants to have prepared.
    type Prepared;

    unsafe fn or(self, other: Self) -> Self;
    /// Bytes that begin no character.
    unsafe fn trails(self) -> Self;
    /// The values of ASCII characters, and 0 for other bytes.
    unsafe fn ascii_values(prepared: &Self::Prepared, values: &Values, bytes: Self) -> Self;
    /// The values at places in the table of the Arabic block.
    unsafe fn arabic_values(prepared: &Self::Prepared, values: &Values, places: Self) -> Self;
    /// For each flag the pairs that have it; none has what has the upper bit.
    unsafe fn pair_flags(prepared: &Self::Prepared, pairs: &Pairs, pair: Self) -> [u64; FLAGS];
    /// The rectangles of ASCII characters, and 0 for other bytes.
    unsafe fn ascii_rectangles(cover: &Cover, bytes: Self) -> Self;
    /// The rectangles of places.
    unsafe fn rectangles(cover: &Cover, places: Self) -> Self;
    /// Whether no lane is 0.
    unsafe fn all(self) -> bool;
    /// The last lane.
    unsafe fn last(self) -> u8;

    /// Whether any bit is set.
    unsafe fn any(self) -> bool;

    /// Bytes that are not 0 where one stands that a character with one of the bits may have, see [`Values`].
    unsafe fn suspects(prepared: &Self::Prepared, values: &Values, bits: u8, bytes: Self) -> Self;
}

/// Loads a block, and the same a byte further on.
///
/// # Safety
/// The CPU has the instructions of the set.
#[inline(always)]
unsafe fn load<L: Lookup>(text: &[u8], at: usize) -> (L, L) {
    let rest = &text[at..];
    let mut tail;
    let window: &[u8; BLOCK + 1] = match rest.first_chunk() {
        Some(window) => window,
        None => {
            // Behind the text's end stands what looks like the rest of a character: it has no flags, and the value of the
            // last character.
            tail = [0x80; BLOCK + 1];
            tail[..rest.len()].copy_from_slice(rest);
            &tail
        }
    };
    // SAFETY: the caller's; the window is a byte longer than a block.
    unsafe { (L::load(window.as_ptr()), L::load(window.as_ptr().add(1))) }
}

/// The values of the characters that begin at `others`, at their first bytes.
#[cold]
#[inline(never)]
fn rest(values: &Values, text: &[u8], at: usize, mut others: u64) -> [u8; BLOCK] {
    let mut found = [0; BLOCK];
    while others != 0 {
        let place = others.trailing_zeros() as usize;
        found[place] = values.at(text, at + place);
        others &= others - 1;
    }
    found
}

/// What is looked at: the blocks of a text from `at` on.
pub(super) struct Ahead<'a> {
    pub(super) classes: &'a Classes,
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

/// See [`Classes::blocks`], of one block or all; those behind the text's end are left as they are.
///
/// # Safety
/// The CPU has the instructions of the set.
#[inline(always)]
pub(super) unsafe fn blocks<L: Lookup>(
    prepared: &L::Prepared,
    &Ahead { classes, text, at }: &Ahead<'_>,
    blocks: Range<usize>,
    last: &mut u8,
    flags: &mut Flags,
    before: &mut Before,
) {
    // SAFETY (of every block below): the caller's; what is loaded and stored has 64 bytes.
    let mut carried = unsafe { L::splat(*last) };
    let mut upper_before = u64::from(*last & UPPER != 0);
    for number in blocks {
        let at = at + number * BLOCK;
        if at > text.len() {
            break;
        }
        // Else all tables are copied to the stack first, for there are more of them than registers.
        let prepared = core::hint::black_box(prepared);
        unsafe {
            let (here, next) = load::<L>(text, at);
            let mut values = L::ascii_values(prepared, &classes.values, here);
            let mut others = 0;
            if here.signs() != 0 {
                let arabic = here.arabic();
                others = here.leads_but(arabic);
                values = values.or(L::arabic_values(prepared, &classes.values, L::place(here, next)).only(arabic));
            }
            let trails = here.trails();
            if others != 0 {
                values = values.or(L::load(rest(&classes.values, text, at, others).as_ptr()));
            }
            let fill = |values: L| values.or(L::behind::<1>(carried, values).only(trails));
            values = fill(values);
            let trail_bits = L::bits(trails);
            if trail_bits & trail_bits >> 1 != 0 {
                values = fill(fill(values));
            }
            let values_before = L::behind::<1>(carried, values);
            carried = values;
            values_before.store(u64::MAX, before[number].as_mut_ptr());
            let pair = values_before.only(L::splat(KIND)).or(values.only(L::splat(ROLE)));
            let [a, b, c, d, e] = L::pair_flags(prepared, &classes.pairs, pair.or(trails));
            let uppers = values.test(UPPER);
            let found = [a, b, c, d, e, uppers & !trail_bits, uppers << 1 | upper_before];
            flags.iter_mut().zip(found).for_each(|(masks, mask)| masks[number] = mask);
            upper_before = uppers >> 63;
        }
    }
    *last = unsafe { carried.last() };
}

/// The blocks from `first` on that need no pairs; says which is the next.
///
/// # Safety
/// The CPU has the instructions of the set.
#[inline(always)]
pub(super) unsafe fn runs<L: Lookup>(
    &Ahead { classes, text, at }: &Ahead<'_>,
    runs: &Runs,
    first: usize,
    last: &mut u8,
    flags: &mut Flags,
    before: &mut Before,
) -> usize {
    let Some(mut behind) = runs.of[usize::from(*last)].map(Behind::new) else { return first };
    let mut number = first;
    while number < BLOCKS && at + number * BLOCK <= text.len() {
        // SAFETY: the caller's; what is stored has 64 bytes.
        unsafe {
            let (here, next) = load::<L>(text, at + number * BLOCK);
            let ascii = L::ascii_rectangles(&runs.ascii, here);
            let arabic = L::rectangles(&runs.arabic, L::place(here, next));
            let trails = here.trails();
            if !ascii.or(arabic).or(trails).all() {
                break;
            }
            let found = Found {
                words: arabic.test(runs::WORD),
                attached: arabic.test(runs::ATTACHED),
                joiners: ascii.test(runs::JOINER),
                trails: L::bits(trails),
            };
            flags.iter_mut().zip(behind.flags(found)).for_each(|(masks, mask)| masks[number] = mask);
            L::splat(runs.letter).store(u64::MAX, before[number].as_mut_ptr());
        }
        number += 1;
    }
    let end = text.len().min(at + number * BLOCK);
    if number > first && end > 0 {
        *last = behind.value(runs).unwrap_or_else(|| classes.values.before(text, end));
    }
    number
}

/// See [`Classes::suspects`].
///
/// # Safety
/// The CPU has the instructions of the set.
#[inline(always)]
pub(super) unsafe fn suspects<L: Lookup>(
    prepared: &L::Prepared,
    values: &Values,
    text: &[u8],
    mut at: usize,
    bits: u8,
) -> Option<(usize, u64)> {
    // SAFETY (of every block): the caller's; a block has 64 bytes.
    while let Some(block) = text.get(at..at + BLOCK) {
        at += BLOCK;
        unsafe {
            let found = L::suspects(prepared, values, bits, L::load(block.as_ptr()));
            if found.any() {
                return Some((at, found.test(u8::MAX)));
            }
        }
    }
    let rest = text.get(at..)?;
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    let found =
        unsafe { L::suspects(prepared, values, bits, L::load(block.as_ptr())).test(u8::MAX) } & first(rest.len());
    (found != 0).then_some((at + BLOCK, found))
}

/// What a kernel is called by: functions that say which instructions they use.
macro_rules! entry_points {
    ($kernel:ident, $lanes:ident, $features:literal) => {
        impl $kernel {
            /// See [`Classes::blocks`](super::Classes::blocks).
            #[inline]
            pub(super) fn blocks(
                &self,
                ahead: super::kernel::Ahead<'_>,
                last: &mut u8,
                flags: &mut super::Flags,
                before: &mut super::Before,
                runs: Option<&super::Runs>,
            ) -> bool {
                #[target_feature(enable = $features)]
                unsafe fn here(
                    prepared: &<$lanes as super::kernel::Lookup>::Prepared,
                    ahead: &super::kernel::Ahead<'_>,
                    blocks: core::ops::Range<usize>,
                    last: &mut u8,
                    flags: &mut super::Flags,
                    before: &mut super::Before,
                ) {
                    // SAFETY: the caller's.
                    unsafe { super::kernel::blocks::<$lanes>(prepared, ahead, blocks, last, flags, before) }
                }
                #[target_feature(enable = $features)]
                unsafe fn runs_here(
                    ahead: &super::kernel::Ahead<'_>,
                    runs: &super::Runs,
                    first: usize,
                    last: &mut u8,
                    flags: &mut super::Flags,
                    before: &mut super::Before,
                ) -> usize {
                    // SAFETY: the caller's.
                    unsafe { super::kernel::runs::<$lanes>(ahead, runs, first, last, flags, before) }
                }
                let pairs = |blocks, last: &mut u8, flags: &mut super::Flags, before: &mut super::Before| {
                    // SAFETY: `new` has seen that the CPU has the instructions.
                    unsafe { here(&self.prepared, &ahead, blocks, last, flags, before) }
                };
                let Some(runs) = runs else {
                    pairs(0..super::BLOCKS, last, flags, before);
                    return false;
                };
                let (mut next, mut simple) = (0, false);
                while next < super::BLOCKS && ahead.at + next * super::BLOCK <= ahead.text.len() {
                    let first = next;
                    // SAFETY: as above.
                    next = unsafe { runs_here(&ahead, runs, first, last, flags, before) };
                    simple |= next > first;
                    if next < super::BLOCKS {
                        // Where two are not simple, more will not be.
                        let end = if next == first && first > 0 { super::BLOCKS } else { next + 1 };
                        pairs(next..end, last, flags, before);
                        next = end;
                    }
                }
                simple
            }

            /// See [`Classes::list`](super::Classes::list).
            #[inline]
            pub(super) fn list(&self, masks: &[u64; super::BLOCKS], places: &mut super::Places) -> usize {
                #[target_feature(enable = $features)]
                unsafe fn here(masks: &[u64; super::BLOCKS], places: &mut super::Places) -> usize {
                    super::scalar::list(masks, places)
                }
                // SAFETY: `new` has seen that the CPU has the instructions.
                unsafe { here(masks, places) }
            }

            /// See [`Classes::suspects`](super::Classes::suspects).
            #[inline]
            pub(super) fn suspects(
                &self,
                values: &super::Values,
                text: &[u8],
                from: usize,
                bits: u8,
            ) -> Option<(usize, u64)> {
                #[target_feature(enable = $features)]
                unsafe fn here(
                    prepared: &<$lanes as super::kernel::Lookup>::Prepared,
                    values: &super::Values,
                    text: &[u8],
                    from: usize,
                    bits: u8,
                ) -> Option<(usize, u64)> {
                    // SAFETY: the caller's.
                    unsafe { super::kernel::suspects::<$lanes>(prepared, values, text, from, bits) }
                }
                // SAFETY: `new` has seen that the CPU has the instructions.
                unsafe { here(&self.prepared, values, text, from, bits) }
            }
        }
    };
}
pub(super) use entry_points;
