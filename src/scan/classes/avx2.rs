//! Classes by the byte shuffles of AVX2. A shuffle looks up among 16 entries, by four bits, and gives 0 where the upper
//! bit of the byte is set.
//!
//! A table of 128 is eight rows of 16, kept as what each row changes in the one before it: a place that is less than
//! where a row starts becomes negative when that is taken away, and the row says nothing.
//!
//! ```text
//! look up (place) = for each row: found ^= shuffle(row's change, place - row's start)
//! ```

use super::kernel::{Lookup, entry_points};
use super::runs::Cover;
use super::{FLAGS, Pairs, Values};
use crate::scan::avx2::{Columns, Ymm, available, columns, twice};
use crate::scan::kernel::Lanes;
use alloc::boxed::Box;
use core::arch::x86_64::*;

/// The rows of the tables. Holding one proves that the CPU has the instructions.
#[derive(Debug, Clone)]
pub(super) struct Avx2 {
    prepared: Box<Rows>,
}

#[derive(Debug, Clone)]
pub(super) struct Rows {
    ascii: Table,
    /// Of characters with the leads D8 and D9, and of those with DA and DB.
    near: Table,
    far: Table,
    /// For each flag the pairs that have it.
    pairs: [Columns; FLAGS],
    /// For all bits of a value that may be sought the bytes below 0x80, and those above, that a character with one of them
    /// may have.
    bytes: [[Columns; 2]; 256],
}

/// For each row of 16 entries what it changes in the row before it, in both halves of a vector.
#[derive(Debug, Clone)]
#[repr(C, align(32))]
struct Table([[u8; 32]; 8]);

impl Table {
    fn new(entries: &[u8]) -> Table {
        let entry = |row: usize, i: usize| if row == 0 { 0 } else { entries[(row - 1) * 16 + i % 16] };
        Table(core::array::from_fn(|row| core::array::from_fn(|i| entry(row, i) ^ entry(row + 1, i))))
    }
}

impl Avx2 {
    pub(super) fn new(values: &Values, pairs: &Pairs) -> Option<Avx2> {
        if !available() {
            return None;
        }
        let (near, far) = values.arabic.split_at(128);
        let (low, high) = values.bytes.split_at(128);
        let rows = Rows {
            ascii: Table::new(&values.ascii),
            near: Table::new(near),
            far: Table::new(far),
            pairs: core::array::from_fn(|flag| columns(&pairs.0, 1 << flag)),
            bytes: core::array::from_fn(|bits| [columns(low, bits as u8), columns(high, bits as u8)]),
        };
        Some(Avx2 { prepared: Box::new(rows) })
    }
}

entry_points!(Avx2, Ymm, "avx2,bmi1,bmi2,popcnt");

/// What the rows from `FIRST` to before `END` say of these places; 0 for places with the upper bit.
///
/// # Safety
/// The CPU has AVX2.
#[inline(always)]
unsafe fn lookup<const FIRST: usize, const END: usize>(places: Ymm, table: &Table) -> Ymm {
    // SAFETY: the caller's; 32 bytes are read of 32.
    unsafe {
        let mut found = Ymm::splat(0);
        for (row, change) in (FIRST..END).zip(&table.0[FIRST..END]) {
            let (start, change) = (_mm256_set1_epi8(row as i8 * 16), _mm256_loadu_si256(change.as_ptr().cast()));
            let own = places.map(|place| _mm256_shuffle_epi8(change, _mm256_subs_epi8(place, start)));
            found = found.zip(own, |a, b| _mm256_xor_si256(a, b));
        }
        found
    }
}

// SAFETY (of every block below): the caller's, see [`Lookup`].
impl Lookup for Ymm {
    type Prepared = Rows;

    #[inline(always)]
    unsafe fn or(self, other: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe { Ymm::or(self, other) }
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
            let found = lookup::<0, 4>(bytes, &rows.ascii);
            // From U+0040 on.
            let letters = bytes.map(|lanes| _mm256_andnot_si256(lanes, _mm256_add_epi8(lanes, lanes)));
            if !letters.any_sign() {
                return found;
            }
            found.zip(lookup::<4, 8>(bytes, &rows.ascii), |a, b| _mm256_xor_si256(a, b))
        }
    }

    #[inline(always)]
    unsafe fn arabic_values(rows: &Rows, _: &Values, places: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let found = lookup::<0, 5>(places, &rows.near);
            // From U+0650 on.
            if !places.map(|lanes| _mm256_adds_epu8(lanes, _mm256_set1_epi8(0x30))).any_sign() {
                return found;
            }
            let found = found.zip(lookup::<5, 8>(places, &rows.near), |a, b| _mm256_xor_si256(a, b));
            if !places.any_sign() {
                return found;
            }
            found.or(lookup::<0, 8>(places.xor_and(Ymm::splat(0x80), 0x80), &rows.far))
        }
    }

    #[inline(always)]
    unsafe fn pair_flags(rows: &Rows, _: &Pairs, pair: Ymm) -> [u64; FLAGS] {
        // SAFETY: by the caller.
        unsafe {
            let own = pair.rows();
            let [a, b, c, d, e] = &rows.pairs;
            [pair.hits(own, a), pair.hits(own, b), pair.hits(own, c), pair.hits(own, d), pair.hits(own, e)]
        }
    }

    #[inline(always)]
    unsafe fn ascii_rectangles(cover: &Cover, bytes: Ymm) -> Ymm {
        // A shuffle gives 0 for what has the upper bit.
        // SAFETY: by the caller.
        unsafe {
            let (columns, rows, half) = (twice(&cover.columns), twice(&cover.rows), _mm256_set1_epi8(0x0F));
            bytes.map(|bytes| {
                let row = _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), half));
                _mm256_and_si256(row, _mm256_shuffle_epi8(columns, bytes))
            })
        }
    }

    #[inline(always)]
    unsafe fn rectangles(cover: &Cover, places: Ymm) -> Ymm {
        // SAFETY: by the caller.
        unsafe {
            let (columns, rows, half) = (twice(&cover.columns), twice(&cover.rows), _mm256_set1_epi8(0x0F));
            places.map(|places| {
                let row = _mm256_shuffle_epi8(rows, _mm256_and_si256(_mm256_srli_epi16::<4>(places), half));
                _mm256_and_si256(row, _mm256_shuffle_epi8(columns, _mm256_and_si256(places, half)))
            })
        }
    }

    #[inline(always)]
    unsafe fn all(self) -> bool {
        // SAFETY: by the caller.
        unsafe { !self.map(|lanes| _mm256_cmpeq_epi8(lanes, _mm256_setzero_si256())).any_sign() }
    }

    #[inline(always)]
    unsafe fn last(self) -> u8 {
        // SAFETY: by the caller.
        unsafe { _mm256_extract_epi8::<31>(self.1) as u8 }
    }

    #[inline(always)]
    unsafe fn any(self) -> bool {
        // SAFETY: by the caller.
        unsafe { Ymm::any(self) }
    }

    #[inline(always)]
    unsafe fn suspects(rows: &Rows, _: &Values, bits: u8, bytes: Ymm) -> Ymm {
        let [low, high] = &rows.bytes[usize::from(bits)];
        // SAFETY: by the caller.
        unsafe { bytes.has_byte(low, high) }
    }
}
