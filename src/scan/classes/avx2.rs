//! Classes by the byte shuffles of AVX2. A shuffle looks up among 16 entries, by four bits, and gives 0 where the upper
//! bit of the byte is set.
//!
//! A table of 128 is eight rows of 16, kept as what each row changes in the one before it: a place that is less than
//! where a row starts becomes negative when that is taken away, and the row says nothing. Rows that are like the one
//! before them, most of those of letters, are left out.
//!
//! ```text
//! look up (place) = for each row: found ^= shuffle(row's change, place - row's start)
//! ```

use super::kernel::{Lookup, entry_points};
use super::{Pairs, Values};
use crate::scan::avx2::{Ymm, available};
use crate::scan::kernel::Lanes;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::arch::x86_64::*;

/// The rows of the tables. Holding one proves that the CPU has the instructions.
#[derive(Debug, Clone)]
pub(super) struct Avx2 {
    prepared: Box<Rows>,
}

#[derive(Debug, Clone)]
pub(super) struct Rows {
    /// Of characters below U+0040, and of those from there on.
    low: Vec<Row>,
    letters: Vec<Row>,
    /// Of characters with the leads D8 and D9, and of those with DA and DB.
    near: Vec<Row>,
    far: Vec<Row>,
    pairs: [Row; 8],
}

/// What 16 entries change in the 16 before them.
#[derive(Debug, Clone)]
struct Row {
    /// The place of the first one, in each byte.
    start: [u8; 16],
    change: [u8; 16],
}

impl Row {
    fn all(table: &[u8; 128]) -> [Row; 8] {
        let entry = |row: usize, i: usize| if row == 0 { 0 } else { table[(row - 1) * 16 + i] };
        let row = |row: usize| Row {
            start: [row as u8 * 16; 16],
            change: core::array::from_fn(|i| entry(row, i) ^ entry(row + 1, i)),
        };
        core::array::from_fn(row)
    }

    /// Those that say anything.
    fn some(table: &[u8; 128]) -> impl Iterator<Item = Row> {
        Row::all(table).into_iter().filter(|row| row.change != [0; 16])
    }
}

impl Avx2 {
    pub(super) fn new(values: &Values, pairs: &Pairs) -> Option<Avx2> {
        if !available() {
            return None;
        }
        let half = |from: usize| Row::some(&core::array::from_fn(|i| values.arabic[from + i])).collect();
        let (low, letters) = Row::some(&values.ascii).partition(|row| row.start[0] < 0x40);
        let rows = Rows { low, letters, near: half(0), far: half(128), pairs: Row::all(&pairs.0) };
        Some(Avx2 { prepared: Box::new(rows) })
    }
}

entry_points!(Avx2, Ymm, "avx2,bmi1,bmi2,popcnt");

/// The entries at these places; 0 for places with the upper bit.
///
/// # Safety
/// The CPU has AVX2.
#[inline(always)]
unsafe fn lookup(places: Ymm, rows: &[Row]) -> Ymm {
    // SAFETY: the caller's; 16 bytes are read of 16.
    unsafe {
        let twice = |bytes: &[u8; 16]| _mm256_broadcastsi128_si256(_mm_loadu_si128(bytes.as_ptr().cast()));
        let mut found = Ymm::splat(0);
        for row in rows {
            let (start, change) = (twice(&row.start), twice(&row.change));
            let own = places.map(|place| _mm256_shuffle_epi8(change, _mm256_subs_epi8(place, start)));
            found = found.zip(own, |a, b| _mm256_xor_si256(a, b));
        }
        found
    }
}

/// Whether any byte has the upper bit.
///
/// # Safety
/// The CPU has AVX2.
#[inline(always)]
unsafe fn any_sign(lanes: Ymm) -> bool {
    // SAFETY: the caller's.
    unsafe { _mm256_movemask_epi8(_mm256_or_si256(lanes.0, lanes.1)) != 0 }
}

// SAFETY (of every block below): the caller's, see [`Lookup`].
impl Lookup for Ymm {
    type Prepared = Rows;

    #[inline(always)]
    unsafe fn or(self, other: Ymm) -> Ymm {
        // SAFETY: by the caller.
        self.zip(other, |a, b| unsafe { _mm256_or_si256(a, b) })
    }

    #[inline(always)]
    unsafe fn trails(self) -> Ymm {
        // SAFETY: by the caller. (With sign C0 is -64.)
        self.map(|lanes| unsafe { _mm256_cmpgt_epi8(_mm256_set1_epi8(-64), lanes) })
    }

    #[inline(always)]
    unsafe fn ascii_values(rows: &Rows, _: &Values, bytes: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let found = lookup(bytes, &rows.low);
            let letters = bytes.map(|lanes| _mm256_andnot_si256(lanes, _mm256_add_epi8(lanes, lanes)));
            if !any_sign(letters) {
                return found;
            }
            found.zip(lookup(bytes, &rows.letters), |a, b| _mm256_xor_si256(a, b))
        }
    }

    #[inline(always)]
    unsafe fn arabic_values(rows: &Rows, _: &Values, places: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let found = lookup(places, &rows.near);
            if !any_sign(places) {
                return found;
            }
            found.or(lookup(places.xor_and(Ymm::splat(0x80), 0x80), &rows.far))
        }
    }

    #[inline(always)]
    unsafe fn pair_flags(rows: &Rows, _: &Pairs, pair: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe { lookup(pair, &rows.pairs) }
    }

    #[inline(always)]
    unsafe fn masks(mut self) -> [u64; 8] {
        let mut masks = [0; 8];
        for mask in masks.iter_mut().rev() {
            // SAFETY: by the caller.
            unsafe {
                *mask = self.signs();
                self = self.map(|lanes| _mm256_add_epi8(lanes, lanes));
            }
        }
        masks
    }
}
