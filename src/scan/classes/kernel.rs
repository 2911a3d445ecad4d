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
//! All of it is inlined into the functions of a set that say which instructions they use.

use super::{BLOCK, Before, Classes, Flags, KIND, Pairs, ROLE, UPPER, Values};
use crate::scan::kernel::Lanes;

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
    unsafe fn pair_flags(prepared: &Self::Prepared, pairs: &Pairs, pair: Self) -> [u64; 8];
    /// Whether any bit is set.
    unsafe fn any(self) -> bool;

    /// Bits of values, as a set of instructions looks for what has one of them.
    type Sought;
    unsafe fn seek(prepared: &Self::Prepared, bits: u8) -> Self::Sought;
    /// Bytes that are not 0 where an ASCII character has one of the bits.
    unsafe fn ascii_hits(sought: &Self::Sought, values: &Values, bytes: Self) -> Self;
    /// The same for places in the table of the Arabic block.
    unsafe fn arabic_hits(sought: &Self::Sought, values: &Values, places: Self) -> Self;
}

/// What is looked up of the characters of a block: of ASCII characters and of the Arabic block at their first bytes.
struct Found<L> {
    here: L,
    lookups: L,
    /// Where other characters begin.
    others: u64,
}

/// Looks the characters of a block up: `ascii` by their bytes, `arabic` by their places, if there is one. `others`: whether
/// they are wanted.
///
/// # Safety
/// The CPU has the instructions of the set.
#[inline(always)]
unsafe fn common<L: Lookup>(
    text: &[u8],
    at: usize,
    ascii: impl FnOnce(L) -> L,
    arabic: Option<impl FnOnce(L) -> L>,
    others: bool,
) -> Found<L> {
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
    unsafe {
        let (here, next) = (L::load(window.as_ptr()), L::load(window.as_ptr().add(1)));
        let lookups = ascii(here);
        if !others && arabic.is_none() {
            return Found { here, lookups, others: 0 };
        }
        if here.signs() == 0 {
            return Found { here, lookups, others: 0 };
        }
        let in_block = here.arabic();
        let others = if others { here.leads_but(in_block) } else { 0 };
        let Some(arabic) = arabic else { return Found { here, lookups, others } };
        Found { here, lookups: lookups.or(arabic(L::place(here, next)).only(in_block)), others }
    }
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

/// See [`Classes::blocks`].
///
/// # Safety
/// The CPU has the instructions of the set.
#[inline(always)]
pub(super) unsafe fn blocks<L: Lookup>(
    prepared: &L::Prepared,
    classes: &Classes,
    text: &[u8],
    at: usize,
    last: &mut u8,
    flags: &mut Flags,
    before: &mut Before,
) {
    // SAFETY (of every block below): the caller's; what is loaded and stored has 64 bytes.
    let mut carried = unsafe { L::splat(*last) };
    let mut upper_before = u64::from(*last & UPPER != 0);
    for (number, (masks, values_before)) in flags.iter_mut().zip(before).enumerate() {
        let at = at + number * BLOCK;
        if at > text.len() {
            break;
        }
        unsafe {
            let found = common::<L>(
                text,
                at,
                |bytes| L::ascii_values(prepared, &classes.values, bytes),
                Some(|places| L::arabic_values(prepared, &classes.values, places)),
                true,
            );
            let Found { here, lookups: mut values, others } = found;
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
            let before = L::behind::<1>(carried, values);
            carried = values;
            before.store(u64::MAX, values_before.as_mut_ptr());
            let pair = before.only(L::splat(KIND)).or(values.only(L::splat(ROLE)));
            let [a, b, c, d, e, f, g, h] = L::pair_flags(prepared, &classes.pairs, pair.or(trails));
            let uppers = values.test(UPPER);
            *masks = [a, b, c, d, e, f, g, h, uppers & !trail_bits, uppers << 1 | upper_before];
            upper_before = uppers >> 63;
        }
    }
    let mut values = [0; BLOCK];
    unsafe { carried.store(u64::MAX, values.as_mut_ptr()) };
    *last = values[BLOCK - 1];
}

/// See [`Classes::find`].
///
/// # Safety
/// The CPU has the instructions of the set.
#[inline(always)]
pub(super) unsafe fn find<L: Lookup>(
    prepared: &L::Prepared,
    values: &Values,
    text: &[u8],
    from: usize,
    bits: u8,
) -> Option<usize> {
    let mut at = from;
    // SAFETY (of both blocks): the caller's.
    let sought = unsafe { L::seek(prepared, bits) };
    while at < text.len() {
        let (hits, others) = unsafe {
            let found = common::<L>(
                text,
                at,
                |bytes| L::ascii_hits(&sought, values, bytes),
                values.has_arabic.then_some(|places| L::arabic_hits(&sought, values, places)),
                values.has_other,
            );
            let hits = if found.lookups.any() { found.lookups.test(u8::MAX) } else { 0 };
            (hits, found.others)
        };
        // Those before the first hit.
        let mut others = others & (hits & hits.wrapping_neg()).wrapping_sub(1);
        while others != 0 {
            let other = at + others.trailing_zeros() as usize;
            if values.at(text, other) & bits != 0 {
                return Some(other);
            }
            others &= others - 1;
        }
        if hits != 0 {
            return Some(at + hits.trailing_zeros() as usize);
        }
        at += BLOCK;
    }
    None
}

/// What a kernel is called by: functions that say which instructions they use.
macro_rules! entry_points {
    ($kernel:ident, $lanes:ident, $features:literal) => {
        impl $kernel {
            /// See [`Classes::blocks`](super::Classes::blocks).
            #[inline]
            pub(super) fn blocks(
                &self,
                classes: &super::Classes,
                text: &[u8],
                at: usize,
                last: &mut u8,
                flags: &mut super::Flags,
                before: &mut super::Before,
            ) {
                #[target_feature(enable = $features)]
                unsafe fn here(
                    prepared: &<$lanes as super::kernel::Lookup>::Prepared,
                    classes: &super::Classes,
                    text: &[u8],
                    at: usize,
                    last: &mut u8,
                    flags: &mut super::Flags,
                    before: &mut super::Before,
                ) {
                    // SAFETY: the caller's.
                    unsafe { super::kernel::blocks::<$lanes>(prepared, classes, text, at, last, flags, before) }
                }
                // SAFETY: `new` has seen that the CPU has the instructions.
                unsafe { here(&self.prepared, classes, text, at, last, flags, before) }
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

            /// See [`Classes::find`](super::Classes::find).
            #[inline]
            pub(super) fn find(&self, values: &super::Values, text: &[u8], from: usize, bits: u8) -> Option<usize> {
                #[target_feature(enable = $features)]
                unsafe fn here(
                    prepared: &<$lanes as super::kernel::Lookup>::Prepared,
                    values: &super::Values,
                    text: &[u8],
                    from: usize,
                    bits: u8,
                ) -> Option<usize> {
                    // SAFETY: the caller's.
                    unsafe { super::kernel::find::<$lanes>(prepared, values, text, from, bits) }
                }
                // SAFETY: `new` has seen that the CPU has the instructions.
                unsafe { here(&self.prepared, values, text, from, bits) }
            }
        }
    };
}
pub(super) use entry_points;
